"""The default properties of a deal: thirty that a rep fills, ten that are ours. The same in every CRM.

`part` says which piece of a handoff a property is the home of; ops may map any part to a property of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PropertyType = Literal["number", "text", "longtext", "date", "datetime", "choice", "checks", "person"]
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Property:
    """One property: `name` goes behind the CRM's prefix; `help` stands beside the box."""

    name: str
    part: str
    type: PropertyType
    label: str
    help: str
    options: Options = ()
    ours: bool = False


FIELDS: Options = (
    ("active_users", "Active users"),
    ("peak_load", "Peak load"),
    ("data_flow", "Data flow"),
    ("security", "Security"),
    ("integrations", "Integrations"),
    ("setup_work", "Set-up work"),
    ("access", "Access"),
    ("launch_window", "Launch window"),
    ("hard_deadline", "Hard deadline"),
    ("scope_approver", "Scope approver"),
)
SECURITY: Options = (
    ("sso", "SSO (single sign-on)"),
    ("audit_logs", "Audit logs"),
    ("data_location", "Data location"),
    ("retention", "Retention rules"),
    ("vendor_review", "Vendor review"),
    ("access_controls", "Access controls"),
    ("approval_history", "Approval history"),
    ("ip_allowlist", "IP allowlist"),
    ("data_handling", "Data-handling rules"),
    ("security_approval", "Approval by the customer's security team"),
    ("other_logging", "Other logging"),
    ("none", "None of these was asked for"),
)
SETUP: Options = (
    ("data_import", "Data import or migration"),
    ("migration_scripts", "Migration scripts"),
    ("data_mapping", "Data or field mapping"),
    ("record_cleanup", "Clean-up of old records"),
    ("environment_setup", "Environment set-up"),
    ("roles_permissions", "Custom roles and permissions"),
    ("approval_chains", "Approval chains"),
    ("testing", "Testing"),
    ("rollout_support", "Rollout support"),
    ("one_off_integration", "One-off integration"),
    ("none", "None"),
)
DATA: Options = (
    ("none", "Nothing personal"),
    ("personal", "Personal"),
    ("employee", "Employee"),
    ("payment", "Payment"),
    ("health", "Health"),
    ("other", "Other"),
)
PROMISE: Options = (("fixed", "Fixed"), ("range", "Range"), ("paused", "Paused"))
STATE: Options = (
    ("collecting", "Collecting answers"),
    ("ready", "Ready for the next gate"),
    ("held", "Held"),
    ("cleared", "Cleared"),
)
REVIEW: Options = (
    ("waiting", "Waiting for engineering"),
    ("approved", "Approved"),
    ("scope_change", "Approved with a scope change"),
    ("sent_back", "Sent back"),
)

INTEGRATIONS_FORM = "SAP – day one – Maria Lopez (IT)"
SETUP_FORM = "Data import: 120,000 rows, done by us, first week"
SECURITY_FORM = "SSO: Entra ID, IT contact Jo Park, blocks launch"
ASSUMPTION_FORM = "Users in month 12: 5000"


def _ask(name: str, part: str, type: PropertyType, label: str, help: str, options: Options = ()) -> Property:
    return Property(name, part, type, label, help, options)


def _ours(name: str, type: PropertyType, label: str, help: str, options: Options = ()) -> Property:
    return Property(name, f"ours.{name}", type, label, help, options, ours=True)


PROPERTIES: tuple[Property, ...] = (
    _ask("users_month_1", "active_users.month_1", "number", "Users in month 1",
         "How many people will use it in a normal week in the first month? A number, e.g. 300."),
    _ask("users_month_12", "active_users.month_12", "number", "Users in month 12",
         "And a year later? Growth changes the design. A number, e.g. 450."),
    _ask("peak_per_hour", "peak_load.actions_per_hour", "number", "Actions in the busiest hour",
         "How many actions come in the busiest hour? A number, e.g. 900."),
    _ask("peak_when", "peak_load.when", "longtext", "Busiest hour: what and when",
         "Which action, which day, which hour? E.g. Report runs, Monday 9:00. All at once? Add: within 20 minutes. "
         "Files? Add: 200 MB × 50 a day. More peaks? One a line: API calls, all day, 20,000/h."),
    _ask("data_flow", "data_flow.text", "longtext", "Data flow",
         "Where does the data start, where is it stored, who receives it? E.g. Web shop, CSV export → our EU database → "
         "internal dashboard, finance system."),
    _ask("data_class", "data_flow.data_class", "choice", "Kind of data",
         "The most sensitive kind in it. It decides how carefully we must build.", DATA),
    _ask("security", "security.required", "checks", "Security: what the customer requires",
         "Tick all that the customer requires. Nothing asked for? Tick “None of these was asked for”.", SECURITY),
    _ask("security_detail", "security.detail", "longtext", "Security details",
         f"One line for each tick. E.g. {SECURITY_FORM}. Audit logs: log-in, role change, read by compliance team. "
         "Data location: Germany. Vendor review: 21 days. Not known yet? Write: Retention: unknown."),
    _ask("integrations", "integrations.text", "longtext", "Systems to connect",
         f"One system a line: name – day one or later – who controls it. E.g. {INTEGRATIONS_FORM}. None? Write: none."),
    _ask("setup", "setup_work.items", "checks", "Set-up work expected from us",
         "Tick every piece of work the customer expects. “Onboarding” hides days of work.", SETUP),
    _ask("setup_detail", "setup_work.detail", "longtext", "Set-up details",
         f"One line for each tick: how much, and who does it. E.g. {SETUP_FORM}."),
    _ask("access_day_one", "access.day_one", "text", "Access on day one",
         "Who needs access on the first day, and how many? E.g. 12 branch managers."),
    _ask("access_approver", "access.approver", "text", "Who approves roles",
         "One person or role at the customer who approves roles and admin rights. E.g. The IT manager."),
    _ask("launch_from", "launch_window.from", "date", "Launch from", "First day of the target launch window, e.g. 1 March."),
    _ask("launch_to", "launch_window.to", "date", "Launch to", "Last day of the target launch window, e.g. 15 March."),
    _ask("works_on_day_one", "launch_window.day_one", "text", "What works on day one",
         "What has to work on the first day? E.g. Staff sign in with the company account and open their documents."),
    _ask("hard_deadline", "hard_deadline.date", "date", "Hard deadline",
         "A date nobody can move, e.g. 31 March. None? Leave it empty and write “none” as the reason."),
    _ask("deadline_reason", "hard_deadline.reason", "text", "Reason for the deadline",
         "Why that date? E.g. The old contract ends. No deadline? Write: none."),
    _ask("scope_approver", "scope_approver.person", "text", "Scope approver",
         "The one person at the customer who decides on the scope. E.g. Dana Kim, operations lead."),
    _ask("promise", "promise.type", "choice", "What we promise",
         "Fixed: one date, one price. Range: from … to …, when something is still open. Paused: no quote yet.", PROMISE),
    _ask("context", "context.text", "longtext", "Anything else", "Free text for engineering. It scores nothing."),
    _ask("confirmed", "status.confirmed", "checks", "Confirmed by the customer",
         "Tick what the customer said or proved. What you do not tick counts as our assumption.", FIELDS),
    _ask("unknown", "status.unknown", "checks", "Not known yet",
         "Tick what nobody knows yet, and set “Confirm by”. An honest unknown does not stop a quote with a range.", FIELDS),
    _ask("assumptions", "assumptions", "longtext", "What sales assumes",
         f"Only what you add to the customer's facts, one a line. E.g. {ASSUMPTION_FORM}."),
    _ask("source", "source", "text", "Who said it",
         "Who said it, when and where. E.g. J. Meyer, 3 January 2027, mail. Without it nothing counts as confirmed."),
    _ask("confirm_by", "confirm_by", "date", "Confirm by", "The day by which assumptions and unknowns are settled."),
    _ask("confirm_with", "confirm_with", "text", "Confirm with", "Who at the customer can confirm them. E.g. Their operations lead."),
    _ask("owner_volume", "owner.volume", "person", "Owner: volume and data",
         "Who gets users, load and data confirmed. Empty means the deal's owner."),
    _ask("owner_security", "owner.security", "person", "Owner: security and access",
         "Who gets security and access confirmed. Empty means the deal's owner."),
    _ask("owner_setup", "owner.setup", "person", "Owner: set-up and systems",
         "Who gets set-up work and systems confirmed. Empty means the deal's owner."),
    _ours("state", "choice", "Handoff state", "Written by Handoff Gate. Automations start when this is “Cleared”.", STATE),
    _ours("missing", "longtext", "Handoff: what is missing", "Written by Handoff Gate: what is missing, and how to mend it."),
    _ours("score", "number", "Handoff score", "Written by Handoff Gate: 0 to 100."),
    _ours("gate_quote", "text", "Quote gate code", "Written by Handoff Gate when the quote gate is open."),
    _ours("gate_contract", "text", "Contract gate code", "Written by Handoff Gate when the contract gate is open."),
    _ours("gate_won", "text", "Won gate code", "Written by Handoff Gate when the won gate is open."),
    _ours("review", "choice", "Engineering review", "Set by reviewers only; anybody else's choice is put right.", REVIEW),
    _ours("plan", "longtext", "Engineering's plan", "Written by Handoff Gate: how engineering will build it, in phases."),
    _ours("setup_days", "number", "Set-up effort in days", "Written by Handoff Gate: the sum of engineering's days."),
    _ours("evaluated", "datetime", "Handoff last changed", "Written by Handoff Gate."),
)  # fmt: skip

NOT_BY_DEFAULT: tuple[str, ...] = (
    "promise.date",
    "promise.price",
    "promise.scope",
    "promise.security_review",
    *(f"{field}.{part}" for field, _ in FIELDS for part in ("status", "owner", "source", "confirm_by", "confirm_with")),
)
ANSWER_PARTS = frozenset(
    p.part
    for p in PROPERTIES
    if "." in p.part and p.part.split(".")[0] in {key for key, _ in FIELDS} | {"context", "status"}
) | {"assumptions"}


def known_parts() -> tuple[str, ...]:
    """Everything that can be mapped to a property."""
    return (*(p.part for p in PROPERTIES), *NOT_BY_DEFAULT)
