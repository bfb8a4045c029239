"""Who moved a deal decides what happens; and every guard around putting one back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from world import ANA, CONTRACT, DISCOVERY, LEE, LOST, OWNER, QUOTE, SAM, TYPED, WON, World

from connectors.hubspot.emulator import Fault
from connectors.hubspot.emulator.portal import IMPORT, WORKFLOW, Source, person
from integration.storage.schema import put_back

OTHER_APP = Source("INTEGRATION", "999")


def test_R77_a_person_is_put_back_with_one_task_to_the_mover(world: World) -> None:
    deal = world.deal()
    world.run()
    world.move(deal, QUOTE, LEE)
    world.run()
    assert world.stage(deal) == DISCOVERY
    [task] = world.tasks(deal)
    assert task["hubspot_owner_id"] == OWNER[LEE]
    assert "10 answers before Quote sent" in (task["hs_task_subject"] or "")
    assert "Active users" in (task["hs_task_body"] or "") and "Ref: HG-" in (task["hs_task_body"] or "")


@pytest.mark.parametrize("by", [IMPORT, WORKFLOW, OTHER_APP])
def test_imports_workflows_and_other_apps_are_flagged_never_put_back(world: World, by: Source) -> None:
    deal = world.deal()
    world.run()
    world.portal.others_move(deal, QUOTE, by)
    world.run()
    assert world.stage(deal) == QUOTE
    assert world.ours(deal, "state") == "held"
    assert len(world.open_tasks(deal)) == 1
    world.fill(deal, TYPED)
    world.run()
    assert world.ours(deal, "state") == "cleared" and world.open_tasks(deal) == []


def test_backward_and_lost_moves_are_never_touched(world: World) -> None:
    deal = world.deal(typed=TYPED)
    world.run()
    world.move(deal, QUOTE)
    world.run()
    world.fill(deal, {"peak_load.when": ""})
    world.move(deal, DISCOVERY)
    world.run()
    assert world.stage(deal) == DISCOVERY
    world.move(deal, LOST)
    world.run()
    assert world.stage(deal) == LOST and world.tasks(deal) == []
    assert not world.worker.store.records.rows(put_back)


def test_an_exempt_person_stays_and_is_asked_for_the_reason(world: World) -> None:
    world.configure(exempt=["lee.example@example.com"])
    deal = world.deal()
    world.run()
    world.move(deal, QUOTE, LEE)
    world.run()
    assert world.stage(deal) == QUOTE
    [task] = world.tasks(deal)
    assert task["hubspot_owner_id"] == OWNER[LEE] and "Reason" in (task["hs_task_subject"] or "")


def test_coach_writes_and_never_moves_and_shadow_writes_nothing(world: World) -> None:
    world.configure(gates__quote__mode="coach", gates__contract__mode="shadow", gates__won__mode="shadow")
    coached = world.deal()
    world.run()
    world.move(coached, QUOTE)
    world.run()
    assert (
        world.stage(coached) == QUOTE and "10 answers" in world.ours(coached, "missing") and world.tasks(coached) == []
    )
    world.configure(gates__quote__mode="shadow")
    silent = world.deal(typed=TYPED)
    world.run()
    world.move(silent, QUOTE)
    world.run()
    assert world.stage(silent) == QUOTE and world.ours(silent, "state") == ""


def test_a_deal_created_beyond_a_gate_goes_to_the_park_stage(world: World) -> None:
    deal = world.deal(stage=QUOTE)
    world.run()
    assert world.stage(deal) == "appointmentscheduled"
    world.configure(park={})
    flagged = world.deal(stage=QUOTE)
    world.run()
    assert world.stage(flagged) == QUOTE and world.ours(flagged, "state") == "held" and len(world.tasks(flagged)) == 1


def test_first_sight_by_the_sweep_accepts_where_a_deal_stands(world: World) -> None:
    world.emulator.sender.drop = True
    deal = world.deal(stage=QUOTE)
    world.worker.sweep(world.open())
    world.run()
    assert world.stage(deal) == QUOTE and world.tasks(deal) == []


def test_a_lost_webhook_is_repaired_by_the_sweep(world: World) -> None:
    deal = world.deal()
    world.run()
    world.emulator.sender.drop = True
    world.move(deal, QUOTE)
    world.worker.sweep(world.open())
    world.run()
    assert world.stage(deal) == DISCOVERY


def test_crossing_several_gates_is_judged_at_each(world: World) -> None:
    deal = world.deal(typed=TYPED)
    world.run()
    world.move(deal, CONTRACT)
    world.run()
    assert world.stage(deal) == DISCOVERY and "[HG-C2]" in world.ours(deal, "missing")


def test_a_put_back_from_won_restores_the_close_date(world: World) -> None:
    deal = world.deal(closedate="2027-05-01T00:00:00Z")
    world.run()
    world.portal.clock = lambda: datetime.now(UTC) + timedelta(seconds=30)
    world.move(deal, WON)
    assert (world.portal.deals[deal].properties["closedate"] or "") != "2027-05-01T00:00:00Z"
    world.run()
    assert world.stage(deal) == DISCOVERY
    assert world.portal.deals[deal].properties["closedate"] == "2027-05-01T00:00:00Z"


def test_a_deal_that_moved_on_meanwhile_is_left_alone_and_judged_anew(world: World) -> None:
    deal = world.deal()
    world.run()
    world.move(deal, QUOTE)
    reads = iter([None, None, lambda: world.move(deal, LOST)])

    def before() -> None:
        action = next(reads, None)
        if action:
            action()

    world.emulator.faults.append(Fault("deals/batch/read", times=9, before=before))
    world.run()
    assert world.stage(deal) == LOST and world.open_tasks(deal) == []


def test_a_refused_put_back_is_told_and_not_tried_again(world: World) -> None:
    deal = world.deal()
    world.run()
    world.portal.required[DISCOVERY] = ["amount"]
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE
    [task] = world.open_tasks(deal)
    assert "Please move back to Qualified to buy" in (task["hs_task_subject"] or "")
    calls = world.writes()
    world.worker.sweep(world.open())
    world.run()
    assert world.stage(deal) == QUOTE and world.writes() == calls and world.ours(deal, "state") == "held"


def test_N10_after_two_put_backs_for_the_same_answers_a_person_must_look(world: World) -> None:
    deal = world.deal()
    world.run()
    for expected in (DISCOVERY, DISCOVERY, QUOTE):
        world.move(deal, QUOTE)
        world.run()
        assert world.stage(deal) == expected
    assert world.ours(deal, "state") == "held"
    assert sum(row["outcome"] == "done" for row in world.worker.store.records.rows(put_back)) == 2


def test_more_than_twenty_put_backs_stop_and_ask_a_person(world: World) -> None:
    deals = [world.deal() for _ in range(23)]
    world.run()
    for deal in deals:
        world.move(deal, QUOTE)
    world.run()
    assert sum(world.stage(deal) == DISCOVERY for deal in deals) == 20
    assert all(world.ours(deal, "state") == "held" for deal in deals)
    switch = world.worker.store.records.switch(f"gates_stopped:{world.account}")
    assert switch and switch["value"] == "yes"


def test_stopped_gates_put_nothing_back(world: World) -> None:
    world.worker.store.records.set_switch("gates_stopped", "yes", 0.0, "test")
    deal = world.deal()
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE


def test_an_override_lets_one_deal_pass_one_gate(world: World) -> None:
    from integration.storage.schema import override

    deal = world.deal()
    world.run()
    row = {
        "account": world.account,
        "deal": deal,
        "gate": "quote",
        "by": "lee",
        "reason": "board asked",
        "at": 0.0,
        "expires": None,
    }
    world.worker.store.records.add(override, [row])
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE
    world.move(deal, CONTRACT)
    world.run()
    assert world.stage(deal) == QUOTE


def test_old_deals_and_foreign_pipelines_are_out_of_reach(world: World) -> None:
    old = world.portal.create_deal({"dealname": "old"}, person(ANA), created=datetime.now(UTC) - timedelta(days=400))
    world.run()
    world.move(old, QUOTE)
    world.run()
    assert world.stage(old) == QUOTE and world.ours(old, "state") == ""


def test_a_required_property_kit_refuses_at_once_and_opens_with_the_code(world: World) -> None:
    from connectors.hubspot.emulator import Refusal

    world.portal.required[QUOTE] = ["hg_gate_quote"]
    deal = world.deal()
    world.run()
    with pytest.raises(Refusal):
        world.move(deal, QUOTE)
    world.fill(deal, TYPED)
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE


def test_a_made_up_code_is_put_right(world: World) -> None:
    deal = world.deal(typed={"active_users.month_1": "5"})
    world.run()
    world.portal.person_sets(deal, {"hg_gate_quote": "let me in", "hg_score": "100"}, ANA)
    world.fill(deal, {"active_users.month_12": "6"})
    world.run()
    assert (world.ours(deal, "gate_quote"), world.ours(deal, "score")) == ("", "0")


def test_only_a_listed_reviewer_who_is_not_the_rep_approves(world: World) -> None:
    deal = world.deal(typed=TYPED)
    world.run()
    for user, counts in ((ANA, False), (LEE, False), (SAM, True)):
        world.portal.person_sets(deal, {"hg_review": "approved"}, user)
        world.run()
        assert (world.ours(deal, "review") == "approved") is counts, user
    world.fill(deal, {"active_users.month_12": "9000"})
    world.run()
    assert world.ours(deal, "review") == "waiting"


def test_a_published_quote_is_checked_against_the_quote_gate(world: World) -> None:
    deal = world.deal()
    world.run()
    world.portal.publish_quote(deal, person(ANA))
    world.run()
    [task] = world.tasks(deal)
    assert "Quote published" in (task["hs_task_subject"] or "")
    world.worker.store.intake.mark_dirty(world.account, "deal", [deal], 0.0)
    world.run()
    assert len(world.tasks(deal)) == 1


def test_a_deleted_deal_is_forgotten_and_a_restored_one_is_seen_again(world: World) -> None:
    deal = world.deal(typed=TYPED)
    world.run()
    world.portal.delete(deal, person(ANA))
    world.run()
    assert world.worker.store.work.parked() == []
    world.portal.restore(deal, person(ANA))
    world.fill(deal, {"active_users.month_12": "451"})
    world.run()
    assert world.ours(deal, "score") == "100"


def test_the_winner_of_a_merge_keeps_what_was_rightly_reached(world: World) -> None:
    ahead, behind = world.deal(typed=TYPED), world.deal()
    world.run()
    world.move(ahead, QUOTE)
    world.run()
    winner = world.portal.merge(ahead, behind, person(ANA))
    world.run()
    assert world.stage(winner) == QUOTE and world.tasks(winner) == []
    assert world.worker.store.deals.resolve(world.account, ahead) == winner


def test_R68_time_alone_closes_a_gate_again(world: World) -> None:
    today = datetime.now(ZoneInfo("Europe/Berlin")).date()  # the account's own day
    typed = TYPED | {
        "status.confirmed": "",
        "confirm_by": today.isoformat(),
        "confirm_with": "ops lead",
        "promise.type": "range",
    }
    deal = world.deal(typed=typed)
    world.run()
    assert world.ours(deal, "state") == "ready"
    later = datetime.now(UTC) + timedelta(days=2)
    object.__setattr__(world.worker, "clock", lambda: later)
    world.run()
    assert world.ours(deal, "state") == "collecting" and "That date has passed" in world.ours(deal, "missing")


def test_N17_nobody_is_held_while_a_mapped_property_is_not_there(world: World) -> None:
    deal = world.deal(typed={"active_users.month_1": "300"})
    world.run()
    del world.portal.definitions["hg_peak_per_hour"]
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE and world.tasks(deal) == []
    assert world.ours(deal, "missing").startswith("The mapping is broken: the CRM has no property hg_peak_per_hour.")


def test_one_of_our_properties_that_was_deleted_does_not_keep_the_others_from_being_written(world: World) -> None:
    del world.portal.definitions["hg_score"]
    deals = [world.deal(typed=TYPED) for _ in range(3)]
    world.run()
    assert [world.ours(deal, "state") for deal in deals] == ["ready"] * 3
    assert world.worker.store.work.parked() == []


def test_N7_an_import_of_many_deals_is_flagged_with_one_digest(world: World) -> None:
    deals = [world.deal(QUOTE, by=IMPORT, dealname=f"Imported {n}") for n in range(30)]
    world.run()
    assert {world.stage(deal) for deal in deals} == {QUOTE}
    assert {world.ours(deal, "state") for deal in deals} == {"held"}
    [task] = world.portal.tasks.values()
    assert task.properties["hs_task_subject"] == "30 deals were moved past a gate by an import"
    world.fill(deals[0], TYPED)
    world.fill(deals[1], {"active_users.month_1": "5"})
    world.run()
    assert (world.ours(deals[0], "state"), len(world.portal.tasks)) == ("cleared", 1)
