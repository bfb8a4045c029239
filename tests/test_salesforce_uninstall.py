"""Salesforce from the outside: taking the product away again, and opening all gates in a hurry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from command_line import Handoff
from newcomer import ANSWER, OWN_RULES, Newcomer, a_newcomer
from sworld import CONTRACT, QUOTE

from connectors import http
from connectors.salesforce.emulator import Fault
from connectors.salesforce.emulator.components import PermissionSet

ENFORCE = f"quote={QUOTE}:enforce"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls that fail are repeated without a pause."""
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)


@pytest.fixture
def held(handoff: Handoff) -> Iterator[Newcomer]:
    """The quote gate is enforced, Ana is refused; the action is how she reaches the answers."""
    with a_newcomer(handoff) as made:
        made.connected()
        made.deal()
        made.install()
        made.org.layout_fields.add(ANSWER)
        assert made.gates(ENFORCE).code == 0
        made.org.deployments.clear()
        yield made


def left(held: Newcomer) -> set[str]:
    """What of ours is still deployed, beside fields."""
    found = held.org.metadata
    kinds: list[Any] = [found.rules, found.flows, found.messages, found.permission_sets, found.custom_permissions]
    return {name for kind in [*kinds, found.bundles, found.quick_actions] for name in kind}


def fields(held: Newcomer) -> set[str]:
    return {name for name in held.org.metadata.objects["Opportunity"].fields if name.startswith("HG_")}


def assigned(held: Newcomer) -> int:
    return len(held.org.records["PermissionSetAssignment"])


# --- uninstall ------------------------------------------------------------------------------------------------------


def test_a_plan_names_what_would_go_and_takes_nothing(held: Newcomer) -> None:
    before = left(held), assigned(held)
    said = held.handoff("uninstall", held.account, "--plan")
    assert said.code == 0 and said.out.endswith("Nothing was changed.\n")
    for name in ("ValidationRule Opportunity.Handoff_Gate_Peak_Load", "Flow Handoff_Gate_Count_Answers-1", "PermissionSet Handoff_Gate_Sales"):  # fmt: skip
        assert f"would remove {name}" in said.out
    assert "CustomField" not in said.out and "CustomField" in held.handoff("uninstall", held.account, "--plan", "--answers").out  # fmt: skip
    assert (left(held), assigned(held)) == before and held.org.deployments == {}
    assert held.handoff("doctor", held.account).code == 1 and "account-paused" not in held.doctor()


def test_uninstall_takes_all_but_the_fields_and_what_stands_in_them(held: Newcomer) -> None:
    deal = held.deal()
    held.save(deal, **{ANSWER: 300.0})
    said = held.handoff("uninstall", held.account)
    assert said.code == 0 and "removed Flow Handoff_Gate_Count_Answers-1" in said.out and said.out.endswith("Done.\n")
    assert left(held) == set() and assigned(held) == 0 and len(fields(held)) == 44
    assert held.org.find(deal).values[ANSWER] == 300.0
    assert held.save(deal, StageName=QUOTE) == []


def test_with_answers_the_fields_go_too_and_again_is_harmless(held: Newcomer) -> None:
    deal = held.deal()
    held.save(deal, **{ANSWER: 300.0})
    assert held.handoff("uninstall", held.account).code == 0
    again = held.handoff("uninstall", held.account)
    assert (again.code, again.out) == (0, "Nothing was changed.\n")
    said = held.handoff("uninstall", held.account, "--answers")
    assert said.code == 0 and f"removed CustomField Opportunity.{ANSWER}" in said.out
    assert fields(held) == set() and ANSWER not in held.org.find(deal).values
    assert held.handoff("uninstall", held.account, "--answers").out == "Nothing was changed.\n"


def test_uninstalled_the_doctor_says_so_and_nothing_brings_it_back_but_install(held: Newcomer) -> None:
    held.handoff("uninstall", held.account)
    (trouble,) = held.doctor()["account-paused"]
    assert set(held.doctor()) == {"account-paused"} and f"handoff install {held.account}" in trouble["fix"]
    show_all_fields(held)
    assert held.gates(f"quote={QUOTE}:coach").code == 0
    assert held.handoff("stop-gates").code == held.handoff("stop-gates", "--resume").code == 0
    assert left(held) == {"Acme_All"}
    assert held.handoff("install", held.account).code == 0
    assert held.rules() == OWN_RULES and held.doctor().keys() <= {"no-reviewers"}
    assert held.gates(ENFORCE).code == 0 and held.save(held.deal(), StageName=QUOTE) != []


def show_all_fields(held: Newcomer) -> None:
    """An administrator's own permission set shows our user the fields, although ours is gone."""
    org, shown = held.org, tuple((f"Opportunity.{name}", True) for name in fields(held))
    id = org.insert("PermissionSet", {"Name": "Acme_All", "Label": "Acme"}).id
    org.metadata.permission_sets["Acme_All"] = PermissionSet("Acme_All", "Acme", shown, id=id)
    org.assign("Acme_All", org.integration_user)
    org.touch()


def test_a_panel_that_is_on_a_page_stays_and_nobody_is_refused_meanwhile(held: Newcomer) -> None:
    held.org.placed_components.add("handoffPanel")
    before = assigned(held)
    said = held.handoff("uninstall", held.account)
    assert said.code == 1 and "PROBLEM with removal: LightningComponentBundle handoffPanel" in said.out
    assert "Remove it there first" in said.out and "repeat the command" in said.out and "Done." not in said.out
    assert "removed PermissionSet" not in said.out and assigned(held) == before
    assert all(flow.active for flow in held.org.metadata.flows.values())
    assert held.save(held.deal(), StageName=QUOTE) == []
    held.org.placed_components.clear()
    assert held.handoff("uninstall", held.account).code == 0 and left(held) == set()


def test_what_salesforce_does_not_show_is_not_said_to_be_gone(held: Newcomer) -> None:
    held.emulator.faults.append(Fault("tooling/query", times=10, status=403))
    before = left(held), assigned(held)
    said = held.handoff("uninstall", held.account)
    assert said.code == 1 and "View Setup" in said.out and "removed" not in said.out
    assert (left(held), assigned(held)) == before and "account-paused" not in held.doctor()


def test_a_flow_that_cannot_be_switched_off_is_told(held: Newcomer) -> None:
    held.emulator.faults.append(Fault("tooling/sobjects/FlowDefinition", status=403))
    said = held.handoff("uninstall", held.account)
    assert said.code == 1 and "PROBLEM with flows" in said.out and "Done." not in said.out
    assert held.save(held.deal(), StageName=QUOTE) == []
    assert held.handoff("uninstall", held.account).code == 0 and left(held) == set()


# --- in a hurry -----------------------------------------------------------------------------------------------------


def test_stop_gates_takes_the_rules_away_and_resume_brings_them_back(held: Newcomer) -> None:
    said = held.handoff("stop-gates")
    assert said.code == 0 and "are open" in said.out and "handoff stop-gates --resume" in said.out
    assert held.rules() == OWN_RULES and held.save(held.deal(), StageName=QUOTE) == []
    refused = held.install()
    assert refused.code == 1 and "stop-gates --resume" in refused.err and held.rules() == OWN_RULES
    assert held.install("--plan").code == 0
    assert held.handoff("stop-gates", "--resume").code == 0
    assert held.save(held.deal(), StageName=QUOTE) != []


def test_stop_gates_needs_no_compiler(held: Newcomer) -> None:
    deal = held.deal()
    drop_stage(held, CONTRACT)
    held.gates(f"contract={CONTRACT}:coach")
    drop_stage(held, QUOTE)
    assert "gates-not-compiled" in held.doctor()
    assert held.handoff("stop-gates").code == 0 and held.rules() == OWN_RULES
    assert held.save(deal, StageName="Closed Won") == []
    back = held.handoff("stop-gates", "--resume")
    assert back.code == 1 and f"no stage “{QUOTE}”" in back.err and f"handoff install {held.account}" in back.err


def drop_stage(held: Newcomer, name: str) -> None:
    next(row for row in held.org.stages if row["ApiName"] == name)["IsActive"] = False
    held.org.refresh_stages()


def test_stopped_gates_stay_stopped_whatever_is_set_meanwhile(held: Newcomer) -> None:
    held.handoff("stop-gates", "--account", held.account)
    assert held.gates(f"quote={QUOTE},{CONTRACT}:enforce").code == 0
    assert held.rules() == OWN_RULES and held.save(held.deal(), StageName=QUOTE) == []


@pytest.mark.parametrize("path", ["/services/", "deployRequest"])
def test_salesforce_that_cannot_be_reached_is_told_with_what_to_do_by_hand(held: Newcomer, path: str) -> None:
    held.emulator.faults.append(Fault(path, times=10, status=503))
    said = held.handoff("stop-gates")
    assert said.code == 1 and "still refuse moves" in said.err and "Repeat the command" in said.err
    assert "Handoff_Gate_… off in the CRM by hand" in said.err and "answered 503" in said.err
    held.emulator.faults.clear()
    assert "gates-stopped" in held.doctor()
    assert held.handoff("stop-gates").code == 0 and held.rules() == OWN_RULES


def test_rules_that_cannot_be_seen_or_removed_are_not_said_to_be_gone(held: Newcomer) -> None:
    hidden = Fault("tooling/query", times=10, status=403)
    held.emulator.faults.append(hidden)
    said = held.handoff("stop-gates")
    assert said.code == 1 and "still refuse moves" in said.err and "View Setup" in said.err
    held.emulator.faults.remove(hidden)
    held.emulator.faults.append(Fault("metadata/deployRequest/", status=200, body=kept()))
    again = held.handoff("stop-gates")
    assert again.code == 1 and "still refuse moves" in again.err and "locked by a package" in again.err


def kept() -> dict[str, Any]:
    """A deployment that failed."""
    row = {"componentType": "ValidationRule", "fullName": "Opportunity.Handoff_Gate_Verdict", "problem": "locked by a package"}  # fmt: skip
    return {"deployResult": {"done": True, "status": "Failed", "success": False, "details": {"componentFailures": [row]}}}  # fmt: skip


def test_a_resume_that_does_not_reach_salesforce_says_that_moves_pass(held: Newcomer) -> None:
    held.handoff("stop-gates")
    held.emulator.faults.append(Fault("/services/", times=10, status=503))
    said = held.handoff("stop-gates", "--resume")
    assert said.code == 1 and "do not refuse yet" in said.err and f"handoff install {held.account}" in said.err
    assert not re.search("still refuse", said.err)
    held.emulator.faults.clear()
    assert held.install().code == 0 and held.save(held.deal(), StageName=QUOTE) != []
