"""One kind of HTTP session for every CRM: timeouts, bounded retries, a rate limit, no redirects, no secret in a text."""

from __future__ import annotations

import email.utils
import ipaddress
import os
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, ResponseError
from urllib3.util.retry import Retry

from connectors.errors import ConfigError, Transient

CONNECT_SECONDS, READ_SECONDS = 3.05, 10.0
LONGEST_WAIT = 30.0  # below the lease of a claim, so that nobody else takes the work meanwhile
BACKOFF_SECONDS = 0.5  # doubles with every try; tests make it 0
TRIES = 4
NEVER_DONE = frozenset({429, 477})  # the vendor says that it did nothing (477: HubSpot moves an account, 2026-11)
PERHAPS_DONE = frozenset({500, 502, 503, 504, 521, 523, 524})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
Repeatable = Callable[[str, str], bool]
"""(method, path) → may this call be repeated when nobody knows whether it was done?"""


def only_reads(method: str, path: str) -> bool:
    """The careful default."""
    return method in ("GET", "HEAD", "OPTIONS")


class Patience(Retry):
    """urllib3's Retry with two more rules: a lost answer is asked again only where that is harmless, and a vendor that
    asks for a longer pause than `LONGEST_WAIT` gets it from the worker's timetable instead of a sleeping thread."""

    repeatable: Repeatable = staticmethod(only_reads)

    def new(self, **changes: Any) -> Patience:
        made = super().new(**changes)
        made.repeatable = self.repeatable
        return made

    def increment(
        self, method: Any = None, url: Any = None, response: Any = None, error: Any = None, *rest: Any, **more: Any
    ) -> Patience:
        harmless = self.repeatable(method or "", (url or "").split("?")[0])
        if response is not None and not self._worth_waiting(response, harmless):
            raise MaxRetryError(more.get("_pool"), url, ResponseError("not repeated"))  # type: ignore[arg-type]
        if error is not None and not harmless and not self._is_connection_error(error):
            raise error
        return super().increment(method, url, response, error, *rest, **more)

    def _worth_waiting(self, response: Any, harmless: bool) -> bool:
        pause = self.get_retry_after(response)
        return (harmless or response.status in NEVER_DONE) and (pause is None or pause <= LONGEST_WAIT)

    def get_retry_after(self, response: Any) -> float | None:
        return retry_after(response.headers)

    def get_backoff_time(self) -> float:
        """The first repeat waits too, and never at the same moment as everybody else's."""
        return max(super().get_backoff_time(), self.backoff_factor * random.uniform(0.5, 1.5))


def patience(repeatable: Repeatable, backoff: float) -> Patience:
    """What an adapter needs to repeat calls by our rules."""
    made = Patience(
        total=TRIES,
        redirect=0,
        other=0,
        backoff_factor=backoff,
        backoff_jitter=backoff,
        status_forcelist=NEVER_DONE | PERHAPS_DONE,
        allowed_methods=None,
        raise_on_status=False,
    )
    made.repeatable = repeatable
    return made


def retry_after(headers: Mapping[str, Any]) -> float | None:
    """`Retry-After` in seconds: a number, or a date. None when it is missing or unreadable."""
    value = str(headers.get("Retry-After") or headers.get("retry-after") or "").strip()
    if value.isascii() and value.replace(".", "", 1).isdigit():
        return float(value)
    at = email.utils.parsedate_tz(value) if value else None
    return max(0.0, email.utils.mktime_tz(at) - time.time()) if at else None


class RateLimit:
    """At most `calls` within `seconds`, for all threads of this process. Repeats by the adapter are not counted."""

    def __init__(self, calls: int, seconds: float, sleep: Callable[[float], None] = time.sleep) -> None:
        self.calls, self.seconds, self.sleep = calls, seconds, sleep
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when one more call is allowed."""
        while (pause := self.reserve(time.monotonic())) > 0:
            self.sleep(pause)

    def reserve(self, now: float) -> float:
        """Take a place now (0.0), or say how many seconds to wait for one."""
        with self._lock:
            while self._times and self._times[0] <= now - self.seconds:
                self._times.popleft()
            if len(self._times) < self.calls:
                self._times.append(now)
                return 0.0
            return self._times[0] + self.seconds - now


_limits: dict[str, RateLimit] = {}
_limits_lock = threading.Lock()


def shared_limit(name: str, calls: int, seconds: float) -> RateLimit:
    """The limit of that name: one for all sessions of this process that speak to the same account."""
    with _limits_lock:
        return _limits.setdefault(name, RateLimit(calls, seconds))


class Session(requests.Session):
    """requests with what it lacks: time-outs, our retries, a limit. Any status is returned; no answer raises Transient,
    a wrong address ConfigError. Texts name the host only, never a path, a query or a header.

    `plain` is a loopback `host:port` that speaks http although a client library insists on https (an emulator).
    """

    def __init__(
        self,
        limit: RateLimit | None = None,
        repeatable: Repeatable = only_reads,
        backoff: float | None = None,
        plain: str = "",
    ) -> None:
        super().__init__()
        self.limit, self.plain = limit, plain
        self.auth = _unchanged  # else a .netrc would replace our token
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        retries = patience(repeatable, BACKOFF_SECONDS if backoff is None else backoff)
        for scheme in ("https://", "http://"):
            self.mount(scheme, HTTPAdapter(max_retries=retries, pool_maxsize=16))

    def request(self, method: Any, url: Any, *args: Any, **options: Any) -> requests.Response:
        name = urlsplit(checked_address(str(url), "the address")).hostname or ""
        url = self._plainly(str(url))
        options |= {"allow_redirects": False, "timeout": options.get("timeout") or (CONNECT_SECONDS, READ_SECONDS)}
        if is_loopback(name):
            options["proxies"] = {"http": None, "https": None, "all": None}
        if self.limit:
            self.limit.wait()
        return _no_redirect(self._sent(method, url, args, options))

    def _plainly(self, url: str) -> str:
        parts = urlsplit(url)
        if not self.plain or parts.netloc != self.plain or not is_loopback(parts.hostname or ""):
            return url
        return parts._replace(scheme="http").geturl()

    def _sent(self, method: Any, url: str, args: Any, options: Any) -> requests.Response:
        try:
            return super().request(method, url, *args, **options)
        except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
            why = f"{host(url)} cannot be reached ({_why(error)}). Check the address and the network."
        except requests.exceptions.ContentDecodingError as error:
            why = f"{host(url)} sent an unreadable answer ({_why(error)})."
        except requests.RequestException as error:
            raise ConfigError(f"{host(url)}: {type(error).__name__}. Check the address.") from None
        raise Transient(why)


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _no_redirect(answer: requests.Response) -> requests.Response:
    """A vendor's API does not redirect; who does is a wrong address, and must not be given our token."""
    to = answer.headers.get("Location", "")
    if answer.status_code in REDIRECTS and to:
        raise ConfigError(f"{host(answer.url)} redirects to {host(to)}. Give the right address.")
    return answer


def _why(error: Exception) -> str:
    """A short reason without the address's path or query, where a secret could stand."""
    cause = error.args[0] if error.args else error
    return type(getattr(cause, "reason", None) or cause).__name__


def host(url: str) -> str:
    """The part of an address that may be shown."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.hostname or ''}" + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return "the address"


def address_setting(name: str) -> str:
    """An address from the environment, or from the file that `NAME_FILE` names; empty when neither is set."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip() if path else os.environ.get(name, "").strip()
    except (OSError, ValueError):
        raise ConfigError(f"{name}_FILE names a file that cannot be read. Give the path of a readable file.") from None


def checked_address(url: str, name: str) -> str:
    """An https address, or plain http on loopback. Raises ConfigError that says which option is wrong."""
    shown = url.strip()
    try:
        parts = urlsplit(shown)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigError(f"{name}: “{shown.split('@')[-1].split('?')[0]}” is not an address. Use https://…")
    if parts.username or parts.password:
        raise ConfigError(f"{name}: leave user name and password out of the address.")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ConfigError(f"{name}: “{host(shown)}” is not encrypted. Use https://{parts.hostname}")
    return shown.rstrip("/")


def is_loopback(name: str) -> bool:
    """localhost, 127.0.0.0/8 or ::1, and no other spelling of them."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
