"""What must reach a person exactly once: tasks, told and closed through rows with a deterministic key."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from integration.storage.engine import Database
from integration.storage.schema import account, outbox
from integration.storage.worklist import LEASE_SECONDS, LONGEST_WAIT, MOST_TRIES


@dataclass(frozen=True)
class Message:
    """One message. `payload` is a rules.intents.Tell as JSON."""

    key: str
    account: str
    deal: str
    payload: Mapping[str, Any]
    state: str = "pending"
    remote_id: str | None = None
    attempts: int = 0
    lease: str | None = None


class Outbox:
    """Add, claim, mark sent, ask to close. A key is written once, whatever is repeated."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, messages: Sequence[Message], now: float, connection: sa.Connection) -> None:
        """Messages whose key is new; the others are there already."""
        rows = [
            {
                "key": m.key,
                "account": m.account,
                "deal": m.deal,
                "kind": "task",
                "payload": dict(m.payload),
                "state": "pending",
            }
            | {"due": now, "created_at": now}
            for m in messages
        ]
        if rows:
            connection.execute(self.database.insert(outbox).on_conflict_do_nothing(index_elements=["key"]), rows)

    def close(self, keys: Sequence[str], now: float, connection: sa.Connection) -> None:
        """Ask for told tasks to be closed; one that never left is dropped."""
        mine = outbox.c.key.in_(keys)
        never = (outbox.c.state == "pending") & outbox.c.remote_id.is_(None) & (outbox.c.attempts == 0)
        connection.execute(sa.update(outbox).where(mine, never).values(state="closed", due=None))
        told = outbox.c.state.in_(("sent", "pending"))
        connection.execute(
            sa.update(outbox).where(mine, told).values(kind="close", state="pending", due=now, attempts=0)
        )

    def claim(self, now: float, limit: int = 20, only: str | None = None) -> list[Message]:
        """Due messages, leased to the caller."""
        token = str(uuid.uuid4())
        due = (
            sa.select(outbox.c.key)
            .join(account, account.c.key == outbox.c.account)
            .where(outbox.c.due <= now, account.c.paused.is_(None))
            .order_by(outbox.c.due)
            .limit(limit)
        )
        due = due.where(outbox.c.account == only) if only else due
        if not self.database.is_sqlite:
            due = due.with_for_update(skip_locked=True, of=outbox)
        values = {"due": now + LEASE_SECONDS, "lease": token, "attempts": outbox.c.attempts + 1}
        statement = sa.update(outbox).where(outbox.c.key.in_(due)).values(values).returning(outbox)
        with self.database.begin() as connection:
            return [_message(row) for row in connection.execute(statement).mappings()]

    def sent(self, message: Message, remote_id: str, now: float) -> None:
        """It is with the person. If a close was asked for meanwhile, that stays due."""
        closing = outbox.c.kind == "close"
        values = {
            "remote_id": remote_id,
            "lease": None,
            "attempts": 0,
            "error": None,
            "state": sa.case((closing, "pending"), else_="sent"),
            "due": sa.case((closing, now), else_=None),
        }
        self._update(message, values)

    def closed(self, message: Message) -> None:
        """The task was closed."""
        self._update(message, {"state": "closed", "due": None, "lease": None, "error": None})

    def fail(self, message: Message, error: str, now: float, permanent: bool, retry_after: float | None = None) -> None:
        """Try again later, or give up visibly."""
        over = permanent or message.attempts >= MOST_TRIES
        due = None if over else now + max(retry_after or 0.0, min(LONGEST_WAIT, 2.0**message.attempts))
        self._update(
            message, {"state": "failed" if over else "pending", "due": due, "lease": None, "error": error[:2000]}
        )

    def _update(self, message: Message, values: Mapping[str, Any]) -> None:
        with self.database.begin() as connection:
            connection.execute(
                sa.update(outbox).where(outbox.c.key == message.key, outbox.c.lease == message.lease).values(values)
            )

    def of_deal(self, key: str, deal: str) -> list[Message]:
        """All messages about one deal, oldest first."""
        query = sa.select(outbox).where(outbox.c.account == key, outbox.c.deal == deal).order_by(outbox.c.created_at)
        with self.database.reading() as connection:
            return [_message(row) for row in connection.execute(query).mappings()]

    def waiting(self) -> int:
        """How many have not been sent yet."""
        query = sa.select(sa.func.count()).where(outbox.c.due.is_not(None))
        with self.database.reading() as connection:
            return int(connection.execute(query).scalar_one())


def _message(row: Mapping[Any, Any]) -> Message:
    state = "closing" if row["kind"] == "close" and row["state"] == "pending" else row["state"]
    return Message(
        row["key"], row["account"], row["deal"], row["payload"], state, row["remote_id"], row["attempts"], row["lease"]
    )
