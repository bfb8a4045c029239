"""What was seen in an answer, as signs with names, and how much all of them together speak for a refusal.

The rules (`rules/verdicts.py`) say what an answer is; this is the second look at it. A sign is evidence in a clause of some state, words of
a kind, an amount, or what the rules found. `rules/weights.py` says how much each counts, in hundredths: above zero it speaks for a
refusal, below zero against it. Evidence never speaks for one, so that adding some cannot turn an answer into a vague one.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.clauses import Clause
from rules.evidence import finds
from rules.spans import alternative, left_open, too_wide
from rules.weighing import Reading, Weighed
from rules.weights import BIAS, WEIGHTS

LEVELS = ("hard", "firm", "weak", "doubt")
ASIDE = ("aside", "about_else", "occasion", "company_form")
DEFECTS = frozenset(
    ("another_deal", "elsewhere", "put_off", "unknown", "ops", "stage", "milestone", "soon", "nothing_much", "adjective", "quantity",
     "feeling", "hedge", "delay", "mentioned", "likening", "someone", "nobody", "pointing", "question", "aside", "company", "past",
     "swing", "about_else", "occasion", "once", "contract", "seat", "event")
)  # fmt: skip
SPEAKING = frozenset(
    ("person", "role", "system", "region", "number", "yes", "none", "said", "reply", "approve", "control", "hands", "given_name",
     "title", "department", "action", "people", "object", "month", "weekday", "period", "day_one", "month_1", "month_12", "from",
     "into", "store", "neg")
)  # fmt: skip
AMOUNTS = frozenset(
    ("people", "action", "rate", "object", "thing", "plain", "else", "money", "uncounted", "percent", "time_unit", "date", "year", "clock")
)  # fmt: skip
UNKNOWN_WORDS = (1, 2, 4, 7)


def weight(field: str, reading: Reading, found: Weighed) -> int:
    """How much speaks for a refusal; 0 is as likely as not."""
    return BIAS + sum(WEIGHTS.get(sign, 0) for sign in signs(field, reading, found))


def signs(field: str, reading: Reading, found: Weighed) -> frozenset[str]:
    """The names of everything seen, by itself and for this group of fields."""
    own = group(field)
    seen = {*_of_clauses(reading), *_of_the_whole(reading), f"first verdict: {found.verdict}"}
    seen |= {f"found: {kind}" for kind in found.kinds}
    return frozenset((*seen, field, own, *(f"{own}: {sign}" for sign in seen)))


def group(field: str) -> str:
    """Fields that ask for the same kind of thing share their signs."""
    if field in ("access.approver", "scope_approver", "security.security_approval"):
        return "approver"
    return field.partition(".")[0]


def _state(reading: Reading, clause: Clause) -> str:
    if reading.voided(clause):
        return "void"
    if clause.has(*ASIDE):
        return "aside"
    return "vague" if reading.weakened(clause) else "clean"


def _of_clauses(reading: Reading) -> Iterator[str]:
    need = reading.need
    for clause in reading.clauses:
        state = _state(reading, clause)
        yield f"a clause is {state}"
        yield from _of_evidence(reading, clause, state)
        yield from (f"amount of {what}, {state}" for amount in clause.amounts for what in amount.what & AMOUNTS)
        beside = " beside evidence" if finds(clause, *need.hard, *need.firm, *need.weak) else ""
        yield from (f"words{beside}: {tag}" for tag in clause.tags & DEFECTS)
        yield from (f"says: {tag}" for tag in clause.tags & SPEAKING)


def _of_evidence(reading: Reading, clause: Clause, state: str) -> Iterator[str]:
    for level in LEVELS:
        kinds = [kind for kind in getattr(reading.need, level) if finds(clause, kind)]
        if kinds:
            yield f"{level} evidence, {state}"
        yield from (f"{kind}, {state}" for kind in kinds)


def _of_the_whole(reading: Reading) -> Iterator[str]:
    clauses = reading.clauses
    states = [_state(reading, clause) for clause in clauses]
    facts = {
        "a question": any(clause.asked for clause in clauses),
        "too wide a range": any(map(too_wide, clauses)),
        "an alternative": reading.need.single and any(alternative(c) or left_open(c) for c in clauses),
        "one part is open": "void" in states and bool({"clean", "vague"} & set(states)),
        f"the first clause is {states[0]}": states[0] != "clean",
    }
    yield from (name for name, holds in facts.items() if holds)
    novel = sum(clause.novel for clause in clauses)
    yield from (f"{least} unknown words" for least in UNKNOWN_WORDS if novel >= least)
