"""The corpus of answers: what reps wrote, in four languages, each with the verdict a careful engineer would give.

Columns: language, field, text, label, why. A line break within a text is written `\\n`, a tab `\\t`, a backslash `\\\\`.
Half of the answers may be tuned on; the other half is only ever scored. The text alone decides which half it is in.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

FOLDER = Path(__file__).parent / "corpus"
COLUMNS = ["language", "field", "text", "label", "why"]
LABELS = ("missing", "vague", "incomplete", "answered")
REFUSED = frozenset({"missing", "vague"})
LANGUAGES = ("en", "de", "fr", "es")
SECURITY = (
    "sso",
    "audit_logs",
    "data_location",
    "retention",
    "vendor_review",
    "access_controls",
    "approval_history",
    "ip_allowlist",
    "data_handling",
    "security_approval",
    "other_logging",
)
FIELDS = (
    *("active_users", "active_users.month_1", "active_users.month_12", "peak_load", "data_flow", "security"),
    *(f"security.{item}" for item in SECURITY),
    *("integrations", "setup_work", "access", "access.day_one", "access.approver"),
    *("launch_window", "hard_deadline", "scope_approver", "context"),
)
_SEED = b"handoff-corpus-1:"
_ESCAPES = {r"\n": "\n", r"\t": "\t", r"\\": "\\"}


class Line(NamedTuple):
    """One answer of the corpus and its label."""

    language: str
    field: str
    text: str
    label: str
    why: str

    @property
    def refused(self) -> bool:
        return self.label in REFUSED


def split(text: str) -> Literal["tune", "score"]:
    """The half a text belongs to, always the same. Case, space around it and Unicode form do not matter."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    digest = hashlib.sha256(_SEED + plain.encode()).digest()
    return "tune" if digest[0] % 2 else "score"


def read(part: str = "all") -> list[Line]:
    """The lines of one part (`tune`, `score`) or all of them, in the order of the files."""
    return [line for line, its in _parts() if part in ("all", its)]


def blind() -> list[Line]:
    """The lines that other people wrote, and that nobody read before they were scored."""
    return [line for language in LANGUAGES for line in of_file(f"{language}-score.tsv")]


@cache
def _parts() -> tuple[tuple[Line, str], ...]:
    """Every line with its part: by its file's name (`en-tune.tsv`, `en-score.tsv`), else by its text."""
    found: list[tuple[Line, str]] = []
    for language in LANGUAGES:
        found += ((line, split(line.text)) for line in of_file(f"{language}.tsv"))
        for part in ("tune", "score"):
            found += ((line, part) for line in of_file(f"{language}-{part}.tsv"))
    return tuple(found)


def of_file(name: str) -> list[Line]:
    """The lines of one file; none when it is not there."""
    path = FOLDER / name
    if not path.exists():
        return []
    head, *rows = [row.split("\t") for row in path.read_text(encoding="utf-8").splitlines()]
    if head != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise ValueError(f"{path.name}: each line has the columns {', '.join(COLUMNS)}")
    return [Line(*(_plain(cell) for cell in row)) for row in rows]


def _plain(cell: str) -> str:
    return re.sub(r"\\[nt\\]", lambda found: _ESCAPES[found.group()], cell)


# Four clues by which a lazy judge could go. On a fair corpus none of them tells much.
_HEDGES = re.compile(
    r"\b(?:about|around|roughly|approx\w*|maybe|might|may|could|probably|perhaps|possibly|should|likely|i think|i guess|"
    r"circa|ca|etwa|ungefähr|rund|vielleicht|wohl|wahrscheinlich|vermutlich|eventuell|evtl|könnte\w*|dürfte\w*|sollte\w*|denke|schätze|"
    r"environ|peut-être|sans doute|probablement|devrait|pourrait|je pense|je crois|"
    r"aproximadamente|aprox|unos|unas|quizás?|tal vez|probablemente|debería\w*|podría\w*|creo|supongo)\b|~",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=\S)\s+[\"'(«„“]?[A-ZÄÖÜÉÈÀÁÍÓÚÑÇ]")


def has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def has_hedge(text: str) -> bool:
    return bool(_HEDGES.search(text))


def has_name(text: str) -> bool:
    """A capital letter at the start of a word that is not the first."""
    return bool(_NAME.search(text))


def is_long(text: str) -> bool:
    return len(text.split()) > 5


# By each clue: is it a sign of a specific answer (True) or of a vague one (False)?
CUES: dict[str, tuple[Callable[[str], bool], bool]] = {
    "has a digit": (has_digit, True),
    "has a hedge word": (has_hedge, False),
    "has a capitalised name": (has_name, True),
    "is longer than 5 words": (is_long, True),
}
