"""Notes in, proposals out: how much is right and found, what never counts, the command and the JSON call."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command_line import Handoff
from flask.testing import FlaskClient
from note_scores import NOTES, SYSTEMS, Score, held_out, read, scores

from integration.app import create_app
from integration.settings import read as read_settings
from integration.template import built_in
from rules.draft import LONGEST, Draft, draft

DAY = date(2027, 1, 4)
ALL = tuple(field.key for field in built_in().required())


def drafted(notes: str, day: date | None = DAY, language: str | None = None) -> Draft:
    return draft(notes, built_in(), day, language, SYSTEMS)


def values(notes: str, day: date | None = DAY) -> dict[str, Any]:
    """What is proposed, by input; rows as a list."""
    found: dict[str, Any] = {}
    for proposal in drafted(notes, day).proposals:
        rows = [*found.get(proposal.input, []), proposal.value]
        found[proposal.input] = rows if proposal.input.endswith(".rows") else proposal.value
    return found


# --- the notes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("held", [False, True], ids=["tuned on", "held out"])
def test_what_is_proposed_is_right_and_most_is_found(held: bool) -> None:
    total = Score()
    for (_, half), result in scores().items():
        if half is held:
            total.add(result)
    assert total.made > 100 and total.expected > 100
    assert total.precision >= 0.97, "\n".join(total.wrong)
    assert total.recall >= 0.80, "\n".join(total.wrong)
    assert total.unasked == 0, "\n".join(total.wrong)


def test_there_are_enough_notes_of_every_language_in_both_halves() -> None:
    for language in ("en", "de", "fr", "es"):
        mine = [held_out(path) for path in NOTES if path.stem.startswith(language)]
        assert len(mine) >= 11 and 3 <= sum(mine) <= len(mine) - 3


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_every_proposal_quotes_the_notes(path: Path) -> None:
    note, result = read(path)
    assert all(proposal.sentence and proposal.sentence in note["notes"] for proposal in result.proposals)
    assert result == read(path)[1]


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_the_unicode_form_changes_nothing_and_is_quoted_as_it_stands(path: Path) -> None:
    note, composed = read(path)
    day = date.fromisoformat(note["date"]) if note["date"] else None
    apart = unicodedata.normalize("NFD", note["notes"])
    result = drafted(apart, day)
    assert [(p.input, p.value) for p in result.proposals] == [(p.input, p.value) for p in composed.proposals]
    assert all(proposal.sentence in apart for proposal in result.proposals)


# --- the command and the JSON call ----------------------------------------------------------------------------------


def test_the_command_prints_proposals_and_questions(handoff: Handoff) -> None:
    said = handoff(
        "draft", "--date", "2027-01-04", stdin="300 users at the start, 450 after a year. Deadline 31 March.\n"
    )
    result = said.json()
    assert said.code == 0 and [p["input"] for p in result["proposals"]] == [
        "active_users.month_1",
        "active_users.month_12",
        "hard_deadline.date",
    ]
    assert result["proposals"][2] == {
        "input": "hard_deadline.date",
        "value": "2027-03-31",
        "sentence": "Deadline 31 March.",
    }
    assert result["questions"] == [key for key in ALL if key != "active_users"]


@pytest.mark.parametrize(
    ("arguments", "stdin", "problem"),
    [
        (["--date", "tomorrow"], "", "is no date"),
        ([], "x" * (LONGEST + 1), "more than"),
        (["--language", "it"], "", "Invalid value"),
    ],
)
def test_wrong_use_of_the_command_is_told(handoff: Handoff, arguments: list[str], stdin: str, problem: str) -> None:
    said = handoff("draft", *arguments, stdin=stdin)
    assert said.code == 2 and problem in said.err


def test_notes_that_are_no_text_are_told(handoff: Handoff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("command_line.Typed.read", lambda *_: b"\xff\xfe")
    assert "not a text in UTF-8" in handoff("draft").err


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    url = f"sqlite:///{tmp_path}/web.db"
    return create_app(
        read_settings({"HANDOFF_DATABASE_URL": url, "HANDOFF_SECRET_KEYS": "a-key-that-is-long-enough"})
    ).test_client()


def test_the_json_call_says_what_the_command_says(client: FlaskClient, handoff: Handoff) -> None:
    notes = "SSO ist Pflicht. Stichtag 31. März."
    answer = client.post("/api/v1/draft", json={"notes": notes, "date": "2027-01-04", "language": "de"})
    assert answer.status_code == 200
    assert answer.json == handoff("draft", "--date", "2027-01-04", "--language", "de", stdin=notes).json()


@pytest.mark.parametrize(
    ("body", "code", "problem"),
    [
        ([], 422, "the body is JSON"),
        ({"notes": 5}, 422, "the body is JSON"),
        ({"notes": "x", "date": "soon"}, 422, "date:"),
        ({"notes": "x", "date": 5}, 422, "date:"),
        ({"notes": "x", "language": "it"}, 422, "language:"),
        ({"notes": "x" * (LONGEST + 1)}, 413, "more than"),
    ],
)
def test_wrong_bodies_are_told(client: FlaskClient, body: Any, code: int, problem: str) -> None:
    answer = client.post("/api/v1/draft", json=body)
    assert answer.status_code == code and problem in json.dumps(answer.json)


def test_brackets_without_end_are_a_wrong_body(client: FlaskClient) -> None:
    answer = client.post("/api/v1/draft", data="[" * 100_000, content_type="application/json")
    assert answer.status_code == 422 and "the body is JSON" in answer.get_json()["error"]
