"""Deal search: filters, sorting, paging and their limits (2026-11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.hubspot.emulator.portal import Record

MOST_RESULTS, MOST_PAGE = 10_000, 200
Json = dict[str, Any]


class SearchRefused(Exception):
    """A search that HubSpot answers with 400."""


def search(records: Sequence[Record], body: Json) -> tuple[list[Record], str, int]:
    """One page, the `after` of the next one (or nothing), and the total."""
    limit, start = int(body.get("limit") or 10), int(body.get("after") or 0)
    if limit > MOST_PAGE or start + limit > MOST_RESULTS:
        raise SearchRefused(f"limit ≤ {MOST_PAGE}, and no more than {MOST_RESULTS} results")
    groups = body.get("filterGroups") or [{"filters": []}]
    found = [record for record in records if any(all(_fits(record, f) for f in group["filters"]) for group in groups)]
    for sort in reversed(body.get("sorts") or []):
        name = sort if isinstance(sort, str) else sort["propertyName"]
        found.sort(key=lambda record, name=name: _comparable(record, name))  # type: ignore[misc]
    page = found[start : start + limit]
    after = str(start + limit) if start + limit < len(found) else ""
    return page, after, len(found)


def _value(record: Record, name: str) -> str:
    return record.id if name == "hs_object_id" else record.properties.get(name) or ""


def _comparable(record: Record, name: str) -> float | str:
    return _number(_value(record, name))


def _number(value: str) -> float:
    from datetime import datetime

    try:
        return float(value)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp() * 1000
    except ValueError:
        return 0.0


def _fits(record: Record, filter: Json) -> bool:
    have, wanted = _value(record, filter["propertyName"]), str(filter.get("value", ""))
    operator = filter.get("operator")
    if operator in ("GT", "GTE", "LT", "LTE"):
        a, b = _number(have), _number(wanted)
        return {"GT": a > b, "GTE": a >= b, "LT": a < b, "LTE": a <= b}[operator]
    simple = {"EQ": have == wanted, "NEQ": have != wanted, "HAS_PROPERTY": bool(have), "NOT_HAS_PROPERTY": not have}
    if operator not in simple:
        raise SearchRefused(f"operator {operator} is not valid here")
    return simple[operator]
