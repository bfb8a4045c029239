"""Sentences of notes that speak of another house than this deal's: another customer, a competitor, and what "they" did."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from rules.draft_text import Sentence
from rules.notewords import has, known


def without_others(pieces: list[Sentence], ours: set[str]) -> list[Sentence]:
    """The sentences, blanked where they are about others. `ours`: names that are certainly of this deal."""
    words = Counter(word for piece in pieces for word in re.findall(r"\w+", piece.raw))
    kept: list[Sentence] = []
    others: set[str] = set()
    for piece in pieces:
        others |= _names(piece) - ours if _of_others(piece) else set()
        theirs = _of_them(piece, others, words) or (kept and _goes_on(kept[-1], piece)) or _elsewhere(piece, words)
        kept.append(replace(piece, text=" " * len(piece.text)) if theirs else piece)
    return kept


def _names(piece: Sentence) -> set[str]:
    return set(re.findall(r"(?<![.!?]\s)(?<!^)\b[A-ZÀ-Þ][\w-]{3,}", piece.raw))


OFTEN = 4  # a name that the notes have so often is this deal's own


def _of_them(piece: Sentence, others: set[str], words: Counter[str]) -> bool:
    """A sentence with figures that begins with the name of another house."""
    named = re.match(r"\W*(?P<name>[A-ZÀ-Þ][\w-]{3,})\b", piece.raw)
    return bool(
        named and named.group("name") in others and re.search(r"\d", piece.raw) and words[named.group("name")] < OFTEN
    )


def _goes_on(before: Sentence, piece: Sentence) -> bool:
    """ "They load 8,000 records", right after a sentence about another customer."""
    return _of_others(before) and _THEY.match(piece.raw) is not None and piece.number == before.number + 1


_THEY = re.compile(
    r"\W*(?:they|those|there,? they|die|dort|bei denen|ils|elles|là-bas|ellos|ellas|allí)\s(?!\w+ we\b)", re.IGNORECASE
)


def _of_others(piece: Sentence) -> bool:
    """Is it a sentence about another customer, with figures? Who "they" are in the next one is then in doubt."""
    return (
        not piece.text.strip() and has("other", piece.raw, piece.language) and re.search(r"\d", piece.raw) is not None
    )


_THERE = (  # "À Dunkerque ils font 150 escales"
    r"\W*(?:(?:(?:[xX]|[Pp]or) cierto|[Üü]brigens|[Bb]tw|[Aa]u fait|[Bb]y the way),?\s)?"
    r"(?:[ÀA]|[Ee]n|[Ii]n|[BC]ei|[Bb]ei|[Cc]hez|[Aa]t)\s+(?:(?:el|la|le|the|der|dem|den)\s)?[A-ZÀ-Þ][\w-]+(?:\s(?:de|of|von|du)\s[A-ZÀ-Þ][\w-]+)?,?\s+"
    r"(?:ils|elles|they|sie|die|ellos|ellas)\s+(?:ont|font|sont|étaient|utilisent|have|had|do|did|run|use|got|haben|hatten|machen|fahren|nutzen|sind|tienen|hacen|usan|son)\b"
)


_BY_THE_WAY = (  # "por cierto, en el Naval tienen 120 usuarios"
    r"\W*(?:(?:[xX]|[Pp]or) cierto|[Üü]brigens|[Bb]tw|[Aa]u fait|[Bb]y the way),?\s(?:[àa]|en|in|bei|chez|at)\s"
    r"(?:(?:el|la|le|the|der|dem|den)\s)?[A-ZÀ-Þ]"
)


def _elsewhere(piece: Sentence, words: Counter[str]) -> bool:
    """ "Chez Biocoop Sud : 500 utilisateurs", a house that the notes name only there: it may be another customer."""
    if re.match(_THERE, piece.raw) or re.match(_BY_THE_WAY, piece.raw):
        return True
    found = re.match(r"\W*(?:(?P<chez>[Cc]hez)|[Bb]ei|[Aa]t)\s+(?P<name>[A-ZÀ-Þ]\w+)(?=\s|:)", piece.raw)
    if not found or words[found.group("name")] > 1 or known(found.group("name").casefold()):
        return False
    return bool(found.group("chez")) or has("user", piece.raw, piece.language)
