"""The portal's owners, by whichever reference HubSpot gave us. Owner ids and user ids are different numbers."""

from __future__ import annotations

import time
from collections.abc import Callable

from connectors.errors import NotFound
from connectors.hubspot.client import Client
from connectors.hubspot.reading import next_page, person, results
from rules.model import Person

LASTS = 300.0
MOST_PAGES = 1000


class Directory:
    """Owners, read when first needed and again after five minutes; those who have left only when one is not found."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        self.client, self.clock = client, clock
        self._known: dict[bool, tuple[float, dict[str, Person]]] = {}

    def active(self) -> tuple[Person, ...]:
        """Everybody who can own something now."""
        return tuple(dict.fromkeys(self._people(archived=False).values()))

    def find(self, reference: str) -> Person | None:
        """By owner id, by `userId:123` (or `user:123`), by e-mail address, and a bare number also as a user id."""
        name = reference.strip()
        kind, _, number = name.partition(":")
        if kind.casefold() in ("user", "userid") and number:
            wanted = [f"userId:{number}"]
        else:
            wanted = [name.casefold() if "@" in name else name, f"userId:{name}"]
        people = (self._people(archived).get(key) for archived in (False, True) for key in wanted)
        return next((found for found in people if found), None) if name else None

    def _people(self, archived: bool) -> dict[str, Person]:
        at, kept = self._known.get(archived, (0.0, None))
        if kept is None or self.clock() - at >= LASTS:
            kept = self._read(archived)
            self._known[archived] = (self.clock(), kept)
        return kept

    def _read(self, archived: bool) -> dict[str, Person]:
        found: dict[str, Person] = {}
        after: str | None = None
        for _ in range(MOST_PAGES):
            try:
                page = self.client.owners(archived, after)
            except NotFound:
                return found  # a server without owners: people stay ids
            for row in results(page):
                made, references = person(row, active=not archived)
                for reference in references:
                    found.setdefault(reference, made)
            before, after = after, next_page(page)
            if after is None or after == before:
                break
        return found
