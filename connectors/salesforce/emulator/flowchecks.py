"""Is a flow right? Record-triggered flows with assignments to $Record, or with outbound messages; nothing else is emulated."""

from __future__ import annotations

from typing import Any

from connectors.salesforce.emulator.checks import Wrong, check_name, only, require
from connectors.salesforce.emulator.components import Assignment, FlowBody, FlowScope, Metadata
from connectors.salesforce.emulator.formula import Expr, Formula, FormulaError, compile_formula, typed
from connectors.salesforce.emulator.formula.model import BOOLEAN, DATE, DATETIME, NULL, NUMBER, TEXT, number
from connectors.salesforce.emulator.package import Component, Element, child, has, many, text
from connectors.salesforce.emulator.schema import Field

_FLOW = {"actionCalls", "apiVersion", "description", "environments", "formulas", "interviewLabel", "label",
         "processMetadataValues", "processType", "recordUpdates", "start", "status", "triggerOrder",
         "runInMode", "areMetricsLoggedToDataCloud", "sourceTemplate", "timeZoneSidKey"}  # fmt: skip
_START = {"locationX", "locationY", "connector", "filterFormula", "object", "recordTriggerType", "triggerType"}
_DATA = {"Number": NUMBER, "Currency": NUMBER, "String": TEXT, "Boolean": BOOLEAN, "Date": DATE, "DateTime": DATETIME}
_STATUS = ("Active", "Draft", "Obsolete", "InvalidDraft")


def flow(one: Component, metadata: Metadata) -> FlowBody:
    """Raises Wrong."""
    check_name(one.name, 80)
    only(one.element, _FLOW)
    require(one.element, "label", "processType", "status", "apiVersion")
    if text(one.element, "processType") != "AutoLaunchedFlow" or text(one.element, "status") not in _STATUS:
        raise Wrong("processType has to be AutoLaunchedFlow, and status one of " + ", ".join(_STATUS))
    start = child(one.element, "start")
    if start is None:
        raise Wrong("Required field is missing: start")
    only(start, _START)
    entity, before, on = _trigger(start, metadata)
    scope = FlowScope(metadata, entity)
    used = _formulas(one.element, scope, on)
    condition = _condition(start, scope, on)
    named = [*used, *([condition] if condition else [])]
    assignments, messages = _steps(one.element, start, before, scope)
    fields = frozenset(name for formula in named for name in formula.fields) | {step.field for step in assignments}
    permissions = frozenset(name for formula in named for name in formula.permissions)
    return FlowBody(entity, before, on, condition, assignments, messages, fields, permissions)


def _trigger(start: Element, metadata: Metadata) -> tuple[str, bool, str]:
    entity, trigger, on = (text(start, name) for name in ("object", "triggerType", "recordTriggerType"))
    if entity not in metadata.objects:
        raise Wrong(f"The flow's object {entity} does not exist")
    if trigger not in ("RecordBeforeSave", "RecordAfterSave"):
        raise Wrong(f"'{trigger}' is not a trigger type that is emulated")
    if on not in ("Create", "Update", "CreateAndUpdate"):
        raise Wrong(f"'{on}' is not a valid value for the enum 'RecordTriggerType'")
    return entity, trigger == "RecordBeforeSave", on


def _compiled(source: str, scope: FlowScope, on: str, *want: str) -> Formula:
    try:
        formula = compile_formula(source, scope, want)
    except FormulaError as error:
        raise Wrong(f"The formula expression is invalid: {error}") from None
    # seen in 2026-09: ISCHANGED is refused in a flow that also fires on create
    changing = formula.functions & {"ISCHANGED", "PRIORVALUE"}
    if changing and on != "Update":
        raise Wrong(
            f"The {', '.join(sorted(changing))} function isn't supported in a flow that runs when a record is created"
        )
    if "$Record__Prior" in source and on == "Create":
        raise Wrong("$Record__Prior isn't supported in a flow that runs only when a record is created")
    return formula


def _formulas(element: Element, scope: FlowScope, on: str) -> list[Formula]:
    """The flow's own formulas, in any order that their references allow."""
    waiting, done = many(element, "formulas"), []
    while waiting:
        failed: list[tuple[Element, Wrong]] = []
        for part in waiting:
            try:
                done.append(_formula(part, scope, on))
            except Wrong as error:
                failed.append((part, error))
        if len(failed) == len(waiting):
            raise failed[0][1]
        waiting = [part for part, _ in failed]
    return done


def _formula(part: Element, scope: FlowScope, on: str) -> Formula:
    only(part, ("name", "dataType", "expression", "scale", "description"))
    require(part, "name", "dataType", "expression")
    check_name(text(part, "name"), 80)
    type = _DATA.get(text(part, "dataType"))
    if type is None:
        raise Wrong(f"'{text(part, 'dataType')}' is not a data type of a formula")
    formula = _compiled(text(part, "expression"), scope, on, type)
    scope.formulas[text(part, "name")] = Expr(type, formula.run)
    return formula


def _condition(start: Element, scope: FlowScope, on: str) -> Formula | None:
    source = text(start, "filterFormula")
    return _compiled(source, scope, on, BOOLEAN) if source else None


def _steps(
    element: Element, start: Element, before: bool, scope: FlowScope
) -> tuple[tuple[Assignment, ...], tuple[str, ...]]:
    """Follow the connectors from the start. What cannot be reached is not run."""
    named = {text(part, "name"): part for kind in ("recordUpdates", "actionCalls") for part in many(element, kind)}
    assignments: list[Assignment] = []
    messages: list[str] = []
    at, seen = text(child(start, "connector"), "targetReference"), set[str]()
    if not at:
        raise Wrong("The flow does nothing: its start has no connector")
    while at:
        if at not in named or at in seen:
            raise Wrong(f"The connector points to {at}, which " + ("is a loop" if at in seen else "does not exist"))
        seen.add(at)
        part = named[at]
        if has(part, "actionName"):
            messages.append(_message(part, before, scope))
        else:
            assignments += _update(part, before, scope)
        at = text(child(part, "connector"), "targetReference")
    return tuple(assignments), tuple(messages)


def _message(part: Element, before: bool, scope: FlowScope) -> str:
    if before:
        raise Wrong("A before-save flow cannot have actions")
    if text(part, "actionType") != "outboundMessage":
        raise Wrong(f"The action type {text(part, 'actionType')} is not emulated")
    name = text(part, "actionName")
    if name not in scope.metadata.messages or not name.startswith(scope.entity + "."):
        raise Wrong(f"We couldn't find the outbound message {name}")
    return name


def _update(part: Element, before: bool, scope: FlowScope) -> list[Assignment]:
    only(
        part,
        ("name", "label", "locationX", "locationY", "inputAssignments", "inputReference", "connector", "description"),
    )
    if not before or text(part, "inputReference") != "$Record":
        raise Wrong("Only updates of $Record in before-save flows are emulated")
    return [_assignment(assigned, scope) for assigned in many(part, "inputAssignments")]


def _assignment(assigned: Element, scope: FlowScope) -> Assignment:
    name = text(assigned, "field")
    field = scope.metadata.objects[scope.entity].fields.get(name)
    if field is None or not field.writable:
        raise Wrong(f"The field {name} doesn't exist on {scope.entity}, or a flow cannot set it")
    value = _value(child(assigned, "value"), scope)
    _fits(value, field)
    return Assignment(name, value)


def _value(value: Element | None, scope: FlowScope) -> Expr:
    if value is None or len(value) != 1:
        return Expr(NULL, lambda ctx: None)
    given = (value[0].text or "").strip()
    kind = value[0].tag.rpartition("}")[2]
    if kind == "elementReference":
        return _referenced(given, scope)
    if kind == "stringValue":
        return Expr(TEXT, lambda ctx: given)
    if kind == "numberValue":
        return Expr(NUMBER, lambda ctx: number(given))
    if kind == "booleanValue":
        return Expr(BOOLEAN, lambda ctx: given == "true")
    raise Wrong(f"A value of the kind {kind} is not emulated")


def _referenced(name: str, scope: FlowScope) -> Expr:
    """A formula of the flow, $User.Id, $Flow.CurrentDateTime, or a field of $Record."""
    if name in scope.formulas:
        return scope.formulas[name]
    if name == "$User.Id":
        return Expr(TEXT, lambda ctx: str(ctx.user.get("Id") or ""))
    if name == "$Flow.CurrentDateTime":
        return Expr(DATETIME, lambda ctx: ctx.now)
    root, _, rest = name.partition(".")
    found = scope.field(tuple(rest.split("."))) if root == "$Record" and rest else None
    if found is None:
        raise Wrong(f"The element {name} isn't available to this flow")
    return _read(found.kind, found.get)


def _read(kind: str, get: Any) -> Expr:
    type, convert = typed(kind)
    if kind in ("picklist", "multipicklist", "id", "reference"):  # assigned as they are kept
        return Expr(TEXT, lambda ctx: get(ctx, ctx.new) or "")
    return Expr(type, lambda ctx: convert(get(ctx, ctx.new)))


def _fits(value: Expr, field: Field) -> None:
    type, _ = typed(field.type)
    wanted = TEXT if type in ("Picklist", "MultiPicklist") else type
    if value.type not in (wanted, NULL) and not (wanted == DATE and value.type == DATETIME):
        raise Wrong(f"The data type of the value ({value.type}) doesn't fit the field {field.name} ({wanted})")
