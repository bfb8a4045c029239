"""Evidence weighed against defects: one text, one field, one verdict."""

from __future__ import annotations

from rules.clauses import SHORT, Clause, clauses_of
from rules.defects import weigh_loosely, without_evidence
from rules.evidence import finds
from rules.needs import Need
from rules.signs import weight
from rules.spans import alternative, left_open
from rules.tokens import Wording
from rules.weighing import ELSEWHERE, OPEN, TIMING, VOID, WEAKENING, Reading, Verdict, Weighed

__all__ = ["Verdict", "Weighed", "weigh", "weigh_loosely"]
DATES = ("day", "week", "weekday", "month", "relative")
SURE = 100  # hundredths of what speaks for a refusal: almost three to one


def weigh(field: str, need: Need, wording: Wording) -> Weighed:
    """The verdict on a text that is no placeholder: what the rules say, and a second look at all that was seen."""
    reading = Reading(need, wording, clauses_of(wording))
    found = by_rules(reading)
    if weight(field, reading, found) > SURE:
        return found if found.verdict == "vague" else _about_something_else(reading)
    return Weighed("please_check", ("unsure",)) if found.verdict == "vague" else found


def _about_something_else(reading: Reading) -> Weighed:
    """Something is said in it, but not what is asked."""
    told = without_evidence(reading)
    kinds = tuple(kind for kind in told.kinds if not kind.startswith(("no_", "unsure")))
    return Weighed("vague", kinds or ("off_topic",), told.words)


def by_rules(reading: Reading) -> Weighed:
    """What the rules say of it."""
    judges = (_known_later, _none_first, _evident, _partly, _doubtful, _nothing, _stated)
    return next((weighed for judge in judges if (weighed := judge(reading))), None) or without_evidence(reading)


# --- what counts ----------------------------------------------------------------------------------------------------


def _evident(reading: Reading) -> Weighed | None:
    if _how_many(reading):
        return None
    counting = [clause for clause in reading.clauses if _counts(reading, clause)]
    if not counting:
        return None
    standing = [clause for clause in reading.clauses if not reading.voided(clause) or clause in counting]
    open_ = _open(reading, standing)
    return Weighed("incomplete", open_) if open_ else Weighed("answered")


def _how_many(reading: Reading) -> bool:
    """ "4,300 on the payroll, how many of them nobody could say": the number that is asked for is the one that is not known."""
    if "month_12" not in reading.need.asks or reading.tagged("month_1", "month_12"):
        return False
    return any(
        clause.has(*OPEN) and any(item.text.startswith(HOW_MANY) for item in clause.items) for clause in reading.clauses
    )


def _counts(reading: Reading, clause: Clause) -> bool:
    need = reading.need
    if reading.voided(clause) or _of_the_past(need, clause):
        return False
    return finds(clause, *need.hard, *need.firm) or (finds(clause, *need.weak) and _fair(reading, clause))


def _of_the_past(need: Need, clause: Clause) -> bool:
    """What was, or is since long: no date to come, no load to carry; but people may have said something then."""
    told = clause.has("said", "none", "approve", "yes", "month_1", "month_12", "within")
    if need.lack == "no_time" and not clause.has("past") and _only_dates(clause):
        before = [other for other in clause.siblings if other.items[0].start < clause.items[0].start]
        return bool(before) and before[-1].has("past")
    return clause.has("past") and (need.lack == "no_time" or not told)


def _only_dates(clause: Clause) -> bool:
    """ "then 1 June" behind "it was to be 1 March"."""
    return all(
        item.kind != "word" or item.has("month", "weekday", "filler", "growth", "to", "each") for item in clause.items
    )


def _fair(reading: Reading, clause: Clause) -> bool:
    """Nothing in its sentence speaks against it."""
    spoiled = any(reading.voided(other) or reading.weakened(other) for other in clause.siblings)
    return not spoiled and not reading.nameless(clause)


def _open(reading: Reading, clauses: list[Clause]) -> tuple[str, ...]:
    """The sub-questions that nothing in these clauses closes."""
    asks = reading.need.asks
    if "month_12" in asks:
        return _open_months(reading, clauses)
    if reading.need.single and reading.need.people and _two_people(reading, clauses):
        return ("one_person",)
    if "window" in asks and not reading.found(*asks["window"], *reading.need.firm, "window", "weekday", within=clauses):
        return ("window",)
    if "works" in asks or "reason" in asks:
        return () if _beside_the_date(clauses) else tuple(ask for ask, kinds in asks.items() if not kinds)
    return tuple(ask for ask, kinds in asks.items() if not reading.found(*kinds, within=clauses))


def _open_months(reading: Reading, clauses: list[Clause]) -> tuple[str, ...]:
    amounts = [a for clause in clauses for a in clause.amounts if a.counts("people")]
    machines = reading.found("rate", within=clauses) and reading.tagged("none", "neg")
    if (
        len(amounts) > 1
        or machines
        or (reading.found("month_1", within=clauses) and reading.found("month_12", within=clauses))
    ):
        return ()
    return ("month_1",) if reading.found("month_12", within=clauses) else ("month_12",)


def _two_people(reading: Reading, clauses: list[Clause]) -> bool:
    """Two people side by side where one is asked for; "approves SSO and … signs off" shares the work instead."""
    for clause in clauses:
        named = [place for place, item in enumerate(clause.items) if item.has("given_name", "title")]
        linked = any(item.text in ("and", "und", "et", "y", "&") for item in clause.items)
        if linked and len(named) > 1 and named[-1] - named[0] < 5:
            return True
    return False


_TIMED = (
    "month", "weekday", "number", "window", "edge", "within", "due", "to", "filler", "week_no", "quarter_no", "range", "neg",
)  # fmt: skip


def _beside_the_date(clauses: list[Clause]) -> bool:
    """Does it say more than the date: what has to work, or why that day?"""
    return any(
        item.kind == "word" and len(item.text) > 2 and not item.has(*_TIMED)
        for clause in clauses
        for item in clause.items
    )


HOW_MANY = ("how many", "wie viel", "wieviel", "combien", "cuant")
LOOSE_KINDS = {"kind", "company_size"}  # "their ERP": a kind of thing alone is no part of an answer
FEW_NOVEL, MANY_NOVEL = 2, 6  # words nobody knows: more is a story


def _partly(reading: Reading) -> Weighed | None:
    """ "40 clerks to start with, nobody knows how many later": a part is open, and what stands beside it is something."""
    open_ = [clause for clause in reading.clauses if clause.has(*OPEN) or clause.asked]
    beside = [clause for clause in reading.clauses if clause not in open_ and _stands(reading, clause)]
    if not open_ or not beside or _all_open(reading, open_):
        return None
    return _named_part(reading, beside) or _likely_part(reading, open_, beside)


def _stands(reading: Reading, clause: Clause) -> bool:
    """Is it about the question, and not of the past?"""
    return not clause.has(*ELSEWHERE) and not _of_the_past(reading.need, clause)


def _all_open(reading: Reading, open_: list[Clause]) -> bool:
    """Does what is open take the whole answer with it?"""
    need, clauses = reading.need, reading.clauses
    if _how_many(reading) or reading.tagged("another_deal", "elsewhere", "ops"):
        return True
    if need.lack == "no_name" and clauses[0] in open_:
        return True
    swings = sum(clause.items[0].has("either") for clause in clauses) > 1
    return need.single and (swings or any(alternative(clause) or left_open(clause) for clause in clauses))


def _named_part(reading: Reading, beside: list[Clause]) -> Weighed | None:
    """Evidence, a state, or when it is needed, beside the open part."""
    need = reading.need
    named = {*need.hard, *need.firm, *need.weak, *need.doubt, *need.part} - LOOSE_KINDS
    if reading.found(*named, within=beside):
        return Weighed("incomplete", _open(reading, beside) or ("detail",))
    stated = need.state and any(clause.has("yes") for clause in beside)
    timed = "needed" in need.asks and any(clause.has("day_one") for clause in beside)
    return Weighed("incomplete", tuple(need.asks)[-1:]) if stated or timed else None


def _likely_part(reading: Reading, open_: list[Clause], beside: list[Clause]) -> Weighed | None:
    """Words that nobody knows beside the open part: they may be what was asked for."""
    need, novel = reading.need, sum(clause.novel for clause in beside)
    flowing = "source" in need.asks and any(clause.has("from", "into") and clause.novel for clause in beside)
    told = any(clause.has("unknown") for clause in open_) and not any(clause.has("feeling") for clause in beside)
    few = 0 < novel <= (FEW_NOVEL + 1 if need.state or need.none else FEW_NOVEL)
    asks = len(need.asks) > 1 or "works" in need.asks or need.state
    fits = few and asks and (not need.people or need.state) and need.lack != "no_number"
    likely = flowing or (told and 0 < novel <= MANY_NOVEL) or fits
    return Weighed("please_check", ("unsure",)) if likely else None


def _doubtful(reading: Reading) -> Weighed | None:
    """Amounts beside words that void them, and what is worth a look where nothing voids it: somebody should see.

    Of the past, only where hardly anything else is said: "was 12 March".
    """
    need = reading.need
    unsure = any(
        finds(clause, *need.hard) or (finds(clause, *need.doubt) and _fair(reading, clause))
        for clause in reading.clauses
        if not clause.has("aside", "seat")
        and not (_of_the_past(need, clause) and len(reading.wording.items) > SHORT)
        and not (finds(clause, "company_size") and need.lack == "no_number")
        and not (need.people and clause.has("company_form"))
    )
    return Weighed("please_check", ("unsure",)) if unsure else None


# --- not known yet, none, required ----------------------------------------------------------------------------------


def _known_later(reading: Reading) -> Weighed | None:
    """An honest unknown: who answers it, and by when."""
    open_ = reading.tagged("unknown", "put_off", "delay", "reply") or bool(reading.wording.asked)
    if not open_ or not _dated(reading) or not _answerer(reading):
        return None
    settled = any(_counts(reading, clause) for clause in reading.clauses) and not reading.tagged("unknown", "put_off")
    return None if settled and not reading.need.people else Weighed("answered", ("unknown_by",))


def _dated(reading: Reading) -> bool:
    return any(_due(clause) for clause in reading.clauses) and (reading.tagged("reply") or reading.tagged("due"))


def _due(clause: Clause) -> bool:
    return finds(clause, "day", "week", "relative") or (clause.has("due") and finds(clause, *DATES))


def _answerer(reading: Reading) -> bool:
    return reading.found("person", "role", "name") or any(_replies(clause) for clause in reading.clauses)


def _replies(clause: Clause) -> bool:
    """An unknown word shortly before "tells us", "confirms", or right behind it: most likely a name."""
    places = [place for place, item in enumerate(clause.items) if item.has("reply")]
    return any(clause.at(place + step).unknown for place in places for step in (-5, -4, -3, -2, -1, 1))


def _nothing(reading: Reading) -> Weighed | None:
    """ "None": an answer where somebody said so; open where nobody did; a guess where it is hedged."""
    little = reading.tagged("nothing_much")
    if not reading.need.none or not (little or any(_says_none(reading, clause) for clause in reading.clauses)):
        return None
    if reading.found("person", "role") or (reading.tagged("said") and reading.found("day", "name", "weekday")):
        return Weighed("answered", ("none_stated",))
    return None if little or reading.tagged("hedge") else Weighed("incomplete", ("who_said",))


def _none_first(reading: Reading) -> Weighed | None:
    """ "None, says Ms Weber": what follows tells who said so, unless it is evidence of its own."""
    first = reading.clauses[0]
    evident = reading.found(*reading.need.hard, *reading.need.firm, within=reading.clauses[1:])
    alone = len(first.items) <= 3 and first.items[0].has("none", "nay")
    return _nothing(reading) if alone and len(reading.clauses) > 1 and not evident else None


def _says_none(reading: Reading, clause: Clause) -> bool:
    """A longer phrase says so anywhere; a single word only at the beginning, or almost alone."""
    if clause.has(*VOID, "feeling"):
        return False
    if clause.has("nay") and all(item.has("nay", "filler") for item in clause.items):
        return True
    places = [place for place, item in enumerate(clause.items) if item.has("none")]
    first = bool(places) and places[0] == 0 and clause.at(1).text not in _RELATIVE and len(clause.items) <= SHORT
    return first or any(" " in clause.items[place].text or len(clause.items) < 3 for place in places)


_RELATIVE = frozenset(("that", "which", "who", "was", "qui", "que", "qu"))


def _stated(reading: Reading) -> Weighed | None:
    """ "Required": a state, whose details are open."""
    sure = not reading.tagged(*VOID, *TIMING, *WEAKENING, "neg")
    if reading.need.state and sure and any(clause.items[0].has("yes") for clause in reading.clauses):
        return Weighed("incomplete", ("detail",))
    return None
