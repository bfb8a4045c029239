"""An account's document beside the live account: what does not fit, what stages mean, what differs, and moving house."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from connectors.base import Pipeline, StageInfo
from connectors.fields import known_parts
from integration.documents import (
    FILE,
    AccountDocument,
    GateRule,
    Kit,
    Movers,
    Reach,
    Trial,
    change,
    dump,
    load,
    new_document,
    new_text,
    stage_of,
    start_text,
)
from integration.yaml_positions import Path, Problem, did_you_mean, dotted, read_yaml
from rules.model import GATES, Gate

__all__ = [
    "FILE",
    "AccountDocument",
    "GateRule",
    "Kit",
    "Movers",
    "Problem",
    "Reach",
    "Trial",
    "carry",
    "change",
    "check",
    "diff",
    "dump",
    "guess_stages",
    "load",
    "new_document",
    "new_text",
    "stage_of",
    "suggest",
]

Labelled = TypeVar("Labelled", Pipeline, StageInfo)
Pipelines = Sequence[Pipeline]
Found = Iterator[tuple[Path, str, str]]


# --- what does not fit ----------------------------------------------------------------------------------------------


def check(
    text: str,
    document: AccountDocument,
    pipelines: Pipelines,
    file: str = FILE,
    known_properties: AbstractSet[str] | None = None,
    veto: bool = False,
) -> list[Problem]:
    """What only the live account can tell, with its place in the text (without a text: by path alone).

    Entries with `note` can be published; they say what will not work as one might think. `veto`: this CRM refuses a
    move by itself.
    """
    wrong = [
        *_gate_stages(document, pipelines),
        *_other_stages(document, pipelines),
        *_out_of_order(document, pipelines),
        *_mapped(document, known_properties),
        *_without_reviewers(document),
    ]
    tree, _ = read_yaml(text, file)
    return [
        tree.problem(path, what, fix, note=note) if tree else Problem(file, 0, 0, dotted(path), what, fix, note)
        for note, found in ((False, wrong), (True, list(_notes(document, veto))))
        for path, what, fix in found
    ]


def _gate_stages(document: AccountDocument, pipelines: Pipelines) -> Found:
    infos = {f"{pipeline.id}/{stage.id}": stage for pipeline in pipelines for stage in pipeline.stages}
    owners: dict[str, Gate] = {}
    for gate, rule in document.gates.items():
        for place, name in enumerate(rule.stages):
            path = ("gates", gate, "stages", place)
            if name not in infos:
                yield path, f'"{name}" is not a stage of this account', _meant_stage(name, pipelines)
            elif infos[name].closed == "lost":
                yield path, f'"{name}" is a lost stage; losing a deal is never gated', "Take it out"
            elif name in owners:
                yield path, f'"{name}" already belongs to the {owners[name]} gate', "A stage has one gate; keep one"
            owners.setdefault(name, gate)


def _meant_stage(name: str, pipelines: Pipelines) -> str:
    """The stage that was probably meant: by its label (alone or behind its pipeline's), else by its id."""
    ids: dict[str, str] = {}
    for pipeline in pipelines:
        for stage in pipeline.stages:
            id = f"{pipeline.id}/{stage.id}"
            for known in (id, stage.id, stage.label, f"{pipeline.label}/{stage.label}", f"{pipeline.id}/{stage.label}"):
                ids.setdefault(known.casefold(), id)
    near = did_you_mean(name.casefold(), list(ids)).removeprefix(' (did you mean "').removesuffix('"?)')
    return f'Write pipeline/stage by id (did you mean "{ids[near]}"?)' if near else "Write pipeline/stage by id"


def _other_stages(document: AccountDocument, pipelines: Pipelines) -> Found:
    stages = {pipeline.id: pipeline for pipeline in pipelines}
    for place, name in enumerate(document.reach.pipelines):
        if name not in stages:
            yield ("reach", "pipelines", place), f'"{name}" is not a pipeline', _meant(name, pipelines)
    for section in ("discovery", "park"):
        for name, stage in getattr(document, section).items():
            if name not in stages:
                yield (section, name), f'"{name}" is not a pipeline', _meant(name, pipelines)
            elif stage not in {info.id for info in stages[name].stages}:
                yield (section, name), f'"{stage}" is not a stage of {name}', _meant(stage, stages[name].stages)
            elif not _before_gates(document, stages[name], stage):
                yield (section, name), f'"{stage}" is a closed stage or lies at or beyond a gate', "Name an earlier one"


def _before_gates(document: AccountDocument, pipeline: Pipeline, stage: str) -> bool:
    """Is the stage open, and before every gate of its pipeline?"""
    ids = [info.id for info in pipeline.stages]
    gated = [
        ids.index(p.id) for g in GATES for p in document.gate(g).places() if p.pipeline == pipeline.id and p.id in ids
    ]
    info = pipeline.stages[ids.index(stage)]
    return info.closed == "open" and ids.index(stage) < min(gated, default=len(ids))


def _meant(name: str, known: Pipelines | Sequence[StageInfo]) -> str:
    """By label, else by id: `Use its id (did you mean "default"?)`."""
    ids = {**{item.id.casefold(): item.id for item in known}, **{item.label.casefold(): item.id for item in known}}
    near = did_you_mean(name.casefold(), list(ids)).removeprefix(' (did you mean "').removesuffix('"?)')
    return f'Use its id (did you mean "{ids[near]}"?)' if near else "Use its id"


def _out_of_order(document: AccountDocument, pipelines: Pipelines) -> Found:
    for pipeline in pipelines:
        ranks = {stage.id: rank for rank, stage in enumerate(pipeline.stages)}
        firsts = [
            (gate, min(places))
            for gate in GATES
            if (places := [ranks[s.id] for s in document.gate(gate).places() if s.pipeline == pipeline.id and s.id in ranks])
        ]  # fmt: skip
        for (earlier, first), (later, second) in zip(firsts, firsts[1:], strict=False):
            if second < first:
                message = f"in pipeline {pipeline.label}, {later} stands before {earlier}"
                yield ("gates", later, "stages"), message, f"Gates go {', '.join(GATES)}"


def _mapped(document: AccountDocument, known_properties: AbstractSet[str] | None) -> Found:
    parts = known_parts()
    for part, name in document.mapping.items():
        if part not in parts:
            near = did_you_mean(part, parts)
            yield ("mapping", part), "is not a part of a handoff" + near, "Correct or delete the line"
        elif name is not None and known_properties is not None and name not in known_properties:
            near = did_you_mean(name, sorted(known_properties))
            yield ("mapping", part), f'the CRM has no property "{name}"{near}', "Create it, or name another"


def _without_reviewers(document: AccountDocument) -> Found:
    if document.gate("contract").mode == "enforce" and not document.reviewers:
        message = "nobody may review, so no deal could ever pass the contract gate"
        yield ("reviewers",), message, "Name at least one reviewer, or set the gate to coach"


def _notes(document: AccountDocument, veto: bool) -> Found:
    for gate, rule in document.gates.items():
        if rule.mode != "enforce":
            continue
        path = ("gates", gate, "mode")
        if not rule.stages:
            yield path, "this gate has no stage, so it holds nothing", "Name its stages"
        if gate == "won" and rule.kit is None and not veto:
            what = "won stays in coach until the required-property kit has been checked"
            yield path, what, "Set the kit up and let the product check it"
        bare = sorted({stage.pipeline for stage in rule.places()} - set(document.park))
        if bare and not veto:
            what = f"{', '.join(bare)} has no park stage: a deal created beyond the gate is only flagged"
            yield path, what, "Add it under park"


# --- what the stages probably mean ----------------------------------------------------------------------------------

_GUESSES: Mapping[Gate, tuple[str, ...]] = {
    "quote": ("quote", "proposal", "pricing", "angebot", "offerte"),
    "contract": ("contract", "agreement", "negotiation", "vertrag", "verhandlung"),
}
_SENT = ("sent", "gesendet", "versendet", "versandt", "verschickt", "unterbreitet")


def guess_stages(pipelines: Pipelines) -> dict[Gate, list[str]]:
    """Which stages probably mean which gate, from their names, in rank order. Only ever a suggestion."""
    found: dict[Gate, list[str]] = {gate: [] for gate in GATES}
    for pipeline in pipelines:
        ahead = [stage for stage in pipeline.stages if stage.closed == "open"]
        for gate, words in _GUESSES.items():
            if stage := _named(ahead, words):
                found[gate].append(f"{pipeline.id}/{stage.id}")
                ahead = ahead[ahead.index(stage) + 1 :]
        found["won"] += [f"{pipeline.id}/{stage.id}" for stage in pipeline.stages if stage.closed == "won"]
    return found


def _named(stages: Sequence[StageInfo], words: Sequence[str]) -> StageInfo | None:
    """The stage that speaks of these words; one that says "sent" before one that only says "quote"."""
    texts = {stage.id: f"{stage.label} {stage.id}".casefold() for stage in stages}
    named = [stage for stage in stages if any(word in texts[stage.id] for word in words)]
    sent = [stage for stage in named if any(word in texts[stage.id] for word in _SENT)]
    return next(iter(sent or named), None)


# --- what other properties probably mean ----------------------------------------------------------------------------

_EVERYDAY = frozenset(
    ["deal", "date", "number", "of", "the", "and", "amount", "name", "type", "id", "hs", "num", "a", "in", "on"]
)


def suggest(mapping: Mapping[str, str], properties: AbstractSet[str]) -> dict[str, list[str]]:
    """Parts and the properties whose names share the most words with them, best first. Ours are not suggested."""
    others = sorted(name for name in properties - set(mapping.values()) if not name.startswith("hs_"))
    found = {part: _alike(_words(part), others) for part in known_parts() if not part.startswith("ours.")}
    return {part: names for part, names in found.items() if names}


def _alike(words: AbstractSet[str], names: Sequence[str]) -> list[str]:
    shared = {name: len(words & _words(name)) for name in names}
    return sorted((name for name, count in shared.items() if count >= 2), key=lambda name: -shared[name])[:3]


def _words(name: str) -> AbstractSet[str]:
    """The telling words of a name: `active_users.month_1` has active, user, month, 1."""
    return {word.removesuffix("s") for word in re.split(r"[^a-z0-9]+", name.casefold()) if word} - _EVERYDAY


# --- what differs ---------------------------------------------------------------------------------------------------


def diff(old: AccountDocument, new: AccountDocument) -> list[str]:
    """What differs, a plain line each: `gates.quote.mode: coach → enforce`."""
    return list(_differences(_plain(old), _plain(new), ""))


def _plain(document: AccountDocument) -> Any:
    return {**document.model_dump(mode="json", by_alias=True), "reach": _reach(document)}


def _reach(document: AccountDocument) -> Any:
    types = list(document.reach.deal_types)
    return {"from": start_text(document), "pipelines": list(document.reach.pipelines), "deal_types": types}


def _differences(old: Any, new: Any, path: str) -> list[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        found = []
        for key in dict.fromkeys([*old, *new]):
            before, after = old.get(key, "not set"), new.get(key, "not set")
            found += _differences(before, after, f"{path}.{key}" if path else str(key))
        return found
    if isinstance(old, list) and isinstance(new, list) and set(old) != set(new):
        gone = [f"{path}: removed {item}" for item in old if item not in new]
        return gone + [f"{path}: added {item}" for item in new if item not in old]
    return [] if old == new else [f"{path}: {_shown(old)} → {_shown(new)}"]


def _shown(value: Any) -> str:
    if value is None or value == [] or value == {}:
        return "none"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(part)}" for key, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


# --- moving house ---------------------------------------------------------------------------------------------------


def carry(document: AccountDocument, old: Pipelines, new: Pipelines) -> tuple[AccountDocument, list[str]]:
    """The document for another account: stages found again by their labels; and a note on all that changed.

    A stage that is not found is left out; a pipeline in `reach` stays, for the reach must never widen by itself.
    The caller changes `account`.
    """
    mover = _Mover(old, new)
    gates = {gate: mover.gate(gate, rule) for gate, rule in document.gates.items()}
    reach = document.reach.model_copy(update={"pipelines": mover.reach(document.reach.pipelines)})
    places: dict[str, Any] = {name: mover.by_pipeline(name, getattr(document, name)) for name in ("discovery", "park")}
    for section in ("reviewers", "exempt"):
        if ids := [person for person in getattr(document, section) if "@" not in person]:
            mover.notes.append(f"{section}: user ids may differ there, check {', '.join(ids)}")
    return document.model_copy(update={"gates": gates, "reach": reach, **places}), mover.notes


class _Mover:
    def __init__(self, old: Pipelines, new: Pipelines) -> None:
        self.old, self.new = {pipeline.id: pipeline for pipeline in old}, new
        self.notes: list[str] = []

    def pipeline(self, id: str) -> Pipeline | None:
        return _same(self.old[id].label, self.new) if id in self.old else None

    def stage(self, pipeline: str, id: str) -> tuple[str, str] | None:
        """Pipeline and stage over there."""
        there = self.pipeline(pipeline)
        label = next((stage.label for stage in self.old[pipeline].stages if stage.id == id), None) if there else None
        found = _same(label, there.stages) if there and label is not None else None
        return (there.id, found.id) if there and found else None

    def gate(self, gate: Gate, rule: GateRule) -> GateRule:
        if rule.kit:
            self.notes.append(f"gates.{gate}.kit: was checked in the other account, check it again")
        stages = []
        for place in rule.places():
            if found := self.stage(place.pipeline, place.id):
                stages.append("/".join(found))
                self._said(f"gates.{gate}.stages", str(place), stages[-1])
            else:
                self._left_out(f"gates.{gate}.stages", place.pipeline, place.id)
        return rule.model_copy(update={"stages": tuple(stages), "kit": None})

    def by_pipeline(self, section: str, places: Mapping[str, str]) -> dict[str, str]:
        moved = {}
        for pipeline, id in places.items():
            if found := self.stage(pipeline, id):
                moved[found[0]] = found[1]
                self._said(section, f"{pipeline}/{id}", "/".join(found))
            else:
                self._left_out(section, pipeline, id)
        return moved

    def reach(self, ids: Sequence[str]) -> tuple[str, ...]:
        there = {id: self.pipeline(id) for id in ids}
        for id, found in there.items():
            if found:
                self._said("reach.pipelines", id, found.id)
            else:
                self.notes.append(f"reach.pipelines: {id} was not found by its name there; kept, correct it")
        return tuple(found.id if found else id for id, found in there.items())

    def _said(self, where: str, old: str, new: str) -> None:
        if old != new:
            self.notes.append(f"{where}: {old} → {new}")

    def _left_out(self, where: str, pipeline: str, id: str) -> None:
        known = self.old.get(pipeline)
        label = next((stage.label for stage in known.stages if stage.id == id), id) if known else id
        name = f"{known.label if known else pipeline} / {label}"
        self.notes.append(f"{where}: {name} ({pipeline}/{id}) has no single stage of that name there; left out")


def _same(label: str, items: Sequence[Labelled]) -> Labelled | None:
    """The one item with this label; none when there are two."""
    wanted = " ".join(label.split()).casefold()
    found = [item for item in items if " ".join(item.label.split()).casefold() == wanted]
    return found[0] if len(found) == 1 else None
