"""What is remembered of accounts and deals: documents, memories, receipts, reviews, overrides, gaps, rulings, put-backs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from integration.storage.engine import Database
from integration.storage.schema import (
    account,
    account_document,
    alias,
    counter,
    deal,
    gap,
    override,
    put_back,
    receipt,
    review,
    ruling,
    shared_secret,
    switch,
)

STOPPED = "gates_stopped"
Row = dict[str, Any]


@dataclass(frozen=True)
class AccountRow:
    """One connected account. `secrets` is encrypted; `document` is its YAML as ops wrote it."""

    key: str
    crm: str
    name: str
    time_zone: str
    settings: Mapping[str, str]
    secrets: bytes
    document: str
    document_version: int
    connected_at: float
    paused: str | None = None
    sweep_cursor: float | None = None


class DocumentChanged(Exception):
    """Somebody else changed the account's document in between. Load it again."""


class Accounts:
    """Accounts and every version of their document."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def connect(self, row: AccountRow, by: str) -> None:
        """Add an account, or replace its name, settings and secrets. An existing document stays."""
        known = self.get(row.key)
        with self.database.begin() as connection:
            if known:
                fresh = {
                    "name": row.name,
                    "time_zone": row.time_zone,
                    "settings": dict(row.settings),
                    "secrets": row.secrets,
                }
                connection.execute(sa.update(account).where(account.c.key == row.key).values(**fresh, paused=None))
                connection.execute(sa.delete(shared_secret).where(shared_secret.c.account == row.key))
                return
            connection.execute(sa.insert(account), [{**row.__dict__, "settings": dict(row.settings)}])
            self._version(connection, row.key, row.document_version, row.document, row.connected_at, by)

    def get(self, key: str) -> AccountRow | None:
        return next((row for row in self.all() if row.key == key), None)

    def all(self) -> list[AccountRow]:
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(account).order_by(account.c.key)).mappings().all()
        return [AccountRow(**{name: row[name] for name in AccountRow.__dataclass_fields__}) for row in rows]

    def save_document(self, key: str, text: str, expected: int, now: float, by: str) -> int:
        """A new version, unless somebody was faster. Raises DocumentChanged."""
        mine = (account.c.key == key, account.c.document_version == expected)
        with self.database.begin() as connection:
            changed = connection.execute(
                sa.update(account).where(*mine).values(document=text, document_version=expected + 1)
            )
            if not changed.rowcount:
                raise DocumentChanged(f"the document of {key} is no longer version {expected}")
            self._version(connection, key, expected + 1, text, now, by)
        return expected + 1

    def _version(self, connection: sa.Connection, key: str, version: int, text: str, now: float, by: str) -> None:
        row = {"account": key, "version": version, "text": text, "at": now, "by": by}
        connection.execute(sa.insert(account_document), [row])

    def documents(self, key: str) -> list[Row]:
        """Every version, newest first."""
        query = (
            sa.select(account_document)
            .where(account_document.c.account == key)
            .order_by(account_document.c.version.desc())
        )
        return _all(self.database, query)

    def pause(self, key: str, reason: str | None) -> None:
        """Stop working for an account until a person acts; None resumes."""
        with self.database.begin() as connection:
            connection.execute(sa.update(account).where(account.c.key == key).values(paused=reason))

    def set_cursor(self, key: str, cursor: float) -> None:
        with self.database.begin() as connection:
            connection.execute(sa.update(account).where(account.c.key == key).values(sweep_cursor=cursor))

    def remove(self, key: str) -> None:
        """Forget an account. What its deals said is forgotten by `Deals.erase`."""
        with self.database.begin() as connection:
            connection.execute(sa.delete(account_document).where(account_document.c.account == key))
            connection.execute(sa.delete(account).where(account.c.key == key))


class Deals:
    """Our memory of every deal, and which ids were merged into which."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def get_many(self, key: str, ids: Sequence[str]) -> dict[str, Row]:
        """id → state."""
        query = sa.select(deal.c.id, deal.c.state).where(deal.c.account == key, deal.c.id.in_(ids))
        return {row["id"]: row["state"] for row in _all(self.database, query)}

    def modified(self, key: str, ids: Sequence[str]) -> dict[str, float]:
        """id → the CRM's last-modified instant we have already seen."""
        query = sa.select(deal.c.id, deal.c.modified).where(deal.c.account == key, deal.c.id.in_(ids))
        return {row["id"]: row["modified"] for row in _all(self.database, query)}

    def all(self, key: str) -> dict[str, Row]:
        query = sa.select(deal.c.id, deal.c.state).where(deal.c.account == key)
        return {row["id"]: row["state"] for row in _all(self.database, query)}

    def save_many(self, key: str, rows: Mapping[str, tuple[float, Row]], connection: sa.Connection) -> None:
        """id → (modified, state)."""
        values = [
            {"account": key, "id": id, "modified": modified, "state": state} for id, (modified, state) in rows.items()
        ]
        if values:
            insert = self.database.insert(deal)
            fresh = {"modified": insert.excluded.modified, "state": insert.excluded.state}
            connection.execute(insert.on_conflict_do_update(index_elements=["account", "id"], set_=fresh), values)

    def merge(self, key: str, winner: str, losers: Sequence[str], connection: sa.Connection) -> None:
        """The losers' history goes to the winner; their ids lead there from now on."""
        old = [id for id in losers if id != winner]
        if not old:
            return
        insert = self.database.insert(alias)
        rows = [{"account": key, "old_id": id, "new_id": winner} for id in old]
        same = {"new_id": insert.excluded.new_id}
        connection.execute(insert.on_conflict_do_update(index_elements=["account", "old_id"], set_=same), rows)
        for table in (review, override, gap, ruling):
            mine = (table.c.account == key, table.c.deal.in_(old))
            connection.execute(sa.update(table).where(*mine).values(deal=winner))
        connection.execute(sa.delete(deal).where(deal.c.account == key, deal.c.id.in_(old)))

    def resolve(self, key: str, id: str) -> str:
        """The id a merged deal has now."""
        for _ in range(20):  # a chain of merges is short; a circle must not hang us
            query = sa.select(alias.c.new_id).where(alias.c.account == key, alias.c.old_id == id)
            found = _all(self.database, query)
            if not found:
                break
            id = found[0]["new_id"]
        return id

    def forget(self, key: str, ids: Sequence[str], connection: sa.Connection) -> None:
        """Deals that no longer exist in the CRM."""
        connection.execute(sa.delete(deal).where(deal.c.account == key, deal.c.id.in_(ids)))


class Records:
    """Append-only: receipts, reviews, overrides, gaps, put-backs; counters and switches."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, table: sa.Table, rows: Sequence[Row], connection: sa.Connection | None = None) -> None:
        """Append rows; one whose unique key is there already is left out."""
        if not rows:
            return
        with self.database.joined(connection) as joined:
            joined.execute(self.database.insert(table).on_conflict_do_nothing(), list(rows))

    def receipt(self, code: str) -> Row | None:
        found = _all(self.database, sa.select(receipt).where(receipt.c.code == code))
        return found[0] if found else None

    def reviews(self, key: str, ids: Sequence[str]) -> dict[str, Row]:
        """deal → its newest review."""
        query = sa.select(review).where(review.c.account == key, review.c.deal.in_(ids)).order_by(review.c.seq)
        return {row["deal"]: row["review"] for row in _all(self.database, query)}

    def overrides(self, key: str, ids: Sequence[str]) -> dict[str, list[Row]]:
        """deal → its overrides."""
        query = sa.select(override).where(override.c.account == key, override.c.deal.in_(ids)).order_by(override.c.seq)
        found: dict[str, list[Row]] = {}
        for row in _all(self.database, query):
            found.setdefault(row["deal"], []).append(row)
        return found

    def rows(self, table: sa.Table, key: str | None = None) -> list[Row]:
        """All rows of an account (or of all)."""
        query = sa.select(table).order_by(table.c.at)
        return _all(self.database, query.where(table.c.account == key) if key else query)

    def put_backs_since(self, key: str, since: float) -> list[Row]:
        """Put-backs of an account that were carried out after `since`."""
        mine = (put_back.c.account == key, put_back.c.at >= since, put_back.c.outcome == "done")
        return _all(self.database, sa.select(put_back).where(*mine))

    def count(self, name: str, key: str = "", by: int = 1) -> None:
        """Add to a counter."""
        insert = self.database.insert(counter)
        more = {"value": counter.c.value + by}
        with self.database.begin() as connection:
            statement = insert.on_conflict_do_update(index_elements=["name", "account"], set_=more)
            connection.execute(statement, [{"name": name, "account": key, "value": by}])

    def counters(self) -> list[Row]:
        return _all(self.database, sa.select(counter).order_by(counter.c.name, counter.c.account))

    def set_switch(self, name: str, value: str, now: float, by: str) -> None:
        insert = self.database.insert(switch)
        row = {"name": name, "value": value, "at": now, "by": by}
        fresh = {column: insert.excluded[column] for column in ("value", "at", "by")}
        with self.database.begin() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=fresh), [row])

    def switch(self, name: str) -> Row | None:
        found = _all(self.database, sa.select(switch).where(switch.c.name == name))
        return found[0] if found else None

    def stop_gates(self, account: str | None, stopped: bool, now: float, by: str) -> None:
        """Open all gates of one account (None: of every account), or let them hold again."""
        self.set_switch(_stop(account), "yes" if stopped else "no", now, by)

    def stops(self, account: str) -> list[Row]:
        """Who holds the gates of this account open, and since when: for it alone, or with all others."""
        rows = (self.switch(name) for name in (_stop(None), _stop(account)))
        return [row for row in rows if row and row["value"] == "yes"]


def _stop(account: str | None) -> str:
    return f"{STOPPED}:{account}" if account else STOPPED


def _all(database: Database, query: sa.Select[Any]) -> list[Row]:
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
