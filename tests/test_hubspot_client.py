"""HubSpot over HTTP: against answers made up here (errors, halves, oddities) and against the strict emulator."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import responses

from connectors import http
from connectors.base import Connection, SetupStep, StageInfo
from connectors.errors import AuthFailed, ConfigError, NotFound, Refused, Transient
from connectors.hubspot import CONNECTOR
from connectors.hubspot.client import Client, dated, repeatable
from connectors.hubspot.emulator import Emulator, Fault
from connectors.hubspot.emulator.portal import Source
from connectors.hubspot.failures import failure
from connectors.hubspot.live import HubSpotAccount
from connectors.hubspot.schema import default_mapping, definitions
from connectors.hubspot.tasks import body as task_body
from rules.intents import PutBack, Tell, WritePlan
from rules.model import Stage

API = "https://api.hubapi.com"
TOKEN = "pat-very-secret-0001"
OBJECTS = f"{API}/crm/objects/2026-09"
READ, UPDATE, SEARCH = (f"{OBJECTS}/deals/{end}" for end in ("batch/read", "batch/update", "search"))
TASKS, TASK_LINKS = f"{OBJECTS}/tasks", f"{API}/crm/associations/2026-09/deals/tasks/batch/read"
PIPELINES, OWNERS = f"{API}/crm/pipelines/2026-09/deals", f"{API}/crm/owners/2026-09"
PROPERTIES = f"{API}/crm/properties/2026-09/deals"
OPEN, QUOTE, WON = (Stage(pipeline="default", id=id) for id in ("discovery", "quotesent", "closedwon"))
STAGES = [
    {"id": "closedlost", "label": "Lost", "displayOrder": 9, "metadata": {"isClosed": "true", "probability": "0.0"}},
    {"id": "discovery", "label": "Discovery", "displayOrder": 0, "metadata": {"isClosed": "false", "probability": 0.2}},
    {"id": "old", "label": "Old", "displayOrder": 1, "archived": True},
    {"id": "quotesent", "label": "Quote sent", "displayOrder": "2", "metadata": None},
    {"id": "closedwon", "label": "Won", "displayOrder": 3, "metadata": {"isClosed": True, "probability": "1.0"}},
]
CRM_UI = Source("CRM_UI", "userId:98499705")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting between repeats, and no limit shared with another test."""
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)
    monkeypatch.setattr(http, "_limits", {})


@pytest.fixture
def mocked() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.get(OWNERS, json={"results": []})
        mock.get(PIPELINES, json={"results": [{"id": "default", "label": "Sales", "stages": STAGES}]})
        yield mock


def connection(
    mapping: dict[str, str] | None = None, account: str = "hubspot:99000001", webhook_url: str = ""
) -> Connection:
    settings, secrets = {"portal": "99000001", "app_id": "4711"}, {"access_token": TOKEN, "client_secret": "s"}
    held = default_mapping() if mapping is None else mapping
    return Connection(account, settings, secrets, mapping=held, webhook_url=webhook_url)


@pytest.fixture
def crm(mocked: responses.RequestsMock) -> HubSpotAccount:
    return HubSpotAccount(connection(), Client(API, TOKEN))


def deal(id: Any, stage: Stage = OPEN, **more: Any) -> dict[str, Any]:
    held = {"dealname": f"Deal {id}", "pipeline": stage.pipeline, "dealstage": stage.id, **more}
    return {"id": id, "properties": held, "createdAt": "2026-10-01T09:00:00Z", "updatedAt": "2026-11-22T11:59:58Z"}


def entry(value: str, at: Any, source: str = "CRM_UI", id: str = "userId:98499705") -> dict[str, Any]:
    return {"value": value, "timestamp": at, "sourceType": source, "sourceId": id}


def sent(mock: responses.RequestsMock, url: str) -> list[Any]:
    """The bodies that were posted to an address."""
    calls = [call for call in mock.calls if call.request.url.split("?")[0] == url and call.request.body]
    return [json.loads(call.request.body) for call in calls]


def refused(name: str = "budget", message: str = "Budget is required") -> dict[str, Any]:
    inner = json.dumps([{"isValid": False, "message": message, "error": "REQUIRED_FIELD", "name": name}])
    return {
        "status": "error",
        "category": "VALIDATION_ERROR",
        "message": f"Property values were not valid: {inner}",
        "correlationId": "x",
    }


def plan(
    deal: str, values: dict[str, str | None] | None = None, at: Stage | None = None, to: Stage = OPEN
) -> WritePlan:
    back = PutBack(gate="quote", expected=at, to=to) if at else None
    return WritePlan(deal=deal, values=values or {}, put_back=back)


# --- the library, tamed ---------------------------------------------------------------------------------------------


def test_the_vendors_library_is_loaded_only_when_a_call_is_made() -> None:
    import subprocess

    code = (
        "import sys; import connectors.hubspot as h; c = h.CONNECTOR; "
        "from connectors.base import Connection; "
        "c.open(Connection('hubspot:1', {}, {'access_token': 't', 'client_secret': 's'})); print('hubspot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/crm/v3/objects/deals/batch/read", "/crm/objects/2026-09/deals/batch/read"),
        ("/crm/v3/properties/deals", "/crm/properties/2026-09/deals"),
        ("/crm/v3/pipelines/deals", "/crm/pipelines/2026-09/deals"),
        ("/crm/v3/owners/", "/crm/owners/2026-09"),
        ("/crm/v4/associations/deals/tasks/batch/read", "/crm/associations/2026-09/deals/tasks/batch/read"),
        ("/other/", "/other/"),
    ],
)
def test_paths_are_moved_to_the_version_in_use(old: str, new: str) -> None:
    assert dated(old) == new


@pytest.mark.parametrize(
    ("method", "path", "again"),
    [
        ("GET", "/x", True),
        ("POST", "/crm/objects/2026-09/deals/batch/read", True),
        ("POST", "/crm/objects/2026-09/deals/batch/update", True),
        ("POST", "/crm/objects/2026-09/deals/search", True),
        ("PATCH", "/crm/objects/2026-09/tasks/1", True),
        ("POST", "/crm/objects/2026-09/tasks", False),
        ("POST", "/crm/properties/2026-09/deals/batch/create", False),
    ],
)
def test_only_calls_that_create_something_are_not_repeated(method: str, path: str, again: bool) -> None:
    assert repeatable(method, path) is again


def test_a_read_is_repeated_after_server_errors(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    mocked.post(READ, status=502)
    mocked.post(READ, status=429, headers={"Retry-After": "0"})
    mocked.post(READ, json={"results": [deal("1")]})
    assert set(crm.fetch(["1"]).deals) == {"1"}


def test_a_task_is_not_created_twice_after_a_server_error(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    mocked.post(TASKS, status=502)
    with pytest.raises(Transient):
        crm.tell(Tell(key="HG-1", deal="1", person="", subject="s", body="b"), again=False)
    assert len(sent(mocked, TASKS)) == 1


# --- errors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, AuthFailed), (403, AuthFailed), (404, NotFound), (405, NotFound), (501, NotFound), (400, Refused), (409, Refused), (422, Refused), (429, Transient), (500, Transient), (521, Transient), (477, Transient), (302, ConfigError)],
)  # fmt: skip
def test_every_status_has_its_place_in_the_tree(status: int, kind: type[Exception]) -> None:
    assert isinstance(failure(API, status, b'{"message":"no"}', {}), kind)


@pytest.mark.parametrize(
    "body", [b"", None, b"<html>", b"[]", b'{"message": 3}', b'{"message": "x [{\\"name\\": "}', b"[" * 9999]
)
def test_unreadable_error_bodies_do_not_break_anything(body: Any) -> None:
    assert isinstance(failure(API, 400, body, {}), Refused)


def test_a_refusal_names_the_property_and_says_why_in_plain_words() -> None:
    error = failure(API, 400, json.dumps(refused()), {})
    assert isinstance(error, Refused) and error.fields == ("budget",)
    assert str(error) == "https://api.hubapi.com answered 400: Budget is required."


@pytest.mark.parametrize(
    "told",
    [
        {"message": "x", "context": {"propertyName": ["budget"]}},
        {"message": "x", "context": {"properties": "budget"}},
        {"message": "x", "errors": [{"message": "y", "context": {"propertyName": ["budget"]}}]},
        {"message": 'broken: [{\\"name\\":\\"budget\\", …'},
    ],
)
def test_the_property_is_found_wherever_it_stands(told: dict[str, Any]) -> None:
    error = failure(API, 400, json.dumps(told), {})
    assert isinstance(error, Refused) and error.fields == ("budget",)


def test_limits_say_how_long_to_wait() -> None:
    rolling = failure(API, 429, b'{"policyName":"TEN_SECONDLY_ROLLING"}', {})
    told = failure(API, 429, b'{"policyName":"TEN_SECONDLY_ROLLING"}', {"Retry-After": "4"})
    daily = failure(API, 429, b'{"policyName":"DAILY"}', {"Retry-After": "4"})
    assert [e.retry_after for e in (rolling, told, daily) if isinstance(e, Transient)] == [10.0, 4.0, 3600.0]


def test_the_token_is_in_no_text_and_no_log(mocked: responses.RequestsMock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mocked.post(READ, status=401, json={"message": f"the token {TOKEN} is expired"})
    crm = HubSpotAccount(connection(), Client(API, TOKEN))
    with pytest.raises(AuthFailed) as caught:
        crm.fetch(["1"])
    shown = str(caught.value) + repr(caught.value) + repr(crm.client) + repr(crm.connection) + caplog.text
    assert TOKEN not in shown and "access token" in str(caught.value)


# --- reading --------------------------------------------------------------------------------------------------------


def test_a_hundred_deals_are_one_call_of_the_mapped_properties(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    mocked.post(READ, json={"results": []})
    found = crm.fetch([str(n) for n in range(150)])
    bodies = sent(mocked, READ)
    assert [len(body["inputs"]) for body in bodies] == [100, 50] and len(found.gone) == 150
    assert bodies[0]["propertiesWithHistory"] == [] and all(isinstance(i["id"], str) for i in bodies[0]["inputs"])
    assert {"dealstage", "hg_users_month_1", "hg_state"} <= set(bodies[0]["properties"]) and "amount" not in bodies[0][
        "properties"
    ]


def test_odd_but_possible_answers_are_read(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    mocked.post(
        READ,
        json={
            "results": [
                deal(1, hg_users_month_1=300, hs_lastmodifieddate=1790000000000, hg_score=62, extra={"a": 1}),
                {"id": "2"},
                {**deal("3"), "archived": True},
                "nonsense",
            ],
            "errors": [
                {"category": "OBJECT_NOT_FOUND", "context": {"ids": ["4"]}},
                {"category": "INTERNAL", "context": {"ids": ["5"]}},
            ],
        },
        status=207,
    )
    found = crm.fetch(["1", "2", "3", "4", "5"])
    assert set(found.deals) == {"1", "2"} and found.gone == {"3", "4"}  # 5 is neither: nobody knows
    first = found.deals["1"]
    assert first.answers["active_users"].inputs["month_1"] == 300 and first.shown["score"] == "62"
    assert first.modified == datetime.fromtimestamp(1790000000, UTC) and found.deals["2"].stage.id == ""


def test_an_answer_without_anything_makes_no_deal_gone(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    mocked.post(READ, json={})
    with pytest.raises(Transient):
        crm.fetch(["1"])


def test_a_server_that_answers_404_for_one_missing_deal_loses_no_other(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        ids = [i["id"] for i in json.loads(request.body)["inputs"]]
        if "3" in ids:
            return 404, {}, json.dumps({"category": "OBJECT_NOT_FOUND", "message": "no 3"})
        return 200, {}, json.dumps({"results": [deal(id) for id in ids]})

    mocked.add_callback("POST", READ, answer)
    found = crm.fetch([str(n) for n in range(8)])
    assert len(found.deals) == 7 and found.gone == {"3"}


def test_a_wrong_address_makes_no_deal_gone(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    mocked.post(READ, status=404, body="<html>nginx</html>")
    with pytest.raises(NotFound, match="Check the address"):
        crm.fetch(["1"])


def test_pipelines_come_in_order_without_archived_ones_and_are_kept_five_minutes(
    mocked: responses.RequestsMock,
) -> None:
    now = [0.0]
    crm = HubSpotAccount(connection(), Client(API, TOKEN), clock=lambda: now[0])
    found = [(stage.id, stage.closed) for stage in crm.pipelines()[0].stages]
    assert found == [("discovery", "open"), ("quotesent", "open"), ("closedwon", "won"), ("closedlost", "lost")]
    for now[0] in (299.0, 300.0):
        crm.pipelines()
    assert len([call for call in mocked.calls if call.request.url == PIPELINES]) == 2


def test_people_are_found_by_owner_id_user_id_and_mail_and_those_who_left_only_when_needed(
    mocked: responses.RequestsMock,
) -> None:
    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        pages = {
            ("false", ""): {
                "results": [
                    {"id": 41629779, "userId": 7, "email": "Jo@x.example", "firstName": "Jo", "lastName": "Park"}
                ],
                "paging": {"next": {"after": "1"}},
            },
            ("false", "1"): {"results": [{"id": "7", "email": "seven@x.example"}]},
            ("true", ""): {"results": [{"id": "9", "userIdIncludingInactive": 70, "email": "left@x.example"}]},
        }
        asked = request.params
        return 200, {}, json.dumps(pages[(asked["archived"], asked.get("after", ""))])

    mocked.remove("GET", OWNERS)
    mocked.add_callback("GET", OWNERS, answer)
    crm = HubSpotAccount(connection(), Client(API, TOKEN))
    assert [str(person) for person in crm.people()] == ["Jo Park", "seven@x.example"]
    for reference in ("41629779", "userId:7", "user:7", "jo@X.example"):
        found = crm.person(reference)
        assert found and found.id == "41629779" and found.active
    seven = crm.person("7")
    assert seven and seven.id == "7"  # an owner id goes before a user id
    assert len(mocked.calls) == 2
    left = crm.person("70")
    assert left and left.id == "9" and not left.active and crm.person("nobody") is None
    assert len(mocked.calls) == 3


@pytest.mark.parametrize("status", [404, 405, 308])
def test_owners_are_also_asked_for_with_a_slash_at_the_end(mocked: responses.RequestsMock, status: int) -> None:
    mocked.remove("GET", OWNERS)
    mocked.get(OWNERS, status=status, headers={"Location": f"{OWNERS}/"})
    mocked.get(f"{OWNERS}/", json={"results": [{"id": "1", "email": "a@x.example"}]})
    found = HubSpotAccount(connection(), Client(API, TOKEN)).person("1")
    assert found and found.name == "a@x.example"


def test_a_trail_is_sorted_and_knows_the_pipeline_of_each_moment(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    stages = [
        entry("b1", "2026-11-01T08:00:00Z", "IMPORT", ""),
        entry("b2", 1793955600000, "AUTOMATION_PLATFORM", "enrollmentId:1"),  # 6 November, 9:00
        entry("quotesent", "2026-11-10T08:00:00.500Z"),
        entry("discovery", "2026-11-12T08:00:00Z", "INTEGRATION", "4711"),
    ]
    pipes = [entry("b", "2026-11-01T08:00:00Z"), entry("default", "2026-11-10T08:00:00Z")]
    review = [entry("waiting", "2026-11-01T08:00:00Z"), entry("approved", "2026-11-11T08:00:00Z")]
    past = {"dealstage": stages, "pipeline": pipes, "hg_review": review}
    mocked.post(READ, json={"results": [{**deal("1"), "propertiesWithHistory": past}]})
    trail = crm.trails(["1"])["1"]
    assert [(str(step.stage), step.moved.by) for step in trail.steps] == [
        ("default/discovery", "ours"), ("default/quotesent", "person"), ("b/b2", "workflow"), ("b/b1", "import"),
    ]  # fmt: skip
    assert trail.review_set_by and trail.review_set_by.person == "98499705"
    assert sent(mocked, READ)[0]["propertiesWithHistory"] == ["dealstage", "pipeline", "hg_review"]


def test_history_is_asked_for_fifty_deals_at_a_time(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    mocked.post(READ, json={"results": []})
    crm.trails([str(n) for n in range(120)])
    assert [len(body["inputs"]) for body in sent(mocked, READ)] == [50, 50, 20]


def test_the_sweep_pages_by_id_and_stops_when_a_server_ignores_the_filter(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    for ids in (["9", "10"], ["11"], ["11"]):
        mocked.post(SEARCH, json={"results": [deal(id) for id in ids]})
    since = datetime(2026, 11, 1, tzinfo=UTC)
    pages = list(crm.changed_since(since))
    assert [[found.id for found in page] for page in pages] == [["9", "10"], ["11"]]
    bodies = sent(mocked, SEARCH)
    assert [body["filterGroups"][0]["filters"][1]["value"] for body in bodies] == ["0", "10", "11"]
    assert (
        {body["after"] for body in bodies} == {"0"}
        and bodies[0]["sorts"] == ["hs_object_id"]
        and bodies[0]["limit"] == 200
    )


def test_published_quotes_name_their_deals(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    rows = [{"id": 1, "properties": {"hs_status": "APPROVED"}}, {"id": "2", "properties": {"hs_status": "DRAFT"}}]
    mocked.post(f"{OBJECTS}/quotes/batch/read", json={"results": rows})
    links = [{"from": {"id": 1}, "to": [{"toObjectId": 55}, {"toObjectId": 56}]}]
    mocked.post(f"{API}/crm/associations/2026-09/quotes/deals/batch/read", json={"results": links})
    found = {document.id: (document.deals, document.published) for document in crm.documents(["1", "2", "3"])}
    assert found == {"1": (("55", "56"), True), "2": ((), False)}


def test_without_account_information_the_pipelines_prove_the_token(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    mocked.get(f"{API}/account-info/2026-09/details", status=404)
    assert crm.identify().name == "HubSpot portal 99000001"


def test_a_token_of_another_portal_is_refused(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    mocked.get(f"{API}/account-info/2026-09/details", json={"portalId": 5, "timeZone": "Europe/Berlin"})
    with pytest.raises(ConfigError, match="belongs to portal 5, not to 99000001"):
        crm.identify()


# --- writing --------------------------------------------------------------------------------------------------------


def test_one_bad_deal_of_a_hundred_loses_no_other_and_costs_fifteen_calls(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        ids = [i["id"] for i in json.loads(request.body)["inputs"]]
        if "37" in ids:
            return 400, {}, json.dumps(refused("hg_score", "hg_score is not a number"))
        return 200, {}, json.dumps({"results": [{"id": id} for id in ids]})

    mocked.add_callback("POST", UPDATE, answer)
    outcomes = crm.apply([plan(str(n), {"score": "1"}) for n in range(100)])
    assert sum(o.result == "done" and o.wrote for o in outcomes.values()) == 99
    assert outcomes["37"].result == "refused" and "not a number" in outcomes["37"].reason
    bodies = sent(mocked, UPDATE)
    assert len(bodies) <= 15
    traces = [i["objectWriteTraceId"] for i in bodies[0]["inputs"]]
    assert len(set(traces)) == 100 and bodies[0]["inputs"][0]["properties"] == {"hg_score": "1"}


def test_failures_inside_a_success_are_told_apart(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        trace = {i["id"]: i["objectWriteTraceId"] for i in json.loads(request.body)["inputs"]}
        errors = [
            {"category": "VALIDATION_ERROR", "message": "no", "context": {"objectWriteTraceId": [trace["2"]]}},
            {"category": "OBJECT_NOT_FOUND", "message": "gone", "context": {"ids": [3]}},
        ]
        return 200, {}, json.dumps({"results": [{"id": 1}], "numErrors": 2, "errors": errors})

    mocked.add_callback("POST", UPDATE, answer)
    outcomes = crm.apply([plan(id, {"score": "1", "unmapped": "x"}) for id in "1234"])
    assert {id: o.result for id, o in outcomes.items()} == {"1": "done", "2": "refused", "3": "gone", "4": "failed"}
    assert len(sent(mocked, UPDATE)) == 1


def test_values_are_texts_cut_to_what_hubspot_holds_and_cleared_with_an_empty_text(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    mocked.post(UPDATE, json={"results": [{"id": "1"}]})
    crm.apply([plan("1", {"missing": "x" * 70_000, "state": None})])
    held = sent(mocked, UPDATE)[0]["inputs"][0]["properties"]
    assert len(held["hg_missing"]) <= 65_536 and held["hg_state"] == ""


def moved(id: str, stage: Stage, at: str = "2026-11-22T12:00:00Z", **history: Any) -> dict[str, Any]:
    past = {"dealstage": [entry(OPEN.id, "2026-11-01T12:00:00Z"), entry(stage.id, at)], **history}
    return {**deal(id, stage), "propertiesWithHistory": past}


def test_a_put_back_moves_only_what_still_stands_there_and_looks_afterwards(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    mocked.post(READ, json={"results": [moved("1", QUOTE), moved("2", WON), moved("4", QUOTE)]})
    mocked.post(UPDATE, json={"results": [{"id": id} for id in "124"]})
    mocked.post(READ, json={"results": [deal("1", OPEN), deal("4", WON)]})
    words: dict[str, str | None] = {"state": "held", "missing": "Back in Discovery: …", "score": "10"}
    outcomes = crm.apply([plan(id, words, QUOTE) for id in "1234"])
    assert {id: o.result for id, o in outcomes.items()} == {"1": "done", "2": "moved_on", "3": "gone", "4": "moved_on"}
    [written] = sent(mocked, UPDATE)
    held = {i["id"]: i["properties"] for i in written["inputs"]}
    assert held["1"] == {"pipeline": "default", "dealstage": "discovery", "hg_state": "held", "hg_missing": "Back in Discovery: …", "hg_score": "10"}  # fmt: skip
    assert held["2"] == {"hg_score": "10"} and outcomes["2"].wrote
    assert sent(mocked, READ)[0]["propertiesWithHistory"] == ["dealstage", "pipeline", "closedate"]


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        ([entry("2026-12-31T00:00:00Z", "2026-11-01T12:00:00Z"), entry("now", "2026-11-22T12:00:00.400Z")], "2026-12-31T00:00:00Z"),
        ([entry("now", "2026-11-22T12:00:00Z")], ""),
        ([entry("2026-12-31T00:00:00Z", "2026-11-01T12:00:00Z")], None),
    ],
)  # fmt: skip
def test_the_close_date_that_hubspot_set_is_restored(
    crm: HubSpotAccount, mocked: responses.RequestsMock, closed: Any, expected: str | None
) -> None:
    mocked.post(READ, json={"results": [moved("1", WON, closedate=closed)]})
    mocked.post(UPDATE, json={"results": [{"id": "1"}]})
    mocked.post(READ, json={"results": [deal("1", OPEN)]})
    assert crm.apply([plan("1", {}, WON)])["1"].result == "done"
    assert sent(mocked, UPDATE)[0]["inputs"][0]["properties"].get("closedate") == expected


def test_a_refused_put_back_is_tried_once_and_the_other_values_still_arrive(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    mocked.post(READ, json={"results": [moved("1", QUOTE)]})
    mocked.post(UPDATE, status=400, json=refused())
    mocked.post(UPDATE, json={"results": [{"id": "1"}]})
    outcome = crm.apply([plan("1", {"state": "held", "score": "10"}, QUOTE)])["1"]
    assert (outcome.result, outcome.wrote) == ("refused", True) and "Budget is required" in outcome.reason
    assert [body["inputs"][0]["properties"].get("dealstage") for body in sent(mocked, UPDATE)] == ["discovery", None]
    assert sent(mocked, UPDATE)[1]["inputs"][0]["properties"] == {"hg_score": "10"}


# --- tasks ----------------------------------------------------------------------------------------------------------

TELL = Tell(
    key="HG-0A1B2C3D4E", deal="332507367156", person="41629779", subject="2 answers", body="1. <SSO> & more?\n2. x"
)


def test_a_task_shows_the_text_as_it_is_and_carries_its_mark(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    mocked.post(TASKS, json={"id": 77}, status=201)
    assert crm.tell(TELL, again=False) == "77"
    [task] = sent(mocked, TASKS)
    assert task["properties"]["hs_task_body"] == "1. &lt;SSO&gt; &amp; more?<br>2. x<br>Ref: HG-0A1B2C3D4E"
    assert task["properties"]["hubspot_owner_id"] == "41629779" and task["properties"]["hs_task_priority"] == "HIGH"
    due = datetime.fromisoformat(task["properties"]["hs_timestamp"].replace("Z", "+00:00"))
    assert timedelta(hours=23) < due - datetime.now(UTC) <= timedelta(days=1)
    assert task["associations"] == [{"to": {"id": "332507367156"}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 216}]}]  # fmt: skip


def test_the_mark_survives_a_very_long_text() -> None:
    assert task_body(TELL.model_copy(update={"body": "<" * 70_000})).endswith("Ref: HG-0A1B2C3D4E")
    assert len(task_body(TELL.model_copy(update={"body": "'" * 70_000}))) < 65_536


@pytest.mark.parametrize(
    ("body", "found"),
    [("<div>x</div><br>Ref: HG-0A1B2C3D4E", True), ("Ref:&#32;HG-0A1B2C3D4E</p>", True), ("Ref: HG-0A1B2C3D4E9", False), (None, False)],
)  # fmt: skip
def test_a_repeat_finds_the_task_of_the_first_try(
    crm: HubSpotAccount, mocked: responses.RequestsMock, body: str | None, found: bool
) -> None:
    mocked.post(TASK_LINKS, json={"results": [{"from": {"id": "332507367156"}, "to": [{"toObjectId": 5}]}]})
    mocked.post(f"{TASKS}/batch/read", json={"results": [{"id": "5", "properties": {"hs_task_body": body}}]})
    mocked.post(TASKS, json={"id": "6"})
    assert crm.tell(TELL, again=True) == ("5" if found else "6")


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_server_without_associations_still_gets_the_task(
    crm: HubSpotAccount, mocked: responses.RequestsMock, status: int
) -> None:
    mocked.post(TASK_LINKS, status=status)
    mocked.post(TASKS, json={"id": "6"})
    assert crm.tell(TELL, again=True) == "6"


def test_a_task_whose_owner_has_left_goes_to_nobody_rather_than_nowhere(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    mocked.post(TASKS, status=400, json=refused("hubspot_owner_id", "is not an owner"))
    mocked.post(TASKS, json={"id": "6"})
    assert crm.tell(TELL, again=False) == "6"
    assert "hubspot_owner_id" not in sent(mocked, TASKS)[1]["properties"]


def test_closing_a_task_that_was_deleted_is_fine(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    mocked.patch(f"{TASKS}/5", status=404, json={"category": "OBJECT_NOT_FOUND"})
    crm.close_told("5")
    mocked.patch(f"{TASKS}/6", json={"id": "6"})
    crm.close_told("6")
    assert sent(mocked, f"{TASKS}/6") == [{"properties": {"hs_task_status": "COMPLETED"}}]


# --- set-up ---------------------------------------------------------------------------------------------------------


def steps(run: Callable[[Callable[[SetupStep], None]], None]) -> dict[str, str]:
    found: list[SetupStep] = []
    run(found.append)
    return {step.what.removeprefix("property "): step.state for step in found}


def test_installing_creates_what_is_missing_and_adds_options_without_losing_the_customers(
    crm: HubSpotAccount, mocked: responses.RequestsMock
) -> None:
    have = {row["name"]: row for row in definitions(default_mapping())}
    del have["hg_score"], have["hg_security"]
    have["hg_state"] |= {"options": [{"label": "Mine", "value": "mine"}, *have["hg_state"]["options"][:2]]}
    have["hg_missing"] |= {"type": "number"}
    mocked.get(PROPERTIES, json={"results": list(have.values())})
    mocked.get(f"{PROPERTIES}/groups", status=405)
    mocked.post(f"{PROPERTIES}/groups", status=409, json={"message": "exists"})
    errors = [{"category": "VALIDATION_ERROR", "message": "hg_security is not allowed", "context": {}}]
    mocked.post(f"{PROPERTIES}/batch/create", json={"results": [{}], "errors": errors})
    mocked.patch(f"{PROPERTIES}/hg_state", json={})
    found = steps(lambda progress: crm.install(False, progress))
    assert [found[name] for name in ("hg_score", "hg_security", "hg_security_detail")] == [
        "create",
        "trouble",
        "present",
    ]
    assert [found[name] for name in ("hg_state", "hg_missing", "group handoff_gate")] == [
        "change",
        "trouble",
        "present",
    ]
    [changed] = sent(mocked, f"{PROPERTIES}/hg_state")
    assert [o["value"] for o in changed["options"]] == ["mine", "collecting", "ready", "held", "cleared"]


def test_a_plan_changes_nothing(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    mocked.get(PROPERTIES, json={"results": []})
    mocked.get(f"{PROPERTIES}/groups", json={"results": []})
    assert set(steps(lambda progress: crm.install(True, progress)).values()) == {"create"}
    assert {call.request.method for call in mocked.calls} == {"GET"}


def test_a_refused_batch_of_properties_is_created_one_by_one(mocked: responses.RequestsMock) -> None:
    crm = HubSpotAccount(connection({"ours.state": "hg_state", "ours.score": "hg_score"}), Client(API, TOKEN))
    mocked.get(PROPERTIES, json={"results": []})
    mocked.get(f"{PROPERTIES}/groups", json={"results": [{"name": "handoff_gate"}]})
    mocked.post(f"{PROPERTIES}/batch/create", status=409, json={"message": "hg_state exists"})
    mocked.post(PROPERTIES, status=409, json={"message": "exists"})
    mocked.post(PROPERTIES, json={})
    assert steps(lambda progress: crm.install(False, progress)) == {
        "group handoff_gate": "present",
        "hg_state": "present",
        "hg_score": "create",
    }


def test_uninstalling_keeps_answers_and_whatever_ops_mapped_themselves(mocked: responses.RequestsMock) -> None:
    mapping = {"ours.state": "hg_state", "ours.score": "my_score", "active_users.month_1": "hg_users_month_1"}
    mocked.get(PROPERTIES, json={"results": [{"name": name, "groupName": "handoff_gate"} for name in mapping.values()]})
    mocked.delete(f"{PROPERTIES}/hg_state", status=204)
    mocked.delete(f"{PROPERTIES}/hg_users_month_1", status=400, json={"message": "used by a workflow"})
    crm = HubSpotAccount(connection(mapping), Client(API, TOKEN))
    assert steps(lambda progress: crm.uninstall(False, False, progress)) == {"hg_state": "remove"}
    assert steps(lambda progress: crm.uninstall(False, True, progress)) == {
        "hg_state": "remove",
        "hg_users_month_1": "trouble",
    }


def test_doctor_names_drift_missing_scopes_and_the_rule_against_going_back(mocked: responses.RequestsMock) -> None:
    mapping = {"ours.score": "hg_score", "ours.state": "hg_state", "active_users.month_1": "users", "source": "gone"}
    state = {**definitions({"ours.state": "hg_state"})[0], "options": []}
    mocked.get(
        PROPERTIES,
        json={"results": [{"name": "hg_score", "type": "string"}, state, {"name": "users", "type": "number"}]},
    )
    mocked.post(f"{TASKS}/batch/read", status=403, json={"message": "scope"})
    mocked.post(f"{OBJECTS}/quotes/batch/read", json={"results": []})
    rule = {"noBackwardsMovementRule": {"enabledForAllStages": False, "pipelineStageIds": ["quotesent"]}}
    mocked.get(f"{API}/crm/pipelines-rules/2026-09/0-3/default", json=rule)
    found = HubSpotAccount(connection(mapping), Client(API, TOKEN)).troubles()
    assert [trouble.id for trouble in found] == ["mapping-broken"] * 3 + ["tasks-refused", "no-backward-moves"]
    told = " ".join(trouble.message for trouble in found)
    assert (
        "“hg_score” has type string" in told
        and "“gone” is not in the portal" in told
        and "lacks the options collecting" in told
    )
    assert [trouble.stops_enforcing for trouble in found] == [True] * 4 + [False]


def test_doctor_says_when_the_token_is_refused(crm: HubSpotAccount, mocked: responses.RequestsMock) -> None:
    mocked.get(PROPERTIES, status=401)
    assert [(t.id, t.stops_enforcing) for t in crm.troubles()] == [("token-refused", True)]


def kit(mocked: responses.RequestsMock, *answers: tuple[int, dict[str, Any]]) -> Any:
    mocked.post(READ, json={"results": [deal("1", OPEN, hg_gate_quote="OLD")]})
    for status, body in answers:
        mocked.post(UPDATE, status=status, json=body)
    return lambda: HubSpotAccount(connection(), Client(API, TOKEN)).kit_in_place("quote", QUOTE, "1")


@pytest.mark.parametrize(
    "answer", [(400, refused("hg_gate_quote")), (200, {"results": [], "errors": [{**refused("hg_gate_quote"), "context": {}}]})]
)  # fmt: skip
def test_the_kit_is_in_place_when_hubspot_refuses_the_move_without_a_code(
    mocked: responses.RequestsMock, answer: Any
) -> None:
    assert kit(mocked, answer)() is True
    assert sent(mocked, UPDATE)[0]["inputs"][0]["properties"] == {
        "pipeline": "default",
        "dealstage": "quotesent",
        "hg_gate_quote": "",
    }


def test_without_the_kit_the_test_deal_goes_straight_back_with_its_code(mocked: responses.RequestsMock) -> None:
    assert kit(mocked, (200, {"results": [{"id": "1"}]}), (200, {"results": [{"id": "1"}]}))() is False
    assert sent(mocked, UPDATE)[1]["inputs"][0]["properties"] == {
        "pipeline": "default",
        "dealstage": "discovery",
        "hg_gate_quote": "OLD",
    }


def test_another_refusal_proves_nothing_about_the_kit(mocked: responses.RequestsMock) -> None:
    with pytest.raises(Refused, match="Budget"):
        kit(mocked, (400, refused()))()


# --- the connector --------------------------------------------------------------------------------------------------


def test_wrong_mappings_are_named_with_their_remedy() -> None:
    found = dict(CONNECTOR.mapping_problems({"active_users.month1": "a", "source": " ", "confirm_by": "b", "confirm_with": "b", "context.text": "Not Legal"}))  # fmt: skip
    assert "active_users.month_1" in found["active_users.month1"] and "names no property" in found["source"]
    assert "already the home of confirm_by" in found["confirm_with"] and "internal name" in found["context.text"]
    assert not list(CONNECTOR.mapping_problems(CONNECTOR.default_mapping()))


def test_the_app_listens_to_answers_and_stages_and_never_to_what_it_writes() -> None:
    files = CONNECTOR.setup_files(connection(webhook_url="https://gate.example.com/webhooks/hubspot"))
    document = json.loads(files["webhooks-hsmeta.json"])
    rows = document["config"]["subscriptions"]["crmObjects"]
    names = {row.get("propertyName") for row in rows if row["objectType"] == "deal"}
    assert {"dealstage", "pipeline", "hubspot_owner_id", "hg_users_month_1", "hg_review"} <= names
    assert not names & {"hg_state", "hg_missing", "hg_score", "hg_gate_quote", "hg_evaluated"}
    kinds = {row["subscriptionType"] for row in rows}
    assert kinds == {
        f"object.{kind}" for kind in ("creation", "merge", "restore", "deletion", "associationChange", "propertyChange")
    }
    assert {
        "subscriptionType": "object.propertyChange",
        "objectType": "quote",
        "propertyName": "hs_status",
        "active": True,
    } in rows
    assert document["config"]["settings"] == {
        "targetUrl": "https://gate.example.com/webhooks/hubspot",
        "maxConcurrentRequests": 10,
    }
    app = json.loads(files["app-hsmeta.json"])["config"]
    assert "crm.objects.deals.write" in app["auth"]["requiredScopes"] and app["permittedUrls"]["fetch"] == [
        "https://gate.example.com"
    ]


def test_the_guide_names_property_and_stage() -> None:
    text = CONNECTOR.guide(connection(), "quote", [StageInfo("q", "Quote sent")])
    assert "hg_gate_quote" in text and "“Quote sent”" in text and "/work" not in text


@pytest.mark.parametrize(
    "values", [{"portal": "x", "app_id": "1"}, {"portal": "1", "app_id": ""}, {"portal": "١", "app_id": "1"}]
)
def test_portal_and_app_are_numbers(values: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        CONNECTOR.account_key(values)


def test_an_account_is_named_after_its_portal() -> None:
    assert CONNECTOR.account_key({"portal": " 99000001 ", "app_id": "4711"}) == "hubspot:99000001"


def test_the_api_address_comes_from_the_account_then_the_setting_then_the_vendor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def base(**settings: str) -> str:
        crm = CONNECTOR.open(Connection("hubspot:1", settings, {"access_token": "t", "client_secret": "s"}))
        assert isinstance(crm, HubSpotAccount)
        return crm.client.base

    monkeypatch.delenv("HANDOFF_HUBSPOT_API_BASE", raising=False)
    assert base() == API
    monkeypatch.setenv("HANDOFF_HUBSPOT_API_BASE", "http://127.0.0.1:9/")
    assert (base(), base(api_base="https://a.example")) == ("http://127.0.0.1:9", "https://a.example")
    with pytest.raises(ConfigError, match="--api-base"):
        base(api_base="http://api.example.com")


def test_a_connection_without_a_token_says_what_to_do() -> None:
    with pytest.raises(ConfigError, match="--access-token"):
        CONNECTOR.open(Connection("hubspot:1", {}, {}))


# --- against the emulator, over HTTP --------------------------------------------------------------------------------

PERSON = 98499705


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.portal.add_owner(41629779, PERSON, "Jo", "Park")
        running.portal.add_owner(41629780, PERSON + 1, "Kim", "Left", archived=True)
        yield running


@pytest.fixture
def live(emulator: Emulator) -> HubSpotAccount:
    portal = emulator.portal
    client = Client(emulator.url, portal.token)
    account = HubSpotAccount(connection(account=f"hubspot:{portal.portal_id}"), client)
    account.app = str(portal.app_id)
    account.install(False, lambda step: None)
    portal.calls.clear()
    return account


def test_a_fresh_portal_is_set_up_once_and_found_in_order(live: HubSpotAccount, emulator: Emulator) -> None:
    assert set(default_mapping().values()) <= live.known_properties()
    again = steps(lambda progress: live.install(False, progress))
    assert set(again.values()) == {"present"} and not live.troubles()
    assert live.identify().name == "Example Company" and live.identify().time_zone == "Europe/Berlin"


def test_answers_are_fetched_a_hundred_deals_a_call(live: HubSpotAccount, emulator: Emulator) -> None:
    portal = emulator.portal
    ids = [portal.create_deal({"dealname": f"D{n}", "hubspot_owner_id": "41629779"}, CRM_UI) for n in range(120)]
    portal.person_sets(ids[0], {"hg_users_month_1": "300", "hg_confirmed": "active_users"}, PERSON)
    portal.delete(ids[1], CRM_UI)
    found = live.fetch([*ids, "42"])
    assert portal.count_calls("batch/read") == 2 and found.gone == {ids[1], "42"} and len(found.deals) == 119
    first = found.deals[ids[0]]
    assert first.has_answer and first.answers["active_users"].inputs == {"month_1": 300}
    assert first.owner and first.owner.name == "Jo Park" and not found.deals[ids[2]].has_answer


def test_a_deal_that_a_person_moved_too_far_goes_back_with_its_close_date(
    live: HubSpotAccount, emulator: Emulator
) -> None:
    portal = emulator.portal
    id = portal.create_deal(
        {"dealname": "Acme", "closedate": "2027-03-31T00:00:00.000Z"}, CRM_UI, datetime(2026, 10, 1, tzinfo=UTC)
    )
    portal.person_moves(id, "closedwon", PERSON)
    trail = live.trails([id])[id]
    assert (trail.steps[0].stage.id, trail.steps[0].moved.by, trail.steps[0].moved.person) == (
        "closedwon",
        "person",
        str(PERSON),
    )
    start = Stage(pipeline="default", id="appointmentscheduled")
    outcome = live.apply([plan(id, {"state": "held", "score": "10"}, WON, start)])[id]
    held = portal.deals[id].properties
    assert outcome.result == "done" and held["dealstage"] == "appointmentscheduled" and held["hg_state"] == "held"
    assert str(held["closedate"]).startswith("2027-03-31")
    assert live.trails([id])[id].steps[0].moved.by == "ours"


def test_somebody_who_is_faster_than_the_put_back_keeps_the_stage(live: HubSpotAccount, emulator: Emulator) -> None:
    portal = emulator.portal
    id = portal.create_deal({"dealstage": "quotesent"}, CRM_UI)
    emulator.faults.append(Fault("batch/read", before=lambda: portal.person_moves(id, "contractsent", PERSON)))
    start = Stage(pipeline="default", id="appointmentscheduled")
    assert live.apply([plan(id, {}, QUOTE, start)])[id].result == "moved_on"
    assert portal.deals[id].properties["dealstage"] == "contractsent"


def test_hubspots_own_validation_may_refuse_the_way_back(live: HubSpotAccount, emulator: Emulator) -> None:
    portal = emulator.portal
    id = portal.create_deal({"dealstage": "quotesent"}, CRM_UI)
    portal.required["appointmentscheduled"] = ["description"]
    outcome = live.apply([plan(id, {"score": "10"}, QUOTE, Stage(pipeline="default", id="appointmentscheduled"))])[id]
    assert outcome.result == "refused" and "description" in outcome.reason
    assert portal.deals[id].properties["dealstage"] == "quotesent" and portal.deals[id].properties["hg_score"] == "10"


@pytest.mark.parametrize("trace_ids", [True, False])
def test_a_hundred_writes_with_one_bad_deal_are_ninety_nine_writes(
    live: HubSpotAccount, emulator: Emulator, trace_ids: bool
) -> None:
    emulator.app.extensions["trace_ids"] = trace_ids
    ids = [emulator.portal.create_deal({}, CRM_UI) for _ in range(100)]
    plans = [plan(id, {"score": "nonsense" if id == ids[37] else "7"}) for id in ids]
    outcomes = live.apply(plans)
    assert [id for id in ids if outcomes[id].result != "done"] == [ids[37]] and outcomes[ids[37]].result == "refused"
    assert emulator.portal.count_calls("batch/update") <= (1 if trace_ids else 15)
    assert all(emulator.portal.deals[id].properties["hg_score"] == "7" for id in ids if id != ids[37])


def test_a_lost_answer_leaves_one_task_and_one_value(live: HubSpotAccount, emulator: Emulator) -> None:
    portal = emulator.portal
    id = portal.create_deal({}, CRM_UI)
    emulator.faults += [
        Fault("/tasks", status=502, after_apply=True),
        Fault("batch/update", status=502, after_apply=True),
    ]
    assert live.apply([plan(id, {"score": "7"})])[id].result == "done"
    wanted = TELL.model_copy(update={"deal": id})
    with pytest.raises(Transient):
        live.tell(wanted, again=False)
    task = live.tell(wanted, again=True)
    assert list(portal.tasks) == [task]
    live.close_told(task)
    assert portal.tasks[task].properties["hs_task_status"] == "COMPLETED"


def test_the_kit_is_found_on_the_emulator(live: HubSpotAccount, emulator: Emulator) -> None:
    id = emulator.portal.create_deal({}, CRM_UI)
    assert live.kit_in_place("quote", QUOTE, id) is False
    emulator.portal.required["quotesent"] = ["hg_gate_quote"]
    assert live.kit_in_place("quote", QUOTE, id) is True
    assert emulator.portal.deals[id].properties["dealstage"] == "appointmentscheduled"


def test_the_sweep_and_quotes_work_on_the_emulator(live: HubSpotAccount, emulator: Emulator) -> None:
    ids = {emulator.portal.create_deal({}, CRM_UI) for _ in range(3)}
    found = [found.id for page in live.changed_since(datetime.now(UTC) - timedelta(hours=1)) for found in page]
    assert set(found) == ids and sorted(found, key=int) == found
    quote = emulator.portal.publish_quote(found[0], CRM_UI)
    [document] = live.documents([quote, "1"])
    assert document.published and document.deals == (found[0],)
    left = live.person(f"userId:{PERSON + 1}")
    assert left and left.name == "Kim Left" and not left.active
