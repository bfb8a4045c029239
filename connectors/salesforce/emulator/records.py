"""Records and tables. A change makes a new dictionary of values, so that whoever holds the old one keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]
INDEXED = {
    "Task": ("WhatId",),
    "OpportunityHistory": ("OpportunityId",),
    "Quote": ("OpportunityId",),
    "SetupEntityAccess": ("ParentId",),
}


class Refusal(Exception):
    """A save that is refused. `errors`: {"statusCode", "message", "fields"}, all that apply."""

    def __init__(self, errors: list[Json]) -> None:
        super().__init__("\n".join(error["message"] for error in errors))
        self.errors = errors

    @classmethod
    def one(cls, code: str, message: str, *fields: str) -> Refusal:
        return cls([{"statusCode": code, "message": message, "fields": list(fields)}])


@dataclass(slots=True)
class Record:
    """One record: `values` by field name, in the form in which the API shows them."""

    entity: str
    values: Json

    @property
    def id(self) -> str:
        return str(self.values["Id"])

    @property
    def created(self) -> str:
        return str(self.values["CreatedDate"])

    @property
    def modstamp(self) -> str:
        return str(self.values["SystemModstamp"])

    @property
    def deleted(self) -> bool:
        return bool(self.values["IsDeleted"])


class Table(dict[str, Record]):
    """The records of one object by id, with an index on the links that are asked for often."""

    def __init__(self, entity: str) -> None:
        super().__init__()
        self.indexes: dict[str, dict[Any, dict[str, Record]]] = {name: {} for name in INDEXED.get(entity, ())}

    def put(self, record: Record) -> None:
        self[record.id] = record
        for name, index in self.indexes.items():
            index.setdefault(record.values.get(name), {})[record.id] = record

    def change(self, record: Record, values: Json) -> None:
        for name, index in self.indexes.items():
            old, new = record.values.get(name), values.get(name)
            if old != new:
                index.get(old, {}).pop(record.id, None)
                index.setdefault(new, {})[record.id] = record
        record.values = values

    def take_out(self, record: Record) -> None:
        self.pop(record.id, None)
        for name, index in self.indexes.items():
            index.get(record.values.get(name), {}).pop(record.id, None)

    def by(self, name: str, value: Any) -> Iterator[Record]:
        return iter(list(self.indexes[name].get(value, {}).values()))


@dataclass
class Notification:
    """Something to be told by an outbound message; what it says is read when it is sent."""

    id: str
    message: str
    record: str
    queued: datetime
    tries: int = 0
    due: float = 0.0


@dataclass
class Journal:
    """What was done since it was opened, so that it can be undone; messages wait until it is closed."""

    open: bool = False
    undo: list[Callable[[], None]] = field(default_factory=list)
    messages: list[Notification] = field(default_factory=list)

    def note(self, undo: Callable[[], None]) -> None:
        if self.open:
            self.undo.append(undo)

    def begin(self) -> None:
        self.open, self.undo, self.messages = True, [], []

    def back(self) -> None:
        """Undo everything, the last first."""
        for step in reversed(self.undo):
            step()
        self.messages = []

    def end(self) -> list[Notification]:
        self.open, self.undo = False, []
        waiting, self.messages = self.messages, []
        return waiting
