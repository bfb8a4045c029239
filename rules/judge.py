"""The one door through which free text is judged.

`judge(field, text)` says whether a text counts: today by presence, placeholders and a first phrase list.
A phrase decides only where no number stands beside it: "normal load is 400 requests a second" is an answer.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from rules.model import Frozen
from rules.phrases import NOBODY, PEOPLE_ONLY, PLACEHOLDERS, VAGUE

Verdict = Literal["missing", "vague", "answered"]
PERSON_FIELDS = (
    "access.approver",
    "access.day_one",
    "scope_approver",
    "scope_approver.person",
    "security.customer_contact",
)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_BREAKS = re.compile(r"[^\w'-]+")
_SPACES = re.compile(r"\s+")


class Judgement(Frozen):
    """The verdict on one text, and the kind of defect: placeholder, adjective, put_off, another_deal, feeling …"""

    verdict: Verdict
    kind: str = ""
    phrase: str = ""


def judge(field: str, text: str) -> Judgement:
    """Judge what was written for `field` (a template key or `key.input`). Never raises, never changes the text."""
    plain = _plain(text)
    if not plain:
        return Judgement(verdict="missing")
    if plain in PLACEHOLDERS:
        return Judgement(verdict="missing", kind="placeholder", phrase=text.strip())
    return _phrase(field, plain) or Judgement(verdict="answered")


def says_something(text: str) -> bool:
    """A name or a day, as opposed to "?", "n/a" or "none"."""
    plain = _plain(text)
    return bool(plain) and plain not in PLACEHOLDERS and plain not in NOBODY


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return _EDGES.sub("", _SPACES.sub(" ", folded))


def _phrase(field: str, plain: str) -> Judgement | None:
    if any(character.isdigit() for character in plain):
        return None
    words = f" {_BREAKS.sub(' ', plain)} "
    for kind, phrases in VAGUE.items():
        whole = kind == PEOPLE_ONLY
        if whole and field not in PERSON_FIELDS:
            continue
        for phrase in phrases:
            if _stands_in(phrase, plain, words, whole):
                return Judgement(verdict="vague", kind=kind, phrase=phrase)
    return None


def _stands_in(phrase: str, plain: str, words: str, whole: bool) -> bool:
    """Short phrases must be the whole answer; longer ones may stand among a few other words."""
    if phrase == plain or (whole and plain.startswith(f"{phrase} ") and phrase.startswith("whoever")):
        return True
    if whole or " " not in phrase:
        return False
    return f" {phrase} " in words and len(words.split()) <= len(phrase.split()) + 8
