"""An account's document as a file: checked, exported, imported, compared, carried to another account."""

from __future__ import annotations

from pathlib import Path

import click

from integration.account import AccountDocument, carry, check, diff, dump, load, suggest
from integration.accounts import OpenAccount
from integration.commands.common import account_of, emit, make_worker, now, stop
from integration.commands.holding import follow, may_enforce
from integration.worker import Worker

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
    if document and account and document.account != account:
        found.append(f"{file}: this document is for {document.account}, not for {account}")
    elif document and account:
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
    known = opened.crm.known_properties() if any(document.mapping.values()) else None
    veto = opened.connector.capabilities.veto
    found = check(text, document, opened.crm.pipelines(), file, known, veto)
    unfit = opened.connector.mapping_problems(mapping)
    return [
        *(str(problem) for problem in found if not problem.note),
        *(f"{file}: mapping.{part}: {problem}" for part, problem in unfit),
    ]


@mapping.command("import")
@click.argument("account")
@click.argument("file", type=FILE)
@click.option("--carry", "carried", is_flag=True, help="the file is another account's: find its stages by their names")
def import_file(account: str, file: Path, carried: bool) -> None:
    """Check the document, show what changes, and use it from now on."""
    worker = make_worker()
    opened = account_of(worker, account)
    text = _read(file)
    document = _usable(text, file)
    if document.account != account and carried:
        document, text = _carried(worker, opened, document)
    if document.account != account:
        stop(f"{file}: this document is for {document.account}, not for {account}. If that is meant, add --carry.")
    found = _live_problems(opened, text, document, str(file))
    if found:
        stop("\n".join(found))
    may_enforce(opened, document)
    lines = diff(opened.document, document)
    at = now().timestamp()
    version = worker.store.accounts.save_document(account, text, opened.row.document_version, at, "import")
    click.echo("\n".join(lines) or "nothing differs")
    click.echo(f"version {version} is in use; handoff mapping export {account} shows it.")
    if not follow(worker, account_of(worker, account)):
        stop(f"The CRM's own rules are as before. Mend what is wrong, then: handoff install {account}")


def _usable(text: str, file: Path) -> AccountDocument:
    document, problems = load(text, str(file))
    if document is None:
        stop("\n".join(map(str, problems)))
    return document


def _carried(worker: Worker, opened: OpenAccount, document: AccountDocument) -> tuple[AccountDocument, str]:
    """The document of a sandbox for production, or the other way round: stages by label, and a word on each change."""
    other = account_of(worker, document.account)
    moved, notes = carry(document, other.crm.pipelines(), opened.crm.pipelines())
    moved = moved.model_copy(update={"account": opened.key})
    click.echo("".join(f"carried: {note}\n" for note in notes), nl=False, err=True)
    return moved, dump(moved)


@mapping.command("diff")
@click.argument("account")
@click.argument("file", type=FILE)
def diff_file(account: str, file: Path) -> None:
    """What would change if this file were imported."""
    opened = account_of(make_worker(), account)
    click.echo("\n".join(diff(opened.document, _usable(_read(file), file))) or "nothing differs")


@mapping.command("suggest")
@click.argument("account")
@click.option("--json", "as_json", is_flag=True)
def suggest_parts(account: str, as_json: bool) -> None:
    """Properties of your own that may already hold an answer. Nothing is mapped until you write it into the document."""
    opened = account_of(make_worker(), account)
    found = suggest(opened.connection.mapping, opened.crm.known_properties())
    if as_json:
        emit(found)
        return
    for part, names in found.items():
        click.echo(f"{part}: {' or '.join(names)}?")
    click.echo("Write what fits under mapping (part: property) and import it." if found else "nothing found")
