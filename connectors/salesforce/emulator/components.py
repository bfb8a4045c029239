"""What has been deployed: rules, flows, outbound messages, permission sets and the like."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from connectors.salesforce.emulator.formula import Formula, Reference
from connectors.salesforce.emulator.formula.model import Context, Expr, Values
from connectors.salesforce.emulator.schema import Field, ObjectType


@dataclass(frozen=True)
class Rule:
    """A validation rule. `entity` is its object."""

    name: str
    entity: str
    formula: Formula
    message: str
    field: str = ""
    active: bool = True
    description: str = ""
    id: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.entity}.{self.name}"


@dataclass(frozen=True)
class Assignment:
    """A before-save flow sets a field of the record that is being saved."""

    field: str
    value: Expr


@dataclass(frozen=True)
class FlowBody:
    """What a record-triggered flow does: assignments (before the save) or outbound messages (after it)."""

    entity: str
    before: bool
    on: str
    condition: Formula | None
    assignments: tuple[Assignment, ...] = ()
    messages: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()

    def takes(self, new: bool) -> bool:
        return self.on == "CreateAndUpdate" or self.on == ("Create" if new else "Update")


@dataclass(frozen=True)
class FlowVersion:
    number: int
    id: str
    body: FlowBody
    source: str
    label: str = ""


@dataclass(frozen=True)
class FlowDefinition:
    """A flow by name; `active` is the number of its active version, 0 for none."""

    name: str
    id: str
    versions: tuple[FlowVersion, ...]
    active: int = 0

    @property
    def latest(self) -> FlowVersion:
        return self.versions[-1]

    def version(self, number: int) -> FlowVersion | None:
        return next((version for version in self.versions if version.number == number), None)


@dataclass(frozen=True)
class OutboundMessage:
    name: str
    entity: str
    url: str
    fields: tuple[str, ...]
    user: str
    id: str = ""


@dataclass(frozen=True)
class PermissionSet:
    """`fields`: full name → may it be edited? A field that is not named is not readable through this set."""

    name: str
    label: str
    fields: tuple[tuple[str, bool], ...] = ()
    custom: frozenset[str] = frozenset()
    description: str = ""
    id: str = ""


@dataclass(frozen=True)
class Plain:
    """A component of which only its presence matters: custom permission, component bundle, quick action."""

    name: str
    label: str
    content: str
    id: str = ""
    uses: str = ""


@dataclass
class Metadata:
    """Everything deployed, by full name."""

    objects: dict[str, ObjectType]
    rules: dict[str, Rule] = field(default_factory=dict)
    flows: dict[str, FlowDefinition] = field(default_factory=dict)
    messages: dict[str, OutboundMessage] = field(default_factory=dict)
    permission_sets: dict[str, PermissionSet] = field(default_factory=dict)
    custom_permissions: dict[str, Plain] = field(default_factory=dict)
    bundles: dict[str, Plain] = field(default_factory=dict)
    quick_actions: dict[str, Plain] = field(default_factory=dict)

    def copy(self) -> Metadata:
        """One to change and throw away; the components themselves are immutable."""
        parts = {name: dict(value) for name, value in vars(self).items() if name != "objects"}
        return Metadata({name: one.copy() for name, one in self.objects.items()}, **parts)

    def active_flows(self, entity: str, before: bool, new: bool) -> list[FlowBody]:
        found = (flow.version(flow.active) for flow in self.flows.values() if flow.active)
        bodies = [version.body for version in found if version]
        return [body for body in bodies if (body.entity, body.before) == (entity, before) and body.takes(new)]

    def field(self, full_name: str) -> Field | None:
        entity, _, name = full_name.partition(".")
        return self.objects[entity].fields.get(name) if entity in self.objects else None

    def switch_rule(self, full_name: str, active: bool) -> None:
        self.rules[full_name] = replace(self.rules[full_name], active=active)


class ObjectScope:
    """Where the names in an object's formulas come from: its fields, its parents' fields, custom permissions."""

    flow = False

    def __init__(self, metadata: Metadata, entity: str) -> None:
        self.metadata, self.entity = metadata, entity

    def field(self, path: tuple[str, ...]) -> Reference | None:
        entity = self.metadata.objects[self.entity]
        hops: list[tuple[str, str]] = []
        for relation in path[:-1]:
            link = entity.relations.get(relation)
            if link is None or link.refers not in self.metadata.objects:
                return None
            hops.append((link.name, link.refers))
            entity = self.metadata.objects[link.refers]
        found = entity.fields.get(path[-1])
        return Reference(found.type, _reader(hops, path[-1])) if found else None

    def permission(self, name: str) -> bool:
        return name in self.metadata.custom_permissions

    def resource(self, name: str) -> Expr | None:
        return None


def _reader(hops: list[tuple[str, str]], name: str) -> Any:
    if not hops:
        return lambda ctx, values: values.get(name)

    def read(ctx: Context, values: Values) -> Any:
        for link, entity in hops:
            values = ctx.parent(entity, values.get(link))
        return values.get(name)

    return read


class FlowScope(ObjectScope):
    """In a flow fields are written {!$Record.Field}, and formulas of the flow can be named."""

    flow = True

    def __init__(self, metadata: Metadata, entity: str) -> None:
        super().__init__(metadata, entity)
        self.formulas: dict[str, Expr] = {}

    def resource(self, name: str) -> Expr | None:
        return self.formulas.get(name)
