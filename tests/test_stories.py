"""The article's stories S1 to S7, end to end: webhook in, properties, task and stage out."""

from __future__ import annotations

from world import ANA, CONTRACT, DISCOVERY, QUOTE, SAM, TYPED, WON, World

from connectors.hubspot.emulator.portal import person
from integration.storage.schema import gap
from rules.model import Answer

ALL = TYPED["status.confirmed"]


def without(*fields: str) -> str:
    """All confirmed but these."""
    return ";".join(field for field in ALL.split(";") if field not in fields)


def test_a_complete_handoff_scores_100_and_the_deal_moves(world: World) -> None:
    deal = world.deal(typed=TYPED)
    world.run()
    assert (world.ours(deal, "score"), world.ours(deal, "state")) == ("100", "ready")
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE
    assert world.ours(deal, "state") == "cleared"
    assert world.ours(deal, "gate_quote").startswith("HG-")
    assert world.tasks(deal) == []


def test_an_empty_handoff_scores_0_names_ten_fields_and_goes_back(world: World) -> None:
    deal = world.deal()
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == DISCOVERY
    assert (world.ours(deal, "score"), world.ours(deal, "state")) == ("0", "held")
    text = world.ours(deal, "missing")
    assert text.startswith("Back in Qualified to buy: 10 answers before Quote sent.")
    assert text.count("\n") == 12 and text.endswith("[HG-Q1]")


def test_S1_twenty_users_and_a_quick_launch(world: World) -> None:
    vague = {
        "active_users.month_1": "20",
        "launch_window.day_one": "quick launch",
        "status.confirmed": "active_users",
        "source": TYPED["source"],
    }
    deal = world.deal(typed=vague)
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == DISCOVERY
    text = world.ours(deal, "missing")
    assert "10 answers" in text
    assert "How many active users in month 12?" in text and "“quick launch” says too little" in text
    world.fill(
        deal,
        TYPED
        | {"active_users.month_1": "20", "active_users.month_12": "20", "peak_load.when": "file uploads, daily 09:00"},
    )
    world.run()
    assert "How large, how many a day?" in world.ours(deal, "missing")
    world.fill(deal, {"peak_load.when": "file uploads, daily 09:00, 200 MB × 50 a day", "security.required": "sso;audit_logs",
                      "security.detail": TYPED["security.detail"] + "\nAudit logs: every action, reviewed by compliance team"})  # fmt: skip
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE


def test_S2_basic_login_turns_into_sso_before_the_quote(world: World) -> None:
    assumed = TYPED | {
        "security.required": "none",
        "status.confirmed": without("security"),
        "status.unknown": "security",
        "confirm_by": "2027-01-08",
        "confirm_with": "their IT lead",
    }
    deal = world.deal(typed=assumed)
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == DISCOVERY
    assert "[HG-Q2]" in world.ours(deal, "missing") and "only a range can be quoted" in world.ours(deal, "missing")
    found = {
        "status.confirmed": ALL,
        "status.unknown": "",
        "security.required": "sso;audit_logs;data_location",
        "security.detail": "SSO: Entra ID, IT contact Jo Park\nAudit logs: log-in, role change, reviewed by compliance\nData location: Germany",
    }
    world.fill(deal, found)
    world.run()
    world.portal.person_sets(deal, {"hg_review": "approved"}, SAM)
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE and world.ours(deal, "review") == "approved"
    assert [row["what_changed"] for row in world.worker.store.records.rows(gap)] == [
        "SSO",
        "audit logs",
        "data location",
    ]


def test_S2_a_fixed_promise_on_an_assumption_waits_for_engineering_and_a_range_does_not(world: World) -> None:
    assumed = TYPED | {"status.confirmed": without("security"), "confirm_by": "2027-01-08", "confirm_with": "IT lead"}
    deal = world.deal(typed=assumed)
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == DISCOVERY and "[HG-Q3]" in world.ours(deal, "missing")
    world.fill(deal, {"promise.type": "range"})
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE


def test_S3_light_usage_is_three_open_questions(world: World) -> None:
    deal = world.deal(
        typed=TYPED
        | {
            "peak_load.actions_per_hour": "",
            "peak_load.when": "light usage",
            "access.day_one": "only a few teams will use it at first",
        }
    )
    world.run()
    text = world.ours(deal, "missing")
    assert "“light usage” says too little" in text and "“only a few teams" in text
    world.fill(deal, {
        **{key: TYPED[key] for key in ("peak_load.actions_per_hour", "peak_load.when", "access.day_one")},
        "security.required": "sso;audit_logs", "security.detail": "SSO\nAudit logs", "integrations.text": "HR sync – day one – HR lead (HR)",
    })  # fmt: skip
    world.run()
    text = world.ours(deal, "missing")
    assert (
        "Which identity provider" in text
        and "Which events must be logged?" in text
        and "How often does HR sync run?" in text
    )
    world.fill(deal, {
        "security.detail": "SSO: company identity provider, IT contact Jo Park\nAudit logs: log-ins, role changes, file access, reviewed by compliance",
        "integrations.text": "HR sync: day one, HR lead, daily, hires and departures HR → portal, on failure alert IT",
    })  # fmt: skip
    world.run()
    assert world.ours(deal, "score") == "100"


def test_S4_five_hundred_people_in_twenty_minutes(world: World) -> None:
    deal = world.deal(
        typed=TYPED | {"peak_load.actions_per_hour": "500", "peak_load.when": "log-in, every morning 8:40"}
    )
    world.run()
    assert "Within how many minutes" in world.ours(deal, "missing")
    world.fill(deal, {"peak_load.when": "log-in, every morning 8:40, within 20 minutes"})
    world.run()
    judgement = look(world, deal)
    [finding] = [f for f in judgement.evaluation.findings if f.id == "arrivals-come-at-once"]
    assert (finding.params["rate"], finding.params["pace"]) == (25, 1500)


def look(world: World, deal: str):  # type: ignore[no-untyped-def]
    from datetime import UTC, datetime

    from integration.desk import Desk

    account = world.open()
    return Desk(world.worker.store, account, datetime.now(UTC)).look(account.crm.fetch([deal]).deals[deal])


def test_S5_machine_load_is_the_headline(world: World) -> None:
    rows = "API calls, all day\nnightly import 02:00\nlive alerts"
    deal = world.deal(
        typed=TYPED | {"active_users.month_1": "200", "peak_load.actions_per_hour": "20000", "peak_load.when": rows}
    )
    world.run()
    assert look(world, deal).account and world.ours(deal, "score") == "100"
    from rules.review import headline_peak

    judgement = look(world, deal)
    assert headline_peak(judgement.handoff, judgement.account.template) == 20000


def test_S6_growth_is_an_assumption_with_its_label(world: World) -> None:
    typed = TYPED | {"active_users.month_1": "50", "active_users.month_12": "", "assumptions": "Users in month 12: 5,000",
                     "confirm_by": "2027-01-08", "confirm_with": "customer ops lead", "promise.type": "range"}  # fmt: skip
    deal = world.deal(typed=typed)
    world.run()
    judgement = look(world, deal)
    answer = judgement.handoff.answers["active_users"]
    assert isinstance(answer, Answer) and answer.inputs["month_12"]["value"] == 5000
    assert judgement.evaluation.fields["active_users"].state == "assumed"
    assert {"growth-is-steep", "sales-assumes"} <= {f.id for f in judgement.evaluation.findings}
    assert world.ours(deal, "score") == "97"


def test_S7_the_queue_puts_load_before_heads(world: World) -> None:
    from integration.memory import DealMemory

    quiet = world.deal(
        typed=TYPED
        | {"active_users.month_1": "10000", "active_users.month_12": "10000", "peak_load.actions_per_hour": "200"}
    )
    busy = world.deal(
        typed=TYPED
        | {
            "active_users.month_1": "500",
            "peak_load.actions_per_hour": "500",
            "peak_load.when": "report runs, Mon 9:00",
        }
    )
    world.run()
    memories = {id: DealMemory.model_validate(row) for id, row in world.worker.store.deals.all(world.account).items()}
    assert sorted(memories, key=lambda id: memories[id].risk) == [busy, quiet]


def test_contract_and_won_ask_for_more(world: World) -> None:
    deal = world.deal(typed=TYPED)
    world.move(deal, QUOTE)
    world.run()
    world.move(deal, CONTRACT)
    world.run()
    assert world.stage(deal) == QUOTE and "[HG-C2]" in world.ours(deal, "missing")
    world.portal.set_properties(deal, {"hg_review": "approved"}, person(SAM))
    world.run()
    world.move(deal, CONTRACT)
    world.run()
    assert world.stage(deal) == CONTRACT and world.ours(deal, "state") == "cleared"
    world.move(deal, WON, ANA)
    world.run()
    assert world.stage(deal) == WON
