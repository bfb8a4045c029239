"""Days and years in words, as in dictated notes: "le trente avril", "am ersten März", "the thirtieth of April"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rules.draft_spelled import spelled
from rules.notewords import LANGUAGES, build, loose

_ENGLISH = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_GERMAN = (
    "erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte", "elfte", "zwölfte",
    "dreizehnte", "vierzehnte", "fünfzehnte", "sechzehnte", "siebzehnte", "achtzehnte", "neunzehnte", "zwanzigste",
)  # fmt: skip
_ONES = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")


@cache
def _ordinals(language: str) -> dict[str, int]:
    """The words for a day's number that are no plain numbers."""
    if language == "de":
        named = _numbered(_GERMAN) | {f"{one}undzwanzigste": 20 + n for n, one in enumerate(_ONES, 1)}
        named |= {"dreißigste": 30, "einunddreißigste": 31}
        return {
            plain + end: day
            for word, day in named.items()
            for plain in {word, *loose(word)}
            for end in ("", "n", "r", "s")
        }
    if language == "en":
        tens = {f"twenty{link}{word}": 20 + day for word, day in _numbered(_ENGLISH[:9]).items() for link in "- "}
        return _numbered(_ENGLISH) | tens | {"thirtieth": 30, "thirty-first": 31, "thirty first": 31}
    return {"premier": 1} if language == "fr" else {"primero": 1, "uno": 1}


def _numbered(words: tuple[str, ...]) -> dict[str, int]:
    return {word: number for number, word in enumerate(words, 1)}


@cache
def _month(language: str) -> str:
    names = LANGUAGES[language].MONTHS.split()
    return "(?:" + "|".join(dict.fromkeys([*names, *(plain for name in names for plain in loose(name))])) + r")(?!\w)"


@cache
def _before_month(language: str) -> re.Pattern[str]:
    """What may stand between a day and its month. "First may" and "second march" may be no days."""
    link = r"\s+(?:of\s+|(?!may|march))" if language == "en" else r"\s+de\s+" if language == "es" else r"\s+"
    return build(rf"{link}{_month(language)}", language)


@cache
def _before_day(language: str) -> re.Pattern[str]:
    return build(
        rf"\s+<and_day>\s+(?:the\s+|el\s+|zum\s+|au\s+|le\s+)?\d{{1,2}}\s+(?:of\s+|de\s+)?{_month(language)}", language
    )


def days_in_digits(text: str, language: str) -> str:
    """The text with digits for days and years in words, as long as before."""
    if language not in LANGUAGES or not re.search(_month(language), text, re.IGNORECASE):
        return text
    words = list(_words(text, language))
    for following in (_before_month(language), _before_day(language)):
        for start, end, value in words:
            if following.match(text, end):
                text = text[:start] + str(value).ljust(end - start) + text[end:]
    for start, end, value in spelled(text, language):
        if 2020 <= value < 2100 and re.search(rf"{_month(language)}\s+(?:de\s+)?$", text[:start], re.IGNORECASE):
            text = text[:start] + str(value).rjust(end - start) + text[end:]
    return text


def _words(text: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Where a day's number may stand in words, and which."""
    ordinals = _ordinals(language)
    either = "|".join(sorted(map(re.escape, ordinals), key=len, reverse=True))
    for found in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text, re.IGNORECASE):
        yield found.start(), found.end(), ordinals[found.group().casefold()]
    for start, end, value in spelled(text, language) if language in ("fr", "es") else ():
        if value <= 31:
            yield start, end, value
