"""What would keep an organisation from holding deals, or from letting them go: found before a rep finds it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from connectors.base import Trouble
from connectors.errors import AuthFailed, ConfigError, ConnectorError, NotFound
from connectors.fields import PROPERTIES
from connectors.salesforce import metadata as m
from connectors.salesforce import standing
from connectors.salesforce.boxes import box_type
from connectors.salesforce.failures import RULE, told_by
from connectors.salesforce.formula import permission
from connectors.salesforce.guards import STAMPED
from connectors.salesforce.package import FLOWS, Package
from connectors.salesforce.reading import text
from connectors.salesforce.schema import BYPASS, OBJECT, SALES
from connectors.salesforce.setup import PLACE_PANEL, Setup, mend_gates, obsolete
from connectors.salesforce.standing import Standing

TRIED = 3  # deals on which a write is tried and rolled back
MOST_NAMED = 5
TYPED = ("number", "date", "datetime")


def troubles(setup: Setup) -> tuple[Trouble, ...]:
    """Everything at once; what the organisation does not show is no trouble."""
    try:
        described = {text(f.get("name")): f for f in setup.client.describe(OBJECT, fresh=True)["fields"]}
    except AuthFailed as error:
        return (Trouble("token-refused", str(error), "Check the app and its user, then connect again.", True),)
    except NotFound as error:
        return (Trouble("wrong-address", str(error), "Check --login-url and connect again.", True),)
    install = f"Run handoff install {setup.connection.account}."
    there = standing.read(setup.client)
    found = [*_mapping(setup, described, there, install)]
    if any(trouble.id == "not-installed" for trouble in found):
        return tuple(found)
    found += [
        *_untold(there),
        *_drift(setup, there, install),
        *_flows(there, install),
        *_people(setup),
        *_panel(setup),
        *_tasks(setup),
        *_writes(setup, described),
    ]
    return tuple(found)


# --- fields ----------------------------------------------------------------------------------------------------------


def _mapping(setup: Setup, described: Mapping[str, Any], there: Standing, install: str) -> Iterator[Trouble]:
    mapping, made = setup.connection.mapping, set(m.default_fields(setup.connection.mapping))
    deployed = there.fields
    if made and not made & set(described) and not made & deployed:
        yield Trouble("not-installed", "none of our fields is in the organisation", install, True)
        return
    lacking = {part: name for part, name in mapping.items() if name not in described}
    for what, there_is in (("hidden from our user", True), ("not in the organisation", False)):
        for fix, ours in ((install, True), ("Give our user access to it, or map another field.", False)):
            parts = {p: n for p, n in lacking.items() if (n in deployed) == there_is and (n in made) == ours}
            if parts:
                yield Trouble("mapping-broken", f"{_fields(parts)} {what}", fix, True)
    for part, name in mapping.items():
        if name in described:
            yield from _unfit(part, name, described[name], install)


def _fields(parts: Mapping[str, str]) -> str:
    """`access.day_one: the field “HG_Access_Day_One__c” is`, or `2 fields are: …`"""
    if len(parts) == 1:
        part, name = next(iter(parts.items()))
        return f"{part}: the field “{name}” is"
    return f"{len(parts)} fields ({_few(list(parts.values()))}) are"


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _unfit(part: str, name: str, have: Mapping[str, Any], install: str) -> Iterator[Trouble]:
    kind, wanted = box_type(text(have.get("type"))), _wanted(part)
    if wanted and kind != wanted:
        told = f"{part}: the field “{name}” has type {have.get('type')}, {wanted} was expected"
        yield Trouble("mapping-broken", told, "Map a field of that type.", True)
    if part.startswith("ours.") and have.get("updateable") in (False, "false"):
        yield Trouble("mapping-broken", f"{part}: our user may not write “{name}”", install, True)


def _wanted(part: str) -> str | None:
    prop = next((prop for prop in PROPERTIES if prop.part == part), None)
    return prop.type if prop and prop.type in TYPED else None


# --- what was deployed -----------------------------------------------------------------------------------------------


def _drift(setup: Setup, there: Standing, install: str) -> Iterator[Trouble]:
    """Somebody changed, switched off or deleted what we deployed; or the document has changed since."""
    try:
        wanted = setup.package()
    except ConfigError as error:
        yield Trouble("gates-not-compiled", str(error), f"{mend_gates(setup.connection.account)}.", True)
        return
    if there.rules is None:
        return
    yield from _rules(wanted, there, standing.edited(setup.client, there, wanted.rules), install)
    if left := obsolete(wanted, there):
        yield Trouble("rule-left-over", f"{_rules_are(left)} there, and no gate needs it any more", install)


def _rules(wanted: Package, there: Standing, edited: Collection[str], install: str) -> Iterator[Trouble]:
    found: dict[str, list[str]] = {}
    for rule in wanted.rules:
        stands = there.rule(rule.object, rule.name)
        if stands is None:
            found.setdefault("missing", []).append(rule.name)
        elif not stands.active:
            found.setdefault("inactive", []).append(rule.name)
        elif rule.name in edited:
            found.setdefault("edited", []).append(rule.name)
        elif m.mark(rule) not in stands.description:
            found.setdefault("beside" if rule.name == STAMPED else "other", []).append(rule.name)
    if names := found.get("missing"):
        yield Trouble("rule-missing", f"{_rules_are(names)} not in the organisation", install)
    if names := found.get("inactive"):
        yield Trouble("rule-inactive", f"{_rules_are(names)} switched off in Setup", install)
    if names := found.get("edited"):
        told = f"{_rules_are(names)} not as we deployed it: somebody edited it in Setup"
        yield Trouble("rule-changed", told, install)
    if names := found.get("other"):
        yield Trouble("rule-changed", f"{_rules_are(names)} not what the document asks for now", install)
    if "beside" in found:
        told = "fields, flows, panel or permission sets are not what the document asks for now"
        yield Trouble("rule-changed", told, install)


def _rules_are(names: Sequence[str]) -> str:
    return f"the rule {names[0]} is" if len(names) == 1 else f"{len(names)} rules ({_few(names)}) are"


def _untold(there: Standing) -> Iterator[Trouble]:
    """No proof that anything is wrong, so that it stops nothing; but nobody looked."""
    hidden = [what for what, told in (("rules", there.rules), ("flows", there.flows)) if told is None]
    if hidden:
        fix = "Give our user View Setup and Configuration, or look in Setup yourself: flows must be active."
        yield Trouble("not-shown", f"Salesforce does not show our user its {' and '.join(hidden)}", fix)


def _tasks(setup: Setup) -> Iterator[Trouble]:
    """Without tasks nobody is told why a deal went back."""
    try:
        told = setup.client.describe("Task")
    except ConnectorError:
        return
    if told.get("createable") is False:
        yield Trouble("tasks-refused", "our user may not create tasks", "Give it the permission Edit Tasks.", True)


def _flows(there: Standing, install: str) -> Iterator[Trouble]:
    """Without the one that counts, a verdict could be held against answers that have changed since."""
    for name in FLOWS if there.flows is not None else ():
        flow = there.flow(name)
        if flow and flow.active and flow.active == (flow.latest or flow.active):
            continue
        state = "is not in the organisation" if flow is None else "is not active"
        if flow and flow.active:
            state = f"is active in version {flow.active}, and the latest is {flow.latest}"
        fix = f"{install} If it stays so: Setup → Flows → {name.replace('_', ' ')} → Activate."
        yield Trouble("flow-inactive", f"the flow {name} {state}", fix, True)


# --- people ----------------------------------------------------------------------------------------------------------


def _people(setup: Setup) -> Iterator[Trouble]:
    """A rep who cannot see the fields could never answer, and would be refused for it."""
    answer = standing.an_answer(setup.connection.mapping)
    try:
        owners = standing.owners(setup.client)
        able = standing.who_may_edit(setup.client, answer) if answer else None
    except ConnectorError:
        return
    without = [name or id for id, name in owners.items() if able is not None and id not in able]
    if without:
        fix = f"handoff install {setup.connection.account} gives them {SALES}; or give it to them in Setup."
        yield Trouble("access-missing", f"owners of open deals who cannot fill in answers: {_few(without)}", fix, True)


def _panel(setup: Setup) -> Iterator[Trouble]:
    if standing.placed(setup.client, standing.an_answer(setup.connection.mapping)) is False:
        told = "the panel is on no page, the action on no layout, and no answer's field on a layout"
        yield Trouble("panel-not-placed", told, PLACE_PANEL[0].upper() + PLACE_PANEL[1:], True)


def _writes(setup: Setup, described: Mapping[str, Any]) -> Iterator[Trouble]:
    """Other people's rules may refuse what we write. Tried on a few open deals, and rolled back by a row that must fail."""
    score = setup.connection.mapping.get("ours.score", "")
    if score not in described:
        return
    try:
        soql = (
            f"SELECT Id, Name, {score} FROM {OBJECT} WHERE IsClosed = false ORDER BY SystemModstamp DESC LIMIT {TRIED}"
        )
        deals = setup.client.rows(soql)
        rows = [{"id": text(deal.get("Id")), score: deal.get(score)} for deal in deals]
        told = setup.client.update_many(OBJECT, [*rows, NOBODY], all_or_none=True) if rows else []
    except ConnectorError:
        return
    for deal, answer in zip(deals, told, strict=False):
        yield from _refused(deal, answer)


NOBODY = {"id": "006000000000000AAA"}


def _refused(deal: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[Trouble]:
    for error in told_by(answer.get("errors")):
        if error.code == RULE:
            told = f"a rule of your organisation refuses what we write on “{text(deal.get('Name'))}”: {error.message}"
            fix = f"Let that rule spare users with {permission(BYPASS)}; until then the old verdict stays."
            yield Trouble("writes-refused", told, fix, True)
