"""The kit of Salesforce for the contract suite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kits import Kit, Task, Values
from sworld import NAMES, SECRET, named

from connectors.base import Crm, RawRequest
from connectors.salesforce.emulator import Emulator, Fault, Org, Refusal
from rules.model import Mode, Stage


class SalesforceKit(Kit):
    """An organisation with two sales people."""

    crm, fault = "salesforce", Fault
    stages = ("Qualification", "Proposal/Price Quote", "Negotiation/Review", "Closed Won")
    nowhere, theirs = ("006000000000009AAA", "no-id"), "StageName"
    stranger = "salesforce:00D5e000000abcDEAQ"
    paths = {"read": "/query", "write": "composite/sobjects", "task": "sobjects/Task"}

    def __init__(self, mode: Mode = "shadow") -> None:
        self.org = org = Org()
        org.deploy_polls, org.page_size = 0, 200
        super().__init__(Emulator(org), org, mode)
        self.person = self.user = org.add_user("Ana Ortiz", self.mail)
        self.other = org.add_user("Sam Reed", "sam.reed@example.com")
        self.values = {"login_url": self.emulator.url, "client_id": org.client_id, "org_id": org.org_id}
        self.secrets = {"client_secret": org.client_secret, "webhook_secret": SECRET}

    def by_hand(self, crm: Crm) -> None:
        """The panel is placed on the page."""
        self.org.placed_components.add("handoffPanel")

    def clear_by_hand(self) -> None:
        """The panel is taken off the page: what is in use cannot be deleted."""
        self.org.placed_components.clear()

    # --- what people do ---------------------------------------------------------------------------------------------

    def create(self, stage: Stage | None = None, typed: Mapping[str, str] | None = None) -> str:
        at = {"Name": "Northern portal", "StageName": (stage or self.open_stage).id, "CloseDate": "2027-05-01"}
        return self.org.create({**at, **named(dict(typed or {}))}, by=self.person)

    def move(self, deal: str, stage: Stage) -> str:
        try:
            self.org.save(deal, {"StageName": stage.id}, by=self.person)
        except Refusal as error:
            return str(error)
        return ""

    def fill(self, deal: str, typed: Mapping[str, str]) -> None:
        self.org.save(deal, named(dict(typed)), by=self.person)

    def delete(self, deal: str) -> None:
        self.org.delete(deal, by=self.person)

    # --- what stands there ------------------------------------------------------------------------------------------

    def _held(self, deal: str) -> dict[str, Any]:
        return self.org.records["Opportunity"][deal].values

    def stage(self, deal: str) -> Stage:
        return Stage(pipeline="default", id=self._held(deal)["StageName"])

    def value(self, deal: str, part: str) -> str:
        """The value of a part that has a field; blank when that is gone."""
        name = NAMES[part]
        found = self._held(deal).get(name) if name in self.org.metadata.objects["Opportunity"].fields else None
        return "" if found is None else f"{found:g}" if isinstance(found, float) else str(found)

    def tasks(self, deal: str) -> list[Task]:
        rows = self.org.tasks(deal)
        return [Task(row["Id"], row["Subject"], row["Status"] == "Completed", row["OwnerId"]) for row in rows]

    def delete_task(self, id: str) -> None:
        self.org.delete(id)

    def ours(self) -> set[str]:
        """What install made, without the answers. Our own fields stay with them: they are history."""
        made = self.org.metadata
        kinds = (made.rules, made.flows, made.messages, made.permission_sets, made.custom_permissions)
        return {name for kind in (*kinds, made.bundles, made.quick_actions) for name in kind}

    def everything(self) -> Any:
        fields = set(self.org.metadata.objects["Opportunity"].fields)
        records = {name: {r.id: dict(r.values) for r in table.values()} for name, table in self.org.records.items()}
        return self.ours(), fields, records, len(self.org.deployments)

    # --- webhooks ---------------------------------------------------------------------------------------------------

    def sent(self, change: Callable[[], object]) -> list[RawRequest]:
        sender, self.mailbox.requests = self.emulator.sender, []
        self.org.outbox.clear()
        change()
        sender.deliver(force=True)
        sender.deliver(force=True)
        return self.mailbox.requests

    def signed(self, body: bytes, secret: str | None = None) -> RawRequest:
        secret = self.secrets["webhook_secret"] if secret is None else secret
        return RawRequest("POST", f"{self.mailbox.url}/webhooks/salesforce/{secret}", {}, body, secret)

    # --- accidents --------------------------------------------------------------------------------------------------

    @contextmanager
    def revoked(self) -> Iterator[None]:
        """The app's secret was changed, and all its tokens ended."""
        kept, self.org.client_secret = self.org.client_secret, "another-secret"
        self.org.expire_tokens()
        try:
            yield
        finally:
            self.org.client_secret = kept

    def introduction(self) -> str:
        return self.org.client_secret

    def bearer(self) -> str:
        return list(self.org.tokens)[-1]

    def complaint(self, text: str) -> Any:
        return [{"errorCode": "UNKNOWN_EXCEPTION", "message": text}]

    def spoil(self, deal: str, values: Values) -> Values:
        """Values that will be refused for this deal: somebody's own rule is not content with it."""
        self.org.save(deal, {"Amount": 13}, by=self.person)
        self.org.add_validation_rule("No_Thirteen", "Amount = 13", "Not this amount")
        return values
