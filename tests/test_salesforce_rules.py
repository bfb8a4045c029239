"""The compiled rules and the rules of the service say the same of the same boxes."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from compiled import LADDER, a_record, asked_elsewhere, closed, compiled, complete, judged, policy, record
from reps_words import BAG
from sworld import DISCOVERY, QUOTE, SalesWorld, named

from connectors.fields import FIELDS

RECORDS, MORE = 600, 1500


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


def test_no_save_is_refused_that_the_service_would_allow(sales: SalesWorld) -> None:
    """Whatever reps type: the deployed rules, on the emulator's own engine, never say no where the service says yes."""
    random, now = Random(20270104), datetime.now(UTC)
    basics = {"Name": "Deal", "StageName": DISCOVERY, "CloseDate": "2027-05-01", "OwnerId": sales.people["ana"]}
    wrong, refused, left = [], 0, 0
    for _ in range(MORE):
        typed = complete(now.date()) | {"ours.review": random.choice(["approved", "approved", ""])}
        typed |= {part: random.choice(BAG[part]) for part in random.sample(list(BAG), random.choice([1, 1, 2, 3, 4]))}
        if random.random() < 0.4:
            typed["status.confirmed"] = ";".join(field for field, _ in FIELDS if random.random() < 0.8)
        if random.random() < 0.3:
            typed["status.unknown"] = random.choice(FIELDS)[0]
        allowed = judged(typed, now).gates["quote"].allowed
        (deal,) = sales.org.bulk_load([basics | {k: v for k, v in named(typed).items() if v is not None}])
        told = sales.move(deal, QUOTE)
        wrong += [(told, typed)] if told and allowed else []
        refused, left = refused + bool(told), left + (not told and not allowed)
    assert wrong == []
    assert refused > MORE / 2 and left < MORE / 5  # and yet they find most of what is wrong
