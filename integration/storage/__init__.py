"""Storage: events and work, deals and what is remembered of them. The caller passes every instant, as UTC seconds."""

from __future__ import annotations

import sqlalchemy as sa

from integration.storage.engine import Database, StorageUnavailable, open_engine
from integration.storage.intake import EventRow, Intake
from integration.storage.outbox import Message, Outbox
from integration.storage.records import AccountRow, Accounts, Deals, DocumentChanged, Records
from integration.storage.shared import SharedSecrets
from integration.storage.worklist import Claim, Done, WorkItem, Worklist

__all__ = [
    "AccountRow",
    "Claim",
    "DocumentChanged",
    "Done",
    "EventRow",
    "Message",
    "StorageUnavailable",
    "Store",
    "WorkItem",
    "open_store",
]


class Store:
    """One database, by topic."""

    def __init__(self, engine: sa.Engine) -> None:
        self.database = Database(engine)
        self.accounts = Accounts(self.database)
        self.intake = Intake(self.database)
        self.work = Worklist(self.database)
        self.deals = Deals(self.database)
        self.outbox = Outbox(self.database)
        self.records = Records(self.database)
        self.shared = SharedSecrets(self.database)

    def close(self) -> None:
        self.database.engine.dispose()


def open_store(url: str) -> Store:
    """Open a database that was migrated before."""
    return Store(open_engine(url))
