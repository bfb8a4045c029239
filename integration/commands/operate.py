"""Running it: web, worker, migrations, the sweep, and what to do when something is stuck."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

import click

from integration.commands.common import account_of, emit, make_worker, now, progress, settings, stop
from integration.commands.holding import hold
from integration.metrics import judged_so_far
from integration.migrate import migrate as bring_up
from integration.worker import stop_on_signals


@click.command()
@click.option("--host", default="127.0.0.1", help="address to listen on")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), help="port to listen on")
def web(host: str, port: int) -> None:
    """Receive webhooks and answer health checks, with gunicorn."""
    found = settings(for_people=False)
    found.keyring()
    make_worker(found).store.close()
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", "8"]
    command += ["--bind", f"{host}:{port}", "--graceful-timeout", "10", "integration.app:create_app()"]
    os.execv(sys.executable, command)


@click.command()
@click.option("--once", is_flag=True, help="handle what is due now, then end")
def worker(once: bool) -> None:
    """Read, judge and write what webhooks and the sweep made due."""
    found = make_worker(settings(for_people=False))
    for problem in found.unreadable():
        click.echo(problem, err=True)
    if once:
        click.echo(f"{found.drain()} handled", err=True)
    else:
        found.run(stop_on_signals())


@click.command()
def migrate() -> None:
    """Bring the database to this version's schema. Safe to repeat."""
    bring_up(settings().database_url)
    click.echo("The database is up to date.")


@click.command()
@click.argument("account", required=False)
@click.option("--since", help="read everything changed since this date (default: since the last sweep)")
@click.option("--json", "as_json", is_flag=True)
def sync(account: str | None, since: str | None, as_json: bool) -> None:
    """Find deals that changed and that no webhook told us about, and handle them."""
    found = make_worker()
    keys = [account] if account else [row.key for row in found.store.accounts.all() if row.paused is None]
    start = _instant(since)
    counts: dict[str, dict[str, int]] = {}
    for key in keys:
        opened = account_of(found, key)
        found.resume(opened.row)
        before = judged_so_far()
        marked = found.sweep(opened, start, progress("found", as_json))
        found.drain(key, progress("handled", as_json))
        counts[key] = {"found": marked, "handled": judged_so_far() - before}
    if as_json:
        emit(counts)
    for key, count in counts.items() if not as_json else ():
        click.echo(f"{key}: {count['found']} changed, {count['handled']} handled")


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        stop(f"--since {text}: write a date such as 2027-01-04", 2)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


# --- events ---------------------------------------------------------------------------------------------------------


@click.group()
def events() -> None:
    """What came in, and what could not be handled."""


@events.command("list")
@click.argument("account")
@click.argument("deal", required=False)
@click.option("--json", "as_json", is_flag=True)
def list_events(account: str, deal: str | None, as_json: bool) -> None:
    """The events of a DEAL; without one, what is parked and why."""
    store = make_worker().store
    rows = store.intake.of_deal(account, deal) if deal else store.work.parked(account)
    if as_json:
        emit(rows)
        return
    for row in rows:
        if deal:
            at = datetime.fromtimestamp(row["received_at"], UTC).isoformat(timespec="seconds")
            click.echo(
                f"{at}  {row['change']} {row['property']} {row['value'] or ''} {(row['moved'] or {}).get('source', '')}"
            )
        else:
            click.echo(f"{row['kind']} {row['object_id']}: {row['error_class']}: {row['error']}")
    if not rows:
        click.echo("nothing")


@events.command("retry")
@click.argument("account")
@click.argument("deal", required=False)
def retry(account: str, deal: str | None) -> None:
    """Handle parked deals again: one, or all of the account."""
    count = make_worker().store.work.retry(now().timestamp(), account, deal)
    click.echo(f"{count} will be handled again.")


@click.command("stop-gates")
@click.option("--resume", is_flag=True, help="let the gates work again")
@click.option("--account", help="only this account")
@click.option("--by", default="operator", help="who decided it")
def stop_gates(resume: bool, account: str | None, by: str) -> None:
    """Open all gates at once: nothing is put back until --resume. Needs no CRM; one that refuses by itself is told too."""
    worker = make_worker()
    store = worker.store
    known = [row.key for row in store.accounts.all()]
    if account and account not in known:
        stop(f"{account} is not connected. Connected: {', '.join(known) or 'none'}. Nothing was changed.", 2)
    for key in (account, *(known if resume and not account else ())):
        store.records.stop_gates(key, not resume, now().timestamp(), by)
    click.echo(
        f"The gates of {account or 'all accounts'} work again."
        if resume
        else f"All gates of {account or 'all accounts'} are open. Nothing is put back until: handoff stop-gates --resume"
    )
    undone = hold(worker, [account] if account else known, resume)
    if undone:
        stop("\n".join(undone))
