"""The organisation's users, by whichever reference somebody gave us, and who of them holds which of our permissions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors.errors import AuthFailed, NotFound, Refused
from connectors.salesforce.client import READ_LIMIT, Client, among, quoted
from connectors.salesforce.ids import USER_PREFIX, id18, is_id
from connectors.salesforce.reading import chunks, text
from connectors.salesforce.schema import BYPASS, REVIEWER
from rules.model import Person

LASTS = 300.0
_USERS = "SELECT Id, Name, Email, Username, IsActive, UserType FROM User WHERE "


@dataclass
class _Book:
    """What is known since `at`: user id → person and kind of user, other names → user id, and who is not there."""

    at: float
    people: dict[str, Person] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    active: tuple[Person, ...] | None = None


class Directory:
    """Users, kept for five minutes. One that is not known is asked for once, together with all the others of a call."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        self.client, self.clock = client, clock
        self._kept: _Book | None = None

    def active(self) -> tuple[Person, ...]:
        """Everybody who can own something now: no automated, guest or portal users."""
        book = self._book()
        if book.active is None:
            found = self._read("IsActive = true AND UserType = 'Standard'", book)
            book.active = tuple(book.people[id] for id in found)
        return book.active

    def find(self, reference: str) -> Person | None:
        """By user id (15 or 18 characters), `user:<id>`, e-mail address or user name; people who have left too."""
        self.learn([reference])
        book, name = self._book(), _plain(reference)
        return book.people.get(book.names.get(name, name))

    def kind(self, id: str) -> str:
        """Salesforce's UserType: Standard, AutomatedProcess, CloudIntegrationUser …; empty when nobody knows."""
        self.learn([id])
        return self._book().kinds.get(_plain(id), "")

    def learn(self, references: Iterable[str]) -> None:
        """Ask for all who are not known yet, at most 200 a call."""
        book = self._book()
        plain = dict.fromkeys(_plain(reference) for reference in references)
        unknown = [n for n in plain if n and n not in book.people and n not in book.names and n not in book.missing]
        for chunk in chunks([name for name in unknown if is_id(name, USER_PREFIX)], READ_LIMIT):
            self._read(f"Id IN {among(chunk)}", book)
        for name in (name for name in unknown if "@" in name):
            self._read(f"Username = {quoted(name)} OR Email = {quoted(name)}", book)
        book.missing |= {name for name in unknown if name not in book.people and name not in book.names}

    def _book(self) -> _Book:
        if self._kept is None or self.clock() - self._kept.at >= LASTS:
            self._kept = _Book(self.clock())
        return self._kept

    def _read(self, where: str, book: _Book) -> list[str]:
        """One query into the book; where users cannot be read, people stay ids."""
        try:
            rows = [row for row in self.client.rows(_USERS + where) if is_id(text(row.get("Id")))]
        except (Refused, NotFound):
            return []
        for row in sorted(rows, key=lambda row: row.get("IsActive") is not True):
            made = _person(row)
            book.people[made.id], book.kinds[made.id] = made, text(row.get("UserType"))
            for name in filter(None, (text(row.get(key)).casefold() for key in ("Username", "Email"))):
                book.names.setdefault(name, made.id)
        return [id18(text(row.get("Id"))) for row in rows]


def _person(row: Mapping[str, Any]) -> Person:
    name = text(row.get("Name")) or text(row.get("Username"))
    return Person(id=id18(text(row.get("Id"))), name=name, active=row.get("IsActive") is not False)


def _plain(reference: str) -> str:
    """An 18-character id, or a name in lower case."""
    name = reference.strip()
    kind, _, id = name.partition(":")
    name = id.strip() if kind.casefold() in ("user", "userid") else name
    return id18(name) if is_id(name) else name.casefold()


class Permissions:
    """Who holds our permission sets; kept for five minutes. Where nobody may see that, nobody holds them."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        self.client, self.clock = client, clock
        self._kept: tuple[float, Mapping[str, frozenset[str]]] | None = None

    def holders(self, name: str) -> frozenset[str]:
        """User ids, 18 characters."""
        if self._kept is None or self.clock() - self._kept[0] >= LASTS:
            self._kept = (self.clock(), self._read())
        return self._kept[1].get(name, frozenset())

    def _read(self) -> Mapping[str, frozenset[str]]:
        try:
            held = assigned(self.client, (BYPASS, REVIEWER))
        except (Refused, NotFound, AuthFailed):
            return {}
        return {name: frozenset(users) for name, users in held.items()}


def assigned(client: Client, names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Permission set → user (18 characters) → the id of the assignment."""
    listed = ", ".join(quoted(name) for name in names)
    rows = client.rows(
        f"SELECT Id, AssigneeId, PermissionSet.Name FROM PermissionSetAssignment WHERE PermissionSet.Name IN ({listed})"
    )
    found: dict[str, dict[str, str]] = {name: {} for name in names}
    for row in rows:
        of, user = row.get("PermissionSet"), text(row.get("AssigneeId"))
        if isinstance(of, Mapping) and is_id(user):
            found.setdefault(text(of.get("Name")), {})[id18(user)] = text(row.get("Id"))
    return found
