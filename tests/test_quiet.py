"""What must not happen: echoes, repeated writes, needless calls; and what is never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from world import ANA, DISCOVERY, QUOTE, TYPED, World

from connectors.hubspot.emulator import Fault
from connectors.hubspot.emulator.portal import person


def test_echoes_of_our_own_writes_cause_no_write(world: World) -> None:
    deal = world.deal(typed=TYPED)
    world.run()
    writes = world.writes()
    world.emulator.sender.watched = None
    world.fill(deal, {"context.text": "more"})
    world.run()
    world.run()
    assert world.writes() == writes


def test_fifty_sweeps_of_a_quiet_account_write_nothing(world: World) -> None:
    for _ in range(3):
        world.deal(typed=TYPED)
    world.run()
    for _ in range(2):
        world.worker.sweep(world.open())
        world.run()
    writes, reads = world.writes(), world.portal.count_calls("batch/read")
    for _ in range(50):
        world.worker.sweep(world.open())
        world.run()
    assert (world.writes(), world.portal.count_calls("batch/read")) == (writes, reads)


def test_two_thousand_old_deals_at_installation_cause_no_write(world: World) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=200)
    world.emulator.sender.drop = True
    for number in range(2000):
        world.portal.create_deal({"dealname": f"old {number}", "dealstage": QUOTE}, person(ANA), created=long_ago)
    world.worker.sweep(world.open(), datetime.fromtimestamp(0, UTC))
    world.worker.drain()
    assert world.writes() == 0


def test_ten_thousand_queued_events_on_two_thousand_deals_cost_44_calls(world: World) -> None:
    ids = [world.deal(typed={"active_users.month_1": "10"}) for _ in range(2000)]
    for number in range(8):
        for id in ids[:1000]:
            world.portal.person_sets(id, {"hg_users_month_12": str(20 + number)}, ANA)
    while world.emulator.sender.deliver():
        pass
    assert set(world.emulator.sender.answers) == {200}
    world.portal.calls.clear()
    world.worker.drain()
    assert len(world.portal.calls) <= 44
    assert all(world.ours(id, "state") == "collecting" for id in ids)
    assert world.worker.store.work.depth(datetime.now(UTC).timestamp())[0] == 0


def test_repeated_and_shuffled_events_end_in_the_same_state(world: World) -> None:
    world.emulator.sender.duplicate = world.emulator.sender.shuffle = True
    deal = world.deal(typed=TYPED)
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE and world.ours(deal, "state") == "cleared" and world.tasks(deal) == []


@pytest.mark.parametrize("status", [429, 500, 502])
def test_a_vendor_that_stumbles_is_asked_again(world: World, status: int) -> None:
    deal = world.deal(typed=TYPED)
    headers = {"Retry-After": "0"} if status == 429 else {}
    world.emulator.faults.append(Fault("deals/batch", status=status, headers=headers))
    world.run()
    assert world.ours(deal, "score") == "100"


def test_an_answer_that_is_lost_after_the_task_was_made_makes_no_second_task(world: World) -> None:
    deal = world.deal()
    world.run()
    world.move(deal, QUOTE)
    world.emulator.faults.append(Fault("/tasks", times=1, status=500, after_apply=True))
    world.run()
    later = datetime.now(UTC) + timedelta(minutes=5)
    object.__setattr__(world.worker, "clock", lambda: later)
    world.worker.drain()
    world.worker.tell()
    assert len(world.tasks(deal)) == 1
    [message] = world.worker.store.outbox.of_deal(world.account, deal)
    assert message.state == "sent" and message.remote_id


def test_one_bad_deal_does_not_lose_the_others(world: World) -> None:
    good, bad = world.deal(typed=TYPED), world.deal(typed=TYPED)
    del world.portal.deals[bad]
    world.run()
    assert world.ours(good, "score") == "100"


def test_a_revoked_token_pauses_the_account_and_loses_nothing(world: World) -> None:
    deal = world.deal(typed=TYPED)
    world.portal.token = "another"
    world.run()
    row = world.worker.store.accounts.get(world.account)
    assert row and row.paused and "token" in row.paused
    calls = len(world.portal.calls)
    world.run()
    assert len(world.portal.calls) == calls
    world.portal.token = "emulator-token-0001"
    world.worker.store.accounts.pause(world.account, None)
    world.run()
    assert world.ours(deal, "score") == "100"


def test_N29_values_nobody_mapped_are_never_stored(world: World) -> None:
    world.deal(typed=TYPED, description="a very private remark", amount="123456789")
    world.run()
    path = str(world.worker.store.database.engine.url.database)
    stored = b"".join(Path(name).read_bytes() for name in (path, path + "-wal"))
    assert b"private remark" not in stored and b"123456789" not in stored and b"Entra ID" in stored
    assert b"emulator-token" not in stored and b"emulator-client-secret" not in stored


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/webhooks/hubspot", b"[]", 401),
        ("/webhooks/hubspot", b"\xff" * 10, 401),
        ("/webhooks/nothing", b"[]", 404),
        ("/webhooks/hubspot/x", b"[]", 401),
        ("/nowhere", b"", 404),
    ],
)
def test_strangers_are_turned_away_without_a_trace(world: World, path: str, body: bytes, status: int) -> None:
    answer = requests.post(world.web + path, body, timeout=5)
    assert answer.status_code == status and "Traceback" not in answer.text


def test_a_signed_body_that_is_no_json_is_a_400_and_a_foreign_portal_a_200(world: World) -> None:
    sender = world.emulator.sender
    assert sender.post([{"portalId": 1, "subscriptionType": "deal.creation", "objectId": 5}]) == 200
    assert (
        sender.post([{"portalId": world.portal.portal_id, "subscriptionType": "deal.newThing", "objectId": 5}, 7])
        == 200
    )  # type: ignore[list-item]


def test_health_readiness_and_metrics(world: World) -> None:
    world.deal()
    world.emulator.sender.deliver()
    assert requests.get(f"{world.web}/healthz", timeout=5).json() == {"status": "ok"}
    assert requests.get(f"{world.web}/readyz", timeout=5).json()["status"] == "ok"
    text = requests.get(f"{world.web}/metrics", timeout=5).text
    assert "handoff_backlog 1.0" in text and 'handoff_events_total{crm="hubspot",result="new"}' in text


def test_nothing_the_rep_typed_is_ever_changed(world: World) -> None:
    odd = {
        "peak_load.when": "  light usage…\n\n- tbd ",
        "integrations.text": "???",
        "assumptions": "whatever",
        "source": "memory",
    }
    deal = world.deal(typed=TYPED | odd)
    before = {name: value for name, value in world.portal.deals[deal].properties.items() if name.startswith("hg_")}
    world.run()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == DISCOVERY
    after = world.portal.deals[deal].properties
    assert all(after[name] == value for name, value in before.items())
