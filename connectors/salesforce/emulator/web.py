"""What every call to the API has in common: versions, tokens, limits, faults, and how errors are answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request

from connectors.salesforce.emulator.faults import Fault
from connectors.salesforce.emulator.org import Org
from connectors.salesforce.emulator.records import Refusal
from connectors.salesforce.emulator.soql import QueryRefused

api = Blueprint("api", __name__, url_prefix="/services/data")
Json = dict[str, Any]
Answer = Response | tuple[Response, int] | tuple[str, int]
OLDEST, NEWEST = 59, 68
LONGEST_ADDRESS = 16_384  # bytes of address and headers
_VERSION = re.compile(r"v(\d+)\.0")


class ApiRefused(Exception):
    """An error answer: a list with one row, as all errors of this API are."""

    def __init__(self, status: int, code: str, message: str, *fields: str) -> None:
        super().__init__(message)
        self.status, self.code, self.fields = status, code, fields

    def answer(self) -> Answer:
        row: Json = {"message": str(self), "errorCode": self.code}
        return jsonify([row | ({"fields": list(self.fields)} if self.fields else {})]), self.status


def not_found() -> ApiRefused:
    return ApiRefused(404, "NOT_FOUND", "The requested resource does not exist")


def org() -> Org:
    found: Org = current_app.extensions["org"]
    return found


def user() -> str:
    """The user that the call's token speaks for."""
    return str(g.user)


def address() -> str:
    return f"/services/data/{g.version}"


@api.before_request
def receive() -> Answer | None:
    """Count the call, strike with faults, check version, token and limit."""
    g.user, g.version = "", "v65.0"
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    with org().lock:
        g.user = org().tokens.get(token, "")
        org().calls.append({"method": request.method, "path": request.path, "user": g.user})
    found = _strike()
    if found is not None:
        return found
    try:
        _admit()
    except ApiRefused as error:
        return error.answer()
    return None


def _strike() -> Answer | None:
    faults: list[Fault] = current_app.extensions["faults"]
    for fault in faults:
        if not fault.after_apply and fault.takes(request.path, request.method):
            if fault.before:
                fault.before()
            if fault.status:
                return struck(fault)
    return None


def _admit() -> None:
    """Raises ApiRefused."""
    if len(request.environ.get("RAW_URI", request.full_path)) > LONGEST_ADDRESS:
        raise ApiRefused(414, "URI_TOO_LONG", "URI Too Long")
    if not g.user or g.user not in org().records["User"]:
        raise ApiRefused(401, "INVALID_SESSION_ID", "Session expired or invalid")
    match = _VERSION.fullmatch(request.path.split("/")[3] or "v65.0")
    if not match or not OLDEST <= int(match.group(1)) <= NEWEST:
        raise not_found()
    g.version = match.group()
    with org().lock:
        if org().api_used >= org().api_limit:
            raise ApiRefused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
        org().api_used += 1


@api.after_request
def tell_limits(response: Response) -> Response:
    """The usage stands on every answer; a lost answer is lost here."""
    faults: list[Fault] = current_app.extensions["faults"]
    for fault in faults:
        if fault.after_apply and fault.takes(request.path, request.method):
            response = struck(fault)
    response.headers["Sforce-Limit-Info"] = f"api-usage={org().api_used}/{org().api_limit}"
    return response


def struck(fault: Fault) -> Response:
    body = fault.body
    if body is None:
        body = [{"errorCode": "UNKNOWN_EXCEPTION", "message": f"emulated {fault.status}"}]
    if isinstance(body, str):
        return Response(body, fault.status, fault.headers, mimetype="text/html")
    return Response(json.dumps(body), fault.status, fault.headers, mimetype="application/json")


def route(path: str, *methods: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Register a view of `/services/data/<version>/…`; it runs under the organisation's lock, its errors become answers."""

    def register(view: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(view)
        def guarded(version: str, **parts: str) -> Answer:
            try:
                with org().lock:
                    return view(**parts)
            except ApiRefused as error:
                return error.answer()
            except QueryRefused as error:
                return ApiRefused(400, error.code, str(error)).answer()
            except Refusal as error:
                return refused(error)

        name, rule = f"{view.__name__} {path}", f"/<version>{path}"
        api.add_url_rule(rule, name, guarded, methods=list(methods or ("GET",)), strict_slashes=False)
        return view

    return register


_STATUS = {"INVALID_CROSS_REFERENCE_KEY": 404, "ENTITY_IS_DELETED": 404, "INSUFFICIENT_ACCESS_OR_READONLY": 403}


def refused(error: Refusal) -> Answer:
    """A refused save of a single record: errorCode here, statusCode in collections."""
    rows = [{"message": e["message"], "errorCode": e["statusCode"], "fields": e["fields"]} for e in error.errors]
    return jsonify(rows), _STATUS.get(error.errors[0]["statusCode"], 400) if not error.errors[0]["fields"] else 400


def body() -> Json:
    """The JSON object of a request. Raises ApiRefused."""
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise ApiRefused(
            400, "JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body."
        )
    return found


@api.route("/<path:rest>", methods=["GET", "POST", "PATCH", "PUT", "DELETE"])
def nothing_here(rest: str) -> Answer:
    return not_found().answer()
