"""From an evaluation to the differences that must be written. An empty plan stops the data's way: nothing to do."""

from __future__ import annotations

from collections.abc import Mapping

from rules.intents import PutBack, Value, WritePlan

SILENT = ("evaluated",)


def plan(
    deal: str, wanted: Mapping[str, Value], shown: Mapping[str, Value], put_back: PutBack | None = None
) -> WritePlan:
    """Only what differs. `evaluated` never causes a write by itself; it goes along with others."""
    changed = {name: value for name, value in wanted.items() if _same(value) != _same(shown.get(name))}
    if not (set(changed) - set(SILENT)) and put_back is None:
        changed = {}
    return WritePlan(deal=deal, values=changed, put_back=put_back)


def _same(value: Value) -> str:
    """An empty value and no value are the same; white space at the ends and line ends are the CRM's own affair."""
    return "" if value is None else "\n".join(line.rstrip() for line in value.replace("\r\n", "\n").strip().split("\n"))
