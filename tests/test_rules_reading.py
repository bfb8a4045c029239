"""Handoffs as people and programs really write them: what can be read counts, what cannot is named, nothing raises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from conftest import NOW
from hypothesis import given, settings
from hypothesis import strategies as st

from integration.template import built_in
from rules.evaluate import evaluate
from rules.model import Evaluation, Input
from rules.reading import NotAHandoff, instant, read_handoff
from rules.values import Bad, read

Judge = Callable[..., Evaluation]
Doc = dict[str, Any]
TEMPLATE = built_in()


def spec(type: str, **more: Any) -> Input:
    return Input.model_validate({"key": "x", "type": type, "label": {"en": "x"}, **more})


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (300, 300),
        (12.5, 12.5),
        ("300", 300),
        (" 1,500 ", 1500),
        ("1.500.000", 1_500_000),
        ("20 000", 20000),
        ("12,5", 12.5),
        ("2.0", 2),
    ],
)
def test_numbers_are_read_as_people_write_them(value: Any, wanted: float) -> None:
    assert read(spec("number"), value) == wanted


@pytest.mark.parametrize("value", [True, -3, float("nan"), float("inf"), "many", "300 users", "-5", "1e3"])
def test_what_is_no_number_is_quoted(value: Any) -> None:
    assert read(spec("number"), value) == Bad(str(value), "number")


@pytest.mark.parametrize(
    ("type", "value", "wanted"),
    [
        ("text", ["a", "b"], "a, b"),
        ("text", 5, "5"),
        ("text", {"a": 1}, Bad("{'a': 1}", "text")),
        ("person", {"id": "7", "name": "Cy"}, "Cy"),
        ("person", {"id": "7"}, "7"),
        ("person", ["Dana Kim"], "Dana Kim"),
        ("person", ["Dana", "Jo"], Bad("Dana, Jo", "one_person")),
        ("person", "Dana Kim or Jo Park", Bad("Dana Kim or Jo Park", "one_person")),
        ("person", "the IT manager / the CTO", Bad("the IT manager / the CTO", "one_person")),
        ("person", "head of sales and marketing", "head of sales and marketing"),
        ("person", "Research and development lead", "Research and development lead"),
        ("date", datetime(2027, 3, 1, 5, 0), date(2027, 3, 1)),
        ("date", date(2027, 3, 1), date(2027, 3, 1)),
        ("date", "2027-03-01T00:00:00Z", date(2027, 3, 1)),
        ("date", "in spring", Bad("in spring", "date")),
        ("flag", True, True),
        ("flag", "Yes", True),
        ("flag", "nein", False),
        ("flag", "perhaps", Bad("perhaps", "yes_or_no")),
        ("list", "CSV, SAP and Jira", ("CSV", "SAP", "Jira")),
        ("list", ["CSV", ""], ("CSV",)),
    ],
)
def test_every_type_of_input(type: str, value: Any, wanted: Any) -> None:
    assert read(spec(type), value) == wanted


def test_a_choice_may_be_named_in_part_when_only_one_is_meant() -> None:
    labels = {
        "data_import": "data import or migration",
        "migration_scripts": "migration scripts",
        "roles": "custom roles",
    }
    choice = spec("choice", choices={key: {"en": label} for key, label in labels.items()})
    assert (read(choice, "import"), read(choice, "Custom"), read(choice, "migration scr")) == (
        "data_import",
        "roles",
        "migration_scripts",
    )
    assert isinstance(read(choice, "migration"), Bad), "two could be meant"
    assert read(choice, "or") == Bad("or", "choice", "")


def test_a_choice_is_found_by_key_or_label_and_a_typo_gets_a_hint() -> None:
    choice = spec("choice", choices={"day_one": {"en": "day one", "de": "erster Tag"}, "later": {"en": "later"}})
    assert read(choice, "Erster Tag") == read(choice, "day one") == read(choice, "DAY_ONE") == "day_one"
    assert read(choice, "latr") == Bad("latr", "choice", "later")
    assert read(choice, "xyz") == Bad("xyz", "choice", "")


@pytest.mark.parametrize("document", [None, 7, "text", [], {"answers": [1]}])
def test_what_is_no_handoff_says_so(document: Any) -> None:
    with pytest.raises(NotAHandoff, match=r"object"):
        read_handoff(document, TEMPLATE)


def test_an_unknown_field_gets_a_hint_and_the_others_count(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["acess"] = d_ok["answers"].pop("access")
    evaluation = judged(d_ok)
    unknown = next(f for f in evaluation.findings if f.id == "field-not-known")
    assert unknown.params == {"text": "acess", "hint": "access"} and evaluation.score == 90


@pytest.mark.parametrize(
    ("owner", "kept"), [("ana", "ana"), (["ana"], "ana"), ({"id": "7", "name": "Cy"}, "Cy"), (4711, "4711")]
)
def test_an_owner_may_be_written_in_four_ways(d_ok: Doc, owner: Any, kept: str) -> None:
    d_ok["answers"]["access"]["owner"] = owner
    assert str(read_handoff(d_ok, TEMPLATE).handoff.answers["access"].owner) == kept


def test_a_source_may_be_one_text(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["access"]["source"] = "J. Meyer"
    assert "source-missing" in judged(d_ok).fields["access"].findings, "nobody says when"
    d_ok["answers"]["access"]["source"] = "memory"
    assert "source-is-memory" in judged(d_ok).fields["access"].findings


def test_an_unreadable_part_of_an_answer_never_loses_the_rest(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["access"] |= {"confirm_by": "soon", "owner": {"nome": "ana"}}
    evaluation = judged(d_ok)
    bad = {f.input for f in evaluation.findings if f.id == "value-not-readable" and f.field == "access"}
    assert bad == {"confirm_by", "owner"}
    assert evaluation.score == 90, "only the answer without an owner is open"


def test_a_bare_value_stands_for_inputs(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["setup_work"] = "standard setup"
    assert judged(d_ok).fields["setup_work"].state == "vague"
    d_ok["answers"]["setup_work"] = {"inputs": "standard setup"}
    assert judged(d_ok).fields["setup_work"].state == "vague"


def test_a_review_that_cannot_be_read_does_not_count_but_its_marks_do(judged: Judge, d_ok: Doc) -> None:
    marks = [{"field": "access", "mark": "wrong"}, {"field": "access", "mark": "ugly"}, 7]
    d_ok["review"] = {"decision": "fine", "digest": "current", "marks": marks}
    evaluation = judged(d_ok)
    assert [f.params["text"] for f in evaluation.findings if f.id == "review-not-readable"] == ["fine"]
    assert [f.params["mark"] for f in evaluation.findings if f.id == "marked"] == ["wrong"]
    assert "HG-C2" in evaluation.gates["contract"].because


def test_an_override_that_cannot_be_read_does_not_count_and_the_next_one_does(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"] = {}
    d_ok["overrides"] = [{"gate": "quot", "by": "x", "reason": "y"}, 3, {"gate": "quote", "by": "lee", "reason": "ok"}]
    evaluation = judged(d_ok)
    assert [f.params["text"] for f in evaluation.findings if f.id == "override-not-readable"] == ["quot", "3"]
    assert evaluation.gates["quote"].overridden_by == "lee"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2027-01-04T09:00:00Z", datetime(2027, 1, 4, 9, tzinfo=UTC)),
        ("2027-01-04", datetime(2027, 1, 4, tzinfo=UTC)),
        ("2027-01-04T10:00:00+01:00", datetime(2027, 1, 4, 9, tzinfo=UTC)),
        ("yesterday", None),
        (None, None),
    ],
)
def test_instants_are_read_as_utc(text: Any, wanted: datetime | None) -> None:
    assert instant(text) == wanted


# --- shapes of parts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "state"),
    [
        ("not_required", "confirmed"),
        (False, "confirmed"),
        ("Not required", "confirmed"),
        (True, "incomplete"),
        ("perhaps", "incomplete"),
        ({"identity_provider": "Entra ID", "customer_contact": "Jo Park"}, "confirmed"),
        ({"status": "unknown", "confirm_by": "2027-01-08"}, "unknown"),
        ({"state": "unknown", "confirm_by": date(2027, 1, 8)}, "unknown"),
        ({"state": "unknown", "confirm_by": "never"}, "incomplete"),
        ({"state": "unknown"}, "incomplete"),
    ],
)
def test_a_check_list_point_may_be_short_or_long(judged: Judge, d_ok: Doc, item: Any, state: str) -> None:
    d_ok["answers"]["security"]["inputs"]["sso"] = item
    assert judged(d_ok).fields["security"].state == state


def test_one_input_may_be_unknown_by_a_date_of_its_own(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["active_users"]["inputs"]["month_12"] = {
        "value": None,
        "status": "unknown",
        "confirm_by": "2027-01-08",
        "owner": "ben",
    }
    outcome = judged(d_ok).fields["active_users"]
    assert outcome.state == "unknown" and outcome.due == date(2027, 1, 8)


def test_a_part_with_a_basis_of_its_own_needs_no_status_of_the_field(judged: Judge, d_ok: Doc) -> None:
    source = d_ok["answers"]["active_users"]["source"]
    fact = {"basis": "fact", "source": source}
    d_ok["answers"]["active_users"] = {
        "owner": "ana",
        "source": source,
        "inputs": {"month_1": {"value": 300, **fact}, "month_12": {"value": 450, **fact}},
    }
    assert judged(d_ok).fields["active_users"].state == "confirmed"


@pytest.mark.parametrize("document", [{"none": True}, {"not_applicable": "machine-to-machine only"}])
def test_none_and_not_applicable_need_an_owner_like_every_answer(judged: Judge, d_ok: Doc, document: Doc) -> None:
    field = "hard_deadline" if "none" in document else "active_users"
    d_ok["answers"][field] |= {"inputs": document, "owner": None}
    outcome = judged(d_ok).fields[field]
    assert outcome.state == "incomplete" and "owner-missing" in outcome.findings


def test_a_text_where_parts_are_asked_for_leaves_the_parts_open(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["security"]["inputs"] = {"text": "They asked for SSO with Entra ID"}
    evaluation = judged(d_ok)
    assert evaluation.fields["security"].state == "incomplete"
    assert "items-untouched" in evaluation.fields["security"].findings


def test_R5_everybody_logs_in_when_no_number_stands_in_the_row(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["active_users"]["inputs"] = {"month_1": 500, "month_12": 500}
    d_ok["answers"]["peak_load"]["inputs"] = {"rows": [{"action": "log-in", "when": "08:40", "window_minutes": 20}]}
    rate = next(f for f in judged(d_ok).findings if f.id == "arrivals-come-at-once")
    assert (rate.params["rate"], rate.params["pace"]) == (25, 1500)


def test_R45_a_window_that_ends_before_it_starts(judged: Judge, d_ok: Doc) -> None:
    d_ok["answers"]["launch_window"]["inputs"] |= {"from": "2027-03-15", "to": "2027-03-01"}
    assert "launch-window-backwards" in judged(d_ok).fields["launch_window"].findings


# --- anything at all ------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["unknown", "2027-01-08", "none"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
INPUTS = sorted(
    {part.key for field in TEMPLATE.fields for part in field.inputs}
    | {"text", "none", "not_applicable", "sso", "stated_by"}
)
ANSWER = st.dictionaries(
    st.sampled_from(["status", "owner", "confirm_by", "confirm_with", "source", "assumption"]), JSON, max_size=4
).flatmap(
    lambda answer: st.dictionaries(st.sampled_from(INPUTS), JSON, max_size=4).map(
        lambda inputs: {**answer, "inputs": inputs}
    )
)
DOCUMENT = st.fixed_dictionaries(
    {"answers": st.dictionaries(st.sampled_from(list(TEMPLATE.keys())), ANSWER | JSON, max_size=4)},
    optional={"deal": JSON, "promise": JSON, "review": JSON, "overrides": JSON},
)


@settings(max_examples=150, deadline=None)
@given(document=DOCUMENT)
def test_whatever_is_written_the_rules_never_raise_and_never_let_it_pass(document: Doc) -> None:
    reading = read_handoff(document, TEMPLATE)
    evaluation = evaluate(reading.handoff, NOW, TEMPLATE, reading.findings)
    assert 0 <= evaluation.score <= 40
    assert not evaluation.gates["quote"].allowed or evaluation.gates["quote"].overridden_by
    assert evaluation == evaluate(reading.handoff, NOW, TEMPLATE, reading.findings)
