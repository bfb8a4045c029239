"""A handoff out of JSON, as people and programs write it. What cannot be read becomes a finding; the rest is kept."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from rules.model import (
    Answer,
    Deal,
    Finding,
    Frozen,
    Handoff,
    Mark,
    Override,
    Promise,
    Review,
    Stage,
    Template,
)

Json = Mapping[str, Any]
ANSWER_KEYS = ("status", "owner", "confirm_by", "confirm_with", "source", "inputs", "assumption", "owners")


class NotAHandoff(ValueError):
    """The document is not a handoff at all. The text says what is wrong with it."""


class Reading(Frozen):
    """A handoff, and what could not be read of it."""

    handoff: Handoff
    findings: tuple[Finding, ...] = ()


def read_handoff(document: Any, template: Template) -> Reading:
    """Read one document of the format that `handoff evaluate` takes. Raises NotAHandoff."""
    if not isinstance(document, Mapping):
        raise NotAHandoff(f"a handoff is an object with deal and answers, this is {type(document).__name__}")
    answers = document.get("answers") or {}
    if not isinstance(answers, Mapping):
        raise NotAHandoff(f"answers is an object of fields, this is {type(answers).__name__}")
    findings: list[Finding] = list(_unknown_fields(answers, template))
    read = {
        spec.key: _answer(spec.key, answers.get(spec.key), findings)
        for spec in template.fields
        if answers.get(spec.key)
    }
    handoff = Handoff(
        deal=_deal(document.get("deal")),
        promise=_promise(document.get("promise"), findings),
        answers=read,
        review=_review(document.get("review"), findings),
        overrides=_overrides(document.get("overrides"), findings),
    )
    return Reading(handoff=handoff, findings=tuple(findings))


def _unknown_fields(answers: Json, template: Template) -> list[Finding]:
    found = []
    for key in answers:
        if key not in template.keys():
            near = difflib.get_close_matches(str(key), template.keys(), n=1)
            found.append(Finding(id="field-not-known", params={"text": str(key), "hint": near[0] if near else ""}))
    return found


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _deal(value: Any) -> Deal:
    raw = _mapping(value)
    pipeline, stage = raw.get("pipeline"), raw.get("stage")
    text = {key: str(raw[key]) for key in ("account", "id", "name", "owner", "time_zone") if raw.get(key) is not None}
    place = Stage(pipeline=str(pipeline), id=str(stage)) if pipeline and stage else None
    return Deal(stage=place, created=instant(raw.get("created")), **text)


def instant(value: Any) -> datetime | None:
    """An instant in UTC, or nothing when it cannot be read."""
    try:
        read = datetime.fromisoformat(str(value).replace("Z", "+00:00")) if value else None
    except ValueError:
        return None
    return read.replace(tzinfo=UTC) if read and read.tzinfo is None else read


def _answer(key: str, value: Any, findings: list[Finding]) -> Answer:
    raw = value if isinstance(value, Mapping) else {"inputs": value}
    kept = {name: raw[name] for name in ANSWER_KEYS if raw.get(name) is not None}
    if isinstance(kept.get("inputs"), str):
        kept["inputs"] = {"text": kept["inputs"]}
    if isinstance(kept.get("owner"), list | tuple):
        kept["owners"] = [str(name) for name in kept.pop("owner")]
        if len(kept["owners"]) == 1:
            kept["owner"] = kept["owners"][0]
    for name, reader in (("owner", _person), ("source", _source)):
        if name in kept:
            kept[name] = reader(kept[name])
    return _validated(key, kept, findings)


def _person(value: Any) -> Any:
    return value if isinstance(value, Mapping) else {"id": str(value)}


def _source(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _said(value.get(name)) for name in ("who", "when", "where")}
    return {"where": str(value)} if str(value).strip().casefold() == "memory" else {"who": str(value)}


def _said(value: Any) -> str:
    """A text or a number as text; anything else says nothing."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _validated(key: str, kept: dict[str, Any], findings: list[Finding]) -> Answer:
    """Drop what pydantic refuses, part by part, and say so; whatever can be read stays."""
    while True:
        try:
            return Answer.model_validate(kept)
        except ValidationError as error:
            for bad in {str(problem["loc"][0]) for problem in error.errors()}:
                params = {"text": str(kept.pop(bad))[:200], "wanted": bad, "hint": ""}
                findings.append(Finding(id="value-not-readable", field=key, input=bad, params=params))


def _promise(value: Any, findings: list[Finding]) -> Promise:
    raw = _mapping(value)
    kind = raw.get("type")
    if kind is not None and kind not in ("fixed", "range", "paused"):
        findings.append(Finding(id="promise-not-known", params={"text": str(kind)}))
        kind = None
    return Promise(type=kind, **{key: raw.get(key) for key in ("date", "price", "scope", "security_review")})


def _review(value: Any, findings: list[Finding]) -> Review | None:
    raw = _mapping(value)
    if not raw:
        return None
    known = {key: raw[key] for key in Review.model_fields if raw.get(key) is not None and key not in ("at", "marks")}
    marks = [mark for mark in (_mark(entry) for entry in raw.get("marks") or ()) if mark]
    try:
        return Review(at=instant(raw.get("at")), marks=tuple(marks), **known)
    except ValidationError:
        findings.append(Finding(id="review-not-readable", params={"text": str(raw.get("decision"))}))
        return Review(marks=tuple(marks))


def _mark(entry: Any) -> Mark | None:
    try:
        return Mark.model_validate(entry)
    except ValidationError:
        return None


def _overrides(value: Any, findings: list[Finding]) -> tuple[Override, ...]:
    kept = []
    for entry in value if isinstance(value, list | tuple) else ():
        raw = _mapping(entry)
        try:
            kept.append(Override.model_validate({**raw, "expires": instant(raw.get("expires"))}))
        except ValidationError:
            findings.append(Finding(id="override-not-readable", params={"text": str(raw.get("gate", entry))[:100]}))
    return tuple(kept)
