"""What many tests share: the complete handoff D-OK, the template, the clock of the requirements."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from command_line import Handoff, at_home, command_line
from sworld import SalesWorld, a_sales_world
from world import World, a_world

from integration.template import built_in
from rules.evaluate import evaluate
from rules.model import Evaluation, Template
from rules.reading import read_handoff

D_OK = json.loads((Path(__file__).parent.parent / "docs" / "examples" / "d-ok.json").read_text(encoding="utf-8"))
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=ZoneInfo("UTC"))
Change = Callable[..., dict[str, Any]]


@pytest.fixture
def template() -> Template:
    return built_in()


@pytest.fixture
def d_ok() -> dict[str, Any]:
    return copy.deepcopy(D_OK)


@pytest.fixture
def judged(template: Template) -> Callable[..., Evaluation]:
    """Evaluate a document as `handoff evaluate` does."""

    def run(document: dict[str, Any], now: datetime = NOW) -> Evaluation:
        reading = read_handoff(document, template)
        return evaluate(reading.handoff, now, template, reading.findings)

    return run


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as made:
        yield made


@pytest.fixture
def sales(tmp_path: Path) -> Iterator[SalesWorld]:
    with a_sales_world(tmp_path) as made:
        yield made


@pytest.fixture
def handoff(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Handoff:
    """The command line, with settings of a newcomer: a database that does not exist yet, and a key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HANDOFF_SECRET_KEYS", "a-newcomers-key-that-is-long-enough")
    return command_line(monkeypatch, capsys)


@pytest.fixture
def at_world(world: World, handoff: Handoff, monkeypatch: pytest.MonkeyPatch) -> Handoff:
    """The command line of somebody who operates `world`."""
    at_home(monkeypatch, world)
    return handoff
