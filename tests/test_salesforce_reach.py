"""Whom the deployed gates reach and whom they leave alone: record types, deal types, go-live, quotes, bypass, put-backs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from command_line import Handoff, at_home
from flask import request
from newcomer import OWN_RULES, Newcomer, a_newcomer
from sworld import CONTRACT, DISCOVERY, LOST, QUOTE, TYPED, SalesWorld, a_sales_world

from connectors.salesforce.emulator import Fault, Org, Refusal

AHEAD = (date.today() + timedelta(30)).isoformat()
FULL = TYPED | {"launch_window.from": AHEAD, "launch_window.to": AHEAD, "hard_deadline.date": AHEAD}
UNCLEAR = FULL | {"integrations.text": "SAP – day one"}  # only the service finds that nobody controls it
ENFORCE = f"quote={QUOTE}:enforce"


# --- record types and deal types ------------------------------------------------------------------------------------


@pytest.fixture
def two_ways(handoff: Handoff) -> Iterator[Newcomer]:
    """An organisation that sells in two ways, with stages of their own; both have a quote. Installed, panel placed."""
    org = Org()
    org.add_record_type("New_Business", "New business", ["Prospecting", DISCOVERY, QUOTE, "Closed Won", LOST])
    org.add_record_type("Renewal", "Renewal", ["Qualification", QUOTE, CONTRACT, "Closed Won", LOST])
    with a_newcomer(handoff, org) as made:
        made.connected()
        made.deal()
        made.org.placed_components.add("handoffPanel")
        assert made.install().code == 0
        yield made


def of_type(two_ways: Newcomer, name: str, stage: str, **more: Any) -> str:
    rows = two_ways.org.records["RecordType"].values()
    return two_ways.deal(stage, RecordTypeId=next(row.id for row in rows if row.values["DeveloperName"] == name), **more)  # fmt: skip


def edit(two_ways: Newcomer, folder: Path, old: str, new: str) -> None:
    """Somebody changes the account's document as a file."""
    file = folder / "account.yaml"
    text = two_ways.handoff("mapping", "export", two_ways.account).out
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = two_ways.handoff("mapping", "import", two_ways.account, str(file))
    assert said.code == 0, said.err


def test_a_stage_named_alone_is_meant_in_both_record_types(two_ways: Newcomer) -> None:
    said = two_ways.gates(ENFORCE)
    assert said.code == 0 and said.out.count("← quote gate: enforce") == 2
    for kind, start in (("New_Business", "Prospecting"), ("Renewal", "Qualification")):
        assert two_ways.save(of_type(two_ways, kind, start), StageName=QUOTE) != []


def test_a_stage_with_its_record_type_is_meant_in_that_one_only(two_ways: Newcomer) -> None:
    assert two_ways.gates(f"quote=Renewal/{QUOTE}:enforce").code == 0
    assert two_ways.save(of_type(two_ways, "New_Business", "Prospecting"), StageName=QUOTE) == []
    renewal = of_type(two_ways, "Renewal", "Qualification")
    assert two_ways.save(renewal, StageName=QUOTE) != [] and two_ways.save(renewal, StageName=CONTRACT) != []


def test_a_deal_that_changes_its_record_type_is_asked_by_the_new_one(two_ways: Newcomer) -> None:
    two_ways.gates(f"quote=Renewal/{QUOTE}:enforce")
    deal, renewal = of_type(two_ways, "New_Business", "Prospecting"), of_type(two_ways, "Renewal", "Qualification")
    kind = two_ways.org.find(renewal).values["RecordTypeId"]
    assert two_ways.save(deal, RecordTypeId=kind, StageName=QUOTE) != []


def test_a_reach_of_one_record_type_never_refuses_the_others_deals(two_ways: Newcomer, tmp_path: Path) -> None:
    two_ways.gates(ENFORCE)
    edit(two_ways, tmp_path, "pipelines: []", "pipelines: [New_Business]")
    assert two_ways.save(of_type(two_ways, "Renewal", "Qualification"), StageName=QUOTE) == []
    assert two_ways.save(of_type(two_ways, "New_Business", "Prospecting"), StageName=QUOTE) != []
    assert "gates-not-compiled" not in two_ways.doctor()


def test_a_reach_of_deal_types_leaves_the_others_alone(two_ways: Newcomer, tmp_path: Path) -> None:
    two_ways.gates(ENFORCE)
    edit(two_ways, tmp_path, "pipelines: []", "pipelines: []\n  deal_types: [New Business]")
    asked = of_type(two_ways, "Renewal", "Qualification", Type="New Business")
    for more in ({"Type": "Existing Business"}, {}):
        assert two_ways.save(of_type(two_ways, "Renewal", "Qualification", **more), StageName=QUOTE) == []
    assert two_ways.save(asked, StageName=QUOTE) != []


def test_a_deal_that_is_created_in_a_gated_stage_is_refused(two_ways: Newcomer) -> None:
    two_ways.gates(ENFORCE)
    with pytest.raises(Refusal, match="Still open"):
        of_type(two_ways, "Renewal", CONTRACT)
    assert of_type(two_ways, "Renewal", LOST)


def test_deals_from_before_go_live_are_left_alone(two_ways: Newcomer) -> None:
    now = datetime.now(UTC)
    two_ways.org.clock = lambda: now - timedelta(days=40)
    old = of_type(two_ways, "Renewal", "Qualification")
    two_ways.org.clock = lambda: datetime.now(UTC)
    new = of_type(two_ways, "Renewal", "Qualification")
    start = (now - timedelta(days=20)).date().isoformat()
    assert two_ways.handoff("gates", two_ways.account, "--from", start, "--set", ENFORCE).code == 0
    assert two_ways.save(old, StageName=QUOTE) == [] and two_ways.save(new, StageName=QUOTE) != []


# --- quotes ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def pricing(tmp_path: Path) -> Iterator[SalesWorld]:
    org = Org()
    org.quotes_enabled = True
    with a_sales_world(tmp_path, org=org) as made:
        yield made


def quote(pricing: SalesWorld, deal: str, status: str = "Draft") -> str:
    values = {"Name": "Q-1", "OpportunityId": deal, "Status": status}
    return pricing.org.create(values, by=pricing.people["ana"], entity="Quote")


def test_a_quote_goes_out_only_when_its_gate_is_open(pricing: SalesWorld) -> None:
    assert "Handoff_Gate_Quote_Status" in {rule.name for rule in pricing.org.metadata.rules.values()}
    deal = pricing.deal(typed=UNCLEAR)
    paper = quote(pricing, deal)
    pricing.run()
    told = pricing.fill_raw(paper, {"Status": "Presented"}, "ana")
    assert "quote" in told.casefold() and len(told) <= 255
    with pytest.raises(Refusal):
        quote(pricing, deal, "Accepted")
    assert pricing.fill_raw(paper, {"Status": "In Review"}, "ana") == ""
    pricing.fill(deal, {"integrations.text": FULL["integrations.text"]})
    pricing.run()
    assert pricing.fill_raw(paper, {"Status": "Presented"}, "ana") == ""


def test_never_looked_is_not_no_and_answers_that_just_changed_are_not_no(pricing: SalesWorld) -> None:
    unseen = quote(pricing, pricing.deal(typed=UNCLEAR))
    assert pricing.fill_raw(unseen, {"Status": "Presented"}, "ana") == ""
    deal = pricing.deal(typed=UNCLEAR)
    paper = quote(pricing, deal)
    pricing.run()
    pricing.fill(deal, {"integrations.text": FULL["integrations.text"]})
    assert pricing.fill_raw(paper, {"Status": "Presented"}, "ana") == ""


def test_a_quote_that_is_out_already_can_still_be_edited(pricing: SalesWorld) -> None:
    deal = pricing.deal(typed=FULL)
    pricing.run()
    paper = quote(pricing, deal, "Presented")
    pricing.fill(deal, {"integrations.text": UNCLEAR["integrations.text"]})
    pricing.run()
    assert pricing.fill_raw(paper, {"Description": "second page", "Status": "Accepted"}, "ana") == ""


def test_a_gate_in_coach_deploys_no_rule_for_quotes(pricing: SalesWorld, handoff: Handoff, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    at_home(monkeypatch, pricing)  # type: ignore[arg-type]
    sets = [f"--set={gate}={stage}:coach" for gate, stage in (("quote", QUOTE), ("contract", CONTRACT), ("won", "Closed Won"))]  # fmt: skip
    assert handoff("gates", pricing.account, *sets).code == 0
    assert {rule.name for rule in pricing.org.metadata.rules.values()} == OWN_RULES


# --- bypass and our own user ----------------------------------------------------------------------------------------


def test_the_bypass_saves_anything_and_such_a_move_is_flagged_not_put_back(
    sales: SalesWorld, handoff: Handoff, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(monkeypatch, sales)  # type: ignore[arg-type]
    loader = sales.people["loader"] = sales.org.add_user("Data Loader", "loader@example.com")
    sales.org.assign("Handoff_Gate_Bypass", loader)
    moved, made = sales.deal(), sales.deal(CONTRACT, by="loader")
    work(sales, handoff)
    assert sales.fill_raw(moved, {"StageName": QUOTE, "HG_Review__c": "approved"}, "loader") == ""
    for _ in range(2):
        work(sales, handoff)
    for deal, stage in ((moved, QUOTE), (made, CONTRACT)):
        assert sales.stage(deal) == stage
        (task,) = sales.open_tasks(deal)
        assert "Northern portal" in task["Subject"] and "It was not put back." in task["Description"]


def work(sales: SalesWorld, handoff: Handoff) -> None:
    """The messages arrive, and a worker that starts anew handles them."""
    sales.emulator.sender.deliver()
    assert handoff("worker", "--once").code == 0


def test_our_own_users_writes_are_neither_refused_nor_judged(sales: SalesWorld) -> None:
    deal = sales.deal()
    sales.run()
    sales.org.save(deal, {"StageName": QUOTE, "HG_Gate_Quote__c": "HG-TEST"}, by=sales.org.integration_user)
    sales.run()
    assert sales.stage(deal) == QUOTE and sales.tasks(deal) == []


# --- putting back ---------------------------------------------------------------------------------------------------


def slipped(sales: SalesWorld) -> str:
    """A deal that moved in the same save as an answer that only the service can judge."""
    deal = sales.deal(typed=FULL)
    sales.run()
    assert sales.fill(deal, {"integrations.text": "SAP – day one"}, stage=QUOTE) == []
    return deal


def test_a_refused_put_back_is_told_once_and_not_tried_again(sales: SalesWorld) -> None:
    deal = slipped(sales)
    back = f'AND(ISCHANGED(StageName), ISPICKVAL(PRIORVALUE(StageName), "{QUOTE}"))'
    sales.org.add_validation_rule("No_Way_Back", back, "Ask finance first.", "StageName")
    sales.run()
    (task,) = sales.open_tasks(deal)
    assert sales.stage(deal) == QUOTE and "Ask finance first." in task["Description"]
    sales.org.calls.clear()
    for _ in range(2):
        sales.worker.store.intake.mark_dirty(sales.account, "deal", [deal], 0.0)
        sales.run()
    assert sales.calls("composite/sobjects") == 0 and len(sales.tasks(deal)) == 1
    assert "Who controls SAP?" in sales.ours(deal, "missing"), "the words still arrive"


def test_a_person_who_was_faster_is_left_alone(sales: SalesWorld) -> None:
    deal = slipped(sales)
    moved: list[str] = []

    def meanwhile() -> None:
        """Between our judgement and our look right before the write."""
        if re.match("SELECT Id, StageName, .* FROM Opportunity ", request.args.get("q", "")) and not moved:
            moved.append(deal)
            assert sales.move(deal, LOST) == []

    sales.emulator.faults.append(Fault("/query", times=100, before=meanwhile))
    sales.run()
    assert moved == [deal] and sales.stage(deal) == LOST and sales.open_tasks(deal) == []
