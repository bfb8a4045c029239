"""An answer taken apart: every typed part the template asks for, with its value or why it does not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rules.judge import judge
from rules.model import Answer, Condition, FieldSpec, Gate, Input
from rules.values import Bad, blank, read

Condition_ = Literal["ok", "missing", "placeholder", "vague", "unreadable", "unknown", "not_asked"]
OWN_WORDS = ("basis", "status", "owner", "confirm_by", "confirm_with", "source", "stated_by", "asked", "blocks_launch")


@dataclass(frozen=True)
class Part:
    """One asked-for piece of an answer. `path` is its place (`rows.0.when`), `row` the name of its row or item."""

    path: str
    spec: Input
    condition: Condition_
    value: Any = None
    row: str = ""
    kind: str = ""
    by: Gate = "quote"
    own: Mapping[str, Any] | None = None
    optional: bool = False

    @property
    def written(self) -> bool:
        return self.condition not in ("missing", "placeholder")


def take_apart(field: FieldSpec, answer: Answer) -> tuple[Part, ...]:
    """All parts that are asked for of this answer, follow-ups included. Optional ones only where they were given."""
    return tuple(part for spec in field.inputs for part in _input(field, spec, answer.inputs))


def unwrap(raw: Any) -> tuple[Any, Mapping[str, Any] | None]:
    """A plain value, or `{"value": …, "basis": …}` as the value and what was said of it alone."""
    if isinstance(raw, Mapping) and "state" not in raw and "value" in raw and set(raw) <= {"value", *OWN_WORDS}:
        return raw["value"], {key: value for key, value in raw.items() if key != "value"}
    return raw, None


def _input(field: FieldSpec, spec: Input, inputs: Mapping[str, Any]) -> Iterator[Part]:
    if spec.type == "rows":
        yield from _rows(field, spec, inputs)
    elif spec.type == "items":
        for key in spec.choices:
            yield from _item(field, spec, key, inputs.get(key))
    else:
        yield from _leaf(field, spec, inputs.get(spec.key), spec.key, "", spec.by)


def _leaf(field: FieldSpec, spec: Input, raw: Any, path: str, row: str, by: Gate) -> Iterator[Part]:
    value, own = unwrap(raw)
    if own and own.get("status") == "unknown":
        yield Part(path, spec, "unknown", None, row, by=by, own=own)
    elif blank(value):
        if spec.required:
            yield Part(path, spec, "missing", None, row, by=by, own=own)
    else:
        yield _read(field, spec, value, path, row, by, own)


def _read(
    field: FieldSpec, spec: Input, value: Any, path: str, row: str, by: Gate, own: Mapping[str, Any] | None
) -> Part:
    text = value if isinstance(value, str) else ""
    verdict = judge(f"{field.key}.{spec.key}", text) if text and spec.type != "choice" else None
    if verdict and verdict.verdict == "missing":
        return Part(path, spec, "placeholder", value, row, "placeholder", by, own, not spec.required)
    typed = read(spec, value)
    if verdict and verdict.verdict == "vague" and (isinstance(typed, Bad) or spec.type in ("text", "person", "list")):
        return Part(path, spec, "vague", value, row, verdict.kind, by, own, not spec.required)
    if isinstance(typed, Bad):
        return Part(path, spec, "unreadable", typed, row, typed.wanted, by, own, not spec.required)
    return Part(path, spec, "ok" if not blank(typed) else "missing", typed, row, by=by, own=own)


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


def _rows(field: FieldSpec, spec: Input, inputs: Mapping[str, Any]) -> Iterator[Part]:
    rows = rows_of(spec, inputs)
    if not rows:
        yield Part(spec.key, spec, "missing")
    complete = False
    for number, row in enumerate(rows):
        label = str(unwrap(row.get(row_name(spec)))[0] or f"{number + 1}.")
        parts = [
            part for column in spec.columns for part in _column(field, spec, column, row, f"{spec.key}.{number}", label)
        ]
        if spec.one_complete and (complete or number) and len(rows) > 1:
            parts = [part for part in parts if part.written or part.spec.key == row_name(spec) or part.spec.when]
        complete = complete or all(part.condition == "ok" for part in parts)
        yield from parts


def _column(
    field: FieldSpec, spec: Input, column: Input, row: Mapping[str, Any], path: str, label: str
) -> Iterator[Part]:
    if all(holds(condition, row, "") for condition in column.when):
        yield from _leaf(field, column, row.get(column.key), f"{path}.{column.key}", label, spec.by)
    elif not blank(row.get(column.key)):
        yield from _leaf(
            field,
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


def _item(field: FieldSpec, spec: Input, key: str, raw: Any) -> Iterator[Part]:
    item = item_of(raw)
    by: Gate = "contract" if key in spec.later else spec.by
    state = item.get("state") or ("required" if any(column.key in item for column in spec.columns) else None)
    if item.get("status") == "unknown":
        state = "unknown"
    if blank(state):
        yield Part(key, spec, "missing", None, key, by=by)
    elif state not in ("required", "not_required", "unknown"):
        yield Part(key, spec, "unreadable", Bad(str(state), "item_state"), key, "item_state", by, item)
    elif state == "unknown":
        yield Part(key, spec, "unknown", None, key, by=by, own=item)
    else:
        yield Part(key, spec, "ok" if item.get("asked", True) else "not_asked", state, key, by=by, own=item)
        if state == "required":
            yield from _follow_ups(field, spec, key, item, by)


def _follow_ups(field: FieldSpec, spec: Input, key: str, item: Mapping[str, Any], by: Gate) -> Iterator[Part]:
    for column in spec.columns:
        if all(holds(condition, item, key) for condition in column.when):
            yield from _leaf(field, column, item.get(column.key), f"{key}.{column.key}", key, by)
