"""What the handoffs taught us: gaps, fields, the trial, promises. Deals, never people."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from integration.commands.common import emit, make_worker, stop
from integration.memory import DealMemory
from integration.rulings import ALARM, Tally, tallies
from integration.storage import Store
from integration.storage.schema import gap, ruling
from integration.template import built_in
from rules.render import Speaker

GAP_HEADER = ("deal", "missing field", "what changed", "effect", "id", "date")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@click.group()
def report() -> None:
    """Gaps, fields, trial, promises and appeals."""


def _store(account: str | None) -> Store:
    """What is remembered, of one account or of all; a name that nobody connected is told, not counted as nothing."""
    store = make_worker().store
    if account and store.accounts.get(account) is None:
        stop(f"no account {account}. Connected: {', '.join(row.key for row in store.accounts.all()) or 'none'}")
    return store


@report.command("gaps")
@click.option("--account")
@click.option("--json", "as_json", is_flag=True)
def gaps(account: str | None, as_json: bool) -> None:
    """The gap log as CSV: deal, missing field, what changed, effect on delivery."""
    rows = _store(account).records.rows(gap, account)
    if as_json:
        emit(rows)
        return
    out = csv.writer(sys.stdout)
    out.writerow(GAP_HEADER)
    for row in rows:
        at = datetime.fromtimestamp(row["at"], UTC).date().isoformat()
        cells = (row["deal_name"] or row["deal"], row["field"], row["what_changed"], row["effect"], row["seq"], at)
        out.writerow([_safe(cell) for cell in cells])


def _safe(cell: Any) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def _memories(store: Store, account: str | None) -> dict[str, DealMemory]:
    keys = [row.key for row in store.accounts.all() if account in (None, row.key)]
    return {id: DealMemory.model_validate(row) for key in keys for id, row in store.deals.all(key).items()}


@report.command("fields")
@click.option("--account")
@click.option("--json", "as_json", is_flag=True)
def fields(account: str | None, as_json: bool) -> None:
    """For each field: how many deals have it open, assumed, unknown, confirmed."""
    memories = [memory for memory in _memories(_store(account), account).values() if memory.states]
    speaker = Speaker(built_in())
    rows = []
    for spec in built_in().required():
        states = Counter(memory.states.get(spec.key, "missing") for memory in memories)
        known = {state: states[state] for state in ("confirmed", "assumed", "unknown")}
        rows.append({"field": spec.key, **known, "open": len(memories) - sum(known.values())})
    if as_json:
        emit(rows)
        return
    for row in rows:
        counts = f"{row['open']} open, {row['assumed']} assumed, {row['unknown']} unknown, {row['confirmed']} confirmed"
        click.echo(f"{speaker.label(str(row['field'])):16} {counts}")


@report.command("trial")
@click.option("--account")
@click.option("--json", "as_json", is_flag=True)
def trial(account: str | None, as_json: bool) -> None:
    """The trial deals, and what was skipped when a gate was first tried."""
    found = {id: memory for id, memory in _memories(_store(account), account).items() if memory.trial}
    rows: list[dict[str, Any]] = [
        {"number": m.trial, "deal": id, "name": m.name, "score": m.score, "skipped": list(m.skipped or ())}
        for id, m in sorted(found.items(), key=lambda pair: pair[1].trial)
    ]
    if as_json:
        emit(rows)
        return
    for row in rows:
        click.echo(
            f"{row['number']}. {row['name'] or row['deal']}: score {row['score']}; skipped: {', '.join(row['skipped']) or 'nothing'}"
        )
    if not rows:
        click.echo("No deal has left the first stage yet.")


@report.command("promises")
@click.option("--account")
@click.option("--json", "as_json", is_flag=True)
def promises(account: str | None, as_json: bool) -> None:
    """Deals that stand beyond a gate with something open: what was promised there is not safe."""
    found = {id: memory for id, memory in _memories(_store(account), account).items() if memory.hold}
    rows: list[dict[str, Any]] = [
        {"deal": id, "name": m.name, "held": list(m.held), "how": m.hold, "score": m.score} for id, m in found.items()
    ]
    if as_json:
        emit(rows)
        return
    for row in rows:
        click.echo(
            f"{row['name'] or row['deal']}: held at {', '.join(row['held'])} ({row['how']}), score {row['score']}"
        )
    if not rows:
        click.echo("No deal is held.")


@report.command("appeals")
@click.option("--account")
@click.option("--json", "as_json", is_flag=True)
def appeals(account: str | None, as_json: bool) -> None:
    """What the judge refused, by phrase: how often reps appealed, and how often reviewers found it specific enough."""
    found = tallies(_store(account).records.rows(ruling, account))
    if as_json:
        emit([{**asdict(tally), "rate": tally.rate, "offered": tally.offered} for tally in found])
        return
    judged, upheld = sum(tally.judged for tally in found), sum(tally.upheld for tally in found)
    if not found:
        click.echo("The judge has refused nothing yet.")
        return
    alarm = f": more than {ALARM:.0%}, the words need a look" if upheld > ALARM * judged else ""
    click.echo(f"{judged} answers judged vague, {upheld} of them wrongly ({upheld / judged:.0%}{alarm})")
    for tally in found:
        click.echo(
            f"{_named(tally)}: {tally.judged} judged vague, {tally.appealed} appealed, {tally.upheld} specific enough, {tally.rejected} not"
        )
    if offered := [tally.words for tally in found if tally.offered]:
        click.echo("Reviewers found these specific enough. Shall they count? Then add them to the account's document:")
        click.echo(f"words:\n  enough: {json.dumps(offered, ensure_ascii=False)}")


def _named(tally: Tally) -> str:
    """ "adjective “light”"; where nothing was said, the kind alone."""
    return f"{tally.kind} “{tally.words}”" if tally.words else tally.kind
