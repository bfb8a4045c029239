"""The emulated portal of the demo: a handful of deals, a rep, and what she does."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from connectors.hubspot.emulator.portal import person
from connectors.hubspot.emulator.server import Emulator

REP, DEALS = 501, ("Northern portal", "Harbour logistics", "Blue Fern clinics", "Old Mill print", "Tall Pines school")
QUOTE, CONTRACT, WON, DISCOVERY = "quotesent", "contractsent", "closedwon", "qualifiedtobuy"
VAGUE = {
    "hg_users_month_1": "2000",
    "hg_peak_when": "light usage",
    "hg_security_detail": "normal security",
    "hg_setup_detail": "onboarding",
    "hg_scope_approver": "the team",
}
GOOD = {
    "hg_users_month_1": "300",
    "hg_users_month_12": "450",
    "hg_peak_per_hour": "900",
    "hg_peak_when": "Report runs, Monday 9:00",
    "hg_data_flow": "Web shop, CSV export → our EU database → internal dashboard, finance system",
    "hg_data_class": "personal",
    "hg_security": "sso",
    "hg_security_detail": "SSO: Entra ID, IT contact Jo Park, blocks launch",
    "hg_integrations": "SAP – day one – Maria Lopez (IT)",
    "hg_setup": "data_import",
    "hg_setup_detail": "Data import: 120,000 rows, done by us, first week",
    "hg_access_day_one": "12 branch managers",
    "hg_access_approver": "The IT manager",
    "hg_works_on_day_one": "Staff sign in with the company account and open their documents",
    "hg_deadline_reason": "The old contract ends",
    "hg_scope_approver": "Dana Kim, operations lead",
    "hg_promise": "fixed",
    "hg_confirmed": "active_users;peak_load;data_flow;security;integrations;setup_work;access;launch_window;hard_deadline;scope_approver",
}


class Demo:
    """What the demo needs of an emulated CRM, in words that fit any of them."""

    label = "HubSpot"

    def __init__(self, port: int = 0) -> None:
        self.emulator = Emulator(port=port)
        self.portal = self.emulator.portal
        self.portal.add_owner(41629779, REP, "Ana", "Ortiz")
        self.portal.add_owner(41629780, 502, "Sam", "Reed")
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
        portal = self.portal
        values = {"portal": str(portal.portal_id), "app_id": str(portal.app_id), "access_token": portal.token}
        return {**values, "client_secret": portal.client_secret, "api_base": self.emulator.url}

    def listen(self, files: Mapping[str, str]) -> None:
        """Subscribe as the product's own file says."""
        self.emulator.sender.subscribe(json.loads(files["webhooks-hsmeta.json"]))

    def gates(self) -> dict[str, str]:
        """gate → stage"""
        return {"quote": f"default/{QUOTE}", "contract": f"default/{CONTRACT}", "won": f"default/{WON}"}

    def create_deals(self) -> None:
        """A few deals in discovery; the first one is the story's."""
        for name in DEALS:
            values = {"dealname": name, "dealstage": DISCOVERY, "hubspot_owner_id": "41629779"}
            id = self.portal.create_deal(values, person(REP))
            self.deal = self.deal or id

    def fill_vaguely(self) -> None:
        self.portal.person_sets(self.deal, VAGUE, REP)

    def fill_well(self) -> None:
        today = datetime.now(UTC).date()
        days = {"hg_launch_from": 60, "hg_launch_to": 75, "hg_hard_deadline": 90}
        dates = {name: (today + timedelta(days=count)).isoformat() for name, count in days.items()}
        said = {"hg_source": f"J. Meyer, {today.isoformat()}, mail"}
        self.portal.person_sets(self.deal, {**GOOD, **dates, **said}, REP)

    def move_to_quote(self) -> None:
        self.portal.person_moves(self.deal, QUOTE, REP)

    def stage(self) -> str:
        """Where the deal stands, by name."""
        id = self.portal.deals[self.deal].properties.get("dealstage")
        return next(str(s["label"]) for s in self.portal.pipelines[0]["stages"] if s["id"] == id)

    def written(self, name: str) -> str:
        """One of our own values, as it stands on the deal."""
        return self.portal.deals[self.deal].properties.get(f"hg_{name}") or ""

    def typed(self, name: str) -> str:
        """What the rep typed, as it stands on the deal."""
        return self.portal.deals[self.deal].properties.get(f"hg_{name}") or ""

    def tasks(self) -> list[tuple[str, str, bool]]:
        """(subject, body, done) of the tasks on the deal."""
        ids = self.portal.links.get(("deals", "tasks"), {}).get(self.deal, [])
        rows = [self.portal.tasks[id].properties for id in ids]
        return [
            (
                row.get("hs_task_subject") or "",
                html.unescape((row.get("hs_task_body") or "").replace("<br>", "\n")),
                row.get("hs_task_status") == "COMPLETED",
            )
            for row in rows
        ]
