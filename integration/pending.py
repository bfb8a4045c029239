"""Deals that are judged and whose differences wait until a full call of them is together.

A backfill judges far more deals than it changes: writing page by page would cost a call for a handful each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from integration.desk import Desk
from integration.look import Look
from integration.storage import Claim


@dataclass
class Pending:
    """`size` is how many deals the CRM takes in one write; `failed` is told of claims whose write went wrong.

    Claims that wait are held by `renew`; when the process dies, their leases run out and the worker finds them.
    """

    size: int
    renew: Callable[[Claim], object]
    failed: Callable[[Claim, Exception], None]
    waiting: list[tuple[Desk, Look]] = field(default_factory=list)

    def add(self, desk: Desk, look: Look) -> None:
        """What changes nothing is done at once; the rest is written as soon as a call is full."""
        quiet, changing = look.parted()
        desk.record(quiet, {})
        if changing.cases:
            self.waiting.append((desk, changing))
        while self._count() >= self.size:
            self._write()
        for _, held in self.waiting:
            self.renew(held.claim)

    def flush(self) -> None:
        """Write what is left."""
        while self.waiting:
            self._write()

    def claims(self) -> list[Claim]:
        return [look.claim for _, look in self.waiting]

    def _count(self) -> int:
        return sum(len(look.cases) for _, look in self.waiting)

    def _write(self) -> None:
        """One call: the oldest first, of the last claim only as many as still fit."""
        taken, left = list[tuple[Desk, Look]](), self.size
        while self.waiting and left:
            desk, look = self.waiting.pop(0)
            now, later = look.split(left)
            taken.append((desk, now))
            left -= len(now.cases)
            if later.cases:
                self.waiting.insert(0, (desk, later))
        try:
            outcomes = taken[0][0].apply([case for _, look in taken for case in look.cases])
            for desk, look in taken:
                desk.record(look, outcomes)
        except Exception as error:
            for _, look in taken:
                self.failed(look.only_items(), error)
