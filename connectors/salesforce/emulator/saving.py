"""A save, in Salesforce's order of execution.

Old values, new ones over them, types, before-save flows, required fields, validation rules, the save itself with its
stamps and history, after-save flows. A refused save changes nothing and sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from connectors.salesforce.emulator.components import FlowBody
from connectors.salesforce.emulator.formula import Context, FormulaError
from connectors.salesforce.emulator.formula.special import in_words
from connectors.salesforce.emulator.ids import PREFIXES
from connectors.salesforce.emulator.records import Json, Notification, Record, Refusal
from connectors.salesforce.emulator.schema import Field
from connectors.salesforce.emulator.values import Invalid, normal, stamp

if TYPE_CHECKING:
    from connectors.salesforce.emulator.org import Org

_TRACKED = ("StageName", "Amount", "CloseDate", "Probability")
_DEFAULTS: dict[str, Json] = {
    "Task": {"Status": "Not Started", "Priority": "Normal"},
    "Quote": {"Status": "Draft"},
}


def insert(org: Org, entity: str, given: Mapping[str, Any], by: str, guarded: bool = False) -> Record:
    """A new record. `guarded`: field-level access of the user counts (API). Raises Refusal."""
    clean = _clean(org, entity, given, by, guarded)
    new = {**_beginning(org, entity, by), **clean}
    _complete(org, entity, new, None, by, frozenset(clean))
    record = Record(entity, {**new, "Id": org.ids.new(entity), "IsDeleted": False, **stamps(org, by, None)})
    org.records[entity].put(record)
    org.journal.note(partial(_forget, org, record))
    _afterwards(org, record, None, by)
    return record


def update(org: Org, record: Record, given: Mapping[str, Any], by: str, guarded: bool = False) -> None:
    """Raises Refusal."""
    if record.deleted:
        raise Refusal.one("ENTITY_IS_DELETED", "entity is deleted")
    clean = _clean(org, record.entity, given, by, guarded)
    old = record.values
    new = {**old, **clean}
    _check_lock(org, record)
    _complete(org, record.entity, new, old, by, frozenset(clean))
    new |= stamps(org, by, old)
    if new.get("StageName") != old.get("StageName") and record.entity == "Opportunity":
        new["LastStageChangeDate"] = org.stamp()
    org.records[record.entity].change(record, new)
    org.journal.note(partial(_restore, org, record, old))
    _afterwards(org, record, old, by)


def delete(org: Org, record: Record, by: str) -> None:
    if record.deleted:
        raise Refusal.one("ENTITY_IS_DELETED", "entity is deleted")
    old = record.values
    if record.entity == "PermissionSetAssignment":
        _forget(org, record)
        org.touch()
        org.journal.note(partial(org.records[record.entity].put, record))
        return
    org.records[record.entity].change(record, {**old, "IsDeleted": True, **stamps(org, by, old)})
    org.journal.note(partial(_restore, org, record, old))


def undelete(org: Org, record: Record, by: str) -> None:
    org.records[record.entity].change(record, {**record.values, "IsDeleted": False, **stamps(org, by, record.values)})


def load(org: Org, row: Mapping[str, Any], by: str) -> Record:
    """An opportunity as given, with its stamps and what follows from its stage."""
    values = {**_beginning(org, "Opportunity", by), "Name": "Opportunity", "CloseDate": org.today.isoformat(), **row}
    values = {**stamps(org, by, None), **values, "Id": org.ids.new("Opportunity"), "IsDeleted": False}
    values.setdefault("StageName", "Prospecting")
    _follow_stage(org, values, None, frozenset(row))
    record = Record("Opportunity", values)
    org.records["Opportunity"].put(record)
    return record


def stamps(org: Org, by: str | None, old: Json | None) -> Json:
    now = stamp(org.now)
    made = {"CreatedDate": now, "CreatedById": by} if old is None else {}
    return {**made, "LastModifiedDate": now, "LastModifiedById": by, "SystemModstamp": now}


# --- before anything is decided -------------------------------------------------------------------------------------


def _clean(org: Org, entity: str, given: Mapping[str, Any], by: str, guarded: bool) -> Json:
    """The given values as they are kept. Raises Refusal: unknown fields, fields that may not be written, bad values."""
    fields, clean, errors = org.metadata.objects[entity].fields, {}, []
    unknown = [name for name in given if name not in fields]
    if unknown:
        raise Refusal.one("INVALID_FIELD", f"No such column '{unknown[0]}' on sobject of type {entity}")
    closed = [n for n in given if not fields[n].writable or (guarded and not org.edits(by, entity, n))]
    if closed:
        told = f"Unable to create/update fields: {', '.join(closed)}. Please check the security settings of this field "
        more = "and verify that it is read/write for your profile or permission set."
        raise Refusal.one("INVALID_FIELD_FOR_INSERT_UPDATE", told + more, *closed)
    for name, value in given.items():
        try:
            clean[name] = _checked(org, fields[name], value)
        except Invalid as error:
            errors.append(error.error())
    if errors:
        raise Refusal(errors)
    return clean


def _checked(org: Org, field: Field, value: Any) -> Any:
    kept = normal(field, value)
    if field.type == "reference" and kept is not None:
        _check_reference(org, field, kept)
    return kept


def _check_reference(org: Org, field: Field, id: str) -> None:
    targets = [name for name in field.refers.split(",") if name in org.records]
    fitting = [name for name in targets if PREFIXES[name] == id[:3]]
    if not fitting:
        told = f"{field.label or field.name}: id value of incorrect type: {id}"
        raise Invalid("FIELD_INTEGRITY_EXCEPTION", told, field.name)
    found = org.records[fitting[0]].get(id)
    if found is None or found.deleted:
        raise Invalid("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.name)
    if field.name == "OwnerId" and not found.values["IsActive"]:
        told = f"operation performed with inactive user [{id}] as owner"
        raise Invalid("OPERATION_WITH_INACTIVE_USER_EXCEPTION", told, field.name)


def _beginning(org: Org, entity: str, by: str) -> Json:
    """What a new record starts with."""
    fields = org.metadata.objects[entity].fields
    start = dict(_DEFAULTS.get(entity, {}))
    start |= {
        n: f.default if f.type != "boolean" else bool(f.default) for n, f in fields.items() if f.default is not None
    }
    if "OwnerId" in fields:
        start["OwnerId"] = by
    if "RecordTypeId" in fields and org.record_types:
        start["RecordTypeId"] = next(iter(org.record_types))
    return start


def _check_lock(org: Org, record: Record) -> None:
    account = record.values.get("AccountId")
    if account in org.locked_accounts and record.entity == "Opportunity":
        told = f"unable to obtain exclusive access to this record or 1 records: {account}"
        raise Refusal.one("UNABLE_TO_LOCK_ROW", told)


# --- flows, required fields, rules ----------------------------------------------------------------------------------


def _complete(org: Org, entity: str, new: Json, old: Json | None, by: str, given: frozenset[str]) -> None:
    """Everything between the new values and the save. Changes `new`; raises Refusal."""
    _check_required(org, entity, new, old, given)
    context = context_of(org, new, old, by)
    for flow in org.metadata.active_flows(entity, True, old is None):
        _run_before(org, flow, context, new)
    if entity == "Opportunity":
        _follow_stage(org, new, old, given)
    if entity == "Task":
        new["IsClosed"] = new.get("Status") == "Completed"
    if entity == "PermissionSetAssignment":
        _check_assignment(org, new)
    _check_required(org, entity, new, old, given)
    _check_rules(org, entity, context)


def context_of(org: Org, new: Json, old: Json | None, by: str) -> Context:
    """What formulas see: on insert no CreatedDate, on update the LastModifiedDate of before."""
    user = org.records["User"][by].values
    profile = org.records["Profile"].get(user.get("ProfileId") or "")
    name = profile.values["Name"] if profile else ""

    def parent(entity: str, id: str | None) -> Json:
        found = org.records[entity].get(id or "")
        return found.values if found else {}

    return Context(new, old, org.now, user, name, org.permissions(by), org.org_id, parent)


def _run_before(org: Org, flow: FlowBody, context: Context, new: Json) -> None:
    """A flow that cannot be computed stops the save, as any unhandled fault of a flow does."""
    fields = org.metadata.objects[flow.entity].fields
    try:
        if flow.condition and not flow.condition.run(context):
            return
        for step in flow.assignments:
            new[step.field] = _checked(org, fields[step.field], kept(step.value.run(context), fields[step.field]))
    except (FormulaError, Invalid) as error:
        told = f"We can't save this record because a process failed. Give your admin these details. {error}"
        raise Refusal.one("CANNOT_EXECUTE_FLOW_TRIGGER", told) from None


def kept(value: Any, field: Field) -> Any:
    """A formula's result as a field takes it."""
    if value is None or isinstance(value, bool):
        return value
    if field.type in ("double", "currency", "percent", "int"):
        return float(value)
    return value.isoformat() if field.type in ("date", "datetime") else in_words(value)


def _follow_stage(org: Org, new: Json, old: Json | None, given: frozenset[str]) -> None:
    """Probability, forecast, closed and won follow the stage; a probability that is given stays."""
    if old is None or new.get("StageName") != old.get("StageName"):
        row = next((row for row in org.stages if row["ApiName"] == new.get("StageName")), None)
        if row:
            new |= {"IsClosed": row["IsClosed"], "IsWon": row["IsWon"], "ForecastCategory": row["ForecastCategory"]}
            new["ForecastCategoryName"] = row["ForecastCategoryName"]
            if "Probability" not in given:
                new["Probability"] = row["DefaultProbability"]
    amount, chance = new.get("Amount"), new.get("Probability")
    new["ExpectedRevenue"] = None if amount is None else round(amount * (chance or 0) / 100, 2)


def _check_required(org: Org, entity: str, new: Json, old: Json | None, given: frozenset[str]) -> None:
    fields = org.metadata.objects[entity].fields.values()
    empty = [f.name for f in fields if f.required and new.get(f.name) is None and (old is None or f.name in given)]
    if empty:
        raise Refusal.one("REQUIRED_FIELD_MISSING", f"Required fields are missing: [{', '.join(empty)}]", *empty)


def _check_assignment(org: Org, new: Json) -> None:
    pair = (new["AssigneeId"], new["PermissionSetId"])
    rows = org.records["PermissionSetAssignment"].values()
    if any((row.values["AssigneeId"], row.values["PermissionSetId"]) == pair for row in rows):
        told = f"Duplicate PermissionSetAssignment. Assignee: {pair[0]}; Permission Set: {pair[1]}"
        raise Refusal.one("DUPLICATE_VALUE", told, "AssigneeId", "PermissionSetId")


def _check_rules(org: Org, entity: str, context: Context) -> None:
    """All failing rules are reported at once."""
    errors: list[Json] = []
    for rule in org.metadata.rules.values():
        if not rule.active or rule.entity != entity:
            continue
        try:
            failed, message = rule.formula.run(context), rule.message
        except FormulaError as error:
            failed, message = True, f"The validation formula of {rule.name} ended in an error: {error}"
        if failed:
            fields = [rule.field] if rule.field else []
            errors.append({"statusCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION", "message": message, "fields": fields})
    if errors:
        raise Refusal(errors)


# --- after the save -------------------------------------------------------------------------------------------------


def _afterwards(org: Org, record: Record, old: Json | None, by: str) -> None:
    new = record.values
    if record.entity == "Opportunity" and (old is None or any(new.get(n) != old.get(n) for n in _TRACKED)):
        _write_history(org, record)
    if record.entity == "PermissionSetAssignment":
        org.touch()
    if by not in org.silent_users:
        _send_messages(org, record, old, by)
    if not org.journal.open:
        release(org)


def _write_history(org: Org, record: Record) -> None:
    names = (*_TRACKED, "ExpectedRevenue", "ForecastCategory")
    values = {name: record.values.get(name) for name in names}
    values |= {"OpportunityId": record.id, "CreatedById": record.values["LastModifiedById"], "IsDeleted": False}
    at = record.values["SystemModstamp"]
    row = Record(
        "OpportunityHistory",
        {**values, "Id": org.ids.new("OpportunityHistory"), "CreatedDate": at, "SystemModstamp": at},
    )
    org.records["OpportunityHistory"].put(row)
    org.journal.note(partial(_forget, org, row))


def _send_messages(org: Org, record: Record, old: Json | None, by: str) -> None:
    flows = org.metadata.active_flows(record.entity, False, old is None)
    if not flows:
        return
    context = context_of(org, record.values, old, by)
    for flow in flows:
        if _applies(flow, context):
            for name in flow.messages:
                note = Notification(org.ids.new("Notification"), name, record.id, org.now)
                org.journal.messages.append(note)


def _applies(flow: FlowBody, context: Context) -> bool:
    try:
        return flow.condition is None or bool(flow.condition.run(context))
    except FormulaError:
        return False


def release(org: Org) -> None:
    """Hand over the messages of a finished transaction."""
    waiting = org.journal.end()
    if waiting:
        org.outbox += waiting
        org.wake()


def _forget(org: Org, record: Record) -> None:
    org.records[record.entity].take_out(record)


def _restore(org: Org, record: Record, values: Json) -> None:
    org.records[record.entity].change(record, values)
