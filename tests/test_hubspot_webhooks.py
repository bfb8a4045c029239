"""HubSpot's signatures and events: right ones are taken, wrong ones refused, nothing ever breaks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.base import BadBody, Change, Ignored, RawRequest, WebhookRejected, WebhookSecret
from connectors.hubspot.webhooks import decoded, moved, parse, sign, verify

URL = "https://gate.example.com/webhooks/hubspot"
STAMP = 1790000001000
NOW = datetime.fromtimestamp(STAMP / 1000, UTC)
DOCS_SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"
ME = WebhookSecret("handoff-gate-test-secret", "51879189", frozenset({"hubspot:247279312"}))
EVENT: dict[str, Any] = {
    "eventId": 1765889350, "subscriptionId": 7662269, "portalId": 247279312, "appId": 51879189, "occurredAt": STAMP,
    "subscriptionType": "object.propertyChange", "attemptNumber": 0, "objectId": 546500061938, "objectTypeId": "0-3",
    "propertyName": "dealstage", "propertyValue": "contractsent", "changeSource": "CRM_UI", "sourceId": "userId:98499705",
}  # fmt: skip


def request(body: bytes, signature: str | None, stamp: Any = STAMP, url: str = URL, method: str = "POST") -> RawRequest:
    headers = {"x-hubspot-request-timestamp": str(stamp)}
    if signature is not None:
        headers["x-hubspot-signature-v3"] = signature
    return RawRequest(method, url, headers, body)


def events(*bodies: Any) -> list[Change | Ignored]:
    return parse(RawRequest("POST", URL, {}, json.dumps(bodies).encode()), ME)


@pytest.mark.parametrize(
    ("secret", "url", "body", "stamp", "signature"),
    [
        (
            DOCS_SECRET,
            "https://www.example.com/webhook_uri",
            "{'example_field':'example_value'}",
            1693657560000,
            "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=",
        ),
        (
            DOCS_SECRET,
            "https://www.example.com/webhook_uri",
            "{'example_field':'example_value'}",
            1700000300000,
            "RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw=",
        ),
        (
            "s",
            "https://example.com/api/hubspot/webhooks?src=hs%3Aapp%2Fv3&x=%28a%29",
            "[]",
            STAMP,
            "B8rXg/KLVFq2RPHnGXXParMCuWbzxkQ175h0NjcL8vE=",
        ),
        (ME.secret, URL, '[{"propertyValue":"Zürich – 東京"}]', STAMP, "ugw6eQ/PFbi01n+YhSDbaag2gRP5AHkiS1+zVrLBVpQ="),
    ],
)
def test_right_signatures_are_accepted(secret: str, url: str, body: str, stamp: int, signature: str) -> None:
    now = datetime.fromtimestamp(stamp / 1000, UTC)
    wanted = WebhookSecret(secret, "", frozenset())
    assert (
        verify(
            request(body.encode(), signature, stamp, url), [WebhookSecret("other", "", frozenset()), wanted], now
        ).secret
        == secret
    )


GOOD = sign(ME.secret, "POST", URL, b"[]", str(STAMP))


@pytest.mark.parametrize(
    "raw",
    [
        request(b"[]", None),
        request(b"[]", ""),
        request(b"[]", "é"),
        request(b"[]", GOOD[:5]),
        request(b"[]", GOOD + "x"),
        request(b"[]", GOOD.swapcase()),
        request(b"[ ]", GOOD),
        request(b"[]", GOOD, url=URL + "/"),
        request(b"[]", GOOD, url=URL.replace("https", "http")),
        request(b"[]", GOOD, method="PUT"),
        request(b"[]", GOOD, stamp="hello"),
        request(b"[]", GOOD, stamp=""),
        request(b"[]", GOOD, stamp="Infinity"),
        request(b"[]", GOOD, stamp="٣" * 13),
        request(b"[]", GOOD, stamp=f"{STAMP}\n"),
        request(b"[]", sign(ME.secret, "POST", URL, b"[]", "3" + str(STAMP)), stamp="3" + str(STAMP)),
        request(b"[]", sign(ME.secret, "POST", URL, b"[]", str(STAMP + 301_000)), stamp=STAMP + 301_000),
        request(b"[]", sign(ME.secret, "POST", URL, b"[]", str(STAMP - 301_000)), stamp=STAMP - 301_000),
        request(b"[]", sign("", "POST", URL, b"[]", str(STAMP))),
        request(b"[]", "hYQE+ySx3Z87w3vs3p+86aCqoSaTN4lSb8dUiRq57hE=", url="https://example.com/api/hubspot/webhooks?src=hs%3Aapp%2Fv3&x=%28a%29"),
        RawRequest("POST", URL, {"x-hubspot-signature": "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de", "x-hubspot-signature-version": "v1"}, b"[]"),
        request(b"\xff\xfe", GOOD),
    ],
)  # fmt: skip
def test_wrong_signatures_are_rejected(raw: RawRequest) -> None:
    with pytest.raises(WebhookRejected):
        verify(raw, [ME, WebhookSecret("", "", frozenset())], NOW)


def test_only_twelve_escapes_are_decoded() -> None:
    assert decoded("a%3Ab%2fc%20%26%3D%2B%40") == "a:b/c%20%26%3D%2B@"


def test_one_secret_of_two_portals_speaks_for_both() -> None:
    other = WebhookSecret(ME.secret, ME.app, frozenset({"hubspot:5"}))
    assert verify(request(b"[]", GOOD), [ME, other], NOW).accounts == {"hubspot:5", "hubspot:247279312"}


def test_a_stage_change_keeps_the_stage_and_who_did_it() -> None:
    [change] = events(EVENT)
    assert isinstance(change, Change) and change.moved is not None
    assert (change.account, change.id, change.value) == ("hubspot:247279312", "546500061938", "contractsent")
    assert (change.moved.by, change.moved.person) == ("person", "98499705")


def test_other_values_are_never_kept() -> None:
    [change] = events(EVENT | {"propertyName": "amount", "propertyValue": "2000"})
    assert isinstance(change, Change) and change.value is None


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"portalId": 1}, "unknown-account"),
        ({"changeSource": "INTEGRATION", "sourceId": "51879189"}, "own-write"),
        ({"objectTypeId": "0-1"}, "not-relevant"),
        ({"subscriptionType": "contact.creation"}, "not-relevant"),
        ({"subscriptionType": "contact.privacyDeletion"}, "not-relevant"),
        ({"subscriptionType": "deal.somethingNew"}, "not-relevant"),
        ({"subscriptionType": "deal.associationChange", "fromObjectId": 1, "toObjectId": 2}, "not-relevant"),
        ({"objectId": None}, "unreadable"),
        ({"objectId": "abc"}, "unreadable"),
        ({"portalId": {}}, "unreadable"),
    ],
)
def test_what_does_not_matter_is_ignored_with_a_reason(event: dict[str, Any], reason: str) -> None:
    [ignored] = events(EVENT | event)
    assert isinstance(ignored, Ignored) and ignored.reason == reason


@pytest.mark.parametrize(
    ("event", "kind", "change", "id"),
    [
        ({"subscriptionType": "deal.creation"}, "deal", "created", "546500061938"),
        ({"subscriptionType": "object.restore"}, "deal", "restored", "546500061938"),
        ({"subscriptionType": "deal.deletion", "changeFlag": "DELETED"}, "deal", "deleted", "546500061938"),
        ({"subscriptionType": None, "eventType": "deal.propertyChange"}, "deal", "changed", "546500061938"),
        ({"objectTypeId": "0-14", "propertyName": "hs_status"}, "document", "changed", "546500061938"),
        ({"objectId": "42", "portalId": "247279312", "occurredAt": "1", "eventId": "1"}, "deal", "changed", "42"),
        ({"subscriptionType": "object.associationChange", "fromObjectId": 5, "fromObjectTypeId": "0-3", "toObjectId": 9, "toObjectTypeId": "0-14"}, "document", "related", "9"),
    ],
)  # fmt: skip
def test_every_kind_of_event_is_read(event: dict[str, Any], kind: str, change: str, id: str) -> None:
    [found] = events(EVENT | event)
    assert isinstance(found, Change) and (found.kind, found.change, found.id) == (kind, change, id)


def test_a_merge_names_the_winner_and_everybody_else() -> None:
    [change] = events(
        EVENT
        | {
            "subscriptionType": "object.merge",
            "objectId": 555,
            "primaryObjectId": 555,
            "mergedObjectIds": [777],
            "newObjectId": 888,
        }
    )
    assert isinstance(change, Change) and change.id == "888" and set(change.merged) == {"555", "777"}


def test_a_retry_has_the_same_key_and_two_objects_with_one_event_id_have_two() -> None:
    first, again, other = events(EVENT, EVENT | {"attemptNumber": 6}, EVENT | {"objectId": 7})
    assert isinstance(first, Change) and isinstance(again, Change) and isinstance(other, Change)
    assert first.key == again.key != other.key


def test_one_bad_event_does_not_lose_the_others() -> None:
    found = events(EVENT, 7, None, {"portalId": 247279312}, EVENT | {"objectId": 8})
    assert [type(item).__name__ for item in found] == ["Change", "Ignored", "Ignored", "Ignored", "Change"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"3", b'"x"', b"null", b"\xff", b"[NaN]", b'[{"objectId": Infinity}]', b"[" * 100_000, b'[{"a":' * 9000,
        b'[{"objectId":' + b"9" * 5000 + b"}]", b'[{"objectId": 1, "objectId": 2}]', b'{"a": 1, "a": 2}',
    ],
)  # fmt: skip
def test_bodies_that_cannot_be_read_are_refused(body: bytes) -> None:
    with pytest.raises(BadBody):
        parse(RawRequest("POST", URL, {}, body), ME)


@pytest.mark.parametrize(
    "bad",
    [
        b'{"portalId": 247279312, "portalId": 247279312}', b'{"portalId": 247279312, "objectId": ' + b"9" * 5000 + b"}",
        b'{"portalId": 247279312, "objectId": 1e400, "subscriptionType": "deal.creation"}',
        b'{"portalId": 247279312, "objectId": true, "subscriptionType": "deal.creation"}',
        b'{"portalId": [[[[1]]]]}', b"[" * 500 + b"]" * 500,
    ],
)  # fmt: skip
def test_one_trap_among_a_hundred_loses_no_other(bad: bytes) -> None:
    good = [json.dumps(EVENT | {"objectId": n}).encode() for n in range(1, 100)]
    found = parse(RawRequest("POST", URL, {}, b"[" + b",".join([*good[:50], bad, *good[50:]]) + b"]"), ME)
    assert sum(isinstance(item, Change) for item in found) == 99
    assert found[50] == Ignored("unreadable")


def test_an_empty_post_is_fine() -> None:
    assert events() == []


def test_lone_surrogates_and_nul_never_reach_the_store() -> None:
    odd = {"propertyValue": "\ud800", "eventId": "\ud800", "sourceId": "\ud800\x00", "changeSource": "\ud800"}
    body = json.dumps([EVENT | odd, EVENT | {"propertyValue": "a\x00", "propertyName": "pipeline"}]).encode()
    for item in parse(RawRequest("POST", URL, {}, body), ME):
        assert isinstance(item, Change) and item.value is None and item.key.isascii() and item.moved is not None
        assert "\x00" not in item.moved.source + item.property + item.key
        (item.moved.source + item.moved.person + item.property).encode()


def test_a_redacted_value_and_missing_times_and_apps_are_fine() -> None:
    bare = {key: EVENT[key] for key in ("eventId", "portalId", "subscriptionType", "objectId", "objectTypeId")}
    [change] = events(bare | {"propertyName": "hg_source", "propertyValue": "REDACTED", "isSensitive": True})
    assert isinstance(change, Change) and change.occurred_at is None and change.value is None
    assert change.moved is not None and change.moved.by == "unknown"


def test_the_apps_own_number_marks_an_echo_even_when_the_account_has_none() -> None:
    body = json.dumps([EVENT | {"changeSource": "INTEGRATION", "sourceId": "51879189"}]).encode()
    nameless = WebhookSecret(ME.secret, "", ME.accounts)
    assert parse(RawRequest("POST", URL, {}, body), nameless) == [Ignored("own-write")]


def test_another_app_is_an_integration_and_no_echo() -> None:
    [change] = events(EVENT | {"changeSource": "INTEGRATION", "sourceId": "2931120"})
    assert isinstance(change, Change) and change.moved is not None and change.moved.by == "integration"


@pytest.mark.parametrize(
    ("source", "by"),
    [
        ("CRM_UI", "person"), ("CRM_UI_BULK_ACTION", "person"), ("MOBILE_IOS", "person"), ("BULK_ACTION", "person"),
        ("USER", "person"), ("CRM", "person"), ("IMPORT", "import"), ("IMPORT_V2", "import"), ("AUTOMATION_PLATFORM", "workflow"),
        ("WORKFLOWS", "workflow"), ("API", "integration"), ("INTEGRATION", "integration"), ("ACADEMY", "unknown"), ("", "unknown"),
    ],
)  # fmt: skip
def test_who_moved_it_is_read_from_the_source(source: str, by: str) -> None:
    assert moved(source, "x").by == by
    assert moved("INTEGRATION", "51879189", app="51879189").by == "ours"


@pytest.mark.parametrize(
    ("event", "quote"),
    [
        ({"fromObjectTypeId": "0-14", "fromObjectId": 9, "toObjectTypeId": "0-3", "toObjectId": 5}, "9"),
        ({"fromObjectTypeId": "0-3", "fromObjectId": 5, "toObjectTypeId": "0-14", "toObjectId": 9}, "9"),
        ({"associationType": "DEAL_TO_QUOTE", "fromObjectId": 5, "toObjectId": 9, "objectId": None}, "9"),
        ({"associationType": "QUOTE_TO_DEAL", "fromObjectId": 9, "toObjectId": 5}, "9"),
        ({"fromObjectTypeId": "0-3", "fromObjectId": 5, "toObjectTypeId": "0-27", "toObjectId": 9}, None),
        ({"associationType": "DEAL_TO_LINE_ITEM", "fromObjectId": 5, "toObjectId": 9}, None),
        ({}, None),
    ],
)
def test_a_quote_tied_to_a_deal_is_a_change_of_the_quote_and_nothing_else_matters(
    event: Any, quote: str | None
) -> None:
    [found] = events(EVENT | {"subscriptionType": "deal.associationChange"} | event)
    assert (found.kind, found.id) == ("document", quote) if isinstance(found, Change) else quote is None


def test_without_number_and_time_the_request_tells_two_events_apart() -> None:
    bare = {
        "portalId": 247279312,
        "subscriptionType": "deal.propertyChange",
        "objectId": 9,
        "propertyName": "dealstage",
    }
    keys = set()
    for stamp in ("1790000001000", "1790000002000"):
        headers = {"x-hubspot-request-timestamp": stamp}
        [change] = parse(RawRequest("POST", URL, headers, json.dumps([bare]).encode()), ME)
        assert isinstance(change, Change)
        keys.add(change.key)
    assert len(keys) == 2


def test_both_directions_of_an_association_have_their_own_key() -> None:
    ends = {"subscriptionType": "object.associationChange", "associationRemoved": False}
    there = {"fromObjectTypeId": "0-3", "fromObjectId": 5, "toObjectTypeId": "0-14", "toObjectId": 9}
    back = {"fromObjectTypeId": "0-14", "fromObjectId": 9, "toObjectTypeId": "0-3", "toObjectId": 5}
    first, second = events(EVENT | ends | there, EVENT | ends | back)
    assert isinstance(first, Change) and isinstance(second, Change) and first.key != second.key


def test_a_merge_into_an_old_record_names_only_the_losers() -> None:
    merge = {"subscriptionType": "deal.merge", "objectId": 100, "primaryObjectId": 100, "mergedObjectIds": ["200", 300]}
    [change] = events(EVENT | merge | {"newObjectId": 100})
    assert isinstance(change, Change) and (change.id, change.merged) == ("100", ("200", "300"))
    [bare] = events(EVENT | {"subscriptionType": "deal.merge", "objectId": 5})
    assert isinstance(bare, Change) and (bare.id, bare.merged) == ("5", ())


# --- the attacks that the vendor's own helper lets through ----------------------------------------------------------


def rejected(raw: RawRequest, *secrets: WebhookSecret) -> bool:
    try:
        verify(raw, secrets or [ME], NOW)
    except WebhookRejected:
        return True
    return False


@pytest.mark.parametrize("stamp", [str(STAMP + 365 * 86_400_000), "9" * 13, "1e13", str(10**13)])
def test_h1_a_timestamp_in_the_future_is_no_licence_for_ever(stamp: str) -> None:
    assert rejected(request(b"[]", sign(ME.secret, "POST", URL, b"[]", stamp), stamp))


def test_h2_a_digit_cannot_be_shifted_from_address_to_timestamp() -> None:
    captured = f"{URL}?portalId=1&dealId=123"
    signature = sign(ME.secret, "GET", captured, b"", str(STAMP))
    assert rejected(request(b"", signature, "3" + str(STAMP), captured[:-1], "GET"))


def test_h3_nothing_can_be_shifted_from_body_to_address() -> None:
    signature = sign(ME.secret, "POST", URL + "?x", b"=1[]", str(STAMP))
    assert rejected(request(b"[]", signature, url=URL)) and rejected(request(b"=1[]", signature, url=URL))


def test_h4_older_signatures_are_not_taken_even_when_they_are_right() -> None:
    v1 = hashlib.sha256(ME.secret.encode() + b"[]").hexdigest()
    v2 = hashlib.sha256(f"{ME.secret}POST{URL}[]".encode()).hexdigest()
    for version, signature in (("v1", v1), ("v2", v2)):
        headers = {"x-hubspot-signature": signature, "x-hubspot-signature-version": version}
        stamped = {**headers, "x-hubspot-request-timestamp": str(STAMP), "x-hubspot-signature-v3": signature}
        assert rejected(RawRequest("POST", URL, headers, b"[]")) and rejected(RawRequest("POST", URL, stamped, b"[]"))


@pytest.mark.parametrize("signature", [None, "", "é", "\udcff", "=", "not base64!"])
def test_h5_absent_and_odd_signatures_are_rejected_and_break_nothing(signature: str | None) -> None:
    assert rejected(request(b"[]", signature))


def test_h6_an_empty_secret_signs_nothing() -> None:
    assert rejected(request(b"[]", sign("", "POST", URL, b"[]", str(STAMP))), WebhookSecret("", "", ME.accounts))
    with pytest.raises(WebhookRejected):
        verify(request(b"[]", GOOD), [], NOW)


@pytest.mark.parametrize("body", [b"\xff\xfe", b'"\xed\xa0\x80"'])
def test_h7_a_signed_body_that_is_no_text_is_a_bad_body(body: bytes) -> None:
    raw = request(body, sign(ME.secret, "POST", URL, body, str(STAMP)))
    assert not rejected(raw)
    with pytest.raises(BadBody):
        parse(raw, ME)


def test_h8_the_vendors_escapes_are_decoded_before_signing() -> None:
    sent, signed = f"{URL}?src=hs%3Aapp%2Fv3&x=%20", f"{URL}?src=hs:app/v3&x=%20"
    digest = hmac.new(ME.secret.encode(), f"POST{signed}[]{STAMP}".encode(), hashlib.sha256).digest()
    assert not rejected(request(b"[]", base64.b64encode(digest).decode(), url=sent))


def test_h9_an_address_counts_as_it_was_written() -> None:
    signature = sign(ME.secret, "POST", f"{URL}/a%20b", b"[]", str(STAMP))
    assert rejected(request(b"[]", signature, url=f"{URL}/a b"))


def test_h10_a_forwarded_host_changes_nothing() -> None:
    evil = "https://evil.test/webhooks/hubspot"
    headers = {"x-forwarded-host": "evil.test", "host": "evil.test", "x-hubspot-request-timestamp": str(STAMP)}
    signature = sign(ME.secret, "POST", evil, b"[]", str(STAMP))
    assert rejected(RawRequest("POST", URL, {**headers, "x-hubspot-signature-v3": signature}, b"[]"))
    assert not rejected(RawRequest("POST", URL, {**headers, "x-hubspot-signature-v3": GOOD}, b"[]"))


def test_any_failure_while_verifying_is_a_rejection() -> None:
    broken: Any = None
    assert rejected(RawRequest("POST", URL, broken, b"[]")) and rejected(RawRequest("POST", broken, {}, broken))


@pytest.mark.parametrize("seconds", [-300, 300])
def test_five_minutes_either_way_are_allowed(seconds: int) -> None:
    stamp = str(STAMP + seconds * 1000)
    assert not rejected(request(b"[]", sign(ME.secret, "POST", URL, b"[]", stamp), stamp))
