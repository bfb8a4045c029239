"""Salesforce over HTTP: against answers made up here (errors, halves, oddities) and against the strict emulator."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import responses

from connectors import http
from connectors.base import Connection
from connectors.errors import AuthFailed, ConfigError, NotFound, Refused, Transient
from connectors.salesforce import CONNECTOR
from connectors.salesforce.client import Client, checked_id, instant, quoted, repeatable
from connectors.salesforce.emulator import Emulator, Fault
from connectors.salesforce.failures import UnknownFields, failure
from connectors.salesforce.live import SalesforceAccount
from connectors.salesforce.schema import default_mapping
from connectors.salesforce.tasks import description
from rules.intents import PutBack, Tell, WritePlan
from rules.model import Stage

ORG, ME, ANA, SAM = "00D5e000000abcDEAQ", "0055e000001x3yzAAA", "005000000000001AAA", "005000000000002AAA"
LOGIN = "https://acme.my.salesforce.com"
TOKEN_URL, DATA = f"{LOGIN}/services/oauth2/token", f"{LOGIN}/services/data/v65.0"
QUERY, MANY, DESCRIBE = f"{DATA}/query", f"{DATA}/composite/sobjects", f"{DATA}/sobjects/Opportunity/describe"
TASK = f"{DATA}/sobjects/Task"
SECRET, TOKEN = "client-secret-very-secret", "00D5e000000abcD!token-very-secret"
OPEN, QUOTE, WON = (Stage(pipeline="default", id=id) for id in ("Qualification", "Proposal/Price Quote", "Closed Won"))
STANDARD = {"Id": "id", "Name": "string", "StageName": "picklist", "Type": "picklist", "OwnerId": "reference", "AccountId": "reference",
            "CreatedDate": "datetime", "LastModifiedDate": "datetime", "SystemModstamp": "datetime", "LastStageChangeDate": "datetime"}  # fmt: skip
OURS = {"HG_State__c": "picklist", "HG_Missing__c": "textarea", "HG_Score__c": "double", "HG_Gate_Quote__c": "string", "HG_Review__c": "picklist",
        "HG_Setup_Days__c": "double", "HG_Evaluated__c": "datetime", "HG_Plan__c": "textarea", "HG_Revision__c": "double",
        "HG_Evaluated_Revision__c": "double", "HG_Reviewed_By__c": "string"}  # fmt: skip
ASKED = {"HG_Users_Month_1__c": "double", "HG_Security__c": "multipicklist", "HG_Launch_From__c": "date",
         "HG_Owner_Security__c": "reference", "HG_Integrations__c": "textarea", "HG_Confirmed__c": "multipicklist"}  # fmt: skip
LENGTHS = {"HG_Missing__c": 32768, "HG_Gate_Quote__c": 255}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting between repeats, and no address from outside."""
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)
    monkeypatch.delenv("HANDOFF_SALESFORCE_LOGIN_URL", raising=False)


class Org:
    """What the made-up organisation answers to queries: the first of `answers` whose start fits the query."""

    def __init__(self, mock: responses.RequestsMock) -> None:
        self.mock, self.asked = mock, list[str]()
        self.answers: list[tuple[str, Any]] = []
        mock.add_callback("GET", QUERY, self._answer)

    def says(self, start: str, *rows: Any, error: tuple[int, str] | None = None) -> None:
        self.answers.insert(0, (start, error or list(rows)))

    def _answer(self, request: Any) -> tuple[int, dict[str, str], str]:
        soql = parse_qs(urlsplit(request.url).query)["q"][0]
        self.asked.append(soql)
        told = next((told for start, told in self.answers if start in soql), [])
        if isinstance(told, tuple):
            return told[0], {}, told[1]
        return 200, {}, json.dumps({"totalSize": len(told), "done": True, "records": told})

    def about(self, start: str) -> list[str]:
        return [soql for soql in self.asked if start in soql]


@pytest.fixture
def mocked() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.post(TOKEN_URL, json=granted())
        mock.get(DESCRIBE, json=described())
        yield mock


@pytest.fixture
def org(mocked: responses.RequestsMock) -> Org:
    return Org(mocked)


def granted(token: str = TOKEN, **more: Any) -> dict[str, Any]:
    return {"access_token": token, "instance_url": LOGIN, "id": f"https://login.salesforce.com/id/{ORG}/{ME}"} | more


def described(fields: dict[str, str] | None = None, *kinds: tuple[str, str]) -> dict[str, Any]:
    held = STANDARD | OURS | ASKED if fields is None else fields
    rows = [{"name": n, "type": t, "length": LENGTHS.get(n, 0), "updateable": True} for n, t in held.items()]
    master = {
        "recordTypeId": "012000000000000AAA",
        "name": "Master",
        "developerName": "Master",
        "master": True,
        "active": True,
    }
    types = [{"recordTypeId": id, "name": name.replace("_", " "), "developerName": name, "master": False, "active": True, "available": False} for id, name in kinds]  # fmt: skip
    return {"name": "Opportunity", "fields": rows, "recordTypeInfos": [*types, master]}


def connection(mapping: dict[str, str] | None = None, vault: Any = None, **more: str) -> Connection:
    secrets = {name: more.pop(name) for name in ("private_key", "client_secret") if name in more}
    settings = {"login_url": LOGIN, "client_id": "the-app", "org_id": ORG} | more
    held = default_mapping() if mapping is None else mapping
    return Connection(f"salesforce:{ORG}", settings, secrets or {"client_secret": SECRET}, mapping=held, vault=vault)


@pytest.fixture
def crm(mocked: responses.RequestsMock) -> SalesforceAccount:
    return SalesforceAccount(connection(), Client(connection()))


def deal_id(number: int) -> str:
    return f"006{number:012}AAA"


def deal(number: int, stage: str = OPEN.id, **more: Any) -> dict[str, Any]:
    stamps = {"CreatedDate": "2026-10-01T09:00:00.000+0000", "LastModifiedDate": "2026-11-22T11:59:58.000+0000"}
    row = {"attributes": {"type": "Opportunity"}, "Id": deal_id(number), "Name": f"Deal {number}", "StageName": stage}
    return (
        row | stamps | {"SystemModstamp": "2026-11-22T11:59:59.000+0000", "OwnerId": ANA, "HG_Revision__c": None} | more
    )


def user(id: str, name: str, **more: Any) -> dict[str, Any]:
    mail = f"{name.lower()}@x.example"
    return {
        "Id": id,
        "Name": name,
        "Email": mail,
        "Username": f"{mail}.sales",
        "IsActive": True,
        "UserType": "Standard",
    } | more


def wrong(code: str, message: str = "no", *fields: str, status: int = 400) -> tuple[int, str]:
    return status, json.dumps([{"errorCode": code, "message": message, "fields": list(fields)}])


def row_wrong(code: str, message: str = "no", *fields: str) -> dict[str, Any]:
    return {"success": False, "errors": [{"statusCode": code, "message": message, "fields": list(fields)}]}


def sent(mock: responses.RequestsMock, url: str, method: str = "") -> list[Any]:
    """The JSON bodies that were sent to an address."""
    calls = [c.request for c in mock.calls if c.request.url.split("?")[0] == url and method in ("", c.request.method)]
    return [json.loads(request.body) for request in calls if request.body]


def written(mock: responses.RequestsMock) -> list[dict[str, Any]]:
    """Collections as they were written: deal → values."""
    hidden = ("id", "attributes")
    return [
        {row["id"]: {k: v for k, v in row.items() if k not in hidden} for row in body["records"]}
        for body in sent(mock, MANY)
    ]


def accepting(mock: responses.RequestsMock, wrong_rows: Callable[[dict[str, Any]], Any] = lambda row: None) -> None:
    """Take every row, or answer with what `wrong_rows` has against it."""

    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        rows = json.loads(request.body)["records"]
        told = [(wrong_rows(row), {"id": row["id"], "success": True, "errors": []}) for row in rows]
        return 200, {}, json.dumps([fine if wrong is None else wrong for wrong, fine in told])

    mock.add_callback("PATCH", MANY, answer)


def plan(
    number: int, values: dict[str, str | None] | None = None, at: Stage | None = None, to: Stage = OPEN
) -> WritePlan:
    back = PutBack(gate="quote", expected=at, to=to) if at else None
    return WritePlan(deal=deal_id(number), values=values or {}, put_back=back)


# --- the library, tamed ---------------------------------------------------------------------------------------------


def test_the_vendors_library_is_loaded_only_when_a_call_is_made() -> None:
    code = (
        "import sys; import connectors.salesforce as s; from connectors.base import Connection; "
        "s.CONNECTOR.open(Connection('salesforce:1', {'client_id': 'a'}, {'client_secret': 't'})); "
        "print('simple_salesforce' in sys.modules, 'jwt' in sys.modules, 'zeep' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False False"


@pytest.mark.parametrize(
    ("method", "path", "again"),
    [
        ("GET", "/services/data/v65.0/query", True),
        ("PATCH", "/services/data/v65.0/composite/sobjects", True),
        ("PATCH", "/services/data/v65.0/sobjects/Task/00T", True),
        ("DELETE", "/services/data/v65.0/sobjects/Task/00T", True),
        ("PATCH", "/services/data/v65.0/tooling/sobjects/ValidationRule/03d", True),
        ("PATCH", "/services/data/v65.0/metadata/deployRequest/0Af", False),
        ("POST", "/services/data/v65.0/sobjects/Task", False),
        ("POST", "/services/data/v65.0/metadata/deployRequest", False),
        ("POST", "/services/oauth2/token", False),
    ],
)
def test_only_calls_that_create_something_are_not_repeated(method: str, path: str, again: bool) -> None:
    assert repeatable(method, path) is again


def test_a_read_is_repeated_after_server_errors(crm: SalesforceAccount, mocked: responses.RequestsMock) -> None:
    mocked.get(f"{DATA}/limits", status=503)
    mocked.get(f"{DATA}/limits", json={"DailyApiRequests": {"Max": 5, "Remaining": 4}})
    assert crm.client.limits()["DailyApiRequests"]["Remaining"] == 4


def test_a_task_is_not_created_twice_after_a_server_error(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    mocked.post(TASK, status=503, body="<html>maintenance</html>")
    with pytest.raises(Transient):
        crm.tell(TELL, again=False)
    assert len(sent(mocked, TASK)) == 1


def test_calls_are_for_one_version_and_wait_half_a_minute_at_most(
    crm: SalesforceAccount, mocked: responses.RequestsMock, org: Org
) -> None:
    crm.client.rows("SELECT Id FROM Organization")
    [call] = [call for call in mocked.calls if call.request.url.startswith(QUERY)]
    assert call.request.headers["Sforce-Query-Options"] == "batchSize=2000"
    assert call.request.headers["Authorization"] == f"Bearer {TOKEN}" and "X-PrettyPrint" not in call.request.headers
    assert call.request.req_kwargs["timeout"] == (3.05, 30.0)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        "<html>log in</html>",
        "3",
        '"text"',
        "[" * 9999,
        '{"done": true}',
        '{"records": null}',
        '[{"Id": 1}]',
    ],
)
def test_an_answer_without_anything_makes_no_deal_gone(
    crm: SalesforceAccount, mocked: responses.RequestsMock, body: str
) -> None:
    mocked.get(QUERY, body=body)
    with pytest.raises(Transient, match="acme"):
        crm.fetch([deal_id(1)])


@pytest.mark.parametrize("body", ["", "{}", '{"fields": {}}'])
def test_a_describe_without_fields_is_none(crm: SalesforceAccount, mocked: responses.RequestsMock, body: str) -> None:
    mocked.replace("GET", DESCRIBE, body=body)
    with pytest.raises(Transient, match="acme"):
        crm.known_properties()


# --- tokens ---------------------------------------------------------------------------------------------------------


def token_calls(mock: responses.RequestsMock) -> list[Any]:
    return [call.request for call in mock.calls if call.request.url == TOKEN_URL]


def test_the_client_credentials_go_in_the_header_never_in_the_address(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    assert (crm.client.org_id, crm.client.user_id) == (ORG, ME)
    [asked] = token_calls(mocked)
    assert asked.body == "grant_type=client_credentials" and asked.headers["Authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("login", "audience"),
    [
        (LOGIN, "https://login.salesforce.com"),
        ("https://acme--dev.sandbox.my.salesforce.com", "https://test.salesforce.com"),
        ("https://test.salesforce.com", "https://test.salesforce.com"),
    ],
)
@pytest.mark.parametrize("one_line", [False, True])
def test_the_jwt_is_signed_for_three_minutes(login: str, audience: str, one_line: bool) -> None:
    import jwt
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem = key.private_bytes(*plain).decode()
    with responses.RequestsMock() as mock:
        mock.post(f"{login}/services/oauth2/token", json=granted())
        given = connection(
            login_url=login, username="gate@acme.example", private_key=pem.replace("\n", "\\n") if one_line else pem
        )
        assert Client(given).org_id == ORG
        form = parse_qs(str(mock.calls[0].request.body))
    assert form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
    claims = jwt.decode(form["assertion"][0], key.public_key(), algorithms=["RS256"], audience=audience)
    assert (claims["iss"], claims["sub"]) == ("the-app", "gate@acme.example")
    assert 170 < claims["exp"] - datetime.now(UTC).timestamp() <= 181


def test_a_key_that_is_none_is_not_repeated_in_the_text(mocked: responses.RequestsMock) -> None:
    with pytest.raises(ConfigError, match="no RSA key in PEM form") as caught:
        _ = Client(connection(username="u", private_key="-----BEGIN SECRET-----")).org_id
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "secrets", "told"),
    [
        ({}, {"client_secret": "s"}, "--client-id"),
        ({"client_id": "a"}, {}, "either --client-secret, or --private-key"),
        ({"client_id": "a"}, {"private_key": "k"}, "needs --username"),
        ({"client_id": "a", "login_url": "http://acme.example"}, {"client_secret": "s"}, "not encrypted"),
        ({"client_id": "a", "login_url": "acme"}, {"client_secret": "s"}, "is not an address"),
    ],
)
def test_what_is_missing_to_log_in_is_named(settings: dict[str, str], secrets: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        CONNECTOR.open(Connection("salesforce:x", settings, secrets))


@pytest.mark.parametrize(
    ("status", "told", "kind", "says"),
    [
        (400, {"error": "invalid_client", "error_description": "invalid client credentials"}, AuthFailed, "invalid_client.*client secret"),
        (400, {"error": "invalid_client_id", "error_description": "client identifier invalid"}, AuthFailed, "Check the client id"),
        (400, {"error": "invalid_grant", "error_description": "no client credentials user enabled"}, AuthFailed, "run-as user"),
        (400, {"error": "invalid_grant", "error_description": "request not supported on this domain"}, AuthFailed, "my.salesforce.com"),
        (401, {"error": "invalid_client"}, AuthFailed, "invalid_client"),
        (400, {"error": "something_new"}, AuthFailed, "something_new.*Check the app"),
        (400, {"error": "invalid_grant", "error_description": "login rate exceeded"}, Transient, "login rate"),
        (400, {"error": "unknown_error", "error_description": "retry your request"}, Transient, "retry"),
        (429, {}, Transient, "429"),
        (503, "<html>maintenance</html>", Transient, "503"),
        (404, "<html>not here</html>", NotFound, "Check --login-url"),
        (200, "<html>log in</html>", ConfigError, "no log-in service"),
        (200, {"access_token": "x"}, ConfigError, "no log-in service"),
    ],
)  # fmt: skip
def test_a_refused_log_in_says_why_and_what_to_do(status: int, told: Any, kind: type[Exception], says: str) -> None:
    body = told if isinstance(told, str) else json.dumps(told)
    with responses.RequestsMock() as mock:
        mock.post(TOKEN_URL, status=status, body=body)
        with pytest.raises(kind, match=says) as caught:
            Client(connection()).tokens.current()
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "instance",
    ["https://evil.example", "https://acme.my.salesforce.com.evil.example", "http://acme.my.salesforce.com", "https://evilsalesforce.com",
     "https://127.0.0.1:8700", "https://user@acme.my.salesforce.com", "ftp://acme.my.salesforce.com", "acme"],
)  # fmt: skip
def test_a_token_is_never_sent_to_a_stranger(instance: str) -> None:
    with responses.RequestsMock() as mock:
        mock.post(TOKEN_URL, json=granted(instance_url=instance))
        with pytest.raises(ConfigError):
            Client(connection()).rows("SELECT Id FROM Organization")
        assert len(mock.calls) == 1


@pytest.mark.parametrize(
    "instance", ["https://acme.my.salesforce.com/", "https://na1.salesforce.com", "https://acme.lightning.force.com"]
)
def test_an_address_of_the_same_family_is_used(instance: str) -> None:
    with responses.RequestsMock() as mock:
        mock.post(TOKEN_URL, json=granted(instance_url=instance))
        mock.get(f"{instance.rstrip('/')}/services/data/v65.0/limits", json={"a": 1})
        assert Client(connection()).limits() == {"a": 1}


def test_an_expired_token_is_renewed_once_and_the_call_repeated_with_its_headers(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    mocked.replace("POST", TOKEN_URL, json=granted("old"))
    address = f"{DATA}/sobjects/Task/00T000000000001AAA"
    mocked.patch(
        address, status=401, json=[{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}]
    )
    mocked.patch(address, status=204)
    crm.client.tokens.current()
    mocked.replace("POST", TOKEN_URL, json=granted("new"))
    crm.client.update("Task", "00T000000000001AAA", {"Status": "Completed"}, datetime(2026, 11, 22, 10, tzinfo=UTC))
    first, second = [call.request for call in mocked.calls if call.request.url == address]
    assert [first.headers["Authorization"], second.headers["Authorization"]] == ["Bearer old", "Bearer new"]
    assert (
        second.headers["If-Unmodified-Since"] == first.headers["If-Unmodified-Since"] == "Sun, 22 Nov 2026 10:00:00 GMT"
    )
    assert first.body == second.body and len(token_calls(mocked)) == 2


@pytest.mark.parametrize("body", ['[{"errorCode": "INVALID_SESSION_ID", "message": "expired"}]', "{}", "<html>", ""])
def test_a_second_refusal_of_the_token_is_the_end(
    crm: SalesforceAccount, mocked: responses.RequestsMock, body: str
) -> None:
    mocked.get(f"{DATA}/limits", status=401, body=body)
    with pytest.raises(AuthFailed, match="connect again"):
        crm.client.limits()
    assert len(token_calls(mocked)) == 2 and len(mocked.calls) == 4


class Vault:
    """One process's view of what all keep together."""

    def __init__(self, kept: dict[str, str] | None = None) -> None:
        self.kept, self.stale = {} if kept is None else kept, list[str]()

    def shared(self, name: str, stale: str, make: Callable[[], str]) -> str:
        self.stale.append(stale)
        if self.kept.get(name, "") in ("", stale):
            self.kept[name] = make()
        return self.kept[name]


def test_processes_share_one_token_and_its_renewal(mocked: responses.RequestsMock) -> None:
    kept: dict[str, str] = {}
    one, two = (Client(connection(vault=Vault(kept))) for _ in range(2))
    assert one.user_id == two.user_id == ME and len(token_calls(mocked)) == 1
    assert json.loads(kept["access_token"]) == {"token": TOKEN, "instance": LOGIN, "org": ORG, "user": ME}
    mocked.replace("POST", TOKEN_URL, json=granted("new"))

    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        good = request.headers["Authorization"] == "Bearer new"
        return (200, {}, '{"a": 1}') if good else (401, {}, '[{"errorCode": "INVALID_SESSION_ID"}]')

    mocked.add_callback("GET", f"{DATA}/limits", answer)
    assert one.limits() == two.limits() == {"a": 1}
    assert len(token_calls(mocked)) == 2


@pytest.mark.parametrize(
    "kept", ["nonsense", "{}", '{"token": "t", "instance": "https://evil.example", "org": "", "user": ""}', "[" * 9999]
)
def test_a_kept_token_that_cannot_be_used_is_made_anew(mocked: responses.RequestsMock, kept: str) -> None:
    vault = Vault({"access_token": kept})
    assert Client(connection(vault=vault)).org_id == ORG and vault.stale == ["", kept]


def test_threads_of_one_process_ask_for_one_token(mocked: responses.RequestsMock) -> None:
    client = Client(connection())
    threads = [threading.Thread(target=client.tokens.current) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(token_calls(mocked)) == 1


def test_the_token_is_in_no_text_and_no_log(mocked: responses.RequestsMock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mocked.get(
        f"{DATA}/limits", status=403, json=[{"errorCode": "API_DISABLED_FOR_ORG", "message": f"not with {TOKEN}"}]
    )
    client = Client(connection())
    with pytest.raises(AuthFailed) as caught:
        client.limits()
    token = client.tokens.current()
    shown = str(caught.value) + repr(caught.value) + repr(client) + repr(token) + repr(connection()) + caplog.text
    assert TOKEN not in shown and SECRET not in shown


# --- whose organisation it is ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["", ORG, ORG[:15]])
def test_the_organisation_is_seen_from_the_token(mocked: responses.RequestsMock, given: str) -> None:
    found = CONNECTOR.locate({"login_url": LOGIN, "client_id": "a", "org_id": given}, {"client_secret": SECRET})
    assert found == {"org_id": ORG, "instance_url": LOGIN} and len(mocked.calls) == 1
    assert CONNECTOR.account_key(found) == f"salesforce:{ORG}"


def test_another_organisation_than_the_one_that_was_named_is_refused(mocked: responses.RequestsMock) -> None:
    with pytest.raises(ConfigError, match=f"open organisation {ORG}, not 00D000000000062EAA"):
        CONNECTOR.locate({"login_url": LOGIN, "client_id": "a", "org_id": "00D000000000062"}, {"client_secret": SECRET})


def test_a_token_that_does_not_say_whose_it_is_costs_one_more_call(mocked: responses.RequestsMock, org: Org) -> None:
    mocked.replace("POST", TOKEN_URL, json=granted(id=None))
    org.says("FROM Organization", {"Id": ORG[:15]})
    found = CONNECTOR.locate({"login_url": LOGIN, "client_id": "a"}, {"client_secret": SECRET})
    assert found["org_id"] == ORG and len(mocked.calls) == 2


@pytest.mark.parametrize("given", ["", "00D", "0065e00000AbCdEAAV", "00D5e000000abcDEA", "00D5e000000abc'"])
def test_an_account_needs_an_organisation(given: str) -> None:
    with pytest.raises(ConfigError, match="Company Information"):
        CONNECTOR.account_key({"org_id": given})


def test_the_address_comes_from_the_option_then_the_setting_then_the_vendor(monkeypatch: pytest.MonkeyPatch) -> None:
    def login(**settings: str) -> str:
        made = Connection("salesforce:x", {"client_id": "a"} | settings, {"client_secret": "s"})
        return Client(made).tokens.login

    assert login() == "https://login.salesforce.com"
    monkeypatch.setenv("HANDOFF_SALESFORCE_LOGIN_URL", "https://set.my.salesforce.com/")
    assert login() == "https://set.my.salesforce.com" and login(login_url=LOGIN) == LOGIN


def test_the_webhook_address_holds_the_secret() -> None:
    made = Connection("salesforce:x", {}, {"webhook_secret": "abc"})
    assert CONNECTOR.webhook_path(made) == "/webhooks/salesforce/abc"
    assert CONNECTOR.webhook_path(Connection("salesforce:x", {}, {})) == "/webhooks/salesforce/SECRET"
    assert CONNECTOR.webhook_secret(made).accounts == {"salesforce:x"}


def test_identify_says_name_and_zone(crm: SalesforceAccount, org: Org) -> None:
    org.says("FROM Organization", {"Id": ORG, "Name": "Acme", "TimeZoneSidKey": "Europe/Berlin"})
    found = crm.identify()
    assert (found.account, found.name, found.time_zone) == (f"salesforce:{ORG}", "Acme", "Europe/Berlin")


def test_a_server_that_lacks_fields_or_the_whole_object_still_proves_the_token(
    crm: SalesforceAccount, org: Org
) -> None:
    org.says("FROM Organization", error=wrong("INVALID_TYPE", "sObject type 'Organization' is not supported."))
    assert crm.identify().name == f"Salesforce organisation {ORG}"
    org.says("SELECT Id, Name FROM Organization", {"Id": ORG, "Name": "Acme"})
    assert crm.identify().name == "Acme"


def test_a_token_of_another_organisation_is_refused(crm: SalesforceAccount, org: Org) -> None:
    org.says("FROM Organization", {"Id": "00D000000000062EAA", "Name": "Other"})
    with pytest.raises(ConfigError, match=f"00D000000000062EAA, not {ORG}"):
        crm.identify()


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ({"active_users.month_1": "Account.Users__c"}, "another object"),
        ({"active_users.month_1": "Users Month"}, "API name"),
        ({"active_users.month_1": "1st__c"}, "API name"),
        ({"active_users.month_1": "Id, Name FROM Account"}, "API name"),
        ({"active_users.month_1": "StageName"}, "Salesforce's own"),
        ({"ours.score": "Probability"}, "Salesforce's own"),
        ({"ours.score": "Amount"}, "Salesforce's own"),
        ({"active_users.month_1": "HG_Revision__c"}, "Salesforce's own"),
        ({"active_users.month_1": ""}, "names no property"),
    ],
)
def test_entries_of_the_mapping_that_cannot_work_are_named(mapping: dict[str, str], told: str) -> None:
    [(part, said)] = CONNECTOR.mapping_problems(mapping)
    assert part in mapping and told in said


def test_the_default_mapping_and_standard_fields_for_answers_are_fine() -> None:
    good = {"launch_window.from": "CloseDate", "active_users.month_1": "acme__Users__c", "promise.price": "Amount"}
    assert list(CONNECTOR.mapping_problems(CONNECTOR.default_mapping())) == list(CONNECTOR.mapping_problems(good)) == []


def test_a_fresh_account_has_the_standard_stages() -> None:
    [pipeline] = CONNECTOR.default_pipelines()
    assert pipeline.id == "default" and [s.closed for s in pipeline.stages[-2:]] == ["won", "lost"]
    assert [stage.id for stage in pipeline.stages[6:8]] == ["Proposal/Price Quote", "Negotiation/Review"]


# --- errors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", Refused), (400, "REQUIRED_FIELD_MISSING", Refused), (400, "MALFORMED_QUERY", Refused),
        (400, "INVALID_FIELD", UnknownFields), (400, "INVALID_TYPE", UnknownFields), (400, "INVALID_FIELD_FOR_INSERT_UPDATE", UnknownFields),
        (400, "UNABLE_TO_LOCK_ROW", Transient), (400, "QUERY_TIMEOUT", Transient), (400, "INVALID_QUERY_LOCATOR", Transient),
        (401, "INVALID_SESSION_ID", AuthFailed), (403, "API_DISABLED_FOR_ORG", AuthFailed), (403, "INSUFFICIENT_ACCESS_OR_READONLY", AuthFailed),
        (403, "SOMETHING", AuthFailed), (400, "INSUFFICIENT_ACCESS_OR_READONLY", AuthFailed), (400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", Refused),
        (403, "REQUEST_LIMIT_EXCEEDED", Transient), (404, "NOT_FOUND", NotFound), (404, "ENTITY_IS_DELETED", NotFound), (400, "ENTITY_IS_DELETED", NotFound),
        (409, "X", Transient), (412, "PRECONDITION_FAILED", Transient), (429, "X", Transient), (500, "UNKNOWN_EXCEPTION", Transient),
        (503, "SERVER_UNAVAILABLE", Transient), (300, "X", Refused), (304, "", ConfigError), (414, "", Refused), (405, "", Refused),
    ],
)  # fmt: skip
def test_every_error_has_its_place_in_the_tree(status: int, code: str, kind: type[Exception]) -> None:
    content = [{"errorCode": code, "message": "no"}]
    assert type(failure(LOGIN, status, content, {})).__mro__[:2].count(kind) == 1
    assert type(failure(LOGIN, status, json.dumps(content), {})) is type(failure(LOGIN, status, content, {}))


@pytest.mark.parametrize(
    "body", [b"", None, "", "text", [], {}, "[" * 9999, [1, None], {"message": 3}, [{"fields": 3}], [{"errorCode": {}}]]
)
def test_unreadable_error_bodies_do_not_break_anything(body: Any) -> None:
    assert isinstance(failure(LOGIN, 400, body, {}), Refused)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Transient), (403, Transient), (500, Transient), (502, Transient), (404, NotFound), (401, AuthFailed)],
)
def test_a_page_for_people_passes_unless_the_status_says_more(status: int, kind: type[Exception]) -> None:
    for page in ("<!DOCTYPE html><html>…", b"\xef\xbb\xbf  <html>"):
        assert isinstance(failure(LOGIN, status, page, {}), kind)


def test_a_refusal_says_why_in_the_rules_words_and_names_the_field() -> None:
    told = [
        {
            "errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION",
            "message": "Peak load: when? [HG-Q1]",
            "fields": ["StageName"],
        }
    ]
    error = failure(LOGIN, 400, told, {})
    assert isinstance(error, Refused) and error.fields == ("StageName",)
    assert str(error) == "https://acme.my.salesforce.com answered 400: Peak load: when? [HG-Q1]"


@pytest.mark.parametrize(
    ("code", "message", "fields"),
    [
        ("INVALID_FIELD", "\nSELECT Id, HG_X__c FROM\n           ^\nERROR at Row:1:Column:12\nNo such column 'HG_X__c' on entity 'Opportunity'. If you are", ("HG_X__c",)),
        ("INVALID_FIELD", "No such column 'HG_X__c' on sobject of type Opportunity", ("HG_X__c",)),
        ("INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: HG_X__c, HG_Y__c. Please check the security settings", ("HG_X__c", "HG_Y__c")),
        ("INVALID_FIELD", "field 'HG_X__c' can not be filtered in a query call", ("HG_X__c",)),
        ("INVALID_TYPE", "sObject type 'Quote' is not supported.", ()),
    ],
)  # fmt: skip
def test_missing_fields_are_found_in_the_words(code: str, message: str, fields: tuple[str, ...]) -> None:
    error = failure(LOGIN, 400, [{"errorCode": code, "message": message}], {})
    assert isinstance(error, UnknownFields) and error.fields == fields


def test_limits_say_how_long_to_wait() -> None:
    day = failure(LOGIN, 403, [{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit exceeded."}], {})
    many = failure(LOGIN, 403, [{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "ConcurrentRequests (Concurrent API Requests) Limit exceeded."}], {})  # fmt: skip
    told = failure(LOGIN, 503, "", {"Retry-After": "7"})
    assert [e.retry_after for e in (day, many, told) if isinstance(e, Transient)] == [3600.0, 60.0, 7.0]
    assert "daily API calls are used up" in str(day)


# --- SOQL -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("O'Hara", "'O\\'Hara'"),
        ("a\\", "'a\\\\'"),
        ("' OR Id != '", "'\\' OR Id != \\''"),
        ("a\nb", "'a\\nb'"),
        ("Zürich", "'Zürich'"),
        ("", "''"),
    ],
)
def test_texts_are_quoted(text: str, literal: str) -> None:
    assert quoted(text) == literal


@pytest.mark.parametrize("id", ["../../query?q=1", "", "006", "006000000000001AA'", "006000000000001AAA\n", "x" * 19])
def test_only_ids_go_into_a_path_or_query(crm: SalesforceAccount, mocked: responses.RequestsMock, id: str) -> None:
    with pytest.raises(ConfigError, match="no Salesforce id"):
        checked_id(id)
    for call in (lambda: crm.client.update("Task", id, {}), lambda: crm.client.delete("Task", id)):
        with pytest.raises(ConfigError):
            call()
    with pytest.raises(ConfigError, match="no name of an object"):
        crm.client.create("../query", {})
    assert not mocked.calls


def test_instants_stand_in_utc_with_milliseconds() -> None:
    berlin = datetime.fromisoformat("2026-11-22T11:14:30.250999+01:00")
    assert instant(berlin) == "2026-11-22T10:14:30.250Z"


def test_pages_are_followed_wherever_the_server_says_it_is(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    following = [
        "/services/data/v65.0/query/01g-2000",
        "https://other.example/services/data/v65.0/query/01g-4000",
        None,
    ]
    pages = [{"records": [{"Id": n}], "done": url is None, "nextRecordsUrl": url} for n, url in enumerate(following)]
    for url, page in zip((QUERY, f"{QUERY}/01g-2000", f"{QUERY}/01g-4000"), pages, strict=True):
        mocked.get(url, json=page)
    assert [len(page) for page in crm.client.query("SELECT Id FROM Opportunity")] == [1, 1, 1]


def test_a_page_that_names_itself_as_the_next_is_the_last(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    mocked.get(QUERY, json={"records": [{}], "nextRecordsUrl": "/services/data/v65.0/query/01g-1"})
    mocked.get(f"{QUERY}/01g-1", json={"records": [{}], "nextRecordsUrl": "/services/data/v65.0/query/01g-1"})
    assert len(crm.client.rows("SELECT Id FROM Opportunity")) == 2


# --- describe -------------------------------------------------------------------------------------------------------


def test_describe_is_kept_then_asked_whether_it_changed_and_read_in_full_every_hour() -> None:
    now = [0.0]
    with responses.RequestsMock() as mock:
        mock.post(TOKEN_URL, json=granted())

        def answer(request: Any) -> tuple[int, dict[str, str], str]:
            since = request.headers.get("If-Modified-Since")
            return (
                (304, {}, "")
                if since
                else (200, {"Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}, json.dumps(described()))
            )

        mock.add_callback("GET", DESCRIBE, answer)
        client = Client(connection(), clock=lambda: now[0])
        for now[0] in (0.0, 299.0, 300.0, 500.0, 601.0, 3600.0):
            assert len(client.describe("Opportunity")["fields"]) == len(STANDARD | OURS | ASKED)
        client.describe("Opportunity", fresh=True)
        asked = [
            call.request.headers.get("If-Modified-Since", "") for call in mock.calls if call.request.url == DESCRIBE
        ]
    stamp = "Sun, 22 Nov 2026 10:00:00 GMT"
    assert asked == ["", stamp, stamp, "", ""]


def test_the_servers_own_clock_dates_a_describe(mocked: responses.RequestsMock) -> None:
    now = [0.0]
    mocked.replace("GET", DESCRIBE, json=described(), headers={"Date": "Sun, 22 Nov 2026 09:00:00 GMT"})
    client = Client(connection(), clock=lambda: now[0])
    for now[0] in (0.0, 301.0):
        client.describe("Opportunity")
    assert mocked.calls[-1].request.headers["If-Modified-Since"] == "Sun, 22 Nov 2026 09:00:00 GMT"


# --- the day's calls ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "left"),
    [("api-usage=18/5000", 0.9964), ("api-usage=25/5000; per-app-api-usage=17/250(appName=x)", 0.995), ("per-app-api-usage=17/20(appName=x)", 1.0), ("nonsense", 1.0), ("api-usage=7000/5000", 0.0)],
)  # fmt: skip
def test_every_answer_says_how_many_calls_are_left(
    crm: SalesforceAccount, mocked: responses.RequestsMock, header: str, left: float
) -> None:
    mocked.get(f"{DATA}/limits", status=404, headers={"Sforce-Limit-Info": header})
    with pytest.raises(NotFound):
        crm.client.limits()
    assert crm.client.budget_left == pytest.approx(left)


def test_polling_pauses_when_the_days_calls_get_scarce_and_looks_again(
    mocked: responses.RequestsMock, org: Org
) -> None:
    now = [0.0]
    crm = SalesforceAccount(connection(), Client(connection()), clock=lambda: now[0])
    mocked.get(f"{DATA}/limits", json={}, headers={"Sforce-Limit-Info": "api-usage=4001/5000"})
    crm.client.used, crm.client.allowed = 4100, 5000
    for _ in range(2):
        with pytest.raises(Transient, match="4001 of 5000 API calls.*pauses") as caught:
            list(crm.changed_since(datetime(2026, 11, 1, tzinfo=UTC)))
        assert caught.value.retry_after == 600.0
    assert len([call for call in mocked.calls if call.request.url == f"{DATA}/limits"]) == 1 and not org.asked
    mocked.replace("GET", f"{DATA}/limits", json={}, headers={"Sforce-Limit-Info": "api-usage=3000/5000"})
    now[0] = 600.0
    assert list(crm.changed_since(datetime(2026, 11, 1, tzinfo=UTC))) == []


# --- pipelines and people -------------------------------------------------------------------------------------------

STAGES = [
    {
        "ApiName": "Closed Lost",
        "MasterLabel": "Lost",
        "SortOrder": 9,
        "IsActive": True,
        "IsClosed": True,
        "IsWon": False,
    },
    {
        "ApiName": None,
        "MasterLabel": "Qualification",
        "SortOrder": 1.0,
        "IsActive": True,
        "IsClosed": False,
        "IsWon": False,
    },
    {"ApiName": "Old", "MasterLabel": "Old", "SortOrder": 2, "IsActive": False, "IsClosed": False, "IsWon": False},
    {"ApiName": "Angebot", "MasterLabel": "Angebot gesendet", "SortOrder": "3", "IsActive": True},
    {"ApiName": "Closed Won", "MasterLabel": "Won", "SortOrder": 8, "IsActive": True, "IsClosed": True, "IsWon": True},
    {},
]


def test_stages_come_in_order_without_inactive_ones_and_are_kept_five_minutes(
    mocked: responses.RequestsMock, org: Org
) -> None:
    now = [0.0]
    org.says("FROM OpportunityStage", *STAGES)
    crm = SalesforceAccount(connection(), Client(connection()), clock=lambda: now[0])
    [pipeline] = crm.pipelines()
    assert (pipeline.id, pipeline.label) == ("default", "Opportunities")
    assert [(stage.id, stage.label, stage.closed) for stage in pipeline.stages] == [
        ("Qualification", "Qualification", "open"), ("Angebot", "Angebot gesendet", "open"), ("Closed Won", "Won", "won"), ("Closed Lost", "Lost", "lost"),
    ]  # fmt: skip
    for now[0] in (299.0, 300.0):
        crm.pipelines()
    assert len(org.about("FROM OpportunityStage")) == 2


def test_every_record_type_is_a_pipeline_with_the_stages_of_its_process(
    crm: SalesforceAccount, mocked: responses.RequestsMock, org: Org
) -> None:
    kinds = [("012000000000001AAA", "New_Business"), ("012000000000002AAA", "Renewal")]
    mocked.replace("GET", DESCRIBE, json=described(None, *kinds))
    org.says("FROM OpportunityStage", *STAGES)
    values = f"{DATA}/ui-api/object-info/Opportunity/picklist-values"
    mocked.get(f"{values}/{kinds[0][0]}/StageName", json={"values": [{"value": "Closed Won"}, {"value": "Angebot"}]})
    mocked.get(f"{values}/{kinds[1][0]}/StageName", status=404)
    new, renewal = crm.pipelines()
    assert (new.id, new.label, [stage.id for stage in new.stages]) == (
        "New_Business",
        "New Business",
        ["Angebot", "Closed Won"],
    )
    assert renewal.id == "Renewal" and len(renewal.stages) == 4


def test_people_are_found_by_id_mail_and_user_name_and_asked_for_once(crm: SalesforceAccount, org: Org) -> None:
    org.says("Email = ", user(ANA, "Ana"))
    org.says("Id IN ", user(SAM, "Sam", IsActive=False))
    for reference in ("ana@X.example", "ANA@x.example.sales", ANA, ANA[:15], f"user:{ANA}", f"userId:{ANA[:15]}"):
        found = crm.person(reference)
        assert found and (found.id, found.name, found.active) == (ANA, "Ana", True)
    assert len(org.asked) == 1
    left = crm.person(SAM)
    assert left and not left.active and len(org.asked) == 2
    assert crm.person("") is None and crm.person("Dana Kim") is None and len(org.asked) == 2
    for _ in range(2):
        assert crm.person("nobody@x.example") is None
    assert len(org.asked) == 3


def test_active_people_are_the_standard_users_and_kept_five_minutes(mocked: responses.RequestsMock, org: Org) -> None:
    now = [0.0]
    org.says("UserType = 'Standard'", user(ANA, "Ana"), user(SAM, "", Email=None))
    crm = SalesforceAccount(connection(), Client(connection()), clock=lambda: now[0])
    for now[0] in (0.0, 299.0, 301.0):
        assert [str(person) for person in crm.people()] == ["Ana", "@x.example.sales"]
    assert len(org.asked) == 2 and crm.person(ANA) == crm.people()[0] and len(org.asked) == 2
    assert crm.person("") is None and crm.person("  ") is None


def test_quotes_in_a_name_do_not_end_the_query(crm: SalesforceAccount, org: Org) -> None:
    assert crm.person("o'hara@x.example") is None
    assert "Email = 'o\\'hara@x.example'" in org.asked[0]


@pytest.mark.parametrize("code", ["INVALID_TYPE", "INVALID_FIELD"])
def test_without_users_people_stay_ids(crm: SalesforceAccount, org: Org, code: str) -> None:
    org.says("FROM User", error=wrong(code))
    org.says("FROM Opportunity ", deal(1))
    found = crm.fetch([deal_id(1)]).deals[deal_id(1)]
    assert found.owner and (found.owner.id, found.owner.name) == (ANA, "") and crm.people() == ()


# --- reading deals --------------------------------------------------------------------------------------------------


def test_two_hundred_deals_are_one_query_of_the_mapped_fields_and_one_of_their_owners(
    crm: SalesforceAccount, org: Org
) -> None:
    org.says("FROM Opportunity ", *(deal(n, OwnerId=f"005{n:012}AAA") for n in range(200)))
    found = crm.fetch([deal_id(n) for n in range(250)])
    asked = org.about("FROM Opportunity ")
    assert [soql.count("'") // 2 for soql in asked] == [200, 50] and len(found.gone) == 50 and len(found.deals) == 200
    assert len(org.about("FROM User")) == 1
    fields = asked[0].split(" FROM ")[0]
    assert "HG_Users_Month_1__c" in fields and "HG_State__c" in fields and "HG_Evaluated_Revision__c" in fields
    assert "HG_Data_Flow__c" not in fields and "Amount" not in fields and "RecordTypeId" not in fields


def test_values_are_translated_as_every_crms_are(crm: SalesforceAccount, org: Org) -> None:
    org.says("FROM User", user(ANA, "Ana"), user(SAM, "Sam"))
    typed_in = {"HG_Users_Month_1__c": 300.0, "HG_Security__c": "sso;audit_logs", "HG_Launch_From__c": "2027-03-01", "HG_Confirmed__c": "active_users",
                "HG_Owner_Security__c": SAM, "HG_Integrations__c": "SAP – day one – Maria Lopez (IT)"}  # fmt: skip
    org.says("FROM Opportunity ", deal(1, Type="New Business", LastStageChangeDate=None, **typed_in))
    found = crm.fetch([deal_id(1)]).deals[deal_id(1)]
    assert (
        found.answers["active_users"].inputs["month_1"] == 300 and found.answers["active_users"].status == "confirmed"
    )
    assert found.answers["launch_window"].inputs["from"] == "2027-03-01"
    security = found.answers["security"]
    assert security.owner and security.owner.name == "Sam" and {"sso", "audit_logs"} <= set(security.inputs)
    assert found.owner and found.owner.name == "Ana" and found.type == "New Business" and found.has_answer
    assert found.stage == OPEN and found.modified == datetime(2026, 11, 22, 11, 59, 59, tzinfo=UTC)


def test_our_own_values_are_shown_as_the_rules_write_them(crm: SalesforceAccount, org: Org) -> None:
    ours = {"HG_Score__c": 100.0, "HG_Setup_Days__c": 10.5, "HG_Evaluated__c": "2027-01-04T09:00:00.000+0000", "HG_State__c": "ready",
            "HG_Evaluated_Revision__c": 7.0, "HG_Missing__c": None, "HG_Revision__c": 8.0}  # fmt: skip
    org.says("FROM Opportunity ", deal(1, **ours), deal(2))
    deals = crm.fetch([deal_id(1), deal_id(2)]).deals
    shown = deals[deal_id(1)].shown
    assert [shown[key] for key in ("score", "setup_days", "evaluated", "state", "revision", "missing")] == [
        "100", "10.5", "2027-01-04T09:00:00Z", "ready", "7", None,
    ]  # fmt: skip
    assert (deals[deal_id(1)].revision, deals[deal_id(2)].revision, deals[deal_id(2)].shown["revision"]) == (
        "8",
        "0",
        None,
    )


def test_an_organisation_without_our_fields_has_no_revision(
    crm: SalesforceAccount, mocked: responses.RequestsMock, org: Org
) -> None:
    mocked.replace("GET", DESCRIBE, json=described(STANDARD))
    bare = deal(1)
    del bare["HG_Revision__c"]
    org.says("FROM Opportunity ", bare)
    found = crm.fetch([deal_id(1)]).deals[deal_id(1)]
    assert found.revision is None and not found.has_answer and set(found.shown.values()) == {None}
    assert crm.known_properties() == frozenset(STANDARD)


def test_ids_of_either_length_are_found_and_what_is_no_id_is_gone(crm: SalesforceAccount, org: Org) -> None:
    org.says("FROM Opportunity ", deal(1))
    short, nonsense = deal_id(1)[:15], "123' OR Name != '"
    found = crm.fetch([short, deal_id(1), nonsense, "", deal_id(2)])
    assert set(found.deals) == {short, deal_id(1)} and found.gone == {nonsense, "", deal_id(2)}
    assert crm.fetch([nonsense]).gone == {nonsense} and len(org.about("FROM Opportunity ")) == 1


@pytest.mark.parametrize(
    ("record_type", "pipeline"),
    [("012000000000001AAA", "New_Business"), ("012000000000001", "New_Business"), ("012000000000000AAA", "default"), (None, "default")],
)  # fmt: skip
def test_the_record_type_is_the_pipeline(
    crm: SalesforceAccount, mocked: responses.RequestsMock, org: Org, record_type: str | None, pipeline: str
) -> None:
    mocked.replace(
        "GET",
        DESCRIBE,
        json=described({**STANDARD, "RecordTypeId": "reference"}, ("012000000000001AAA", "New_Business")),
    )
    org.says("FROM Opportunity ", deal(1, RecordTypeId=record_type))
    assert crm.fetch([deal_id(1)]).deals[deal_id(1)].stage == Stage(pipeline=pipeline, id=OPEN.id)
    assert "RecordTypeId" in org.about("FROM Opportunity ")[0]


@pytest.mark.parametrize("told", ["No such column 'HG_State__c' on entity 'Opportunity'.", "something new"])
def test_a_field_that_went_away_is_left_out_and_the_deals_still_come(
    crm: SalesforceAccount, mocked: responses.RequestsMock, org: Org, told: str
) -> None:
    org.says("FROM Opportunity ", deal(1))
    crm.fetch([deal_id(1)])
    org.says("HG_State__c", error=wrong("INVALID_FIELD", told))
    mocked.replace(
        "GET",
        DESCRIBE,
        json=described({name: kind for name, kind in (STANDARD | OURS).items() if name != "HG_State__c"}),
    )
    assert set(crm.fetch([deal_id(1)]).deals) == {deal_id(1)}
    assert "HG_State__c" not in org.asked[-1] and "HG_State__c" not in crm.known_properties()


def test_odd_but_possible_rows_are_read(crm: SalesforceAccount, org: Org) -> None:
    org.says(
        "FROM Opportunity ",
        {"Id": deal_id(1)},
        {"Id": None},
        {},
        deal(2, HG_Users_Month_1__c="viele", CreatedDate="soon", HG_Score__c=True),
    )
    deals = crm.fetch([deal_id(1), deal_id(2)]).deals
    assert deals[deal_id(1)].stage.id == "" and deals[deal_id(1)].owner is None and deals[deal_id(1)].revision is None
    assert deals[deal_id(2)].shown["score"] == "true" and deals[deal_id(2)].created.year == 1970


def test_the_sweep_sends_whole_deals_and_when_they_came_into_their_stage(crm: SalesforceAccount, org: Org) -> None:
    org.says(
        "FROM Opportunity ",
        deal(1, LastStageChangeDate="2026-11-20T08:00:00.000+0000"),
        deal(2, LastStageChangeDate=None),
    )
    [page] = crm.changed_since(datetime(2026, 11, 22, 10, tzinfo=UTC))
    assert (
        [found.id for found in page] == [deal_id(1), deal_id(2)] and page[0].record and page[0].record.name == "Deal 1"
    )
    assert [found.moved_at for found in page] == [
        datetime(2026, 11, 20, 8, tzinfo=UTC),
        datetime(2026, 10, 1, 9, tzinfo=UTC),
    ]
    [asked] = org.about("FROM Opportunity ")
    assert asked.endswith("WHERE SystemModstamp >= 2026-11-22T10:00:00.000Z ORDER BY SystemModstamp ASC, Id ASC")


# --- history --------------------------------------------------------------------------------------------------------


def past(number: int, stage: str, at: str, by: str | None = ANA) -> dict[str, Any]:
    stamp = f"2026-11-{at}:00.000+0000"
    return {"OpportunityId": deal_id(number), "StageName": stage, "CreatedDate": stamp, "CreatedById": by}


def test_the_history_says_who_moved_the_deal_where(crm: SalesforceAccount, org: Org) -> None:
    robot, boss = "005000000000003AAA", "005000000000004AAA"
    rows = [past(1, "Closed Won", "22T10:00", None), past(1, OPEN.id, "21T10:00", ME), past(1, QUOTE.id, "20T12:00", SAM), past(1, QUOTE.id, "20T10:00"),
            past(1, OPEN.id, "19T10:00", robot), past(1, "Prospecting", "18T10:00", boss)]  # fmt: skip
    org.says("FROM OpportunityHistory", *rows, {"OpportunityId": None})
    org.says(
        "FROM User", user(ANA, "Ana"), user(SAM, "Sam"), user(robot, "Automated Process", UserType="AutomatedProcess")
    )
    org.says(
        "FROM PermissionSetAssignment",
        {"AssigneeId": boss[:15], "PermissionSet": {"Name": "Handoff_Gate_Bypass"}},
        {"AssigneeId": SAM, "PermissionSet": None},
    )
    org.says("FROM Opportunity ", deal(1, "Closed Won"))
    trail = crm.trails([deal_id(1), deal_id(2)])[deal_id(1)]
    assert [(step.stage.id, step.moved.by, step.moved.person) for step in trail.steps] == [
        ("Closed Won", "unknown", ""), (OPEN.id, "ours", ME), (QUOTE.id, "person", ANA), (OPEN.id, "workflow", robot), ("Prospecting", "integration", boss),
    ]  # fmt: skip
    assert trail.steps[2].at == datetime(2026, 11, 20, 10, tzinfo=UTC) and trail.review_set_by is None
    assert "ORDER BY CreatedDate DESC" in org.about("FROM OpportunityHistory")[0]


@pytest.mark.parametrize(("holder", "vouched"), [(SAM, True), (ANA, False)])
def test_the_review_names_who_set_it_and_whether_they_may(
    crm: SalesforceAccount, org: Org, holder: str, vouched: bool
) -> None:
    org.says("FROM PermissionSetAssignment", {"AssigneeId": holder, "PermissionSet": {"Name": "Handoff_Gate_Reviewer"}})
    org.says(
        "FROM Opportunity ",
        deal(1, HG_Reviewed_By__c=SAM[:15]),
        deal(2, HG_Reviewed_By__c=ME),
        deal(3, HG_Reviewed_By__c="nobody"),
    )
    trails = crm.trails([deal_id(n) for n in (1, 2, 3)])
    set_by = trails[deal_id(1)].review_set_by
    assert set_by and (set_by.by, set_by.person) == ("person", SAM) and trails[deal_id(1)].vouched is vouched
    assert set_by.at == datetime(2026, 11, 22, 11, 59, 58, tzinfo=UTC)
    ours = trails[deal_id(2)].review_set_by
    assert ours and ours.by == "ours" and trails[deal_id(3)].review_set_by is None


@pytest.mark.parametrize(
    "error", [wrong("INVALID_TYPE", "sObject type 'X' is not supported."), wrong("NOT_FOUND", status=404)]
)
def test_without_history_quotes_or_permissions_nothing_breaks(crm: SalesforceAccount, org: Org, error: Any) -> None:
    for start in ("FROM OpportunityHistory", "FROM Quote", "FROM PermissionSetAssignment"):
        org.says(start, error=error)
    org.says("FROM Opportunity ", deal(1, HG_Reviewed_By__c=SAM))
    trail = crm.trails([deal_id(1)])[deal_id(1)]
    assert trail.steps == () and not trail.vouched and crm.documents(["0Q0000000000001AAA"]) == ()


def test_who_holds_a_permission_is_not_guessed_while_the_server_is_down(crm: SalesforceAccount, org: Org) -> None:
    org.says("FROM OpportunityHistory", past(1, QUOTE.id, "20T10:00"))
    org.says("FROM PermissionSetAssignment", error=wrong("UNABLE_TO_LOCK_ROW"))
    org.says("FROM Opportunity ", deal(1))
    with pytest.raises(Transient):
        crm.trails([deal_id(1)])


def test_published_quotes_name_their_deal(crm: SalesforceAccount, org: Org) -> None:
    ids = [f"0Q0{n:012}AAA" for n in range(3)]
    states = zip(ids, ("Presented", "Draft", "Accepted"), strict=True)
    org.says("FROM Quote", *({"Id": id, "OpportunityId": deal_id(1), "Status": state} for id, state in states))
    assert [(d.id, d.deals, d.published) for d in crm.documents([*ids, "nonsense"])] == [
        (ids[0], (deal_id(1),), True), (ids[1], (deal_id(1),), False), (ids[2], (deal_id(1),), True),
    ]  # fmt: skip
    assert crm.documents(["nonsense"]) == () and len(org.asked) == 1


# --- writing --------------------------------------------------------------------------------------------------------


def test_two_hundred_rows_a_call_and_those_of_one_account_together(
    crm: SalesforceAccount, mocked: responses.RequestsMock, org: Org
) -> None:
    org.says("FROM Opportunity ", *(deal(n, AccountId=f"001{n % 3:012}AAA") for n in range(200)))
    crm.fetch([deal_id(n) for n in range(200)])
    accepting(mocked)
    outcomes = crm.apply([plan(n, {"score": "1"}) for n in range(250)])
    assert all(outcome.result == "done" and outcome.wrote for outcome in outcomes.values()) and len(outcomes) == 250
    first, second = written(mocked)
    assert (len(first), len(second)) == (200, 50)
    accounts = [int(id[3:15]) % 3 if int(id[3:15]) < 200 else -1 for id in (*first, *second)]
    assert accounts == sorted(accounts)
    body = sent(mocked, MANY)[0]
    assert body["allOrNone"] is False and body["records"][0]["attributes"] == {"type": "Opportunity"}


def test_values_are_sent_as_their_fields_type_wants_them(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    accepting(mocked)
    values = {"score": "72", "setup_days": "10.5", "revision": "7", "evaluated": "2027-01-04T09:00:00Z", "state": "", "missing": "x" * 40_000,
              "gate_quote": "y" * 300, "review": None, "unmapped": "x", "gate_won": "not in this organisation"}  # fmt: skip
    assert crm.apply([plan(1, values)])[deal_id(1)].result == "done"
    [rows] = written(mocked)
    held = rows[deal_id(1)]
    assert len(held.pop("HG_Missing__c")) <= 32_768 and len(held.pop("HG_Gate_Quote__c")) <= 255
    assert held == {"HG_Score__c": 72, "HG_Setup_Days__c": 10.5, "HG_Evaluated_Revision__c": 7, "HG_Evaluated__c": "2027-01-04T09:00:00Z",
                    "HG_State__c": None, "HG_Review__c": None}  # fmt: skip


def test_every_row_has_its_own_outcome(crm: SalesforceAccount, mocked: responses.RequestsMock) -> None:
    against = {
        2: row_wrong("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Budget is required", "Budget__c"),
        3: row_wrong("ENTITY_IS_DELETED", "entity is deleted"),
        4: row_wrong("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
        5: {},
        6: row_wrong("SERVER_UNAVAILABLE", "later"),
        7: row_wrong("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Peak load: when? [HG-Q1]", "StageName"),
        8: row_wrong("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "bad value", "HG_State__c"),
    }
    accepting(mocked, lambda row: against.get(int(row["id"][3:15])))
    outcomes = crm.apply([plan(n, {"score": "1"}) for n in range(1, 9)] + [plan(9), plan(10, {"unmapped": "x"})])
    found = [outcomes[deal_id(n)] for n in range(1, 11)]
    assert [o.result for o in found] == [
        "done",
        "refused",
        "gone",
        "gone",
        "refused",
        "failed",
        "refused",
        "refused",
        "done",
        "done",
    ]
    assert [o.wrote for o in found] == [True] + [False] * 9
    assert found[1].reason == "Budget is required. [another validation rule of your organisation refused it]"
    assert "Handoff_Gate_Bypass" in found[6].reason and "another" not in found[6].reason
    assert len(written(mocked)) == 1


@pytest.mark.parametrize(
    ("locked_for", "result", "calls"), [(1, "done", 2), (3, "done", 4), (4, "failed", 4), (99, "failed", 4)]
)
def test_locked_rows_are_tried_again_together(
    crm: SalesforceAccount, mocked: responses.RequestsMock, locked_for: int, result: str, calls: int
) -> None:
    seen: dict[str, int] = {}

    def against(row: dict[str, Any]) -> Any:
        seen[row["id"]] = seen.get(row["id"], 0) + 1
        locked = row["id"] != deal_id(1) and seen[row["id"]] <= locked_for
        return row_wrong("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record") if locked else None

    accepting(mocked, against)
    outcomes = crm.apply([plan(n, {"score": "1"}) for n in (1, 2, 3)])
    assert [outcomes[deal_id(n)].result for n in (1, 2, 3)] == ["done", result, result]
    assert [len(rows) for rows in written(mocked)] == [3] + [2] * (calls - 1)


def test_a_field_that_is_gone_for_one_row_is_left_out_and_the_rest_written(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    told = row_wrong(
        "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: HG_State__c. Please check …", "HG_State__c"
    )
    accepting(mocked, lambda row: told if "HG_State__c" in row else None)
    outcomes = crm.apply(
        [plan(1, {"score": "1", "state": "ready"}), plan(2, {"score": "2"}), plan(3, {"state": "held"})]
    )
    assert [(outcomes[deal_id(n)].result, outcomes[deal_id(n)].wrote) for n in (1, 2, 3)] == [
        ("done", True),
        ("done", True),
        ("done", False),
    ]
    assert written(mocked)[1:] == [{deal_id(1): {"HG_Score__c": 1}}]
    crm.known_properties()
    assert len([call for call in mocked.calls if call.request.url == DESCRIBE]) == 2


def test_a_field_that_is_gone_for_the_whole_call_is_left_out(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    mocked.patch(
        MANY,
        status=400,
        json=[{"errorCode": "INVALID_FIELD", "message": "No such column 'HG_State__c' on sobject of type Opportunity"}],
    )
    mocked.patch(MANY, json=[{"id": deal_id(1), "success": True, "errors": []}])
    outcomes = crm.apply([plan(1, {"score": "1", "state": "ready"}), plan(2, {"state": "held"})])
    assert {outcome.result for outcome in outcomes.values()} == {"done"} and outcomes[deal_id(1)].wrote
    assert written(mocked)[1:] == [{deal_id(1): {"HG_Score__c": 1}}]


def test_one_bad_row_for_which_a_whole_call_is_refused_loses_no_other(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        rows = json.loads(request.body)["records"]
        if any(row["id"] == deal_id(37) for row in rows):
            return 400, {}, json.dumps([{"errorCode": "JSON_PARSER_ERROR", "message": "cannot read it"}])
        return 200, {}, json.dumps([{"id": row["id"], "success": True, "errors": []} for row in rows])

    mocked.add_callback("PATCH", MANY, answer)
    outcomes = crm.apply([plan(n, {"score": "1"}) for n in range(100)])
    assert sum(outcome.result == "done" for outcome in outcomes.values()) == 99
    assert outcomes[deal_id(37)].result == "refused" and "cannot read it" in outcomes[deal_id(37)].reason
    assert len(written(mocked)) <= 15


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [(400, '[{"errorCode": "UNABLE_TO_LOCK_ROW"}]', Transient), (503, "<html>", Transient), (403, '[{"errorCode": "REQUEST_LIMIT_EXCEEDED"}]', Transient), (200, "[]", Transient), (200, '[{"success": true}]', Transient), (403, '[{"errorCode": "API_DISABLED_FOR_ORG"}]', AuthFailed)],
)  # fmt: skip
def test_a_whole_call_that_fails_for_now_is_raised(
    crm: SalesforceAccount, mocked: responses.RequestsMock, status: int, body: str, kind: type[Exception]
) -> None:
    mocked.patch(MANY, status=status, body=body)
    with pytest.raises(kind):
        crm.apply([plan(1, {"score": "1"}), plan(2, {"score": "1"})])


# --- put-backs ------------------------------------------------------------------------------------------------------

WORDS: dict[str, str | None] = {"state": "held", "missing": "Back in Qualification: …", "score": "10"}


def standing(mock: responses.RequestsMock, *answers: list[dict[str, Any]]) -> list[str]:
    """What each query for the deals' stages answers, in turn; returns the list of queries, filled as they come."""
    asked: list[str] = []

    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        asked.append(parse_qs(urlsplit(request.url).query)["q"][0])
        return 200, {}, json.dumps({"records": answers[len(asked) - 1], "done": True})

    mock.add_callback("GET", QUERY, answer)
    return asked


def test_a_put_back_moves_only_what_still_stands_there_and_looks_afterwards(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    asked = standing(
        mocked, [deal(1, QUOTE.id), deal(2, WON.id), deal(4, QUOTE.id)], [deal(1, OPEN.id), deal(4, WON.id)]
    )
    accepting(mocked)
    outcomes = crm.apply(
        [
            *(plan(n, WORDS, QUOTE) for n in (1, 2, 3, 4)),
            WritePlan(deal="nonsense", put_back=plan(1, at=QUOTE).put_back),
        ]
    )
    found = {n: outcomes[deal_id(n)].result for n in (1, 2, 3, 4)}
    assert found == {1: "done", 2: "moved_on", 3: "gone", 4: "moved_on"} and outcomes["nonsense"].result == "gone"
    [rows] = written(mocked)
    assert rows[deal_id(1)] == {
        "StageName": OPEN.id,
        "HG_State__c": "held",
        "HG_Missing__c": "Back in Qualification: …",
        "HG_Score__c": 10,
    }
    assert rows[deal_id(2)] == {"HG_Score__c": 10} and outcomes[deal_id(2)].wrote
    assert len(asked) == 2 and asked[0].startswith("SELECT Id, StageName, AccountId FROM Opportunity")


def test_a_move_across_record_types_is_put_back_with_its_record_type(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    kinds = [("012000000000001AAA", "New_Business"), ("012000000000002AAA", "Renewal")]
    mocked.replace(
        "GET",
        DESCRIBE,
        json=described(None, *kinds) | {"fields": described({**STANDARD, "RecordTypeId": "reference"})["fields"]},
    )
    there, back = deal(1, QUOTE.id, RecordTypeId=kinds[1][0]), deal(1, OPEN.id, RecordTypeId=kinds[0][0])
    standing(mocked, [there], [back])
    accepting(mocked)
    at, to = Stage(pipeline="Renewal", id=QUOTE.id), Stage(pipeline="New_Business", id=OPEN.id)
    assert crm.apply([plan(1, {}, at, to)])[deal_id(1)].result == "done"
    assert written(mocked) == [{deal_id(1): {"StageName": OPEN.id, "RecordTypeId": kinds[0][0]}}]


def test_a_refused_put_back_is_tried_once_and_the_other_values_still_arrive(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    standing(mocked, [deal(1, QUOTE.id)], [])
    accepting(
        mocked,
        lambda row: row_wrong("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Never backwards.") if "StageName" in row else None,
    )
    outcome = crm.apply([plan(1, WORDS, QUOTE)])[deal_id(1)]
    assert (outcome.result, outcome.wrote) == ("refused", True) and "Never backwards." in outcome.reason
    assert [rows[deal_id(1)].get("StageName") for rows in written(mocked)] == [OPEN.id, None]
    assert written(mocked)[1] == {deal_id(1): {"HG_Score__c": 10}}


# --- tasks ----------------------------------------------------------------------------------------------------------

TELL = Tell(key="HG-0A1B2C3D4E", deal=deal_id(1), person=ANA, subject="2 answers " * 50, body="1. <SSO> & more?\n2. x")
MADE = {"id": "00T000000000006AAA", "success": True, "errors": []}


def test_a_task_shows_the_text_as_it_is_and_carries_its_mark(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    mocked.post(TASK, json=MADE, status=201)
    assert crm.tell(TELL, again=False) == "00T000000000006AAA"
    [task] = sent(mocked, TASK)
    assert task["Description"] == "1. <SSO> & more?\n2. x\nRef: HG-0A1B2C3D4E" and len(task["Subject"]) <= 255
    assert (task["WhatId"], task["OwnerId"], task["Status"], task["Priority"]) == (
        deal_id(1),
        ANA,
        "Not Started",
        "High",
    )
    assert timedelta(0) < date.fromisoformat(task["ActivityDate"]) - datetime.now(UTC).date() <= timedelta(days=2)


def test_the_mark_survives_a_very_long_text() -> None:
    long = description(TELL.model_copy(update={"body": "x" * 70_000}))
    assert long.endswith("\nRef: HG-0A1B2C3D4E") and len(long) <= 32_000


@pytest.mark.parametrize(
    ("text", "found"),
    [("x\nRef: HG-0A1B2C3D4E", True), ("Ref: HG-0A1B2C3D4E\r\n", True), ("Ref: HG-0A1B2C3D4E9", False), (None, False)],
)
def test_a_repeat_finds_the_task_of_the_first_try(
    crm: SalesforceAccount, mocked: responses.RequestsMock, org: Org, text: str | None, found: bool
) -> None:
    org.says("FROM Task", {"Id": "00T000000000005AAA", "Description": text})
    mocked.post(TASK, json=MADE, status=201)
    assert crm.tell(TELL, again=True) == ("00T000000000005AAA" if found else MADE["id"])
    assert org.asked == [f"SELECT Id, Description FROM Task WHERE WhatId = '{deal_id(1)}'"]


@pytest.mark.parametrize(
    "code", ["INVALID_CROSS_REFERENCE_KEY", "INACTIVE_OWNER_OR_USER", "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"]
)
def test_a_task_whose_owner_has_left_goes_to_nobody_rather_than_nowhere(
    crm: SalesforceAccount, mocked: responses.RequestsMock, code: str
) -> None:
    mocked.post(TASK, status=400, json=[{"errorCode": code, "message": "inactive user", "fields": ["OwnerId"]}])
    mocked.post(TASK, json=MADE, status=201)
    assert crm.tell(TELL, again=False) == MADE["id"] and "OwnerId" not in sent(mocked, TASK)[1]


@pytest.mark.parametrize("person", ["", "somebody", deal_id(1)])
def test_a_task_for_nobody_that_is_refused_is_refused(
    crm: SalesforceAccount, mocked: responses.RequestsMock, person: str
) -> None:
    mocked.post(
        TASK, status=400, json=[{"errorCode": "REQUIRED_FIELD_MISSING", "message": "Region?", "fields": ["Region__c"]}]
    )
    with pytest.raises(Refused, match="Region"):
        crm.tell(TELL.model_copy(update={"person": person}), again=False)
    assert len(sent(mocked, TASK)) == 1


def test_closing_a_task_that_was_deleted_is_fine(crm: SalesforceAccount, mocked: responses.RequestsMock) -> None:
    mocked.patch(f"{TASK}/00T000000000005AAA", status=404, json=[{"errorCode": "ENTITY_IS_DELETED", "message": "gone"}])
    mocked.patch(f"{TASK}/00T000000000006AAA", status=204)
    for id in ("00T000000000005AAA", "00T000000000006AAA", "", "77"):
        crm.close_told(id)
    assert sent(mocked, f"{TASK}/00T000000000006AAA") == [{"Status": "Completed"}]


# --- metadata -------------------------------------------------------------------------------------------------------


def test_a_deployment_is_one_multipart_call_with_its_options_and_the_zip(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    address = f"{DATA}/metadata/deployRequest"
    mocked.post(address, status=401, json=[{"errorCode": "INVALID_SESSION_ID"}])
    mocked.post(address, status=201, json={"id": "0Af000000000001AAA", "deployResult": {"status": "Pending"}})
    assert crm.client.deploy(b"PK-zip", check_only=True) == "0Af000000000001AAA"
    body = bytes(mocked.calls[-1].request.body or b"")
    assert b'name="json"' in body and b"PK-zip" in body and b'filename="deploy.zip"' in body
    options = json.loads(body.split(b"\r\n\r\n")[1].split(b"\r\n")[0])["deployOptions"]
    assert options["checkOnly"] is True and options["rollbackOnError"] is True and options["singlePackage"] is True
    assert options["testLevel"] == "NoTestRun" and options["allowMissingFiles"] is False
    assert "text/xml" not in str(mocked.calls[-1].request.headers)


def test_how_far_a_deployment_is_and_why_it_failed(crm: SalesforceAccount, mocked: responses.RequestsMock) -> None:
    address = f"{DATA}/metadata/deployRequest/0Af000000000001AAA"
    mocked.get(address, json={"id": "x", "deployResult": {"status": "Failed", "done": True}})
    assert crm.client.deploy_status("0Af000000000001AAA")["status"] == "Failed"
    assert mocked.calls[-1].request.params == {"includeDetails": "true"}
    mocked.post(
        f"{DATA}/metadata/deployRequest",
        status=403,
        json=[{"errorCode": "INSUFFICIENT_ACCESS", "message": "Modify Metadata"}],
    )
    with pytest.raises(AuthFailed, match="Modify Metadata"):
        crm.client.deploy(b"", check_only=False)


def test_components_are_read_and_switched_through_the_tooling_api(
    crm: SalesforceAccount, mocked: responses.RequestsMock
) -> None:
    mocked.get(f"{DATA}/tooling/query", json={"records": [{"Id": "03d000000000001AAA"}], "done": True})
    address = f"{DATA}/tooling/sobjects/ValidationRule/03d000000000001AAA"
    mocked.get(address, json={"Metadata": {"active": True}})
    mocked.patch(address, status=204)
    [row] = crm.client.tooling("SELECT Id FROM ValidationRule")
    assert crm.client.tooling_read("ValidationRule", row["Id"])["Metadata"] == {"active": True}
    crm.client.tooling_update("ValidationRule", row["Id"], {"Metadata": {"active": False}})
    assert sent(mocked, address) == [{"Metadata": {"active": False}}]


def test_lists_of_objects_and_layouts_are_read(crm: SalesforceAccount, mocked: responses.RequestsMock) -> None:
    mocked.get(f"{DATA}/sobjects", json={"sobjects": [{"name": "Opportunity"}, {"name": "Quote"}]})
    mocked.get(f"{DATA}/sobjects/Opportunity/describe/layouts", json={"layouts": []})
    assert crm.client.sobjects() == {"Opportunity", "Quote"} and crm.client.layouts("Opportunity") == {"layouts": []}


def test_the_kit_of_other_crms_is_not_needed(crm: SalesforceAccount) -> None:
    with pytest.raises(ConfigError, match="not needed here.*handoff install"):
        crm.kit_in_place("quote", QUOTE, deal_id(1))


# --- the strict emulator, over HTTP ---------------------------------------------------------------------------------

FIELD_XML = {
    "HG_State__c": "<type>Text</type><length>40</length>",
    "HG_Missing__c": "<type>LongTextArea</type><length>32768</length><visibleLines>5</visibleLines>",
    "HG_Score__c": "<type>Number</type><precision>4</precision><scale>0</scale>",
    "HG_Evaluated__c": "<type>DateTime</type>",
    "HG_Revision__c": "<type>Number</type><precision>18</precision><scale>0</scale>",
    "HG_Evaluated_Revision__c": "<type>Number</type><precision>18</precision><scale>0</scale>",
    "HG_Reviewed_By__c": "<type>Text</type><length>18</length>",
    "HG_Users_Month_1__c": "<type>Number</type><precision>18</precision><scale>0</scale>",
}
METADATA = 'xmlns="http://soap.sforce.com/2006/04/metadata"'


def package(*fields: str) -> bytes:
    """A zip with these fields, and the permission sets Fields (edit them) and Handoff_Gate_Bypass."""
    made = "".join(f"<fields><fullName>{f}</fullName><label>{f[:-3]}</label>{FIELD_XML[f]}</fields>" for f in fields)
    grants = "".join(
        f"<fieldPermissions><editable>true</editable><field>Opportunity.{f}</field><readable>true</readable></fieldPermissions>"
        for f in fields
    )
    members = "".join(f"<members>Opportunity.{f}</members>" for f in fields)
    sets = "<types><members>Fields</members><members>Handoff_Gate_Bypass</members><name>PermissionSet</name></types>"
    files = {
        "package.xml": f"<Package {METADATA}><types>{members}<name>CustomField</name></types>{sets}<version>65.0</version></Package>",
        "objects/Opportunity.object": f"<CustomObject {METADATA}>{made}</CustomObject>",
        "permissionsets/Fields.permissionset": f"<PermissionSet {METADATA}>{grants}<label>Fields</label></PermissionSet>",
        "permissionsets/Handoff_Gate_Bypass.permissionset": f"<PermissionSet {METADATA}><label>Bypass</label></PermissionSet>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, text in files.items():
            target.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return packed.getvalue()


class Live:
    """An emulated organisation and our connection to it."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator, self.org = emulator, emulator.org
        self.settings = {"login_url": emulator.url, "client_id": self.org.client_id}
        self.crm = self.connected()
        self.ana = self.org.add_user("Ana Ortiz", "ana@x.example")

    def connected(self, **secrets: str) -> SalesforceAccount:
        values = self.settings | {"org_id": self.org.org_id}
        kept = secrets or {"client_secret": self.org.client_secret}
        given = Connection(f"salesforce:{self.org.org_id}", values, kept, mapping=default_mapping())
        return SalesforceAccount(given, Client(given))

    def install(self, *fields: str) -> None:
        id = self.crm.client.deploy(package(*fields), check_only=False)
        while (status := self.crm.client.deploy_status(id))["done"] is not True:
            pass
        assert status["status"] == "Succeeded", status
        self.org.assign("Fields", self.org.integration_user)
        self.crm.client.forget("Opportunity")

    def deal(self, stage: str = OPEN.id, **values: Any) -> str:
        return self.org.create(
            {"Name": "Acme", "StageName": stage, "CloseDate": "2027-03-01", "OwnerId": self.ana} | values, by=self.ana
        )


@pytest.fixture
def live() -> Iterator[Live]:
    with Emulator() as emulator:
        yield Live(emulator)


@pytest.fixture
def fitted(live: Live) -> Live:
    live.install(*FIELD_XML)
    return live


def test_emulator_the_whole_way_from_connecting_to_the_task(fitted: Live) -> None:
    located = CONNECTOR.locate(fitted.settings, {"client_secret": fitted.org.client_secret})
    assert CONNECTOR.account_key(located) == f"salesforce:{fitted.org.org_id}"
    assert fitted.crm.identify().name == "Acme" and fitted.crm.identify().time_zone == "Europe/Berlin"
    id = fitted.deal(HG_Users_Month_1__c=300)
    found = fitted.crm.fetch([id]).deals[id]
    assert found.answers["active_users"].inputs["month_1"] == 300 and found.owner and found.owner.name == "Ana Ortiz"
    assert found.revision == "0" and found.stage == OPEN
    values: dict[str, str | None] = {
        "score": "72",
        "state": "held",
        "missing": "1. Peak load\n2. Ärger",
        "evaluated": "2027-01-04T09:00:00Z",
        "revision": "0",
    }
    assert fitted.crm.apply([WritePlan(deal=id, values=values)])[id].result == "done"
    shown = fitted.crm.fetch([id]).deals[id].shown
    assert {key: shown[key] for key in values} == values
    tell = TELL.model_copy(update={"deal": id, "person": fitted.ana})
    made = fitted.crm.tell(tell, again=False)
    assert fitted.crm.tell(tell, again=True) == made
    fitted.crm.close_told(made)
    [task] = fitted.org.tasks(id)
    assert (task["OwnerId"], task["Status"], task["IsClosed"]) == (fitted.ana, "Completed", True)
    assert task["Description"].endswith("Ref: HG-0A1B2C3D4E")
    assert 0 < fitted.crm.client.used < fitted.crm.client.allowed


def test_emulator_its_pipelines_people_and_documents(live: Live) -> None:
    [pipeline] = live.crm.pipelines()
    assert [(s.id, s.closed) for s in pipeline.stages] == [
        (s.id, s.closed) for s in CONNECTOR.default_pipelines()[0].stages
    ]
    assert "Ana Ortiz" in {str(person) for person in live.crm.people()} and "Automated Process" not in {
        str(p) for p in live.crm.people()
    }
    assert live.crm.person("ANA@X.EXAMPLE") == live.crm.person(live.ana)
    id = live.deal()
    assert live.crm.documents(["0Q0000000000001AAA"]) == ()
    live.org.quotes_enabled = True
    quotes = [
        live.org.create({"Name": "Q", "OpportunityId": id, "Status": s}, entity="Quote") for s in ("Draft", "Presented")
    ]
    assert [(d.deals, d.published) for d in live.crm.documents(quotes)] == [((id,), False), ((id,), True)]


def test_emulator_record_types_are_pipelines_with_their_stages(live: Live) -> None:
    kind = live.org.add_record_type("New_Business", "New Business", ["Qualification", "Closed Won"])
    live.org.add_record_type("Renewal", "Renewal")
    id = live.deal(RecordTypeId=kind)
    found = {pipeline.id: [stage.id for stage in pipeline.stages] for pipeline in live.connected().pipelines()}
    assert found["New_Business"] == ["Qualification", "Closed Won"] and len(found["Renewal"]) == 10
    assert live.connected().fetch([id]).deals[id].stage == Stage(pipeline="New_Business", id="Qualification")


@pytest.mark.parametrize("whole_request", [False, True])
def test_emulator_fields_without_access_are_left_out(live: Live, whole_request: bool) -> None:
    live.org.unknown_field_fails_request = whole_request
    live.install("HG_Score__c", "HG_State__c")
    id = live.deal()
    assert live.crm.fetch([id]).deals[id].shown["score"] is None and live.crm.fetch([id]).deals[id].revision is None
    live.org.records["PermissionSetAssignment"].clear()
    live.org.touch()
    assert live.crm.apply([WritePlan(deal=id, values={"score": "1"})])[id].result == "done"
    assert id in live.crm.fetch([id]).deals and "HG_Score__c" not in live.crm.known_properties()


def test_emulator_an_expired_token_is_renewed_once_for_all_calls(live: Live) -> None:
    id = live.deal()
    live.crm.fetch([id])
    live.org.expire_tokens()
    logins = live.org.logins
    live.crm.fetch([id])
    live.crm.trails([id])
    assert live.org.logins == logins + 1


def test_emulator_the_jwt_flow_opens_it_too(live: Live) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem, public = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    live.org.public_keys["integration@example.com"] = key.public_key().public_bytes(pem, public).decode()
    live.settings |= {"username": "integration@example.com"}
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    assert live.connected(private_key=private).identify().name == "Acme"
    with pytest.raises(AuthFailed, match="invalid_grant"):
        live.settings |= {"username": "somebody@example.com"}
        live.connected(private_key=private).identify()


def test_emulator_a_wrong_secret_is_refused_in_words(live: Live) -> None:
    with pytest.raises(AuthFailed, match="invalid_client.*client secret"):
        live.connected(client_secret="wrong").identify()


def test_emulator_history_names_the_movers(fitted: Live) -> None:
    id, boss = fitted.deal(), fitted.org.add_user("Data Loader", "loader@x.example")
    fitted.org.assign("Handoff_Gate_Bypass", boss)
    fitted.org.save(id, {"StageName": QUOTE.id}, by=fitted.ana)
    fitted.org.save(id, {"Amount": 5}, by=boss)
    fitted.org.save(id, {"StageName": "Negotiation/Review"}, by=boss)
    fitted.org.save(id, {"StageName": QUOTE.id}, by=fitted.org.automated_process)
    back = WritePlan(deal=id, put_back=PutBack(gate="quote", expected=QUOTE, to=OPEN))
    assert fitted.crm.apply([back])[id].result == "done"
    steps = fitted.crm.trails([id])[id].steps
    assert [(step.stage.id, step.moved.by) for step in steps] == [
        (OPEN.id, "ours"), (QUOTE.id, "workflow"), ("Negotiation/Review", "integration"), (QUOTE.id, "person"), (OPEN.id, "person"),
    ]  # fmt: skip


def test_emulator_every_row_has_its_own_outcome(fitted: Live) -> None:
    ids = [fitted.deal(Amount=n) for n in range(4)]
    fitted.org.add_validation_rule("Amount_Needed", "Amount = 2", "Give the right amount", "Amount")
    fitted.org.delete(ids[3])
    fitted.emulator.faults.append(Fault("composite/sobjects", status=503))
    plans = [WritePlan(deal=id, values={"score": str(n)}) for n, id in enumerate(ids)]
    outcomes = fitted.crm.apply(plans)
    assert [outcomes[id].result for id in ids] == ["done", "done", "refused", "gone"]
    assert outcomes[ids[2]].reason == "Give the right amount. [another validation rule of your organisation refused it]"
    assert fitted.org.find(ids[1]).values["HG_Score__c"] == 1


def test_emulator_locked_accounts_are_tried_again_and_then_left(fitted: Live) -> None:
    account = fitted.org.create({"Name": "Acme"}, entity="Account")
    held, free = fitted.deal(AccountId=account), fitted.deal()
    fitted.org.locked_accounts.add(account)
    before = fitted.org.count_calls("composite/sobjects")
    outcomes = fitted.crm.apply([WritePlan(deal=id, values={"score": "1"}) for id in (held, free)])
    assert (outcomes[held].result, outcomes[free].result) == ("failed", "done")
    assert fitted.org.count_calls("composite/sobjects") - before == 4
    fitted.emulator.faults.append(Fault("composite/sobjects", before=fitted.org.locked_accounts.clear))
    assert fitted.crm.apply([WritePlan(deal=held, values={"score": "1"})])[held].result == "done"


def test_emulator_a_deal_that_a_person_moved_on_meanwhile_is_left_alone(fitted: Live) -> None:
    id = fitted.deal(QUOTE.id)
    fitted.org.save(id, {"StageName": WON.id}, by=fitted.ana)
    words: dict[str, str | None] = {"state": "held", "score": "10"}
    outcome = fitted.crm.apply(
        [WritePlan(deal=id, values=words, put_back=PutBack(gate="quote", expected=QUOTE, to=OPEN))]
    )[id]
    values = fitted.org.find(id).values
    assert (outcome.result, outcome.wrote, values["StageName"]) == ("moved_on", True, WON.id)
    assert values["HG_Score__c"] == 10 and values.get("HG_State__c") is None


def test_emulator_the_sweep_pages_through_everything_in_order(live: Live) -> None:
    live.org.page_size = 2000
    rows = (
        {"Name": f"Deal {n}", "StageName": OPEN.id, "CloseDate": "2027-03-01", "OwnerId": live.ana} for n in range(4500)
    )
    ids = live.org.bulk_load(rows, by=live.ana)
    pages = list(live.crm.changed_since(datetime.now(UTC) - timedelta(days=2)))
    assert [len(page) for page in pages] == [2000, 2000, 500]
    assert sorted(found.id for page in pages for found in page) == sorted(ids)
    assert live.org.count_calls("/query") <= 6
    assert list(live.crm.changed_since(datetime.now(UTC) + timedelta(days=1))) == []


def test_emulator_polling_leaves_a_fifth_of_the_days_calls_to_others(live: Live) -> None:
    live.org.api_limit = 100
    live.org.api_used = 85
    live.crm.pipelines()
    with pytest.raises(Transient, match="of 100 API calls"):
        list(live.crm.changed_since(datetime.now(UTC)))
    live.org.api_used = 100
    with pytest.raises(Transient, match="daily API calls are used up") as caught:
        live.crm.fetch([live.deal()])
    assert caught.value.retry_after == 3600.0


def test_emulator_describe_is_not_read_again_while_nothing_changed(live: Live) -> None:
    now = [0.0]
    client = Client(live.crm.connection, clock=lambda: now[0])
    client.describe("Opportunity")
    now[0] = 301.0
    first = client.describe("Opportunity")
    now[0] = 602.0
    live.install("HG_Score__c")
    assert "HG_Score__c" not in json.dumps(first) and "HG_Score__c" in json.dumps(client.describe("Opportunity"))


def test_emulator_a_record_that_was_changed_meanwhile_is_not_overwritten(live: Live) -> None:
    id, name = live.deal(), "O'Hara \\ Söhne"
    with pytest.raises(Transient, match="412"):
        live.crm.client.update("Opportunity", id, {"Name": "Mine"}, datetime.now(UTC) - timedelta(days=1))
    live.crm.client.update("Opportunity", id, {"Name": name}, datetime.now(UTC) + timedelta(days=1))
    [row] = live.crm.client.rows(f"SELECT Id FROM Opportunity WHERE Name = {quoted(name)}")
    assert row["Id"] == id
    live.crm.client.delete("Opportunity", id)
    assert live.crm.fetch([id]).gone == {id}
