"""The compiled rules and the rules of the service say the same of the same boxes."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from compiled import LADDER, a_record, asked_elsewhere, closed, compiled, judged, policy, record

RECORDS = 600


def test_an_independent_engine_agrees_with_the_service_on_every_generated_record() -> None:
    """Blanks, words that fill a box, ticks, dates, promises, reviews: on these a formula can say what the service says."""
    random, now = Random(20261124), datetime.now(UTC)
    rules = [rule for rule in compiled(policy()) if rule.object == "Opportunity"]
    typed = [a_record(random, now.date()) for _ in range(RECORDS)]
    moves = [sorted(random.sample(LADDER, 2), key=LADDER.index) for _ in typed]
    records = [
        {"old": record(t, old), "now": record(t, new), "permissions": []}
        for t, (old, new) in zip(typed, moves, strict=True)
    ]
    expected = [closed(judged(t, now), old, new) for t, (old, new) in zip(typed, moves, strict=True)]
    found = asked_elsewhere(rules, records)
    wrong = [
        (move, rule, gates, t)
        for t, move, gates, rule in zip(typed, moves, expected, found, strict=True)
        if bool(rule) != bool(gates)
    ]
    assert not wrong, f"{len(wrong)} of {RECORDS}, among them {wrong[:3]}"
    assert RECORDS * 0.25 < sum(map(bool, expected)) < RECORDS * 0.85
