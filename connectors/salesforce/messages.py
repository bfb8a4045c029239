"""What a rep reads when Salesforce refuses the save: what is open, an example, where to fill it in. At most 255 characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.mapping import fit
from rules.model import FieldSpec, Text

LONGEST = 255  # errorMessage and description of a validation rule (2026-11)


@dataclass(frozen=True)
class Messages:
    """The sentences of one language, filled. `texts` come from the catalogue, the questions from the template."""

    texts: Mapping[str, str]
    language: str

    def answer(self, spec: FieldSpec, code: str) -> str:
        """The longest form that fits: with the question and an example, else with the example alone."""
        words = {"label": self._pick(spec.label), "question": self._pick(spec.question)}
        words |= {"example": self._pick(spec.example), "code": code}
        forms = [self.texts[key].format(**words) for key in ("answer", "answer_short")]
        return next((form for form in forms if len(form) <= LONGEST), fit(forms[-1], LONGEST))

    def confirmed(self, spec: FieldSpec, code: str) -> str:
        return fit(self.texts["confirmed"].format(label=self._pick(spec.label), code=code), LONGEST)

    def plain(self, key: str, code: str = "") -> str:
        return fit(self.texts[key].format(code=code), LONGEST)

    def _pick(self, text: Text) -> str:
        return text.get(self.language) or text.get("en") or next(iter(text.values()), "")
