"""The version of a handoff: a digest of what was answered, not of who confirmed it or when."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from rules.model import Answer, Handoff, Template
from rules.parts import OWN_WORDS, unwrap
from rules.values import blank


def digest(handoff: Handoff, template: Template) -> str:
    """Sixteen hexadecimal characters. Confirming the same value keeps it; changing a value does not."""
    return _hash({spec.key: _material(handoff.answers.get(spec.key)) for spec in template.required()})


def field_digests(handoff: Handoff, template: Template) -> dict[str, str]:
    """The same, field by field: what changed between two versions is where these differ."""
    return {spec.key: _hash(_material(handoff.answers.get(spec.key))) for spec in template.required()}


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _material(answer: Answer | None) -> Any:
    if answer is None or answer.status == "unknown":
        return None
    return _plain(answer.inputs)


def _plain(value: Any) -> Any:
    value, _ = unwrap(value)
    if isinstance(value, Mapping):
        kept = {key: _plain(part) for key, part in value.items() if key not in OWN_WORDS or key == "blocks_launch"}
        return {key: part for key, part in kept.items() if not blank(part)} or None
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return " ".join(value.split()) if isinstance(value, str) else value
