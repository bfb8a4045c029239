"""The tables. One schema for SQLite and PostgreSQL; instants are UTC seconds, so that both compare them alike.

The database is the engine: an `event` is an append-only hint, a `work` row says that one object is dirty and when it
is due, and everything that leaves for a CRM outside a plain write goes through `outbox`.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)
BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")

account = sa.Table(
    "account",
    metadata,
    sa.Column("key", sa.String(100), primary_key=True),
    sa.Column("crm", sa.String(40), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("time_zone", sa.String(60), nullable=False),
    sa.Column("settings", sa.JSON, nullable=False),
    sa.Column("secrets", sa.LargeBinary, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("document_version", sa.Integer, nullable=False),
    sa.Column("connected_at", sa.Float, nullable=False),
    sa.Column("paused", sa.Text),  # why nothing is done for this account; NULL = all is well
    sa.Column("sweep_cursor", sa.Float),
    sa.Column("served_at", sa.Float, nullable=False, server_default="0"),  # fair turns between accounts
)

account_document = sa.Table(
    "account_document",
    metadata,
    sa.Column("account", sa.String(100), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("seq", BigId, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(300), nullable=False, unique=True),
    sa.Column("account", sa.String(100), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("object_id", sa.String(64), nullable=False),
    sa.Column("change", sa.String(20), nullable=False),
    sa.Column("property", sa.String(200), nullable=False),
    sa.Column("value", sa.Text),  # only of stage and pipeline; nobody else's values are kept
    sa.Column("moved", sa.JSON),
    sa.Column("merged", sa.JSON),
    sa.Column("received_at", sa.Float, nullable=False),
    sa.Index("ix_event_object", "account", "kind", "object_id", "seq"),
)

work = sa.Table(
    "work",
    metadata,
    sa.Column("account", sa.String(100), primary_key=True),
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("object_id", sa.String(64), primary_key=True),
    sa.Column("wanted", sa.BigInteger, nullable=False),  # raised by every event: dirtied meanwhile stays due
    sa.Column("due", sa.Float),  # NULL = clean, or parked
    sa.Column("lease", sa.String(36)),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("error", sa.Text),
    sa.Column("error_class", sa.String(20)),
    sa.Column("parked_at", sa.Float),
    sa.Index(
        "ix_work_due", "due", sqlite_where=sa.text("due IS NOT NULL"), postgresql_where=sa.text("due IS NOT NULL")
    ),
)

deal = sa.Table(
    "deal",
    metadata,
    sa.Column("account", sa.String(100), primary_key=True),
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("modified", sa.Float, nullable=False),
    sa.Column("state", sa.JSON, nullable=False),  # integration.memory.DealMemory
)

alias = sa.Table(
    "alias",
    metadata,
    sa.Column("account", sa.String(100), primary_key=True),
    sa.Column("old_id", sa.String(64), primary_key=True),
    sa.Column("new_id", sa.String(64), nullable=False),
)

receipt = sa.Table(
    "receipt",
    metadata,
    sa.Column("code", sa.String(40), primary_key=True),
    sa.Column("account", sa.String(100), nullable=False),
    sa.Column("deal", sa.String(64), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("template_version", sa.String(20), nullable=False),
    sa.Column("document_version", sa.Integer, nullable=False),
    sa.Column("inputs", sa.JSON, nullable=False),
    sa.Column("outcome", sa.JSON, nullable=False),
    sa.Index("ix_receipt_deal", "account", "deal", "at"),
)

review = sa.Table(
    "review",
    metadata,
    sa.Column("seq", BigId, primary_key=True, autoincrement=True),
    sa.Column("account", sa.String(100), nullable=False),
    sa.Column("deal", sa.String(64), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("review", sa.JSON, nullable=False),  # rules.model.Review
    sa.Index("ix_review_deal", "account", "deal", "seq"),
)

override = sa.Table(
    "override",
    metadata,
    sa.Column("seq", BigId, primary_key=True, autoincrement=True),
    sa.Column("account", sa.String(100), nullable=False),
    sa.Column("deal", sa.String(64), nullable=False),
    sa.Column("gate", sa.String(20), nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("expires", sa.Float),
    sa.Index("ix_override_deal", "account", "deal"),
)

gap = sa.Table(
    "gap",
    metadata,
    sa.Column("seq", BigId, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(300), nullable=False, unique=True),
    sa.Column("account", sa.String(100), nullable=False),
    sa.Column("deal", sa.String(64), nullable=False),
    sa.Column("deal_name", sa.Text, nullable=False),
    sa.Column("field", sa.String(60), nullable=False),
    sa.Column("what_changed", sa.Text, nullable=False),
    sa.Column("effect", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)

ruling = sa.Table(
    "ruling",
    metadata,
    sa.Column("seq", BigId, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(300), nullable=False, unique=True),
    sa.Column("answer", sa.String(300), nullable=False),  # which words in which box of which deal
    sa.Column("account", sa.String(100), nullable=False),
    sa.Column("deal", sa.String(64), nullable=False),
    sa.Column("field", sa.String(60), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("words", sa.Text, nullable=False),  # of the judge's or ops' lists; never the answer
    sa.Column("outcome", sa.String(20), nullable=False),  # refused, appealed, upheld or rejected
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)

put_back = sa.Table(
    "put_back",
    metadata,
    sa.Column("seq", BigId, primary_key=True, autoincrement=True),
    sa.Column("account", sa.String(100), nullable=False),
    sa.Column("deal", sa.String(64), nullable=False),
    sa.Column("gate", sa.String(20), nullable=False),
    sa.Column("digest", sa.String(32), nullable=False),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Index("ix_put_back_account_at", "account", "at"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("account", sa.String(100), nullable=False),
    sa.Column("deal", sa.String(64), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),  # task or close
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),  # pending, sent, closed or failed
    sa.Column("due", sa.Float),
    sa.Column("lease", sa.String(36)),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("remote_id", sa.String(64)),
    sa.Column("error", sa.Text),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Index(
        "ix_outbox_due", "due", sqlite_where=sa.text("due IS NOT NULL"), postgresql_where=sa.text("due IS NOT NULL")
    ),
    sa.Index("ix_outbox_deal", "account", "deal"),
)

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.String(100), primary_key=True),
    sa.Column("account", sa.String(100), primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

shared_secret = sa.Table(
    "shared_secret",
    metadata,
    sa.Column("account", sa.String(100), primary_key=True),
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("sealed", sa.LargeBinary),  # encrypted; made anew when it is gone
    sa.Column("at", sa.Float),
    sa.Column("lease", sa.String(40)),  # who is making the next one
    sa.Column("lease_until", sa.Float),
)

switch = sa.Table(
    "switch",
    metadata,
    sa.Column("name", sa.String(100), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
)
