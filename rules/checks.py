"""Checks that look across fields. Each is a small function that returns findings and never raises.

A finding that blocks nothing is something for the reviewer to see; a conflict blocks nothing by itself either,
because only the gates' requirements hold a deal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rules.model import GATES, FieldOutcome, Finding, Handoff, Template
from rules.offers import DEAL_OWNER, offered
from rules.parts import item_of, rows_of, unwrap
from rules.states import ANSWERED
from rules.values import Bad, blank, read

STEEP_GROWTH = 3
ARRIVALS_A_MINUTE = 10
REVIEW_ITEMS = ("vendor_review", "data_handling", "security_approval")
SENSITIVE = ("employee", "payment", "health")
LOG_IN = (
    "logs in",
    "logging in",
    "signs in",
    "log-in",
    "log in",
    "login",
    "logon",
    "log-on",
    "sign-in",
    "sign in",
    "signin",
    "anmeld",
)


@dataclass(frozen=True)
class Case:
    """Everything a check may look at."""

    handoff: Handoff
    template: Template
    fields: Mapping[str, FieldOutcome]
    today: date

    def value(self, field: str, key: str) -> Any:
        """One typed input, or nothing when it is absent or cannot be read."""
        answer = self.handoff.answers.get(field)
        spec = next((i for i in self.template.field(field).inputs if i.key == key), None)
        raw = unwrap(answer.inputs.get(key))[0] if answer else None
        if spec is None or blank(raw):
            return None
        typed = read(spec, raw)
        return None if isinstance(typed, Bad) else typed

    def rows(self, field: str) -> list[Mapping[str, Any]]:
        """The rows of a field as plain values; empty when it has none."""
        answer = self.handoff.answers.get(field)
        spec = next(i for i in self.template.field(field).inputs if i.type == "rows")
        rows = rows_of(spec, answer.inputs) if answer else []
        return [{key: unwrap(value)[0] for key, value in row.items()} for row in rows]

    def item(self, key: str) -> Mapping[str, Any]:
        """One point of the security check-list."""
        answer = self.handoff.answers.get("security")
        return item_of(answer.inputs.get(key)) if answer else {}


def run_checks(case: Case) -> tuple[Finding, ...]:
    """All findings of all checks, in the order of the list below."""
    return tuple(finding for check in CHECKS for finding in check(case))


def number(value: Any) -> float | None:
    """A plain number out of a row's cell, or nothing."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def growth(case: Case) -> Iterator[Finding]:
    """R2: growth changes the design; a fall is worth a question."""
    first, last = number(case.value("active_users", "month_1")), number(case.value("active_users", "month_12"))
    if first and last and last / first >= STEEP_GROWTH:
        yield Finding(id="growth-is-steep", field="active_users", params={"factor": round(last / first)})
    if first and last is not None and last < first:
        yield Finding(
            id="users-shrink", field="active_users", params={"first": f"{first:.15g}", "last": f"{last:.15g}"}
        )


def arrivals(case: Case) -> Iterator[Finding]:
    """R5: what a short window means for the servers, in actions a minute."""
    for place, row in enumerate(case.rows("peak_load")):
        minutes, people = number(row.get("window_minutes")), people_of(case, row)
        if minutes and people:
            rate = people / minutes
            params = {"action": str(row.get("action") or ""), "rate": round(rate), "pace": round(rate * 60)}
            id = "arrivals-come-at-once" if minutes < 60 and rate >= ARRIVALS_A_MINUTE else "arrival-rate"
            yield Finding(id=id, field="peak_load", input=f"rows.{place}", params=params)


def people_of(case: Case, row: Mapping[str, Any]) -> float | None:
    """How many come within the window: people named, else actions, else (for log-ins) everybody of month 1."""
    named = number(row.get("users")) or number(row.get("actions_per_hour"))
    if named or not any(word in str(row.get("action", "")).casefold() for word in LOG_IN):
        return named
    return number(case.value("active_users", "month_1"))


def lead_times(case: Case) -> Iterator[Finding]:
    """R20: a review that takes longer than there is time before the deadline."""
    deadline = case.value("hard_deadline", "date")
    for key in REVIEW_ITEMS:
        days = number(case.item(key).get("lead_time_days"))
        if deadline and days and case.item(key).get("state") == "required" and case.today + timedelta(days) > deadline:
            params = {
                "item": key,
                "days": round(days),
                "date": deadline.isoformat(),
                "left": (deadline - case.today).days,
            }
            yield Finding(id="lead-time-too-long", field="security", input=key, params=params)


def hosting(case: Case) -> Iterator[Finding]:
    """R17, R35: where data must stay limits hosting; sensitive data belongs in the risky group."""
    region = case.item("data_location").get("region")
    if case.item("data_location").get("state") == "required" and not blank(region):
        yield Finding(
            id="location-limits-hosting", field="security", input="data_location", params={"region": str(region)}
        )
    if case.value("data_flow", "data_class") in SENSITIVE:
        yield Finding(id="data-is-sensitive", field="data_flow", params={"row": case.value("data_flow", "data_class")})


def hidden_integration(case: Case) -> Iterator[Finding]:
    """R27: a one-off integration inside the set-up work, while "no integrations" was answered."""
    answer = case.handoff.answers.get("integrations")
    ticked = any(str(row.get("item")) == "one_off_integration" for row in case.rows("setup_work"))
    if ticked and answer and answer.inputs.get("none") is True:
        yield Finding(id="integration-hidden-in-setup", field="setup_work", params={"other": "integrations"})


def needed_later(case: Case) -> Iterator[Finding]:
    """R31: what the customer cannot start without belongs to day one."""
    for place, row in enumerate(case.rows("integrations")):
        if row.get("cannot_start_without") in (True, "yes", "true") and row.get("needed") == "later":
            params = {"row": str(row.get("system", ""))}
            yield Finding(
                id="needed-from-day-one",
                field="integrations",
                input=f"rows.{place}",
                params=params,
                blocks=GATES,
            )


def deadline_before_launch(case: Case) -> Iterator[Finding]:
    """R45: the deadline must not fall before the launch window."""
    deadline, start, end = (
        case.value("hard_deadline", "date"),
        case.value("launch_window", "from"),
        case.value("launch_window", "to"),
    )
    if deadline and start and deadline < (end or start):
        params = {"deadline": deadline.isoformat(), "from": start.isoformat(), "to": (end or start).isoformat()}
        yield Finding(id="deadline-before-launch", field="hard_deadline", params=params)
    if start and end and end < start:
        params = {"from": start.isoformat(), "to": end.isoformat()}
        yield Finding(id="launch-window-backwards", field="launch_window", params=params, blocks=GATES)


def promise_on_guesses(case: Case) -> Iterator[Finding]:
    """R43, R69, R70: something was promised while answers it stands on are open. Flagged and named, never erased."""
    open_fields = tuple(spec.key for spec in case.template.required() if case.fields[spec.key].state not in ANSWERED)
    for kind in ("date", "price", "scope", "security_review"):
        promised = getattr(case.handoff.promise, kind)
        if open_fields and not blank(promised) and promised is not False:
            params = {"kind": kind, "promised": str(promised), "open": open_fields}
            yield Finding(id="promise-is-a-guess", params=params, blocks=("quote",))


def assumptions_shown(case: Case) -> Iterator[Finding]:
    """R52: what sales adds in its own words travels with the label ASSUMED."""
    for key, answer in case.handoff.answers.items():
        if not blank(answer.assumption):
            yield Finding(id="sales-assumes", field=key, params={"text": answer.assumption})


def values_offered(case: Case) -> Iterator[Finding]:
    """R39, R64: values that a sentence in one box holds. They are offered to the rep; nothing is written and no state changes."""
    for box, found in offered(case.handoff, case.template, case.today).items():
        field, _, key = box.partition(".")
        for offer in found:
            owner = _deal_owner(case.handoff) if offer.owner == DEAL_OWNER else offer.owner
            params = {"target": offer.input, "value": offer.value, "owner": owner, "confirm_with": offer.confirm_with}
            by = {"confirm_by": offer.confirm_by.isoformat()} if offer.confirm_by else {}
            yield Finding(id="value-offered", field=field, input=key, params=params | by)


def _deal_owner(handoff: Handoff) -> str:
    """The deal owner's name, if an answer of theirs has it or the deal itself does; an id of the CRM is no name."""
    id, owners = handoff.deal.owner, (answer.owner for answer in handoff.answers.values())
    names = [owner.name for owner in owners if owner and owner.id == id and owner.name]
    return next(iter(names), DEAL_OWNER if not id or any(c.isdigit() for c in id) else id)


CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    growth,
    arrivals,
    lead_times,
    hosting,
    hidden_integration,
    needed_later,
    deadline_before_launch,
    promise_on_guesses,
    assumptions_shown,
    values_offered,
)
