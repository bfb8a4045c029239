"""Values out of prose: a sentence that was pasted into one box is offered as the values it holds.

Nothing is ever written for the rep. An offer is an assumption to take or to leave, with who keeps it, until when and with
whom it will be confirmed, as far as the sentence says. In doubt nothing is offered. The reading is that of notes (`rules/draft`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rules.draft import Proposal, draft
from rules.draft_numbers import coming, days, moments, numbers
from rules.draft_text import blank, composed, sentences
from rules.judge import says_something
from rules.model import Answer, Frozen, Handoff, Input, Template
from rules.notewords import build, has, language_of
from rules.parts import take_apart, unwrap
from rules.values import Bad, names_two, read

LONGEST = 600  # characters; more than that are notes, and notes are read on request only
SHORTEST = 4  # words; less is a plain answer
DEAL_OWNER = "deal owner"  # who is meant by "account executive", "me", "Vertrieb"
USERS, USERS_FIRST = "active_users", "Active users:"  # in their own boxes a bare number counts users
MONTHS = (f"{USERS}.month_1", f"{USERS}.month_12")
TYPES = ("number", "date", "person")  # what is one value; free text stays where it is
_DOUBTED = r"<if>|<doubt>|<or>|<other>|<stale>|(?-i:(?<!\w)may(?!\w))|\?"


class Offer(Frozen):
    """A value for an input, and the sentence it was read from. `owner` is a name as written, or DEAL_OWNER."""

    input: str
    value: Any
    status: str = "assumed"
    owner: str = ""
    confirm_by: date | None = None
    confirm_with: str = ""
    sentence: str = ""


def offers(field: str, text: str, template: Template, today: date) -> tuple[Offer, ...]:
    """What a text holds that was written for `field` (a template key or `key.input`).

    Nothing when the box holds just what it is for, and can be read. Dates without a year or a day are those after `today`.
    """
    if len(text) > LONGEST or len(text.split()) < SHORTEST:
        return ()
    plain, places = composed(text.replace("’", "'"))
    language = language_of(plain)
    terms, rest = _terms(plain, language, today)
    if build(_DOUBTED, language).search(rest):
        return ()
    found = []
    for proposal in _sure(_proposals(field, rest, template, today), field, language):
        start = rest.find(proposal.sentence)
        quote = text[places[start] : places[start + len(proposal.sentence)]].strip()
        found.append(Offer(input=proposal.input, value=proposal.value, sentence=quote, **vars(terms)))
    return beyond(field, text, found, template)


def _proposals(field: str, text: str, template: Template, today: date) -> list[Proposal]:
    """What the reader of notes finds: persons for any box, numbers and days for those of the field they stand in."""
    key, inputs = field.partition(".")[0], _inputs(template)
    heading = f"{USERS_FIRST}\n" if key == USERS else ""
    found = draft(heading + text, template, today).proposals
    mine = (p for p in found if p.input in inputs and p.sentence in text)
    return [p for p in mine if inputs[p.input].type == "person" or p.input.partition(".")[0] == key]


def beyond(
    field: str, text: str, found: Iterable[Offer], template: Template, taken: Collection[str] = ()
) -> tuple[Offer, ...]:
    """The offers without what is `taken` (has its answer); none when all that is left is the box's own, and can be read."""
    left = tuple(offer for offer in found if offer.input not in taken)
    spec = _inputs(template).get(field)
    readable = spec is not None and not isinstance(read(spec, text), Bad)
    return () if readable and all(offer.input == field for offer in left) else left


def offered(handoff: Handoff, template: Template, today: date) -> Mapping[str, tuple[Offer, ...]]:
    """The offers of a whole handoff, by the box (`key.input`) that the sentence stands in. Notes (context) are left alone."""
    texts = {box: text for spec in template.required() for box, text in _texts(spec.key, handoff.answers.get(spec.key))}
    found = {box: offers(_asked(box, template), text, template, today) for box, text in texts.items()}
    found = {box: list_ for box, list_ in found.items() if list_}
    taken = _answered(handoff, template) - set(found) if found else set()
    return {box: beyond(_asked(box, template), texts[box], list_, template, taken) for box, list_ in found.items()}


def _texts(key: str, answer: Answer | None) -> Iterable[tuple[str, str]]:
    held = ((name, unwrap(raw)[0]) for name, raw in (answer.inputs if answer else {}).items())
    return ((f"{key}.{name}", value) for name, value in held if isinstance(value, str))


def _asked(box: str, template: Template) -> str:
    """What a box is for; a text that stands for the whole field is for the field."""
    return box if box in _inputs(template) else box.partition(".")[0]


def _inputs(template: Template) -> Mapping[str, Input]:
    """The inputs that hold one value, by their full key."""
    return {f"{spec.key}.{i.key}": i for spec in template.required() for i in spec.inputs if i.type in TYPES}


def _answered(handoff: Handoff, template: Template) -> set[str]:
    pairs = ((spec, handoff.answers.get(spec.key)) for spec in template.required())
    parts = ((spec.key, part) for spec, answer in pairs if answer for part in take_apart(spec, answer))
    return {f"{key}.{part.path}" for key, part in parts if part.condition in ("ok", "please_check")}


# --- what is sure enough --------------------------------------------------------------------------------------------


_MARKED = {
    MONTHS[0]: r"<begin>|<grow>|→|->|=>|(?<!\w)(?:from|von|desde)\s+\d|(?<!\w)de\s+\d[\d., ]*\s(?:à|a)\s+\d",
    MONTHS[1]: r"<year>",
}


def _sure(found: Iterable[Proposal], field: str, language: str) -> list[Proposal]:
    """The readings without numbers of users that are in doubt: no time is said, or a number is left over."""
    kept = [placed for proposal in found if (placed := _placed(proposal, field, language))]
    counted = {proposal.value for proposal in kept if proposal.input in MONTHS}
    open_ = any(not _told(p.sentence, counted, language) for p in kept if p.input in MONTHS)
    return [proposal for proposal in kept if not (open_ and proposal.input in MONTHS)]


def _placed(proposal: Proposal, field: str, language: str) -> Proposal | None:
    """A number of users without a time belongs to the month it was written for; elsewhere it is in doubt."""
    marks, said = _MARKED.get(proposal.input), proposal.sentence
    if marks is None or build(marks, language).search(said):
        return proposal
    timed = build("<begin>|<year>|<now>", language).search(said)
    return proposal.model_copy(update={"input": field}) if field in MONTHS and not timed else None


def _told(sentence: str, values: Collection[Any], language: str) -> bool:
    """Is every number of the sentence one that is offered, or a part of a time? "5,000, 6,000 users" says two things."""
    text = sentence
    spans = [(day.start, day.end) for day in days(text, language, date(2000, 1, 1))]
    spans += [*moments(text, language), *(m.span() for m in build("<begin>|<year>", language).finditer(text))]
    for start, end in spans:
        text = blank(text, start, end)
    pieces = build(r"<range_to>|[-–—]", language).split(text)  # a range is two numbers
    return all(number.value in values for piece in pieces for number in numbers(piece, language))


# --- who keeps it, until when, with whom ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Terms:
    """What goes with an assumption, as far as it was said."""

    owner: str = ""
    confirm_by: date | None = None
    confirm_with: str = ""


_LABEL = r"(?:^|(?<=[.,;(\n]))\s*(?:<article>\s+)?<owned>\s*[:=]?\s+(?P<who>[^.,;()\n]{2,60})"
_CUT = r"(?<!\d)[,:]|[,:](?!\d)|[;(–—]|\s-\s|(?<=\s)(?:and|und|et|y)(?=\s)"
_DAY = r"(?:<until>\s+)?(?:<article>\s+)*$"
_WITH = r"(?<!\w)<confirm_with>\s+(?P<who>[^.;,()\n]{2,60}?)(?=\s{2,}|\s+<confirmed>|\s*[.;,()\n]|\s*$)"


def _terms(text: str, language: str, today: date) -> tuple[Terms, str]:
    """The terms of a text, and the text without them (same length)."""
    owner = ""
    for found in build(_LABEL, language).finditer(text):
        owner = _owner(found.group("who"), language) if not owner else ""
        text = blank(text, found.start(), found.end())
    terms = Terms(owner=owner)
    for piece in sentences(text, language):
        start, end = _confirmed(text, piece.start, piece.end, language)
        by, who = _by(text[start:end], language, today)
        if by or who:
            terms = replace(terms, confirm_by=by, confirm_with=who)
            text = blank(text, start, end)
    return terms, text


def _owner(who: str, language: str) -> str:
    who = " ".join(who.split())
    if build(r"^<deal_owner>$", language).match(who):
        return DEAL_OWNER
    return _one(who, language)


def _one(who: str, language: str) -> str:
    """One person or role as written; nothing for two, for nobody, or for what has a number in it."""
    who = " ".join(who.split())
    unclear = names_two(who) or has("or", who, language) or any(character.isdigit() for character in who)
    return who if says_something(who) and not unclear else ""


def _confirmed(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """The clause of a sentence that speaks of confirming: from the break before it on. Empty when none does."""
    found = build("<confirm>", language).search(text[start:end])
    if not found:
        return start, start
    breaks = [cut.end() for cut in re.finditer(_CUT, text[start : start + found.start()])]
    closes = re.search(r"[;)]", text[start + found.end() : end])
    return start + max(breaks, default=0), start + found.end() + closes.start() if closes else end


def _by(clause: str, language: str, today: date) -> tuple[date | None, str]:
    """The one day that is named and not past, and who will confirm it."""
    named = days(clause, language, today) or coming(clause, language, today)
    sure = len(named) == 1 and named[0].value >= today
    for day in named:
        sure = sure and not build(r"<or>\s*$", language).search(clause[: day.start])
        before = build(_DAY, language).search(clause[: day.start])
        clause = blank(clause, before.start() if before else day.start, day.end)
    named_by = (_one(found.group("who"), language) for found in build(_WITH, language).finditer(clause))
    return named[0].value if sure else None, next(filter(None, named_by), "")
