"""Numbers written as words: "three hundred and sixty", "hundertdreißig", "quatre-vingt-dix-huit", "treinta y cinco"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rules.notewords import LANGUAGES, loose

_ONE = {"en": ("one", "a"), "de": ("ein", "eins", "eine"), "fr": ("un", "une"), "es": ("un", "uno", "una")}


def spelled(text: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Where numbers stand in words, and what they are; a row of digits, as in a telephone number, is none."""
    for match in _runs(language).finditer(text):
        value = value_of_words([word.casefold() for word in _word(language).findall(match.group())], language)
        if value is not None and value > 1:
            yield match.start(), match.end(), value


def value_of_words(words: list[str], language: str) -> int | None:
    """The value of number words in a row; None where they do not make one number."""
    total = current = 0
    room = 10_000  # what is added has to be smaller: after "forty" only one to nine
    for word in words:
        value = _atoms(language)[word]
        if value >= 1000:
            total, current, room = total + max(current, 1) * value, 0, 1000
        elif value == 100:
            if current > 99:
                return None
            current, room = max(current, 1) * 100, 100
        elif language == "fr" and value == 20 and current % 100 == 4:
            current, room = current + 76, 20
        elif language == "de" and value in range(20, 100) and 0 < current % 100 < 10 and room == 1:
            current, room = current + value, 0
        elif value < room:
            current, room = current + value, _room(value, language)
        else:
            return None
    return total + current


def _room(value: int, language: str) -> int:
    """How large a word after this one may be: nothing after "seven", one to nine after "forty"."""
    if value >= 100:
        return 100
    if language == "fr" and value == 60:
        return 20
    return 10 if value >= 20 and value % 10 == 0 or language == "fr" and value == 10 else 1


@cache
def _atoms(language: str) -> dict[str, int]:
    """Every number word of a language, also without its accents, and the small words for one."""
    words = {**LANGUAGES["en"].NUMBERS, **LANGUAGES[language].NUMBERS, **dict.fromkeys(_ONE[language], 1)}
    return words | {plain: value for word, value in words.items() for plain in loose(word)}


@cache
def _word(language: str) -> re.Pattern[str]:
    words = sorted(_atoms(language), key=len, reverse=True)
    either = "|".join(map(re.escape, words))
    return re.compile(either if language == "de" else rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


@cache
def _runs(language: str) -> re.Pattern[str]:
    """Number words in a row; German ones are written as one word."""
    word = "(?:" + "|".join(re.escape(word) for word in sorted(_atoms(language), key=len, reverse=True)) + ")"
    link = {
        "en": r"(?:(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+)",
        "fr": r"(?:[\s-]et[\s-](?=une?\b|onze))",
        "es": r"(?:\s+y\s+)",
    }
    between = rf"(?:{link.get(language, '(?!)')}|\s?-\s?|\s+)"
    row = rf"{word}(?:{between}{word}(?!\w))*"
    if language == "de":
        row = rf"(?:{word}(?:und)?)+(?<!und)"
    return re.compile(rf"(?<!\w)(?:{row})(?!\w)", re.IGNORECASE)
