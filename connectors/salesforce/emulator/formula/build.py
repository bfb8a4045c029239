"""Tree → something that can be computed: names, types and functions are checked here, at deploy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from connectors.salesforce.emulator.formula.functions import PLAIN, Plain
from connectors.salesforce.emulator.formula.model import (
    BOOLEAN,
    DATETIME,
    MULTI,
    NULL,
    NUMBER,
    TEXT,
    Context,
    Expr,
    FormulaError,
    Reference,
    Scope,
    typed,
)
from connectors.salesforce.emulator.formula.operators import OPERATORS, negative
from connectors.salesforce.emulator.formula.special import PICKLIST_HINT, SPECIAL, as_text, count
from connectors.salesforce.emulator.formula.tree import Call, Literal, Name, Node, parse

DEEPEST = 150
LONGEST = 3900  # characters; the compiled size is not emulated


@dataclass(frozen=True)
class Formula:
    """A compiled formula: its result type, what it names, and how to compute it with a Context."""

    text: str
    type: str
    run: Callable[[Context], Any]
    fields: frozenset[str]
    permissions: frozenset[str]
    functions: frozenset[str]


def compile_formula(text: str, scope: Scope, want: tuple[str, ...] = ()) -> Formula:
    """Raises FormulaError with the words that a deployment shows. `want`: the result types that are allowed."""
    if len(text) > LONGEST:
        raise FormulaError(f"Formula is too long ({len(text):,} characters). Maximum length is 3,900 characters.")
    if not text.strip():
        raise FormulaError("The formula expression is empty")
    builder = _Builder(scope)
    expr = builder.build(parse(text))
    if want and expr.type not in (*want, NULL):
        raise FormulaError(f"Formula result is data type ({expr.type}), incompatible with expected ({want[0]}).")
    if expr.type in ("Picklist", MULTI):
        raise FormulaError(f"A formula cannot return a picklist. {PICKLIST_HINT}")
    named = frozenset(builder.fields), frozenset(builder.permissions), frozenset(builder.functions)
    return Formula(text, expr.type, expr.run, *named)


def _whole_id(value: Any) -> str:
    """In flows ids have 18 characters."""
    return "" if value is None else str(value)


def _constant(value: Any, type: str) -> Expr:
    return Expr(type, lambda ctx: value, literal=value)


class _Builder:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.fields: set[str] = set()
        self.permissions: set[str] = set()
        self.functions: set[str] = set()
        self.depth = 0

    def build(self, node: Node) -> Expr:
        """One part of the tree; a chain of operators is as deep as it is long, and has to stay computable."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("Compiled formula is too big to execute")
        made = self.part(node)
        self.depth -= 1
        return made

    def part(self, node: Node) -> Expr:
        if isinstance(node, Literal):
            return self.literal(node)
        if isinstance(node, Name):
            return self.name(node)
        return self.call(node)

    def literal(self, node: Literal) -> Expr:
        value = node.value
        if value is None:
            return Expr(NULL, lambda ctx: None)
        return _constant(value, BOOLEAN if isinstance(value, bool) else TEXT if isinstance(value, str) else NUMBER)

    # --- names ------------------------------------------------------------------------------------------------------

    def name(self, node: Name) -> Expr:
        if node.path[0].startswith("$"):
            return self.globally(node)
        if node.merge and not self.scope.flow:
            raise FormulaError("Syntax error. Merge fields in braces are not used in this kind of formula")
        if self.scope.flow:
            return self.resource(node)
        return self.record_field(node.path, prior=False)

    def resource(self, node: Name) -> Expr:
        found = self.scope.resource(node.text) if node.merge else None
        if found is None:
            raise FormulaError(f"The formula expression is invalid: Field {node.text} does not exist. Check spelling.")
        return found

    def record_field(self, path: tuple[str, ...], prior: bool) -> Expr:
        found = self.scope.field(path)
        if found is None:
            raise FormulaError(f"Field {'.'.join(path)} does not exist. Check spelling.")
        self.fields.add(".".join(path))
        return self.reading(found, path, prior)

    def reading(self, found: Reference, path: tuple[str, ...], prior: bool) -> Expr:
        type, convert = typed(found.kind)
        if self.scope.flow and found.kind in ("id", "reference"):
            convert = _whole_id
        get = found.get
        if prior:
            return Expr(type, lambda ctx: convert(get(ctx, ctx.before)))
        return Expr(type, lambda ctx: convert(get(ctx, ctx.new)), name=path[0] if len(path) == 1 else "")

    def globally(self, node: Name) -> Expr:
        root, rest = node.path[0], node.path[1:]
        if root in ("$Record", "$Record__Prior") and self.scope.flow and node.merge and rest:
            return self.record_field(rest, prior=root == "$Record__Prior")
        if self.scope.flow and not node.merge:
            raise FormulaError(f"The formula expression is invalid: {node.text} is written {{!{node.text}}} in a flow")
        if node.text == "$Flow.CurrentDateTime" and self.scope.flow:
            return Expr(DATETIME, lambda ctx: ctx.now)
        found = self.known_global(root, ".".join(rest))
        if found is None:
            raise FormulaError(f"Field {node.text} does not exist. Check spelling.")
        return found

    def known_global(self, root: str, rest: str) -> Expr | None:
        if root == "$Permission" and self.scope.permission(rest):
            self.permissions.add(rest)
            return Expr(BOOLEAN, lambda ctx: rest in ctx.permissions)
        length = 18 if self.scope.flow else 15  # ids are long in flows, short in other formulas
        if (root, rest) == ("$Organization", "Id"):
            return Expr(TEXT, lambda ctx: ctx.org_id[:15])
        if (root, rest) == ("$Profile", "Name"):
            return Expr(TEXT, lambda ctx: ctx.profile)
        if root == "$User" and rest == "Id":
            return Expr(TEXT, lambda ctx: str(ctx.user.get("Id") or "")[:length])
        if root == "$User" and rest in ("Username", "Email", "FirstName", "LastName", "Alias"):
            return Expr(TEXT, lambda ctx: str(ctx.user.get(rest) or ""))
        return None

    # --- functions and operators ------------------------------------------------------------------------------------

    def call(self, node: Call) -> Expr:
        self.functions.add(node.name)
        if node.name in ("ISCHANGED", "PRIORVALUE"):
            return self.compared(node)
        args = [self.build(arg) for arg in node.args]
        if node.name in OPERATORS:
            return OPERATORS[node.name](node.name, args[0], args[1])
        if node.name == "NEGATIVE":
            return negative("-", args[0])
        if node.name in SPECIAL:
            return SPECIAL[node.name](node.name, args)
        if node.name in PLAIN:
            return plain(node.name, PLAIN[node.name], args)
        raise FormulaError(f"Unknown function {node.name}. Check spelling.")

    def compared(self, node: Call) -> Expr:
        """ISCHANGED(field) and PRIORVALUE(field): fields of the record itself only."""
        if len(node.args) != 1:
            count(node.name, [self.build(arg) for arg in node.args], 1)
        path = self.own_field(node)
        before = self.record_field(path, prior=True)
        if node.name == "PRIORVALUE":
            return before
        field = self.scope.field(path)
        get = field.get if field else None

        def run(ctx: Context) -> bool:
            return ctx.old is not None and get is not None and _differ(get(ctx, ctx.old), get(ctx, ctx.new))

        return Expr(BOOLEAN, run)

    def own_field(self, node: Call) -> tuple[str, ...]:
        arg = node.args[0]
        if not isinstance(arg, Name):
            raise FormulaError(f"Incorrect parameter type for function '{node.name}()'. Expected a field")
        path = arg.path
        if self.scope.flow:
            if path[0] != "$Record" or not arg.merge:
                raise FormulaError(f"{node.name}() in a flow takes a field written {{!$Record.Field}}")
            path = path[1:]
        if len(path) != 1 or path[0].startswith("$"):
            raise FormulaError(f"The {'.'.join(path)} field reference can't be used with the {node.name} function.")
        return path


def _differ(before: Any, after: Any) -> bool:
    """Line ends of either kind are the same (formula engine, 2026-11); False and blank are for a checkbox."""
    if isinstance(before, str) and isinstance(after, str):
        return before.replace("\r\n", "\n") != after.replace("\r\n", "\n")
    return (before if before is not False else None) != (after if after is not False else None)


def plain(name: str, function: Plain, args: list[Expr]) -> Expr:
    """A function of fixed types; it is blank when a number or date among its arguments is."""
    fewest = len(function.types) if function.fewest < 0 else function.fewest
    count(name, args, *range(fewest, len(function.types) + 1))
    for arg, type in zip(args, function.types, strict=False):
        if arg.type not in (type, NULL):
            hint = f" {PICKLIST_HINT}" if arg.type in ("Picklist", MULTI) else ""
            raise FormulaError(
                f"Incorrect parameter type for function '{name}()'. Expected {type}, received {arg.type}.{hint}"
            )
    if name == "REGEX" and isinstance(args[1].literal, str):
        function.work("", args[1].literal)  # a bad pattern is found at deploy
    runs = [(as_text(a) if t == TEXT else a).run for a, t in zip(args, function.types, strict=False)]
    work = function.work

    def run(ctx: Context) -> Any:
        values = [part(ctx) for part in runs]
        return None if None in values else work(*values)

    def text(ctx: Context) -> str:
        return run(ctx) or ""

    return Expr(function.result, text if function.result == TEXT else run)
