"""Salesforce's outbound messages: right ones are taken, wrong ones refused, nothing ever breaks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors.base import BadBody, Change, Ignored, RawRequest, WebhookRejected, WebhookSecret
from connectors.salesforce import CONNECTOR
from connectors.salesforce.emulator import Org, sender
from connectors.salesforce.emulator.components import OutboundMessage
from connectors.salesforce.emulator.records import Notification
from connectors.salesforce.ids import id18, same_id
from connectors.salesforce.webhooks import LONGEST_BODY, parse, read, verify

ORG, ACCOUNT = "00D5e000000abcDEAQ", "salesforce:00D5e000000abcDEAQ"
ME = WebhookSecret("a-long-random-secret", "", frozenset({ACCOUNT}))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DEAL, NOTE, USER = "0065e00000AbCdEAAV", "04l5e0000000001AAA", "0055e000001x3yzAAA"
SOAP, OUTBOUND = "http://schemas.xmlsoap.org/soap/envelope/", "http://soap.sforce.com/2005/09/outbound"
XSI, RECORDS = "http://www.w3.org/2001/XMLSchema-instance", "urn:sobject.enterprise.soap.sforce.com"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def record(kind: str = "Opportunity", space: str = RECORDS, **values: str) -> str:
    fields = "".join(f"<sf:{name}>{value}</sf:{name}>" for name, value in values.items())
    return f'<sObject xsi:type="sf:{kind}" xmlns:sf="{space}">{fields}</sObject>'


def note(id: str = NOTE, kind: str = "Opportunity", space: str = RECORDS, **values: str) -> str:
    return f"<Notification><Id>{id}</Id>{record(kind, space, **values)}</Notification>"


def deal(id: str = NOTE, **values: str) -> str:
    return note(id, **({"Id": DEAL, "StageName": "Negotiation/Review"} | values))


def envelope(*notes: str, org: str = ORG, more: str = '<SessionId xsi:nil="true"/>', head: str = HEAD) -> bytes:
    inside = f'<notifications xmlns="{OUTBOUND}"><OrganizationId>{org}</OrganizationId>{more}{"".join(notes)}'
    start = f'<soapenv:Envelope xmlns:soapenv="{SOAP}" xmlns:xsi="{XSI}"><soapenv:Body>'
    return f"{head}{start}{inside}</notifications></soapenv:Body></soapenv:Envelope>".encode()


def request(body: bytes, secret: str = ME.secret, method: str = "POST") -> RawRequest:
    return RawRequest(method, f"https://gate.example.com/webhooks/salesforce/{secret}", {}, body, secret)


def events(*notes: str, org: str = ORG) -> list[Change | Ignored]:
    return parse(request(envelope(*notes, org=org)), ME)


def one(*notes: str) -> Change:
    [found] = events(*notes)
    assert isinstance(found, Change)
    return found


# --- ids ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("0015000000Gv7qJ", "0015000000Gv7qJAAR"),
        ("006000000000001", "006000000000001AAA"),
        ("0065e00000AbCdE", DEAL),
        (DEAL, DEAL),
    ],
)
def test_ids_get_the_three_letters_that_say_which_are_capitals(short: str, long: str) -> None:
    assert id18(short) == long and same_id(short, long)


@pytest.mark.parametrize(
    "id", ["", "006", "0065e00000AbCd-", "0065e00000AbCdEAA", "٠٠٦000000000001", DEAL + "\n", "../../query?q=1"]
)
def test_what_is_no_id_is_refused(id: str) -> None:
    with pytest.raises(ValueError, match="no Salesforce id"):
        id18(id)


# --- who sent it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("org", [ORG, ORG[:15]])
def test_the_right_secret_and_the_right_organisation_are_accepted(org: str) -> None:
    other = WebhookSecret("another", "", frozenset({"salesforce:00D000000000062EAA"}))
    assert verify(request(envelope(deal(), org=org)), [other, ME], NOW).accounts == {ACCOUNT}


@pytest.mark.parametrize(
    "raw",
    [
        request(envelope(deal()), "another"),
        request(envelope(deal()), ""),
        request(envelope(deal()), ME.secret + "x"),
        request(envelope(deal()), ME.secret.upper()),
        request(envelope(deal()), "é"),
        request(envelope(deal()), "\udcff"),
        request(envelope(deal()), method="GET"),
        request(envelope(deal()), method="PUT"),
        request(envelope(deal(), org="00D000000000062EAA")),
        request(envelope(deal(), org=ORG.swapcase().replace("00d", "00D"))),
        request(b"not XML at all", "another"),
    ],
)
def test_any_doubt_about_the_sender_is_a_rejection(raw: RawRequest) -> None:
    with pytest.raises(WebhookRejected) as caught:
        verify(raw, [ME, WebhookSecret("", "", frozenset({ACCOUNT}))], NOW)
    assert ME.secret not in str(caught.value)


def test_a_secret_never_opens_another_accounts_organisation() -> None:
    other = WebhookSecret("another-secret", "", frozenset({"salesforce:00D000000000062EAA"}))
    with pytest.raises(WebhookRejected, match="another organisation"):
        verify(request(envelope(deal()), other.secret), [ME, other], NOW)


def test_one_secret_of_two_organisations_speaks_for_both() -> None:
    other = WebhookSecret(ME.secret, "", frozenset({"salesforce:00D000000000062EAA"}))
    assert verify(request(envelope(deal(), org="00D000000000062")), [ME, other], NOW).accounts == {
        ACCOUNT,
        "salesforce:00D000000000062EAA",
    }


def test_the_body_is_read_only_for_who_knows_the_secret() -> None:
    with pytest.raises(BadBody):
        verify(request(b"<a"), [ME], NOW)


# --- what it says ---------------------------------------------------------------------------------------------------


def test_only_that_a_deal_may_have_moved_is_kept_and_nothing_that_was_said_of_it() -> None:
    change = one(deal(Amount="120000.0", Name="Express Logistics", Description="secret plans", LastModifiedById=USER))
    assert change == Change(
        key=f"{ACCOUNT}|{NOTE}",
        account=ACCOUNT,
        kind="deal",
        id=DEAL,
        change="changed",
        property="StageName",
        value="",
    )


def test_the_time_is_kept_where_it_is_given() -> None:
    stamp = "2026-11-22T10:15:30.000Z"
    change = one(deal(LastModifiedDate=stamp, LastModifiedById=USER[:15], CreatedDate="2026-10-01T09:00:00.000Z"))
    assert change.moved is None
    assert change.occurred_at == datetime(2026, 11, 22, 10, 15, 30, tzinfo=UTC) and change.change == "changed"


def test_a_record_that_was_created_and_changed_at_once_is_new() -> None:
    stamp = "2026-11-22T10:15:30.000Z"
    assert one(deal(CreatedDate=stamp, LastModifiedDate=stamp)).change == "created"
    assert one(deal(CreatedDate=stamp)).change == "changed"


@pytest.mark.parametrize(
    ("moved", "modified", "may_be"),
    [
        ("2026-11-22T10:15:30.000Z", "2026-11-22T10:15:30.000Z", True),
        ("2026-11-22T10:15:28.000Z", "2026-11-22T10:15:30.000Z", True),
        ("2026-11-22T10:15:27.000Z", "2026-11-22T10:15:30.000Z", False),
        ("2026-11-22T10:15:31.000Z", "2026-11-22T10:15:30.000Z", True),
        ("soon", "2026-11-22T10:15:30.000Z", True),
        ("2026-11-22T10:15:27.000Z", "", True),
    ],
)
def test_a_stage_that_was_set_well_before_is_no_move(moved: str, modified: str, may_be: bool) -> None:
    change = one(deal(LastStageChangeDate=moved, LastModifiedDate=modified))
    assert (change.property, change.value) == (("StageName", "") if may_be else ("", None))


def test_a_message_that_says_nothing_of_the_stage_may_be_about_a_move() -> None:
    """An administrator may have trimmed its fields: what a message leaves out must not switch judging off."""
    change = one(note(Id=DEAL))
    assert (change.property, change.value, change.id) == ("StageName", "", DEAL)


def test_fifteen_characters_become_eighteen() -> None:
    change = one(deal("04l000000000001", Id="006000000000001"))
    assert (change.id, change.key) == ("006000000000001AAA", f"{ACCOUNT}|04l000000000001AAA")


def test_a_published_quote_is_a_document() -> None:
    change = one(note(kind="Quote", Id="0Q05e0000000001CAA", Status="Presented", LastModifiedById=USER))
    assert (change.kind, change.change, change.id, change.property) == ("document", "changed", "0Q05e0000000001CAA", "")
    assert change.moved is None


@pytest.mark.parametrize(
    "stage", ["Pre-Calificación", "見積", "R&amp;D – Ångström", "&#65;&lt;b&gt;", "<![CDATA[A&B]]>"]
)
def test_stages_are_read_in_every_language(stage: str) -> None:
    expected = {"R&amp;D – Ångström": "R&D – Ångström", "&#65;&lt;b&gt;": "A<b>", "<![CDATA[A&B]]>": "A&B"}
    assert read(envelope(deal(StageName=stage))).notifications[0].values["StageName"] == expected.get(stage, stage)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1"])
def test_encodings_and_byte_order_marks_are_read(encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8", "utf-16-le": "UTF-16LE"}.get(encoding, encoding.upper())
    text = envelope(deal(StageName="Angebotsprüfung"), head=f'<?xml version="1.0" encoding="{declared}"?>').decode()
    [change] = parse(request(text.encode(encoding)), ME)
    assert isinstance(change, Change) and change.property == "StageName"
    assert read(text.encode(encoding)).notifications[0].values["StageName"] == "Angebotsprüfung"


SHAPES = {
    "session and urls": envelope(
        deal(), more="<ActionId>04k5e000000XyZaAAK</ActionId><SessionId>s3cr3t</SessionId><EnterpriseUrl>https://x</EnterpriseUrl>"
    ),
    "none of them": envelope(deal(), more=""),
    "no declaration, blank lines": envelope(deal(), head="\n\n\t"),
    "a version behind the namespace": envelope(note(space=f"{RECORDS}/2006/04/01", Id=DEAL, StageName="Closed Won")),
    "the partner's namespace": envelope(note(space="urn:sobject.partner.soap.sforce.com", Id=DEAL, StageName="Won")),
    "fields of their own": envelope(deal(Modelo_Residencial__c="a1x2E000003jQ23QAE", UNIT__C="101", STATUS="No disponible")),
    "every standard field": envelope(
        deal(AccountId="0015w00002BFDeLAAX", Amount="45000.0", FiscalQuarter="3", IsClosed="false", Probability="80.0")
    ),
    "namespaces on the envelope": f"""<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="{SOAP}"
  xmlns="{OUTBOUND}" xmlns:sf="{RECORDS}"><soapenv:Body>
    <notifications> <OrganizationId>{ORG}</OrganizationId>
      <Notification> <Id>{NOTE}</Id>
        <sObject xsi:type="sf:Opportunity" xmlns:xsi="{XSI}"> <sf:Id>{DEAL}</sf:Id> <sf:StageName>Won</sf:StageName> </sObject>
      </Notification> </notifications> </soapenv:Body></soapenv:Envelope>""".encode(),
    "other prefixes": f"""<S:Envelope xmlns:S="{SOAP}" xmlns:o="{OUTBOUND}" xmlns:i="{XSI}" xmlns:q="{RECORDS}"><S:Body>
      <o:notifications><o:OrganizationId>{ORG}</o:OrganizationId><o:Notification><o:Id>{NOTE}</o:Id>
      <o:sObject i:type="q:Opportunity"><q:Id>{DEAL}</q:Id><q:StageName>Won</q:StageName></o:sObject>
      </o:Notification></o:notifications></S:Body></S:Envelope>""".encode(),
    "comments in between": envelope(deal(StageName="Closed<!-- really --> Won")),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_that_was_seen_is_read(shape: str) -> None:
    assert verify(request(SHAPES[shape]), [ME], NOW).accounts == {ACCOUNT}
    [change] = parse(request(SHAPES[shape]), ME)
    assert isinstance(change, Change) and (change.id, change.property) == (DEAL, "StageName")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (note("04lWV00000AAAAAAAA", "Lead", Id="00QWV00000CZjEf2AL"), "not-relevant"),
        (note("04l1", "Contact", Id="003X", Email="somebody@example.com"), "not-relevant"),
        (note(kind="OpportunityLineItem", Id="00k5e0000000001AAA"), "not-relevant"),
        (note(Id="003000000000001AAA"), "unreadable"),
        (note(Id="006X"), "unreadable"),
        (note(Id="006000000000001AA"), "unreadable"),
        (note(StageName="Closed Won"), "unreadable"),
        (note(kind="Quote", Id=DEAL), "unreadable"),
        (deal(Id="</sf:Id><sf:Id>006000000000001AAA"), "unreadable"),
        (f"<Notification><Id>{NOTE}</Id></Notification>", "not-relevant"),
        ("<Notification/>", "not-relevant"),
    ],
)
def test_what_does_not_matter_is_ignored_with_a_reason(told: str, reason: str) -> None:
    [ignored] = events(told)
    assert isinstance(ignored, Ignored) and ignored.reason == reason
    assert "somebody@example.com" not in ignored.detail


def test_a_type_that_is_missing_is_seen_from_the_id() -> None:
    bare = f'<Notification><Id>{NOTE}</Id><sObject xmlns:sf="{RECORDS}"><sf:Id>{DEAL}</sf:Id></sObject></Notification>'
    assert one(bare).kind == "deal"


def test_one_bad_notification_never_loses_the_others() -> None:
    ids = [f"04l5e0000{number:06}" for number in range(100)]
    found = events(*(deal(id, Id="nonsense") if number % 3 == 0 else deal(id) for number, id in enumerate(ids)))
    assert [isinstance(item, Change) for item in found] == [number % 3 != 0 for number in range(100)]


def test_a_repeat_has_the_same_key_and_another_notification_has_another() -> None:
    first, again, other = events(deal(), deal(StageName="Closed Won"), deal("04l5e0000000002"))
    assert isinstance(first, Change) and isinstance(again, Change) and isinstance(other, Change)
    assert first.key == again.key != other.key


@pytest.mark.parametrize("id", ["", "04l1", "x" * 5000, "–"])
def test_a_notification_without_a_number_is_still_told_from_the_next(id: str) -> None:
    first, again, other = events(deal(id), deal(id), deal(id, StageName="Closed Won"))
    assert isinstance(first, Change) and isinstance(again, Change) and isinstance(other, Change)
    assert first.key == again.key != other.key and len(first.key) < 200 and first.key.isascii()


def test_an_organisation_that_the_secret_does_not_speak_for_is_ignored() -> None:
    assert events(deal(), org="00D000000000062EAA") == [Ignored("unknown-account", "00D000000000062EAA")]


# --- hostile bodies -------------------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n else "lol"}">' for n in range(9))
HOSTILE = {
    "empty": b"",
    "nothing but zeros": b"\0" * 100,
    "not XML": b"hello",
    "half an envelope": envelope(deal())[:-20],
    "two envelopes": envelope(deal()) + envelope(deal(), head=""),
    "no notification": envelope(),
    "no organisation": envelope(deal(), org=""),
    "a user for an organisation": envelope(deal(), org=USER),
    "two organisations": envelope(deal(), more="<OrganizationId>00D000000000062EAA</OrganizationId>"),
    "a hundred and one": envelope(*[deal()] * 101),
    "JSON": b'{"OrganizationId": "00D"}',
    "another envelope": envelope(deal()).replace(SOAP.encode(), b"http://www.w3.org/2003/05/soap-envelope"),
    "another namespace": envelope(deal()).replace(OUTBOUND.encode(), b"urn:other"),
    "laughs": f"<!DOCTYPE x [{LAUGHS}]><x>&a8;</x>".encode(),
    "a document type": envelope(deal(), head='<?xml version="1.0"?><!DOCTYPE soapenv:Envelope>'),
    "an external entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "an external document type": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/evil.dtd"><x/>',
    "parameter entities": b'<!DOCTYPE x [<!ENTITY % p "<!ENTITY q \'1\'>"> %p;]><x>&q;</x>',
    "an entity that is not there": envelope(deal(StageName="&lol;")),
    "too long": envelope(deal(StageName="x" * LONGEST_BODY)),
    "deep": b"<a>" * 300_000,
    "deep inside": envelope(deal(StageName="<a>" * 20 + "</a>" * 20)),
    "wide": b"<r>" + b"<a/>" * 240_000,
    "attributes": b"<r " + b"".join(b'a%d="" ' % n for n in range(80_000)) + b"/>",
    "namespaces": b"<r " + b"".join(b'xmlns:a%d="u" ' % n for n in range(50_000)) + b"/>",
    "pieces of text": b"<r>" + b"<![CDATA[]]>" * 80_000,
    "one long name": b"<" + b"a" * 990_000,
    "UTF-7": b'<?xml version="1.0" encoding="utf-7"?><a/>',
    "another encoding": envelope(deal(), head='<?xml version="1.0" encoding="windows-1252"?>'),
    "escapes for an encoding": b'<?xml version="1.0" encoding="unicode_escape"?><a/>',
    "half a surrogate": envelope(deal(StageName="&#xD800;")),
    "broken UTF-8": envelope(deal()).replace(b"Negotiation", b"\xff\xfe"),
}  # fmt: skip


@pytest.mark.parametrize("trap", HOSTILE)
def test_bodies_that_cannot_be_read_are_refused(trap: str) -> None:
    with pytest.raises(BadBody):
        parse(request(HOSTILE[trap]), ME)
    with pytest.raises(BadBody):
        verify(request(HOSTILE[trap]), [ME], NOW)


def test_traps_are_refused_where_they_begin() -> None:
    """What follows is never read: an error in it does not show."""
    for start in (b"<!DOCTYPE x [", b"<a>" * 13, b"<r>" + b"<a/>" * 20_000):
        with pytest.raises(BadBody) as caught:
            read(start + b"<<<")
        assert "not XML" not in str(caught.value)


# --- the connector's side -------------------------------------------------------------------------------------------


def test_the_answer_is_an_acknowledgement() -> None:
    reply = CONNECTOR.reply
    assert reply and reply.content_type == "text/xml; charset=utf-8" and CONNECTOR.unavailable == 500
    assert f'<notificationsResponse xmlns="{OUTBOUND}"><Ack>true</Ack></notificationsResponse>' in reply.body


def test_what_the_emulator_sends_is_read_and_what_we_answer_acknowledges_it() -> None:
    org = Org()
    ana = org.add_user("Ana Ortiz", "ana@x.example")
    id = org.create({"Name": "R&D", "StageName": "Negotiation/Review", "CloseDate": "2027-03-01"}, by=ana)
    fields = ("CreatedDate", "LastModifiedById", "LastModifiedDate", "LastStageChangeDate", "StageName")
    message = OutboundMessage("m", "Opportunity", "https://gate.example.com", fields, ana, "04k000000000001AAA")
    notes = [(Notification(f"04l{n:012}AAA", "m", id, org.now), org.find(id)) for n in range(100)]
    sent, mine = sender.envelope(org, message, notes), WebhookSecret("s", "", frozenset({f"salesforce:{org.org_id}"}))
    assert verify(request(sent, "s"), [mine], NOW).accounts == mine.accounts
    found = parse(request(sent, "s"), mine)
    assert {change.id for change in found if isinstance(change, Change)} == {id} and len(found) == 100
    first = found[0]
    assert isinstance(first, Change) and first.moved is None
    assert (first.change, first.property, first.value) == ("created", "StageName", "")
    assert CONNECTOR.reply and sender.is_ack(CONNECTOR.reply.body.encode())
