"""What ops decided, as a CRM needs it that refuses a move by its own rules."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.base import Connector, GatePolicy, Policy
from integration.documents import AccountDocument
from integration.own_words import words_of
from rules.catalogue import texts
from rules.lexicon import words_of as split
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
        vague=_vague(document),
        texts={key.removeprefix(MESSAGES): text for key, text in every.items() if key.startswith(MESSAGES)},
    )


def _vague(document: AccountDocument) -> Mapping[str, tuple[str, ...]]:
    """The whole answers that say too little, without those that are enough for this company."""
    words = words_of(document.words)
    kept = (
        (kind, [phrase for phrase in phrases if not words.enough_in(split(phrase))]) for kind, phrases in VAGUE.items()
    )
    return {kind: tuple(phrases) for kind, phrases in kept}
