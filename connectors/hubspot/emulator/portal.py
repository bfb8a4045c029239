"""One portal in memory: deals with history, properties, pipelines, owners, tasks, quotes. Everybody changes it here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from connectors.hubspot.emulator.values import Definition, Invalid, normal

Json = dict[str, Any]
Listener = Callable[[Json], None]
CLOSED = ("closedwon", "closedlost")


class Refusal(Exception):
    """HubSpot does not let a person do this: a required stage property is empty."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"Required before this stage: {', '.join(names)}")
        self.names = names


@dataclass(frozen=True)
class Source:
    """Who does something: `kind` is HubSpot's changeSource."""

    kind: str
    id: str = ""

    @property
    def user(self) -> int | None:
        return int(self.id.removeprefix("userId:")) if self.id.startswith("userId:") else None


@dataclass
class Record:
    """A deal, task or quote with its properties and their history, newest first."""

    id: str
    properties: dict[str, str | None] = field(default_factory=dict)
    history: dict[str, list[Json]] = field(default_factory=dict)
    created: str = ""
    updated: str = ""
    archived: bool = False


def person(user_id: int) -> Source:
    return Source("CRM_UI", f"userId:{user_id}")


IMPORT, WORKFLOW = Source("IMPORT", ""), Source("AUTOMATION_PLATFORM", "enrollmentId:1")
_STANDARD = {
    "dealname": ("string", "text"), "dealstage": ("enumeration", "radio"), "pipeline": ("enumeration", "select"),
    "amount": ("number", "number"), "closedate": ("datetime", "date"), "hubspot_owner_id": ("enumeration", "select"),
    "createdate": ("datetime", "date"), "hs_lastmodifieddate": ("datetime", "date"), "description": ("string", "textarea"),
    "hs_object_id": ("number", "number"),
}  # fmt: skip
_STAGES = (
    ("appointmentscheduled", "Discovery", "0.2"), ("qualifiedtobuy", "Qualified to buy", "0.4"),
    ("presentationscheduled", "Presentation scheduled", "0.6"), ("quotesent", "Quote sent", "0.8"),
    ("contractsent", "Contract sent", "0.9"), ("closedwon", "Closed won", "1.0"), ("closedlost", "Closed lost", "0.0"),
)  # fmt: skip


class Portal:
    """The state of one portal. Every method is safe to call from any thread."""

    def __init__(self, portal_id: int = 99000001, app_id: int = 4711, token: str = "emulator-token-0001") -> None:
        self.portal_id, self.app_id, self.token = portal_id, app_id, token
        self.client_secret = "emulator-client-secret-0001"
        self.name, self.time_zone = "Example Company", "Europe/Berlin"
        self.lock = threading.RLock()
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.listeners: list[Listener] = []
        self.deals: dict[str, Record] = {}
        self.tasks: dict[str, Record] = {}
        self.quotes: dict[str, Record] = {}
        self.links: dict[tuple[str, str], dict[str, list[str]]] = {}
        self.definitions: dict[str, Definition] = {name: _standard(name, *kind) for name, kind in _STANDARD.items()}
        self.groups: dict[str, Json] = {"dealinformation": {"name": "dealinformation", "label": "Deal information"}}
        self.owners: list[Json] = []
        self.pipelines: list[Json] = [_pipeline("default", "Sales Pipeline")]
        self.required: dict[str, list[str]] = {}
        self.calls: list[Json] = []
        self._next = 91453000000

    # --- making ----------------------------------------------------------------------------------------------------

    def new_id(self) -> str:
        with self.lock:
            self._next += 1
            return str(self._next)

    def add_owner(self, id: int, user_id: int, first: str, last: str, archived: bool = False) -> str:
        email = f"{first}.{last}@example.com".lower()
        row = {"id": str(id), "userId": user_id, "userIdIncludingInactive": user_id, "email": email, "type": "PERSON"}
        self.owners.append({**row, "firstName": first, "lastName": last, "archived": archived, "teams": []})
        return str(id)

    def create_deal(
        self, properties: Mapping[str, str | None], by: Source, created: datetime | None = None, id: str = ""
    ) -> str:
        """A new deal; HubSpot sends `creation` and a change for each property."""
        with self.lock:
            record = Record(id or self.new_id(), created=_iso(created or self.clock()))
            self.deals[record.id] = record
            given = {"pipeline": "default", "dealstage": "appointmentscheduled", **properties}
            self._emit("deal.creation", record.id, by, {"changeFlag": "CREATED"})
            self._change(record, {**given, "createdate": record.created, "hs_object_id": record.id}, by, created)
            return record.id

    # --- changing ---------------------------------------------------------------------------------------------------

    def set_properties(self, id: str, values: Mapping[str, Any], by: Source, validate_stage: bool = True) -> None:
        """Change a deal. Raises KeyError, Invalid or Refusal; then nothing was changed."""
        with self.lock:
            record = self.deals[id]
            if record.archived:
                raise KeyError(id)
            clean = {name: normal(self._definition(name), value) for name, value in values.items()}
            self._check_stage(record, clean)
            if validate_stage:
                self._check_required(record, clean)
            self._change(record, self._with_close_date(record, clean), by)

    def _definition(self, name: str) -> Definition:
        if name not in self.definitions:
            raise Invalid(name, "PROPERTY_DOESNT_EXIST", f'Property "{name}" does not exist')
        return self.definitions[name]

    def _check_stage(self, record: Record, values: Mapping[str, str | None]) -> None:
        pipeline = values.get("pipeline") or record.properties.get("pipeline")
        stage = values.get("dealstage")
        known = {s["id"] for p in self.pipelines if p["id"] == pipeline for s in p["stages"]}
        if stage and stage not in known:
            raise Invalid("dealstage", "INVALID_OPTION", f"{stage} is not a stage of pipeline {pipeline}")

    def _check_required(self, record: Record, values: Mapping[str, str | None]) -> None:
        """Conditional required properties: since 2026-09 they bind API writes too."""
        stage = values.get("dealstage")
        if stage and stage != record.properties.get("dealstage"):
            after = {**record.properties, **values}
            empty = [name for name in self.required.get(stage, []) if not after.get(name)]
            if empty:
                raise Refusal(empty)

    def _with_close_date(self, record: Record, values: dict[str, str | None]) -> dict[str, str | None]:
        """Entering a closed stage sets the close date."""
        if values.get("dealstage") in CLOSED and "closedate" not in values:
            return {**values, "closedate": _iso(self.clock())}
        return values

    def _change(self, record: Record, values: Mapping[str, str | None], by: Source, at: datetime | None = None) -> None:
        now = _iso(at or self.clock())
        for name, value in values.items():
            if record.properties.get(name) != value:
                record.properties[name] = value
                entry: Json = {"value": value or "", "timestamp": now, "sourceType": by.kind, "sourceId": by.id}
                record.history.setdefault(name, []).insert(0, entry | ({"updatedByUserId": by.user} if by.user else {}))
                change = {"propertyName": name, "propertyValue": value or ""}
                self._emit("deal.propertyChange", record.id, by, change)
        record.updated = _iso(self.clock())
        record.properties["hs_lastmodifieddate"] = record.updated

    # --- what people and others do ----------------------------------------------------------------------------------

    def person_sets(self, id: str, values: Mapping[str, str], user_id: int) -> None:
        self.set_properties(id, values, person(user_id))

    def person_moves(self, id: str, stage: str, user_id: int, pipeline: str | None = None) -> None:
        """As on the board: refused when a required stage property is empty."""
        self.set_properties(id, {"dealstage": stage, **({"pipeline": pipeline} if pipeline else {})}, person(user_id))

    def others_move(self, id: str, stage: str, by: Source) -> None:
        """Imports and workflows are not bound by required stage properties."""
        self.set_properties(
            id, {"dealstage": stage}, by, validate_stage=by.kind not in ("IMPORT", "AUTOMATION_PLATFORM")
        )

    def delete(self, id: str, by: Source) -> None:
        with self.lock:
            self.deals[id].archived = True
            self._emit("deal.deletion", id, by, {"changeFlag": "DELETED"})

    def restore(self, id: str, by: Source) -> None:
        with self.lock:
            self.deals[id].archived = False
            self._emit("deal.restore", id, by, {})

    def merge(self, first: str, second: str, by: Source) -> str:
        """Two deals become a new one (since 2024 a merge makes a new id); the furthest stage is kept."""
        with self.lock:
            stages = [s["id"] for s in self.pipelines[0]["stages"]]
            ahead = max(
                (first, second), key=lambda id: stages.index(self.deals[id].properties["dealstage"] or stages[0])
            )
            made = self.deals[ahead]
            new = Record(
                self.new_id(),
                dict(made.properties),
                {k: list(v) for k, v in made.history.items()},
                made.created,
                _iso(self.clock()),
            )
            self.deals[new.id] = new
            for id in (first, second):
                del self.deals[id]
            told = {
                "primaryObjectId": int(first),
                "mergedObjectIds": [int(second)],
                "newObjectId": int(new.id),
                "numberOfPropertiesMoved": 9,
            }
            self._emit("deal.merge", first, by, told)
            return new.id

    def publish_quote(self, deal: str, by: Source) -> str:
        with self.lock:
            record = Record(self.new_id(), {"hs_status": "APPROVAL_NOT_NEEDED"})
            self.quotes[record.id] = record
            self.link("quotes", record.id, "deals", deal)
            self._emit(
                "quote.propertyChange",
                record.id,
                by,
                {"propertyName": "hs_status", "propertyValue": "APPROVAL_NOT_NEEDED"},
            )
            return record.id

    def link(self, kind: str, id: str, other: str, other_id: str) -> None:
        """Two records belong together, in both directions."""
        for a, x, b, y in ((kind, id, other, other_id), (other, other_id, kind, id)):
            ids = self.links.setdefault((a, b), {}).setdefault(x, [])
            if y not in ids:
                ids.append(y)

    def _emit(self, kind: str, id: str, by: Source, more: Json) -> None:
        event = {"subscriptionType": kind, "objectId": int(id), "portalId": self.portal_id, "appId": self.app_id}
        event |= {"occurredAt": int(self.clock().timestamp() * 1000), "changeSource": by.kind, "sourceId": by.id}
        for listener in self.listeners:
            listener({**event, **more})

    def count_calls(self, *words: str) -> int:
        """How many requests were made (whose path contains one of the words)."""
        return sum(not words or any(word in call["path"] for word in words) for call in self.calls)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _standard(name: str, kind: str, field_type: str) -> Definition:
    label = name.removeprefix("hs_").replace("_", " ").capitalize()
    free = {"externalOptions": True} if kind == "enumeration" else {}
    return {
        "name": name,
        "label": label,
        "groupName": "dealinformation",
        "type": kind,
        "fieldType": field_type,
        **free,
        "options": [],
    }


def _pipeline(id: str, label: str) -> Json:
    stages = [
        {"id": stage, "label": name, "displayOrder": order, "archived": False,
         "metadata": {"isClosed": str(stage in CLOSED).lower(), "probability": probability}}
        for order, (stage, name, probability) in enumerate(_STAGES)
    ]  # fmt: skip
    return {"id": id, "label": label, "displayOrder": 0, "archived": False, "stages": stages}
