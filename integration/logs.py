"""Logs: one JSON line an event, or readable lines for a terminal. Secrets are taken out before anything is written."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any, TextIO
from uuid import uuid4

import structlog

HIDDEN, LONGEST = "(hidden)", 20_000
NOISY = ("urllib3", "werkzeug", "alembic")
OWN_HANDLERS = ("gunicorn.error", "gunicorn.access", "werkzeug")
_SECRET_NAMES = re.compile(
    r"token|secret|passw|authorization|cookie|signature|api_?key|assertion|credential|session_?id|private_?key", re.I
)
# Names before a value; addresses with a password; addresses that are a secret; and the shapes tokens have.
_SECRET_SHAPES = tuple(
    re.compile(pattern, re.I if fold else 0)
    for pattern, fold in (
        (r"((?:bearer|basic)\s+)[\w.~+/=!-]{6,}", True),
        (
            r"""((?:[\w-]{0,40}(?:token|secret|password|passwd|api_?key|authorization|signature|assertion|session_?id)|[?&]code)"""
            r"""["']?\s{0,3}[=:]\s{0,3}["']?(?!(?:bearer|basic)\s))[^\s"'&,;})(]+""",
            True,
        ),
        (r"(://)[^/@\s:]{0,200}:[^/@\s]{1,200}(?=@)", False),
        (r"(/webhooks/\w+/)[^/\s\"'?]+", False),
        (r"()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", False),
        (r"()\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?", False),
        (r"()\b[a-z]{2,6}-[a-z0-9]{2,6}-[0-9a-f]{8}-[0-9a-f-]{20,}", True),
        (r"()\b[A-Za-z0-9]{15,18}![\w.]{20,}", False),
    )
)
_RANDOM = re.compile(r"(?<![\w/+-])[\w-]{40,}(?![\w/+-])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_registered: set[str] = set()


def register_secrets(values: Iterable[str]) -> None:
    """Values that must never be logged, whatever they look like: keys and tokens as they are read."""
    _registered.update(value for value in values if len(value) >= 6)


def redacted(text: str) -> str:
    """The text without what is registered as a secret or looks like one, and without terminal control characters."""
    text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    for secret in sorted(_registered, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    for shape in _SECRET_SHAPES:
        text = shape.sub(lambda match: match.group(1) + HIDDEN, text)
    return _CONTROL.sub(lambda match: f"\\x{ord(match.group()):02x}", _RANDOM.sub(_if_random, text))


def _if_random(match: re.Match[str]) -> str:
    """Long runs that mix capitals, small letters and digits are keys; digests and names are not."""
    text = match.group()
    return HIDDEN if all(re.search(kind, text) for kind in ("[a-z]", "[A-Z]", "[0-9]")) else text


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The step that every event passes last before it becomes a line."""
    return {key: _clean(key, value) for key, value in event.items() if not str(key).startswith("_")} | {
        key: value for key, value in event.items() if str(key).startswith("_")
    }


def _clean(key: Any, value: Any) -> Any:
    if _SECRET_NAMES.search(str(key)):
        return HIDDEN
    if isinstance(value, Mapping):
        return {redacted(str(name)): _clean(name, part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean("", part) for part in value]
    return value if value is None or isinstance(value, bool | int | float) else redacted(str(value))


def begin_request(request_id: str | None = None) -> str:
    """Every line of this thread or task carries the id from now on. A strange id is replaced by one of ours."""
    fit = request_id if request_id and re.fullmatch(r"[\w.-]{1,64}", request_id) else uuid4().hex[:16]
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=fit)
    return fit


def end_request() -> None:
    structlog.contextvars.clear_contextvars()


def set_up(level: str, for_people: bool = False, stream: TextIO | None = None) -> None:
    """Send every log, ours and the libraries', through the same door to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,  # the plain traceback: no local variables
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(shared, for_people))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.ERROR if for_people else logging.WARNING)
    for name in OWN_HANDLERS:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _one_line(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """On a terminal only a traceback may take more than a line."""
    event["event"] = str(event.get("event", "")).replace("\n", "\\n")
    return event


def _formatter(shared: list[Any], for_people: bool) -> logging.Formatter:
    plain = structlog.dev.plain_traceback
    shape: Any = (
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)
        if for_people
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(
        processors=[strip, redact, *([_one_line] if for_people else []), shape],
        foreign_pre_chain=shared,
        keep_exc_info=False,
    )
