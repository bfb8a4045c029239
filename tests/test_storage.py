"""The database is the engine: what is acknowledged is kept, nobody works twice, nothing is lost. On both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from databases import ENGINES, A, B, a_store, empty_database
from sqlalchemy import inspect

from integration.migrate import config, is_current, migrate
from integration.storage import Claim, DocumentChanged, Done, EventRow, Message, StorageUnavailable, Store, open_store
from integration.storage.engine import open_engine
from integration.storage.schema import gap, metadata, put_back, receipt
from integration.storage.worklist import CONFIG_WAIT, LEASE_SECONDS, MOST_TRIES

DEAL = "7"


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with a_store(request.param, tmp_path) as opened:
        yield opened


def event(deal: str = DEAL, key: str = "", account: str = A, **more: Any) -> EventRow:
    return EventRow(key or f"{account}|{deal}", account, "deal", deal, "changed", **more)


def claim(store: Store, now: float = 100.0, limit: int = 100) -> Claim:
    found = store.work.claim(now, limit)
    assert found is not None
    return found


def ids(claimed: Claim | None) -> list[str]:
    return [item.object_id for item in claimed.items] if claimed else []


def done(claimed: Claim, due: float | None = None) -> list[Done]:
    return [Done(item.object_id, item.wanted, due) for item in claimed.items]


# --- intake ---------------------------------------------------------------------------------------------------------


def test_concurrent_writes_are_durable_on_return(store: Store) -> None:
    with ThreadPoolExecutor(16) as pool:
        stored = list(pool.map(lambda n: store.intake.put([event(str(n))], 1.0), range(64)))
    assert stored == [1] * 64
    fresh = open_store(store.database.engine.url.render_as_string(hide_password=False))
    assert len(claim(fresh).items) == 64
    fresh.close()


def test_the_same_event_is_stored_once_and_wakes_once(store: Store) -> None:
    assert store.intake.put([event(), event()], 1.0) == 1
    claimed = claim(store)
    store.work.finish(claimed, done(claimed), 100.0)
    assert store.intake.put([event()], 101.0) == 0
    assert store.work.claim(200.0) is None


def test_many_events_of_a_deal_are_one_piece_of_work(store: Store) -> None:
    store.intake.put([event(key=str(n)) for n in range(50)], 1.0)
    assert ids(claim(store)) == [DEAL] and len(store.intake.of_deal(A, DEAL, 100)) == 50


def test_two_accounts_with_the_same_deal_id_do_not_mix(store: Store) -> None:
    store.intake.put([event(account=A), event(account=B)], 1.0)
    first = claim(store)
    store.work.finish(first, done(first), 100.0)
    second = claim(store)
    assert {first.account, second.account} == {A, B}
    with store.database.begin() as connection:
        store.deals.save_many(A, {DEAL: (1.0, {"of": A})}, connection)
        store.deals.save_many(B, {DEAL: (1.0, {"of": B})}, connection)
    assert store.deals.get_many(A, [DEAL]) == {DEAL: {"of": A}}


def test_old_events_are_forgotten_and_new_ones_kept(store: Store) -> None:
    store.intake.put([event(key="old")], 1.0)
    store.intake.put([event(key="new")], 50.0)
    assert store.intake.purge(10.0) == 1
    assert [row["key"] for row in store.intake.of_deal(A, DEAL)] == ["new"]


# --- claims ---------------------------------------------------------------------------------------------------------


def test_claims_do_not_overlap(store: Store) -> None:
    store.intake.put([event(str(n)) for n in range(200)], 1.0)
    with ThreadPoolExecutor(4) as pool:
        claims = list(pool.map(lambda _: store.work.claim(100.0, 50), range(4)))
    found = [id for claimed in claims for id in ids(claimed)]
    assert len(found) == len(set(found)) == 200


def test_a_lease_that_ran_out_is_taken_by_another_and_the_late_one_changes_nothing(store: Store) -> None:
    store.intake.put([event()], 1.0)
    late = claim(store)
    assert store.work.claim(100.0 + LEASE_SECONDS - 1) is None
    second = claim(store, 100.0 + LEASE_SECONDS)
    store.work.finish(late, done(late), 161.0)
    store.work.fail(late, late.items[0], "permanent", "late", 161.0)
    assert not store.work.heartbeat(late, 161.0)
    assert store.work.parked() == [] and store.work.claim(162.0) is None
    store.work.fail(second, second.items[0], "transient", "again", 162.0)
    assert ids(store.work.claim(170.0)) == [DEAL]


def test_a_heartbeat_keeps_a_long_batch(store: Store) -> None:
    store.intake.put([event()], 1.0)
    held = claim(store)
    assert store.work.heartbeat(held, 150.0)
    assert store.work.claim(100.0 + LEASE_SECONDS + 1) is None


def test_what_is_dirtied_meanwhile_stays_due_and_is_not_pulled_from_its_holder(store: Store) -> None:
    store.intake.put([event(key="1")], 1.0)
    held = claim(store)
    store.intake.put([event(key="2")], 101.0)
    assert store.work.claim(102.0) is None, "still held"
    store.work.finish(held, done(held), 103.0)
    assert ids(store.work.claim(103.0)) == [DEAL]


def test_a_timer_wakes_a_deal_and_an_event_wakes_it_earlier(store: Store) -> None:
    store.intake.put([event(key="1")], 1.0)
    held = claim(store)
    store.work.finish(held, done(held, due=5000.0), 100.0)
    assert store.work.claim(4999.0) is None
    store.intake.put([event(key="2")], 200.0)
    assert ids(store.work.claim(200.0)) == [DEAL]


def test_released_work_is_as_if_it_had_not_been_claimed(store: Store) -> None:
    store.intake.put([event()], 1.0)
    store.work.release(claim(store), 100.0)
    assert claim(store).items[0].attempts == 1


def test_finishing_nothing_is_nothing(store: Store) -> None:
    store.intake.put([event()], 1.0)
    held = claim(store)
    store.work.finish(held, [], 100.0)
    with store.database.begin() as connection:
        store.work.forget(held, [], connection)
    assert store.work.heartbeat(held, 100.0)


def test_a_gone_deal_leaves_the_list(store: Store) -> None:
    store.intake.put([event()], 1.0)
    held = claim(store)
    with store.database.begin() as connection:
        store.work.forget(held, [DEAL], connection)
    assert store.work.claim(1000.0) is None


def test_a_flood_of_one_account_does_not_starve_another(store: Store) -> None:
    store.intake.put([event(str(n), account=A) for n in range(300)], 1.0)
    store.intake.put([event(account=B)], 2.0)
    assert B in {claim(store, 100.0 + n).account for n in range(2)}


def test_a_paused_account_waits_without_losing_anything(store: Store) -> None:
    store.intake.put([event()], 1.0)
    store.accounts.pause(A, "token revoked")
    assert store.work.claim(100.0) is None
    store.accounts.pause(A, None)
    assert ids(store.work.claim(100.0)) == [DEAL]


# --- failures -------------------------------------------------------------------------------------------------------


def test_a_failing_deal_is_tried_later_and_later_then_parked_and_can_be_retried(store: Store) -> None:
    store.intake.put([event()], 0.0)
    now, waits = 0.0, []
    for _ in range(MOST_TRIES):
        held = claim(store, now)
        store.work.fail(held, held.items[0], "transient", "no answer", now)
        if store.work.parked():
            break
        wait = next(step for step in range(1, 4000) if store.work.depth(now + step)[0])
        waits.append(wait)
        now += wait
    assert waits == sorted(waits) and len(waits) == MOST_TRIES - 1
    assert [(row["object_id"], row["error"]) for row in store.work.parked(A)] == [(DEAL, "no answer")]
    assert store.work.claim(10_000.0) is None
    assert store.work.retry(10_000.0, A, DEAL) == 1 and claim(store, 10_000.0).items[0].attempts == 1


def test_a_new_event_wakes_a_parked_deal_but_not_one_that_waits_for_its_next_try(store: Store) -> None:
    store.intake.put([event(key="1")], 1.0)
    held = claim(store)
    store.work.fail(held, held.items[0], "permanent", "refused", 100.0)
    store.intake.put([event(key="2")], 101.0)
    assert store.work.parked() == []
    held = claim(store, 101.0)
    store.work.fail(held, held.items[0], "transient", "busy", 101.0, retry_after=60.0)
    store.intake.put([event(key="3")], 102.0)
    assert store.work.claim(160.0) is None and ids(store.work.claim(161.0)) == [DEAL]


def test_a_fault_in_the_configuration_waits_and_does_not_use_up_the_tries(store: Store) -> None:
    store.intake.put([event()], 0.0)
    now = 0.0
    for _ in range(MOST_TRIES + 3):
        held = claim(store, now)
        store.work.fail(held, held.items[0], "config", "no such property", now)
        now += CONFIG_WAIT
    assert store.work.parked() == []


# --- outbox ---------------------------------------------------------------------------------------------------------


def add(store: Store, key: str = "k", now: float = 1.0) -> None:
    with store.database.begin() as connection:
        store.outbox.add([Message(key, A, DEAL, {"subject": "s"})], now, connection)


def close(store: Store, key: str = "k", now: float = 2.0) -> None:
    with store.database.begin() as connection:
        store.outbox.close([key], now, connection)


def test_a_message_is_kept_once_and_claimed_once(store: Store) -> None:
    add(store)
    add(store, now=5.0)
    (message,) = store.outbox.claim(10.0)
    assert (message.key, message.payload) == ("k", {"subject": "s"})
    assert store.outbox.claim(10.0) == []
    store.outbox.sent(message, "task-1", 11.0)
    assert [(m.state, m.remote_id) for m in store.outbox.of_deal(A, DEAL)] == [("sent", "task-1")]
    assert store.outbox.waiting() == 0


def test_a_message_that_never_left_is_dropped_and_one_that_was_sent_is_closed(store: Store) -> None:
    add(store, "never")
    close(store, "never")
    assert store.outbox.claim(10.0) == []
    add(store, "sent")
    (message,) = store.outbox.claim(10.0)
    close(store, "sent", 11.0)
    store.outbox.sent(message, "task-1", 12.0)
    (closing,) = store.outbox.claim(12.0)
    assert (closing.state, closing.remote_id) == ("closing", "task-1")
    store.outbox.closed(closing)
    assert store.outbox.waiting() == 0


def test_a_message_that_fails_is_tried_later_and_given_up_visibly(store: Store) -> None:
    add(store)
    (first,) = store.outbox.claim(10.0)
    store.outbox.fail(first, "busy", 10.0, permanent=False, retry_after=100.0)
    assert store.outbox.claim(109.0) == []
    (second,) = store.outbox.claim(110.0)
    store.outbox.sent(first, "by a late holder", 111.0)
    assert store.outbox.of_deal(A, DEAL)[0].remote_id is None
    store.outbox.fail(second, "gone", 111.0, permanent=True)
    assert store.outbox.of_deal(A, DEAL)[0].state == "failed" and store.outbox.claim(10_000.0) == []


# --- accounts, deals, records ---------------------------------------------------------------------------------------


def test_two_people_cannot_overwrite_each_others_document(store: Store) -> None:
    assert store.accounts.save_document(A, "two", 1, 5.0, "ana") == 2
    with pytest.raises(DocumentChanged, match="no longer version 1"):
        store.accounts.save_document(A, "other two", 1, 6.0, "ben")
    assert [(row["version"], row["by"]) for row in store.accounts.documents(A)] == [(2, "ana"), (1, "test")]


def test_connecting_again_renews_secrets_keeps_the_document_and_resumes(store: Store) -> None:
    row = store.accounts.get(A)
    assert row
    store.accounts.save_document(A, "mine", 1, 5.0, "ana")
    store.accounts.pause(A, "revoked")
    store.accounts.connect(type(row)(**{**row.__dict__, "secrets": b"new", "document": "ignored"}), "ana")
    fresh = store.accounts.get(A)
    assert fresh and (fresh.secrets, fresh.document, fresh.paused) == (b"new", "mine", None)
    store.accounts.set_cursor(A, 42.0)
    assert (found := store.accounts.get(A)) and found.sweep_cursor == 42.0


def test_merged_deals_lead_to_the_winner_and_a_circle_ends(store: Store) -> None:
    row = {
        "key": "k",
        "account": A,
        "deal": "1",
        "deal_name": "n",
        "field": "f",
        "what_changed": "w",
        "effect": "e",
        "at": 1.0,
    }
    store.records.add(gap, [row])
    with store.database.begin() as connection:
        store.deals.merge(A, "2", ["1", "2"], connection)
        store.deals.merge(A, "3", ["2"], connection)
        store.deals.merge(A, "3", [], connection)
    assert store.deals.resolve(A, "1") == "3" and store.records.rows(gap)[0]["deal"] == "3"
    with store.database.begin() as connection:
        store.deals.merge(A, "1", ["3"], connection)
    assert store.deals.resolve(A, "1") in ("1", "2", "3")


def test_records_are_appended_once_and_counted(store: Store) -> None:
    row = {"code": "HG-1", "account": A, "deal": DEAL, "at": 1.0, "template_version": "1", "document_version": 1}
    rows = [{**row, "inputs": {"a": "ü€"}, "outcome": {}}]
    store.records.add(receipt, rows)
    store.records.add(receipt, rows)
    found = store.records.receipt("HG-1")
    assert found and found["inputs"] == {"a": "ü€"} and store.records.receipt("HG-2") is None
    base = {"account": A, "deal": DEAL, "gate": "quote", "digest": "d"}
    store.records.add(put_back, [{**base, "outcome": "done", "at": 5.0}, {**base, "outcome": "refused", "at": 6.0}])
    assert len(store.records.put_backs_since(A, 5.0)) == 1 and store.records.put_backs_since(A, 5.1) == []
    for _ in range(3):
        store.records.count("trial", A)
    assert [(c["name"], c["value"]) for c in store.records.counters()] == [("trial", 3)]
    store.records.set_switch("gates_stopped", "yes", 1.0, "lee")
    store.records.set_switch("gates_stopped", "no", 2.0, "ana")
    switch = store.records.switch("gates_stopped")
    assert switch and (switch["value"], switch["by"]) == ("no", "ana")


def test_any_text_comes_back_as_it_went_in(store: Store) -> None:
    texts = ["'; DROP TABLE work; --", "=cmd|'/c calc'!A1", "\u202eabc", "👩‍👩‍👧", "a" * 65_536, "%s {} \\"]
    with store.database.begin() as connection:
        store.deals.save_many(A, {str(n): (1.0, {"t": text}) for n, text in enumerate(texts)}, connection)
    assert [row["t"] for _, row in sorted(store.deals.all(A).items())] == texts


# --- schema and availability ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
def test_the_migrations_make_exactly_the_tables_of_the_code(engine: str, tmp_path: Path) -> None:
    url = empty_database(engine, tmp_path)
    opened = open_engine(url)
    assert not is_current(opened)
    migrate(url)
    migrate(url)
    assert is_current(opened)
    with opened.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    opened.dispose()
    assert differences == []


@pytest.mark.parametrize("engine", ENGINES)
def test_two_processes_may_migrate_at_once(engine: str, tmp_path: Path) -> None:
    url = empty_database(engine, tmp_path)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(migrate, [url] * 3))
    opened = open_engine(url)
    assert is_current(opened)
    opened.dispose()


def test_sqlite_is_set_to_keep_what_was_committed(tmp_path: Path) -> None:
    with a_store("sqlite", tmp_path) as store, store.database.reading() as connection:
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert values == ["wal", 2]


def test_a_locked_database_is_unavailable_and_readers_do_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr("integration.storage.engine.BUSY_SECONDS", 0.05)
    with a_store("sqlite", tmp_path) as store:
        with store.database.begin():
            with pytest.raises(StorageUnavailable, match="locked"):
                in_thread(lambda: store.intake.put([event()], 1.0))
            assert in_thread(lambda: store.work.depth(1.0)) == (0, 0.0)
        assert store.intake.put([event()], 1.0) == 1


def test_a_database_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/nowhere/x.db")
    with pytest.raises(StorageUnavailable):
        store.intake.put([event()], 1.0)
    with pytest.raises(StorageUnavailable):
        store.accounts.all()


def test_postgres_addresses_of_hosting_companies_are_understood() -> None:
    for url in ("postgres://u:p@h/d", "postgresql://u:p@h/d"):
        opened = open_engine(url)
        assert opened.url.drivername == "postgresql+psycopg"
        opened.dispose()


def in_thread(act: Callable[[], Any]) -> Any:
    """Another process, as far as the database can tell. What it raises is raised here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_migration_can_be_taken_back(engine: str, tmp_path: Path) -> None:
    url = empty_database(engine, tmp_path)
    migrate(url)
    opened = open_engine(url)
    with opened.begin() as connection:
        command.downgrade(config(connection), "base")
        left = set(inspect(connection).get_table_names())
    opened.dispose()
    assert left == {"alembic_version"}
