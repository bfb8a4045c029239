"""Notes in, proposals out: what call notes or a mail say, for a person to take or leave."""

from __future__ import annotations

import json
import sys

import click

from integration.commands.common import day_of
from integration.drafting import LONGEST, drafted
from rules.lexicon import LANGUAGES


@click.command()
@click.option("--date", "day", help="the day the notes are from, e.g. 2027-01-04: gives “15 March” its year")
@click.option("--language", type=click.Choice(LANGUAGES), help="language of the notes (default: found in them)")
@click.option("--json", "as_json", is_flag=True, help="JSON on one line (always so)")
def draft(day: str | None, language: str | None, as_json: bool) -> None:
    """Read notes from standard input and propose what they say, each with its sentence; list what stays to be asked.

    Nothing is stored and nothing is changed: every proposal is an assumption until somebody confirms it.
    """
    notes = _notes(sys.stdin.buffer.read(LONGEST * 4 + 1))
    click.echo(json.dumps(drafted(notes, day_of(day), language), ensure_ascii=False))


def _notes(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"standard input: not a text in UTF-8 (byte {error.start})") from None
    if len(text) > LONGEST:
        raise click.UsageError(f"standard input: more than {LONGEST:,} characters; paste the notes of one deal")
    return text
