"""What the doctor finds in a Salesforce organisation, each trouble made by what people there really do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from command_line import Handoff
from newcomer import ANSWER, Newcomer, a_newcomer
from sworld import QUOTE

from connectors import http
from connectors.salesforce.emulator import Fault
from connectors.salesforce.emulator.components import FlowDefinition
from connectors.salesforce.emulator.formula import compile_formula
from connectors.salesforce.emulator.schema import Field
from connectors.salesforce.package import FLOWS
from connectors.salesforce.schema import INTEGRATION

ENFORCE = f"quote={QUOTE}:enforce"
PEAK, OWN = "Opportunity.Handoff_Gate_Peak_Load", "Opportunity.Handoff_Gate_Own_Fields"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls that fail are repeated without a pause."""
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)


@pytest.fixture
def tidy(handoff: Handoff) -> Iterator[Newcomer]:
    """An organisation in which all is well: installed, enforced, reps have access, the panel is placed."""
    with a_newcomer(handoff) as made:
        made.connected()
        made.deal()
        made.install()
        made.org.placed_components.add("handoffPanel")
        made.handoff("gates", made.account, "--set", ENFORCE, "--reviewer", "ana.example@example.com")
        yield made


def rule(tidy: Newcomer, name: str, **changes: Any) -> None:
    """Somebody edits a rule in Setup: its description, and our mark in it, stay."""
    tidy.org.metadata.rules[name] = replace(tidy.org.metadata.rules[name], **changes)


def alone(tidy: Newcomer, id: str) -> list[Any]:
    """The doctor finds this and nothing else."""
    found = tidy.doctor()
    assert set(found) == {id}
    return found[id]


def refused(tidy: Newcomer) -> str:
    """Another gate is to be enforced, and is not."""
    said = tidy.gates("contract=Negotiation/Review:enforce")
    assert said.code == 1 and "contract cannot be enforced yet; nothing was changed" in said.err
    assert "Handoff_Gate_Review_Approved" not in tidy.rules()
    return said.err


# --- well -----------------------------------------------------------------------------------------------------------


def test_a_tidy_organisation_is_well(tidy: Newcomer) -> None:
    said = tidy.handoff("doctor", tidy.account)
    assert (said.code, said.out, said.err) == (0, f"{tidy.account}: all is well\n", "")
    assert tidy.handoff("doctor", "--json").json() == {tidy.account: []}


def test_the_doctor_changes_nothing(tidy: Newcomer) -> None:
    later(tidy)
    tidy.org.calls.clear()
    stamps = [record.values["SystemModstamp"] for record in tidy.org.records["Opportunity"].values()]
    tidy.doctor()
    changing = [call for call in tidy.org.calls if call["method"] != "GET" and "oauth2" not in call["path"]]
    assert [call["path"].rpartition("/v65.0/")[2] for call in changing] == ["composite/sobjects"], (
        "the one that is rolled back"
    )
    assert [record.values["SystemModstamp"] for record in tidy.org.records["Opportunity"].values()] == stamps


def later(tidy: Newcomer) -> None:
    """An hour passes: whatever is written from now on has another SystemModstamp."""
    then = datetime.now(UTC) + timedelta(hours=1)
    tidy.org.clock = lambda: then


# --- fields ---------------------------------------------------------------------------------------------------------


def test_not_installed(handoff: Handoff) -> None:
    with a_newcomer(handoff) as fresh:
        fresh.connected()
        found = fresh.doctor()
        assert set(found) == {"not-installed", "no-gates", "no-reviewers"}
        assert f"handoff install {fresh.account}" in found["not-installed"][0]["fix"]


def test_mapping_broken_by_a_field_that_was_deleted(tidy: Newcomer) -> None:
    del tidy.org.metadata.objects["Opportunity"].fields["HG_Context__c"]
    tidy.org.touch()
    (trouble,) = alone(tidy, "mapping-broken")
    assert "context.text: the field “HG_Context__c” is not in the organisation" in trouble["message"]
    assert "[mapping-broken]" in refused(tidy)
    assert tidy.install().code == 0 and tidy.doctor() == {}


def test_mapping_broken_by_fields_that_are_hidden_is_one_trouble(tidy: Newcomer) -> None:
    take_away(tidy, INTEGRATION)
    (trouble,) = tidy.doctor()["mapping-broken"]
    assert trouble["message"].startswith("40 fields (HG_Users_Month_1__c, ") and "and 35 more" in trouble["message"]
    assert "hidden from our user" in trouble["message"] and trouble["stops_enforcing"]
    assert tidy.install().code == 0 and tidy.doctor() == {}


def take_away(tidy: Newcomer, name: str) -> None:
    id = tidy.org.metadata.permission_sets[name].id
    for row in list(tidy.org.records["PermissionSetAssignment"].values()):
        if row.values["PermissionSetId"] == id:
            tidy.org.delete(row.id)
    tidy.org.touch()


def test_mapping_broken_by_a_field_of_another_type(tidy: Newcomer) -> None:
    tidy.org.metadata.objects["Opportunity"].add(Field(ANSWER, "string", length=20, custom=True))
    tidy.org.touch()
    (trouble,) = tidy.doctor()["mapping-broken"]
    assert f"“{ANSWER}” has type string, number was expected" in trouble["message"] and trouble["stops_enforcing"]


# --- rules ----------------------------------------------------------------------------------------------------------


def test_rule_missing(tidy: Newcomer) -> None:
    del tidy.org.metadata.rules[PEAK]
    (trouble,) = alone(tidy, "rule-missing")
    assert "the rule Handoff_Gate_Peak_Load is not in the organisation" in trouble["message"]
    assert tidy.install().code == 0 and tidy.doctor() == {}


def test_many_missing_rules_are_one_trouble(tidy: Newcomer) -> None:
    tidy.org.metadata.rules.clear()
    (trouble,) = alone(tidy, "rule-missing")
    assert "rules (" in trouble["message"] and " more)" in trouble["message"]


def test_rule_inactive(tidy: Newcomer) -> None:
    tidy.org.metadata.switch_rule(PEAK, False)
    (trouble,) = alone(tidy, "rule-inactive")
    assert "Handoff_Gate_Peak_Load" in trouble["message"]
    assert tidy.install().code == 0 and tidy.doctor() == {}


@pytest.mark.parametrize("what", ["formula", "message", "field"])
def test_rule_changed_by_an_edit_in_setup_which_leaves_our_mark(tidy: Newcomer, what: str) -> None:
    known = tidy.org.metadata.rules[PEAK]
    weaker = f"AND({known.formula.text}, Amount > 1000000)"
    edits = {"formula": formula_of(tidy, weaker), "message": "Ask Bob.", "field": ""}
    rule(tidy, PEAK, **{what: edits[what]})
    (trouble,) = alone(tidy, "rule-changed")
    assert "Handoff_Gate_Peak_Load" in trouble["message"] and "edited" in trouble["message"]
    assert "would change rule Handoff_Gate_Peak_Load" in tidy.install("--plan").out
    assert tidy.install().code == 0 and tidy.doctor() == {}


def formula_of(tidy: Newcomer, text: str) -> Any:
    from connectors.salesforce.emulator.components import ObjectScope

    return compile_formula(text, ObjectScope(tidy.org.metadata, "Opportunity"), ("Boolean",))


def test_a_formula_that_came_back_with_other_line_ends_is_the_same(tidy: Newcomer) -> None:
    known = tidy.org.metadata.rules[PEAK].formula
    rule(tidy, PEAK, formula=replace(known, text=known.text.replace(", ", ",\r\n ")))
    assert tidy.doctor() == {}


def test_rule_changed_because_the_document_asks_for_something_else(tidy: Newcomer) -> None:
    """The deployment failed after the document was saved."""
    tidy.emulator.faults.append(Fault("deployRequest", status=403))
    assert tidy.handoff("gates", tidy.account, "--from", "2026-01-01").code == 1
    found = alone(tidy, "rule-changed")
    assert len(found) == 1 and "not what the document asks for now" in found[0]["message"]


def test_rule_changed_beside_the_rules(tidy: Newcomer) -> None:
    """Another address for the messages: nothing about the rules, but the package is another."""
    own = "another-secret-of-the-address-0123456789"
    tidy.connect("--client-secret", tidy.org.client_secret, "--webhook-secret", own)
    (trouble,) = alone(tidy, "rule-changed")
    assert "flows, panel or permission sets" in trouble["message"]
    assert tidy.install().code == 0 and tidy.doctor() == {}
    (message,) = tidy.org.metadata.messages.values()
    assert message.url.endswith(own)


def test_rule_left_over(tidy: Newcomer) -> None:
    rule(tidy, PEAK)
    old = tidy.org.metadata.rules[PEAK]
    tidy.org.metadata.rules["Opportunity.Handoff_Gate_Forgotten"] = replace(old, name="Handoff_Gate_Forgotten", id=f"{old.id[:14]}Z00A")  # fmt: skip
    (trouble,) = alone(tidy, "rule-left-over")
    assert "Handoff_Gate_Forgotten" in trouble["message"]
    assert tidy.install().code == 0 and "Handoff_Gate_Forgotten" not in tidy.rules()


def test_rules_of_other_people_are_none_of_ours(tidy: Newcomer) -> None:
    tidy.org.add_validation_rule("HandoffXGateYPeak", "Amount < 0", "No.")
    assert tidy.doctor() == {} and tidy.install().code == 0
    assert "HandoffXGateYPeak" in tidy.rules()


def test_gates_not_compiled(tidy: Newcomer) -> None:
    next(row for row in tidy.org.stages if row["ApiName"] == QUOTE)["IsActive"] = False
    tidy.org.refresh_stages()
    found = tidy.doctor()
    (trouble,) = found["gates-not-compiled"]
    assert set(found) == {"gates-not-compiled", "document"}
    assert f"no stage “{QUOTE}”" in trouble["message"] and f"handoff gates {tidy.account} --set" in trouble["fix"]


def test_a_gate_whose_stage_is_gone_can_be_set_to_another_and_enforced_at_once(tidy: Newcomer) -> None:
    tidy.gates(f"quote={QUOTE}:coach")
    next(row for row in tidy.org.stages if row["ApiName"] == QUOTE)["IsActive"] = False
    tidy.org.refresh_stages()
    said = tidy.gates("quote=Negotiation/Review:enforce")
    assert said.code == 0 and tidy.save(tidy.deal(), StageName="Negotiation/Review") != []


# --- flows, people, pages -------------------------------------------------------------------------------------------


def test_flow_inactive(tidy: Newcomer) -> None:
    name = FLOWS[0]
    tidy.org.metadata.flows[name] = replace(tidy.org.metadata.flows[name], active=0)
    (trouble,) = alone(tidy, "flow-inactive")
    assert f"the flow {name} is not active" in trouble["message"] and "Setup → Flows → Handoff Gate Count Answers" in trouble["fix"]  # fmt: skip
    assert "[flow-inactive]" in refused(tidy)
    assert f"changed flow {name}: activated" in tidy.install().out and tidy.doctor() == {}
    del tidy.org.metadata.flows[FLOWS[1]]
    assert "is not in the organisation" in alone(tidy, "flow-inactive")[0]["message"]


def test_flow_inactive_in_its_latest_version(tidy: Newcomer) -> None:
    known = tidy.org.metadata.flows[FLOWS[0]]
    second = replace(known.latest, number=2, id=f"{known.latest.id[:14]}Z00A")
    tidy.org.metadata.flows[FLOWS[0]] = FlowDefinition(known.name, known.id, (*known.versions, second), active=1)
    (trouble,) = alone(tidy, "flow-inactive")
    assert "active in version 1, and the latest is 2" in trouble["message"]


def test_access_missing_for_a_new_owner_and_install_gives_it(tidy: Newcomer) -> None:
    bob = tidy.org.add_user("Bob New", "bob.new@example.com")
    gone = tidy.org.add_user("Eve Gone", "eve.gone@example.com")
    for owner in (bob, gone):
        tidy.deal(OwnerId=owner)
    tidy.org.records["User"][gone].values["IsActive"] = False
    (trouble,) = alone(tidy, "access-missing")
    assert "Bob New" in trouble["message"] and "Eve" not in trouble["message"] and "Ana" not in trouble["message"]
    assert "[access-missing]" in refused(tidy)
    assert "created access for Bob New: permission set Handoff_Gate_Sales" in tidy.install().out and tidy.doctor() == {}


def test_panel_not_placed_and_every_way_to_reach_the_answers_counts(tidy: Newcomer) -> None:
    tidy.org.placed_components.clear()
    (trouble,) = alone(tidy, "panel-not-placed")
    assert "Edit Page" in trouble["fix"] and "[panel-not-placed]" in refused(tidy)
    tidy.org.placed_actions.add("Opportunity.Handoff")
    assert tidy.doctor() == {}
    tidy.org.placed_actions.clear()
    tidy.org.layout_fields.add(ANSWER)
    assert tidy.doctor() == {}
    tidy.org.layout_fields = {"CloseDate"}
    assert set(tidy.doctor()) == {"panel-not-placed"}


def test_a_mapped_standard_field_on_a_layout_is_no_way_to_reach_the_answers(tidy: Newcomer, tmp_path: Any) -> None:
    """CloseDate stands on every layout, whichever answer lives in it."""
    file = tmp_path / "account.yaml"
    text = tidy.handoff("mapping", "export", tidy.account).out
    file.write_text(text.replace("mapping: {}", "mapping: {active_users.month_1: Amount}"), encoding="utf-8")
    assert tidy.handoff("mapping", "import", tidy.account, str(file)).code == 0
    tidy.org.placed_components.clear()
    tidy.org.layout_fields = {"Amount", "CloseDate"}
    assert set(tidy.doctor()) == {"panel-not-placed"}


def test_writes_refused_by_somebody_elses_rule_and_nothing_was_really_written(tidy: Newcomer) -> None:
    tidy.org.add_validation_rule("Budget", "ISBLANK(Amount)", "Amount is missing.", "Amount")
    tidy.deal(Name="Southern portal", Amount=5000.0)
    before = [dict(record.values) for record in tidy.org.records["Opportunity"].values()]
    later(tidy)
    (trouble,) = alone(tidy, "writes-refused")
    assert "Amount is missing." in trouble["message"] and "Northern portal" in trouble["message"]
    assert [record.values for record in tidy.org.records["Opportunity"].values()] == before
    assert "[writes-refused]" in refused(tidy)


# --- what the organisation does not tell ----------------------------------------------------------------------------


@pytest.mark.parametrize("status", [403, 404])
def test_what_salesforce_does_not_tell_is_said_and_stops_nothing(tidy: Newcomer, status: int) -> None:
    tidy.gates(f"quote={QUOTE}:coach")
    tidy.org.placed_components.clear()
    tidy.emulator.faults.append(Fault("/tooling/", times=10_000, status=status))
    assert set(tidy.doctor()) == {"not-shown"}
    said = tidy.gates(ENFORCE)
    assert said.code == 0 and tidy.save(tidy.deal(), StageName=QUOTE) != []


def test_a_formula_that_cannot_be_read_is_no_trouble(tidy: Newcomer) -> None:
    tidy.emulator.faults.append(Fault("tooling/sobjects/ValidationRule", times=10_000, status=403))
    assert tidy.doctor() == {}


def test_a_token_that_is_refused_is_told_with_the_remedy(tidy: Newcomer) -> None:
    tidy.org.client_secret = "renewed-in-setup"
    tidy.org.expire_tokens()
    (trouble,) = alone(tidy, "token-refused")
    assert "invalid_client" in trouble["message"] and "connect again" in trouble["fix"]
    assert tidy.org.client_secret not in trouble["message"]


def test_an_organisation_that_cannot_be_reached_is_told_once(tidy: Newcomer) -> None:
    tidy.emulator.faults.append(Fault("/services/", times=10_000, status=503))
    (trouble,) = alone(tidy, "unreachable")
    assert "answered 503" in trouble["message"]


def test_while_gates_are_stopped_rules_are_away_on_purpose(tidy: Newcomer) -> None:
    tidy.handoff("stop-gates")
    assert set(tidy.doctor()) == {"gates-stopped"}
