"""Whole answers that fill a box without answering it, in every language: made from the lexicons.

Few, because they are compiled into the CRM's own rules as well. All else that is vague is for the judge to find.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from rules.lexicon import LANGUAGES, listed, names

_DATA = tuple(importlib.import_module(f"rules.lexicon.{language}") for language in LANGUAGES)
PEOPLE_ONLY = "nobody_named"
NOBODY = frozenset(("none", "no one", "nobody", "niemand", "keiner", "personne", "nadie", "true", "false"))
PLACEHOLDERS = frozenset(phrase for data in (names, *_DATA) for phrase in listed(data.PLACEHOLDERS, "|"))


def _whole() -> dict[str, tuple[str, ...]]:
    """Phrases by kind of defect, in the order of the languages."""
    kinds = dict.fromkeys(kind for data in _DATA for kind in data.WHOLE)
    found = {kind: [phrase for data in _DATA for phrase in listed(data.WHOLE.get(kind, ""), "|")] for kind in kinds}
    return {kind: tuple(dict.fromkeys(phrases)) for kind, phrases in found.items()}


VAGUE: Mapping[str, tuple[str, ...]] = _whole()
