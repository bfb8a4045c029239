"""sObject collections: up to 200 records in a call, 200 even when rows fail (2026-11)."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from connectors.salesforce.emulator import saving
from connectors.salesforce.emulator.ids import id18, is_id
from connectors.salesforce.emulator.records import Record, Refusal
from connectors.salesforce.emulator.rest import entity_named
from connectors.salesforce.emulator.web import Answer, ApiRefused, Json, address, body, org, route, user

MOST, MOST_CHUNKS = 200, 10
_ROLLED_BACK = {
    "statusCode": "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    "message": "Record rolled back because not all records were valid and the request was using AllOrNone header",
    "fields": [],
}


def _asked() -> tuple[list[Json], bool]:
    """The records of a request and allOrNone. Raises ApiRefused."""
    found = body()
    records = found.get("records")
    if not isinstance(records, list) or not all(isinstance(row, dict) for row in records):
        raise ApiRefused(400, "JSON_PARSER_ERROR", "records: a list of records is required")
    _check_count(len(records))
    kinds = [str((row.get("attributes") or {}).get("type", "")) for row in records]
    if not all(kinds):
        raise ApiRefused(400, "INVALID_INPUT", "sObject type is missing: attributes.type is required")
    if sum(a != b for a, b in zip([""] + kinds, kinds, strict=False)) > MOST_CHUNKS:
        raise ApiRefused(
            400, "LIMIT_EXCEEDED", "cannot have more than 10 chunks of different types in a single request"
        )
    return records, found.get("allOrNone") is True


def _check_count(count: int) -> None:
    if count > MOST:
        told = f"record limit reached. cannot submit more than {MOST} records into this call"
        raise ApiRefused(400, "EXCEEDED_ID_LIMIT", told)


@route("/composite/sobjects", "PATCH")
def update_many() -> Answer:
    return _many(_update)


@route("/composite/sobjects", "POST")
def create_many() -> Answer:
    return _many(_create)


def _many(work: Any) -> Answer:
    records, all_or_none = _asked()
    return jsonify(_transaction([lambda row=row: work(row) for row in records], all_or_none))


def _transaction(steps: list[Any], all_or_none: bool) -> list[Json]:
    """Row by row; with allOrNone one failure undoes all of it."""
    org().journal.begin()
    try:
        results = [_one(step) for step in steps]
        if all_or_none and not all(row["success"] for row in results):
            org().journal.back()
            results = [row if not row["success"] else {"success": False, "errors": [_ROLLED_BACK]} for row in results]
        return results
    finally:
        saving.release(org())


def _one(step: Any) -> Json:
    try:
        return {"id": step().id, "success": True, "errors": []}
    except Refusal as error:
        if org().unknown_field_fails_request and error.errors[0]["statusCode"] == "INVALID_FIELD":
            org().journal.back()
            raise
        return {"success": False, "errors": error.errors}


def _values(row: Json, *without: str) -> Json:
    return {name: value for name, value in row.items() if name not in ("attributes", *without)}


def _create(row: Json) -> Record:
    entity = row["attributes"]["type"]
    if entity not in org().metadata.objects or not org().metadata.objects[entity].creatable:
        raise Refusal.one("INVALID_TYPE", f"sObject type '{entity}' is not supported.")
    return saving.insert(org(), entity, _values(row), user(), guarded=True)


def _update(row: Json) -> Record:
    entity, id = row["attributes"]["type"], row.get("id") or row.get("Id")
    if entity not in org().metadata.objects:
        raise Refusal.one("INVALID_TYPE", f"sObject type '{entity}' is not supported.")
    if id is None:
        raise Refusal.one("MISSING_ARGUMENT", "Id not specified in an update call")
    if not is_id(id):
        raise Refusal.one("MALFORMED_ID", f"malformed id {id}", "Id")
    record = _found(entity, str(id))
    saving.update(org(), record, _values(row, "id", "Id"), user(), guarded=True)
    return record


def _found(entity: str, id: str) -> Record:
    found = org().records[entity].get(id18(id[:15]))
    if found is None:
        raise Refusal.one("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
    return found


@route("/composite/sobjects", "DELETE")
def delete_many() -> Answer:
    ids = [id for id in request.args.get("ids", "").split(",") if id]
    _check_count(len(ids))

    def remove(id: str) -> Record:
        if not is_id(id):
            raise Refusal.one("MALFORMED_ID", f"malformed id {id}", "Id")
        record = org().find(id)
        saving.delete(org(), record, user())
        return record

    all_or_none = request.args.get("allOrNone", "false").lower() == "true"
    return jsonify(_transaction([lambda id=id: remove(id) for id in ids], all_or_none))


@route("/composite/sobjects/<entity>", "GET", "POST")
def retrieve_many(entity: str) -> Answer:
    """By ids and fields; what is not there is null. POST takes 2,000 ids, GET what fits into an address."""
    known = org().metadata.objects[entity_named(entity)].fields
    if request.method == "POST":
        ids, names = body().get("ids") or [], body().get("fields") or []
    else:
        ids, names = request.args.get("ids", "").split(","), request.args.get("fields", "").split(",")
    if len(ids) > 2000:
        raise ApiRefused(400, "EXCEEDED_ID_LIMIT", "cannot retrieve more than 2000 records")
    bad = [name for name in names if name not in known or not org().sees(user(), entity, name)]
    if bad:
        raise ApiRefused(400, "INVALID_FIELD", f"No such column '{bad[0]}' on sobject of type {entity}")
    return jsonify([_shown(entity, id, names) for id in ids])


def _shown(entity: str, id: Any, names: list[str]) -> Json | None:
    found = org().records[entity].get(id18(id[:15])) if is_id(id) else None
    if found is None or found.deleted:
        return None
    shown: Json = {"attributes": {"type": entity, "url": f"{address()}/sobjects/{entity}/{found.id}"}}
    return shown | {"Id": found.id} | {name: found.values.get(name) for name in names}
