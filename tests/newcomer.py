"""Somebody who has a fresh Salesforce organisation and a command line, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from command_line import Handoff, Said
from sworld import DISCOVERY

from connectors.salesforce.emulator import Emulator, Org, Refusal

ANSWER = "HG_Users_Month_1__c"
OWN_RULES = {"Handoff_Gate_Own_Fields", "Handoff_Gate_Reviewers_Only"}


class Newcomer:
    """What they type goes through `handoff`; what people do in Salesforce goes through `org`."""

    def __init__(self, handoff: Handoff, emulator: Emulator) -> None:
        self.handoff, self.emulator, self.org = handoff, emulator, emulator.org
        self.ana = self.org.add_user("Ana Example", "ana.example@example.com")
        self.options = ["--login-url", emulator.url, "--client-id", self.org.client_id]
        self.account = f"salesforce:{self.org.org_id}"

    # --- at the command line ----------------------------------------------------------------------------------------

    def connect(self, *more: str, stdin: str = "") -> Said:
        return self.handoff("connect", "salesforce", *self.options, *more, stdin=stdin)

    def connected(self) -> Any:
        return self.connect("--client-secret", self.org.client_secret, "--json").json()

    def install(self, *more: str) -> Said:
        return self.handoff("install", self.account, *more)

    def gates(self, *sets: str) -> Said:
        return self.handoff("gates", self.account, *(word for text in sets for word in ("--set", text)))

    def doctor(self) -> dict[str, list[Any]]:
        """What the doctor finds, by id."""
        found: dict[str, list[Any]] = {}
        for trouble in self.handoff("doctor", self.account, "--json").json()[self.account]:
            found.setdefault(trouble["id"], []).append(trouble)
        return found

    # --- in Salesforce ----------------------------------------------------------------------------------------------

    def deal(self, stage: str = DISCOVERY, **more: Any) -> str:
        return self.org.create({"Name": "Northern portal", "StageName": stage, "CloseDate": "2027-05-01", **more}, by=self.ana)  # fmt: skip

    def save(self, deal: str, **values: Any) -> list[str]:
        """What the rep is told; nothing when the save passes."""
        try:
            self.org.save(deal, values, by=self.ana)
        except Refusal as refusal:
            return [error["message"] for error in refusal.errors]
        return []

    def rules(self) -> set[str]:
        return {rule.name for rule in self.org.metadata.rules.values()}

    def deployments(self, check_only: bool = False) -> int:
        """How many were asked for."""
        return sum(bool(one.options.get("checkOnly")) == check_only for one in self.org.deployments.values())


@contextmanager
def a_newcomer(handoff: Handoff, org: Org | None = None) -> Iterator[Newcomer]:
    """Not even connected yet."""
    org = org or Org()
    org.deploy_polls = 0
    with Emulator(org) as emulator:
        emulator.sender.hold = True
        yield Newcomer(handoff, emulator)
