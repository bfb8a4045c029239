""" "This is specific enough": no refusal, engineering decides, and what they decided is counted by phrase."""

from __future__ import annotations

from typing import Any

import pytest
from command_line import Handoff
from world import DISCOVERY, QUOTE, SAM, TYPED, World

from integration.documents import AccountDocument
from integration.own_words import OwnWords
from integration.policy import policy_of
from integration.rulings import tallies
from integration.template import built_in
from rules.appeal import fingerprint, without_appeal, words_to_write
from rules.judge import Words, judge
from rules.lexicon import LANGUAGES

SAM_MAIL = "sam.example@example.com"
VAGUE = TYPED | {"launch_window.day_one": "quick launch"}
APPEALED = TYPED | {"launch_window.day_one": "quick launch (specific enough)"}


def counted(at_world: Handoff, world: World) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = at_world("report", "appeals", "--account", world.account, "--json").json()
    return rows


# --- the words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "put", ["{text} ({words})", "{text} – {words}!", "{text}. {words}", "{text}\n[{words}].", "{text} ({WORDS})"]
)
def test_an_appeal_is_read_behind_an_answer_in_four_languages(language: str, put: str) -> None:
    words = words_to_write(language)
    text = put.format(text="light usage", words=words, WORDS=words.upper())
    assert without_appeal(text)[1] and without_appeal(text)[0].strip(" .–") == "light usage"
    found = judge("active_users", text)
    assert (found.verdict, found.reasons[0].kind, found.reasons[1].kind) == ("please_check", "appealed", "adjective")


@pytest.mark.parametrize("text", ["is it specific enough?", "specific enough for us, says Jo", "quick launch", ""])
def test_other_words_are_no_appeal(text: str) -> None:
    assert without_appeal(text) == (text, False)


def test_a_placeholder_cannot_be_appealed_and_an_answer_needs_no_appeal() -> None:
    assert judge("active_users", "tbd (specific enough)").verdict == "missing"
    assert judge("active_users", "(specific enough)").verdict == "missing"
    assert judge("active_users", "300 in month 1, 450 in month 12 (specific enough)").verdict == "answered"


@pytest.mark.parametrize(
    "text", ["keine Ahnung (genau genug)", "no idea (specific enough)", "por definir (suficientemente concreto)"]
)
def test_not_knowing_cannot_be_appealed(text: str) -> None:
    assert judge("active_users", text).verdict in ("vague", "missing")


def test_the_same_words_are_one_answer_with_or_without_the_appeal() -> None:
    assert fingerprint("Quick  launch (specific enough)") == fingerprint("quick launch")
    assert fingerprint("quick launch") != fingerprint("quick lunch")


def test_what_is_enough_for_a_company_counts() -> None:
    own = Words(enough=("the usual crowd",))
    assert judge("access.day_one", "The usual crowd", extra=own).verdict == "answered"
    assert judge("access.day_one", "the usual bunch", extra=own).verdict == "vague"
    assert judge("access.day_one", "tbd", extra=own).verdict == "missing"


# --- on a deal ------------------------------------------------------------------------------------------------------


def test_a_refusal_says_how_to_appeal_and_how_to_put_it(world: World) -> None:
    deal = world.deal(typed=VAGUE)
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == DISCOVERY
    text = world.ours(deal, "missing")
    assert "“quick launch” says too little" in text and "Write: … to … (dates); on day one … must work" in text
    assert "Write “(specific enough)” behind it, and engineering decides." in text


def test_an_appealed_answer_passes_with_a_range_and_waits_for_engineering_with_a_fixed_promise(world: World) -> None:
    deal = world.deal(typed=APPEALED)
    world.run()
    assert world.ours(deal, "score") == "97" and "quick launch" not in world.ours(deal, "missing")
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE, "a launch window does not change the scope"


def test_an_appeal_in_a_field_that_changes_the_scope_needs_a_review_before_a_fixed_promise(
    at_world: Handoff, world: World
) -> None:
    deal = world.deal(typed=TYPED | {"data_flow.text": "the usual tools (specific enough)"})
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == DISCOVERY and "[HG-Q3]" in world.ours(deal, "missing")
    card = at_world("review", world.account, deal, "--json").json()
    assert card["agenda"][0]["field"] == "data_flow" and card["agenda"][0]["check"]
    assert "the rep says that “the usual tools” is specific enough" in at_world("review", world.account, deal).out
    assert at_world("review", world.account, deal, "--approve", "--by", SAM_MAIL).code == 0
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE


# --- what became of it ----------------------------------------------------------------------------------------------


def test_refused_appealed_and_upheld_is_one_false_alarm_of_its_phrase(at_world: Handoff, world: World) -> None:
    assert "refused nothing yet" in at_world("report", "appeals").out
    deal = world.deal(typed=VAGUE)
    world.run()
    world.fill(deal, APPEALED)
    world.run()
    row = {"kind": "adjective", "words": "quick launch", "judged": 1, "appealed": 1, "upheld": 0, "rejected": 0}
    assert counted(at_world, world) == [row | {"rate": 0.0, "offered": False}]
    assert at_world("review", world.account, deal, "--approve", "--by", SAM_MAIL).code == 0
    world.run()
    assert counted(at_world, world) == [row | {"upheld": 1, "rate": 1.0, "offered": False}]


def test_a_review_set_in_the_crm_upholds_as_well(at_world: Handoff, world: World) -> None:
    deal = world.deal(typed=APPEALED)
    world.run()
    world.portal.person_sets(deal, {"hg_review": "approved"}, SAM)
    world.run()
    assert [row["upheld"] for row in counted(at_world, world)] == [1]


def test_a_mark_rejects_the_appeal_and_opens_the_field(at_world: Handoff, world: World) -> None:
    deal = world.deal(typed=APPEALED)
    world.run()
    marked = at_world(
        "review", world.account, deal, "--mark", "launch_window=unclear", "--note", "which pages?", "--by", SAM_MAIL
    )
    assert marked.code == 0
    world.run()
    assert [(row["upheld"], row["rejected"]) for row in counted(at_world, world)] == [(0, 1)]
    assert "which pages?" in world.ours(deal, "missing")


def test_a_phrase_that_reviewers_find_enough_is_offered_as_a_change_to_the_list(
    at_world: Handoff, world: World
) -> None:
    for _ in range(2):
        deal = world.deal(typed=APPEALED)
        world.run()
        assert at_world("review", world.account, deal, "--approve", "--by", SAM_MAIL).code == 0
    text = at_world("report", "appeals").out
    assert "2 answers judged vague, 2 of them wrongly (100%: more than 10%, the words need a look)" in text
    assert 'words:\n  enough: ["quick launch"]' in text
    world.configure(words={"enough": ["quick launch"]})
    deal = world.deal(typed=VAGUE)
    world.run()
    assert world.ours(deal, "score") == "100"


@pytest.mark.parametrize("report", ["gaps", "fields", "trial", "promises", "appeals"])
def test_an_account_that_nobody_connected_is_told(at_world: Handoff, report: str) -> None:
    said = at_world("report", report, "--account", "hubspot:9")
    assert said.code == 1 and "no account hubspot:9. Connected: hubspot:" in said.err


def test_handling_a_deal_again_counts_once(at_world: Handoff, world: World) -> None:
    deal = world.deal(typed=VAGUE)
    world.run()
    world.fill(deal, {"context.text": "more"})
    world.run()
    assert [row["judged"] for row in counted(at_world, world)] == [1]


def test_the_last_decision_about_an_answer_counts() -> None:
    def row(outcome: str, at: float) -> dict[str, Any]:
        return {"answer": "a", "kind": "adjective", "words": "quick", "outcome": outcome, "at": at}

    found = tallies([row("upheld", 3.0), row("appealed", 1.0), row("rejected", 2.0)])
    assert [(tally.upheld, tally.rejected, tally.appealed) for tally in found] == [(1, 0, 1)]


def test_a_rule_of_the_crm_refuses_nothing_that_is_enough_for_the_company(world: World) -> None:
    document: AccountDocument = world.open().document
    assert "quick launch" in policy_of(document, built_in(), world.open().connector).vague["adjective"]
    own = document.model_copy(update={"words": OwnWords(enough=("quick launch",))})
    assert "quick launch" not in policy_of(own, built_in(), world.open().connector).vague["adjective"]
