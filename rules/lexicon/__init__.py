"""The judge's words, one data module per language, ready for looking up.

A module has NUMBERS, SCALES, MONTHS, WEEKDAYS (word → value), WORDS (tag → phrases between commas), endings of words for groups
of people, for one person and for roles, fragments that give the language away, the words of an appeal (the
first is the one we show), PLACEHOLDERS and WHOLE (whole answers that never
count), MESSAGES (kind: sentence) and REWRITES (field: pattern with blanks), both between bars. In a phrase `*` at the end of a
word stands for any ending, and ` … ` for up to four words between. Case, accents, apostrophes and hyphens do not matter. The tags
are explained where they are used: evidence in `rules/evidence.py`, what voids or weakens it in `rules/verdicts.py`. A fifth
language is one more module, and its name in LANGUAGES.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rules.lexicon import names

LANGUAGES = ("en", "de", "fr", "es")
GAP = "…"
LONG_MONTH = 5  # letters: shorter names of months are other words in other languages
_APOSTROPHES = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"}
)
_WORD = re.compile(r"[^\W\d_]+|\d+")


def fold(text: str) -> str:
    """One form for all that look the same: lower case, without accents, apostrophes straight."""
    upper = unicodedata.normalize("NFKC", text).upper().casefold().translate(_APOSTROPHES)
    if upper.isascii():
        return upper
    marked = unicodedata.normalize("NFKD", upper).translate(_APOSTROPHES)
    return "".join(character for character in marked if not unicodedata.combining(character)).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, cut at hyphens and apostrophes like the texts that are judged."""
    return tuple(_WORD.findall(fold(text)))


def listed(text: str, separator: str = ",") -> tuple[str, ...]:
    """The phrases of a list, in their order."""
    parts = (" ".join(phrase.split()) for phrase in text.replace("\n", " ").split(separator))
    return tuple(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True)
class Phrase:
    """One entry: its words after the first, and what it says."""

    rest: tuple[str, ...]
    tag: str


@dataclass(frozen=True)
class Lexicon:
    """One language: phrases by their first word (or the stem of it), and values of number words, months, weekdays."""

    language: str
    phrases: Mapping[str, tuple[Phrase, ...]]
    stems: Mapping[str, tuple[Phrase, ...]]
    stem_lengths: tuple[int, ...]
    gapped: Mapping[str, tuple[Phrase, ...]]
    numbers: Mapping[str, float]
    scales: Mapping[str, float]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    people_endings: tuple[str, ...]
    role_endings: tuple[str, ...]
    no_people: frozenset[str]
    one_person: tuple[str, ...]
    fragments: tuple[str, ...]
    appeals: tuple[str, ...]
    messages: Mapping[str, str]
    rewrites: Mapping[str, str]

    def means_people(self, word: str) -> bool:
        """Does a word look like a group of people: "foresters", "Bediener", "chauffeurs"?"""
        return len(word) > 4 and word.endswith(self.people_endings) and word not in self.no_people

    def starting(self, word: str) -> Iterable[Phrase]:
        """Every phrase whose first word this may be."""
        yield from self.phrases.get(word, ())
        for length in self.stem_lengths:
            yield from self.stems.get(word[:length], ()) if length <= len(word) else ()


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of one of LANGUAGES."""
    data = importlib.import_module(f"rules.lexicon.{language}")
    tagged = [(phrase, tag) for tag, text in data.WORDS.items() for phrase in listed(text)]
    tagged += [(phrase, tag) for tag, text in names.SHARED.items() for phrase in listed(text)]
    tagged += [(phrase, "system") for phrase in listed(names.SYSTEMS)]
    tagged += [(phrase, "given_name") for phrase in listed(names.GIVEN_NAMES)]
    tagged += [(phrase, "company_form") for phrase in listed(names.COMPANY_FORMS)]
    tagged += [(phrase, "format") for phrase in listed(names.FORMATS)]
    tagged += [(phrase, "noise") for phrase in listed(names.NOISE)]
    tagged += [(phrase, "number") for phrase in data.NUMBERS] + [(phrase, "scale") for phrase in data.SCALES]
    tagged += [(phrase, "month") for phrase in data.MONTHS] + [(phrase, "weekday") for phrase in data.WEEKDAYS]
    tagged += [(month, "month") for month in _foreign_months(language)]
    tagged += [(spelled, tag) for phrase, tag in tagged if (spelled := phrase.translate(data.SPELLED)) != phrase]
    plain, stems, gapped = _sorted(tagged)
    return Lexicon(
        language=language,
        phrases=plain,
        stems=stems,
        stem_lengths=tuple(sorted({len(stem) for stem in stems})),
        gapped=gapped,
        numbers=_folded(data.NUMBERS, data.SPELLED),
        scales=_folded(data.SCALES, data.SPELLED),
        months={key: int(value) for key, value in _folded(data.MONTHS, data.SPELLED).items()},
        weekdays={key: int(value) for key, value in _folded(data.WEEKDAYS, data.SPELLED).items()},
        people_endings=tuple(map(fold, listed(data.PEOPLE_ENDINGS))),
        role_endings=tuple(map(fold, listed(data.ROLE_ENDINGS))),
        no_people=frozenset(map(fold, listed(data.NO_PEOPLE))),
        one_person=tuple(map(fold, listed(data.ONE_PERSON))),
        fragments=tuple(map(fold, listed(data.FRAGMENTS))),
        appeals=listed(data.APPEALS),
        messages=_sayings(data.MESSAGES),
        rewrites=_sayings(data.REWRITES),
    )


def _sayings(text: str) -> dict[str, str]:
    """ "key: text" between bars."""
    parts = (saying.partition(": ") for saying in listed(text, "|"))
    return {key: said for key, _, said in parts}


Found = dict[str, tuple[Phrase, ...]]


def _sorted(tagged: Iterable[tuple[str, str]]) -> tuple[Found, Found, Found]:
    """Phrases, phrases whose first word is a stem, and phrases with a gap, each by first word."""
    found: tuple[dict[str, list[Phrase]], ...] = ({}, {}, {})
    for phrase, tag in tagged:
        first, *rest = _entry(phrase)
        kind = 2 if GAP in rest else 1 if first.endswith("*") else 0
        found[kind].setdefault(first.removesuffix("*"), []).append(Phrase(tuple(rest), tag))
    plain, stems, gapped = ({key: tuple(entries) for key, entries in kind.items()} for kind in found)
    return plain, stems, gapped


def _foreign_months(language: str) -> Iterable[str]:
    """Months in the other languages' words: people mix them, and hardly any means something else."""
    others = (importlib.import_module(f"rules.lexicon.{other}") for other in LANGUAGES if other != language)
    return (month for data in others for month in data.MONTHS if len(month) >= LONG_MONTH)


def _entry(phrase: str) -> list[str]:
    """The words of an entry; a stem keeps its star, a gap stays a gap."""
    found: list[str] = []
    for word in phrase.split():
        parts = [GAP] if word == GAP else list(words_of(word))
        found += [*parts[:-1], parts[-1] + "*"] if word.endswith("*") else parts
    return found


def _folded(values: Mapping[str, float], spelled: Mapping[int, str]) -> dict[str, float]:
    """By folded word, also as people write it without the letters of their language."""
    ways = ((way, value) for word, value in values.items() for way in (word, word.translate(spelled)))
    return {" ".join(words_of(way)): value for way, value in ways}
