"""HubSpot's error answers as exceptions of our own tree. Pure; facts as of 2026-11."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.errors import AuthFailed, ConfigError, ConnectorError, NotFound, Refused, Transient
from connectors.http import host, retry_after

ROLLING_SECONDS, DAILY_SECONDS = 10.0, 3600.0
LONGEST_REASON = 500
Json = dict[str, Any]


class Gone(NotFound):
    """The record is not there, in HubSpot's own words; a plain NotFound may be a wrong address."""


class Conflict(Refused):
    """What we wanted to create is there already."""


class UnknownProperties(Refused):
    """The portal has no such properties; `fields` are their names. Whatever else was in the request is fine."""


def failure(base: str, status: int, body: Any, headers: Mapping[str, str], secret: str = "") -> ConnectorError:
    """The exception for an answer that is no success. `secret` is blotted out, should HubSpot repeat it."""
    told = told_by(body)
    text = f"{host(base)} answered {status}: {reason(told)}"
    text = text.replace(secret, "…") if secret else text
    if status in (401, 403):
        return AuthFailed(f"{text} Check the access token and its scopes, then connect again.")
    if status in (404, 405, 501):
        gone = "NOT_FOUND" in _word(told.get("category")) and "OBJECT" in _word(told.get("category"))
        return Gone(text) if gone else NotFound(f"{text} Check the address and the id.")
    if status == 429:
        return Transient(text, retry_after=_pause(told, headers))
    if status >= 500 or status in (408, 423, 477):
        return Transient(text, retry_after=retry_after(headers))
    if 300 <= status <= 399:
        return ConfigError(f"{text} This is not the API. Check the address.")
    if lost := absent(told):
        return UnknownProperties(text, fields=lost)
    return (Conflict if status == 409 else Refused)(text, fields=named(told))


def _pause(told: Json, headers: Mapping[str, str]) -> float:
    """A daily limit ends at midnight of the account's zone, which we do not know: look again every hour."""
    asked = retry_after(headers)
    if "DAILY" in _word(told.get("policyName")):
        return max(asked or 0.0, DAILY_SECONDS)
    return ROLLING_SECONDS if asked is None else asked


def told_by(body: Any) -> Json:
    """The error's JSON, or nothing."""
    try:
        read = json.loads(body) if body else {}
    except (ValueError, TypeError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def reason(told: Mapping[str, Any]) -> str:
    """Why, in HubSpot's words: the messages inside the message, if there are any."""
    inner = [str(item["message"]) for item in _embedded(told) if item.get("message")]
    text = " ".join(dict.fromkeys(inner)) or str(told.get("message") or "no reason given.")
    return text[:LONGEST_REASON] if text.endswith(".") else f"{text[:LONGEST_REASON]}."


def named(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The properties that a validation error speaks of, from wherever they stand."""
    names = [str(item[key]) for item in _embedded(told) for key in ("name", "propertyName") if item.get(key)]
    names += re.findall(r'\\*"(?:name|propertyName)\\*"\s*:\s*\\*"([A-Za-z0-9_]+)', str(told.get("message", "")))
    for source in (told, *_inner_errors(told)):
        context = source.get("context")
        if isinstance(context, Mapping):
            names += [str(name) for key in ("properties", "propertyName", "name") for name in _listed(context.get(key))]
    return tuple(dict.fromkeys(names))


def absent(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The properties that the portal does not have, by the error's code (captured 2026)."""
    codes = ("error", "code", "errorType", "subCategory")
    lost = [item for item in _embedded(told) if any("DOESNT_EXIST" in _word(item.get(code)) for code in codes)]
    return tuple(dict.fromkeys(str(item.get("name") or item.get("propertyName") or "") for item in lost if item))


def _embedded(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """`Property values were not valid: [{…}]`: the list that stands inside the text."""
    text = str(told.get("message") or "")
    start = text.find("[")
    try:
        found = json.loads(text[start:]) if start >= 0 else []
    except (ValueError, RecursionError):
        found = []
    yield from (item for item in _listed(found) if isinstance(item, Mapping))
    yield from _inner_errors(told)


def _inner_errors(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (item for item in _listed(told.get("errors")) if isinstance(item, Mapping))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _word(value: Any) -> str:
    return str(value or "").upper()
