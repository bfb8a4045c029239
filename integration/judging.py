"""One deal, judged: from what the CRM says and what we remember to what shall be written. No call is made here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from connectors.base import DealRecord, Moved, Trail
from integration.accounts import OpenAccount
from integration.memory import DealMemory
from integration.own_words import words_of
from rules.evaluate import evaluate
from rules.intents import Value
from rules.model import GATES, Deal, Evaluation, Finding, Gate, Handoff, Override, Review, Stage
from rules.movement import Decision, GateAt, Ladder, Move, closed_gates, decide
from rules.render import Speaker
from rules.review import changed_fields, setup_days
from rules.version import field_digests
from rules.words import missing, missing_text

DECISIONS = ("approved", "scope_change", "sent_back")


@dataclass(frozen=True)
class Seen:
    """All that is known of one deal before it is judged."""

    record: DealRecord
    memory: DealMemory | None
    review: Mapping[str, Any] | None
    overrides: Sequence[Mapping[str, Any]]
    event: Mapping[str, Any] | None
    salt: str
    now: datetime
    noticed: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """One deal evaluated, with the ladder it stands on."""

    seen: Seen
    account: OpenAccount
    memory: DealMemory
    handoff: Handoff
    evaluation: Evaluation
    ladder: Ladder

    @property
    def record(self) -> DealRecord:
        return self.seen.record

    @property
    def standing(self) -> Stage:
        return self.seen.record.stage


def in_reach(account: OpenAccount, record: DealRecord) -> bool:
    """Do the gates reach this deal at all?"""
    reach = account.document.reach
    meant = not reach.pipelines or record.stage.pipeline in reach.pipelines
    return record.created >= reach.from_ and meant and (not reach.deal_types or record.type in reach.deal_types)


def judge(account: OpenAccount, seen: Seen, memory: DealMemory) -> Judgement:
    """Build the handoff and evaluate it."""
    handoff = handoff_of(account, seen, memory)
    words = words_of(account.document.words)
    evaluation = evaluate(handoff, account.local(seen.now), account.template, seen.noticed, words)
    ladder = account.ladder(seen.record.stage, bool(memory.trial))
    return Judgement(seen, account, memory, handoff, evaluation, ladder)


def handoff_of(account: OpenAccount, seen: Seen, memory: DealMemory) -> Handoff:
    """The normalized handoff: answers from the CRM, review and overrides from our own store."""
    record = seen.record
    deal = Deal(
        account=account.key,
        id=record.id,
        name=record.name,
        stage=record.stage,
        owner=str(record.owner or ""),
        created=record.created,
        time_zone=account.document.time_zone,
    )
    bare = Handoff(deal=deal, promise=record.promise, answers=record.answers, overrides=_overrides(seen))
    review = _review(account, seen, bare)
    return bare.model_copy(update={"review": review})


def _overrides(seen: Seen) -> tuple[Override, ...]:
    rows = [{key: row[key] for key in ("gate", "by", "reason", "expires")} for row in seen.overrides]
    return tuple(Override.model_validate(row) for row in rows)


def _review(account: OpenAccount, seen: Seen, handoff: Handoff) -> Review | None:
    """The stored review, with the fields that have changed since."""
    if not seen.review:
        return None
    kept = dict(seen.review)
    before = kept.pop("fields", {})
    review = Review.model_validate(kept)
    order = [spec.key for spec in account.template.required()]
    changed = changed_fields(before, field_digests(handoff, account.template), order) if before else ()
    return review.model_copy(update={"changed": changed})


# --- the move -------------------------------------------------------------------------------------------------------


def first_sight(judgement: Judgement) -> bool:
    return judgement.seen.memory is None


def moved_since(judgement: Judgement) -> bool:
    """Does the deal stand elsewhere than we last saw it, or did a stage event bring it to us?"""
    if first_sight(judgement):
        return judgement.seen.event is not None
    return judgement.standing not in (judgement.memory.standing, judgement.memory.accepted)


def needs_trail(judgement: Judgement) -> bool:
    """History is read only for deals that may have to be put back or flagged."""
    if not moved_since(judgement):
        return False
    accepted = None if first_sight(judgement) else judgement.memory.accepted
    refused = closed_gates(Move(accepted=accepted, now=judgement.standing), judgement.ladder, judgement.evaluation)
    return any(gate.mode == "enforce" for gate in refused)


def review_set(judgement: Judgement) -> bool:
    """Somebody set the review to something we did not put there."""
    shown = (judgement.record.shown.get("review") or "").strip()
    return shown in DECISIONS and shown != shown_review(judgement)


def shown_review(judgement: Judgement) -> str:
    """What the review property should say."""
    review = judgement.handoff.review
    if review is None:
        return "waiting" if (judgement.record.shown.get("review") or "") else ""
    current = review.digest == judgement.evaluation.digest
    return review.decision if current or review.decision == "sent_back" else "waiting"


def last_mover(account: OpenAccount, seen: Seen, trail: Trail | None) -> Moved:
    """Who made the last move: by the history, else by the event that brought it, else unknown."""
    step = next((step for step in trail.steps if step.stage.id == seen.record.stage.id), None) if trail else None
    found = step.moved if step else _event_moved(seen)
    if found.by in ("person", "unknown") and found.person and _listed(account, found.person, account.document.exempt):
        return replace(found, by="exempt")
    return found


def _event_moved(seen: Seen) -> Moved:
    told = (seen.event or {}).get("moved")
    return Moved(by=told["by"], person=told["person"]) if told else Moved(by="unknown")


def _listed(account: OpenAccount, person: str, names: Sequence[str]) -> bool:
    """Is a user in a list of user ids and e-mail addresses?"""
    if person in names or f"user:{person}" in names:
        return True
    known = account.crm.person(f"user:{person}")
    return bool(known) and any("@" in name and account.crm.person(name) == known for name in names)


def may_review(account: OpenAccount, record: DealRecord, person: str, vouched: bool = False) -> bool:
    """A listed reviewer (or one that the CRM vouches for), and not the deal's own rep."""
    known = account.crm.person(f"user:{person}") if person else None
    own = bool(known) and known == record.owner
    listed = vouched or (bool(person) and _listed(account, person, account.document.reviewers))
    return bool(person) and listed and not own


def known_review(judgement: Judgement, by: Moved) -> bool:
    """Was this very setting already taken in? Then it is only outdated, and is put right."""
    kept = judgement.handoff.review
    return bool(kept and kept.at and by.at and by.at <= kept.at)


def accepted_before(judgement: Judgement, trail: Trail | None) -> Stage | None:
    """For a deal we never saw: the last stage it stood in before, if that lies before every closed gate it went through."""
    ladder = judgement.ladder
    steps = trail.steps if trail else ()
    gates = closed_gates(Move(accepted=None, now=judgement.standing), ladder, judgement.evaluation)
    limit = min((ladder.gate_rank(gate) for gate in gates), default=len(ladder.stages))
    earlier = [step.stage for step in steps if step.stage != judgement.standing]
    return next((stage for stage in earlier if 0 <= ladder.rank(stage) < limit), None)


def decision_of(
    judgement: Judgement, mover: Moved, trail: Trail | None, put_backs: Sequence[Mapping[str, Any]], stopped: bool
) -> Decision:
    """Stay, flag or go back."""
    if not moved_since(judgement):
        return Decision(reaction="accept", accept=judgement.memory.accepted or judgement.standing)
    known = not first_sight(judgement)
    if not known and _moved_before_us(judgement, trail):
        return Decision(reaction="accept", accept=judgement.standing)
    mine = [
        row for row in put_backs if row["deal"] == judgement.record.id and row["digest"] == judgement.evaluation.digest
    ]
    move = Move(
        accepted=judgement.memory.accepted if known else accepted_before(judgement, trail),
        now=judgement.standing,
        by=mover.by,
        put_backs_of_deal=len(mine),
        put_backs_of_account=len(put_backs),
        stopped=stopped,
    )
    return decide(move, judgement.ladder, judgement.evaluation)


def _moved_before_us(judgement: Judgement, trail: Trail | None) -> bool:
    """Did the deal come to where it stands before we were connected? Then it is accepted there, whatever brought it to us."""
    step = next((step for step in trail.steps if step.stage == judgement.standing), None) if trail else None
    return step is not None and step.at.timestamp() < judgement.account.row.connected_at


# --- what stands on the deal ----------------------------------------------------------------------------------------


def shows(judgement: Judgement, decision: Decision) -> bool:
    """Is anything written on this deal? Not in shadow, and not before it has an answer or stands before a gate."""
    if all(gate.mode == "shadow" for gate in judgement.ladder.gates):
        return False
    at_gate = judgement.ladder.before_gate(judgement.standing) or bool(judgement.ladder.passed(judgement.standing))
    return judgement.record.has_answer or at_gate or bool(decision.gates) or bool(judgement.record.shown.get("state"))


def wanted_values(judgement: Judgement, memory: DealMemory, speaker: Speaker) -> dict[str, Value]:
    """Our own values as they should stand, given what we will remember (`memory`)."""
    evaluation = judgement.evaluation
    place = memory.standing or judgement.standing
    values: dict[str, Value] = {"score": str(evaluation.score), "state": state_of(judgement, memory, place)}
    values["missing"] = missing_words(judgement, memory, place, speaker)
    for gate in judgement.ladder.gates:
        open_ = evaluation.gates[gate.gate].allowed and gate.mode != "shadow"
        values[f"gate_{gate.gate}"] = code(judgement, gate.gate) if open_ else ""
    values["review"] = shown_review(judgement)
    values["plan"] = judgement.handoff.review.plan if judgement.handoff.review else ""
    days = setup_days(judgement.handoff, judgement.account.template)
    values["setup_days"] = "" if days is None else f"{days:g}"
    values["evaluated"] = judgement.seen.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    if judgement.record.revision is not None:
        values["revision"] = judgement.record.revision
    return values


def code(judgement: Judgement, gate: Gate) -> str:
    """The clearance code: bound to the deal and to these answers, and not to be guessed.

    One that a person opened says so, for a CRM whose own rules would otherwise still refuse the move.
    """
    text = "\x1f".join(
        (judgement.seen.salt, judgement.account.key, judgement.record.id, gate, judgement.evaluation.digest)
    )
    digest = hashlib.sha256(text.encode()).hexdigest().upper()
    opened = "O-" if judgement.evaluation.gates[gate].overridden_by else ""
    return f"HG-{opened}{digest[:4]}-{digest[4:8]}"


def state_of(judgement: Judgement, memory: DealMemory, place: Stage) -> str:
    """collecting, ready, held or cleared. A held deal never counts as cleared."""
    if memory.hold:
        return "held"
    gates = judgement.evaluation.gates
    passed = [gate for gate in judgement.ladder.passed(place) if gate.mode != "shadow"]
    if passed:
        return "cleared" if all(gates[gate.gate].allowed for gate in passed) else "collecting"
    following = next_shown(judgement.ladder, place)
    return "ready" if following and gates[following.gate].allowed else "collecting"


def next_shown(ladder: Ladder, place: Stage) -> GateAt | None:
    """The next gate ahead that is not in shadow."""
    ahead = [gate for gate in ladder.gates if gate.mode != "shadow" and ladder.gate_rank(gate) > ladder.rank(place)]
    return min(ahead, key=ladder.gate_rank, default=None)


def overridden(judgement: Judgement, place: Stage, speaker: Speaker) -> str:
    """Somebody lets the deal pass its next gate, or the ones it stands beyond: say who, why, and what stays open."""
    following = next_shown(judgement.ladder, place)
    near = [gate.gate for gate in (*judgement.ladder.passed(place), *([following] if following else []))]
    for given in judgement.handoff.overrides:
        if given.gate in near and judgement.evaluation.gates[given.gate].overridden_by:
            gate = speaker.texts[f"gate.{given.gate}"]
            return speaker.fill("deal.overridden", {"by": given.by, "gate": gate, "reason": given.reason.rstrip(".")})
    return ""


def gate_to_speak_of(judgement: Judgement, memory: DealMemory, place: Stage) -> Gate | None:
    """The gate whose missing answers are listed: the one that held the deal, a passed one that closed, else the next."""
    gates = judgement.evaluation.gates
    if memory.held:
        return next((gate for gate in memory.held if not gates[gate].allowed), memory.held[0])
    passed = [
        gate.gate for gate in judgement.ladder.passed(place) if gate.mode != "shadow" and not gates[gate.gate].allowed
    ]
    following = next_shown(judgement.ladder, place)
    return next((gate for gate in GATES if gate in passed), following.gate if following else None)


def missing_words(judgement: Judgement, memory: DealMemory, place: Stage, speaker: Speaker) -> str:
    """All that is missing, in words: the same on the record and in the task."""
    gate = gate_to_speak_of(judgement, memory, place)
    if gate is None:
        return ""
    account = judgement.account
    what = missing(speaker, judgement.handoff, judgement.evaluation, gate)
    back = account.label(place) if memory.hold == "back" else ""
    text = missing_text(speaker, what, account.gate_label(judgement.ladder, gate), back)
    broken = [speaker.say(finding) for finding in judgement.evaluation.findings if finding.id == "mapping-broken"]
    head = [*(f"{said.message} {said.fix}" for said in broken), overridden(judgement, place, speaker)]
    return "\n".join(part for part in (*head, text) if part)
