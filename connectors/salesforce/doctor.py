"""What would keep an organisation from holding deals, or from letting them go: found before a rep finds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from connectors.base import Trouble
from connectors.errors import AuthFailed, ConfigError, ConnectorError, NotFound, Refused
from connectors.salesforce import metadata as m
from connectors.salesforce import standing
from connectors.salesforce.boxes import box_type
from connectors.salesforce.guards import STAMPED
from connectors.salesforce.package import FLOWS, SALES, Package
from connectors.salesforce.reading import text
from connectors.salesforce.schema import OBJECT
from connectors.salesforce.standing import Standing

if TYPE_CHECKING:
    from connectors.salesforce.setup import Setup

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
        *_drift(setup, there, install),
        *_flows(there, install),
        *_people(setup),
        *_panel(setup),
        *_writes(setup, described),
    ]
    return tuple(found)


# --- fields ----------------------------------------------------------------------------------------------------------


def _mapping(setup: Setup, described: Mapping[str, Any], there: Standing, install: str) -> Iterator[Trouble]:
    wanted = set(m.default_fields(setup.connection.mapping))
    if wanted and not wanted & set(described) and not wanted & (there.fields or set()):
        yield Trouble("not-installed", "none of our fields is in the organisation", install, True)
        return
    for part, name in setup.connection.mapping.items():
        yield from _field(part, name, described.get(name), name in wanted, name in (there.fields or ()), install)


def _field(part: str, name: str, have: Any, ours: bool, hidden: bool, install: str) -> Iterator[Trouble]:
    if have is None:
        what = "is hidden from our user" if hidden else "is not in the organisation"
        fix = install if ours else "Give our user access to it, or map another field."
        yield Trouble("mapping-broken", f"{part}: the field “{name}” {what}", fix, True)
        return
    kind, wanted = box_type(text(have.get("type"))), _wanted(part)
    if wanted and kind != wanted:
        told = f"{part}: the field “{name}” has type {have.get('type')}, {wanted} was expected"
        yield Trouble("mapping-broken", told, "Map a field of that type.", True)
    if part.startswith("ours.") and have.get("updateable") in (False, "false"):
        yield Trouble("mapping-broken", f"{part}: our user may not write “{name}”", install, True)


def _wanted(part: str) -> str | None:
    from connectors.fields import PROPERTIES

    prop = next((prop for prop in PROPERTIES if prop.part == part), None)
    return prop.type if prop and prop.type in TYPED else None


# --- what was deployed -----------------------------------------------------------------------------------------------


def _drift(setup: Setup, there: Standing, install: str) -> Iterator[Trouble]:
    """Somebody changed, switched off or deleted what we deployed; or the document has changed since."""
    from connectors.salesforce.setup import obsolete

    try:
        wanted = setup.package()
    except ConfigError as error:
        yield Trouble("gates-not-compiled", str(error), "Mend the gates, then run handoff install.", True)
        return
    yield from _rules(wanted, there, install)
    for name in obsolete(wanted, there):
        yield Trouble("rule-left-over", f"the rule {name} belongs to a gate that refuses no more", install)


def _rules(wanted: Package, there: Standing, install: str) -> Iterator[Trouble]:
    if there.rules is None:
        return
    for rule in wanted.rules:
        stands = there.rule(rule.object, rule.name)
        if stands is None:
            yield Trouble("rule-missing", f"the rule {rule.name} is not in the organisation", install)
        elif not stands.active:
            yield Trouble("rule-inactive", f"somebody switched the rule {rule.name} off", install)
        elif m.mark(rule) not in stands.description:
            told = "fields, flows, panel, permission sets or " if rule.name == STAMPED else ""
            yield Trouble("rule-changed", f"{told}the rule {rule.name} differ from what the document asks", install)


def _flows(there: Standing, install: str) -> Iterator[Trouble]:
    """Without the one that counts, a verdict could be held against answers that have changed since."""
    if there.flows is None:
        return
    for name in FLOWS:
        flow = there.flow(name)
        if flow is None or not flow.active:
            state = "is not in the organisation" if flow is None else "is not active"
            fix = f"{install} If it stays so: Setup → Flows → {name.replace('_', ' ')} → Activate."
            yield Trouble("flow-inactive", f"the flow {name} {state}", fix, True)


# --- people ----------------------------------------------------------------------------------------------------------


def _people(setup: Setup) -> Iterator[Trouble]:
    """A rep who cannot see the fields could never answer, and would be refused for it."""
    answer = next(
        (n for part, n in setup.connection.mapping.items() if not part.startswith("ours.") and n.startswith("HG_")), ""
    )
    try:
        owners = standing.owners(setup.client)
        able = standing.who_may_edit(setup.client, answer) if answer else None
    except ConnectorError:
        return
    without = [name or id for id, name in owners.items() if able is not None and id not in able]
    if without:
        more = f" and {len(without) - MOST_NAMED} more" if len(without) > MOST_NAMED else ""
        names = ", ".join(without[:MOST_NAMED]) + more
        fix = f"handoff install {setup.connection.account} gives them {SALES}; or give it to them in Setup."
        yield Trouble("access-missing", f"owners of open deals who cannot fill in answers: {names}", fix, True)


def _panel(setup: Setup) -> Iterator[Trouble]:
    from connectors.salesforce.setup import PLACE_PANEL

    answer = next((n for part, n in setup.connection.mapping.items() if not part.startswith("ours.")), "")
    if standing.placed(setup.client, answer) is False:
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
    except (Refused, NotFound, ConnectorError):
        return
    for deal, answer in zip(deals, told, strict=False):
        yield from _refused(deal, answer)


NOBODY = {"id": "006000000000000AAA"}


def _refused(deal: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[Trouble]:
    errors = answer.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if isinstance(error, Mapping) and error.get("statusCode") == "FIELD_CUSTOM_VALIDATION_EXCEPTION":
            told = f"a rule of your organisation refuses what we write on “{text(deal.get('Name'))}”: {error.get('message')}"
            fix = "Let that rule spare users with $Permission.Handoff_Gate_Bypass; until then the old verdict stays."
            yield Trouble("writes-refused", told, fix, True)
