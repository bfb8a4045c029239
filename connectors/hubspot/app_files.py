"""The files of the app in HubSpot's developer project: what it listens to, and what it may do."""

from __future__ import annotations

import json
from collections.abc import Mapping

from connectors.base import Connection

WEBHOOK_PATH = "/webhooks/hubspot"
WATCHED_KINDS = ("creation", "merge", "restore", "deletion", "associationChange")
OWN_LISTENED = ("dealstage", "pipeline", "hubspot_owner_id")
# Each scope is there for a call we make: deals, their properties, owners, tasks (contacts.*, per the v3 spec), quotes.
SCOPES = (
    "oauth",
    "crm.objects.deals.read",
    "crm.objects.deals.write",
    "crm.schemas.deals.read",
    "crm.schemas.deals.write",
    "crm.objects.owners.read",
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.objects.quotes.read",
)


def app_files(connection: Connection) -> dict[str, str]:
    """name → text"""
    files = {
        "webhooks-hsmeta.json": subscriptions(connection.mapping, connection.webhook_url),
        "app-hsmeta.json": _app(connection.webhook_url.removesuffix(WEBHOOK_PATH)),
    }
    return {name: json.dumps(body, indent=2) + "\n" for name, body in files.items()}


def subscriptions(mapping: Mapping[str, str], webhook_url: str) -> dict[str, object]:
    """What the app listens to: one entry a property, and never one that we write (except the review)."""
    answers = [name for part, name in mapping.items() if not part.startswith("ours.") or part == "ours.review"]
    names = dict.fromkeys([*OWN_LISTENED, *answers])
    changes = [_watch("propertyChange", "deal", name) for name in names]
    kinds = [_watch(kind, "deal") for kind in WATCHED_KINDS]
    objects = [*kinds, *changes, _watch("propertyChange", "quote", "hs_status")]
    settings = {"targetUrl": webhook_url, "maxConcurrentRequests": 10}
    subscribed = {"crmObjects": objects, "legacyCrmObjects": [], "hubEvents": []}
    return {
        "uid": "handoff_gate_webhooks",
        "type": "webhooks",
        "config": {"settings": settings, "subscriptions": subscribed},
    }


def _watch(kind: str, object_type: str, name: str = "") -> dict[str, object]:
    more = {"propertyName": name} if name else {}
    return {"subscriptionType": f"object.{kind}", "objectType": object_type, **more, "active": True}


def _app(host: str) -> dict[str, object]:
    auth = {"type": "static", "requiredScopes": list(SCOPES), "optionalScopes": [], "conditionallyRequiredScopes": []}
    urls: dict[str, list[str]] = {"fetch": [host], "iframe": [], "img": []}
    config = {
        "name": "Handoff Gate",
        "description": "Holds a deal until the handoff is right.",
        "distribution": "private",
    }
    return {"uid": "handoff_gate", "type": "app", "config": {**config, "auth": auth, "permittedUrls": urls}}
