"""Open parts, asides and the second look by weight: what a rule alone does not see, and what weights may never do."""

from __future__ import annotations

from typing import Any

import fit_judge
import pytest
from conftest import NOW
from corpus_reader import Line

from integration.template import built_in
from rules.evaluate import evaluate
from rules.judge import judge, language_of
from rules.reading import read_handoff
from rules.weights import WEIGHTS

REFUSED = ("missing", "vague")


# --- a part is open ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("active_users", "forty clerks to start with, nobody knows how many by month 12"),
        ("active_users", "los gehts mit 45 Monteuren, wie viele es in einem Jahr sind weiß noch keiner"),
        ("active_users", "27 maraîchers le premier mois, pour la suite rien n'est tranché"),
        ("active_users", "para el mes 12 calculan 900 docentes, del arranque ni idea todavía"),
        ("peak_load", "180 pesajes a la hora en vendimia, la franja no la saben"),
        ("data_flow", "entsteht alles im Webshop, wohin es dann geht: offen"),
        ("security.ip_allowlist", "yes they need it, the ranges are still open"),
        ("integrations", "Moodle from day one, no idea who runs it"),
        ("launch_window", "ticket scanning has to work from the first day, the dates are not fixed"),
        ("access", "la comptabilité dès l'ouverture, qui valide les rôles : inconnu"),
    ],
)
def test_R65_an_open_part_does_not_spoil_the_known_one(field: str, text: str) -> None:
    assert judge(field, text).verdict in ("incomplete", "please_check", "answered")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("active_users", "They have 4,300 staff on payroll across 11 depots. How many would log in nobody could say."),
        ("active_users", "Die Brauerei hat 620 Beschäftigte in 3 Werken"),
        ("peak_load", "deux serveurs, 64 Go de RAM, une fibre à 2 Gb"),
        ("launch_window", "Contract starts 1 Jan 2026 and ends 31 Dec 2028, payment 30 days"),
        ("launch_window", "Oferta válida 60 días, contrato hasta 2029"),
        ("hard_deadline", "Le comité a voté 75 k€ en janvier et le directeur est impatient"),
        ("security.data_location", "Head office is in Zurich with subsidiaries in Milan and Lyon"),
        ("scope_approver", "Molkereigenossenschaft Oberes Ried eG"),
        ("access.approver", "either Dana or somebody from finance"),
        ("context", "great people, huge potential, let's make it happen!"),
    ],
)
def test_what_is_about_something_else_is_no_answer(field: str, text: str) -> None:
    assert judge(field, text).verdict in (*REFUSED, "please_check")


@pytest.mark.parametrize(
    ("field", "text", "verdict", "kind"),
    [
        ("setup_work", "import of 12000 customers, done by us", "answered", ""),
        ("setup_work", "two half-day trainings, done by us", "answered", ""),
        ("data_flow", "Salen de Salesforce, se guardan en AWS y van a Tableau", "answered", ""),
        ("integrations", "keine, laut Frau Weber", "answered", "none_stated"),
        ("hard_deadline", "before Christmas because of the trade fair", "incomplete", "reason"),
    ],
)
def test_what_a_newcomer_wrote(field: str, text: str, verdict: str, kind: str) -> None:
    found = judge(field, text)
    assert (found.verdict, found.kind) == (verdict, kind)


@pytest.mark.parametrize(
    ("text", "language"), [("SAP to Snowflake to Tableau", "en"), ("à définir", "fr"), ("1e999", "en")]
)
def test_names_of_systems_tell_no_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_words_without_the_letters_of_their_language_are_read() -> None:
    assert judge("active_users.month_1", "fuenfzehn Leute").verdict == "answered"
    assert judge("launch_window", "Anfang Maerz, der Webshop muss laufen").verdict == "answered"


# --- one sentence for a field -----------------------------------------------------------------------------------------


def state_of(d_ok: dict[str, Any], field: str, answer: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    document = {**d_ok, "answers": {**d_ok["answers"], field: {**d_ok["answers"][field], "inputs": answer}}}
    outcome = evaluate(read_handoff(document, built_in()).handoff, NOW, built_in()).fields[field]
    return outcome.state, outcome.findings


def test_a_sentence_stands_for_the_parts_that_are_texts(d_ok: dict[str, Any]) -> None:
    sentence = "Les données viennent de SAP, sont stockées chez OVH, puis vont vers Power BI"
    assert state_of(d_ok, "data_flow", {"text": sentence, "data_class": "personal"})[0] == "confirmed"
    assert state_of(d_ok, "data_flow", {"text": sentence}) == ("incomplete", ("part-missing",))
    assert state_of(d_ok, "data_flow", {"text": "the usual tools", "data_class": "personal"})[0] == "incomplete"


def test_a_check_list_is_asked_for_point_by_point(d_ok: dict[str, Any]) -> None:
    assert judge("security", "they need SSO").verdict == "incomplete"
    assert state_of(d_ok, "security", {"text": "they need SSO"}) == ("incomplete", ("items-untouched",))


def test_numbers_are_asked_for_in_numbers(d_ok: dict[str, Any]) -> None:
    state, findings = state_of(d_ok, "active_users", {"text": "300 users in month 1, 450 in month 12"})
    assert state == "incomplete" and "part-missing" in findings and "value-offered" in findings


# --- the weights ------------------------------------------------------------------------------------------------------


def test_evidence_never_speaks_for_a_refusal_and_defects_never_against_one() -> None:
    assert len(WEIGHTS) > 50
    assert [sign for sign, weight in WEIGHTS.items() if weight * fit_judge.may_be(sign) < 0] == []
    assert fit_judge.may_be("access: firm evidence, clean") == -1 == fit_judge.may_be("says: role")
    assert fit_judge.may_be("peak_load: words: feeling") == 1 == fit_judge.may_be("amount of money, clean")
    assert fit_judge.may_be("found: no_name") == 0 == fit_judge.may_be("hard_deadline")


def test_fitting_finds_what_tells_the_answers_apart(
    capsys: pytest.CaptureFixture[str], tmp_path: Any, monkeypatch: Any
) -> None:
    specific = [
        Line("en", "peak_load", f"{n * 10} report runs an hour, Mondays at 9", "answered", "") for n in range(1, 30)
    ]
    vague = [
        Line("en", "peak_load", f"light usage, the boss of branch {n} is happy", "vague", "") for n in range(1, 30)
    ]
    names, rows = fit_judge.rows([*specific, *vague])
    monkeypatch.setattr(fit_judge, "ROUNDS", 60)
    monkeypatch.setattr(fit_judge, "TARGET", tmp_path / "weights.py")
    weights = fit_judge.fit(names, rows)
    sums = [(sum(weights[place] for place in places), wanted) for places, wanted in rows]
    assert all((total > 0) == bool(wanted) for total, wanted in sums)
    assert fit_judge.write(names, weights) == (tmp_path / "weights.py").read_text().count('": ')
    assert "fitting: done" in capsys.readouterr().err


def test_a_line_that_the_rules_decide_alone_has_no_signs() -> None:
    assert fit_judge.seen(Line("en", "context", "nice people", "vague", "")) == frozenset()
    assert fit_judge.seen(Line("en", "peak_load", "...", "missing", "")) == frozenset()
