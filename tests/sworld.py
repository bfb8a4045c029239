"""A whole world on loopback like `world`, with an emulated Salesforce: rules are deployed, and evaluated on every save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from typed import TYPED
from world import start_web

from connectors.salesforce.connector import Salesforce
from connectors.salesforce.emulator import Emulator, Org, Refusal
from connectors.salesforce.schema import default_mapping
from integration.account import change, new_text
from integration.accounts import AccountBook, OpenAccount
from integration.settings import Settings
from integration.storage import AccountRow, open_store
from integration.template import built_in
from integration.worker import Worker

DISCOVERY, QUOTE, CONTRACT, WON, LOST = (
    "Perception Analysis",
    "Proposal/Price Quote",
    "Negotiation/Review",
    "Closed Won",
    "Closed Lost",
)
NAMES = default_mapping()
SECRET = "a-path-that-nobody-can-guess-0123456789"
NUMBERS = ("HG_Users_Month_1__c", "HG_Users_Month_12__c", "HG_Peak_Per_Hour__c")


class SalesWorld:
    """People act on `org`; `run()` lets the product react to everything that happened."""

    def __init__(self, emulator: Emulator, worker: Worker, web: str, account: str, people: dict[str, str]) -> None:
        self.emulator, self.org, self.worker, self.web, self.account = emulator, emulator.org, worker, web, account
        self.people = people

    def open(self) -> OpenAccount:
        return self.worker.book.get(self.account, datetime.now(UTC))

    def configure(self, **changes: Any) -> None:
        """Change the account's document: `gates__quote__mode="coach"`."""
        row = self.worker.store.accounts.get(self.account)
        assert row
        text = change(row.document, {tuple(path.split("__")): value for path, value in changes.items()})
        self.worker.store.accounts.save_document(self.account, text, row.document_version, 0.0, "test")

    def deal(self, stage: str = DISCOVERY, by: str = "ana", typed: dict[str, str] | None = None, **fields: Any) -> str:
        values = {
            "Name": "Northern portal",
            "StageName": stage,
            "CloseDate": "2027-05-01",
            **named(typed or {}),
            **fields,
        }
        return self.org.create(values, by=self.people[by])

    def fill(self, deal: str, typed: dict[str, str], by: str = "ana", stage: str = "") -> list[str]:
        """Save answers, and a stage in the same save; the messages of a refusal."""
        values = named(typed) | ({"StageName": stage} if stage else {})
        try:
            self.org.save(deal, values, by=self.people[by])
        except Refusal as refusal:
            return [error["message"] for error in refusal.errors]
        return []

    def fill_raw(self, deal: str, values: dict[str, Any], by: str) -> str:
        """Save fields as they are; the messages of a refusal as one text."""
        try:
            self.org.save(deal, values, by=self.people[by])
        except Refusal as refusal:
            return " ".join(error["message"] for error in refusal.errors)
        return ""

    def move(self, deal: str, stage: str, by: str = "ana") -> list[str]:
        return self.fill(deal, {}, by, stage)

    def run(self) -> int:
        """Deliver all messages, handle everything that is due; again until nothing happens any more."""
        for rounds in range(10):
            delivered = self.emulator.sender.deliver()
            if not delivered and not self.worker.drain():
                return rounds
            self.worker.drain()
        raise AssertionError("the world does not come to rest")

    def value(self, deal: str, field: str) -> Any:
        return self.org.records["Opportunity"][deal].values.get(field)

    def stage(self, deal: str) -> str:
        return str(self.value(deal, "StageName"))

    def ours(self, deal: str, name: str) -> str:
        value = self.value(deal, NAMES[f"ours.{name}"])
        return "" if value is None else f"{value:g}" if isinstance(value, int | float) else str(value)

    def tasks(self, deal: str) -> list[dict[str, Any]]:
        return self.org.tasks(deal)

    def open_tasks(self, deal: str) -> list[dict[str, Any]]:
        return [task for task in self.tasks(deal) if task["Status"] != "Completed"]

    def calls(self, part: str) -> int:
        return sum(part in call["path"] for call in self.org.calls)


def named(typed: dict[str, str]) -> dict[str, Any]:
    """Values by part as values by field; a blank is null."""
    held: dict[str, Any] = {NAMES[part]: value or None for part, value in typed.items()}
    return {name: float(value) if value and name in NUMBERS else value for name, value in held.items()}


@contextmanager
def a_sales_world(folder: Path, url: str = "", org: Org | None = None) -> Iterator[SalesWorld]:
    """Connected, installed, deployed; all gates enforced, no trial. Outbound messages are held until `run`."""
    org = org or Org()
    org.deploy_polls = 0
    people = {
        name: org.add_user(f"{name.title()} Example", f"{name}.example@example.com") for name in ("ana", "sam", "lee")
    }
    with Emulator(org) as emulator, start_web(folder, url) as (settings, address):
        emulator.sender.hold = True
        org.create({"Name": "Old one", "StageName": DISCOVERY, "CloseDate": "2027-05-01"}, by=people["ana"])
        worker, account = _connect(emulator, settings)
        org.assign("Handoff_Gate_Sales", people["lee"])
        org.assign("Handoff_Gate_Sales", people["sam"])
        org.assign("Handoff_Gate_Reviewer", people["sam"])
        emulator.sender.deliver()
        worker.drain()
        org.calls.clear()
        try:
            yield SalesWorld(emulator, worker, address, account.key, people)
        finally:
            worker.store.close()


def _connect(emulator: Emulator, settings: Settings) -> tuple[Worker, OpenAccount]:
    org, keyring, store = emulator.org, settings.keyring(), open_store(settings.database_url)
    plain = {"login_url": emulator.url, "client_id": org.client_id, "org_id": org.org_id, "instance_url": org.instance}
    key, at = Salesforce().account_key(plain), datetime.now(UTC) - timedelta(hours=1)
    changes: dict[tuple[str, ...], Any] = {("trial", "deals"): 0, ("reviewers",): ["lee.example@example.com"]}
    changes[("park", "default")] = "Prospecting"
    for gate, stage in (("quote", QUOTE), ("contract", CONTRACT), ("won", WON)):
        changes |= {("gates", gate, "stages"): [f"default/{stage}"], ("gates", gate, "mode"): "enforce"}
    text = change(new_text(key, "en", "Europe/Berlin", at), changes)
    sealed = keyring.seal(key, {"client_secret": org.client_secret, "webhook_secret": SECRET})
    store.accounts.connect(
        AccountRow(key, "salesforce", "test", "Europe/Berlin", plain, sealed, text, 1, at.timestamp()), "test"
    )
    worker = Worker(store, AccountBook(store, keyring, built_in(), settings.public_url))
    opened = worker.book.get(key, datetime.now(UTC))
    steps: list[Any] = []
    opened.crm.install(False, steps.append)
    assert not [step for step in steps if step.state == "trouble"], steps
    return worker, opened


__all__ = [
    "CONTRACT",
    "DISCOVERY",
    "LOST",
    "NAMES",
    "QUOTE",
    "SECRET",
    "TYPED",
    "WON",
    "SalesWorld",
    "a_sales_world",
    "named",
]
