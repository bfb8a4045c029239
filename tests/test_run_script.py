"""The script `run`: what can be checked without setting anything up."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / "run"
COMMANDS = ("demo", "handoff", "test", "check", "bench", "lock", "help")


def run(*words: str, script: Path = RUN, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(script), *words], cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("script", [RUN, ROOT / ".ci" / "run"], ids=["run", ".ci/run"])
def test_it_is_a_posix_script_that_can_be_started(script: Path) -> None:
    assert script.read_bytes().startswith(b"#!/bin/sh\n")
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", str(script)], capture_output=True, check=False).stderr == b""


@pytest.mark.parametrize("words", [(), ("help",), ("--help",)], ids=["nothing", "help", "--help"])
def test_help_lists_every_command(words: tuple[str, ...]) -> None:
    shown = run(*words)
    assert shown.returncode == 0
    assert re.findall(r"^\./run (\w+)", shown.stdout, re.MULTILINE) == list(COMMANDS)


def test_every_command_of_the_list_exists() -> None:
    cases = re.findall(r"^  (\w+)(?: \|[^)]*)?\) ", RUN.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(cases) == set(COMMANDS)


def test_an_unknown_command_is_refused_in_one_line() -> None:
    shown = run("dmeo")
    assert (shown.returncode, shown.stdout) == (2, "")
    assert shown.stderr == "There is no command dmeo; ./run help lists them.\n"


def test_it_works_from_anywhere_and_with_spaces_in_the_path(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    for name in ("run", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, folder)
    assert "./run demo" in run("help", script=folder / "run", cwd=tmp_path).stdout
    assert not (folder / ".venv").exists(), "help must not set anything up"
