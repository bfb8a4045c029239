"""Engineering's review, and overrides: what people decide about one deal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import click

from integration.accounts import OpenAccount
from integration.commands.common import account_of, emit, make_worker, now, stop
from integration.desk import Desk
from integration.judging import Judgement
from integration.memory import DealMemory
from integration.rulings import decided
from integration.storage.schema import override as override_table
from integration.storage.schema import review as review_table
from integration.storage.schema import ruling as ruling_table
from integration.worker import Worker
from rules.model import GATES, Mark, Review
from rules.render import Speaker
from rules.review import agenda, first_week, works
from rules.version import field_digests

MARKS = ("missing", "unclear", "wrong", "challenged", "needs_proof")


@click.command()
@click.argument("account")
@click.argument("deal", required=False)
@click.option("--approve", "approved", is_flag=True, help="these answers can be built")
@click.option("--scope-change", "scope_change", is_flag=True, help="yes, but the scope must change first")
@click.option("--send-back", "sent_back", is_flag=True, help="not like this")
@click.option(
    "--mark", "marks", multiple=True, metavar="FIELD=MARK", help=f"one of {', '.join(MARKS)}; the field is open again"
)
@click.option("--note", default="", help="why, in a sentence")
@click.option("--plan", default="", help="how it will be built, e.g. in phases; it is shown on the deal")
@click.option("--days", multiple=True, metavar="WORK=DAYS", help="effort of a piece of set-up work; the sum is shown")
@click.option("--by", default="", help="the reviewer: e-mail address or user id, as listed")
@click.option("--json", "as_json", is_flag=True)
def review(account: str, deal: str | None, by: str, as_json: bool, **given: Any) -> None:
    """The review queue of ACCOUNT, riskiest first; the agenda of one DEAL; or engineering's decision about it."""
    worker = make_worker()
    opened = account_of(worker, account)
    decisions = [name for name in ("approved", "scope_change", "sent_back") if given[name]]
    asked = bool(decisions or given["marks"] or given["plan"] or given["days"])
    if len(decisions) > 1:
        stop("choose one of --approve, --scope-change and --send-back; nothing was kept", 2)
    if deal is None:
        if asked:
            stop("name the deal: handoff review ACCOUNT DEAL …; nothing was kept", 2)
        _queue(worker, opened, as_json)
        return
    if given["note"] and not given["marks"]:
        stop("--note goes with --mark; nothing was kept", 2)
    judgement = _look(worker, opened, worker.store.deals.resolve(account, deal))
    if asked:
        _decide(worker, opened, judgement, {**given, "decision": next(iter(decisions), None)}, by)
        judgement = _look(worker, opened, judgement.record.id)
    _card(judgement, as_json)


def _queue(worker: Worker, opened: OpenAccount, as_json: bool) -> None:
    """Deals that wait for a review, riskiest first."""
    memories = {id: DealMemory.model_validate(row) for id, row in worker.store.deals.all(opened.key).items()}
    reviews = worker.store.records.reviews(opened.key, list(memories))
    waiting = [id for id, m in memories.items() if m.states and (reviews.get(id) or {}).get("digest") != m.digest]
    waiting.sort(key=lambda id: memories[id].risk)
    rows = [
        {"deal": id, "name": memories[id].name, "score": memories[id].score, "due": memories[id].review_due}
        for id in waiting
    ]
    if as_json:
        emit(rows)
        return
    for row in rows:
        due = f", due {row['due']:%Y-%m-%d %H:%M} UTC" if row["due"] else ""
        click.echo(f"{row['deal']}  {row['name']}  score {row['score']}{due}")
    if not rows:
        click.echo("nothing waits for a review")


def _look(worker: Worker, opened: OpenAccount, deal: str) -> Judgement:
    """One deal as it is now. Nothing is written."""
    fetched = opened.crm.fetch([deal])
    if deal not in fetched.deals:
        stop(f"{opened.key} has no deal {deal}")
    return Desk(worker.store, opened, now()).look(fetched.deals[deal])


def _card(judgement: Judgement, as_json: bool) -> None:
    template = judgement.account.template
    speaker = Speaker(template, judgement.account.document.language)
    items = agenda(judgement.evaluation, template)
    notes = [speaker.say(finding) for finding in judgement.evaluation.findings]
    if as_json:
        lines = [{"id": said.id, "field": said.field, "message": said.message} for said in notes]
        emit(
            {
                "deal": judgement.record.id,
                "digest": judgement.evaluation.digest,
                "agenda": [i.model_dump() for i in items],
                "notes": lines,
            }
        )
        return
    counts = judgement.evaluation.counts
    click.echo(
        f"{judgement.record.name}: {judgement.evaluation.score} ({counts.confirmed} confirmed, {counts.assumed} assumed, ",
        nl=False,
    )
    click.echo(f"{counts.unknown} unknown, {counts.open} open)")
    for item in items:
        if not item.folded:
            click.echo(f"- {speaker.label(item.field)}: {item.state}")
            for said in notes:
                if said.field == item.field:
                    click.echo(f"    {said.message}")
    weeks = first_week(judgement.handoff, template)
    if weeks:
        click.echo(f"- First week: {', '.join(speaker.label(item) for item in weeks)}")
    folded = ", ".join(speaker.label(item.field) for item in items if item.folded)
    click.echo(f"confirmed: {folded or 'nothing yet'}")
    for said in notes:
        if said.field in [item.field for item in items if item.folded] or not said.field:
            click.echo(f"    {said.message}")


def _marks(opened: OpenAccount, given: Mapping[str, Any], by: str, judgement: Judgement) -> list[Mark]:
    found = []
    known = [spec.key for spec in opened.template.required()]
    for text in given["marks"]:
        field, _, kind = text.partition("=")
        if field not in known or kind not in MARKS:
            stop(f"--mark {text}: write FIELD=MARK; fields are {', '.join(known)}; marks are {', '.join(MARKS)}", 2)
        mark = {"field": field, "mark": kind, "note": given["note"], "by": by, "digest": judgement.evaluation.digest}
        found.append(Mark.model_validate(mark))
    return found


def _days(opened: OpenAccount, texts: Sequence[str]) -> dict[str, float]:
    """`data_import=2`: the effort by piece of work."""
    found = {}
    known = works(opened.template)
    for text in texts:
        work, _, days = text.partition("=")
        if work not in known or not re.fullmatch(r"\d{1,4}(?:\.\d+)?", days):
            stop(f"--days {text}: write WORK=DAYS, e.g. data_import=2; work is one of {', '.join(known)}", 2)
        found[work] = float(days)
    return found


def _decide(worker: Worker, opened: OpenAccount, judgement: Judgement, given: Mapping[str, Any], by: str) -> None:
    """Keep the decision for exactly these answers, and have the deal looked at again."""
    _allowed(opened, judgement, by)
    decision, marks = given["decision"], _marks(opened, given, by, judgement)
    earlier = judgement.handoff.review or Review(digest=judgement.evaluation.digest)
    fresh = {
        "decision": decision or earlier.decision,
        "by": by,
        "at": now(),
        "digest": judgement.evaluation.digest if decision else earlier.digest,
        "marks": () if decision == "approved" else (*earlier.marks, *marks),
        "plan": given["plan"] or earlier.plan,
        "days": {**earlier.days, **_days(opened, given["days"])},
        "changed": (),
    }
    fields = field_digests(judgement.handoff, opened.template)
    body: dict[str, Any] = {**earlier.model_copy(update=fresh).model_dump(mode="json"), "fields": fields}
    row = {"account": opened.key, "deal": judgement.record.id, "at": now().timestamp(), "by": by, "review": body}
    worker.store.records.add(review_table, [row])
    worker.store.records.add(ruling_table, decided(judgement, Review.model_validate({**fresh, "marks": ()}), marks))
    worker.store.intake.mark_dirty(opened.key, "deal", [judgement.record.id], now().timestamp())
    still = judgement.evaluation.counts.open
    more = (
        f" {still} answers are still open; the approval does not change that."
        if decision == "approved" and still
        else ""
    )
    click.echo(f"Kept. The deal shows it as soon as the worker has looked.{more}", err=True)


def _allowed(opened: OpenAccount, judgement: Judgement, by: str) -> None:
    """A listed reviewer, and not the deal's own rep."""
    if not by:
        stop("say who decides: --by name@example.com", 2)
    if by not in opened.document.reviewers:
        stop(f"“{by}” is not a reviewer of {opened.key}. Listed: {', '.join(opened.document.reviewers) or 'nobody'}.")
    if judgement.record.owner and opened.crm.person(by) == judgement.record.owner:
        stop("the deal's own rep cannot approve it; ask another reviewer")


@click.command()
@click.argument("account")
@click.argument("deal")
@click.option("--gate", type=click.Choice(GATES), required=True)
@click.option("--reason", required=True, help="why; it is kept and counted")
@click.option("--by", required=True, help="who decides it")
@click.option(
    "--hours", default=168.0, type=click.FloatRange(0, 8760, min_open=True), help="how long it holds (default: a week)"
)
def override(account: str, deal: str, gate: str, reason: str, by: str, hours: float) -> None:
    """Let one DEAL pass one gate. The next gate still checks."""
    if not reason.strip() or not by.strip() or not hours > 0:
        stop("an override needs a reason, somebody who decides it, and hours", 2)
    worker = make_worker()
    opened = account_of(worker, account)
    deal = worker.store.deals.resolve(account, deal)
    if deal not in opened.crm.fetch([deal]).deals:
        stop(f"{account} has no deal {deal}")
    expires = now() + timedelta(hours=hours)
    row = {"account": account, "deal": deal, "gate": gate, "by": by, "reason": reason.strip()}
    worker.store.records.add(override_table, [row | {"at": now().timestamp(), "expires": expires.timestamp()}])
    worker.store.intake.mark_dirty(account, "deal", [deal], now().timestamp())
    click.echo(f"Deal {deal} may pass the {gate} gate until {expires:%Y-%m-%d %H:%M} UTC.")
