"""Salesforce's error answers as exceptions of our own tree. Pure; facts as of 2026-11."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.errors import AuthFailed, ConfigError, ConnectorError, NotFound, Refused, Transient
from connectors.http import host, retry_after

DAY_IS_USED_UP, TOO_MANY_AT_ONCE = 3600.0, 60.0
LONGEST_REASON = 500
GONE = frozenset({"NOT_FOUND", "ENTITY_IS_DELETED"})
LOCKED = "UNABLE_TO_LOCK_ROW"  # every save of an opportunity locks its account for a moment
RULE = "FIELD_CUSTOM_VALIDATION_EXCEPTION"
LIMIT = "REQUEST_LIMIT_EXCEEDED"
NO_REFERENCE = "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"  # about one record, not about our token
_FIELDS_LACK = frozenset({"INVALID_FIELD", "INVALID_TYPE", "INVALID_FIELD_FOR_INSERT_UPDATE"})
_PASSING = frozenset({LOCKED, "SERVER_UNAVAILABLE", "REQUEST_RUNNING_TOO_LONG", "QUERY_TIMEOUT", "INVALID_QUERY_LOCATOR"})  # fmt: skip
_PASSING_STATUS = frozenset({408, 409, 412, 423, 425, 429})
_COLUMN = re.compile(r"No such column '([\w.]+)'|[Ff]ield '?([\w.]+)'? (?:can ?not|does not|is not)")
_LISTED = re.compile(r"[Uu]nable to create/update fields?: ([\w, ]+)")


class Expired(AuthFailed):
    """The token is not valid any more. It is renewed once; whoever sees this has seen a new one refused too."""


class UnknownFields(Refused):
    """The organisation has no such fields or objects, or does not show them to us; `fields` are their names."""


@dataclass(frozen=True)
class Told:
    """One error as Salesforce tells it; `code` is `errorCode`, in collections `statusCode`."""

    code: str
    message: str
    fields: tuple[str, ...] = ()


def failure(base: str, status: int, content: Any, headers: Mapping[str, str], secret: str = "") -> ConnectorError:
    """The exception for an answer that is no success. `secret` is blotted out, should Salesforce repeat it."""
    errors = told_by(content)
    codes = {error.code for error in errors}
    text = f"{host(base)} answered {status}: {reason(errors)}"
    text = text.replace(secret, "…") if secret else text
    if status == 401 or "INVALID_SESSION_ID" in codes:
        return Expired(f"{text} Check the app's credentials and its user, then connect again.")
    if LIMIT in codes:
        return _used_up(text)
    if status == 404 or codes & GONE:
        return NotFound(f"{text} Check the address and the id.")
    if is_page(content) or status >= 500 or status in _PASSING_STATUS or codes & _PASSING:
        return Transient(text, retry_after=retry_after(headers))
    if 301 <= status <= 399:
        return ConfigError(f"{text} This is not the API. Check the address.")
    return _refused(status, errors, text)


def _refused(status: int, errors: tuple[Told, ...], text: str) -> ConnectorError:
    codes = {error.code for error in errors}
    if _lacks_access(codes) or (status == 403 and NO_REFERENCE not in codes):
        return AuthFailed(f"{text} Give the connection's user access to it, then connect again.")
    if codes & _FIELDS_LACK:
        return UnknownFields(text, fields=lacking(errors))
    return Refused(text, fields=named(errors))


def _lacks_access(codes: Iterable[str]) -> bool:
    disabled = ("API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED")
    return any(code in disabled or (code.startswith("INSUFFICIENT_ACCESS") and code != NO_REFERENCE) for code in codes)


def _used_up(text: str) -> Transient:
    """The day's calls come back hour by hour; too many long calls at once pass in a moment."""
    if "concurrent" in text.casefold():
        return Transient(f"{text} Too many long calls at once.", retry_after=TOO_MANY_AT_ONCE)
    return Transient(f"{text} The organisation's daily API calls are used up.", retry_after=DAY_IS_USED_UP)


def told_by(content: Any) -> tuple[Told, ...]:
    """The errors in a body, whatever it is: a list of objects, one object, a text, a page of HTML, nothing."""
    read = _read(content)
    rows = read if isinstance(read, list) else [read]
    return tuple(_told(row) for row in rows if isinstance(row, Mapping))


def _read(content: Any) -> Any:
    if not isinstance(content, str | bytes):
        return content
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _told(row: Mapping[str, Any]) -> Told:
    code = row.get("errorCode") or row.get("statusCode") or row.get("error") or ""
    message = row.get("message") or row.get("error_description") or ""
    fields = row.get("fields")
    names = tuple(str(name) for name in fields if name) if isinstance(fields, list) else ()
    return Told(str(code), str(message), names)


def is_page(content: Any) -> bool:
    """A page for people where JSON should be: maintenance, a proxy, a log-in page."""
    start = content[:200] if isinstance(content, str | bytes) else ""
    text = start.decode("utf-8", "replace") if isinstance(start, bytes) else start
    return text.lstrip("\ufeff \r\n\t").startswith("<")


def is_passing(error: Told) -> bool:
    """May the same work in a moment?"""
    return error.code in _PASSING or error.code == LIMIT


def reason(errors: Iterable[Told]) -> str:
    """Why, in Salesforce's words; the code when it has no words."""
    words = [error.message or error.code for error in errors]
    text = " ".join(dict.fromkeys(word for word in words if word)) or "no reason given."
    return text[:LONGEST_REASON] if text.endswith((".", "!", "?", "]")) else f"{text[:LONGEST_REASON]}."


def named(errors: Iterable[Told]) -> tuple[str, ...]:
    """The fields that the errors speak of."""
    return tuple(dict.fromkeys(name for error in errors for name in error.fields))


def lacking(errors: Iterable[Told]) -> tuple[str, ...]:
    """The fields that are not there or not ours to write, from wherever they stand."""
    found: list[str] = []
    for error in errors:
        if error.code in _FIELDS_LACK:
            found += error.fields
            found += [name for match in _COLUMN.findall(error.message) for name in match if name]
            found += [name for match in _LISTED.findall(error.message) for name in re.split(r"[, ]+", match) if name]
    return tuple(dict.fromkeys(found))
