"""What a company adds to the lexicons: its own phrases, systems and roles, and what is enough for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rules.lexicon import words_of


def never(text: str) -> bool:
    """No pattern of their own."""
    return False


@dataclass(frozen=True)
class Words:
    """Literal `phrases` that say nothing in this company, names of its `systems`, titles of `roles`, phrases that are
    `enough` for its engineers, and `matches`: does a text (NFKC) say nothing by one of its patterns?"""

    phrases: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    enough: tuple[str, ...] = ()
    matches: Callable[[str], bool] = never

    def enough_in(self, words: Sequence[str]) -> bool:
        """Does one of the phrases that are enough stand in a text of these words?"""
        text = f" {' '.join(words)} " if self.enough else ""
        return any(f" {' '.join(words_of(phrase))} " in text for phrase in self.enough)


NONE = Words()
