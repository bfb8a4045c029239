"""What engineering looks at, riskiest first: the order of deals, the agenda of one deal, and what must be asked late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rules.checks import SENSITIVE, Case, number, people_of
from rules.model import Evaluation, Frozen, Handoff, State, Template
from rules.parts import item_of

UNSURE = frozenset(("please-check", "appealed"))  # findings of answers that may be specific enough
OPEN_FIRST: tuple[State, ...] = ("missing", "vague", "incomplete", "overdue", "unknown", "assumed", "confirmed")


class AgendaItem(Frozen):
    """One thing to talk about. `folded` ones are facts that need no time; `check` ones the judge was not sure about."""

    field: str
    state: State
    risky: bool
    folded: bool
    check: bool = False


def agenda(evaluation: Evaluation, template: Template) -> tuple[AgendaItem, ...]:
    """R72, R82: what the judge was not sure about, what is open or unknown, then what is assumed, confirmed ones folded;
    inside each by risk."""
    specs = sorted(template.required(), key=lambda spec: spec.risk)
    items = []
    for spec in specs:
        outcome = evaluation.fields[spec.key]
        folded, check = outcome.state == "confirmed", not UNSURE.isdisjoint(outcome.findings)
        items.append(AgendaItem(field=spec.key, state=outcome.state, risky=spec.risk < 99, folded=folded, check=check))
    return tuple(sorted(items, key=lambda item: (not item.check, OPEN_FIRST.index(item.state))))


def risk_order(template: Template) -> tuple[str, ...]:
    """The fixed order of R82: load, data, security, integrations, set-up, deadline, then the rest."""
    return tuple(spec.key for spec in sorted(template.required(), key=lambda spec: spec.risk))


def headline_peak(handoff: Handoff, template: Template) -> float:
    """The busiest row in actions an hour (R9); a short window counts at its pace (R5)."""
    case = Case(handoff, template, {}, date.min)
    return max((_row_peak(case, row) for row in case.rows("peak_load")), default=0.0)


def _row_peak(case: Case, row: Mapping[str, Any]) -> float:
    rate, minutes, people = (
        number(row.get("actions_per_hour")) or 0.0,
        number(row.get("window_minutes")),
        people_of(case, row),
    )
    pace = people * 60 / minutes if people and minutes else 0.0
    return max(rate, pace)


def deal_risk(handoff: Handoff, evaluation: Evaluation, template: Template) -> tuple[float, ...]:
    """Sorts the review queue, riskiest first (R6): load, sensitive data, unknowns, assumptions. Never the head count."""
    data = handoff.answers.get("data_flow")
    sensitive = str(data.inputs.get("data_class", "")) in SENSITIVE if data else False
    return (-headline_peak(handoff, template), -int(sensitive), -evaluation.counts.unknown, -evaluation.counts.assumed)


def setup_days(handoff: Handoff, template: Template) -> float | None:
    """R24, R26: the effort of the set-up work in days, as engineering put it, else as the handoff says.

    What the customer does is left out. Nothing when nobody named a day.
    """
    rows = Case(handoff, template, {}, date.min).rows("setup_work")
    theirs = {str(row.get("item")) for row in rows if row.get("done_by") == "customer"}
    days = {str(row.get("item")): number(row.get("days")) for row in rows}
    days |= handoff.review.days if handoff.review else {}
    counted = [effort for item, effort in days.items() if effort is not None and item not in theirs]
    return sum(counted) if counted else None


def works(template: Template) -> tuple[str, ...]:
    """The pieces of set-up work that the template knows."""
    rows = next(input_ for input_ in template.field("setup_work").inputs if input_.type == "rows")
    return tuple(next(column for column in rows.columns if column.type == "choice").choices)


def first_week(handoff: Handoff, template: Template) -> tuple[str, ...]:
    """R25: the pieces of set-up work that the customer expects in the first week."""
    rows = Case(handoff, template, {}, date.min).rows("setup_work")
    return tuple(str(row.get("item")) for row in rows if row.get("first_week") in (True, "yes", "true"))


def late_asks(before: Handoff, after: Handoff, template: Template) -> tuple[tuple[str, str], ...]:
    """R21: check-list points that are required now and were not when the customer had already heard a "yes".

    Returns (field, point), for the gap log.
    """
    late = []
    for spec in template.required():
        items = next((input_ for input_ in spec.inputs if input_.type == "items"), None)
        for key in items.choices if items else ():
            if _required(after, spec.key, key) and not _required(before, spec.key, key):
                late.append((spec.key, key))
    return tuple(late)


def _required(handoff: Handoff, field: str, item: str) -> bool:
    answer = handoff.answers.get(field)
    return bool(answer) and item_of(answer.inputs.get(item)).get("state") == "required" if answer else False


def changed_fields(before: Mapping[str, str], after: Mapping[str, str], order: Iterable[str]) -> tuple[str, ...]:
    """Which fields differ between two sets of field digests."""
    return tuple(key for key in order if before.get(key) != after.get(key))
