"""The table of movers and its guards, as a pure decision: who moved what how far, and what happens then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rules.model import Evaluation, Mover, Stage
from rules.movement import DEFAULT_REACTIONS, Decision, GateAt, Ladder, Move, decide

Judge = Callable[..., Evaluation]
DISCOVERY, PROPOSAL, QUOTE, CONTRACT, WON, LOST = (
    Stage(pipeline="p", id=name) for name in ("discovery", "proposal", "quote", "contract", "won", "lost")
)
STAGES = (DISCOVERY, PROPOSAL, QUOTE, CONTRACT, WON)


def ladder(park: Stage | None = None, **modes: Any) -> Ladder:
    """Three gates, all enforcing unless said."""
    gates = tuple(
        GateAt(gate=gate, stages=(stage,), mode=modes.get(gate, "enforce"))
        for gate, stage in (("quote", QUOTE), ("contract", CONTRACT), ("won", WON))
    )
    return Ladder(stages=STAGES, lost=(LOST,), gates=gates, park=park)


@pytest.fixture
def closed(judged: Judge) -> Evaluation:
    """A deal without one answer: every gate says no."""
    return judged({"answers": {}})


def move(now: Stage = QUOTE, accepted: Stage | None = DISCOVERY, **more: Any) -> Move:
    return Move(**({"by": "person", "accepted": accepted, "now": now} | more))


@pytest.mark.parametrize(
    ("by", "reaction"),
    [
        ("person", "put_back"),
        ("unknown", "put_back"),
        ("import", "flag"),
        ("workflow", "flag"),
        ("integration", "flag"),
        ("ours", "accept"),
        ("exempt", "ask_reason"),
    ],
)
def test_N9_who_moved_it_decides_what_happens(closed: Evaluation, by: Mover, reaction: str) -> None:
    assert decide(move(by=by), ladder(), closed).reaction == reaction


def test_a_gate_may_have_a_table_of_its_own(closed: Evaluation) -> None:
    own = GateAt(gate="quote", stages=(QUOTE,), mode="enforce", reactions={**DEFAULT_REACTIONS, "import": "ignore"})
    decision = decide(move(by="import"), ladder().model_copy(update={"gates": (own,)}), closed)
    assert decision == Decision(reaction="accept", accept=QUOTE, gates=("quote",))


def test_N9_backward_and_lost_moves_are_never_gated(closed: Evaluation) -> None:
    for accepted, now in ((CONTRACT, QUOTE), (WON, DISCOVERY), (DISCOVERY, LOST), (QUOTE, LOST)):
        assert decide(move(now, accepted), ladder(), closed) == Decision(reaction="accept", accept=now)


def test_coach_lets_it_pass_and_says_so_and_shadow_says_nothing(closed: Evaluation) -> None:
    assert decide(move(), ladder(quote="coach"), closed) == Decision(reaction="accept", accept=QUOTE, gates=("quote",))
    assert decide(move(), ladder(quote="shadow"), closed) == Decision(reaction="accept", accept=QUOTE)


def test_crossing_several_gates_checks_each_in_its_own_mode(closed: Evaluation) -> None:
    decision = decide(move(WON), ladder(quote="coach", won="shadow"), closed)
    assert decision == Decision(reaction="put_back", to=DISCOVERY, gates=("quote", "contract"))


def test_an_open_gate_lets_everybody_through(judged: Judge, d_ok: dict[str, Any]) -> None:
    assert decide(move(WON), ladder(), judged(d_ok)) == Decision(reaction="accept", accept=WON)


def test_created_too_far_goes_to_the_park_stage_or_is_flagged(closed: Evaluation) -> None:
    assert decide(move(accepted=None), ladder(park=DISCOVERY), closed).to == DISCOVERY
    assert decide(move(accepted=None), ladder(), closed) == Decision(reaction="flag", gates=("quote",))


def test_N10_two_put_backs_of_a_deal_or_twenty_of_an_account_call_a_person(closed: Evaluation) -> None:
    for more in ({"put_backs_of_deal": 2}, {"put_backs_of_account": 20}):
        assert decide(move(**more), ladder(), closed) == Decision(reaction="needs_person", gates=("quote",))
    assert decide(move(put_backs_of_deal=1, put_backs_of_account=19), ladder(), closed).reaction == "put_back"


def test_stopped_gates_let_everything_pass(closed: Evaluation) -> None:
    assert decide(move(stopped=True), ladder(), closed) == Decision(reaction="accept", accept=QUOTE)


def test_the_next_gate_and_the_stage_right_before_it() -> None:
    steps = ladder()
    assert [steps.next_gate(stage).gate for stage in (DISCOVERY, PROPOSAL, QUOTE)] == ["quote", "quote", "contract"]  # type: ignore[union-attr]
    assert steps.next_gate(WON) is None
    assert [steps.before_gate(stage) for stage in STAGES] == [False, True, True, True, False]
