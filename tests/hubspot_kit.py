"""The kit of HubSpot for the contract suite."""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from kits import Kit, Task, Values
from world import NAMES, named

from connectors.base import Crm, RawRequest
from connectors.hubspot.emulator import Emulator, Fault, Portal, Refusal
from connectors.hubspot.emulator.portal import person
from rules.model import Mode, Stage


class HubSpotKit(Kit):
    """A portal with two owners."""

    crm, fault = "hubspot", Fault
    stages = ("qualifiedtobuy", "quotesent", "contractsent", "closedwon")
    nowhere, theirs = ("999999", "no-id"), "dealname"
    stranger = "hubspot:12345"
    paths = {"read": "deals/batch/read", "write": "deals/batch/update", "task": "/tasks"}
    person, user, other = "41629779", "501", "41629780"

    def __init__(self, mode: Mode = "shadow") -> None:
        self.portal = portal = Portal()
        portal.add_owner(41629779, 501, "Ana", "Ortiz")
        portal.add_owner(41629780, 502, "Sam", "Reed")
        super().__init__(Emulator(portal), portal, mode)
        self.values = {"portal": str(portal.portal_id), "app_id": str(portal.app_id), "api_base": self.emulator.url}
        self.secrets = {"access_token": portal.token, "client_secret": portal.client_secret}

    def by_hand(self, crm: Crm) -> None:
        """The app's file is uploaded."""
        self.emulator.sender.subscribe(json.loads(crm.setup_files()["webhooks-hsmeta.json"]))

    def clear_by_hand(self) -> None:
        """Nothing of ours is in anybody's way."""

    # --- what people do ---------------------------------------------------------------------------------------------

    def create(self, stage: Stage | None = None, typed: Mapping[str, str] | None = None) -> str:
        at = {
            "dealname": "Northern portal",
            "dealstage": (stage or self.open_stage).id,
            "hubspot_owner_id": self.person,
        }
        return self.portal.create_deal({**at, **named(dict(typed or {}))}, person(int(self.user)))

    def move(self, deal: str, stage: Stage) -> str:
        try:
            self.portal.person_moves(deal, stage.id, int(self.user), stage.pipeline)
        except Refusal as error:
            return str(error)
        return ""

    def fill(self, deal: str, typed: Mapping[str, str]) -> None:
        self.portal.person_sets(deal, named(dict(typed)), int(self.user))

    def delete(self, deal: str) -> None:
        self.portal.delete(deal, person(int(self.user)))

    # --- what stands there ------------------------------------------------------------------------------------------

    def stage(self, deal: str) -> Stage:
        held = self.portal.deals[deal].properties
        return Stage(pipeline=held["pipeline"] or "", id=held["dealstage"] or "")

    def value(self, deal: str, part: str) -> str:
        """The value of a part that has a property; blank when that is gone."""
        name = NAMES[part]
        return (self.portal.deals[deal].properties.get(name) or "") if name in self.portal.definitions else ""

    def tasks(self, deal: str) -> list[Task]:
        ids = self.portal.links.get(("deals", "tasks"), {}).get(deal, [])
        rows = {id: self.portal.tasks[id].properties for id in ids if id in self.portal.tasks}
        return [
            Task(id, h["hs_task_subject"] or "", h["hs_task_status"] == "COMPLETED", h.get("hubspot_owner_id") or "")
            for id, h in rows.items()
        ]

    def delete_task(self, id: str) -> None:
        del self.portal.tasks[id]

    def ours(self) -> set[str]:
        """What install made, without the answers."""
        return {name for part, name in NAMES.items() if part.startswith("ours.")} & set(self.portal.definitions)

    def everything(self) -> Any:
        portal = self.portal
        deals = {id: record.properties for id, record in portal.deals.items()}
        return copy.deepcopy((portal.definitions, portal.groups, deals, len(portal.tasks)))

    # --- webhooks ---------------------------------------------------------------------------------------------------

    def sent(self, change: Callable[[], object]) -> list[RawRequest]:
        sender, self.mailbox.requests = self.emulator.sender, []
        sender.held.clear()
        change()
        events = list(sender.held)
        sender.deliver()
        sender.post([{**event, "attemptNumber": 1} for event in events])
        return self.mailbox.requests

    def signed(self, body: bytes, secret: str | None = None) -> RawRequest:
        url, stamp = self.mailbox.url + "/webhooks/hubspot", str(int(datetime.now(UTC).timestamp() * 1000))
        signed = b"POST" + url.encode() + body + stamp.encode()
        key = self.portal.client_secret if secret is None else secret
        digest = hmac.new(key.encode(), signed, hashlib.sha256).digest()
        mark = base64.b64encode(digest).decode()
        headers = {"x-hubspot-signature-v3": mark, "x-hubspot-request-timestamp": stamp}
        return RawRequest("POST", url, headers, body)

    # --- accidents --------------------------------------------------------------------------------------------------

    @contextmanager
    def revoked(self) -> Iterator[None]:
        """The app was taken away."""
        kept, self.portal.token = self.portal.token, "another-token"
        try:
            yield
        finally:
            self.portal.token = kept

    def introduction(self) -> str:
        return self.portal.token

    def bearer(self) -> str:
        return self.portal.token

    def complaint(self, text: str) -> Any:
        return {"status": "error", "category": "VALIDATION_ERROR", "message": text}

    def spoil(self, deal: str, values: Values) -> Values:
        """Values that will be refused for this deal."""
        return {**values, "score": "not a number"}
