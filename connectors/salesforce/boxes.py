"""The boxes of a deal as formulas see them: which field holds which part, and of which type it is.

A part that ops took away, or whose field has a type no formula can judge, has no box: what cannot be said is left to the
service, which judges every deal in full.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.fields import PROPERTIES, Options, PropertyType
from connectors.salesforce import formula as f
from connectors.salesforce.schema import field_name

# What describe calls a field (2026-11) → what we call it.
_TYPES: Mapping[str, PropertyType] = {
    "double": "number", "int": "number", "currency": "number", "percent": "number", "string": "text", "email": "text",
    "phone": "text", "url": "text", "textarea": "longtext", "date": "date", "datetime": "datetime", "picklist": "choice",
    "multipicklist": "checks", "reference": "person",
}  # fmt: skip
TEXTS: tuple[PropertyType, ...] = ("text", "longtext")


def box_type(described: str) -> PropertyType | None:
    """Our name for the type of an existing field; None when formulas cannot judge it."""
    return _TYPES.get(described)


@dataclass(frozen=True)
class Box:
    """One field."""

    field: str
    type: PropertyType
    options: Options = ()

    @property
    def blank(self) -> str:
        """Nothing is in it. Pick-lists have no ISBLANK: of a known list every value is asked for."""
        if self.type in ("choice", "checks") and self.options:
            has = f.is_value if self.type == "choice" else f.includes
            return f.no(f.either(*(has(self.field, value) for value, _ in self.options)))
        return f.blank(f"TEXT({self.field})" if self.type == "choice" else self.field)

    def ticked(self, *values: str) -> str:
        return f.either(*(f.includes(self.field, value) for value in values))


@dataclass(frozen=True)
class Boxes:
    """Part of a handoff → box. `types` names the type of fields that ops mapped themselves."""

    mapping: Mapping[str, str]
    types: Mapping[str, PropertyType]

    def get(self, part: str, *types: PropertyType) -> Box | None:
        """The box of a part, if it has one of these types (none named: any)."""
        name = self.mapping.get(part, "")
        default = next((prop for prop in PROPERTIES if prop.part == part and field_name(prop) == name), None)
        kind = default.type if default else self.types.get(name)
        if not name or kind is None or (types and kind not in types):
            return None
        return Box(name, kind, default.options if default else ())

    def mapped(self, *parts: str) -> bool:
        """Does any of these parts have a field, whatever its type?"""
        return any(self.mapping.get(part) for part in parts)

    def material(self) -> tuple[str, ...]:
        """What a verdict rests on: the answers, and engineering's review."""
        review = self.mapping.get("ours.review", "")
        return (*self.answers(), *([review] if review else []))

    def answers(self) -> tuple[str, ...]:
        """Every field that people answer in, in the mapping's order."""
        return tuple(dict.fromkeys(name for part, name in self.mapping.items() if not part.startswith("ours.")))
