"""The box that says where data starts, where it is stored and who receives it: with arrows, labels or in a sentence."""

from __future__ import annotations

import re
from typing import Any

from connectors.lines import lines

Row = dict[str, Any]
ARROW = re.compile(r"\s*(?:→|⇒|-+>|=+>|>>?)\s*")
_LABELLED = (
    ("stored_in", re.compile(r"(?:is |are |and |und )?(?:stored|kept|saved|lands?|gespeichert|liegt|liegen)\s*(?:in|at|on)?[: ]\s*", re.IGNORECASE)),
    ("destinations", re.compile(r"(?:(?:and )?then )?(?:goes|go|sent|sends|flows|flow|geht|gehen|an)\s+(?:on )?(?:to|an|nach|in)?[: ]\s*|\b(?:receives?|received by|recipients?|receivers?|empfänger|empfangen von)[: ]\s*|\b(?:to|nach|destinations?|ziele?)[: ]\s*", re.IGNORECASE)),
    ("sources", re.compile(r"(?:(?:the )?data (?:comes|starts)|comes|starts|die daten (?:kommen|beginnen))?\s*\b(?:from|in|aus|von|sources?|quellen?)[: ]\s*", re.IGNORECASE)),
)  # fmt: skip


def data_flow(text: str) -> Row:
    """Where data starts, is stored, and goes: with arrows, or in words. No structure: the text as it is."""
    flat = " ".join(lines(text))
    stages = [stage for stage in ARROW.split(flat) if stage.strip()]
    if len(stages) >= 3:
        return {"sources": names(stages[0]), "stored_in": ", ".join(stages[1:-1]), "destinations": names(stages[-1])}
    if len(stages) == 2:
        return {"sources": names(stages[0]), "destinations": names(stages[1])}
    return _in_words(flat, text)


def _in_words(flat: str, text: str) -> Row:
    found: list[tuple[int, int, str]] = []
    for key, pattern in _LABELLED:
        match = pattern.search(flat)
        if match and not any(start <= match.start() < end for start, end, _ in found):
            found.append((match.start(), match.end(), key))
    found.sort()
    row: Row = {}
    for place, (_, start, key) in enumerate(found):
        end = found[place + 1][0] if place + 1 < len(found) else len(flat)
        piece = flat[start:end].strip(" ,.;")
        if piece:
            row[key] = piece if key == "stored_in" else names(piece)
    return row if "sources" in row or len(row) > 1 else _in_steps(flat) or {"text": text}


_STEP = re.compile(
    r",?\s+(?:and )?then (?:on )?(?:to |into )?|\s+(?:goes |flows |go |sent )?(?:in)?to\s+|,?\s+dann (?:nach |in )?|\s+nach\s+",
    re.IGNORECASE,
)


def _in_steps(flat: str) -> Row:
    """ "HubSpot, CSV export to our EU database, then the internal dashboard"."""
    steps = [step.strip(" ,.") for step in _STEP.split(flat) if step.strip(" ,.")]
    if len(steps) < 3:
        return {}
    return {"sources": names(steps[0]), "stored_in": ", ".join(steps[1:-1]), "destinations": names(steps[-1])}


def names(text: str) -> list[str]:
    """A list in a sentence: commas, plus signs, "and"."""
    parts = re.split(
        r"\s*[,;+\n]\s*|\s+(?:and|und|&)\s+", re.sub(r"^(?:from|to|aus|von|an)\s+", "", text.strip(), flags=re.I)
    )
    return [re.sub(r"^(?:and|und|a|an|the)\s+", "", part.strip(" ."), flags=re.I) for part in parts if part.strip(" .")]
