"""The command line as a person meets it: arguments in, exit code and texts out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from world import KEY, World

from integration.__main__ import main


class Typed(io.BytesIO):
    """Standard input, as a real one is called."""

    name = "<stdin>"


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Handoff = Callable[..., Said]


def command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Handoff:
    """`handoff("gates", account)` runs the command in this process, with the environment as it is then."""

    def run(*arguments: str, stdin: str = "") -> Said:
        monkeypatch.setattr(sys, "argv", ["handoff", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Typed(stdin.encode()), encoding="utf-8"))
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return Said(code, printed.out, printed.err)

    return run


def at_home(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """The environment of somebody who runs this world's database."""
    url = world.worker.store.database.engine.url.render_as_string(hide_password=False)
    for name, value in (("DATABASE_URL", url), ("SECRET_KEYS", KEY), ("PUBLIC_URL", world.web)):
        monkeypatch.setenv(f"HANDOFF_{name}", value)
