"""Judging single texts: what a rep wrote for one field, and how it could be put."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from integration.commands.common import day_of
from integration.documents import load
from integration.own_words import OwnWords, words_of
from integration.template import built_in
from rules.judge import Words
from rules.judge import judge as judge_text
from rules.lexicon import LANGUAGES
from rules.model import Input, Template
from rules.needs import NEEDS
from rules.offers import offers

LONGEST = 2_000_000  # bytes of one line


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--language", type=click.Choice(LANGUAGES), help="language of the texts (default: found in each)")
@click.option(
    "--document",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="an account's document, for its own words",
)
@click.option(
    "--date",
    "day",
    help="the day the texts are from, e.g. 2027-01-04: gives “Friday” its date (default: today)",
)
@click.option("--json", "as_json", is_flag=True, help="JSON, one line a text (always so)")
@click.pass_context
def judge(
    ctx: click.Context, file: Any, language: str | None, document: Path | None, day: str | None, as_json: bool
) -> None:
    """Judge texts: FILE (default: standard input) holds a line of JSON for each, {"field": "peak_load", "text": "…"}.

    Each gets its line: verdict, reasons, how it could be put, and the values that a sentence offers. Nothing is filled in.
    A line that cannot be read gets an "error".
    """
    words, bad = _words(document), False
    template, today = built_in(), day_of(day) or date.today()
    known = known_fields(template)
    for place, line in _lines(file):
        try:
            asked = _asked(line, known)
            result = judged(asked, language, words) | {"offers": offered(asked, template, today)}
        except ValueError as error:
            bad, result = True, {"error": f"{file.name}:{place}: {error}"}
        click.echo(json.dumps(result, ensure_ascii=False))
    ctx.exit(1 if bad else 0)


def known_fields(template: Template) -> tuple[str, ...]:
    """Every field and input that a text may be written for: `peak_load`, `peak_load.when`, `security.sso` …"""
    inputs = (f"{spec.key}.{key}" for spec in template.fields for input_ in spec.inputs for key in _keys(input_))
    return tuple(dict.fromkeys([*template.keys(), *NEEDS, *inputs]))


def _keys(input_: Input) -> Iterator[str]:
    yield from (input_.key, *(input_.choices if input_.type == "items" else ()))
    for column in input_.columns:
        yield from _keys(column)


def _words(document: Path | None) -> Words:
    if document is None:
        return words_of(OwnWords())
    read, problems = load(document.read_bytes(), str(document))
    if read is None:
        raise click.UsageError("\n".join(map(str, problems)))
    return words_of(read.words)


def _lines(file: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(file, 1) if line.strip())


def _asked(line: bytes, known: tuple[str, ...]) -> tuple[str, str, Any]:
    """Field, text and language of a line. Raises ValueError with what is wrong."""
    if len(line) > LONGEST:
        raise ValueError(f"longer than {LONGEST:,} bytes")
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {getattr(error, 'msg', error)}") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("field"), str):
        raise ValueError('write {"field": "peak_load", "text": "…"}')
    field, text = asked["field"], asked.get("text")
    if field not in known:
        near = difflib.get_close_matches(field, known, n=1)
        raise ValueError(f"“{field[:60]}” is no field of the handoff" + (f" (did you mean {near[0]}?)" if near else ""))
    if text is not None and not isinstance(text, str):
        raise ValueError("“text” is no text")
    return field, text or "", asked.get("language")


def judged(asked: tuple[str, str, Any], language: str | None, words: Words) -> dict[str, Any]:
    """One text's outcome, as the command prints it: names here are public."""
    field, text, own = asked
    found = judge_text(field, text, own if own in LANGUAGES else language, words)
    return found.model_dump(mode="json", include={"verdict", "reasons", "rewrite"})


def offered(asked: tuple[str, str, Any], template: Template, today: date) -> list[dict[str, Any]]:
    """The values that a sentence holds, each with its input: for a person to take or leave."""
    field, text, _ = asked
    return [offer.model_dump(mode="json") for offer in offers(field, text, template, today)]
