"""Chapters of the contract suite: what goes wrong, and setting up. `test_connectors_contract` collects them."""

from __future__ import annotations

import logging
import socket
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from kits import Kit, Steps
from live_contract import NOW, back, message

from connectors import http
from connectors.base import Crm
from connectors.errors import AuthFailed, ConnectorError, Transient
from rules.intents import WritePlan

PAGE = "<html><body>Wartung</body></html>"
CALLS: dict[str, Callable[[Kit, Crm, str], Any]] = {
    "identify": lambda kit, crm, deal: crm.identify(),
    "pipelines": lambda kit, crm, deal: crm.pipelines(),
    "people": lambda kit, crm, deal: crm.people(),
    "properties": lambda kit, crm, deal: crm.known_properties(),
    "fetch": lambda kit, crm, deal: crm.fetch([deal]),
    "trails": lambda kit, crm, deal: crm.trails([deal]),
    "sweep": lambda kit, crm, deal: list(crm.changed_since(NOW)),
    "write": lambda kit, crm, deal: crm.apply([WritePlan(deal=deal, values={"score": "1"})]),
    "put back": lambda kit, crm, deal: crm.apply([back(kit, deal)]),
    "tell": lambda kit, crm, deal: crm.tell(message(kit, deal), again=False),
    "tell again": lambda kit, crm, deal: crm.tell(message(kit, deal), again=True),
    "install": lambda kit, crm, deal: crm.install(True, lambda step: None),
}

TROUBLES: dict[str, dict[str, Any]] = {
    "server error": {"status": 500},
    "page of an error": {"status": 503, "body": PAGE},
    "too many calls": {"status": 429, "headers": {"Retry-After": "0"}},
}


class TestTrouble:
    """A vendor that refuses, stumbles or says nothing."""

    @pytest.mark.parametrize("call", CALLS)
    def test_revoked_credentials_are_an_auth_failure(self, kit: Kit, call: str) -> None:
        deal, used, new = kit.create(), kit.open(), kit.open()
        used.identify()
        with kit.revoked():
            for crm in (used, new):
                with pytest.raises(AuthFailed):
                    CALLS[call](kit, crm, deal)

    @pytest.mark.parametrize("trouble", TROUBLES)
    @pytest.mark.parametrize("call", CALLS)
    def test_a_server_in_trouble_is_worth_another_try(self, kit: Kit, call: str, trouble: str) -> None:
        deal, used, new = kit.create(), kit.open(), kit.open()
        used.identify()
        for crm in (used, new):
            with kit.struck(**TROUBLES[trouble]), pytest.raises(Transient):
                CALLS[call](kit, crm, deal)

    @pytest.mark.parametrize("call", CALLS)
    def test_a_page_where_an_answer_should_be_is_worth_another_try(self, kit: Kit, crm: Crm, call: str) -> None:
        deal = kit.create()
        crm.identify()
        with kit.struck(status=200, body=PAGE), pytest.raises(Transient):
            CALLS[call](kit, crm, deal)

    @pytest.mark.parametrize("body", [PAGE, '"busy"', "{}", "[]", "null", "7", "{", "ÿ"])
    def test_an_answer_that_is_none_makes_no_deal_gone(self, kit: Kit, crm: Crm, body: str) -> None:
        deal = kit.create()
        crm.fetch([deal])
        with kit.struck("read", status=200, body=body), pytest.raises(Transient):
            crm.fetch([deal])
        with kit.struck("read", status=200, body=body), pytest.raises(Transient):
            crm.apply([back(kit, deal)])

    @pytest.mark.parametrize("silent", [True, False])
    def test_a_server_that_does_not_answer_is_worth_another_try(
        self, kit: Kit, silent: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(http, "READ_SECONDS", 0.05)
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = f"http://127.0.0.1:{server.getsockname()[1]}"
            if not silent:
                server.close()
            crm = kit.open(settings={n: v.replace(kit.emulator.url, address) for n, v in kit.values.items()})
            with pytest.raises(Transient, match="127.0.0.1"):
                crm.fetch([kit.nowhere[0]])

    def test_a_connection_shows_no_secret(self, kit: Kit) -> None:
        shown = repr(kit.connection()) + str(kit.connection())
        assert kit.account in shown and [name for name, secret in kit.secrets.items() if secret in shown] == []

    def test_no_secret_is_in_any_text(self, kit: Kit, crm: Crm, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        deal = kit.create()
        texts = [repr(crm), repr(crm.identify()), repr(crm.fetch([deal]))]
        used = {*kit.secrets.values(), kit.bearer()}
        for status in (400, 403, 500):
            for one, secret in ((crm, kit.bearer()), (kit.open(), kit.introduction())):
                with kit.struck(status=status, body=kit.complaint(f"{secret} is bad")):
                    texts += failed(lambda one=one: one.fetch([deal]))
        for call in CALLS.values():
            with kit.revoked():
                texts += failed(lambda call=call: call(kit, kit.open(), deal))
        shown = "\n".join([*texts, caplog.text])
        assert len(shown) > 1000 and [secret for secret in used if secret in shown] == []


def failed(call: Callable[[], Any]) -> list[str]:
    """Everything that could be printed of the error."""
    with pytest.raises(ConnectorError) as caught:
        call()
    return [repr(caught.value), *traceback.format_exception(caught.value)]


def states(steps: Steps) -> set[str]:
    return {step.state for step in steps}


class TestSettingUp:
    """Installing, checking, taking away."""

    def test_a_plan_shows_everything_and_changes_nothing(self, bare: Kit) -> None:
        before, writes = bare.everything(), bare.writes()
        assert "create" in states(bare.install(plan_only=True)) <= {"create", "present", "note"}
        bare.uninstall(plan_only=True)
        assert bare.everything() == before and bare.writes() == writes
        assert any(trouble.stops_enforcing for trouble in bare.open().troubles())

    def test_installing_again_finds_everything_and_the_doctor_nothing(self, bare: Kit) -> None:
        bare.create()
        assert bare.open().setup_files()
        assert "create" in states(bare.install()) <= {"create", "change", "present", "note"}
        assert bare.open().troubles() == ()
        assert set(bare.connection().mapping.values()) <= bare.open().known_properties()
        writes = bare.writes()
        assert states(bare.install()) <= {"present", "note"} and bare.writes() == writes

    def test_a_crm_with_a_veto_refuses_until_it_is_told_to_stop(self, bare: Kit) -> None:
        bare.install()
        deal = bare.create()
        assert bool(bare.move(deal, bare.quote)) == bare.connector.capabilities.veto
        bare.open().stop_holding(lambda step: None)
        assert bare.move(deal, bare.contract) == ""

    def test_uninstalling_keeps_what_people_typed_and_installing_works_again(self, bare: Kit) -> None:
        bare.install()
        deal = bare.create(typed={"context.text": "kept"})
        assert bare.ours() and states(bare.uninstall()) == {"remove"}
        assert bare.ours() == set() and bare.value(deal, "context.text") == "kept" and bare.move(deal, bare.quote) == ""
        assert states(bare.uninstall()) == set()
        assert states(bare.install()) <= {"create", "change", "present", "note"} and bare.open().troubles() == ()
        assert bare.open().fetch([deal]).deals[deal].answers["context"].inputs == {"text": "kept"}

    def test_uninstalling_with_the_answers_leaves_nothing(self, bare: Kit) -> None:
        bare.install()
        deal = bare.create(typed={"context.text": "kept"})
        assert states(bare.uninstall(remove_answers=True)) == {"remove"}
        assert bare.ours() == set() and bare.value(deal, "context.text") == ""
        assert not set(bare.connection().mapping.values()) & bare.open().known_properties()
