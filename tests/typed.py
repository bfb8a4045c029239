"""What a hurried rep types into the thirty properties to complete D-OK, by part; and short ways to change it."""

from __future__ import annotations

TYPED: dict[str, str] = {
    "active_users.month_1": "300",
    "active_users.month_12": "450",
    "peak_load.actions_per_hour": "900",
    "peak_load.when": "report runs, Mon 09:00, 60 min",
    "data_flow.text": "HubSpot + CSV export → our EU database → internal dashboard + finance system",
    "data_flow.data_class": "personal",
    "security.required": "sso",
    "security.detail": "SSO: Entra ID, IT contact Jo Park, blocks launch",
    "integrations.text": "HubSpot – day one – M. Lopez",
    "setup_work.items": "data_import",
    "setup_work.detail": "Data import: 120000 rows, done by us, first week",
    "access.day_one": "12 branch managers",
    "access.approver": "The IT manager",
    "launch_window.from": "2027-03-01",
    "launch_window.to": "2027-03-15",
    "launch_window.day_one": "staff sign in with the company account and open their documents",
    "hard_deadline.date": "2027-03-31",
    "hard_deadline.reason": "old contract ends",
    "scope_approver.person": "Dana Kim, operations lead",
    "promise.type": "fixed",
    "context.text": "Pilot with one branch first.",
    "status.confirmed": "active_users;peak_load;data_flow;security;integrations;setup_work;access;launch_window;hard_deadline;scope_approver",
    "source": "J. Meyer, 2027-01-03, mail",
}
