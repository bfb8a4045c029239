"""Formula text → tree: tokens, precedence, comments, both kinds of quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from connectors.salesforce.emulator.formula.model import FormulaError

_TOKEN = re.compile(
    r"""(?P<space>\s+|/\*.*?\*/)
    |(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    |(?P<number>\d+(?:\.\d+)?|\.\d+)
    |\{!\s*(?P<merge>\$?[A-Za-z]\w*(?:\.\w+)*)\s*\}
    |(?P<name>\$?[A-Za-z]\w*(?:\.\w+)*)
    |(?P<op><>|<=|>=|==|!=|&&|\|\||[-+*/^&=<>!(),])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_SAME = {"==": "=", "!=": "<>", "&&": "AND", "||": "OR"}
_LEVELS = {
    op: height
    for height, ops in enumerate(
        (("||",), ("&&",), ("=", "==", "<>", "!="), ("<", "<=", ">", ">="), ("+", "-", "&"), ("*", "/"), ("^",))
    )
    for op in ops
}
DEEPEST = 80  # parentheses and functions inside each other


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    at: int


@dataclass(frozen=True)
class Literal:
    value: str | Decimal | bool | None


@dataclass(frozen=True)
class Name:
    """A field or a global. `merge`: it was written {!Like.This}, as flows do."""

    path: tuple[str, ...]
    merge: bool = False

    @property
    def text(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True)
class Call:
    """A function or an operator with its arguments. `chain`: written a && b && c."""

    name: str
    args: tuple[Node, ...]
    chain: bool = False


Node = Literal | Name | Call


def tokens(text: str) -> list[Token]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise FormulaError(f"Syntax error. Found '{text[at]}' at position {at + 1}")
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(Token(kind, match.group(kind), at))
        at = match.end()
    return [*found, Token("end", "", len(text))]


def unescaped(text: str) -> str:
    """The inside of a literal. Backslashes are doubled in formulas, in patterns too (documented)."""

    def one(match: re.Match[str]) -> str:
        if match.group(1) not in _ESCAPES:
            raise FormulaError(f"Syntax error. Invalid escape \\{match.group(1)} in a text literal")
        return _ESCAPES[match.group(1)]

    return re.sub(r"\\(.)", one, text[1:-1], flags=re.DOTALL)


def parse(text: str) -> Node:
    """The tree of a formula. Raises FormulaError."""
    reader = _Reader(tokens(text))
    node = reader.level(0)
    if reader.now.kind != "end":
        raise FormulaError(f"Syntax error. Extra '{reader.now.text}'")
    return node


class _Reader:
    def __init__(self, found: list[Token]) -> None:
        self.found, self.place, self.depth = found, 0, 0

    @property
    def now(self) -> Token:
        return self.found[self.place]

    def take(self) -> Token:
        token = self.now
        self.place += 1
        return token

    def expect(self, op: str) -> None:
        if self.now.text != op or self.now.kind != "op":
            got = self.now.text or "end of formula"
            raise FormulaError(f"Syntax error. Missing '{op}', found '{got}'")
        self.take()

    def level(self, least: int) -> Node:
        """Binary operators of a level or a tighter one, from the left; chains of AND and OR become one call."""
        left = self.unary()
        while self.now.kind == "op" and _LEVELS.get(self.now.text, -1) >= least:
            text = self.take().text
            op, right = _SAME.get(text, text), self.level(_LEVELS[text] + 1)
            chained = isinstance(left, Call) and left.name == op and left.chain
            args = (*left.args, right) if isinstance(left, Call) and chained else (left, right)
            left = Call(op, args, chain=op in ("AND", "OR"))
        return left

    def unary(self) -> Node:
        if self.now.kind == "op" and self.now.text in "-+!":
            op = self.take().text
            inner = self.unary()
            return {"-": Call("NEGATIVE", (inner,)), "!": Call("NOT", (inner,)), "+": inner}[op]
        return self.single()

    def single(self) -> Node:
        token = self.take()
        if token.kind == "string":
            return Literal(unescaped(token.text))
        if token.kind == "number":
            return Literal(Decimal(token.text))
        if token.kind == "merge":
            return Name(tuple(token.text.split(".")), merge=True)
        if token.kind == "name":
            return self.named(token)
        if token.text == "(" and token.kind == "op":
            return self.inner()
        raise FormulaError(f"Syntax error. Found '{token.text or 'end of formula'}'")

    def inner(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("Formula is too deeply nested")
        node = self.level(0)
        self.expect(")")
        self.depth -= 1
        return node

    def named(self, token: Token) -> Node:
        word = token.text.upper()
        if self.now.kind == "op" and self.now.text == "(":
            self.take()
            return Call(word, self.arguments())
        if word in ("TRUE", "FALSE"):
            return Literal(word == "TRUE")
        if word == "NULL":
            return Literal(None)
        return Name(tuple(token.text.split(".")))

    def arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("Formula is too deeply nested")
        if not (self.now.kind == "op" and self.now.text == ")"):
            found.append(self.level(0))
            while self.now.kind == "op" and self.now.text == ",":
                self.take()
                found.append(self.level(0))
        self.expect(")")
        self.depth -= 1
        return tuple(found)
