"""The loop: it holds what it works on, works from one host on SQLite, pauses and resumes, and ends when asked."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from command_line import Handoff
from world import QUOTE, TYPED, World

from connectors.hubspot.emulator import Fault
from connectors.hubspot.emulator.portal import person
from integration.storage import worklist
from integration.worker import HOST, HOST_SECONDS, WrongHost


def now() -> float:
    return datetime.now(UTC).timestamp()


def paused(world: World) -> str | None:
    row = world.worker.store.accounts.get(world.account)
    assert row
    return row.paused


def test_a_slow_crm_does_not_cost_the_lease(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "LEASE_SECONDS", 0.3)
    deal = world.deal(typed=TYPED)
    world.emulator.sender.deliver()
    renewed = threading.Event()
    real = type(world.worker.store.work).heartbeat

    def heartbeat(self: worklist.Worklist, claim: worklist.Claim, at: float) -> bool:
        held = real(self, claim, at)
        _ = held and renewed.set()
        return held

    monkeypatch.setattr(worklist.Worklist, "heartbeat", heartbeat)
    world.emulator.faults.append(Fault("batch/read", before=lambda: renewed.wait(5)))
    world.worker.drain()
    assert renewed.is_set() and world.ours(deal, "score") == "100"


def test_sqlite_is_worked_on_from_one_host(world: World) -> None:
    stop = threading.Event()
    stop.set()
    world.worker.store.records.set_switch(HOST, "another-host", now(), "worker")
    with pytest.raises(WrongHost, match="another-host"):
        world.worker.run(stop)
    world.worker.store.records.set_switch(HOST, "another-host", now() - 2 * HOST_SECONDS, "worker")
    world.worker.run(stop)
    switch = world.worker.store.records.switch(HOST)
    assert switch and switch["value"] != "another-host"


def test_it_handles_what_comes_and_ends_when_asked(world: World) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=world.worker.run, args=(stop,))
    thread.start()
    world.emulator.sender.hold = False
    deal = world.deal(typed=TYPED)
    arrived = threading.Event()
    world.portal.listeners.append(lambda event: arrived.set() if event.get("propertyName") == "hg_score" else None)
    assert arrived.wait(10)
    stop.set()
    thread.join(10)
    assert not thread.is_alive() and world.ours(deal, "score") == "100"


def test_a_scope_that_is_missing_for_quotes_does_not_stop_the_deals(world: World) -> None:
    deal = world.deal(typed=TYPED)
    world.run()
    world.portal.publish_quote(deal, person(501))
    world.emulator.faults.append(Fault("quotes/batch/read", times=5, status=403))
    world.run()
    assert paused(world) is None
    world.fill(deal, {"active_users.month_12": ""})
    world.run()
    assert world.ours(deal, "score") == "90"


def test_an_account_resumes_by_itself_once_its_token_is_right_again(world: World) -> None:
    deal = world.deal(typed=TYPED)
    world.portal.token = "another"
    world.run()
    world.worker.sweep_all()
    assert paused(world)
    world.portal.token = "emulator-token-0001"
    world.worker.sweep_all()
    world.run()
    assert paused(world) is None and world.ours(deal, "score") == "100"


def test_sync_resumes_and_an_uninstalled_account_stays_asleep(at_world: Handoff, world: World) -> None:
    world.worker.store.accounts.pause(world.account, "the token was refused")
    assert at_world("sync", world.account).code == 0 and paused(world) is None
    assert at_world("uninstall", world.account).code == 0
    world.worker.sweep_all()
    assert (paused(world) or "").startswith("uninstalled")


def test_a_german_account_reads_german(world: World) -> None:
    world.configure(language="de")
    deal = world.deal(typed={"active_users.month_1": "300", "peak_load.when": "leichte Nutzung"})
    world.run()
    world.move(deal, QUOTE)
    world.run()
    text = world.ours(deal, "missing")
    assert text.startswith("Zurück in Qualified to buy: 10 Antworten vor Quote sent.")
    assert "„leichte Nutzung“ sagt zu wenig" in text and "Spitzenlast" in text
    [task] = world.tasks(deal)
    assert (task["hs_task_subject"] or "").startswith("Übergabe: 10 Antworten vor Quote sent")
