"""Deploying a package: check everything, then put it in place, or change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from connectors.salesforce.emulator import checks, removal
from connectors.salesforce.emulator.checks import Wrong
from connectors.salesforce.emulator.components import FlowDefinition, FlowVersion, Metadata
from connectors.salesforce.emulator.fieldchecks import field as check_field
from connectors.salesforce.emulator.flowchecks import flow as check_flow
from connectors.salesforce.emulator.package import Component, Problem, Unreadable, read_package, text
from connectors.salesforce.emulator.records import Record

if TYPE_CHECKING:
    from connectors.salesforce.emulator.org import Org

Json = dict[str, Any]
# the order in which components are looked at: what others need comes first
_ORDER = (
    "CustomField",
    "CustomPermission",
    "PermissionSet",
    "WorkflowOutboundMessage",
    "ValidationRule",
    "Flow",
    "LightningComponentBundle",
    "QuickAction",
)


@dataclass
class Deployment:
    """One request: its options, and what it came to. `polls`: how many answers still say that it is running."""

    id: str
    options: Json
    failures: list[Problem] = field(default_factory=list)
    successes: list[Json] = field(default_factory=list)
    error: str = ""
    polls: int = 0
    data: bytes = b""
    canceled: bool = False
    carried_out: bool = False
    asked: int = 0

    @property
    def status(self) -> str:
        if self.canceled:
            return "Canceled"
        if self.polls > 0:
            return "Pending" if self.asked == 0 else "InProgress"
        return self.outcome

    @property
    def outcome(self) -> str:
        """What it comes to when nobody cancels it."""
        if self.error or (self.failures and (self.options.get("rollbackOnError", True) or not self.successes)):
            return "Failed"
        return "SucceededPartial" if self.failures else "Succeeded"


@dataclass
class _Work:
    """The metadata as it will be, and what has been found on the way."""

    org: Org
    metadata: Metadata
    done: Deployment
    changed: set[str] = field(default_factory=set)

    def success(self, kind: str, name: str, file: str, **more: Any) -> None:
        row: Json = {"componentType": kind, "fullName": name, "fileName": file, "success": True, "problem": None}
        flags = {"changed": False, "created": False, "deleted": False, "warning": False, "problemType": None}
        self.done.successes.append({**row, **flags, "createdDate": self.org.stamp(), **more})


def start(org: Org, data: bytes, options: Json) -> Deployment:
    """Take a request; it is carried out when it has been asked for often enough (`deploy_polls`)."""
    done = Deployment(org.ids.new("DeployRequest"), options, polls=org.deploy_polls, data=data)
    org.deployments[done.id] = done
    advance(org, done)
    return done


def advance(org: Org, done: Deployment) -> None:
    if done.polls <= 0 and not done.canceled and not done.carried_out:
        done.carried_out = True
        carry_out(org, done)


def carry_out(org: Org, done: Deployment) -> None:
    """Raises nothing: problems are in the result."""
    try:
        package = read_package(done.data)
    except Unreadable as error:
        done.error = str(error)
        return
    work = _Work(org, org.metadata.copy(), done)
    done.failures += package.problems
    bad = {(problem.type, problem.name) for problem in package.problems}
    _remove(work, package.removals, ("destructiveChangesPre.xml", "destructiveChanges.xml"))
    for one in sorted(package.components, key=lambda one: _ORDER.index(one.type)):
        if (one.type, one.name) not in bad:
            _place(work, one)
    _remove(work, package.removals, ("destructiveChangesPost.xml",))
    _check_limits(work)
    if done.outcome in ("Succeeded", "SucceededPartial") and not done.options.get("checkOnly"):
        before, org.metadata = org.metadata, work.metadata
        _sync_values(org, before)
        _sync_records(org)
        org.touch()


def _place(work: _Work, one: Component) -> None:
    try:
        created, changed, id = _PLACES[one.type](work, one)
    except Wrong as error:
        work.done.failures.append(one.problem(str(error)))
        return
    work.success(one.type, one.name, one.file, created=created, changed=changed or created, id=id)


Placed = tuple[bool, bool, str]


def _keep(work: _Work, store: dict[str, Any], one: Component, made: Any) -> Placed:
    """Put it in place under its own id; the same again changes nothing."""
    known = store.get(one.name)
    made = replace(made, id=known.id if known else work.org.ids.new(one.type))
    store[one.name] = made
    return known is None, made != known, made.id


def _place_field(work: _Work, one: Component) -> Placed:
    made = check_field(one, work.metadata)
    entity = work.metadata.objects[one.name.partition(".")[0]]
    known = entity.fields.get(made.name)
    made = replace(made, id=known.id if known else work.org.ids.new("CustomField"))
    entity.add(made)
    return known is None, made != known, made.id


def _place_rule(work: _Work, one: Component) -> Placed:
    made = checks.rule(one, work.metadata)
    known = work.metadata.rules.get(one.name)
    if known and (known.formula.text, known.message, known.field, known.active, known.description) == (
        made.formula.text, made.message, made.field, made.active, made.description,
    ):  # fmt: skip
        return False, False, known.id
    return _keep(work, work.metadata.rules, one, made)


def _place_message(work: _Work, one: Component) -> Placed:
    users = {r.values["Username"] for r in work.org.records["User"].values() if r.values["IsActive"]}
    return _keep(work, work.metadata.messages, one, checks.outbound_message(one, work.metadata, users))


def _place_flow(work: _Work, one: Component) -> Placed:
    """A change makes a new version. In production it arrives inactive, whatever the file says (2026-11)."""
    body = check_flow(one, work.metadata)
    wanted = text(one.element, "status") == "Active"
    source = ElementTree.tostring(one.element, encoding="unicode")
    known = work.metadata.flows.get(one.name)
    if known and known.latest.source == source:
        return False, False, known.latest.id
    number = known.latest.number + 1 if known else 1
    version = FlowVersion(number, work.org.ids.new("Flow"), body, source, text(one.element, "label"))
    active = number if wanted and not work.org.production else (known.active if known else 0)
    id = known.id if known else work.org.ids.new("FlowDefinition")
    versions = (*(known.versions if known else ()), version)
    work.metadata.flows[one.name] = FlowDefinition(one.name, id, versions, active)
    return known is None, True, version.id


_Placer = Callable[[_Work, Component], Placed]
_PLACES: dict[str, _Placer] = {
    "CustomField": _place_field,
    "ValidationRule": _place_rule,
    "WorkflowOutboundMessage": _place_message,
    "Flow": _place_flow,
    "PermissionSet": lambda w, one: _keep(w, w.metadata.permission_sets, one, checks.permission_set(one, w.metadata)),
    "CustomPermission": lambda w, one: _keep(
        w, w.metadata.custom_permissions, one, checks.custom_permission(one, w.metadata)
    ),
    "LightningComponentBundle": lambda w, one: _keep(w, w.metadata.bundles, one, checks.bundle(one, w.metadata)),
    "QuickAction": lambda w, one: _keep(w, w.metadata.quick_actions, one, checks.quick_action(one, w.metadata)),
}


def _remove(work: _Work, removals: dict[str, Any], files: tuple[str, ...]) -> None:
    for file in files:
        for kind, name in removal.ordered(removals.get(file, {})):
            try:
                removal.remove(work.org, work.metadata, kind, name)
            except removal.Absent:
                told = f"No {kind} named: {name} found"
                work.success(kind, name, file, problem=told, problemType="Warning", warning=True)
            except Wrong as error:
                work.done.failures.append(Problem(kind, name, file, str(error)))
            else:
                work.success(kind, name, file, deleted=True, changed=True)


def _check_limits(work: _Work) -> None:
    for entity in work.metadata.objects.values():
        active = [r for r in work.metadata.rules.values() if r.entity == entity.name and r.active]
        if len(active) > work.org.rule_limit:
            told = f"You have reached the limit of {work.org.rule_limit} active validation rules for {entity.name}"
            work.done.failures.append(Problem("ValidationRule", active[-1].full_name, "package.xml", told))
        custom = [f for f in entity.fields.values() if f.custom]
        if len(custom) > work.org.field_limit:
            told = f"You have reached the maximum number of custom fields ({work.org.field_limit}) for {entity.name}"
            work.done.failures.append(Problem("CustomField", f"{entity.name}.{custom[-1].name}", "package.xml", told))


def _sync_values(org: Org, before: Metadata) -> None:
    """A deleted field takes its data with it; a new checkbox has its default everywhere."""
    for name, entity in org.metadata.objects.items():
        known = before.objects[name].fields
        gone = set(known) - set(entity.fields)
        boxes = {f.name: bool(f.default) for f in entity.fields.values() if f.type == "boolean" and f.name not in known}
        if gone or boxes:
            for record in org.records[name].values():
                kept = {field: value for field, value in record.values.items() if field not in gone}
                record.values = {**kept, **boxes}


def _sync_records(org: Org) -> None:
    """Permission sets and custom permissions can be queried like records."""
    for kind, store in (
        ("PermissionSet", org.metadata.permission_sets),
        ("CustomPermission", org.metadata.custom_permissions),
    ):
        table = org.records[kind]
        ids = {one.id for one in store.values()}
        for gone in [record for record in table.values() if record.id not in ids]:
            table.take_out(gone)
        for one in store.values():
            names = {"Name": one.name, "Label": one.label, "DeveloperName": one.name, "MasterLabel": one.label}
            fixed = {"Id": one.id, "IsDeleted": False, "IsOwnedByProfile": False, "NamespacePrefix": None}
            now = {"CreatedDate": org.stamp(), "SystemModstamp": org.stamp(), "LastModifiedDate": org.stamp()}
            table.put(Record(kind, {**names, **fixed, **now}))
    _sync_grants(org)


def _sync_grants(org: Org) -> None:
    """Which permission set grants which custom permission."""
    table = org.records["SetupEntityAccess"]
    for record in list(table.values()):
        table.take_out(record)
    for one in org.metadata.permission_sets.values():
        for name in sorted(one.custom):
            values = {"ParentId": one.id, "SetupEntityId": org.metadata.custom_permissions[name].id}
            org.insert("SetupEntityAccess", {**values, "SetupEntityType": "CustomPermission"})


def result(done: Deployment, details: bool) -> Json:
    """The deployResult of an answer. Counting down is the caller's."""
    over = done.polls <= 0 and not done.canceled
    failed, succeeded = done.failures if over else [], done.successes if over else []
    status = done.status
    told: Json = {"id": done.id, "status": status, "done": over or done.canceled, "success": status == "Succeeded"}
    told |= {"checkOnly": bool(done.options.get("checkOnly")), "rollbackOnError": done.options.get("rollbackOnError")}
    total = len(done.failures) + len(done.successes)
    told |= {"numberComponentErrors": len(failed), "numberComponentsDeployed": len(succeeded)}
    told |= {"numberComponentsTotal": total, "numberTestsTotal": 0, "numberTestErrors": 0, "runTestsEnabled": False}
    told |= {"errorMessage": done.error or None, "errorStatusCode": "UNKNOWN_EXCEPTION" if done.error else None}
    if details:
        rows = [_failure(problem) for problem in failed]
        told["details"] = {
            "componentFailures": rows,
            "componentSuccesses": succeeded,
            "runTestResult": {"failures": []},
        }
    return told


def _failure(problem: Problem) -> Json:
    row: Json = {"componentType": problem.type, "fullName": problem.name, "fileName": problem.file}
    flags = {"success": False, "changed": False, "created": False, "deleted": False, "warning": False, "id": None}
    return {**row, **flags, "problem": problem.text, "problemType": "Error", "lineNumber": 1, "columnNumber": 1}
