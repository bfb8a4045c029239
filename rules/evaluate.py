"""One handoff in, one evaluation out: states, score with its counts, findings, gates, and when time will change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from rules.checks import REVIEW_ITEMS, Case, number, run_checks
from rules.gates import Before, open_gates
from rules.judge import NONE, Words
from rules.model import Counts, Evaluation, FieldOutcome, Finding, Handoff, State, Template
from rules.states import Judged, judge_field
from rules.version import digest

FULL_SCORE = 100
POINTS: Mapping[State, int] = {"confirmed": 10, "assumed": 7, "unknown": 4}


def evaluate(
    handoff: Handoff, now: datetime, template: Template, noticed: Iterable[Finding] = (), words: Words = NONE
) -> Evaluation:
    """Judge a handoff at `now`, given in the account's time zone: dates pass at that zone's midnight.

    `noticed` are findings from reading the handoff; they are kept beside our own. `words` are the company's own.
    """
    marks = handoff.review.marks if handoff.review else ()
    judged = {
        spec.key: judge_field(spec, handoff.answers.get(spec.key), marks, now.date(), words)
        for spec in template.required()
    }
    version = digest(handoff, template)
    case = Case(handoff, template, {key: field.outcome for key, field in judged.items()}, now.date())
    fields, findings = _combine(judged, (*noticed, *run_checks(case)))
    before = Before(handoff, template, fields, findings, version, now)
    return Evaluation(
        deal=handoff.deal,
        score=score(fields),
        counts=count(fields),
        fields=fields,
        gates=open_gates(before),
        findings=(*findings, *_stale_review(handoff, version)),
        changes_at=_changes_at(handoff, judged.values(), case, now),
        digest=version,
        template_version=template.version,
    )


def score(fields: Mapping[str, FieldOutcome]) -> int:
    """Out of 100. A gate never rests on it."""
    most = 10 * len(fields)
    return round(FULL_SCORE * sum(POINTS.get(field.state, 0) for field in fields.values()) / most) if most else 0


def count(fields: Mapping[str, FieldOutcome]) -> Counts:
    """The three counts that say what the score hides."""
    states = [field.state for field in fields.values()]
    confirmed, assumed, unknown = (states.count(state) for state in ("confirmed", "assumed", "unknown"))
    return Counts(
        confirmed=confirmed, assumed=assumed, unknown=unknown, open=len(states) - confirmed - assumed - unknown
    )


def _combine(
    judged: Mapping[str, Judged], others: Iterable[Finding]
) -> tuple[dict[str, FieldOutcome], tuple[Finding, ...]]:
    """Findings once each, in the template's order, and every field's list of the ids that speak of it."""
    every = [finding for field in judged.values() for finding in field.findings]
    findings = _once([*every, *others])
    fields = {}
    for key, field in judged.items():
        ids = tuple(dict.fromkeys(f.id for f in findings if f.field == key))
        blocked = field.outcome.state in POINTS and any(f.field == key and "quote" in f.blocks for f in findings)
        fields[key] = field.outcome.model_copy(update={"findings": ids, **({"state": "incomplete"} if blocked else {})})
    return fields, findings


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple({(f.id, f.field, f.input, str(f.params)): f for f in findings}.values())


def _stale_review(handoff: Handoff, version: str) -> tuple[Finding, ...]:
    review = handoff.review
    if not review or review.decision != "approved" or review.digest in (version, "current"):
        return ()
    return (
        Finding(
            id="changed-since-review", params={"fields": review.changed, "by": review.by}, blocks=("contract", "won")
        ),
    )


def _changes_at(handoff: Handoff, judged: Iterable[Judged], case: Case, now: datetime) -> datetime | None:
    """The next instant at which time alone changes the outcome."""
    days = [due + timedelta(1) for field in judged for due in field.due] + _lead_time_days(case)
    instants = [datetime.combine(day, time(), now.tzinfo).astimezone(UTC) for day in days]
    instants += [override.expires.astimezone(UTC) for override in handoff.overrides if override.expires]
    return min((instant for instant in instants if instant > now), default=None)


def _lead_time_days(case: Case) -> list[date]:
    deadline = case.value("hard_deadline", "date")
    days = [number(case.item(key).get("lead_time_days")) for key in REVIEW_ITEMS]
    if not isinstance(deadline, date):
        return []
    return [deadline - timedelta(lead) + timedelta(1) for lead in days if lead and lead < 36_500]
