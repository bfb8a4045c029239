"""May the deal pass? Interprets the template's declarative list of requirements; nothing here knows a field's name
except the one place where a check-list point may block launch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from rules.model import GATES, FieldOutcome, Finding, Gate, GateOutcome, Handoff, Requirement, Template
from rules.parts import item_of
from rules.states import ANSWERED
from rules.values import blank


@dataclass(frozen=True)
class Before:
    """What the gates look at: the judged fields, their findings, and this version's digest."""

    handoff: Handoff
    template: Template
    fields: Mapping[str, FieldOutcome]
    findings: tuple[Finding, ...]
    digest: str
    now: datetime

    def keys(self, requirement: Requirement) -> tuple[str, ...]:
        """The fields a requirement speaks of."""
        if isinstance(requirement.fields, tuple):
            return requirement.fields
        specs = self.template.required()
        return tuple(spec.key for spec in specs if requirement.fields == "required" or spec.scope_changing)

    def in_state(self, requirement: Requirement, *states: str) -> tuple[str, ...]:
        return tuple(key for key in self.keys(requirement) if key in self.fields and self.fields[key].state in states)


def open_gates(before: Before) -> dict[Gate, GateOutcome]:
    """All three gates: what fails, and whether an override lets the deal pass all the same."""
    failed: dict[Gate, tuple[str, ...]] = {}
    for gate in GATES:
        mine = [requirement for requirement in before.template.gates if requirement.gate == gate]
        failed[gate] = tuple(r.id for r in mine if not _NEEDS[r.needs](before, r, failed))
    return {gate: _outcome(before, gate, ids) for gate, ids in failed.items()}


def _outcome(before: Before, gate: Gate, because: tuple[str, ...]) -> GateOutcome:
    override = next(
        (o for o in before.handoff.overrides if o.gate == gate and _active(o.expires, o.reason, before.now)), None
    )
    by = override.by if override and because else ""
    return GateOutcome(allowed=not because or bool(override), because=because, overridden_by=by)


def _active(expires: datetime | None, reason: str, now: datetime) -> bool:
    return bool(reason.strip()) and (expires is None or expires > now)


Failed = Mapping[Gate, tuple[str, ...]]


def _answered(before: Before, requirement: Requirement, failed: Failed) -> bool:
    blocking = any(requirement.gate in finding.blocks and finding.field for finding in before.findings)
    answered = before.in_state(requirement, *ANSWERED) == before.keys(requirement)
    return answered and not blocking


def _range_for_unknown(before: Before, requirement: Requirement, failed: Failed) -> bool:
    promise = before.handoff.promise.type
    if promise == "paused":
        return False
    return promise == "range" or not before.in_state(requirement, "unknown")


def _review_for_assumed(before: Before, requirement: Requirement, failed: Failed) -> bool:
    if before.handoff.promise.type in ("range", "paused"):
        return True
    return not before.in_state(requirement, "assumed") or approved(before.handoff, before.digest)


def approved(handoff: Handoff, digest: str) -> bool:
    """Engineering approved these very answers."""
    review = handoff.review
    return bool(review and review.decision == "approved" and review.digest in (digest, "current"))


def _review_approved(before: Before, requirement: Requirement, failed: Failed) -> bool:
    return approved(before.handoff, before.digest)


def _review_settled(before: Before, requirement: Requirement, failed: Failed) -> bool:
    review = before.handoff.review
    return not review or (review.decision != "scope_change" and not any(mark.open for mark in review.marks))


def _gate(before: Before, requirement: Requirement, failed: Failed) -> bool:
    return not failed[requirement.like or "contract"]


def _known(before: Before, requirement: Requirement, failed: Failed) -> bool:
    return not any(may_block_launch(before.handoff, key) for key in before.in_state(requirement, "unknown"))


def may_block_launch(handoff: Handoff, field: str) -> bool:
    """An unknown in a check-list matters at the end only where it blocks launch, or nobody said that it does not."""
    answer = handoff.answers.get(field)
    items = [item_of(raw) for raw in answer.inputs.values()] if answer and answer.status != "unknown" else []
    unknown = [item for item in items if item.get("state") == "unknown" or item.get("status") == "unknown"]
    if not unknown:
        return True
    return any(blank(item.get("blocks_launch")) or item.get("blocks_launch") in (True, "yes") for item in unknown)


def _confirmed(before: Before, requirement: Requirement, failed: Failed) -> bool:
    return before.in_state(requirement, "confirmed") == before.keys(requirement)


_NEEDS: dict[str, Callable[[Before, Requirement, Failed], bool]] = {
    "answered": _answered,
    "range_for_unknown": _range_for_unknown,
    "review_for_assumed": _review_for_assumed,
    "review_approved": _review_approved,
    "review_settled": _review_settled,
    "gate": _gate,
    "known": _known,
    "confirmed": _confirmed,
}
