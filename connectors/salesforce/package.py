"""Everything that is deployed into one organisation: template, gates and account document in, metadata files out.

Pure and deterministic: the same input makes the same bytes, so that a difference means that something was changed.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from connectors.base import Connection, Pipeline, Policy
from connectors.fields import PROPERTIES, PropertyType
from connectors.salesforce import metadata as m
from connectors.salesforce.boxes import Boxes
from connectors.salesforce.gates import ground
from connectors.salesforce.guards import REVIEW, STAMPED, guards
from connectors.salesforce.messages import Messages
from connectors.salesforce.requirements import Compiler, Rule
from connectors.salesforce.schema import (
    BYPASS,
    EVALUATED_REVISION,
    INTEGRATION,
    OURS,
    OWN_ONLY,
    REVIEWED_AT,
    REVIEWED_BY,
    REVIEWER,
    REVISION,
    SALES,
)

COUNT, NOTE, ON_CREATE, ON_UPDATE = (
    OURS + name for name in ("Count_Answers", "Note_Reviewer", "Notify_Create", "Notify_Update")
)
FLOWS = (COUNT, NOTE, ON_CREATE, ON_UPDATE)
MESSAGE = f"{OURS}Opportunity_Changed"
PANEL, ACTION = "handoffPanel", "Handoff"
MESSAGE_FIELDS = ("CreatedDate", "Id", "LastModifiedById", "LastModifiedDate", "StageName", "SystemModstamp")
ALWAYS_NOTIFIED = ("StageName", "OwnerId")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the date of every file in the zip: the same input makes the same bytes
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Facts:
    """What has to be known of an organisation. `types` are those of fields that ops mapped themselves."""

    org: str
    username: str
    pipelines: tuple[Pipeline, ...]
    quotes: bool = False
    types: Mapping[str, PropertyType] = field(default_factory=dict)


@dataclass(frozen=True)
class Package:
    """Files by their place in the zip, the components they hold by kind, and the rules among them."""

    files: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    fields: tuple[str, ...]

    def zipped(self, more: Mapping[str, str] | None = None) -> bytes:
        """The zip that a deploy takes."""
        return zipped({**self.files, **(more or {})})


def zipped(files: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), files[name].encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def build(connection: Connection, facts: Facts) -> Package:
    """Raises ConfigError when a stage, a record type or a rule cannot be made."""
    policy = connection.policy
    boxes = Boxes(connection.mapping, facts.types)
    made = m.default_fields(connection.mapping)
    files = {
        **_permissions(connection.mapping, made),
        **_flows(boxes),
        **_message(connection, facts),
        **_panel(connection),
    }
    rules = (
        tuple(_stamped(_rules(connection, policy, boxes, facts), [*files.values(), *made.values()])) if policy else ()
    )
    files |= _objects(made, rules, policy.template.version if policy else "")
    members = {
        "CustomField": tuple(f"Opportunity.{name}" for name in made),
        "CustomPermission": (BYPASS, REVIEWER),
        "Flow": FLOWS,
        "LightningComponentBundle": (PANEL,),
        "PermissionSet": (BYPASS, INTEGRATION, REVIEWER, SALES),
        "QuickAction": (f"Opportunity.{ACTION}",),
        "ValidationRule": tuple(f"{rule.object}.{rule.name}" for rule in rules),
        "WorkflowOutboundMessage": (f"Opportunity.{MESSAGE}",),
    }
    return Package({**files, "package.xml": m.package(members)}, members, rules, tuple(made))


def _rules(connection: Connection, policy: Policy, boxes: Boxes, facts: Facts) -> list[Rule]:
    messages = Messages(policy.texts, connection.language)
    standing = ground(policy, facts.pipelines, connection.mapping)
    wanted = Compiler(policy, boxes, standing, messages).rules() if standing.levels else []
    return [*wanted, *guards(policy, boxes, standing, messages, facts.org, facts.quotes)]


def _stamped(rules: Iterable[Rule], texts: Iterable[str]) -> Iterator[Rule]:
    """One rule that is always there says of which package it is: if that differs, something beside the rules does."""
    stamp = hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:12]
    for rule in rules:
        yield replace(rule, about=f"{rule.about}, package {stamp}") if rule.name == STAMPED else rule


def _objects(fields: Mapping[str, str], rules: Sequence[Rule], template: str) -> dict[str, str]:
    by_object = {
        name: [m.validation_rule(rule, template) for rule in rules if rule.object == name]
        for name in ("Opportunity", "Quote")
    }
    files = {"objects/Opportunity.object": m.custom_object(fields.values(), by_object["Opportunity"])}
    if by_object["Quote"]:
        files["objects/Quote.object"] = m.custom_object((), by_object["Quote"])
    return files


# --- who may see and do what -----------------------------------------------------------------------------------------


def _permissions(mapping: Mapping[str, str], made: Mapping[str, str]) -> dict[str, str]:
    ours = {name for part, name in mapping.items() if part.startswith("ours.")} | set(OWN_ONLY)
    review = mapping.get(REVIEW, "")
    own = {name: False for name in made if name in ours}
    answers = {name: True for name in made if name not in ours}
    objects = [m.object_permission("Account", False, False), m.object_permission("Opportunity", True, True)]
    everything = dict.fromkeys(made, True)
    sets = {
        INTEGRATION: ("Handoff Gate Integration", "For the user that Handoff Gate works as.", everything, [BYPASS], objects),
        SALES: ("Handoff Gate Sales", "For everybody who fills in handoffs.", own | answers, [], []),
        REVIEWER: ("Handoff Gate Reviewer", "For engineers who review.", own | {review: True} if review in made else own, [REVIEWER], []),
        BYPASS: ("Handoff Gate Bypass", "For data loads: no rule of Handoff Gate refuses. Take it away afterwards.", {}, [BYPASS], []),
    }  # fmt: skip
    files = {f"permissionsets/{name}.permissionset": m.permission_set(*what) for name, what in sets.items()}
    bypass = m.custom_permission("Handoff Gate Bypass", "No rule of Handoff Gate refuses this user's saves.")
    reviewer = m.custom_permission("Handoff Gate Reviewer", "May set the engineering review.")
    named = {BYPASS: bypass, REVIEWER: reviewer}
    return files | {f"customPermissions/{name}.customPermission": text for name, text in named.items()}


# --- flows and the message -------------------------------------------------------------------------------------------


def _flows(boxes: Boxes) -> dict[str, str]:
    """Two that note something on the record while it is saved, two that tell us afterwards."""
    review = boxes.mapping.get(REVIEW, "")
    following = m.formula_resource("Next_Revision", "Number", f"BLANKVALUE({{!$Record.{REVISION}}}, 0) + 1")
    raised = m.record_update("Raise_Revision", {REVISION: "Next_Revision"})
    noted = m.record_update("Note_Reviewer", {REVIEWED_AT: "$Flow.CurrentDateTime", REVIEWED_BY: "$User.Id"})
    told = [*ALWAYS_NOTIFIED, *boxes.material()]
    before, after, send = "RecordBeforeSave", "RecordAfterSave", m.message_action(MESSAGE)
    flows = {
        COUNT: m.flow(
            "Handoff Gate Count Answers", before, "Update", [following, raised], [m.changes_filter(boxes.answers())], "Raise_Revision"
        ),
        NOTE: m.flow(
            "Handoff Gate Note Reviewer", before, "Update", [noted], [m.changes_filter([review])] if review else [], "Note_Reviewer"
        ),
        ON_CREATE: m.flow("Handoff Gate Notify Create", after, "Create", [send], [], "Send_Outbound_Message"),
        ON_UPDATE: m.flow(
            "Handoff Gate Notify Update", after, "Update", [send], [m.changes_filter(list(dict.fromkeys(told)))], "Send_Outbound_Message"
        ),
    }  # fmt: skip
    return {f"flows/{name}.flow": text for name, text in flows.items()}


def _message(connection: Connection, facts: Facts) -> dict[str, str]:
    text = m.outbound_message(MESSAGE, connection.webhook_url, facts.username, MESSAGE_FIELDS)
    return {"workflows/Opportunity.workflow": text}


# --- the panel -------------------------------------------------------------------------------------------------------


def _panel(connection: Connection) -> dict[str, str]:
    """A plain record form with the ten questions, on the record's page and in its menu."""
    texts = connection.policy.texts if connection.policy else {}
    script = (HERE / "panel" / f"{PANEL}.js").read_text(encoding="utf-8")
    filled = {"@REVISION@": REVISION, "@EVALUATED@": EVALUATED_REVISION, "@SAVED@": texts.get("panel_saved", "Saved.")}
    for mark, text in filled.items():
        script = script.replace(mark, text)
    folder = f"lwc/{PANEL}/{PANEL}"
    return {
        f"{folder}.html": _form(connection, texts),
        f"{folder}.js": script,
        f"{folder}.js-meta.xml": (HERE / "panel" / f"{PANEL}.js-meta.xml").read_text(encoding="utf-8"),
        f"quickActions/Opportunity.{ACTION}.quickAction": m.quick_action("Handoff", PANEL),
    }


def _form(connection: Connection, texts: Mapping[str, str]) -> str:
    shown = [name for part in ("ours.state", "ours.missing") if (name := connection.mapping.get(part))]
    words = {
        "@INTRO@": escape(texts.get("panel", "")),
        "@SAVE@": quoteattr(texts.get("panel_save", "Save")),
        "@SHOWN@": "\n".join(
            f'<lightning-output-field field-name="{name}"></lightning-output-field>' for name in shown
        ),
        "@SECTIONS@": "\n".join(_section(label, names) for label, names in _sections(connection, texts)),
    }
    form = (HERE / "panel" / f"{PANEL}.html").read_text(encoding="utf-8")
    for mark, text in words.items():
        form = form.replace(mark, text)
    return form


def _sections(connection: Connection, texts: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """The template's questions in their order, then what belongs to all of them."""
    fields = connection.policy.template.fields if connection.policy else ()
    asked = {spec.key: spec.label.get(connection.language) or spec.label["en"] for spec in fields}
    order = list(dict.fromkeys(prop.part for prop in PROPERTIES))
    parts = sorted(
        (part for part in connection.mapping if not part.startswith("ours.")),
        key=lambda part: order.index(part) if part in order else len(order),
    )
    labels = [*asked.values(), texts.get("panel_shared", "")]
    found = {label: list[str]() for label in labels}
    for part in parts:
        label = asked.get(part.split(".")[0], texts.get("panel_shared", ""))
        if connection.mapping[part] not in found[label]:
            found[label].append(connection.mapping[part])
    return [(label, names) for label, names in found.items() if names]


def _section(label: str, names: Sequence[str]) -> str:
    boxes = "\n".join(
        '<div class="slds-col slds-size_1-of-1 slds-medium-size_1-of-2">'
        f'<lightning-input-field field-name="{name}"></lightning-input-field></div>'
        for name in names
    )
    head = f'<h2 class="slds-text-heading_small slds-p-top_medium slds-p-bottom_x-small">{escape(label)}</h2>'
    return f'{head}\n<div class="slds-grid slds-wrap slds-gutters_small">\n{boxes}\n</div>'
