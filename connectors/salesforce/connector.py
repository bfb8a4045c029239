"""Salesforce's side of the contract: options, addresses, files to deploy, and the door to a live organisation."""

from __future__ import annotations

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
from connectors.salesforce import webhooks
from connectors.salesforce.ids import ORG_PREFIX, id18, is_id, same_id
from connectors.salesforce.schema import DEFAULT_PIPELINE, FIELD_NAME, default_mapping, may_hold
from connectors.salesforce.tokens import LOGIN_URL, LOGIN_URL_SETTING, check_credentials, login_address
from connectors.salesforce.webhooks import ACK
from rules.model import Gate

WEBHOOK_PATH = "/webhooks/salesforce"
_OPEN_STAGES = (
    "Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Id. Decision Makers", "Perception Analysis",
    "Proposal/Price Quote", "Negotiation/Review",
)  # fmt: skip
_CLOSED_STAGES = (StageInfo("Closed Won", "Closed Won", "won"), StageInfo("Closed Lost", "Closed Lost", "lost"))


class Salesforce:
    """The pure half. Nothing here makes a call but `locate`, and what `open` returns."""

    name = "salesforce"
    label = "Salesforce"
    capabilities = Capabilities(veto=True, put_back=True, poll_seconds=30.0, writes_together=200)
    reply: Reply | None = Reply(ACK, "text/xml; charset=utf-8")
    unavailable = 500  # the vendor then keeps the message for 24 hours (2026-11)
    options = (
        ConnectOption(
            "login_url",
            f"the organisation's My Domain address, e.g. https://acme.my.salesforce.com (also {LOGIN_URL_SETTING}; "
            f"else {LOGIN_URL})",
            required=False,
        ),
        ConnectOption("client_id", "the External Client App's consumer key"),
        ConnectOption(
            "client_secret", "the app's consumer secret: client credentials flow", secret=True, required=False
        ),
        ConnectOption("username", "the integration user's name, for the JWT bearer flow", required=False),
        ConnectOption("private_key", "the RSA key in PEM form, for the JWT bearer flow", secret=True, required=False),
        ConnectOption("org_id", "the organisation's id (00D…), if it is to be checked", required=False),
        ConnectOption(
            "webhook_secret",
            "the secret part of the address for outbound messages; made if not given",
            secret=True,
            required=False,
            generated=True,
        ),
    )

    def account_key(self, values: Mapping[str, str]) -> str:
        """salesforce:<18-character organisation>"""
        given = (values.get("org_id") or "").strip()
        if not is_id(given, ORG_PREFIX):
            raise ConfigError(
                f"--org-id: “{given}” is no organisation id: 15 or 18 characters that begin with 00D. "
                "Salesforce shows it under Setup > Company Information."
            )
        return f"{self.name}:{id18(given)}"

    def locate(self, values: Mapping[str, str], secrets: Mapping[str, str]) -> Mapping[str, str]:
        """Whose organisation these secrets open, and where: {"org_id", "instance_url"}."""
        from connectors.salesforce.client import Client

        wanted = (values.get("org_id") or "").strip()
        if wanted:
            self.account_key(values)
        client = Client(Connection(self.name, _given(values), _given(secrets)))
        org = client.org_id
        if not org:
            raise ConfigError("Salesforce does not say whose organisation this is. Give it as --org-id.")
        if wanted and not same_id(wanted, org):
            raise ConfigError(
                f"these credentials open organisation {org}, not {id18(wanted)}. Use that organisation's credentials."
            )
        return {"org_id": org, "instance_url": client.tokens.current().instance}

    def verify(self, raw: RawRequest, secrets: Sequence[WebhookSecret], now: datetime) -> WebhookSecret:
        return webhooks.verify(raw, secrets, now)

    def webhook_secret(self, connection: Connection) -> WebhookSecret:
        return WebhookSecret(connection.secrets.get("webhook_secret", ""), "", frozenset({connection.account}))

    def webhook_path(self, connection: Connection) -> str:
        return f"{WEBHOOK_PATH}/{connection.secrets.get('webhook_secret') or 'SECRET'}"

    def parse(self, raw: RawRequest, signed_by: WebhookSecret) -> list[Change | Ignored]:
        return webhooks.parse(raw, signed_by)

    def default_mapping(self) -> Mapping[str, str]:
        return default_mapping()

    def mapping_problems(self, mapping: Mapping[str, str]) -> Iterable[tuple[str, str]]:
        yield from shared.problems(mapping)
        for part, name in mapping.items():
            if "." in name:
                yield part, f"“{name}” lies on another object; map a field of the opportunity itself"
            elif name.strip() and not FIELD_NAME.fullmatch(name):
                yield (
                    part,
                    f"“{name}” is no field's API name: letters, digits and single _, and __c behind a custom one",
                )
            elif name.strip() and not may_hold(part, name):
                yield part, f"“{name}” is Salesforce's own; map a field that was made for this"

    def default_pipelines(self) -> tuple[Pipeline, ...]:
        stages = (*(StageInfo(name, name) for name in _OPEN_STAGES), *_CLOSED_STAGES)
        return (Pipeline(DEFAULT_PIPELINE, "Opportunities", stages),)

    def open(self, connection: Connection) -> Crm:
        """A live organisation. Imported here, because the vendor's client is heavy. Raises ConfigError."""
        from connectors.salesforce.client import Client
        from connectors.salesforce.live import SalesforceAccount

        login_address(connection.settings)
        check_credentials(connection.settings, connection.secrets)
        return SalesforceAccount(connection, Client(connection))

    def setup_files(self, connection: Connection) -> Mapping[str, str]:
        from connectors.salesforce import setup

        return setup.offline_files(connection)

    def guide(self, connection: Connection, gate: Gate, stages: Sequence[StageInfo]) -> str:
        from connectors.salesforce import setup

        return setup.guide(connection, gate, stages)


def _given(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
