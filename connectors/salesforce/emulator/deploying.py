"""metadata/deployRequest: a zip in, a result to be polled (2026-11)."""

from __future__ import annotations

import json

from flask import Response, jsonify, request

from connectors.salesforce.emulator.deployment import Deployment, advance, result, start
from connectors.salesforce.emulator.ids import id18
from connectors.salesforce.emulator.web import Answer, ApiRefused, Json, address, body, not_found, org, route

_OPTIONS = {
    "allowMissingFiles", "autoUpdatePackage", "checkOnly", "ignoreWarnings", "performRetrieve", "purgeOnDelete",
    "rollbackOnError", "runTests", "singlePackage", "testLevel",
}  # fmt: skip


@route("/metadata/deployRequest", "POST")
def deploy() -> Answer:
    if request.mimetype == "application/json":
        return _quick(body())
    if request.mimetype != "multipart/form-data" or "file" not in request.files:
        raise ApiRefused(415, "UNSUPPORTED_MEDIA_TYPE", "multipart/form-data with the parts json and file is required")
    options = _options()
    done = start(org(), request.files["file"].read(), options)
    return _told(done, False), 201


def _options() -> Json:
    """Raises ApiRefused."""
    part = request.files.get("json")
    text = part.read().decode() if part else request.form.get("json", "")
    try:
        options = json.loads(text)["deployOptions"]
    except (ValueError, KeyError, TypeError):
        raise ApiRefused(400, "JSON_PARSER_ERROR", "deployOptions are required") from None
    unknown = set(options) - _OPTIONS
    if unknown:
        raise ApiRefused(400, "JSON_PARSER_ERROR", f'Unrecognized field "{sorted(unknown)[0]}"')
    if org().production and not options.get("rollbackOnError"):
        raise ApiRefused(400, "INVALID_OPERATION", "rollbackOnError option must be true on a production org")
    if options.get("allowMissingFiles") and org().production:
        raise ApiRefused(400, "INVALID_OPERATION", "allowMissingFiles must be false on a production org")
    if not options.get("singlePackage"):
        raise ApiRefused(400, "INVALID_OPERATION", "only singlePackage is emulated")
    return dict(options)


def _quick(given: Json) -> Answer:
    """A package that was validated is put in place without being checked by the caller again."""
    before = org().deployments.get(str(given.get("validatedDeployRequestId", "")))
    if before is None or before.status != "Succeeded" or not before.options.get("checkOnly"):
        raise ApiRefused(400, "INVALID_ID_FIELD", "the validation is not there, did not succeed, or was no validation")
    done = start(org(), before.data, {**before.options, "checkOnly": False})
    return _told(done, False), 201


def _told(done: Deployment, details: bool) -> Response:
    told: Json = {"id": done.id, "url": f"{address()}/metadata/deployRequest/{done.id}"}
    told |= {"validatedDeployRequestId": None, "deployOptions": done.options, "deployResult": result(done, details)}
    return jsonify(told)


def _found(id: str) -> Deployment:
    found = org().deployments.get(id18(id))
    if found is None:
        raise not_found()
    return found


@route("/metadata/deployRequest/<id>", "GET")
def poll(id: str) -> Answer:
    done = _found(id)
    answer = _told(done, request.args.get("includeDetails") == "true")
    done.asked += 1
    done.polls -= 1
    advance(org(), done)
    return answer


@route("/metadata/deployRequest/<id>", "PATCH")
def cancel(id: str) -> Answer:
    """Only what is still running can be canceled; nothing of it is put in place."""
    done = _found(id)
    if (body().get("deployResult") or {}).get("status") != "Canceling":
        raise ApiRefused(400, "INVALID_OPERATION", "deployResult.status has to be Canceling")
    if done.polls <= 0:
        raise ApiRefused(400, "INVALID_ID_FIELD", "the deployment is over")
    done.canceled = True
    return _told(done, False)
