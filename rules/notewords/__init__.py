"""The words that notes are read by: one module a language, the same concepts in each. A fifth language is one more module.

Every language is read together with English, because notes in any language say "users", "go-live" and "day one".
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from rules.notewords import de, en, es, fr

LANGUAGES = {"en": en, "de": de, "fr": fr, "es": es}


@cache
def words(concept: str, language: str) -> str:
    """A language's words for a concept as one alternation, longest first; a space stands for any white space."""
    spoken = {phrase for code in (language, "en") for phrase in listed(LANGUAGES[code].WORDS[concept])}
    ordered = sorted(spoken, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(_forgiving(phrase).replace(" ?", r"\s*").replace(" ", r"\s+") for phrase in ordered)


_PLAIN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "œ": "oe"}


def _forgiving(phrase: str) -> str:
    """A phrase that is found without its accents too, and with a space for its apostrophe: notes are typed in haste."""
    letters = []
    for letter in phrase:
        bare = _PLAIN.get(letter) or (unicodedata.normalize("NFD", letter)[0] if letter > "\x7f" else "")
        letters.append(f"(?:{letter}|{bare})" if bare else "['\\s]" if letter == "'" else letter)
    return "".join(letters)


def loose(word: str) -> set[str]:
    """A word without its accents: "dreissig", "veintidos"."""
    marked = unicodedata.normalize("NFD", word.replace("ß", "ss"))
    spelt = "".join(_PLAIN.get(letter, letter) for letter in word)
    return {"".join(letter for letter in marked if not unicodedata.combining(letter)), spelt}


def listed(text: str) -> list[str]:
    """The phrases between the bars; a bar inside brackets does not part them."""
    phrases, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            phrases.append("")
        else:
            phrases[-1] += character
    return phrases


@cache
def build(pattern: str, language: str, case: bool = False) -> re.Pattern[str]:
    """A pattern in which `<launch>` stands for the language's words of that concept, as whole words."""
    inner = "(?i:" if case else "(?:"
    filled = re.sub(
        r"(?<!\?P)<(\w+)>",
        lambda found: rf"(?<![^\W\d]){inner}{words(found.group(1), language)})(?:(?<=')|(?!\w))",
        pattern,
    )
    return re.compile(filled, re.NOFLAG if case else re.IGNORECASE)


def has(concept: str, text: str, language: str) -> bool:
    """Does one of the concept's words stand in the text?"""
    return build(f"<{concept}>", language).search(text) is not None


def any_language(pattern: str, line: str) -> re.Match[str] | None:
    """Where it is so in any of the languages. Only the first 200 characters of a line are looked at."""
    found = (build(pattern, code).search(line[:200]) for code in LANGUAGES)
    return next((match for match in found if match), None)


def any_found(pattern: str, text: str) -> set[int]:
    """Where it begins in the text, in any of the languages."""
    return {match.start() for code in LANGUAGES for match in build(pattern, code).finditer(text)}


def language_of(text: str, otherwise: str = "en", ahead: int = 1) -> str:
    """The language whose small words are most frequent, if it is that much ahead of the one expected."""
    found = re.findall(r"[^\W\d_]+", text[:20_000].casefold())
    counts = {code: sum(word in _TELLING[code] for word in found) for code in LANGUAGES}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= counts[otherwise] + ahead else otherwise


def _telling() -> dict[str, frozenset[str]]:
    """What tells a language: its small words, and every word of its lists that no other language has."""
    plain = {
        code: {
            word
            for text in module.WORDS.values()
            for word in re.findall(r"(?<![\\\w])[^\W\d_]{4,}(?![\w(\[?\\*+])", text)
        }
        for code, module in LANGUAGES.items()
    }
    others = {code: set().union(*(words for other, words in plain.items() if other != code)) for code in plain}
    return {
        code: frozenset(module.TOLD_BY.split()) | (plain[code] - others[code]) for code, module in LANGUAGES.items()
    }


_TELLING = _telling()


def known(word: str) -> bool:
    """Is it a word that some language's notes are read by?"""
    return word in _KNOWN


_KNOWN = frozenset(
    word
    for module in LANGUAGES.values()
    for text in (*module.WORDS.values(), module.TOLD_BY, module.MONTHS, *module.NUMBERS, "one first")
    for word in re.findall(r"(?<!\\)[^\W\d_]{2,}", text)
)
