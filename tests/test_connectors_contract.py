"""The contract that every CRM's folder keeps, checked against its own emulator. What differs stands in `kits`."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kits import KITS, Kit, kit_of
from live_contract import TestPuttingBack, TestReading, TestSweep, TestTelling, TestWriting
from trouble_contract import TestSettingUp, TestTrouble

import connectors
from connectors import http
from connectors.base import BadBody, Change, Connection, Crm, Ignored, RawRequest, WebhookRejected, WebhookSecret
from connectors.errors import ConfigError
from connectors.fields import PROPERTIES
from connectors.registry import load, names

CRMS = names()
REQUIRED = [(crm, option.name) for crm in CRMS if crm in KITS for option in load(crm).options if option.required]
FILES = (
    "client.py", "connector.py", "failures.py", "live.py", "people.py", "reading.py", "schema.py", "setup.py", "tasks.py",
    "webhooks.py", "writing.py", "README.md", "emulator/README.md", "emulator/demo.py",
)  # fmt: skip
fuzzed = settings(derandomize=True, max_examples=100, deadline=None)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting between repeats, and no limit shared with another test."""
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)
    monkeypatch.setattr(http, "_limits", {})


@pytest.fixture(scope="module", params=CRMS)
def kit(request: pytest.FixtureRequest) -> Iterator[Kit]:
    """An installed account that refuses no move. Tests share it and make deals of their own."""
    with kit_of(request.param) as made:
        made.install()
        yield made


@pytest.fixture
def crm(kit: Kit) -> Crm:
    return kit.open()


@pytest.fixture(scope="module")
def many(kit: Kit) -> list[str]:
    """Deals that changed in another order than they were made in."""
    start, found = datetime.now(UTC) - timedelta(minutes=6), []
    for number in range(250):
        with kit.at(start + timedelta(seconds=number * 37 % 250)):
            found.append(kit.create())
    return found


@pytest.fixture(params=CRMS)
def bare(request: pytest.FixtureRequest) -> Iterator[Kit]:
    """An account in which nothing is installed yet; its gates are enforced."""
    with kit_of(request.param, "enforce") as made:
        yield made


@pytest.mark.parametrize("crm", CRMS)
def test_every_folder_has_a_kit(crm: str) -> None:
    with kit_of(crm) as made:
        assert made.crm == crm


def test_a_folder_without_a_kit_is_named() -> None:
    with pytest.raises(LookupError, match="connectors/x has no kit in tests/kits.py"):
        kit_of("x")


# --- the pure side --------------------------------------------------------------------------------------------------


def test_the_name_is_the_folders(kit: Kit) -> None:
    assert kit.connector.name == kit.crm and kit.connector.label


@pytest.mark.parametrize("crm", CRMS)
def test_every_folder_has_the_same_files(crm: str) -> None:
    folder = Path(connectors.__file__).parent / crm
    assert [name for name in FILES if not (folder / name).is_file()] == []


def test_options_are_named_once_explained_and_secrets_are_marked(kit: Kit) -> None:
    options = {option.name: option for option in kit.connector.options}
    assert len(options) == len(kit.connector.options) and all(option.help for option in options.values())
    assert all(options[name].secret for name in kit.secrets)
    assert not any(options[name].secret for name in kit.values)
    assert all(option.secret for option in options.values() if option.generated)


@pytest.mark.parametrize(("kit", "option"), REQUIRED, indirect=["kit"])
def test_a_required_option_that_is_missing_is_named(kit: Kit, option: str) -> None:
    values, secrets = ({n: v for n, v in held.items() if n != option} for held in (kit.values, kit.secrets))
    with pytest.raises(ConfigError, match="--" + option.replace("_", "-")):
        kit.connector.account_key(values)
        kit.connector.open(Connection(kit.account, values, secrets))


def test_without_any_secret_nothing_is_opened(kit: Kit) -> None:
    with pytest.raises(ConfigError, match="--"):
        kit.open(secrets={})


def test_an_account_is_named_after_its_crm_and_found_by_its_secrets(kit: Kit) -> None:
    before = kit.calls()
    located = kit.connector.locate(kit.values, kit.secrets)
    assert kit.calls() - before <= 1
    assert kit.account.startswith(f"{kit.crm}:") and kit.connector.account_key({**kit.values, **located}) == kit.account


def test_the_default_mapping_gives_every_part_a_home_of_its_own(kit: Kit) -> None:
    mapping = kit.connector.default_mapping()
    assert set(mapping) == {prop.part for prop in PROPERTIES} and len(set(mapping.values())) == len(mapping)
    assert list(kit.connector.mapping_problems(mapping)) == []


@pytest.mark.parametrize(
    ("part", "home", "remedy"),
    [
        ("active_users.month_one", lambda kit: "somewhere", "did you mean “active_users.month_1”"),
        ("ours.state", lambda kit: " ", "use null"),
        ("ours.plan", lambda kit: kit.connector.default_mapping()["ours.missing"], "one home"),
        ("ours.state", lambda kit: kit.theirs, "map a"),
        ("context.text", lambda kit: kit.theirs, "map a"),
        ("ours.state", lambda kit: "so geht’s nicht", "“so geht’s nicht”"),
    ],
)
def test_a_mapping_that_cannot_work_is_named_with_its_remedy(
    kit: Kit, part: str, home: Callable[[Kit], str], remedy: str
) -> None:
    found = list(kit.connector.mapping_problems({**kit.connector.default_mapping(), part: home(kit)}))
    assert {name for name, _ in found} == {part} and remedy in found[0][1]


def test_a_crm_can_hold_a_stage_and_says_how_often_to_look(kit: Kit) -> None:
    can = kit.connector.capabilities
    assert (can.veto or can.put_back) and can.poll_seconds > 0 and 500 <= kit.connector.unavailable <= 599


def test_files_pipelines_and_guide_need_no_account(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was made"))
    offline = kit.connection(account=f"{kit.crm}:0", settings={}, secrets={})
    files = kit.connector.setup_files(offline)
    assert files and all(name and text.strip() for name, text in files.items())
    assert any(offline.webhook_url in text for text in files.values())
    stages = [stage for pipeline in kit.connector.default_pipelines() for stage in pipeline.stages]
    assert kit.connector.guide(offline, "quote", stages).strip()


def test_webhooks_have_an_address_of_their_own(kit: Kit) -> None:
    for connection in (kit.connection(), Connection(f"{kit.crm}:0", {}, {})):
        assert kit.connector.webhook_path(connection).startswith(f"/webhooks/{kit.crm}")


# --- webhooks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Delivery:
    """What the vendor sent when a person moved a deal, and sent again."""

    kit: Kit
    deal: str
    first: RawRequest
    again: RawRequest

    @property
    def secret(self) -> WebhookSecret:
        return self.kit.connector.webhook_secret(self.kit.connection())

    def taken(self, raw: RawRequest, *secrets: WebhookSecret) -> list[Change | Ignored]:
        connector = self.kit.connector
        return connector.parse(raw, connector.verify(raw, secrets or [self.secret], datetime.now(UTC)))


@pytest.fixture(scope="module")
def delivery(kit: Kit) -> Delivery:
    deal = kit.create()
    first, again = kit.sent(lambda: kit.move(deal, kit.quote))
    return Delivery(kit, deal, first, again)


def keys(events: list[Change | Ignored]) -> list[str]:
    return [event.key for event in events if isinstance(event, Change)]


def test_a_genuine_request_says_which_deal_changed(delivery: Delivery) -> None:
    events = delivery.taken(delivery.first)
    assert events and len(set(keys(events))) == len(events)
    for event in events:
        assert isinstance(event, Change) and event.key
        assert (event.account, event.kind, event.id) == (delivery.kit.account, "deal", delivery.deal)
    moves = {event.value for event in events if isinstance(event, Change)} - {None}
    assert moves and moves <= {delivery.kit.quote.id, ""}  # empty where the vendor does not sign what it says


def test_the_same_delivery_again_has_the_same_keys(delivery: Delivery) -> None:
    assert keys(delivery.taken(delivery.first)) == keys(delivery.taken(delivery.again))


def test_another_change_has_another_key(delivery: Delivery) -> None:
    later = delivery.kit.sent(lambda: delivery.kit.move(delivery.deal, delivery.kit.contract))[0]
    assert not set(keys(delivery.taken(later))) & set(keys(delivery.taken(delivery.first)))


def test_the_right_secret_is_found_among_others(delivery: Delivery) -> None:
    other = replace(delivery.secret, secret="another", accounts=frozenset({f"{delivery.kit.crm}:0"}))
    found = delivery.kit.connector.verify(delivery.first, [other, delivery.secret], datetime.now(UTC))
    assert found == delivery.secret


@pytest.mark.parametrize("secrets", [[], ["another"], [""], ["ü" * 40]])
def test_without_the_right_secret_nothing_is_believed(delivery: Delivery, secrets: list[str]) -> None:
    wrong = [replace(delivery.secret, secret=secret) for secret in secrets]
    with pytest.raises(WebhookRejected):
        delivery.kit.connector.verify(delivery.first, wrong, datetime.now(UTC))


def test_an_empty_secret_opens_nothing(delivery: Delivery) -> None:
    with pytest.raises(WebhookRejected):
        delivery.taken(delivery.kit.signed(delivery.first.body, ""), replace(delivery.secret, secret=""))


def test_another_address_or_method_is_rejected(delivery: Delivery) -> None:
    raw = delivery.first
    for wrong in (replace(raw, url=raw.url + "x", path_secret=raw.path_secret + "x"), replace(raw, method="PUT")):
        with pytest.raises(WebhookRejected):
            delivery.taken(wrong)


def test_an_account_that_the_secret_does_not_speak_for_gets_no_change(delivery: Delivery) -> None:
    """Rejected, or, where one app's secret signs for many accounts, ignored."""
    stranger = replace(delivery.secret, accounts=frozenset({f"{delivery.kit.crm}:0"}))
    try:
        assert keys(delivery.taken(delivery.first, stranger)) == []
    except WebhookRejected as error:
        assert delivery.secret.secret not in str(error)


def read_or_refused(delivery: Delivery, body: bytes) -> bool:
    """Was it read? Anything but the two refusals is a fault. Parsing must bear it even when nobody verified."""
    raw = delivery.kit.signed(body)
    with contextlib.suppress(BadBody):
        delivery.kit.connector.parse(raw, delivery.secret)
    try:
        events = delivery.taken(raw)
    except (BadBody, WebhookRejected):
        return False
    return all(isinstance(event, Change | Ignored) for event in events)


def test_the_kit_signs_as_the_vendor_does(delivery: Delivery) -> None:
    assert keys(delivery.taken(delivery.kit.signed(delivery.first.body))) == keys(delivery.taken(delivery.first))


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe\x00", b"hello", b"<", b"{", b"[1", b"\x00" * 99, b"[" * 99_999, b"<a>" * 99_999]
)
def test_an_unreadable_body_is_refused(delivery: Delivery, body: bytes) -> None:
    assert not read_or_refused(delivery, body)


@fuzzed
@given(body=st.binary(max_size=400))
def test_random_bytes_break_nothing(delivery: Delivery, body: bytes) -> None:
    read_or_refused(delivery, body)


@fuzzed
@given(
    edits=st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 60), st.binary(max_size=9)), min_size=1, max_size=4)
)
def test_mangled_bodies_break_nothing(delivery: Delivery, edits: list[tuple[int, int, bytes]]) -> None:
    body = delivery.first.body
    for place, cut, put in edits:
        at = place % (len(body) + 1)
        body = body[:at] + put + body[at + cut :]
    read_or_refused(delivery, body)


# The other chapters: a live account, trouble, setting up.
__all__ = ["TestPuttingBack", "TestReading", "TestSettingUp", "TestSweep", "TestTelling", "TestTrouble", "TestWriting"]
