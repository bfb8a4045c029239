"""What people read, by language. `texts(language)` falls back to English; every id has a message and a way to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from rules.catalogue.de import GERMAN
from rules.catalogue.en import ENGLISH

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "de": GERMAN}


def texts(language: str) -> Mapping[str, str]:
    """All texts of one language (`en`, `de`, `de-AT` …)."""
    return LANGUAGES.get(language.split("-")[0].casefold(), ENGLISH)
