"""Is a component right? Each check gives the component as it is kept, or raises Wrong with the deployment's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from connectors.salesforce.emulator.components import (
    Metadata,
    ObjectScope,
    OutboundMessage,
    PermissionSet,
    Plain,
    Rule,
)
from connectors.salesforce.emulator.formula import FormulaError, compile_formula
from connectors.salesforce.emulator.package import Component, Element, has, is_true, many, tag, text

_NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*")
_RULE = {"fullName", "active", "description", "errorConditionFormula", "errorDisplayField", "errorMessage"}
_MESSAGE = {
    "fullName", "apiVersion", "description", "endpointUrl", "fields", "includeSessionId", "integrationUser", "name",
    "protected", "useDeadLetterQueue",
}  # fmt: skip
_SET = {
    "customPermissions", "description", "fieldPermissions", "hasActivationRequired", "label", "license",
    "objectPermissions", "userPermissions", "tabSettings", "recordTypeVisibilities",
}  # fmt: skip
_NEEDS = {
    "allowCreate": ("allowRead",),
    "allowEdit": ("allowRead",),
    "allowDelete": ("allowRead", "allowEdit"),
    "viewAllRecords": ("allowRead",),
    "modifyAllRecords": ("allowRead", "allowEdit", "allowDelete", "viewAllRecords"),
}


class Wrong(Exception):
    """A component that is refused."""


def only(element: Element, allowed: Iterable[str]) -> None:
    for part in element:
        if tag(part) not in allowed:
            raise Wrong(f"Element {{http://soap.sforce.com/2006/04/metadata}}{tag(part)} invalid at this location")


def booleans(element: Element, *names: str) -> None:
    for name in names:
        if has(element, name) and text(element, name) not in ("true", "false", "1", "0"):
            raise Wrong(f"'{text(element, name)}' is not a valid value for the type xsd:boolean ({name})")


def check_name(name: str, longest: int = 40) -> None:
    """A developer name: a letter first, no two underscores together, none at the end."""
    if len(name) > longest:
        raise Wrong(f"Value too long for field: DeveloperName maximum length is:{longest}")
    if not _NAME.fullmatch(name):
        raise Wrong(
            f"The name {name} can only contain underscores and alphanumeric characters. It must be unique, begin with "
            "a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores."
        )


def require(element: Element, *names: str) -> None:
    for name in names:
        if not text(element, name):
            raise Wrong(f"Required field is missing: {name}")


def longest(element: Element, **limits: int) -> None:
    for name, limit in limits.items():
        if len(text(element, name)) > limit:
            raise Wrong(f"Value too long for field: {name} maximum length is:{limit}")


def entity_of(one: Component, metadata: Metadata) -> tuple[str, str]:
    entity, _, name = one.name.partition(".")
    if entity not in metadata.objects:
        raise Wrong(f"Entity of type '{entity}' cannot be found")
    return entity, name


def rule(one: Component, metadata: Metadata) -> Rule:
    """errorMessage and description have 255 characters at most, the name 40."""
    entity, name = entity_of(one, metadata)
    only(one.element, _RULE)
    booleans(one.element, "active")
    check_name(name)
    require(one.element, "fullName", "active", "errorConditionFormula", "errorMessage")
    longest(one.element, errorMessage=255, description=255)
    field = text(one.element, "errorDisplayField")
    if field and field not in metadata.objects[entity].fields:
        raise Wrong(f"In field: errorDisplayField - no CustomField named {entity}.{field} found")
    try:
        formula = compile_formula(
            text(one.element, "errorConditionFormula"), ObjectScope(metadata, entity), ("Boolean",)
        )
    except FormulaError as error:
        raise Wrong(f"Error in formula: {error}") from None
    told = text(one.element, "errorMessage")
    return Rule(name, entity, formula, told, field, is_true(one.element, "active"), text(one.element, "description"))


def outbound_message(one: Component, metadata: Metadata, usernames: set[str]) -> OutboundMessage:
    """Plain http is taken for loopback only. includeSessionId is ignored since 2026-02."""
    entity, name = entity_of(one, metadata)
    only(one.element, _MESSAGE)
    booleans(one.element, "includeSessionId", "protected", "useDeadLetterQueue")
    check_name(name, 80)
    require(one.element, "apiVersion", "endpointUrl", "integrationUser", "name")
    fields = tuple((part.text or "").strip() for part in many(one.element, "fields"))
    for field in fields:
        if field not in metadata.objects[entity].fields:
            raise Wrong(f"In field: fields - no CustomField named {entity}.{field} found")
    url, user = text(one.element, "endpointUrl"), text(one.element, "integrationUser")
    parts = urlsplit(url)
    loopback = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise Wrong(f"Invalid endpoint URL: {url}")
    if user not in usernames:
        raise Wrong(f"In field: integrationUser - no active user named {user} found")
    return OutboundMessage(name, entity, url, fields, user)


def permission_set(one: Component, metadata: Metadata) -> PermissionSet:
    only(one.element, _SET)
    check_name(one.name, 80)
    require(one.element, "label")
    longest(one.element, label=80, description=255)
    fields = tuple(field_permission(part, metadata) for part in many(one.element, "fieldPermissions"))
    readable = tuple((name, editable) for name, readable, editable in fields if readable)
    custom = frozenset(_custom_permission(part, metadata) for part in many(one.element, "customPermissions"))
    for part in many(one.element, "objectPermissions"):
        _object_permission(part, metadata)
    label, description = text(one.element, "label"), text(one.element, "description")
    return PermissionSet(one.name, label, readable, custom - {""}, description)


def field_permission(part: Element, metadata: Metadata) -> tuple[str, bool, bool]:
    """(full name, readable, editable). Required fields cannot be in a permission set."""
    only(part, ("editable", "field", "readable"))
    booleans(part, "editable", "readable")
    require(part, "field", "editable")
    name = text(part, "field")
    found = metadata.field(name)
    if found is None:
        raise Wrong(f"In field: field - no CustomField named {name} found")
    if found.required or not found.custom:
        raise Wrong(f"You cannot deploy to a required field: {name}")
    readable, editable = text(part, "readable") in ("true", "1"), text(part, "editable") in ("true", "1")
    if editable and not readable:
        raise Wrong(f"Field {name}: editable needs readable")
    return name, readable, editable


def _custom_permission(part: Element, metadata: Metadata) -> str:
    only(part, ("enabled", "name"))
    booleans(part, "enabled")
    name = text(part, "name")
    if name not in metadata.custom_permissions:
        raise Wrong(f"In field: customPermission - no CustomPermission named {name} found")
    return name if is_true(part, "enabled") else ""


def _object_permission(part: Element, metadata: Metadata) -> None:
    entity = text(part, "object")
    names = (
        "allowCreate",
        "allowDelete",
        "allowEdit",
        "allowRead",
        "modifyAllRecords",
        "viewAllRecords",
        "viewAllFields",
    )
    only(part, (*names, "object"))
    booleans(part, *names)
    if entity not in metadata.objects:
        raise Wrong(f"In field: object - no CustomObject named {entity} found")
    for name, needed in _NEEDS.items():
        missing = [need for need in needed if not is_true(part, need)]
        if is_true(part, name) and missing:
            raise Wrong(f"Permission {name} on {entity} depends on permission(s): {', '.join(missing)}")


def custom_permission(one: Component, metadata: Metadata) -> Plain:
    only(one.element, ("description", "isLicensed", "label", "connectedApp", "requiredPermission"))
    booleans(one.element, "isLicensed")
    check_name(one.name, 80)
    require(one.element, "label", "isLicensed")
    longest(one.element, label=80, description=255)
    return Plain(one.name, text(one.element, "label"), text(one.element, "description"))


def bundle(one: Component, metadata: Metadata) -> Plain:
    """A Lightning web component: a script, its configuration, usually a template of balanced tags."""
    if not re.fullmatch(r"[a-z](?:_?[A-Za-z0-9])*", one.name):
        raise Wrong(f"Invalid bundle name {one.name}: it begins with a lower-case letter")
    files = dict(one.files)
    script = files.get(f"{one.name}.js", "")
    if "export default class" not in script:
        raise Wrong(f"Cannot find the default export of {one.name}.js")
    if script.count("{") != script.count("}") or script.count("(") != script.count(")"):
        raise Wrong(f"{one.name}.js: Unexpected end of input")
    template = files.get(f"{one.name}.html")
    if template is not None and not re.fullmatch(
        r"\s*(<!--.*?-->\s*)*<template\b.*</template>\s*", template, re.DOTALL
    ):
        raise Wrong(f"{one.name}.html: LWC1058: Invalid HTML syntax: the root is one <template>")
    require(one.element, "apiVersion", "isExposed")
    targets = [t.text or "" for holder in many(one.element, "targets") for t in many(holder, "target")]
    return Plain(one.name, text(one.element, "masterLabel"), repr(one.files), uses=";".join(targets))


def quick_action(one: Component, metadata: Metadata) -> Plain:
    """An action on an object; one that opens a component needs that component, made for record actions."""
    if "." in one.name:
        entity_of(one, metadata)
    require(one.element, "label", "type", "optionsCreateFeedItem")
    component = text(one.element, "lightningWebComponent")
    if text(one.element, "type") == "LightningWebComponent":
        found = metadata.bundles.get(component)
        if found is None:
            raise Wrong(f"In field: lightningWebComponent - no LightningComponentBundle named {component} found")
        if "lightning__RecordAction" not in found.uses:
            raise Wrong(f"{component} is not a record action: its target lightning__RecordAction is missing")
    return Plain(one.name, text(one.element, "label"), text(one.element, "type"), uses=component)
