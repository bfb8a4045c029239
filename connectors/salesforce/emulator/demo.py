"""The emulated organisation of the demo: a handful of deals, a rep, and what she does."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from connectors.salesforce.emulator.board import plain
from connectors.salesforce.emulator.org import Org
from connectors.salesforce.emulator.records import Refusal
from connectors.salesforce.emulator.server import Emulator

DEALS = ("Northern portal", "Harbour logistics", "Blue Fern clinics", "Old Mill print", "Tall Pines school")
QUOTE, CONTRACT, WON, DISCOVERY = "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Perception Analysis"
SALES = "Handoff_Gate_Sales"
VAGUE: dict[str, Any] = {
    "HG_Users_Month_1__c": 2000,
    "HG_Peak_When__c": "light usage",
    "HG_Security_Detail__c": "normal security",
    "HG_Setup_Detail__c": "onboarding",
    "HG_Scope_Approver__c": "the team",
}
GOOD: dict[str, Any] = {
    "HG_Users_Month_1__c": 300,
    "HG_Users_Month_12__c": 450,
    "HG_Peak_Per_Hour__c": 900,
    "HG_Peak_When__c": "Report runs, Monday 9:00",
    "HG_Data_Flow__c": "Web shop, CSV export → our EU database → internal dashboard, finance system",
    "HG_Data_Class__c": "personal",
    "HG_Security__c": "sso",
    "HG_Security_Detail__c": "SSO: Entra ID, IT contact Jo Park, blocks launch",
    "HG_Integrations__c": "SAP – day one – Maria Lopez (IT)",
    "HG_Setup__c": "data_import",
    "HG_Setup_Detail__c": "Data import: 120,000 rows, done by us, first week",
    "HG_Access_Day_One__c": "12 branch managers",
    "HG_Access_Approver__c": "The IT manager",
    "HG_Works_On_Day_One__c": "Staff sign in with the company account and open their documents",
    "HG_Deadline_Reason__c": "The old contract ends",
    "HG_Scope_Approver__c": "Dana Kim, operations lead",
    "HG_Promise__c": "fixed",
    "HG_Confirmed__c": "active_users;peak_load;data_flow;security;integrations;setup_work;access;"
    "launch_window;hard_deadline;scope_approver",
}


def field_name(name: str) -> str:
    """users_month_1 → HG_Users_Month_1__c"""
    return "HG_" + "_".join(part.capitalize() for part in name.split("_")) + "__c"


class Demo:
    """What the demo needs of an emulated CRM, in words that fit any of them."""

    label = "Salesforce"

    def __init__(self, port: int = 0) -> None:
        self.org = Org("Northwind demo")
        self.emulator = Emulator(self.org, port)
        self.rep = self.org.add_user("Ana Ortiz", "ana.ortiz@example.com")
        self.other = self.org.add_user("Sam Reed", "sam.reed@example.com")
        self.secret = secrets.token_urlsafe(24)
        self.deal = ""

    def __enter__(self) -> Demo:
        self.emulator.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.emulator.__exit__(None, None, None)

    @property
    def board(self) -> str:
        return f"{self.emulator.url}/board"

    def options(self) -> dict[str, str]:
        """What `handoff connect` is given."""
        org = self.org
        values = {"login_url": self.emulator.url, "client_id": org.client_id, "client_secret": org.client_secret}
        return {**values, "org_id": org.org_id, "webhook_secret": self.secret}

    def listen(self, files: Mapping[str, str]) -> None:
        """Nothing to subscribe to: outbound messages are deployed with everything else."""

    def gates(self) -> dict[str, str]:
        """gate → stage"""
        return {"quote": f"default/{QUOTE}", "contract": f"default/{CONTRACT}", "won": f"default/{WON}"}

    def create_deals(self) -> None:
        """A few deals in discovery; the first one is the story's."""
        close = (self.org.today + timedelta(days=60)).isoformat()
        for name in DEALS:
            values = {"Name": name, "StageName": DISCOVERY, "CloseDate": close, "OwnerId": self.rep}
            id = self.org.create(values, by=self.rep)
            self.deal = self.deal or id

    def _save(self, values: Mapping[str, Any]) -> None:
        """A save by the rep. The product gives reps their permission set at install; it may not have been there then."""
        if SALES in self.org.metadata.permission_sets:
            for user in (self.rep, self.other):
                self.org.assign(SALES, user)
        self.org.save(self.deal, values, by=self.rep)

    def fill_vaguely(self) -> None:
        self._save(VAGUE)

    def fill_well(self) -> None:
        today = self.org.today
        days = {"HG_Launch_From__c": 60, "HG_Launch_To__c": 75, "HG_Hard_Deadline__c": 90}
        dates = {name: (today + timedelta(days=count)).isoformat() for name, count in days.items()}
        self._save({**GOOD, **dates, "HG_Source__c": f"J. Meyer, {today.isoformat()}, mail"})

    def move_to_quote(self) -> str:
        """What Salesforce said when it refused the move, else nothing."""
        try:
            self._save({"StageName": QUOTE})
        except Refusal as error:
            return "\n".join(row["message"] for row in error.errors)
        return ""

    def stage(self) -> str:
        """Where the deal stands, by name."""
        return str(self._value("StageName"))

    def _value(self, name: str) -> Any:
        return self.org.records["Opportunity"][self.deal].values.get(name)

    def written(self, name: str) -> str:
        """One of our own values, as it stands on the deal."""
        return plain(self._value(field_name(name)))

    def typed(self, name: str) -> str:
        """What the rep typed, as it stands on the deal."""
        return self.written(name)

    def tasks(self) -> list[tuple[str, str, bool]]:
        """(subject, body, done) of the tasks on the deal."""
        rows = self.org.tasks(self.deal)
        return [(row.get("Subject") or "", row.get("Description") or "", bool(row.get("IsClosed"))) for row in rows]
