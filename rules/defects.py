"""What is wrong with an answer that says nothing of what is asked: the kinds of defect, and whether to refuse or to have a look."""

from __future__ import annotations

from collections.abc import Callable

from rules.spans import alternative, left_open, too_wide
from rules.tokens import Item, Wording
from rules.weighing import TIMING, VOID, WEAKENING, Reading, Weighed

_OFF_TOPIC = {
    "no_group": ("premises",),
    "no_region": ("seat",),
    "no_time": ("occasion", "contract"),
    "no_number": ("occasion",),
}
_KINDS: tuple[tuple[str, Callable[[Reading], bool]], ...] = (
    ("ops_words", lambda r: r.tagged("ops")),
    ("wide_range", lambda r: any(map(too_wide, r.clauses))),
    ("another_deal", lambda r: r.tagged("another_deal")),
    ("elsewhere", lambda r: r.tagged("elsewhere")),
    ("elsewhere", lambda r: any(c.items[0].has("ask_them") for c in r.clauses)),
    ("put_off", lambda r: r.tagged("put_off")),
    ("open_question", lambda r: r.tagged("unknown") or bool(r.wording.asked)),
    ("alternative", lambda r: r.need.single and any(alternative(c) or left_open(c) for c in r.clauses)),
    ("nobody_named", lambda r: r.need.people and r.tagged("someone", "nobody")),
    ("put_off", lambda r: r.tagged("delay", "stage", "milestone") or (r.need.lack == "no_time" and r.tagged("once"))),
    ("elsewhere", lambda r: r.need.people and any(c.items[0].has("pointing") for c in r.clauses)),
    ("off_topic", lambda r: r.tagged("aside", *_OFF_TOPIC.get(r.need.lack, ()))),
    ("feeling", lambda r: r.tagged("feeling")),
    (
        "adjective",
        lambda r: r.tagged("adjective", "quantity", "nothing_much") or (r.need.lack != "no_time" and r.tagged("soon")),
    ),
    ("open_question", lambda r: r.need.people and any(c.items[-1].has("question") for c in r.clauses)),
    ("hedge", lambda r: r.tagged("hedge")),
    ("elsewhere", lambda r: r.tagged("mentioned")),
    ("another_deal", lambda r: r.tagged("likening")),
)
# Where evidence is easy to see, its absence is a verdict.
CLEAR_LACKS = ("no_number", "no_name", "no_system", "no_group", "no_time", "no_work")
SHORT_LACKS = (
    "no_number",
    "no_name",
    "no_group",
    "no_time",
)  # but a short answer may say it in words nobody here knows
LONG_ANSWER = 12  # words: more without any evidence is a story
SHORT_ANSWER = range(5, 9)  # words
ENOUGH_NOVEL = 2  # words nobody knows, before a text without any defect is worth a look


def without_evidence(reading: Reading) -> Weighed:
    """No evidence: say what is wrong with it, or have a look where nothing is."""
    kinds = tuple(dict.fromkeys(kind for kind, holds in _KINDS if holds(reading)))
    if not kinds and _may_be_exact(reading):
        return Weighed("please_check", ("unsure",))
    return Weighed("vague", (*kinds[:2], reading.need.lack), _words(reading.wording, kinds[0]) if kinds else "")


def _may_be_exact(reading: Reading) -> bool:
    """Nothing is wrong with it, and it holds words that nobody here knows: they may be what is asked for."""
    need, length = reading.need, len(reading.wording.items)
    novel = sum(clause.novel for clause in reading.clauses)
    if need.lack in SHORT_LACKS and length in SHORT_ANSWER and novel:
        return True
    hinted = not need.hints or reading.found(*need.hints)
    return need.lack not in CLEAR_LACKS and hinted and novel >= ENOUGH_NOVEL and length <= LONG_ANSWER


_TAGS = {
    "ops_words": ("ops",),
    "another_deal": ("another_deal", "likening"),
    "elsewhere": ("elsewhere", "mentioned", "pointing", "ask_them"),
    "put_off": ("put_off", "delay", "stage", "milestone", "once"),
    "open_question": ("unknown", "question"),
    "nobody_named": ("someone", "nobody"),
    "feeling": ("feeling",),
    "adjective": ("adjective", "quantity", "nothing_much", "soon"),
    "hedge": ("hedge",),
    "off_topic": ("aside", "seat", "occasion", "contract"),
}


def _words(wording: Wording, kind: str) -> str:
    """The first words of the text that make it one of this kind."""
    return next((item.text for item in wording.items if item.has(*_TAGS.get(kind, ()))), "")


_LOOSE = {
    "unknown": "open_question",
    "ops": "ops_words",
    "quantity": "adjective",
    "soon": "adjective",
    "nothing_much": "adjective",
    "delay": "put_off",
    "stage": "put_off",
    "milestone": "put_off",
    "mentioned": "elsewhere",
    "likening": "another_deal",
}
_SAYS_LITTLE = frozenset(
    (*VOID, *TIMING, *WEAKENING, "filler", "neg", "uncounted", "nobody", "someone", "or", "to", "at", "by", "due", "within",
     "yes", "question", "each", "once", "none", "from", "into", "day_one", "growth", "swing")
)  # fmt: skip


FACTS = frozenset(
    ("system", "region", "month", "control", "work", "money", "kind", "source", "store", "aside", "auth", "idp", "past", "seat")
)  # fmt: skip


def weigh_loosely(wording: Wording) -> Weighed:
    """A field that only asks for something to be said: vague phrases count where they are nearly the whole text."""
    saying = sum(map(_says_something, wording.items))
    if any(item.has("feeling") for item in wording.items) and not any(item.has(*FACTS) for item in wording.items):
        return Weighed("vague", ("feeling",), _words(wording, "feeling"))
    defects = [tag for tag in (*VOID, *TIMING, *WEAKENING) if any(item.has(tag) for item in wording.items)]
    pointing = defects[:1] == ["elsewhere"] and saying < ENOUGH_NOVEL
    if not defects or (saying and not pointing):
        return Weighed("answered")
    kind = _LOOSE.get(defects[0], defects[0])
    return Weighed("vague", (kind,), _words(wording, kind))


def _says_something(item: Item) -> bool:
    return item.kind != "word" or item.unknown or not item.tags <= _SAYS_LITTLE
