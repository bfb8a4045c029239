"""The requirements' rows R1 to R62 that the rules alone can show. Each test names its row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import NOW

from rules.evaluate import evaluate
from rules.model import Evaluation, Template
from rules.reading import read_handoff
from rules.render import Speaker
from rules.review import agenda, deal_risk, headline_peak, late_asks, risk_order

Judge = Callable[..., Evaluation]
Doc = dict[str, Any]
SEVEN = ("sso", "audit_logs", "data_location", "retention", "vendor_review", "access_controls", "approval_history")
LATER = ("ip_allowlist", "data_handling", "security_approval", "other_logging")


def with_inputs(document: Doc, field: str, inputs: Any, **answer: Any) -> Doc:
    """The document with one field's inputs (and more of its answer) replaced."""
    document["answers"][field] |= {"inputs": inputs, **answer}
    return document


def messages(evaluation: Evaluation, template: Template, field: str = "") -> str:
    """Everything that is said about a field (or about all), in English."""
    speaker = Speaker(template)
    said = [speaker.say(finding) for finding in evaluation.findings if not field or finding.field == field]
    return " ".join(f"{text.message} {text.fix}" for text in said)


def state(evaluation: Evaluation, field: str) -> str:
    return evaluation.fields[field].state


# --- the two ends ---------------------------------------------------------------------------------------------------


def test_d_ok_scores_100_and_passes_every_gate(judged: Judge, d_ok: Doc) -> None:
    evaluation = judged(d_ok)
    assert evaluation.score == 100
    assert evaluation.counts.confirmed == 10
    assert all(gate.allowed for gate in evaluation.gates.values())


def test_d_empty_scores_0_and_names_ten_fields(judged: Judge, d_ok: Doc, template: Template) -> None:
    evaluation = judged({**d_ok, "answers": {}, "review": None})
    assert evaluation.score == 0
    assert [f.field for f in evaluation.findings if f.id == "answer-missing"] == [s.key for s in template.required()]
    assert evaluation.gates["quote"].because == ("HG-Q1",)


# --- volume ---------------------------------------------------------------------------------------------------------


def test_R1_total_accounts_are_no_active_users(judged: Judge, d_ok: Doc, template: Template) -> None:
    evaluation = judged(with_inputs(d_ok, "active_users", {"accounts": 10000}))
    assert state(evaluation, "active_users") == "missing"
    said = messages(evaluation, template, "active_users")
    assert "month 1" in said and "month 12" in said
    assert (
        state(judged(with_inputs(d_ok, "active_users", {"month_1": 50, "month_12": 5000})), "active_users")
        == "confirmed"
    )


def test_R2_growth_is_shown_to_the_reviewer(judged: Judge, d_ok: Doc, template: Template) -> None:
    assert "×100 in 12 months" in messages(
        judged(with_inputs(d_ok, "active_users", {"month_1": 50, "month_12": 5000})), template
    )
    assert "in 12 months" not in messages(
        judged(with_inputs(d_ok, "active_users", {"month_1": 50, "month_12": 60})), template
    )
    assert "shrinks" in messages(judged(with_inputs(d_ok, "active_users", {"month_1": 500, "month_12": 50})), template)


def test_R3_peak_needs_the_action_too(judged: Judge, d_ok: Doc, template: Template) -> None:
    evaluation = judged(with_inputs(d_ok, "peak_load", {"rows": [{"actions_per_hour": 4500}]}))
    assert state(evaluation, "peak_load") == "incomplete"
    said = messages(evaluation, template, "peak_load")
    assert "Which action" in said and "When does the busiest hour happen?" in said
    full = {"rows": [{"actions_per_hour": 4500, "action": "report runs", "when": "Mon 09:00"}]}
    assert state(judged(with_inputs(d_ok, "peak_load", full)), "peak_load") == "confirmed"


def test_R4_peak_needs_its_time(judged: Judge, d_ok: Doc, template: Template) -> None:
    evaluation = judged(
        with_inputs(d_ok, "peak_load", {"rows": [{"actions_per_hour": 300, "action": "report runs", "when": ""}]})
    )
    assert "When does the busiest hour happen?" in messages(evaluation, template, "peak_load")
    assert "Which action" not in messages(evaluation, template, "peak_load")


@pytest.mark.parametrize(
    ("minutes", "words", "risky"),
    [(20, "25 log-in a minute (pace 1500 an hour)", True), (60, "8 log-in a minute (500 an hour)", False)],
)
def test_R5_a_short_window_is_shown_as_a_rate(
    judged: Judge, d_ok: Doc, template: Template, minutes: int, words: str, risky: bool
) -> None:
    row = {
        "users": 500,
        "action": "log-in",
        "actions_per_hour": 500,
        "when": "every day 08:40",
        "window_minutes": minutes,
    }
    evaluation = judged(with_inputs(d_ok, "peak_load", {"rows": [row]}))
    assert words in messages(evaluation, template)
    assert ("arrivals-come-at-once" in evaluation.fields["peak_load"].findings) is risky


def test_R6_risk_follows_load_not_heads(d_ok: Doc, template: Template, judged: Judge) -> None:
    def risk(users: int, rate: int) -> tuple[float, ...]:
        with_inputs(d_ok, "active_users", {"month_1": users, "month_12": users})
        with_inputs(
            d_ok,
            "peak_load",
            {
                "rows": [
                    {"action": "uploads", "size": "1 MB × 500 a day", "actions_per_hour": rate, "when": "Mon 09:00"}
                ]
            },
        )
        handoff = read_handoff(d_ok, template).handoff
        return deal_risk(handoff, judged(d_ok), template)

    assert risk(500, 500) < risk(10000, 200)


def test_R7_questions_use_plain_words(template: Template) -> None:
    assert "normal week" in template.field("active_users").question["en"]
    assert "busiest hour" in template.field("peak_load").question["en"]


def test_R8_few_users_who_upload_are_asked_how_much(judged: Judge, d_ok: Doc, template: Template) -> None:
    with_inputs(d_ok, "active_users", {"month_1": 20, "month_12": 20})
    row = {"action": "file upload", "actions_per_hour": 50, "when": "daily 09:00"}
    evaluation = judged(with_inputs(d_ok, "peak_load", {"rows": [row]}))
    assert "How large, how many a day?" in messages(evaluation, template, "peak_load")
    full = judged(with_inputs(d_ok, "peak_load", {"rows": [row | {"size": "200 MB × 50/day"}]}))
    assert state(full, "peak_load") == "confirmed"


def test_R9_machine_load_makes_the_headline(judged: Judge, d_ok: Doc, template: Template) -> None:
    rows = [
        {"action": "API calls", "actions_per_hour": 20000, "when": "all day"},
        {"action": "nightly import", "when": "02:00"},
        {"action": "live alerts"},
    ]
    with_inputs(d_ok, "active_users", {"month_1": 200, "month_12": 200})
    with_inputs(d_ok, "peak_load", {"rows": rows})
    assert headline_peak(read_handoff(d_ok, template).handoff, template) == 20000
    assert state(judged(d_ok), "peak_load") == "confirmed"


def test_R10_not_applicable_needs_a_reason(judged: Judge, d_ok: Doc, template: Template) -> None:
    blank = judged(with_inputs(d_ok, "active_users", {"not_applicable": True}))
    assert state(blank, "active_users") == "incomplete"
    assert "reason" in messages(blank, template, "active_users")
    given = judged(with_inputs(d_ok, "active_users", {"not_applicable": True, "reason": "machine-to-machine only"}))
    assert state(given, "active_users") == "confirmed"


# --- security -------------------------------------------------------------------------------------------------------


def test_R11_exactly_the_untouched_points_are_listed(judged: Judge, d_ok: Doc, template: Template) -> None:
    inputs = {key: {"state": "not_required"} for key in SEVEN[:4]}
    evaluation = judged(with_inputs(d_ok, "security", inputs))
    assert state(evaluation, "security") == "incomplete"
    untouched = next(f for f in evaluation.findings if f.id == "items-untouched")
    assert untouched.params["items"] == SEVEN[4:]
    assert "vendor review, access controls, approval history" in messages(evaluation, template, "security")
    assert state(judged(with_inputs(d_ok, "security", dict.fromkeys(SEVEN, "not_required"))), "security") == "confirmed"


def test_R12_four_later_points_are_due_by_the_contract(judged: Judge, d_ok: Doc) -> None:
    evaluation = judged(with_inputs(d_ok, "security", {key: {"state": "not_required"} for key in SEVEN}))
    assert evaluation.gates["quote"].allowed
    notice = next(f for f in evaluation.findings if f.id == "later-items-untouched")
    assert notice.params["items"] == LATER
    assert "HG-C1" in evaluation.gates["contract"].because
    inputs = {key: {"state": "not_required"} for key in (*SEVEN, *LATER) if key != "ip_allowlist"}
    evaluation = judged(with_inputs(d_ok, "security", inputs))
    assert next(f for f in evaluation.findings if f.id == "later-items-untouched").params["items"] == ("ip_allowlist",)


@pytest.mark.parametrize(
    ("item", "wanted"), [({"asked": False}, "assumed"), ({"asked": True, "stated_by": "J. Meyer"}, "confirmed")]
)
def test_R13_what_nobody_asked_about_is_assumed(judged: Judge, d_ok: Doc, item: Doc, wanted: str) -> None:
    d_ok["answers"]["security"]["inputs"]["retention"] = {"state": "not_required", **item}
    assert state(judged(d_ok), "security") == wanted


@pytest.mark.parametrize("blocks", [True, False])
def test_R14_an_unknown_that_can_block_launch_holds_won(judged: Judge, d_ok: Doc, blocks: bool) -> None:
    d_ok["answers"]["security"]["inputs"]["sso"] = {
        "state": "unknown",
        "blocks_launch": blocks,
        "confirm_by": "2027-01-08",
    }
    d_ok["promise"]["type"] = "range"
    evaluation = judged(d_ok)
    assert state(evaluation, "security") == "unknown"
    assert ("HG-W2" in evaluation.gates["won"].because) is blocks


def test_R15_audit_logs_ask_which_events_and_who_reads_them(judged: Judge, d_ok: Doc, template: Template) -> None:
    d_ok["answers"]["security"]["inputs"]["audit_logs"] = {"state": "required"}
    said = messages(judged(d_ok), template, "security")
    assert "Which events must be logged?" in said and "Who reviews the audit logs?" in said
    d_ok["answers"]["security"]["inputs"]["audit_logs"] |= {
        "events": ["log-in", "role change", "file access"],
        "reviewed_by": "compliance team",
    }
    assert state(judged(d_ok), "security") == "confirmed"


def test_R16_sso_asks_two_things_only_when_required(judged: Judge, d_ok: Doc, template: Template) -> None:
    d_ok["answers"]["security"]["inputs"]["sso"] = {"state": "required"}
    parts = [f.input for f in judged(d_ok).findings if f.id == "part-missing"]
    assert parts == ["sso.identity_provider", "sso.customer_contact"]
    d_ok["answers"]["security"]["inputs"]["sso"] = {"state": "not_required"}
    assert state(judged(d_ok), "security") == "confirmed"


def test_R17_data_location_needs_a_region(judged: Judge, d_ok: Doc, template: Template) -> None:
    d_ok["answers"]["security"]["inputs"]["data_location"] = {"state": "required"}
    assert "Which country or region?" in messages(judged(d_ok), template, "security")
    d_ok["answers"]["security"]["inputs"]["data_location"]["region"] = "Germany"
    evaluation = judged(d_ok)
    assert state(evaluation, "security") == "confirmed"
    assert "limits hosting" in messages(evaluation, template, "security")


def test_R18_security_is_never_a_later_task(judged: Judge, d_ok: Doc, template: Template) -> None:
    evaluation = judged(with_inputs(d_ok, "security", {"text": "we'll handle security during onboarding"}))
    assert state(evaluation, "security") == "vague"
    assert "puts it off" in messages(evaluation, template, "security")
    assert evaluation.gates["quote"].because == ("HG-Q1",)


def test_R19_none_of_these_needs_who_said_so(judged: Judge, d_ok: Doc) -> None:
    assert state(judged(with_inputs(d_ok, "security", {"none": True})), "security") == "confirmed"
    refused = judged(with_inputs(d_ok, "security", {"none": True}, source=None))
    assert state(refused, "security") == "incomplete"
    assert "none-without-source" in refused.fields["security"].findings


def test_R20_a_review_longer_than_the_time_left_is_a_conflict(judged: Judge, d_ok: Doc, template: Template) -> None:
    d_ok["answers"]["security"]["inputs"]["vendor_review"] = {"state": "required"}
    assert "How many days does it take?" in messages(judged(d_ok), template, "security")
    d_ok["answers"]["security"]["inputs"]["vendor_review"]["lead_time_days"] = 21
    d_ok["answers"]["hard_deadline"]["inputs"]["date"] = "2027-01-14"
    assert "takes 21 days, the hard deadline 2027-01-14 is 10 days away" in messages(judged(d_ok), template)


def test_R21_what_is_required_late_goes_to_the_gap_log(d_ok: Doc, template: Template) -> None:
    d_ok["answers"]["security"]["inputs"]["sso"] = {"state": "not_required"}
    before = read_handoff(d_ok, template).handoff
    d_ok["answers"]["security"]["inputs"]["sso"] = {"state": "required"}
    assert late_asks(before, read_handoff(d_ok, template).handoff, template) == (("security", "sso"),)


# --- set-up, integrations, data -------------------------------------------------------------------------------------


def test_R22_onboarding_is_no_answer(judged: Judge, d_ok: Doc, template: Template) -> None:
    evaluation = judged(with_inputs(d_ok, "setup_work", {"text": "onboarding"}))
    assert state(evaluation, "setup_work") == "vague"
    assert "one-off integration" in messages(evaluation, template, "setup_work")
    rows = [
        {"item": "data_import", "amount": "120000 rows", "done_by": "us"},
        {"item": "roles_permissions", "amount": "4 roles", "done_by": "us"},
    ]
    assert state(judged(with_inputs(d_ok, "setup_work", {"rows": rows})), "setup_work") == "confirmed"


@pytest.mark.parametrize(
    ("key", "question"),
    [("amount", "How much data import or migration?"), ("done_by", "Who does data import or migration")],
)
def test_R23_R24_each_piece_of_work_needs_amount_and_hands(
    judged: Judge, d_ok: Doc, template: Template, key: str, question: str
) -> None:
    row = {"item": "data_import", "amount": "120000 rows from CSV", "done_by": "customer"}
    assert state(judged(with_inputs(d_ok, "setup_work", {"rows": [row]})), "setup_work") == "confirmed"
    row.pop(key)
    assert question in messages(judged(with_inputs(d_ok, "setup_work", {"rows": [row]})), template, "setup_work")


def test_R27_a_one_off_integration_hidden_in_setup_is_a_conflict(judged: Judge, d_ok: Doc, template: Template) -> None:
    with_inputs(d_ok, "setup_work", {"rows": [{"item": "one_off_integration", "amount": "1", "done_by": "us"}]})
    said = messages(judged(with_inputs(d_ok, "integrations", {"none": True})), template)
    assert "Set-up work has a one-off integration, but Integrations says none." in said


@pytest.mark.parametrize(
    ("answer", "wanted"), [({"source": None}, "incomplete"), ({"source": None, "stated_by": "Dana Kim"}, "confirmed")]
)
def test_R28_none_is_an_answer_silence_is_not(judged: Judge, d_ok: Doc, answer: Doc, wanted: str) -> None:
    inputs = {"none": True} | {key: value for key, value in answer.items() if key == "stated_by"}
    assert state(judged(with_inputs(d_ok, "setup_work", inputs, source=answer["source"])), "setup_work") == wanted


def test_R29_the_usual_tools_are_no_systems(judged: Judge, d_ok: Doc) -> None:
    assert state(judged(with_inputs(d_ok, "integrations", {"text": "the usual tools"})), "integrations") == "vague"
    rows = [
        {"system": "Salesforce", "type": "CRM", "needed": "day_one", "controlled_by": "Ann"},
        {"system": "Jira", "needed": "later"},
    ]
    assert state(judged(with_inputs(d_ok, "integrations", {"rows": rows})), "integrations") == "confirmed"


def test_R30_R32_a_day_one_system_needs_its_controller_and_kind(judged: Judge, d_ok: Doc, template: Template) -> None:
    said = messages(
        judged(with_inputs(d_ok, "integrations", {"rows": [{"system": "SAP", "needed": "day_one"}]})),
        template,
        "integrations",
    )
    assert "Who controls SAP?" in said and "What kind of system is SAP" in said
    row = {"system": "SAP", "needed": "day_one", "type": "ERP", "controlled_by": "Maria Lopez (IT)"}
    assert state(judged(with_inputs(d_ok, "integrations", {"rows": [row]})), "integrations") == "confirmed"


def test_R31_what_they_cannot_start_without_is_day_one(judged: Judge, d_ok: Doc, template: Template) -> None:
    evaluation = judged(
        with_inputs(
            d_ok, "integrations", {"rows": [{"system": "SAP", "needed": "later", "cannot_start_without": True}]}
        )
    )
    assert "then it is day one" in messages(evaluation, template, "integrations")
    assert not evaluation.gates["quote"].allowed
    assert state(evaluation, "integrations") == "incomplete"


def test_R33_a_sync_needs_frequency_direction_and_failure(judged: Judge, d_ok: Doc, template: Template) -> None:
    row = {"system": "HR sync", "type": "HR", "needed": "day_one", "controlled_by": "HR lead"}
    assert "How often does HR sync run?" in messages(
        judged(with_inputs(d_ok, "integrations", {"rows": [row]})), template
    )
    row |= {"frequency": "daily", "direction": "HR → portal, hires and departures", "on_failure": "alert IT"}
    assert state(judged(with_inputs(d_ok, "integrations", {"rows": [row]})), "integrations") == "confirmed"


def test_R34_R35_data_flow_asks_where_it_is_stored_and_what_it_is(judged: Judge, d_ok: Doc, template: Template) -> None:
    inputs = {"sources": ["HubSpot", "CSV export"], "destinations": ["internal dashboard", "finance system"]}
    said = messages(judged(with_inputs(d_ok, "data_flow", inputs)), template, "data_flow")
    assert "Where will the data be stored?" in said and "What kind of data is it?" in said
    assert (
        state(
            judged(with_inputs(d_ok, "data_flow", inputs | {"stored_in": "EU database", "data_class": "employee"})),
            "data_flow",
        )
        == "confirmed"
    )


# --- access, approver, launch ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "inputs", "wanted"),
    [
        ("access", {"day_one": "12 branch managers", "approver": "The IT manager"}, "confirmed"),
        ("access", {"day_one": "whoever they choose", "approver": "The IT manager"}, "vague"),
        ("access", {"day_one": "12 branch managers", "approver": "their IT people"}, "vague"),
        ("access", {"day_one": "12 branch managers", "approver": "we will sort access later"}, "vague"),
        ("scope_approver", {"person": "the team"}, "vague"),
        ("scope_approver", {"person": ["Dana Kim", "Jo Park"]}, "incomplete"),
        ("scope_approver", {"person": "Dana Kim and Jo Park"}, "incomplete"),
        ("scope_approver", {"person": "Dana Kim, operations lead"}, "confirmed"),
        ("launch_window", {"from": "ASAP"}, "vague"),
        ("launch_window", {"text": "quick launch"}, "vague"),
        ("launch_window", {"from": "2027-03-01", "to": "2027-03-15"}, "incomplete"),
        ("hard_deadline", {}, "missing"),
        ("hard_deadline", {"none": True}, "confirmed"),
        ("hard_deadline", {"date": "2027-03-31"}, "incomplete"),
    ],
)
def test_R36_R37_R38_R40_R41_R42_people_and_dates(
    judged: Judge, d_ok: Doc, field: str, inputs: Doc, wanted: str
) -> None:
    assert state(judged(with_inputs(d_ok, field, inputs)), field) == wanted


def test_R38_two_approvers_are_told_to_choose_one(judged: Judge, d_ok: Doc, template: Template) -> None:
    assert "choose one" in messages(
        judged(with_inputs(d_ok, "scope_approver", {"person": ["Dana Kim", "Jo Park"]})), template
    )


@pytest.mark.parametrize("promise", ["date", "price", "scope", "security_review"])
def test_R43_R69_R70_a_promise_on_open_answers_is_a_guess(
    judged: Judge, d_ok: Doc, template: Template, promise: str
) -> None:
    d_ok["promise"][promise] = "2027-03-01"
    assert judged(d_ok).gates["quote"].allowed
    d_ok["answers"].pop("peak_load")
    evaluation = judged(d_ok)
    assert evaluation.gates["quote"].because == ("HG-Q1",)
    assert "is still a guess: Peak load" in messages(evaluation, template)


@pytest.mark.parametrize(
    ("promise", "because"), [("fixed", ("HG-Q2",)), (None, ("HG-Q2",)), ("range", ()), ("paused", ("HG-Q2",))]
)
def test_R44_unknown_integration_needs_a_range(
    judged: Judge, d_ok: Doc, promise: str | None, because: tuple[str, ...]
) -> None:
    with_inputs(d_ok, "integrations", {}, status="unknown", confirm_by="2027-01-08")
    d_ok["promise"]["type"] = promise
    evaluation = judged(d_ok)
    assert evaluation.gates["quote"].because == because
    assert any(f.id == "open-until" and f.params["date"] == "2027-01-08" for f in evaluation.findings)


def test_R45_a_deadline_before_the_window_is_a_conflict(judged: Judge, d_ok: Doc, template: Template) -> None:
    assert "deadline-before-launch" not in judged(d_ok).fields["hard_deadline"].findings
    d_ok["answers"]["hard_deadline"]["inputs"]["date"] = "2027-02-20"
    assert "2027-02-20 lies before the end of the launch window" in messages(judged(d_ok), template)


# --- the form itself ------------------------------------------------------------------------------------------------


def test_R48_context_comes_last_and_scores_nothing(judged: Judge, template: Template) -> None:
    evaluation = judged({"answers": {"context": {"inputs": {"text": "word " * 500}}}})
    assert evaluation.score == 0 and evaluation.counts.open == 10
    assert template.fields[-1].key == "context" and not template.fields[-1].scored


def test_R50_an_assumption_alone_cannot_be_confirmed(judged: Judge, d_ok: Doc, template: Template) -> None:
    box = {"basis": "assumption", "confirm_by": "2027-01-08", "confirm_with": "ops lead"}
    evaluation = judged(
        with_inputs(d_ok, "active_users", {"month_1": {"value": 500, **box}, "month_12": {"value": 5000, **box}})
    )
    assert state(evaluation, "active_users") == "assumed"
    assert "no customer fact yet" in messages(evaluation, template)


def test_R51_the_weakest_part_rules_the_field(judged: Judge, d_ok: Doc) -> None:
    box = {"value": 5000, "basis": "assumption", "confirm_by": "2027-01-08", "confirm_with": "ops lead"}
    evaluation = judged(with_inputs(d_ok, "active_users", {"month_1": 500, "month_12": box}))
    assert state(evaluation, "active_users") == "assumed"
    assert evaluation.score == 97


def test_R52_an_assumption_travels_with_its_label(judged: Judge, d_ok: Doc, template: Template) -> None:
    d_ok["answers"]["active_users"]["assumption"] = "5,000 within 12 months"
    assert "ASSUMED by sales: 5,000 within 12 months" in messages(judged(d_ok), template)


def test_R53_there_are_exactly_three_statuses(judged: Judge, d_ok: Doc, template: Template) -> None:
    d_ok["answers"]["access"]["status"] = "probably"
    evaluation = judged(d_ok)
    assert "Use confirmed, assumed or unknown." in messages(evaluation, template, "access")
    assert not evaluation.gates["quote"].allowed


def test_R54_confirmed_without_a_source_counts_as_assumed(judged: Judge, d_ok: Doc, template: Template) -> None:
    d_ok["answers"]["access"]["source"] = None
    evaluation = judged(d_ok)
    assert state(evaluation, "access") == "assumed"
    assert "add who said it and when" in messages(evaluation, template, "access")


def test_R55_an_assumption_needs_owner_date_and_confirmer(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["access"] |= {"status": "assumed"}
    assert judged(d_ok).score == 90
    d_ok["answers"]["access"] |= {"confirm_by": "2027-01-08", "confirm_with": "ops lead"}
    assert judged(d_ok).score == 97


def test_R56_an_unknown_needs_owner_and_date(judged: Judge, d_ok: Doc, template: Template) -> None:
    d_ok["answers"]["access"] = {"status": "unknown", "owner": "ana"}
    assert judged(d_ok).score == 90
    assert "without a date" in messages(judged(d_ok), template, "access")
    d_ok["answers"]["access"]["confirm_by"] = "2027-01-08"
    evaluation = judged(d_ok)
    assert evaluation.score == 94 and str(evaluation.fields["access"].due) == "2027-01-08"


def test_R57_a_blank_is_counted_and_named(judged: Judge, d_ok: Doc, template: Template) -> None:
    d_ok["answers"].pop("data_flow")
    evaluation = judged(d_ok)
    assert evaluation.score == 90 and evaluation.counts.open == 1
    assert [f.field for f in evaluation.findings if f.blocks] == ["data_flow"]


@pytest.mark.parametrize(
    ("owner", "id"),
    [
        (None, "owner-missing"),
        (["ana", "ben"], "owners-too-many"),
        ({"id": "7", "name": "Cy", "active": False}, "owner-left"),
    ],
)
def test_R58_R59_one_owner_who_is_still_here(judged: Judge, d_ok: Doc, owner: Any, id: str) -> None:
    d_ok["answers"]["access"]["owner"] = owner
    evaluation = judged(d_ok)
    assert id in evaluation.fields["access"].findings
    assert evaluation.score == 90


def test_R61_every_gap_shows_its_name_and_date(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["access"] = {"status": "unknown", "owner": "ana", "confirm_by": "2027-01-08"}
    gap = next(f for f in judged(d_ok).findings if f.id == "open-until")
    assert (gap.field, gap.params["date"]) == ("access", "2027-01-08")


def test_R62_the_date_is_a_deadline_in_the_accounts_zone(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["access"] = {"status": "unknown", "owner": "ana", "confirm_by": "2027-01-08"}
    berlin = ZoneInfo("Europe/Berlin")
    before = judged(d_ok, datetime(2027, 1, 8, 23, 59, tzinfo=berlin))
    assert state(before, "access") == "unknown" and before.gates["quote"].allowed
    assert before.changes_at == datetime(2027, 1, 8, 23, 0, tzinfo=ZoneInfo("UTC"))
    after = judged(d_ok, datetime(2027, 1, 9, 0, 0, tzinfo=berlin))
    assert state(after, "access") == "overdue" and after.score == 90 and not after.gates["quote"].allowed


def test_R66_questions_are_short_and_plain(template: Template) -> None:
    for spec in template.fields:
        for language in ("en", "de"):
            assert len(spec.question[language].split()) <= 20


# --- gates and review -----------------------------------------------------------------------------------------------


def test_R68_nine_of_ten_hold_a_quote_and_ten_let_it_go(judged: Judge, d_ok: Doc) -> None:
    assert judged(d_ok).gates["quote"].allowed
    d_ok["answers"].pop("hard_deadline")
    assert judged(d_ok).gates["quote"].because == ("HG-Q1",)


def test_R72_the_agenda_lists_unknown_then_assumed_and_folds_the_rest(
    judged: Judge, d_ok: Doc, template: Template
) -> None:
    for field in ("access", "hard_deadline", "data_flow"):
        d_ok["answers"][field] |= {"status": "unknown", "confirm_by": "2027-01-08"}
    for field in ("security", "active_users"):
        d_ok["answers"][field] |= {"status": "assumed", "confirm_by": "2027-01-08", "confirm_with": "ops lead"}
    items = agenda(judged(d_ok), template)
    assert [i.field for i in items if not i.folded] == [
        "data_flow",
        "hard_deadline",
        "access",
        "active_users",
        "security",
    ]
    assert sum(i.folded for i in items) == 5


def test_R82_the_order_of_risk_is_fixed(template: Template) -> None:
    assert risk_order(template)[:7] == (
        "peak_load",
        "active_users",
        "data_flow",
        "security",
        "integrations",
        "setup_work",
        "hard_deadline",
    )


def test_R73_contract_needs_an_approved_and_settled_review(judged: Judge, d_ok: Doc) -> None:
    d_ok["review"] = None
    assert judged(d_ok).gates["contract"].because == ("HG-C2",)
    d_ok["review"] = {"decision": "scope_change", "by": "sam", "digest": "current"}
    assert judged(d_ok).gates["contract"].because == ("HG-C2", "HG-C3")


def test_R74_a_mark_reopens_the_field_at_once(judged: Judge, d_ok: Doc, template: Template) -> None:
    d_ok["review"]["marks"] = [{"field": "security", "mark": "wrong", "note": "ask for the region", "by": "sam"}]
    evaluation = judged(d_ok)
    assert not evaluation.gates["quote"].allowed and not evaluation.gates["contract"].allowed
    assert "wrong: ask for the region" in messages(evaluation, template, "security")


def test_R75_an_approval_is_for_one_version(judged: Judge, d_ok: Doc, template: Template) -> None:
    version = judged(d_ok).digest
    d_ok["review"] |= {"digest": version}
    assert judged(d_ok).gates["contract"].allowed
    d_ok["answers"]["peak_load"]["source"]["who"] = "Dana Kim"
    assert judged(d_ok).gates["contract"].allowed
    d_ok["answers"]["peak_load"]["inputs"]["rows"][0]["actions_per_hour"] = 901
    d_ok["review"]["changed"] = ["peak_load"]
    evaluation = judged(d_ok)
    assert evaluation.gates["contract"].because == ("HG-C2",)
    assert "Changed since the review: Peak load." in messages(evaluation, template)


def test_R76_nothing_is_won_on_a_blocking_unknown(judged: Judge, d_ok: Doc) -> None:
    assert judged(d_ok).gates["won"].allowed
    with_inputs(d_ok, "hard_deadline", {}, status="unknown", confirm_by="2027-01-08")
    assert "HG-W2" in judged(d_ok).gates["won"].because


def test_R76_the_scope_approver_must_be_confirmed(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["scope_approver"] |= {"status": "assumed", "confirm_by": "2027-01-08", "confirm_with": "ops lead"}
    assert judged(d_ok).gates["won"].because == ("HG-W3",)


def test_R80_memory_cannot_confirm(judged: Judge, d_ok: Doc, template: Template) -> None:
    d_ok["answers"]["access"]["source"] = {"who": "me", "when": "2027-01-03", "where": "memory"}
    evaluation = judged(d_ok)
    assert state(evaluation, "access") == "assumed"
    assert "from memory" in messages(evaluation, template, "access")


def test_HG_Q3_a_fixed_promise_on_an_assumption_waits_for_engineering(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["peak_load"] |= {"status": "assumed", "confirm_by": "2027-01-08", "confirm_with": "ops lead"}
    assert judged(d_ok).gates["quote"].allowed
    d_ok["review"] = None
    assert judged(d_ok).gates["quote"].because == ("HG-Q3",)
    d_ok["promise"]["type"] = "range"
    assert judged(d_ok).gates["quote"].allowed


def test_an_override_lets_one_gate_pass_until_it_expires(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"].pop("peak_load")
    d_ok["overrides"] = [{"gate": "quote", "by": "lee", "reason": "board asked", "expires": "2027-01-05T00:00:00Z"}]
    evaluation = judged(d_ok)
    assert evaluation.gates["quote"].allowed and evaluation.gates["quote"].overridden_by == "lee"
    assert not evaluation.gates["contract"].allowed
    assert evaluation.changes_at == datetime(2027, 1, 5, tzinfo=ZoneInfo("UTC"))
    assert not judged(d_ok, datetime(2027, 1, 5, 1, tzinfo=ZoneInfo("UTC"))).gates["quote"].allowed
    d_ok["overrides"][0]["reason"] = " "
    assert not judged(d_ok).gates["quote"].allowed


def test_every_finding_has_words_in_both_languages(template: Template, d_ok: Doc) -> None:
    document = {
        "answers": {"peak_load": {"inputs": {"rows": [{}]}}, "acess": {}, "security": "normal security"},
        "promise": {"type": "maybe"},
    }
    reading = read_handoff(document, template)
    evaluation = evaluate(reading.handoff, NOW, template, reading.findings)
    for language in ("en", "de"):
        for finding in evaluation.findings:
            said = Speaker(template, language).say(finding)
            assert said.message and said.fix and "{" not in said.message + said.fix
