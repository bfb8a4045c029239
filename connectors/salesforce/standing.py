"""What of ours stands in an organisation already, read from where Salesforce tells it. What it does not tell is unknown, not gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.errors import AuthFailed, NotFound, Refused
from connectors.salesforce.client import Client, among
from connectors.salesforce.ids import id18, is_id
from connectors.salesforce.metadata import mark
from connectors.salesforce.package import ACTION, PANEL
from connectors.salesforce.people import assigned
from connectors.salesforce.reading import text
from connectors.salesforce.requirements import Rule
from connectors.salesforce.schema import INTEGRATION, OBJECT, OURS, PREFIX, SALES

Json = Mapping[str, Any]
OBJECTS = ("Opportunity", "Quote")
UNTOLD = (Refused, NotFound, AuthFailed)  # a server, an edition or a permission that does not show it


@dataclass(frozen=True)
class StandingRule:
    """A deployed validation rule."""

    id: str
    object: str
    name: str
    active: bool
    description: str


@dataclass(frozen=True)
class StandingFlow:
    """A deployed flow; `active` is the number of its active version, 0 when none is."""

    id: str
    name: str
    active: int
    latest: int


@dataclass(frozen=True)
class Standing:
    """Everything of ours; None where the organisation does not say."""

    fields: frozenset[str]
    rules: tuple[StandingRule, ...] | None
    flows: tuple[StandingFlow, ...] | None
    permission_sets: Mapping[str, str] | None  # name → id

    def rule(self, object: str, name: str) -> StandingRule | None:
        return next((rule for rule in self.rules or () if (rule.object, rule.name) == (object, name)), None)

    def flow(self, name: str) -> StandingFlow | None:
        return next((flow for flow in self.flows or () if flow.name == name), None)


def read(client: Client) -> Standing:
    """Four short queries. The ends of names tell what is ours, so nobody else's is looked at."""
    fields = _asked(
        lambda: client.tooling(
            f"SELECT DeveloperName FROM CustomField WHERE EntityDefinition.QualifiedApiName = '{OBJECT}'"
        )
    )
    rules = _asked(
        lambda: client.tooling(
            "SELECT Id, ValidationName, Active, Description, EntityDefinition.QualifiedApiName FROM ValidationRule "
            f"WHERE ValidationName LIKE '{OURS}%'"
        )
    )
    flows = _asked(
        lambda: client.tooling(
            "SELECT Id, DeveloperName, ActiveVersion.VersionNumber, LatestVersion.VersionNumber FROM FlowDefinition "
            f"WHERE DeveloperName LIKE '{OURS}%'"
        )
    )
    sets = _asked(lambda: client.rows(f"SELECT Id, Name FROM PermissionSet WHERE Name LIKE '{OURS}%'"))
    return Standing(
        fields=_described(client) if fields is None else frozenset(f"{text(r.get('DeveloperName'))}__c" for r in fields),
        rules=None if rules is None else tuple(_rule(row) for row in rules if _ours(row, "ValidationName")),
        flows=None if flows is None else tuple(_flow(row) for row in flows if _ours(row, "DeveloperName")),
        permission_sets=None if sets is None else {text(r.get("Name")): text(r.get("Id")) for r in sets if _ours(r, "Name")},
    )  # fmt: skip


def _described(client: Client) -> frozenset[str]:
    """The fields that our user may see, where the organisation does not list all: after installing, that is all of ours."""
    names = (text(field.get("name")) for field in client.describe(OBJECT).get("fields", ()))
    return frozenset(name for name in names if name.endswith("__c"))


def _asked(ask: Callable[[], list[Any]]) -> list[Any] | None:
    try:
        return ask()
    except UNTOLD:
        return None


def _ours(row: Json, name: str) -> bool:
    """`_` in LIKE is any character."""
    return text(row.get(name)).startswith(OURS)


def _rule(row: Json) -> StandingRule:
    of = _inner(row, "EntityDefinition", "QualifiedApiName") or OBJECT
    active = row.get("Active") in (True, "true")
    return StandingRule(text(row.get("Id")), of, text(row.get("ValidationName")), active, text(row.get("Description")))


def _flow(row: Json) -> StandingFlow:
    active, latest = (_number(_inner(row, key, "VersionNumber")) for key in ("ActiveVersion", "LatestVersion"))
    return StandingFlow(text(row.get("Id")), text(row.get("DeveloperName")), active, latest)


def _inner(row: Json, key: str, name: str) -> str:
    held = row.get(key)
    return text(held.get(name)) if isinstance(held, Mapping) else ""


def _number(value: str) -> int:
    return int(float(value)) if value.replace(".", "", 1).isdigit() else 0


def edited(client: Client, there: Standing, wanted: Iterable[Rule]) -> frozenset[str]:
    """Rules that carry our mark and are not as we made them: somebody edits them in Setup, where the mark stays.

    A formula is only told for one rule a call (2026-11). Line ends and blanks may come back otherwise than they were sent.
    """
    found = ((rule, there.rule(rule.object, rule.name)) for rule in wanted)
    ours = ((rule, stands) for rule, stands in found if stands and mark(rule) in stands.description)
    return frozenset(rule.name for rule, stands in ours if not _as_made(client, stands.id, rule))


def _as_made(client: Client, id: str, rule: Rule) -> bool:
    try:
        told = client.tooling_read("ValidationRule", id).get("Metadata")
    except UNTOLD:
        return True
    if not isinstance(told, Mapping):
        return True
    found = [text(told.get(key)) for key in ("errorConditionFormula", "errorMessage", "errorDisplayField")]
    return [_plain(part) for part in found] == [_plain(part) for part in (rule.formula, rule.message, rule.field)]


def _plain(part: str) -> str:
    return " ".join(part.split())


# --- people ----------------------------------------------------------------------------------------------------------


def owners(client: Client) -> dict[str, str]:
    """The active people who own an open opportunity: id → name."""
    found: dict[str, str] = {}
    soql = "SELECT OwnerId, Owner.Name, Owner.IsActive FROM Opportunity WHERE IsClosed = false"
    for page in client.query(soql):
        for row in page:
            if is_id(id := text(row.get("OwnerId"))) and _inner(row, "Owner", "IsActive") == "true":
                found[id18(id)] = _inner(row, "Owner", "Name")
    return found


def an_answer(mapping: Mapping[str, str]) -> str:
    """A field of ours that a rep fills in: whoever can reach it can reach all of them."""
    own = (name for part, name in mapping.items() if not part.startswith("ours.") and name.startswith(PREFIX))
    return next(own, "")


def who_may_edit(client: Client, field: str) -> frozenset[str] | None:
    """Everybody whom any permission set or profile lets edit a field; None when the organisation does not say."""
    try:
        parents = client.rows(
            f"SELECT ParentId FROM FieldPermissions WHERE SobjectType = '{OBJECT}' "
            f"AND Field = '{OBJECT}.{field}' AND PermissionsEdit = true"
        )
        ids = [text(row.get("ParentId")) for row in parents]
        if not ids:
            return frozenset()
        rows = client.rows(f"SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSetId IN {among(ids)}")
        return frozenset(id18(id) for row in rows if is_id(id := text(row.get("AssigneeId"))))
    except UNTOLD:
        pass
    try:
        held = assigned(client, [SALES, INTEGRATION])
    except UNTOLD:
        return None
    return frozenset(user for users in held.values() for user in users)


# --- limits and pages ------------------------------------------------------------------------------------------------


def limits(client: Client) -> dict[str, tuple[int, int]]:
    """The organisation's limits of Opportunity: kind → (how many there may be, how many are left)."""
    soql = f"SELECT Type, Label, Max, Remaining FROM EntityLimit WHERE EntityDefinition.QualifiedApiName = '{OBJECT}'"
    rows = _asked(lambda: client.tooling(soql)) or []
    return {text(row.get("Type")): (_number(text(row.get("Max"))), _number(text(row.get("Remaining")))) for row in rows}


def placed(client: Client, answer: str) -> bool | None:
    """Can people reach the answers: by the panel on a page, by the action, or by a field on a layout?

    None when the organisation does not say: that is no proof that they cannot.
    """
    pages = _asked(
        lambda: client.tooling(
            "SELECT MetadataComponentName, MetadataComponentType FROM MetadataComponentDependency "
            f"WHERE RefMetadataComponentType = 'LightningComponentBundle' AND RefMetadataComponentName = '{PANEL}'"
        )
    )
    if any(text(row.get("MetadataComponentType")) == "FlexiPage" for row in pages or ()):
        return True
    try:
        layouts = str(client.layouts(OBJECT))
    except UNTOLD:
        return None
    if answer in layouts or f"{OBJECT}.{ACTION}" in layouts:
        return True
    return None if pages is None else False
