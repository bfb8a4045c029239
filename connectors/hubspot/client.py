"""The few calls we make to HubSpot, one function each, through hubspot-api-client on our own session.

The client library (12.0.0, 2025-05) speaks v3 and v4 paths and drops the `errors` of a 200. Here its paths are moved to
API 2026-09 and the JSON is read raw, so that nothing is lost. No other file imports it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.errors import ConfigError, ConnectorError, NotFound, Transient
from connectors.http import Session, only_reads, shared_limit
from connectors.hubspot.failures import failure

API_VERSION = "2026-09"
READ_LIMIT, HISTORY_LIMIT, WRITE_LIMIT, PAGE_LIMIT = 100, 50, 100, 200
TASK_TO_DEAL = 216
# Static apps may make 100 calls in 10 s (Free, Starter) and share that with the customer's other apps (2026-11);
# search allows five a second and says so in no header.
CALLS, CALL_SECONDS, SEARCHES = 90, 10.0, 4

# 2026-09 puts the version behind the API's name (changelog 2026-03-30, 2026-09-08).
_PATHS = (
    (re.compile(r"^/crm/v3/objects/"), f"/crm/objects/{API_VERSION}/"),
    (re.compile(r"^/crm/v3/(properties|pipelines|owners)\b"), rf"/crm/\1/{API_VERSION}"),
    (re.compile(r"^/crm/v4/associations/"), f"/crm/associations/{API_VERSION}/"),
)
_SAME_AGAIN = re.compile(r"/(batch/read|batch/update|search)$")  # reading, or writing the same values once more
Json = dict[str, Any]


def repeatable(method: str, path: str) -> bool:
    """May the call be sent again when its answer was lost? Not what creates something: that would be there twice."""
    return only_reads(method, path) or method in ("PATCH", "DELETE") or bool(_SAME_AGAIN.search(path))


class Client:
    """One account's HubSpot. Every method is one call; results are JSON as HubSpot sent it."""

    def __init__(self, base: str, token: str, session: Session | None = None, account: str = "") -> None:
        key = f"hubspot {base} {account}"
        self.base = base
        self.session = session or Session(shared_limit(key, CALLS, CALL_SECONDS), repeatable)
        self.search_limit = shared_limit(f"{key} search", SEARCHES, 1.0)
        self._token = token
        self._apis: dict[tuple[str, str], Any] = {}
        self._hubspot: Any = None

    @property
    def crm(self) -> Any:
        """The vendor's client. Imported here, because it is heavy."""
        if self._hubspot is None:
            from hubspot import HubSpot

            self._hubspot = HubSpot(access_token=self._token, host=self.base, base_url=self.base, api_factory=self._api)
        return self._hubspot.crm

    def _api(self, package: Any, name: str, config: Any) -> Any:
        """One API object per kind, on our session: the library would make a new connection pool for each call."""
        from hubspot.discovery.discovery_base import DiscoveryBase

        key = (package.__name__, name)
        if key not in self._apis:
            api = DiscoveryBase._default_api_factory(package, name, config)
            api.api_client.rest_client.pool_manager = _Pool(self.session)
            inner = api.api_client.call_api
            api.api_client.call_api = lambda path, *args, **options: inner(dated(path), *args, **options)
            self._apis[key] = api
        return self._apis[key]

    def _call(self, function: Any, *args: Any, **options: Any) -> Json:
        """Run one of the library's functions and read the raw answer; its errors become ours."""
        try:
            answer = function(*args, _preload_content=False, **options)
        except ConnectorError:
            raise
        except Exception as error:
            if getattr(error, "status", None) is None:
                raise
            raise self._failure(error.status, error.body, error.headers or {}) from None  # type: ignore[attr-defined]
        return _json(answer.data)

    def _failure(self, status: int, body: Any, headers: Mapping[str, str]) -> ConnectorError:
        return failure(self.base, status, body, headers, self._token)

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Json:
        """A path the library does not know."""
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        answer = self.session.request("GET", f"{self.base}{path}", params=params, headers=headers)
        if not 200 <= answer.status_code <= 299:
            raise self._failure(answer.status_code, answer.content, answer.headers)
        return _json(answer.content)

    # --- deals ------------------------------------------------------------------------------------------------------

    def read_deals(self, ids: Sequence[str], properties: Sequence[str], history: Sequence[str] = ()) -> Json:
        """Up to 100 deals (50 with history). Ids that are not there come under `errors`."""
        return self._call(self.crm.deals.batch_api.read, _wanted(ids, properties, history))

    def update_deals(self, inputs: Sequence[Json]) -> Json:
        """Up to 100 deals. Values are strings; each input carries a trace id, so that failures are told apart."""
        return self._call(self.crm.deals.batch_api.update, {"inputs": list(inputs)})

    def search_deals(self, filters: Sequence[Json], properties: Sequence[str]) -> Json:
        """One page of up to 200 deals in id order."""
        self.search_limit.wait()
        body = {"filterGroups": [{"filters": list(filters)}], "sorts": ["hs_object_id"], "properties": list(properties)}
        return self._call(self.crm.deals.search_api.do_search, {**body, "limit": PAGE_LIMIT, "after": "0"})

    # --- the account's own ------------------------------------------------------------------------------------------

    def account(self) -> Json:
        return self.get(f"/account-info/{API_VERSION}/details")

    def pipelines(self) -> Json:
        return self._call(self.crm.pipelines.pipelines_api.get_all, "deals")

    def pipeline_rules(self, pipeline: str) -> Json:
        """The portal's own rules for moving deals (Sales Pro and above)."""
        return self.get(f"/crm/pipelines-rules/{API_VERSION}/0-3/{pipeline}")

    def owners(self, archived: bool, after: str | None) -> Json:
        """A page of owners. Some servers answer only with the library's own slash at the end."""
        more = {"after": after} if after else {}
        try:
            return self._call(self.crm.owners.owners_api.get_page, limit=100, archived=archived, **more)
        except (NotFound, ConfigError):
            asked = {"limit": "100", "archived": str(archived).lower(), **more}
            return self.get(f"/crm/owners/{API_VERSION}/", asked)

    def properties(self) -> Json:
        return self._call(self.crm.properties.core_api.get_all, "deals")

    def groups(self) -> Json:
        return self._call(self.crm.properties.groups_api.get_all, "deals")

    def create_group(self, name: str, label: str) -> Json:
        body = {"name": name, "label": label, "displayOrder": -1}
        return self._call(self.crm.properties.groups_api.create, "deals", body)

    def archive_group(self, name: str) -> Json:
        return self._call(self.crm.properties.groups_api.archive, "deals", name)

    def create_properties(self, definitions: Sequence[Json]) -> Json:
        return self._call(self.crm.properties.batch_api.create, "deals", {"inputs": list(definitions)})

    def create_property(self, definition: Json) -> Json:
        return self._call(self.crm.properties.core_api.create, "deals", definition)

    def update_property(self, name: str, changes: Json) -> Json:
        return self._call(self.crm.properties.core_api.update, "deals", name, changes)

    def archive_property(self, name: str) -> Json:
        return self._call(self.crm.properties.core_api.archive, "deals", name)

    # --- tasks and quotes -------------------------------------------------------------------------------------------

    def associated(self, kind: str, other: str, ids: Sequence[str]) -> Json:
        """What is linked to these records: kind → other."""
        body = {"inputs": [{"id": id} for id in ids]}
        return self._call(self.crm.associations.v4.batch_api.get_page, kind, other, body)

    def read_tasks(self, ids: Sequence[str], properties: Sequence[str]) -> Json:
        return self._call(self.crm.objects.tasks.batch_api.read, _wanted(ids, properties))

    def create_task(self, properties: Mapping[str, str], deal: str) -> Json:
        kind = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": TASK_TO_DEAL}
        body = {"properties": dict(properties), "associations": [{"to": {"id": deal}, "types": [kind]}]}
        return self._call(self.crm.objects.tasks.basic_api.create, body)

    def update_task(self, id: str, properties: Mapping[str, str]) -> Json:
        return self._call(self.crm.objects.tasks.basic_api.update, id, {"properties": dict(properties)})

    def read_quotes(self, ids: Sequence[str]) -> Json:
        return self._call(self.crm.quotes.batch_api.read, _wanted(ids, ["hs_status"]))


def _wanted(ids: Sequence[str], properties: Sequence[str], history: Sequence[str] = ()) -> Json:
    inputs = [{"id": id} for id in ids]
    return {"inputs": inputs, "properties": list(properties), "propertiesWithHistory": list(history)}


@dataclass(frozen=True)
class _Answer:
    """What the library's rest.py reads of a response."""

    status: int
    reason: str
    data: bytes
    headers: Mapping[str, str]

    def getheaders(self) -> Mapping[str, str]:
        return self.headers


class _Pool:
    """The one call that the library's rest.py makes of urllib3's pool, answered by our session."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def request(
        self, method: str, url: str, body: Any = None, fields: Any = None, headers: Any = None, **_: Any
    ) -> _Answer:
        params = [(name, _word(value)) for name, value in fields or ()] if method in ("GET", "HEAD") else None
        found = self.session.request(method, url, params=params, data=body, headers=headers)
        return _Answer(found.status_code, found.reason or "", found.content, found.headers)


def _word(value: Any) -> str:
    """The library would ask for `archived=False`."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def dated(path: str) -> str:
    """A v3 or v4 path of the library as a path of API 2026-09; owners lose the library's trailing slash."""
    for pattern, replacement in _PATHS:
        if pattern.search(path):
            return pattern.sub(replacement, path, count=1).rstrip("/")
    return path


def _json(data: bytes) -> Json:
    try:
        read = json.loads(data) if data else {}
    except (ValueError, RecursionError):
        raise Transient("HubSpot answered with something that is not JSON") from None
    if not isinstance(read, dict):
        raise Transient("HubSpot answered with something else than was asked for")
    return read
