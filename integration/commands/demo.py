"""The demo: every CRM emulated, with web process and worker on loopback, and a short story with a deal in each."""

from __future__ import annotations

import importlib
import logging
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from werkzeug.serving import make_server

from connectors.registry import load as load_connector
from connectors.registry import names as crm_names
from integration.account import change, new_text
from integration.accounts import AccountBook, open_account
from integration.app import create_app
from integration.commands.common import now
from integration.logs import set_up
from integration.migrate import migrate
from integration.settings import Settings
from integration.storage import AccountRow, open_store
from integration.template import built_in
from integration.worker import Worker

KEY = "demo-key-that-protects-nothing-real"
PATIENCE = 15.0


class StepFailed(Exception):
    """A step of the story did not come out as it should."""


@dataclass
class Stage:
    """Everything that runs while the demo does."""

    play: Any
    worker: Worker
    quiet: bool
    refuses: bool

    def say(self, text: str = "", indent: int = 0) -> None:
        for line in text.split("\n"):
            click.echo(textwrap.fill(line, 100, initial_indent=" " * indent, subsequent_indent=" " * indent))

    def wait(self, what: str, check: Callable[[], bool]) -> None:
        """Wait until something is true, and say that it is."""
        started = time.monotonic()
        while not check():
            if time.monotonic() - started > PATIENCE:
                raise StepFailed(what)
            time.sleep(0.05)
        self.say(f"✓ {what} ({time.monotonic() - started:.1f} s)", 2)

    def check(self, what: str, right: bool) -> None:
        if not right:
            raise StepFailed(what)
        self.say(f"✓ {what}", 2)


@click.command()
@click.option(
    "--check", "only_check", is_flag=True, help="play the story without a person, check each step, end with 0 or 1"
)
@click.option("--crm", type=click.Choice(crm_names()), help="only this emulated CRM (default: all of them)")
@click.option(
    "--port", default=0, type=click.IntRange(0, 65535), help="port of the first board (default: any free one)"
)
def demo(only_check: bool, crm: str | None, port: int) -> None:
    """Watch a deal being held, mended and let through, in every CRM. Needs no account and no network."""
    set_up("error", for_people=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    names = [crm] if crm else list(crm_names())
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_:
        stages = []
        for place, name in enumerate(names):
            play = importlib.import_module(f"connectors.{name}.emulator").Demo(port=port + place if port else 0)
            home = Path(folder, name)
            home.mkdir()
            stages.append(open_.enter_context(_running(open_.enter_context(play), name, home, only_check)))
            _play(stages[-1])
        if only_check:
            stages[-1].say("\nEvery step came out as it should.")
        else:
            _stay(stages)


def _play(stage: Stage) -> None:
    try:
        story(stage)
    except StepFailed as error:
        stage.say(f"✗ {error}", 2)
        stage.say(f"The deal stands in {stage.play.stage()}. What was written:\n{stage.play.written('missing')}")
        raise click.exceptions.Exit(1) from None


@contextmanager
def _running(play: Any, crm: str, folder: Path, quiet: bool) -> Iterator[Stage]:
    """Web and worker, ready: migrated, connected, installed, gates enforced."""
    server = make_server("127.0.0.1", 0, _nothing, threaded=True)
    settings = Settings(f"sqlite:///{folder}/demo.db", f"http://127.0.0.1:{server.server_port}", "error", keys=(KEY,))
    migrate(settings.database_url)
    worker = _connected(play, crm, settings)
    server.app = create_app(settings)
    stop = threading.Event()
    threads = [
        threading.Thread(target=server.serve_forever, daemon=True),
        threading.Thread(target=worker.run, args=(stop,), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield Stage(play, worker, quiet, load_connector(crm).capabilities.veto)
    finally:
        stop.set()
        threads[1].join(timeout=5)
        server.shutdown()
        server.server_close()
        server.app.extensions["store"].close()
        worker.store.close()


def _nothing(_environ: Any, start: Any) -> list[bytes]:
    start("503 Service Unavailable", [])
    return []


def _connected(play: Any, crm: str, settings: Settings) -> Worker:
    """Connect the emulated account with every gate enforced, install, and subscribe."""
    connector, keyring, store = load_connector(crm), settings.keyring(), open_store(settings.database_url)
    values = play.options()
    secret = {option.name for option in connector.options if option.secret}
    key = connector.account_key(values)
    changes: dict[tuple[str, ...], Any] = {("trial", "deals"): 0}
    for gate, place in play.gates().items():
        changes |= {("gates", gate, "stages"): [place], ("gates", gate, "mode"): "enforce"}
    text = change(new_text(key, "en", "UTC", now()), changes)
    plain = {name: value for name, value in values.items() if name not in secret}
    sealed = keyring.seal(key, {name: value for name, value in values.items() if name in secret})
    row = AccountRow(key, connector.name, f"demo {connector.label}", "UTC", plain, sealed, text, 1, now().timestamp())
    store.accounts.connect(row, "demo")
    opened = open_account(row, keyring, built_in(), settings.public_url)
    opened.crm.install(False, lambda step: None)
    play.listen(opened.crm.setup_files())
    play.create_deals()
    return Worker(store, AccountBook(store, keyring, built_in(), settings.public_url))


def story(stage: Stage) -> None:
    """A person moves a deal too early; it is held; the answers are filled; it moves."""
    play = stage.play
    stage.say(f"\n{play.label}, emulated, with web and worker. The board: {play.board}\n")
    stage.say("1. Ana heard “light usage, normal security”, writes that down, and moves the deal to the quote stage.")
    play.fill_vaguely()
    before, told = play.stage(), play.move_to_quote()
    _refused(stage, before, told) if stage.refuses else _put_back(stage, before)
    stage.check("what she typed still stands as she typed it", play.typed("peak_when") == "light usage")
    if not stage.quiet:
        stage.say("\nOn the deal, under “Handoff: what is missing”:")
        stage.say(play.written("missing") + "\n", 4)
    stage.say("2. Ana asks the customer and fills in what she learns: numbers, names, systems, times.")
    play.fill_well()
    stage.wait("the score is 100 and the deal is ready", lambda: play.written("score") == "100")
    stage.wait("no task is left open", lambda: all(done for _, _, done in play.tasks()))
    stage.check("the quote gate has its code", play.written("gate_quote").startswith("HG-"))
    stage.say("3. She moves the deal again.")
    stage.check("nothing is refused", not play.move_to_quote())
    stage.wait("it stays, and the handoff is cleared", lambda: play.written("state") == "cleared")
    stage.check(f"the deal stands in {play.stage()}", play.stage() != before)


def _put_back(stage: Stage, before: str) -> None:
    """A CRM that lets an app refuse nothing: the move is undone, with one task."""
    play = stage.play
    stage.wait("the deal is put back", lambda: play.stage() == before and play.written("state") == "held")
    stage.wait("Ana has one task that says why", lambda: len(play.tasks()) == 1)
    stage.check("it names the peak load she left vague", "Peak load" in play.tasks()[0][1])


def _refused(stage: Stage, before: str, told: str) -> None:
    """A CRM with rules of its own: nothing moves at all."""
    play = stage.play
    stage.check("the save itself is refused", bool(told) and play.stage() == before)
    stage.check("it names the peak load she left vague", "Peak load" in told)
    if not stage.quiet:
        for message in told.split("\n"):
            stage.say(f"“{message}”", 4)
    stage.wait("the whole list stands on the deal", lambda: "Peak load" in play.written("missing"))
    stage.check("nothing was moved, so nobody has a task", play.tasks() == [])


def _stay(stages: list[Stage]) -> None:
    """The visitor's turn, until Ctrl-C."""
    boards = " or ".join(stage.play.board for stage in stages)
    stages[-1].say("\nOne template, ten questions, every CRM.")
    stages[-1].say(f"Now you: open {boards} and move another deal to the quote stage. Ctrl-C ends the demo.")
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        stages[-1].say("\nThe demo is over. Nothing was kept.")
