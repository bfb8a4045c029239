"""What the commands share: settings, an open database, accounts, and problems as one clear line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NoReturn

import click
import sqlalchemy as sa

from connectors.errors import ConnectorError
from integration.account import AccountDocument, change, load
from integration.accounts import AccountBook, AccountBroken, OpenAccount
from integration.logs import register_secrets, set_up
from integration.migrate import is_current, migrate
from integration.secrets import SecretUnreadable
from integration.settings import Settings, SettingsError, read
from integration.storage import DocumentChanged, StorageUnavailable, Store, open_store
from integration.template import TemplateError, built_in
from integration.worker import Worker, WrongHost

TOLD = (
    SettingsError,
    AccountBroken,
    SecretUnreadable,
    ConnectorError,
    StorageUnavailable,
    TemplateError,
    DocumentChanged,
    WrongHost,
)


def day_of(text: str | None) -> date | None:
    """The day that a `--date` names."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.BadParameter(f"“{text}” is no date; write e.g. 2027-01-04", param_hint="--date") from None


def told(error: Exception) -> str | None:
    """A problem that a person can act on, in words; None for a fault of ours."""
    if isinstance(error, sa.exc.DatabaseError | sa.exc.ArgumentError):
        return "the database cannot be used: check that HANDOFF_DATABASE_URL names one, and that its server runs"
    return str(error) if isinstance(error, TOLD) else None


def settings(for_people: bool = True) -> Settings:
    """The settings of this process; warnings are said once."""
    found = read(os.environ)
    set_up(found.log_level if not for_people else "warning", for_people)
    register_secrets(found.secrets())
    for warning in found.warnings:
        click.echo(f"warning: {warning}", err=True)
    return found


def open_database(found: Settings) -> Store:
    """The database, ready to use. An embedded one brings itself up to date; a server's is the release step's."""
    if found.database_url.startswith("sqlite"):
        migrate(found.database_url)
    store = open_store(found.database_url)
    if not is_current(store.database.engine):
        raise SettingsError("the database has another schema: run handoff migrate")
    return store


def make_worker(found: Settings | None = None) -> Worker:
    """A worker with everything it needs."""
    found = found or settings()
    keyring = found.keyring()
    store = open_database(found)
    return Worker(store, AccountBook(store, keyring, built_in(), found.public_url))


def account_of(worker: Worker, key: str) -> OpenAccount:
    """A connected account by its key."""
    return worker.book.get(key, now())


def now() -> datetime:
    return datetime.now(UTC)


def save(worker: Worker, account: OpenAccount, changes: dict[tuple[str, ...], Any], by: str) -> AccountDocument:
    """Change the account's document: a new version of it."""
    text = change(account.row.document, changes)
    document, problems = load(text, f"{account.key}.yaml")
    if document is None:
        stop("\n".join(map(str, problems)))
    worker.store.accounts.save_document(account.key, text, account.row.document_version, now().timestamp(), by)
    return document


def progress(word: str, quiet: bool = False) -> Callable[[int], None]:
    """Shows a count that grows, on a terminal."""

    def show(count: int) -> None:
        if not quiet and sys.stderr.isatty():
            click.echo(f"\r{count} {word} …", nl=False, err=True)

    return show


def emit(data: Any) -> None:
    """Data as JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, default=str))


def stop(text: str, code: int = 1) -> NoReturn:
    """End with a message. 1: problems were found; 2: wrong use."""
    click.echo(text, err=True)
    raise click.exceptions.Exit(code)
