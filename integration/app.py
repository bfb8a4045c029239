"""The web process: webhooks in, health and metrics out."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from integration import api, webhooks
from integration.logs import begin_request, end_request, register_secrets, set_up
from integration.metrics import CONTENT_TYPE, Backlog, exposition
from integration.migrate import is_current
from integration.settings import Settings, read
from integration.storage import StorageUnavailable, Store, open_store
from integration.webhooks import Doorkeeper, utc_now

LARGEST_BODY = 1_048_576  # bytes; the largest legal delivery of events is 28 kB


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] = utc_now) -> Flask:
    """The WSGI application. Raises SettingsError in one clear line when something is missing."""
    if settings is None:
        settings = read(os.environ)
        set_up(settings.log_level)
    register_secrets(settings.secrets())
    store = open_store(settings.database_url)
    app = Flask("handoff")
    app.before_request(name_request)
    app.teardown_request(lambda _: end_request())
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["store"] = store
    app.extensions["doorkeeper"] = Doorkeeper(store, settings.keyring(), settings.public_url, clock)
    app.register_blueprint(webhooks.blueprint)
    app.register_blueprint(api.blueprint)
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
    app.add_url_rule("/metrics", view_func=metrics)
    app.register_error_handler(HTTPException, plain_error)
    return app


def name_request() -> None:
    """Every log line of a request carries its id: the proxy's, or one of ours."""
    begin_request(request.headers.get("X-Request-Id"))


def plain_error(error: HTTPException) -> tuple[dict[str, str], int]:
    """An error as a short JSON text, without a trace."""
    return {"error": error.name}, error.code or 500


def healthz() -> dict[str, str]:
    """The process is there."""
    return {"status": "ok"}


def readyz() -> tuple[dict[str, object], int]:
    """Database, schema and accounts: what has to be right before traffic makes sense."""
    store: Store = current_app.extensions["store"]
    try:
        current = is_current(store.database.engine)
        paused = {row.key: row.paused for row in store.accounts.all() if row.paused} if current else {}
    except (sa.exc.SQLAlchemyError, StorageUnavailable):
        return {"status": "database unavailable"}, 503
    if not current:
        return {"status": "run handoff migrate: the database has another schema"}, 503
    return {"status": "ok", "paused": paused}, 200


def metrics() -> Response:
    """For Prometheus. Depth and age of the backlog are read from the database at this moment."""
    store: Store = current_app.extensions["store"]
    try:
        text = exposition(lambda: Backlog(*store.work.depth(utc_now().timestamp()), len(store.work.parked())))
    except (sa.exc.SQLAlchemyError, StorageUnavailable):
        return Response("database unavailable\n", 503, mimetype="text/plain")
    return Response(text, content_type=CONTENT_TYPE)
