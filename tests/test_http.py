"""The session that every CRM is reached through: what it repeats, how long it waits, what it never tells."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import responses

from connectors import http
from connectors.errors import ConfigError, ConnectorError, Transient
from connectors.http import RateLimit, Session, checked_address, host, only_reads, retry_after, shared_limit

API = "https://api.example.com"
SECRET = "pat-very-secret-0001"


def everything(method: str, path: str) -> bool:
    return True


class Scripted:
    """A server on loopback that gives the answers of a script, one after the other; None hangs up."""

    def __init__(self, server: ThreadingHTTPServer, script: list[Any]) -> None:
        self.url, self.script = f"http://127.0.0.1:{server.server_port}", script
        self.seen: list[float] = []
        self.headers: list[dict[str, str]] = []


@pytest.fixture
def scripted() -> Iterator[Callable[..., Scripted]]:
    servers: list[ThreadingHTTPServer] = []

    def serve(*script: Any) -> Scripted:
        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                scripted.seen.append(time.monotonic())
                scripted.headers.append(dict(self.headers))
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                found = scripted.script.pop(0)
                if found is None:
                    self.connection.close()
                    return
                status, headers = found
                self.send_response(status)
                for name, value in {"Content-Length": "2", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(b"{}")

            do_GET = do_POST = do_PATCH = answer

            def log_message(self, *args: Any) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        scripted = Scripted(server, list(script))
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return scripted

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_429_is_repeated_after_the_pause_the_vendor_asks_for_whatever_the_method(scripted: Any) -> None:
    server = scripted((429, {"Retry-After": "1"}), (200, {}))
    assert Session(backoff=0).request("POST", server.url).status_code == 200
    assert server.seen[1] - server.seen[0] >= 1.0


def test_a_longer_pause_than_ours_is_left_to_the_caller(scripted: Any) -> None:
    server = scripted((429, {"Retry-After": "3600"}))
    answer = Session(backoff=0).request("GET", server.url)
    assert answer.status_code == 429 and retry_after(answer.headers) == 3600 and len(server.seen) == 1


@pytest.mark.parametrize(("method", "calls"), [("GET", 2), ("POST", 1)])
def test_a_server_error_is_repeated_only_where_that_is_harmless(scripted: Any, method: str, calls: int) -> None:
    server = scripted((503, {}), (200, {}))
    assert Session(backoff=0).request(method, server.url).status_code == (200 if calls == 2 else 503)
    assert len(server.seen) == calls


def test_a_lost_answer_is_asked_for_again_only_where_that_is_harmless(scripted: Any) -> None:
    server = scripted(None, (200, {}))
    with pytest.raises(Transient, match="cannot be reached"):
        Session(backoff=0).request("POST", server.url)
    assert len(server.seen) == 1
    again = scripted(None, (200, {}))
    assert Session(backoff=0, repeatable=everything).request("POST", again.url).status_code == 200


def test_a_vendor_that_never_recovers_gets_five_calls_and_its_last_answer_is_returned(scripted: Any) -> None:
    server = scripted(*[(502, {})] * 9)
    assert Session(backoff=0).request("GET", server.url).status_code == 502
    assert len(server.seen) == 1 + http.TRIES


def test_a_silent_server_is_given_up_after_the_time_out(scripted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_SECONDS", 0.05)
    asked: dict[str, Any] = {}
    session = Session(backoff=0)
    real = session.send
    monkeypatch.setattr(session, "send", lambda request, **options: asked.update(options) or real(request, **options))
    server = scripted((200, {}))
    session.request("GET", server.url)
    assert asked["timeout"] == (3.05, 0.05)


def test_a_redirect_is_refused_and_named(scripted: Any) -> None:
    server = scripted((302, {"Location": "https://elsewhere.example.com/login?token=x"}))
    with pytest.raises(ConfigError, match="redirects to https://elsewhere.example.com. Give") as caught:
        Session().request("GET", server.url, headers={"Authorization": f"Bearer {SECRET}"})
    assert "token" not in str(caught.value)


def test_an_unreachable_address_says_which_and_what_to_do() -> None:
    with pytest.raises(Transient, match=r"http://127.0.0.1:1 cannot be reached .*Check the address"):
        Session(backoff=0).request("GET", "http://127.0.0.1:1/path?secret=1")


def test_no_secret_in_texts_or_logs(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ConnectorError) as caught:
        Session(backoff=0).request("GET", "http://127.0.0.1:1/x", headers={"Authorization": f"Bearer {SECRET}"})
    assert SECRET not in str(caught.value) + repr(caught.value) + caplog.text


@pytest.mark.parametrize(
    "url", ["http://api.example.com", "ftp://x", "", "https://", "http://127.evil.test", "http://169.254.169.254", "https://[", "https://x:99999"]
)  # fmt: skip
def test_addresses_that_are_not_encrypted_or_none_are_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="--api-base"):
        checked_address(url, "--api-base")
    with pytest.raises(ConfigError):
        Session().request("GET", url)


@pytest.mark.parametrize("url", ["https://a.example", "http://localhost:1", "http://127.9.9.9", "http://[::1]:8080/"])
def test_https_and_plain_http_on_loopback_are_taken(url: str) -> None:
    assert checked_address(f" {url} ", "--api-base") == url.rstrip("/")


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(ConfigError) as caught:
        checked_address("https://me:hunter2@a.example", "--api-base")
    assert "hunter2" not in str(caught.value)


def test_https_is_rewritten_for_an_emulator_and_for_nothing_else(scripted: Any) -> None:
    server = scripted((200, {}))
    place = server.url.removeprefix("http://")
    assert Session(plain=place).request("GET", f"https://{place}/x").status_code == 200
    assert Session(plain="a.example")._plainly("https://a.example/") == "https://a.example/"


def test_a_netrc_file_never_replaces_the_token(scripted: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server = scripted((200, {}))
    Session().request("GET", server.url, headers={"Authorization": f"Bearer {SECRET}"})
    assert server.headers[0]["Authorization"] == f"Bearer {SECRET}"


def test_loopback_is_never_reached_through_a_proxy(scripted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert Session(backoff=0).request("GET", scripted((200, {})).url).status_code == 200


@responses.activate
def test_the_session_can_be_mocked_and_counts_its_repeats() -> None:
    responses.get(API, status=503)
    responses.get(API, json={})
    assert Session(backoff=0).request("GET", API).status_code == 200
    assert len(responses.calls) == 2


@responses.activate
def test_a_post_is_not_repeated_after_a_server_error() -> None:
    responses.post(API, status=503)
    responses.post(API, json={})
    assert Session(backoff=0).request("POST", API).status_code == 503


def test_the_limit_lets_so_many_calls_pass_and_then_waits_for_the_oldest() -> None:
    limit = RateLimit(2, 10.0)
    assert [limit.reserve(at) for at in (0.0, 1.0, 3.0, 9.0, 10.0, 10.5)] == [0.0, 0.0, 7.0, 1.0, 0.0, 0.5]


def test_the_limit_sleeps_as_long_as_it_must() -> None:
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        limit._times.clear()

    limit = RateLimit(1, 10.0, sleep)
    limit.wait()
    limit.wait()
    assert len(pauses) == 1 and 9.0 < pauses[0] <= 10.0


def test_one_account_has_one_limit() -> None:
    assert shared_limit("test a", 1, 1.0) is shared_limit("test a", 1, 1.0)
    assert shared_limit("test a", 1, 1.0) is not shared_limit("test b", 1, 1.0)


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("1.5", 1.5), ("", None), ("soon", None), ("٣", None), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)]
)  # fmt: skip
def test_retry_after_is_read_in_every_form(value: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": value}) == seconds


def test_only_reads_are_repeated_unless_a_connector_says_otherwise() -> None:
    assert only_reads("GET", "/x") and not only_reads("POST", "/x") and not only_reads("DELETE", "/x")


def test_a_host_is_shown_without_path_user_or_query() -> None:
    assert host("https://me:pw@a.example:8443/p?q=1") == "https://a.example:8443"
