"""The account document: mapping, gates, reach, reviewers and modes of one account, as YAML that ops keep in git.

The file and what the commands and the page change are the same thing: one versioned document.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.representer import RoundTripRepresenter

from integration.own_words import OwnWords
from integration.yaml_positions import Document, Path, Problem, did_you_mean, read_yaml, validate, yaml_12
from rules.model import GATES, Gate, Mode, Mover, Stage
from rules.movement import DEFAULT_REACTIONS, Reaction

FILE = "handoff.yaml"
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=250)]
Answered = Literal["put_back", "flag", "ignore"]


def _place(value: str) -> str:
    pipeline, _, stage = value.partition("/")
    if not pipeline.strip() or not stage.strip():
        raise ValueError("names no pipeline. Write pipeline/stage")
    return value


StageName = Annotated[Name, AfterValidator(_place)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _instant(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        raise ValueError("is no date. Write it as 2026-11-24 or 2026-11-24T09:00:00+01:00") from None


class Reach(Part):
    """Which deals the gates reach: created at or after `from`, in these pipelines, of these types (none named: all)."""

    from_: Annotated[datetime, BeforeValidator(_instant)] = Field(alias="from")
    pipelines: tuple[Name, ...] = ()
    deal_types: tuple[Name, ...] = ()

    @field_validator("from_")
    @classmethod
    def _aware(cls, value: datetime) -> datetime:
        return value if value.tzinfo else value.replace(tzinfo=UTC)


class Trial(Part):
    """How many deals are coached before anybody decides about the rest. 0: no trial."""

    deals: int = Field(default=3, ge=0, le=100)


class Kit(Part):
    """When the required-property kit was last seen to refuse a move."""

    checked: date


class Movers(Part):
    """What happens to a deal that is not ready, by who moved it."""

    person: Answered = Field(default="put_back", title="a reaction")
    unknown: Answered = Field(default="put_back", title="a reaction")
    import_: Answered = Field(default="flag", alias="import", title="a reaction")
    workflow: Answered = Field(default="flag", title="a reaction")
    integration: Answered = Field(default="flag", title="a reaction")


class GateRule(Part):
    """One gate: the stages that mean it, how it behaves, and who is put back."""

    stages: tuple[StageName, ...] = ()
    mode: Mode = Field(default="shadow", title="a mode")
    movers: Movers = Movers()
    kit: Kit | None = None

    def places(self) -> tuple[Stage, ...]:
        return tuple(stage_of(name) for name in self.stages)

    def reactions(self) -> Mapping[Mover, Reaction]:
        return {**DEFAULT_REACTIONS, **cast(dict[Mover, Reaction], self.movers.model_dump(by_alias=True))}


class AccountDocument(Part):
    """All that ops decide about one account. Stages, pipelines and people are kept by id, never by label."""

    version: Literal["1"] = Field(default="1", title="a version that is known")
    account: Annotated[Name, StringConstraints(max_length=100)]
    language: Literal["en", "de"] = Field(default="en", title="a language we speak")
    time_zone: str = "UTC"
    reach: Reach
    trial: Trial = Trial()
    discovery: Mapping[Name, Name] = {}
    gates: Mapping[Gate, GateRule] = Field(default={}, title="a gate")
    park: Mapping[Name, Name] = {}
    reviewers: tuple[Name, ...] = ()
    exempt: tuple[Name, ...] = ()
    mapping: Mapping[Name, Name | None] = {}
    words: OwnWords = OwnWords()

    @model_validator(mode="before")
    @classmethod
    def _local(cls, data: Any) -> Any:
        """A date, or a time without a zone, is meant in the account's own zone."""
        try:
            start = datetime.fromisoformat(data["reach"]["from"].strip())
            zone = ZoneInfo(data.get("time_zone", "UTC"))
        except (KeyError, TypeError, ValueError, AttributeError, OSError):
            return data
        start = start if start.tzinfo else start.replace(tzinfo=zone)
        return {**data, "reach": {**data["reach"], "from": start}}

    @field_validator("version", mode="before")
    @classmethod
    def _text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value

    @field_validator("account")
    @classmethod
    def _key(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z][a-z0-9_]*:[^\s:/]+", value):
            raise ValueError("is no account. Write the CRM and the account's id, such as crm:12345")
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            near = did_you_mean(value, sorted(available_timezones()))
            raise ValueError(f"is no time zone. Use a name such as Europe/Berlin{near}")
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def gate(self, gate: Gate) -> GateRule:
        return self.gates.get(gate, GateRule())

    def mode(self, gate: Gate, trial_deal: bool = False, veto: bool = False) -> Mode:
        """How a gate behaves: shadow is lifted to coach for trial deals; won is enforced only where the CRM refuses the
        move before anything else starts (`veto`, or the kit in place)."""
        rule = self.gate(gate)
        if rule.mode == "shadow":
            return "coach" if trial_deal else "shadow"
        early = veto or rule.kit is not None
        return "coach" if gate == "won" and rule.mode == "enforce" and not early else rule.mode

    def full_mapping(self, default: Mapping[str, str]) -> dict[str, str]:
        """The connector's default with what ops changed; null takes a part away."""
        merged = {**default, **self.mapping}
        return {part: name for part, name in merged.items() if name is not None}


def stage_of(name: str) -> Stage:
    """ "pipeline/stage" as a stage."""
    pipeline, _, id = name.partition("/")
    return Stage(pipeline=pipeline, id=id)


def new_document(account: str, language: str, time_zone: str, go_live: datetime) -> AccountDocument:
    """A new account: every gate in shadow, no stage mapped, three trial deals. Raises ValueError."""
    gates = {gate: GateRule() for gate in GATES}
    given = {"account": account, "language": language, "time_zone": time_zone, "reach": {"from": go_live}}
    return AccountDocument.model_validate({**given, "gates": gates})


def new_text(account: str, language: str, time_zone: str, go_live: datetime) -> str:
    """A new account's document as text; a language or zone that cannot be used is for `load` to tell."""
    text = dump(new_document(account, "en", "UTC", go_live))
    start = go_live.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return change(text, {("language",): language, ("time_zone",): time_zone, ("reach", "from"): start})


def load(text: str | bytes, file: str = FILE) -> tuple[AccountDocument | None, list[Problem]]:
    """Read a document. Either it comes back, or every problem with its place."""
    document, problems = read_yaml(text, file)
    return validate(document, AccountDocument) if document else (None, problems)


# --- as text --------------------------------------------------------------------------------------------------------

_COMMENTS = {
    "account": "Which account this is. Export this file, keep it in git, import it again.",
    "reach": "Deals created before this moment are left alone. No pipeline named means all of them; deal_types the same.",
    "trial": "How many deals that leave discovery are coached, whatever the mode. 0 ends the trial.",
    "discovery": "The discovery stage of each pipeline (pipeline: stage), if it is not the first one.",
    "gates": "shadow: we only watch. coach: what is missing stands on the deal. enforce: a deal that is not ready goes\n"
    "back. Stages are written pipeline/stage, by id. Movers: put_back, flag or ignore, by who moved the deal.",
    "park": "Where a deal goes that was created beyond a gate (pipeline: stage).",
    "reviewers": "Who may approve a handoff for engineering: e-mail addresses or user ids.",
    "exempt": "Whose moves stay; they are asked for a reason. E-mail addresses or user ids.",
    "mapping": "Parts of the handoff that live in other properties than the usual ones (part: property; null: nowhere).",
    "words": "Your own words for the judge: phrases that say nothing here, names of your systems, titles of roles. Patterns\n"
    "(RE2) are for phrases that vary. At most 200 in all.",
}


class _Representer(RoundTripRepresenter):
    """Nothing is written as null, not left blank."""

    def represent_none(self, data: Any) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:null", "null")


_Representer.add_representer(type(None), _Representer.represent_none)


def dump(document: AccountDocument) -> str:
    """The document as ops read it: always in the same order, each section with a word on what it is for."""
    plain = {key: getattr(document, key) for key in type(document).model_fields}
    plain["version"], plain["reach"] = 1, _reach(document)
    plain["gates"] = {gate: _gate(document.gates[gate]) for gate in GATES if gate in document.gates}
    body = _commented(plain, 0)
    for key, comment in _COMMENTS.items():
        body.yaml_set_comment_before_after_key(key, before="\n" + comment)
    out, yaml = io.StringIO(), yaml_12("rt")
    yaml.Representer = _Representer
    yaml.dump(body, out)
    return out.getvalue()


def _reach(document: AccountDocument) -> dict[str, Any]:
    types = {"deal_types": document.reach.deal_types} if document.reach.deal_types else {}
    return {"from": start_text(document), "pipelines": document.reach.pipelines, **types}


def start_text(document: AccountDocument) -> str:
    """Where the reach begins: a date if it is midnight in the account's zone, else an instant in UTC."""
    start = document.reach.from_
    local = start.astimezone(document.zone)
    midnight = local.time() == datetime.min.time() and not local.fold
    return local.date().isoformat() if midnight else start.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _gate(rule: GateRule) -> dict[str, Any]:
    kit = {"checked": rule.kit.checked} if rule.kit else None
    return {"stages": rule.stages, "mode": rule.mode, "movers": rule.movers.model_dump(by_alias=True), "kit": kit}


def _commented(value: Any, depth: int) -> Any:
    if isinstance(value, BaseModel):
        value = value.model_dump(by_alias=True)
    if isinstance(value, Mapping):
        made = CommentedMap((key, _commented(part, depth + 1)) for key, part in value.items())
        _ = made.fa.set_flow_style() if depth > 2 or not value else made.fa.set_block_style()
        return made
    if isinstance(value, tuple | list):
        items = CommentedSeq(_commented(part, depth + 1) for part in value)
        items.fa.set_flow_style()
        return items
    return None if value is None else str(value)


# --- changing one value ---------------------------------------------------------------------------------------------


def change(text: str, path: str | Path | Mapping[tuple[str, ...], Any], value: Any = None) -> str:
    """The text with one value (or several: path → value) changed or added; all else, comments too, stays to the letter.

    Names of parts hold dots, so `mapping.…` takes the rest as one name. Raises ValueError for a text that cannot be
    read or a value that cannot stand there; whether the result makes sense is for `load` to say.
    """
    for steps, wanted in path.items() if isinstance(path, Mapping) else [(path, value)]:
        text = _changed(text, _steps(steps) if isinstance(steps, str) else tuple(steps), wanted)
    return text


def _changed(text: str, steps: tuple[Any, ...], value: Any) -> str:
    document = _readable(text)
    key, node, depth = document.find(steps)
    adding = depth < len(steps) and isinstance(node, MappingNode) and bool(node.value)
    for name in reversed(steps[depth + adding :]):
        value = {name: value}
    if adding:
        changed = _added(document.text, node, f"{_flow(steps[depth])}: {_flow(value)}")
    else:
        changed = _replaced(document.text, key, node, value)
    _readable(changed)
    return changed


def _readable(text: str) -> Document:
    document, problems = read_yaml(text, FILE)
    if document is None:
        raise ValueError(str(problems[0]))
    return document


def _steps(path: str) -> tuple[str, ...]:
    first, _, rest = path.partition(".")
    return (first, rest) if first == "mapping" and rest else tuple(path.split("."))


def _replaced(text: str, key: Any, node: Any, value: Any) -> str:
    start: int = node.start_mark.index
    end = _end(text, node)
    if isinstance(node, ScalarNode) and start == end and key is not None:
        colon = text.index(":", key.end_mark.index) + 1
        return f"{text[:colon]} {_flow(value)}{text[colon:]}"
    block = isinstance(node, SequenceNode) and not node.flow_style
    if block and isinstance(value, tuple | list) and value:
        indent = "\n" + " " * node.start_mark.column
        items = indent.join(f"- {_flow(item)}" for item in value)
        return f"{text[:start]}{items}{text[end:]}"
    pad = "  " if block or (isinstance(node, MappingNode) and not node.flow_style) else ""
    return text[:start] + pad + _flow(value) + text[end:]


def _added(text: str, node: Any, entry: str) -> str:
    end = _end(text, node)
    if node.flow_style:
        before = text[: end - 1].rstrip()
        return f"{before}{' ' if before.endswith(',') else ', '}{entry}{text[end - 1 :]}"
    line_end = text.find("\n", end) if "\n" in text[end:] else len(text)
    return f"{text[:line_end]}\n{' ' * node.value[0][0].start_mark.column}{entry}{text[line_end:]}"


def _end(text: str, node: Any) -> int:
    """Where a value really ends: ruamel's mark of a block lies behind the comments that follow it."""
    if isinstance(node, ScalarNode) or node.flow_style:
        start: int = node.start_mark.index
        return max(start, len(text[: node.end_mark.index].rstrip()))
    last = node.value[-1]
    if not isinstance(last, tuple):
        return _end(text, last)
    key, value = last
    empty = isinstance(value, ScalarNode) and value.start_mark.index == value.end_mark.index
    return text.index(":", key.end_mark.index) + 1 if empty else _end(text, value)


_PLAIN = re.compile(r"[A-Za-z0-9_](?:[\w@./+-]|:(?=\w)| (?=[\w(]))*")
_WORDS = ("null", "true", "false", "yes", "no", "on", "off")


def _flow(value: Any) -> str:
    """A value on one line, in quotes only where it needs them."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)
