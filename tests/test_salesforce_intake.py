"""Outbound messages over HTTP: acknowledged when they are stored and not before; believed for an id and nothing else."""

from __future__ import annotations

import io
import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import structlog
from sworld import DISCOVERY, SECRET, SalesWorld, a_sales_world
from test_salesforce_webhooks import DEAL, LAUGHS, ORG, envelope, note
from world import start_web

from connectors.salesforce.emulator.sender import is_ack
from integration import logs
from integration.account import new_text
from integration.app import create_app
from integration.settings import Settings
from integration.storage import AccountRow, Store, engine, open_store

LARGEST = 1_048_576
FORGED = "forged-by-somebody"


class Gate:
    """The address that Salesforce posts to, and the database behind it."""

    def __init__(self, web: str, file: Path, store: Store, org: str) -> None:
        self.web, self.file, self.store, self.org = web, file, store, org
        self.address = f"{web}/webhooks/salesforce"

    def post(self, body: bytes, secret: str = SECRET) -> requests.Response:
        headers = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'}
        return requests.post(f"{self.address}/{secret}", body, headers=headers, timeout=20)

    def message(self, *notes: str, org: str = "") -> bytes:
        return envelope(*notes, org=org or self.org)

    def stored(self, deal: str) -> list[dict[str, Any]]:
        return self.store.intake.of_deal(f"salesforce:{self.org}", deal)

    def events(self) -> int:
        with sqlite3.connect(self.file) as connection:
            return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])

    def on_disk(self) -> bytes:
        """Everything that the store has written down."""
        names = (path for path in self.file.parent.iterdir() if path.name.startswith(self.file.name))
        return b"".join(path.read_bytes() for path in names)

    def counted(self, result: str) -> float:
        text = requests.get(f"{self.web}/metrics", timeout=5).text
        found = re.search(rf'^handoff_events_total{{crm="salesforce",result="{result}"}} ([\d.]+)$', text, re.M)
        return float(found.group(1)) if found else 0.0


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """A connected account; there is no organisation behind it, for nothing here asks one."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    with start_web(tmp_path, "") as (settings, address):
        store, key = open_store(settings.database_url), f"salesforce:{ORG}"
        sealed = settings.keyring().seal(key, {"client_secret": "not used", "webhook_secret": SECRET})
        text = new_text(key, "en", "UTC", datetime.now(UTC))
        store.accounts.connect(AccountRow(key, "salesforce", "Acme", "UTC", {}, sealed, text, 1, 0.0), "test")
        yield Gate(address, tmp_path / "test.db", store, ORG)
        store.close()


def open_gate(sales: SalesWorld, folder: Path) -> Gate:
    """The same of a whole world, where a worker reads what was stored."""
    return Gate(sales.web, folder / "test.db", sales.worker.store, sales.org.org_id)


def number(n: int) -> str:
    return f"04l{n:012}AAA"


def is_refused(answer: requests.Response, status: int) -> bool:
    """An error as a short JSON text; never an acknowledgement."""
    return answer.status_code == status and not is_ack(answer.content) and set(answer.json()) == {"error"}


# --- genuine --------------------------------------------------------------------------------------------------------


def test_a_genuine_message_is_acknowledged_when_it_is_stored(gate: Gate) -> None:
    answer = gate.post(gate.message(note(number(1), Id=DEAL)))
    assert answer.status_code == 200 and is_ack(answer.content)
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8" and "notificationsResponse" in answer.text
    assert [row["object_id"] for row in gate.stored(DEAL)] == [DEAL]


def test_what_the_organisations_flows_send_arrives_once_however_often_it_comes(
    sales: SalesWorld, tmp_path: Path
) -> None:
    sender, deal = sales.emulator.sender, sales.deal()
    sender.duplicate = True
    sender.deliver(force=True)
    assert sender.answers and set(sender.answers) == {200} and sender.waiting == 0
    assert len(open_gate(sales, tmp_path).stored(deal)) == 1


def test_a_repeated_delivery_is_stored_once_and_acknowledged_again(gate: Gate) -> None:
    before = gate.counted("duplicate")
    for _ in range(3):
        assert is_ack(gate.post(gate.message(note(number(1), Id=DEAL), note(number(2), Id=DEAL))).content)
    assert len(gate.stored(DEAL)) == 2 and gate.counted("duplicate") == before + 4


def test_a_hundred_notifications_are_stored_together(gate: Gate) -> None:
    assert is_ack(gate.post(gate.message(*(note(number(n), Id=DEAL) for n in range(100)))).content)
    assert gate.events() == 100


def test_another_kind_of_record_is_acknowledged_counted_and_ignored(gate: Gate) -> None:
    """Without the Ack Salesforce would send it again for a day."""
    before = gate.counted("not-relevant")
    answer = gate.post(gate.message(note(number(1), "Account", Id="0015e00000AbCdEAAV")))
    assert answer.status_code == 200 and is_ack(answer.content)
    assert gate.counted("not-relevant") == before + 1 and gate.events() == 0


# --- a database that is broken --------------------------------------------------------------------------------------


def test_nothing_is_acknowledged_that_could_not_be_committed(gate: Gate) -> None:
    body = gate.message(note(number(1), Id=DEAL))
    with sqlite3.connect(gate.file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = gate.post(body)
        assert is_refused(answer, 500) and answer.headers["Retry-After"]
        other.execute("ROLLBACK")
    assert gate.stored(DEAL) == []
    assert is_ack(gate.post(body).content) and len(gate.stored(DEAL)) == 1


def test_salesforce_keeps_what_was_not_acknowledged_and_sends_it_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    with a_sales_world(tmp_path) as sales:
        sender, gate, deal = sales.emulator.sender, open_gate(sales, tmp_path), sales.deal()
        with sqlite3.connect(gate.file, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            sender.deliver(force=True)
            assert sender.answers[-1] == 500 and sender.waiting == 1
            other.execute("ROLLBACK")
        sender.deliver(force=True)
        assert sender.answers[-1] == 200 and sender.waiting == 0 and len(gate.stored(deal)) == 1


def test_a_table_that_is_gone_is_no_reason_to_acknowledge(gate: Gate) -> None:
    with sqlite3.connect(gate.file) as other:
        other.execute("ALTER TABLE event RENAME TO event_elsewhere")
    assert is_refused(gate.post(gate.message(note(number(1), Id=DEAL))), 500)


def test_a_database_that_cannot_even_tell_the_secrets_answers_500(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path}/empty.db", keys=("a-key-of-the-tests-that-is-long-enough",))
    app = create_app(settings)
    answer = app.test_client().post(f"/webhooks/salesforce/{SECRET}", data=envelope(note()))
    assert answer.status_code == 500 and not is_ack(answer.data) and "sqlite" not in answer.text
    app.extensions["store"].close()


# --- forged ---------------------------------------------------------------------------------------------------------


def test_forged_values_never_reach_the_store_and_decide_nothing(sales: SalesWorld, tmp_path: Path) -> None:
    """Not even the stage: what the deal has is read from the organisation."""
    gate, deal = open_gate(sales, tmp_path), sales.deal()
    sales.run()
    forged = dict.fromkeys(("Name", "HG_Gate_Quote__c", "HG_Missing__c", "OwnerId", "LastModifiedById", "CreatedDate"), FORGED)  # fmt: skip
    assert is_ack(gate.post(gate.message(note(number(1), Id=deal, StageName=FORGED, **forged))).content)
    assert FORGED.encode() not in gate.on_disk() and number(1).encode() in gate.on_disk()
    sales.run()
    assert (sales.stage(deal), sales.tasks(deal), sales.ours(deal, "gate_quote")) == (DISCOVERY, [], "")
    assert "10 answers" in sales.ours(deal, "missing")


def test_a_deal_that_does_not_exist_is_harmless(sales: SalesWorld, tmp_path: Path) -> None:
    gate = open_gate(sales, tmp_path)
    assert is_ack(gate.post(gate.message(note(number(1), Id=DEAL))).content)
    sales.run()
    assert sales.worker.store.work.parked(sales.account) == []


@pytest.mark.parametrize("secret", ["wrong", SECRET + "x", SECRET[:-1], SECRET.upper(), "é", "%00", SECRET + "/more"])
def test_a_wrong_secret_is_not_accepted(gate: Gate, secret: str) -> None:
    answer = gate.post(gate.message(note(number(1), Id=DEAL)), secret)
    assert is_refused(answer, 404 if "/" in secret else 401) and gate.events() == 0


def test_no_secret_and_another_organisation_are_not_accepted(gate: Gate) -> None:
    body = gate.message(note(number(1), Id=DEAL))
    for address in (gate.address, f"{gate.address}?secret={SECRET}"):
        assert is_refused(requests.post(address, body, headers={"X-Secret": SECRET}, timeout=5), 401)
    assert is_refused(requests.post(f"{gate.address}/", body, timeout=5), 404)
    assert is_refused(gate.post(gate.message(note(number(1), Id=DEAL), org="00D000000000062EAA")), 401)
    assert gate.events() == 0


# --- hostile --------------------------------------------------------------------------------------------------------

_NESTED = b"<a>" * 100_000 + b"</a>" * 100_000
HOSTILE = {
    "a document type": envelope(note(), head='<?xml version="1.0"?><!DOCTYPE soapenv:Envelope>'),
    "an external entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "billion laughs": f"<!DOCTYPE x [{LAUGHS}]><x>&a8;</x>".encode(),
    "100,000 nested elements": _NESTED,
    "101 notifications": envelope(*[note()] * 101),
    "no notification": envelope(),
    "not XML": b"StageName=Closed+Won",
    "nothing": b"",
    "longer than any message": b"<a>" + b" " * (LARGEST - 10),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_no_vendor_sends_is_refused_at_once(gate: Gate, name: str) -> None:
    started = time.perf_counter()
    answer = gate.post(HOSTILE[name])
    taken = time.perf_counter() - started
    print(f"{name}: {len(HOSTILE[name])} bytes refused in {taken * 1000:.1f} ms")
    assert is_refused(answer, 400) and taken < 1.0 and len(answer.text) < 200 and "root:" not in answer.text
    assert gate.events() == 0
    assert is_refused(gate.post(HOSTILE[name], "wrong"), 401), "nothing is read for a stranger"


def test_only_post_and_only_a_mebibyte(gate: Gate) -> None:
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        assert is_refused(requests.request(method, f"{gate.address}/{SECRET}", timeout=5), 405), method
    assert is_refused(gate.post(b"x" * (LARGEST + 1)), 413)
    assert is_refused(gate.post(b"x" * (LARGEST + 1), "wrong"), 413)


# --- secrets --------------------------------------------------------------------------------------------------------


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, down to the last detail, as production writes it."""
    root, known = logging.getLogger(), set(logs._registered)
    kept, level, stream = root.handlers[:], root.level, io.StringIO()
    logs.set_up("debug", stream=stream)
    yield stream
    root.handlers[:] = kept
    root.setLevel(level)
    logs._registered.clear()
    logs._registered.update(known)
    logs.end_request()
    structlog.reset_defaults()


def test_the_secret_is_in_no_log_no_answer_and_no_metric(sales: SalesWorld, tmp_path: Path, log: io.StringIO) -> None:
    gate, deal, wrong = open_gate(sales, tmp_path), sales.deal(), "somebodys-guess-at-the-secret"
    genuine = gate.message(note(number(1), Id=deal))
    stranger = gate.message(note(number(2), Id=deal), org="00D000000000062EAA")
    bodies = (genuine, stranger, HOSTILE["not XML"], HOSTILE["billion laughs"])
    answers = [gate.post(body, secret) for body in bodies for secret in (SECRET, wrong)]
    sales.run()
    metrics = requests.get(f"{sales.web}/metrics", timeout=5).text
    assert "webhook rejected" in log.getvalue() and "another organisation" in log.getvalue()
    for text in (log.getvalue(), metrics, *(answer.text for answer in answers)):
        assert SECRET not in text and wrong not in text
