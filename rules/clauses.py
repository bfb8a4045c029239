"""The clauses of an answer, and what each number in them counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rules.tokens import Item, Wording

UNITS = ("people", "action", "rate", "object", "data_unit", "time_unit", "uncounted", "money", "month")
LOOK_AHEAD = 3  # items behind a number in which its noun is looked for
LOOK_BACK = 4  # items before it in which something says that it is about something else
SHORT = 5  # items; more is a sentence, in which a bare number or an unknown word may mean anything
RATE_UNITS = frozenset(
    ("h", "hr", "hour", "std", "stunde", "heure", "hora", "s", "sec", "sek", "min", "minute", "minuto", "day", "tag", "jour", "dia", "j")
)  # fmt: skip
ORDINALS = frozenset(
    ("st", "nd", "rd", "th", "er", "re", "e", "eme", "ere", "ers", "o", "a", "ter", "ten", "te", "nde", "ro", "do")
)
OF = frozenset(("of", "von", "vom", "de", "d", "del", "des", "der", "du"))
A_MILLION = 1_000_000  # nobody has so many users, without a word that says what they are
SINGULAR = frozenset(("the", "la", "el", "l", "der", "dem", "our", "their", "unserer", "su"))
YEARS = range(2015, 2040)  # a bare number like this is a year; earlier ones only behind "in", "since" …
MILLIONS = frozenset(("m", "mio", "mrd", "md", "mill", "k", "tsd"))
EARLIER = range(1850, 2015)
LINKS = frozenset(("filler", "to", "or", "by", "within", "at", "from", "into"))
NOTHING = Item("none", "")  # what stands before the first item and behind the last


@dataclass(frozen=True)
class Amount:
    """One number, and what it counts: the tags of its noun, or one word for what else it is."""

    value: float
    what: frozenset[str]
    place: int

    def counts(self, *units: str) -> bool:
        """Is it an amount of one of these, or of something nobody named?"""
        return not self.what.isdisjoint(("plain", *units))


class Clause:
    """One clause of an answer, with the other clauses of its sentence in view."""

    def __init__(self, items: Sequence[Item], wording: Wording) -> None:
        self.items, self.wording = tuple(items), wording
        self.tags = frozenset(tag for item in items for tag in item.tags)
        self.sentence = items[0].sentence
        self.asked = items[0].clause in wording.asked
        self.siblings: tuple[Clause, ...] = ()
        self.known: dict[str, bool] = {}

    def has(self, *tags: str) -> bool:
        return not self.tags.isdisjoint(tags)

    def at(self, place: int) -> Item:
        return self.items[place] if 0 <= place < len(self.items) else NOTHING

    def pairs(self) -> Iterator[tuple[Item, Item]]:
        """Every item with the one behind it."""
        return zip(self.items, self.items[1:], strict=False)

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """Every number of the clause. One that leads to the next ("9 to 11", "1 or 2 services") counts the same thing."""
        found: list[Amount] = []
        for place in reversed(range(len(self.items))):
            if self.items[place].kind == "number":
                what = _shared(self, place, found) or _what(self, place)
                found.append(Amount(self.items[place].value, what, place))
        return tuple(_inherited(self, reversed(found)))

    @cached_property
    def novel(self) -> int:
        """How many of its words the lexicon does not have."""
        return sum(item.unknown for item in self.items)


def clauses_of(wording: Wording) -> tuple[Clause, ...]:
    """The clauses of an answer, each knowing those of its sentence."""
    every = tuple(Clause(items, wording) for items in wording.clauses)
    sentences: dict[int, list[Clause]] = {}
    for clause in every:
        sentences.setdefault(clause.sentence, []).append(clause)
    for clause in every:
        clause.siblings = tuple(sentences[clause.sentence])
    return every


# --- what a number counts -------------------------------------------------------------------------------------------


def _shared(clause: Clause, place: int, found: Sequence[Amount]) -> frozenset[str]:
    """The kind of the number that this one leads to; nothing where it stands alone."""
    link, far = clause.at(place + 1), clause.at(place + 2)
    if clause.at(place - 1).has("week_no", "quarter_no"):
        return frozenset()
    if not link.has("to", "or") and link.kind != "sign":
        return frozenset()
    if far.kind in ("time", "date"):
        return frozenset({"clock" if far.kind == "time" else "date"})
    return found[-1].what if found and found[-1].place == place + 2 else frozenset()


def _inherited(clause: Clause, amounts: Iterable[Amount]) -> Iterator[Amount]:
    """ "1 department or 2": what has no noun of its own takes the one before it."""
    before = Amount(0.0, frozenset({"plain"}), -SHORT)
    for amount in amounts:
        near = clause.at(amount.place - 1).has("or") and amount.place - before.place < SHORT
        if near and "plain" in amount.what:
            amount = Amount(amount.value, before.what, amount.place)
        before = amount
        yield amount


def _what(clause: Clause, place: int) -> frozenset[str]:
    item, before, after = clause.items[place], clause.at(place - 1), clause.at(place + 1)
    if after.text in MILLIONS and _of_money(clause.at(place + 2)):
        return frozenset({"money"})
    special = next((name for name, holds in _SPECIAL if holds(item, before, after)), "")
    return frozenset({special}) if special else _noun(clause, place)


def digits(item: Item) -> bool:
    """Is the number written in figures?"""
    return item.text[:1].isdigit()


def _of_money(item: Item) -> bool:
    return item.has("money") or item.text in ("€", "$", "£")


def _bare(item: Item) -> bool:
    """Nothing that "at nine" could count."""
    return item.kind != "word" or (item.tags <= LINKS and not item.unknown)


Holds = Callable[[Item, Item, Item], bool]
_SPECIAL: tuple[tuple[str, Holds], ...] = (
    ("times", lambda i, b, a: b.text == "x" and b.end == i.start),
    ("ordinal", lambda i, b, a: digits(i) and a.start == i.end and a.text in ORDINALS),
    ("percent", lambda i, b, a: a.text == "%"),
    ("money", lambda i, b, a: _of_money(a) or (b.kind == "sign" and _of_money(b))),
    ("else", lambda i, b, a: b.has("about_else") and not a.has("people", "action")),
    ("week", lambda i, b, a: b.has("week_no") and i.value < 54),
    ("quarter", lambda i, b, a: b.has("quarter_no") and i.value < 5),
    ("numbered", lambda i, b, a: b.has("numbered") and i.value < 100),
    ("date", lambda i, b, a: i.value < 32 and (a.has("month") or (b.has("month") and not a.has("people", "action")))),
    ("clock", lambda i, b, a: i.value < 25 and a.has("clock")),
    ("clock", lambda i, b, a: i.value < 25 and b.has("at") and _bare(a)),
)


def _noun(clause: Clause, place: int) -> frozenset[str]:
    """The first counted noun behind a number. A bare four-digit year is none."""
    following = clause.items[place + 1 : place + 3 + LOOK_AHEAD]
    if _out_of(following):
        return frozenset({"people"})
    for step, word in enumerate(following):
        if word.kind == "number":
            return _what(clause, place + 1 + step) if following[0].text in OF else _alone(clause, place)
        found = _per(following, step) or (_counted(clause, place, step, word) if step < LOOK_AHEAD else frozenset())
        if found:
            return found
    return _alone(clause, place)


def _out_of(following: Sequence[Item]) -> bool:
    """ "Fifteen from the admissions office", "unos quince de la oficina": people, by where they come from."""
    if len(following) < 3 or not (following[0].text in OF or following[0].has("from")):
        return False
    return (
        following[1].text in SINGULAR
        and following[2].has("department")
        and not following[2].has("clock", "period", "month")
    )


def _per(following: Sequence[Item], step: int) -> frozenset[str]:
    """ "/h", "/ Std.": a rate."""
    rate = following[step].text == "/" and step + 1 < len(following) and following[step + 1].text in RATE_UNITS
    return frozenset({"rate"}) if rate else frozenset()


def _counted(clause: Clause, place: int, step: int, word: Item) -> frozenset[str]:
    """What this word says that the number counts, if anything."""
    between = clause.items[place + 1 : place + 1 + step]
    if word.has("object") and not word.has("action") and clause.at(place + 2 + step).has("action"):
        return frozenset({"action"})  # "400 table bookings": the last noun is what is counted
    if word.has(*UNITS) and not (_loose(word) and any(other.unknown for other in between)):
        month = word.has("month") and clause.items[place].value < 32
        beside = clause.at(place + 2 + step).tags & {"people"}
        return frozenset({"date"}) if month else (word.tags | beside) & frozenset(UNITS)
    group = word.has("department", "role") or (word.unknown and clause.wording.lexicon.means_people(word.text))
    return frozenset({"people"}) if group else frozenset()


def _loose(word: Item) -> bool:
    """A span of time, or what makes a number uninteresting: only right behind the number, not behind another noun."""
    return word.has("time_unit", "uncounted", "month") and not word.has("people", "action", "object")


def _alone(clause: Clause, place: int) -> frozenset[str]:
    """A number without a noun: about something else, a year, a thing nobody knows, or plain."""
    before, after = clause.at(place - 1), clause.at(place + 1)
    if any(word.has("about_else") for word in clause.items[max(0, place - LOOK_BACK) : place]):
        return frozenset({"else"})
    if clause.items[place].value >= A_MILLION:
        return frozenset({"else"})
    if after.unknown:
        return frozenset({"thing"})
    return frozenset({"year" if _year(clause.items[place], before) else "plain"})


def _year(item: Item, before: Item) -> bool:
    if not item.text.isdigit() or before is NOTHING or before.has("or", "to", "hedge"):
        return False
    marked = before.has("within", "from", "due", "month", "at", "window", "edge")
    return item.value in YEARS or (item.value in EARLIER and (marked or before.unknown))
