"""One account's HubSpot, live: what connectors.base.Crm asks for, in HubSpot's own batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from connectors.base import (
    Connection,
    DealRecord,
    Document,
    Fetched,
    Found,
    Identity,
    Pipeline,
    SetupStep,
    Trail,
    Trouble,
)
from connectors.errors import AuthFailed, ConfigError, NotFound
from connectors.hubspot import kit, reading, setup, tasks
from connectors.hubspot.app_files import app_files
from connectors.hubspot.client import HISTORY_LIMIT, READ_LIMIT, Client
from connectors.hubspot.people import Directory
from connectors.hubspot.reading import results, text, values
from connectors.hubspot.schema import LONGEST_TEXT
from connectors.hubspot.writing import PutBacks, chunks, read, standing, write
from connectors.mapping import fit, translate
from rules.intents import Outcome, Tell, WritePlan
from rules.model import Gate, Person, Stage

BASICS = ("dealname", "dealstage", "pipeline", "hubspot_owner_id", "createdate", "hs_lastmodifieddate", "closedate",
          "dealtype")  # fmt: skip
PUBLISHED = ("APPROVAL_NOT_NEEDED", "APPROVED")  # hs_status of a quote that the customer can see (2026-11)
PIPELINES_LAST = 300.0


class HubSpotAccount:
    """A connection to one portal. Pipelines, properties and owners are kept for five minutes."""

    def __init__(self, connection: Connection, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        self.connection, self.client, self.clock = connection, client, clock
        self.app = connection.settings.get("app_id", "")
        self.names = {
            part.removeprefix("ours."): name for part, name in connection.mapping.items() if part.startswith("ours.")
        }
        self.parts = {part: name for part, name in connection.mapping.items() if not part.startswith("ours.")}
        self.directory = Directory(client, clock)
        self._pipelines: tuple[float, tuple[Pipeline, ...]] | None = None
        self._properties: tuple[float, frozenset[str]] | None = None

    # --- the account ------------------------------------------------------------------------------------------------

    def identify(self) -> Identity:
        """The portal behind the token. Its account information may be out of a token's reach; the pipelines are not."""
        portal = self.connection.account.partition(":")[2]
        told = self._account()
        actual = text(told.get("portalId")) or portal
        if actual != portal:
            raise ConfigError(
                f"this access token belongs to portal {actual}, not to {portal}. Use that portal's token."
            )
        name = text(told.get("accountName") or told.get("companyName")) or f"HubSpot portal {portal}"
        return Identity(account=self.connection.account, name=name, time_zone=text(told.get("timeZone")) or "UTC")

    def _account(self) -> Mapping[str, Any]:
        try:
            return self.client.account()
        except (AuthFailed, NotFound):
            self._pipelines = None
            self.pipelines()
            return {}

    def pipelines(self) -> tuple[Pipeline, ...]:
        if self._pipelines is None or self.clock() - self._pipelines[0] >= PIPELINES_LAST:
            self._pipelines = (self.clock(), reading.pipelines(self.client.pipelines()))
        return self._pipelines[1]

    def people(self) -> tuple[Person, ...]:
        return self.directory.active()

    def person(self, reference: str) -> Person | None:
        """By owner id, user id (`userId:123`) or e-mail address; people who have left are found too."""
        return self.directory.find(reference)

    # --- reading ----------------------------------------------------------------------------------------------------

    def fetch(self, ids: Sequence[str]) -> Fetched:
        """A hundred deals a call, only the mapped properties, no history.

        A deal that HubSpot could not read just now is neither among the deals nor gone.
        """
        deals: dict[str, DealRecord] = {}
        gone: set[str] = set()
        wanted = list(dict.fromkeys([*BASICS, *self.parts.values(), *self.names.values()]))
        for chunk in chunks(list(dict.fromkeys(ids)), READ_LIMIT):
            found, unclear = read(self.client, chunk, wanted)
            deals |= {id: self._record(id, row) for id, row in found.items()}
            gone |= set(chunk) - set(found) - unclear
        return Fetched(deals, frozenset(gone))

    def _record(self, id: str, row: Mapping[str, Any]) -> DealRecord:
        held = values(row)
        owner = self._owner(text(held.get("hubspot_owner_id")))
        typed = {part: _kept(held.get(name)) for part, name in self.parts.items()}
        translated = translate(typed, owner, self.person)
        return DealRecord(
            id=id,
            name=text(held.get("dealname")),
            stage=standing(row),
            owner=owner,
            created=reading.instant(held.get("createdate") or row.get("createdAt")),
            modified=reading.instant(held.get("hs_lastmodifieddate") or row.get("updatedAt")),
            answers=translated.answers,
            promise=translated.promise,
            shown={key: _kept(held.get(name)) for key, name in self.names.items()},
            has_answer=translated.has_answer,
            type=text(held.get("dealtype")),
        )

    def _owner(self, id: str) -> Person | None:
        return (self.person(id) or Person(id=id)) if id else None

    def trails(self, ids: Sequence[str]) -> Mapping[str, Trail]:
        found: dict[str, Trail] = {}
        review = self.names.get("review", "")
        properties = ["dealstage", "pipeline", *([review] if review else [])]
        for chunk in chunks(list(dict.fromkeys(ids)), HISTORY_LIMIT):
            for id, row in read(self.client, chunk, properties, properties).deals.items():
                entries = reading.history(row, review)
                set_by = reading.entry_moved(entries[0], self.app) if entries else None
                found[id] = Trail(reading.steps(row, self.app), set_by)
        return found

    def documents(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """Quotes: which deals they belong to, and whether they are published."""
        found: list[Document] = []
        for chunk in chunks(list(dict.fromkeys(ids)), READ_LIMIT):
            quotes = {text(row.get("id")): row for row in results(self._quotes(chunk)) if not row.get("archived")}
            links = tasks.linked(self.client, "quotes", "deals", list(quotes)) if quotes else {}
            for id, row in quotes.items():
                published = text(values(row).get("hs_status")).upper() in PUBLISHED
                found.append(Document(id, tuple(links.get(id, ())), published))
        return tuple(found)

    def _quotes(self, ids: Sequence[str]) -> Mapping[str, Any]:
        try:
            return self.client.read_quotes(ids)
        except NotFound:
            return {}

    def changed_since(self, since: datetime) -> Iterator[tuple[Found, ...]]:
        """Paged by id, never by `after`: a search ends at 10,000 results (2026-11)."""
        instant = str(int(since.timestamp() * 1000))
        changed = {"propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": instant}
        last = 0
        while True:
            beyond = {"propertyName": "hs_object_id", "operator": "GT", "value": str(last)}
            page = results(self.client.search_deals([changed, beyond], ["hs_lastmodifieddate"]))
            rows = {number: row for row in page if (number := _number(row)) > last}
            if not rows:
                return
            yield tuple(Found(text(row.get("id")), _modified(row)) for _, row in sorted(rows.items()))
            last = max(rows)

    # --- writing ----------------------------------------------------------------------------------------------------

    def apply(self, plans: Sequence[WritePlan]) -> Mapping[str, Outcome]:
        fitted = [plan.model_copy(update={"values": {k: _fit(v) for k, v in plan.values.items()}}) for plan in plans]
        plain = {plan.deal: self._values(plan) for plan in fitted if not plan.put_back}
        outcomes = {deal: Outcome(deal=deal, result="done") for deal in plain}
        outcomes |= write(self.client, {deal: held for deal, held in plain.items() if held})
        backs = [plan for plan in fitted if plan.put_back]
        return outcomes | (PutBacks(self.client, self.names, self._closed()).carry_out(backs) if backs else {})

    def _values(self, plan: WritePlan) -> dict[str, str]:
        return {self.names[key]: value or "" for key, value in plan.values.items() if key in self.names}

    def _closed(self) -> frozenset[Stage]:
        infos = [(pipeline.id, stage) for pipeline in self.pipelines() for stage in pipeline.stages]
        return frozenset(Stage(pipeline=pipeline, id=stage.id) for pipeline, stage in infos if stage.closed != "open")

    def tell(self, tell: Tell, again: bool) -> str:
        return tasks.tell(self.client, tell, again, datetime.now(UTC))

    def close_told(self, remote_id: str) -> None:
        tasks.close(self.client, remote_id)

    # --- set-up -----------------------------------------------------------------------------------------------------

    def known_properties(self) -> frozenset[str]:
        if self._properties is None or self.clock() - self._properties[0] >= PIPELINES_LAST:
            self._properties = (self.clock(), frozenset(setup.existing(self.client)))
        return self._properties[1]

    def install(self, plan_only: bool, progress: Callable[[SetupStep], None]) -> None:
        setup.install(self.client, self.connection.mapping, plan_only, progress)

    def setup_files(self) -> Mapping[str, str]:
        return app_files(self.connection)

    def stop_holding(self, progress: Callable[[SetupStep], None]) -> None:
        """HubSpot refuses nothing for us: what holds deals is our own put-back."""

    def uninstall(self, plan_only: bool, remove_answers: bool, progress: Callable[[SetupStep], None]) -> None:
        setup.uninstall(self.client, self.connection.mapping, plan_only, remove_answers, progress)

    def troubles(self) -> tuple[Trouble, ...]:
        return setup.troubles(self.client, self.connection.mapping)

    def kit_in_place(self, gate: Gate, stage: Stage, test_deal: str) -> bool:
        code = self.names.get(f"gate_{gate}", "")
        if not code:
            raise ConfigError(f"ours.gate_{gate} is not mapped: without that property HubSpot has nothing to require.")
        return kit.in_place(self.client, code, stage, test_deal)


def _kept(value: Any) -> str | None:
    return None if value is None else str(value)


def _number(row: Mapping[str, Any]) -> int:
    id = text(row.get("id"))
    return int(id) if id.isascii() and id.isdigit() else 0


def _modified(row: Mapping[str, Any]) -> datetime:
    return reading.instant(values(row).get("hs_lastmodifieddate") or row.get("updatedAt"))


def _fit(value: str | None) -> str:
    return fit(value or "", LONGEST_TEXT)
