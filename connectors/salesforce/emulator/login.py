"""The token endpoint: client credentials and JWT bearer. User name and password are refused, as in new organisations."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import time
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from connectors.salesforce.emulator.faults import Fault
from connectors.salesforce.emulator.org import Org
from connectors.salesforce.emulator.web import struck

login = Blueprint("login", __name__)
Answer = Response | tuple[Response, int]
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LONGEST_ASSERTION = 180 + 5  # seconds; three minutes and some drift of clocks


class LoginRefused(Exception):
    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error


@login.post("/services/oauth2/token")
def token() -> Answer:
    org: Org = current_app.extensions["org"]
    with org.lock:
        org.calls.append({"method": "POST", "path": request.path, "user": ""})
        org.logins += 1
    faults: list[Fault] = current_app.extensions["faults"]
    for fault in faults:
        if fault.takes(request.path, "POST"):
            if fault.before:
                fault.before()
            if fault.status:
                return struck(fault)
    try:
        user = _user(org)
    except LoginRefused as error:
        return jsonify({"error": error.error, "error_description": str(error)}), 400
    return jsonify(_granted(org, user))


def _user(org: Org) -> str:
    """The user that the token will speak for. Raises LoginRefused."""
    grant = request.form.get("grant_type", "")
    if grant == "client_credentials":
        client, secret = _credentials()
        if client != org.client_id:
            raise LoginRefused("invalid_client_id", "client identifier invalid")
        if not hmac.compare_digest(secret.encode(), org.client_secret.encode()):
            raise LoginRefused("invalid_client", "invalid client credentials")
        return _active(org, org.integration_user)
    if grant == JWT_BEARER:
        return _asserted(org, request.form.get("assertion", ""))
    raise LoginRefused("unsupported_grant_type", "grant type not supported")


def _credentials() -> tuple[str, str]:
    """In the Basic header or in the form."""
    header = request.headers.get("Authorization", "")
    if header.startswith("Basic "):
        try:
            client, _, secret = base64.b64decode(header[6:], validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise LoginRefused("invalid_client", "invalid client credentials") from None
        return client, secret
    return request.form.get("client_id", ""), request.form.get("client_secret", "")


def _asserted(org: Org, assertion: str) -> str:
    """RS256; iss is the client, sub a user name whose key is known, exp at most three minutes away."""
    import jwt

    try:
        unsure = jwt.decode(assertion, options={"verify_signature": False})
        key = org.public_keys.get(str(unsure.get("sub")), "")
        if not key:
            raise LoginRefused("invalid_grant", "user hasn't approved this consumer")
        audience = [
            "https://login.salesforce.com",
            "https://test.salesforce.com",
            org.instance,
            request.host_url.rstrip("/"),
        ]
        claims: dict[str, Any] = jwt.decode(
            assertion, key, algorithms=["RS256"], audience=audience, options={"require": ["exp", "iss", "sub", "aud"]}
        )
    except jwt.InvalidAudienceError:
        raise LoginRefused("invalid_grant", "audience is invalid") from None
    except jwt.ExpiredSignatureError:
        raise LoginRefused("invalid_grant", "expired authorization code") from None
    except jwt.PyJWTError:
        raise LoginRefused("invalid_grant", "invalid assertion") from None
    if claims["iss"] != org.client_id:
        raise LoginRefused("invalid_client_id", "client identifier invalid")
    if claims["exp"] > time.time() + LONGEST_ASSERTION:
        raise LoginRefused("invalid_grant", "assertion is valid for too long")
    rows = org.records["User"].values()
    user = next((row.id for row in rows if row.values["Username"] == claims["sub"]), None)
    if user is None:
        raise LoginRefused("invalid_grant", "user hasn't approved this consumer")
    return _active(org, user)


def _active(org: Org, user: str) -> str:
    if not org.records["User"][user].values["IsActive"]:
        raise LoginRefused("invalid_grant", "inactive user")
    return user


def _granted(org: Org, user: str) -> dict[str, str]:
    with org.lock:
        made = f"{org.org_id[:15]}!AQ{secrets.token_urlsafe(48)}"
        org.tokens[made] = user
        address = f"https://login.salesforce.com/id/{org.org_id}/{user}"
        told = {"access_token": made, "instance_url": org.instance, "id": address, "token_type": "Bearer"}
        return {
            **told,
            "scope": "api",
            "issued_at": str(int(time.time() * 1000)),
            "signature": secrets.token_urlsafe(24),
        }
