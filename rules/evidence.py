"""What a clause says that engineering can use: amounts, times, dates, people, systems, places, work.

Each kind of evidence is one small function over a clause. The tags they look for are those of `rules/lexicon`: `people`, `action`,
`object`, `time_unit`, `data_unit`, `uncounted` (nouns after a number), `role`, `title`, `given_name`, `department` (who), `system`,
`kind`, `idp`, `source`, `store`, `flow` (where), `region`, `control`, `auth`, `topic` (security), `work`, `hands` (set-up), `month`,
`weekday`, `clock`, `period`, `window` (when).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rules import evidence_people as who
from rules.clauses import LOOK_AHEAD, ORDINALS, SHORT, Amount, Clause
from rules.spans import AND, TOO_WIDE, too_wide
from rules.tokens import Item

Finder = Callable[[Clause], bool]
ARTICLES = frozenset(("the", "den", "am", "le", "el", "del", "du", "au", "al", "dem", "zum"))
_NO_AMOUNT = frozenset(("ordinal", "times", "numbered", "year", "else", "money", "uncounted"))
_NO_WORK = _NO_AMOUNT - {"uncounted"}  # work is counted in days and customers too
_ABOUT_PEOPLE = ("sole", "role", "given_name", "title", "department", "by", "region", "filler", "system")
_USERS = ("user", "nutzer", "utilisateur", "usuari")


def finds(clause: Clause, *kinds: str) -> bool:
    """Is there evidence of one of these kinds in the clause? Looked for once."""
    return any(_found(clause, kind) for kind in kinds)


def _found(clause: Clause, kind: str) -> bool:
    if kind not in clause.known:
        clause.known[kind] = FINDERS[kind](clause)
    return clause.known[kind]


# --- amounts --------------------------------------------------------------------------------------------------------


def _amounts(clause: Clause) -> tuple[Amount, ...]:
    return () if too_wide(clause) else clause.amounts


def _counts(*units: str) -> Finder:
    return lambda clause: any(amount.counts(*units) for amount in _amounts(clause))


def _named(*units: str) -> Finder:
    """An amount of one of these by name; a bare number does not do."""
    return lambda clause: any(not amount.what.isdisjoint(units) for amount in _amounts(clause))


def _what_is(*names: str) -> Finder:
    return lambda clause: any(not amount.what.isdisjoint(names) for amount in clause.amounts)


def _amount(*units: str) -> Finder:
    """An amount by name; or a bare one that is all that is said, or stands beside a month or a time."""

    def finder(clause: Clause) -> bool:
        near = len(clause.items) <= SHORT or clause.has("month_1", "month_12", "clock", "weekday", "period", "rate")
        paid = any("money" in amount.what for amount in clause.amounts)
        wanted = (*units, "plain") if near and not paid else units
        return not _whole_company(clause) and _named(*wanted)(clause)

    return finder


def _whole_company(clause: Clause) -> bool:
    """ "A company of 3,000", "850 people over 14 sites": its size, unless users are named."""
    others = [
        a
        for other in clause.siblings
        for a in other.amounts
        if not a.what.isdisjoint(("uncounted", "thing", "money", "else"))
    ]
    timed = any(other.has("month_1", "month_12") for other in clause.siblings)
    sized = clause.has("company") or (clause.has("people") and bool(others) and not timed)
    return sized and not any(word in item.text for item in clause.items for word in _USERS)


def _counted_people(clause: Clause) -> bool:
    """ "40 nurses", "63 Lehrkräfte"; not "4 guys", "5 of them", "2,400 people in 9 plants"."""
    return not _whole_company(clause) and any(
        not amount.what.isdisjoint(("people", "thing", "plain")) and _is_group(_noun_behind(clause, amount))
        for amount in clause.amounts
    )


def _noun_behind(clause: Clause, amount: Amount) -> Item | None:
    following = clause.items[amount.place + 1 : amount.place + 1 + LOOK_AHEAD]
    return next((item for item in following if item.unknown or item.has("people", "department", "nobody")), None)


def _is_group(noun: Item | None) -> bool:
    return noun is not None and (noun.has("people") or not noun.has("nobody", "someone"))


def _rate(clause: Clause) -> bool:
    paced = clause.has("rate") or _what_is("rate")(clause)
    return paced and _counts("people", "action", "object", "rate", "data_unit")(clause)


# --- time -----------------------------------------------------------------------------------------------------------


def _day(clause: Clause) -> bool:
    written = any(item.kind == "date" and not item.text.startswith(("24/7", "0/")) for item in clause.items)
    return not clause.has("occasion") and (written or _what_is("date")(clause))


def _dotted(clause: Clause) -> bool:
    """Where a date is asked for: "15.9", "the 12th", "am 12."."""
    return not clause.has("occasion") and any(_as_day(clause, amount) for amount in clause.amounts)


def _as_day(clause: Clause, amount: Amount) -> bool:
    day, _, month = clause.items[amount.place].text.partition(".")
    if month:
        return 0 < int(day) < 32 and len(month) < 3 and 0 < int(month) < 13
    behind = clause.items[amount.place + 1 :]
    last = not behind or (len(behind) == 1 and behind[0].text in ORDINALS)
    return last and 0 < amount.value < 32 and clause.at(amount.place - 1).text in ARTICLES


def _month(clause: Clause) -> bool:
    """A month by name. "May" and "mar" are other words too, unless something marks them as a month."""
    places = [place for place, item in enumerate(clause.items) if item.has("month")]
    return not clause.has("occasion") and any(_is_month(clause, place) for place in places)


def _is_month(clause: Clause, place: int) -> bool:
    near = (clause.at(place - 1), clause.at(place + 1))
    marked = any(item.has("window", "edge", "within", "due") or item.kind == "number" for item in near)
    return marked or len(clause.items[place].tags) == 1 or place == len(clause.items) - 1


def _relative(clause: Clause) -> bool:
    """ "within 6 weeks", "in drei Wochen", "six weeks after signature"."""
    spans = [amount for amount in clause.amounts if "time_unit" in amount.what]
    planned = clause.has("milestone") or any(item.text == "+" for item in clause.items)
    return bool(spans) and (planned or any(_within(clause, span) for span in spans))


def _within(clause: Clause, span: Amount) -> bool:
    beside = (*clause.items[max(0, span.place - 2) : span.place], clause.at(span.place + 2))
    return any(item.has("within") for item in beside)


def _clock(clause: Clause) -> bool:
    named = any(item.kind == "time" or (item.has("clock") and len(item.text) > 3) for item in clause.items)
    return named or _what_is("clock")(clause)


def _quarter(clause: Clause) -> bool:
    """One quarter, or two; "Q1, Q2, Q3" is a year."""
    every = [item for other in clause.siblings for item in other.items if item.has("quarter_no")]
    return len(every) < TOO_WIDE and _what_is("quarter")(clause)


# --- people ---------------------------------------------------------------------------------------------------------


def _placed_person(clause: Clause) -> bool:
    """A person as the answer itself, not the one who said or did something about it."""
    return (clause.has("approve") or len(clause.items) <= SHORT) and finds(clause, "person")


def _approver(clause: Clause) -> bool:
    """Somebody named as the one who approves: with the verb, or with hardly anything else."""
    others = sum(not item.unknown and not item.has(*_ABOUT_PEOPLE) for item in clause.items)
    placed = clause.has("approve") or (clause.novel <= 3 and others <= 2)
    return placed and not clause.has("company_form") and finds(clause, "person", "role")


# --- systems, work --------------------------------------------------------------------------------------------------


def _tagged(*tags: str) -> Finder:
    return lambda clause: clause.has(*tags)


def _kind(*kinds: str) -> Finder:
    return lambda clause: any(item.kind in kinds for item in clause.items)


def _placed_name(clause: Clause) -> bool:
    """An unknown word where a system's name would stand: alone, or right behind "with", "from", "to"."""
    if len(clause.items) <= 3:
        return clause.novel > 0
    must = any(item.has("yes") for item in clause.items[1:4]) and len(clause.items) <= SHORT + 3
    first = clause.items[1] if clause.items[0].text in ARTICLES and len(clause.items) > 1 else clause.items[0]
    return (must and first.unknown) or any(
        item.unknown and before.has("by", "into", "from") for before, item in clause.pairs()
    )


def _connected(clause: Clause) -> bool:
    """ "Klopotek has to be connected before we start": what is connected has a name that nobody here knows."""
    return clause.has("connect") and clause.novel > 0 and not clause.has("quantity", "each", "nobody", "adjective")


def _each(clause: Clause) -> bool:
    """ "every refund", "jede Kreditentscheidung": a kind of event by its name."""
    pairs = ((before, item) for before, item in clause.pairs() if before.has("each") and item.kind == "word")
    return any(not item.has("filler", "adjective", "nobody") for _, item in pairs)


def _busy_when(clause: Clause) -> bool:
    """ "Friday afternoons when the crews hand in their sheets", "on the 5th when tenants upload": a time, and what happens then."""
    timed = clause.has("weekday", "period") or any("date" in amount.what for amount in clause.amounts)
    return timed and clause.has("once") and clause.novel > 0


def _group_first(clause: Clause) -> bool:
    """ "The accounts team from the first morning": people, and that they come first."""
    people = clause.has("role", "people") or who.group(clause)
    label = clause.siblings[0]
    headed = label is not clause and label.has("day_one") and len(label.items) <= 3
    return (clause.has("day_one") and people) or (headed and (people or clause.novel > 0))


TEAMS = ("team", "teams", "equipe", "equipes", "equipo", "mannschaft", "crew", "turno", "brigade", "poste", "schicht")


def _team_of(clause: Clause) -> bool:
    """ "L'équipe de brassage", "the delivery team": a team with a name of its own."""
    return clause.novel > 0 and any(item.text in TEAMS for item in clause.items)


def _must_work(clause: Clause) -> bool:
    """ "Ticket scanning has to work from the first minute"."""
    return clause.has("yes") and clause.has("day_one") and len(clause.items) > SHORT - 1


def _who_when(clause: Clause) -> bool:
    """ "Who okayed it, when": what is to be recorded, as questions that nobody asks."""
    asks = clause.items[0].has("question") and clause.items[0].text not in ("que", "qu")
    both = any(one.text in AND and two.has("question") for one, two in clause.pairs())
    both = both or _several(clause, "question")
    return (asks or both) and len(clause.items) > 1 and not clause.asked


def _several(clause: Clause, *tags: str) -> bool:
    return sum(item.has(*tags) for item in clause.items) > 1


FINDERS: Mapping[str, Finder] = {
    "users": _amount("people"),
    "actions": lambda clause: (
        _amount("people", "action", "rate")(clause) or (clause.has("rate") and _named("data_unit")(clause))
    ),
    "any_users": lambda clause: not _whole_company(clause) and _counts("people")(clause),
    "company_size": lambda clause: _whole_company(clause) and _counts("people")(clause),
    "any_actions": _counts("people", "action", "rate"),
    "rate": _rate,
    "objects": _named("object"),
    "things": _named("thing"),
    "paced": lambda clause: clause.has("rate") and _named("thing")(clause),
    "counted_people": _counted_people,
    "number": lambda clause: any(amount.what.isdisjoint(_NO_AMOUNT) for amount in clause.amounts),
    "factor": lambda clause: clause.has("factor") and bool(clause.amounts),
    "duration": _what_is("time_unit"),
    "lead": lambda clause: _what_is("time_unit")(clause) and not clause.has("no_lead"),
    "clock": _clock,
    "weekday": _tagged("weekday"),
    "period": _tagged("period"),
    "busy_time": lambda clause: clause.has("weekday", "period") and clause.has("action"),
    "precise_time": lambda clause: clause.has("weekday") and (clause.has("period") or finds(clause, "clock")),
    "day": _day,
    "dotted": _dotted,
    "month": _month,
    "week": _what_is("week"),
    "quarter": _quarter,
    "window": _tagged("window"),
    "relative": _relative,
    "until": lambda clause: clause.novel > 0 and clause.has("due", "within"),
    "month_1": _tagged("month_1"),
    "month_12": _tagged("month_12"),
    "person": who.person,
    "placed_person": _placed_person,
    "role": who.role,
    "noun_role": who.noun_role,
    "approver": _approver,
    "name": who.name,
    "one_word": lambda clause: len(clause.items) == 1 and clause.novel == 1,
    "group": who.group,
    "group_number": lambda clause: clause.has("department") and _counts("people", "action", "object")(clause),
    "novel": lambda clause: clause.novel > 0 and len(clause.items) <= SHORT and not clause.items[0].has("neg"),
    "system": _tagged("system", "idp"),
    "placed_name": _placed_name,
    "connected": _connected,
    "kind": _tagged("kind"),
    "idp": _tagged("idp"),
    "auth": _tagged("auth"),
    "source": _tagged("source", "kind", "system"),
    "sources": lambda clause: _several(clause, "source", "kind", "system", "store"),
    "store": _tagged("store"),
    "stored": lambda clause: clause.has("store") and clause.novel > 0,
    "from": _tagged("from"),
    "into": lambda clause: clause.has("into") or _kind("arrow")(clause),
    "arrow": _kind("arrow"),
    "flow": _tagged("flow"),
    "day_one": _tagged("day_one"),
    "stage": _tagged("stage"),
    "topic": _tagged("topic"),
    "control": _tagged("control", "auth", "idp"),
    "each": _each,
    "who_when": _who_when,
    "team_of": _team_of,
    "must_work": _must_work,
    "busy_when": _busy_when,
    "some_time": lambda clause: (
        clause.has("weekday", "period", "month", "clock") or any("date" in a.what for a in clause.amounts)
    ),
    "action": _tagged("action"),
    "department": _tagged("department"),
    "forbidden": lambda clause: clause.has("neg", "sole") and clause.novel > 0,
    "group_first": _group_first,
    "event": _tagged("event"),
    "region": _tagged("region"),
    "address": _kind("address"),
    "work": _tagged("work"),
    "work_amount": lambda clause: clause.has("work") and any(a.what.isdisjoint(_NO_WORK) for a in clause.amounts),
    "work_hands": lambda clause: clause.has("work") and (clause.has("hands") or _several(clause, "work", "object")),
    "things_by": lambda clause: clause.has("hands", "work") and finds(clause, "things"),
    "hands": _tagged("hands"),
}
