"""Salesforce from the outside: connecting, planning, installing, switching gates on, as somebody does it for the first time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Handoff
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from newcomer import ANSWER, OWN_RULES, Newcomer, a_newcomer
from sworld import CONTRACT, QUOTE

from connectors import http
from connectors.salesforce.emulator import Fault
from connectors.salesforce.package import FLOWS

USER = "integration@example.com"
PANEL = "handoffPanel"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls that fail are repeated without a pause."""
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)


@pytest.fixture
def newcomer(handoff: Handoff) -> Iterator[Newcomer]:
    with a_newcomer(handoff) as made:
        yield made


@pytest.fixture
def installed(newcomer: Newcomer) -> Newcomer:
    """Connected and installed; Ana owns an open deal and has access; the panel is placed."""
    newcomer.connected()
    newcomer.deal()
    assert newcomer.install().code == 0
    newcomer.org.placed_components.add(PANEL)
    newcomer.org.calls.clear()
    newcomer.org.deployments.clear()
    return newcomer


def one_line(text: str) -> bool:
    return len(text.strip().splitlines()) == 1


# --- connecting -----------------------------------------------------------------------------------------------------


def test_connect_prints_account_name_and_a_webhook_address_that_nobody_can_guess(newcomer: Newcomer) -> None:
    told = newcomer.connected()
    assert set(told) == {"account", "name", "webhook"}
    assert (told["account"], told["name"]) == (newcomer.account, "Acme")
    place, _, secret = told["webhook"].rpartition("/")
    assert place == "http://127.0.0.1:8000/webhooks/salesforce" and len(secret) >= 40


def test_connect_in_words_says_what_comes_next_and_shows_no_secret(newcomer: Newcomer, tmp_path: Path) -> None:
    said = newcomer.connect("--client-secret", newcomer.org.client_secret)
    assert said.code == 0 and f"Next: handoff install {newcomer.account}" in said.out and said.err == ""
    assert newcomer.org.client_secret not in said.out
    stored = (tmp_path / "handoff.db").read_bytes()
    assert newcomer.org.client_secret.encode() not in stored


def test_the_address_stays_when_connecting_again_and_its_secret_is_in_no_log(
    newcomer: Newcomer, tmp_path: Path
) -> None:
    first = newcomer.connected()
    again = newcomer.connect("--client-secret", newcomer.org.client_secret, "--json")
    assert again.json() == first
    secret = first["webhook"].rpartition("/")[2]
    assert secret.encode() not in (tmp_path / "handoff.db").read_bytes()
    later = [newcomer.handoff(*words) for words in (("doctor",), ("gates", newcomer.account), ("sync",))]
    assert not [said for said in later if secret in said.out + said.err] and secret not in again.err


def test_the_secret_of_the_address_may_be_ones_own(newcomer: Newcomer) -> None:
    own = "an-address-that-was-agreed-upon-before-0001"
    said = newcomer.connect("--client-secret", newcomer.org.client_secret, "--webhook-secret", own, "--json")
    assert said.json()["webhook"].endswith(f"/{own}")
    assert newcomer.connected()["webhook"].endswith(f"/{own}")


def test_secrets_come_from_a_file_and_from_standard_input(newcomer: Newcomer, tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(f"{newcomer.org.client_secret}\n", encoding="utf-8-sig")
    assert newcomer.connect("--client-secret-file", str(file)).code == 0
    assert newcomer.connect("--client-secret", "-", stdin=f"{newcomer.org.client_secret}\n").code == 0
    assert newcomer.connect("--client-secret", "-", stdin="wrong\n").code == 1


def test_the_jwt_flow_connects_with_a_key_from_a_file(newcomer: Newcomer, tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    newcomer.org.public_keys[USER] = a_key(file)
    said = newcomer.connect("--username", USER, "--private-key-file", str(file), "--json")
    assert said.code == 0 and said.json()["account"] == newcomer.account
    assert newcomer.handoff("gates", newcomer.account).code == 0, "the stored key opens it again"
    stranger = newcomer.connect("--username", "nobody@example.com", "--private-key-file", str(file))
    assert stranger.code == 1 and "pre-authorised" in stranger.err and "PRIVATE KEY" not in stranger.err


def a_key(file: Path) -> str:
    """A new key in PEM form goes into the file; its public half comes back."""
    key, pem = rsa.generate_private_key(public_exponent=65537, key_size=2048), serialization.Encoding.PEM
    kind = serialization.PrivateFormat.PKCS8
    file.write_bytes(key.private_bytes(pem, kind, serialization.NoEncryption()))
    return key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--client-secret", "wrong"], "Check the client id and the client secret"),
        (["--client-secret", "SECRET", "--org-id", "00D000000000062EAA"], "not 00D000000000062EAA"),
        (["--client-secret", "SECRET", "--org-id", "Acme"], "begin with 00D"),
        (["--client-secret", "SECRET", "--login-url", "http://127.0.0.1:9"], "cannot be reached"),
        (["--client-secret", "SECRET", "--login-url", "http://example.com"], "https"),
        ([], "--client-secret, or --private-key with --username"),
        (["--private-key", "-----BEGIN nonsense-----"], "--username"),
        (["--username", USER, "--private-key", "-----BEGIN nonsense-----"], "no RSA key"),
        (["--client-id", "", "--client-secret", "SECRET"], "--client-id"),
        (["--client-secret-file", "/nowhere/secret.txt"], "/nowhere/secret.txt"),
    ],
)
def test_what_cannot_work_is_said_and_nothing_is_stored(newcomer: Newcomer, options: list[str], words: str) -> None:
    given = [newcomer.org.client_secret if word == "SECRET" else word for word in options]
    said = newcomer.connect(*given)
    assert said.code in (1, 2) and words in said.err and said.out == ""
    assert newcomer.org.client_secret not in said.err and "nonsense" not in said.err
    assert "No account is connected" in newcomer.handoff("doctor").out


def test_a_right_organisation_id_is_accepted_in_both_of_its_forms(newcomer: Newcomer) -> None:
    for id in (newcomer.org.org_id, newcomer.org.org_id[:15]):
        said = newcomer.connect("--client-secret", newcomer.org.client_secret, "--org-id", id, "--json")
        assert said.json()["account"] == newcomer.account


# --- the whole way --------------------------------------------------------------------------------------------------


def test_a_newcomers_way_from_connecting_to_a_refused_save_and_back(newcomer: Newcomer) -> None:
    enforce = f"quote={QUOTE}:enforce"
    newcomer.connected()
    deal = newcomer.deal()
    assert "[not-installed]" in newcomer.gates(enforce).err
    assert newcomer.install().code == 0 and newcomer.rules() == OWN_RULES
    refused = newcomer.gates(enforce)
    assert refused.code == 1 and "nothing was changed" in refused.err and newcomer.rules() == OWN_RULES
    assert "[panel-not-placed]" in refused.err and "Edit Page" in refused.err
    newcomer.org.placed_components.add(PANEL)
    accepted = newcomer.gates(enforce)
    assert accepted.code == 0 and "quote gate: enforce" in accepted.out and "Salesforce follows" in accepted.err
    told = newcomer.save(deal, StageName=QUOTE)
    assert sum("Still open" in message for message in told) == 10
    assert newcomer.gates(f"quote={QUOTE}:coach").code == 0 and newcomer.rules() == OWN_RULES
    assert newcomer.save(deal, StageName=QUOTE) == []


def test_the_stages_are_guessed_as_words_that_a_shell_takes_as_they_are(newcomer: Newcomer) -> None:
    newcomer.connected()
    said = newcomer.handoff("gates", newcomer.account)
    assert f"'quote=default/{QUOTE}:coach'" in said.out and "No gate is set" in said.out


def test_a_gate_that_is_enforced_already_may_get_another_stage_without_the_doctor(installed: Newcomer) -> None:
    assert installed.gates(f"quote={QUOTE}:enforce").code == 0
    installed.org.placed_components.clear()
    assert installed.gates(f"quote={CONTRACT}").code == 0
    assert installed.save(installed.deal(), StageName=QUOTE) == []


def test_an_enforced_gate_without_a_stage_is_no_way_around_the_doctor(installed: Newcomer, tmp_path: Path) -> None:
    """The mode may come first, by a file, and the stage later: then the first rules are deployed later too."""
    file = tmp_path / "account.yaml"
    text = installed.handoff("mapping", "export", installed.account).out
    file.write_text(text.replace("mode: shadow", "mode: enforce", 1), encoding="utf-8")
    assert installed.handoff("mapping", "import", installed.account, str(file)).code == 0
    installed.org.placed_components.clear()
    said = installed.gates(f"quote={QUOTE}")
    assert said.code == 1 and "[panel-not-placed]" in said.err and installed.rules() == OWN_RULES


def test_rules_that_salesforce_does_not_take_are_told_with_the_way_out(installed: Newcomer) -> None:
    installed.org.rule_limit = 5
    said = installed.gates(f"quote={QUOTE}:enforce")
    assert said.code == 1 and "PROBLEM with" in said.err and f"handoff install {installed.account}" in said.err
    assert "The document is changed" in said.err and installed.rules() == OWN_RULES
    installed.org.rule_limit = 100
    assert installed.install().code == 0 and len(installed.rules()) > 10


def test_a_deployment_that_is_not_allowed_leaves_no_doubt_about_what_is_in_force(installed: Newcomer) -> None:
    installed.gates(f"quote={QUOTE}:enforce")
    row = [{"errorCode": "INSUFFICIENT_ACCESS", "message": "Modify Metadata is needed"}]
    installed.emulator.faults.append(Fault("deployRequest", status=403, body=row))
    said = installed.gates(f"quote={QUOTE}:coach")
    assert said.code == 1 and "Modify Metadata is needed" in said.err
    assert "The document is changed" in said.err and f"handoff install {installed.account}" in said.err
    assert installed.save(installed.deal(), StageName=QUOTE) != []
    assert installed.install().code == 0 and installed.rules() == OWN_RULES


# --- install --------------------------------------------------------------------------------------------------------


def test_a_plan_changes_nothing_says_what_it_costs_and_writes_the_tree(newcomer: Newcomer, tmp_path: Path) -> None:
    newcomer.connected()
    newcomer.gates(f"quote={QUOTE}:coach")
    out = tmp_path / "out"
    said = newcomer.install("--plan", "--output", str(out))
    assert said.code == 0 and f"would create field {ANSWER}" in said.out and "Nothing was changed" in said.out
    assert "2 active validation rules, 2 of them new; 100 of 100 are left" in said.out
    assert "44 custom fields, 44 of them new; 500 of 500 are left" in said.out and str(out) in said.out
    assert newcomer.deployments() == newcomer.deployments(True) == 0 and not newcomer.org.metadata.flows
    assert QUOTE in (out / "path-guidance.txt").read_text(encoding="utf-8")
    assert_is_the_tree(out)


def assert_is_the_tree(folder: Path) -> None:
    """What the vendor's own tools deploy."""
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {"package.xml", "objects/Opportunity.object", f"lwc/{PANEL}/{PANEL}.html", "workflows/Opportunity.workflow"} <= names  # fmt: skip
    assert {f"flows/{name}.flow" for name in FLOWS} <= names
    assert f"<fullName>{ANSWER}</fullName>" in (folder / "objects/Opportunity.object").read_text(encoding="utf-8")


def test_a_bare_name_plans_without_account_key_or_network(handoff: Handoff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.delenv("HANDOFF_SECRET_KEYS")
    out = tmp_path / "offline"
    said = handoff("install", "salesforce", "--plan", "--output", str(out))
    assert said.code == 0 and said.err == "" and f"wrote {out / 'package.xml'}" in said.out
    assert_is_the_tree(out)
    rules = (out / "objects/Opportunity.object").read_text(encoding="utf-8")
    assert "Handoff_Gate_Peak_Load" in rules and "Handoff_Gate_Review_Approved" in rules
    assert all(stage in (out / "path-guidance.txt").read_text(encoding="utf-8") for stage in (QUOTE, CONTRACT))
    assert not (tmp_path / "handoff.db").exists()


def test_a_second_install_finds_everything_and_deploys_nothing(newcomer: Newcomer) -> None:
    newcomer.connected()
    newcomer.deal()
    first = newcomer.install()
    assert first.code == 0 and f"created field {ANSWER}" in first.out and "Ana Example" in first.out
    assert (newcomer.deployments(), newcomer.deployments(True)) == (1, 1)
    assert newcomer.org.access(newcomer.ana)[f"Opportunity.{ANSWER}"] is True
    again = newcomer.install("--json")
    assert again.code == 0 and {step["state"] for step in again.json()["steps"]} == {"present", "note"}
    assert newcomer.org.count_calls("deployRequest") == 4, "two deployments, each asked about once"
    assert "Nothing was changed" in newcomer.install().out


def test_what_a_changed_document_asks_is_all_that_the_next_plan_names(installed: Newcomer) -> None:
    installed.gates(f"quote={QUOTE}:enforce")
    installed.org.metadata.switch_rule("Opportunity.Handoff_Gate_Peak_Load", False)
    said = installed.install("--plan")
    assert [line.split(":")[0] for line in said.out.splitlines() if line.startswith("would")] == ["would change rule Handoff_Gate_Peak_Load"]  # fmt: skip


def test_too_little_room_is_said_before_anything_is_sent(newcomer: Newcomer) -> None:
    newcomer.connected()
    newcomer.org.field_limit = 20
    said = newcomer.install()
    assert said.code == 1 and "PROBLEM with limit: 44 new custom fields are needed, 20 of 20 are left" in said.out
    assert newcomer.org.count_calls("deployRequest") == 0 and "created" not in said.out and "Done" not in said.out


def test_what_salesforce_would_refuse_is_told_and_nothing_is_said_to_be_done(newcomer: Newcomer) -> None:
    """Salesforce does not say how much room there is; its validation does."""
    newcomer.connected()
    newcomer.org.rule_limit = 1
    newcomer.emulator.faults.append(Fault("tooling/query", times=9, status=403))
    said = newcomer.install()
    assert said.code == 1 and "PROBLEM with validation: ValidationRule" in said.out and "limit of 1" in said.out
    assert (newcomer.deployments(True), newcomer.deployments()) == (1, 0)
    assert newcomer.rules() == set() and "created" not in said.out and "Done" not in said.out


def test_a_user_who_may_not_deploy_is_told_which_access_is_missing(newcomer: Newcomer) -> None:
    newcomer.connected()
    row = [{"errorCode": "INSUFFICIENT_ACCESS", "message": "You do not have the permission Modify Metadata."}]
    newcomer.emulator.faults.append(Fault("deployRequest", status=403, body=row))
    said = newcomer.install()
    assert said.code == 1 and "Modify Metadata" in said.out + said.err and "created" not in said.out
    assert not newcomer.org.metadata.flows


def test_a_stage_that_is_gone_compiles_to_nothing_and_is_named(installed: Newcomer) -> None:
    installed.gates(f"quote={QUOTE}:enforce")
    installed.org.deployments.clear()
    forget_stage(installed, QUOTE)
    for words in (("install", installed.account), ("install", installed.account, "--plan")):
        said = installed.handoff(*words)
        assert said.code == 1 and QUOTE in said.out + said.err and f"handoff gates {installed.account}" in said.out + said.err  # fmt: skip
    assert installed.org.deployments == {}


def forget_stage(newcomer: Newcomer, name: str) -> None:
    next(row for row in newcomer.org.stages if row["ApiName"] == name)["IsActive"] = False
    newcomer.org.refresh_stages()


# --- production -----------------------------------------------------------------------------------------------------


def test_production_deploys_flows_inactive_and_install_activates_them(newcomer: Newcomer) -> None:
    newcomer.org.production = True
    newcomer.connected()
    said = newcomer.install()
    assert said.code == 0 and "changed flow Handoff_Gate_Count_Answers: activated" in said.out
    assert {flow.active for flow in newcomer.org.metadata.flows.values()} == {1}


def test_a_refused_activation_is_told_and_keeps_gates_from_being_enforced(newcomer: Newcomer) -> None:
    newcomer.org.production = True
    newcomer.connected()
    row = [{"errorCode": "INSUFFICIENT_ACCESS", "message": "Flow activation is switched off"}]
    newcomer.emulator.faults.append(Fault("tooling/sobjects/FlowDefinition", times=4, status=403, body=row))
    newcomer.org.placed_components.add(PANEL)
    said = newcomer.install()
    assert said.code == 1 and said.out.count("Flow activation is switched off") == 4
    found = newcomer.doctor()["flow-inactive"]
    assert len(found) == 4 and all("Activate" in trouble["fix"] for trouble in found)
    refused = newcomer.gates(f"quote={QUOTE}:enforce")
    assert refused.code == 1 and "[flow-inactive]" in refused.err and newcomer.rules() == OWN_RULES
    assert newcomer.install().code == 0 and "flow-inactive" not in newcomer.doctor()


def test_a_changed_flow_does_not_stay_behind_its_old_version(newcomer: Newcomer, tmp_path: Path) -> None:
    """In production the new version arrives beside the active one, which knows nothing of a newly mapped answer."""
    newcomer.org.production = True
    newcomer.connected()
    newcomer.install()
    file = tmp_path / "account.yaml"
    text = newcomer.handoff("mapping", "export", newcomer.account).out
    file.write_text(text.replace("mapping: {}", "mapping: {launch_window.from: CloseDate}"), encoding="utf-8")
    assert newcomer.handoff("mapping", "import", newcomer.account, str(file)).code == 0
    flow = newcomer.org.metadata.flows["Handoff_Gate_Count_Answers"]
    assert (flow.active, flow.latest.number) == (2, 2)


def test_json_of_a_failed_install_is_json(newcomer: Newcomer) -> None:
    newcomer.connected()
    newcomer.org.field_limit = 20
    said = newcomer.install("--json")
    steps = json.loads(said.out)["steps"]
    assert said.code == 1 and [step["what"] for step in steps if step["state"] == "trouble"] == ["limit"]
    assert not [step for step in steps if step["state"] == "create"]
