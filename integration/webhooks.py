"""Webhooks in: verify, parse, store, answer. The vendor may repeat, reorder and lose; nothing is decided here."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from flask import Blueprint, Response, current_app, request

from connectors.base import BadBody, Change, Connector, Ignored, RawRequest, WebhookRejected, WebhookSecret
from connectors.registry import load as load_connector
from connectors.registry import names as crm_names
from integration.account import load as load_document
from integration.accounts import connection_of
from integration.metrics import EVENTS, REJECTED
from integration.secrets import Keyring, SecretUnreadable
from integration.storage import EventRow, StorageUnavailable, Store

SECRETS_LAST = 2.0
blueprint = Blueprint("webhooks", __name__)
log = structlog.get_logger()


class Doorkeeper:
    """Knows the secrets of every connected account of a CRM; looks again every two seconds."""

    def __init__(self, store: Store, keyring: Keyring, public_url: str, clock: Callable[[], datetime]) -> None:
        self.store, self.keyring, self.public_url, self.clock = store, keyring, public_url, clock
        self._kept: dict[str, tuple[float, list[WebhookSecret]]] = {}
        self._logged: set[str] = set()

    def secrets(self, connector: Connector) -> Sequence[WebhookSecret]:
        at, kept = self._kept.get(connector.name, (0.0, []))
        if time.monotonic() - at > SECRETS_LAST or not kept:
            kept = [secret for secret in (self._secret(connector, row) for row in self.store.accounts.all()) if secret]
            self._kept[connector.name] = (time.monotonic(), kept)
        return kept

    def _secret(self, connector: Connector, row: Any) -> WebhookSecret | None:
        document, _ = load_document(row.document)
        if row.crm != connector.name or document is None:
            return None
        try:
            return connector.webhook_secret(connection_of(row, document, connector, self.keyring))
        except SecretUnreadable as error:
            log.error("secrets unreadable", account=row.key, reason=str(error))
            return None

    def take(self, connector: Connector, raw: RawRequest) -> int:
        """Verify, parse and store. Returns how many events were new. Raises WebhookRejected, BadBody, StorageUnavailable."""
        signed_by = connector.verify(raw, self.secrets(connector), self.clock())
        items = connector.parse(raw, signed_by)
        changes = [item for item in items if isinstance(item, Change)]
        for item in items:
            if isinstance(item, Ignored):
                self._ignored(connector.name, item)
        new = self.store.intake.put([_row(change) for change in changes], self.clock().timestamp())
        EVENTS.labels(connector.name, "new").inc(new)
        EVENTS.labels(connector.name, "duplicate").inc(len(changes) - new)
        return new

    def _ignored(self, crm: str, item: Ignored) -> None:
        """Counted always, logged once."""
        EVENTS.labels(crm, item.reason).inc()
        line = f"{crm} {item.reason} {item.detail}"
        if line not in self._logged and len(self._logged) < 1000:
            self._logged.add(line)
            log.info("event ignored", crm=crm, reason=item.reason, detail=item.detail)


def _row(change: Change) -> EventRow:
    moved = (
        {"by": change.moved.by, "person": change.moved.person, "source": change.moved.source} if change.moved else None
    )
    return EventRow(
        key=change.key,
        account=change.account,
        kind=change.kind,
        object_id=change.id,
        change=change.change,
        property=change.property,
        value=change.value,
        moved=moved,
        merged=list(change.merged) or None,
    )


@blueprint.post("/webhooks/<crm>")
@blueprint.post("/webhooks/<crm>/<secret>")
def receive(
    crm: str, secret: str = ""
) -> Response | tuple[dict[str, str], int] | tuple[dict[str, str], int, dict[str, str]]:
    """2xx only after COMMIT; 401 for any doubt about the sender; what makes the vendor repeat when it cannot be stored."""
    if crm not in crm_names():
        return {"error": f"there is no CRM “{crm}” here"}, 404
    keeper: Doorkeeper = current_app.extensions["doorkeeper"]
    headers = {name.lower(): value for name, value in request.headers.items()}
    raw = RawRequest(request.method, keeper.public_url + request.path, headers, request.get_data(), secret)
    connector = load_connector(crm)
    try:
        new = keeper.take(connector, raw)
    except WebhookRejected as error:
        REJECTED.labels(crm).inc()
        log.warning("webhook rejected", crm=crm, reason=str(error))
        return {"error": "not accepted"}, 401
    except BadBody as error:
        return {"error": str(error)}, 400
    except StorageUnavailable:
        return {"error": "cannot store now"}, connector.unavailable, {"Retry-After": "5"}
    if connector.reply:
        return Response(connector.reply.body, content_type=connector.reply.content_type)
    return {"stored": str(new)}, 200


def utc_now() -> datetime:
    return datetime.now(UTC)
