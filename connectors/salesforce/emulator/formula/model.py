"""What a formula works on: static types, a saved record before and after, and where names come from.

Source: the formula functions of Salesforce's online help, and what its open-source formula engine documents about blanks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol

TEXT, NUMBER, BOOLEAN, DATE, DATETIME = "Text", "Number", "Boolean", "Date", "DateTime"
PICKLIST, MULTI, NULL = "Picklist", "MultiPicklist", "Null"
Values = Mapping[str, Any]


class FormulaError(Exception):
    """The formula cannot be compiled (at deploy), or ends in #Error! (at save)."""


@dataclass(slots=True)
class Context:
    """One save: `old` is None for a new record. `parent(object, id)` reads another record's values."""

    new: Values
    old: Values | None
    now: datetime
    user: Values = field(default_factory=dict)
    profile: str = ""
    permissions: frozenset[str] = frozenset()
    org_id: str = ""
    parent: Callable[[str, str | None], Values] = lambda name, id: {}

    @property
    def before(self) -> Values:
        """PRIORVALUE of a new record is its current value, not null (documented)."""
        return self.new if self.old is None else self.old


Run = Callable[[Context], Any]


@dataclass(frozen=True)
class Expr:
    """A compiled part: its static type and how to compute it. `name` when it is a plain field of the record.

    Text is never None but "": Salesforce treats blank text as empty. Everything else may be None.
    """

    type: str
    run: Run
    name: str = ""
    literal: Any = None


@dataclass(frozen=True)
class Reference:
    """A field as the scope finds it: `kind` is the field's API type, `get(context, values)` its kept value."""

    kind: str
    get: Callable[[Context, Values], Any]


class Scope(Protocol):
    """Where names come from. `flow` says that `{!$Record.X}` is the way to name a field."""

    flow: bool

    def field(self, path: tuple[str, ...]) -> Reference | None: ...

    def permission(self, name: str) -> bool: ...

    def resource(self, name: str) -> Expr | None: ...


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def instant(value: Any) -> datetime | None:
    """The kept form is 2026-11-22T10:15:30.000+0000."""
    return datetime.fromisoformat(value).astimezone(UTC) if value else None


# API type of a field → (formula type, how its kept value is read)
_KINDS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "double": (NUMBER, number),
    "int": (NUMBER, number),
    "currency": (NUMBER, number),
    "percent": (NUMBER, lambda value: None if value is None else Decimal(str(value)) / 100),
    "boolean": (BOOLEAN, bool),
    "date": (DATE, day),
    "datetime": (DATETIME, instant),
    "picklist": (PICKLIST, lambda value: value or None),
    "multipicklist": (MULTI, lambda value: value or None),
    "id": (TEXT, lambda value: _text(value)[:15]),
    "reference": (TEXT, lambda value: _text(value)[:15]),
}


def typed(kind: str) -> tuple[str, Callable[[Any], Any]]:
    """Ids are 15 characters long inside formulas; a percent of 50 is 0.5 (both documented, 2026-11)."""
    return _KINDS.get(kind, (TEXT, _text))
