"""HubSpot's JSON as our plain data. Tolerant: ids and values may be texts or numbers, keys may be missing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from connectors.base import Moved, Pipeline, StageInfo, Step
from connectors.hubspot.webhooks import moved
from rules.model import Person, Stage

Json = Mapping[str, Any]
EPOCH = datetime.fromtimestamp(0, UTC)


def text(value: Any) -> str:
    """A value as the text it is everywhere else."""
    return "" if value is None else str(value)


def instant(value: Any) -> datetime:
    """ISO 8601 or milliseconds; the epoch when it is neither."""
    word = text(value).strip()
    try:
        if word.isdigit():
            return datetime.fromtimestamp(int(word) / 1000, UTC)
        read = datetime.fromisoformat(word.replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError):
        return EPOCH
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def results(answer: Json) -> list[Json]:
    """The records of a list or batch answer."""
    return listed(answer.get("results"))


def listed(value: Any) -> list[Json]:
    """The objects of a list; nothing when it is none."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def errors(answer: Json) -> list[Json]:
    """What failed inside a successful answer (207 before 2026-03, 200 since)."""
    return listed(answer.get("errors"))


def not_found(error: Json) -> bool:
    """Does this error say that records are not there?"""
    return "NOT_FOUND" in text(error.get("category")).upper()


def ids_in(error: Json) -> list[str]:
    """The records that an error inside a batch answer speaks of."""
    context = error.get("context")
    named = [context.get(key) for key in ("ids", "id", "objectId")] if isinstance(context, Mapping) else []
    return [text(id) for value in named for id in (value if isinstance(value, list) else [value]) if id is not None]


def values(record: Json) -> Mapping[str, Any]:
    found = record.get("properties")
    return found if isinstance(found, Mapping) else {}


def next_page(answer: Json) -> str | None:
    """The `after` of the next page, if there is one."""
    paging = answer.get("paging")
    following = paging.get("next") if isinstance(paging, Mapping) else None
    after = following.get("after") if isinstance(following, Mapping) else None
    return str(after) if after else None


def pipelines(answer: Json) -> tuple[Pipeline, ...]:
    """Pipelines with their stages in the order of the board, without archived ones."""
    live = [row for row in _ordered(results(answer)) if not row.get("archived")]
    return tuple(Pipeline(text(row.get("id")), text(row.get("label")), _stages(row)) for row in live)


def _stages(row: Json) -> tuple[StageInfo, ...]:
    stages = [stage for stage in _ordered(listed(row.get("stages"))) if not stage.get("archived")]
    return tuple(StageInfo(text(stage.get("id")), text(stage.get("label")), _closed(stage)) for stage in stages)


def _ordered(rows: Iterable[Json]) -> list[Json]:
    def order(row: Json) -> float:
        try:
            return float(row.get("displayOrder") or 0)
        except (TypeError, ValueError):
            return 0.0

    return sorted(rows, key=order)


def _closed(stage: Json) -> Literal["open", "won", "lost"]:
    """`isClosed` is a text; probability 1.0 is won, 0.0 is lost (2026-11)."""
    found = stage.get("metadata")
    metadata = found if isinstance(found, Mapping) else {}
    try:
        probability = float(metadata.get("probability", "nan"))
    except (TypeError, ValueError):
        probability = float("nan")
    closed = text(metadata.get("isClosed")).casefold()
    if closed == "true" or (not closed and probability in (0.0, 1.0)):
        return "won" if probability == 1.0 else "lost"
    return "open"


def person(row: Json, active: bool) -> tuple[Person, tuple[str, ...]]:
    """An owner, and every way somebody may refer to them: owner id, user id, e-mail address."""
    name = " ".join(text(row.get(key)) for key in ("firstName", "lastName")).strip()
    made = Person(
        id=text(row.get("id")), name=name or text(row.get("email")), active=active and not row.get("archived")
    )
    users = [f"userId:{text(row.get(key))}" for key in ("userId", "userIdIncludingInactive") if row.get(key)]
    mail = text(row.get("email")).casefold()
    return made, tuple(reference for reference in (made.id, *users, mail) if reference)


def history(record: Json, name: str) -> list[Json]:
    """One property's history, newest first whatever order it came in."""
    found = record.get("propertiesWithHistory")
    entries = found.get(name) if isinstance(found, Mapping) else None
    return sorted(listed(entries), key=_at, reverse=True)


def entry_moved(entry: Json, app: str) -> Moved:
    """Who made one entry of a history."""
    found = moved(text(entry.get("sourceType")), text(entry.get("sourceId")), instant(entry.get("timestamp")), app)
    user = text(entry.get("updatedByUserId"))
    if user and not found.person and found.by in ("person", "unknown"):
        return Moved(by=found.by, person=user, source=found.source, at=found.at)
    return found


def steps(record: Json, app: str) -> tuple[Step, ...]:
    """The stage history, each step with the pipeline of that moment."""
    moves, pipes = history(record, "dealstage"), history(record, "pipeline")
    now = text(values(record).get("pipeline"))
    return tuple(
        Step(
            Stage(pipeline=_pipeline_at(pipes, _at(e), now), id=text(e.get("value"))),
            _at(e),
            entry_moved(e, app),
        )
        for e in moves
        if text(e.get("value"))
    )


def _at(entry: Json) -> datetime:
    return instant(entry.get("timestamp"))


def _pipeline_at(pipes: list[Json], at: datetime, default: str) -> str:
    """The pipeline at an instant. One that changed within two seconds of the stage changed together with it."""
    for entry in pipes:
        if (_at(entry) - at).total_seconds() <= 2:
            return text(entry.get("value"))
    return text(pipes[-1].get("value")) if pipes else default


def closedate_before(record: Json, moved_at: datetime) -> str | None:
    """The close date that the move into a closed stage overwrote; None when the move did not touch it."""
    entries = history(record, "closedate")
    if not entries or abs((_at(entries[0]) - moved_at).total_seconds()) > 5:
        return None
    return text(entries[1].get("value")) if len(entries) > 1 else ""
