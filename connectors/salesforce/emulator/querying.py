"""A parsed query over tables of records: names and types are checked, rows filtered, sorted and shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.salesforce.emulator.ids import id18, is_id
from connectors.salesforce.emulator.records import Json, Record
from connectors.salesforce.emulator.schema import Field, ObjectType
from connectors.salesforce.emulator.soql import Condition, Filter, Group, Order, Query, QueryRefused, Value, unescaped

Test = Callable[[Json], bool]
Read = Callable[[Json], Any]
_NUMBERS = ("double", "int", "currency", "percent")


@dataclass(frozen=True)
class Source:
    """What can be queried. `visible(entity, field)`: may the caller see it?"""

    objects: Mapping[str, ObjectType]
    tables: Mapping[str, Mapping[str, Record]]
    visible: Callable[[str, str], bool]
    address: str

    def entity(self, name: str) -> ObjectType:
        found: ObjectType | None = _without_case(self.objects, name)
        if found is None or found.name not in self.tables:
            told = f"sObject type '{name}' is not supported."
            raise QueryRefused("INVALID_TYPE", told)
        return found

    def field(self, entity: ObjectType, name: str) -> Field:
        found: Field | None = _without_case(entity.fields, name)
        if found is None or not self.visible(entity.name, found.name):
            told = f"No such column '{name}' on entity '{entity.name}'. If you are attempting to use a custom field, "
            more = "be sure to append the '__c' after the custom field name. Please reference your WSDL or the "
            raise QueryRefused("INVALID_FIELD", told + more + "describe call for the appropriate names.")
        return found


def _without_case(found: Mapping[str, Any], name: str) -> Any:
    if name in found:
        return found[name]
    return next((value for key, value in found.items() if key.lower() == name.lower()), None)


@dataclass(frozen=True)
class Column:
    """A resolved path: the field, how it is read, the relations on the way and their objects."""

    field: Field
    read: Read
    relations: tuple[str, ...]
    entities: tuple[str, ...]


def column(source: Source, entity: ObjectType, path: tuple[str, ...]) -> Column:
    """Raises QueryRefused. A leading name of the object itself is allowed."""
    if len(path) > 1 and path[0] == entity.name:
        path = path[1:]
    hops: list[tuple[str, Mapping[str, Record]]] = []
    relations, entities = [], [entity.name]
    for relation in path[:-1]:
        link = _without_case(entity.relations, relation)
        if link is None or link.refers not in source.objects or not source.visible(entity.name, link.name):
            raise QueryRefused("INVALID_FIELD", f"Didn't understand relationship '{relation}' in field path.")
        hops.append((link.name, source.tables.get(link.refers, {})))
        entity = source.objects[link.refers]
        relations.append(link.relation)
        entities.append(entity.name)
    field = source.field(entity, path[-1])
    return Column(field, _reading(hops, field.name), tuple(relations), tuple(entities))


def _reading(hops: list[tuple[str, Mapping[str, Record]]], name: str) -> Read:
    if not hops:
        return lambda values: values.get(name)

    def read(values: Json) -> Any:
        for link, table in hops:
            found = table.get(values.get(link) or "")
            if found is None:
                return None
            values = found.values
        return values.get(name)

    return read


# --- filters --------------------------------------------------------------------------------------------------------


def compiled(source: Source, entity: ObjectType, where: Filter | None) -> Test:
    if where is None:
        return lambda values: True
    if isinstance(where, Condition):
        return _condition(source, entity, where)
    tests = [compiled(source, entity, part) for part in where.parts]
    if where.op == "NOT":
        return lambda values: not tests[0](values)
    if where.op == "OR":
        return lambda values: any(test(values) for test in tests)
    return lambda values: all(test(values) for test in tests)


def _condition(source: Source, entity: ObjectType, one: Condition) -> Test:
    found = column(source, entity, one.path)
    field, read, name = found.field, found.read, ".".join(one.path)
    if field.long or field.type == "complexvalue":
        raise QueryRefused("INVALID_FIELD", f"field '{name}' can not be filtered in a query call")
    if one.inner is not None:
        wanted = _inner(source, one.inner)
        return lambda values: (read(values) in wanted) == (one.op == "IN")
    if one.op in ("INCLUDES", "EXCLUDES"):
        return _picked(field, read, one)
    if one.op == "LIKE":
        return _like(field, read, one.values[0])
    literals = [literal(field, name, value) for value in one.values]
    if one.op in ("IN", "NOT IN"):
        wanted = set(literals)
        return lambda values: (folded(read(values)) in wanted) == (one.op == "IN")
    return _compared(field, name, read, one.op, literals[0])


def folded(value: Any) -> Any:
    """Text compares without case in SOQL (documented)."""
    return value.casefold() if isinstance(value, str) else value


def literal(field: Field, name: str, value: Value) -> Any:
    """A literal in the form in which `folded` values compare. Raises QueryRefused on a literal of another type."""
    if value.kind == "null":
        return False if field.type == "boolean" else None
    if field.type in ("id", "reference"):
        return _id_literal(name, value)
    if field.type in _NUMBERS:
        return float(_of_kind(field, name, value, "number"))
    if field.type == "boolean":
        return _of_kind(field, name, value, "boolean")
    if field.type == "date":
        return _of_kind(field, name, value, "date")
    if field.type == "datetime":
        return folded(_instant(_of_kind(field, name, value, "datetime")))
    return folded(_of_kind(field, name, value, "string"))


def _of_kind(field: Field, name: str, value: Value, kind: str) -> Any:
    if value.kind != kind:
        quotes = "should be" if kind == "string" else "should not be"
        type = {"double": "double", "datetime": "dateTime"}.get(field.type, field.type)
        told = f"value of filter criterion for field '{name}' must be of type {type} and {quotes} enclosed in quotes"
        raise QueryRefused("INVALID_FIELD", told)
    return value.value


def _instant(text: str) -> str:
    at = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}+0000"


def _id_literal(name: str, value: Value) -> str:
    if value.kind != "string" or not is_id(value.value):
        raise QueryRefused("INVALID_QUERY_FILTER_OPERATOR", f"invalid ID field: {value.value}")
    return id18(value.value[:15]).casefold()


def _compared(field: Field, name: str, read: Read, op: str, wanted: Any) -> Test:
    if op == "=":
        return lambda values: bool(folded(read(values)) == wanted)
    if op == "!=":
        return lambda values: bool(folded(read(values)) != wanted)
    if field.type in ("boolean", "multipicklist", "id", "reference") or wanted is None:
        told = f"field '{name}' of type {field.type} can not be compared with {op}"
        raise QueryRefused("INVALID_QUERY_FILTER_OPERATOR", told)
    tests: dict[str, Callable[[Any], bool]] = {
        "<": lambda value: value < wanted,
        "<=": lambda value: value <= wanted,
        ">": lambda value: value > wanted,
        ">=": lambda value: value >= wanted,
    }
    test = tests[op]

    def run(values: Json) -> bool:
        value = folded(read(values))
        return value is not None and test(value)

    return run


def _like(field: Field, read: Read, value: Value) -> Test:
    if value.kind != "string" or field.type in (*_NUMBERS, "date", "datetime", "boolean", "id", "reference"):
        raise QueryRefused("INVALID_QUERY_FILTER_OPERATOR", f"invalid operator on {field.type} field: LIKE")
    wild = {"%": ".*", "_": "."}
    parts = re.findall(r"\\.|.", unescaped(value.raw, like=True), re.DOTALL)
    pattern = "".join(wild[p] if p in wild else re.escape(p[-1]) for p in parts)
    match = re.compile(pattern, re.IGNORECASE | re.DOTALL).fullmatch
    return lambda values: match(read(values) or "") is not None


def _picked(field: Field, read: Read, one: Condition) -> Test:
    """INCLUDES ('a;b', 'c'): both a and b, or c."""
    if field.type != "multipicklist":
        raise QueryRefused("INVALID_QUERY_FILTER_OPERATOR", f"{one.op} is for multi-select picklists only")
    wanted = [set(str(value.value).split(";")) for value in one.values]
    positive = one.op == "INCLUDES"

    def run(values: Json) -> bool:
        held = set((read(values) or "").split(";"))
        return any(group <= held for group in wanted) == positive

    return run


def _inner(source: Source, query: Query) -> set[Any]:
    """A semi-join: the values of the one selected field."""
    if len(query.fields) != 1:
        raise QueryRefused("MALFORMED_QUERY", "A subquery selects exactly one field")
    entity = source.entity(query.entity)
    read = column(source, entity, query.fields[0]).read
    return {read(values) for values in rows(source, query, False)} - {None}


# --- rows -----------------------------------------------------------------------------------------------------------


def rows(source: Source, query: Query, with_deleted: bool) -> list[Json]:
    """The values of the records found, in order. Raises QueryRefused."""
    entity = source.entity(query.entity)
    test = compiled(source, entity, query.where)
    sorts = [(order, _sorting(source, entity, order)) for order in query.order]
    found = [
        v for v in _candidates(source, entity, query.where) if (with_deleted or not v.get("IsDeleted")) and test(v)
    ]
    if sorts and sorts[0][0].down:
        found.reverse()  # ties come in the index's direction
    for order, key in reversed(sorts):
        found.sort(key=key, reverse=order.down)
    end = None if query.limit is None else query.offset + query.limit
    return found[query.offset : end]


def _sorting(source: Source, entity: ObjectType, order: Order) -> Callable[[Json], Any]:
    """Nulls come first unless NULLS LAST is said, whatever the direction (documented)."""
    found = column(source, entity, order.path)
    if found.field.long or found.field.type in ("multipicklist", "complexvalue"):
        raise QueryRefused("MALFORMED_QUERY", f"field '{'.'.join(order.path)}' can not be sorted in a query call")
    read, nulls_high = found.read, order.nulls_last != order.down

    def key(values: Json) -> tuple[bool, Any]:
        value = folded(read(values))
        return ((value is None) == nulls_high, 0 if value is None else value)

    return key


def _candidates(source: Source, entity: ObjectType, where: Filter | None) -> Iterable[Json]:
    """Ids and indexed links are looked up, the rest is read from end to end."""
    table = source.tables[entity.name]
    for one in _all_true(where):
        if one.inner is not None or one.op not in ("=", "IN") or len(one.path) != 1:
            continue
        wanted = [id18(v.value[:15]) for v in one.values if v.kind == "string" and is_id(v.value)]
        if len(wanted) != len(one.values):
            continue
        if one.path[0].lower() == "id":
            return [table[id].values for id in dict.fromkeys(wanted) if id in table]
        if one.path[0] in getattr(table, "indexes", {}):
            index = table.indexes[one.path[0]]  # type: ignore[attr-defined]
            return [r.values for id in dict.fromkeys(wanted) for r in index.get(id, {}).values()]
    return [record.values for record in table.values()]


def _all_true(where: Filter | None) -> list[Condition]:
    """The conditions that must hold whatever else."""
    if isinstance(where, Condition):
        return [where]
    if isinstance(where, Group) and where.op == "AND":
        return [one for part in where.parts for one in _all_true(part)]
    return []


# --- how a row is shown ---------------------------------------------------------------------------------------------


def shower(source: Source, query: Query) -> Callable[[Json], Json]:
    """Values → the record of an answer, with attributes and nested parents."""
    entity = source.entity(query.entity)
    columns = [column(source, entity, path) for path in query.fields]

    def show(values: Json) -> Json:
        record: Json = {"attributes": attributes(source, entity.name, values)}
        for one in columns:
            _place(source, record, values, one)
        return record

    return show


def attributes(source: Source, entity: str, values: Json) -> Json:
    return {"type": entity, "url": f"{source.address}/sobjects/{entity}/{values.get('Id')}"}


def _place(source: Source, record: Json, values: Json, one: Column) -> None:
    if not one.relations:
        record[one.field.name] = values.get(one.field.name)
        return
    holder = record
    for relation, parent in zip(one.relations, one.entities[1:], strict=True):
        link = source.objects[one.entities[one.relations.index(relation)]].relations[relation]
        found = source.tables.get(link.refers, {}).get(values.get(link.name) or "")
        if found is None:
            holder[relation] = None
            return
        values = found.values
        if holder.get(relation) is None:
            holder[relation] = {"attributes": attributes(source, parent, values)}
        holder = holder[relation]
    holder[one.field.name] = values.get(one.field.name)
