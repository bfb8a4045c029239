"""Logs are one line an event and hold no secret; metrics are counted, and the backlog is asked for at the scrape."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from integration import logs
from integration.metrics import EVENTS, REGISTRY, Backlog, exposition

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    kept = root.handlers[:], root.level, set(logs._registered)
    yield
    root.handlers[:], registered = kept[0], kept[2]
    root.setLevel(kept[1])
    logs._registered.clear()
    logs._registered.update(registered)
    logs.end_request()
    structlog.reset_defaults()


@pytest.fixture
def lines() -> Lines:
    stream = io.StringIO()
    logs.set_up("info", stream=stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def fail() -> None:
    hidden = "local variable"
    raise ValueError(f"went wrong{hidden[:0]}")


def test_one_json_line_an_event_in_utc(lines: Lines) -> None:
    structlog.get_logger("ours").info("event\nstored", deal="7", count=2)
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "event\nstored", "level": "info", "logger": "ours", "deal": "7", "count": 2}


def test_libraries_go_through_the_same_door(lines: Lines) -> None:
    logging.getLogger("some.library").warning("%s tries left", 3)
    logging.getLogger("some.library").debug("not shown")
    logging.getLogger("urllib3.connectionpool").info("not shown either")
    assert [(line["event"], line["logger"]) for line in lines()] == [("3 tries left", "some.library")]


def test_a_server_that_brought_its_own_handlers_is_redacted_too() -> None:
    server, stream = logging.getLogger("gunicorn.error"), io.StringIO()
    server.addHandler(logging.StreamHandler(io.StringIO()))
    server.propagate = False
    logs.set_up("info", stream=stream)
    server.warning("token=abcdef")
    assert json.loads(stream.getvalue())["event"] == "token=(hidden)"


def test_the_request_id_is_on_every_line(lines: Lines) -> None:
    assert logs.begin_request("abc-1") == "abc-1"
    structlog.get_logger().info("one")
    logging.getLogger("library").info("two")
    logs.end_request()
    structlog.get_logger().info("three")
    assert [line.get("request") for line in lines()] == ["abc-1", "abc-1", None]


@pytest.mark.parametrize("strange", [None, "", "a\nb", "x" * 65, "<script>"])
def test_a_strange_request_id_is_replaced(strange: str | None) -> None:
    assert logs.begin_request(strange) != strange


@pytest.mark.parametrize("logger", [structlog.get_logger("a"), logging.getLogger("a")])
def test_an_exception_is_one_line_without_local_variables(lines: Lines, logger: Any) -> None:
    try:
        fail()
    except ValueError:
        logger.exception("failed")
    (line,) = lines()
    assert "ValueError: went wrong" in line["exception"] and "exc_info" not in line
    assert "hidden = " not in line["exception"]


def test_what_is_registered_is_hidden_wherever_it_stands(lines: Lines) -> None:
    logs.register_secrets(["plain words", 'with "quotes"', ""])
    logger = structlog.get_logger()
    logger.info(
        "plain words",
        a='x with "quotes" y',
        b=["plain words"],
        c={"plain words": "plain words"},
        d=ValueError("plain words"),
    )
    try:
        raise ValueError("plain words")
    except ValueError:
        logger.exception("failed")
    assert "plain words" not in json.dumps(lines()) and "quotes" not in json.dumps(lines())


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer (hidden)"),
        ("client_secret=s3cr3t&grant=x", "client_secret=(hidden)&grant=x"),
        ('{"access_token": "s3cr3t", "a": 1}', '{"access_token": "(hidden)", "a": 1}'),
        ("/oauth?code=s3cr3t&state=1", "/oauth?code=(hidden)&state=1"),
        ("postgresql://me:s3cr3t@host/db", "postgresql://(hidden)@host/db"),
        ("POST /webhooks/crm/s3cr3t HTTP/1.1", "POST /webhooks/crm/(hidden) HTTP/1.1"),
        ("key eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJ", "key (hidden)"),
        ("with pat-eu1-01234567-89ab-cdef-0123-456789abcdef", "with (hidden)"),
        ("sid 00D000000000001!AQ4AQFk3.s3cr3ts3cr3ts3cr3t", "sid (hidden)"),
        ("key kJ8sd9fK3jdksl2jdDkdKs93ksKDks92jdkKDks93kd", "key (hidden)"),
        ("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----", "(hidden)"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, clean: str) -> None:
    assert logs.redacted(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "digest " + "0a" * 32,
        "deal 123456789012345678",
        "receipt code: K7F-2QX",
        "GET /deals/crm:1/7",
        "back in Discovery: 2 answers",
    ],
)
def test_what_operators_need_stays(text: str) -> None:
    assert logs.redacted(text) == text


def test_a_value_with_a_secrets_name_is_hidden(lines: Lines) -> None:
    structlog.get_logger().info("x", access_token="1", nested={"Client-Secret": 2, "kept": None}, signature=b"3")
    (line,) = lines()
    assert (line["access_token"], line["signature"]) == ("(hidden)", "(hidden)")
    assert line["nested"] == {"Client-Secret": "(hidden)", "kept": None}


def test_long_texts_are_cut_and_cost_little() -> None:
    assert len(logs.redacted("a=" * 500_000)) < 21_000


def test_people_get_readable_lines_that_cannot_steer_their_terminal() -> None:
    stream = io.StringIO()
    logs.set_up("info", for_people=True, stream=stream)
    structlog.get_logger().warning("first\nsecond \x1b[31mred", deal="7")
    assert stream.getvalue().count("\n") == 1
    assert "first\\nsecond \\x1b[31mred" in stream.getvalue() and "deal=7" in stream.getvalue()
    try:
        fail()
    except ValueError:
        logging.getLogger("library").exception("failed")
    assert "ValueError: went wrong" in stream.getvalue() and "local variable" not in stream.getvalue()


def test_metrics_ask_for_the_backlog_when_they_are_read() -> None:
    EVENTS.labels("crm", "new").inc(2)
    text = exposition(lambda: Backlog(3, 1.5, 1)).decode()
    assert 'handoff_events_total{crm="crm",result="new"} 2.0' in text
    assert "handoff_backlog 3.0" in text and "handoff_backlog_age_seconds 1.5" in text and "handoff_parked 1.0" in text
    assert "handoff_backlog 3.0" in exposition().decode()


def test_metrics_have_few_labels() -> None:
    for family in REGISTRY.collect():
        for sample in family.samples:
            if family.name.startswith("handoff"):
                assert set(sample.labels) <= {"crm", "result", "reason", "outcome", "kind"}
