"""Single records, queries, limits. Source: REST API Developer Guide (2026-11)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from flask import jsonify, request

from connectors.salesforce.emulator import saving
from connectors.salesforce.emulator.ids import id18, is_id
from connectors.salesforce.emulator.querying import Source, rows, shower
from connectors.salesforce.emulator.records import Record
from connectors.salesforce.emulator.soql import QueryRefused, parse
from connectors.salesforce.emulator.web import (
    NEWEST,
    OLDEST,
    Answer,
    ApiRefused,
    Json,
    address,
    api,
    body,
    not_found,
    org,
    route,
    user,
)

SMALLEST_PAGE = 200


@dataclass
class Cursor:
    """The rest of a long answer. The rows are as they were when the query ran."""

    found: list[Json]
    show: Callable[[Json], Json]
    size: int


def source() -> Source:
    """What the caller can query: fields without access are not there."""
    me, here = user(), org()
    return Source(here.metadata.objects, here.records, lambda entity, name: here.sees(me, entity, name), address())


@api.get("/")
def versions() -> Answer:
    return jsonify(
        [{"label": f"v{n}", "url": f"/services/data/v{n}.0", "version": f"{n}.0"} for n in range(OLDEST, NEWEST + 1)]
    )


@route("/query", "GET")
def query() -> Answer:
    return _asked(False)


@route("/queryAll", "GET")
def query_all() -> Answer:
    return _asked(True)


def _asked(with_deleted: bool) -> Answer:
    text = request.args.get("q", "")
    if not text:
        raise ApiRefused(400, "MALFORMED_QUERY", "A query string has to be specified")
    asked, here = parse(text), source()
    found = rows(here, asked, with_deleted)
    if not asked.fields:
        return jsonify({"totalSize": len(found), "done": True, "records": []})
    cursor = Cursor(found, shower(here, asked), page_size())
    return jsonify(page(cursor, 0, ""))


def page_size() -> int:
    """200 to 2,000; the organisation may send less than was asked for."""
    match = re.search(r"batchSize=(\d+)", request.headers.get("Sforce-Query-Options", ""))
    asked = max(SMALLEST_PAGE, min(int(match.group(1)), 2000)) if match else 2000
    return min(asked, org().page_size)


def page(cursor: Cursor, start: int, locator: str) -> Json:
    end = start + cursor.size
    shown: Json = {"totalSize": len(cursor.found), "done": end >= len(cursor.found)}
    if not shown["done"]:
        locator = locator or f"01g{secrets.token_hex(6)}AAA"
        org().cursors[locator] = cursor
        shown["nextRecordsUrl"] = f"{address()}/query/{locator}-{end}"
    return {**shown, "records": [cursor.show(values) for values in cursor.found[start:end]]}


@route("/query/<locator>", "GET")
def more(locator: str) -> Answer:
    name, _, place = locator.rpartition("-")
    cursor = org().cursors.get(name)
    if cursor is None or not place.isdigit():
        raise QueryRefused("INVALID_QUERY_LOCATOR", "invalid query locator")
    return jsonify(page(cursor, int(place), name))


# --- single records -------------------------------------------------------------------------------------------------


def entity_named(name: str) -> str:
    if name not in org().metadata.objects:
        raise not_found()
    return name


def record_of(entity: str, id: str) -> Record:
    """Raises ApiRefused 404."""
    if not is_id(id):
        raise ApiRefused(404, "NOT_FOUND", f"Provided external ID field does not exist or is not accessible: {id}")
    found = org().records[entity_named(entity)].get(id18(id[:15]))
    if found is None:
        raise not_found()
    return found


@route("/sobjects/<entity>/<id>", "GET")
def read(entity: str, id: str) -> Answer:
    record = record_of(entity, id)
    if record.deleted:
        raise not_found()
    known, me = org().metadata.objects[entity].fields, user()
    names = [name for name in known if org().sees(me, entity, name)]
    if "fields" in request.args:
        names = request.args["fields"].split(",")
        bad = [name for name in names if name not in known or not org().sees(me, entity, name)]
        if bad:
            raise ApiRefused(400, "INVALID_FIELD", f"No such column '{bad[0]}' on sobject of type {entity}")
    shown: Json = {"attributes": {"type": entity, "url": f"{address()}/sobjects/{entity}/{record.id}"}}
    return jsonify(shown | {name: record.values.get(name) for name in names})


@route("/sobjects/<entity>/<id>", "PATCH")
def update(entity: str, id: str) -> Answer:
    record = record_of(entity, id)
    values = {name: value for name, value in body().items() if name != "attributes"}
    _check_unmodified(record)
    saving.update(org(), record, values, user(), guarded=True)
    return "", 204


def _check_unmodified(record: Record) -> None:
    """If-Unmodified-Since has a second's resolution; later changes answer 412, an unreadable date 400."""
    header = request.headers.get("If-Unmodified-Since")
    if header is None:
        return
    try:
        limit = parsedate_to_datetime(header).astimezone(UTC)
    except (TypeError, ValueError):
        raise ApiRefused(400, "INVALID_HEADER", f"Bad value for If-Unmodified-Since: {header}") from None
    if datetime.fromisoformat(record.values["LastModifiedDate"]) > limit:
        raise ApiRefused(412, "PRECONDITION_FAILED", "The record has been modified since")


@route("/sobjects/<entity>/<id>", "DELETE")
def remove(entity: str, id: str) -> Answer:
    record = record_of(entity, id)
    if not org().metadata.objects[entity].creatable:
        raise ApiRefused(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", f"entity type {entity} cannot be deleted")
    saving.delete(org(), record, user())
    return "", 204


@route("/sobjects/<entity>", "POST")
def create(entity: str) -> Answer:
    values = {name: value for name, value in body().items() if name != "attributes"}
    _check_creatable(entity_named(entity))
    record = saving.insert(org(), entity, values, user(), guarded=True)
    return jsonify({"id": record.id, "success": True, "errors": []}), 201


def _check_creatable(entity: str) -> None:
    if not org().metadata.objects[entity].creatable:
        raise ApiRefused(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", f"entity type {entity} cannot be inserted")


@route("/limits", "GET")
def limits() -> Answer:
    here = org()
    daily = {"Max": here.api_limit, "Remaining": here.api_limit - here.api_used}
    return jsonify({"DailyApiRequests": daily, "DataStorageMB": {"Max": 10_240, "Remaining": 9_000}})
