"""The article's stories S1 to S7 on Salesforce, end to end: the save itself is refused, and what no formula can say is put back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sworld import CONTRACT, DISCOVERY, LOST, QUOTE, TYPED, WON, SalesWorld

from integration.storage.schema import gap

ALL = TYPED["status.confirmed"]
AHEAD = (date.today() + timedelta(30)).isoformat()
FULL = TYPED | {"launch_window.from": AHEAD, "launch_window.to": AHEAD, "hard_deadline.date": AHEAD}


def without(*fields: str) -> str:
    return ";".join(field for field in ALL.split(";") if field not in fields)


def test_a_complete_handoff_scores_100_and_the_deal_moves(sales: SalesWorld) -> None:
    deal = sales.deal(typed=FULL)
    sales.run()
    assert (sales.ours(deal, "score"), sales.ours(deal, "state")) == ("100", "ready")
    assert sales.move(deal, QUOTE) == []
    sales.run()
    assert (sales.stage(deal), sales.ours(deal, "state"), sales.tasks(deal)) == (QUOTE, "cleared", [])
    assert sales.ours(deal, "gate_quote").startswith("HG-")


def test_an_empty_handoff_is_refused_in_place_with_one_message_a_question(sales: SalesWorld) -> None:
    """N1, R77: everything that is missing at once; nothing was moved, so nothing is put back and nobody gets a task."""
    deal = sales.deal()
    told = sales.move(deal, QUOTE)
    assert sum("Still open" in message for message in told) == 10 and all(len(message) <= 255 for message in told)
    assert sales.stage(deal) == DISCOVERY
    sales.run()
    assert (sales.ours(deal, "score"), sales.tasks(deal)) == ("0", [])
    assert "10 answers before Proposal/Price Quote." in sales.ours(deal, "missing")


def test_the_last_answer_and_the_move_pass_in_one_save(sales: SalesWorld) -> None:
    deal = sales.deal(typed=FULL | {"scope_approver.person": ""})
    sales.run()
    assert any("Scope approver" in message for message in sales.move(deal, QUOTE))
    assert sales.fill(deal, {"scope_approver.person": "Dana Kim, operations lead"}, stage=QUOTE) == []
    sales.run()
    assert (sales.stage(deal), sales.ours(deal, "state"), sales.tasks(deal)) == (QUOTE, "cleared", [])


def test_what_no_formula_can_say_is_refused_by_the_verdict(sales: SalesWorld) -> None:
    """A system without anybody who controls it: the service says no, and from then on so does the save."""
    deal = sales.deal(typed=FULL | {"integrations.text": "SAP – day one"})
    sales.run()
    assert [message[-3:-1] for message in sales.move(deal, QUOTE)] == ["HG"]
    assert "Who controls SAP?" in sales.ours(deal, "missing")


def test_what_no_formula_can_say_is_put_back_when_it_moves_in_the_same_save(sales: SalesWorld) -> None:
    deal = sales.deal(typed=FULL)
    sales.run()
    assert sales.fill(deal, {"integrations.text": "SAP – day one"}, stage=QUOTE) == []
    sales.run()
    assert sales.stage(deal) == DISCOVERY and sales.ours(deal, "state") == "held"
    (task,) = sales.open_tasks(deal)
    assert task["OwnerId"] == sales.people["ana"] and "Who controls SAP?" in task["Description"]
    sales.fill(deal, {"integrations.text": TYPED["integrations.text"]})
    sales.run()
    assert sales.open_tasks(deal) == [] and sales.move(deal, QUOTE) == []


def test_an_appealed_answer_is_refused_by_no_rule(sales: SalesWorld) -> None:
    """The rules compare whole answers: “(specific enough)” behind one makes it another, and the service leaves it to engineering."""
    deal = sales.deal(typed=FULL | {"launch_window.day_one": "quick launch"})
    sales.run()
    assert any("Launch window" in message for message in sales.move(deal, QUOTE))
    assert sales.fill(deal, {"launch_window.day_one": "quick launch (specific enough)"}, stage=QUOTE) == []
    sales.run()
    assert (sales.stage(deal), sales.ours(deal, "state"), sales.tasks(deal)) == (QUOTE, "cleared", [])


def test_lost_deals_and_steps_back_are_never_refused(sales: SalesWorld) -> None:
    deal = sales.deal()
    sales.run()
    assert sales.move(deal, LOST) == [] and sales.move(deal, DISCOVERY) == []
    full = sales.deal(typed=FULL)
    sales.run()
    assert sales.move(full, QUOTE) == []
    sales.fill(full, {"scope_approver.person": ""})
    sales.run()
    assert sales.move(full, DISCOVERY) == []


def test_S1_twenty_users_and_a_quick_launch(sales: SalesWorld) -> None:
    vague = {
        "active_users.month_1": "20",
        "launch_window.day_one": "quick launch",
        "status.confirmed": "active_users",
        "source": TYPED["source"],
    }
    deal = sales.deal(typed=vague)
    sales.run()
    told = " ".join(sales.move(deal, QUOTE))
    assert "Active users" in told and "Launch window" in told
    text = sales.ours(deal, "missing")
    assert "How many active users in month 12?" in text and "“quick launch” says too little" in text
    sales.fill(
        deal,
        FULL
        | {"active_users.month_1": "20", "active_users.month_12": "20", "peak_load.when": "file uploads, daily 09:00"},
    )
    sales.run()
    assert "How large, how many a day?" in sales.ours(deal, "missing") and sales.move(deal, QUOTE) != []
    sales.fill(deal, {"peak_load.when": "file uploads, daily 09:00, 200 MB × 50 a day", "security.required": "sso;audit_logs",
                      "security.detail": TYPED["security.detail"] + "\nAudit logs: every action, reviewed by compliance team"})  # fmt: skip
    sales.run()
    assert sales.move(deal, QUOTE) == []


def test_S2_basic_login_turns_into_sso_before_the_quote(sales: SalesWorld) -> None:
    assumed = FULL | {"security.required": "none", "status.confirmed": without("security"), "status.unknown": "security",
                      "confirm_by": AHEAD, "confirm_with": "their IT lead"}  # fmt: skip
    deal = sales.deal(typed=assumed)
    sales.run()
    assert any("[HG-Q2]" in message for message in sales.move(deal, QUOTE))
    assert "only a range can be quoted" in sales.ours(deal, "missing")
    detail = "SSO: Entra ID, IT contact Jo Park\nAudit logs: log-in, role change, reviewed by compliance\nData location: Germany"
    sales.fill(
        deal,
        {
            "status.confirmed": ALL,
            "status.unknown": "",
            "security.required": "sso;audit_logs;data_location",
            "security.detail": detail,
        },
    )
    sales.run()
    sales.org.save(deal, {"HG_Review__c": "approved"}, by=sales.people["sam"])
    sales.run()
    assert sales.move(deal, QUOTE) == []
    assert sales.ours(deal, "review") == "approved"
    assert (
        sales.worker.store.records.rows(gap) == []
    )  # refused in place: the quote was never tried, so nothing was asked late


def test_S2_a_fixed_promise_on_an_assumption_waits_for_engineering_and_a_range_does_not(sales: SalesWorld) -> None:
    deal = sales.deal(
        typed=FULL | {"status.confirmed": without("security"), "confirm_by": AHEAD, "confirm_with": "IT lead"}
    )
    sales.run()
    assert any("[HG-Q3]" in message for message in sales.move(deal, QUOTE))
    assert sales.fill(deal, {"promise.type": "range"}, stage=QUOTE) == []
    sales.run()
    assert sales.stage(deal) == QUOTE


def test_S3_light_usage_is_refused_in_words(sales: SalesWorld) -> None:
    light = {"peak_load.actions_per_hour": "", "peak_load.when": "light usage", "access.day_one": "only a few teams"}
    deal = sales.deal(typed=FULL | light)
    told = " ".join(sales.move(deal, QUOTE))
    assert "Peak load" in told and "Access" in told
    sales.run()
    assert "“light usage” says too little" in sales.ours(deal, "missing")
    rows = "HR sync – day one – Maria Lopez – daily – HR → portal – on failure: alert IT"
    sales.fill(deal, {part: FULL[part] for part in light} | {"integrations.text": rows})
    sales.run()
    assert sales.move(deal, QUOTE) == [], sales.ours(deal, "missing")


def test_S4_five_hundred_people_in_twenty_minutes(sales: SalesWorld) -> None:
    deal = sales.deal(
        typed=FULL
        | {"active_users.month_1": "500", "peak_load.actions_per_hour": "500", "peak_load.when": "log-in, Mon 09:00"}
    )
    sales.run()
    assert (
        "Within how many minutes do they all log in?" in sales.ours(deal, "missing") and sales.move(deal, QUOTE) != []
    )
    sales.fill(deal, {"peak_load.when": "log-in, Mon 09:00, within 20 minutes"})
    sales.run()
    assert sales.move(deal, QUOTE) == []


def test_S5_machine_load_may_stand_in_the_words(sales: SalesWorld) -> None:
    rows = "API calls, all day, 20,000/h\nnightly import, 02:00\nlive alerts, all day"
    deal = sales.deal(
        typed=FULL | {"active_users.month_1": "200", "peak_load.actions_per_hour": "", "peak_load.when": rows}
    )
    sales.run()
    assert sales.ours(deal, "score") == "100" and sales.move(deal, QUOTE) == []


def test_S6_growth_is_an_assumption_with_its_label(sales: SalesWorld) -> None:
    typed = FULL | {"active_users.month_1": "50", "active_users.month_12": "", "assumptions": "Users in month 12: 5000",
                    "confirm_by": AHEAD, "confirm_with": "customer ops lead", "promise.type": "range"}  # fmt: skip
    deal = sales.deal(typed=typed)
    assert sales.move(deal, QUOTE) == []  # the compiled rule leaves it to the service, which finds it answered
    sales.run()
    assert (sales.stage(deal), sales.ours(deal, "score")) == (QUOTE, "97")


def test_S7_the_queue_puts_load_before_heads(sales: SalesWorld) -> None:
    quiet = sales.deal(
        typed=FULL
        | {"active_users.month_1": "10000", "active_users.month_12": "10000", "peak_load.actions_per_hour": "200"}
    )
    busy = sales.deal(
        typed=FULL
        | {"active_users.month_1": "500", "active_users.month_12": "500", "peak_load.actions_per_hour": "5000"}
    )
    sales.run()
    states = sales.worker.store.deals.all(sales.account)
    assert states[busy]["risk"] < states[quiet]["risk"]  # the riskiest stands first


def test_contract_and_won_ask_for_more(sales: SalesWorld) -> None:
    deal = sales.deal(typed=FULL)
    sales.run()
    assert any("[HG-C2]" in message for message in sales.move(deal, CONTRACT))
    assert sales.move(deal, QUOTE) == []
    sales.org.save(deal, {"HG_Review__c": "approved"}, by=sales.people["sam"])
    sales.run()
    assert sales.move(deal, CONTRACT) == []
    sales.fill(deal, {"status.unknown": "hard_deadline", "confirm_by": AHEAD})
    sales.run()
    assert any("[HG-W2]" in message for message in sales.move(deal, WON))


def test_only_a_reviewer_sets_the_review_and_nobody_else_writes_our_fields(sales: SalesWorld) -> None:
    deal = sales.deal(typed=FULL)
    sales.run()
    assert "Only reviewers" in sales.fill_raw(deal, {"HG_Review__c": "approved"}, "ana")
    assert "written by Handoff Gate" in sales.fill_raw(deal, {"HG_Gate_Quote__c": "HG-O-MINE"}, "ana")


def test_an_override_opens_one_gate_in_the_save_itself(sales: SalesWorld) -> None:
    deal = sales.deal(typed=FULL | {"scope_approver.person": ""})
    sales.run()
    assert sales.move(deal, QUOTE) != []
    row = {"account": sales.account, "deal": deal, "gate": "quote", "by": "lee", "reason": "the board said so"}
    now = datetime.now(UTC).timestamp()
    from integration.storage.schema import override

    sales.worker.store.records.add(override, [row | {"at": now, "expires": now + 3600}])
    sales.worker.store.intake.mark_dirty(sales.account, "deal", [deal], now)
    sales.run()
    assert sales.ours(deal, "gate_quote").startswith("HG-O-")
    assert sales.move(deal, QUOTE) == [] and sales.move(deal, CONTRACT) != []
    sales.run()
    assert sales.stage(deal) == QUOTE


def test_the_rules_hold_with_the_service_down(sales: SalesWorld) -> None:
    """Nothing of ours runs in this test: no message is delivered, no deal was ever looked at."""
    deal = sales.deal(
        typed=FULL | {"confirm_by": (date.today() - timedelta(9)).isoformat(), "status.unknown": "access"}
    )
    assert any("Access" in message for message in sales.move(deal, QUOTE))
    assert sales.fill(deal, {"status.unknown": ""}, stage=QUOTE) == []


def test_in_a_copy_of_the_organisation_the_verdict_is_open_and_the_questions_are_not(sales: SalesWorld) -> None:
    deal = sales.deal(typed=FULL | {"integrations.text": "SAP – day one"})
    sales.run()
    assert sales.move(deal, QUOTE) != []
    sales.org.org_id = "00D9z000000CopyEAA"
    empty = sales.deal()
    assert sales.move(deal, QUOTE) == [] and sales.move(empty, QUOTE) != []


def test_a_quote_is_not_presented_before_its_gate_is_open(sales: SalesWorld) -> None:
    assert not any(rule.object == "Quote" for rule in sales.open().crm._setup().package().rules)  # type: ignore[attr-defined]
