"""The weights of the second look (`rules/weights.py`), made from the part of the corpus that may be tuned on.

A logistic model over the signs of every answer (`rules/signs.py`). Evidence may only speak against a refusal, defects only for
one; most signs get no weight at all. Plain Python, no library; some seconds. `./run bench judge --fit` writes the file.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from corpus_reader import FIELDS, Line, read

from rules.clauses import clauses_of
from rules.judge import language_of, window
from rules.lexicon import lexicon
from rules.needs import NEEDS
from rules.signs import group, signs
from rules.tokens import read_wording
from rules.verdicts import by_rules
from rules.weighing import Reading

TARGET = Path(__file__).parent.parent / "rules" / "weights.py"
RARE = 10  # lines in which a sign stands, at least
SPARSE, SMALL = 2.0, 1.0  # how strongly weights are drawn to nothing, and to each other
ROUNDS = 400
USEFUL = ("people", "action", "rate", "object", "thing", "plain", "percent", "time_unit", "date", "year", "clock")
AGAINST = ("first verdict: answered", "first verdict: incomplete", "a clause is clean", "one part is open")
FOR = (
    "first verdict: vague",
    "a question",
    "too wide a range",
    "an alternative",
    "a clause is ",
    "the first clause is ",
    "words",
)
HEAD = '''"""How much each sign of an answer speaks for a refusal, in hundredths. Made by `./run bench judge --fit`; not written by hand."""

from __future__ import annotations

'''


def may_be(sign: str) -> int:
    """1: may only speak for a refusal; -1: only against one; 0: as it comes."""
    own, _, rest = sign.partition(": ")
    bare = rest if own in {group(field) for field in FIELDS} else sign
    clean = bare.endswith((", clean", ", vague"))
    if bare.startswith("amount of "):
        return -1 if clean and bare.split(",")[0].split()[-1] in USEFUL else 1
    if bare in AGAINST or clean or bare.startswith("says: ") or bare.endswith("unknown words"):
        return -1
    return 1 if bare.startswith(FOR) else 0


def seen(line: Line) -> frozenset[str]:
    """The signs of a line; none where the rules decide alone."""
    need, text = NEEDS.get(line.field), window(line.text)
    wording = read_wording(text, lexicon(language_of(text)))
    if need is None or not wording.items:
        return frozenset()
    reading = Reading(need, wording, clauses_of(wording))
    return signs(line.field, reading, by_rules(reading))


Rows = list[tuple[list[int], float]]


def rows(lines: Sequence[Line]) -> tuple[list[str], Rows]:
    """The signs that are not rare, and every line as the places of its own, with 1 where it has to be refused."""
    found = [(seen(line), float(line.refused)) for line in lines if line.label != "missing"]
    count = Counter(sign for own, _ in found for sign in own)
    names = sorted(sign for sign, times in count.items() if times >= RARE)
    places = {name: place for place, name in enumerate(names)}
    return names, [
        ([*(places[sign] for sign in own if sign in places), len(names)], wanted) for own, wanted in found if own
    ]


def fit(names: Sequence[str], lines: Rows) -> list[float]:
    """Accelerated proximal gradient descent; the last weight is the bias, which nothing draws to zero."""
    bounds = [*map(may_be, names), 0]
    step = 1 / (_steepest(len(bounds), lines) / 4 + SMALL)
    weights, ahead, speed = [0.0] * len(bounds), [0.0] * len(bounds), 1.0
    for number in range(ROUNDS):
        slope = _slope(ahead, lines)
        fresh = [_moved(ahead[n], slope[n], step, bound, n == len(names)) for n, bound in enumerate(bounds)]
        faster = (1 + math.sqrt(1 + 4 * speed * speed)) / 2
        ahead = [new + (speed - 1) / faster * (new - old) for new, old in zip(fresh, weights, strict=True)]
        weights, speed = fresh, faster
        if number % 20 == 0:
            print(f"\rfitting: {number * 100 // ROUNDS} %", end="", file=sys.stderr, flush=True)
    print("\rfitting: done ", file=sys.stderr)
    return weights


def _slope(weights: Sequence[float], lines: Rows) -> list[float]:
    slope = [0.0] * len(weights)
    for places, wanted in lines:
        total = max(-30.0, min(30.0, sum(weights[place] for place in places)))
        missed = 1 / (1 + math.exp(-total)) - wanted
        for place in places:
            slope[place] += missed
    return slope


def _moved(weight: float, slope: float, step: float, bound: int, bias: bool) -> float:
    if bias:
        return weight - step * slope
    moved = weight - step * (slope + SMALL * weight)
    moved = math.copysign(max(0.0, abs(moved) - step * SPARSE), moved)
    return moved if moved * bound >= 0 else 0.0


def _steepest(size: int, lines: Rows) -> float:
    """The largest eigenvalue of the signs' products, by powers."""
    vector = [1.0] * size
    length = 1.0
    for _ in range(20):
        product = [0.0] * size
        for places, _ in lines:
            total = sum(vector[place] for place in places)
            for place in places:
                product[place] += total
        length = math.sqrt(sum(value * value for value in product))
        vector = [value / length for value in product]
    return length


def write(names: Sequence[str], weights: Sequence[float]) -> int:
    """Write the file; how many signs have a weight."""
    kept = {name: round(value * 100) for name, value in zip(names, weights, strict=False) if abs(value) >= 0.03}
    body = "".join(f"    {name!r}: {value},\n".replace("'", '"') for name, value in kept.items())
    TARGET.write_text(
        f"{HEAD}BIAS = {round(weights[-1] * 100)}\nWEIGHTS: dict[str, int] = {{\n{body}}}\n", encoding="utf-8"
    )
    return len(kept)


def main() -> None:
    names, lines = rows(read("tune"))
    kept = write(names, fit(names, lines))
    print(f"{TARGET.name}: {kept} of {len(names)} signs have a weight, from {len(lines)} answers")
