"""Values out of prose: what a sentence in one box offers, in four languages; what offers nothing; the two commands."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from command_line import Handoff
from conftest import NOW
from hypothesis import example, given, settings
from hypothesis import strategies as st

from integration.template import built_in
from rules.draft_numbers import coming
from rules.evaluate import evaluate
from rules.model import Evaluation, Finding, Template
from rules.notewords import LANGUAGES
from rules.offers import DEAL_OWNER, LONGEST, Offer, offers
from rules.reading import read_handoff
from rules.render import Speaker

Doc = dict[str, Any]
Judge = Callable[..., Evaluation]
MONDAY, FRIDAY = date(2027, 1, 4), date(2027, 1, 8)
MONTH_1, MONTH_12 = "active_users.month_1", "active_users.month_12"
ROLES, SCOPE = "access.approver", "scope_approver.person"
ESTIMATE = (
    "Sales estimate: 5,000 users within 12 months. Owner: account executive. Confirm by Friday with customer ops lead"
)
TWO_PEOPLE = "The IT manager approves SSO and the operations lead signs off on scope"


def offered(field: str, text: str, today: date = MONDAY) -> tuple[Offer, ...]:
    return offers(field, text, built_in(), today)


def values(field: str, text: str) -> dict[str, Any]:
    return {offer.input: offer.value for offer in offered(field, text)}


def the_one(text: str, today: date = MONDAY) -> Offer:
    (offer,) = offered(MONTH_12, text, today)
    return offer


# --- R64 ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", [MONTH_12, "active_users", MONTH_1])
def test_R64_the_estimate_is_offered_as_an_assumption_with_all_that_goes_with_it(field: str) -> None:
    assert offered(field, ESTIMATE) == (
        Offer(
            input=MONTH_12,
            value=5000,
            status="assumed",
            owner=DEAL_OWNER,
            confirm_by=FRIDAY,
            confirm_with="customer ops lead",
            sentence="Sales estimate: 5,000 users within 12 months.",
        ),
    )


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("5,000 users within 12 months, owner: AE, confirm by 8 Jan with customer ops lead", "customer ops lead"),
        ("5,000 in 12 months. Owner is me. To be confirmed with customer ops lead by 2027-01-08.", "customer ops lead"),
        ("5,000 within 12 months. Owner: sales rep. We confirm by Friday with Dana Kim.", "Dana Kim"),
        ("5,000 users within 12 months (confirm by Friday with Dana Kim). Owned by the AE", "Dana Kim"),
        (
            "Schätzung: 5.000 Nutzer innerhalb von 12 Monaten. Verantwortlich: Vertrieb. Bis Freitag mit der Betriebsleitung bestätigen",
            "der Betriebsleitung",
        ),
        (
            "5.000 Nutzer in 12 Monaten. Verantwortlich: ich. Wird bis zum 8.1. mit Dana Kim bestätigt.",
            "Dana Kim",
        ),
        (
            "Estimation : 5 000 utilisateurs d'ici 12 mois. Responsable : commercial. À confirmer d'ici vendredi avec le responsable des opérations",
            "le responsable des opérations",
        ),
        (
            "5 000 utilisateurs d’ici 12 mois. Responsable : moi. À confirmer avec Dana Kim d’ici le 8 janvier",
            "Dana Kim",
        ),
        (
            "Estimación: 5.000 usuarios en 12 meses. Responsable: el comercial. Confirmar antes del viernes con el jefe de operaciones",
            "el jefe de operaciones",
        ),
        ("5.000 usuarios en 12 meses. Responsable: yo. A confirmar para el 8 de enero con Dana Kim.", "Dana Kim"),
    ],
)
def test_R64_the_same_sense_in_four_languages(text: str, who: str) -> None:
    offer = the_one(text)
    assert (offer.input, offer.value, offer.owner) == (MONTH_12, 5000, DEAL_OWNER)
    assert (offer.confirm_by, offer.confirm_with) == (FRIDAY, who)
    assert offer.sentence in text


def test_R64_another_owner_is_given_as_written_and_two_are_nobody() -> None:
    assert the_one("5,000 users within 12 months. Owner: Dana Kim.").owner == "Dana Kim"
    assert the_one("5.000 Nutzer in 12 Monaten. Verantwortlich: Frau Kim.").owner == "Frau Kim"
    assert the_one("5,000 users within 12 months. Owner: Ana or Sam.").owner == ""
    assert the_one("5,000 users within 12 months. Owner: tbd.").owner == ""
    assert the_one("5,000 users within 12 months. Owner: Ana. Owner: Sam").owner == ""
    assert the_one("5,000 users within 12 months. Confirm by Friday with Ana or Sam").confirm_with == ""


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("by Thursday", date(2027, 1, 7)),
        ("by tomorrow", date(2027, 1, 5)),
        ("by next Friday", None),  # of this week, or of the next?
        ("by Monday", None),  # today is one
        ("by 2026-12-20", None),  # is over
        ("by 8 or 9 January", None),
        ("soon", None),
    ],
)
def test_R64_only_a_day_that_is_sure_and_to_come_is_offered(said: str, day: date | None) -> None:
    offer = the_one(f"5,000 users within 12 months. Confirm {said} with Dana Kim")
    assert (offer.confirm_by, offer.confirm_with) == (day, "Dana Kim")


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("bis Mittwoch", "de", [date(2027, 1, 6)]),
        ("nächsten Mittwoch", "de", [date.min]),
        ("vendredi prochain", "fr", [date.min]),
        ("el sábado", "es", [date(2027, 1, 9)]),
        ("Fridays", "en", []),
    ],
)
def test_R64_a_weekday_is_the_next_one_or_in_doubt(text: str, language: str, days: list[date]) -> None:
    assert [day.value for day in coming(text, language, MONDAY)] == days


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("300 in month 1, 450 in month 12", {MONTH_1: 300, MONTH_12: 450}),
        ("50 users growing to 5,000 in a year", {MONTH_1: 50, MONTH_12: 5000}),
        ("300 in Monat 1, 450 in Monat 12", {MONTH_1: 300, MONTH_12: 450}),
        ("60 le premier mois, 350 au bout d'un an", {MONTH_1: 60, MONTH_12: 350}),
        ("de 50 a 5.000 usuarios en un año", {MONTH_1: 50, MONTH_12: 5000}),
    ],
)
def test_R64_both_months_are_offered_where_both_are_said(text: str, found: dict[str, int]) -> None:
    assert values("active_users", text) == found


def test_R64_a_number_without_a_time_belongs_to_the_month_it_was_written_for() -> None:
    text = "About 2,000 active users"
    assert values(MONTH_12, text) == {MONTH_12: 2000} and values(MONTH_1, text) == {MONTH_1: 2000}
    assert values("active_users", text) == {} and values("peak_load", text) == {}


# --- R39 ------------------------------------------------------------------------------------------------------------

PEOPLE = [
    (TWO_PEOPLE, "The IT manager", "the operations lead"),
    ("Dana Kim signs off the scope, roles are approved by Jo Park", "Jo Park", "Dana Kim"),
    (
        "Der IT-Leiter genehmigt SSO und die Betriebsleitung gibt den Umfang frei",
        "Der IT-Leiter",
        "die Betriebsleitung",
    ),
    ("Dana Kim gibt den Umfang frei, Rollen genehmigt Jo Park", "Jo Park", "Dana Kim"),
    (
        "Le responsable informatique approuve le SSO et la responsable des opérations valide le périmètre",
        "Le responsable informatique",
        "la responsable des opérations",
    ),
    ("Dana Kim valide le périmètre, les rôles sont approuvés par Jo Park", "Jo Park", "Dana Kim"),
    (
        "El responsable de TI aprueba el SSO y la jefa de operaciones aprueba el alcance",
        "El responsable de TI",
        "la jefa de operaciones",
    ),
    ("Dana Kim aprueba el alcance, los roles los autoriza Jo Park", "Jo Park", "Dana Kim"),
]


@pytest.mark.parametrize("field", [ROLES, SCOPE, "access", "scope_approver"])
@pytest.mark.parametrize(("text", "roles", "scope"), PEOPLE)
def test_R39_who_approves_roles_and_who_the_scope_are_two_values(field: str, text: str, roles: str, scope: str) -> None:
    assert values(field, text) == {ROLES: roles, SCOPE: scope}
    assert {offer.status for offer in offered(field, text)} == {"assumed"}


def test_R39_a_sentence_in_the_wrong_box_is_offered_and_in_the_right_one_left_alone() -> None:
    assert values(SCOPE, "Dana Kim approves the roles") == {ROLES: "Dana Kim"}
    assert values(ROLES, "Dana Kim approves the roles") == {}


# --- in doubt nothing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (MONTH_12, "5000"),
        (MONTH_12, "5 000"),
        (MONTH_12, "May grow fast"),
        (MONTH_12, "Is it 5,000 users within 12 months?"),
        (MONTH_12, "5,000 users within 12 months?"),
        (MONTH_12, "5,000 users within 12 months if they win the tender"),
        (MONTH_12, "5,000 users within 12 months. If they win the tender, 9,000."),
        (MONTH_12, "Users may reach 5,000 within 12 months"),
        (MONTH_12, "5,000 or 6,000 users within 12 months"),
        (MONTH_12, "5,000, 6,000 users within 12 months"),
        (MONTH_12, "between 5,000 and 6,000 users within 12 months"),
        (MONTH_12, "5,000 users within 12 months. 6,000 users within 12 months."),
        (MONTH_12, "5,000 users within 12 months, maybe 6,000"),
        (MONTH_12, "Customer has 500 internal users today"),
        (MONTH_12, "The last customer had 5,000 users within 12 months"),
        (MONTH_12, "Owner: account executive. Confirm by Friday with customer ops lead"),
        (MONTH_12, "5.000 Nutzer innerhalb von 12 Monaten, falls sie gewinnen"),
        (MONTH_12, "5.000 oder 6.000 Nutzer innerhalb von 12 Monaten"),
        (MONTH_12, "5 000 utilisateurs d'ici 12 mois s'ils gagnent"),
        (MONTH_12, "5 000 ou 6 000 utilisateurs d'ici 12 mois"),
        (MONTH_12, "5.000 usuarios en 12 meses si ganan"),
        (MONTH_12, "5.000 o 6.000 usuarios en 12 meses"),
        (ROLES, "the IT manager"),
        (SCOPE, "Dana Kim, operations lead"),
        (SCOPE, "Dana Kim or Jo Park approves the scope"),
        (SCOPE, "Dana Kim and Jo Park sign off the scope"),
        (ROLES, "The IT manager does not approve SSO"),
        (ROLES, "Does the IT manager approve SSO, and who signs off the scope?"),
        ("hard_deadline.reason", "it must be live on 1 July, 300 users at the start"),
        ("launch_window.day_one", "300 users at the start"),
        ("context", ESTIMATE + ". " + TWO_PEOPLE + "." * LONGEST),
    ],
)
def test_in_doubt_nothing_is_offered(field: str, text: str) -> None:
    assert offered(field, text) == ()


def test_a_day_is_offered_to_its_own_field_only() -> None:
    assert values("hard_deadline", "31 January, because Sage 50 is switched off")["hard_deadline.date"] == "2027-01-31"
    assert values("hard_deadline", "we go live on 1 July") == {}


def test_every_language_has_the_words_of_the_terms() -> None:
    for module in LANGUAGES.values():
        assert {"owned", "deal_owner", "confirm", "confirmed", "until", "confirm_with", "next", "now"} <= set(
            module.WORDS
        )


# --- in a handoff ---------------------------------------------------------------------------------------------------


def pasted(document: Doc, **boxes: Any) -> Doc:
    for box, value in boxes.items():
        field, _, key = box.partition("__")
        inputs = document["answers"][field]["inputs"]
        document["answers"][field]["inputs"] = {**inputs, key: value} if key else value
    return document


def offers_in(evaluation: Evaluation) -> list[Finding]:
    return [finding for finding in evaluation.findings if finding.id == "value-offered"]


def test_R64_evaluate_offers_it_to_the_rep_and_changes_no_state(
    judged: Judge, d_ok: Doc, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluation = judged(pasted(d_ok, active_users__month_12=ESTIMATE))
    (finding,) = offers_in(evaluation)
    assert (finding.field, finding.input, finding.blocks) == ("active_users", "month_12", ())
    said = Speaker(template).say(finding)
    assert said.message == (
        "Active users: read from your sentence: 5,000 users in month 12, as an assumption; owner: ana; "
        "confirm by 8 January 2027 with customer ops lead. Nothing was filled in."
    )
    assert said.fix == "To take it, write these into their boxes."
    monkeypatch.setattr("rules.checks.offered", lambda *_: {})
    without = judged(d_ok)
    assert evaluation.fields["active_users"].state == without.fields["active_users"].state == "incomplete"
    assert (evaluation.score, evaluation.gates, evaluation.digest) == (without.score, without.gates, without.digest)


def test_R64_evaluate_says_it_in_german(judged: Judge, d_ok: Doc) -> None:
    text = "5.000 Nutzer in 12 Monaten. Verantwortlich: Vertrieb. Bis Freitag mit der Betriebsleitung bestätigen"
    (finding,) = offers_in(judged(pasted(d_ok, active_users__month_12=text)))
    assert Speaker(built_in(), "de").say(finding).message == (
        "Aktive Nutzer: aus Ihrem Satz gelesen: 5.000 Nutzer in Monat 12, als Annahme; verantwortlich: ana; "
        "bestätigen bis 8. Januar 2027 mit: der Betriebsleitung. Es wurde nichts eingetragen."
    )


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("", "assumption. Nothing"),
        (". Owner: Jo Park", "; owner: Jo Park. Nothing"),
        (". Confirm by Friday", "; confirm by 8 January 2027. Nothing"),
        (". Confirm with Jo Park", "; confirm with Jo Park. Nothing"),
    ],
)
def test_R64_what_was_not_said_is_not_in_the_words(judged: Judge, d_ok: Doc, terms: str, said: str) -> None:
    (finding,) = offers_in(judged(pasted(d_ok, active_users__month_12=f"5,000 users within 12 months{terms}")))
    assert said in Speaker(built_in()).say(finding).message


@pytest.mark.parametrize(
    ("deal_owner", "answer_owner", "said"),
    [
        ("ana", "ana", "ana"),
        ("41629779", {"id": "41629779", "name": "Ana Ruiz"}, "Ana Ruiz"),
        ("41629779", "sam", "the deal's owner"),
        ("", "sam", "the deal's owner"),
    ],
)
def test_R64_the_deals_owner_is_named_as_people_know_them(
    judged: Judge, d_ok: Doc, deal_owner: str, answer_owner: Any, said: str
) -> None:
    d_ok["deal"]["owner"] = deal_owner
    for answer in d_ok["answers"].values():
        answer["owner"] = answer_owner
    (finding,) = offers_in(judged(pasted(d_ok, active_users__month_12=ESTIMATE)))
    assert f"owner: {said};" in Speaker(built_in()).say(finding).message


def test_R64_a_legacy_text_is_read_where_it_stands(judged: Judge, d_ok: Doc) -> None:
    evaluation = judged(pasted(d_ok, active_users=ESTIMATE))
    (finding,) = offers_in(evaluation)
    assert (finding.field, finding.input, finding.params["target"]) == ("active_users", "text", MONTH_12)
    assert evaluation.fields["active_users"].state == "incomplete"


@pytest.mark.parametrize("box", ["access__approver", "scope_approver__person"])
@pytest.mark.parametrize(("text", "roles", "scope"), PEOPLE)
def test_R39_evaluate_offers_both_at_the_box_it_was_pasted_into(
    judged: Judge, d_ok: Doc, box: str, text: str, roles: str, scope: str
) -> None:
    pasted(d_ok, access={"day_one": "12 branch managers"}, scope_approver={})
    found = offers_in(judged(pasted(d_ok, **{box: text})))
    assert {f.params["target"]: f.params["value"] for f in found} == {ROLES: roles, SCOPE: scope}
    assert {f"{f.field}__{f.input}" for f in found} == {box}
    said = " ".join(Speaker(built_in()).say(finding).message for finding in found)
    assert f"{roles} approves roles" in said and f"{scope} approves the scope" in said


def test_R39_what_has_its_answer_is_not_offered_again(judged: Judge, d_ok: Doc) -> None:
    (finding,) = offers_in(judged(pasted(d_ok, access__approver=TWO_PEOPLE)))  # the scope approver is there
    assert finding.params["target"] == ROLES
    assert offers_in(judged(pasted(d_ok, access__approver=PEOPLE[4][0]))) == []  # reads as one text: left as it is


def test_R39_pasted_into_both_boxes_each_one_offers_both(judged: Judge, d_ok: Doc) -> None:
    found = offers_in(judged(pasted(d_ok, access__approver=PEOPLE[4][0], scope_approver__person=PEOPLE[4][0])))
    assert [(f.field, f.params["target"]) for f in found] == [
        (field, target) for field in ("access", "scope_approver") for target in (ROLES, SCOPE)
    ]


def test_a_day_is_said_in_words(judged: Judge, d_ok: Doc) -> None:
    text = "31 January, because Sage 50 is switched off"
    (finding,) = offers_in(judged(pasted(d_ok, hard_deadline=text)))
    message = Speaker(built_in()).say(finding).message
    assert "Hard deadline: read from your sentence: deadline 31 January 2027, as an assumption" in message


def test_R105_notes_offer_nothing_and_never_count(judged: Judge, d_ok: Doc) -> None:
    assert offers_in(judged(d_ok)) == []
    notes = f"{ESTIMATE}. {TWO_PEOPLE}. "
    for text in (notes, notes * 60):
        document = {**d_ok, "review": None, "answers": {"context": {"inputs": {"text": text}}}}
        evaluation = judged(document)
        assert evaluation.score == 0 and offers_in(evaluation) == []


# --- the commands ---------------------------------------------------------------------------------------------------


def test_R64_R39_the_judge_prints_offers_beside_its_verdict(handoff: Handoff) -> None:
    asked = [
        {"field": MONTH_12, "text": ESTIMATE},
        {"field": ROLES, "text": TWO_PEOPLE},
        {"field": ROLES, "text": "the IT manager"},
    ]
    said = handoff("judge", "--date", "2027-01-04", stdin="\n".join(map(json.dumps, asked)))
    estimate, people, clean = (json.loads(line) for line in said.out.splitlines())
    assert said.code == 0 and clean["offers"] == [] and set(clean) == {"verdict", "reasons", "rewrite", "offers"}
    assert estimate["offers"] == [
        {
            "input": MONTH_12,
            "value": 5000,
            "status": "assumed",
            "owner": "deal owner",
            "confirm_by": "2027-01-08",
            "confirm_with": "customer ops lead",
            "sentence": "Sales estimate: 5,000 users within 12 months.",
        }
    ]
    assert [(o["input"], o["value"]) for o in people["offers"]] == [
        (ROLES, "The IT manager"),
        (SCOPE, "the operations lead"),
    ]


def test_R64_the_judges_day_is_today_unless_told(handoff: Handoff) -> None:
    text = "5,000 users within 12 months. Confirm by tomorrow with Dana Kim"
    before = date.today()
    said = handoff("judge", stdin=json.dumps({"field": MONTH_12, "text": text})).json()
    ahead = (date.fromisoformat(said["offers"][0]["confirm_by"]) - before).days
    assert ahead in (1, 2)  # 2: midnight passed meanwhile
    assert handoff("judge", "--date", "soon", stdin="").code == 2


def test_R64_R39_evaluate_prints_what_is_offered(handoff: Handoff, d_ok: Doc) -> None:
    document = pasted(d_ok, active_users__month_12=ESTIMATE, access__approver=TWO_PEOPLE, scope_approver={})
    said = handoff("evaluate", "-", "--now", "2027-01-04T09:00:00Z", stdin=json.dumps(document)).json()
    found = [finding for finding in said["findings"] if finding["id"] == "value-offered"]
    assert [finding["field"] for finding in found] == ["active_users", "access", "access"]
    assert all(finding["blocks"] == [] and finding["fix"] for finding in found)
    assert "value-offered" in said["fields"]["access"]["findings"]


# --- it never throws ------------------------------------------------------------------------------------------------

PIECES = (
    *ESTIMATE.split(), *TWO_PEOPLE.split(), *PEOPLE[2][0].split(), *PEOPLE[4][0].split(), "Owner:", "Verantwortlich:", "Responsable :",
    "confirm", "bestätigen", "à confirmer", "confirmar", "with", "by", "8.1.", "8 Jan", "32.13.", "2027-02-30", "next Friday", ",", ".", ";", "(", ")",
    "\n", "→", "5 000", "1e9", "٣", "’", "e\u0301", "\ud800", "\x00", "one million", "or", "?",
)  # fmt: skip
PROSE = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([MONTH_12, "active_users", ROLES, SCOPE, "hard_deadline.date", "security.sso"]), st.text() | PROSE
)
@example(MONTH_12, "İ" * 500 + " 5,000 users within 12 months")
def test_any_text_is_read_without_a_fault_and_quoted_from_itself(field: str, text: str) -> None:
    template = built_in()
    for offer in offers(field, text, template, MONDAY):
        assert offer.sentence and offer.sentence in text
        assert offer.confirm_by is None or offer.confirm_by >= MONDAY


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["month_12", "month_1", "text", "approver"]), st.text() | PROSE), PROSE)
def test_evaluate_never_throws_on_prose(inputs: dict[str, str], text: str) -> None:
    template = built_in()
    answers = {"active_users": {"inputs": inputs}, "access": {"inputs": inputs}, "scope_approver": {"inputs": text}}
    reading = read_handoff({"deal": {"owner": "ana"}, "answers": answers}, template)
    evaluation = evaluate(reading.handoff, NOW, template, reading.findings)
    for finding in offers_in(evaluation):
        assert Speaker(template).say(finding).message and finding.blocks == ()


def test_the_last_day_of_the_calendar_is_no_fault() -> None:
    for said in ("Thursday", "tomorrow", "this Thursday", "8 Jan", "Friday"):
        assert the_one(f"5,000 users within 12 months. Confirm by {said} with Jo", date.max).confirm_by is None


@pytest.mark.parametrize(
    "piece", [" ", ",", "5,000 users ", "owner: ", "with ", "Dana Kim ", "confirm by Friday ", "("]
)
def test_a_text_that_repeats_itself_is_read_fast(piece: str) -> None:
    offered(MONTH_12, ESTIMATE)
    start = time.perf_counter()
    for text in ((piece * LONGEST)[:LONGEST], piece * 100_000):
        offered(MONTH_12, text)
    assert time.perf_counter() - start < 2


def test_a_handoff_of_sentences_is_judged_at_one_moment(judged: Judge, d_ok: Doc) -> None:
    """A weekday is counted from the day of the evaluation, in the account's zone."""
    document = pasted(d_ok, active_users__month_12=ESTIMATE)
    friday = datetime(2027, 1, 12, 9, 0, tzinfo=NOW.tzinfo)
    (finding,) = offers_in(judged(document, friday))
    assert finding.params["confirm_by"] == "2027-01-15"
