"""The objects and their fields, as a describe call names their types. Source: the Object Reference (2026-11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

LONG_TEXT = 255  # a longer text area cannot be filtered or sorted


@dataclass(frozen=True)
class Choice:
    """One value of a pick-list: what is kept, what is shown."""

    value: str
    label: str
    active: bool = True


@dataclass(frozen=True)
class Field:
    """`type` is the describe type (string, textarea, double, date, picklist, multipicklist, reference …)."""

    name: str
    type: str
    label: str = ""
    length: int = 0
    precision: int = 0
    scale: int = 0
    choices: tuple[Choice, ...] = ()
    restricted: bool = False
    refers: str = ""
    relation: str = ""
    writable: bool = True
    required: bool = False
    custom: bool = False
    help: str = ""
    description: str = ""
    default: object = None
    id: str = ""

    @property
    def long(self) -> bool:
        return self.type == "textarea" and self.length > LONG_TEXT


@dataclass
class ObjectType:
    """An object: its fields by name. `creatable` through the API at all?"""

    name: str
    label: str
    fields: dict[str, Field] = field(default_factory=dict)
    creatable: bool = True
    relations: dict[str, Field] = field(default_factory=dict)

    def add(self, new: Field) -> None:
        self.fields[new.name] = new
        if new.relation:
            self.relations[new.relation] = new

    def copy(self) -> ObjectType:
        return ObjectType(self.name, self.label, dict(self.fields), self.creatable, dict(self.relations))


def _text(name: str, length: int = 255, **more: object) -> Field:
    return Field(name, "string", length=length, **more)  # type: ignore[arg-type]


def _refers(name: str, other: str, **more: object) -> Field:
    relation = name.removesuffix("Id")
    return Field(name, "reference", length=18, refers=other, relation=relation, **more)  # type: ignore[arg-type]


def _fixed(name: str, type: str) -> Field:
    return Field(name, type, writable=False)


def _system() -> list[Field]:
    return [
        Field("Id", "id", length=18, writable=False),
        _fixed("IsDeleted", "boolean"),
        _fixed("CreatedDate", "datetime"),
        _refers("CreatedById", "User", writable=False),
        _fixed("LastModifiedDate", "datetime"),
        _refers("LastModifiedById", "User", writable=False),
        _fixed("SystemModstamp", "datetime"),
    ]


def choices(*values: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, value) for value in values)


def _opportunity() -> list[Field]:
    return [
        _text("Name", 120, required=True, label="Opportunity Name"),
        Field("StageName", "picklist", "Stage", 255, restricted=True, required=True),
        Field("CloseDate", "date", "Close Date", required=True),
        Field("Amount", "currency", precision=18, scale=2),
        Field("Probability", "percent", "Probability (%)", precision=3),
        Field("ExpectedRevenue", "currency", precision=18, scale=2, writable=False),
        Field("TotalOpportunityQuantity", "double", "Quantity", precision=18, scale=2),
        Field("Type", "picklist", "Opportunity Type", 255, choices=choices("New Business", "Existing Business")),
        Field("LeadSource", "picklist", "Lead Source", 255, choices=choices("Web", "Phone Inquiry", "Other")),
        _text("NextStep", label="Next Step"),
        Field("Description", "textarea", length=32_000),
        Field("ForecastCategory", "picklist", length=40, writable=False),
        Field("ForecastCategoryName", "picklist", length=40),
        _fixed("IsClosed", "boolean"),
        _fixed("IsWon", "boolean"),
        _fixed("LastStageChangeDate", "datetime"),
        _fixed("LastActivityDate", "date"),
        _refers("OwnerId", "User", label="Owner ID"),
        _refers("AccountId", "Account", label="Account ID"),
    ]


def _user() -> list[Field]:
    return [
        _text("Name", 121),
        _text("FirstName", 40),
        _text("LastName", 80),
        _text("Username", 80),
        _text("Email", 128),
        _text("Alias", 8),
        Field("IsActive", "boolean", "Active"),
        Field("UserType", "picklist", length=40),
        _refers("ProfileId", "Profile"),
        _text("TimeZoneSidKey", 40),
        _text("Title", 80),
    ]


def _task() -> list[Field]:
    statuses = choices("Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred")
    return [
        _text("Subject"),
        Field("Description", "textarea", "Comments", 32_000),
        Field("Status", "picklist", length=255, choices=statuses, restricted=True),
        Field("Priority", "picklist", length=255, choices=choices("High", "Normal", "Low"), restricted=True),
        Field("ActivityDate", "date", "Due Date Only"),
        _refers("WhatId", "Opportunity,Account,Quote"),
        _refers("OwnerId", "User", label="Assigned To ID"),
        _fixed("IsClosed", "boolean"),
        Field("IsReminderSet", "boolean"),
        Field("ReminderDateTime", "datetime"),
        Field("TaskSubtype", "picklist", length=40),
    ]


def _history() -> list[Field]:
    return [
        _refers("OpportunityId", "Opportunity"),
        Field("StageName", "picklist", length=255),
        Field("Amount", "currency", precision=18, scale=2),
        Field("ExpectedRevenue", "currency", precision=18, scale=2),
        Field("CloseDate", "date"),
        Field("Probability", "percent", precision=3),
        Field("ForecastCategory", "picklist", length=40),
    ]


def _stage() -> list[Field]:
    return [
        _text("ApiName"),
        _text("MasterLabel"),
        Field("SortOrder", "int"),
        Field("IsActive", "boolean"),
        Field("IsClosed", "boolean"),
        Field("IsWon", "boolean"),
        Field("DefaultProbability", "percent", precision=3),
        _text("ForecastCategoryName"),
        _text("ForecastCategory"),
    ]


def _task_status() -> list[Field]:
    flags = [Field("IsClosed", "boolean"), Field("IsDefault", "boolean")]
    return [_text("ApiName"), _text("MasterLabel"), Field("SortOrder", "int"), *flags]


def quote() -> ObjectType:
    """The Quote object, which exists when quotes are enabled."""
    statuses = choices("Draft", "Needs Review", "In Review", "Approved", "Rejected", "Presented", "Accepted", "Denied")
    return _object(
        "Quote",
        [
            _text("Name", required=True),
            _refers("OpportunityId", "Opportunity", required=True),
            Field("Status", "picklist", length=255, choices=statuses, restricted=True),
            Field("ExpirationDate", "date"),
            Field("Description", "textarea", length=32_000),
            _refers("OwnerId", "User"),
            Field("IsSyncing", "boolean", writable=False),
            Field("GrandTotal", "currency", precision=18, scale=2, writable=False),
        ],
    )


def record_type_field() -> Field:
    """Only in an organisation that has record types."""
    return _refers("RecordTypeId", "RecordType", label="Record Type ID")


def _object(name: str, fields: Iterable[Field], creatable: bool = True) -> ObjectType:
    made = ObjectType(name, name, creatable=creatable)
    for one in [*_system(), *fields]:
        made.add(one)
    return made


def _permission_sets() -> list[ObjectType]:
    return [
        _object(
            "PermissionSet",
            [_text("Name", 80), _text("Label", 80), _text("NamespacePrefix", 15), Field("IsOwnedByProfile", "boolean")],
            creatable=False,
        ),
        _object(
            "PermissionSetAssignment",
            [_refers("AssigneeId", "User", required=True), _refers("PermissionSetId", "PermissionSet", required=True)],
        ),
        _object("CustomPermission", [_text("DeveloperName", 80), _text("MasterLabel", 80)], creatable=False),
        _object(
            "SetupEntityAccess",
            [
                _refers("ParentId", "PermissionSet"),
                _refers("SetupEntityId", "CustomPermission"),
                _text("SetupEntityType", 40),
            ],
            creatable=False,
        ),
    ]


def standard() -> dict[str, ObjectType]:
    """Every organisation's objects, without what has been deployed."""
    organization = [
        _text("Name", 80),
        _text("TimeZoneSidKey", 40),
        _text("OrganizationType", 40),
        _text("InstanceName", 5),
        _text("NamespacePrefix", 15),
        Field("IsSandbox", "boolean"),
    ]
    record_type = [
        _text("Name", 80),
        _text("DeveloperName", 80),
        _text("SobjectType", 40),
        Field("IsActive", "boolean"),
    ]
    made = [
        _object("Opportunity", _opportunity()),
        _object("Account", [_text("Name", required=True), _text("Industry", 40), _refers("OwnerId", "User")]),
        _object("User", _user(), creatable=False),
        _object("Task", _task()),
        _object("TaskStatus", _task_status(), creatable=False),
        _object("OpportunityHistory", _history(), creatable=False),
        _object("OpportunityStage", _stage(), creatable=False),
        _object("Profile", [_text("Name")], creatable=False),
        _object("Organization", organization, creatable=False),
        _object("RecordType", record_type, creatable=False),
        *_permission_sets(),
    ]
    return {one.name: one for one in made}
