"""An appeal: a rep ends an answer with "(specific enough)", and engineering decides instead of the judge.

The words stand in the answer itself, so that they need no box of their own, go with these words and no others, and are there for
everybody to see. A placeholder cannot be appealed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from rules.lexicon import LANGUAGES, fold, lexicon

KIND = "appealed"
_ENDING = 80  # characters at the end in which the words are looked for


def without_appeal(text: str) -> tuple[str, bool]:
    """The answer itself, and whether an appeal stood behind it."""
    ending = unicodedata.normalize("NFC", text[-_ENDING:].rstrip())
    found = _WORDS.search(ending)
    return (text[:-_ENDING] + ending[: found.start()], True) if found else (text, False)


def words_to_write(language: str) -> str:
    """What a rep writes behind an answer, in one of the lexicons' languages."""
    return lexicon(language if language in LANGUAGES else "en").appeals[0]


def fingerprint(text: str) -> str:
    """Tells one answer from another, with or without the appeal, whatever its case and blanks."""
    words = " ".join(fold(without_appeal(text)[0]).split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _pattern() -> re.Pattern[str]:
    written = {words for language in LANGUAGES for words in lexicon(language).appeals}
    ways = sorted({re.escape(way).replace(r"\ ", r"\s+") for words in written for way in (words, fold(words))})
    return re.compile(rf"(?:^|[\s(\[–—,;.:!?-])+(?:{'|'.join(reversed(ways))})[\s)\].!]*$", re.IGNORECASE)


_WORDS = _pattern()
