"""Who an answer names: a person by title, given name or full name, one exact role, a group. `rules/evidence.py` makes evidence of it."""

from __future__ import annotations

from rules.clauses import OF, SHORT, Clause
from rules.tokens import Item

ONE_ARTICLE = frozenset(("the", "their", "der", "die", "deren", "le", "la", "l", "leur", "el", "su"))
CALLED = frozenset(
    ("called", "named", "namens", "heisst", "appele", "appelee", "nomme", "nommee", "llamado", "llamada", "llama")
)
SHORT_TITLES = frozenset(("hr", "fr", "mr", "ms", "dr", "sr", "mme", "mrs", "prof", "ing", "lic"))
PARTICLES = frozenset(
    ("le", "la", "de", "da", "di", "do", "dos", "del", "des", "du", "d", "van", "von", "der", "den", "ten", "ter", "el", "al", "ben", "bin",
     "ibn", "y", "e", "san", "st", "mac", "mc", "o", "l")
)  # fmt: skip
RANKS = frozenset(("jefe", "jefa", "titular", "mayor", "chef", "cadre"))  # behind a trade: "farmacéutica jefe"


def _negated(clause: Clause, place: int) -> bool:
    return clause.at(place - 1).has("neg")


def person(clause: Clause) -> bool:
    """A title, a given name, initials with a name, an address: somebody in particular."""
    return any(item.kind == "email" or _is_person(clause, place) for place, item in enumerate(clause.items))


def _is_person(clause: Clause, place: int) -> bool:
    item, after = clause.items[place], clause.at(place + 1)
    named = item.has("given_name") and not (item.has("month", "filler") and len(clause.items) > 2)
    titled = item.has("title") and after.kind == "word"
    short = len(item.text) == 1 or item.text in SHORT_TITLES
    initial = short and after.unknown and clause.wording.text[item.end : item.end + 1] == "."
    called = clause.at(place - 1).text in CALLED and item.unknown and after.unknown
    return (named or titled or initial or called) and not _negated(clause, place) and not _possessed(clause, place)


def _possessed(clause: Clause, place: int) -> bool:
    """ "a colleague of Ms Meier", "Anna's team": somebody near a person, not the person."""
    after = clause.at(place + 1)
    owner = after.text == "s" and after.start == clause.items[place].end + 1
    near = place > 1 and clause.at(place - 1).text in OF and not clause.has("role", "said", "reply", "approve")
    return owner or near


def role(clause: Clause) -> bool:
    """One exact role; "two directors" are none."""
    return any(
        item.has("role") and not _negated(clause, place) and clause.at(place - 1).value <= 1
        for place, item in enumerate(clause.items)
    )


def noun_role(clause: Clause) -> bool:
    """An article and a word that ends like somebody's trade: "the registrar", "la gobernanta"."""
    return not clause.has("or") and any(_is_trade(clause, before, item) for before, item in clause.pairs())


def _is_trade(clause: Clause, before: Item, item: Item) -> bool:
    several = before.text == "die" and item.text.endswith("er")
    trade = item.unknown and item.text.endswith(clause.wording.lexicon.one_person)
    ranked = before.unknown and item.text in RANKS
    return (trade and before.text in ONE_ARTICLE and not several) or ranked


def _full_name(clause: Clause) -> bool:
    """Nothing but a name: two unknown words or more, and what names have between them: "Soizic Le Guennec", "Anh Thu Pham"."""
    alone = 1 < len(clause.items) <= SHORT and clause.novel > 1
    return alone and all(item.unknown or item.text in PARTICLES or _short_day(item) for item in clause.items)


def _short_day(item: Item) -> bool:
    return len(item.text) < 4 and item.has("weekday", "month")


def name(clause: Clause) -> bool:
    """Unknown words where a name would stand: two at either end, or behind "by", "with", a title or a role."""
    if clause.has("company_form", "region"):
        return False
    if _full_name(clause):
        return True
    first = clause.at(0).unknown and clause.at(1).unknown
    if first or clause.amounts:
        return first
    last = (
        (len(clause.items) <= SHORT or clause.has("approve"))
        and all(item.unknown for item in clause.items[-2:])
        and len(clause.items) > 2
    )
    return (
        first
        or last
        or any(item.unknown and before.has("by", "title", "role", "said") for before, item in clause.pairs())
    )


def group(clause: Clause) -> bool:
    """A department or a kind of people, known or by the word's ending."""
    means_people = clause.wording.lexicon.means_people
    return clause.has("department") or any(item.unknown and means_people(item.text) for item in clause.items)
