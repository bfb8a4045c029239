"""Which stages mean which gate, and how each gate behaves."""

from __future__ import annotations

import secrets
import shlex
from datetime import UTC, datetime
from typing import Any

import click

from connectors.base import StageInfo
from integration.account import AccountDocument, Problem, change, check, guess_stages, load, stage_of
from integration.accounts import OpenAccount
from integration.commands.common import account_of, emit, make_worker, now, progress, save, stop
from integration.commands.holding import follow, may_enforce
from integration.worker import Worker
from integration.yaml_positions import did_you_mean
from rules.intents import WritePlan
from rules.model import GATES, Gate

MODES = ("shadow", "coach", "enforce")


@click.command()
@click.argument("account")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="GATE=STAGE[:MODE]",
    help="e.g. quote=quotesent:enforce; several stages with commas",
)
@click.option("--trial", help="how many deals are coached first, or off")
@click.option("--from", "reach", metavar="DATE", help="gates reach deals created at or after this date")
@click.option(
    "--park", multiple=True, metavar="[PIPELINE/]STAGE", help="where a deal goes that was created beyond a gate"
)
@click.option("--reviewer", multiple=True, metavar="EMAIL", help="may approve a handoff")
@click.option("--remove-reviewer", "removed", multiple=True, metavar="EMAIL", help="may no longer approve")
@click.option("--guide", type=click.Choice(GATES), help="the click path that makes the CRM itself refuse a move")
@click.option("--fill-codes", type=click.Choice(GATES), help="give deals that are past this gate their code")
@click.option("--check-kit", metavar="GATE=DEAL", help="try a move of an expendable test deal without its code")
@click.option("--json", "as_json", is_flag=True)
def gates(account: str, as_json: bool, **given: Any) -> None:
    """Show stages, gates and modes of ACCOUNT, or change them."""
    worker = make_worker()
    opened = account_of(worker, account)
    if given["guide"]:
        text = _guide(opened, given["guide"])
        emit({"guide": text}) if as_json else click.echo(text)
        return
    if given["fill_codes"]:
        click.echo(f"{_fill_codes(worker, opened, given['fill_codes'])} deals are past this gate and have a code.")
        return
    if changes := _changes(worker, opened, given):
        _may_become(opened, changes)
        save(worker, opened, changes, "gates")
        opened = account_of(worker, account)
        if not follow(worker, opened, as_json):
            stop(f"The document is changed, the CRM's own rules are not. Mend it, then: handoff install {account}")
    _show(opened, as_json)


def _may_become(opened: OpenAccount, changes: dict[tuple[str, ...], Any]) -> None:
    document, _ = load(change(opened.row.document, changes))
    if document:
        may_enforce(opened, document)


def _changes(worker: Worker, opened: OpenAccount, given: dict[str, Any]) -> dict[tuple[str, ...], Any]:
    """What the options change in the document."""
    changes: dict[tuple[str, ...], Any] = {}
    for text in given["settings"]:
        changes |= _gate_change(opened, text)
    if given["trial"]:
        changes[("trial", "deals")] = _trial(given["trial"])
    if given["reach"]:
        changes[("reach", "from")] = _start(given["reach"])
    for name in given["park"]:
        for place in map(stage_of, _stages(opened, name)):
            changes[("park", place.pipeline)] = place.id
    if given["reviewer"] or given["removed"]:
        listed = dict.fromkeys([*opened.document.reviewers, *given["reviewer"]])
        changes[("reviewers",)] = [name for name in listed if name not in given["removed"]]
    if given["check_kit"]:
        changes |= _kit_change(opened, given["check_kit"])
    return changes


def _gate_change(opened: OpenAccount, text: str) -> dict[tuple[str, ...], Any]:
    gate, equals, rest = text.partition("=")
    stages, _, mode = rest.rpartition(":") if rest.rpartition(":")[2] in MODES else (rest, "", "")
    if gate not in GATES or not equals or not stages:
        hint = did_you_mean(gate, list(GATES)) if gate not in GATES else ""
        stop(
            f"--set {text}: write GATE=STAGE:MODE, e.g. quote=quotesent:enforce; gates are {', '.join(GATES)}{hint}", 2
        )
    if not mode and ":" in stages:
        stages, _, wrong = stages.rpartition(":")
        stop(f"--set {text}: “{wrong}” is no mode; use {', '.join(MODES)}{did_you_mean(wrong, list(MODES))}", 2)
    places = [place for name in stages.split(",") for place in _stages(opened, name)]
    changes: dict[tuple[str, ...], Any] = {("gates", gate, "stages"): places}
    return changes | ({("gates", gate, "mode"): mode} if mode else {})


def _stages(opened: OpenAccount, name: str) -> list[str]:
    """A stage by `pipeline/id`, by its id (where pipelines share it: in all of them), or by its name, if only one is meant."""
    every = {f"{pipeline.id}/{stage.id}": stage for pipeline in opened.crm.pipelines() for stage in pipeline.stages}
    word = name.strip()
    found = [
        key for key, stage in every.items() if word in (key, stage.id) or word.casefold() == stage.label.casefold()
    ]
    if len(found) == 1 or (found and all(every[key].id == word for key in found)):
        return found
    if found:
        stop(f"“{word}” is a stage of several pipelines: {', '.join(found)}. Name the pipeline too.", 2)
    names = [*every, *(stage.id for stage in every.values()), *(stage.label for stage in every.values())]
    stop(f"“{word}” is no stage of {opened.key}{did_you_mean(word, names)}. handoff gates {opened.key} lists them.", 2)


def _start(text: str) -> str:
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        stop(f"--from {text}: write a date such as 2027-01-04", 2)
    return text.strip()


def _trial(text: str) -> int:
    if text == "off":
        return 0
    if not text.isdigit():
        stop(f"--trial {text}: a number of deals, or off", 2)
    return int(text)


def _kit_change(opened: OpenAccount, text: str) -> dict[tuple[str, ...], Any]:
    gate, _, deal = text.partition("=")
    places = opened.document.gates[gate].places() if gate in opened.document.gates else ()  # type: ignore[index]
    if not deal or not places:
        stop("--check-kit: write GATE=DEAL, for a gate that has a stage", 2)
    found: Gate = next(known for known in GATES if known == gate)
    if not opened.crm.kit_in_place(found, places[0], deal):
        guide = f"handoff gates {opened.key} --guide {gate}"
        stop(f"not in place: the test deal {deal} could be moved without a code (it was moved back). {guide}")
    return {("gates", gate, "kit"): {"checked": now().date().isoformat()}}


def _guide(opened: OpenAccount, gate: Gate) -> str:
    infos: list[StageInfo] = [
        stage
        for pipeline in opened.crm.pipelines()
        for stage in pipeline.stages
        if any(place.pipeline == pipeline.id and place.id == stage.id for place in opened.document.gate(gate).places())
    ]
    return opened.connector.guide(opened.connection, gate, infos)


def _fill_codes(worker: Worker, opened: OpenAccount, gate: Gate) -> int:
    """Deals past a gate get a code before ops make it required: otherwise their next move would be refused."""
    count = looked = 0
    show = progress("deals looked at")
    for page in opened.crm.changed_since(datetime.fromtimestamp(0, UTC)):
        fetched = opened.crm.fetch([found.id for found in page])
        past = [
            r for r in fetched.deals.values() if any(at.gate == gate for at in opened.ladder(r.stage).passed(r.stage))
        ]
        empty = [record for record in past if not record.shown.get(f"gate_{gate}")]
        plans = [
            WritePlan(deal=r.id, values={f"gate_{gate}": f"HG-PAST-{secrets.token_hex(2).upper()}"}) for r in empty
        ]
        if plans:
            opened.crm.apply(plans)
        looked += len(page)
        show(looked)
        count += len(past)
    return count


def _show(opened: OpenAccount, as_json: bool) -> None:
    document, pipelines = opened.document, opened.crm.pipelines()
    veto = opened.connector.capabilities.veto
    problems = check(opened.row.document, document, pipelines, f"{opened.key}.yaml", veto=veto)
    if as_json:
        emit(_as_json(opened, document, problems))
        return
    for pipeline in pipelines:
        click.echo(f"{pipeline.label} [{pipeline.id}]")
        for stage in pipeline.stages:
            gate = next((g for g in GATES if f"{pipeline.id}/{stage.id}" in document.gate(g).stages), None)
            shown = f"  ← {gate} gate: {_mode(opened, gate)}" if gate else ""
            click.echo(f"  {stage.label} [{stage.id}]{shown}")
    trial = (
        f"the next {document.trial.deals} deals that leave the first stage are coached"
        if document.trial.deals
        else "no trial"
    )
    click.echo(f"Reach: deals created at or after {document.reach.from_.isoformat()}. Trial: {trial}.")
    click.echo(f"Reviewers: {', '.join(document.reviewers) or 'none yet'}.")
    for name in document.reviewers:
        if opened.crm.person(name) is None:
            click.echo(
                f"note: the CRM knows nobody called {name}; a review set in the CRM could not be recognized as theirs."
            )
    for problem in problems:
        click.echo(f"note: {problem.message}. {problem.fix}." if problem.note else f"problem: {problem}")
    if not any(document.gate(gate).stages for gate in GATES):
        guesses = guess_stages(pipelines)
        sets = [f"{gate}={','.join(names)}:coach" for gate, names in guesses.items() if names]
        hints = " ".join(f"--set {shlex.quote(text)}" for text in sets)
        click.echo(f"No gate is set. From their names, perhaps: handoff gates {opened.key} {hints}")


def _mode(opened: OpenAccount, gate: Gate) -> str:
    asked, real = opened.document.gate(gate).mode, opened.mode(gate)
    if asked == real:
        return asked
    return f"{asked} asked, {real} in effect until the required-property kit has been checked (--guide {gate})"


def _as_json(opened: OpenAccount, document: AccountDocument, problems: list[Problem]) -> dict[str, Any]:
    rules = {
        gate: {
            "stages": list(document.gate(gate).stages),
            "mode": document.gate(gate).mode,
            "effective": opened.mode(gate),
        }
        for gate in GATES
    }
    stages = [
        {"pipeline": pipeline.id, "id": stage.id, "label": stage.label, "closed": stage.closed}
        for pipeline in opened.crm.pipelines()
        for stage in pipeline.stages
    ]
    more = {"reach": document.reach.from_.isoformat(), "trial": document.trial.deals, "park": dict(document.park)}
    return {
        "account": opened.key,
        "gates": rules,
        "stages": stages,
        **more,
        "reviewers": list(document.reviewers),
        "problems": [str(problem) for problem in problems if not problem.note],
        "notes": [f"{problem.message}. {problem.fix}." for problem in problems if problem.note],
    }
