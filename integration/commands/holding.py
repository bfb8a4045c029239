"""A CRM that refuses moves by its own rules has to follow what ops decide: when a gate may be enforced, and what is deployed then."""

from __future__ import annotations

import click

from connectors.base import SetupStep
from connectors.errors import ConnectorError
from integration.account import AccountDocument
from integration.accounts import AccountBroken, OpenAccount
from integration.commands.common import account_of, stop
from integration.secrets import SecretUnreadable
from integration.worker import Worker
from rules.model import GATES

STOPPED = "gates_stopped"


def stopped(worker: Worker, account: str) -> bool:
    """Did somebody open all gates, of this account or of all?"""
    names = (STOPPED, f"{STOPPED}:{account}")
    return any((row := worker.store.records.switch(name)) and row["value"] == "yes" for name in names)


def may_enforce(opened: OpenAccount, document: AccountDocument) -> None:
    """A CRM that refuses by itself must be ready first: else reps would be refused for boxes they cannot reach."""
    if not opened.connector.capabilities.veto:
        return
    newly = [gate for gate in GATES if document.mode(gate, veto=True) == "enforce" and opened.mode(gate) != "enforce"]
    found = [trouble for trouble in opened.crm.troubles() if trouble.stops_enforcing] if newly else []
    if found:
        told = "\n".join(f"  [{trouble.id}] {trouble.message}\n      {trouble.fix}" for trouble in found)
        stop(f"{', '.join(newly)} cannot be enforced yet; nothing was changed.\n{told}")


def follow(worker: Worker, opened: OpenAccount, quiet: bool = False) -> bool:
    """Bring the CRM's own rules to what the document says now. False when the CRM did not take them."""
    if not opened.connector.capabilities.veto or stopped(worker, opened.key):
        return True
    if not set(opened.connection.mapping.values()) & opened.crm.known_properties():
        return True  # not installed yet: handoff install brings the rules along
    steps: list[SetupStep] = []
    opened.crm.install(False, steps.append)
    wrong = [step for step in steps if step.state == "trouble"]
    for step in wrong:
        click.echo(f"PROBLEM with {step.what}: {step.detail}", err=True)
    changed = [step for step in steps if step.state in ("create", "change", "remove")]
    if changed and not wrong and not quiet:
        click.echo(f"{opened.connector.label} follows: {len(changed)} components were changed there.", err=True)
    return not wrong


def hold(worker: Worker, keys: list[str], resume: bool) -> list[str]:
    """Open (or close again) the gates inside every CRM that has its own. Returns what could not be done, and what to do."""
    return [told for key in keys if (told := _held(worker, key, resume))]


def _held(worker: Worker, key: str, resume: bool) -> str:
    try:
        opened = account_of(worker, key)
        if not opened.connector.capabilities.veto:
            return ""
        if resume:
            return "" if follow(worker, opened) else f"{key}: its own rules were not deployed. handoff install {key}"
        opened.crm.stop_holding(lambda step: None)
    except (ConnectorError, AccountBroken, SecretUnreadable) as error:
        return (
            f"{key}: its own rules still refuse moves, for it cannot be reached: {error} "
            "Repeat the command, or switch the validation rules Handoff_Gate_… off in the CRM by hand."
        )
    return ""
