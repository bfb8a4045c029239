"""Describe calls: objects, fields, layouts, the pick-list values of a record type."""

from __future__ import annotations

from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime

from flask import Response, jsonify, request

from connectors.salesforce.emulator.ids import MASTER
from connectors.salesforce.emulator.rest import entity_named
from connectors.salesforce.emulator.schema import Field
from connectors.salesforce.emulator.web import Answer, Json, address, not_found, org, route, user


@route("/sobjects", "GET")
def sobjects() -> Answer:
    rows = [
        {"name": one.name, "label": one.label, "custom": False, "queryable": True, "createable": one.creatable}
        for one in org().metadata.objects.values()
    ]
    return jsonify({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": rows})


@route("/sobjects/<entity>/describe", "GET")
def describe(entity: str) -> Answer:
    """Fields without access are not in it. If-Modified-Since is answered with 304 when nothing has changed."""
    known = org().metadata.objects[entity_named(entity)]
    changed = org().schema_changed.astimezone(UTC)
    if _is_current(changed.timestamp()):
        return "", 304
    me = user()
    fields = [
        shown(one, org().edits(me, entity, one.name))
        for one in known.fields.values()
        if org().sees(me, entity, one.name)
    ]
    told: Json = {"name": entity, "label": known.label, "custom": False, "queryable": True, "fields": fields}
    told |= {"createable": known.creatable, "updateable": known.creatable, "keyPrefix": None, "childRelationships": []}
    answer: Response = jsonify(told | {"recordTypeInfos": _record_types(entity)})
    answer.headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    return answer


def _is_current(changed: float) -> bool:
    try:
        return parsedate_to_datetime(request.headers.get("If-Modified-Since", "")).timestamp() >= changed
    except (TypeError, ValueError):
        return False


def shown(field: Field, editable: bool) -> Json:
    told: Json = {"name": field.name, "label": field.label or field.name, "type": field.type, "length": field.length}
    told |= {"precision": field.precision, "scale": field.scale, "custom": field.custom, "calculated": False}
    told |= {"nillable": not field.required, "updateable": field.writable and editable}
    told |= {"createable": field.writable and editable, "inlineHelpText": field.help or None}
    told |= {"filterable": not field.long, "sortable": not field.long, "restrictedPicklist": field.restricted}
    told |= {"defaultedOnCreate": field.default is not None, "relationshipName": field.relation or None}
    values = [
        {"value": c.value, "label": c.label, "active": c.active, "defaultValue": c.value == field.default}
        for c in field.choices
    ]
    return told | {"picklistValues": values, "referenceTo": field.refers.split(",") if field.refers else []}


def _record_types(entity: str) -> list[Json]:
    """The master is always there; others when the organisation has made them."""
    master = {"recordTypeId": MASTER, "name": "Master", "developerName": "Master", "master": True, "active": True}
    rows = [{**master, "available": True, "defaultRecordTypeMapping": not org().record_types}]
    if entity == "Opportunity":
        for at, record in enumerate(org().records["RecordType"].values()):
            values = record.values
            names = {"recordTypeId": record.id, "name": values["Name"], "developerName": values["DeveloperName"]}
            flags = {"master": False, "active": values["IsActive"], "available": values["IsActive"]}
            rows.append({**names, **flags, "defaultRecordTypeMapping": at == 0})
    return rows


@route("/sobjects/<entity>/describe/layouts", "GET")
@route("/sobjects/<entity>/describe/layouts/<record_type>", "GET")
def layouts(entity: str, record_type: str = MASTER) -> Answer:
    """One layout with `layout_fields` on it and `placed_actions` among its actions."""
    entity_named(entity)
    items = [
        {
            "label": name,
            "editableForUpdate": True,
            "layoutComponents": [{"type": "Field", "value": name, "details": {"name": name}}],
        }
        for name in sorted(org().layout_fields)
    ]
    section = {"heading": "Details", "columns": 2, "layoutRows": [{"layoutItems": [item]} for item in items]}
    actions = [
        {"quickActionName": name, "label": name, "accessLevelRequired": None} for name in sorted(org().placed_actions)
    ]
    sections = [section] if items else []
    layout: Json = {"id": "00h000000000001AAA", "detailLayoutSections": sections, "editLayoutSections": sections}
    layout["quickActionList"] = {"quickActionListItems": actions}
    types = [{"recordTypeId": row["recordTypeId"], "layoutId": layout["id"]} for row in _record_types(entity)]
    return jsonify({"layouts": [layout], "recordTypeMappings": types, "recordTypeSelectorRequired": [False]})


@route("/ui-api/object-info/<entity>/picklist-values/<record_type>/<name>", "GET")
def picklist_values(entity: str, record_type: str, name: str) -> Answer:
    field = org().metadata.objects[entity_named(entity)].fields.get(name)
    if field is None or "picklist" not in field.type or not org().sees(user(), entity, name):
        raise not_found()
    if record_type != MASTER and record_type not in org().records["RecordType"]:
        raise not_found()
    choices = [{"value": c.value, "label": c.label} for c in field.choices if c.active]
    if name == "StageName":
        choices = [{"value": row["ApiName"], "label": row["MasterLabel"]} for row in org().stages_of(record_type)]
    values: list[Json] = [{"attributes": None, "validFor": [], **choice} for choice in choices]
    return jsonify({"controllerValues": {}, "defaultValue": None, "url": f"{address()}/ui-api", "values": values})
