"""When is an answer not there? The template's questions over the coarse boxes, as formulas.

Every formula here is true only where the rules would say *no* as well: a save is never refused for an answer that counts.
The differential test holds both sides together. What no formula can say (a line without a controller, a name among words) is
the service's to find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from connectors.fields import PROPERTIES
from connectors.salesforce import formula as f
from connectors.salesforce.boxes import TEXTS, Box, Boxes
from rules.model import FieldSpec

TODAY_LENIENT = "TODAY() - 1"  # the saver's own day: one more than the account's zone could ask for
FOLLOWED_UP = ("sso", "audit_logs", "data_location", "vendor_review")  # ticks that need a detail before a quote
FOLLOWED_UP_LATER = ("data_handling", "security_approval")  # and these before a contract
RATE_WORDS = ("hour", "stund", "std", "/h", "/ h", "per h", "an h", "a h", "pro h", "je h")
# A number before a word, which may be a count of actions; but not a time span or a size. No ~ stands in the text, so that
# [^~] is any character: a class is read in a loop, where (.|\n)* would use up the stack on a long text.
COUNT = "[^~]*[0-9]k?[^0-9a-z,.:;/~-]+(?!(min|minutes|minuten|kb|mb|gb|tb)([ ,.;)]|$))[^0-9~][^~]*"
PERHAPS_NONE = ("no", "kein", "nichts", "there")  # how a reason may begin that means: there is no deadline
NONE_WORDS = ("none", "no", "nothing", "keine", "kein", "keiner", "keines", "nichts")
MARKS = ("?", "??", "???", "-", "--", "---", "–", ".", "..", "...", "/", "*", "_")  # a text without any letter or digit
LONGEST_LIST = 2200  # characters of words in one formula: it has to hold the gates as well
NOBODY = "nobody_named"  # phrases of this kind count only where a person is asked for


Terms = Iterator[str]


@dataclass(frozen=True)
class Asking:
    """Everything a question's formula is made from."""

    boxes: Boxes
    placeholders: tuple[str, ...]
    vague: Mapping[str, tuple[str, ...]]

    def fills(self, box: Box, people: bool = False) -> Terms:
        """The whole text is a placeholder or a phrase that says too little; a long list is asked for in parts."""
        if box.type not in TEXTS:
            return
        phrases = [phrase for kind, listed in self.vague.items() if people or kind != NOBODY for phrase in listed]
        words = list(dict.fromkeys([*MARKS, *self.placeholders, *phrases]))
        while words:
            sizes = accumulate(len(word) + 1 for word in words)
            count = max(1, sum(size <= LONGEST_LIST for size in sizes))
            yield f.is_one_of(box.field, words[:count])
            words = words[count:]

    def not_assumed_elsewhere(self, part: str) -> str:
        """Sales may give this part in the box of assumptions, by the property's label or name.

        A blank box is asked for first: whether CONTAINS is false or nothing at all on a blank text is not documented.
        """
        notes = self.boxes.get("assumptions", *TEXTS)
        if notes is None:
            return f.FALSE if self.boxes.mapped("assumptions") else f.TRUE
        prop = next((prop for prop in PROPERTIES if prop.part == part), None)
        words = (prop.label.lower(), prop.name.replace("_", " "), prop.name) if prop else ()
        return f.either(notes.blank, f.no(f.mentions(notes.field, *dict.fromkeys(words))))


# --- whose answer it is, and by when ---------------------------------------------------------------------------------


def unknown(boxes: Boxes, field: str) -> str | None:
    """Nobody knows it yet. None where a field has a status of its own, which formulas do not read."""
    return _ticked(boxes, "status.unknown", field)


def confirmed(boxes: Boxes, field: str) -> str | None:
    """The customer said so."""
    return _ticked(boxes, "status.confirmed", field)


def _ticked(boxes: Boxes, part: str, field: str) -> str | None:
    box = boxes.get(part, "checks")
    if boxes.mapped(f"{field}.status") or (box is None and boxes.mapped(part)):
        return None
    return box.ticked(field) if box else f.FALSE


def no_source(boxes: Boxes, field: str) -> str:
    """Nobody is named who said it."""
    own, shared = boxes.get(f"{field}.source", *TEXTS), boxes.get("source", *TEXTS)
    if boxes.mapped(f"{field}.source", "source") and not (own or shared):
        return f.FALSE
    return f.both(*(box.blank for box in (own, shared) if box))


def open_or_late(boxes: Boxes, field: str, with_whom: bool) -> str:
    """No day by which it is settled (or, for an assumption, nobody to settle it with), or the day has passed."""
    days = [box.field for part in (f"{field}.confirm_by", "confirm_by") if (box := boxes.get(part, "date"))]
    if boxes.mapped(f"{field}.confirm_by", "confirm_by") and not days:
        late = f.FALSE
    else:
        day = f"BLANKVALUE({days[0]}, {days[1]})" if len(days) == 2 else (days or [""])[0]
        late = f.either(f.blank(day), f"{day} < {TODAY_LENIENT}") if day else f.TRUE
    return f.either(late, _nobody(boxes, field)) if with_whom else late


def _nobody(boxes: Boxes, field: str) -> str:
    parts = (f"{field}.confirm_with", "confirm_with")
    named = [box for part in parts if (box := boxes.get(part))]
    return f.both(*(box.blank for box in named)) if named else f.FALSE


# --- what is in the boxes --------------------------------------------------------------------------------------------


def _single(asking: Asking, part: str, people: bool = False) -> Terms:
    """One box with one value, which sales may also assume elsewhere."""
    box = asking.boxes.get(part)
    if box:
        yield f.both(box.blank, asking.not_assumed_elsewhere(part))
        yield from asking.fills(box, people)
        if box.type == "number":
            yield f"{box.field} < 0"


def _active_users(asking: Asking) -> Terms:
    yield from _single(asking, "active_users.month_1")
    yield from _single(asking, "active_users.month_12")


def _peak_load(asking: Asking) -> Terms:
    """The rate may stand in the words: "900 report runs, Monday 9:00", "900 runs per hour"."""
    when, rate = asking.boxes.get("peak_load.when", *TEXTS), asking.boxes.get("peak_load.actions_per_hour", "number")
    if not when:
        return
    yield when.blank
    yield from asking.fills(when)
    if rate:
        counted = f'REGEX(SUBSTITUTE(LOWER({when.field}), "~", "-"), {f.literal(COUNT)})'
        yield f.both(rate.blank, f.no(f.either(counted, f.mentions(when.field, *RATE_WORDS))))
        yield f"{rate.field} < 0"


def _data_flow(asking: Asking) -> Terms:
    if flow := asking.boxes.get("data_flow.text", *TEXTS):
        yield flow.blank
        yield from asking.fills(flow)
    yield from _single(asking, "data_flow.data_class")


def _security(asking: Asking) -> Terms:
    """A check-list: nothing ticked and nothing written, “none” beside another tick, a tick without its detail."""
    ticks, detail = asking.boxes.get("security.required", "checks"), asking.boxes.get("security.detail", *TEXTS)
    if not ticks or not detail:
        return
    points = [value for value, _ in ticks.options if value != "none"]
    yield f.both(ticks.blank, detail.blank)
    yield from (f.both(ticks.blank, words) for words in asking.fills(detail))
    yield f.both(ticks.ticked("none"), f.either(no_source(asking.boxes, "security"), ticks.ticked(*points)))
    yield f.both(ticks.ticked(*FOLLOWED_UP), detail.blank)
    yield from (f.both(ticks.ticked(*FOLLOWED_UP), words) for words in asking.fills(detail))


def _later_security(asking: Asking) -> Terms:
    ticks, detail = asking.boxes.get("security.required", "checks"), asking.boxes.get("security.detail", *TEXTS)
    if ticks and detail:
        yield f.both(ticks.ticked(*FOLLOWED_UP_LATER), detail.blank)


def _integrations(asking: Asking) -> Terms:
    if box := asking.boxes.get("integrations.text", *TEXTS):
        yield box.blank
        yield from asking.fills(box)
        yield f.both(f.is_one_of(box.field, NONE_WORDS), no_source(asking.boxes, "integrations"))


def _setup_work(asking: Asking) -> Terms:
    ticks, detail = asking.boxes.get("setup_work.items", "checks"), asking.boxes.get("setup_work.detail", *TEXTS)
    if not ticks or not detail:
        return
    work = [value for value, _ in ticks.options if value != "none"]
    yield f.both(ticks.blank, detail.blank)
    yield from (f.both(ticks.blank, words) for words in asking.fills(detail))
    alone = f.both(ticks.ticked("none"), f.no(ticks.ticked(*work)))
    yield f.both(alone, no_source(asking.boxes, "setup_work"))
    yield f.both(ticks.ticked(*work), detail.blank)
    yield from (f.both(ticks.ticked(*work), words) for words in asking.fills(detail))


def _access(asking: Asking) -> Terms:
    yield from _single(asking, "access.day_one", people=True)
    yield from _single(asking, "access.approver", people=True)


def _launch_window(asking: Asking) -> Terms:
    first, last = asking.boxes.get("launch_window.from", "date"), asking.boxes.get("launch_window.to", "date")
    for part in ("launch_window.from", "launch_window.to", "launch_window.day_one"):
        yield from _single(asking, part)
    if first and last:
        yield f.both(f.no(first.blank), f.no(last.blank), f"{last.field} < {first.field}")


def _hard_deadline(asking: Asking) -> Terms:
    """A date with its reason, or no date and a reason that says that there is none."""
    day, reason = asking.boxes.get("hard_deadline.date", "date"), asking.boxes.get("hard_deadline.reason", *TEXTS)
    if not day or not reason:
        return
    yield reason.blank
    yield from asking.fills(reason)
    yield f.both(day.blank, f.no(f.begins(reason.field, *PERHAPS_NONE)))
    none = f.is_one_of(reason.field, NONE_WORDS)
    yield f.both(day.blank, none, no_source(asking.boxes, "hard_deadline"))


def _scope_approver(asking: Asking) -> Terms:
    yield from _single(asking, "scope_approver.person", people=True)


_CONTENT: Mapping[str, Callable[[Asking], Terms]] = {
    "active_users": _active_users,
    "peak_load": _peak_load,
    "data_flow": _data_flow,
    "security": _security,
    "integrations": _integrations,
    "setup_work": _setup_work,
    "access": _access,
    "launch_window": _launch_window,
    "hard_deadline": _hard_deadline,
    "scope_approver": _scope_approver,
}
_LATER: Mapping[str, Callable[[Asking], Terms]] = {"security": _later_security}


def not_answered(asking: Asking, field: FieldSpec) -> list[str]:
    """The ways in which this field is not answered: each by itself refuses. Empty: nothing can be said in a formula."""
    open_, fact = unknown(asking.boxes, field.key), confirmed(asking.boxes, field.key)
    if open_ is None or fact is None or field.key not in _CONTENT:
        return []
    late_unknown = f.both(open_, open_or_late(asking.boxes, field.key, with_whom=False))
    late_guess = f.both(f.no(fact), open_or_late(asking.boxes, field.key, with_whom=True))
    known = sorted([late_guess, *_CONTENT[field.key](asking)], key=_is_long)  # what is asked most often stands first
    return _said([late_unknown, *(f.both(f.no(open_), term) for term in known)])


def _is_long(term: str) -> bool:
    return len(term) > 1000


def not_answered_later(asking: Asking, field: FieldSpec) -> list[str]:
    """What only the later gates ask of this field."""
    open_ = unknown(asking.boxes, field.key)
    if open_ is None or field.key not in _LATER:
        return []
    return _said(f.both(f.no(open_), term) for term in _LATER[field.key](asking))


def _said(terms: Iterable[str]) -> list[str]:
    return [term for term in terms if term != f.FALSE]
