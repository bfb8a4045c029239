"""From a judgement and a decision to everything that shall happen: the plan, the tasks, the next memory, the rows to keep.

Pure: it makes no call and stores nothing. `integration.desk` carries it out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from connectors.base import Moved
from integration.judging import Judgement, missing_words, shows, wanted_values
from integration.memory import DealMemory, Hold
from rules.intents import Outcome, PutBack, Tell, WritePlan
from rules.model import Answer, Gate, Handoff
from rules.movement import Decision
from rules.plan import plan
from rules.render import Speaker
from rules.review import deal_risk, late_asks
from rules.version import field_digests
from rules.words import counted, missing

HOLDS: Mapping[str, Hold] = {"put_back": "back", "flag": "flag", "needs_person": "needs_person", "ask_reason": "reason"}
REVIEW_HOURS = 24


@dataclass(frozen=True)
class Case:
    """One deal on its way through the worker."""

    judgement: Judgement
    decision: Decision
    mover: Moved
    memory: DealMemory
    plan: WritePlan
    tells: tuple[Tell, ...] = ()
    closes: tuple[str, ...] = ()
    gaps: tuple[Mapping[str, Any], ...] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.judgement.record.id


def open_case(judgement: Judgement, decision: Decision, mover: Moved, published: tuple[str, ...] = ()) -> Case:
    """Decide everything about one deal."""
    speaker = Speaker(judgement.account.template, judgement.account.document.language)
    memory = _remember(judgement, decision, mover)
    back = PutBack(gate=decision.gates[0], expected=judgement.standing, to=decision.to) if decision.to else None
    wanted = wanted_values(judgement, memory, speaker) if shows(judgement, decision) else {}
    write = plan(judgement.record.id, wanted, judgement.record.shown, back)
    case = Case(judgement, decision, mover, memory, write, gaps=_late(judgement))
    return _with_warnings(_with_tasks(case, speaker), speaker, published)


# --- memory ---------------------------------------------------------------------------------------------------------


def _remember(judgement: Judgement, decision: Decision, mover: Moved) -> DealMemory:
    """What we will know after this look, supposing that everything is carried out."""
    evaluation, record, seen = judgement.evaluation, judgement.record, judgement.seen
    facts = {
        "name": record.name,
        "digest": evaluation.digest,
        "fields": field_digests(judgement.handoff, judgement.account.template),
        "evaluated": seen.now,
        "score": evaluation.score,
        "states": {key: outcome.state for key, outcome in evaluation.fields.items()},
        "risk": deal_risk(judgement.handoff, evaluation, judgement.account.template),
        "baseline": _baseline(judgement, decision),
        "skipped": _skipped(judgement, decision),
        "review_due": judgement.memory.review_due or _review_due(judgement),
    }
    memory = judgement.memory.model_copy(update=facts)
    if decision.reaction in HOLDS:
        return _held(memory, judgement, decision, mover)
    memory = memory.model_copy(update={"standing": judgement.standing, "accepted": decision.accept})
    return memory if _still_held(memory, judgement) else memory.freed()


def _held(memory: DealMemory, judgement: Judgement, decision: Decision, mover: Moved) -> DealMemory:
    """Put back, the deal stands where it was; otherwise it stays, and is remembered as held."""
    place = decision.to or judgement.standing
    same = memory.hold == HOLDS[decision.reaction] and memory.held == decision.gates
    held = {"hold": HOLDS[decision.reaction], "held": decision.gates, "mover": mover.by, "person": mover.person}
    return memory.model_copy(
        update={**held, "standing": place, "accepted": place, "episode": memory.episode if same else memory.episode + 1}
    )


def _still_held(memory: DealMemory, judgement: Judgement) -> bool:
    """A hold ends when its gates open, or when the deal leaves the place where it matters."""
    if not memory.hold:
        return False
    closed = [gate for gate in memory.held if not judgement.evaluation.gates[gate].allowed]
    if not closed or judgement.standing in judgement.ladder.lost:
        return False
    if memory.hold == "back":
        return judgement.standing == judgement.memory.standing
    return any(gate.gate in closed for gate in judgement.ladder.passed(judgement.standing))


def _baseline(judgement: Judgement, decision: Decision) -> Mapping[str, Any] | None:
    """The answers with a check-list as they stood when a gate was first tried: what comes later is asked late."""
    if judgement.memory.baseline is not None:
        return judgement.memory.baseline
    tried = (
        bool(decision.gates)
        or bool(judgement.ladder.passed(judgement.standing))
        or judgement.handoff.review is not None
    )
    answer = judgement.handoff.answers.get("security")
    return {"security": answer.model_dump(mode="json") if answer else None} if tried else None


def _skipped(judgement: Judgement, decision: Decision) -> tuple[str, ...] | None:
    """Fields that were blank or vague when a gate was first tried (for the trial's report)."""
    if judgement.memory.skipped is not None or not (decision.gates or judgement.ladder.passed(judgement.standing)):
        return judgement.memory.skipped
    fields = judgement.evaluation.fields
    return tuple(key for key, outcome in fields.items() if outcome.state in ("missing", "vague", "incomplete"))


def _review_due(judgement: Judgement) -> datetime | None:
    """R86: engineering looks within 24 hours of the deal reaching a gate."""
    waits = (
        judgement.record.has_answer and judgement.handoff.review is None and judgement.ladder.passed(judgement.standing)
    )
    return judgement.seen.now + timedelta(hours=REVIEW_HOURS) if waits else None


# --- tasks ----------------------------------------------------------------------------------------------------------


def _with_tasks(case: Case, speaker: Speaker) -> Case:
    """One open task per hold; closed when the hold is over or has become another one."""
    memory, before = case.memory, case.judgement.memory
    if not memory.hold:
        return replace(case, closes=before.told)
    key = task_key(case.judgement, memory.held[0], memory.episode)
    if key in before.told:
        return case
    if case.decision.reaction == "needs_person" and memory.mover not in ("person", "unknown"):
        return case
    tell = Tell(key=key, deal=case.id, person=_person(case), subject=_subject(case, speaker), body=_body(case, speaker))
    told = case.memory.model_copy(update={"told": (key,)})
    return replace(case, memory=told, tells=(tell,), closes=before.told)


def task_key(judgement: Judgement, what: str, episode: int, of_deal: bool = True) -> str:
    """Deterministic and short: the person reads it as a reference."""
    text = f"{judgement.account.key}|{judgement.record.id if of_deal else ''}|{what}|{episode}"
    return "HG-" + hashlib.sha256(text.encode()).hexdigest()[:10].upper()


def _person(case: Case) -> str:
    """The task goes to who moved the deal; when that is nobody we know, to the deal's owner."""
    person = case.judgement.account.crm.person(f"user:{case.mover.person}") if case.mover.person else None
    owner = person if person and person.active else case.judgement.record.owner
    return owner.id if owner and owner.active else ""


def _subject(case: Case, speaker: Speaker) -> str:
    account, judgement = case.judgement.account, case.judgement
    what = missing(speaker, judgement.handoff, judgement.evaluation, case.memory.held[0])
    words = {"count": counted(speaker, what), "stage": account.gate_label(judgement.ladder, case.memory.held[0])}
    words |= {"deal": judgement.record.name or judgement.record.id, "back": account.label(case.memory.standing)}
    kind = {"back": "task.held", "refused": "task.refused", "reason": "task.exempt"}.get(
        case.memory.hold, "task.flagged"
    )
    return speaker.fill(kind, words)


def _body(case: Case, speaker: Speaker, reason: str = "") -> str:
    """The same words as on the record, with why the deal is where it is."""
    judgement, memory = case.judgement, case.memory
    text = missing_words(judgement, memory, memory.standing or judgement.standing, speaker)
    words = {"missing": text, "stage": judgement.account.label(judgement.standing), "reason": reason}
    words |= {
        "mover": speaker.texts[f"mover.{memory.mover}"] if memory.mover != "ours" else "",
        "back": judgement.account.label(case.decision.to),
    }
    words["gate"] = speaker.texts[f"gate.{memory.held[0]}"]
    kinds = {
        "flag": "deal.flagged",
        "needs_person": "deal.needs_person",
        "reason": "deal.exempt",
        "refused": "deal.refused",
    }
    return speaker.fill(kinds[memory.hold], words) if memory.hold in kinds else text


def _with_warnings(case: Case, speaker: Speaker, published: tuple[str, ...]) -> Case:
    """A quote that was published while the quote gate is closed: flagged with a task, once a quote."""
    gate: Gate = "quote"
    shown = any(at.gate == gate and at.mode != "shadow" for at in case.judgement.ladder.gates)
    if not shown or case.judgement.evaluation.gates[gate].allowed:
        return case
    new = [id for id in published if id not in case.memory.warned]
    tells = tuple(_quote_warning(case, speaker, gate, id) for id in new)
    memory = case.memory.model_copy(update={"warned": (*case.memory.warned, *new)})
    return replace(case, memory=memory, tells=(*case.tells, *tells))


def _quote_warning(case: Case, speaker: Speaker, gate: Gate, document: str) -> Tell:
    judgement = case.judgement
    what = missing(speaker, judgement.handoff, judgement.evaluation, gate)
    text = "\n".join(f"{number}. {line}" for number, line in enumerate(what.lines, 1))
    owner = judgement.record.owner
    return Tell(
        key=task_key(judgement, f"document {document}", 0),
        deal=case.id,
        person=owner.id if owner and owner.active else "",
        subject=speaker.fill("task.quote", {"deal": judgement.record.name or case.id}),
        body=speaker.fill("deal.quote_published", {"missing": ""}) + "\n" + text,
    )


# --- gaps -----------------------------------------------------------------------------------------------------------


def _late(judgement: Judgement) -> tuple[Mapping[str, Any], ...]:
    """R21: points that became required after a gate was first tried, as draft rows of the gap log."""
    if judgement.memory.baseline is None:
        return ()
    kept = {key: Answer.model_validate(value) for key, value in judgement.memory.baseline.items() if value}
    template, record = judgement.account.template, judgement.record
    speaker = Speaker(template, judgement.account.document.language)
    return tuple(
        {
            "key": f"{judgement.account.key}|{record.id}|{name}.{item}",
            "account": judgement.account.key,
            "deal": record.id,
            "deal_name": record.name,
            "field": name,
            "what_changed": speaker.label(item),
            "effect": "asked after quote",
            "at": judgement.seen.now.timestamp(),
        }
        for name, item in late_asks(Handoff(answers=kept), judgement.handoff, template)
    )


# --- after the call -------------------------------------------------------------------------------------------------


def settle(case: Case, outcome: Outcome) -> Case:
    """What really came of it. A put-back that did not happen is not remembered as one."""
    if case.plan.put_back is None:
        return case
    if outcome.result == "refused":
        return _refused(case, outcome)
    if outcome.result in ("moved_on", "failed"):
        return replace(case, memory=case.judgement.memory, tells=(), closes=(), gaps=())
    return case


def _refused(case: Case, outcome: Outcome) -> Case:
    """The CRM's own validation said no: never tried again; the person is asked to move the deal themselves."""
    speaker = Speaker(case.judgement.account.template, case.judgement.account.document.language)
    standing = case.judgement.standing
    memory = case.memory.model_copy(update={"hold": "refused", "standing": standing, "accepted": standing})
    again = replace(case, memory=memory)
    tells = tuple(
        tell.model_copy(
            update={"subject": _subject_refused(again, speaker), "body": _body(again, speaker, outcome.reason)}
        )
        for tell in case.tells
    )
    return replace(again, tells=tells)


def _subject_refused(case: Case, speaker: Speaker) -> str:
    back = case.judgement.account.label(case.decision.to)
    return speaker.fill("task.refused", {"back": back, "deal": case.judgement.record.name or case.id})
