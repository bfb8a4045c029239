"""What HubSpot accepts as a property's value (2026-11): texts only, checked by the property's type."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

LONGEST = 65_536
Definition = dict[str, Any]


class Invalid(Exception):
    """One value that HubSpot refuses, with its error code."""

    def __init__(self, name: str, code: str, message: str) -> None:
        super().__init__(message)
        self.name, self.code = name, code


def normal(definition: Definition, value: Any) -> str | None:
    """The value as HubSpot keeps it. Raises Invalid."""
    name = definition["name"]
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Invalid(name, "INVALID_TYPE", f"{name}: a property value is a string")
    if len(value) > LONGEST:
        raise Invalid(name, "PROPERTY_VALUE_TOO_LONG", f"{name} is longer than {LONGEST}")
    if definition["type"] != "string" and value != value.strip():
        raise Invalid(name, "LEADING_TRAILING_WHITESPACE", f"{name} has white space around it")
    return _CHECKS.get(definition["type"], _any)(definition, value)


def _any(definition: Definition, value: str) -> str:
    return value


def _number(definition: Definition, value: str) -> str:
    try:
        float(value)
    except ValueError:
        raise Invalid(definition["name"], "INVALID_LONG", f"{value} was not a valid number") from None
    return value


def _date(definition: Definition, value: str) -> str:
    try:
        if value.isdigit():
            at = datetime.fromtimestamp(int(value) / 1000, UTC)
            if (at.hour, at.minute, at.second) != (0, 0, 0):
                raise ValueError
            return at.date().isoformat()
        return date.fromisoformat(value[:10]).isoformat()
    except (ValueError, OverflowError):
        raise Invalid(definition["name"], "INVALID_DATE", f"{value} is not midnight UTC nor YYYY-MM-DD") from None


def _datetime(definition: Definition, value: str) -> str:
    try:
        if value.isdigit():
            return datetime.fromtimestamp(int(value) / 1000, UTC).isoformat().replace("+00:00", "Z")
        datetime.fromisoformat(value.replace("Z", "+00:00"))
    except (ValueError, OverflowError):
        raise Invalid(definition["name"], "INVALID_DATE", f"{value} is not a date with time") from None
    return value


def _enumeration(definition: Definition, value: str) -> str:
    if definition.get("externalOptions"):
        return value
    known = {option["value"] for option in definition.get("options", [])}
    wanted = [part for part in value.split(";") if part] if definition["fieldType"] == "checkbox" else [value]
    for part in wanted:
        if part not in known:
            raise Invalid(
                definition["name"], "INVALID_OPTION", f"{part} was not one of the allowed options: {sorted(known)}"
            )
    return ";".join(wanted)


_CHECKS = {"number": _number, "date": _date, "datetime": _datetime, "enumeration": _enumeration}
