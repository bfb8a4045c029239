"""Salesforce's outbound messages: who sent one, and what it says. Pure; facts as of 2026-11.

A POST is a SOAP envelope of up to 100 notifications, in no order, possibly repeated; null fields are left out. Nothing in it
is signed, and the session id that once came along is gone: so it is a hint to read the deal again, no more.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from xml.parsers import expat

from connectors.base import BadBody, Change, Ignored, RawRequest, WebhookRejected, WebhookSecret
from connectors.salesforce.ids import DEAL_PREFIX, ORG_PREFIX, QUOTE_PREFIX, id18, is_id, same_id

ACK = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>'
    '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>'
    "</soapenv:Body></soapenv:Envelope>"
)
LONGEST_BODY, DEEPEST, MOST_ELEMENTS, MOST_NOTIFICATIONS = 1_000_000, 12, 20_000, 100
LONGEST_TEXT = 255
STAGE_LATER_SECONDS = 2.0  # the stage and the record are stamped in one save, not always in the same second
_SOAP, _OUTBOUND = "http://schemas.xmlsoap.org/soap/envelope/", "http://soap.sforce.com/2005/09/outbound"
_RECORDS = "urn:sobject."  # …enterprise… or …partner.soap.sforce.com, sometimes with a version behind it
_TYPE = "http://www.w3.org/2001/XMLSchema-instance type"
_BODY = [f"{_SOAP} Envelope", f"{_SOAP} Body", f"{_OUTBOUND} notifications"]
_ORGANISATION = [*_BODY, f"{_OUTBOUND} OrganizationId"]
_NOTIFICATION = [*_BODY, f"{_OUTBOUND} Notification"]
_NOTIFICATION_ID, _RECORD = [*_NOTIFICATION, f"{_OUTBOUND} Id"], [*_NOTIFICATION, f"{_OUTBOUND} sObject"]
_KEPT = ("Id", "StageName", "LastStageChangeDate", "LastModifiedDate", "CreatedDate")
_ENCODINGS = ("", "utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1")


# --- who sent it ----------------------------------------------------------------------------------------------------


def verify(raw: RawRequest, secrets: Sequence[WebhookSecret], now: datetime) -> WebhookSecret:
    """Whose secret stands in the address, and that the organisation is theirs. Any doubt is a rejection.

    Raises WebhookRejected, and BadBody for what came with a right secret but cannot be read.
    """
    found = _bearer(raw, secrets)
    told = read(raw.body)
    if not any(same_id(_org(account), told.organisation) for account in found.accounts):
        raise WebhookRejected("the message is from another organisation than this address belongs to")
    return found


def _bearer(raw: RawRequest, secrets: Sequence[WebhookSecret]) -> WebhookSecret:
    try:
        matching = [secret for secret in secrets if secret.secret and _same(secret.secret, raw.path_secret)]
    except Exception as error:
        raise WebhookRejected(f"unreadable secret ({type(error).__name__})") from None
    if raw.method != "POST" or not matching:
        raise WebhookRejected("no account has this secret in its address")
    accounts = frozenset(account for secret in matching for account in secret.accounts)
    return WebhookSecret(secret=matching[0].secret, app="", accounts=accounts)


def _same(secret: str, given: str) -> bool:
    return hmac.compare_digest(secret.encode("utf-8"), given.encode("utf-8"))


def _org(account: str) -> str:
    return account.partition(":")[2]


# --- reading it -----------------------------------------------------------------------------------------------------


@dataclass
class Notification:
    """One notification as it came: its id, the record's type, and the few values we keep. `bad`: a value stood twice."""

    id: str = ""
    type: str = ""
    values: dict[str, str] = field(default_factory=dict)
    bad: bool = False


@dataclass
class Message:
    """One envelope."""

    organisation: str = ""
    notifications: list[Notification] = field(default_factory=list)


def read(body: bytes) -> Message:
    """The message in a body. Raises BadBody, for traps as soon as they are seen."""
    if len(body) > LONGEST_BODY:
        raise BadBody("the message is too long")
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)
    except BadBody:
        raise
    except Exception:  # ExpatError, and whatever else hostile bytes bring forth
        raise BadBody("not XML that can be read") from None
    if not reader.message.notifications or not is_id(reader.message.organisation, ORG_PREFIX):
        raise BadBody("no outbound message")
    return reader.message


class _Reader:
    """expat with as little as possible: no document type, so no entities; not deep, not wide."""

    def __init__(self) -> None:
        self.message = Message()
        self.path: list[str] = []
        self.words: list[str] = []
        self.elements = 0
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self.declaration
        for trap in ("StartDoctypeDeclHandler", "EntityDeclHandler", "ExternalEntityRefHandler", "ElementDeclHandler"):
            setattr(self.parser, trap, _refuse)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words.append

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "").casefold() not in _ENCODINGS:
            raise BadBody("an encoding that no vendor uses")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        self.words.clear()
        self.elements += 1
        if len(self.path) > DEEPEST or self.elements > MOST_ELEMENTS:
            raise BadBody("too deep or too wide")
        if self.path == _NOTIFICATION:
            self.message.notifications.append(Notification())
        if len(self.message.notifications) > MOST_NOTIFICATIONS:
            raise BadBody("too many notifications")
        if self.path == _RECORD:
            self.latest.type = _clean(attributes.get(_TYPE, "").rpartition(":")[2])

    def end(self, name: str) -> None:
        if self.path == _ORGANISATION:
            self.organisation(_clean("".join(self.words)).strip())
        elif self.path == _NOTIFICATION_ID:
            self.latest.id = _clean("".join(self.words)).strip()
        elif len(self.path) == len(_RECORD) + 1 and self.path[:-1] == _RECORD:
            self.value(name)
        self.path.pop()
        self.words.clear()

    @property
    def latest(self) -> Notification:
        return self.message.notifications[-1]

    def organisation(self, id: str) -> None:
        if self.message.organisation not in ("", id):
            raise BadBody("two organisations in one message")
        self.message.organisation = id

    def value(self, name: str) -> None:
        where, _, key = name.rpartition(" ")
        if not where.startswith(_RECORDS) or key not in _KEPT:
            return
        self.latest.bad = self.latest.bad or key in self.latest.values
        self.latest.values[key] = "".join(self.words).strip()


def _refuse(*_: Any) -> None:
    raise BadBody("a document type, which no vendor sends")


# --- what it says ---------------------------------------------------------------------------------------------------


def parse(raw: RawRequest, signed_by: WebhookSecret) -> list[Change | Ignored]:
    """The notifications of a verified request. Raises BadBody when none of it can be read."""
    told = read(raw.body)
    account = next((name for name in sorted(signed_by.accounts) if same_id(_org(name), told.organisation)), "")
    if not account:
        return [Ignored("unknown-account", told.organisation)]
    return [_safely(one, account) for one in told.notifications]


def _safely(one: Notification, account: str) -> Change | Ignored:
    try:
        return _event(one, account)
    except (TypeError, ValueError, OverflowError):
        return Ignored("unreadable", one.type[:80])


def _event(one: Notification, account: str) -> Change | Ignored:
    id = one.values.get("Id", "")
    kind = one.type or {DEAL_PREFIX: "Opportunity", QUOTE_PREFIX: "Quote"}.get(id[:3], "")
    if kind not in ("Opportunity", "Quote"):
        return Ignored("not-relevant", kind[:80])
    if one.bad or not is_id(id, DEAL_PREFIX if kind == "Opportunity" else QUOTE_PREFIX):
        return Ignored("unreadable", kind)
    key, at = f"{account}|{_number(one)}", _when(one.values.get("LastModifiedDate"))
    if kind == "Quote":
        return Change(key, account, "document", id18(id), "changed", occurred_at=at)
    created = at is not None and at == _when(one.values.get("CreatedDate"))
    moved = _may_have_moved(one, at)
    return Change(
        key=key,
        account=account,
        kind="deal",
        id=id18(id),
        change="created" if created else "changed",
        property="StageName" if moved else "",
        value="" if moved else None,  # that it may have moved, never where to: the message is not signed
        occurred_at=at,
    )


def _number(one: Notification) -> str:
    """The notification's own id, the same in every repeat; without one, what it says has to do."""
    if is_id(one.id):
        return id18(one.id)
    return sha256(
        "\x1f".join([one.id, *(f"{key}={one.values[key]}" for key in sorted(one.values))]).encode()
    ).hexdigest()


def _may_have_moved(one: Notification, modified: datetime | None) -> bool:
    """Not when the stage was set well before the record was last saved."""
    moved = _when(one.values.get("LastStageChangeDate"))
    later = moved is not None and modified is not None and (modified - moved).total_seconds() > STAGE_LATER_SECONDS
    return not later


def _clean(value: str) -> str:
    """A short text that can be stored anywhere: without lone surrogates and NUL."""
    return value[:LONGEST_TEXT].encode("utf-8", "replace").decode().replace("\x00", "")


def _when(value: str | None) -> datetime | None:
    try:
        read = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
