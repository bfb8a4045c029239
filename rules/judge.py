"""The one door through which free text is judged.

`judge(field, text)` says whether a text counts, why not, and how it could be put. Evidence decides first, per field
(`rules/needs.py`, `rules/evidence.py`); a vague phrase decides only where it is nearly the whole answer, or where no evidence
stands beside it (`rules/verdicts.py`). The words are data, one file per language (`rules/lexicon`). Pure, and linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache, lru_cache

from rules.appeal import KIND as APPEALED
from rules.appeal import without_appeal
from rules.lexicon import LANGUAGES, Lexicon, Phrase, fold, lexicon, listed, names, words_of
from rules.lexicon.own import NONE, Words
from rules.model import Frozen
from rules.needs import NEEDS, PEOPLE_FIELDS
from rules.phrases import NOBODY, PEOPLE_ONLY, PLACEHOLDERS, VAGUE
from rules.tokens import LOOKED_AT, MOST_CLAUSES, read_wording
from rules.verdicts import Verdict, Weighed, weigh, weigh_loosely

__all__ = ["NONE", "Judgement", "Reason", "Verdict", "Words", "judge", "language_of", "says_something"]
_FIRST = re.compile(r"[^\W_]")
_INSIDE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_SPACES = re.compile(r"\s+")
SHORT_ENOUGH = 500  # characters of an answer whose verdict is worth remembering
_FEW_WORDS = 6
_FEW_LETTERS = 2  # "1e9" is no language
_SAYS_NOTHING = (
    4  # words: an open question of so few ("no idea", "por definir") is as empty as "TBD": nothing to appeal for
)
_FEW = 200  # characters that settle a tie between languages
_SHARED = frozenset(("system", "given_name", "noise", "idp", "control", "region", "company_form", "format"))
_HINTS = (("de", re.compile("[äöü]")), ("es", re.compile("[ñ¿¡íúá]")), ("fr", re.compile("[çèêœîûàôâ]")))


class Reason(Frozen):
    """Why: a kind (an id) and a sentence in the writer's language."""

    kind: str
    message: str


class Judgement(Frozen):
    """The verdict on one text, its reasons, and how the answer could be put (blanks to fill are `…`).

    `appealed`: it would be vague, but the writer says that it is specific enough: a reviewer decides.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    rewrite: str = ""
    words: str = ""  # what in the text the first reason is about; empty where something is missing
    appealed: bool = False

    @property
    def kind(self) -> str:
        """The first reason's kind: placeholder, adjective, put_off, another_deal …; empty for an answer."""
        return self.reasons[0].kind if self.reasons else ""


def judge(field: str, text: str, language: str | None = None, extra: Words = NONE) -> Judgement:
    """Judge what was written for `field` (a template key or `key.input`). Never raises, never changes the text.

    `language` is one of `rules.lexicon.LANGUAGES`; anything else, and it is found from the text. `extra`: a company's own words.
    """
    return (_remembered if len(text) <= SHORT_ENOUGH else judge_anew)(field, text, language, extra)


def judge_anew(field: str, text: str, language: str | None, extra: Words) -> Judgement:
    """The same without looking whether the text was judged a moment ago."""
    bare, appealed = without_appeal(text)
    bare = window(bare)
    spoken = language if language in LANGUAGES else language_of(bare)
    weighed = _weigh(field, bare, spoken, extra)
    found = _judgement(field, weighed, lexicon(spoken))
    empty = weighed.kinds[:1] in (("open_question",), ("put_off",)) and len(words_of(bare)) <= _SAYS_NOTHING
    appeals = appealed and weighed.verdict == "vague" and not empty
    return _for_the_reviewer(found, lexicon(spoken)) if appeals else found


_remembered = lru_cache(maxsize=4096)(judge_anew)  # one look at a deal asks for the same answers several times


def _weigh(field: str, text: str, language: str, extra: Words) -> Weighed:
    plain = _plain(text)
    if not plain or plain in PLACEHOLDERS_FOLDED or _noise(plain):
        return Weighed("missing", ("placeholder" if plain else "missing",))
    weighed = _listed(field, plain) or _weighed(field, text, language, extra)
    return Weighed("answered") if weighed.verdict == "vague" and extra.enough_in(words_of(text)) else weighed


def _for_the_reviewer(found: Judgement, words: Lexicon) -> Judgement:
    """An appeal: no refusal, and the reasons stay for the reviewer to see."""
    reasons = (Reason(kind=APPEALED, message=words.messages[APPEALED]), *found.reasons)
    return found.model_copy(update={"verdict": "please_check", "reasons": reasons, "appealed": True, "rewrite": ""})


def says_something(text: str) -> bool:
    """A name or a day, as opposed to "?", "n/a" or "none"."""
    plain = _plain(window(text))
    return bool(plain) and plain not in PLACEHOLDERS_FOLDED and plain not in NOBODY


# --- whole answers --------------------------------------------------------------------------------------------------


def window(text: str) -> str:
    """What is looked at: from the first letter or digit on, one character more than the rules read of a long text."""
    first = _FIRST.search(text)
    start = max(0, first.start() - 1) if first else len(text)
    return text[start : start + LOOKED_AT + 1]


def _plain(text: str) -> str:
    """The folded text without what stands around it."""
    inside = _INSIDE.search(_SPACES.sub(" ", fold(text)))
    return inside.group() if inside else ""


PLACEHOLDERS_FOLDED = frozenset(map(_plain, PLACEHOLDERS))
_WHOLE = {_plain(phrase): kind for kind, phrases in VAGUE.items() if kind != PEOPLE_ONLY for phrase in phrases}
_NOBODY = frozenset(map(_plain, VAGUE[PEOPLE_ONLY]))


def _listed(field: str, plain: str) -> Weighed | None:
    """Whole answers that never count, whatever the language."""
    if field in PEOPLE_FIELDS and plain in _NOBODY:
        return Weighed("vague", (PEOPLE_ONLY,), plain)
    return Weighed("vague", (_WHOLE[plain],), plain) if plain in _WHOLE else None


def _noise(plain: str) -> bool:
    """ "xxx", "asdf asdf", "lorem ipsum": keys pressed, not words."""
    words = plain[:LOOKED_AT].split()
    noise = _noise_words()
    return all(word in noise or (len(word) > 1 and len(set(word)) == 1 and not word.isdigit()) for word in words)


@cache
def _noise_words() -> frozenset[str]:
    return frozenset(
        first for first, phrases in lexicon("en").phrases.items() if any(p.tag == "noise" for p in phrases)
    )


# --- weighing -------------------------------------------------------------------------------------------------------


def _weighed(field: str, text: str, language: str, extra: Words) -> Weighed:
    words = lexicon(language) if extra == NONE else _with_own(language, extra.phrases, extra.systems, extra.roles)
    wording = read_wording(text, words)
    need = NEEDS.get(field)
    if not wording.items:
        return Weighed("missing", ("placeholder",))
    weighed = weigh(field, need, wording) if need else weigh_loosely(wording)
    open_ = weighed.verdict in ("vague", "please_check") or need is None
    if open_ and extra.matches(unicodedata.normalize("NFKC", text)):
        return Weighed("vague", ("ops_words",))
    cut = len(text) > LOOKED_AT or len(wording.clauses) == MOST_CLAUSES
    return Weighed("please_check", ("unsure",)) if weighed.verdict == "vague" and cut else weighed


@lru_cache(maxsize=64)
def _with_own(language: str, phrases: tuple[str, ...], systems: tuple[str, ...], roles: tuple[str, ...]) -> Lexicon:
    """The lexicon with a company's own words."""
    base = lexicon(language)
    merged = dict(base.phrases)
    for tag, entries in (("ops", phrases), ("system", systems), ("role", roles)):
        for entry in entries:
            first, *rest = words_of(entry) or ("",)
            merged[first] = (*merged.get(first, ()), Phrase(tuple(rest), tag))
    return replace(base, phrases=merged)


def language_of(text: str) -> str:
    """The language of a text: the one whose words it has most of; English when none stands out."""
    start = unicodedata.normalize("NFKC", text[:LOOKED_AT]).casefold()
    words = tuple(word for word in words_of(start) if word not in _names_of_systems())
    hits = {language: float(sum(_speaks(language, word) for word in words)) for language in LANGUAGES}
    if len(words) <= _FEW_WORDS:
        for language in LANGUAGES:
            hits[language] += 0.2 * sum(part in word for word in words for part in lexicon(language).fragments)
    for language, pattern in _HINTS:
        hits[language] += 1.0 if pattern.search(start) else 0
    if not any(hits.values()) or sum(len(word) for word in words if word.isalpha()) < _FEW_LETTERS:
        return LANGUAGES[0]
    first = [language for language in LANGUAGES if hits[language] == max(hits.values())]
    return first[0] if len(first) == 1 else max(first, key=lambda language: _covered(start, language))


@cache
def _names_of_systems() -> frozenset[str]:
    """Names that tell no language: "Tableau", "Monday"."""
    return frozenset(word for name in listed(names.SYSTEMS) for word in words_of(name))


def _covered(text: str, language: str) -> int:
    """How much of a text the language's phrases explain, long ones before short ones."""
    items = read_wording(text[:_FEW], lexicon(language)).items
    return sum(len(item.text.split()) ** 2 for item in items if item.tags - _SHARED)


@lru_cache(maxsize=20_000)
def _speaks(language: str, word: str) -> bool:
    return word in _vocabulary(language) or any(
        word[:n] in lexicon(language).stems for n in lexicon(language).stem_lengths
    )


@cache
def _vocabulary(language: str) -> frozenset[str]:
    """The words that a language does not share with names and systems."""
    entries = lexicon(language).phrases.items()
    return frozenset(first for first, phrases in entries if any(not p.rest and p.tag not in _SHARED for p in phrases))


def _judgement(field: str, weighed: Weighed, words: Lexicon) -> Judgement:
    reasons = tuple(Reason(kind=kind, message=words.messages[kind]) for kind in dict.fromkeys(weighed.kinds))
    rewritten = weighed.verdict in ("missing", "vague", "incomplete")
    rewrite = _rewrite(field, words) if rewritten else ""
    return Judgement(verdict=weighed.verdict, reasons=reasons, rewrite=rewrite, words=weighed.words)


def _rewrite(field: str, words: Lexicon) -> str:
    """The field's own pattern; a row's input takes its field's."""
    return words.rewrites.get(field) or words.rewrites.get(field.partition(".")[0]) or words.rewrites["context"]
