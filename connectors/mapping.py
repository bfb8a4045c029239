"""Values of mapped properties become a handoff. The same for every CRM: a folder only says which property holds what.

The tick decides the box: a field ticked *confirmed* is a customer's fact, one ticked *unknown* is open, and whatever
else has a value is sales' assumption. Nothing that was typed is ever changed.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from connectors.details import integrations, security, setup
from connectors.fields import ANSWER_PARTS, ASSUMPTION_FORM, FIELDS, PROPERTIES, known_parts
from connectors.flow import data_flow
from connectors.lines import day, lines, number, peak, says_nothing, source
from rules.model import Answer, Person, Promise, Source, Unreadable

Values = Mapping[str, str | None]
FindPerson = Callable[[str], Person | None]
OWNED_BY = {
    "active_users": "volume", "peak_load": "volume", "data_flow": "volume", "security": "security", "access": "security",
    "integrations": "setup", "setup_work": "setup",
}  # fmt: skip
BOTH_TICKED = "tick confirmed or unknown, not both"


@dataclass(frozen=True)
class Translated:
    """The handoff as the CRM has it. `has_answer`: did anybody fill anything in?"""

    answers: Mapping[str, Answer]
    promise: Promise
    has_answer: bool


def translate(values: Values, deal_owner: Person | None, person: FindPerson) -> Translated:
    """Read a deal's values by part. Blank parts are absent; a line that cannot be read is quoted in its answer."""
    text = {part: (value or "").strip("\ufeff") for part, value in values.items()}
    reader = _Reader(text, deal_owner, person)
    answers = {field: answer for field, _ in FIELDS if (answer := reader.answer(field))}
    if text.get("context.text", "").strip():
        answers["context"] = Answer(inputs={"text": text["context.text"]})
    return Translated(answers, reader.promise(), any(text.get(part, "").strip() for part in ANSWER_PARTS))


def ticks(value: str | None) -> list[str]:
    """A check-list's value: `a;b`."""
    return [tick.strip() for tick in (value or "").split(";") if tick.strip()]


class _Reader:
    def __init__(self, text: Mapping[str, str], deal_owner: Person | None, person: FindPerson) -> None:
        self.text, self.deal_owner, self.person = text, deal_owner, person
        self.confirmed, self.unknown = ticks(text.get("status.confirmed")), ticks(text.get("status.unknown"))
        self.assumed, self.notes, self.lost = _assumptions(text.get("assumptions", ""))

    def get(self, part: str) -> str:
        return self.text.get(part, "")

    def answer(self, field: str) -> Answer | None:
        """One field's answer, or nothing when nobody touched it."""
        inputs, bad = _INPUTS[field](self)
        inputs = dict(inputs)
        for key, value in self.assumed.get(field, {}).items():
            inputs.setdefault(key, {"value": value, "basis": "assumption"})
        note = "\n".join(self.notes.get(field, ()))
        status = self._status(field, bool(inputs))
        if not inputs and not bad and not note and status != "unknown":
            return None
        if field in self.confirmed and field in self.unknown:
            bad = [*bad, Unreadable(text=field, form=BOTH_TICKED, input="status")]
        return Answer(
            status=status,
            owner=self._owner(field),
            confirm_by=self._day(field, "confirm_by"),
            confirm_with=self._own(field, "confirm_with"),
            source=self._source(field),
            inputs=inputs,
            assumption=note,
            unreadable=(*bad, *self.lost.get(field, ())),
        )

    def _status(self, field: str, filled: bool) -> str | None:
        own = self.get(f"{field}.status").strip().casefold()
        if own:
            return own
        if field in self.unknown:
            return "unknown"
        if field in self.confirmed:
            return "confirmed"
        return "assumed" if filled else None

    def _own(self, field: str, part: str) -> str:
        """A field's own property if ops mapped one and somebody filled it, else the shared one."""
        return self.get(f"{field}.{part}") or self.get(part)

    def _day(self, field: str, part: str) -> date | None:
        return day(self._own(field, part))

    def _source(self, field: str) -> Source | None:
        return source(self._own(field, "source"))

    def _owner(self, field: str) -> Person | None:
        named = self.get(f"{field}.owner") or self.get(f"owner.{OWNED_BY.get(field, '')}")
        if named.strip():
            return self.person(named.strip()) or Person(id=named.strip())
        return self.deal_owner

    def promise(self) -> Promise:
        kind = self.get("promise.type").strip().casefold()
        more = {
            key: self.get(f"promise.{key}").strip() or None for key in ("date", "price", "scope", "security_review")
        }
        return Promise(type=kind if kind in ("fixed", "range", "paused") else None, **more)


Inputs = tuple[Mapping[str, Any], list[Unreadable]]


def _plain(field: str, *keys: str) -> Callable[[_Reader], Inputs]:
    """A field whose parts are single values."""

    def read(reader: _Reader) -> Inputs:
        values = {key: reader.get(f"{field}.{key}").strip() for key in keys}
        return {key: _typed(value) for key, value in values.items() if value}, []

    return read


def _typed(value: str) -> Any:
    """A CRM's number or date as JSON has it; anything else as it was typed."""
    try:
        amount = float(value)
    except ValueError:
        return value
    return int(amount) if amount.is_integer() and abs(amount) < 1e15 else value


def _peak(reader: _Reader) -> Inputs:
    rate, found = reader.get("peak_load.actions_per_hour").strip(), lines(reader.get("peak_load.when"))
    rows = [peak(line) for line in found]
    if rate:
        first = rows[0] if rows else {}
        rows[:1] = [{"actions_per_hour": _typed(rate)} | {k: v for k, v in first.items() if k != "actions_per_hour"}]
    rows = [row or {"action": line} for row, line in zip(rows, found or [""], strict=False)]
    return ({"rows": rows} if rows else {}), []


def _data_flow(reader: _Reader) -> Inputs:
    text, kind = reader.get("data_flow.text"), reader.get("data_flow.data_class").strip()
    flow = data_flow(text) if text.strip() else {}
    return flow | ({"data_class": kind} if kind else {}), []


def _security(reader: _Reader) -> Inputs:
    return security(ticks(reader.get("security.required")), reader.get("security.detail"))


def _integrations(reader: _Reader) -> Inputs:
    text = reader.get("integrations.text")
    return integrations(text) if text.strip() else ({}, [])


def _setup(reader: _Reader) -> Inputs:
    return setup(ticks(reader.get("setup_work.items")), reader.get("setup_work.detail"))


def _window(reader: _Reader) -> Inputs:
    days = {key: _day_or_text(reader.get(f"launch_window.{key}")) for key in ("from", "to")}
    text = {"day_one": reader.get("launch_window.day_one").strip()}
    return {key: value for key, value in (days | text).items() if value}, []


def _day_or_text(value: str) -> str:
    read = day(value)
    return read.isoformat() if read else value.strip()


def _deadline(reader: _Reader) -> Inputs:
    when, why = _day_or_text(reader.get("hard_deadline.date")), reader.get("hard_deadline.reason").strip()
    if not when and why and says_nothing(why):
        return {"none": True}, []
    return {key: value for key, value in (("date", when), ("reason", why)) if value}, []


_INPUTS: Mapping[str, Callable[[_Reader], Inputs]] = {
    "active_users": _plain("active_users", "month_1", "month_12"),
    "peak_load": _peak,
    "data_flow": _data_flow,
    "security": _security,
    "integrations": _integrations,
    "setup_work": _setup,
    "access": _plain("access", "day_one", "approver"),
    "launch_window": _window,
    "hard_deadline": _deadline,
    "scope_approver": _plain("scope_approver", "person"),
}

# --- what sales assumes ---------------------------------------------------------------------------------------------

_PLACES: Mapping[str, tuple[str, str]] = {
    label.casefold(): (part.split(".")[0], part.split(".", 1)[1])
    for prop in PROPERTIES
    if "." in prop.part and prop.part.split(".")[0] in dict(FIELDS)
    for label, part in ((prop.label, prop.part), (prop.name.replace("_", " "), prop.part))
} | {label.casefold(): (key, "") for key, name in FIELDS for label in (name, key.replace("_", " "))}
_SINGLE = ("month_1", "month_12", "person", "approver", "day_one", "data_class", "from", "to")


def _assumptions(text: str) -> tuple[dict[str, dict[str, Any]], dict[str, list[str]], dict[str, list[Unreadable]]]:
    """ "label: text" per line → values by input, notes by field, and lines nobody can place (kept with the first field)."""
    values: dict[str, dict[str, Any]] = {}
    notes: dict[str, list[str]] = {}
    lost: dict[str, list[Unreadable]] = {}
    for line in lines(text):
        label, _, rest = line.partition(":")
        field, key = _PLACES.get(label.strip().casefold().replace("_", " "), ("", ""))
        if not field or not rest.strip():
            near = difflib.get_close_matches(label.strip().casefold(), list(_PLACES), n=1)
            form = f"{ASSUMPTION_FORM}" + (f" (did you mean “{near[0]}”?)" if near else "")
            lost.setdefault(FIELDS[0][0], []).append(Unreadable(text=line, form=form, input="assumptions"))
            continue
        notes.setdefault(field, []).append(line)
        if key in _SINGLE:
            amount = number(rest) if key.startswith("month_") else None
            values.setdefault(field, {})[key] = amount if amount is not None else rest.strip()
    return values, notes, lost


# --- the mapping itself ---------------------------------------------------------------------------------------------


def problems(mapping: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """(part, what is wrong and how to mend it) for every entry that cannot work in any CRM."""
    known = known_parts()
    homes: dict[str, str] = {}
    for part, name in mapping.items():
        if part not in known:
            near = difflib.get_close_matches(part, known, n=1)
            yield part, f"“{part}” is no part of a handoff" + (f" (did you mean “{near[0]}”?)" if near else "")
        elif not name.strip():
            yield part, "names no property; use null to leave this part out"
        elif name in homes:
            yield part, f"“{name}” is already the home of {homes[name]}; every part has one home"
        homes.setdefault(name, part)


def fit(text: str, limit: int) -> str:
    """A text cut to what the CRM can hold, with a mark that it was cut."""
    return text if len(text) <= limit else text[: limit - 2].rstrip() + " …"
