"""What is deployed: one zip, always the same, that Salesforce's own tools read as we mean it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import simple_salesforce
from compiled import BEFORE, CONTRACT, LOST, NODE, ORG, QUOTE, WON, compiled, need_node, policy

from connectors.base import Connection, Pipeline, StageInfo
from connectors.errors import ConfigError
from connectors.salesforce.connector import Salesforce
from connectors.salesforce.package import Facts, Package, build
from connectors.salesforce.schema import default_mapping

MD = "{http://soap.sforce.com/2006/04/metadata}"
URL = "https://gate.example.com/webhooks/salesforce/a-secret-of-the-tests"


def connection(**more: Any) -> Connection:
    given: dict[str, Any] = {"mapping": default_mapping(), "policy": policy(), "webhook_url": URL, **more}
    return Connection(f"salesforce:{ORG}", {}, {}, **given)


def package(pipelines: tuple[Pipeline, ...] = (), **more: Any) -> Package:
    facts = Facts(ORG, "integration@example.com", pipelines or Salesforce().default_pipelines(), quotes=True)
    return build(connection(**more), facts)


def test_the_same_input_makes_the_same_bytes_and_another_input_others() -> None:
    assert package().zipped() == package().zipped()
    assert package().zipped() != package(language="de", policy=policy("de")).zipped()


def test_every_member_has_its_file_and_no_file_has_another() -> None:
    made = package()
    rules = {f"Opportunity.{name}" for name in names(made, "objects/Opportunity.object", "validationRules")}
    rules |= {f"Quote.{name}" for name in names(made, "objects/Quote.object", "validationRules")}
    assert rules == set(made.members["ValidationRule"])
    fields = {f"Opportunity.{name}" for name in names(made, "objects/Opportunity.object", "fields")}
    assert fields == set(made.members["CustomField"])
    assert (
        "CustomObject" not in made.members and "Workflow" not in made.members
    )  # members only: nothing else is touched


def names(made: Package, place: str, kind: str) -> list[str]:
    return [str(node.findtext(f"{MD}fullName")) for node in ET.fromstring(made.files[place]).findall(f"{MD}{kind}")]


def test_salesforces_own_deploy_library_resolves_exactly_the_listed_components(tmp_path: Path) -> None:
    made = package()
    zipfile.ZipFile(io.BytesIO(made.zipped())).extractall(tmp_path)
    found = json.loads(run_node("@salesforce/source-deploy-retrieve", "components.cjs", str(tmp_path)))
    assert {kind: sorted(listed) for kind, listed in found.items()} == {
        kind: sorted(listed) for kind, listed in made.members.items()
    }


def test_the_panel_compiles_with_the_lightning_compiler() -> None:
    made = package()
    given = {
        "name": "handoffPanel",
        **{kind: made.files[f"lwc/handoffPanel/handoffPanel.{kind}"] for kind in ("html", "js")},
    }
    assert json.loads(run_node("@lwc/compiler", "panel.cjs", json.dumps(given))) == []


def run_node(needs: str, script: str, given: str) -> str:
    command = [need_node(needs), str(NODE / script)]
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


# --- the vendor's own schema -----------------------------------------------------------------------------------------


def test_there_are_no_faults_against_the_vendors_schema() -> None:
    made = package()
    faults = [fault for name, text in made.files.items() if name.endswith(KINDS) for fault in Schema().faults(text)]
    assert faults == []
    broken = (
        made.files["objects/Opportunity.object"]
        .replace("<active>true", "<active>yes", 1)
        .replace("errorMessage", "errorText")
    )
    assert len(list(Schema().faults(broken))) > 1


KINDS = (
    ".object",
    ".permissionset",
    ".customPermission",
    ".flow",
    ".workflow",
    ".quickAction",
    "-meta.xml",
    "package.xml",
)
XS = "{http://www.w3.org/2001/XMLSchema}"


class Schema:
    """The types of the metadata WSDL that comes with simple-salesforce (version 63): elements, how often, which values."""

    def __init__(self) -> None:
        tree = ET.parse(Path(simple_salesforce.__file__).parent / "metadata.wsdl")
        self.types = {str(node.get("name")): node for node in tree.iter(f"{XS}complexType")}
        self.values = {
            str(node.get("name")): [str(v.get("value")) for v in node.iter(f"{XS}enumeration")]
            for node in tree.iter(f"{XS}simpleType")
        }

    def elements(self, kind: str) -> dict[str, tuple[str, int, str]]:
        node, found = self.types[kind], {}
        base = node.find(f".//{XS}extension")
        if base is not None and str(base.get("base")).startswith("tns:"):
            found |= self.elements(str(base.get("base"))[4:])
        for e in node.iter(f"{XS}element"):
            found[str(e.get("name"))] = (str(e.get("type")), int(e.get("minOccurs", "1")), e.get("maxOccurs", "1"))
        return found

    def faults(self, text: str) -> Iterator[str]:
        root = ET.fromstring(text)
        yield from self._of(root, root.tag.removeprefix(MD), root.tag.removeprefix(MD))

    def _of(self, node: ET.Element, kind: str, path: str) -> Iterator[str]:
        known, seen = self.elements(kind), dict[str, int]()
        for child in node:
            name = child.tag.removeprefix(MD)
            seen[name] = seen.get(name, 0) + 1
            yield from (
                self._child(child, known.get(name, ("", 0, "1"))[0], f"{path}/{name}")
                if name in known
                else [f"{path}/{name}"]
            )
        for name, (_, least, most) in known.items():
            if seen.get(name, 0) < least or (most != "unbounded" and seen.get(name, 0) > int(most)):
                yield f"{path}: {name} stands {seen.get(name, 0)} times"

    def _child(self, child: ET.Element, kind: str, path: str) -> Iterator[str]:
        bare, text = kind.removeprefix("tns:"), (child.text or "").strip()
        if bare in self.types:
            yield from self._of(child, bare, path)
        elif self.values.get(bare) and text not in self.values[bare]:
            yield f"{path}: {text} is none of {self.values[bare][:5]}"
        elif (
            bare == "xsd:boolean"
            and text not in ("true", "false")
            or bare in ("xsd:int", "xsd:double")
            and not re.fullmatch(r"-?\d+(\.\d+)?", text)
        ):
            yield f"{path}: {text}"


# --- what a rep reads, and what a formula may be ---------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "de"])
def test_N2_a_message_names_the_field_an_example_a_place_and_a_code_in_255_characters(language: str) -> None:
    wanted = policy(language)
    made = package(language=language, policy=wanted)
    for rule in made.rules:
        assert len(rule.message) <= 255 and "…" not in rule.message, rule.name
        assert re.search(r"\[HG(-[QCW]\d)?\]$", rule.message), rule.message
    for spec in wanted.template.required():
        rule = next(
            r for r in made.rules if r.name == "Handoff_Gate_" + "_".join(w.capitalize() for w in spec.key.split("_"))
        )
        assert (
            spec.label[language] in rule.message
            and spec.example[language] in rule.message
            and "Handoff" in rule.message
        )
        assert rule.field.startswith("HG_")


@pytest.mark.parametrize("language", ["en", "de"])
def test_formulas_names_and_descriptions_keep_to_the_vendors_limits(language: str) -> None:
    made = package(language=language, policy=policy(language))
    assert len({(rule.object, rule.name) for rule in made.rules}) == len(made.rules)
    for rule in made.rules:
        assert len(rule.formula) <= 3900 and len(rule.name) <= 40, rule.name
        assert re.fullmatch(r"[A-Za-z](?:[A-Za-z0-9]|_(?!_))*(?<!_)", rule.name)
    for text in (made.files["objects/Opportunity.object"], made.files["objects/Quote.object"]):
        for node in ET.fromstring(text).iter(f"{MD}validationRules"):
            assert len(str(node.findtext(f"{MD}description"))) <= 255
        for node in ET.fromstring(text).iter(f"{MD}fields"):
            assert len(str(node.findtext(f"{MD}label"))) <= 40 and len(str(node.findtext(f"{MD}inlineHelpText"))) <= 510


def test_a_stage_or_record_type_that_does_not_exist_refuses_to_compile() -> None:
    """A typing error would otherwise leave the gate silently open."""
    short = Pipeline("default", "Opportunities", (StageInfo(BEFORE, BEFORE), StageInfo(WON, WON, "won")))
    with pytest.raises(ConfigError, match=r"gates\.quote: .*Proposal/Price Quote"):
        package(pipelines=(short,))
    with pytest.raises(ConfigError, match="record type “Partner”"):
        package(policy=policy(pipelines=("Partner",)))


def test_literals_are_escaped() -> None:
    stages = [
        StageInfo(name, name, closed) for name, closed in ((BEFORE, "open"), ('Quote "sent"\\', "open"), (WON, "won"))
    ]  # type: ignore[arg-type]
    pipeline = Pipeline("default", "Opportunities", tuple(stages))
    base = policy()
    gates = tuple(
        replace(
            g, stages=tuple(s.model_copy(update={"id": stages[1].id}) for s in g.stages) if g.gate == "quote" else ()
        )
        for g in base.gates
    )
    made = compiled(replace(base, gates=gates), pipelines=(pipeline,))
    assert any('"Quote \\"sent\\"\\\\"' in rule.formula for rule in made)


def test_only_enforced_gates_refuse_and_losing_never_does() -> None:
    quiet = compiled(policy(modes={"quote": "coach", "contract": "shadow", "won": "coach"}))
    assert [rule.name for rule in quiet] == ["Handoff_Gate_Own_Fields", "Handoff_Gate_Reviewers_Only"]
    loud = compiled(policy(modes={"quote": "coach", "contract": "shadow"}))
    assert all(QUOTE not in rule.formula or f'"{WON}"' in rule.formula for rule in loud)
    assert not any(LOST in rule.formula for rule in compiled(policy()))


def test_rules_are_limited_to_the_record_types_and_deal_types_in_reach() -> None:
    ladder = Salesforce().default_pipelines()[0].stages
    pipelines = tuple(Pipeline(name, name, ladder) for name in ("New_Business", "Partner"))
    base = policy(pipelines=("New_Business",), deal_types=("New Business", "Upgrade"))
    at = {"quote": QUOTE, "contract": CONTRACT, "won": WON}
    gates = tuple(
        replace(g, stages=tuple(s.model_copy(update={"pipeline": "New_Business", "id": at[g.gate]}) for s in g.stages))
        for g in base.gates
    )
    for rule in compiled(replace(base, gates=gates), pipelines=pipelines):
        if "CASE(StageName" in rule.formula:
            assert 'RecordType.DeveloperName = "New_Business"' in rule.formula and "Partner" not in rule.formula
            assert 'ISPICKVAL(Type, "Upgrade")' in rule.formula


def test_a_part_that_ops_took_away_or_mapped_elsewhere_is_left_to_the_service() -> None:
    mapping: Mapping[str, str] = {part: name for part, name in default_mapping().items() if part != "peak_load.when"}
    text = " ".join(rule.formula for rule in compiled(policy(), mapping))
    assert "HG_Peak_When__c" not in text and "HG_Users_Month_1__c" in text
    own = {**default_mapping(), "active_users.status": "Users_Known__c"}
    text = " ".join(rule.formula for rule in compiled(policy(), own) if rule.name.startswith("Handoff_Gate_Active"))
    assert text == ""
