"""What one claim came to, between judging and writing: it can be parted, so that differences are written together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from connectors.base import DealRecord
from integration.casework import Case
from integration.storage import Claim, WorkItem


@dataclass(frozen=True)
class Look:
    """What one claim came to: its deals as they were read, the cases made of them, and the ids that are gone."""

    claim: Claim
    records: Mapping[str, DealRecord]
    gone: frozenset[str]
    cases: tuple[Case, ...]

    @property
    def items(self) -> dict[str, WorkItem]:
        return {item.object_id: item for item in self.claim.items}

    def parted(self) -> tuple[Look, Look]:
        """The cases that change nothing, with everything else there is to finish; and those that do."""
        quiet = tuple(case for case in self.cases if case.plan.empty)
        changing = tuple(case for case in self.cases if not case.plan.empty)
        return replace(self, cases=quiet), replace(self, cases=changing, records={}, gone=frozenset())

    def split(self, count: int) -> tuple[Look, Look]:
        """The first `count` cases, and the others."""
        return replace(self, cases=self.cases[:count]), replace(self, cases=self.cases[count:])

    def only_items(self) -> Claim:
        """The claim, of these cases alone."""
        items = self.items
        return replace(self.claim, items=tuple(items[case.id] for case in self.cases))
