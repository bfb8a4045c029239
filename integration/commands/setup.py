"""Connecting an account, preparing the CRM, and finding out what is wrong."""

from __future__ import annotations

import secrets as secrets_
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from connectors.base import Connection, ConnectOption, Connector, SetupStep, Trouble
from connectors.errors import ConnectorError
from connectors.registry import load as load_connector
from connectors.registry import names as crm_names
from integration.account import AccountDocument, GateRule, check, guess_stages, load, new_document, new_text
from integration.accounts import OpenAccount, open_account
from integration.commands.common import account_of, emit, make_worker, now, settings, stop
from integration.commands.holding import stopped, uninstalled
from integration.policy import policy_of
from integration.settings import Settings
from integration.storage import AccountRow
from integration.template import built_in
from integration.worker import UNINSTALLED, Worker

SECRET_HELP = "; read from a file with --{}-file, or from standard input with -"


class ConnectGroup(click.Group):
    """One sub-command a CRM, made from the options its folder declares."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(crm_names())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _connect_command(load_connector(cmd_name)) if cmd_name in crm_names() else None


@click.group(cls=ConnectGroup)
def connect() -> None:
    """Connect a CRM account, or renew its tokens."""


def _connect_command(connector: Connector) -> click.Command:
    def run(as_json: bool, **given: str | None) -> None:
        _connect(connector, given, as_json)

    parameters: list[click.Parameter] = [parameter for option in connector.options for parameter in _parameters(option)]
    parameters.append(click.Option(["--json", "as_json"], is_flag=True, help="print JSON"))
    return click.Command(connector.name, params=parameters, callback=run, help=f"Connect a {connector.label} account.")


def _parameters(option: ConnectOption) -> list[click.Parameter]:
    flag = "--" + option.name.replace("_", "-")
    text = option.help + (SECRET_HELP.format(option.name.replace("_", "-")) if option.secret else "")
    made: list[click.Parameter] = [click.Option([flag, option.name], help=text, default=option.default)]
    if option.secret:
        kind = click.Path(exists=True, dir_okay=False)
        made.append(click.Option([f"{flag}-file", f"{option.name}_file"], type=kind, hidden=True))
    return made


def _connect(connector: Connector, given: dict[str, str | None], as_json: bool) -> None:
    """Check the token against the CRM before anything is stored."""
    found = settings()
    values = {option.name: _given(option, given) for option in connector.options}
    missing = [f"--{o.name.replace('_', '-')}" for o in connector.options if o.required and not values[o.name]]
    if missing:
        stop(f"missing: {', '.join(missing)}. See handoff connect {connector.name} --help.", 2)
    secret = {option.name for option in connector.options if option.secret}
    plain = {name: value for name, value in values.items() if value and name not in secret}
    secrets = {name: value for name, value in values.items() if value and name in secret}
    worker = make_worker(found)
    opened, name = _try(worker, found, connector, plain, secrets)
    worker.store.accounts.connect(opened.row, "connect")
    webhook = opened.connection.webhook_url
    if as_json:
        emit({"account": opened.key, "name": name, "webhook": webhook})
    else:
        click.echo(
            f"Connected {name} as {opened.key}.\nIts webhooks go to {webhook}\nNext: handoff install {opened.key}"
        )


def _given(option: ConnectOption, given: dict[str, str | None]) -> str:
    path, value = given.get(f"{option.name}_file"), given.get(option.name)
    if path:
        return _file(path, option)
    return sys.stdin.readline().strip() if value == "-" and option.secret else (value or "").strip()


def _file(path: str, option: ConnectOption) -> str:
    """The text of a secret's file; what stands in it is never shown."""
    try:
        return Path(path).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        stop(f"--{option.name.replace('_', '-')}-file: {path} cannot be read as a text in UTF-8", 2)


def _try(
    worker: Worker, found: Settings, connector: Connector, plain: dict[str, str], secrets: dict[str, str]
) -> tuple[OpenAccount, str]:
    """Ask the CRM who this is; a new account gets a new document in its own time zone."""
    keyring, at = found.keyring(), now()
    plain = {**plain, **connector.locate(plain, secrets)}
    key = connector.account_key(plain)
    known = worker.store.accounts.get(key)
    secrets = secrets | _generated(connector, secrets, keyring.open(key, known.secrets) if known else {})
    text = known.document if known else new_text(key, found.language, "UTC", at)
    row = AccountRow(key, connector.name, key, "UTC", plain, keyring.seal(key, secrets), text, 1, at.timestamp())
    identity = open_account(row, keyring, built_in()).crm.identify()
    if not known:
        document, problems = load(new_text(key, found.language, identity.time_zone, at))
        text = new_text(key, found.language, identity.time_zone if document and not problems else "UTC", at)
    row = AccountRow(
        key,
        connector.name,
        identity.name,
        identity.time_zone,
        plain,
        row.secrets,
        text,
        known.document_version if known else 1,
        at.timestamp(),
    )
    return open_account(row, keyring, built_in(), found.public_url), identity.name


def _generated(connector: Connector, given: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """Secrets of our own making: the one that was made before, else a new one."""
    wanted = [option.name for option in connector.options if option.generated and option.name not in given]
    return {name: kept.get(name) or secrets_.token_urlsafe(32) for name in wanted}


# --- install --------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("account")
@click.option("--plan", is_flag=True, help="only show what would change")
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), help="write the files for the CRM's own tools here"
)
@click.option("--json", "as_json", is_flag=True)
def install(account: str, plan: bool, output: Path | None, as_json: bool) -> None:
    """Create the product's properties in the CRM. May be repeated: only what differs is changed."""
    if account in crm_names():
        _offline(load_connector(account), output, as_json)
        return
    found = settings()
    worker = make_worker(found)
    opened = account_of(worker, account)
    if not plan and opened.connector.capabilities.veto and stopped(worker, account):
        stop("all gates are stopped, and this would close them in the CRM. First: handoff stop-gates --resume")
    files = _write_files(opened.crm.setup_files(), output) if output else []
    if output and not as_json:
        click.echo(f"wrote {len(files)} files into {output}")
    steps: list[SetupStep] = []
    opened.crm.install(plan, lambda step: _step(step, steps, plan, as_json))
    if not plan and uninstalled(opened.row) and not _troubled(steps):
        worker.store.accounts.pause(account, None)
    _finish(steps, files, plan, as_json)


def _offline(connector: Connector, output: Path | None, as_json: bool) -> None:
    """Without an account: the files for the default mapping, every gate enforced at the stages that its name suggests."""
    found = settings()
    bare = Connection(f"{connector.name}:0", {}, {}, mapping=connector.default_mapping(), language=found.language)
    document = _suggested(connector, found)
    files = connector.setup_files(
        replace(
            bare,
            policy=policy_of(document, built_in(), connector),
            webhook_url=found.public_url + connector.webhook_path(bare),
        )
    )
    names = _write_files(files, output)
    if as_json:
        emit({"files": names})
        return
    for name in names:
        click.echo(f"would write {name}" if output is None else f"wrote {output / name}")


def _suggested(connector: Connector, found: Settings) -> AccountDocument:
    """A document for the vendor's default stages."""
    fresh = new_document(f"{connector.name}:0", "en", "UTC", datetime.fromtimestamp(0, UTC))
    guesses = guess_stages(connector.default_pipelines())
    gates = {gate: GateRule(stages=tuple(names), mode="enforce") for gate, names in guesses.items()}
    return fresh.model_copy(update={"gates": gates, "language": found.language})


def _write_files(files: Mapping[str, str], output: Path | None) -> list[str]:
    if output:
        for name, text in files.items():
            place = output / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    return list(files)


def _step(step: SetupStep, steps: list[SetupStep], plan: bool, as_json: bool) -> None:
    steps.append(step)
    if not as_json and step.state == "note":
        click.echo(f"{step.what}: {step.detail}")
    elif not as_json and step.state != "present":
        verb = {"create": "created", "change": "changed", "remove": "removed", "trouble": "PROBLEM with"}[step.state]
        would = {"create": "would create", "change": "would change", "remove": "would remove"}.get(step.state, verb)
        click.echo(f"{would if plan else verb} {step.what}" + (f": {step.detail}" if step.detail else ""))


def _finish(steps: list[SetupStep], files: list[str], plan: bool, as_json: bool) -> None:
    trouble = _troubled(steps)
    if as_json:
        emit({"steps": [step.__dict__ for step in steps], "files": files})
    else:
        present = sum(step.state == "present" for step in steps)
        changed = [step for step in steps if step.state not in ("present", "note", "trouble")]
        there = f"{present} were there already. " if present else ""
        ended = "Not everything was done. Mend what is wrong, then repeat the command." if trouble else "Done."
        click.echo(there + ("Nothing was changed." if plan or not changed else ended))
    if trouble:
        raise click.exceptions.Exit(1)


def _troubled(steps: list[SetupStep]) -> list[SetupStep]:
    return [step for step in steps if step.state == "trouble"]


@click.command()
@click.argument("account")
@click.option("--plan", is_flag=True, help="only show what would go")
@click.option("--answers", is_flag=True, help="remove the answers' properties too, with what reps typed")
@click.option("--json", "as_json", is_flag=True)
def uninstall(account: str, plan: bool, answers: bool, as_json: bool) -> None:
    """Take our properties out of the CRM. The reps' answers stay unless --answers."""
    worker = make_worker()
    opened = account_of(worker, account)
    steps: list[SetupStep] = []
    opened.crm.uninstall(plan, answers, lambda step: _step(step, steps, plan, as_json))
    if not plan and (not _troubled(steps) or any(step.state == "remove" for step in steps)):
        worker.store.accounts.pause(account, f"{UNINSTALLED}; handoff install {account} brings it back")
    _finish(steps, [], plan, as_json)


# --- doctor ---------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("account", required=False)
@click.option("--json", "as_json", is_flag=True)
def doctor(account: str | None, as_json: bool) -> None:
    """Look at settings, database, accounts, mapping and gates; say what is wrong and how to mend it."""
    worker = make_worker()
    rows = [row for row in worker.store.accounts.all() if account in (None, row.key)]
    if account and not rows:
        account_of(worker, account)
    troubles = {row.key: _troubles(worker, row) for row in rows}
    if as_json:
        emit({key: [trouble.__dict__ for trouble in found] for key, found in troubles.items()})
    else:
        _print_troubles(troubles)
    if any(troubles.values()):
        raise click.exceptions.Exit(1)


def _troubles(worker: Worker, row: AccountRow) -> list[Trouble]:
    if uninstalled(row):
        fix = f"handoff install {row.key} brings it back."
        return [Trouble("account-paused", "the product was uninstalled there; nothing is done for it", fix, True)]
    found = (
        [Trouble("account-paused", f"paused: {row.paused}", "Mend the cause, then connect the account again.", True)]
        if row.paused
        else []
    )
    open_ = stopped(worker, row.key)  # then the rules are away on purpose
    try:
        opened = account_of(worker, row.key)
        found += [trouble for trouble in opened.crm.troubles() if not (open_ and trouble.id == "rule-missing")]
        found += [
            Trouble("document", str(p), "Export the document, mend it, import it.") for p in _document_problems(opened)
        ]
    except ConnectorError as error:
        told = any(trouble.id in ("token-refused", "wrong-address") for trouble in found)
        more = Trouble("unreachable", str(error), "Check the address, the network and the token.", True)
        return found if told else [*found, more]
    found += _gate_troubles(worker, opened)
    parked = worker.store.work.parked(row.key)
    if parked:
        text = f"{len(parked)} deals could not be handled; the last reason: {parked[-1]['error']}"
        found.append(Trouble("parked", text, f"Mend the cause, then: handoff events retry {row.key}"))
    return found


def _document_problems(opened: OpenAccount) -> list[Any]:
    mapping = [f"mapping.{part}: {text}" for part, text in opened.connector.mapping_problems(opened.connection.mapping)]
    veto = opened.connector.capabilities.veto
    found = check(opened.row.document, opened.document, opened.crm.pipelines(), f"{opened.key}.yaml", veto=veto)
    return [*(problem for problem in found if not problem.note), *mapping]


def _gate_troubles(worker: Worker, opened: OpenAccount) -> list[Trouble]:
    found = []
    document = opened.document
    if not any(rule.stages for rule in document.gates.values()):
        found.append(
            Trouble("no-gates", "no stage means a gate yet", f"handoff gates {opened.key} shows the stages; set one.")
        )
    if document.gate("won").mode == "enforce" and opened.mode("won") != "enforce":
        text = "won stays in coach until the required-property kit was seen to refuse"
        found.append(Trouble("kit-missing", text, f"handoff gates {opened.key} --guide won"))
    for stop_ in worker.store.records.stops(opened.key):
        found.append(Trouble("gates-stopped", f"gates are stopped (by {stop_['by']})", "handoff stop-gates --resume"))
    if not document.reviewers:
        found.append(
            Trouble(
                "no-reviewers",
                "nobody may approve a handoff",
                f"handoff gates {opened.key} --reviewer name@example.com",
            )
        )
    return found


def _print_troubles(troubles: dict[str, list[Trouble]]) -> None:
    if not troubles:
        click.echo("No account is connected. Next: handoff connect --help")
    for key, found in troubles.items():
        click.echo(f"{key}: {'all is well' if not found else ''}")
        for trouble in found:
            click.echo(f"  [{trouble.id}] {trouble.message}\n      {trouble.fix}")
