"""One answer in one field as its clauses, and what each clause is worth.

Per clause: words that *void* it (put off, points elsewhere or at another deal, not known, about something else) take names and
adjectives out of the count; words that only *weaken* (an adjective, a feeling, a hedge) decide where nothing firm stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rules.clauses import Clause
from rules.evidence import finds
from rules.needs import Need
from rules.spans import alternative, left_open
from rules.tokens import Wording

Verdict = Literal["missing", "vague", "incomplete", "answered", "please_check"]
VOID = ("another_deal", "elsewhere", "put_off", "unknown", "ops")
OPEN = ("unknown", "put_off", "delay")  # words that leave a question open; what else the text says may stand
TIMING = ("stage", "milestone", "soon", "nothing_much")
ELSEWHERE = ("another_deal", "elsewhere", "ops", "aside", "about_else", "occasion", "company", "seat")
LISTED = 12  # items; a longer clause with an "or" is no item of a list
WEAKENING = ("adjective", "quantity", "feeling", "hedge", "delay", "mentioned", "likening", "nothing_much")


@dataclass(frozen=True)
class Weighed:
    """A verdict and the kinds behind it: defects, or sub-questions still open. `words`: what the first kind is about."""

    verdict: Verdict
    kinds: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Reading:
    """One answer in one field, as its clauses."""

    need: Need
    wording: Wording
    clauses: tuple[Clause, ...]

    def tagged(self, *tags: str) -> bool:
        return any(clause.has(*tags) for clause in self.clauses)

    def found(self, *kinds: str, within: Iterable[Clause] | None = None) -> bool:
        return any(finds(clause, *kinds) for clause in (self.clauses if within is None else within))

    def voided(self, clause: Clause) -> bool:
        """Does something in the clause, or around it, say that its names and words answer nothing?"""
        unsettled = self.need.single and self._undecided(clause)
        return self._taken_back(clause) or self._off_topic(clause) or self._not_them(clause) or unsettled

    def _taken_back(self, clause: Clause) -> bool:
        """Put off, not known, asked; "later" where later is no answer."""
        then = clause.has("stage") or (clause.has("milestone") and not finds(clause, "relative"))
        asks = clause.items[0].has("ask_them")
        return clause.has(*VOID) or clause.asked or asks or (then and not self.need.staged)

    def _off_topic(self, clause: Clause) -> bool:
        """Dates of the contract, money, where the customer's offices are: something else than this field asks for."""
        need = self.need
        if need.state and finds(clause, "who_when"):
            return False
        if clause.has("aside") or (need.lack in ("no_number", "no_time") and clause.has("occasion")):
            return True
        if need.lack == "no_group" and any(other.has("premises") for other in clause.siblings):
            return True
        if need.lack == "no_region":
            return any(other.has("seat") for other in clause.siblings)
        if "works" in need.asks and self._of_the_contract(clause):
            return True
        if need.lack == "no_time" and not need.state and self._of_the_offer(clause):
            return True
        kept = need.state and clause.has("contract") and not clause.has("event", "control")
        return need.lack == "no_time" and (kept or any("money" in amount.what for amount in clause.amounts))

    def _not_them(self, clause: Clause) -> bool:
        """People are named, but not as the ones who are asked for."""
        if not self.need.people:
            return False
        many = self.need.lack == "no_name" and not self.need.state and self._many(clause)
        return many or self._talked_of(clause) or self._nobody(clause)

    def _nobody(self, clause: Clause) -> bool:
        """ "Someone from …", "ask Jo", "Karl knows who"."""
        decides = clause.has("approve") and finds(clause, "person")
        hidden = not decides and any(other.has("someone") for other in clause.siblings)
        return hidden or clause.items[0].has("pointing") or clause.items[-1].has("question")

    def _many(self, clause: Clause) -> bool:
        """ "The board, 12 members": a number of people beside a name where one person is asked for."""
        counted = (a for other in self.clauses for a in other.amounts if a.counts("people", "thing"))
        return any(amount.value > 1 for amount in counted) and not clause.has("approve")

    def _of_the_contract(self, clause: Clause) -> bool:
        """Dates beside the contract are its own, unless the clause speaks of the start."""
        if finds(clause, "must_work"):
            return False
        beside = any(other.has("contract", "event") for other in clause.siblings)
        started = clause.has("day_one", "month_1", "edge", "window", "to")
        return clause.has("contract", "event") or (beside and not started)

    def _of_the_offer(self, clause: Clause) -> bool:
        """ "Offer valid until …, order expected by …": dates beside those of an offer."""
        beside = any(other.has("occasion") for other in clause.siblings)
        return (
            beside
            and not clause.has("day_one", "month_1", "window", "to", "approve")
            and not finds(clause, "must_work")
        )

    def _talked_of(self, clause: Clause) -> bool:
        """Somebody is named, in a text that puts the question off, and not as the one who decides or comes first."""
        off = any(other.has("put_off", "delay") for other in self.clauses if other is not clause)
        return off and not clause.has("approve", "role", "department", "people", "day_one", "month_1", "reply")

    def _undecided(self, clause: Clause) -> bool:
        """ "Dana or Jo", unless somebody said that both will do."""
        open_ = alternative(clause) or any(map(left_open, clause.siblings))
        listed = self.need.people and any(
            alternative(other) and len(other.items) <= LISTED for other in clause.siblings
        )
        open_ = open_ or listed or sum(other.has("swing") for other in self.clauses) > 1
        open_ = open_ or any(other.has("either") and alternative(other) for other in self.clauses)
        return open_ and not self.tagged("said", *self.need.bounded)

    def weakened(self, clause: Clause) -> bool:
        """Does the clause say something vague beside?"""
        soon = clause.has("soon") and not self.need.staged
        return clause.has(*WEAKENING) or soon or (self.need.lack == "no_time" and clause.has("once"))

    def nameless(self, clause: Clause) -> bool:
        """ "Their IT people", "the board": people, but nobody in particular."""
        named = clause.has("department") or finds(clause, "team_of", "person")
        return self.need.people and clause.has("nobody") and not named
