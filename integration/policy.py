"""What ops decided, as a CRM needs it that refuses a move by its own rules."""

from __future__ import annotations

from connectors.base import Connector, GatePolicy, Policy
from integration.documents import AccountDocument
from rules.catalogue import texts
from rules.model import GATES, Template
from rules.phrases import PLACEHOLDERS, VAGUE

MESSAGES = "rule."


def policy_of(document: AccountDocument, template: Template, connector: Connector) -> Policy:
    """The account's document and the template, with the words of the rules' messages in the account's language."""
    every = texts(document.language)
    veto = connector.capabilities.veto
    rules = [(gate, document.gate(gate)) for gate in GATES]
    return Policy(
        template=template,
        gates=tuple(GatePolicy(gate, rule.places(), document.mode(gate, veto=veto)) for gate, rule in rules),
        since=document.reach.from_,
        pipelines=document.reach.pipelines,
        deal_types=document.reach.deal_types,
        placeholders=tuple(sorted(PLACEHOLDERS)),
        vague=VAGUE,
        texts={key.removeprefix(MESSAGES): text for key, text in every.items() if key.startswith(MESSAGES)},
    )
