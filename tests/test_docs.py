"""The documentation keeps in step: commands, settings, ids, metrics, rows and links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from connectors.fields import PROPERTIES
from connectors.registry import load, names
from integration.__main__ import COMMANDS
from integration.metrics import REGISTRY
from integration.settings import KNOWN
from integration.template import built_in
from rules.catalogue.de import GERMAN
from rules.catalogue.en import ENGLISH

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "connectors").rglob("*.md")])
LATER = {63, 67, 71}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_command_stands_in_the_operators_page() -> None:
    text = read("docs/operator.md")
    assert [name for name in COMMANDS if f"`handoff {name}`" not in text] == []


def test_every_setting_stands_in_the_operators_page_and_no_other_does() -> None:
    text = read("docs/operator.md")
    sources = (ROOT / "connectors").glob("*/*.py")
    connectors = {
        name for path in sources for name in re.findall(r'"(HANDOFF_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"`(HANDOFF_[A-Z_]+)`", text)) == set(KNOWN) | connectors


def test_every_metric_stands_in_the_operators_page() -> None:
    names = {metric.name for metric in REGISTRY.collect() if metric.name.startswith("handoff_")}
    text = read("docs/operator.md")
    assert [name for name in names if name not in text] == []


def test_every_finding_and_requirement_has_its_line_and_no_other_has() -> None:
    ids = {key.removesuffix(".fix") for key in ENGLISH if key.endswith(".fix")}
    text = read("docs/findings.md").split("## What the doctor finds")[0]
    assert set(re.findall(r"^\| `([^`]+)` \|", text, re.M)) == ids
    assert {requirement.id for requirement in built_in().gates} <= ids


def test_every_id_of_the_doctor_has_its_line() -> None:
    sources = [*(ROOT / "connectors").rglob("*.py"), *(ROOT / "integration").rglob("*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    ids = set(re.findall(r'Trouble\(\s*"([a-z-]+)"', text)) | set(re.findall(r'_scope\(\s*"([a-z-]+)"', text))
    page = read("docs/findings.md")
    assert ids and [id for id in ids if f"`{id}`" not in page] == []


def test_the_catalogues_say_the_same_things() -> None:
    assert set(GERMAN) == set(ENGLISH)
    for key, text in ENGLISH.items():
        assert set(re.findall(r"\{(\w+)\}", GERMAN[key])) == set(re.findall(r"\{(\w+)\}", text)), key


def test_every_row_in_scope_has_a_test_that_exists() -> None:
    text = read("docs/requirements.md")
    rows = dict(re.findall(r"^\| R(\d+) \|[^|]*\| (.*) \|$", text, re.M))
    assert {int(row) for row in rows} >= set(range(1, 78)) - LATER
    named = set(re.findall(r"`(test_\w+\.py)`: `(test_\w+)`", text))
    missing = [f"{file}: {name}" for file, name in named if f"def {name}(" not in read(f"tests/{file}")]
    assert named and missing == []


def test_every_own_property_is_told_to_the_administrator() -> None:
    for name in names():
        text, mapping = read(f"connectors/{name}/README.md"), load(name).default_mapping()
        assert [mapping[p.part] for p in PROPERTIES if p.ours and f"`{mapping[p.part]}`" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_shows_both_commands_before_anything_long() -> None:
    first = "\n".join(read("README.md").splitlines()[:16])
    assert "./run demo" in first and "./run test" in first and "held-deal.png" in first
