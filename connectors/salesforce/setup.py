"""Installing into an organisation, and taking it away again: compile, compare, validate, deploy, activate, assign."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from connectors.base import Connection, Pipeline, SetupStep, StageInfo
from connectors.errors import ConfigError, ConnectorError
from connectors.salesforce import metadata as m
from connectors.salesforce import standing
from connectors.salesforce.boxes import box_type
from connectors.salesforce.client import Client, quoted
from connectors.salesforce.deploy import deploy
from connectors.salesforce.guards import REFUSE_NO_MOVE, STAMPED
from connectors.salesforce.package import ACTION, FLOWS, MESSAGE, PANEL, Facts, Package, build, zipped
from connectors.salesforce.people import assigned
from connectors.salesforce.reading import text
from connectors.salesforce.requirements import Rule
from connectors.salesforce.schema import BYPASS, INTEGRATION, OBJECT, REVIEWER, SALES
from connectors.salesforce.standing import Standing, StandingRule
from rules.model import Gate

Progress = Callable[[SetupStep], None]
SETS = (BYPASS, INTEGRATION, REVIEWER, SALES)
TOLD_APART = ("CustomField", "ValidationRule")  # each of them is compared by itself
OFFLINE_USER = "integration@example.com"
PLACE_PANEL = (
    "place the panel: open an opportunity, gear → Edit Page, drag “Handoff” onto the page, save and activate it. "
    "On phones and where pages stay as they are: add the action “Handoff” to the page layouts."
)
UNTOLD = (
    "Salesforce does not show our user what is deployed; nothing was taken away. Give it “View Setup and Configuration”"
)


@dataclass(frozen=True)
class Setup:
    """One organisation, being prepared."""

    connection: Connection
    client: Client
    pipelines: Callable[[], tuple[Pipeline, ...]]

    # --- what is wanted ---------------------------------------------------------------------------------------------

    def package(self) -> Package:
        """Everything for this organisation as it is now. Raises ConfigError."""
        return build(self.connection, self.facts())

    def facts(self) -> Facts:
        described = {text(f.get("name")): text(f.get("type")) for f in self.client.describe(OBJECT)["fields"]}
        types = {name: kind for name in self.connection.mapping.values() if (kind := box_type(described.get(name, "")))}
        quotes = "Quote" in self.client.sobjects()
        return Facts(self.client.org_id, self._username(), self.pipelines(), quotes, types)

    def _username(self) -> str:
        """The outbound message runs as a user, by name."""
        if not self.client.user_id:
            return OFFLINE_USER
        rows = self.client.rows(f"SELECT Username FROM User WHERE Id = {quoted(self.client.user_id)}")
        return text(rows[0].get("Username")) if rows else OFFLINE_USER

    def files(self) -> Mapping[str, str]:
        """Raises ConfigError that says how to mend the gates."""
        try:
            return {**self.package().files, **guidance(self.connection)}
        except ConfigError as error:
            raise ConfigError(f"{error} {mend_gates(self.connection.account)}") from None

    # --- install ----------------------------------------------------------------------------------------------------

    def install(self, plan_only: bool, progress: Progress) -> None:
        """Only what differs. Nothing is deployed that Salesforce would refuse: the whole is validated first. A component is
        told when it is in place, not before."""
        try:
            wanted = self.package()
        except ConfigError as error:
            progress(SetupStep("trouble", "gates", f"{error} {mend_gates(self.connection.account)}"))
            return
        there = standing.read(self.client)
        steps = compared(wanted, there, standing.edited(self.client, there, wanted.rules))
        price = costs(wanted, there, standing.limits(self.client))
        if plan_only:
            _told([*steps, *price], progress)
            return
        _told(price, progress)
        if any(step.state == "trouble" for step in price):
            return
        if any(step.state != "present" for step in steps) and not self._deployed(wanted, there, progress):
            return
        _told(steps, progress)
        self._finish(progress)

    def _deployed(self, wanted: Package, there: Standing, progress: Progress) -> bool:
        body = wanted.zipped(_goes(obsolete(wanted, there)))
        for check_only, what in ((True, "validation"), (False, "deployment")):
            if not _sent(self.client, body, check_only, what, progress):
                return False
            progress(SetupStep("note", what, "Salesforce accepts it" if check_only else "done"))
        self.client.forget(OBJECT)
        return True

    def _finish(self, progress: Progress) -> None:
        """What a deployment alone does not do."""
        _told([*self._activated(), *self._assigned()], progress)
        self.client.forget(OBJECT)
        if not standing.placed(self.client, standing.an_answer(self.connection.mapping)):
            progress(SetupStep("note", "next", PLACE_PANEL))

    def _activated(self) -> list[SetupStep]:
        """Production deploys flows inactive, and a changed one beside its active old version, unless the organisation
        allows otherwise (2026-11)."""
        found = []
        for flow in standing.read(self.client).flows or ():
            if flow.name in FLOWS and flow.latest and flow.active != flow.latest:
                step = SetupStep("change", f"flow {flow.name}", "activated")
                found.append(_done(step, partial(self._set_version, flow.id, flow.latest)))
        return found

    def _set_version(self, id: str, version: int) -> None:
        self.client.tooling_update("FlowDefinition", id, {"Metadata": {"activeVersionNumber": version}})

    def _assigned(self) -> list[SetupStep]:
        """Our user may write everything; everybody who owns an open deal may fill in answers."""
        sets = standing.read(self.client).permission_sets or {}
        held = assigned(self.client, [INTEGRATION, SALES])
        wanted = {INTEGRATION: {self.client.user_id: "our own user"}, SALES: standing.owners(self.client)}
        return [
            _done(
                SetupStep("create", f"access for {who or id}", f"permission set {name}"),
                partial(self._assign, id, sets[name]),
            )
            for name, people in wanted.items()
            for id, who in people.items()
            if id and name in sets and id not in held.get(name, {}) and id not in held.get(INTEGRATION, {})
        ]

    def _assign(self, user: str, permission_set: str) -> None:
        self.client.create("PermissionSetAssignment", {"AssigneeId": user, "PermissionSetId": permission_set})

    # --- taking it away ---------------------------------------------------------------------------------------------

    def stop_holding(self, progress: Progress) -> None:
        """Take away every rule that can refuse a move. Needs no compiler: what is there is what goes."""
        rules = standing.read(self.client).rules
        if rules is None:
            progress(SetupStep("trouble", "rules", UNTOLD))
            return
        names = [f"{rule.object}.{rule.name}" for rule in rules if rule.name not in REFUSE_NO_MOVE]
        _removed(self.client, {"ValidationRule": names}, progress)

    def uninstall(self, plan_only: bool, remove_answers: bool, progress: Progress) -> None:
        """The rules go first, so that no move is refused whatever becomes of the rest. Fields stay, with what stands in
        them, unless asked."""
        there = standing.read(self.client)
        if there.rules is None or there.flows is None:
            progress(SetupStep("trouble", "rules and flows", UNTOLD))
            return
        names = _everything(there, self._own_fields() if remove_answers else ())
        if plan_only:
            would = [f"{kind} {name}" for kind, listed in names.items() for name in listed]
            _told([SetupStep("remove", name) for name in would], progress)
            return
        rules = {"ValidationRule": names.pop("ValidationRule", [])}
        if _removed(self.client, rules, progress) and self._let_go(names, there, progress):
            _removed(self.client, names, progress)
        self.client.forget(OBJECT)

    def _let_go(self, names: Mapping[str, Sequence[str]], there: Standing, progress: Progress) -> bool:
        """Neither an active flow nor a permission set that somebody has can be deleted. The panel is asked for before
        anything is switched off: it may still be on a page."""
        on_pages = {kind: names[kind] for kind in ("QuickAction", "LightningComponentBundle") if kind in names}
        if not _removed(self.client, on_pages, progress, check_only=True):
            return False
        try:
            for flow in there.flows or ():
                if flow.active:
                    self._set_version(flow.id, 0)
            for users in assigned(self.client, SETS).values():
                for assignment in users.values():
                    self.client.delete("PermissionSetAssignment", assignment)
        except ConnectorError as error:
            progress(SetupStep("trouble", "flows and permission sets", str(error)))
            return False
        return True

    def _own_fields(self) -> tuple[str, ...]:
        return tuple(m.default_fields(self.connection.mapping))


def _told(steps: Iterable[SetupStep], progress: Progress) -> None:
    for step in steps:
        progress(step)


def _done(step: SetupStep, act: Callable[[], object]) -> SetupStep:
    """The step carried out; one that Salesforce refuses does not keep the others."""
    try:
        act()
    except ConnectorError as error:
        return SetupStep("trouble", step.what, str(error))
    return step


# --- comparing -------------------------------------------------------------------------------------------------------


def compared(wanted: Package, there: Standing, edited: Collection[str] = ()) -> list[SetupStep]:
    """One step for each component: create, change, remove, or present. `edited`: rules that somebody has changed since."""
    have = there.fields
    steps = [SetupStep("present" if name in have else "create", f"field {name}") for name in wanted.fields]
    for rule in wanted.rules:
        stands = there.rule(rule.object, rule.name)
        steps.append(_compared(f"rule {rule.name}", stands, _as_wanted(rule, stands, edited), rule.message))
    steps += [SetupStep("remove", f"rule {name}", "no gate needs it") for name in obsolete(wanted, there)]
    stamp = there.rule(OBJECT, STAMPED)
    same = any(rule.name == STAMPED and _marked(rule, stamp) for rule in wanted.rules)
    beside = [(kind, name) for kind, names in wanted.members.items() if kind not in TOLD_APART for name in names]
    return [*steps, *(_compared(f"{kind} {name}", stamp, same) for kind, name in beside)]


def _compared(what: str, stands: object, same: bool, detail: str = "") -> SetupStep:
    if same:
        return SetupStep("present", what, detail)
    return SetupStep("change" if stands else "create", what, detail)


def _as_wanted(rule: Rule, stands: StandingRule | None, edited: Collection[str]) -> bool:
    return _marked(rule, stands) and bool(stands and stands.active) and rule.name not in edited


def _marked(rule: Rule, stands: StandingRule | None) -> bool:
    """Is what stands there made from this very rule?"""
    return stands is not None and m.mark(rule) in stands.description


def obsolete(wanted: Package, there: Standing) -> list[str]:
    """Rules of ours that nothing asks for any more."""
    asked = {(rule.object, rule.name) for rule in wanted.rules}
    return [f"{rule.object}.{rule.name}" for rule in there.rules or () if (rule.object, rule.name) not in asked]


def costs(wanted: Package, there: Standing, limits: Mapping[str, tuple[int, int]]) -> list[SetupStep]:
    """What it takes of the organisation's limits; what goes makes room."""
    rules = [rule for rule in wanted.rules if rule.object == OBJECT]
    new_rules = sum(not there.rule(rule.object, rule.name) for rule in rules)
    gone = sum(name.startswith(f"{OBJECT}.") for name in obsolete(wanted, there))
    new_fields = len(set(wanted.fields) - there.fields)
    found = []
    for kind, what, new, room, total in (
        ("ActiveValidationRules", "active validation rules", new_rules, gone, len(rules)),
        ("CustomFields", "custom fields", new_fields, 0, len(wanted.fields)),
    ):
        most, left = limits.get(kind, (0, 0))
        told = f"{total} {what}, {new} of them new" + (f"; {left} of {most} are left" if most else "")
        found.append(SetupStep("note", "costs", told))
        if most and new > left + room:
            lacking = f"{new} new {what} are needed, {left} of {most} are left. Make room, map fewer parts or enforce fewer gates"
            found.append(SetupStep("trouble", "limit", lacking))
    return found


# --- removing --------------------------------------------------------------------------------------------------------


def _goes(names: Sequence[str]) -> dict[str, str]:
    """The part of a zip that takes rules away after the rest is there."""
    return {"destructiveChangesPost.xml": m.package({"ValidationRule": names})} if names else {}


def _removed(client: Client, names: Mapping[str, Sequence[str]], progress: Progress, check_only: bool = False) -> bool:
    """Taken away, or (`check_only`) found to be free to go. False when Salesforce keeps it, and why is told."""
    listed = [f"{kind} {name}" for kind, found in names.items() for name in found]
    files = {"package.xml": m.package({}), "destructiveChanges.xml": m.package(names)}
    if listed and not _sent(client, zipped(files), check_only, "removal", progress):
        return False
    _told([SetupStep("remove", name) for name in listed if not check_only], progress)
    return True


def _sent(client: Client, body: bytes, check_only: bool, what: str, progress: Progress) -> bool:
    """Deployed or validated; else every problem is told."""
    try:
        ended = deploy(client, body, check_only)
    except ConnectorError as error:
        progress(SetupStep("trouble", what, str(error)))
        return False
    _told([SetupStep("trouble", what, problem) for problem in ended.problems], progress)
    return ended.success


def _everything(there: Standing, fields: Sequence[str]) -> dict[str, list[str]]:
    """What is there of ours, in the terms of a destructive change. Every version of a flow has its own name."""
    have = there.permission_sets or {}
    found = {
        "ValidationRule": [f"{rule.object}.{rule.name}" for rule in there.rules or ()],
        "Flow": [f"{flow.name}-{n}" for flow in there.flows or () for n in range(1, flow.latest + 1)],
        "WorkflowOutboundMessage": [f"{OBJECT}.{MESSAGE}"] if have else [],
        "QuickAction": [f"{OBJECT}.{ACTION}"] if have else [],
        "LightningComponentBundle": [PANEL] if have else [],
        "PermissionSet": sorted(have),
        "CustomPermission": [BYPASS, REVIEWER] if have else [],
        "CustomField": [f"{OBJECT}.{name}" for name in fields if name in there.fields],
    }
    return {kind: names for kind, names in found.items() if names}


def mend_gates(account: str) -> str:
    return f"Set that gate anew: handoff gates {account} --set GATE=STAGE:MODE; or mend the document: handoff mapping export {account}"


# --- without an account, and by hand ---------------------------------------------------------------------------------


def offline_files(connection: Connection) -> Mapping[str, str]:
    """What would be deployed into a fresh organisation with the vendor's default stages."""
    from connectors.salesforce.connector import Salesforce

    facts = Facts("", OFFLINE_USER, Salesforce().default_pipelines(), quotes=True)
    return {**build(connection, facts).files, **guidance(connection)}


def guidance(connection: Connection) -> dict[str, str]:
    """Words for the Path, to paste: an organisation has one path for each record type, and it is theirs."""
    texts = connection.policy.texts if connection.policy else {}
    gates = connection.policy.gates if connection.policy else ()
    lines = [f"{stage.id}\n  {texts.get('path', '').format(stage=stage.id)}" for gate in gates for stage in gate.stages]
    return {"path-guidance.txt": "\n\n".join(lines) + "\n"} if lines else {}


def guide(connection: Connection, gate: Gate, stages: Sequence[StageInfo]) -> str:
    """What a person does in Setup for a gate; the refusing itself is deployed."""
    texts = connection.policy.texts if connection.policy else {}
    names = ", ".join(stage.label for stage in stages) or gate
    steps = [
        f"Salesforce refuses the move to {names} by rules that handoff install {connection.account} deploys.",
        f"1. {PLACE_PANEL[0].upper()}{PLACE_PANEL[1:]}",
        "2. Setup → Path Settings: add this guidance, and “Handoff: what is missing” as a key field:",
        *(f"   {stage.label}: {texts.get('path', '').format(stage=stage.label)}" for stage in stages),
        f"3. Give new sales people the permission set {SALES}, reviewers {REVIEWER}; data loads {BYPASS}, and take it away afterwards.",
    ]
    return "\n".join(steps)
