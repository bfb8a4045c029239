"""Secrets that all processes share, sealed. Who may make the next one is settled by a lease on the row."""

from __future__ import annotations

import sqlalchemy as sa

from integration.storage.engine import Database
from integration.storage.schema import shared_secret as table


class SharedSecrets:
    """One row for each account and name."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def read(self, account: str, name: str) -> bytes | None:
        with self.database.reading() as connection:
            return connection.execute(sa.select(table.c.sealed).where(*_row(account, name))).scalar()

    def begin(self, account: str, name: str, lease: str, now: float, seconds: float) -> bool:
        """Take the turn to make it. False while somebody else has it."""
        row = {"account": account, "name": name, "lease": lease, "lease_until": now + seconds}
        free = sa.or_(table.c.lease.is_(None), table.c.lease_until < now)
        with self.database.begin() as connection:
            fresh = self.database.insert(table).values(**row).on_conflict_do_nothing()
            if connection.execute(fresh).rowcount:
                return True
            taken = sa.update(table).where(*_row(account, name), free).values(lease=lease, lease_until=now + seconds)
            return bool(connection.execute(taken).rowcount)

    def keep(self, account: str, name: str, lease: str, sealed: bytes, now: float) -> None:
        """The new secret, and the turn given back. Only by whoever has the turn."""
        with self.database.begin() as connection:
            mine = sa.update(table).where(*_row(account, name), table.c.lease == lease)
            connection.execute(mine.values(sealed=sealed, at=now, lease=None))

    def give_up(self, account: str, name: str, lease: str) -> None:
        with self.database.begin() as connection:
            mine = sa.update(table).where(*_row(account, name), table.c.lease == lease)
            connection.execute(mine.values(lease=None))


def _row(account: str, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (table.c.account == account, table.c.name == name)
