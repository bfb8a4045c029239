"""Reading one typed value out of what JSON or a CRM gave us. A value that cannot be read is a `Bad`, never an exception."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rules.model import Input

_NUMBER = re.compile(r"^\d{1,15}(?:[.,]\d{1,6})?$")
_GROUPED = re.compile(r"^\d{1,3}(?:[.,' \u00a0\u202f]\d{3}){1,5}$")
_LIST_BREAK = re.compile(r"[,;\n+]| and | und | & ")


@dataclass(frozen=True)
class Bad:
    """What was written, and what would have been read."""

    text: str
    wanted: str
    hint: str = ""


def blank(value: Any) -> bool:
    """Nothing there: absent, an empty text, list or mapping."""
    return (
        value is None
        or (isinstance(value, str) and not value.strip())
        or (isinstance(value, list | tuple | dict) and not value)
    )


def read(spec: Input, value: Any) -> Any:
    """The typed value, or Bad. Blank values are the caller's business."""
    return _READERS[spec.type](spec, value)


def _number(spec: Input, value: Any) -> Any:
    if isinstance(value, bool):
        return Bad(str(value), "number")
    if isinstance(value, int | float):
        return value if math.isfinite(value) and value >= 0 else Bad(str(value), "number")
    text = str(value).strip()
    if _GROUPED.match(text):
        return int(re.sub(r"\D", "", text))
    return _plain_number(text) if _NUMBER.match(text) else Bad(text, "number")


def _plain_number(text: str) -> int | float:
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def _text(spec: Input, value: Any) -> Any:
    if isinstance(value, list | tuple):
        value = ", ".join(str(item) for item in value)
    return str(value) if not isinstance(value, Mapping) else Bad(str(dict(value)), "text")


def _person(spec: Input, value: Any) -> Any:
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("id") or ""
    if isinstance(value, list | tuple):
        return str(value[0]) if len(value) == 1 else Bad(", ".join(map(str, value)), "one_person")
    text = str(value)
    return Bad(text, "one_person") if names_two(text) else text


def names_two(text: str) -> bool:
    """Two people where one is asked for: "Dana Kim and Jo Park", but not "head of sales and marketing"."""
    halves = re.split(r"\s+(?:and|or|und|oder|&)\s+|\s*[/;]\s*", text.strip(), maxsplit=1)
    if len(halves) != 2 or " of " in halves[0] or not all(halves):
        return False
    return all(half[0].isupper() or half.casefold().startswith(("the ", "der ", "die ")) for half in halves)


def _date(spec: Input, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return Bad(str(value), "date")


def _flag(spec: Input, value: Any) -> Any:
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word in ("yes", "true", "ja", "1"):
        return True
    return False if word in ("no", "false", "nein", "0") else Bad(str(value), "yes_or_no")


def _list(spec: Input, value: Any) -> Any:
    items = value if isinstance(value, list | tuple) else _LIST_BREAK.split(str(value))
    return tuple(str(item).strip() for item in items if not blank(item))


def _choice(spec: Input, value: Any) -> Any:
    word = str(value).strip().casefold()
    for key, label in spec.choices.items():
        if word in (key.casefold(), key.replace("_", " ").casefold(), *(text.casefold() for text in label.values())):
            return key
    meant = [key for key, label in spec.choices.items() if len(word) > 3 and _names(word, key, label.values())]
    if len(meant) == 1:
        return meant[0]
    near = difflib.get_close_matches(word.replace(" ", "_"), list(spec.choices), n=1)
    return Bad(str(value), "choice", near[0] if near else "")


def _names(word: str, key: str, labels: Iterable[str]) -> bool:
    """A part of a choice's name, at the start of a word: "custom roles", "import"."""
    return any(f" {word}" in f" {name.casefold()}" for name in (key.replace("_", " "), *labels))


_READERS = {
    "number": _number,
    "text": _text,
    "person": _person,
    "date": _date,
    "flag": _flag,
    "list": _list,
    "choice": _choice,
}
