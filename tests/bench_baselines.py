"""What the judge of answers is compared with: blank or not, a plain word list, four single cues, published checkers.

The checkers are not needed to run or to test the product: they are installed, pinned by hash, into a throw-away folder
for the time of the bench, or left out with a line that says so.
"""

from __future__ import annotations

import atexit
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable

from corpus_reader import CUES, FOLDER, Line

Refuses = Callable[[Line], bool]
PINS = FOLDER / "checkers.txt"

# What somebody writes down in a quarter of an hour who is asked for a list of vague words.
WORDS = """
tbd | tbc | n/a | asap | unknown | pending | normal | standard | usual | as usual | basic | simple | light | small | big | many | a lot | lots
a few | several | some | soon | quick | fast | easy | fine | later | the team | someone | whoever | everything | same as | should be | probably
maybe | depends | stuff | not sure | no idea | will see | sort out
offen | folgt | normale | üblich | übliche | üblichen | einfach | einfache | klein | viele | wenige | ein paar | bald | schnell | schnellstmöglich
später | wie immer | wie bei | jemand | das team | alles | klären | mal sehen | irgendwann | irgendwas | vermutlich | keine ahnung | standardmäßig
à définir | en attente | normale | habituel | habituels | habituelle | simple | petit | beaucoup | quelques | bientôt | vite | rapidement | plus tard
comme d'habitude | pareil | quelqu'un | l'équipe | tout | on verra | dès que possible | peut-être | sans doute | facile | je ne sais pas
por definir | pendiente | habitual | habituales | sencillo | sencilla | pequeño | muchos | unos pocos | pronto | rápido | más adelante | luego
como siempre | igual que | alguien | el equipo | todo | ya veremos | cuanto antes | quizá | supongo | fácil | no lo sé | depende | estándar
"""
_LISTED = tuple(f" {word.strip()} " for word in WORDS.replace("\n", "|").split("|") if word.strip())


def word_list(line: Line) -> bool:
    """Refused when blank or when any word of the list stands in it."""
    plain = unicodedata.normalize("NFC", line.text).casefold()
    words = f" {''.join(' ' if character in '.,;:!?()' else character for character in plain)} "
    return not plain.strip() or any(word in words for word in _LISTED)


def blank(line: Line) -> bool:
    """What a required field of a CRM does."""
    return not line.text.strip()


def plain_baselines() -> dict[str, Refuses]:
    """Without any package: a name and a function each."""
    cues: dict[str, Refuses] = {
        f"{name} ({'specific' if specific else 'vague'})": lambda line, act=act, specific=specific: (
            act(line.text) is not specific
        )
        for name, (act, specific) in CUES.items()
    }
    return {"not blank": blank, "plain word list": word_list, **cues}


def published() -> tuple[dict[str, Refuses], str]:
    """The checkers that can be used here, and one line about those that cannot."""
    trouble = _install() if not _importable() else ""
    found: dict[str, Refuses] = {}
    for name, make in {"wyzer-reqlint 0.1.0": _reqlint, "proselint 0.16.0": _proselint}.items():
        try:
            found[name] = make()
        except ImportError as error:
            trouble = trouble or f"{name} is left out: {error}"
    return found, trouble


def _importable() -> bool:
    return all(importlib.util.find_spec(name) for name in ("proselint", "reqlint"))


def _install() -> str:
    """Into a folder that goes when the bench ends, without touching what is installed; returns what went wrong."""
    folder = tempfile.mkdtemp(prefix="bench-checkers-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--target", folder]
    done = subprocess.run([*pip, "--require-hashes", "-r", str(PINS)], capture_output=True, text=True, check=False)
    sys.path.append(folder)
    if done.returncode == 0 and _importable():
        return ""
    reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return f"The published checkers could not be installed ({reason})."


def _reqlint() -> Refuses:
    import reqlint

    return lambda line: bool(reqlint.lint_line(1, line.text).findings)


def _proselint() -> Refuses:
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(__register__)
    return lambda line: bool(LintFile("answer", content=line.text).lint())
