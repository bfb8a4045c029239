"""An account's document as a file: checked, exported, imported, compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from integration.account import AccountDocument, check, diff, load
from integration.accounts import OpenAccount
from integration.commands.common import account_of, emit, make_worker, now, stop

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def mapping() -> None:
    """Mapping, gates, reach, reviewers and modes of an account: one YAML document."""


@mapping.command("export")
@click.argument("account")
@click.option("--all", "everything", is_flag=True, help="show the default mapping too (JSON)")
def export(account: str, everything: bool) -> None:
    """Print the document. Keep it in git."""
    opened = account_of(make_worker(), account)
    if everything:
        emit(opened.connection.mapping)
    else:
        click.echo(opened.row.document, nl=False)


@mapping.command("check")
@click.argument("file", type=FILE)
@click.option("--account", help="check stages and properties against this account, live")
@click.option("--json", "as_json", is_flag=True)
def check_file(file: Path, account: str | None, as_json: bool) -> None:
    """Can this document be used? Every problem is told with file, line, column and a remedy."""
    text = _read(file)
    document, problems = load(text, str(file))
    found = [str(problem) for problem in problems]
    if document and account:
        found += _live_problems(account_of(make_worker(), account), text, document, str(file))
    if as_json:
        emit({"problems": found})
    else:
        click.echo("\n".join(found) or f"{file}: it can be used.")
    if found:
        raise click.exceptions.Exit(1)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        stop(f"{file}: not a text in UTF-8")


def _live_problems(opened: OpenAccount, text: str, document: AccountDocument, file: str) -> list[str]:
    mapping = document.full_mapping(opened.connector.default_mapping())
    found = [str(problem) for problem in check(text, document, opened.crm.pipelines(), file)]
    found += [f"{file}: mapping.{part}: {problem}" for part, problem in opened.connector.mapping_problems(mapping)]
    own = {part: name for part, name in document.mapping.items() if name}
    known = opened.crm.known_properties() if own else frozenset()
    return found + [
        f"{file}: mapping.{part}: the CRM has no property “{name}”" for part, name in own.items() if name not in known
    ]


@mapping.command("import")
@click.argument("account")
@click.argument("file", type=FILE)
def import_file(account: str, file: Path) -> None:
    """Check the document, show what changes, and use it from now on."""
    worker = make_worker()
    opened = account_of(worker, account)
    text = _read(file)
    document, problems = load(text, str(file))
    if document is None:
        stop("\n".join(map(str, problems)))
    if document.account != account:
        stop(
            f"{file}: this document is for {document.account}, not for {account}. Change its account line if that is meant."
        )
    found = _live_problems(opened, text, document, str(file))
    if found:
        stop("\n".join(found))
    lines = diff(_plain(opened.document), _plain(document))
    version = worker.store.accounts.save_document(
        account, text, opened.row.document_version, now().timestamp(), "import"
    )
    click.echo("\n".join(lines) or "nothing differs")
    click.echo(f"version {version} is in use; handoff mapping export {account} shows it.")


def _plain(document: AccountDocument) -> Any:
    return document.model_dump(mode="json", by_alias=True)


@mapping.command("diff")
@click.argument("account")
@click.argument("file", type=FILE)
def diff_file(account: str, file: Path) -> None:
    """What would change if this file were imported."""
    opened = account_of(make_worker(), account)
    document, problems = load(_read(file), str(file))
    if document is None:
        stop("\n".join(map(str, problems)))
    click.echo("\n".join(diff(_plain(opened.document), _plain(document))) or "nothing differs")
