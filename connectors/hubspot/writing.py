"""Writing differences to HubSpot: a hundred deals a call, one bad deal never loses the others, put-backs with guards."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from connectors.errors import NotFound, Refused, Transient
from connectors.hubspot.client import HISTORY_LIMIT, WRITE_LIMIT, Client
from connectors.hubspot.failures import Gone, UnknownProperties, absent, reason
from connectors.hubspot.reading import (
    closedate_before,
    errors,
    history,
    ids_in,
    instant,
    not_found,
    results,
    text,
    values,
)
from rules.intents import Outcome, WritePlan
from rules.model import Stage

Item = TypeVar("Item")
Json = dict[str, Any]
STAGE = ("dealstage", "pipeline", "closedate")
ABOUT_THE_MOVE = ("state", "missing")  # wrong words when the deal does not go where the plan sends it


def chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


# --- reading deals --------------------------------------------------------------------------------------------------


class Read(NamedTuple):
    """The deals that are there and not archived, and the ids of which HubSpot said neither that nor the opposite."""

    deals: dict[str, Json]
    unclear: frozenset[str] = frozenset()


def read(client: Client, ids: Sequence[str], properties: Sequence[str], past: Sequence[str] = ()) -> Read:
    """One batch read; in halves when a server refuses the whole batch for one missing deal."""
    if not ids:
        return Read({})
    try:
        answer = client.read_deals(ids, properties, past)
    except Gone:
        half = len(ids) // 2
        if not half:
            return Read({})
        first, second = (read(client, part, properties, past) for part in (ids[:half], ids[half:]))
        return Read(first.deals | second.deals, first.unclear | second.unclear)
    if not isinstance(answer.get("results"), list) and not errors(answer):
        raise Transient("HubSpot answered a batch read with something else")
    unclear = frozenset(id for error in errors(answer) if not not_found(error) for id in ids_in(error))
    deals = {text(row.get("id")): dict(row) for row in results(answer) if row.get("archived") not in (True, "true")}
    return Read(deals, unclear - frozenset(deals))


def standing(record: Mapping[str, Any]) -> Stage:
    """Where a deal stands now."""
    return Stage(pipeline=text(values(record).get("pipeline")), id=text(values(record).get("dealstage")))


# --- values ---------------------------------------------------------------------------------------------------------


def write(client: Client, wanted: Mapping[str, Json]) -> dict[str, Outcome]:
    """Write values by deal. Every deal gets its own outcome."""
    found: dict[str, Outcome] = {}
    for chunk in chunks(list(wanted.items()), WRITE_LIMIT):
        found |= _write_some(client, dict(chunk))
    return found


def _write_some(client: Client, wanted: Mapping[str, Json]) -> dict[str, Outcome]:
    """One call. A whole batch that was refused is halved until the bad deal stands alone: at most 15 calls for one.

    A property that somebody deleted in the portal is left out; the others are still written.
    """
    traces = {uuid.uuid4().hex[:12]: id for id in wanted}
    inputs = [{"id": id, "objectWriteTraceId": trace, "properties": wanted[id]} for trace, id in traces.items()]
    try:
        answer = client.update_deals(inputs)
    except UnknownProperties as error:
        less = _without(wanted, error.fields)
        return _write_some(client, less) if less != wanted else _halves_written(client, wanted, error)
    except (Refused, Gone) as error:
        return _halves_written(client, wanted, error)
    found = _outcomes(answer, wanted, traces)
    lost = [name for error in errors(answer) for name in absent(error)]
    again = {id: held for id, held in wanted.items() if found[id].result == "refused" and set(held) & set(lost)}
    return found | _write_some(client, _without(again, lost)) if again else found


def _without(wanted: Mapping[str, Json], lost: Collection[str]) -> dict[str, Json]:
    return {id: {name: value for name, value in held.items() if name not in lost} for id, held in wanted.items()}


def _halves_written(client: Client, wanted: Mapping[str, Json], error: Refused | NotFound) -> dict[str, Outcome]:
    ids = list(wanted)
    if len(ids) == 1:
        gone = isinstance(error, NotFound)
        return {ids[0]: Outcome(deal=ids[0], result="gone" if gone else "refused", reason=str(error))}
    found: dict[str, Outcome] = {}
    for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
        found |= _write_some(client, {id: wanted[id] for id in half})
    return found


def _outcomes(answer: Json, wanted: Mapping[str, Json], traces: Mapping[str, str]) -> dict[str, Outcome]:
    """Errors stand inside a 200 (2026-09): by trace id, by id, or by nothing but their absence from the results."""
    written = {text(row.get("id")) for row in results(answer)}
    found = {id: Outcome(deal=id, result="done", wrote=True) for id in wanted if id in written}
    for error in errors(answer):
        gone = not_found(error)
        for id in _named(error, traces):
            found[id] = Outcome(deal=id, result="gone" if gone else "refused", reason=reason(error))
    for id in wanted:
        found.setdefault(id, Outcome(deal=id, result="failed", reason="HubSpot did not say what became of it"))
    return found


def _named(error: Mapping[str, Any], traces: Mapping[str, str]) -> list[str]:
    context = error.get("context")
    given = context.get("objectWriteTraceId") if isinstance(context, Mapping) else None
    by_trace = [traces.get(text(trace), "") for trace in (given if isinstance(given, list) else [given])]
    return [id for id in (*by_trace, *ids_in(error)) if id in traces.values()]


# --- put-backs ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PutBacks:
    """Re-read, move only what still stands where it was judged, and look afterwards whether it stayed there.

    There is no precondition on a write (2026-11): the window between reading and writing stays one round trip.
    `names` are our properties by short name; `closed` are the portal's won and lost stages.
    """

    client: Client
    names: Mapping[str, str]
    closed: Collection[Stage]

    def carry_out(self, plans: Sequence[WritePlan]) -> dict[str, Outcome]:
        found: dict[str, Outcome] = {}
        for chunk in chunks(plans, HISTORY_LIMIT):
            found |= self._some(chunk)
        return found

    def _some(self, plans: Sequence[WritePlan]) -> dict[str, Outcome]:
        records, unclear = read(self.client, [plan.deal for plan in plans], STAGE, STAGE)
        here = [plan for plan in plans if plan.deal in records]
        still = [plan for plan in here if plan.put_back and standing(records[plan.deal]) == plan.put_back.expected]
        moved_on = [plan for plan in here if plan not in still]
        wanted = {plan.deal: self._way_back(plan, records[plan.deal]) | self._values(plan) for plan in still}
        wanted |= {plan.deal: kept for plan in moved_on if (kept := self._values(plan, moving=False))}
        outcomes = write(self.client, wanted)
        found = {
            plan.deal: Outcome(deal=plan.deal, result="failed" if plan.deal in unclear else "gone") for plan in plans
        }
        found |= {plan.deal: _moved_on(plan, outcomes.get(plan.deal)) for plan in moved_on}
        return found | self._checked(still, {plan.deal: outcomes[plan.deal] for plan in still})

    def _values(self, plan: WritePlan, moving: bool = True) -> dict[str, str]:
        """What goes on the record; without what speaks of the move when there is none."""
        keys = [key for key in plan.values if key in self.names and (moving or key not in ABOUT_THE_MOVE)]
        return {self.names[key]: plan.values[key] or "" for key in keys}

    def _way_back(self, plan: WritePlan, record: Json) -> Json:
        """The stage, always with its pipeline; and the close date that HubSpot set when the deal came to its end."""
        assert plan.put_back is not None
        back = {"pipeline": plan.put_back.to.pipeline, "dealstage": plan.put_back.to.id}
        moves = history(record, "dealstage")
        if plan.put_back.expected in self.closed and moves:
            before = closedate_before(record, instant(moves[0].get("timestamp")))
            back |= {} if before is None else {"closedate": before}
        return back

    def _checked(self, plans: Sequence[WritePlan], written: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """Somebody may have moved a deal on while we wrote: then it did not stay, and is judged anew."""
        done = [id for id, outcome in written.items() if outcome.result == "done"]
        after = read(self.client, done, STAGE[:2]).deals
        moved = {
            plan.deal: _moved_on(plan, written[plan.deal])
            for plan in plans
            if plan.deal in after and plan.put_back and standing(after[plan.deal]) != plan.put_back.to
        }
        return {**written, **moved, **self._refused(plans, written)}

    def _refused(self, plans: Sequence[WritePlan], written: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """2026-09 may refuse the way back (a required property of the earlier stage): the values go alone, once."""
        refused = {plan.deal: self._values(plan, moving=False) for plan in plans if _is_refused(written[plan.deal])}
        alone = write(self.client, {id: kept for id, kept in refused.items() if kept})
        return {id: written[id].model_copy(update={"wrote": outcome.wrote}) for id, outcome in alone.items()}


def _is_refused(outcome: Outcome) -> bool:
    return outcome.result == "refused"


def _moved_on(plan: WritePlan, outcome: Outcome | None) -> Outcome:
    return Outcome(deal=plan.deal, result="moved_on", wrote=bool(outcome and outcome.wrote))
