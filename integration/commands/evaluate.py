"""Judging handoffs from files, and showing the template."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from integration.template import TemplateError, built_in, load
from rules.evaluate import evaluate as judge
from rules.model import GATES, Evaluation, Template
from rules.reading import NotAHandoff, instant, read_handoff
from rules.render import Speaker, pick


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--now", "at", help="judge as of this instant, e.g. 2027-01-04T09:00:00Z (default: now)")
@click.option("--language", default="en", type=click.Choice(["en", "de"]), help="language of the messages")
@click.option("--json", "as_json", is_flag=True, help="JSON, one line a handoff (always so)")
@click.pass_context
def evaluate(ctx: click.Context, file: Any, at: str | None, language: str, as_json: bool) -> None:
    """Judge handoffs: FILE (or - for standard input) holds one JSON document, an array, or JSON Lines."""
    template, moment, bad = built_in(), _moment(at), False
    for place, document in _documents(_text(file.read(), file.name)):
        try:
            if isinstance(document, Exception):
                raise NotAHandoff(str(document))
            result = judged(document, moment, template, language)
        except NotAHandoff as error:
            bad, result = True, {"error": f"{file.name}:{place}: {error}"}
        click.echo(json.dumps(result, ensure_ascii=False))
    ctx.exit(1 if bad else 0)


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{name}: not a text in UTF-8 (byte {error.start})") from None


def _moment(at: str | None) -> datetime:
    if at is None:
        return datetime.now(UTC)
    read = instant(at)
    if read is None:
        raise click.BadParameter(f"“{at}” is no instant; write e.g. 2027-01-04T09:00:00Z", param_hint="--now")
    return read


def _documents(text: str) -> Iterator[tuple[int, Any]]:
    """(line, document or what is wrong with it): one document, an array of them, or one a line."""
    try:
        whole = json.loads(text, parse_constant=_refuse)
        yield from enumerate(whole, 1) if isinstance(whole, list) else [(1, whole)]
        return
    except (ValueError, RecursionError) as error:
        failure = error
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) < 2 or not lines[0][1].strip().endswith("}"):
        yield getattr(failure, "lineno", 1), ValueError(f"not JSON: {getattr(failure, 'msg', failure)}")
        return
    for number, line in lines:
        try:
            yield number, json.loads(line, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            yield number, ValueError(f"not JSON: {getattr(error, 'msg', error)}")


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def judged(document: Any, moment: datetime, template: Template, language: str) -> dict[str, Any]:
    """One document's outcome, as the command prints it."""
    reading = read_handoff(document, template)
    zone = _zone(reading.handoff.deal.time_zone)
    evaluation = judge(reading.handoff, moment.astimezone(zone), template, reading.findings)
    return as_json_object(evaluation, Speaker(template, language))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise NotAHandoff(f"deal.time_zone: “{name}” is no time zone; use a name such as Europe/Berlin") from None


def as_json_object(evaluation: Evaluation, speaker: Speaker) -> dict[str, Any]:
    """The outside format of an evaluation: names here are public."""
    said = [speaker.say(finding) for finding in evaluation.findings]
    return {
        "deal": evaluation.deal.id,
        "score": evaluation.score,
        "counts": evaluation.counts.model_dump(),
        "fields": {key: {"state": o.state, "findings": list(o.findings)} for key, o in evaluation.fields.items()},
        "gates": {gate: {"allowed": o.allowed, "because": list(o.because)} for gate, o in evaluation.gates.items()},
        "findings": [
            {
                "id": text.id,
                "field": text.field or None,
                "message": text.message,
                "fix": text.fix,
                "blocks": list(text.blocks),
            }
            for text in said
        ],
        "changes_at": evaluation.changes_at.isoformat().replace("+00:00", "Z") if evaluation.changes_at else None,
        "digest": evaluation.digest,
        "template_version": evaluation.template_version,
    }


@click.group()
def template() -> None:
    """The fixed handoff."""


@template.command("show")
@click.option("--language", default="en", type=click.Choice(["en", "de"]), help="language of the questions")
@click.option("--json", "as_json", is_flag=True)
def show(language: str, as_json: bool) -> None:
    """The fields, their questions, and what each gate asks."""
    found = built_in()
    if as_json:
        click.echo(json.dumps(found.model_dump(mode="json", by_alias=True), ensure_ascii=False))
        return
    for number, spec in enumerate(found.fields, 1):
        mark = "" if spec.scored else " (not scored)"
        click.echo(f"{number:2}. {pick(spec.label, language)}{mark} [{spec.key}]")
        click.echo(f"    {pick(spec.question, language)}\n    e.g. {pick(spec.example, language)}")
    for gate in GATES:
        click.echo(f"{gate}: {', '.join(requirement.id for requirement in found.gates if requirement.gate == gate)}")


@template.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Can this template be used?"""
    try:
        found = load(file)
    except TemplateError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(1) from None
    click.echo(f"{file}: {len(found.required())} required fields, version {found.version}. It can be used.")
