"""A CRM that refuses moves by its own rules has to follow what ops decide: when a gate may be enforced, and what is deployed then."""

from __future__ import annotations

from dataclasses import replace

import click

from connectors.base import Crm, SetupStep
from connectors.errors import ConnectorError
from integration.account import AccountDocument
from integration.accounts import AccountBroken, OpenAccount
from integration.commands.common import account_of, stop
from integration.policy import policy_of
from integration.secrets import SecretUnreadable
from integration.storage import AccountRow
from integration.worker import UNINSTALLED, Worker
from rules.model import GATES, Gate

BY_HAND = "Repeat the command, or switch the validation rules Handoff_Gate_… off in the CRM by hand."


def stopped(worker: Worker, account: str) -> bool:
    """Did somebody open all gates, of this account or of all?"""
    return bool(worker.store.records.stops(account))


def may_enforce(opened: OpenAccount, document: AccountDocument) -> None:
    """A CRM that refuses by itself must be ready first: else reps would be refused for boxes they cannot reach."""
    if not opened.connector.capabilities.veto:
        return
    before = _refusing(opened.document)
    newly = [gate for gate in _refusing(document) if gate not in before]
    if not newly:
        return
    found = [trouble for trouble in _as_it_would_be(opened, document).troubles() if trouble.stops_enforcing]
    if found:
        told = "\n".join(f"  [{trouble.id}] {trouble.message}\n      {trouble.fix}" for trouble in found)
        stop(f"{', '.join(newly)} cannot be enforced yet; nothing was changed.\n{told}")


def _refusing(document: AccountDocument) -> list[Gate]:
    """A gate without a stage refuses nothing, whatever its mode."""
    return [gate for gate in GATES if document.mode(gate, veto=True) == "enforce" and document.gate(gate).stages]


def _as_it_would_be(opened: OpenAccount, document: AccountDocument) -> Crm:
    """The account under the new document, which may mend what is wrong with the old one."""
    mapping = document.full_mapping(opened.connector.default_mapping())
    policy = policy_of(document, opened.template, opened.connector)
    return opened.connector.open(replace(opened.connection, mapping=mapping, policy=policy))


def follow(worker: Worker, opened: OpenAccount, quiet: bool = False) -> bool:
    """Bring the CRM's own rules to what the document says now. False when the CRM did not take them; why is told."""
    if not opened.connector.capabilities.veto or stopped(worker, opened.key) or uninstalled(opened.row):
        return True
    steps: list[SetupStep] = []
    try:
        if not set(opened.connection.mapping.values()) & opened.crm.known_properties():
            return True  # not installed yet: handoff install brings the rules along
        opened.crm.install(False, steps.append)
    except ConnectorError as error:
        steps.append(SetupStep("trouble", opened.connector.label, str(error)))
    wrong = [step for step in steps if step.state == "trouble"]
    for step in wrong:
        click.echo(f"PROBLEM with {step.what}: {step.detail}", err=True)
    changed = [step for step in steps if step.state in ("create", "change", "remove")]
    if changed and not wrong and not quiet:
        click.echo(f"{opened.connector.label} follows: {len(changed)} components were changed there.", err=True)
    return not wrong


def uninstalled(row: AccountRow) -> bool:
    """Was the product taken out of the CRM? Then nothing but handoff install brings it back."""
    return bool(row.paused and row.paused.startswith(UNINSTALLED))


def hold(worker: Worker, keys: list[str], resume: bool) -> list[str]:
    """Open (or close again) the gates inside every CRM that has its own. Returns what could not be done, and what to do."""
    return [told for key in keys if (told := _held(worker, key, resume))]


def _held(worker: Worker, key: str, resume: bool) -> str:
    try:
        opened = account_of(worker, key)
        if not opened.connector.capabilities.veto:
            return ""
        if resume and follow(worker, opened):
            return ""
        if resume:
            return f"{key}: its own rules do not refuse yet. Mend what is wrong, then: handoff install {key}"
        steps: list[SetupStep] = []
        opened.crm.stop_holding(steps.append)
        why = " ".join(f"{step.detail}." for step in steps if step.state == "trouble")
    except (ConnectorError, AccountBroken, SecretUnreadable) as error:
        why = str(error)
    if resume:
        return f"{key}: its own rules do not refuse yet: {why} Then: handoff install {key}" if why else ""
    return f"{key}: its own rules still refuse moves: {why} {BY_HAND}" if why else ""
