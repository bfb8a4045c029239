"""The rules that we compile for a fresh organisation, and records to put before them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typed import TYPED

from connectors.base import Policy
from connectors.fields import FIELDS, PROPERTIES
from connectors.mapping import translate
from connectors.salesforce.boxes import Boxes
from connectors.salesforce.connector import Salesforce
from connectors.salesforce.gates import ground
from connectors.salesforce.guards import guards
from connectors.salesforce.messages import Messages
from connectors.salesforce.questions import MARKS, NOBODY
from connectors.salesforce.requirements import Compiler, Rule
from connectors.salesforce.schema import EVALUATED_REVISION, REVISION, default_mapping, field_name
from integration.account import GateRule, guess_stages, new_document
from integration.policy import policy_of
from integration.template import built_in
from rules.evaluate import evaluate
from rules.model import GATES, Evaluation, Gate, Handoff, Person, Review
from rules.phrases import PLACEHOLDERS, VAGUE

NODE = Path(__file__).parent / "node"
ORG = "00D5e000000abcDEAQ"
BEFORE, QUOTE, CONTRACT, WON, LOST = (
    "Qualification",
    "Proposal/Price Quote",
    "Negotiation/Review",
    "Closed Won",
    "Closed Lost",
)
LADDER = (BEFORE, QUOTE, CONTRACT, WON)
NAMES = default_mapping()
TYPES = {field_name(p): p.type for p in PROPERTIES} | {REVISION: "number", EVALUATED_REVISION: "number"}
TYPES |= {"StageName": "choice", "Type": "choice", "CreatedDate": "datetime", "Status": "choice"}
TEXT_PARTS = ("peak_load.when", "data_flow.text", "integrations.text", "access.day_one", "access.approver", "launch_window.day_one",
              "hard_deadline.reason", "scope_approver.person", "security.detail", "setup_work.detail")  # fmt: skip
PEOPLE_PARTS = ("access.day_one", "access.approver", "scope_approver.person")
WORDS = [*MARKS, *sorted(PLACEHOLDERS), *(phrase for listed in VAGUE.values() for phrase in listed)]
Values = dict[str, str]


def policy(language: str = "en", modes: Mapping[Gate, str] | None = None, **reach: Any) -> Policy:
    """Every gate enforced at the stage its name suggests, unless `modes` says otherwise."""
    document = new_document("salesforce:0", "en", "UTC", datetime.fromtimestamp(0, UTC))
    guessed = guess_stages(Salesforce().default_pipelines())
    gates = {g: GateRule(stages=tuple(names), mode=(modes or {}).get(g, "enforce")) for g, names in guessed.items()}  # type: ignore[arg-type]
    limits = document.reach.model_copy(update=reach)
    document = document.model_copy(update={"gates": gates, "language": language, "reach": limits})
    return policy_of(document, built_in(), Salesforce())


def compiled(wanted: Policy, mapping: Mapping[str, str] | None = None, pipelines: Any = None) -> list[Rule]:
    """All rules for a policy."""
    names = dict(NAMES if mapping is None else mapping)
    boxes, messages = Boxes(names, {}), Messages(wanted.texts, "en")
    standing = ground(wanted, pipelines or Salesforce().default_pipelines(), names)
    return [*Compiler(wanted, boxes, standing, messages).rules(), *guards(wanted, boxes, standing, messages, ORG, True)]


def record(typed: Values, stage: str, **more: Any) -> dict[str, Any]:
    """Values by part as a record has them: numbers as numbers, blanks absent."""
    held: dict[str, Any] = {NAMES[part]: value for part, value in typed.items() if value}
    held = {name: float(value) if TYPES[name] == "number" else value for name, value in held.items()}
    return {"StageName": stage, "$Organization.Id": ORG[:15], **held, **more}


def judged(typed: Values, now: datetime) -> Evaluation:
    """What the rules say of the same boxes."""
    owner = Person(id="005000000000001AAA", name="Ana")
    read = translate(typed, owner, lambda reference: None)
    review = Review(decision="approved", digest="current") if typed.get("ours.review") == "approved" else None
    return evaluate(Handoff(answers=read.answers, promise=read.promise, review=review), now, built_in())


def closed(evaluation: Evaluation, old: str, new: str) -> tuple[Gate, ...]:
    """The gates between two stages that say no."""
    crossed = GATES[LADDER.index(old) : LADDER.index(new)]
    return tuple(gate for gate in crossed if not evaluation.gates[gate].allowed)


# --- records ---------------------------------------------------------------------------------------------------------


def complete(today: date) -> Values:
    """D-OK as it is typed, with dates that lie ahead."""
    ahead = {"launch_window.from": 60, "launch_window.to": 75, "hard_deadline.date": 90}
    return TYPED | {part: (today + timedelta(days)).isoformat() for part, days in ahead.items()}


def a_record(random: Random, today: date) -> Values:
    """The complete one with nothing to five things changed: blanks, words that fill a box, ticks, dates, promises."""
    typed = complete(today)
    if random.random() < 0.5:
        typed["peak_load.when"] = random.choice(
            ["report runs, Mon 09:00", "900 report runs, Monday 9:00", "uploads, daily, 2 GB"]
        )
    typed["ours.review"] = random.choice(["approved", "approved", "approved", ""])
    for _ in range(random.choice([0, 0, 0, 1, 1, 1, 2, 3, 5])):
        random.choice(CHANGES)(random, typed, today)
    return typed


def _blank(random: Random, typed: Values, today: date) -> None:
    typed[random.choice([part for part in typed if part != "context.text"])] = ""


def _fill(random: Random, typed: Values, today: date) -> None:
    """“They” names nobody where a person is asked for; elsewhere it is for the service to find that it says nothing."""
    part = random.choice(TEXT_PARTS)
    words = WORDS if part in PEOPLE_PARTS else [word for word in WORDS if word not in VAGUE[NOBODY]]
    typed[part] = random.choice([str.upper, str.title, str])(random.choice(words))


def _open(random: Random, typed: Values, today: date) -> None:
    field = random.choice(FIELDS)[0]
    typed["status.unknown"] = ";".join(filter(None, [typed.get("status.unknown", ""), field]))
    typed["confirm_by"] = random.choice(["", _day(today, -9), _day(today, 9), _day(today, 9), _day(today, 9)])


def _guess(random: Random, typed: Values, today: date) -> None:
    field = random.choice(FIELDS)[0]
    typed["status.confirmed"] = ";".join(f for f in typed["status.confirmed"].split(";") if f and f != field)
    typed["confirm_by"] = random.choice(["", _day(today, -9), _day(today, 9), _day(today, 9)])
    typed["confirm_with"] = random.choice(["", "Their operations lead", "Their operations lead"])


def _promise(random: Random, typed: Values, today: date) -> None:
    typed["promise.type"] = random.choice(["", "fixed", "range", "range", "paused"])


def _review(random: Random, typed: Values, today: date) -> None:
    typed["ours.review"] = random.choice(["approved", "approved", "waiting", "sent_back"])


def _none(random: Random, typed: Values, today: date) -> None:
    typed.update(
        random.choice(
            [
                {"security.required": "none", "security.detail": ""},
                {"setup_work.items": "none", "setup_work.detail": ""},
                {"integrations.text": "none"},
                {"hard_deadline.date": "", "hard_deadline.reason": "none"},
                {"security.required": "none;sso"},
                {"security.required": "retention;access_controls", "security.detail": ""},
                {"security.required": "data_handling", "security.detail": ""},
                {"security.required": "audit_logs;data_location", "security.detail": ""},
            ]
        )
    )


def _turn(random: Random, typed: Values, today: date) -> None:
    typed["launch_window.to"] = _day(today, 10)


def _source(random: Random, typed: Values, today: date) -> None:
    typed["source"] = ""


CHANGES = (_blank, _blank, _blank, _fill, _fill, _open, _guess, _promise, _review, _review, _none, _turn, _source)


def _day(today: date, days: int) -> str:
    return (today + timedelta(days)).isoformat()


# --- the independent engine ------------------------------------------------------------------------------------------


def need_node(package: str) -> str:
    """The path of node, or the test is skipped: these judges run where Node is (the set-up fetches them)."""
    node = shutil.which("node")
    if not node or not (NODE / "node_modules" / package).is_dir():
        pytest.skip(f"needs Node and {package}: npm ci in tests/node")
    return node


def asked_elsewhere(rules: Sequence[Rule], records: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """The first rule that an independent formula engine finds true, for each record; None when it finds none."""
    given = {"formulas": {rule.name: rule.formula for rule in rules}, "records": list(records), "types": TYPES}
    command = [need_node("formulon"), str(NODE / "formulas.cjs")]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[str | None] = json.loads(done.stdout)
    return found
