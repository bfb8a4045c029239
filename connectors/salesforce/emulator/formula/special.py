"""Functions whose types depend on their arguments, or that know the record before the save."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from connectors.salesforce.emulator.formula.functions import add_months, date_from_text, datetime_from_text
from connectors.salesforce.emulator.formula.model import (
    BOOLEAN,
    DATE,
    DATETIME,
    MULTI,
    NULL,
    NUMBER,
    PICKLIST,
    TEXT,
    Context,
    Expr,
    FormulaError,
)

PICKLIST_HINT = "Picklist fields are only supported in certain functions."
Maker = Callable[[str, list[Expr]], Expr]


def refuse(name: str, expected: str, got: Expr) -> FormulaError:
    hint = f" {PICKLIST_HINT}" if got.type in (PICKLIST, MULTI) else ""
    return FormulaError(
        f"Incorrect parameter type for function '{name}()'. Expected {expected}, received {got.type}.{hint}"
    )


def count(name: str, args: list[Expr], *allowed: int) -> None:
    if len(args) not in allowed:
        wanted = " or ".join(str(number) for number in allowed)
        raise FormulaError(
            f"Incorrect number of parameters for function '{name}()'. Expected {wanted}, received {len(args)}"
        )


def want(name: str, expr: Expr, *types: str) -> None:
    if expr.type not in types:
        raise refuse(name, ", ".join(types), expr)


def as_text(expr: Expr) -> Expr:
    """NULL where text is expected is empty text."""
    return Expr(TEXT, lambda ctx: "") if expr.type == NULL else expr


def common(name: str, *exprs: Expr) -> str:
    """The one type of several branches. Raises FormulaError."""
    types = {expr.type for expr in exprs} - {NULL}
    if len(types) > 1:
        first = next(expr.type for expr in exprs if expr.type != NULL)
        raise refuse(name, first, next(e for e in exprs if e.type not in (NULL, first)))
    return types.pop() if types else NULL


def _and(name: str, args: list[Expr]) -> Expr:
    if not args:
        count(name, args, 1)
    for arg in args:
        want(name, arg, BOOLEAN)
    runs = tuple(arg.run for arg in args)

    return Expr(BOOLEAN, lambda ctx: all(part(ctx) for part in runs))


def _or(name: str, args: list[Expr]) -> Expr:
    if not args:
        count(name, args, 1)
    for arg in args:
        want(name, arg, BOOLEAN)
    runs = tuple(arg.run for arg in args)

    return Expr(BOOLEAN, lambda ctx: any(part(ctx) for part in runs))


def _not(name: str, args: list[Expr]) -> Expr:
    """NOT of blank is blank: three values, as in SQL (formula engine, 2026-11)."""
    count(name, args, 1)
    want(name, args[0], BOOLEAN)
    inner = args[0].run

    def run(ctx: Context) -> bool | None:
        value = inner(ctx)
        return None if value is None else not value

    return Expr(BOOLEAN, run)


def _if(name: str, args: list[Expr]) -> Expr:
    count(name, args, 3)
    want(name, args[0], BOOLEAN)
    kind = common(name, args[1], args[2])
    if kind in (PICKLIST, MULTI):
        raise refuse(name, TEXT, args[1] if args[1].type != NULL else args[2])
    test = args[0].run
    yes, no = ((as_text(a) if kind == TEXT else a).run for a in args[1:])
    return Expr(kind, lambda ctx: yes(ctx) if test(ctx) else no(ctx))


def _case(name: str, args: list[Expr]) -> Expr:
    """CASE(what, value, result, …, else): an even number; no Booleans; picklists are compared with literals."""
    if len(args) < 4 or len(args) % 2:
        count(name, args, 4 if len(args) < 4 else len(args) + 1)
    what, values, results = args[0], args[1:-1:2], [*args[2:-1:2], args[-1]]
    if any(part.type == BOOLEAN for part in args):
        raise FormulaError(
            "Incorrect parameter type for function 'CASE()'. Expected Number, Text, Date, received Boolean"
        )
    if what.type == MULTI or any(part.type in (PICKLIST, MULTI) for part in [*values, *results]):
        raise refuse(name, TEXT, next(p for p in args if p.type in (MULTI, PICKLIST)))
    if what.type == PICKLIST and not all(isinstance(value.literal, str) for value in values):
        raise FormulaError("CASE(): a picklist can only be compared with text literals")
    if what.type != PICKLIST:
        common(name, what, *values)
    kind = common(name, *results)
    runs = [(as_text(r) if kind == TEXT else r).run for r in results]
    return Expr(kind, _case_of_literals(what, values, runs) or _case_of_any(what, values, runs))


def _case_of_literals(what: Expr, values: list[Expr], results: list[Any]) -> Any:
    if what.type not in (PICKLIST, TEXT) or not all(isinstance(value.literal, str) for value in values):
        return None
    table: dict[str, Any] = {}
    for value, result in zip(values, results, strict=False):
        table.setdefault(value.literal, result)
    otherwise, subject = results[-1], what.run
    return lambda ctx: table.get(subject(ctx) or "", otherwise)(ctx)


def _case_of_any(what: Expr, values: list[Expr], results: list[Any]) -> Any:
    pairs = [(value.run, result) for value, result in zip(values, results, strict=False)]
    otherwise, subject = results[-1], what.run

    def run(ctx: Context) -> Any:
        found = subject(ctx)
        for value, result in pairs:
            if found is not None and value(ctx) == found:
                return result(ctx)
        return otherwise(ctx)

    return run


def _blank(name: str, args: list[Expr]) -> Expr:
    """ISBLANK and ISNULL. Text is never null, so ISNULL of text is always false (documented)."""
    count(name, args, 1)
    want(name, args[0], TEXT, NUMBER, DATE, DATETIME, MULTI, NULL)
    run = args[0].run
    if args[0].type == TEXT:
        return Expr(BOOLEAN, (lambda ctx: False) if name == "ISNULL" else (lambda ctx: not run(ctx)))
    return Expr(BOOLEAN, lambda ctx: run(ctx) is None)


def _blank_value(name: str, args: list[Expr]) -> Expr:
    count(name, args, 2)
    for arg in args:
        want(name, arg, TEXT, NUMBER, DATE, DATETIME, NULL)
    kind = common(name, *args)
    first, second = ((as_text(arg) if kind == TEXT else arg).run for arg in args)
    if kind != TEXT:
        return Expr(kind, lambda ctx: second(ctx) if (value := first(ctx)) is None else value)
    return Expr(kind, first if name == "NULLVALUE" else lambda ctx: first(ctx) or second(ctx))


def _is_picked(name: str, args: list[Expr]) -> Expr:
    count(name, args, 2)
    want(name, args[0], PICKLIST)
    if not isinstance(args[1].literal, str):
        raise FormulaError(f"{name}(): the second parameter has to be a text literal")
    run, literal = args[0].run, args[1].literal or None
    return Expr(BOOLEAN, lambda ctx: run(ctx) == literal)


def _includes(name: str, args: list[Expr]) -> Expr:
    count(name, args, 2)
    want(name, args[0], MULTI)
    if not isinstance(args[1].literal, str):
        raise FormulaError(f"{name}(): the second parameter has to be a text literal")
    run, literal = args[0].run, args[1].literal
    return Expr(BOOLEAN, lambda ctx: literal in (run(ctx) or "").split(";") if literal else run(ctx) is None)


def _to_text(name: str, args: list[Expr]) -> Expr:
    count(name, args, 1)
    want(name, args[0], NUMBER, DATE, DATETIME, PICKLIST)
    run = args[0].run
    return Expr(TEXT, lambda ctx: in_words(run(ctx)))


def in_words(value: Any) -> str:
    """A number without trailing zeros, dates as Salesforce writes them."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}Z"
    return "" if value is None else str(value)


def _date_value(name: str, args: list[Expr]) -> Expr:
    count(name, args, 1)
    want(name, args[0], TEXT, DATETIME, DATE)
    run = args[0].run
    if args[0].type == TEXT:
        return Expr(DATE, lambda ctx: date_from_text(run(ctx)))
    if args[0].type == DATE:
        return args[0]
    return Expr(DATE, lambda ctx: None if (at := run(ctx)) is None else at.date())


def _datetime_value(name: str, args: list[Expr]) -> Expr:
    count(name, args, 1)
    want(name, args[0], TEXT, DATETIME, DATE)
    run = args[0].run
    if args[0].type == TEXT:
        return Expr(DATETIME, lambda ctx: datetime_from_text(run(ctx)))
    if args[0].type == DATETIME:
        return args[0]
    return Expr(DATETIME, lambda ctx: None if (at := run(ctx)) is None else datetime.combine(at, time(), UTC))


def _add_months(name: str, args: list[Expr]) -> Expr:
    count(name, args, 2)
    want(name, args[0], DATE, DATETIME)
    want(name, args[1], NUMBER)
    at, by = args[0].run, args[1].run

    def run(ctx: Context) -> Any:
        start, months = at(ctx), by(ctx)
        return None if start is None or months is None else add_months(start, months)

    return Expr(args[0].type, run)


def _extreme(name: str, args: list[Expr]) -> Expr:
    """MAX and MIN of numbers."""
    if not args:
        count(name, args, 1)
    for arg in args:
        want(name, arg, NUMBER, NULL)
    pick, runs = (max if name == "MAX" else min), [arg.run for arg in args]

    def run(ctx: Context) -> Any:
        values = [part(ctx) for part in runs]
        return None if None in values else pick(values)

    return Expr(NUMBER, run)


def _today(name: str, args: list[Expr]) -> Expr:
    count(name, args, 0)
    return Expr(DATE, lambda ctx: ctx.now.date())


def _now(name: str, args: list[Expr]) -> Expr:
    count(name, args, 0)
    return Expr(DATETIME, lambda ctx: ctx.now)


def _is_new(name: str, args: list[Expr]) -> Expr:
    count(name, args, 0)
    return Expr(BOOLEAN, lambda ctx: ctx.old is None)


SPECIAL: dict[str, Maker] = {
    "AND": _and,
    "OR": _or,
    "NOT": _not,
    "IF": _if,
    "CASE": _case,
    "ISBLANK": _blank,
    "ISNULL": _blank,
    "BLANKVALUE": _blank_value,
    "NULLVALUE": _blank_value,
    "ISPICKVAL": _is_picked,
    "INCLUDES": _includes,
    "TEXT": _to_text,
    "DATEVALUE": _date_value,
    "DATETIMEVALUE": _datetime_value,
    "ADDMONTHS": _add_months,
    "MAX": _extreme,
    "MIN": _extreme,
    "TODAY": _today,
    "NOW": _now,
    "ISNEW": _is_new,
}
