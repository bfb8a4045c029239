"""Taking away what was deployed: never what is still in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from connectors.salesforce.emulator.checks import Wrong
from connectors.salesforce.emulator.components import Metadata
from connectors.salesforce.emulator.package import Members

if TYPE_CHECKING:
    from connectors.salesforce.emulator.org import Org

# users before what they use, so that one file can name both
_ORDER = (
    "QuickAction",
    "LightningComponentBundle",
    "Flow",
    "ValidationRule",
    "WorkflowOutboundMessage",
    "PermissionSet",
    "CustomPermission",
    "CustomField",
)


class Absent(Exception):
    """It is not there: a warning, not a failure."""


def ordered(members: Members) -> Iterator[tuple[str, str]]:
    for kind in _ORDER:
        for name in sorted(members.get(kind, set())):
            yield kind, name


def remove(org: Org, metadata: Metadata, kind: str, name: str) -> None:
    """Raises Absent, or Wrong when something needs it."""
    _REMOVERS[kind](org, metadata, name)


def _flow(org: Org, metadata: Metadata, name: str) -> None:
    """A version is named Name-1; an active version cannot be deleted (seen in 2026-09)."""
    base, dash, number = name.rpartition("-")
    if not dash or not number.isdigit():
        if name in metadata.flows:
            raise Wrong("insufficient access rights on cross-reference id: name a version of the flow, as in Name-1")
        raise Absent(name)
    flow = metadata.flows.get(base)
    if flow is None or flow.version(int(number)) is None:
        raise Absent(name)
    if flow.active == int(number):
        raise Wrong(f"{name} is the active version of the flow. Deactivate it before you delete it.")
    left = tuple(version for version in flow.versions if version.number != int(number))
    if left:
        metadata.flows[base] = replace(flow, versions=left)
    else:
        del metadata.flows[base]


def _users_of_field(metadata: Metadata, name: str) -> Iterator[str]:
    entity, _, field = name.partition(".")
    for rule in metadata.rules.values():
        if rule.entity == entity and (field in rule.formula.fields or rule.field == field):
            yield f"Validation Rule - {rule.name}"
    for flow in metadata.flows.values():
        if any(version.body.entity == entity and field in version.body.fields for version in flow.versions):
            yield f"Flow - {flow.name}"
    for message in metadata.messages.values():
        if message.entity == entity and field in message.fields:
            yield f"Outbound Message - {message.name}"


def _field(org: Org, metadata: Metadata, name: str) -> None:
    found = metadata.field(name)
    if found is None:
        raise Absent(name)
    if not found.custom:
        raise Wrong("A standard field cannot be deleted")
    users = list(_users_of_field(metadata, name))
    if users:
        raise Wrong(f"This custom field is referenced elsewhere in Salesforce : {', '.join(users)}.")
    entity, _, field = name.partition(".")
    del metadata.objects[entity].fields[field]
    metadata.objects[entity].relations.pop(found.relation, None)
    for one in list(metadata.permission_sets.values()):
        metadata.permission_sets[one.name] = replace(one, fields=tuple(f for f in one.fields if f[0] != name))


def _rule(org: Org, metadata: Metadata, name: str) -> None:
    if metadata.rules.pop(name, None) is None:
        raise Absent(name)


def _message(org: Org, metadata: Metadata, name: str) -> None:
    if name not in metadata.messages:
        raise Absent(name)
    users = [f.name for f in metadata.flows.values() if any(name in v.body.messages for v in f.versions)]
    if users:
        raise Wrong(f"This outbound message is referenced elsewhere in Salesforce : Flow - {', '.join(users)}.")
    del metadata.messages[name]


def _permission_set(org: Org, metadata: Metadata, name: str) -> None:
    found = metadata.permission_sets.get(name)
    if found is None:
        raise Absent(name)
    rows = org.records["PermissionSetAssignment"].values()
    if any(row.values["PermissionSetId"] == found.id for row in rows):
        raise Wrong(f"The permission set {name} is assigned to users. Remove the assignments before you delete it.")
    del metadata.permission_sets[name]


def _custom_permission(org: Org, metadata: Metadata, name: str) -> None:
    if name not in metadata.custom_permissions:
        raise Absent(name)
    rules = [rule.name for rule in metadata.rules.values() if name in rule.formula.permissions]
    flows = [f.name for f in metadata.flows.values() if any(name in v.body.permissions for v in f.versions)]
    if rules or flows:
        raise Wrong(f"This custom permission is referenced elsewhere in Salesforce : {', '.join([*rules, *flows])}.")
    del metadata.custom_permissions[name]
    for one in list(metadata.permission_sets.values()):
        metadata.permission_sets[one.name] = replace(one, custom=one.custom - {name})


def _bundle(org: Org, metadata: Metadata, name: str) -> None:
    if name not in metadata.bundles:
        raise Absent(name)
    actions = [action.name for action in metadata.quick_actions.values() if action.uses == name]
    if name in org.placed_components or actions:
        users = [*(["a Lightning page"] if name in org.placed_components else []), *actions]
        raise Wrong(f"The component {name} is referenced by {', '.join(users)}. Remove it there first.")
    del metadata.bundles[name]


def _action(org: Org, metadata: Metadata, name: str) -> None:
    if name not in metadata.quick_actions:
        raise Absent(name)
    if name in org.placed_actions:
        raise Wrong(f"The action {name} is referenced by a page layout. Remove it there first.")
    del metadata.quick_actions[name]


_REMOVERS: dict[str, Callable[[Org, Metadata, str], None]] = {
    "Flow": _flow,
    "CustomField": _field,
    "ValidationRule": _rule,
    "WorkflowOutboundMessage": _message,
    "PermissionSet": _permission_set,
    "CustomPermission": _custom_permission,
    "LightningComponentBundle": _bundle,
    "QuickAction": _action,
}
