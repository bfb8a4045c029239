"""SOQL → tree. Source: the SOQL reference (2026-11); subqueries in SELECT, GROUP BY and date words are not emulated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

LONGEST = 100_000  # characters
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<string>'(?:\\.|[^'\\])*')
    |(?P<datetime>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))
    |(?P<date>\d{4}-\d\d-\d\d(?![\dT]))
    |(?P<number>[+-]?\d+(?:\.\d+)?)
    |(?P<name>[A-Za-z]\w*(?:\.\w+)*)
    |(?P<op><=|>=|!=|<>|[=<>(),])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "'": "'", '"': '"', "\\": "\\"}
_LIST_WORDS = ("IN", "INCLUDES", "EXCLUDES")


class QueryRefused(Exception):
    """A query that Salesforce refuses, with its error code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def malformed(text: str) -> QueryRefused:
    return QueryRefused("MALFORMED_QUERY", text)


@dataclass(frozen=True)
class Token:
    kind: str
    text: str


@dataclass(frozen=True)
class Value:
    """A literal: string (for LIKE still escaped in `raw`), number, date, datetime, boolean, null."""

    kind: str
    value: Any
    raw: str = ""


@dataclass(frozen=True)
class Condition:
    path: tuple[str, ...]
    op: str
    values: tuple[Value, ...] = ()
    inner: Query | None = None


@dataclass(frozen=True)
class Group:
    """AND, OR or NOT over parts."""

    op: str
    parts: tuple[Filter, ...]


Filter = Condition | Group


@dataclass(frozen=True)
class Order:
    path: tuple[str, ...]
    down: bool = False
    nulls_last: bool = False


@dataclass(frozen=True)
class Query:
    """`fields` is empty for SELECT COUNT()."""

    entity: str
    fields: tuple[tuple[str, ...], ...]
    where: Filter | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0


def tokens(text: str) -> list[Token]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise malformed(f"unexpected token: '{text[at : at + 20]}' at column {at + 1}")
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group()))
        at = match.end()
    return [*found, Token("end", "<EOF>")]


def unescaped(raw: str, like: bool = False) -> str:
    """`\\_` and `\\%` stay for LIKE to read; any other unknown escape is refused."""

    def one(match: re.Match[str]) -> str:
        letter = match.group(1)
        if letter in "_%":
            return match.group() if like else letter
        if letter not in _ESCAPES:
            raise malformed(
                f"Invalid string literal '{raw}'. Illegal character sequence '\\{letter}' in string literal."
            )
        return "\\\\" if like and letter == "\\" else _ESCAPES[letter]

    return re.sub(r"\\(.)", one, raw, flags=re.DOTALL)


def parse(text: str) -> Query:
    """Raises QueryRefused."""
    if len(text) > LONGEST:
        raise QueryRefused("QUERY_TOO_COMPLICATED", f"SOQL statements cannot be longer than {LONGEST:,} characters")
    reader = _Reader(tokens(text))
    query = reader.query()
    if reader.now.kind != "end":
        raise malformed(f"unexpected token: '{reader.now.text}'")
    return query


class _Reader:
    def __init__(self, found: list[Token]) -> None:
        self.found, self.place = found, 0

    @property
    def now(self) -> Token:
        return self.found[self.place]

    def take(self, kind: str = "") -> Token:
        token = self.now
        if kind and token.kind != kind:
            raise malformed(f"unexpected token: '{token.text}'")
        self.place += 1
        return token

    def is_word(self, *words: str) -> bool:
        return self.now.kind == "name" and self.now.text.upper() in words

    def took(self, *words: str) -> bool:
        if self.is_word(*words):
            self.place += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if self.now.text.upper() != text:
            raise malformed(f"expecting '{text}', found '{self.now.text}'")
        self.place += 1

    def query(self) -> Query:
        self.expect("SELECT")
        fields = self.selected()
        self.expect("FROM")
        entity = self.take("name").text
        where = self.filter() if self.took("WHERE") else None
        order = self.ordered() if self.took("ORDER") else ()
        limit = int(self.take("number").text) if self.took("LIMIT") else None
        offset = int(self.take("number").text) if self.took("OFFSET") else 0
        if offset > 2000:
            raise QueryRefused("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000")
        return Query(entity, fields, where, order, limit, offset)

    def selected(self) -> tuple[tuple[str, ...], ...]:
        fields: list[tuple[str, ...]] = []
        while True:
            name = self.take("name").text
            if name.upper() == "COUNT" and not fields and self.now.text == "(":
                self.expect("(")
                self.expect(")")
                return ()
            fields.append(tuple(name.split(".")))
            if self.now.text != ",":
                break
            self.take()
        if len(set(fields)) < len(fields):
            twice = next(field for field in fields if fields.count(field) > 1)
            raise malformed(f"duplicate field selected: {'.'.join(twice)}")
        return tuple(fields)

    def filter(self) -> Filter:
        """AND and OR side by side need parentheses (documented)."""
        first = self.part()
        if not self.is_word("AND", "OR"):
            return first
        word, parts = self.now.text.upper(), [first]
        while self.took(word):
            parts.append(self.part())
        if self.is_word("AND", "OR"):
            raise malformed(f"unexpected token: '{self.now.text}' (AND and OR together need parentheses)")
        return Group(word, tuple(parts))

    def part(self) -> Filter:
        if self.took("NOT"):
            return Group("NOT", (self.part(),))
        if self.now.text == "(":
            self.take()
            inner = self.filter()
            self.expect(")")
            return inner
        return self.condition()

    def condition(self) -> Condition:
        path = tuple(self.take("name").text.split("."))
        negative = self.took("NOT")
        if self.is_word(*_LIST_WORDS):
            word = self.take().text.upper()
            op = {"INCLUDES": "INCLUDES", "EXCLUDES": "EXCLUDES"}.get(word, "NOT IN" if negative else "IN")
            if negative and word != "IN":
                raise malformed(f"unexpected token: '{word}'")
            return self.listed(path, op)
        if negative:
            raise malformed(f"unexpected token: '{self.now.text}'")
        if self.took("LIKE"):
            return Condition(path, "LIKE", (self.value(),))
        op = self.take("op").text
        if op in ("(", ")", ","):
            raise malformed(f"unexpected token: '{op}'")
        return Condition(path, "!=" if op == "<>" else op, (self.value(),))

    def listed(self, path: tuple[str, ...], op: str) -> Condition:
        self.expect("(")
        if self.is_word("SELECT"):
            inner = self.query()
            self.expect(")")
            return Condition(path, op, inner=inner)
        values = [self.value()]
        while self.now.text == ",":
            self.take()
            values.append(self.value())
        self.expect(")")
        return Condition(path, op, tuple(values))

    def value(self) -> Value:
        token = self.take()
        if token.kind == "string":
            raw = token.text[1:-1]
            return Value("string", unescaped(raw), raw)
        if token.kind in ("number", "date", "datetime"):
            return Value(token.kind, token.text)
        word = token.text.upper() if token.kind == "name" else ""
        if word in ("TRUE", "FALSE"):
            return Value("boolean", word == "TRUE")
        if word == "NULL":
            return Value("null", None)
        raise malformed(f"unexpected token: '{token.text}'")

    def ordered(self) -> tuple[Order, ...]:
        self.expect("BY")
        found = [self.one_order()]
        while self.now.text == ",":
            self.take()
            found.append(self.one_order())
        return tuple(found)

    def one_order(self) -> Order:
        path = tuple(self.take("name").text.split("."))
        down = self.took("DESC")
        if not down:
            self.took("ASC")
        last = False
        if self.took("NULLS"):
            last = self.is_word("LAST")
            if not self.took("FIRST", "LAST"):
                raise malformed(f"unexpected token: '{self.now.text}'")
        return Order(path, down, last)
