"""HubSpot's side of the contract: options, addresses, files to upload, and the door to a live account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from connectors import mapping as shared
from connectors.base import (
    Capabilities,
    Change,
    Connection,
    ConnectOption,
    Crm,
    Ignored,
    Pipeline,
    RawRequest,
    Reply,
    StageInfo,
    WebhookSecret,
)
from connectors.errors import ConfigError
from connectors.http import address_setting, checked_address
from connectors.hubspot import webhooks
from connectors.hubspot.app_files import WEBHOOK_PATH, app_files
from connectors.hubspot.kit import click_path
from connectors.hubspot.schema import default_mapping, may_hold
from rules.model import Gate

API_BASE = "https://api.hubapi.com"
API_BASE_SETTING = "HANDOFF_HUBSPOT_API_BASE"
PROPERTY_NAME = re.compile(r"[a-z][a-z0-9_]*")


class HubSpot:
    """The pure half. Nothing here makes a call until `open`."""

    name = "hubspot"
    label = "HubSpot"
    capabilities = Capabilities(veto=False, put_back=True)
    reply: Reply | None = None
    unavailable = 503
    options = (
        ConnectOption("portal", "the portal's number (Hub ID)"),
        ConnectOption("app_id", "the app's number, to know our own writes again"),
        ConnectOption("access_token", "the app's access token", secret=True),
        ConnectOption("client_secret", "the app's client secret, which signs the webhooks", secret=True),
        ConnectOption("api_base", f"the API's address, if not {API_BASE} (also {API_BASE_SETTING})", required=False),
    )

    def account_key(self, values: Mapping[str, str]) -> str:
        """hubspot:<portal>"""
        portal = values.get("portal", "").strip()
        if not (portal.isascii() and portal.isdigit()):
            raise ConfigError(
                f"--portal: “{portal}” is not a portal number. HubSpot shows it as Hub ID, e.g. 99000001."
            )
        app = values.get("app_id", "").strip()
        if not (app.isascii() and app.isdigit()):
            raise ConfigError(f"--app-id: “{app}” is not an app number. It stands in the app's address in HubSpot.")
        return f"{self.name}:{portal}"

    def locate(self, values: Mapping[str, str], secrets: Mapping[str, str]) -> Mapping[str, str]:
        return {}

    def verify(self, raw: RawRequest, secrets: Sequence[WebhookSecret], now: datetime) -> WebhookSecret:
        return webhooks.verify(raw, secrets, now)

    def webhook_secret(self, connection: Connection) -> WebhookSecret:
        secret, app = connection.secrets.get("client_secret", ""), connection.settings.get("app_id", "")
        return WebhookSecret(secret, app, frozenset({connection.account}))

    def webhook_path(self, connection: Connection) -> str:
        return WEBHOOK_PATH

    def parse(self, raw: RawRequest, signed_by: WebhookSecret) -> list[Change | Ignored]:
        return webhooks.parse(raw, signed_by)

    def default_mapping(self) -> Mapping[str, str]:
        return default_mapping()

    def mapping_problems(self, mapping: Mapping[str, str]) -> Iterable[tuple[str, str]]:
        yield from shared.problems(mapping)
        for part, name in mapping.items():
            if name.strip() and not PROPERTY_NAME.fullmatch(name):
                yield part, f"“{name}” is no property's internal name: a letter, then lower-case letters, digits and _"
            elif not may_hold(part, name):
                yield part, f"“{name}” is HubSpot's own; map a property that was made for this"

    def default_pipelines(self) -> tuple[Pipeline, ...]:
        return ()

    def open(self, connection: Connection) -> Crm:
        """A live account. Imported here, because the vendor's client is heavy."""
        from connectors.hubspot.client import Client
        from connectors.hubspot.live import HubSpotAccount

        base = checked_address(self.api_base(connection.settings), "--api-base")
        token = connection.secrets.get("access_token", "").strip()
        if not token:
            raise ConfigError(f"{connection.account} has no access token. Connect it again with --access-token.")
        if not connection.secrets.get("client_secret", "").strip():
            raise ConfigError(f"{connection.account} has no client secret. Connect it again with --client-secret.")
        return HubSpotAccount(connection, Client(base, token, account=connection.account))

    def api_base(self, settings: Mapping[str, str]) -> str:
        """The address that was given on connecting, else the setting, else the vendor's."""
        return settings.get("api_base") or address_setting(API_BASE_SETTING) or API_BASE

    def setup_files(self, connection: Connection) -> Mapping[str, str]:
        return app_files(connection)

    def guide(self, connection: Connection, gate: Gate, stages: Sequence[StageInfo]) -> str:
        return click_path(gate, connection.mapping.get(f"ours.gate_{gate}", ""), stages)
