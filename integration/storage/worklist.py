"""The dirty objects: claimed in batches with a lease, finished only by the holder, parked when nothing helps."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from integration.storage.engine import Database
from integration.storage.schema import account, work

LEASE_SECONDS = 60.0
MOST_TRIES = 8
LONGEST_WAIT = 3600.0
CONFIG_WAIT = 300.0
ErrorClass = Literal["transient", "permanent", "rejected", "config"]


@dataclass(frozen=True)
class WorkItem:
    """One dirty object. `wanted` tells later whether it was dirtied again meanwhile."""

    object_id: str
    wanted: int
    attempts: int


@dataclass(frozen=True)
class Claim:
    """Up to a hundred objects of one account and one kind, held until the lease runs out."""

    token: str
    account: str
    kind: str
    items: tuple[WorkItem, ...]


@dataclass(frozen=True)
class Done:
    """One object that was handled. `due` is when time alone will change it (UTC seconds)."""

    object_id: str
    wanted: int
    due: float | None = None


class Worklist:
    """Claim, renew, finish, fail, park, retry."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def claim(self, now: float, limit: int = 100, only: str | None = None) -> Claim | None:
        """The due objects of the account that was served longest ago. Nothing due: None."""
        with self.database.begin() as connection:
            turn = connection.execute(self._turn(now, only)).first()
            if turn is None:
                return None
            token = str(uuid.uuid4())
            rows = connection.execute(self._lease(turn.account, turn.kind, token, now, limit)).all()
            connection.execute(sa.update(account).where(account.c.key == turn.account).values(served_at=now))
        items = tuple(WorkItem(row.object_id, row.wanted, row.attempts) for row in rows)
        return Claim(token, turn.account, turn.kind, items) if items else None

    def _turn(self, now: float, only: str | None) -> sa.Select[Any]:
        query = (
            sa.select(work.c.account, work.c.kind)
            .join(account, account.c.key == work.c.account)
            .where(work.c.due <= now, account.c.paused.is_(None))
            .order_by(account.c.served_at, work.c.kind.desc(), work.c.due)
            .limit(1)
        )
        return query.where(work.c.account == only) if only else query

    def _lease(self, key: str, kind: str, token: str, now: float, limit: int) -> Any:
        mine = (work.c.account == key, work.c.kind == kind)
        due = sa.select(work.c.object_id).where(*mine, work.c.due <= now).order_by(work.c.due).limit(limit)
        if not self.database.is_sqlite:
            due = due.with_for_update(skip_locked=True)
        values = {"due": now + LEASE_SECONDS, "lease": token, "attempts": work.c.attempts + 1}
        return sa.update(work).where(*mine, work.c.object_id.in_(due)).values(values).returning(work)

    def heartbeat(self, claim: Claim, now: float) -> bool:
        """Hold on to a long batch. False when somebody else has it by now."""
        held = sa.update(work).where(work.c.lease == claim.token).values(due=now + LEASE_SECONDS)
        with self.database.begin() as connection:
            return bool(connection.execute(held).rowcount)

    def finish(self, claim: Claim, done: Sequence[Done], now: float, connection: sa.Connection | None = None) -> None:
        """Clean, unless dirtied meanwhile: then due at once. Only with the lease."""
        if not done:
            return
        again = sa.case((work.c.wanted > sa.bindparam("b_wanted"), now), else_=sa.bindparam("b_due", type_=sa.Float))
        statement = self._held(claim).values(
            due=again, lease=None, attempts=0, error=None, error_class=None, parked_at=None
        )
        rows = [{"b_id": item.object_id, "b_wanted": item.wanted, "b_due": item.due} for item in done]
        with self.database.joined(connection) as joined:
            joined.execute(statement, rows)

    def fail(
        self, claim: Claim, item: WorkItem, kind: ErrorClass, error: str, now: float, retry_after: float | None = None
    ) -> None:
        """Try again later, or park it: visible, and replayable by hand or by the next event."""
        due = _next_try(item, kind, now, retry_after)
        attempts = item.attempts - 1 if kind == "config" else item.attempts
        values = {"due": due, "lease": None, "attempts": attempts, "error": error[:2000], "error_class": kind}
        statement = self._held(claim).values(**values, parked_at=None if due else now)
        with self.database.begin() as connection:
            connection.execute(statement, [{"b_id": item.object_id}])

    def release(self, claim: Claim, now: float) -> None:
        """Give everything that is still held back at once, as if it had not been claimed."""
        values = {"due": now, "lease": None, "attempts": work.c.attempts - 1}
        with self.database.begin() as connection:
            connection.execute(sa.update(work).where(work.c.lease == claim.token).values(values))

    def _held(self, claim: Claim) -> sa.Update:
        mine = (work.c.account == claim.account, work.c.kind == claim.kind, work.c.object_id == sa.bindparam("b_id"))
        return sa.update(work).where(*mine, work.c.lease == claim.token)

    def parked(self, key: str | None = None) -> list[dict[str, Any]]:
        """What could not be handled, with the reason."""
        query = sa.select(work).where(work.c.parked_at.is_not(None)).order_by(work.c.parked_at)
        if key:
            query = query.where(work.c.account == key)
        with self.database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def retry(self, now: float, key: str | None = None, object_id: str | None = None) -> int:
        """Make parked objects due again: one, an account's, or all."""
        statement = sa.update(work).where(work.c.parked_at.is_not(None)).values(due=now, attempts=0, parked_at=None)
        for column, value in ((work.c.account, key), (work.c.object_id, object_id)):
            statement = statement.where(column == value) if value else statement
        with self.database.begin() as connection:
            return connection.execute(statement).rowcount

    def forget(self, claim: Claim, ids: Sequence[str], connection: sa.Connection) -> None:
        """Objects that are gone leave the list."""
        if ids:
            mine = (work.c.account == claim.account, work.c.kind == claim.kind, work.c.lease == claim.token)
            connection.execute(sa.delete(work).where(*mine, work.c.object_id.in_(ids)))

    def depth(self, now: float) -> tuple[int, float]:
        """How many are due now, and the age of the oldest in seconds."""
        query = sa.select(sa.func.count(), sa.func.min(work.c.due)).where(work.c.due <= now)
        with self.database.reading() as connection:
            count, oldest = connection.execute(query).one()
        return count, now - oldest if oldest is not None else 0.0


def _next_try(item: WorkItem, kind: ErrorClass, now: float, retry_after: float | None) -> float | None:
    if kind == "config":
        return now + CONFIG_WAIT
    if kind in ("permanent", "rejected") or item.attempts >= MOST_TRIES:
        return None
    return now + max(retry_after or 0.0, min(LONGEST_WAIT, 2.0**item.attempts))
