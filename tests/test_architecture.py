"""The three floors, seen from the syntax tree: what import contracts cannot say."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import rules

ROOT = Path(__file__).resolve().parent.parent
VENDORS = tuple(p.name for p in (ROOT / "connectors").iterdir() if (p / "__init__.py").exists())
IMPURE = {"time", "os", "io", "pathlib", "socket", "logging", "subprocess", "urllib", "random", "threading"}
PURE = (set(sys.stdlib_module_names) - IMPURE) | {"pydantic", "rules"}
CLOCKS = {"now", "utcnow", "today"}
WORLD = {"open", "print", "input"}


def sources(folder: str, suffix: str = ".py") -> list[Path]:
    return sorted((ROOT / folder).rglob(f"*{suffix}"))


def short(path: Path) -> Path:
    return path.relative_to(ROOT)


def tree(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, with its full name; `from . import x` counts as the folder's own package."""
    for node in tree(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "" if not node.level else ".".join(short(path).parts[: -node.level])


def impure_calls(path: Path) -> Iterator[str]:
    """`datetime.now()` and its like by their last name, `open()` and its like when called plainly."""
    for node in tree(path):
        if isinstance(node, ast.Call):
            method, function = getattr(node.func, "attr", ""), getattr(node.func, "id", "")
            if method in CLOCKS or function in CLOCKS | WORLD:
                yield f"line {node.lineno}: {method or function}()"


def naming_a_vendor(paths: list[Path]) -> list[str]:
    """The lines with the name of a CRM: the folders of connectors/, and the two we began with."""
    names = {*VENDORS, "hubspot", "salesforce"}
    return [
        f"{short(path)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(name in line.casefold() for name in names)
    ]


@pytest.mark.parametrize("path", sources("rules"), ids=lambda p: str(short(p)))
def test_rules_are_pure(path: Path) -> None:
    foreign = {name for name in imports(path) if name.split(".")[0] not in PURE}
    assert not foreign, f"{short(path)} imports {foreign}: rules/ has the pure standard library and pydantic only"
    impure = list(impure_calls(path))
    assert not impure, f"{short(path)} asks the clock or the world; pass it in instead: {impure}"


def test_connectors_see_the_words_and_the_intents_only() -> None:
    seen = {name: short(path) for path in sources("connectors") for name in imports(path) if name.startswith("rules")}
    assert set(seen) <= {"rules.model", "rules.intents"}, seen


def test_importing_the_rules_package_loads_nothing() -> None:
    assert list(imports(ROOT / "rules" / "__init__.py")) == []


def test_the_rules_under_test_are_those_of_this_checkout() -> None:
    assert Path(rules.__file__ or "").resolve() == ROOT / "rules" / "__init__.py"


def test_rules_name_no_vendor() -> None:
    assert naming_a_vendor(sources("rules") + sources("rules", ".yaml")) == []


def test_nothing_above_the_connectors_names_a_vendor() -> None:
    """The demo may: it shows one CRM after the other."""
    paths = [p for p in sources("integration") if not str(p.relative_to(ROOT / "integration")).startswith("demo")]
    assert naming_a_vendor(paths) == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locks_are_hashed_and_name_no_server(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock
    pins = [line for line in lock.splitlines() if line[:1].isalnum()]
    assert pins and all("==" in line and line.endswith("\\") for line in pins), "a line without a hash"


def test_tests_are_flat() -> None:
    assert [str(short(p)) for p in (ROOT / "tests").rglob("__init__.py")] == []
