"""Access tokens: asked for as an app, never with a user's password; shared by all processes through the vault.

Two flows (2026-11): client credentials, which only My Domain addresses answer, and the JWT bearer flow. Neither has a
refresh token: one simply asks again. SOAP login() ends with API 65.0 and is not offered.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from connectors.base import Connection
from connectors.errors import AuthFailed, ConfigError, ConnectorError, NotFound, Transient
from connectors.http import Session, address_setting, checked_address, host, is_loopback, retry_after
from connectors.salesforce.failures import is_page, reason, told_by
from connectors.salesforce.ids import id18, is_id

LOGIN_URL, TEST_URL = "https://login.salesforce.com", "https://test.salesforce.com"
LOGIN_URL_SETTING = "HANDOFF_SALESFORCE_LOGIN_URL"
TOKEN_PATH = "/services/oauth2/token"  # an address, no secret
JWT_LASTS = 180  # seconds; the vendor takes no more than three minutes
KEPT_AS = "access_token"
# Where an organisation's own address may lie: commercial, Setup, government and China clouds.
_FAMILY = (".salesforce.com", ".force.com", ".salesforce-setup.com", ".salesforce.mil", ".sfcrmproducts.cn")
_IDENTITY = re.compile(r"/id/([0-9A-Za-z]{15,18})/([0-9A-Za-z]{15,18})")
_PASSING = ("login rate", "retry your request", "temporarily", "server_error")
_ADVICE = {
    "invalid_client": "Check the client id and the client secret.",
    "invalid_client_id": "Check the client id.",
    "invalid_grant": "Check that the app allows this flow, has an active run-as user (or the user of the JWT is "
    "pre-authorised), and that the address is the organisation's own: https://<name>.my.salesforce.com",
    "unsupported_grant_type": "Use the organisation's own address: https://<name>.my.salesforce.com",
    "inactive_org": "The organisation is locked or expired.",
    "inactive_user": "The connection's user is not active.",
}


def login_address(settings: Mapping[str, str]) -> str:
    """The address that was given on connecting, else the setting, else the vendor's. Raises ConfigError."""
    given = settings.get("login_url") or address_setting(LOGIN_URL_SETTING) or LOGIN_URL
    return checked_address(given, "--login-url")


def check_credentials(settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
    """Raises ConfigError that names the option that is missing."""
    if not settings.get("client_id", "").strip():
        raise ConfigError("--client-id is missing: the consumer key of the External Client App.")
    if not secrets.get("client_secret", "").strip() and not secrets.get("private_key", "").strip():
        raise ConfigError("either --client-secret, or --private-key with --username, is needed to log in.")
    if secrets.get("private_key", "").strip() and not settings.get("username", "").strip():
        raise ConfigError("--private-key needs --username: the user in whose name the JWT bearer flow logs in.")


@dataclass(frozen=True)
class Token:
    """What Salesforce gave us: the token, where it is good for, whose organisation and which user it speaks for."""

    text: str = field(repr=False)
    secret: str = field(repr=False)
    instance: str
    org: str = ""
    user: str = ""


class Tokens:
    """One account's token. Made once for all processes when the connection has a vault, else once for this object."""

    def __init__(self, connection: Connection, session: Session) -> None:
        self.connection, self.session = connection, session
        self.login = login_address(connection.settings)
        check_credentials(connection.settings, connection.secrets)
        self._lock = threading.Lock()
        self._kept: Token | None = None

    def current(self) -> Token:
        """The token in use. Raises AuthFailed, ConfigError, NotFound (wrong address) or Transient."""
        return self._kept or self._shared(None)

    def renewed(self, failed: Token) -> Token:
        """Another token than the one that failed: somebody else's new one, or one made now."""
        return self._shared(failed)

    def _shared(self, failed: Token | None) -> Token:
        with self._lock:
            if self._kept is None or self._kept == failed:
                self._kept = self._from_vault(failed.text if failed else "")
            return self._kept

    def _from_vault(self, stale: str) -> Token:
        vault = self.connection.vault
        if vault is None:
            return self._asked_for()
        kept = vault.shared(KEPT_AS, stale, lambda: self._asked_for().text)
        try:
            return self._read(kept)
        except ConnectorError:  # kept by another version of ours, or for another address: not to be used
            return self._read(vault.shared(KEPT_AS, kept, lambda: self._asked_for().text))

    def _read(self, kept: str) -> Token:
        try:
            told = json.loads(kept)
            parts = {name: str(told[name]) for name in ("token", "instance", "org", "user")}
        except (ValueError, TypeError, KeyError, RecursionError):
            raise ConfigError("the access token that was kept cannot be read.") from None
        return Token(kept, parts["token"], self._checked(parts["instance"]), parts["org"], parts["user"])

    # --- asking -----------------------------------------------------------------------------------------------------

    def _asked_for(self) -> Token:
        answer = self.session.request("POST", f"{self.login}{TOKEN_PATH}", **self._form())
        told = _json(answer.content)
        if answer.status_code != 200:
            raise self._failure(answer.status_code, answer.content, answer.headers)
        if not told.get("access_token") or not told.get("instance_url"):
            raise ConfigError(f"{host(self.login)} is no log-in service of Salesforce. Check --login-url.")
        found = _IDENTITY.search(str(told.get("id") or ""))
        org, user = (id18(part) if is_id(part) else "" for part in (found.groups() if found else ("", "")))
        secret, instance = str(told["access_token"]), self._checked(str(told["instance_url"]))
        text = json.dumps({"token": secret, "instance": instance, "org": org, "user": user})
        return Token(text, secret, instance, org, user)

    def _form(self) -> dict[str, Any]:
        settings, secrets = self.connection.settings, self.connection.secrets
        if secrets.get("private_key", "").strip():
            return {"data": {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": self._jwt()}}
        who = (settings["client_id"].strip(), secrets["client_secret"].strip())
        return {"data": {"grant_type": "client_credentials"}, "auth": who}

    def _jwt(self) -> str:
        """Signed by RS256. `aud` is the log-in host of the kind of organisation, whatever the address."""
        import jwt

        settings, name = self.connection.settings, urlsplit(self.login).hostname or ""
        audience = TEST_URL if ".sandbox." in name or name == "test.salesforce.com" else LOGIN_URL
        claims = {"iss": settings["client_id"].strip(), "sub": settings["username"].strip(), "aud": audience}
        key = self.connection.secrets["private_key"].replace("\\n", "\n").strip() + "\n"
        try:
            return jwt.encode({**claims, "exp": int(time.time()) + JWT_LASTS}, key, algorithm="RS256")
        except Exception as error:  # the text could quote the key
            raise ConfigError(f"--private-key is no RSA key in PEM form ({type(error).__name__}).") from None

    def _checked(self, instance: str) -> str:
        """The address that the token will be sent to: Salesforce's, or the one we logged in at. Never a stranger's.

        An emulator on loopback may name any organisation's address: its token never leaves the machine.
        """
        address = checked_address(instance, "instance_url")
        name, own = urlsplit(address).hostname or "", urlsplit(self.login).hostname or ""
        if is_loopback(own) and not is_loopback(name):
            return self.login
        if name == own or name.endswith(_FAMILY) or (is_loopback(name) and is_loopback(own)):
            return address
        raise ConfigError(f"{host(self.login)} sent us to {host(address)}, which is not Salesforce. Check --login-url.")

    def _failure(self, status: int, content: bytes, headers: Mapping[str, str]) -> ConnectorError:
        errors = told_by(content)
        code = errors[0].code if errors else ""
        text = f"{host(self.login)} answered {status} to our log-in: {code} {reason(errors)}".replace("  ", " ")
        for secret in self.connection.secrets.values():
            text = text.replace(secret, "…") if secret else text
        if status in (404, 405):
            return NotFound(f"{text} Check --login-url.")
        if status == 429 or status >= 500 or is_page(content) or any(word in text.casefold() for word in _PASSING):
            return Transient(text, retry_after=retry_after(headers))
        return AuthFailed(f"{text} {_ADVICE.get(code, 'Check the app in Salesforce.')}")


def _json(content: bytes) -> Mapping[str, Any]:
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
