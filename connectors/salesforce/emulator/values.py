"""What Salesforce accepts as a field's value (2026-11), and how it is kept.

Kept: text as str, numbers as float, dates as "2026-11-22", instants as "2026-11-22T10:15:30.000+0000",
pick-lists as their value, multi-select ones as "a;b", blank as None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from connectors.salesforce.emulator.ids import id18, is_id
from connectors.salesforce.emulator.schema import Field

Error = dict[str, Any]
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Invalid(Exception):
    """One value that is refused: code, message, field."""

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code, self.field = code, field

    def error(self) -> Error:
        return {"statusCode": self.code, "message": str(self), "fields": [self.field] if self.field else []}


def stamp(at: datetime) -> str:
    """Salesforce keeps whole seconds and shows .000 (seen in every payload)."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def normal(field: Field, value: Any) -> Any:
    """The value as it is kept. Raises Invalid."""
    if value is None or (isinstance(value, str) and not value.strip() and field.type != "boolean"):
        return False if field.type == "boolean" else None
    return _check_of(field.type)(field, value)


def _unreadable(field: Field, value: Any) -> Invalid:
    kind = {bool: "VALUE_TRUE", int: "VALUE_NUMBER_INT", float: "VALUE_NUMBER_FLOAT", str: "VALUE_STRING"}
    told = f"Cannot deserialize instance of {field.type} from {kind.get(type(value), 'START_OBJECT')} value {value}"
    return Invalid("JSON_PARSER_ERROR", told, field.name)


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise _unreadable(field, value)
    text = value.strip()
    longest = field.length or 255
    if len(text) > longest:
        shown = text[:255]
        raise Invalid(
            "STRING_TOO_LONG", f"{field.name}: data value too large: {shown} (max length={longest})", field.name
        )
    return text


def _email(field: Field, value: Any) -> str:
    text = _text(field, value)
    if not _EMAIL.fullmatch(text):
        raise Invalid("INVALID_EMAIL_ADDRESS", f"{field.name}: invalid email address: {text}", field.name)
    return text


def _number(field: Field, value: Any) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _unreadable(field, value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise _unreadable(field, value) from None
    if not number.is_finite():
        raise _unreadable(field, value)
    places = field.precision - field.scale if field.precision else 18
    if abs(number) >= Decimal(10) ** places:
        told = f"{field.name}: value outside of valid range on numeric field: {value}"
        raise Invalid("NUMBER_OUTSIDE_VALID_RANGE", told, field.name)
    if field.type == "int":
        return int(number)
    return float(number.quantize(Decimal(1).scaleb(-field.scale), ROUND_HALF_UP))


def _boolean(field: Field, value: Any) -> bool:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise _unreadable(field, value)
    return value


def _date(field: Field, value: Any) -> str:
    """A date, or an instant whose date is taken."""
    try:
        if not isinstance(value, str):
            raise ValueError
        day = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value).date()
    except ValueError:
        raise _unreadable(field, value) from None
    if not 1700 <= day.year <= 4000:
        raise Invalid("INVALID_TYPE_ON_FIELD_IN_RECORD", f"{field.name}: invalid date: {value}", field.name)
    return day.isoformat()


def _instant(field: Field, value: Any) -> str:
    """An instant without a zone is refused."""
    try:
        if not isinstance(value, str) or len(value) < 16:
            raise ValueError
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError
    except ValueError:
        raise _unreadable(field, value) from None
    return stamp(at)


def _picked(field: Field, value: Any) -> str:
    text = _text(field, value)
    if field.restricted and text not in {choice.value for choice in field.choices if choice.active}:
        told = f"{field.label or field.name}: bad value for restricted picklist field: {text}"
        raise Invalid("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", told, field.name)
    return text


def _several(field: Field, value: Any) -> str | None:
    """Values are kept in the order of the field's definition, each once."""
    if not isinstance(value, str):
        raise _unreadable(field, value)
    wanted = list(dict.fromkeys(part.strip() for part in value.split(";") if part.strip()))
    for part in wanted:
        _picked(field, part)
    order = {choice.value: at for at, choice in enumerate(field.choices)}
    return ";".join(sorted(wanted, key=lambda part: order.get(part, len(order)))) or None


def _reference(field: Field, value: Any) -> str:
    if not is_id(value):
        raise Invalid("MALFORMED_ID", f"{field.label or field.name}: id value of incorrect type: {value}", field.name)
    return id18(value[:15])


_CHECKS: dict[str, Callable[[Field, Any], Any]] = {
    "double": _number,
    "currency": _number,
    "percent": _number,
    "int": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _instant,
    "picklist": _picked,
    "multipicklist": _several,
    "reference": _reference,
    "email": _email,
}


def _check_of(type: str) -> Callable[[Field, Any], Any]:
    return _CHECKS.get(type, _text)
