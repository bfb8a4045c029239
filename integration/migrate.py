"""Bringing the database to this version's schema. Safe to run twice, and by two processes at once."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from integration.storage.engine import open_engine

FOLDER = Path(__file__).parent / "migrations"
LOCK = 4801172026  # one migration at a time on PostgreSQL; SQLite's BEGIN IMMEDIATE does the same


def migrate(url: str) -> None:
    """Upgrade to the newest schema."""
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            command.upgrade(config(connection), "head")
    finally:
        engine.dispose()


def is_current(engine: sa.Engine) -> bool:
    """Does the database have the schema this version needs?"""
    with engine.connect().execution_options(reading=True) as connection:
        have = MigrationContext.configure(connection).get_current_revision()
        return have == ScriptDirectory.from_config(config(connection)).get_current_head()


def config(connection: sa.Connection) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made
