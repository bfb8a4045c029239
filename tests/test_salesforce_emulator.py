"""The emulated Salesforce refuses what Salesforce refuses, evaluates what is deployed, and tells what it should."""

from __future__ import annotations

import io
import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from xml.etree import ElementTree

import jwt
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from connectors.salesforce.emulator import Demo, Emulator, Fault, Org, Refusal
from connectors.salesforce.emulator.components import FlowScope, Metadata, ObjectScope
from connectors.salesforce.emulator.formula import Context, FormulaError, compile_formula
from connectors.salesforce.emulator.ids import id18, is_id
from connectors.salesforce.emulator.schema import Field, standard

NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"'
QUOTE = "Proposal/Price Quote"
ACK = (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse '
    'xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>%s</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>'
)


class Api:
    """A client with a token: calls the emulator as an integration does."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator, self.org, self.base = emulator, emulator.org, f"{emulator.url}/services/data/v65.0"
        self.token = ""
        self.login()

    def login(self) -> requests.Response:
        answer = requests.post(
            f"{self.emulator.url}/services/oauth2/token",
            {"grant_type": "client_credentials"},
            auth=(self.org.client_id, self.org.client_secret),
            timeout=5,
        )
        self.token = answer.json()["access_token"]
        return answer

    def call(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> requests.Response:
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return requests.request(method, self.base + path, headers=sent, timeout=10, **more)

    def query(self, soql: str, **more: Any) -> requests.Response:
        return self.call("GET", "/query", params={"q": soql}, **more)

    def rows(self, soql: str) -> list[dict[str, Any]]:
        answer = self.query(soql)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["records"])

    def tooling(self, soql: str) -> list[dict[str, Any]]:
        answer = self.call("GET", "/tooling/query", params={"q": soql})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["records"])

    def code(self, soql: str) -> str:
        answer = self.query(soql)
        assert answer.status_code == 400, answer.text
        return str(answer.json()[0]["errorCode"])

    def deploy(self, files: dict[str, str], check: bool = False, **options: Any) -> dict[str, Any]:
        """Posts and polls; returns the deployResult with details."""
        answer = self.post_deploy(files, check, **options)
        assert answer.status_code == 201, answer.text
        for _ in range(20):
            told = self.call("GET", f"/metadata/deployRequest/{answer.json()['id']}?includeDetails=true").json()[
                "deployResult"
            ]
            if told["done"]:
                return dict(told)
        raise AssertionError("the deployment does not end")

    def post_deploy(self, files: dict[str, str], check: bool = False, **options: Any) -> requests.Response:
        wanted = {"deployOptions": {"checkOnly": check, "rollbackOnError": True, "singlePackage": True, **options}}
        parts = {
            "json": (None, json.dumps(wanted), "application/json"),
            "file": ("deploy.zip", zipped(files), "application/zip"),
        }
        return self.call("POST", "/metadata/deployRequest", files=parts)


def zipped(files: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return held.getvalue()


def package(**members: list[str]) -> str:
    types = "".join(
        "<types>" + "".join(f"<members>{name}</members>" for name in names) + f"<name>{kind}</name></types>"
        for kind, names in members.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Package {NS}>{types}<version>65.0</version></Package>'


def field(name: str, type: str, more: str = "") -> str:
    return f"<fields><fullName>{name}</fullName><label>{name}</label>{more}<type>{type}</type></fields>"


def picklist(name: str, *values: str, type: str = "Picklist") -> str:
    rows = "".join(
        f"<value><fullName>{v}</fullName><default>false</default><label>{v}!</label></value>" for v in values
    )
    lines = "<visibleLines>4</visibleLines>" if type != "Picklist" else ""
    defined = f"<valueSetDefinition><sorted>false</sorted>{rows}</valueSetDefinition>"
    return field(name, type, f"<valueSet><restricted>true</restricted>{defined}</valueSet>{lines}")


def rule(
    name: str, formula: str, message: str = "No.", field: str = "StageName", active: str = "true", more: str = ""
) -> str:
    return (
        f"<validationRules><fullName>{name}</fullName><active>{active}</active>{more}"
        f"<errorConditionFormula><![CDATA[{formula}]]></errorConditionFormula>"
        f"<errorDisplayField>{field}</errorDisplayField><errorMessage>{message}</errorMessage></validationRules>"
    )


NUMBER = "<precision>18</precision><scale>0</scale>"
FIELDS = (
    field("HG_Users__c", "Number", NUMBER)
    + field("HG_Revision__c", "Number", NUMBER)
    + field("HG_Note__c", "LongTextArea", "<length>32768</length><visibleLines>3</visibleLines>")
    + field("HG_By__c", "Text", "<length>18</length>")
    + field("HG_Due__c", "Date")
    + picklist("HG_Security__c", "sso", "audit", "none", type="MultiselectPicklist")
    + picklist("HG_Review__c", "waiting", "approved")
)
FIELD_NAMES = ["HG_Users__c", "HG_Revision__c", "HG_Note__c", "HG_By__c", "HG_Due__c", "HG_Security__c", "HG_Review__c"]
PERMISSION = f"<CustomPermission {NS}><isLicensed>false</isLicensed><label>Bypass</label></CustomPermission>"


def permission_set(fields: list[str], custom: str = "", label: str = "Sales") -> str:
    rows = "".join(
        f"<fieldPermissions><editable>true</editable><field>Opportunity.{name}</field><readable>true</readable></fieldPermissions>"
        for name in fields
    )
    grant = f"<customPermissions><enabled>true</enabled><name>{custom}</name></customPermissions>" if custom else ""
    return f"<PermissionSet {NS}>{grant}{rows}<label>{label}</label></PermissionSet>"


def flow(
    condition: str = "", on: str = "Update", sets: str = "", status: str = "Active", message: str = "", name: str = "F"
) -> str:
    start = f"<filterFormula>{condition}</filterFormula>" if condition else ""
    trigger = "RecordAfterSave" if message else "RecordBeforeSave"
    step = (
        f"<actionCalls><name>Step</name><label>Step</label><actionName>{message}</actionName>"
        "<actionType>outboundMessage</actionType></actionCalls>"
        if message
        else "<recordUpdates><name>Step</name><label>Step</label>"
        f"{sets}<inputReference>$Record</inputReference></recordUpdates>"
    )
    next_one = (
        "<formulas><name>Next</name><dataType>Number</dataType><expression>BLANKVALUE({!$Record.HG_Revision__c}, 0) + 1"
    )
    formulas = "" if message else f"{next_one}</expression><scale>0</scale></formulas>"
    return (
        f"<Flow {NS}><apiVersion>65.0</apiVersion>{formulas}<label>{name}</label><processType>AutoLaunchedFlow</processType>"
        f"{step}<start><connector><targetReference>Step</targetReference></connector>{start}<object>Opportunity</object>"
        f"<recordTriggerType>{on}</recordTriggerType><triggerType>{trigger}</triggerType></start><status>{status}</status></Flow>"
    )


def sets(name: str, value: str) -> str:
    return f"<inputAssignments><field>{name}</field><value>{value}</value></inputAssignments>"


BUMP = flow(
    "ISCHANGED({!$Record.HG_Users__c})", sets=sets("HG_Revision__c", "<elementReference>Next</elementReference>")
)


def objects(content: str, name: str = "Opportunity") -> dict[str, str]:
    return {f"objects/{name}.object": f"<CustomObject {NS}>{content}</CustomObject>"}


def opportunity(org: Org, by: str, **values: Any) -> str:
    return org.create({"Name": "A", "StageName": "Qualification", "CloseDate": "2027-01-31", **values}, by=by)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.org.deploy_polls = 0
        yield running


@pytest.fixture
def org(emulator: Emulator) -> Org:
    return emulator.org


@pytest.fixture
def ana(org: Org) -> str:
    return org.add_user("Ana Ortiz", "ana.ortiz@example.com")


@pytest.fixture
def api(emulator: Emulator) -> Api:
    return Api(emulator)


def install(
    api: Api, rules: str = "", names: tuple[str, ...] = (), more: dict[str, str] | None = None, **members: list[str]
) -> None:
    """Fields, the permission, a permission set for all of them; rules and other files when given."""
    files = {
        "package.xml": package(
            CustomField=[f"Opportunity.{name}" for name in FIELD_NAMES],
            CustomPermission=["Bypass"],
            PermissionSet=["Sales"],
            **({"ValidationRule": [f"Opportunity.{name}" for name in names]} if names else {}),
            **members,
        ),
        "customPermissions/Bypass.customPermission": PERMISSION,
        "permissionsets/Sales.permissionset": permission_set(FIELD_NAMES),
        **objects(FIELDS + rules),
        **(more or {}),
    }
    told = api.deploy(files)
    assert told["status"] == "Succeeded", told["details"]["componentFailures"]
    api.org.assign("Sales", api.org.integration_user)


def problems(told: dict[str, Any]) -> str:
    assert told["status"] == "Failed"
    return " | ".join(row["problem"] for row in told["details"]["componentFailures"])


# --- ids ------------------------------------------------------------------------------------------------------------


def test_ids_have_right_checksums() -> None:
    assert id18("0015000000Gv7qJ") == "0015000000Gv7qJAAR"
    org = Org()
    user = org.add_user("A B", "a@example.com")
    assert user.startswith("005") and len(user) == 18 and is_id(user) and id18(user[:15]) == user
    assert not is_id("0015000000Gv7qJAAA") and not is_id("short") and not is_id(5)


# --- tokens ---------------------------------------------------------------------------------------------------------


def test_client_credentials_give_a_token_for_the_integration_user(api: Api, org: Org) -> None:
    told = api.login().json()
    assert (
        told["access_token"].startswith("00D") and told["instance_url"] == f"https://{api.emulator.url.split('//')[1]}"
    )
    assert told["id"] == f"https://login.salesforce.com/id/{org.org_id}/{org.integration_user}"
    assert org.logins == 2


@pytest.mark.parametrize(
    ("form", "error"),
    [
        (
            {"grant_type": "client_credentials", "client_id": "emulated-client-id", "client_secret": "no"},
            "invalid_client",
        ),
        ({"grant_type": "client_credentials", "client_id": "no", "client_secret": "no"}, "invalid_client_id"),
        ({"grant_type": "password", "username": "a", "password": "b"}, "unsupported_grant_type"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "x"}, "invalid_grant"),
    ],
)
def test_wrong_credentials_are_refused(emulator: Emulator, form: dict[str, str], error: str) -> None:
    answer = requests.post(f"{emulator.url}/services/oauth2/token", form, timeout=5)
    assert answer.status_code == 400 and answer.json()["error"] == error and answer.json()["error_description"]


@pytest.fixture(scope="module")
def key() -> Any:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def asserted(
    emulator: Emulator, key: Any, seconds: int = 120, algorithm: str = "RS256", **claims: Any
) -> requests.Response:
    told = {"iss": emulator.org.client_id, "sub": "ana.ortiz@example.com", "aud": "https://login.salesforce.com"}
    text = jwt.encode({**told, "exp": int(time.time()) + seconds, **claims}, key, algorithm=algorithm)
    grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    form = {"grant_type": grant, "assertion": text}
    return requests.post(f"{emulator.url}/services/oauth2/token", form, timeout=5)


def test_jwt_bearer(emulator: Emulator, org: Org, ana: str, key: Any) -> None:
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert asserted(emulator, key).json()["error"] == "invalid_grant"
    org.public_keys["ana.ortiz@example.com"] = public.decode()
    assert asserted(emulator, key).json()["id"].endswith(ana)
    assert asserted(emulator, key, seconds=600).json()["error_description"] == "assertion is valid for too long"
    assert asserted(emulator, key, seconds=-60).status_code == 400
    assert asserted(emulator, key, iss="another").json()["error"] == "invalid_client_id"
    assert asserted(emulator, key, aud="https://example.com").json()["error_description"] == "audience is invalid"
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert asserted(emulator, other).json()["error"] == "invalid_grant"


def test_every_call_needs_a_living_token(api: Api, org: Org) -> None:
    assert api.query("SELECT Id FROM User").status_code == 200
    org.expire_tokens()
    answer = api.query("SELECT Id FROM User")
    assert answer.status_code == 401
    assert answer.json() == [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]


def test_versions_and_unknown_places_answer_404(api: Api) -> None:
    assert api.call("GET", "/nothing/here").json()[0]["errorCode"] == "NOT_FOUND"
    for version, status in (("v58.0", 404), ("v59.0", 200), ("v68.0", 200), ("v69.0", 404), ("x", 404)):
        api.base = f"{api.emulator.url}/services/data/{version}"
        assert api.call("GET", "/limits").status_code == status
    assert requests.get(f"{api.emulator.url}/else", timeout=5).status_code == 404


def test_usage_stands_on_every_answer_and_has_an_end(api: Api, org: Org) -> None:
    org.api_limit = 3
    assert api.call("GET", "/limits").json()["DailyApiRequests"] == {"Max": 3, "Remaining": 2}
    assert api.call("GET", "/limits").headers["Sforce-Limit-Info"] == "api-usage=2/3"
    api.call("GET", "/limits")
    answer = api.call("GET", "/limits")
    assert answer.status_code == 403 and answer.json()[0]["errorCode"] == "REQUEST_LIMIT_EXCEEDED"


def test_faults_strike(api: Api, org: Org, ana: str) -> None:
    id = opportunity(org, ana)
    api.emulator.faults += [
        Fault("/limits", status=503, body="<html>down</html>"),
        Fault(id, status=500, after_apply=True),
        Fault("/limits", status=429, headers={"Retry-After": "1"}),
    ]
    assert api.call("GET", "/limits").text == "<html>down</html>"
    assert api.call("GET", "/limits").headers["Retry-After"] == "1"
    assert api.call("GET", "/limits").status_code == 200
    assert api.call("PATCH", f"/sobjects/Opportunity/{id}", json={"NextStep": "Call"}).status_code == 500
    assert org.records["Opportunity"][id].values["NextStep"] == "Call"


# --- queries --------------------------------------------------------------------------------------------------------


def test_query_filters_sorts_and_shows_parents(api: Api, org: Org, ana: str) -> None:
    for name, amount in (("Béta", 5), ("alpha", None), ("Gamma", 20.5)):
        opportunity(org, ana, Name=name, Amount=amount)
    rows = api.rows("SELECT Name, Owner.Name, Account.Name, Amount FROM Opportunity ORDER BY Amount DESC NULLS LAST")
    assert [row["Name"] for row in rows] == ["Gamma", "Béta", "alpha"]
    assert rows[0]["Owner"]["Name"] == "Ana Ortiz" and rows[0]["Account"] is None and rows[0]["Amount"] == 20.5
    assert rows[0]["attributes"]["type"] == "Opportunity"
    names = [row["Name"] for row in api.rows("SELECT Name FROM Opportunity ORDER BY Amount, Name")]
    assert names == ["alpha", "Béta", "Gamma"]  # nulls first


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("Name = 'ALPHA'", 1),
        ("Name != 'alpha'", 2),
        ("Name LIKE 'a%'", 1),
        ("Name LIKE '_l%'", 1),
        ("Name LIKE '100\\%'", 0),
        ("Name IN ('alpha', 'it\\'s \\\\ here')", 2),
        ("Name NOT IN ('alpha')", 2),
        ("Amount > 3", 1),
        ("Amount = null", 2),
        ("Amount != null AND Amount < 6.5", 1),
        ("NOT Amount > 3", 2),
        ("(Name = 'alpha' OR Name = 'beta') AND IsClosed = false", 2),
        ("CloseDate = 2027-01-31", 3),
        ("CloseDate > 2027-01-31", 0),
        ("SystemModstamp >= 2020-01-01T00:00:00Z", 3),
        ("SystemModstamp < 2020-01-01T00:00:00.000+00:00", 0),
        ("Owner.IsActive = true", 3),
        ("Owner.Name = 'Ana Ortiz'", 3),
        ("OwnerId IN (SELECT Id FROM User WHERE Name LIKE 'Ana%')", 3),
        ("OwnerId NOT IN (SELECT Id FROM User WHERE Name LIKE 'Ana%')", 0),
    ],
)
def test_query_conditions(api: Api, org: Org, ana: str, where: str, found: int) -> None:
    for name, amount in (("alpha", None), ("beta", 5), ("it's \\ here", None)):
        opportunity(org, ana, Name=name, Amount=amount)
    assert api.query(f"SELECT COUNT() FROM Opportunity WHERE {where}").json()["totalSize"] == found


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        ("SELECT Nothing FROM Opportunity", "INVALID_FIELD"),
        ("SELECT Id FROM Nothing", "INVALID_TYPE"),
        ("SELECT Id FROM Quote", "INVALID_TYPE"),
        ("SELECT RecordTypeId FROM Opportunity", "INVALID_FIELD"),
        ("SELECT Boss.Name FROM Opportunity", "INVALID_FIELD"),
        ("SELECT Id FROM", "MALFORMED_QUERY"),
        ("SELECT Id FROM Opportunity WHERE Name = 'a", "MALFORMED_QUERY"),
        ("SELECT Id FROM Opportunity WHERE Name = 'a\\x'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Opportunity WHERE Name = 'a' AND IsWon = true OR IsWon = false", "MALFORMED_QUERY"),
        ("SELECT Id, Id FROM Opportunity", "MALFORMED_QUERY"),
        ("SELECT Id FROM Opportunity GROUP BY Id", "MALFORMED_QUERY"),
        ("SELECT Id FROM Opportunity WHERE Amount = '5'", "INVALID_FIELD"),
        ("SELECT Id FROM Opportunity WHERE SystemModstamp > '2027-01-01T00:00:00Z'", "INVALID_FIELD"),
        ("SELECT Id FROM Opportunity WHERE CloseDate = 2027-01-01T00:00:00Z", "INVALID_FIELD"),
        ("SELECT Id FROM Opportunity WHERE Description = 'x'", "INVALID_FIELD"),
        ("SELECT Id FROM Opportunity ORDER BY Description", "MALFORMED_QUERY"),
        ("SELECT Id FROM Opportunity WHERE Id = 'not an id'", "INVALID_QUERY_FILTER_OPERATOR"),
        ("SELECT Id FROM Opportunity WHERE StageName INCLUDES ('a')", "INVALID_QUERY_FILTER_OPERATOR"),
    ],
)
def test_bad_queries_are_refused(api: Api, soql: str, code: str) -> None:
    assert api.code(soql) == code


def test_long_addresses_and_long_queries(api: Api) -> None:
    ids = ",".join(["'0065e0000000001AAA'"] * 900)
    assert api.query(f"SELECT Id FROM Opportunity WHERE Id IN ({ids})").status_code == 414


def test_ids_are_found_in_both_lengths_and_each_once(api: Api, org: Org, ana: str) -> None:
    id = opportunity(org, ana)
    assert len(api.rows(f"SELECT Id FROM Opportunity WHERE Id IN ('{id}', '{id[:15]}')")) == 1


def test_pages_keep_what_was_there_when_the_query_ran(api: Api, org: Org, ana: str) -> None:
    ids = org.bulk_load({"Name": f"Deal {n}"} for n in range(450))
    sized = {"Sforce-Query-Options": "batchSize=200"}
    page = api.query("SELECT Id, Name FROM Opportunity ORDER BY Name, Id", headers=sized).json()
    org.save(ids[-1], {"Name": "Zzz"}, by=ana)
    seen = [row["Name"] for row in page["records"]]
    while not page["done"]:
        page = requests.get(
            api.emulator.url + page["nextRecordsUrl"], headers={"Authorization": f"Bearer {api.token}"}, timeout=5
        ).json()
        seen += [row["Name"] for row in page["records"]]
    assert len(seen) == 450 == page["totalSize"] and "Zzz" not in seen
    assert api.call("GET", "/query/01gnothing-200").json()[0]["errorCode"] == "INVALID_QUERY_LOCATOR"


def test_ties_follow_the_direction_of_the_first_sort(api: Api, org: Org, ana: str) -> None:
    org.clock = lambda: datetime(2026, 11, 22, 10, tzinfo=UTC)
    id = opportunity(org, ana)
    for stage in ("Needs Analysis", QUOTE):
        org.save(id, {"StageName": stage}, by=ana)
    soql = (
        f"SELECT StageName, CreatedDate FROM OpportunityHistory WHERE OpportunityId = '{id}' ORDER BY CreatedDate DESC"
    )
    rows = api.rows(soql)
    assert [row["StageName"] for row in rows] == [QUOTE, "Needs Analysis", "Qualification"]
    assert rows[0]["CreatedDate"] == "2026-11-22T10:00:00.000+0000"


def test_deleted_records_are_seen_by_query_all_only(api: Api, org: Org, ana: str) -> None:
    id = opportunity(org, ana)
    org.delete(id, by=ana)
    soql = "SELECT Id FROM Opportunity WHERE IsDeleted = true"
    assert api.rows(soql) == [] and api.call("GET", "/queryAll", params={"q": soql}).json()["totalSize"] == 1
    assert api.call("GET", f"/sobjects/Opportunity/{id}").status_code == 404
    answer = api.call("PATCH", f"/sobjects/Opportunity/{id}", json={"Name": "x"})
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (404, "ENTITY_IS_DELETED")
    org.undelete(id, by=ana)
    assert len(api.rows("SELECT Id FROM Opportunity")) == 1


# --- describe, access -----------------------------------------------------------------------------------------------


def test_deployed_fields_are_invisible_until_a_permission_set_is_assigned(api: Api, org: Org, ana: str) -> None:
    files = {
        "package.xml": package(CustomField=["Opportunity.HG_Users__c"]),
        **objects(field("HG_Users__c", "Number", NUMBER)),
    }
    assert api.deploy(files)["success"]
    id = opportunity(org, ana)

    def names() -> set[str]:
        return {f["name"] for f in api.call("GET", "/sobjects/Opportunity/describe").json()["fields"]}

    assert "HG_Users__c" not in names() and api.code("SELECT HG_Users__c FROM Opportunity") == "INVALID_FIELD"
    refused = api.call("PATCH", f"/sobjects/Opportunity/{id}", json={"HG_Users__c": 5})
    assert refused.json()[0]["errorCode"] == "INVALID_FIELD_FOR_INSERT_UPDATE"
    set_ = {
        "package.xml": package(PermissionSet=["Sales"]),
        "permissionsets/Sales.permissionset": permission_set(["HG_Users__c"]),
    }
    assert api.deploy(set_)["success"] and "HG_Users__c" not in names()
    set_id = api.rows("SELECT Id FROM PermissionSet WHERE Name = 'Sales'")[0]["Id"]
    given = {"AssigneeId": org.integration_user, "PermissionSetId": set_id}
    made = api.call("POST", "/sobjects/PermissionSetAssignment", json=given)
    assert made.status_code == 201 and made.json()["success"]
    again = api.call("POST", "/sobjects/PermissionSetAssignment", json=given)
    assert again.json()[0]["errorCode"] == "DUPLICATE_VALUE"
    assert "HG_Users__c" in names()
    assert api.call("PATCH", f"/sobjects/Opportunity/{id}", json={"HG_Users__c": 5}).status_code == 204
    assert api.rows("SELECT HG_Users__c FROM Opportunity")[0]["HG_Users__c"] == 5.0
    assert api.call("DELETE", f"/sobjects/PermissionSetAssignment/{made.json()['id']}").status_code == 204
    assert "HG_Users__c" not in names()


def test_describe_tells_types_and_pick_lists(api: Api, org: Org) -> None:
    install(api)
    told = api.call("GET", "/sobjects/Opportunity/describe").json()
    fields = {f["name"]: f for f in told["fields"]}
    assert fields["HG_Security__c"]["type"] == "multipicklist"
    assert fields["HG_Security__c"]["picklistValues"][0] == {
        "value": "sso",
        "label": "sso!",
        "active": True,
        "defaultValue": False,
    }
    assert fields["HG_Users__c"]["precision"] == 18 and fields["HG_Note__c"]["length"] == 32768
    assert not fields["CreatedDate"]["updateable"] and fields["OwnerId"]["referenceTo"] == ["User"]
    assert [info["name"] for info in told["recordTypeInfos"]] == ["Master"]
    assert {one["name"] for one in api.call("GET", "/sobjects/").json()["sobjects"]} >= {"Opportunity", "Task", "User"}


def test_describe_answers_304_until_something_changes(api: Api, org: Org) -> None:
    first = api.call("GET", "/sobjects/Opportunity/describe")
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert api.call("GET", "/sobjects/Opportunity/describe", headers=since).status_code == 304
    install(api)
    assert api.call("GET", "/sobjects/Opportunity/describe", headers=since).status_code == 200


def test_record_types_bring_their_field_and_their_stages(api: Api, org: Org, ana: str) -> None:
    id = org.add_record_type("New_Business", "New Business", stages=["Qualification", QUOTE])
    org.add_record_type("Renewal", "Renewal")
    infos = api.call("GET", "/sobjects/Opportunity/describe").json()["recordTypeInfos"]
    assert [info["developerName"] for info in infos] == ["Master", "New_Business", "Renewal"]
    values = api.call("GET", f"/ui-api/object-info/Opportunity/picklist-values/{id}/StageName").json()["values"]
    assert [value["value"] for value in values] == ["Qualification", QUOTE]
    opportunity(org, ana)
    row = api.rows("SELECT RecordTypeId, RecordType.DeveloperName FROM Opportunity")[0]
    assert row["RecordTypeId"] == id and row["RecordType"]["DeveloperName"] == "New_Business"


def test_layouts_tell_what_was_placed(api: Api, org: Org) -> None:
    org.layout_fields, org.placed_actions = {"HG_Users__c"}, {"Opportunity.Handoff"}
    layout = api.call("GET", "/sobjects/Opportunity/describe/layouts").json()["layouts"][0]
    assert "HG_Users__c" in json.dumps(layout["detailLayoutSections"])
    assert layout["quickActionList"]["quickActionListItems"][0]["quickActionName"] == "Opportunity.Handoff"


# --- writes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"Name": "x" * 121}, "STRING_TOO_LONG"),
        ({"Name": ""}, "REQUIRED_FIELD_MISSING"),
        ({"Name": 5}, "JSON_PARSER_ERROR"),
        ({"Nothing": 1}, "INVALID_FIELD"),
        ({"StageName": "Quote"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ({"Amount": "many"}, "JSON_PARSER_ERROR"),
        ({"Amount": 1e17}, "NUMBER_OUTSIDE_VALID_RANGE"),
        ({"CloseDate": "31.1.2027"}, "JSON_PARSER_ERROR"),
        ({"OwnerId": "nobody"}, "MALFORMED_ID"),
        ({"OwnerId": "0065e0000000001AAA"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"OwnerId": "0055e0000000999AAA"}, "INVALID_CROSS_REFERENCE_KEY"),
        ({"IsWon": True}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ({"CreatedDate": "2026-01-01T00:00:00Z"}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ({"HG_Security__c": "sso;nonsense"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(
    api: Api, org: Org, ana: str, values: dict[str, Any], code: str
) -> None:
    install(api)
    id = opportunity(org, ana)
    before = dict(org.records["Opportunity"][id].values)
    answer = api.call("PATCH", f"/sobjects/Opportunity/{id}", json=values)
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, code), answer.text
    assert org.records["Opportunity"][id].values == before


def test_values_are_kept_in_salesforces_form(api: Api, org: Org, ana: str) -> None:
    install(api)
    id = opportunity(org, ana)
    given = {
        "HG_Users__c": 12.5,
        "HG_By__c": "  x ",
        "HG_Security__c": "none;sso;sso",
        "HG_Due__c": "2027-02-03",
        "NextStep": " ",
    }
    assert api.call("PATCH", f"/sobjects/Opportunity/{id}", json=given).status_code == 204
    kept = api.call("GET", f"/sobjects/Opportunity/{id}").json()
    assert (kept["HG_Users__c"], kept["HG_By__c"], kept["HG_Security__c"]) == (13.0, "x", "sso;none")
    assert kept["HG_Due__c"] == "2027-02-03" and kept["NextStep"] is None
    assert api.rows("SELECT Id FROM Opportunity WHERE HG_Security__c INCLUDES ('sso;none', 'audit')") != []
    assert api.rows("SELECT Id FROM Opportunity WHERE HG_Security__c EXCLUDES ('sso')") == []
    assert api.code("SELECT Id FROM Opportunity WHERE HG_Note__c = 'x'") == "INVALID_FIELD"


def test_an_inactive_owner_is_refused(org: Org, ana: str) -> None:
    gone = org.add_user("Gone", "gone@example.com", active=False)
    with pytest.raises(Refusal, match="inactive user"):
        opportunity(org, ana, OwnerId=gone)


def test_stage_brings_its_probability_and_history(api: Api, org: Org, ana: str) -> None:
    id = opportunity(org, ana, Amount=1000)
    values = org.records["Opportunity"][id].values
    assert (values["Probability"], values["IsClosed"], values.get("LastStageChangeDate")) == (10.0, False, None)
    org.save(id, {"StageName": "Closed Won"}, by=ana)
    values = org.records["Opportunity"][id].values
    assert (values["Probability"], values["IsWon"], values["ExpectedRevenue"]) == (100.0, True, 1000.0)
    assert values["LastStageChangeDate"] == values["SystemModstamp"]
    org.save(id, {"NextStep": "x"}, by=ana)
    assert api.query(f"SELECT COUNT() FROM OpportunityHistory WHERE OpportunityId = '{id}'").json()["totalSize"] == 2


def test_if_unmodified_since(api: Api, org: Org, ana: str) -> None:
    org.clock = lambda: datetime(2026, 11, 22, 10, 0, 30, tzinfo=UTC)
    id = opportunity(org, ana)

    def patch(since: str) -> int:
        header = {"If-Unmodified-Since": since}
        return api.call("PATCH", f"/sobjects/Opportunity/{id}", headers=header, json={"NextStep": "x"}).status_code

    assert patch("Sun, 22 Nov 2026 10:00:29 GMT") == 412
    assert patch("Sun, 22 Nov 2026 10:00:30 GMT") == 204
    assert patch("yesterday") == 400


def test_collections_answer_row_by_row(api: Api, org: Org, ana: str) -> None:
    good, locked = (
        opportunity(org, ana),
        opportunity(org, ana, AccountId=org.create({"Name": "Acme"}, entity="Account")),
    )
    org.locked_accounts.add(org.records["Opportunity"][locked].values["AccountId"])

    def row(id: str, **values: Any) -> dict[str, Any]:
        return {"attributes": {"type": "Opportunity"}, "id": id, **values}

    rows = [
        row(good, NextStep="a"),
        row(locked, NextStep="b"),
        row("0065e0000000999AAA", NextStep="c"),
        row(good, Nope=1),
    ]
    answer = api.call("PATCH", "/composite/sobjects", json={"allOrNone": False, "records": rows})
    told = answer.json()
    assert answer.status_code == 200 and [one["success"] for one in told] == [True, False, False, False]
    codes = [one["errors"][0]["statusCode"] for one in told[1:]]
    assert codes == ["UNABLE_TO_LOCK_ROW", "INVALID_CROSS_REFERENCE_KEY", "INVALID_FIELD"]
    both = {"allOrNone": True, "records": [row(good, NextStep="z"), row(locked, NextStep="z")]}
    told = api.call("PATCH", "/composite/sobjects", json=both).json()
    assert told[0]["errors"][0]["statusCode"] == "ALL_OR_NONE_OPERATION_ROLLED_BACK"
    assert org.records["Opportunity"][good].values["NextStep"] == "a"
    many = {"records": [row(good, NextStep="n")] * 201}
    assert api.call("PATCH", "/composite/sobjects", json=many).status_code == 400
    org.unknown_field_fails_request = True
    assert api.call("PATCH", "/composite/sobjects", json={"records": [row(good, Nope=1)]}).status_code == 400


def test_collections_create_delete_and_retrieve(api: Api, org: Org, ana: str) -> None:
    deal = opportunity(org, ana)
    task = {"attributes": {"type": "Task"}, "Subject": "Fill it", "WhatId": deal, "OwnerId": ana}
    made = api.call("POST", "/composite/sobjects", json={"records": [task, {"attributes": {"type": "User"}}]}).json()
    assert made[0]["success"] and not made[1]["success"]
    assert [row["Status"] for row in org.tasks(deal)] == ["Not Started"]
    assert api.call("PATCH", f"/sobjects/Task/{made[0]['id']}", json={"Status": "Completed"}).status_code == 204
    assert org.tasks(deal)[0]["IsClosed"] is True
    fields = {"ids": f"{deal},0065e0000000999AAA", "fields": "Name,StageName"}
    found = api.call("GET", "/composite/sobjects/Opportunity", params=fields).json()
    assert found[0]["StageName"] == "Qualification" and found[1] is None
    assert api.call("DELETE", f"/composite/sobjects?ids={made[0]['id']}").json()[0]["success"]
    assert org.tasks(deal) == []


# --- rules and flows ------------------------------------------------------------------------------------------------


def test_all_failing_rules_are_reported_at_once(api: Api, org: Org, ana: str) -> None:
    moved = 'ISCHANGED(StageName), CASE(StageName, "Proposal/Price Quote", 30, "Closed Won", 50, 0) >= 30'
    rules = rule("Users", f"AND({moved}, ISBLANK(HG_Users__c))", "Users?") + rule(
        "Security",
        f'AND({moved}, NOT($Permission.Bypass), NOT(INCLUDES(HG_Security__c, "sso")))',
        "Security?",
        "HG_Security__c",
    )
    install(api, rules + rule("Off", "TRUE", "Never", active="false"), ("Users", "Security", "Off"))
    id = opportunity(org, ana)
    answer = api.call("PATCH", f"/sobjects/Opportunity/{id}", json={"StageName": QUOTE})
    assert answer.status_code == 400
    assert {(row["message"], row["errorCode"], *row["fields"]) for row in answer.json()} == {
        ("Users?", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "StageName"),
        ("Security?", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "HG_Security__c"),
    }
    assert org.records["Opportunity"][id].values["StageName"] == "Qualification"
    org.save(id, {"StageName": QUOTE, "HG_Users__c": 3, "HG_Security__c": "audit;sso"}, by=ana)
    org.save(id, {"HG_Users__c": None}, by=ana)  # not a move: no rule fires


def test_a_custom_permission_passes_by_the_rule(api: Api, org: Org, ana: str) -> None:
    install(api, rule("Never", "NOT($Permission.Bypass)", "No."), ("Never",))
    assert org.permissions(ana) == frozenset()
    with pytest.raises(Refusal, match="No."):
        opportunity(org, ana)
    grant = {
        "package.xml": package(PermissionSet=["Bypass_Set"]),
        "permissionsets/Bypass_Set.permissionset": permission_set([], "Bypass"),
    }
    assert api.deploy(grant)["success"]
    org.assign("Bypass_Set", ana)
    assert org.permissions(ana) == frozenset({"Bypass"}) and opportunity(org, ana)
    rows = api.rows("SELECT Assignee.Name, Assignee.IsActive, PermissionSet.Name FROM PermissionSetAssignment")
    assert ("Ana Ortiz", "Bypass_Set") in {(row["Assignee"]["Name"], row["PermissionSet"]["Name"]) for row in rows}


def test_on_insert_nothing_has_changed_and_there_was_nothing_else(org: Org, ana: str) -> None:
    org.add_validation_rule("New", 'AND(ISNEW(), ISPICKVAL(StageName, "Closed Won"))', "new")
    org.add_validation_rule("Changed", 'AND(ISCHANGED(StageName), ISPICKVAL(StageName, "Closed Won"))', "changed")
    org.add_validation_rule("Prior", 'AND(ISPICKVAL(PRIORVALUE(StageName), "Closed Won"), NOT(ISNEW()))', "prior")
    org.add_validation_rule("Old", "AND(NOT(ISNEW()), ISBLANK(CreatedDate))", "old")
    with pytest.raises(Refusal, match="^new$"):
        opportunity(org, ana, StageName="Closed Won")
    id = opportunity(org, ana)
    with pytest.raises(Refusal, match="^changed$"):
        org.save(id, {"StageName": "Closed Won"}, by=ana)


def test_rules_see_parents_and_record_types(org: Org, ana: str) -> None:
    with pytest.raises(FormulaError, match="RecordType.DeveloperName does not exist"):
        org.add_validation_rule("R", 'RecordType.DeveloperName = "New_Business"', "x")
    org.add_record_type("New_Business", "New Business")
    other = org.add_record_type("Renewal", "Renewal")
    org.add_validation_rule(
        "R", 'AND(RecordType.DeveloperName = "New_Business", Owner.Username = "ana.ortiz@example.com")', "in scope"
    )
    with pytest.raises(Refusal, match="in scope"):
        opportunity(org, ana)
    assert opportunity(org, ana, RecordTypeId=other)


def test_rules_on_quotes_see_the_opportunity(api: Api, org: Org, ana: str) -> None:
    org.quotes_enabled = True
    org.add_validation_rule(
        "Q", 'AND(ISPICKVAL(Status, "Presented"), Opportunity.Amount = 5)', "not yet", field="Status", entity="Quote"
    )
    deal = opportunity(org, ana, Amount=5)
    quote = org.create({"Name": "Q-1", "OpportunityId": deal}, by=ana, entity="Quote")
    with pytest.raises(Refusal, match="not yet"):
        org.save(quote, {"Status": "Presented"}, by=ana)
    assert api.rows(f"SELECT Id, Status, OpportunityId FROM Quote WHERE Id IN ('{quote}')")[0]["Status"] == "Draft"


def test_a_rule_sees_what_a_before_save_flow_wrote_in_the_same_save(api: Api, org: Org, ana: str) -> None:
    install(
        api,
        rule("Third", "HG_Revision__c >= 3", "three times", "HG_Users__c"),
        ("Third",),
        {"flows/Bump.flow": BUMP},
        Flow=["Bump"],
    )
    id = opportunity(org, ana, HG_Users__c=1)
    assert org.records["Opportunity"][id].values.get("HG_Revision__c") is None
    for users in (2, 3):
        org.save(id, {"HG_Users__c": users}, by=ana)
    org.save(id, {"HG_Users__c": 3, "NextStep": "same"}, by=ana)
    assert org.records["Opportunity"][id].values["HG_Revision__c"] == 2.0
    with pytest.raises(Refusal, match="three times"):
        org.save(id, {"HG_Users__c": 4}, by=ana)
    assert org.records["Opportunity"][id].values["HG_Revision__c"] == 2.0


def test_a_flow_notes_who_and_when(api: Api, org: Org, ana: str) -> None:
    assigned = sets("HG_By__c", "<elementReference>$User.Id</elementReference>")
    assigned += sets("HG_Due__c", "<elementReference>$Flow.CurrentDateTime</elementReference>")
    assigned += sets("HG_Review__c", "<stringValue>waiting</stringValue>")
    condition = "AND(ISCHANGED({!$Record.NextStep}), {!$User.Id} = {!$Record.OwnerId})"
    install(api, more={"flows/Note.flow": flow(condition, sets=assigned)}, Flow=["Note"])
    id = opportunity(org, ana)
    org.clock = lambda: datetime(2026, 11, 22, 10, tzinfo=UTC)
    org.save(id, {"NextStep": "x"}, by=org.integration_user)
    assert org.records["Opportunity"][id].values.get("HG_By__c") is None
    org.save(id, {"NextStep": "y"}, by=ana)
    values = org.records["Opportunity"][id].values
    assert (values["HG_By__c"], values["HG_Due__c"], values["HG_Review__c"]) == (ana, "2026-11-22", "waiting")


# --- deploying ------------------------------------------------------------------------------------------------------


def test_a_check_changes_nothing_and_can_be_followed_by_a_quick_deploy(api: Api, org: Org) -> None:
    files = {"package.xml": package(CustomField=["Opportunity.A__c"]), **objects(field("A__c", "Date"))}
    org.deploy_polls = 2
    posted = api.post_deploy(files, check=True).json()
    states = [api.call("GET", f"/metadata/deployRequest/{posted['id']}").json()["deployResult"] for _ in range(3)]
    assert [state["status"] for state in states] == ["Pending", "InProgress", "Succeeded"]
    assert [state["done"] for state in states] == [False, False, True]
    assert "A__c" not in org.metadata.objects["Opportunity"].fields
    org.deploy_polls = 0
    quick = api.call("POST", "/metadata/deployRequest", json={"validatedDeployRequestId": posted["id"]})
    assert quick.json()["deployResult"]["success"] and "A__c" in org.metadata.objects["Opportunity"].fields


def test_a_running_deployment_can_be_canceled(api: Api, org: Org) -> None:
    org.deploy_polls = 3
    files = {"package.xml": package(CustomField=["Opportunity.A__c"]), **objects(field("A__c", "Date"))}
    id = api.post_deploy(files).json()["id"]
    answer = api.call("PATCH", f"/metadata/deployRequest/{id}", json={"deployResult": {"status": "Canceling"}})
    assert answer.json()["deployResult"]["status"] == "Canceled"
    assert api.call("GET", f"/metadata/deployRequest/{id}").json()["deployResult"]["done"]
    assert "A__c" not in org.metadata.objects["Opportunity"].fields


def test_one_failure_rolls_all_back_unless_told_otherwise(api: Api, org: Org) -> None:
    files = {
        "package.xml": package(CustomField=["Opportunity.A__c", "Opportunity.B__c"]),
        **objects(field("A__c", "Date") + field("B__c", "Numeric")),
    }
    told = api.deploy(files)
    assert (told["status"], told["success"], told["numberComponentErrors"]) == ("Failed", False, 1)
    assert told["details"]["componentFailures"][0]["fullName"] == "Opportunity.B__c"
    assert "A__c" not in org.metadata.objects["Opportunity"].fields
    assert api.deploy(files, rollbackOnError=False)["status"] == "SucceededPartial"
    assert "A__c" in org.metadata.objects["Opportunity"].fields


BAD_FIELDS = [
    (field("A", "Date"), "ends in __c"),
    (field("A__B__c", "Date"), "underscores"),
    (field("A__c", "Numeric"), "not a valid value for the enum"),
    (field("A__c", "Text"), "Must specify 'length'"),
    (field("A__c", "Text", "<length>256</length>"), "from 1 to 255"),
    (field("A__c", "TextArea", "<length>255</length>"), "length invalid at this location"),
    (field("A__c", "LongTextArea", "<length>32768</length>"), "Must specify 'visibleLines'"),
    (field("A__c", "Number", "<precision>19</precision><scale>0</scale>"), "Precision"),
    (field("A__c", "Checkbox"), "Must specify 'defaultValue'"),
    (field("A__c", "Checkbox", "<defaultValue>False</defaultValue>"), "true or false"),
    (field("A__c", "Date", "<required>True</required>"), "xsd:boolean"),
    (field("A__c", "Picklist"), "Must specify 'valueSet'"),
    (picklist("A__c", "x", "x"), "each once"),
    (picklist("A__c", "x;y", type="MultiselectPicklist"), "semicolon"),
    (
        field("A__c", "Lookup", "<referenceTo>Nothing</referenceTo><relationshipName>As</relationshipName>"),
        "no CustomObject",
    ),
    (field("A" * 41 + "__c", "Date"), "maximum length"),
    (field("A__c", "Date", f"<inlineHelpText>{'x' * 511}</inlineHelpText>"), "inlineHelpText maximum length is:510"),
    (field("A__c", "Date", "<helpText>x</helpText>"), "helpText invalid at this location"),
]


@pytest.mark.parametrize(("content", "words"), BAD_FIELDS)
def test_bad_fields_are_refused(api: Api, content: str, words: str) -> None:
    name = content.partition("<fullName>")[2].partition("<")[0]
    told = api.deploy({"package.xml": package(CustomField=[f"Opportunity.{name}"]), **objects(content)})
    assert words in problems(told)


BAD_RULES = [
    (rule("R", "ISBLANK(Nothing__c)"), "Field Nothing__c does not exist. Check spelling."),
    (rule("R", "ISBLANK("), "Syntax error"),
    (rule("R", 'StageName = "x"'), "Picklist fields are only supported in certain functions."),
    (rule("R", "ISBLANK(StageName)"), "Picklist fields are only supported in certain functions."),
    (rule("R", "ISBLANK(IsClosed)"), "received Boolean"),
    (rule("R", "TEXT(Name) = 'x'"), "received Text"),
    (rule("R", "LEN(Name)"), "Formula result is data type (Number), incompatible with expected (Boolean)"),
    (rule("R", 'CASE(StageName, "a", 1, 2, 3, 4, 5) = 1'), "Incorrect number of parameters"),
    (rule("R", "ISCHANGED(Nothing__c)"), "Field Nothing__c does not exist"),
    (rule("R", "ISCHANGED(Owner.Name)"), "can't be used with the ISCHANGED function"),
    (rule("R", "$Permission.Nothing"), "Field $Permission.Nothing does not exist"),
    (rule("R", "WIBBLE(Name)"), "Unknown function WIBBLE"),
    (rule("R", "{!Name} = 'x'"), "Merge fields"),
    (rule("R", "OR(" + ",".join(['Name = "a long enough text"'] * 150) + ")"), "Maximum length is 3,900"),
    (rule("R", "TRUE", "x" * 256), "errorMessage maximum length is:255"),
    (rule("R", "TRUE", more=f"<description>{'x' * 256}</description>"), "description maximum length is:255"),
    (rule("R" * 41, "TRUE"), "maximum length is:40"),
    (rule("1R", "TRUE"), "begin with a letter"),
    (rule("R__S", "TRUE"), "two consecutive underscores"),
    (rule("R_", "TRUE"), "not end with an underscore"),
    (rule("R", "TRUE", field="Nothing__c"), "errorDisplayField"),
    (rule("R", "TRUE", active="True"), "xsd:boolean"),
    (rule("R", "TRUE", ""), "Required field is missing: errorMessage"),
    (rule("R", "TRUE", more="<errorField>Name</errorField>"), "errorField invalid at this location"),
    (rule("R", 'REGEX(Name, "(")'), "REGEX"),
    (rule("R", 'REGEX(Name, "\\d")'), "Invalid escape"),
]


@pytest.mark.parametrize(("content", "words"), BAD_RULES)
def test_bad_rules_are_refused_with_the_reason(api: Api, content: str, words: str) -> None:
    name = content.partition("<fullName>")[2].partition("<")[0]
    told = api.deploy({"package.xml": package(ValidationRule=[f"Opportunity.{name}"]), **objects(content)})
    assert words in problems(told)


def test_every_file_is_listed_and_every_member_has_its_file(api: Api) -> None:
    unlisted = {"package.xml": package(), **objects(field("A__c", "Date"))}
    assert problems(api.deploy(unlisted)) == "Not in package.xml"
    missing = {"package.xml": package(CustomField=["Opportunity.A__c"])}
    assert "was named in package.xml, but was not found in zipped directory" in problems(api.deploy(missing))
    whole = {"package.xml": package(CustomObject=["Opportunity"])}
    assert "Unknown type name" in problems(api.deploy(whole))
    assert "Unknown file" in problems(api.deploy({"package.xml": package(), "stray.txt": "x"}))
    assert "Error parsing file" in problems(api.deploy({"package.xml": package(), "objects/Opportunity.object": "<x"}))
    assert "No package.xml" in api.deploy({"other.xml": package()})["errorMessage"]


def test_permission_sets_name_existing_fields_that_are_not_required(api: Api) -> None:
    path = "permissionsets/P.permissionset"
    listed = {"package.xml": package(PermissionSet=["P"])}
    assert "no CustomField named" in problems(api.deploy({**listed, path: permission_set(["Nothing__c"])}))
    assert "required field" in problems(api.deploy({**listed, path: permission_set(["StageName"])}))
    assert "no CustomPermission" in problems(api.deploy({**listed, path: permission_set([], "Nothing")}))
    needy = "<objectPermissions><allowEdit>true</allowEdit><object>Opportunity</object></objectPermissions>"
    needing = f"<PermissionSet {NS}><label>P</label>{needy}</PermissionSet>"
    assert "depends on permission(s): allowRead" in problems(api.deploy({**listed, path: needing}))


BAD_FLOWS = [
    (
        flow("ISCHANGED({!$Record.Name})", on="CreateAndUpdate", sets=sets("NextStep", "<stringValue>x</stringValue>")),
        "isn't supported",
    ),
    (flow("ISCHANGED({!$Record.Nothing__c})", sets=sets("NextStep", "<stringValue>x</stringValue>")), "does not exist"),
    (flow("ISCHANGED(Name)", sets=sets("NextStep", "<stringValue>x</stringValue>")), "{!$Record.Field}"),
    (flow(sets=sets("Nothing__c", "<stringValue>x</stringValue>")), "doesn't exist on Opportunity"),
    (flow(sets=sets("Amount", "<stringValue>x</stringValue>")), "doesn't fit the field Amount"),
    (flow(sets=sets("NextStep", "<elementReference>Nobody</elementReference>")), "isn't available"),
    (flow(message="Opportunity.Nothing"), "couldn't find the outbound message"),
]


@pytest.mark.parametrize(("content", "words"), BAD_FLOWS)
def test_bad_flows_are_refused(api: Api, content: str, words: str) -> None:
    install(api)
    assert words in problems(api.deploy({"package.xml": package(Flow=["F"]), "flows/F.flow": content}))


def test_limits_of_rules_and_fields(api: Api, org: Org) -> None:
    org.rule_limit, org.field_limit = 1, 0
    rules = {"package.xml": package(ValidationRule=["Opportunity.A", "Opportunity.B"])}
    assert "limit of 1 active" in problems(api.deploy({**rules, **objects(rule("A", "FALSE") + rule("B", "FALSE"))}))
    fields = {"package.xml": package(CustomField=["Opportunity.A__c"]), **objects(field("A__c", "Date"))}
    assert "maximum number of custom fields" in problems(api.deploy(fields))
    rows = api.tooling(
        "SELECT Type, Max, Remaining FROM EntityLimit WHERE EntityDefinition.QualifiedApiName = 'Opportunity'"
    )
    assert {row["Type"]: (row["Max"], row["Remaining"]) for row in rows} == {
        "ActiveValidationRules": (1, 1),
        "CustomFields": (0, 0),
    }


def test_in_production_flows_arrive_inactive(api: Api, org: Org) -> None:
    org.production = True
    assert (
        api.post_deploy({"package.xml": package()}, rollbackOnError=False).json()[0]["errorCode"] == "INVALID_OPERATION"
    )
    install(api, more={"flows/Bump.flow": BUMP}, Flow=["Bump"])
    soql = "SELECT Id, DeveloperName, ActiveVersionId, LatestVersion.VersionNumber, ActiveVersion.VersionNumber FROM FlowDefinition"
    row = api.tooling(soql + " WHERE DeveloperName LIKE 'Bump%'")[0]
    assert (
        row["ActiveVersionId"] is None and row["ActiveVersion"] is None and row["LatestVersion"]["VersionNumber"] == 1
    )
    path = f"/tooling/sobjects/FlowDefinition/{row['Id']}"
    assert api.call("PATCH", path, json={"Metadata": {"activeVersionNumber": 9}}).status_code == 400
    assert api.call("PATCH", path, json={"Metadata": {"activeVersionNumber": 1}}).status_code == 204
    assert api.tooling(soql)[0]["ActiveVersion"]["VersionNumber"] == 1


def test_a_changed_flow_is_a_new_version_and_the_same_is_not(api: Api, org: Org) -> None:
    install(api, more={"flows/Bump.flow": BUMP}, Flow=["Bump"])
    listed = {"package.xml": package(Flow=["Bump"])}
    for text in (BUMP, BUMP.replace("HG_Users__c}", "HG_Note__c}")):
        assert api.deploy({**listed, "flows/Bump.flow": text})["success"]
    soql = "SELECT VersionNumber, Status FROM Flow WHERE Definition.DeveloperName = 'Bump' ORDER BY VersionNumber"
    rows = api.tooling(soql)
    assert [(row["VersionNumber"], row["Status"]) for row in rows] == [(1, "Obsolete"), (2, "Active")]


def test_what_is_in_use_cannot_be_deleted(api: Api, org: Org, ana: str) -> None:
    uses = rule("R", "AND(ISBLANK(HG_Users__c), $Permission.Bypass)", field="HG_Users__c")
    install(api, uses, ("R",), {"flows/Bump.flow": BUMP}, Flow=["Bump"])

    def delete(**members: list[str]) -> dict[str, Any]:
        return api.deploy({"package.xml": package(), "destructiveChanges.xml": package(**members)})

    assert "Validation Rule - R" in problems(delete(CustomField=["Opportunity.HG_Users__c"]))
    assert "referenced elsewhere" in problems(delete(CustomPermission=["Bypass"]))
    assert "assigned to users" in problems(delete(PermissionSet=["Sales"]))
    assert "active version" in problems(delete(Flow=["Bump-1"]))
    assert "name a version" in problems(delete(Flow=["Bump"]))
    told = delete(ValidationRule=["Opportunity.Gone"])
    assert told["success"] and told["details"]["componentSuccesses"][0]["problemType"] == "Warning"
    id = opportunity(org, ana, HG_Users__c=5)
    definition = api.tooling("SELECT Id FROM FlowDefinition")[0]["Id"]
    api.call("PATCH", f"/tooling/sobjects/FlowDefinition/{definition}", json={"Metadata": {"activeVersionNumber": 0}})
    for record in list(org.records["PermissionSetAssignment"].values()):
        org.delete(record.id)
    everything = {
        "Flow": ["Bump-1"],
        "ValidationRule": ["Opportunity.R"],
        "PermissionSet": ["Sales"],
        "CustomPermission": ["Bypass"],
    }
    told = delete(**everything, CustomField=[f"Opportunity.{name}" for name in FIELD_NAMES])
    assert told["success"], told["details"]["componentFailures"]
    assert "HG_Users__c" not in org.records["Opportunity"][id].values and not org.metadata.flows


def test_components_and_actions(api: Api, org: Org) -> None:
    meta = (
        f"<LightningComponentBundle {NS}><apiVersion>65.0</apiVersion><isExposed>true</isExposed>"
        "<targets><target>lightning__RecordAction</target></targets></LightningComponentBundle>"
    )
    action = (
        f"<QuickAction {NS}><label>Handoff</label><lightningWebComponent>panel</lightningWebComponent>"
        "<optionsCreateFeedItem>false</optionsCreateFeedItem><type>LightningWebComponent</type></QuickAction>"
    )
    files = {
        "package.xml": package(LightningComponentBundle=["panel"], QuickAction=["Opportunity.Handoff"]),
        "lwc/panel/panel.js": "import { LightningElement } from 'lwc';\nexport default class Panel extends LightningElement {}\n",
        "lwc/panel/panel.html": "<template><p>x</p></template>",
        "lwc/panel/panel.js-meta.xml": meta,
        "quickActions/Opportunity.Handoff.quickAction": action,
    }
    bad = api.deploy({**files, "lwc/panel/panel.html": "<p>x</p>"})
    assert "LWC1058" in problems(bad)
    told = api.deploy(files)
    assert told["success"], told["details"]["componentFailures"]
    assert api.tooling("SELECT Id, DeveloperName FROM LightningComponentBundle")[0]["DeveloperName"] == "panel"
    org.placed_components.add("panel")
    soql = "SELECT MetadataComponentName, MetadataComponentType FROM MetadataComponentDependency WHERE RefMetadataComponentName = 'panel'"
    assert api.tooling(soql)[0]["MetadataComponentType"] == "FlexiPage"
    gone = {"LightningComponentBundle": ["panel"], "QuickAction": ["Opportunity.Handoff"]}
    delete = {"package.xml": package(), "destructiveChanges.xml": package(**gone)}
    assert "a Lightning page" in problems(api.deploy(delete))
    org.placed_components.clear()
    assert api.deploy(delete)["success"]


def test_tooling_reads_and_switches_a_rule(api: Api, org: Org, ana: str) -> None:
    install(api, rule("A", "TRUE", "always") + rule("B", "FALSE"), ("A", "B"))
    soql = "SELECT Id, ValidationName, Active{} FROM ValidationRule WHERE EntityDefinition.QualifiedApiName = 'Opportunity'"
    answer = api.call("GET", "/tooling/query", params={"q": soql.format(", Metadata")})
    assert answer.status_code == 400 and answer.json()[0]["errorCode"] == "MALFORMED_QUERY"
    row = api.tooling(soql.format(", Metadata, FullName") + " AND ValidationName = 'A'")[0]
    assert row["FullName"] == "Opportunity.A" and row["Metadata"]["errorConditionFormula"] == "TRUE"
    path = f"/tooling/sobjects/ValidationRule/{row['Id']}"
    assert api.call("PATCH", path, json={"Metadata": {"active": False}}).status_code == 400
    assert api.call("PATCH", path, json={"Metadata": {**row["Metadata"], "active": False}}).status_code == 204
    assert api.call("GET", path).json()["Metadata"]["active"] is False and opportunity(org, ana)


# --- outbound messages ----------------------------------------------------------------------------------------------


class Listener:
    """Somebody who gets outbound messages. `replies`: what is answered next; then an acknowledgement."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.replies: list[tuple[int, str]] = []

    def ids(self) -> list[list[str]]:
        """Notification ids, post by post."""
        out = "{http://soap.sforce.com/2005/09/outbound}"
        found = [ElementTree.fromstring(body).iter(f"{out}Notification") for _, body in self.got]
        return [[note.findtext(f"{out}Id") or "" for note in notes] for notes in found]


@contextmanager
def listening() -> Iterator[Listener]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.got.append((dict(self.headers.items()), body))
            status, text = listener.replies.pop(0) if listener.replies else (200, ACK % "true")
            self.send_response(status)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    listener = Listener(f"http://127.0.0.1:{server.server_port}/hook")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()


def workflow(url: str, user: str = "integration@example.com") -> str:
    names = ("Id", "LastModifiedById", "LastModifiedDate", "NextStep", "StageName", "SystemModstamp")
    fields = "".join(f"<fields>{name}</fields>" for name in names)
    return (
        f"<Workflow {NS}><outboundMessages><fullName>Changed</fullName><apiVersion>65.0</apiVersion>"
        f"<endpointUrl>{url}</endpointUrl>{fields}<includeSessionId>false</includeSessionId>"
        f"<integrationUser>{user}</integrationUser><name>Changed</name><protected>false</protected>"
        "<useDeadLetterQueue>false</useDeadLetterQueue></outboundMessages></Workflow>"
    )


def subscribe(api: Api, url: str) -> None:
    message = "Opportunity.Changed"
    files = {
        "package.xml": package(WorkflowOutboundMessage=[message], Flow=["On_Create", "On_Update"]),
        "workflows/Opportunity.workflow": workflow(url),
        "flows/On_Create.flow": flow(on="Create", message=message),
        "flows/On_Update.flow": flow("ISCHANGED({!$Record.StageName})", message=message),
    }
    told = api.deploy(files)
    assert told["success"], told["details"]["componentFailures"]


@pytest.fixture
def listener(api: Api) -> Iterator[Listener]:
    with listening() as found:
        api.emulator.sender.hold = True
        subscribe(api, found.url)
        yield found


def test_an_outbound_message_has_the_wire_format(api: Api, org: Org, ana: str, listener: Listener) -> None:
    org.clock = lambda: datetime(2026, 11, 22, 10, 15, 30, 123456, tzinfo=UTC)
    id = opportunity(org, ana, Name="A & B")
    assert api.emulator.sender.deliver() == 1
    headers, body = listener.got[0]
    assert headers["SOAPAction"] == '""' and headers["Content-Type"] == "text/xml; charset=UTF-8"
    out, sf = "{http://soap.sforce.com/2005/09/outbound}", "{urn:sobject.enterprise.soap.sforce.com}"
    told = ElementTree.fromstring(body).find(f".//{out}notifications")
    assert told is not None and told.findtext(f"{out}OrganizationId") == org.org_id
    session = told.find(f"{out}SessionId")
    assert session is not None and session.attrib == {"{http://www.w3.org/2001/XMLSchema-instance}nil": "true"}
    record = told.find(f"{out}Notification/{out}sObject")
    assert record is not None
    values = {part.tag.removeprefix(sf): part.text for part in record}
    assert values["Id"] == id and values["SystemModstamp"] == "2026-11-22T10:15:30.000Z"
    assert "NextStep" not in values and values["LastModifiedById"] == ana


def test_a_hundred_in_a_post_with_the_latest_data(api: Api, org: Org, ana: str, listener: Listener) -> None:
    ids = [opportunity(org, ana) for _ in range(101)]
    org.save(ids[0], {"NextStep": "latest"}, by=ana)  # no notification of its own: the stage stays
    assert api.emulator.sender.deliver() == 101
    assert [len(post) for post in listener.ids()] == [100, 1]
    assert b"<sf:NextStep>latest</sf:NextStep>" in listener.got[0][1]
    assert api.emulator.sender.deliver() == 0


@pytest.mark.parametrize(
    "reply",
    [
        (500, ""),
        (200, ""),
        (200, ACK % "false"),
        (200, (ACK % "true").replace("notificationsResponse", "notifications")),
    ],
)
def test_without_an_acknowledgement_it_stays_queued(
    api: Api, org: Org, ana: str, listener: Listener, reply: tuple[int, str]
) -> None:
    listener.replies = [reply]
    opportunity(org, ana)
    sender = api.emulator.sender
    sender.deliver()
    assert sender.waiting == 1 and sender.deliver() == 0  # not due yet
    assert sender.deliver(force=True) == 1 and sender.waiting == 0
    assert listener.ids()[0] == listener.ids()[1]


def test_after_a_day_it_is_dropped(api: Api, org: Org, ana: str, listener: Listener) -> None:
    listener.replies = [(500, "")]
    opportunity(org, ana)
    api.emulator.sender.deliver()
    later = datetime.now(UTC) + timedelta(hours=25)
    org.clock = lambda: later
    assert api.emulator.sender.deliver(force=True) == 0 and api.emulator.sender.waiting == 0


def test_switches_of_the_sender(api: Api, org: Org, ana: str, listener: Listener) -> None:
    sender = api.emulator.sender
    sender.duplicate = sender.shuffle = True
    for _ in range(5):
        opportunity(org, ana)
    assert sender.deliver() == 10
    [ids] = listener.ids()
    assert len(ids) == 10 and len(set(ids)) == 5 and list(dict.fromkeys(ids)) != sorted(set(ids))
    sender.drop = True
    opportunity(org, ana)
    assert sender.deliver() == 0 and sender.waiting == 0


def test_a_refused_save_and_a_silent_user_send_nothing(api: Api, org: Org, ana: str, listener: Listener) -> None:
    id = opportunity(org, ana)
    api.emulator.sender.deliver()
    org.add_validation_rule("Never", 'ISPICKVAL(StageName, "Closed Won")', "no")
    with pytest.raises(Refusal):
        org.save(id, {"StageName": "Closed Won"}, by=ana)
    rows = [{"attributes": {"type": "Opportunity"}, "id": id, "StageName": stage} for stage in (QUOTE, "Closed Won")]
    api.call("PATCH", "/composite/sobjects", json={"allOrNone": True, "records": rows})
    org.silent_users.add(ana)
    org.save(id, {"StageName": "Needs Analysis"}, by=ana)
    assert api.emulator.sender.waiting == 0
    api.call("PATCH", "/composite/sobjects", json={"records": rows})
    assert api.emulator.sender.deliver() == 1


def test_messages_go_out_by_themselves(api: Api, org: Org, ana: str, listener: Listener) -> None:
    api.emulator.sender.hold = False
    opportunity(org, ana)
    until(lambda: len(listener.got) == 1)
    until(lambda: api.emulator.sender.waiting == 0)


def until(check: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not check():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_bad_outbound_messages_are_refused(api: Api) -> None:
    listed = {"package.xml": package(WorkflowOutboundMessage=["Opportunity.Changed"])}
    for text, words in (
        (workflow("http://example.com/hook"), "Invalid endpoint"),
        (workflow("https://example.com/hook", "nobody@example.com"), "integrationUser"),
        (workflow("https://example.com/hook").replace("NextStep", "Nothing__c"), "no CustomField"),
    ):
        assert words in problems(api.deploy({**listed, "workflows/Opportunity.workflow": text}))


# --- formulas -------------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 22, 10, 15, 30, tzinfo=UTC)
KINDS = {
    "T__c": "string", "L__c": "textarea", "N__c": "double", "M__c": "double", "D__c": "date", "S__c": "datetime",
    "P__c": "picklist", "Q__c": "multipicklist", "B__c": "boolean", "C__c": "percent",
}  # fmt: skip


def world() -> Metadata:
    metadata = Metadata(standard())
    for name, kind in KINDS.items():
        metadata.objects["Opportunity"].add(Field(name, kind, custom=True, length=255, precision=18, scale=2))
    return metadata


SCOPE = ObjectScope(world(), "Opportunity")
V: dict[str, Any] = {
    "T__c": "Abc", "L__c": "one\ntwo", "N__c": 12.5, "M__c": None, "D__c": "2026-11-30", "P__c": "x", "Q__c": "a;c",
    "S__c": "2026-11-22T08:00:00.000+0000", "B__c": True, "C__c": 50.0, "OwnerId": "0055e0000000003AAA",
}  # fmt: skip
FORMULAS: list[tuple[str, dict[str, Any], Any]] = [
    # logic, with three values
    ("AND(TRUE, B__c, N__c > 1)", {}, True),
    ("AND(TRUE, M__c > 1)", {}, False),
    ("OR(M__c > 1, B__c)", {}, True),
    ("NOT(B__c)", {}, False),
    ("NOT(M__c > 1)", {}, None),
    ("!B__c || FALSE", {}, False),
    ("B__c && N__c >= 12.5", {}, True),
    ('IF(M__c > 1, "a", "b")', {}, "b"),
    ("IF(B__c, NULL, 5)", {}, None),
    ('IF(B__c, NULL, "x") = ""', {}, True),
    # blanks
    ("ISBLANK(T__c)", {"T__c": None}, True),
    ("ISBLANK(T__c)", {}, False),
    ("ISBLANK(M__c)", {}, True),
    ("ISBLANK(N__c)", {"N__c": 0.0}, False),
    ("ISBLANK(D__c)", {"D__c": None}, True),
    ("ISBLANK(Q__c)", {"Q__c": None}, True),
    ("ISBLANK(L__c)", {}, False),
    ("ISBLANK(TEXT(P__c))", {"P__c": None}, True),
    ("ISNULL(T__c)", {"T__c": None}, False),
    ("ISNULL(M__c)", {}, True),
    ("BLANKVALUE(M__c, 0) + 1", {}, Decimal(1)),
    ('BLANKVALUE(T__c, "none")', {"T__c": None}, "none"),
    ('NULLVALUE(T__c, "none")', {"T__c": None}, ""),
    # comparing
    ('T__c = "Abc"', {}, True),
    ('T__c = "abc"', {}, False),
    ('T__c == "Abc"', {}, True),
    ('T__c != "x"', {"T__c": None}, True),
    ('T__c = ""', {"T__c": None}, True),
    ("M__c = NULL", {}, None),
    ("M__c < 5", {}, None),
    ("N__c <> M__c", {}, None),
    ("N__c <= 12.50", {}, True),
    ("0.1 + 0.2 = 0.3", {}, True),
    ("D__c > TODAY()", {}, True),
    ("D__c < DATE(2026, 11, 30)", {}, False),
    ('CreatedDate >= DATETIMEVALUE("2026-12-01 00:00:00")', {"CreatedDate": "2026-12-01T00:00:00.000+0000"}, True),
    ('CreatedDate >= DATETIMEVALUE("2026-12-01 00:00:00")', {"CreatedDate": None}, None),
    # pick-lists
    ('ISPICKVAL(P__c, "x")', {}, True),
    ('ISPICKVAL(P__c, "")', {"P__c": None}, True),
    ('TEXT(P__c) = "x"', {}, True),
    ('CASE(P__c, "x", 1, "y", 2, 0)', {}, Decimal(1)),
    ('CASE(P__c, "x", 1, "y", 2, 0)', {"P__c": None}, Decimal(0)),
    ('CASE(P__c, "", "blank", "full")', {"P__c": None}, "blank"),
    ('CASE(N__c, 12.5, "yes", "no")', {}, "yes"),
    ('CASE(T__c, "Abc", TODAY(), D__c)', {}, date(2026, 11, 22)),
    ('INCLUDES(Q__c, "c")', {}, True),
    ('INCLUDES(Q__c, "b")', {}, False),
    ('NOT(INCLUDES(Q__c, "a"))', {"Q__c": None}, True),
    # text
    ("LEN(T__c)", {}, Decimal(3)),
    ("LEN(T__c)", {"T__c": None}, Decimal(0)),
    ('CONTAINS(LOWER(T__c), "bc")', {}, True),
    ('CONTAINS(T__c, "BC")', {}, False),
    ('CONTAINS("one two", T__c)', {"T__c": None}, True),
    ('CONTAINS(T__c, "x")', {"T__c": None}, None),
    ('BEGINS(T__c, "Ab")', {}, True),
    ("UPPER(T__c) & LEFT(T__c, 2) & RIGHT(T__c, 1) & MID(T__c, 2, 1)", {}, "ABCAbcb"),
    ('"a" + "b" & T__c', {"T__c": None}, "ab"),
    ('TRIM("  a b ")', {}, "a b"),
    ('FIND("c", T__c)', {}, Decimal(3)),
    ('FIND("z", T__c)', {}, Decimal(0)),
    ('FIND("a", "abca", 2)', {}, Decimal(4)),
    ('SUBSTITUTE(T__c, "b", "--")', {}, "A--c"),
    ('REGEX(T__c, "A.c")', {}, True),
    ('REGEX(T__c, "A")', {}, False),
    ('REGEX("12", "\\\\d+")', {}, True),
    ('REGEX(L__c, "(?s).*two")', {}, True),
    ('VALUE("12.5") + 1', {}, Decimal("13.5")),
    ('ISNUMBER("12.5")', {}, True),
    ("ISNUMBER(T__c)", {}, False),
    ("TEXT(N__c)", {}, "12.5"),
    ("TEXT(100)", {}, "100"),
    ("TEXT(D__c)", {}, "2026-11-30"),
    ("TEXT(NOW())", {}, "2026-11-22 10:15:30Z"),
    ("'it\\'s' & \"\\\"\"", {}, "it's\""),
    # numbers
    ("1 + 2 * 3 - 4 / 2", {}, Decimal(5)),
    ("(1 + 2) * -3", {}, Decimal(-9)),
    ("2 ^ 3", {}, Decimal(8)),
    ("10 - 3 - 2", {}, Decimal(5)),
    ("N__c + M__c", {}, None),
    ("ABS(-2.5)", {}, Decimal("2.5")),
    ("ROUND(2.345, 2)", {}, Decimal("2.35")),
    ("ROUND(-2.5, 0)", {}, Decimal(-3)),
    ("FLOOR(2.9)", {}, Decimal(2)),
    ("CEILING(2.1)", {}, Decimal(3)),
    ("MAX(1, 3, 2) + MIN(4, 5)", {}, Decimal(7)),
    ("MOD(7, 3)", {}, Decimal(1)),
    ("C__c", {}, Decimal("0.5")),
    # dates
    ("D__c - TODAY()", {}, Decimal(8)),
    ("D__c - 30", {}, date(2026, 10, 31)),
    ("TODAY() + 1", {}, date(2026, 11, 23)),
    ("NOW() - S__c > 0.09", {}, True),
    ("YEAR(D__c) * 100 + MONTH(D__c)", {}, Decimal(202611)),
    ("DAY(D__c)", {"D__c": None}, None),
    ("ADDMONTHS(DATE(2026, 1, 31), 1)", {}, date(2026, 2, 28)),
    ("ADDMONTHS(DATE(2026, 2, 28), 1)", {}, date(2026, 3, 31)),
    ('DATEVALUE("2026-03-04")', {}, date(2026, 3, 4)),
    ("DATEVALUE(S__c)", {}, date(2026, 11, 22)),
    # the record and who saves it
    ("$Permission.Bypass", {}, True),
    ('$User.Id = "0055e0000000003"', {}, True),
    ("OwnerId = $User.Id", {}, True),
    ('$Organization.Id = "00D5e0000000001"', {}, True),
    ('$Profile.Name = "Standard User"', {}, True),
    ('/* not "this" */ T__c = "Abc" /* nor\nthis */', {}, True),
    ('AND(Owner.IsActive, Owner.Name = "Ana")', {}, True),
    ("ISBLANK(Account.Name)", {}, True),
]


def context(old: dict[str, Any] | None, new: dict[str, Any]) -> Context:
    users = {"0055e0000000003AAA": {"Id": "0055e0000000003AAA", "IsActive": True, "Name": "Ana"}}
    return Context(
        new, old, NOW, users["0055e0000000003AAA"], "Standard User", frozenset({"Bypass"}), "00D5e0000000001EAA",
        lambda entity, id: users.get(id or "", {}),
    )  # fmt: skip


@pytest.mark.parametrize(("text", "values", "result"), FORMULAS)
def test_formulas(text: str, values: dict[str, Any], result: Any) -> None:
    SCOPE.metadata.custom_permissions["Bypass"] = object()  # type: ignore[assignment]
    assert compile_formula(text, SCOPE).run(context(None, {**V, **values})) == result


@pytest.mark.parametrize(
    ("text", "old", "new", "result"),
    [
        ("ISNEW()", None, {}, True),
        ("ISNEW()", {}, {}, False),
        ("ISCHANGED(T__c)", None, {"T__c": "x"}, False),
        ("ISCHANGED(T__c)", {"T__c": "a"}, {"T__c": "b"}, True),
        ("ISCHANGED(T__c)", {"T__c": None}, {}, False),
        ("ISCHANGED(L__c)", {"L__c": "a\r\nb"}, {"L__c": "a\nb"}, False),
        ("ISCHANGED(B__c)", {}, {"B__c": False}, False),
        ("ISCHANGED(Q__c)", {"Q__c": "a"}, {"Q__c": "a;b"}, True),
        ("PRIORVALUE(N__c)", {"N__c": 1.0}, {"N__c": 2.0}, Decimal(1)),
        ("PRIORVALUE(N__c)", None, {"N__c": 2.0}, Decimal(2)),
        ('ISPICKVAL(PRIORVALUE(P__c), "x")', {"P__c": "x"}, {"P__c": "y"}, True),
        ('CASE(PRIORVALUE(P__c), "x", 1, 0) < CASE(P__c, "y", 2, 0)', {"P__c": "x"}, {"P__c": "y"}, True),
        ('INCLUDES(PRIORVALUE(Q__c), "a")', {"Q__c": "a"}, {"Q__c": "b"}, True),
    ],
)
def test_formulas_know_the_record_before(
    text: str, old: dict[str, Any] | None, new: dict[str, Any], result: Any
) -> None:
    assert compile_formula(text, SCOPE).run(context(old, new)) == result


@pytest.mark.parametrize(
    "text",
    [
        "", "1 +", "(1", '"open', "T__c T__c", "AND()", "AND(1)", "NOT(T__c)", "IF(B__c, 1, T__c)", "IF(B__c, 1)",
        "P__c", "P__c & T__c", 'P__c = "x"', "ISBLANK(P__c)", "ISBLANK(B__c)", "ISBLANK()", "BLANKVALUE(P__c, 1)",
        "ISPICKVAL(T__c, 'x')", "ISPICKVAL(P__c, T__c)", "INCLUDES(P__c, 'a')", "INCLUDES(Q__c, T__c)", "TEXT(Q__c)",
        "TEXT(T__c)", "TEXT(B__c)", "CASE(P__c, T__c, 1, 0)", "CASE(P__c, 'x', TRUE, FALSE)", "CASE(B__c, TRUE, 1, 0)",
        "CASE(P__c, 'x', 1)", "T__c > 'a'", "T__c = 1", "D__c = S__c", "D__c + D__c", "N__c & T__c", "LEN(N__c)",
        "VALUE(N__c)", "Q__c = 'a'", "MAX(T__c)", "ISCHANGED(1)", "ISCHANGED(Owner.Name)", "PRIORVALUE()", "ISNEW(1)",
        "Nobody.Name = 'x'", "$Setup.A.B", "$User.Nothing", "{!T__c} = 'x'", "YEAR(S__c)", "#", "LEN(T__c, T__c)",
    ],
)  # fmt: skip
def test_wrong_formulas_are_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        compile_formula(text, SCOPE)


def test_deep_nesting_is_refused_and_long_chains_are_not() -> None:
    with pytest.raises(FormulaError, match="nested"):
        compile_formula("(" * 1000 + "1" + ")" * 1000, SCOPE)
    with pytest.raises(FormulaError, match="too big"):
        compile_formula("+".join(["1"] * 1900), SCOPE)
    assert compile_formula("||".join(["B__c"] * 600), SCOPE).run(context(None, {})) is False
    assert compile_formula("+".join(["1"] * 100), SCOPE).run(context(None, {})) == 100


def test_in_flows_fields_are_merge_fields() -> None:
    scope = FlowScope(world(), "Opportunity")
    run = compile_formula(
        "AND({!$Record.N__c} > 1, {!$User.Id} = {!$Record.OwnerId}, {!$Record__Prior.T__c} = 'Abc')", scope
    ).run
    assert run(context(V, {**V, "T__c": "new"})) is True
    for text in ("N__c > 1", "{!N__c} > 1", "$User.Id = 'x'", "ISCHANGED(N__c)"):
        with pytest.raises(FormulaError):
            compile_formula(text, scope)


def test_an_error_at_the_save_refuses_it(org: Org, ana: str) -> None:
    org.add_validation_rule("Divides", "Amount / TotalOpportunityQuantity > 5", "x")
    assert opportunity(org, ana)
    with pytest.raises(Refusal, match="division by zero"):
        opportunity(org, ana, Amount=5, TotalOpportunityQuantity=0)


# --- size, board, demo ----------------------------------------------------------------------------------------------


def test_many_opportunities(api: Api, org: Org, ana: str) -> None:
    install(api, rule("R", 'AND(ISCHANGED(StageName), ISPICKVAL(StageName, "Closed Won"))'), ("R",))
    ids = org.bulk_load({"Name": f"Deal {n}", "OwnerId": ana} for n in range(20_000))
    assert api.query("SELECT Id, Owner.Name FROM Opportunity ORDER BY SystemModstamp, Id").json()["totalSize"] == 20_000
    rows = [{"attributes": {"type": "Opportunity"}, "id": id, "HG_Users__c": 5} for id in ids[-200:]]
    assert all(row["success"] for row in api.call("PATCH", "/composite/sobjects", json={"records": rows}).json())


def test_the_board_shows_a_refusal_and_keeps_what_was_typed(api: Api, org: Org, ana: str) -> None:
    moves = 'AND(ISCHANGED(StageName), ISPICKVAL(StageName, "Proposal/Price Quote"), ISBLANK(HG_Users__c))'
    install(api, rule("R", moves, "How many users?"), ("R",))
    id = opportunity(org, ana, Name="Northern portal")
    page = requests.get(f"{api.emulator.url}/", timeout=5).text
    assert "Northern portal" in page and "Ana Ortiz" in page and "sso!" in page
    form = {"HG_Note__c": "line one\r\nline two", "HG_Security__c": ["", "sso", "audit"], "HG_Users__c": ""}
    refused = requests.post(f"{api.emulator.url}/board/{id}/save", {**form, "StageName": QUOTE}, timeout=5).text
    assert 'class="problem"' in refused and "How many users?" in refused and "line one" in refused
    assert org.records["Opportunity"][id].values.get("HG_Note__c") is None
    requests.post(f"{api.emulator.url}/board/{id}/save", {**form, "HG_Users__c": "5"}, timeout=5)
    values = org.records["Opportunity"][id].values
    assert (values["HG_Users__c"], values["HG_Note__c"], values["HG_Security__c"]) == (
        5.0,
        "line one\nline two",
        "sso;audit",
    )
    requests.post(f"{api.emulator.url}/board/{id}/move", {"StageName": QUOTE}, timeout=5)
    assert org.records["Opportunity"][id].values["StageName"] == QUOTE
    first = requests.get(f"{api.emulator.url}/board/state", timeout=5).json()
    org.save(id, {"NextStep": "x"}, by=ana)
    assert requests.get(f"{api.emulator.url}/board/state", timeout=5).json() != first


def test_the_demo_tells_its_story_without_the_product() -> None:
    with Demo() as demo:
        demo.create_deals()
        demo.listen({})
        demo.emulator.org.add_validation_rule("R", 'ISPICKVAL(StageName, "Proposal/Price Quote")', "Not yet.")
        assert demo.move_to_quote() == "Not yet." and demo.stage() == "Perception Analysis"
        demo.emulator.org.metadata.rules.clear()
        assert demo.move_to_quote() == "" and demo.stage() == QUOTE
        assert demo.tasks() == [] and demo.written("score") == ""
        options = demo.options()
        assert options["org_id"] == demo.org.org_id and set(options) >= {
            "login_url",
            "client_id",
            "client_secret",
            "webhook_secret",
        }
        assert set(demo.gates()) == {"quote", "contract", "won"} and demo.board.endswith("/board")


def test_a_refreshed_sandbox_is_another_organisation(api: Api, org: Org) -> None:
    org.org_id = "00D5e0000000777"
    assert org.org_id == id18("00D5e0000000777")
    assert api.rows("SELECT Id FROM Organization")[0]["Id"] == org.org_id
    assert f"/id/{org.org_id}/" in api.login().json()["id"]
