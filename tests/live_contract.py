"""Chapters of the contract suite: a live account, read and written. `test_connectors_contract` collects them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from kits import Kit, Values
from typed import TYPED

from connectors.base import Crm
from connectors.errors import ConfigError, Transient
from connectors.mapping import translate
from rules.evaluate import evaluate
from rules.intents import PutBack, Tell, WritePlan
from rules.model import Deal, Handoff, Stage, Template

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
SHOWN: Values = {
    "state": "held",
    "missing": "Zurück in Discovery: 2 Antworten fehlen\n1. Spitzenlast: wann? – z. B. „900 Läufe“\n\n2. Größe < 5 & mehr",
    "score": "62",
    "gate_quote": "HG-Q-1A2B3C4D",
    "gate_contract": "HG-C-1A2B3C4D",
    "gate_won": "HG-W-1A2B3C4D",
    "review": "waiting",
    "plan": "Phase 1: übernehmen\nPhase 2: prüfen",
    "setup_days": "12.5",
    "evaluated": "2027-01-04T09:00:00Z",
}


def written(crm: Crm, deal: str) -> dict[str, str]:
    return {key: value or "" for key, value in crm.fetch([deal]).deals[deal].shown.items()}


def back(kit: Kit, deal: str, **values: str) -> WritePlan:
    return WritePlan(deal=deal, values=values, put_back=PutBack(gate="quote", expected=kit.quote, to=kit.open_stage))


def moved_deal(kit: Kit) -> str:
    deal = kit.create()
    assert kit.move(deal, kit.quote) == ""
    return deal


def message(kit: Kit, deal: str, key: str = "HG-0A1B", person: str = "") -> Tell:
    body = "1. Spitzenlast: wann?\n2. <b>SAP</b> & „wer“?"
    return Tell(key=key, deal=deal, person=person or kit.person, subject="Zurück: 2 Antworten", body=body)


class TestReading:
    """Who an account is, and what a deal says."""

    def test_the_account_says_who_it_is(self, kit: Kit, crm: Crm) -> None:
        told = crm.identify()
        assert (told.account, told.time_zone) == (kit.account, kit.zone) and told.name and ZoneInfo(told.time_zone)

    def test_the_credentials_of_another_account_are_noticed(self, kit: Kit) -> None:
        with pytest.raises(ConfigError, match="belong|open"):
            kit.open(account=kit.stranger).identify()

    def test_pipelines_have_stages_one_won_one_lost_and_are_kept(self, kit: Kit, crm: Crm) -> None:
        found = {Stage(pipeline=p.id, id=s.id): s.closed for p in crm.pipelines() for s in p.stages}
        assert all(p.label and all(s.label for s in p.stages) for p in crm.pipelines())
        assert list(found.values()).count("won") == list(found.values()).count("lost") == len(crm.pipelines())
        assert [found[stage] for stage in (kit.open_stage, kit.quote, kit.contract, kit.won)] == ["open"] * 3 + ["won"]
        before = kit.calls()
        assert crm.pipelines() and kit.calls() == before

    def test_people_are_found_by_every_name_they_have(self, kit: Kit, crm: Crm) -> None:
        found = crm.person(kit.person)
        assert found and found.id == kit.person and found.name == "Ana Ortiz" and found.active and found in crm.people()
        assert {crm.person(name) for name in (f"user:{kit.user}", kit.user, kit.mail, kit.mail.upper())} == {found}
        for nobody in ("nobody@example.com", "user:12345", "12345", "no such person", "user:", " ", ""):
            assert crm.person(nobody) is None, nobody

    def test_a_filled_deal_is_read_as_answers_that_score_100(self, kit: Kit, crm: Crm, template: Template) -> None:
        deal = kit.create(typed=TYPED)
        record, wanted = crm.fetch([deal]).deals[deal], translate(TYPED, crm.person(kit.person), crm.person)
        assert (record.answers, record.promise, record.has_answer) == (wanted.answers, wanted.promise, True)
        assert (record.id, record.name, record.stage) == (deal, "Northern portal", kit.open_stage)
        assert record.owner == crm.person(kit.person) and record.created <= record.modified <= datetime.now(UTC)
        handoff = Handoff(deal=Deal(account=kit.account, id=deal), promise=record.promise, answers=record.answers)
        assert evaluate(handoff, NOW, template).score == 100

    def test_an_empty_deal_has_no_answer_and_a_named_owner_is_found(self, kit: Kit, crm: Crm) -> None:
        empty, owned = kit.create(), kit.create(typed={"access.approver": "IT", "owner.security": kit.other})
        found = crm.fetch([empty, owned]).deals
        assert not found[empty].has_answer and found[empty].answers == {}
        assert found[owned].answers["access"].owner == crm.person(kit.other) != None  # noqa: E711

    def test_what_is_not_there_is_gone(self, kit: Kit, crm: Crm) -> None:
        kept, deleted = kit.create(), kit.create()
        kit.delete(deleted)
        found = crm.fetch([deleted, kept, *kit.nowhere, kept])
        assert set(found.deals) == {kept} and found.gone == {deleted, *kit.nowhere}
        assert set(crm.trails([deleted, kept, *kit.nowhere])) == {kept}

    def test_250_deals_are_few_calls(self, kit: Kit, crm: Crm, many: list[str]) -> None:
        crm.fetch(many[:1])
        before = kit.calls()
        assert set(crm.fetch(many).deals) == set(many)
        assert kit.calls() - before <= 4

    def test_no_ids_and_no_plans_make_no_call(self, kit: Kit, crm: Crm) -> None:
        before = kit.calls()
        assert not crm.fetch([]).deals and not crm.trails([]) and not crm.documents([]) and not crm.apply([])
        assert kit.calls() == before


class TestSweep:
    """Looking for what changed."""

    def test_what_changed_is_found_and_what_did_not_is_not(self, kit: Kit, crm: Crm) -> None:
        with kit.at(datetime.now(UTC) - timedelta(days=3)):
            old, touched = kit.create(), kit.create()
        kit.fill(touched, {"context.text": "new"})
        since = datetime.now(UTC) - timedelta(minutes=10)
        found = {hit.id: hit for page in crm.changed_since(since) for hit in page}
        assert touched in found and old not in found and all(hit.modified >= since for hit in found.values())
        assert list(crm.changed_since(datetime.now(UTC) + timedelta(days=1))) == []

    def test_when_a_deal_came_into_its_stage_is_no_later_change(self, kit: Kit, crm: Crm) -> None:
        """Where the CRM says it at all."""
        now = datetime.now(UTC)
        with kit.at(now - timedelta(days=3)):
            deal = kit.create()
        with kit.at(now - timedelta(days=1)):
            kit.move(deal, kit.quote)
        kit.fill(deal, {"context.text": "new"})
        [hit] = [hit for page in crm.changed_since(now - timedelta(minutes=1)) for hit in page if hit.id == deal]
        assert hit.moved_at is None or abs(hit.moved_at - now + timedelta(days=1)) < timedelta(seconds=2)

    def test_pages_can_be_resumed_and_name_every_deal_once(self, kit: Kit, crm: Crm, many: list[str]) -> None:
        """Pages of whole deals come in the order of their change; else a sweep starts again from where it began."""
        since = datetime.now(UTC) - timedelta(minutes=10)
        pages = list(crm.changed_since(since))
        hits = [hit for page in pages for hit in page]
        assert len(pages) > 1 and len({hit.id for hit in hits}) == len(hits) and {hit.id for hit in hits} >= set(many)
        whole = hits[0].record is not None
        assert [(hit.modified if whole else int(hit.id)) for hit in hits] == sorted(
            h.modified if whole else int(h.id) for h in hits
        )
        rest = kit.open().changed_since(pages[0][-1].modified if whole else since)
        assert {hit.id for page in (pages[0], *rest) for hit in page} >= set(many)

    def test_a_deal_that_comes_in_a_page_is_the_one_that_fetch_reads(self, kit: Kit, crm: Crm) -> None:
        deal = kit.create(typed=TYPED)
        hits = [hit for page in crm.changed_since(datetime.now(UTC) - timedelta(minutes=1)) for hit in page]
        [hit] = [hit for hit in hits if hit.id == deal]
        fetched = crm.fetch([deal]).deals[deal]
        assert hit.modified == fetched.modified and hit.record in (None, fetched)


class TestWriting:
    """Our own values on the record."""

    def test_what_is_written_reads_the_same_and_twice_is_harmless(self, kit: Kit, crm: Crm) -> None:
        deal = kit.create(typed=TYPED)
        record = crm.fetch([deal]).deals[deal]
        values = SHOWN if record.revision is None else {**SHOWN, "revision": record.revision}
        for _ in range(2):
            outcome = crm.apply([WritePlan(deal=deal, values=values)])[deal]
            assert (outcome.deal, outcome.result, outcome.wrote) == (deal, "done", True)
            assert written(crm, deal) == values
        after = crm.fetch([deal]).deals[deal]
        assert (after.answers, after.stage, after.revision) == (record.answers, record.stage, record.revision)

    def test_only_what_differs_is_written_and_an_empty_value_clears(self, kit: Kit, crm: Crm) -> None:
        deal = kit.create()
        crm.apply([WritePlan(deal=deal, values=SHOWN)])
        crm.apply(
            [WritePlan(deal=deal, values={"state": "", "missing": None, "score": "", "evaluated": "", "review": None})]
        )
        left = {key: value for key, value in written(crm, deal).items() if value}
        assert left == {key: SHOWN[key] for key in ("gate_quote", "gate_contract", "gate_won", "plan", "setup_days")}

    def test_an_empty_plan_writes_nothing(self, kit: Kit, crm: Crm) -> None:
        deal, before = kit.create(), kit.writes()
        assert crm.apply([WritePlan(deal=deal)])[deal].result == "done" and kit.writes() == before

    def test_a_text_longer_than_there_is_room_is_cut_not_refused(self, kit: Kit, crm: Crm) -> None:
        deal = kit.create()
        assert crm.apply([WritePlan(deal=deal, values={"missing": "ä" * 70_000})])[deal].result == "done"
        assert written(crm, deal)["missing"].endswith("ä …")

    def test_one_bad_deal_loses_no_other(self, kit: Kit, crm: Crm) -> None:
        deals = [kit.create() for _ in range(5)]
        kit.delete(deals[3])
        plans = [WritePlan(deal=deal, values={"score": str(n)}) for n, deal in enumerate(deals)]
        plans[1] = WritePlan(deal=deals[1], values=kit.spoil(deals[1], {"score": "1"}))
        plans.append(WritePlan(deal=kit.nowhere[0], values={"score": "9"}))
        outcomes = crm.apply(plans)
        results = [outcomes[plan.deal].result for plan in plans]
        assert results == ["done", "refused", "done", "gone", "done", "gone"] and outcomes[deals[1]].reason
        assert [kit.value(deal, "ours.score") for deal in deals] == ["0", "", "2", "", "4"]

    def test_a_write_whose_answer_was_lost_is_written_once_more(self, kit: Kit, crm: Crm) -> None:
        deal = kit.create()
        with kit.struck("write", times=1, status=502, after_apply=True):
            assert crm.apply([WritePlan(deal=deal, values={"score": "7"})])[deal].result == "done"
        assert kit.value(deal, "ours.score") == "7"


class TestPuttingBack:
    """A deal goes back, and its history says who moved it."""

    def test_a_deal_goes_back_and_its_trail_says_who_moved_it(self, kit: Kit, crm: Crm) -> None:
        deal = moved_deal(kit)
        assert crm.apply([back(kit, deal, state="held", score="10")])[deal].result == "done"
        assert kit.stage(deal) == kit.open_stage and (written(crm, deal)["state"], written(crm, deal)["score"]) == (
            "held",
            "10",
        )
        steps = crm.trails([deal])[deal].steps
        assert [step.stage for step in steps] == [kit.open_stage, kit.quote, kit.open_stage]
        assert [step.moved.by for step in steps] == ["ours", "person", "person"]
        assert steps[0].at >= steps[1].at >= steps[2].at and crm.person(steps[1].moved.person) == crm.person(kit.person)

    def test_putting_back_twice_is_putting_back_once(self, kit: Kit, crm: Crm) -> None:
        deal = moved_deal(kit)
        with kit.struck("write", times=1, status=502, after_apply=True):
            assert crm.apply([back(kit, deal, state="held")])[deal].result == "done"
        assert crm.apply([back(kit, deal, state="ready")])[deal].result == "moved_on"
        assert kit.stage(deal) == kit.open_stage and written(crm, deal)["state"] == "held"
        assert len(crm.trails([deal])[deal].steps) == 3

    def test_a_deal_that_a_person_moved_on_stays_and_is_told_nothing_of_a_move(self, kit: Kit, crm: Crm) -> None:
        deal = moved_deal(kit)
        kit.move(deal, kit.contract)
        outcome = crm.apply([back(kit, deal, state="held", missing="Back in Discovery", score="10")])[deal]
        assert (outcome.result, outcome.wrote, kit.stage(deal)) == ("moved_on", True, kit.contract)
        shown = written(crm, deal)
        assert (shown["state"], shown["missing"], shown["score"]) == ("", "", "10")

    def test_somebody_who_is_faster_than_the_look_before_wins(self, kit: Kit, crm: Crm) -> None:
        deal = moved_deal(kit)
        with kit.struck("read", times=1, before=lambda: kit.move(deal, kit.contract)):
            assert crm.apply([back(kit, deal, state="held")])[deal].result == "moved_on"
        assert kit.stage(deal) == kit.contract

    def test_a_deal_that_was_deleted_keeps_no_other_from_going_back(self, kit: Kit, crm: Crm) -> None:
        deals = [moved_deal(kit) for _ in range(3)]
        kit.delete(deals[1])
        outcomes = crm.apply([*(back(kit, deal, state="held") for deal in deals), back(kit, kit.nowhere[0])])
        assert [outcomes[deal].result for deal in (*deals, kit.nowhere[0])] == ["done", "gone", "done", "gone"]
        assert [kit.stage(deals[0]), kit.stage(deals[2])] == [kit.open_stage] * 2

    def test_who_set_the_review_is_known(self, kit: Kit, crm: Crm) -> None:
        deal = kit.create()
        assert crm.trails([deal])[deal].review_set_by is None
        crm.apply([WritePlan(deal=deal, values={"review": "waiting"})])
        set_by = crm.trails([deal])[deal].review_set_by
        assert set_by and set_by.by == "ours" and set_by.at


class TestTelling:
    """One task for one person."""

    def test_telling_again_finds_the_task_of_the_first_try(self, kit: Kit, crm: Crm) -> None:
        deal = kit.create()
        made = crm.tell(message(kit, deal), again=False)
        assert crm.tell(message(kit, deal), again=True) == kit.open().tell(message(kit, deal), again=True) == made
        [task] = kit.tasks(deal)
        assert (task.id, task.subject, task.done, task.to) == (made, "Zurück: 2 Antworten", False, kit.person)

    def test_a_key_that_only_begins_like_another_is_another_task(self, kit: Kit, crm: Crm) -> None:
        deal = kit.create()
        made = [
            crm.tell(message(kit, deal, key=key), again=True) for key in ("HG-0A1B2", "HG-0A1B", "HG-0A1B-2", "HG-0A")
        ]
        assert len(set(made)) == len(kit.tasks(deal)) == 4

    def test_a_task_for_somebody_whom_the_crm_does_not_know_is_still_made(self, kit: Kit, crm: Crm) -> None:
        deal = kit.create()
        made = crm.tell(message(kit, deal, person="12345"), again=False)
        assert [task.id for task in kit.tasks(deal)] == [made]

    def test_a_task_whose_answer_was_lost_is_found_again(self, kit: Kit, crm: Crm) -> None:
        deal = kit.create()
        with kit.struck("task", times=1, status=502, after_apply=True), pytest.raises(Transient):
            crm.tell(message(kit, deal), again=False)
        made = crm.tell(message(kit, deal), again=True)
        assert [task.id for task in kit.tasks(deal)] == [made]

    def test_a_task_is_closed_and_closing_it_again_or_a_deleted_one_is_fine(self, kit: Kit, crm: Crm) -> None:
        deal = kit.create()
        made, other = crm.tell(message(kit, deal), again=False), crm.tell(message(kit, deal, key="HG-2"), again=False)
        crm.close_told(made)
        crm.close_told(made)
        assert {task.id: task.done for task in kit.tasks(deal)} == {made: True, other: False}
        kit.delete_task(other)
        crm.close_told(other)
        crm.close_told("")
