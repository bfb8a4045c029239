"""Every command from the outside: what it prints, what it changes in the CRM, how it ends. 0 well, 1 problems, 2 wrong use."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import Handoff
from world import CONTRACT, DISCOVERY, QUOTE, SAM, TYPED, WON, World

from connectors.hubspot.emulator import Emulator, Portal
from connectors.hubspot.emulator.faults import Fault
from integration.__main__ import COMMANDS

D_OK = Path(__file__).parent.parent / "docs" / "examples" / "d-ok.json"
SAM_MAIL = "sam.example@example.com"


# --- help -----------------------------------------------------------------------------------------------------------


def test_help_lists_every_command_and_imports_no_connector_and_no_database() -> None:
    script = "import sys; from integration.__main__ import main\ntry:\n main()\nfinally:\n print('|'.join(sys.modules), file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", script, "--help"], capture_output=True, text=True, timeout=30)
    loaded = {name.split(".")[0] for name in run.stderr.strip().split("|")}
    assert run.returncode == 0 and not loaded & {"connectors", "sqlalchemy", "rules", "pydantic", "flask", "hubspot"}
    assert all(name in run.stdout for name in COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(handoff: Handoff, command: str) -> None:
    said = handoff(command, "--help")
    assert said.code == 0 and said.out.startswith("Usage: handoff ")


def test_an_unknown_command_is_told_with_the_nearest_one(handoff: Handoff) -> None:
    said = handoff("evalute")
    assert said.code == 2 and "did you mean evaluate?" in said.err


# --- evaluate and template ------------------------------------------------------------------------------------------


def test_evaluate_prints_the_outside_format(handoff: Handoff) -> None:
    said = handoff("evaluate", str(D_OK), "--now", "2027-01-04T09:00:00Z")
    result = said.json()
    assert said.code == 0 and (result["deal"], result["score"]) == ("91453000001", 100)
    assert result["counts"] == {"confirmed": 10, "assumed": 0, "unknown": 0, "open": 0}
    assert result["fields"]["security"] == {"state": "confirmed", "findings": []}
    assert result["gates"] == {gate: {"allowed": True, "because": []} for gate in ("quote", "contract", "won")}
    assert result["changes_at"] is None
    assert all(set(f) == {"id", "field", "message", "fix", "blocks"} for f in result["findings"])


def test_evaluate_reads_one_an_array_and_lines(handoff: Handoff, d_ok: dict[str, Any]) -> None:
    empty = {**d_ok, "answers": {}}
    for text in (json.dumps([d_ok, empty]), json.dumps(d_ok) + "\n\n" + json.dumps(empty) + "\n"):
        said = handoff("evaluate", "-", "--now", "2027-01-04", stdin=text)
        assert [json.loads(line)["score"] for line in said.out.splitlines()] == [100, 0]


def test_evaluate_names_the_line_that_is_bad_and_judges_the_others(handoff: Handoff, d_ok: dict[str, Any]) -> None:
    ok = json.dumps(d_ok)
    said = handoff("evaluate", "-", stdin=f"{ok}\n{{broken\n[1]\n{ok}\n")
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 1 and [line.get("score", "bad") for line in lines] == [100, "bad", "bad", 100]
    assert ":2: not JSON" in lines[1]["error"] and ":3: a handoff is an object" in lines[2]["error"]


@pytest.mark.parametrize("text", ["", "nonsense", "{", "[" * 100_000, '{"deal": {"time_zone": "Nowhere/City"}}', "NaN"])
def test_evaluate_of_nonsense_is_one_clear_line(handoff: Handoff, text: str) -> None:
    said = handoff("evaluate", "-", stdin=text)
    assert said.code == 1 and "error" in said.json() and said.err == ""


def test_evaluate_refuses_an_instant_it_cannot_read(handoff: Handoff) -> None:
    said = handoff("evaluate", str(D_OK), "--now", "tomorrow")
    assert said.code == 2 and "2027-01-04T09:00:00Z" in said.err


def test_evaluate_speaks_german(handoff: Handoff) -> None:
    said = handoff("evaluate", "-", "--language", "de", stdin='{"answers": {}}')
    assert "Spitzenlast" in said.out and "Zum Beispiel" in said.out


def test_R46_R47_template_shows_ten_fields_context_and_the_gates(handoff: Handoff) -> None:
    shown = handoff("template", "show", "--json").json()
    assert [f["key"] for f in shown["fields"]][-1] == "context" and sum(f["scored"] for f in shown["fields"]) == 10
    said = handoff("template", "show", "--language", "de")
    assert "quote: HG-Q1, HG-Q2, HG-Q3" in said.out and "Spitzenlast" in said.out


def test_template_check_names_file_line_and_remedy(handoff: Handoff, tmp_path: Path) -> None:
    built_in = Path(__file__).parent.parent / "rules" / "template.yaml"
    assert "10 required fields" in handoff("template", "check", str(built_in)).out
    bad = tmp_path / "bad.yaml"
    bad.write_text(built_in.read_text(encoding="utf-8").replace("risk: 4", "riks: 4"), encoding="utf-8")
    said = handoff("template", "check", str(bad))
    assert said.code == 1 and str(bad) in said.err and "riks" in said.err


# --- a newcomer's path ----------------------------------------------------------------------------------------------


@pytest.fixture
def connected(handoff: Handoff) -> Any:
    """`connect` has been typed for an emulated portal: (command line, portal, what connect said)."""
    portal = Portal()
    portal.add_owner(41629780, SAM, "Sam", "Example")
    with Emulator(portal) as emulator:
        names = {"portal": portal.portal_id, "app-id": portal.app_id, "api-base": emulator.url}
        options = [text for name, value in names.items() for text in (f"--{name}", str(value))]
        secrets = ["--access-token", portal.token, "--client-secret", portal.client_secret]
        yield handoff, portal, handoff("connect", "hubspot", *options, *secrets, "--json"), options


def test_connect_prints_account_and_webhook_address(connected: Any) -> None:
    _, portal, said, _ = connected
    assert said.code == 0
    assert said.json()["account"] == f"hubspot:{portal.portal_id}"
    assert said.json()["webhook"] == "http://127.0.0.1:8000/webhooks/hubspot"


def test_secrets_come_from_a_file_or_standard_input_and_are_never_shown(connected: Any, tmp_path: Path) -> None:
    handoff, portal, _, options = connected
    file = tmp_path / "token"
    file.write_text(portal.token + "\n", encoding="utf-8")
    said = handoff("connect", "hubspot", *options, "--access-token-file", str(file), "--client-secret", "-", stdin=portal.client_secret + "\n")  # fmt: skip
    assert said.code == 0 and "Next: handoff install" in said.out
    assert portal.token not in said.out + said.err and portal.client_secret not in said.out + said.err
    stored = (tmp_path / "handoff.db").read_bytes()
    assert portal.token.encode() not in stored and portal.client_secret.encode() not in stored


def test_a_wrong_token_address_or_option_is_one_clear_line(connected: Any) -> None:
    handoff, portal, _, options = connected
    rest = ["--client-secret", portal.client_secret]
    wrong = handoff("connect", "hubspot", *options, "--access-token", "wrong", *rest)
    assert wrong.code == 1 and "token" in wrong.err and len(wrong.err.strip().splitlines()) == 1
    closed = handoff("connect", "hubspot", *options[:-1], "http://127.0.0.1:9", "--access-token", "x", *rest)
    assert closed.code == 1 and "127.0.0.1:9" in closed.err
    plain = handoff("connect", "hubspot", *options[:-1], "http://example.com", "--access-token", "x", *rest)
    assert plain.code == 1 and "https" in plain.err
    missing = handoff("connect", "hubspot", *options, *rest)
    assert missing.code == 2 and "--access-token" in missing.err
    assert handoff("connect", "hubspt").code == 2


def test_install_plans_does_and_repeats(connected: Any, tmp_path: Path) -> None:
    handoff, portal, said, _ = connected
    account = said.json()["account"]
    plan = handoff("install", account, "--plan", "--output", str(tmp_path / "out"))
    assert plan.code == 0 and "would create" in plan.out
    assert (tmp_path / "out" / "webhooks-hsmeta.json").exists()
    assert not [name for name in portal.definitions if name.startswith("hg_")]
    done = handoff("install", account)
    assert done.code == 0 and "created" in done.out
    names = {name for name in portal.definitions if name.startswith("hg_")}
    assert len(names) == 40
    again = handoff("install", account, "--json").json()
    assert {step["state"] for step in again["steps"]} == {"present"}


def test_a_bare_crm_name_plans_offline(handoff: Handoff, tmp_path: Path) -> None:
    said = handoff("install", "hubspot", "--plan", "--output", str(tmp_path / "plan"))
    assert said.code == 0 and json.loads((tmp_path / "plan" / "webhooks-hsmeta.json").read_text(encoding="utf-8"))


def test_uninstall_keeps_the_answers_unless_asked(at_world: Handoff, world: World) -> None:
    deal = world.deal(typed={"active_users.month_1": "300"})
    plan = at_world("uninstall", world.account, "--plan")
    assert plan.code == 0 and "would remove" in plan.out and "hg_missing" in world.portal.definitions
    assert at_world("uninstall", world.account).code == 0
    left = {name for name in world.portal.definitions if name.startswith("hg_")}
    assert len(left) == 30 and world.portal.deals[deal].properties["hg_users_month_1"] == "300"
    assert at_world("uninstall", world.account, "--answers").code == 0
    assert not {name for name in world.portal.definitions if name.startswith("hg_")}


def test_the_first_look_at_gates_guesses_from_names_and_sets_nothing(connected: Any) -> None:
    handoff, _, said, _ = connected
    account = said.json()["account"]
    shown = handoff("gates", account)
    assert f"handoff gates {account} --set quote=" in shown.out and "no gate is set" in shown.out.lower()
    assert handoff("gates", account, "--json").json()["gates"]["quote"]["stages"] == []


def test_doctor_says_what_is_missing_before_install(connected: Any) -> None:
    handoff, _, said, _ = connected
    account = said.json()["account"]
    found = handoff("doctor", account)
    assert found.code == 1 and "handoff install" in found.out
    ids = {trouble["id"] for trouble in handoff("doctor", "--json").json()[account]}
    assert {"no-gates", "no-reviewers"} <= ids


# --- gates ----------------------------------------------------------------------------------------------------------


def test_gates_sets_stage_mode_trial_reach_park_and_reviewer(at_world: Handoff, world: World) -> None:
    said = at_world(
        "gates", world.account, "--set", f"quote={QUOTE}:coach", "--set", "contract=Contract sent:shadow", "--trial", "5",
        "--from", "2027-01-01", "--park", DISCOVERY, "--reviewer", "lee.example@example.com", "--json",
    )  # fmt: skip
    shown = said.json()
    assert said.code == 0
    assert shown["gates"]["quote"] == {"stages": [f"default/{QUOTE}"], "mode": "coach", "effective": "coach"}
    assert shown["gates"]["contract"]["mode"] == "shadow" and shown["trial"] == 5
    assert shown["reach"].startswith("2027-01-01") and shown["park"] == {"default": DISCOVERY}
    assert shown["reviewers"] == [SAM_MAIL, "lee.example@example.com"]
    assert at_world("gates", world.account, "--trial", "off", "--json").json()["trial"] == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--set", "qoute=quotesent:enforce"), 'did you mean "quote'),
        (("--set", "quote=quotesent:enforced"), 'did you mean "enforce'),
        (("--set", "quote=quotsent:enforce"), 'did you mean "quotesent'),
        (("--set", "quote"), "GATE=STAGE:MODE"),
        (("--trial", "many"), "--trial"),
        (("--park", "nowhere"), "no stage"),
        (("--from", "soon"), "soon"),
        (("--check-kit", "won"), "GATE=DEAL"),
    ],
)
def test_a_wrong_gate_option_says_how_to_write_it(at_world: Handoff, world: World, options: tuple[str, ...], words: str) -> None:  # fmt: skip
    before = world.worker.store.accounts.get(world.account)
    said = at_world("gates", world.account, *options)
    assert said.code in (1, 2) and words in said.err
    assert world.worker.store.accounts.get(world.account) == before, "nothing was changed"


def test_won_stays_in_coach_until_the_kit_was_seen_to_refuse(at_world: Handoff, world: World) -> None:
    deal = world.deal(DISCOVERY)
    assert at_world("gates", world.account, "--json").json()["gates"]["won"]["effective"] == "coach"
    assert "hg_gate_won" in at_world("gates", world.account, "--guide", "won").out
    refused = at_world("gates", world.account, "--check-kit", f"won={deal}")
    assert refused.code == 1 and "--guide won" in refused.err and world.stage(deal) == DISCOVERY
    world.portal.required[WON] = ["hg_gate_won"]
    assert at_world("gates", world.account, "--check-kit", f"won={deal}").code == 0
    assert at_world("gates", world.account, "--json").json()["gates"]["won"]["effective"] == "enforce"


def test_deals_that_are_past_a_gate_get_a_code_before_it_is_required(at_world: Handoff, world: World) -> None:
    past, before = world.deal(CONTRACT), world.deal(DISCOVERY)
    assert at_world("gates", world.account, "--fill-codes", "quote").out.startswith("1 deals")
    assert world.ours(past, "gate_quote").startswith("HG-PAST-") and world.ours(before, "gate_quote") == ""


# --- the document ---------------------------------------------------------------------------------------------------


def test_the_document_goes_out_and_in_again_and_shows_its_difference(at_world: Handoff, world: World, tmp_path: Path) -> None:  # fmt: skip
    text = at_world("mapping", "export", world.account).out
    file = tmp_path / "account.yaml"
    file.write_text(text.replace("mode: enforce", "mode: coach", 1), encoding="utf-8")
    diff = at_world("mapping", "diff", world.account, str(file))
    assert diff.code == 0 and "enforce" in diff.out and "coach" in diff.out
    assert at_world("mapping", "check", str(file), "--account", world.account).code == 0
    assert at_world("mapping", "import", world.account, str(file)).code == 0
    assert at_world("mapping", "diff", world.account, str(file)).out.strip() == "nothing differs"
    assert at_world("mapping", "export", world.account).out == file.read_text(encoding="utf-8")
    assert at_world("mapping", "export", world.account, "--all").json()["active_users.month_1"] == "hg_users_month_1"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("gates:", "gates: [", ":"),
        ("mode: enforce", "mode: enforced", "did you mean"),
        (f"default/{QUOTE}", "default/quotsent", "quotsent"),
        ("reviewers:", "reveiwers:", "did you mean"),
        ("Europe/Berlin", "Europe/Berln", "did you mean"),
    ],
)
def test_a_bad_document_is_refused_with_its_place_and_nothing_changes(
    at_world: Handoff, world: World, tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = at_world("mapping", "export", world.account).out
    assert old in text
    file = tmp_path / "bad.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = at_world("mapping", "import", world.account, str(file))
    assert said.code == 1 and words in said.err and f"{file}:" in said.err
    assert at_world("mapping", "export", world.account).out == text
    checked = at_world("mapping", "check", str(file), "--account", world.account, "--json")
    assert checked.code == 1 and checked.json()["problems"]


def test_a_document_for_another_account_or_in_another_encoding_is_refused(at_world: Handoff, world: World, tmp_path: Path) -> None:  # fmt: skip
    file = tmp_path / "other.yaml"
    file.write_text(
        at_world("mapping", "export", world.account).out.replace(world.account, "hubspot:7"), encoding="utf-8"
    )
    assert "hubspot:7" in at_world("mapping", "import", world.account, str(file)).err
    file.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in at_world("mapping", "check", str(file)).err
    file.write_text("account: hubspot:7\nnonsense: 1\n", encoding="utf-8")
    assert at_world("mapping", "diff", world.account, str(file)).code == 1


def test_a_mapped_property_that_the_crm_lacks_is_named(at_world: Handoff, world: World, tmp_path: Path) -> None:
    text = at_world("mapping", "export", world.account).out
    file = tmp_path / "mapped.yaml"
    file.write_text(
        text.replace("mapping: {}", "mapping: {active_users.month_1: users_in_month_one}"), encoding="utf-8"
    )
    said = at_world("mapping", "import", world.account, str(file))
    assert said.code == 1 and "users_in_month_one" in said.err


@pytest.mark.parametrize("command", ["doctor", "gates", "install", "uninstall", "sync"])
def test_an_unknown_account_is_one_line_with_those_that_are_connected(at_world: Handoff, world: World, command: str) -> None:  # fmt: skip
    said = at_world(command, "hubspot:1")
    assert said.code == 1 and "hubspot:1 is not connected" in said.err and world.account in said.err


# --- running --------------------------------------------------------------------------------------------------------


def test_doctor_is_content_with_a_well_kept_account(at_world: Handoff, world: World) -> None:
    world.portal.required[WON] = ["hg_gate_won"]
    at_world("gates", world.account, "--check-kit", f"won={world.deal()}")
    said = at_world("doctor")
    assert said.out.strip() == f"{world.account}: all is well" and said.code == 0


def test_N17_doctor_names_a_property_that_was_taken_away(at_world: Handoff, world: World) -> None:
    del world.portal.definitions["hg_peak_per_hour"]
    said = at_world("doctor", world.account)
    assert said.code == 1 and "hg_peak_per_hour" in said.out


def test_migrate_may_be_repeated(handoff: Handoff, tmp_path: Path) -> None:
    assert handoff("migrate").code == handoff("migrate").code == 0
    assert (tmp_path / "handoff.db").exists()


def test_worker_once_handles_what_is_due(at_world: Handoff, world: World) -> None:
    deal = world.deal(typed={"active_users.month_1": "300"})
    world.emulator.sender.deliver()
    said = at_world("worker", "--once")
    assert said.code == 0 and "1 handled" in said.err and world.ours(deal, "state") == "collecting"


def test_sync_finds_what_no_webhook_told(at_world: Handoff, world: World) -> None:
    deal = world.deal(typed={"active_users.month_1": "300"})
    said = at_world("sync", "--since", "2020-01-01")
    assert said.code == 0 and said.out.strip() == f"{world.account}: 1 changed, 1 handled"
    assert world.ours(deal, "state") == "collecting"
    assert at_world("sync", world.account, "--json").json() == {world.account: {"found": 1, "handled": 1}}
    assert at_world("sync", "--since", "monday").code == 2


def test_events_shows_a_deals_history_and_parked_work_and_retries(at_world: Handoff, world: World) -> None:
    deal = world.deal()
    world.move(deal, QUOTE)
    world.run()
    shown = at_world("events", "list", world.account, deal)
    assert "created" in shown.out and QUOTE in shown.out
    assert at_world("events", "list", world.account).out.strip() == "nothing"
    assert at_world("events", "retry", world.account).out.startswith("0 ")


def test_stop_gates_opens_everything_without_the_crm(at_world: Handoff, world: World) -> None:
    deal = world.deal(typed={"active_users.month_1": "300"})
    world.run()
    world.emulator.faults.append(Fault("/", times=1000, status=500))
    assert at_world("stop-gates", "--by", "lee").code == 0
    world.emulator.faults.clear()
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE
    assert at_world("stop-gates", "--resume").code == 0
    other = world.deal(typed={"active_users.month_1": "300"})
    world.run()
    world.move(other, QUOTE)
    world.run()
    assert world.stage(other) == DISCOVERY


# --- people ---------------------------------------------------------------------------------------------------------


def test_review_shows_queue_and_agenda_and_keeps_a_decision(at_world: Handoff, world: World) -> None:
    deal = world.deal(typed={**TYPED, "peak_load.when": "report runs"})
    world.run()
    queue = at_world("review", world.account, "--json").json()
    assert [row["deal"] for row in queue] == [deal]
    assert "Northern portal" in at_world("review", world.account).out
    card = at_world("review", world.account, deal)
    assert "Peak load: incomplete" in card.out and "confirmed: " in card.out
    kept = at_world(
        "review", world.account, deal, "--mark", "security=wrong", "--note", "which region?", "--by", SAM_MAIL
    )
    assert kept.code == 0
    world.run()
    assert "which region?" in world.ours(deal, "missing")
    world.fill(deal, TYPED)
    assert at_world("review", world.account, deal, "--approve", "--by", SAM_MAIL, "--json").code == 0
    world.run()
    assert world.ours(deal, "review") == "approved"
    assert at_world("review", world.account).out.strip() == "nothing waits for a review"


def test_R25_R26_S3_the_plan_and_the_sum_of_days_stand_on_the_deal(at_world: Handoff, world: World) -> None:
    items = "data_import;roles_permissions;testing"
    details = "Data import: 120000 rows, done by us, first week\nRoles: 4 roles, done by us\nTesting: 2 rounds, by the customer"
    deal = world.deal(typed=TYPED | {"setup_work.items": items, "setup_work.detail": details})
    world.run()
    assert world.ours(deal, "setup_days") == "" and world.ours(deal, "plan") == ""
    assert "First week: data import" in at_world("review", world.account, deal).out
    plan = "Phase 1: pilot group, SSO, basic logging. Phase 2: HR sync, full audit reporting. A few days more."
    options = [
        "--plan",
        plan,
        "--days",
        "data_import=2",
        "--days",
        "roles_permissions=3",
        "--days",
        "environment_setup=5",
    ]
    said = at_world("review", world.account, deal, *options, "--days", "testing=9", "--approve", "--by", SAM_MAIL)
    assert said.code == 0
    world.run()
    assert (world.ours(deal, "setup_days"), world.ours(deal, "plan")) == ("10", plan), (
        "what the customer does is left out"
    )
    assert at_world("review", world.account, deal, "--days", "testing", "--by", SAM_MAIL).code == 2
    world.portal.person_sets(deal, {"hg_review": "sent_back"}, SAM)
    world.run()
    assert (world.ours(deal, "review"), world.ours(deal, "plan")) == ("sent_back", plan)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--approve",), "--by"),
        (("--approve", "--by", "ana.example@example.com"), "not a reviewer"),
        (("--mark", "securty=wrong", "--by", SAM_MAIL), "FIELD=MARK"),
    ],
)
def test_only_a_listed_reviewer_decides(at_world: Handoff, world: World, options: tuple[str, ...], words: str) -> None:
    said = at_world("review", world.account, world.deal(), *options)
    assert said.code in (1, 2) and words in said.err


def test_R89_the_deals_own_rep_cannot_approve_it(at_world: Handoff, world: World) -> None:
    deal = world.deal(hubspot_owner_id="41629780")
    said = at_world("review", world.account, deal, "--approve", "--by", SAM_MAIL)
    assert said.code == 1 and "own rep" in said.err
    assert "no deal 123" in at_world("review", world.account, "123").err


def test_N16_an_override_needs_a_reason_and_lets_one_gate_pass(at_world: Handoff, world: World) -> None:
    deal = world.deal(typed={"active_users.month_1": "300"})
    world.run()
    options = ("override", world.account, deal, "--gate", "quote", "--by", "lee@example.com")
    assert at_world(*options, "--reason", " ").code == 2
    assert "until" in at_world(*options, "--reason", "the board asked for it").out
    world.move(deal, QUOTE)
    world.run()
    assert world.stage(deal) == QUOTE
    world.move(deal, CONTRACT)
    world.run()
    assert world.stage(deal) == QUOTE, "the next gate still checks"


# --- reports --------------------------------------------------------------------------------------------------------


def test_R93_the_gap_log_has_its_header_even_when_empty(at_world: Handoff) -> None:
    said = at_world("report", "gaps")
    assert list(csv.reader(io.StringIO(said.out))) == [
        ["deal", "missing field", "what changed", "effect", "id", "date"]
    ]
    assert at_world("report", "gaps", "--json").json() == []


def test_R21_what_is_asked_late_stands_in_the_gap_log_and_no_cell_is_a_formula(at_world: Handoff, world: World) -> None:
    deal = world.deal(typed=TYPED | {"security.required": "none"}, dealname='=HYPERLINK("x")')
    world.run()
    world.move(deal, QUOTE)
    world.run()
    world.fill(deal, {"security.required": "sso"})
    world.run()
    rows = list(csv.reader(io.StringIO(at_world("report", "gaps").out)))
    assert rows[1][:4] == ['\'=HYPERLINK("x")', "security", "SSO", "asked after quote"]


def test_reports_on_fields_trial_and_promises(at_world: Handoff, world: World) -> None:
    assert "No deal is held" in at_world("report", "promises").out
    assert "No deal has left" in at_world("report", "trial").out
    at_world("gates", world.account, "--trial", "3")
    deal = world.deal(typed={"active_users.month_1": "300"})
    world.run()
    world.move(deal, QUOTE)
    world.run()
    fields = {row["field"]: row for row in at_world("report", "fields", "--json").json()}
    assert fields["peak_load"]["open"] == 1 and "Peak load" in at_world("report", "fields").out
    assert [row["deal"] for row in at_world("report", "promises", "--json").json()] == [deal]
    assert at_world("report", "promises").out.startswith("Northern portal: held at quote")
    rows = at_world("report", "trial", "--json").json()
    assert [(row["number"], row["deal"]) for row in rows] == [(1, deal)] and "peak_load" in rows[0]["skipped"]
    assert "1. Northern portal" in at_world("report", "trial").out


# --- settings -------------------------------------------------------------------------------------------------------


def test_what_is_missing_in_the_settings_is_one_line(handoff: Handoff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HANDOFF_SECRET_KEYS")
    said = handoff("doctor")
    assert said.code == 1 and said.err.startswith("HANDOFF_SECRET_KEYS is not set. Make a key with:")
    monkeypatch.setenv("HANDOFF_SECRET_KEYS", "a-newcomers-key-that-is-long-enough")
    monkeypatch.setenv("HANDOFF_DATABASE_URL", "postgresql://u:hidden@127.0.0.1:9/x")
    said = handoff("doctor")
    assert said.code == 1 and "HANDOFF_DATABASE_URL" in said.err and "hidden" not in said.err


def test_a_lost_key_is_said_and_the_account_kept(at_world: Handoff, world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("HANDOFF_SECRET_KEYS", "quite-another-key-that-is-long-enough")
    said = at_world("gates", world.account)
    assert said.code == 1 and "HANDOFF_SECRET_KEYS" in said.err


def test_the_demo_plays_its_story(handoff: Handoff) -> None:
    said = handoff("demo", "--check")
    assert said.code == 0 and "✗" not in said.out and said.out.count("✓") >= 8
    assert said.out.strip().endswith("Every step came out as it should.")


# --- what a careless hand types -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "name"),
    [("ours.state", "dealname"), ("ours.score", "amount"), ("ours.missing", "description"), ("ours.missing", "hs_next_step"),
     ("scope_approver.person", "dealstage"), ("active_users.month_1", "createdate")],
)  # fmt: skip
def test_the_product_never_writes_into_what_people_fill(
    at_world: Handoff, world: World, tmp_path: Path, part: str, name: str
) -> None:
    text = at_world("mapping", "export", world.account).out
    file = tmp_path / "mapped.yaml"
    file.write_text(text.replace("mapping: {}", f"mapping: {{{part}: {name}}}"), encoding="utf-8")
    said = at_world("mapping", "import", world.account, str(file))
    assert said.code == 1 and f"“{name}” is HubSpot's own" in said.err


@pytest.mark.parametrize(("old", "new"), [("park: {default: appointmentscheduled}", "park: {default: closedwon}"),
                                          ("discovery: {}", "discovery: {default: quotesent}")])  # fmt: skip
def test_a_park_or_discovery_stage_beyond_a_gate_is_refused(
    at_world: Handoff, world: World, tmp_path: Path, old: str, new: str
) -> None:
    text = at_world("mapping", "export", world.account).out
    assert old in text
    file = tmp_path / "account.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    assert "at or beyond a gate" in at_world("mapping", "import", world.account, str(file)).err


def test_stopping_the_gates_of_an_account_that_is_not_there_is_said(at_world: Handoff, world: World) -> None:
    said = at_world("stop-gates", "--account", "hubspot:9")
    assert said.code == 2 and "hubspot:9 is not connected" in said.err and world.account in said.err
    assert world.account in at_world("stop-gates", "--account", world.account).out


@pytest.mark.parametrize(
    "options",
    [
        ("--approve", "--send-back"),
        ("--note", "look"),
        ("--days", "foo=2"),
        ("--mark", "security=bad"),
    ],
)
def test_a_review_that_cannot_be_meant_is_refused(at_world: Handoff, world: World, options: tuple[str, ...]) -> None:
    said = at_world("review", world.account, world.deal(), *options, "--by", SAM_MAIL)
    assert said.code == 2
    assert at_world("review", world.account, "--approve", "--by", SAM_MAIL).code == 2


def test_an_approval_of_open_answers_says_that_they_stay_open(at_world: Handoff, world: World) -> None:
    said = at_world("review", world.account, world.deal(), "--approve", "--by", SAM_MAIL)
    assert said.code == 0 and "10 answers are still open" in said.err


@pytest.mark.parametrize("more", [("--by", "", "--reason", "x"), ("--by", "lee", "--reason", "x", "--hours", "1e300"),
                                  ("--by", "lee", "--reason", "x", "--hours", "nan")])  # fmt: skip
def test_an_override_that_cannot_be_meant_is_refused(at_world: Handoff, world: World, more: tuple[str, ...]) -> None:
    assert at_world("override", world.account, world.deal(), "--gate", "quote", *more).code == 2
    said = at_world("override", world.account, "999", "--gate", "quote", "--by", "lee", "--reason", "x")
    assert said.code == 1 and "no deal 999" in said.err


def test_an_override_is_said_on_the_deal(at_world: Handoff, world: World) -> None:
    deal = world.deal(typed={"active_users.month_1": "300"})
    world.run()
    at_world("override", world.account, deal, "--gate", "quote", "--by", "lee", "--reason", "the board asked for it.")
    world.run()
    assert world.ours(deal, "missing").startswith(
        "lee lets this deal pass the quote gate: the board asked for it. Still open:"
    )


def test_files_that_are_no_text_are_one_clear_line(handoff: Handoff, tmp_path: Path, d_ok: dict[str, Any]) -> None:
    file = tmp_path / "binary"
    file.write_bytes(b"\xff\xfe\x00\x80")
    assert "not a text in UTF-8" in handoff("evaluate", str(file)).err
    options = ("--portal", "1", "--app-id", "2", "--client-secret", "x", "--access-token-file", str(file))
    said = handoff("connect", "hubspot", *options)
    assert said.code == 2 and "cannot be read as a text" in said.err
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(d_ok).encode())
    assert handoff("evaluate", str(file), "--now", "2027-01-04").json()["score"] == 100


def test_a_file_that_is_no_database_is_one_clear_line(handoff: Handoff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    file = tmp_path / "notes.txt"
    file.write_text("these are my notes, and no database\n" * 50, encoding="utf-8")
    monkeypatch.setenv("HANDOFF_DATABASE_URL", f"sqlite:///{file}")
    said = handoff("doctor")
    assert said.code == 1 and "HANDOFF_DATABASE_URL" in said.err


def test_a_wrong_key_is_said_when_the_worker_starts(at_world: Handoff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDOFF_SECRET_KEYS", "quite-another-key-that-is-long-enough")
    assert "HANDOFF_SECRET_KEYS" in at_world("worker", "--once").err


def test_reviewers_can_be_taken_off_and_unknown_ones_are_noted(at_world: Handoff, world: World) -> None:
    said = at_world("gates", world.account, "--reviewer", "nobody@example.com")
    assert "knows nobody called nobody@example.com" in said.out
    shown = at_world("gates", world.account, "--remove-reviewer", "nobody@example.com", "--json").json()
    assert shown["reviewers"] == [SAM_MAIL]


def test_options_that_cannot_be_meant_are_refused(at_world: Handoff, world: World) -> None:
    assert at_world("evaluate", str(D_OK), "--language", "fr").code == 2
    assert at_world("demo", "--crm", "salesfarce").code == 2 and at_world("demo", "--port", "99999").code == 2
    assert "hg_gate_won" in at_world("gates", world.account, "--guide", "won", "--json").json()["guide"]


def test_a_plan_says_that_nothing_was_changed(at_world: Handoff, world: World) -> None:
    said = at_world("install", world.account, "--plan")
    assert "would create" not in said.out and said.out.strip().endswith("Nothing was changed.")


def test_conflicts_and_thin_sources_are_seen_by_the_rep(world: World) -> None:
    deal = world.deal(typed=TYPED | {"hard_deadline.date": "2027-02-20", "source": "J. Meyer", "confirm_by": "2027-02-01", "confirm_with": "IT"})  # fmt: skip
    world.run()
    text = world.ours(deal, "missing")
    assert "must say who and when" in text and "[HG-Q3]" in text
    assert "Please check:" in text and "2027-02-20 lies before the end of the launch window" in text


def test_a_document_for_another_account_is_carried_by_the_names_of_stages(
    at_world: Handoff, world: World, tmp_path: Path
) -> None:
    other = Portal(portal_id=424242, token="another-token")
    for stage in other.pipelines[0]["stages"]:
        stage["id"] = f"x-{stage['id']}"
    text = at_world("mapping", "export", world.account).out
    file = tmp_path / "sandbox.yaml"
    file.write_text(text, encoding="utf-8")
    with Emulator(other) as emulator:
        options = ("--portal", "424242", "--app-id", "5", "--api-base", emulator.url, "--client-secret", "s")
        assert at_world("connect", "hubspot", *options, "--access-token", "another-token").code == 0
        assert at_world("mapping", "import", "hubspot:424242", str(file)).code == 1
        said = at_world("mapping", "import", "hubspot:424242", str(file), "--carry")
        assert said.code == 0 and "carried: gates.quote.stages: default/quotesent → default/x-quotesent" in said.err
        shown = at_world("gates", "hubspot:424242", "--json").json()
        assert shown["gates"]["quote"]["stages"] == ["default/x-quotesent"]


def test_suggestions_name_properties_that_share_words(at_world: Handoff, world: World) -> None:
    definition = {
        **world.portal.definitions["dealname"],
        "name": "active_users_first_month_1",
        "groupName": "dealinformation",
    }
    world.portal.definitions["active_users_first_month_1"] = definition
    found = at_world("mapping", "suggest", world.account, "--json").json()
    assert found["active_users.month_1"] == ["active_users_first_month_1"]
    assert "active_users.month_1: active_users_first_month_1" in at_world("mapping", "suggest", world.account).out
