"""Writing differences to Salesforce: two hundred deals a call, one bad deal never loses the others, guarded put-backs."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors import http
from connectors.errors import Refused
from connectors.mapping import fit
from connectors.salesforce.client import READ_LIMIT, WRITE_LIMIT, Client, among
from connectors.salesforce.failures import (
    GONE,
    LOCKED,
    RULE,
    Told,
    UnknownFields,
    is_passing,
    lacking,
    reason,
    told_by,
)
from connectors.salesforce.ids import id18, is_id
from connectors.salesforce.reading import NUMBERS, Field, Shape, by_id, chunks
from connectors.salesforce.schema import BYPASS, OBJECT
from rules.intents import Outcome, Value, WritePlan

Json = dict[str, Any]
Errors = tuple[Told, ...]
TRIES_WHEN_LOCKED = 3
ABOUT_THE_MOVE = ("state", "missing")  # wrong words when the deal does not go where the plan sends it
ANOTHER_RULE = "[another validation rule of your organisation refused it]"
OWN_RULE = f"[our own rule refused it: give the connection's user the permission set {BYPASS}]"
OWN_MARK = "[HG-"


# --- values ---------------------------------------------------------------------------------------------------------


def typed(shape: Shape, names: Mapping[str, str], values: Mapping[str, Value]) -> Json:
    """Our values as JSON by field, without those that the organisation has no field for that we may write."""
    held = ((shape.fields.get(names.get(key, "")), value) for key, value in values.items())
    return {field.name: _json(field, value) for field, value in held if field and field.writable}


def _json(field: Field, value: Value) -> Any:
    if not value:
        return None
    if field.type in NUMBERS:
        return _number(value)
    if field.type == "boolean":
        return value.casefold() == "true"
    return fit(value, field.limit) if field.type in ("string", "textarea") else value


def _number(value: str) -> Any:
    try:
        amount = float(value)
    except ValueError:
        return value
    return int(amount) if amount.is_integer() else amount


def write(client: Client, wanted: Mapping[str, Json], accounts: Mapping[str, str]) -> dict[str, Outcome]:
    """Write values by deal. Every deal gets its own outcome.

    Deals of one account stand together, for each save locks the account, and two calls would wait for each other.
    """
    found: dict[str, Outcome] = {}
    order = sorted(wanted, key=lambda deal: (accounts.get(deal, ""), deal))
    for chunk in chunks(order, WRITE_LIMIT):
        found |= _write_some(client, {deal: wanted[deal] for deal in chunk})
    return found


def _write_some(client: Client, wanted: Mapping[str, Json]) -> dict[str, Outcome]:
    """At most 200 deals. Rows that somebody holds locked are tried again together; a field that is gone is left out."""
    found: dict[str, Outcome] = {}
    tries = 0
    while wanted:
        told = _attempt(client, wanted)
        locked = {deal for deal, errors in told.items() if _is_locked(errors) and tries < TRIES_WHEN_LOCKED}
        less = {deal: _without(wanted[deal], lacking(errors)) for deal, errors in told.items() if lacking(errors)}
        again = {deal: held for deal, held in less.items() if held != wanted[deal]}
        found |= {deal: _outcome(deal, told[deal], bool(wanted[deal])) for deal in set(told) - locked - set(again)}
        if again:
            client.forget(OBJECT)
        wanted = again | {deal: wanted[deal] for deal in locked}
        if locked:
            time.sleep(http.BACKOFF_SECONDS * 2**tries)
            tries += 1
    return found


def _attempt(client: Client, wanted: Mapping[str, Json]) -> dict[str, Errors]:
    """One call: deal → what Salesforce has against it. A whole call that is refused is halved until the bad one is alone."""
    full = {deal: held for deal, held in wanted.items() if held}
    told: dict[str, Errors] = {deal: () for deal in wanted if deal not in full}
    try:
        rows = client.update_many(OBJECT, [{"id": deal, **held} for deal, held in full.items()])
    except UnknownFields as error:
        client.forget(OBJECT)
        less = {deal: _without(held, error.fields) for deal, held in full.items()}
        return told | (_attempt(client, less) if less != full else _halves(client, full, error))
    except Refused as error:
        return told | _halves(client, full, error)
    return told | {deal: _errors(row) for deal, row in zip(full, rows, strict=True)}


def _without(held: Json, lost: Collection[str]) -> Json:
    return {name: value for name, value in held.items() if name not in lost}


def _halves(client: Client, wanted: Mapping[str, Json], error: Refused) -> dict[str, Errors]:
    deals = list(wanted)
    if len(deals) == 1:
        return {deals[0]: (Told("", str(error), error.fields),)}
    halves = (deals[: len(deals) // 2], deals[len(deals) // 2 :])
    first, second = (_attempt(client, {deal: wanted[deal] for deal in half}) for half in halves)
    return first | second


def _errors(row: Json) -> Errors:
    if row.get("success") is True:
        return ()
    return told_by(row.get("errors")) or (Told("", "Salesforce did not say what became of it"),)


def _is_locked(errors: Errors) -> bool:
    return any(error.code == LOCKED for error in errors)


def _outcome(deal: str, errors: Errors, wrote: bool) -> Outcome:
    if not errors:
        return Outcome(deal=deal, result="done", wrote=wrote)
    if any(error.code in GONE or _is_nowhere(error) for error in errors):
        return Outcome(deal=deal, result="gone", reason=reason(errors))
    if any(is_passing(error) for error in errors):
        return Outcome(deal=deal, result="failed", reason=reason(errors))
    return Outcome(deal=deal, result="refused", reason=_refusal(errors))


def _is_nowhere(error: Told) -> bool:
    """The id of a deal that never was, or that our user cannot see: about no field in particular."""
    return error.code == "INVALID_CROSS_REFERENCE_KEY" and not set(error.fields) - {"Id", "id"}


def _refusal(errors: Errors) -> str:
    words = reason(errors)
    if not any(error.code == RULE for error in errors):
        return words
    return f"{words} {OWN_RULE if OWN_MARK in words else ANOTHER_RULE}"


# --- put-backs ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PutBacks:
    """Re-read, move only what still stands where it was judged, and look afterwards whether it stayed there.

    Collections take no precondition (2026-11): the window between reading and writing stays one round trip.
    `names` are our fields by short name; `shape` says what the opportunity looks like.
    """

    client: Client
    names: Mapping[str, str]
    shape: Shape

    def carry_out(self, plans: Sequence[WritePlan]) -> dict[str, Outcome]:
        found: dict[str, Outcome] = {}
        for chunk in chunks(plans, READ_LIMIT):
            found |= self._some(chunk)
        return found

    def _some(self, plans: Sequence[WritePlan]) -> dict[str, Outcome]:
        rows = self._standing([plan.deal for plan in plans])
        here = [plan for plan in plans if plan.deal in rows]
        still = [plan for plan in here if plan.put_back and self.shape.stage(rows[plan.deal]) == plan.put_back.expected]
        moved_on = [plan for plan in here if plan not in still]
        wanted = {plan.deal: self._way_back(plan) | self._values(plan) for plan in still}
        wanted |= {plan.deal: held for plan in moved_on if (held := self._values(plan, moving=False))}
        outcomes = write(self.client, wanted, {deal: str(row.get("AccountId") or "") for deal, row in rows.items()})
        found = {plan.deal: Outcome(deal=plan.deal, result="gone") for plan in plans}
        found |= {plan.deal: _moved_on(plan, outcomes.get(plan.deal)) for plan in moved_on}
        return found | self._checked(still, {plan.deal: outcomes[plan.deal] for plan in still})

    def _standing(self, deals: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        """Deal → where it stands; deals that are gone are left out."""
        asked = {id18(deal): deal for deal in deals if is_id(deal)}
        if not asked:
            return {}
        fields = ", ".join(["Id", "StageName", *self.shape.known(["RecordTypeId", "AccountId"])])
        rows = by_id(self.client.rows(f"SELECT {fields} FROM {OBJECT} WHERE Id IN {among(list(asked))}"))
        return {asked[id]: row for id, row in rows.items() if id in asked}

    def _values(self, plan: WritePlan, moving: bool = True) -> Json:
        """What goes on the record; without what speaks of the move when there is none."""
        held = {key: value for key, value in plan.values.items() if moving or key not in ABOUT_THE_MOVE}
        return typed(self.shape, self.names, held)

    def _way_back(self, plan: WritePlan) -> Json:
        """The stage, and the record type when the move went across two of them."""
        assert plan.put_back is not None
        back, before = plan.put_back.to, plan.put_back.expected
        kind = self.shape.record_type_id(back.pipeline) if back.pipeline != before.pipeline else None
        return {"StageName": back.id} | ({"RecordTypeId": kind} if kind else {})

    def _checked(self, plans: Sequence[WritePlan], written: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """Somebody may have moved a deal on while we wrote: then it did not stay, and is judged anew."""
        after = self._standing([deal for deal, outcome in written.items() if outcome.result == "done"])
        moved = {
            plan.deal: _moved_on(plan, written[plan.deal])
            for plan in plans
            if plan.deal in after and plan.put_back and self.shape.stage(after[plan.deal]) != plan.put_back.to
        }
        return {**written, **moved, **self._refused(plans, written)}

    def _refused(self, plans: Sequence[WritePlan], written: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """A rule of the organisation may refuse the way back: the values go alone, once."""
        refused = [plan for plan in plans if written[plan.deal].result == "refused"]
        wanted = {plan.deal: held for plan in refused if (held := self._values(plan, moving=False))}
        alone = write(self.client, wanted, {})
        return {deal: written[deal].model_copy(update={"wrote": outcome.wrote}) for deal, outcome in alone.items()}


def _moved_on(plan: WritePlan, outcome: Outcome | None) -> Outcome:
    return Outcome(deal=plan.deal, result="moved_on", wrote=bool(outcome and outcome.wrote))
