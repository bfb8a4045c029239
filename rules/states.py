"""The effective state of one answer: what was declared, weakened by what its parts really say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.appeal import without_appeal
from rules.judge import NONE, Judgement, Words, judge, says_something
from rules.model import GATES, STATUSES, Answer, FieldOutcome, FieldSpec, Finding, Gate, Mark, Source, State
from rules.parts import Part, take_apart
from rules.values import blank

BLOCKS_ALL = GATES
WEAKEST_FIRST: tuple[State, ...] = ("missing", "vague", "incomplete", "overdue", "unknown", "assumed", "confirmed")
ANSWERED: tuple[State, ...] = ("unknown", "assumed", "confirmed")
NOT_FIELDS = ("assumptions", "status")
MEMORY = ("memory", "from memory", "gedächtnis", "aus dem gedächtnis", "erinnerung")
NOTHING = Answer()


@dataclass(frozen=True)
class Judged:
    """One field judged: its outcome, every finding about it, and the dates on which time alone changes it."""

    outcome: FieldOutcome
    findings: tuple[Finding, ...]
    due: tuple[date, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """A state that something gives a field, and the finding that says why."""

    state: State
    findings: tuple[Finding, ...] = ()
    due: date | None = None


def judge_field(
    field: FieldSpec, answer: Answer | None, marks: Iterable[Mark], today: date, words: Words = NONE
) -> Judged:
    """The weakest of all verdicts on this field. `marks` are engineering's open ones; `words` the company's own."""
    answer = answer or NOTHING
    verdicts = [*_content(field, answer, today, words), *_marked(field, marks), *_lines(field, answer)]
    state = weakest(verdict.state for verdict in verdicts)
    findings = tuple(finding for verdict in verdicts for finding in verdict.findings)
    due = tuple(verdict.due for verdict in verdicts if verdict.due)
    ids = tuple(dict.fromkeys(finding.id for finding in findings))
    return Judged(FieldOutcome(state=state, findings=ids, due=min(due, default=None)), findings, due)


def weakest(states: Iterable[State]) -> State:
    """The state that rules when several are true."""
    found = set(states)
    return next((state for state in WEAKEST_FIRST if state in found), "missing")


def has_source(source: Source | None) -> bool:
    """Who said it and when. What somebody remembers is no source."""
    return bool(source and says_something(source.who) and says_something(source.when) and not _memory(source))


def _memory(source: Source) -> bool:
    return any(part.strip().casefold() in MEMORY for part in (source.who, source.where))


def _content(field: FieldSpec, answer: Answer, today: date, words: Words) -> list[Verdict]:
    if answer.status == "unknown":
        return [_unknown(field, answer, {}, "", today)]
    if _says(answer.inputs, "none") and field.none_allowed:
        return [_explicit_none(field, answer, today)]
    if field.not_applicable_allowed and not blank(answer.inputs.get("not_applicable")):
        return [_not_applicable(field, answer, today)]
    parts = take_apart(field, answer, words)
    now, later = [p for p in parts if p.by == "quote"], [p for p in parts if p.by != "quote"]
    if not any(part.written for part in parts):
        return _nothing_written(field, answer, parts, words)
    verdicts = [_part(field, answer, part, today) for part in now]
    notices = [finding for part in later for finding in _part(field, answer, part, today).findings]
    return [*verdicts, *_declared(field, answer, parts), Verdict("confirmed", tuple(map(_for_later, notices)))]


def _says(inputs: Mapping[str, Any], key: str) -> bool:
    return inputs.get(key) in (True, "true", "yes")


def _for_later(finding: Finding) -> Finding:
    """What is due by the contract does not hold a quote."""
    return finding.model_copy(
        update={"blocks": tuple(g for g in finding.blocks if g != "quote"), "id": f"later-{finding.id}"}
    )


def _nothing_written(field: FieldSpec, answer: Answer, parts: tuple[Part, ...], words: Words) -> list[Verdict]:
    text = answer.inputs.get("text")
    if isinstance(text, str) and not blank(text):
        verdict = judge(field.key, text, extra=words)
        if verdict.verdict == "vague":
            return [_vague(field, verdict, text)]
        if verdict.verdict != "missing":
            return [Verdict("incomplete", tuple(_missing_part(field, part) for part in parts if part.by == "quote"))]
    placeholder = next((part.value for part in parts if part.condition == "placeholder"), text)
    if not blank(placeholder):
        return [Verdict("missing", (_finding("answer-is-placeholder", field, text=str(placeholder)),))]
    return [Verdict("missing", (_finding("answer-missing", field, open=_open_labels(field)),))]


def _open_labels(field: FieldSpec) -> tuple[str, ...]:
    return tuple(spec.key for spec in field.inputs if spec.required and spec.type not in ("rows", "items"))


# --- one part -------------------------------------------------------------------------------------------------------


def _part(field: FieldSpec, answer: Answer, part: Part, today: date) -> Verdict:
    if part.condition in ("missing", "placeholder"):
        return Verdict("incomplete", () if part.spec.type == "items" else (_missing_part(field, part),))
    if part.condition == "vague" and part.judged:
        return _vague(field, part.judged, str(part.value), part)
    if part.condition == "unreadable":
        return _unreadable(field, part)
    if part.condition == "unknown":
        return _unknown(field, answer, part.own or {}, part.path, today)
    if part.condition == "please_check" and part.judged and part.judged.appealed:
        return _appealed(field, part.judged, str(part.value), part)
    if part.condition == "please_check":
        return Verdict("assumed", (_finding("please-check", field, part, blocks=(), text=str(part.value)),))
    if part.condition == "not_asked":
        return Verdict("assumed", (_finding("not-asked", field, part, blocks=()),))
    return _basis(field, answer, part, today)


def _vague(field: FieldSpec, judged: Judgement, text: str, part: Part | None = None) -> Verdict:
    told: dict[str, Any] = {"kind": judged.kind, "text": text, "rewrite": judged.rewrite, "words": judged.words}
    return Verdict("vague", (_finding("answer-vague", field, part, **told),))


def _appealed(field: FieldSpec, judged: Judgement, text: str, part: Part | None = None) -> Verdict:
    """The rep says that it is specific enough: assumed, and engineering decides."""
    told: dict[str, Any] = {
        "kind": judged.reasons[1].kind,
        "text": without_appeal(text)[0].rstrip(),
        "words": judged.words,
    }
    return Verdict("assumed", (_finding("appealed", field, part, blocks=(), **told),))


def _unreadable(field: FieldSpec, part: Part) -> Verdict:
    vague = part.spec.type in ("date", "number") and not any(c.isdigit() for c in part.value.text)
    bad = part.value
    finding = _finding("value-not-readable", field, part, text=bad.text, wanted=bad.wanted, hint=bad.hint)
    return Verdict("vague" if vague else "incomplete", (finding,))


def _basis(field: FieldSpec, answer: Answer, part: Part, today: date) -> Verdict:
    """Fact or assumption? A part's own word goes before the field's."""
    own = part.own or {}
    status = own.get("status") or ("assumed" if own.get("basis") == "assumption" else None) or answer.status
    if status is None and (own.get("basis") == "fact" or own.get("stated_by")):
        status = "confirmed"
    if status == "confirmed":
        return _confirmed(field, answer, own)
    return _assumed(field, answer, own, part.path if own.get("basis") or own.get("status") else "", today)


def _confirmed(field: FieldSpec, answer: Answer, own: Mapping[str, Any]) -> Verdict:
    if own.get("stated_by") or has_source(answer.source):
        return Verdict("confirmed")
    memory = answer.source is not None and _memory(answer.source)
    return Verdict("assumed", (_finding("source-is-memory" if memory else "source-missing", field, blocks=()),))


def _assumed(field: FieldSpec, answer: Answer, own: Mapping[str, Any], path: str, today: date) -> Verdict:
    confirm_by = _date(own.get("confirm_by")) or answer.confirm_by
    confirm_with = (
        own.get("confirm_with") or answer.confirm_with or (answer.source.who if answer.source and path else "")
    )
    missing = [
        key for key, value in (("confirm-by-missing", confirm_by), ("confirm-with-missing", confirm_with)) if not value
    ]
    if missing:
        return Verdict("incomplete", tuple(_finding(key, field, path=path) for key in missing))
    return _due(field, "assumed", confirm_by, path, today)


def _unknown(field: FieldSpec, answer: Answer, own: Mapping[str, Any], path: str, today: date) -> Verdict:
    confirm_by = _date(own.get("confirm_by")) or answer.confirm_by
    if not confirm_by:
        return Verdict(
            "incomplete", (_finding("unknown-without-date", field, path=path), *_owner_findings(field, answer, own))
        )
    verdict = _due(field, "unknown", confirm_by, path, today)
    owner = _owner_findings(field, answer, own)
    return Verdict("incomplete", (*verdict.findings, *owner)) if owner else verdict


def _due(field: FieldSpec, state: State, confirm_by: date | None, path: str, today: date) -> Verdict:
    if confirm_by and today > confirm_by:
        return Verdict("overdue", (_finding("overdue", field, path=path, date=confirm_by.isoformat(), state=state),))
    notice = _finding("open-until", field, path=path, blocks=(), date=str(confirm_by), state=state)
    return Verdict(state, (notice,), confirm_by)


def _date(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


# --- the whole field ------------------------------------------------------------------------------------------------


def _declared(field: FieldSpec, answer: Answer, parts: tuple[Part, ...]) -> list[Verdict]:
    verdicts = [Verdict("incomplete", found) for found in [_owner_findings(field, answer, {})] if found]
    untouched = tuple(p.row for p in parts if p.spec.type == "items" and p.condition == "missing" and p.by == "quote")
    if untouched:
        verdicts.append(Verdict("incomplete", (_finding("items-untouched", field, items=untouched),)))
    later = tuple(p.row for p in parts if p.spec.type == "items" and p.condition == "missing" and p.by != "quote")
    if later:
        verdicts.append(Verdict("confirmed", (_finding("items-untouched", field, items=later),)))
        verdicts[-1] = Verdict("confirmed", tuple(map(_for_later, verdicts[-1].findings)))
    if answer.status and answer.status not in STATUSES:
        verdicts.append(Verdict("incomplete", (_finding("status-not-known", field, text=answer.status),)))
    if (
        answer.status == "confirmed"
        and parts
        and all((p.own or {}).get("basis") == "assumption" for p in parts if p.written)
    ):
        verdicts.append(Verdict("assumed", (_finding("no-customer-fact", field, blocks=()),)))
    return verdicts


def _owner_findings(field: FieldSpec, answer: Answer, own: Mapping[str, Any]) -> tuple[Finding, ...]:
    if len(answer.owners) > 1:
        return (_finding("owners-too-many", field, names=answer.owners),)
    if own.get("owner"):
        return ()
    if answer.owner is None or not says_something(answer.owner.id):
        return (_finding("owner-missing", field),)
    return () if answer.owner.active else (_finding("owner-left", field, name=str(answer.owner)),)


def _explicit_none(field: FieldSpec, answer: Answer, today: date) -> Verdict:
    """ "None" is an answer when somebody said so. Silence is not."""
    stated = answer.inputs.get("stated_by")
    if not stated and not has_source(answer.source):
        return Verdict("incomplete", (_finding("none-without-source", field),))
    owner = _owner_findings(field, answer, {})
    if owner:
        return Verdict("incomplete", owner)
    return Verdict("confirmed") if answer.status != "assumed" else _assumed(field, answer, {}, "", today)


def _not_applicable(field: FieldSpec, answer: Answer, today: date) -> Verdict:
    said = answer.inputs["not_applicable"]
    reason = said if isinstance(said, str) and said not in ("true", "yes") else answer.inputs.get("reason")
    if said in (False, "false", "no") or blank(reason):
        return Verdict("incomplete", (_finding("reason-missing", field),))
    owner = _owner_findings(field, answer, {})
    if owner:
        return Verdict("incomplete", owner)
    return _confirmed(field, answer, {}) if answer.status == "confirmed" else _assumed(field, answer, {}, "", today)


def _marked(field: FieldSpec, marks: Iterable[Mark]) -> list[Verdict]:
    """Engineering's marks reopen a field at once; a fact that needs proof counts as assumed until it has some."""
    return [_mark(field, mark) for mark in marks if mark.open and mark.field == field.key]


def _mark(field: FieldSpec, mark: Mark) -> Verdict:
    proof = mark.mark == "needs_proof"
    blocks = () if proof else BLOCKS_ALL
    finding = _finding("marked", field, blocks=blocks, mark=mark.mark, note=mark.note, by=mark.by)
    return Verdict("assumed" if proof else "incomplete", (finding,))


def _lines(field: FieldSpec, answer: Answer) -> list[Verdict]:
    found = []
    for line in answer.unreadable:
        blocks = () if line.input in NOT_FIELDS else BLOCKS_ALL
        finding = _finding("line-not-readable", field, blocks=blocks, text=line.text, form=line.form)
        found.append(Verdict("incomplete" if blocks else "confirmed", (finding,)))
    return found


def _missing_part(field: FieldSpec, part: Part) -> Finding:
    if part.spec.type == "items":
        return _finding("items-untouched", field, items=(part.row,))
    return _finding("part-missing", field, part, ask=part.spec.key)


def _finding(
    id: str,
    field: FieldSpec,
    part: Part | None = None,
    *,
    path: str = "",
    blocks: tuple[Gate, ...] = BLOCKS_ALL,
    **params: Any,
) -> Finding:
    place = part.path if part else path
    row = {"row": part.row} if part and part.row else {}
    return Finding(id=id, field=field.key, input=place, params={**row, **params}, blocks=blocks)
