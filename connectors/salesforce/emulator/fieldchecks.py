"""Is the definition of a custom field right? Source: Metadata API, CustomField (2026-11)."""

from __future__ import annotations

from connectors.salesforce.emulator.checks import Wrong, booleans, check_name, entity_of, longest, only, require
from connectors.salesforce.emulator.components import Metadata
from connectors.salesforce.emulator.package import Component, Element, child, has, is_true, many, text
from connectors.salesforce.emulator.schema import Choice, Field

_COMMON = {"fullName", "label", "type", "description", "inlineHelpText", "required", "trackHistory", "trackTrending",
           "externalId", "unique", "trackFeedHistory", "deleteConstraint"}  # fmt: skip
# type → (describe type, elements of its own that are needed, elements that may be there)
_TYPES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "Text": ("string", ("length",), ("caseSensitive", "defaultValue")),
    "TextArea": ("textarea", (), ("defaultValue",)),
    "LongTextArea": ("textarea", ("length", "visibleLines"), ("defaultValue",)),
    "Number": ("double", ("precision", "scale"), ("defaultValue",)),
    "Percent": ("percent", ("precision", "scale"), ("defaultValue",)),
    "Currency": ("currency", ("precision", "scale"), ("defaultValue",)),
    "Checkbox": ("boolean", ("defaultValue",), ()),
    "Date": ("date", (), ("defaultValue",)),
    "DateTime": ("datetime", (), ("defaultValue",)),
    "Picklist": ("picklist", ("valueSet",), ()),
    "MultiselectPicklist": ("multipicklist", ("valueSet", "visibleLines"), ()),
    "Email": ("email", (), ("defaultValue",)),
    "Url": ("url", (), ("defaultValue",)),
    "Phone": ("phone", (), ("defaultValue",)),
    "Lookup": ("reference", ("referenceTo", "relationshipName"), ("relationshipLabel", "lookupFilter")),
}
_NEVER_REQUIRED = {"LongTextArea", "Checkbox", "MultiselectPicklist"}
_LENGTHS = {
    "TextArea": 255,
    "Email": 80,
    "Url": 255,
    "Phone": 40,
    "Picklist": 255,
    "MultiselectPicklist": 4099,
    "Lookup": 18,
}


def field(one: Component, metadata: Metadata) -> Field:
    """Raises Wrong."""
    entity, name = entity_of(one, metadata)
    element, kind = one.element, text(one.element, "type")
    if not name.endswith("__c"):
        raise Wrong(f"In field: fullName - no CustomField named {one.name} found: a custom field's name ends in __c")
    check_name(name.removesuffix("__c"))
    if has(element, "formula"):
        raise Wrong("Formula fields are not emulated")
    if kind not in _TYPES:
        raise Wrong(f"'{kind}' is not a valid value for the enum 'FieldType'")
    type, needed, may = _TYPES[kind]
    only(element, {*_COMMON, *needed, *may})
    booleans(element, "required", "externalId", "unique", "trackHistory", "trackTrending", "caseSensitive")
    for part in ("label", *needed):
        if not has(element, part):
            raise Wrong(f"Must specify '{part}' for a CustomField of type {kind}")
    require(element, "label")
    longest(element, label=40, description=1000, inlineHelpText=510)
    if kind in _NEVER_REQUIRED and is_true(element, "required"):
        raise Wrong(f"A field of type {kind} cannot be required")
    _same_type(metadata.objects[entity].fields.get(name), type)
    return _made(element, name, kind, type, metadata)


def _same_type(known: Field | None, type: str) -> None:
    if known and known.type != type:
        raise Wrong(f"Cannot change the type of a custom field from {known.type} to {type} while it is in use")


def _made(element: Element, name: str, kind: str, type: str, metadata: Metadata) -> Field:
    precision, scale = _digits(element) if type in ("double", "percent", "currency") else (0, 0)
    choices, restricted = _value_set(element) if "picklist" in type else ((), False)
    refers = text(element, "referenceTo")
    if kind == "Lookup" and refers not in metadata.objects:
        raise Wrong(f"In field: referenceTo - no CustomObject named {refers} found")
    return Field(
        name,
        type,
        label=text(element, "label"),
        length=_length(element, kind),
        precision=precision,
        scale=scale,
        choices=choices,
        restricted=restricted,
        refers=refers,
        relation=name.removesuffix("__c") + "__r" if refers else "",
        required=is_true(element, "required"),
        custom=True,
        help=text(element, "inlineHelpText"),
        description=text(element, "description"),
        default=_default(element, kind, choices),
    )


def _default(element: Element, kind: str, choices: tuple[Choice, ...]) -> object:
    """Defaults that are formulas are not emulated; a checkbox has true or false."""
    given = text(element, "defaultValue")
    if kind == "Checkbox":
        if given not in ("true", "false"):
            raise Wrong("The default value of a checkbox is true or false")
        return given == "true"
    if given:
        raise Wrong("Default values that are formulas are not emulated")
    values = many(child(child(element, "valueSet"), "valueSetDefinition") or element, "value") if choices else []
    return next((text(value, "fullName") for value in values if is_true(value, "default")), None)


def _length(element: Element, kind: str) -> int:
    if kind not in ("Text", "LongTextArea"):
        return _LENGTHS.get(kind, 0)
    given = text(element, "length")
    least, most = (1, 255) if kind == "Text" else (256, 131_072)
    if not given.isdigit() or not least <= int(given) <= most:
        raise Wrong(f"Length of a field of type {kind} has to be from {least} to {most}")
    if kind == "LongTextArea" and not (
        text(element, "visibleLines").isdigit() and int(text(element, "visibleLines")) > 1
    ):
        raise Wrong("visibleLines of a long text area has to be at least 2")
    return int(given)


def _digits(element: Element) -> tuple[int, int]:
    precision, scale = text(element, "precision"), text(element, "scale")
    if not precision.isdigit() or not scale.isdigit() or not 1 <= int(precision) <= 18 or int(scale) > int(precision):
        raise Wrong("Precision has to be from 1 to 18 and scale not larger")
    return int(precision), int(scale)


def _value_set(element: Element) -> tuple[tuple[Choice, ...], bool]:
    held = child(element, "valueSet")
    defined = child(held, "valueSetDefinition")
    if held is None or defined is None:
        raise Wrong("Must specify 'valueSetDefinition' in valueSet")
    only(held, ("restricted", "valueSetDefinition"))
    only(defined, ("sorted", "value"))
    booleans(held, "restricted")
    if not has(defined, "sorted"):
        raise Wrong("Must specify 'sorted' in valueSetDefinition")
    values = many(defined, "value")
    for value in values:
        _check_value(value)
    names = [text(value, "fullName") for value in values]
    if not names or len(set(names)) < len(names):
        raise Wrong("A value set needs values, each once")
    if len(names) > 1000:
        raise Wrong("A value set has at most 1,000 values")
    active = {text(value, "fullName"): text(value, "isActive", "true") != "false" for value in values}
    choices = tuple(Choice(text(v, "fullName"), text(v, "label"), active[text(v, "fullName")]) for v in values)
    return choices, is_true(held, "restricted")


def _check_value(value: Element) -> None:
    only(value, ("fullName", "default", "label", "isActive", "color", "description"))
    booleans(value, "default", "isActive")
    require(value, "fullName", "default", "label")
    longest(value, fullName=255, label=255)
    if ";" in text(value, "fullName"):
        raise Wrong("A value of a multi-select picklist has no semicolon")
