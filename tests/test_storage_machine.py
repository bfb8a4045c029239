"""Anything may happen in any order: events, claims, crashes, late finishes, time. What was acknowledged is still handled."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from databases import A, B, a_store
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from integration.storage import Claim, Done, EventRow
from integration.storage.worklist import CONFIG_WAIT, LEASE_SECONDS, LONGEST_WAIT

DEALS = st.sampled_from(["1", "2", "3"])
ACCOUNTS = st.sampled_from([A, B])


class Inbox(RuleBasedStateMachine):
    """A model beside the database: per deal, how many events were acknowledged and how many a finished look has seen."""

    claims = Bundle("claims")

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.context = a_store("sqlite", self.folder)
        self.store = self.context.__enter__()
        self.now = 0.0
        self.number = 0
        self.stored: dict[tuple[str, str], int] = {}
        self.seen: dict[tuple[str, str], int] = {}
        self.holder: dict[tuple[str, str], tuple[str, float]] = {}

    def teardown(self) -> None:
        if hasattr(self, "context"):
            self.settle()
            self.context.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    @rule(account=ACCOUNTS, deal=DEALS)
    def put(self, account: str, deal: str) -> None:
        self.number += 1
        assert self.store.intake.put([EventRow(str(self.number), account, "deal", deal, "changed")], self.now) == 1
        self.stored[account, deal] = self.number

    @rule(account=ACCOUNTS, deal=DEALS)
    def repeat(self, account: str, deal: str) -> None:
        known = self.stored.get((account, deal))
        if known:
            assert self.store.intake.put([EventRow(str(known), account, "deal", deal, "changed")], self.now) == 0

    @rule(target=claims)
    def claim(self) -> tuple[Claim | None, dict[str, int]]:
        claimed = self.store.work.claim(self.now, 2)
        if claimed is None:
            return None, {}
        for item in claimed.items:
            key = (claimed.account, item.object_id)
            held = self.holder.get(key)
            assert held is None or held[1] <= self.now, "two hold one deal"
            self.holder[key] = (claimed.token, self.now + LEASE_SECONDS)
        return claimed, {item.object_id: self.stored[claimed.account, item.object_id] for item in claimed.items}

    @rule(claimed=consumes(claims), failing=st.sampled_from(["", "transient", "permanent", "config"]))
    def end(self, claimed: tuple[Claim | None, dict[str, int]], failing: str) -> None:
        claim, read = claimed
        if claim is None:
            return
        mine = [item for item in claim.items if self.holder.get((claim.account, item.object_id), ("", 0))[0] == claim.token]  # fmt: skip
        if failing:
            for item in claim.items:
                self.store.work.fail(claim, item, failing, "x", self.now)  # type: ignore[arg-type]
        else:
            self.store.work.finish(claim, [Done(i.object_id, i.wanted) for i in claim.items], self.now)
        for item in mine:
            key = (claim.account, item.object_id)
            del self.holder[key]
            if not failing:
                self.seen[key] = max(self.seen.get(key, 0), read[item.object_id])

    @rule(claimed=consumes(claims))
    def crash(self, claimed: tuple[Claim | None, dict[str, int]]) -> None:
        """The worker is gone; only the lease knows."""

    @rule(claimed=claims)
    def heartbeat(self, claimed: tuple[Claim | None, dict[str, int]]) -> None:
        claim, _ = claimed
        if claim is None:
            return
        held = [k for k, (token, _) in self.holder.items() if token == claim.token]
        assert self.store.work.heartbeat(claim, self.now) == bool(held)
        for key in held:
            self.holder[key] = (claim.token, self.now + LEASE_SECONDS)

    @rule(seconds=st.sampled_from([1.0, LEASE_SECONDS - 1, LEASE_SECONDS, CONFIG_WAIT]))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def what_is_not_handled_is_on_the_list(self) -> None:
        if not hasattr(self, "store"):
            return
        parked = {(row["account"], row["object_id"]) for row in self.store.work.parked()}
        waiting = self.store.work.depth(self.now + 10 * LONGEST_WAIT)[0]
        open_ = [key for key, number in self.stored.items() if self.seen.get(key, 0) < number]
        assert len([key for key in open_ if key not in parked]) <= waiting

    def settle(self) -> None:
        """In the end, after a retry by hand, everything that was acknowledged has been looked at."""
        self.now += 10 * LONGEST_WAIT
        self.store.work.retry(self.now)
        while claimed := self.store.work.claim(self.now):
            for item in claimed.items:
                self.seen[claimed.account, item.object_id] = self.stored[claimed.account, item.object_id]
            self.store.work.finish(claimed, [Done(i.object_id, i.wanted) for i in claimed.items], self.now)
        assert self.seen == self.stored


TestInbox = Inbox.TestCase
TestInbox.settings = settings(max_examples=40, stateful_step_count=25, deadline=None, derandomize=True)
