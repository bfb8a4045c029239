"""What every organisation has from its first day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from connectors.salesforce.emulator.records import Record
from connectors.salesforce.emulator.schema import ObjectType

if TYPE_CHECKING:
    from connectors.salesforce.emulator.org import Org

# the stages of a new organisation, with their probability and forecast category
STAGES = (
    ("Prospecting", 10, "Pipeline"),
    ("Qualification", 10, "Pipeline"),
    ("Needs Analysis", 20, "Pipeline"),
    ("Value Proposition", 50, "Pipeline"),
    ("Id. Decision Makers", 60, "Pipeline"),
    ("Perception Analysis", 70, "Pipeline"),
    ("Proposal/Price Quote", 75, "Pipeline"),
    ("Negotiation/Review", 90, "Pipeline"),
    ("Closed Won", 100, "Closed"),
    ("Closed Lost", 0, "Omitted"),
)


def fill(org: Org) -> tuple[str, str]:
    """Organisation, stages, task statuses, two users. Returns the ids of the users."""
    values = {"Id": org.org_id, "Name": org.name, "TimeZoneSidKey": "Europe/Berlin", "IsSandbox": False}
    more = {"OrganizationType": "Enterprise Edition", "InstanceName": "EMU1", "IsDeleted": False}
    org.records["Organization"].put(Record("Organization", {**values, **more, "CreatedDate": org.stamp()}))
    for order, (name, probability, category) in enumerate(STAGES, 1):
        add_stage(org, name, order, probability=probability, category=category)
    org.refresh_stages()
    for order, name in enumerate(("Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred"), 1):
        flags = {"IsClosed": name == "Completed", "IsDefault": order == 1}
        org.insert("TaskStatus", {"ApiName": name, "MasterLabel": name, "SortOrder": order, **flags})
    integration = org.add_user(
        "Handoff Integration", "integration@example.com", profile="Minimum Access - API Only Integrations"
    )
    robot = org.add_user("Automated Process", "autoproc@example.com", profile="Automated Process")
    org.records["User"][robot].values["UserType"] = "AutomatedProcess"
    return integration, robot


def add_stage(org: Org, name: str, order: int, **more: Any) -> None:
    """`probability` 0 to 100, `won`, `closed`, `active`."""
    probability = more.get("probability", 50)
    won = more.get("won", name == "Closed Won")
    category = more.get("category", "Pipeline")
    row = {"ApiName": name, "MasterLabel": more.get("label", name), "SortOrder": order, "IsWon": won}
    flags = {"IsActive": more.get("active", True), "IsClosed": more.get("closed", name.startswith("Closed") or won)}
    told = {"ForecastCategoryName": category, "ForecastCategory": category}
    org.insert("OpportunityStage", {**row, **flags, **told, "DefaultProbability": float(probability)})


def profile(org: Org, name: str) -> str:
    """The id of a profile; it is made when it is new."""
    for record in org.records["Profile"].values():
        if record.values["Name"] == name:
            return record.id
    return org.insert("Profile", {"Name": name}).id


def replace_field(entity: ObjectType, name: str, **changes: Any) -> None:
    entity.add(replace(entity.fields[name], **changes))
