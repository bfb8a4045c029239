"""Gates as formulas: which stages lie at or beyond which gate, and whether this save crosses one.

A stage's level is the furthest enforced gate that it lies at or beyond (quote 1, contract 2, won 3), for each kind of
pipeline; lost stages and everything before the first gate are level 0, so that neither a loss nor a step back is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from connectors.base import GatePolicy, Pipeline, Policy
from connectors.errors import ConfigError
from connectors.salesforce import formula as f
from connectors.salesforce.schema import BYPASS, DEFAULT_PIPELINE, OVERRIDE_MARK
from rules.model import GATES, Gate

LEVELS: Mapping[Gate, int] = {gate: number for number, gate in enumerate(GATES, 1)}
SPARED = f.permission(BYPASS)  # no rule of ours refuses their saves
BEFORE_OUR_TIME = datetime(2000, 1, 1, tzinfo=UTC)
Levels = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Ground:
    """Where the gates stand: levels by pipeline, and which deals they reach at all."""

    levels: Mapping[Levels, tuple[str, ...]]
    reach: str
    codes: Mapping[str, str]

    def crosses(self, gates: Iterable[Gate]) -> str:
        """This save takes the deal across one of these gates, and nobody opened that gate for it."""
        return f.either(*(self._crosses_unopened(gate) for gate in gates))

    def crosses_gate(self, gate: Gate) -> str:
        return self._where(lambda levels: _crossing(levels, LEVELS[gate]))

    def _crosses_unopened(self, gate: Gate) -> str:
        return f.both(self.crosses_gate(gate), self._not_opened(gate))

    def _not_opened(self, gate: Gate) -> str:
        """No person let this deal pass. A copy of another deal brings its code along: on a new record none counts."""
        code = self.codes.get(f"ours.gate_{gate}", "")
        mark = f"LEFT({code}, {len(OVERRIDE_MARK)}) <> {f.literal(OVERRIDE_MARK)}"
        return f.either("ISNEW()", f.blank(code), mark) if code else f.TRUE

    def _where(self, say: Callable[[Levels], str]) -> str:
        return f.either(*(f.both(_of_type(names), say(levels)) for levels, names in self.levels.items()))


def _crossing(levels: Levels, level: int) -> str:
    """On a new record PRIORVALUE is the value itself (2026-11), so that it is asked for first."""
    new = f"{f.case('StageName', levels)} >= {level}"
    old = f"{f.case('PRIORVALUE(StageName)', levels)} < {level}"
    return f.both(new, f.either("ISNEW()", old))


def _of_type(names: Sequence[str]) -> str:
    if DEFAULT_PIPELINE in names:
        return f.TRUE
    return f.either(*(f"RecordType.DeveloperName = {f.literal(name)}" for name in names))


# --- from the policy -------------------------------------------------------------------------------------------------


def enforced(policy: Policy) -> tuple[GatePolicy, ...]:
    """The gates that refuse a move, first one first."""
    return tuple(gate for gate in policy.gates if gate.mode == "enforce" and gate.stages)


def ground(policy: Policy, pipelines: Sequence[Pipeline], mapping: Mapping[str, str]) -> Ground:
    """Raises ConfigError when a gate names a stage or pipeline that the organisation does not have: a gate with a
    mistyped stage would silently stand open."""
    known = {pipeline.id: pipeline for pipeline in pipelines}
    _check(policy, known)
    grouped: dict[Levels, list[str]] = {}
    for pipeline in pipelines:
        levels = _levels(policy, pipeline)
        if levels and (not policy.pipelines or pipeline.id in policy.pipelines):
            grouped.setdefault(levels, []).append(pipeline.id)
    codes = {part: name for part, name in mapping.items() if part.startswith("ours.gate_")}
    return Ground({levels: tuple(names) for levels, names in grouped.items()}, _reach(policy), codes)


def _check(policy: Policy, known: Mapping[str, Pipeline]) -> None:
    for name in policy.pipelines:
        if name not in known:
            raise ConfigError(f"reach.pipelines: there is no record type “{name}”. There are: {', '.join(known)}.")
    for gate in policy.gates:
        for stage in gate.stages:
            stages = [info.id for info in known[stage.pipeline].stages] if stage.pipeline in known else []
            if stage.id not in stages:
                there = ", ".join(stages) or f"the record types {', '.join(known)}"
                raise ConfigError(
                    f"gates.{gate.gate}: the organisation has no stage “{stage.id}” in “{stage.pipeline}”. There are: {there}."
                )


def _levels(policy: Policy, pipeline: Pipeline) -> Levels:
    """The stages at or beyond an enforced gate with their level; later stages inherit it."""
    ranked = [info.id for info in pipeline.stages if info.closed != "lost"]
    firsts = {gate.gate: rank for gate in enforced(policy) if (rank := _first(gate, pipeline, ranked)) is not None}
    found = []
    for rank, stage in enumerate(ranked):
        passed = [LEVELS[gate] for gate, first in firsts.items() if first <= rank]
        if passed:
            found.append((stage, max(passed)))
    return tuple(found)


def _first(gate: GatePolicy, pipeline: Pipeline, ranked: Sequence[str]) -> int | None:
    ranks = [ranked.index(at.id) for at in gate.stages if at.pipeline == pipeline.id and at.id in ranked]
    return min(ranks, default=None)


def _reach(policy: Policy) -> str:
    """Which deals: old enough ones are left alone. A new one has no date of creation yet."""
    since = policy.since.astimezone(UTC)
    stamp = f'DATETIMEVALUE("{since:%Y-%m-%d %H:%M:%S}")'
    created = f.either(f.both("ISNEW()", f"NOW() >= {stamp}"), f"CreatedDate >= {stamp}")
    new = created if since > BEFORE_OUR_TIME else f.TRUE
    types = f.either(*(f.is_value("Type", name) for name in policy.deal_types)) if policy.deal_types else f.TRUE
    return f.both(f.no(SPARED), new, types)
