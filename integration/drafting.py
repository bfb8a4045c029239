"""Notes as proposals, in the outside format that the command and the JSON call share."""

from __future__ import annotations

from datetime import date
from typing import Any

from connectors.registry import load, names
from integration.template import built_in
from rules.draft import LONGEST, draft

__all__ = ["LONGEST", "drafted"]


def drafted(notes: str, day: date | None, language: str | None = None) -> dict[str, Any]:
    """`{"proposals": [{"input", "value", "sentence"}], "questions": [field keys]}`. Nothing is kept."""
    systems = {load(name).label: "CRM" for name in names()}
    result = draft(notes, built_in(), day, language, systems)
    return {"proposals": [proposal.model_dump() for proposal in result.proposals], "questions": list(result.questions)}
