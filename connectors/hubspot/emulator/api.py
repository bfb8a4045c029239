"""HubSpot's API 2026-09, as strict as the facts we have. Older versions answer 404."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from connectors.hubspot.emulator.faults import Fault
from connectors.hubspot.emulator.portal import Portal, Record, Refusal, Source
from connectors.hubspot.emulator.search import SearchRefused, search
from connectors.hubspot.emulator.values import Invalid

V = "2026-09"
api = Blueprint("api", __name__)
Json = dict[str, Any]
Answer = Response | tuple[Response, int] | tuple[str, int]
PROPERTY_KEYS = {"string", "number", "date", "datetime", "enumeration", "bool", "phone_number"}


def portal() -> Portal:
    found: Portal = current_app.extensions["portal"]
    return found


def faults() -> list[Fault]:
    found: list[Fault] = current_app.extensions["faults"]
    return found


@api.before_request
def receive() -> Answer | None:
    """Count the call, strike with faults, check the token."""
    body = request.get_json(silent=True) or {}
    inputs = len(body.get("inputs", ())) if isinstance(body, dict) else 0
    portal().calls.append({"method": request.method, "path": request.path, "inputs": inputs})
    for fault in faults():
        if not fault.after_apply and fault.takes(request.path):
            if fault.before:
                fault.before()
            if fault.status:
                return struck(fault)
    if request.headers.get("Authorization") != f"Bearer {portal().token}":
        return refuse(401, "INVALID_AUTHENTICATION", "Authentication credentials not found or not valid")
    return None


@api.after_request
def lose(response: Response) -> Response:
    """A request that was carried out and whose answer is lost."""
    for fault in faults():
        if fault.after_apply and fault.takes(request.path):
            return struck(fault)
    return response


def struck(fault: Fault) -> Response:
    body = fault.body or {"status": "error", "message": f"emulated {fault.status}"}
    if isinstance(body, str):
        return Response(body, fault.status, fault.headers, mimetype="text/html")
    return Response(json.dumps(body), fault.status, fault.headers, mimetype="application/json")


def refuse(status: int, category: str, message: str, context: Json | None = None) -> tuple[Response, int]:
    body = {"status": "error", "category": category, "message": message, "correlationId": str(uuid.uuid4())}
    return jsonify(body | ({"context": context} if context else {})), status


def invalid(name: str, code: str, message: str) -> str:
    """The message of a validation error: JSON inside text."""
    inner = json.dumps([{"isValid": False, "message": message, "error": code, "name": name}])
    return f"Property values were not valid: {inner}"


# --- deals ----------------------------------------------------------------------------------------------------------


def shown(record: Record, properties: list[str], history: list[str]) -> Json:
    """A record with the properties that were asked for; unknown names are left out."""
    known = portal().definitions
    body: Json = {
        "id": record.id,
        "archived": record.archived,
        "createdAt": record.created,
        "updatedAt": record.updated,
    }
    body["properties"] = {name: record.properties.get(name) for name in properties if name in known}
    if history:
        body["propertiesWithHistory"] = {name: record.history.get(name, []) for name in history if name in known}
    return body


def batch(results: list[Json], errors: list[Json]) -> Response:
    """Partial failures stand inside a 200 (2026-09)."""
    body: Json = {"status": "COMPLETE", "results": results}
    return jsonify(body | ({"numErrors": len(errors), "errors": errors} if errors else {}))


def asked(limit: int) -> tuple[list[Json], Answer | None]:
    body = request.get_json(silent=True)
    inputs = body.get("inputs") if isinstance(body, dict) else None
    if not isinstance(inputs, list) or any(not isinstance(i, dict) or not isinstance(i.get("id"), str) for i in inputs):
        return [], refuse(400, "VALIDATION_ERROR", "Invalid input JSON: inputs with string ids are required")
    if len(inputs) > limit:
        return [], refuse(400, "VALIDATION_ERROR", f"The maximum number of inputs is {limit}")
    return inputs, None


@api.post(f"/crm/objects/{V}/deals/batch/read")
@api.post(f"/crm/objects/{V}/0-3/batch/read")
def read_deals() -> Answer:
    body = request.get_json(silent=True) or {}
    properties, history = body.get("properties"), body.get("propertiesWithHistory")
    if not isinstance(properties, list) or not isinstance(history, list):
        return refuse(400, "VALIDATION_ERROR", "properties and propertiesWithHistory are required")
    inputs, bad = asked(50 if history else 100)
    if bad:
        return bad
    with portal().lock:
        ids = list(dict.fromkeys(i["id"] for i in inputs))
        found = [portal().deals[id] for id in ids if id in portal().deals and not portal().deals[id].archived]
        missing = [id for id in ids if id not in {record.id for record in found}]
        rows = [shown(record, properties, history) for record in found]
    errors = (
        [{"status": "error", "category": "OBJECT_NOT_FOUND", "message": "not found", "context": {"ids": missing}}]
        if missing
        else []
    )
    return batch(rows, errors)


def own_app() -> Source:
    return Source("INTEGRATION", str(portal().app_id))


def change(id: str, values: Any) -> tuple[Record | None, Json | None]:
    """Change one deal: the record, or the error."""
    if not isinstance(values, Mapping):
        return None, {"category": "VALIDATION_ERROR", "message": "properties are required"}
    try:
        portal().set_properties(id, values, own_app())
    except KeyError:
        return None, {"category": "OBJECT_NOT_FOUND", "message": f"deal {id} was not found", "context": {"ids": [id]}}
    except Invalid as error:
        return None, {"category": "VALIDATION_ERROR", "message": invalid(error.name, error.code, str(error))}
    except Refusal as error:
        text = invalid(error.names[0], "REQUIRED_FIELD", str(error))
        return None, {"category": "VALIDATION_ERROR", "message": text, "context": {"properties": error.names}}
    return portal().deals[id], None


@api.post(f"/crm/objects/{V}/deals/batch/update")
@api.post(f"/crm/objects/{V}/0-3/batch/update")
def update_deals() -> Answer:
    """Without unique trace ids one bad input refuses the whole batch; with them failures are told apart."""
    inputs, bad = asked(100)
    if bad:
        return bad
    traces = [i.get("objectWriteTraceId") for i in inputs]
    traced = all(traces) and len(set(traces)) == len(traces) and current_app.extensions["trace_ids"]
    with portal().lock:
        if not traced and (first := _first_error(inputs)):
            return refuse(400, first["category"], first["message"], first.get("context"))
        results, errors = [], []
        for entry in inputs:
            record, error = change(entry["id"], entry.get("properties"))
            if record:
                results.append(shown(record, list(entry["properties"]), []))
            elif error:
                context = {**error.get("context", {}), "objectWriteTraceId": [entry.get("objectWriteTraceId")]}
                errors.append({"status": "error", **error, "context": context})
    return batch(results, errors)


def _first_error(inputs: list[Json]) -> Json | None:
    """Try all changes on copies: nothing is written when one is refused."""
    before = {id: (dict(r.properties), r.updated) for id, r in portal().deals.items()}
    listeners, portal().listeners = portal().listeners, []
    histories = {id: {k: list(v) for k, v in r.history.items()} for id, r in portal().deals.items()}
    try:
        return next((error for entry in inputs if (error := change(entry["id"], entry.get("properties"))[1])), None)
    finally:
        for id, (properties, updated) in before.items():
            record = portal().deals[id]
            record.properties, record.updated, record.history = properties, updated, histories[id]
        portal().listeners = listeners


@api.post(f"/crm/objects/{V}/deals/search")
@api.post(f"/crm/objects/{V}/0-3/search")
def search_deals() -> Answer:
    body = request.get_json(silent=True) or {}
    try:
        with portal().lock:
            found, after, total = search([r for r in portal().deals.values() if not r.archived], body)
            rows = [shown(record, body.get("properties") or [], []) for record in found]
    except SearchRefused as error:
        return refuse(400, "VALIDATION_ERROR", str(error))
    paging = {"paging": {"next": {"after": after}}} if after else {}
    return jsonify({"total": total, "results": rows, **paging})


# --- the account ----------------------------------------------------------------------------------------------------


@api.get(f"/account-info/{V}/details")
def account() -> Answer:
    told = {"portalId": portal().portal_id, "timeZone": portal().time_zone, "accountType": "STANDARD"}
    return jsonify({**told, "companyCurrency": "EUR", "uiDomain": "app.hubspot.com", "companyName": portal().name})


@api.get(f"/crm/pipelines/{V}/deals")
def pipelines() -> Answer:
    return jsonify({"results": portal().pipelines})


@api.get(f"/crm/owners/{V}", strict_slashes=False)
def owners() -> Answer:
    archived = request.args.get("archived", "false") == "true"
    rows = [owner for owner in portal().owners if owner["archived"] == archived]
    start, limit = int(request.args.get("after", "0")), int(request.args.get("limit", "100"))
    page = rows[start : start + limit]
    paging = {"paging": {"next": {"after": str(start + limit)}}} if start + limit < len(rows) else {}
    return jsonify({"results": page, **paging})


@api.get(f"/crm/properties/{V}/deals")
def properties() -> Answer:
    return jsonify({"results": list(portal().definitions.values())})


@api.get(f"/crm/properties/{V}/deals/groups")
def groups() -> Answer:
    return jsonify({"results": list(portal().groups.values())})


@api.post(f"/crm/properties/{V}/deals/groups")
def create_group() -> Answer:
    body = request.get_json()
    if body["name"] in portal().groups:
        return refuse(409, "CONFLICT", "a group with this name exists")
    portal().groups[body["name"]] = body
    return jsonify(body), 201


@api.post(f"/crm/properties/{V}/deals/batch/create")
def create_properties() -> Answer:
    results, errors = [], []
    for definition in (request.get_json() or {}).get("inputs", []):
        problem = _property_problem(definition)
        if problem:
            errors.append({"status": "error", "category": "VALIDATION_ERROR", "message": problem})
        else:
            portal().definitions[definition["name"]] = definition
            results.append(definition)
    return batch(results, errors)


def _property_problem(definition: Json) -> str:
    name = str(definition.get("name", ""))
    if not name or name != name.lower() or not name.replace("_", "a").isalnum():
        return f"{name} is not a valid property name"
    if name in portal().definitions:
        return f"a property named {name} exists already"
    if definition.get("type") not in PROPERTY_KEYS or definition.get("groupName") not in portal().groups:
        return f"{name}: type or group is not valid"
    if any({"label", "value", "displayOrder", "hidden"} - set(option) for option in definition.get("options", [])):
        return f"{name}: every option has label, value, displayOrder and hidden"
    return ""


@api.route(f"/crm/properties/{V}/deals/<name>", methods=["PATCH", "DELETE"])
def change_property(name: str) -> Answer:
    if name not in portal().definitions:
        return refuse(404, "OBJECT_NOT_FOUND", f"no property {name}")
    if request.method == "DELETE":
        del portal().definitions[name]
        return "", 204
    portal().definitions[name] |= request.get_json()
    return jsonify(portal().definitions[name])


# --- tasks, quotes, links -------------------------------------------------------------------------------------------


@api.post(f"/crm/objects/{V}/tasks")
def create_task() -> Answer:
    body = request.get_json(silent=True) or {}
    values = body.get("properties", {})
    if "hs_timestamp" not in values or any(not isinstance(value, str) for value in values.values()):
        return refuse(400, "VALIDATION_ERROR", "hs_timestamp is required and values are strings")
    record = Record(portal().new_id(), dict(values))
    portal().tasks[record.id] = record
    for link in body.get("associations", []):
        if link["types"][0].get("associationTypeId") != 216 or not isinstance(link["to"].get("id"), str):
            return refuse(400, "VALIDATION_ERROR", "association type 216 links a task to a deal")
        portal().link("tasks", record.id, "deals", link["to"]["id"])
    return jsonify({"id": record.id, "properties": record.properties}), 201


@api.patch(f"/crm/objects/{V}/tasks/<id>")
def update_task(id: str) -> Answer:
    if id not in portal().tasks:
        return refuse(404, "OBJECT_NOT_FOUND", f"no task {id}")
    portal().tasks[id].properties |= request.get_json()["properties"]
    return jsonify({"id": id, "properties": portal().tasks[id].properties})


@api.post(f"/crm/objects/{V}/<kind>/batch/read")
def read_others(kind: str) -> Answer:
    store = {"tasks": portal().tasks, "quotes": portal().quotes}.get(kind)
    inputs, bad = asked(100)
    if store is None or bad:
        return bad or refuse(404, "OBJECT_NOT_FOUND", f"no object {kind}")
    found = [store[i["id"]] for i in inputs if i["id"] in store]
    return batch([{"id": record.id, "properties": record.properties} for record in found], [])


@api.post(f"/crm/associations/{V}/<kind>/<other>/batch/read")
def read_links(kind: str, other: str) -> Answer:
    inputs, bad = asked(1000)
    if bad:
        return bad
    links = portal().links.get((kind, other), {})
    types = [{"category": "HUBSPOT_DEFINED", "typeId": 216, "label": None}]
    rows = [
        {"from": {"id": i["id"]}, "to": [{"toObjectId": int(id), "associationTypes": types} for id in links[i["id"]]]}
        for i in inputs
        if i["id"] in links
    ]
    return batch(rows, [])
