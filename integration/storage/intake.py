"""Events in: durable when `put` returns, once each, and every new one makes its object dirty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from integration.storage.engine import Database
from integration.storage.schema import event, work


@dataclass(frozen=True)
class EventRow:
    """One event as it is kept. `key` removes duplicates; `value` is only ever a stage or a pipeline."""

    key: str
    account: str
    kind: str
    object_id: str
    change: str
    property: str = ""
    value: str | None = None
    moved: Mapping[str, Any] | None = None
    merged: Sequence[str] | None = None


class Intake:
    """The append-only log of events and the rows they make dirty."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._event = database.insert(event).on_conflict_do_nothing(index_elements=["key"]).returning(event.c.key)
        insert = database.insert(work)
        # A new event wakes a clean or parked row and goes before a timer; it never pulls forward a row that is held or
        # waits after a failure: claiming counts an attempt, finishing takes it back.
        waits = (work.c.attempts > 0) & work.c.parked_at.is_(None)
        self._work = insert.on_conflict_do_update(
            index_elements=["account", "kind", "object_id"],
            set_={
                "wanted": work.c.wanted + 1,
                "due": sa.case((waits, sa.func.coalesce(work.c.due, insert.excluded.due)), else_=insert.excluded.due),
                "attempts": sa.case((work.c.parked_at.is_not(None), 0), else_=work.c.attempts),
                "parked_at": None,
            },
        )

    def put(self, rows: Sequence[EventRow], now: float) -> int:
        """Store events and make their objects dirty, in one transaction. Returns how many were new."""
        if not rows:
            return 0
        values = [{**row.__dict__, "received_at": now} for row in rows]
        with self.database.begin() as connection:
            new = set(connection.execute(self._event, values).scalars())
            touched = {(row.account, row.kind, row.object_id) for row in rows if row.key in new}
            self._dirty(connection, touched, now)
        return len(new)

    def mark_dirty(
        self, account: str, kind: str, ids: Iterable[str], now: float, connection: sa.Connection | None = None
    ) -> int:
        """Make objects dirty without an event: the sweep, a timer, a person."""
        touched = {(account, kind, id) for id in ids}
        with self.database.joined(connection) as joined:
            self._dirty(joined, touched, now)
        return len(touched)

    def _dirty(self, connection: sa.Connection, touched: Iterable[tuple[str, str, str]], now: float) -> None:
        rows = [{"account": a, "kind": k, "object_id": o, "wanted": 1, "due": now} for a, k, o in sorted(touched)]
        if rows:
            connection.execute(self._work, rows)

    def of_deal(self, account: str, deal: str, limit: int = 50) -> list[dict[str, Any]]:
        """The newest events of one deal."""
        query = (
            sa.select(event)
            .where(event.c.account == account, event.c.object_id == deal)
            .order_by(event.c.seq.desc())
            .limit(limit)
        )
        return self._all(query)

    def last_moves(self, account: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The newest event of each deal that speaks of its stage (only those keep a value) or of its creation."""
        about = sa.or_(event.c.value.is_not(None), event.c.change == "created")
        query = sa.select(event).where(
            event.c.account == account, event.c.kind == "deal", event.c.object_id.in_(ids), about
        )
        return {row["object_id"]: row for row in self._all(query.order_by(event.c.seq))}

    def published(self, account: str, ids: Sequence[str]) -> dict[str, list[str]]:
        """Deal → the priced documents that were seen published for it."""
        query = sa.select(event).where(
            event.c.account == account, event.c.change == "published", event.c.object_id.in_(ids)
        )
        found: dict[str, list[str]] = {}
        for row in self._all(query):
            found.setdefault(row["object_id"], []).append(row["property"])
        return found

    def merges(self, account: str, ids: Sequence[str]) -> dict[str, list[str]]:
        """Winner → all ids that were merged into it."""
        query = sa.select(event).where(
            event.c.account == account, event.c.change == "merged", event.c.object_id.in_(ids)
        )
        found: dict[str, list[str]] = {}
        for row in self._all(query):
            found.setdefault(row["object_id"], []).extend(row["merged"] or [])
        return found

    def purge(self, before: float) -> int:
        """Forget events older than this. What they said is long in the deals."""
        with self.database.begin() as connection:
            return connection.execute(sa.delete(event).where(event.c.received_at < before)).rowcount

    def _all(self, query: sa.Select[Any]) -> list[dict[str, Any]]:
        with self.database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]
