"""Opening the database: SQLite on one host, PostgreSQL for any number of processes. Its durability is the promise."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url

BUSY_SECONDS = 3.0


class StorageUnavailable(Exception):
    """The database cannot commit now (locked, full, gone). Nothing was acknowledged; try again."""


def open_engine(url: str) -> sa.Engine:
    """An engine for `sqlite:///file` or `postgresql://…`."""
    parsed = make_url(normal_url(url))
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    return sa.create_engine(parsed, pool_pre_ping=True, pool_size=8, max_overflow=8)


def normal_url(url: str) -> str:
    """`postgres://` and `postgresql://` both mean psycopg 3."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _sqlite(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @sa.event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy begins; the driver must not
        for pragma in (f"busy_timeout={int(BUSY_SECONDS * 1000)}", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")  # readers never wait for a writer

    return engine


def _write_ahead(connection: Any) -> None:
    """Switch to the write-ahead log. SQLite refuses at once while another process does the same, whatever its timeout."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


class Database:
    """An engine and the few words in which the two dialects differ."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """An insert that knows ON CONFLICT."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """One transaction. Raises StorageUnavailable when it cannot be committed."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise StorageUnavailable(str(error.orig)) from error

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that only reads, and waits for nobody. Raises StorageUnavailable."""
        try:
            with self.engine.connect().execution_options(reading=True) as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise StorageUnavailable(str(error.orig)) from error

    @contextmanager
    def joined(self, connection: sa.Connection | None) -> Iterator[sa.Connection]:
        """The caller's transaction if there is one, else one of our own."""
        if connection is not None:
            yield connection
        else:
            with self.begin() as own:
                yield own
