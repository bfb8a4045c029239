"""JSON calls for panels and pages: nothing is stored here."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, request

from integration.drafting import LONGEST, drafted
from rules.lexicon import LANGUAGES

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.post("/draft")
def draft() -> tuple[dict[str, Any], int]:
    """`{"notes", "date"?, "language"?}` → `{"proposals": [{"input", "value", "sentence"}], "questions": [field keys]}`."""
    try:
        asked = request.get_json(silent=True)
    except RecursionError:  # brackets in brackets in brackets
        asked = None
    try:
        notes, day, language = _read(asked)
    except ValueError as error:
        return {"error": str(error)}, 422
    if len(notes) > LONGEST:
        return {"error": f"notes: more than {LONGEST:,} characters"}, 413
    return drafted(notes, day, language), 200


def _read(asked: Any) -> tuple[str, date | None, str | None]:
    """The parts of the body. Raises ValueError in one line that says what is wrong."""
    if not isinstance(asked, dict) or not isinstance(asked.get("notes"), str):
        raise ValueError('the body is JSON: {"notes": "…", "date": "2027-01-04", "language": "en"}')
    language = asked.get("language")
    if language not in (None, *LANGUAGES):
        raise ValueError(f"language: one of {', '.join(LANGUAGES)}")
    try:
        return asked["notes"], date.fromisoformat(asked["date"]) if asked.get("date") else None, language
    except (TypeError, ValueError):
        raise ValueError("date: a day such as 2027-01-04") from None
