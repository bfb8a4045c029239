"""An answer taken apart: every typed part the template asks for, with its value or why it does not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from rules.judge import NONE, Judgement, Words, judge
from rules.model import Answer, Condition, FieldSpec, Gate, Input
from rules.values import Bad, blank, read

Condition_ = Literal["ok", "missing", "placeholder", "vague", "please_check", "unreadable", "unknown", "not_asked"]
WORDED = ("text", "person", "list")
WHOLE = Input(key="text", type="text", label={})
OWN_WORDS = ("basis", "status", "owner", "confirm_by", "confirm_with", "source", "stated_by", "asked", "blocks_launch")


@dataclass(frozen=True)
class Part:
    """One asked-for piece of an answer. `path` is its place (`rows.0.when`), `row` the name of its row or item."""

    path: str
    spec: Input
    condition: Condition_
    value: Any = None
    row: str = ""
    by: Gate = "quote"
    judged: Judgement | None = None
    own: Mapping[str, Any] | None = None
    optional: bool = False

    @property
    def written(self) -> bool:
        return self.condition not in ("missing", "placeholder")


@dataclass(frozen=True)
class Door:
    """One field's way to the judge, with the company's own words."""

    key: str
    words: Words = NONE

    def judge(self, spec: Input, value: Any) -> Judgement | None:
        """The verdict on a text; nothing for what is no text, or a choice."""
        text = value if isinstance(value, str) and spec.type != "choice" else ""
        return judge(f"{self.key}.{spec.key}", text, extra=self.words) if text else None


def take_apart(field: FieldSpec, answer: Answer, words: Words = NONE) -> tuple[Part, ...]:
    """All parts that are asked for of this answer, follow-ups included. Optional ones only where they were given."""
    door = Door(field.key, words)
    parts = tuple(part for spec in field.inputs for part in _input(door, spec, answer.inputs))
    whole = _whole(door, answer.inputs.get("text")) if not any(spec.key == "text" for spec in field.inputs) else None
    if whole is None:
        return parts
    return (whole, *(part for part in parts if part.condition != "missing" or part.spec.type not in WORDED))


def _whole(door: Door, text: Any) -> Part | None:
    """An answer in one sentence, which stands for every part that is a text; numbers, dates and rows are asked for still."""
    if not isinstance(text, str) or blank(text):
        return None
    judged = judge(door.key, text, extra=door.words)
    if judged.verdict not in ("answered", "please_check"):
        return None
    condition: Condition_ = "please_check" if judged.verdict == "please_check" else "ok"
    return Part("text", WHOLE, condition, text, judged=judged)


def unwrap(raw: Any) -> tuple[Any, Mapping[str, Any] | None]:
    """A plain value, or `{"value": …, "basis": …}` as the value and what was said of it alone."""
    if isinstance(raw, Mapping) and "state" not in raw and "value" in raw and set(raw) <= {"value", *OWN_WORDS}:
        return raw["value"], {key: value for key, value in raw.items() if key != "value"}
    return raw, None


def _input(door: Door, spec: Input, inputs: Mapping[str, Any]) -> Iterator[Part]:
    if spec.type == "rows":
        yield from _rows(door, spec, inputs)
    elif spec.type == "items":
        for key in spec.choices:
            yield from _item(door, spec, key, inputs.get(key))
    else:
        yield from _leaf(door, spec, inputs.get(spec.key), spec.key, "", spec.by)


def _leaf(door: Door, spec: Input, raw: Any, path: str, row: str, by: Gate) -> Iterator[Part]:
    value, own = unwrap(raw)
    if own and own.get("status") == "unknown":
        yield Part(path, spec, "unknown", None, row, by=by, own=own)
    elif blank(value):
        if spec.required:
            yield Part(path, spec, "missing", None, row, by=by, own=own)
    else:
        yield _read(door, spec, value, path, row, by, own)


def _read(door: Door, spec: Input, value: Any, path: str, row: str, by: Gate, own: Mapping[str, Any] | None) -> Part:
    verdict = door.judge(spec, value)
    typed = read(spec, value)
    bad = isinstance(typed, Bad)
    part = Part(path, spec, "ok", typed, row, by=by, judged=verdict, own=own, optional=not spec.required)
    if verdict and verdict.verdict == "missing":
        return replace(part, condition="placeholder", value=value)
    worded = bad or spec.type in WORDED
    if verdict and verdict.verdict == "vague" and worded:
        return replace(part, condition="vague", value=value)
    if verdict and verdict.appealed and worded:
        return replace(part, condition="please_check", value=value)
    if isinstance(typed, Bad):
        return replace(part, condition="unreadable")
    if verdict and verdict.verdict == "please_check" and worded:
        return replace(part, condition="please_check")
    return replace(part, condition="missing" if blank(typed) else "ok")


def rows_of(spec: Input, inputs: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows as mappings; a row written as plain text becomes its naming column."""
    raw = inputs.get(spec.key)
    listed = raw if isinstance(raw, list | tuple) else [] if blank(raw) else [raw]
    name = row_name(spec)
    rows = [row if isinstance(row, Mapping) else {name: row} for row in listed if not blank(row)]
    return [row for row in rows if any(not blank(value) for value in row.values())]


def row_name(spec: Input) -> str:
    """The column that names a row: its first text or choice."""
    return next(column.key for column in spec.columns if column.type in ("text", "choice"))


def _rows(door: Door, spec: Input, inputs: Mapping[str, Any]) -> Iterator[Part]:
    rows = rows_of(spec, inputs)
    if not rows:
        yield Part(spec.key, spec, "missing")
    complete = False
    for number, row in enumerate(rows):
        label = str(unwrap(row.get(row_name(spec)))[0] or f"{number + 1}.")
        parts = [
            part for column in spec.columns for part in _column(door, spec, column, row, f"{spec.key}.{number}", label)
        ]
        if spec.one_complete and (complete or number) and len(rows) > 1:
            parts = [part for part in parts if part.written or part.spec.key == row_name(spec) or part.spec.when]
        complete = complete or all(part.condition == "ok" for part in parts)
        yield from parts


def _column(door: Door, spec: Input, column: Input, row: Mapping[str, Any], path: str, label: str) -> Iterator[Part]:
    if all(holds(condition, row, "") for condition in column.when):
        yield from _leaf(door, column, row.get(column.key), f"{path}.{column.key}", label, spec.by)
    elif not blank(row.get(column.key)):
        yield from _leaf(
            door,
            column.model_copy(update={"required": False}),
            row[column.key],
            f"{path}.{column.key}",
            label,
            spec.by,
        )


def holds(condition: Condition, row: Mapping[str, Any], item: str) -> bool:
    """Does a follow-up's condition hold? `item` is the check-list point; `kind_words` is every text of the row."""
    if condition.input == "item":
        return item in condition.is_
    words = (
        " ".join(str(v) for v in row.values())
        if condition.input == "kind_words"
        else str(unwrap(row.get(condition.input))[0] or "")
    )
    folded = words.casefold()
    if condition.is_:
        return folded.strip().replace(" ", "_") in condition.is_
    return any(word in folded for word in condition.mentions)


def item_of(raw: Any) -> Mapping[str, Any]:
    """A check-list point as a mapping: `"required"`, true and `{"state": "required"}` say the same."""
    if isinstance(raw, Mapping):
        return raw
    if isinstance(raw, bool):
        return {"state": "required" if raw else "not_required"}
    return {} if blank(raw) else {"state": str(raw).strip().casefold().replace(" ", "_")}


def _item(door: Door, spec: Input, key: str, raw: Any) -> Iterator[Part]:
    item = item_of(raw)
    by: Gate = "contract" if key in spec.later else spec.by
    state = item.get("state") or ("required" if any(column.key in item for column in spec.columns) else None)
    if item.get("status") == "unknown":
        state = "unknown"
    if blank(state):
        yield Part(key, spec, "missing", None, key, by=by)
    elif state not in ("required", "not_required", "unknown"):
        yield Part(key, spec, "unreadable", Bad(str(state), "item_state"), key, by, own=item)
    elif state == "unknown":
        yield Part(key, spec, "unknown", None, key, by=by, own=item)
    else:
        yield Part(key, spec, "ok" if item.get("asked", True) else "not_asked", state, key, by=by, own=item)
        if state == "required":
            yield from _follow_ups(door, spec, key, item, by)


def _follow_ups(door: Door, spec: Input, key: str, item: Mapping[str, Any], by: Gate) -> Iterator[Part]:
    for column in spec.columns:
        if all(holds(condition, item, key) for condition in column.when):
            yield from _leaf(door, column, item.get(column.key), f"{key}.{column.key}", key, by)
