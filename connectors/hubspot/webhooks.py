"""HubSpot's webhooks: who signed a request, and what it says. Pure; facts as of 2026-11.

A POST is a JSON array of up to 100 events, in no order, possibly repeated; `eventId` is not unique, there is no previous
value, and ids are numbers here but strings in the API.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from connectors.base import BadBody, Change, Ignored, Moved, RawRequest, WebhookRejected, WebhookSecret
from rules.model import Mover

MAX_AGE_SECONDS = 300
LONGEST_NUMBER, LONGEST_TEXT = 20, 200
# The only escapes HubSpot decodes before it signs an address.
_DECODED = {f"%{ord(letter):02X}": letter for letter in ":/?@!$'()*,;"}
_ESCAPE = re.compile("|".join(_DECODED), re.IGNORECASE)
_MILLISECONDS = re.compile(r"\d{13}")
_ID = re.compile(r"\d{1,20}")
DEAL, QUOTE = ("deal", "0-3"), ("quote", "0-14")
KEPT_VALUES = ("dealstage", "pipeline")
ChangeKind = Literal["created", "changed", "deleted", "restored", "merged"]
_KINDS: dict[str, ChangeKind] = {
    "creation": "created",
    "propertyChange": "changed",
    "deletion": "deleted",
    "restore": "restored",
    "merge": "merged",
}

# --- who sent it ----------------------------------------------------------------------------------------------------


def verify(raw: RawRequest, secrets: Sequence[WebhookSecret], now: datetime) -> WebhookSecret:
    """Which secret signed the request, by version 3 only. Any doubt, and any exception, is a rejection."""
    try:
        return _verified(raw, secrets, now)
    except WebhookRejected:
        raise
    except Exception as error:
        raise WebhookRejected(f"unreadable signature ({type(error).__name__})") from None


def _verified(raw: RawRequest, secrets: Sequence[WebhookSecret], now: datetime) -> WebhookSecret:
    given = raw.headers.get("x-hubspot-signature-v3", "")
    stamp = raw.headers.get("x-hubspot-request-timestamp", "")
    if not given or not _MILLISECONDS.fullmatch(stamp) or not stamp.isascii():
        raise WebhookRejected("no version 3 signature with a timestamp in milliseconds")
    if abs(now.timestamp() - int(stamp) / 1000) > MAX_AGE_SECONDS:
        raise WebhookRejected("the timestamp is more than five minutes away from now; check this machine's clock")
    signed = raw.method.encode() + decoded(raw.url).encode() + raw.body + stamp.encode()
    matching = [secret for secret in secrets if secret.secret and _same(secret.secret, signed, given)]
    if not matching:
        raise WebhookRejected("the signature fits none of the client secrets")
    accounts = frozenset(account for secret in matching for account in secret.accounts)
    return WebhookSecret(secret=matching[0].secret, app=matching[0].app, accounts=accounts)


def _same(secret: str, signed: bytes, given: str) -> bool:
    return hmac.compare_digest(_signature(secret, signed), given.encode())


def _signature(secret: str, signed: bytes) -> bytes:
    return base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest())


def sign(secret: str, method: str, url: str, body: bytes, stamp: str) -> str:
    """The signature that HubSpot would send."""
    signed = method.encode() + decoded(url).encode() + body + stamp.encode()
    return _signature(secret, signed).decode()


def decoded(url: str) -> str:
    """An address with exactly HubSpot's twelve escapes decoded, and no others."""
    return _ESCAPE.sub(lambda match: _DECODED[match.group().upper()], url)


# --- what it says ---------------------------------------------------------------------------------------------------


class _Trap:
    """Stands for JSON that no vendor sends: a key given twice, a number of a thousand digits."""


_TRAP = _Trap()


def parse(raw: RawRequest, signed_by: WebhookSecret) -> list[Change | Ignored]:
    """The events of a verified request. Raises BadBody when none of it can be read."""
    events = _events(raw.body)
    if events and all(_trapped(event) for event in events):
        raise BadBody("no event can be read")
    stamp = raw.headers.get("x-hubspot-request-timestamp", "")
    return [_safely(event, signed_by, stamp) for event in events]


def _events(body: bytes) -> list[Any]:
    try:
        read = json.loads(
            body.decode("utf-8"), parse_constant=_refuse, parse_int=_integer, object_pairs_hook=_each_key_once
        )
    except (ValueError, RecursionError):
        raise BadBody("not JSON") from None
    if isinstance(read, dict):
        return [read]
    if not isinstance(read, list):
        raise BadBody("not an array of events")
    return read


def _refuse(name: str) -> None:
    """NaN and Infinity are no JSON, whatever Python's reader says."""
    raise ValueError(name)


def _integer(digits: str) -> Any:
    return int(digits) if len(digits) <= LONGEST_NUMBER else _TRAP


def _each_key_once(pairs: list[tuple[str, Any]]) -> Any:
    read = dict(pairs)
    return read if len(read) == len(pairs) else _TRAP


def _trapped(event: Any) -> bool:
    return event is _TRAP or (isinstance(event, dict) and any(value is _TRAP for value in event.values()))


def _safely(event: Any, signed_by: WebhookSecret, stamp: str) -> Change | Ignored:
    try:
        return Ignored("unreadable") if _trapped(event) else _event(event, signed_by, stamp)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError, RecursionError):
        return Ignored("unreadable")


def _event(event: Any, signed_by: WebhookSecret, stamp: str) -> Change | Ignored:
    if not isinstance(event, dict):
        return Ignored("unreadable")
    account = f"hubspot:{_id(event.get('portalId'))}"
    if account not in signed_by.accounts:
        return Ignored("unknown-account", account)
    kind, _, what = _clean(event.get("subscriptionType") or event.get("eventType")).partition(".")
    kind = _object(kind, event.get("objectTypeId"))
    if what == "associationChange":
        return _association(event, account, stamp)
    if kind not in ("deal", "quote") or what not in _KINDS:
        return Ignored("not-relevant", f"{kind}.{what}"[:80])
    if what == "propertyChange" and _ours(event, signed_by):
        return Ignored("own-write")
    return _change(event, account, kind, _KINDS[what], stamp)


def _object(kind: str, type_id: Any) -> str:
    for name, number in (DEAL, QUOTE):
        if kind == name or (kind == "object" and str(type_id) == number):
            return name
    return kind if kind != "object" else f"object {_clean(type_id)}"


def _ours(event: dict[str, Any], signed_by: WebhookSecret) -> bool:
    """The echo of our own write: `INTEGRATION` with our app id as `sourceId` (six captures, 2025 and 2026)."""
    app = signed_by.app or str(event.get("appId", ""))
    return event.get("changeSource") == "INTEGRATION" and bool(app) and str(event.get("sourceId", "")) == app


def _change(event: dict[str, Any], account: str, kind: str, what: ChangeKind, stamp: str) -> Change | Ignored:
    if kind == "quote" and what not in ("created", "changed"):
        return Ignored("not-relevant", f"quote {what}")
    id, losers = _merge(event) if what == "merged" else (_id(event.get("objectId")), ())
    name = _clean(event.get("propertyName")) if what == "changed" else ""
    return Change(
        key=_key(event, account, id, stamp),
        account=account,
        kind="deal" if kind == "deal" else "document",
        id=id,
        change=what,
        property=name,
        value=_value(event.get("propertyValue")) if name in KEPT_VALUES else None,
        moved=_mover_of(event),
        occurred_at=_when(event.get("occurredAt")),
        merged=losers,
    )


def _merge(event: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The winner, which may be a new record, and all others."""
    winner = _id(event.get("newObjectId") or event.get("primaryObjectId") or event.get("objectId"))
    merged = event.get("mergedObjectIds") or []
    others = [*merged, event.get("primaryObjectId") or winner, event.get("objectId") or winner]
    return winner, tuple(dict.fromkeys(id for id in map(_id, others) if id != winner))


def _association(event: dict[str, Any], account: str, stamp: str) -> Change | Ignored:
    """A quote that is tied to a deal later is looked at like one that was published later; the rest does not matter."""
    ends = dict(zip(_end_types(event), (event.get("fromObjectId"), event.get("toObjectId")), strict=True))
    if set(ends) != {DEAL[1], QUOTE[1]}:
        return Ignored("not-relevant", "associationChange")
    quote = _id(ends[QUOTE[1]])
    return Change(
        key=_key(event, account, quote, stamp),
        account=account,
        kind="document",
        id=quote,
        change="related",
        moved=_mover_of(event),
        occurred_at=_when(event.get("occurredAt")),
    )


def _end_types(event: dict[str, Any]) -> tuple[str, str]:
    """The object types of both ends: by id, or, in the older form, from `DEAL_TO_QUOTE` (captured 2026)."""
    ids = (_clean(event.get("fromObjectTypeId")), _clean(event.get("toObjectTypeId")))
    if all(ids):
        return ids
    first, _, second = _clean(event.get("associationType")).lower().partition("_to_")
    named = dict((DEAL, QUOTE))
    return named.get(first, f"from {first}"), named.get(second, f"to {second}")


def _mover_of(event: dict[str, Any]) -> Moved:
    source, source_id = _clean(event.get("changeSource")), _clean(event.get("sourceId"))
    return moved(source, source_id, _when(event.get("occurredAt")))


def _key(event: dict[str, Any], account: str, id: str, stamp: str) -> str:
    """No part is unique by itself; `attemptNumber` is left out, for a retry is the same event.

    An event with neither number nor time could not be told from the next one like it: then the request's time counts.
    """
    parts = [account, event.get("subscriptionType") or event.get("eventType"), id, event.get("propertyName")]
    parts += [event.get("fromObjectId"), event.get("toObjectId"), event.get("eventId"), event.get("occurredAt")]
    if event.get("eventId") is None and event.get("occurredAt") is None:
        parts.append(stamp)
    text = "|".join("" if part is None else str(part) for part in parts)
    if len(text) <= LONGEST_TEXT and text.isprintable() and text.isascii():
        return text
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _id(value: Any) -> str:
    text = str(int(value)) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
    if not _ID.fullmatch(text) or not text.isascii():
        raise ValueError("no id")
    return text


def _clean(value: Any) -> str:
    """A short text that can be stored anywhere: without lone surrogates and NUL."""
    text = "" if value is None else str(value)[:LONGEST_TEXT]
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _value(value: Any) -> str | None:
    """A stage or pipeline id; None when it is no text that could be one."""
    text = None if value is None else str(value)
    return text if text is not None and text == _clean(text) else None


def _when(value: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(value) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


# The words of `changeSource` and `sourceType`. CRM_UI, INTEGRATION, AUTOMATION_PLATFORM, CRM_UI_BULK_ACTION, IMPORT, API
# and USER are captured; the full list is not documented (2026-11), so an unknown word stays unknown.
_WORKFLOWS = ("AUTOMATION", "WORKFLOW", "SEQUENCE")
_MACHINES = ("INTEGRATION", "API", "MIGRATION")
_PEOPLE = ("CRM", "USER", "MOBILE", "BULK", "BATCH_UPDATE")


def moved(source: str, source_id: str, at: datetime | None = None, app: str = "") -> Moved:
    """Who did it, as far as HubSpot says. `person` is a user id, never an owner id."""
    person = source_id.removeprefix("userId:") if source_id.startswith("userId:") else ""
    by = _mover(source.upper(), source_id, app)
    return Moved(by=by, person=person, source=f"{source} {source_id}".strip()[:LONGEST_TEXT], at=at)


def _mover(word: str, source_id: str, app: str) -> Mover:
    if word == "INTEGRATION" and app and source_id == app:
        return "ours"
    if "IMPORT" in word:
        return "import"
    kinds: tuple[tuple[Mover, tuple[str, ...]], ...] = (
        ("workflow", _WORKFLOWS),
        ("integration", _MACHINES),
        ("person", _PEOPLE),
    )
    return next((mover for mover, words in kinds if word.startswith(words)), "unknown")
