"""What a rep types into plain properties becomes a handoff, and nothing typed is lost or changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed import TYPED

from connectors.fields import ANSWER_PARTS, PROPERTIES, known_parts
from connectors.hubspot.schema import default_mapping, definitions
from connectors.mapping import Translated, fit, problems, translate
from rules.model import Person, Source

ANA, SAM = Person(id="1", name="ana"), Person(id="2", name="sam")


def read(**changes: str | None) -> Translated:
    """TYPED with some parts changed; dots in part names are written as double underscores."""
    values = {**TYPED, **{part.replace("__", "."): value for part, value in changes.items()}}
    return translate(values, ANA, lambda ref: {"2": SAM}.get(ref))


def test_d_ok_can_be_typed_into_the_properties_alone(d_ok: dict[str, Any]) -> None:
    answers = read().answers
    assert set(answers) == set(d_ok["answers"])
    for field, wanted in d_ok["answers"].items():
        assert dict(answers[field].inputs) == wanted["inputs"], field
        if field != "context":
            assert answers[field].status == "confirmed"
            assert answers[field].owner == ANA
            assert answers[field].source == Source(who="J. Meyer", when="2027-01-03", where="mail")


def test_a_rep_fills_at_most_thirty_properties_each_with_label_and_help() -> None:
    asked = [prop for prop in PROPERTIES if not prop.ours]
    assert len(asked) <= 30
    for prop in PROPERTIES:
        assert prop.label and prop.help.endswith((".", "first."))
        assert all(len(sentence.split()) <= 20 for sentence in prop.help.replace("?", ".").split(". "))


def test_nothing_filled_means_no_answers() -> None:
    assert translate({}, ANA, lambda ref: None).answers == {}
    assert not translate({"owner.volume": "2", "confirm_by": "2027-01-08"}, ANA, lambda ref: SAM).has_answer


def test_the_tick_decides_the_box() -> None:
    answers = read(status__confirmed="access", status__unknown="security", confirm_by="2027-01-08").answers
    assert answers["access"].status == "confirmed"
    assert answers["security"].status == "unknown"
    assert answers["peak_load"].status == "assumed"
    assert str(answers["peak_load"].confirm_by) == "2027-01-08"


def test_an_unknown_needs_no_value() -> None:
    answers = translate(
        {"status.unknown": "integrations", "confirm_by": "1799366400000"}, ANA, lambda ref: None
    ).answers
    assert answers["integrations"].status == "unknown" and str(answers["integrations"].confirm_by) == "2027-01-08"


def test_ticking_both_is_said_and_unknown_wins() -> None:
    answer = read(status__unknown="access").answers["access"]
    assert answer.status == "unknown" and answer.unreadable[0].input == "status"


def test_R60_owners_by_group_else_the_deals_owner() -> None:
    answers = read(owner__security="2").answers
    assert answers["security"].owner == SAM and answers["access"].owner == SAM
    assert answers["peak_load"].owner == ANA


def test_an_owner_nobody_knows_is_kept_by_id() -> None:
    assert read(owner__setup="77").answers["setup_work"].owner == Person(id="77")


def test_a_fields_own_parts_go_before_the_shared_ones() -> None:
    answer = read(
        access__status="assumed", access__source="Jo, call, 2027-01-02", access__confirm_by="2027-02-01"
    ).answers["access"]
    assert answer.status == "assumed" and answer.source == Source(who="Jo", when="2027-01-02", where="call")
    assert str(answer.confirm_by) == "2027-02-01"


def test_R51_an_assumption_fills_only_what_the_customer_left_open() -> None:
    answer = read(active_users__month_12=None, assumptions="Users in month 12: 5,000").answers["active_users"]
    assert answer.inputs["month_12"] == {"value": 5000, "basis": "assumption"}
    kept = read(assumptions="users month 12: 5,000").answers["active_users"]
    assert kept.inputs["month_12"] == 450 and kept.assumption == "users month 12: 5,000"


def test_a_line_nobody_can_place_is_quoted_with_the_form() -> None:
    [line] = read(assumptions="Userz in month 12: 5000").answers["active_users"].unreadable
    assert line.text == "Userz in month 12: 5000" and "did you mean “users in month 12”" in line.form
    [line] = (
        read(setup_work__items="data_import;testing", setup_work__detail="Data import: 5 rows, us\nblah blah")
        .answers["setup_work"]
        .unreadable
    )
    assert line.text == "blah blah" and "done by us" in line.form


@pytest.mark.parametrize(
    ("part", "text", "field", "inputs"),
    [
        ("integrations.text", "none", "integrations", {"none": True}),
        ("integrations.text", "keine", "integrations", {"none": True}),
        ("security.required", "none", "security", {"none": True}),
        ("hard_deadline.reason", "none, said Dana Kim", "hard_deadline", {"none": True}),
        ("integrations.text", "the usual tools", "integrations", {"text": "the usual tools"}),
        ("data_flow.text", "some data", "data_flow", {"text": "some data"}),
        ("launch_window.from", "ASAP", "launch_window", {"from": "ASAP"}),
    ],
)
def test_none_and_vague_words_reach_the_rules(part: str, text: str, field: str, inputs: dict[str, Any]) -> None:
    assert dict(translate({part: text}, ANA, lambda ref: None).answers[field].inputs) == inputs


def test_several_peaks_one_a_line() -> None:
    rows = (
        read(
            peak_load__actions_per_hour="20000",
            peak_load__when="API calls, all day\nnightly import 02:00\n- live alerts",
        )
        .answers["peak_load"]
        .inputs["rows"]
    )
    assert rows[0] == {"actions_per_hour": 20000, "action": "API calls", "when": "all day"}
    assert [row["action"] for row in rows] == ["API calls", "import", "live alerts"]


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(known_parts()), st.text(max_size=60), max_size=12))
def test_no_text_breaks_the_translation(values: dict[str, str]) -> None:
    assert isinstance(translate(values, None, lambda ref: None), Translated)


def test_mapping_problems_name_the_part_and_a_remedy() -> None:
    found = dict(problems({"active_users.month1": "a", "context.text": "", "source": "x", "confirm_with": "x"}))
    assert "did you mean “active_users.month_1”" in found["active_users.month1"]
    assert "null" in found["context.text"] and "already the home" in found["confirm_with"]
    assert not list(problems(default_mapping()))


def test_definitions_are_what_the_vendor_takes() -> None:
    made = {d["name"]: d for d in definitions(default_mapping())}
    assert len(made) == len(PROPERTIES)
    assert made["hg_users_month_1"]["type"] == "number" and made["hg_security"]["fieldType"] == "checkbox"
    assert made["hg_owner_setup"]["referencedObjectType"] == "OWNER"
    assert all(
        {"label", "value", "displayOrder", "hidden"} == set(o) for d in made.values() for o in d.get("options", [])
    )


def test_a_text_that_is_too_long_is_cut_with_a_mark() -> None:
    assert fit("abcdef", 5) == "abc …" and fit("abc", 5) == "abc"


def inputs_of(field: str, **typed: str) -> dict[str, Any]:
    """What is read of one field when a rep types this and nothing else."""
    parts = {name.replace("__", "."): text for name, text in typed.items()}
    answer = translate(parts, ANA, lambda _: None).answers.get(field)
    return dict(answer.inputs) if answer else {}


def quoted(field: str, **typed: str) -> list[str]:
    """The lines that could not be read."""
    parts = {name.replace("__", "."): text for name, text in typed.items()}
    answer = translate(parts, ANA, lambda _: None).answers.get(field)
    return [line.text for line in answer.unreadable] if answer else []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("900 report runs, Mon 09:00", {"actions_per_hour": 900, "action": "report runs", "when": "Mon 09:00"}),
        (
            "900 report runs an hour, Monday 9:00",
            {"actions_per_hour": 900, "action": "report runs", "when": "Monday 9:00"},
        ),
        ("50 uploads a day, 17:00", {"action": "50 uploads a day", "when": "17:00"}),
        ("Mondays between 9 and 10, report runs", {"action": "report runs", "when": "Mondays between 9 and 10"}),
        ("Berichte, Montag 9 Uhr", {"action": "Berichte", "when": "Montag 9 Uhr"}),
    ],
)
def test_the_busiest_hour_in_a_reps_words(text: str, row: dict[str, Any]) -> None:
    assert inputs_of("peak_load", peak_load__when=text)["rows"] == [row]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SAP", [{"system": "SAP", "type": "ERP"}]),
        ("SAP (ERP), day one, Maria Lopez\nJira later", [
            {"system": "SAP", "type": "ERP", "needed": "day_one", "controlled_by": "Maria Lopez"},
            {"system": "Jira", "type": "other", "needed": "later"}]),
        ("• Salesforce – day 1 – controlled by IT", [
            {"system": "Salesforce", "type": "CRM", "needed": "day_one", "controlled_by": "IT"}]),
    ],
)  # fmt: skip
def test_systems_in_a_reps_words(text: str, rows: list[dict[str, Any]]) -> None:
    assert inputs_of("integrations", integrations__text=text)["rows"] == rows


@pytest.mark.parametrize("text", ["none", "Keine", "No integrations needed", "There are no systems planned"])
def test_none_in_words_is_none(text: str) -> None:
    assert inputs_of("integrations", integrations__text=text) == {"none": True}


@pytest.mark.parametrize("text", ["none", "No hard deadline", "Keine feste Frist", "kein Termin", "none, says Dana"])
def test_no_deadline_in_words_is_none(text: str) -> None:
    assert inputs_of("hard_deadline", hard_deadline__reason=text) == {"none": True}


def test_a_sentence_about_systems_is_quoted() -> None:
    text = "They need HubSpot on day one, M. Lopez controls it. SAP can wait."
    assert quoted("integrations", integrations__text=text) == [text]


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("HubSpot -> Snowflake -> Tableau", (["HubSpot"], "Snowflake", ["Tableau"])),
        ("From SAP, stored in our EU cloud, sent to Power BI", (["SAP"], "our EU cloud", ["Power BI"])),
        ("Source: SAP\nStored: Azure\nReceives: Power BI", (["SAP"], "Azure", ["Power BI"])),
        (
            "SAP, CSV export to our EU database, then the dashboard",
            (["SAP", "CSV export"], "our EU database", ["dashboard"]),
        ),
    ],
)
def test_a_data_flow_in_a_reps_words(text: str, flow: tuple[Any, ...]) -> None:
    found = inputs_of("data_flow", data_flow__text=text)
    assert (found["sources"], found["stored_in"], found["destinations"]) == flow


@pytest.mark.parametrize(
    ("items", "text", "row"),
    [
        ("data_import", "120,000 rows imported by us in the first week",
         {"amount": "120,000 rows imported", "done_by": "us", "first_week": True}),
        ("data_import", "Import 120k rows (we do it)", {"amount": "Import 120k rows", "done_by": "us"}),
        ("data_import", "120,000 rows\nfrom CSV\ndone by us", {"amount": "120,000 rows, from CSV", "done_by": "us"}),
        ("testing", "2 rounds, by the customer, 3 days", {"amount": "2 rounds", "done_by": "customer", "days": 3}),
    ],
)  # fmt: skip
def test_set_up_work_in_a_reps_words(items: str, text: str, row: dict[str, Any]) -> None:
    found = inputs_of("setup_work", setup_work__items=items, setup_work__detail=text)
    assert found["rows"] == [{"item": items, **row}]


@pytest.mark.parametrize(
    ("ticked", "text", "point"),
    [
        (
            "sso",
            "SSO via Okta, contact: jo@example.com",
            {"identity_provider": "Okta", "customer_contact": "jo@example.com"},
        ),
        ("sso", "Okta\nJo Park is our contact", {"identity_provider": "Okta", "customer_contact": "Jo Park"}),
        (
            "audit_logs",
            "Audit logs: log-ins, compliance team reviews",
            {"events": ["log-ins"], "reviewed_by": "compliance team"},
        ),
        ("data_location", "Data must stay in Germany", {"region": "Germany"}),
        ("vendor_review", "3 weeks", {"lead_time_days": 21}),
    ],
)
def test_security_details_in_a_reps_words(ticked: str, text: str, point: dict[str, Any]) -> None:
    found = inputs_of("security", security__required=ticked, security__detail=text)
    assert found[ticked] == {"state": "required", **point}


def test_a_line_that_belongs_nowhere_is_quoted_not_swallowed() -> None:
    more = "we talked for an hour about pen tests"
    text = f"SSO: Okta, IT contact Jo\n{more}"
    assert quoted("security", security__required="sso", security__detail=text) == [more]
    text = "Import: 120,000 rows, us\nTraining for the team"
    assert quoted("setup_work", setup_work__items="data_import", setup_work__detail=text) == ["Training for the team"]


def test_none_ticked_beside_another_tick_is_questioned() -> None:
    text = "SSO: Okta, IT contact Jo"
    assert quoted("security", security__required="none;sso", security__detail=text) == ["None of these was asked for"]


@pytest.mark.parametrize("mark", ["?", "-", "–", "--", "...", "—", "- -", "SAP\n–", ";", ": x"])
@pytest.mark.parametrize("ticked", ["", "data_import;testing", "sso;audit_logs"])
def test_marks_without_a_word_break_nothing(mark: str, ticked: str) -> None:
    """A line of dashes was an IndexError once: the deal could not be judged at all."""
    for part in ANSWER_PARTS:
        translate({"setup_work.items": ticked, "security.required": ticked, part: mark}, ANA, lambda _: None)
