"""The default properties in HubSpot's own terms. Property names are lower case and can never be changed (2026-11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.fields import PROPERTIES, Property, PropertyType

GROUP, GROUP_LABEL, PREFIX = "handoff_gate", "Handoff Gate", "hg_"
LONGEST_TEXT = 65_536
_TYPES: Mapping[PropertyType, tuple[str, str]] = {
    "number": ("number", "number"),
    "text": ("string", "text"),
    "longtext": ("string", "textarea"),
    "date": ("date", "date"),
    "datetime": ("datetime", "date"),
    "choice": ("enumeration", "select"),
    "checks": ("enumeration", "checkbox"),
    "person": ("enumeration", "select"),
}


def property_name(prop: Property) -> str:
    """hg_users_month_1"""
    return PREFIX + prop.name


def default_mapping() -> dict[str, str]:
    """Part of a handoff → property."""
    return {prop.part: property_name(prop) for prop in PROPERTIES}


def definitions(mapping: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the installer creates: the default properties that this mapping uses."""
    return [
        definition(prop, place)
        for place, prop in enumerate(PROPERTIES)
        if mapping.get(prop.part) == property_name(prop)
    ]


def definition(prop: Property, place: int) -> dict[str, Any]:
    """One property as `POST /crm/properties` takes it."""
    kind, field = _TYPES[prop.type]
    made: dict[str, Any] = {
        "name": property_name(prop),
        "label": prop.label,
        "groupName": GROUP,
        "type": kind,
        "fieldType": field,
    }
    made |= {
        "description": prop.help,
        "displayOrder": place + 1,
        "hasUniqueValue": False,
        "hidden": False,
        "formField": False,
    }
    if prop.type == "person":
        made |= {"externalOptions": True, "referencedObjectType": "OWNER"}
    if prop.options:
        made["options"] = [
            {"label": label, "value": value, "displayOrder": order, "hidden": False}
            for order, (value, label) in enumerate(prop.options)
        ]
    return made


# What HubSpot itself writes or works by. Answers may live in other standard properties (closedate as the launch date),
# but what we write must never land in a property that people fill (2026-11).
_HUBSPOTS = ("dealstage", "pipeline", "createdate", "hs_object_id", "hs_lastmodifieddate", "dealname")
_STANDARD = (*_HUBSPOTS, "amount", "amount_in_home_currency", "closedate", "description", "dealtype", "hubspot_owner_id",
             "hubspot_team_id", "closed_lost_reason", "closed_won_reason", "deal_currency_code", "days_to_close")  # fmt: skip
_STANDARD_PREFIXES = ("hs_", "notes_", "num_", "hubspot_")


def may_hold(part: str, name: str) -> bool:
    """May this part of a handoff live in this property?"""
    if part.startswith("ours."):
        return name not in _STANDARD and not name.startswith(_STANDARD_PREFIXES)
    return name not in _HUBSPOTS


def expected_type(part: str) -> str | None:
    """The HubSpot type that a part's values need, for the drift check; None when any will do."""
    prop = next((prop for prop in PROPERTIES if prop.part == part), None)
    return _TYPES[prop.type][0] if prop and prop.type in ("number", "date", "datetime") else None
