"""Ranges that are too wide to plan with, and alternatives that leave an answer open."""

from __future__ import annotations

from rules.clauses import Amount, Clause, digits
from rules.tokens import Item

TOO_WIDE = 3  # a range whose ends differ by more than this factor is no estimate
MOST_FIGURES = 8  # clauses of a sentence in which figures are compared; more is a list
AMOUNTS = frozenset(("plain", "people", "action", "rate", "thing"))
_ODD = frozenset(("clock", "date", "week", "quarter", "numbered", "year", "ordinal"))
AND = frozenset(("and", "und", "et", "y"))
_SOMEBODY = ("given_name", "role", "title", "nobody", "someone", "department")
_SOMETHING = ("system", "idp", "region", "kind", "topic", "control", "auth")


def too_wide(clause: Clause) -> bool:
    """ "50 – 5,000", "between 10 and 1000": its ends are too far apart. What grows is no range."""
    if not clause.amounts or clause.has("growth", "factor"):
        return False
    pairs = zip(clause.amounts, clause.amounts[1:], strict=False)
    return any(_ends(clause, low, high) and _at_once(clause, high) for low, high in pairs) or _swings(clause)


def _at_once(clause: Clause, high: Amount) -> bool:
    """A range for one moment. "300 at first to 4,000 in a year" grows; "50 to 900 at first" does not know."""
    between = clause.has("range") and clause.has("between")
    before = any(item.has("month_1", "month_12") for item in clause.items[: high.place])
    after = any(item.has("month_1") for item in clause.items[high.place :])
    later = any(item.has("month_12") for item in clause.items[high.place :])
    return between or (after and not before) or not (before or after or later)


def _swings(clause: Clause) -> bool:
    """ "sometimes 100, sometimes 10,000", "200, or 2,000 if they join": two figures far apart in one sentence."""
    sentence = clause.siblings[:MOST_FIGURES]
    swinging = [other for other in sentence if other.has("swing") or (other.items[0].has("or") and other.amounts)]
    once = (
        sum(item.text == "mal" for other in swinging for item in other.items) == 1
    )  # "schätze mal" swings between nothing
    if not swinging or (once and len(swinging) == 1):
        return False
    first = sentence.index(swinging[0])
    values = [
        a.value
        for other in (*sentence[max(0, first - 1) : first], *swinging)
        for a in other.amounts
        if a.what & AMOUNTS
    ]
    return len(values) > 1 and 0 < min(values) * TOO_WIDE < max(values)


def _ends(clause: Clause, low: Amount, high: Amount) -> bool:
    link = clause.items[low.place + 1 : high.place]
    if _shares_scale(clause, low, high):
        return False
    if not 0 < len(link) <= 3 or not _joins(clause, link, low) or _apart(clause, link):
        return False
    return low.value * TOO_WIDE < high.value and low.what.isdisjoint(_ODD) and high.what.isdisjoint(_ODD)


def _shares_scale(clause: Clause, low: Amount, high: Amount) -> bool:
    """ "three to four hundred", "15–20k": the last word scales both."""
    plain = clause.wording.text[clause.items[high.place].start : clause.items[high.place].end].isdigit()
    scale = next((size for size in (1000, 100) if high.value >= size * low.value and high.value % size == 0), 0)
    return not plain and bool(scale) and 0 < low.value < high.value / scale <= low.value * TOO_WIDE


def _apart(clause: Clause, link: tuple[Item, ...]) -> bool:
    """A full stop after the words between: "18, I think. 2,000 users" is two figures."""
    return clause.wording.text[link[-1].end : link[-1].end + 2] == ". "


def _joins(clause: Clause, link: tuple[Item, ...], low: Amount) -> bool:
    """Do the words between two figures make a range of them? "7 or eight hundred" and "3 shifts à 22" are none."""
    last, ranged = link[-1], clause.has("range")
    if (last.text == "a" and len(link) > 1 and not ranged) or (last.text in AND and not ranged):
        return False
    if last.has("or") and not digits(clause.items[low.place]):
        return False
    return last.has("to", "hedge") or last.kind == "sign" or link[0].has("to")


def alternative(clause: Clause) -> bool:
    """ "Dana or Jo", "either Sage or EBP": an "or" between two answers."""
    places = [place for place, item in enumerate(clause.items) if item.has("or", "either")]
    if clause.has("neg"):
        return False
    if len(places) > 1 and places[0] == 0:
        return True
    sides = ((clause.items[max(0, place - 2) : place], _behind(clause, place)) for place in places)
    return any(any(map(_may_answer, before)) and any(map(_may_answer, after)) for before, after in sides)


def _behind(clause: Clause, place: int) -> tuple[Item, ...]:
    """Two items behind the "or", fillers aside: "or the new director"."""
    following = clause.items[place + 1 : place + 5]
    return tuple(item for item in following if item.tags != {"filler"})[:2]


def left_open(clause: Clause) -> bool:
    """ "Maria, I think, or her boss", "Maria or, if she is away, her boss": a clause of its own that names another one."""
    if clause.items[-1].has("or") and len(clause.items) > 1 and _may_answer(clause.items[-2]):
        return True
    return clause.items[0].has("or") and any(map(_may_answer, clause.items[1:4]))


def _may_answer(item: Item) -> bool:
    return item.unknown or item.has(*_SOMEBODY, *_SOMETHING)
