"""The Tooling API: what is deployed, as rows; switches of flows and validation rules (2026-11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import jsonify, request

from connectors.salesforce.emulator.components import FlowDefinition, ObjectScope, Rule
from connectors.salesforce.emulator.formula import FormulaError, compile_formula
from connectors.salesforce.emulator.ids import id18
from connectors.salesforce.emulator.querying import Source, rows, shower
from connectors.salesforce.emulator.records import Record
from connectors.salesforce.emulator.schema import Field, ObjectType
from connectors.salesforce.emulator.soql import parse
from connectors.salesforce.emulator.web import Answer, ApiRefused, Json, address, body, not_found, org, route

# object → its fields; "name:type" or "name>object" for a link
_OBJECTS = {
    "EntityDefinition": "QualifiedApiName DeveloperName Label",
    "EntityLimit": "Type Label Max:int Remaining:int EntityDefinitionId>EntityDefinition",
    "ValidationRule": "ValidationName Active:boolean Description ErrorMessage ErrorDisplayField NamespacePrefix "
    "FullName:complexvalue Metadata:complexvalue EntityDefinitionId>EntityDefinition",
    "FlowDefinition": "DeveloperName MasterLabel NamespacePrefix ActiveVersionId>Flow LatestVersionId>Flow",
    "Flow": "VersionNumber:int Status MasterLabel ProcessType DefinitionId>FlowDefinition",
    "CustomField": "DeveloperName TableEnumOrId NamespacePrefix EntityDefinitionId>EntityDefinition",
    "LightningComponentBundle": "DeveloperName MasterLabel NamespacePrefix",
    "WorkflowOutboundMessage": "Name EntityDefinitionId>EntityDefinition",
    "QuickActionDefinition": "DeveloperName MasterLabel SobjectType",
    "MetadataComponentDependency": "MetadataComponentName MetadataComponentType MetadataComponentId "
    "RefMetadataComponentName RefMetadataComponentType RefMetadataComponentId",
}


def _object_types() -> dict[str, ObjectType]:
    made = {}
    for name, fields in _OBJECTS.items():
        one = made[name] = ObjectType(name, name, creatable=False)
        one.add(Field("Id", "id"))
        for field in fields.split():
            link, _, refers = field.partition(">")
            plain, _, type = field.partition(":")
            relation = link.removesuffix("Id")
            one.add(
                Field(link, "string", refers=refers, relation=relation) if refers else Field(plain, type or "string")
            )
    return made


_TYPES = _object_types()


@route("/tooling/query", "GET")
def tooling_query() -> Answer:
    text = request.args.get("q", "")
    if not text:
        raise ApiRefused(400, "MALFORMED_QUERY", "A query string has to be specified")
    asked = parse(text)
    source = Source(_TYPES, _tables(), lambda entity, field: True, f"{address()}/tooling")
    found = rows(source, asked, False)
    heavy = {path[-1] for path in asked.fields} & {"Metadata", "FullName"}
    if heavy and len(found) > 1:
        told = (
            "When retrieving results with Metadata or FullName fields, the query qualifications must specify no more "
        )
        raise ApiRefused(400, "MALFORMED_QUERY", told + f"than one row for retrieval. Result size: {len(found)}")
    show = shower(source, asked)
    records = [show(values) for values in found] if asked.fields else []
    return jsonify({"size": len(records), "totalSize": len(found), "done": True, "records": records})


def _tables() -> Mapping[str, Mapping[str, Record]]:
    """The rows as they are now."""
    made: dict[str, Iterable[Json]] = {
        "EntityDefinition": (
            {"Id": n, "QualifiedApiName": n, "DeveloperName": n, "Label": n} for n in org().metadata.objects
        ),
        "EntityLimit": _entity_limits(),
        "ValidationRule": (_rule_row(rule) for rule in org().metadata.rules.values()),
        "FlowDefinition": (_definition_row(flow) for flow in org().metadata.flows.values()),
        "Flow": (row for flow in org().metadata.flows.values() for row in _version_rows(flow)),
        "CustomField": _field_rows(),
        "LightningComponentBundle": (
            {"Id": b.id, "DeveloperName": b.name, "MasterLabel": b.label} for b in org().metadata.bundles.values()
        ),
        "WorkflowOutboundMessage": (
            {"Id": m.id, "Name": m.name, "EntityDefinitionId": m.entity} for m in org().metadata.messages.values()
        ),
        "QuickActionDefinition": (_action_row(a.name, a.label, a.id) for a in org().metadata.quick_actions.values()),
        "MetadataComponentDependency": _dependencies(),
    }
    return {name: {row["Id"]: Record(name, row) for row in found} for name, found in made.items()}


def _entity_limits() -> Iterable[Json]:
    for entity in org().metadata.objects.values():
        active = sum(rule.active and rule.entity == entity.name for rule in org().metadata.rules.values())
        custom = sum(field.custom for field in entity.fields.values())
        kinds = (("ActiveValidationRules", "Active Validation Rules", org().rule_limit, active),)
        for type, label, most, used in (*kinds, ("CustomFields", "Custom Fields", org().field_limit, custom)):
            row = {"Id": f"{entity.name}.{type}", "Type": type, "Label": label, "Max": most, "Remaining": most - used}
            yield {**row, "EntityDefinitionId": entity.name}


def _rule_row(rule: Rule) -> Json:
    row: Json = {"Id": rule.id, "ValidationName": rule.name, "Active": rule.active, "NamespacePrefix": None}
    row |= {"Description": rule.description or None, "ErrorMessage": rule.message, "FullName": rule.full_name}
    return {
        **row,
        "ErrorDisplayField": rule.field or None,
        "EntityDefinitionId": rule.entity,
        "Metadata": _rule_metadata(rule),
    }


def _rule_metadata(rule: Rule) -> Json:
    told: Json = {"active": rule.active, "description": rule.description or None, "errorMessage": rule.message}
    formula, field = rule.formula.text, rule.field or None
    return {
        **told,
        "errorConditionFormula": formula,
        "errorDisplayField": field,
        "shouldEvaluateOnClient": None,
        "urls": None,
    }


def _definition_row(flow: FlowDefinition) -> Json:
    active = flow.version(flow.active)
    names = {"Id": flow.id, "DeveloperName": flow.name, "MasterLabel": flow.latest.label, "NamespacePrefix": None}
    return {**names, "ActiveVersionId": active.id if active else None, "LatestVersionId": flow.latest.id}


def _version_rows(flow: FlowDefinition) -> Iterable[Json]:
    for version in flow.versions:
        status = "Active" if version.number == flow.active else "Draft" if version == flow.latest else "Obsolete"
        row = {"Id": version.id, "VersionNumber": version.number, "Status": status, "MasterLabel": version.label}
        yield {**row, "DefinitionId": flow.id, "ProcessType": "AutoLaunchedFlow"}


def _field_rows() -> Iterable[Json]:
    for entity in org().metadata.objects.values():
        for field in entity.fields.values():
            if field.custom:
                names = {"Id": field.id, "DeveloperName": field.name.removesuffix("__c"), "NamespacePrefix": None}
                yield {**names, "TableEnumOrId": entity.name, "EntityDefinitionId": entity.name}


def _action_row(name: str, label: str, id: str) -> Json:
    entity, _, short = name.rpartition(".")
    return {"Id": id, "DeveloperName": short, "MasterLabel": label, "SobjectType": entity}


def _dependencies() -> Iterable[Json]:
    """Which Lightning pages hold which components."""
    for at, name in enumerate(sorted(org().placed_components)):
        bundle = org().metadata.bundles.get(name)
        page = {"MetadataComponentName": "Opportunity_Record_Page", "MetadataComponentType": "FlexiPage"}
        used = {"RefMetadataComponentName": name, "RefMetadataComponentType": "LightningComponentBundle"}
        ids = {"MetadataComponentId": "0M0000000000001AAA", "RefMetadataComponentId": bundle.id if bundle else None}
        yield {"Id": f"000000000000{at:03d}", **page, **used, **ids}


# --- switches -------------------------------------------------------------------------------------------------------


@route("/tooling/sobjects/FlowDefinition/<id>", "PATCH")
def switch_flow(id: str) -> Answer:
    """{"Metadata": {"activeVersionNumber": 1}}; 0 or null deactivates."""
    flow = next((flow for flow in org().metadata.flows.values() if flow.id == id18(id)), None)
    if flow is None:
        raise not_found()
    number = _metadata().get("activeVersionNumber") or 0
    if number and flow.version(number) is None:
        raise ApiRefused(400, "INVALID_INPUT", f"The flow {flow.name} has no version {number}")
    org().metadata.flows[flow.name] = replace(flow, active=number)
    return "", 204


def _metadata() -> Json:
    found = body().get("Metadata")
    if not isinstance(found, dict):
        raise ApiRefused(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Metadata]", "Metadata")
    return found


def _rule(id: str) -> Rule:
    found = next((rule for rule in org().metadata.rules.values() if rule.id == id18(id)), None)
    if found is None:
        raise not_found()
    return found


@route("/tooling/sobjects/ValidationRule/<id>", "GET")
def read_rule(id: str) -> Answer:
    rule = _rule(id)
    url = f"{address()}/tooling/sobjects/ValidationRule/{rule.id}"
    return jsonify({"attributes": {"type": "ValidationRule", "url": url}, **_rule_row(rule)})


@route("/tooling/sobjects/ValidationRule/<id>", "PATCH")
def change_rule(id: str) -> Answer:
    """The whole Metadata is needed, also to switch a rule on or off."""
    rule, given = _rule(id), _metadata()
    missing = [name for name in ("active", "errorConditionFormula", "errorMessage") if given.get(name) is None]
    if missing:
        told = f"Required fields are missing: [{', '.join(missing)}]"
        raise ApiRefused(400, "REQUIRED_FIELD_MISSING", told, *missing)
    try:
        formula = compile_formula(
            given["errorConditionFormula"], ObjectScope(org().metadata, rule.entity), ("Boolean",)
        )
    except FormulaError as error:
        raise ApiRefused(400, "FIELD_INTEGRITY_EXCEPTION", f"Error in formula: {error}") from None
    org().metadata.rules[rule.full_name] = _changed(rule, formula, given)
    return "", 204


def _changed(rule: Rule, formula: Any, given: Json) -> Rule:
    told = {"message": given["errorMessage"], "field": given.get("errorDisplayField") or ""}
    return replace(
        rule, formula=formula, active=bool(given["active"]), description=given.get("description") or "", **told
    )
