"""Handling one claim: fetch, judge, plan, apply, record. One batch of deals goes through it in one direction."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from connectors.base import DealRecord, Fetched, Moved, Trail
from integration import rulings
from integration.accounts import OpenAccount
from integration.casework import Case, open_case, settle
from integration.digest import gathered
from integration.judging import (
    Judgement,
    Seen,
    decision_of,
    first_sight,
    in_reach,
    judge,
    known_review,
    last_mover,
    may_review,
    needs_trail,
    review_set,
)
from integration.look import Look
from integration.memory import DealMemory
from integration.metrics import EVALUATIONS, HOLDS, PUT_BACKS, WRITES
from integration.storage import Claim, Done, EventRow, Message, Store, WorkItem
from integration.storage.schema import gap, put_back, receipt, review, ruling
from rules.intents import Outcome
from rules.model import Finding, Review
from rules.movement import MINUTES_COUNTED, MOST_PUT_BACKS_AN_ACCOUNT, Decision
from rules.version import field_digests

log = structlog.get_logger()
REFUSED_SECONDS = 3600.0


@dataclass(frozen=True)
class Desk:
    """One account's deals are handled here, at one instant."""

    store: Store
    account: OpenAccount
    now: datetime

    # --- documents --------------------------------------------------------------------------------------------------

    def handle_documents(self, claim: Claim) -> None:
        """A priced document was published: its deals are looked at, with that in mind."""
        found = self.account.crm.documents([item.object_id for item in claim.items])
        rows = [
            EventRow(
                f"{self.account.key}|published|{document.id}|{deal}",
                self.account.key,
                "deal",
                deal,
                "published",
                document.id,
            )
            for document in found
            if document.published
            for deal in document.deals
        ]
        self.store.intake.put(rows, self.now.timestamp())
        self.store.work.finish(claim, [Done(item.object_id, item.wanted) for item in claim.items], self.now.timestamp())

    # --- deals ------------------------------------------------------------------------------------------------------

    def handle_deals(self, claim: Claim) -> None:
        """Read, judge, write differences, remember. A deal that breaks is failed alone."""
        look = self.look_at(claim)
        self.record(look, self.apply(look.cases))

    def look_at(self, claim: Claim, records: Mapping[str, DealRecord] | None = None) -> Look:
        """Read and judge. `records` were read a moment ago with a page of the sweep: they are not read again."""
        self._merge(claim)
        items = {item.object_id: item for item in claim.items}
        fetched = self._fetched(items, records or {})
        judged = self._judge_all(fetched.deals, claim, items)
        return Look(claim, fetched.deals, fetched.gone, tuple(self._decide_all(judged, claim, items)))

    def record(self, look: Look, outcomes: Mapping[str, Outcome]) -> None:
        """Remember what was decided, and what really came of it."""
        settled = [settle(case, outcomes.get(case.id, Outcome(deal=case.id, result="done"))) for case in look.cases]
        self._record(look.claim, look.items, look.records, gathered(settled, self.now), outcomes, look.gone)

    def _fetched(self, ids: Iterable[str], records: Mapping[str, DealRecord]) -> Fetched:
        known = {id: records[id] for id in ids if id in records}
        others = [id for id in ids if id not in known]
        fetched = self.account.crm.fetch(others) if others else Fetched({})
        return Fetched({**known, **fetched.deals}, fetched.gone)

    def _merge(self, claim: Claim) -> None:
        """Losers of a merge hand their history to the winner."""
        merges = self.store.intake.merges(self.account.key, [item.object_id for item in claim.items])
        with self.store.database.begin() as connection:
            for winner, losers in merges.items():
                self._inherit(winner, losers, connection)

    def _inherit(self, winner: str, losers: Sequence[str], connection: Any) -> None:
        """The winner of a merge keeps the most that any of the merged deals had rightly reached."""
        states = self.store.deals.get_many(self.account.key, [winner, *losers])
        if winner not in states and states:
            oldest = next(iter(states.values()))
            self.store.deals.save_many(self.account.key, {winner: (0.0, oldest)}, connection)
        self.store.deals.merge(self.account.key, winner, losers, connection)

    def _judge_all(
        self, records: Mapping[str, DealRecord], claim: Claim, items: Mapping[str, WorkItem]
    ) -> list[Judgement]:
        reached = [record for record in records.values() if in_reach(self.account, record)]
        seen = self._seen(reached)
        judged = []
        for record in reached:
            try:
                judged.append(self._judge(seen[record.id]))
            except Exception as error:  # one poisoned deal must not stop the others
                self._fail(claim, items[record.id], error)
        return judged

    def look(self, record: DealRecord) -> Judgement:
        """Judge one deal without doing anything about it."""
        seen = self._seen([record])[record.id]
        return judge(self.account, seen, seen.memory or DealMemory())

    def _judge(self, seen: Seen) -> Judgement:
        memory = seen.memory or DealMemory()
        return judge(self.account, seen, self._trial(seen, memory))

    def _seen(self, records: Sequence[DealRecord]) -> dict[str, Seen]:
        """Everything our own store knows of these deals, in a handful of queries."""
        key, ids = self.account.key, [record.id for record in records]
        states = self.store.deals.get_many(key, ids)
        reviews = self.store.records.reviews(key, ids)
        overrides = self.store.records.overrides(key, ids)
        events = self.store.intake.last_moves(key, ids)
        salt = self._salt()
        return {
            record.id: Seen(
                record=record,
                memory=DealMemory.model_validate(states[record.id]) if record.id in states else None,
                review=reviews.get(record.id),
                overrides=[_override(row) for row in overrides.get(record.id, [])],
                event=events.get(record.id),
                salt=salt,
                now=self.now,
            )
            for record in records
        }

    def _salt(self) -> str:
        """What makes our codes impossible to guess: made once for each database."""
        kept = self.store.records.switch("code_salt")
        if kept is None:
            self.store.records.set_switch("code_salt", secrets.token_hex(16), self.now.timestamp(), "handoff")
            kept = self.store.records.switch("code_salt")
        return str(kept["value"]) if kept else ""

    def _trial(self, seen: Seen, memory: DealMemory) -> DealMemory:
        """The next deals that leave discovery are the trial's."""
        wanted = self.account.document.trial.deals
        ladder = self.account.ladder(seen.record.stage)
        start = ladder.rank(self.account.discovery(ladder, seen.record.stage))
        left = ladder.rank(seen.record.stage) > start and (
            memory.standing is None or ladder.rank(memory.standing) <= start
        )
        fresh = seen.memory is not None or seen.event is not None
        if memory.trial or not wanted or not left or not fresh:
            return memory
        taken = sum(
            row["value"]
            for row in self.store.records.counters()
            if (row["name"], row["account"]) == ("trial", self.account.key)
        )
        if taken >= wanted:
            return memory
        self.store.records.count("trial", self.account.key)
        return memory.model_copy(update={"trial": taken + 1})

    # --- deciding ---------------------------------------------------------------------------------------------------

    def _decide_all(self, judged: Sequence[Judgement], claim: Claim, items: Mapping[str, WorkItem]) -> list[Case]:
        wanted = [j.record.id for j in judged if needs_trail(j) or review_set(j)]
        trails = self.account.crm.trails(wanted) if wanted else {}
        since = (self.now - timedelta(minutes=MINUTES_COUNTED)).timestamp()
        put_backs = self.store.records.put_backs_since(self.account.key, since)
        published = self.store.intake.published(self.account.key, [j.record.id for j in judged])
        stopped = bool(self.store.records.stops(self.account.key))
        cases = []
        for judgement in judged:
            try:
                case = self._case(judgement, trails.get(judgement.record.id), put_backs, published, stopped)
            except Exception as error:
                self._fail(claim, items[judgement.record.id], error)
                continue
            if case.plan.put_back:
                put_backs = [*put_backs, {"deal": case.id, "digest": judgement.evaluation.digest}]
            cases.append(case)
        return cases

    def _case(
        self,
        judgement: Judgement,
        trail: Trail | None,
        put_backs: Sequence[Mapping[str, Any]],
        published: Mapping[str, list[str]],
        stopped: bool,
    ) -> Case:
        judgement = self._native_review(judgement, trail)
        mover = last_mover(self.account, judgement.seen, trail)
        decision = decision_of(judgement, mover, trail, put_backs, stopped)
        if decision.reaction != "accept" and (lost := self.account.lost_properties()):
            judgement, decision = self._let_pass(judgement, decision, lost)
        return open_case(judgement, decision, mover, tuple(published.get(judgement.record.id, ())))

    def _let_pass(self, judgement: Judgement, decision: Decision, lost: Sequence[str]) -> tuple[Judgement, Decision]:
        """A rep cannot fill a property that is not there: nobody is held until the mapping is mended."""
        log.error("mapping broken, gates are open", account=self.account.key, properties=list(lost))
        finding = Finding(id="mapping-broken", params={"names": tuple(lost)})
        judgement = judge(self.account, _with(judgement.seen, noticed=(finding,)), judgement.memory)
        return judgement, Decision(reaction="accept", accept=judgement.standing, gates=decision.gates)

    def _native_review(self, judgement: Judgement, trail: Trail | None) -> Judgement:
        """A review that was set on the deal counts when a listed reviewer set it; otherwise it is put right."""
        if not review_set(judgement) or trail is None or trail.review_set_by is None:
            return judgement
        by = trail.review_set_by
        if by.by == "ours" or known_review(judgement, by):
            return judgement
        if not may_review(self.account, judgement.record, by.person, trail.vouched):
            finding = Finding(id="review-not-counted")
            return judge(self.account, _with(judgement.seen, noticed=(finding,)), judgement.memory)
        kept = self._store_review(judgement, by)
        return judge(self.account, _with(judgement.seen, review=kept), judgement.memory)

    def _store_review(self, judgement: Judgement, by: Moved) -> dict[str, Any]:
        """The approval holds for the answers that stood there when it was given."""
        memory, decision = judgement.memory, (judgement.record.shown.get("review") or "").strip()
        earlier = bool(memory.evaluated and by.at and memory.evaluated <= by.at and memory.digest)
        digest = memory.digest if earlier else judgement.evaluation.digest
        fields = memory.fields if earlier else field_digests(judgement.handoff, self.account.template)
        earlier_one = judgement.handoff.review or Review()
        marks = () if decision == "approved" else earlier_one.marks
        fresh = {"decision": decision, "by": by.person, "at": by.at or self.now, "digest": digest, "marks": marks}
        made = earlier_one.model_copy(update={**fresh, "changed": ()})
        kept = {**made.model_dump(mode="json"), "fields": dict(fields)}
        row = {
            "account": self.account.key,
            "deal": judgement.record.id,
            "at": self.now.timestamp(),
            "by": by.person,
            "review": kept,
        }
        self.store.records.add(review, [row])
        self.store.records.add(ruling, rulings.decided(judgement, made, ()))
        return kept

    # --- carrying out -----------------------------------------------------------------------------------------------

    def apply(self, cases: Sequence[Case]) -> Mapping[str, Outcome]:
        """Write the differences of these cases, in the CRM's own batches."""
        plans = [case.plan for case in cases if not case.plan.empty]
        outcomes = self.account.crm.apply(plans) if plans else {}
        for case in cases:
            outcome = outcomes.get(case.id)
            if outcome:
                WRITES.labels(outcome.result).inc()
                if outcome.result == "refused" and not case.plan.put_back:
                    log.warning("the CRM refuses what we write", deal=case.id, reason=outcome.reason)
                if case.plan.put_back:
                    PUT_BACKS.labels(outcome.result).inc()
                    log.info(
                        "put back",
                        deal=case.id,
                        result=outcome.result,
                        gate=case.decision.gates[0],
                        reason=outcome.reason,
                    )
        return outcomes

    def _record(
        self,
        claim: Claim,
        items: Mapping[str, WorkItem],
        records: Mapping[str, DealRecord],
        cases: Sequence[Case],
        outcomes: Mapping[str, Outcome],
        gone: frozenset[str],
    ) -> None:
        """Everything that was decided, in one transaction with the end of the work."""
        stamp = self.now.timestamp()
        handled = {case.id: case for case in cases}
        memories = {
            case.id: (case.judgement.record.modified.timestamp(), case.memory.model_dump(mode="json")) for case in cases
        }
        with self.store.database.begin() as connection:
            self.store.deals.save_many(self.account.key, memories, connection)
            self.store.records.add(
                receipt, [self._receipt(case, outcomes.get(case.id)) for case in cases if _notable(case)], connection
            )
            self.store.records.add(gap, [dict(row) for case in cases for row in case.gaps], connection)
            self.store.records.add(ruling, [row for case in cases for row in rulings.seen(case.judgement)], connection)
            self.store.records.add(
                put_back, [self._put_back(case, outcomes) for case in cases if case.plan.put_back], connection
            )
            self.store.outbox.close([key for case in cases for key in case.closes], stamp, connection)
            self.store.outbox.add(
                [self._message(case, tell) for case in cases for tell in case.tells], stamp, connection
            )
            self.store.work.forget(claim, [id for id in gone if id in items], connection)
            done = [self._done(items[case.id], case, outcomes.get(case.id)) for case in cases]
            done += [
                Done(id, items[id].wanted)
                for id in records
                if id in items and id not in handled and not in_reach(self.account, records[id])
            ]
            self.store.work.finish(claim, done, stamp, connection)
        self._watch(cases)
        EVALUATIONS.inc(len(cases))

    def _done(self, item: WorkItem, case: Case, outcome: Outcome | None) -> Done:
        """Due again when time alone changes the outcome, or at once when somebody was faster than we."""
        due = case.judgement.evaluation.changes_at
        if outcome and outcome.result in ("moved_on", "failed", "refused"):
            refused = 0.0 if case.plan.put_back else REFUSED_SECONDS  # whose rule it is may be mended meanwhile
            due_in = {"moved_on": 2.0, "failed": 60.0, "refused": refused}[outcome.result]
            return Done(item.object_id, item.wanted, self.now.timestamp() + due_in)
        return Done(item.object_id, item.wanted, due.timestamp() if due else None)

    def _receipt(self, case: Case, outcome: Outcome | None) -> dict[str, Any]:
        judgement = case.judgement
        told = {
            "decision": case.decision.model_dump(mode="json"),
            "mover": case.mover.by,
            "written": dict(case.plan.values),
            "result": outcome.result if outcome else "nothing to write",
            "evaluation": judgement.evaluation.model_dump(mode="json"),
        }
        text = "|".join((self.account.key, case.id, self.now.isoformat(), judgement.evaluation.digest))
        return {
            "code": "HG-" + hashlib.sha256(text.encode()).hexdigest()[:12].upper(),
            "account": self.account.key,
            "deal": case.id,
            "at": self.now.timestamp(),
            "template_version": judgement.evaluation.template_version,
            "document_version": self.account.row.document_version,
            "inputs": json.loads(judgement.handoff.model_dump_json()),
            "outcome": told,
        }

    def _put_back(self, case: Case, outcomes: Mapping[str, Outcome]) -> dict[str, Any]:
        result = outcomes[case.id].result if case.id in outcomes else "failed"
        row = {"account": self.account.key, "deal": case.id, "gate": case.decision.gates[0], "outcome": result}
        return {**row, "digest": case.judgement.evaluation.digest, "at": self.now.timestamp()}

    def _message(self, case: Case, tell: Any) -> Message:
        return Message(tell.key, self.account.key, case.id, tell.model_dump(mode="json"))

    def _watch(self, cases: Sequence[Case]) -> None:
        """Too many put-backs in ten minutes: stop, and wait for a person."""
        for case in cases:
            if case.memory.hold:
                HOLDS.labels(case.memory.hold).inc()
        since = (self.now - timedelta(minutes=MINUTES_COUNTED)).timestamp()
        if any(case.decision.reaction == "needs_person" for case in cases):
            count = len(self.store.records.put_backs_since(self.account.key, since))
            if count >= MOST_PUT_BACKS_AN_ACCOUNT:
                self.store.records.stop_gates(self.account.key, True, self.now.timestamp(), "handoff")
                log.warning("put-backs stopped", account=self.account.key, count=count)

    def _fail(self, claim: Claim, item: WorkItem, error: Exception) -> None:
        log.exception("deal could not be judged", account=self.account.key, deal=item.object_id)
        self.store.work.fail(claim, item, "transient", f"{type(error).__name__}: {error}", self.now.timestamp())


def _notable(case: Case) -> bool:
    return not case.plan.empty or case.decision.reaction != "accept" or first_sight(case.judgement)


def _override(row: Mapping[str, Any]) -> dict[str, Any]:
    expires = datetime.fromtimestamp(row["expires"], UTC) if row["expires"] else None
    return {**row, "expires": expires}


def _with(seen: Seen, **changes: Any) -> Seen:
    return replace(seen, **changes)
