"""A whole world on loopback: the emulated CRM, the web process and a worker that runs when it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from typed import TYPED
from werkzeug.serving import make_server

from connectors.hubspot.connector import HubSpot
from connectors.hubspot.emulator import Emulator, Portal
from connectors.hubspot.emulator.portal import Source, person
from connectors.hubspot.schema import default_mapping
from integration.account import change, new_text
from integration.accounts import AccountBook, OpenAccount, open_account
from integration.app import create_app
from integration.migrate import migrate
from integration.settings import Settings
from integration.storage import AccountRow, open_store
from integration.template import built_in
from integration.worker import Worker

KEY = "a-key-of-the-tests-that-is-long-enough"
ANA, SAM, LEE = 501, 502, 503
OWNER = {ANA: "41629779", SAM: "41629780", LEE: "41629781"}
DISCOVERY, QUOTE, CONTRACT, WON, LOST = "qualifiedtobuy", "quotesent", "contractsent", "closedwon", "closedlost"
NAMES = default_mapping()


class World:
    """What a test does: people act on `portal`, `run()` lets the product react to everything that happened."""

    def __init__(self, emulator: Emulator, worker: Worker, web: str, account: str) -> None:
        self.emulator, self.portal, self.worker, self.web, self.account = (
            emulator,
            emulator.portal,
            worker,
            web,
            account,
        )

    def open(self) -> OpenAccount:
        return self.worker.book.get(self.account, datetime.now(UTC))

    def configure(self, **changes: Any) -> None:
        """Change the account's document: `gates__quote__mode="coach"`."""
        row = self.worker.store.accounts.get(self.account)
        assert row
        text = change(row.document, {tuple(path.split("__")): value for path, value in changes.items()})
        self.worker.store.accounts.save_document(self.account, text, row.document_version, 0.0, "test")

    def deal(
        self, stage: str = DISCOVERY, by: Source | None = None, typed: dict[str, str] | None = None, **properties: str
    ) -> str:
        """A new deal of Ana's, with answers by part."""
        values = {
            "dealname": "Northern portal",
            "dealstage": stage,
            "hubspot_owner_id": OWNER[ANA],
            **named(typed or {}),
            **properties,
        }
        return self.portal.create_deal(values, by or person(ANA))

    def fill(self, deal: str, typed: dict[str, str], by: int = ANA) -> None:
        self.portal.person_sets(deal, named(typed), by)

    def move(self, deal: str, stage: str, by: int = ANA) -> None:
        self.portal.person_moves(deal, stage, by)

    def run(self) -> int:
        """Deliver all events, handle everything that is due; again until nothing happens any more. Returns the rounds."""
        for rounds in range(10):
            delivered = self.emulator.sender.deliver()
            if not delivered and not self.worker.drain():
                return rounds
            self.worker.drain()
        raise AssertionError("the world does not come to rest")

    def stage(self, deal: str) -> str:
        return self.portal.deals[deal].properties["dealstage"] or ""

    def ours(self, deal: str, name: str) -> str:
        return self.portal.deals[deal].properties.get(f"hg_{name}") or ""

    def tasks(self, deal: str) -> list[dict[str, str | None]]:
        ids = self.portal.links.get(("deals", "tasks"), {}).get(deal, [])
        return [self.portal.tasks[id].properties for id in ids]

    def open_tasks(self, deal: str) -> list[dict[str, str | None]]:
        return [task for task in self.tasks(deal) if task["hs_task_status"] != "COMPLETED"]

    def writes(self) -> int:
        """Requests that changed anything in the CRM."""
        return sum(
            "batch/update" in c["path"] or c["method"] == "PATCH" or c["path"].endswith("/tasks")
            for c in self.portal.calls
        )


def named(typed: dict[str, str]) -> dict[str, str]:
    """Values by part as values by property."""
    return {NAMES[part]: value for part, value in typed.items()}


@contextmanager
def a_world(folder: Path, url: str = "") -> Iterator[World]:
    """Connected, installed, subscribed; all gates enforced, no trial. Events are held until `run`."""
    portal = Portal()
    for user, name in ((ANA, "Ana"), (SAM, "Sam"), (LEE, "Lee")):
        portal.add_owner(int(OWNER[user]), user, name, "Example")
    with Emulator(portal) as emulator, start_web(folder, url) as (settings, address):
        emulator.sender.hold = True
        worker, account = _connect(emulator, settings)
        emulator.sender.subscribe(json.loads(_files(account, settings)["webhooks-hsmeta.json"]))
        portal.calls.clear()
        try:
            yield World(emulator, worker, address, account.key)
        finally:
            worker.store.close()


@contextmanager
def start_web(folder: Path, url: str) -> Iterator[tuple[Settings, str]]:
    server = make_server("127.0.0.1", 0, lambda environ, start: [], threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    settings = Settings(url or f"sqlite:///{folder}/test.db", address, "error", keys=(KEY,))
    migrate(settings.database_url)
    app = create_app(settings)
    server.app = app
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield settings, address
    finally:
        server.shutdown()
        server.server_close()
        app.extensions["store"].close()


def _files(account: OpenAccount, settings: Settings) -> Any:
    return account.crm.setup_files()


def _connect(emulator: Emulator, settings: Settings) -> tuple[Worker, OpenAccount]:
    portal, keyring, store = emulator.portal, settings.keyring(), open_store(settings.database_url)
    key = f"hubspot:{portal.portal_id}"
    at = datetime.now(UTC) - timedelta(hours=1)
    changes: dict[tuple[str, ...], Any] = {("trial", "deals"): 0, ("reviewers",): ["sam.example@example.com"]}
    changes[("park", "default")] = "appointmentscheduled"
    for gate, stage in (("quote", QUOTE), ("contract", CONTRACT), ("won", WON)):
        changes |= {("gates", gate, "stages"): [f"default/{stage}"], ("gates", gate, "mode"): "enforce"}
    text = change(new_text(key, "en", "Europe/Berlin", at), changes)
    plain = {"portal": str(portal.portal_id), "app_id": str(portal.app_id), "api_base": emulator.url}
    sealed = keyring.seal(key, {"access_token": portal.token, "client_secret": portal.client_secret})
    row = AccountRow(key, HubSpot.name, "test", "Europe/Berlin", plain, sealed, text, 1, at.timestamp())
    store.accounts.connect(row, "test")
    opened = open_account(row, keyring, built_in(), settings.public_url)
    opened.crm.install(False, lambda step: None)
    return Worker(store, AccountBook(store, keyring, built_in(), settings.public_url)), opened


__all__ = [
    "ANA",
    "CONTRACT",
    "DISCOVERY",
    "LEE",
    "LOST",
    "OWNER",
    "QUOTE",
    "SAM",
    "TYPED",
    "WON",
    "World",
    "a_world",
    "named",
]
