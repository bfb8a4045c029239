"""The few calls we make to Salesforce, one function each, through simple-salesforce on our own session.

The library (1.12.10) is given a token and an address, for its own renewal drops the headers of the repeated call, and
only its `restful` is used: the calls of its SFType forget the API usage, and `deploy` spoils its headers for all later
calls. It has no time-outs and insists on https; our session has the first and knows better for loopback. No other file
imports it.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from connectors.base import Connection
from connectors.errors import ConfigError, ConnectorError, NotFound, Refused, Transient
from connectors.http import CONNECT_SECONDS, Session, host, is_loopback, only_reads
from connectors.salesforce.failures import Expired, failure
from connectors.salesforce.ids import id18, is_id
from connectors.salesforce.schema import API_VERSION
from connectors.salesforce.tokens import Token, Tokens

DATA = f"/services/data/v{API_VERSION}"
TIMEOUT = (CONNECT_SECONDS, 30.0)
WRITE_LIMIT, READ_LIMIT, PAGE_LIMIT = 200, 200, 2000
DESCRIBE_LASTS, DESCRIBE_ASKED_ANEW = 300.0, 3600.0
_NEXT = re.compile(r"/services/data/v[\d.]+/(.+)")
_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_USAGE = re.compile(r"(?<![\w-])api-usage=(\d+)/(\d+)")
Json = dict[str, Any]
Result = TypeVar("Result")


def repeatable(method: str, path: str) -> bool:
    """May the call be sent again when its answer was lost? Not what creates something: that would be there twice."""
    return only_reads(method, path) or (method in ("PATCH", "DELETE") and "/sobjects" in path)


# --- SOQL -----------------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """A text as a SOQL literal."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}'"


def checked_id(id: str) -> str:
    """An id that may stand in a path or a query. Raises ConfigError."""
    if not is_id(id):
        raise ConfigError(f"“{id[:40]}” is no Salesforce id: 15 or 18 letters and digits.")
    return id


def instant(at: datetime) -> str:
    """An instant as a SOQL literal, which stands without quotes."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def among(ids: Sequence[str]) -> str:
    """The right side of `Id IN`."""
    return "(" + ",".join(f"'{checked_id(id)}'" for id in ids) + ")"


@dataclass(frozen=True)
class _Described:
    """A describe answer: when it was read last, when in full, and the server's own date of it."""

    told: Json
    at: float
    full_at: float
    dated: str


class Client:
    """One organisation. Every method is one call (queries: one a page); results are JSON as Salesforce sent it.

    Raises `connectors.errors`. An expired token is renewed once a call, and the call repeated with all its headers.
    `used` of `allowed` calls of the last 24 hours are gone, as the latest answer said.
    """

    def __init__(
        self, connection: Connection, session: Session | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.session = session or Session(repeatable=repeatable)
        self.tokens, self.clock = Tokens(connection, self.session), clock
        self.used, self.allowed = 0, 0
        self.session.hooks["response"].append(self._heard)
        self._latest = threading.local()
        self._api_of: tuple[str, Any] = ("", None)
        self._described: dict[str, _Described] = {}
        self._organisation = ""

    # --- whose it is ------------------------------------------------------------------------------------------------

    @property
    def org_id(self) -> str:
        """The organisation behind the token, 18 characters."""
        self._organisation = self._organisation or self.tokens.current().org or self._asked_org()
        return self._organisation

    @property
    def user_id(self) -> str:
        """The user whom our calls are made for, 18 characters; empty when the token does not say."""
        return self.tokens.current().user

    @property
    def budget_left(self) -> float:
        """The part of the day's calls that is left, 0 to 1; 1 when nobody said."""
        return max(0.0, 1.0 - self.used / self.allowed) if self.allowed else 1.0

    def _asked_org(self) -> str:
        try:
            found = [str(row.get("Id") or "") for row in self.rows("SELECT Id FROM Organization")]
        except (Refused, NotFound):
            return ""
        return id18(found[0]) if found and is_id(found[0]) else ""

    def identity(self) -> Json:
        """The organisation's own row: Id, and Name, TimeZoneSidKey, IsSandbox, OrganizationType where it shows them."""
        for fields in ("Id, Name, TimeZoneSidKey, IsSandbox, OrganizationType", "Id, Name"):
            try:
                found = self.rows(f"SELECT {fields} FROM Organization")
            except (Refused, NotFound):
                continue
            if found:
                return found[0]
        return {"Id": self.tokens.current().org}

    # --- queries ----------------------------------------------------------------------------------------------------

    def query(self, soql: str) -> Iterator[list[Json]]:
        """Pages of up to 2,000 rows. The query travels in the address: callers name at most 200 ids."""
        return self._pages("query", soql)

    def rows(self, soql: str) -> list[Json]:
        return [row for page in self.query(soql) for row in page]

    def tooling(self, soql: str) -> list[Json]:
        """The rows of a Tooling API query."""
        return [row for page in self._pages("tooling/query", soql) for row in page]

    def _pages(self, path: str, soql: str) -> Iterator[list[Json]]:
        headers = {"Sforce-Query-Options": f"batchSize={PAGE_LIMIT}"}
        answer = self._object(self._call(path, params={"q": soql}, headers=headers))
        seen: set[str] = set()
        while True:
            yield self._objects(answer, "records")
            following = _NEXT.search(str(answer.get("nextRecordsUrl") or ""))
            if not following or answer.get("done") is True or following.group(1) in seen:
                return
            seen.add(following.group(1))
            answer = self._object(self._call(following.group(1), headers=headers))

    # --- what the organisation has ----------------------------------------------------------------------------------

    def describe(self, sobject: str, fresh: bool = False) -> Json:
        """An object's fields and record types. Kept five minutes, then asked whether it changed; `fresh` asks in full.

        A permission that was given to us may show fields without a change of date, so it is read in full every hour.
        """
        kept, now = self._described.get(sobject), self.clock()
        if kept and not fresh and now - kept.at < DESCRIBE_LASTS:
            return kept.told
        since = kept.dated if kept and not fresh and now - kept.full_at < DESCRIBE_ASKED_ANEW else ""
        headers = {"If-Modified-Since": since} if since else {}
        told = self._call(f"sobjects/{_checked_name(sobject)}/describe", headers=headers)
        if told is _UNCHANGED and kept:
            self._described[sobject] = _Described(kept.told, now, kept.full_at, kept.dated)
            return kept.told
        self._objects(told, "fields")
        said = self._headers()
        dated = str(said.get("Last-Modified") or said.get("Date") or "")
        self._described[sobject] = _Described(self._object(told), now, now, dated)
        return self._described[sobject].told

    def forget(self, sobject: str) -> None:
        """Something contradicted what we know of an object: describe it in full next time."""
        self._described.pop(sobject, None)

    def sobjects(self) -> frozenset[str]:
        """The names of all objects that our user may see."""
        return frozenset(str(row.get("name")) for row in self._objects(self._call("sobjects"), "sobjects"))

    def layouts(self, sobject: str) -> Json:
        return self._object(self._call(f"sobjects/{_checked_name(sobject)}/describe/layouts"))

    def picklist(self, sobject: str, record_type_id: str, field: str) -> Json:
        """The values of a picklist that a record type allows."""
        of = f"{_checked_name(sobject)}/picklist-values/{checked_id(record_type_id)}/{_checked_name(field)}"
        return self._object(self._call(f"ui-api/object-info/{of}"))

    def limits(self) -> Json:
        return self._object(self._call("limits"))

    # --- records ----------------------------------------------------------------------------------------------------

    def create(self, sobject: str, values: Mapping[str, Any]) -> str:
        """Create a record and return its id."""
        made = self._object(self._call(f"sobjects/{_checked_name(sobject)}", "POST", json=dict(values)))
        return str(made.get("id") or "")

    def update(
        self, sobject: str, id: str, values: Mapping[str, Any], unmodified_since: datetime | None = None
    ) -> None:
        """Change a record, unless somebody did so after `unmodified_since` (whole seconds): then Transient."""
        path = f"sobjects/{_checked_name(sobject)}/{checked_id(id)}"
        stamp = format_datetime(unmodified_since.astimezone(UTC), usegmt=True) if unmodified_since else ""
        self._call(path, "PATCH", json=dict(values), headers={"If-Unmodified-Since": stamp} if stamp else {})

    def delete(self, sobject: str, id: str) -> None:
        self._call(f"sobjects/{_checked_name(sobject)}/{checked_id(id)}", "DELETE")

    def update_many(self, sobject: str, records: Sequence[Mapping[str, Any]], all_or_none: bool = False) -> list[Json]:
        """Up to 200 records, each with its `id`. One result a record, in order: a bad one does not stop the others,
        unless all or none of them are meant."""
        if not records:
            return []
        kind = {"attributes": {"type": _checked_name(sobject)}}
        body = {"allOrNone": all_or_none, "records": [{**kind, **record} for record in records]}
        told = self._call("composite/sobjects", "PATCH", json=body)
        if not isinstance(told, list) or len(told) != len(records):
            raise Transient(f"{self._host()} did not say what became of {len(records)} records.")
        return [row if isinstance(row, dict) else {} for row in told]

    # --- metadata ---------------------------------------------------------------------------------------------------

    def deploy(self, zip_bytes: bytes, check_only: bool) -> str:
        """Start a deployment of a zip with package.xml at its root, all or nothing; returns its id."""
        wanted = {
            "allowMissingFiles": False,
            "autoUpdatePackage": False,
            "checkOnly": check_only,
            "ignoreWarnings": False,
        }
        wanted |= {"performRetrieve": False, "purgeOnDelete": False, "rollbackOnError": True, "singlePackage": True}
        options = json.dumps({"deployOptions": {**wanted, "testLevel": "NoTestRun"}})
        files = {"json": (None, options, "application/json"), "file": ("deploy.zip", zip_bytes, "application/zip")}
        return str(self._renewing(lambda token: self._posted(token, files)).get("id") or "")

    def _posted(self, token: Token, files: Any) -> Json:
        self._api(token)
        headers = {"Authorization": f"Bearer {token.secret}", "Accept": "application/json"}
        url = f"{token.instance}{DATA}/metadata/deployRequest"
        answer = self.session.request("POST", url, headers=headers, files=files, timeout=TIMEOUT)
        if not 200 <= answer.status_code <= 299:
            raise failure(token.instance, answer.status_code, answer.content, answer.headers, token.secret)
        try:
            return self._object(answer.json())
        except (ValueError, RecursionError):
            raise Transient(f"{host(token.instance)} answered a deployment with something that is not JSON.") from None

    def deploy_status(self, id: str) -> Json:
        """How far a deployment is: its deployResult, with the details of what failed."""
        path = f"metadata/deployRequest/{checked_id(id)}"
        found = self._object(self._call(path, params={"includeDetails": "true"})).get("deployResult")
        return found if isinstance(found, dict) else {}

    def tooling_read(self, kind: str, id: str) -> Json:
        return self._object(self._call(f"tooling/sobjects/{_checked_name(kind)}/{checked_id(id)}"))

    def tooling_update(self, kind: str, id: str, body: Mapping[str, Any]) -> None:
        """Change a component; of a validation rule, `Metadata` has to be whole."""
        self._call(f"tooling/sobjects/{_checked_name(kind)}/{checked_id(id)}", "PATCH", json=dict(body))

    # --- one call ---------------------------------------------------------------------------------------------------

    def _call(self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, **options: Any) -> Any:
        """One call by the library. `_UNCHANGED` for 304; None where there is no body."""
        return self._renewing(
            lambda token: self._once(token, path, method, {"headers": dict(headers or {}), **options})
        )

    def _renewing(self, call: Callable[[Token], Result]) -> Result:
        token = self.tokens.current()
        try:
            return call(token)
        except Expired:
            return call(self.tokens.renewed(token))

    def _once(self, token: Token, path: str, method: str, options: Mapping[str, Any]) -> Any:
        from simple_salesforce.exceptions import SalesforceError

        try:
            return self._api(token).restful(path, method=method, timeout=TIMEOUT, **options)
        except SalesforceError as error:
            if error.status == 304:
                return _UNCHANGED
            raise self._failure(token, error.status, error.content) from None
        except (ValueError, TypeError, RecursionError):
            raise Transient(f"{host(token.instance)} answered with something that is not JSON.") from None

    def _failure(self, token: Token, status: int, content: Any) -> ConnectorError:
        return failure(token.instance, status, content, self._headers(), token.secret)

    def _api(self, token: Token) -> Any:
        """The library for a token. Imported here, because it is heavy; without its wish for blown-up JSON."""
        if self._api_of[0] != token.text:
            from simple_salesforce.api import Salesforce

            place = urlsplit(token.instance)
            speaks_http = any(url.startswith("http://") for url in (token.instance, self.tokens.login))
            plain = speaks_http and is_loopback(place.hostname or "")
            self.session.plain = place.netloc if plain else ""
            made = Salesforce(
                session_id=token.secret,
                instance_url=token.instance,
                version=API_VERSION,
                session=self.session,
                object_pairs_hook=dict,
            )
            made.headers.pop("X-PrettyPrint", None)
            self._api_of = (token.text, made)
        return self._api_of[1]

    def _heard(self, response: Any, *_: Any, **__: Any) -> None:
        """Every answer says how many calls are used, a refusal too."""
        self._latest.headers = response.headers
        if found := _USAGE.search(response.headers.get("Sforce-Limit-Info", "")):
            self.used, self.allowed = int(found.group(1)), int(found.group(2))

    def _headers(self) -> Mapping[str, str]:
        """The headers of this thread's latest answer; the library keeps none."""
        found: Mapping[str, str] = getattr(self._latest, "headers", {})
        return found

    def _object(self, told: Any) -> Json:
        if told is not None and not isinstance(told, dict):
            raise Transient(f"{self._host()} answered with something else than was asked for.")
        return told or {}

    def _objects(self, told: Any, name: str) -> list[Json]:
        """A list that must be there: to take its absence for an empty one would make every deal gone."""
        found = self._object(told).get(name)
        if not isinstance(found, list):
            raise Transient(f"{self._host()} answered without “{name}”.")
        return [row for row in found if isinstance(row, dict)]

    def _host(self) -> str:
        return host(self.tokens.login)


_UNCHANGED: Any = object()


def _checked_name(name: str) -> str:
    """An object's or field's name that may stand in a path."""
    if not _NAME.fullmatch(name):
        raise ConfigError(f"“{name[:40]}” is no name of an object or field in Salesforce.")
    return name
