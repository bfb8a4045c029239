"""A deal was moved. Does it stay, is it flagged, or does it go back? Pure: the table of movers and all its guards."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from rules.model import GATES, Evaluation, Frozen, Gate, Mode, Mover, Stage

Reaction = Literal["put_back", "flag", "ignore", "ask_reason"]
DEFAULT_REACTIONS: Mapping[Mover, Reaction] = {
    "person": "put_back",
    "unknown": "put_back",
    "import": "flag",
    "workflow": "flag",
    "integration": "flag",
    "ours": "ignore",
    "exempt": "ask_reason",
}
MOST_PUT_BACKS_A_DEAL = 2
MOST_PUT_BACKS_AN_ACCOUNT = 20
MINUTES_COUNTED = 10


class GateAt(Frozen):
    """Where a gate stands and how it behaves for this deal."""

    gate: Gate
    stages: tuple[Stage, ...]
    mode: Mode
    reactions: Mapping[Mover, Reaction] = DEFAULT_REACTIONS


class Ladder(Frozen):
    """The stages of one pipeline in order, without those that are lost; and the gates that stand in it."""

    stages: tuple[Stage, ...]
    lost: tuple[Stage, ...] = ()
    gates: tuple[GateAt, ...] = ()
    park: Stage | None = None

    @cached_property
    def _ranks(self) -> Mapping[tuple[str, str], int]:
        """Looked up many times for each deal."""
        return {(stage.pipeline, stage.id): rank for rank, stage in enumerate(self.stages)}

    def rank(self, stage: Stage) -> int:
        """The place of a stage; -1 when it is not in this pipeline (or lost)."""
        return self._ranks.get((stage.pipeline, stage.id), -1)

    def gate_rank(self, gate: GateAt) -> int:
        """The first rank at which this gate has been passed; later unmapped stages inherit it."""
        ranks = [rank for stage in gate.stages if (rank := self.rank(stage)) >= 0]
        return min(ranks, default=len(self.stages))

    def passed(self, stage: Stage) -> tuple[GateAt, ...]:
        """The gates that a deal standing in `stage` has gone through."""
        return tuple(gate for gate in self.gates if self.gate_rank(gate) <= self.rank(stage) and self.rank(stage) >= 0)

    def next_gate(self, stage: Stage) -> GateAt | None:
        """The gate that a deal standing in `stage` meets next."""
        ahead = [gate for gate in self.gates if self.rank(stage) < self.gate_rank(gate) < len(self.stages)]
        return min(ahead, key=self.gate_rank, default=None)

    def before_gate(self, stage: Stage) -> bool:
        """Does the deal stand right before a gate?"""
        gate = self.next_gate(stage)
        return gate is not None and self.gate_rank(gate) == self.rank(stage) + 1


class Move(Frozen):
    """What is known of the move: where the deal stood last (nothing for a new one), where it stands, and who did it."""

    accepted: Stage | None
    now: Stage
    by: Mover = "unknown"
    put_backs_of_deal: int = 0
    put_backs_of_account: int = 0
    stopped: bool = False


class Decision(Frozen):
    """What to do. `accept` is the stage that counts as reached from now on; `gates` those that say no, first one first."""

    reaction: Literal["accept", "put_back", "flag", "ask_reason", "needs_person"]
    accept: Stage | None = None
    to: Stage | None = None
    gates: tuple[Gate, ...] = ()


def decide(move: Move, ladder: Ladder, evaluation: Evaluation) -> Decision:
    """Judge one move. Backward and lost moves are always accepted; so is every move that crosses no closed gate."""
    refused = closed_gates(move, ladder, evaluation)
    if not refused or move.by == "ours" or move.stopped:
        return Decision(reaction="accept", accept=move.now)
    gates = tuple(gate.gate for gate in refused)
    enforcing = [gate for gate in refused if gate.mode == "enforce"]
    if not enforcing:
        return Decision(reaction="accept", accept=move.now, gates=gates)
    return _hold(move, ladder, enforcing[0].reactions.get(move.by, "put_back"), gates)


def closed_gates(move: Move, ladder: Ladder, evaluation: Evaluation) -> tuple[GateAt, ...]:
    """The gates this move crosses that are closed, whatever their mode, shadow excepted."""
    rank = ladder.rank(move.accepted) if move.accepted else -1
    crossed = [gate for gate in ladder.passed(move.now) if ladder.gate_rank(gate) > rank]
    closed = [gate for gate in crossed if gate.mode != "shadow" and not evaluation.gates[gate.gate].allowed]
    return tuple(sorted(closed, key=lambda gate: GATES.index(gate.gate)))


def _hold(move: Move, ladder: Ladder, reaction: Reaction, gates: tuple[Gate, ...]) -> Decision:
    if reaction == "ignore":
        return Decision(reaction="accept", accept=move.now, gates=gates)
    if reaction == "ask_reason":
        return Decision(reaction="ask_reason", accept=move.now, gates=gates)
    back = way_back(move, ladder)
    if reaction == "flag" or back is None:
        return Decision(reaction="flag", gates=gates)
    if move.put_backs_of_deal >= MOST_PUT_BACKS_A_DEAL or move.put_backs_of_account >= MOST_PUT_BACKS_AN_ACCOUNT:
        return Decision(reaction="needs_person", gates=gates)
    return Decision(reaction="put_back", to=back, gates=gates)


def way_back(move: Move, ladder: Ladder) -> Stage | None:
    """Where a held deal goes: the stage it was accepted in, or the park stage for one that was created too far."""
    if move.accepted and move.accepted != move.now:
        return move.accepted
    return ladder.park if ladder.park != move.now else None
