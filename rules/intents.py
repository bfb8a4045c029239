"""What may be done to a CRM. The rules decide it, a connector carries it out, and nothing else is ever written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from rules.model import Frozen, Gate, Stage

OURS = (
    "state",
    "missing",
    "score",
    "gate_quote",
    "gate_contract",
    "gate_won",
    "review",
    "plan",
    "setup_days",
    "evaluated",
    "revision",
)
Value = str | None


class PutBack(Frozen):
    """Move the deal from `expected` to `to`, if it still stands at `expected`."""

    gate: Gate
    expected: Stage
    to: Stage


class Tell(Frozen):
    """One task for one person. `key` is deterministic, so that a repeat finds the first one."""

    key: str
    deal: str
    person: str
    subject: str
    body: str


class WritePlan(Frozen):
    """The differences for one deal: our own values by their short name, and at most one put-back. Empty means stop."""

    deal: str
    values: Mapping[str, Value] = {}
    put_back: PutBack | None = None

    @property
    def empty(self) -> bool:
        return not self.values and self.put_back is None


class Outcome(Frozen):
    """What came of a plan: `moved_on` means a person was faster, `refused` that the CRM said no for good."""

    deal: str
    result: Literal["done", "moved_on", "refused", "gone", "failed"]
    reason: str = ""
    wrote: bool = False
