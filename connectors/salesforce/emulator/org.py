"""An emulated organisation: users, records, what is deployed, who may see what. People and apps change it here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from connectors.salesforce.emulator import saving, seed
from connectors.salesforce.emulator.components import Metadata, ObjectScope, Rule
from connectors.salesforce.emulator.deployment import Deployment
from connectors.salesforce.emulator.formula import compile_formula
from connectors.salesforce.emulator.ids import MASTER, Ids, id18
from connectors.salesforce.emulator.records import Journal, Notification, Record, Refusal, Table
from connectors.salesforce.emulator.schema import Choice, quote, record_type_field, standard
from connectors.salesforce.emulator.values import stamp

__all__ = ["Org", "Record", "Refusal"]
Json = dict[str, Any]


class Org:
    """The organisation. Times come from `clock`; everything is guarded by `lock`."""

    def __init__(self, name: str = "Acme") -> None:
        self.lock = threading.RLock()
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.ids = Ids()
        self.name, self.address, self.https_instance = name, "", True
        self._org_id = self.ids.new("Organization")
        self.client_id, self.client_secret = "emulated-client-id", "emulated-client-secret"
        self.public_keys: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.logins = 0
        self.calls: list[Json] = []
        self.api_used, self.api_limit = 0, 100_000
        self.rule_limit, self.field_limit = 100, 500
        self.page_size, self.deploy_polls = 2000, 1
        self.production = False
        self.unknown_field_fails_request = False  # whether INVALID_FIELD is for the whole collection or one row
        self.locked_accounts: set[str] = set()
        self.silent_users: set[str] = set()  # "Send Outbound Messages" is off in their profile
        self.layout_fields: set[str] = set()
        self.placed_components: set[str] = set()
        self.placed_actions: set[str] = set()
        self.metadata = Metadata(standard())
        self.deployments: dict[str, Deployment] = {}
        self.cursors: dict[str, Any] = {}
        self.journal = Journal()
        self.outbox: list[Notification] = []
        self.wake: Callable[[], None] = lambda: None
        self.records: dict[str, Table] = {}
        for entity in self.metadata.objects:
            self.records[entity] = Table(entity)
        self.record_types: dict[str, list[str] | None] = {}
        self._access: dict[str, dict[str, bool]] = {}
        self._custom: dict[str, frozenset[str]] = {}
        self.schema_changed = datetime(2026, 1, 1, tzinfo=UTC)
        self.integration_user, self.automated_process = seed.fill(self)

    @property
    def instance(self) -> str:
        """The address that a token reply names; https unless `https_instance` is off, as clients insist on it."""
        return self.address.replace("http://", "https://") if self.https_instance else self.address

    @property
    def org_id(self) -> str:
        """18 characters. May be replaced: a refreshed sandbox is another organisation with the same contents."""
        return self._org_id

    @org_id.setter
    def org_id(self, id: str) -> None:
        record = self.records["Organization"].pop(self._org_id)
        self._org_id = record.values["Id"] = id18(id)
        self.records["Organization"].put(record)

    # --- clock ------------------------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.clock().astimezone(UTC)

    @property
    def today(self) -> date:
        return self.now.date()

    # --- people and what they may see -------------------------------------------------------------------------------

    def add_user(self, name: str, username: str, active: bool = True, profile: str = "Standard User") -> str:
        """Returns the user's id. The e-mail address is the user name."""
        first, _, last = name.rpartition(" ")
        values = {"Name": name, "FirstName": first or None, "LastName": last, "Username": username, "Email": username}
        more = {
            "Alias": name[:8].lower(),
            "IsActive": active,
            "UserType": "Standard",
            "TimeZoneSidKey": "Europe/Berlin",
        }
        return self.insert("User", {**values, **more, "ProfileId": seed.profile(self, profile)}).id

    def assign(self, permission_set: str, user: str) -> str:
        """Give a user a permission set; the id of the assignment. Once is enough. KeyError when there is no such set."""
        with self.lock:
            set_id = self.metadata.permission_sets[permission_set].id
            for record in self.records["PermissionSetAssignment"].values():
                if (record.values["AssigneeId"], record.values["PermissionSetId"]) == (user, set_id):
                    return record.id
            given = {"AssigneeId": user, "PermissionSetId": set_id}
            return saving.insert(self, "PermissionSetAssignment", given, self.integration_user).id

    def permissions(self, user: str) -> frozenset[str]:
        """Names of the custom permissions a user has."""
        if user not in self._custom:
            sets = self._assigned(user)
            self._custom[user] = frozenset(name for one in sets for name in one.custom)
        return self._custom[user]

    def access(self, user: str) -> dict[str, bool]:
        """Full name of a deployed field → may this user edit it? Fields not in it are invisible to the user."""
        if user not in self._access:
            found: dict[str, bool] = {}
            for one in self._assigned(user):
                for name, editable in one.fields:
                    found[name] = found.get(name, False) or editable
            self._access[user] = found
        return self._access[user]

    def sees(self, user: str, entity: str, field: str) -> bool:
        """Standard fields and required ones are visible to all; deployed ones need a permission set (2026-11)."""
        known = self.metadata.objects[entity].fields[field]
        return not known.custom or known.required or f"{entity}.{field}" in self.access(user)

    def edits(self, user: str, entity: str, field: str) -> bool:
        known = self.metadata.objects[entity].fields[field]
        return not known.custom or known.required or self.access(user).get(f"{entity}.{field}", False)

    def _assigned(self, user: str) -> list[Any]:
        rows = self.records["PermissionSetAssignment"].values()
        mine = {record.values["PermissionSetId"] for record in rows if record.values["AssigneeId"] == user}
        return [one for one in self.metadata.permission_sets.values() if one.id in mine]

    def touch(self) -> None:
        """Schema or access have changed: forget what was worked out, move the describe's date by a whole second."""
        self._access, self._custom = {}, {}
        now = self.now.replace(microsecond=0)
        self.schema_changed = max(now, datetime.fromtimestamp(self.schema_changed.timestamp() + 1, UTC))

    # --- set-up -----------------------------------------------------------------------------------------------------

    @property
    def quotes_enabled(self) -> bool:
        """Whether the Quote object exists. Set it before the first quote."""
        return "Quote" in self.metadata.objects

    @quotes_enabled.setter
    def quotes_enabled(self, on: bool) -> None:
        if on and not self.quotes_enabled:
            self.metadata.objects["Quote"], self.records["Quote"] = quote(), Table("Quote")
        elif not on and self.quotes_enabled:
            del self.metadata.objects["Quote"], self.records["Quote"]
        self.touch()

    @property
    def stages(self) -> list[Json]:
        """The OpportunityStage rows, in order."""
        rows = [record.values for record in self.records["OpportunityStage"].values()]
        return sorted(rows, key=lambda row: row["SortOrder"])

    def add_stage(self, name: str, order: int = 0, **more: Any) -> None:
        """One more stage, at the end unless `order` is given; `probability`, `closed`, `won`, `active`, `label`."""
        seed.add_stage(self, name, order or len(self.stages) + 1, **more)
        self.refresh_stages()

    def refresh_stages(self) -> None:
        """Call it after changing `stages`: the pick-list follows them."""
        choices = tuple(Choice(row["ApiName"], row["MasterLabel"], row["IsActive"]) for row in self.stages)
        seed.replace_field(self.metadata.objects["Opportunity"], "StageName", choices=choices)
        self.touch()

    def add_record_type(self, developer_name: str, name: str, stages: list[str] | None = None) -> str:
        """The first one brings the field RecordTypeId. `stages`: its sales process, None for all. Returns its id."""
        self.metadata.objects["Opportunity"].add(record_type_field())
        values = {"Name": name, "DeveloperName": developer_name, "SobjectType": "Opportunity", "IsActive": True}
        id = self.insert("RecordType", values).id
        self.record_types[id] = stages
        self.touch()
        return id

    def stages_of(self, record_type: str) -> list[Json]:
        """The active stages of a record type's sales process; of the master: all."""
        allowed = None if record_type == MASTER else self.record_types.get(record_type)
        active = [row for row in self.stages if row["IsActive"]]
        return [row for row in active if allowed is None or row["ApiName"] in allowed]

    def add_validation_rule(
        self, name: str, formula: str, message: str, field: str = "", active: bool = True, entity: str = "Opportunity"
    ) -> str:
        """Somebody else's rule. Raises FormulaError. Returns its id."""
        compiled = compile_formula(formula, ObjectScope(self.metadata, entity), ("Boolean",))
        rule = Rule(name, entity, compiled, message, field, active, id=self.ids.new("ValidationRule"))
        self.metadata.rules[rule.full_name] = rule
        return rule.id

    def expire_tokens(self) -> None:
        """Every token there is becomes INVALID_SESSION_ID."""
        self.tokens.clear()

    # --- records ----------------------------------------------------------------------------------------------------

    def insert(self, entity: str, values: Mapping[str, Any]) -> Record:
        """Put a record in place without any rule: users, stages, what is there from the beginning."""
        record = Record(entity, {**values, "Id": self.ids.new(entity), "IsDeleted": False})
        by = getattr(self, "integration_user", None)
        record.values |= saving.stamps(self, by, None)
        self.records[entity].put(record)
        return record

    def create(self, values: Mapping[str, Any], by: str | None = None, entity: str = "Opportunity") -> str:
        """Somebody saves a new record. Raises Refusal; then nothing was changed. Returns its id."""
        with self.lock:
            return saving.insert(self, entity, values, by or self.integration_user).id

    def save(self, id: str, values: Mapping[str, Any], by: str | None = None) -> None:
        """Somebody changes a record. Raises Refusal with every failing rule; then nothing was changed."""
        with self.lock:
            saving.update(self, self.find(id), values, by or self.integration_user)

    def find(self, id: str) -> Record:
        """A record of any object, deleted or not. Raises Refusal."""
        for table in self.records.values():
            if (record := table.get(id18(id))) is not None:
                return record
        raise Refusal.one("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")

    def delete(self, id: str, by: str | None = None) -> None:
        with self.lock:
            saving.delete(self, self.find(id), by or self.integration_user)

    def undelete(self, id: str, by: str | None = None) -> None:
        with self.lock:
            saving.undelete(self, self.find(id), by or self.integration_user)

    def bulk_load(self, rows: Iterable[Mapping[str, Any]], by: str | None = None) -> list[str]:
        """Opportunities without rules, flows, history: kept as given, with what every one has. Returns their ids."""
        with self.lock:
            return [saving.load(self, row, by or self.integration_user).id for row in rows]

    def tasks(self, opportunity: str) -> list[Json]:
        """The tasks on an opportunity, oldest first."""
        return [r.values for r in self.records["Task"].by("WhatId", id18(opportunity)) if not r.deleted]

    def count_calls(self, *words: str) -> int:
        """How many requests were made (whose path contains one of the words)."""
        return sum(not words or any(word in call["path"] for word in words) for call in self.calls)

    def stamp(self) -> str:
        return stamp(self.now)
