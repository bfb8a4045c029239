"""Salesforce's JSON as our plain data. Tolerant: fields may be missing, numbers may be texts. Pure; facts as of 2026-11."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

from connectors.base import Pipeline, StageInfo
from connectors.salesforce.ids import id18, is_id
from connectors.salesforce.schema import DEFAULT_PIPELINE
from rules.model import Stage

Json = Mapping[str, Any]
Item = TypeVar("Item")
EPOCH = datetime.fromtimestamp(0, UTC)
NUMBERS = ("double", "int", "long", "currency", "percent")
LONGEST_LINE, LONGEST_AREA = 255, 32_768
_MACHINES = ("Automated", "CloudIntegration", "System")


def chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def text(value: Any) -> str:
    """A value as the text it is everywhere else: numbers without `.0`, booleans in lower case."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def kept(value: Any) -> str | None:
    return None if value is None else text(value)


def instant(value: Any) -> datetime:
    """`2026-11-22T10:15:30.000+0000`; the epoch when it is no instant."""
    try:
        read = datetime.fromisoformat(text(value))
    except ValueError:
        return EPOCH
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


def listed(value: Any) -> list[Json]:
    """The objects of a list; nothing when it is none."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def by_id(rows: Iterable[Json]) -> dict[str, Json]:
    return {id18(id): row for row in rows if is_id(id := text(row.get("Id")))}


# --- what the opportunity looks like --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Field:
    """One field of the object, as far as our user may see it."""

    name: str
    type: str
    length: int
    writable: bool

    @property
    def limit(self) -> int:
        """How many characters a text may have."""
        return self.length or (LONGEST_AREA if self.type == "textarea" else LONGEST_LINE)


@dataclass(frozen=True)
class RecordType:
    """One of the ways to sell: it chooses the stages. `name` is what a pipeline is called by."""

    id: str
    name: str
    label: str
    active: bool


@dataclass(frozen=True)
class Shape:
    """The object's fields by name, and its record types without the master."""

    fields: Mapping[str, Field]
    record_types: tuple[RecordType, ...]

    def stage(self, row: Json) -> Stage:
        """Where a deal stands."""
        id = text(row.get("RecordTypeId"))[:15]
        name = next((kind.name for kind in self.record_types if id and kind.id[:15] == id), DEFAULT_PIPELINE)
        return Stage(pipeline=name, id=text(row.get("StageName")))

    def record_type_id(self, pipeline: str) -> str | None:
        return next((kind.id for kind in self.record_types if kind.name == pipeline), None)

    def known(self, names: Iterable[str], without: Iterable[str] = ()) -> list[str]:
        """Those of these fields that are there, each once."""
        left_out = set(without)
        return [name for name in dict.fromkeys(names) if name in self.fields and name not in left_out]

    def shown(self, name: str, value: Any) -> str | None:
        """One of our own values, as the rules write it."""
        field = self.fields.get(name)
        if field and field.type == "datetime" and value:
            return instant(value).strftime("%Y-%m-%dT%H:%M:%SZ")
        return kept(value)


def shape(described: Json) -> Shape:
    """A describe answer, as far as we need it."""
    fields = (_field(row) for row in listed(described.get("fields")))
    kinds = (_record_type(row) for row in listed(described.get("recordTypeInfos")) if row.get("master") is not True)
    return Shape({field.name: field for field in fields}, tuple(kind for kind in kinds if kind.name))


def _field(row: Json) -> Field:
    length = row.get("length")
    size = length if isinstance(length, int) else 0
    return Field(text(row.get("name")), text(row.get("type")), size, row.get("updateable") is not False)


def _record_type(row: Json) -> RecordType:
    label = text(row.get("name"))
    name = text(row.get("developerName")) or "".join(sign if sign.isalnum() else "_" for sign in label)
    return RecordType(text(row.get("recordTypeId")), name, label, row.get("active") is not False)


# --- pipelines ------------------------------------------------------------------------------------------------------


def stages(rows: Iterable[Json]) -> tuple[StageInfo, ...]:
    """The active rows of OpportunityStage, in their order. What stands on a deal is the API name."""
    live = [row for row in rows if row.get("IsActive") is not False]
    made = (_stage(row) for row in sorted(live, key=_order))
    return tuple(stage for stage in made if stage.id)


def _stage(row: Json) -> StageInfo:
    label = text(row.get("MasterLabel")) or text(row.get("ApiName"))
    return StageInfo(text(row.get("ApiName")) or label, label, _closed(row))


def _closed(row: Json) -> Literal["open", "won", "lost"]:
    if row.get("IsClosed") is not True:
        return "open"
    return "won" if row.get("IsWon") is True else "lost"


def _order(row: Json) -> float:
    try:
        return float(text(row.get("SortOrder")) or 0)
    except ValueError:
        return 0.0


def pipeline(kind: RecordType, all_stages: Sequence[StageInfo], allowed: Json) -> Pipeline:
    """A record type with the stages of its sales process; with all of them when the answer names none of ours."""
    values = {text(value.get("value")) for value in listed(allowed.get("values"))}
    own = tuple(stage for stage in all_stages if stage.id in values)
    return Pipeline(kind.name, kind.label or kind.name, own or tuple(all_stages))


# --- history --------------------------------------------------------------------------------------------------------


def moves(rows: Iterable[Json]) -> list[Json]:
    """The rows of a deal's history at which its stage changed, newest first.

    A new amount or close date makes a row too, with the stage as it was: of rows in a run, the oldest is the move.
    Stamps are whole seconds; within one, ids tell the order.
    """
    found: list[Json] = []
    for row in sorted(rows, key=lambda row: (instant(row.get("CreatedDate")), text(row.get("Id")))):
        if not found or text(found[-1].get("StageName")) != text(row.get("StageName")):
            found.append(row)
    return found[::-1]


def is_machine(kind: str) -> bool:
    """Is this UserType one of Salesforce's own, in whose name flows and integrations of the platform save?"""
    return kind.startswith(_MACHINES)
