"""The default fields in Salesforce's own terms, and the few that only Salesforce needs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from connectors.fields import PROPERTIES, Property

API_VERSION = "65.0"  # Winter '26; supported until 2028 at least
OBJECT = "Opportunity"
PREFIX, SUFFIX = "HG_", "__c"
OURS = "Handoff_Gate_"  # how our rules, flows, permissions and messages begin
INTEGRATION, SALES, REVIEWER, BYPASS = (OURS + name for name in ("Integration", "Sales", "Reviewer", "Bypass"))
REVISION = "HG_Revision__c"  # raised by a before-save flow whenever an answer changes
EVALUATED_REVISION = "HG_Evaluated_Revision__c"  # the revision our verdict was given for
REVIEWED_BY = "HG_Reviewed_By__c"  # who set the review last, noted by a before-save flow
REVIEWED_AT = "HG_Reviewed_At__c"  # and when
OWN_ONLY = (REVISION, EVALUATED_REVISION, REVIEWED_BY, REVIEWED_AT)
DEFAULT_PIPELINE = "default"  # an organisation without record types, or a deal without one
OVERRIDE_MARK = "HG-O-"  # how the code of a gate begins that a person opened
FIELD_NAME = re.compile(r"[A-Za-z](?:[A-Za-z0-9]|_(?!_))*(?<!_)(?:__[cr])?|[A-Za-z0-9]+__[A-Za-z0-9_]+__c")

# What Salesforce itself writes or works by; answers may live in other standard fields (CloseDate as the launch date).
_SALESFORCES = frozenset(
    ["Id", "StageName", "RecordTypeId", "OwnerId", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById",
     "SystemModstamp", "IsClosed", "IsWon", "IsDeleted", "Probability", "ForecastCategory", "ForecastCategoryName", "Name"]
)  # fmt: skip


def field_name(prop: Property) -> str:
    """users_month_1 → HG_Users_Month_1__c"""
    return PREFIX + "_".join(word.capitalize() for word in prop.name.split("_")) + SUFFIX


def default_mapping() -> dict[str, str]:
    """Part of a handoff → field."""
    return {prop.part: field_name(prop) for prop in PROPERTIES}


def may_hold(part: str, name: str) -> bool:
    """May this part of a handoff live in this field? What we write needs a custom field."""
    if name in OWN_ONLY:
        return False
    return name.endswith(SUFFIX) if part.startswith("ours.") else name not in _SALESFORCES


def own_names(mapping: Mapping[str, str]) -> dict[str, str]:
    """Our own values by short name, the revision we judged among them."""
    named = {part.removeprefix("ours."): name for part, name in mapping.items() if part.startswith("ours.")}
    return named | {"revision": EVALUATED_REVISION}
