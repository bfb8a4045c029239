"""Findings and gates in words: one place for the CRM, the pages and the commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from rules.catalogue import texts
from rules.model import Evaluation, FieldSpec, Finding, Frozen, Gate, Input, Template, Text
from rules.offers import DEAL_OWNER

GIVEN = ("fields", "open", "items", "names")


class Said(Frozen):
    """A finding as people read it: what and why, and what to do about it."""

    id: str
    field: str
    message: str
    fix: str
    blocks: tuple[Gate, ...]


def pick(text: Text, language: str) -> str:
    """The text in this language, else in English, else whatever there is."""
    short = language.split("-")[0]
    return text.get(short) or text.get("en") or next(iter(text.values()), "")


class Speaker:
    """Speaks one language about one template."""

    def __init__(self, template: Template, language: str = "en") -> None:
        self.template, self.language, self.texts = template, language, texts(language)

    def say(self, finding: Finding) -> Said:
        """One finding in words."""
        base = finding.id.removeprefix("later-")
        words = self._words(finding)
        message, fix = self.fill(base, words), self.fill(f"{base}.fix", words)
        return Said(id=finding.id, field=finding.field, message=message, fix=fix, blocks=finding.blocks)

    def problem(self, finding: Finding) -> str:
        """What is wrong with what was written, in a few words; empty when nothing was."""
        short = f"{finding.id.removeprefix('later-')}.short"
        return self.fill(short, self._words(finding)) if short in self.texts else ""

    def question(self, finding: Finding) -> str:
        """The question that is still open."""
        words = self._words(finding)
        return str(words.get("ask") or (words["question"] if "items" not in words else ""))

    def example(self, finding: Finding, whole: bool) -> str:
        """An example of the whole answer, or of just the part that is missing."""
        spec = self.template.field(finding.field)
        part = None if whole else self._part(spec, finding)
        return part.example if part and part.example else pick(spec.example, self.language)

    def fill(self, key: str, words: Mapping[str, Any]) -> str:
        """A catalogue text with its blanks filled; what nobody gave stays empty."""
        return self.texts[key].format_map(_Blanks(words)).replace("  ", " ").strip()

    def label(self, key: str) -> str:
        """A field's or check-list point's plain name."""
        return self._names.get(key, key)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Every name, looked up once: fields go before points of check-lists, earlier ones before later ones."""
        points = [input_.choices for spec in self.template.fields for input_ in _walk(spec.inputs)]
        named = {key: text for choices in reversed(points) for key, text in choices.items()}
        named |= {spec.key: spec.label for spec in self.template.fields}
        return {key: pick(text, self.language) for key, text in named.items()}

    def labels(self, keys: Iterable[str]) -> str:
        return ", ".join(self.label(key) for key in keys)

    def _words(self, finding: Finding) -> dict[str, Any]:
        words: dict[str, Any] = {"field": "", "example": "", "question": "", "place": ""} | dict(finding.params)
        spec = next((spec for spec in self.template.fields if spec.key == finding.field), None)
        if spec:
            words |= self._field_words(spec, finding)
        words |= {key: self.labels(words[key]) for key in GIVEN if isinstance(words.get(key), list | tuple)}
        for key, family in (("kind", "kind"), ("wanted", "wanted"), ("state", "state"), ("mark", "mark")):
            words[key] = self.texts.get(f"{family}.{words.get(key)}", words.get(key, ""))
        if finding.id == "value-offered":
            words |= self._offer_words(finding.params)
        if finding.id == "promise-is-a-guess":
            words["kind"] = self.texts[f"kind_of_promise.{finding.params['kind']}"]
        if "row" in words:
            words["row"] = self.label(str(words["row"]))
        words["other"] = self.label(str(words.get("other", "")))
        words["hint"] = self.fill("hint", words) if words.get("hint") else ""
        words["hint"] = f" {words['hint']}" if words["hint"] else ""
        words["note"] = f": {words['note']}" if words.get("note") else ""
        return words

    def _offer_words(self, params: Mapping[str, Any]) -> dict[str, str]:
        """A value that was read from a sentence, and what goes with it, as parts of one sentence."""
        target, day, who = str(params["target"]), self._day(params.get("confirm_by")), params.get("confirm_with")
        words = {"value": self._plain(params["value"]), "target": self._input_label(target)}
        owner = params.get("owner")
        owner = self.texts["offer.deal_owner"] if owner == DEAL_OWNER else owner
        kind = "confirm" if day and who else "confirm_by" if day else "confirm_with"
        offer = self.fill(f"offer.{target}" if f"offer.{target}" in self.texts else "offer.other", words)
        terms = self.fill("offer.owner", {"owner": owner}) if owner else ""
        terms += self.fill(f"offer.{kind}", {"day": day, "who": who}) if day or who else ""
        return {"offer": offer, "terms": terms}

    def _plain(self, value: Any) -> str:
        """A number with its thousands marked, a date in words, anything else as it is."""
        if isinstance(value, int | float):
            return f"{value:,}".replace(",", self.texts["number.thousands"])
        return self._day(value) or str(value)

    def _day(self, iso: Any) -> str:
        """A date such as 2027-01-08 in words; empty for what is none."""
        try:
            day = date.fromisoformat(str(iso))
        except ValueError:
            return ""
        month = self.texts["date.months"].split()[day.month - 1]
        return self.fill("date", {"day": day.day, "month": month, "year": day.year})

    def _input_label(self, target: str) -> str:
        """ "Launch window, launch from"."""
        field, _, key = target.partition(".")
        spec = next(spec for spec in self.template.fields if spec.key == field)
        return ", ".join(
            pick(label, self.language) for label in (spec.label, *(i.label for i in spec.inputs if i.key == key))
        )

    def _field_words(self, spec: FieldSpec, finding: Finding) -> dict[str, Any]:
        label = pick(spec.label, self.language)
        words = {
            "field": label,
            "question": pick(spec.question, self.language),
            "example": pick(spec.example, self.language),
        }
        part = self._part(spec, finding)
        words["place"] = label
        words["choices"] = self._choices(spec)
        if part:
            row = self.label(str(finding.params.get("row", ""))) if finding.params.get("row") else ""
            words["example"] = part.example or words["example"]
            words["ask"] = pick(part.ask, self.language).format_map(_Blanks({"row": row}))
            words["question"] = words["ask"] or words["question"]
            words["place"] = f"{label}, {pick(part.label, self.language)}"
            if row and row not in words["ask"] and spec.inputs[0].type == "items":
                words["field"] = f"{label}, {row}"
        return words

    def _choices(self, spec: FieldSpec) -> str:
        """The pick-list of a field whose rows are picked, as a sentence."""
        columns = spec.inputs[0].columns[:1] if spec.inputs[0].type == "rows" else ()
        names = [pick(text, self.language) for column in columns for text in column.choices.values()]
        return " " + self.fill("choices", {"choices": ", ".join(names)}) if names else ""

    def _part(self, spec: FieldSpec, finding: Finding) -> Input | None:
        key = finding.input.rsplit(".", 1)[-1]
        return next((input_ for input_ in _walk(spec.inputs) if input_.key == key), None)

    # --- gates ------------------------------------------------------------------------------------------------------

    def requirement(self, id: str, evaluation: Evaluation, promise: str | None, changed: tuple[str, ...] = ()) -> Said:
        """Why a gate's requirement is not met, and what to do."""
        spec = next(requirement for requirement in self.template.gates if requirement.id == id)
        key = "HG-Q2.paused" if id == "HG-Q2" and promise == "paused" else id
        words = {
            "open": self._open(id, evaluation),
            "changed": self.fill("HG-C2.changed", {"fields": self.labels(changed)}) if changed else "",
        }
        return Said(
            id=id, field="", message=self.fill(key, words), fix=self.fill(f"{key}.fix", words), blocks=(spec.gate,)
        )

    def _open(self, id: str, evaluation: Evaluation) -> str:
        wanted = "assumed" if id == "HG-Q3" else "unknown"
        scope = [spec.key for spec in self.template.required() if spec.scope_changing]
        return self.labels(key for key in scope if evaluation.fields[key].state == wanted)


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _walk(inputs: Iterable[Input]) -> Iterable[Input]:
    for input_ in inputs:
        yield input_
        yield from _walk(input_.columns)
