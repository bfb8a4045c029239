"""What was read in one place of the notes, and how readings of the same thing are settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rules.draft_text import Sentence


@dataclass(frozen=True)
class Read:
    """A value for an input, read in a sentence. A weak one gives way; a doubtful one says only that it was mentioned."""

    input: str
    value: Any
    sentence: Sentence
    weak: bool = False
    doubt: bool = False

    @property
    def field(self) -> str:
        """The field that the input belongs to."""
        return self.input.split(".", 1)[0]


def settled(reads: list[Read]) -> tuple[list[Read], set[str]]:
    """One reading an input, and the fields where notes contradict themselves."""
    kept: list[Read] = []
    open_: set[str] = set()
    for name in dict.fromkeys(read.input for read in reads):
        same = [read for read in reads if read.input == name]
        chosen = _one(same)
        if chosen is None:
            open_.add(same[0].field)
        else:
            kept.append(chosen)
    return kept, open_


def _one(reads: list[Read]) -> Read | None:
    """The reading that stands: the strong before the weak, what corrects before what it corrects. None: unclear."""
    strong = [read for read in reads if not read.weak] or reads
    last = max((place for place, read in enumerate(strong) if place and corrects(read, strong[place - 1])), default=0)
    rest = strong[last:]
    if any(read.doubt for read in rest) or any(not same(read.value, rest[0].value) for read in rest):
        return None
    return rest[0]


def corrects(new: Read, old: Read) -> bool:
    """Is the old reading taken back? What somebody else says against it in a chat is a contradiction."""
    one, other = new.sentence.speaker, old.sentence.speaker
    return new.sentence.corrects and (one == other or not one or not other)


def same(one: Any, other: Any) -> bool:
    """Equal, or one holds the other: "Dana Kim" and "Dana Kim, operations lead", a list and a part of it."""
    if isinstance(one, str) and isinstance(other, str):
        first, second = one.casefold().strip(" ."), other.casefold().strip(" .")
        return first in second or second in first
    if isinstance(one, list) and isinstance(other, list):
        return set(one) <= set(other) or set(other) <= set(one)
    return bool(one == other)


LONGEST_QUOTE = 400  # characters that two sentences about one row may lie apart and still be quoted as one piece


def merged_rows(reads: list[Read], key: str) -> tuple[list[Read], bool]:
    """Rows about the same thing put together; a contradiction leaves the cell out and is told.

    A row that was said in two places is quoted with all that lies between; too far apart, it stays two proposals.
    """
    kept: list[Read] = []
    clash = False
    for read in reads:
        place = next((n for n, old in enumerate(kept) if _about_same(old, read, key)), None)
        if place is None:
            kept.append(read)
            continue
        if read.doubt:
            kept[place] = replace(kept[place], value={key: read.value.get(key, "")})
            clash = True
            continue
        row, crossed = _joined(kept[place].value, read.value, corrects(read, kept[place]))
        clash = clash or crossed
        kept[place : place + 1] = _together(kept[place], read, row)
    return kept, clash


def _about_same(old: Read, new: Read, key: str) -> bool:
    """The same name; or two parts of one thing, neighbours, of which one has no name: "Peak: Mondays. 900 reports an hour"."""
    first, second = str(old.value.get(key, "")).casefold(), str(new.value.get(key, "")).casefold()
    unnamed = not (first and second) and not set(old.value) & set(new.value)
    return first == second or (unnamed and new.sentence.number - old.sentence.number == 1)


def _joined(old: Mapping[str, Any], new: Mapping[str, Any], corrected: bool) -> tuple[dict[str, Any], bool]:
    crossed = [key for key in new if key in old and not same(old[key], new[key])]
    row = {**old, **new}
    if crossed and not corrected:
        row = {key: value for key, value in row.items() if key not in crossed}
    return row, bool(crossed) and not corrected


def _together(old: Read, new: Read, row: Mapping[str, Any]) -> list[Read]:
    """One reading from the sentence that says all of it, or from both as one piece; two if they lie too far apart."""
    for read in (new, old):
        if all(item in read.value.items() for item in row.items()):
            return [Read(read.input, row, read.sentence)]
    if new.sentence.end - old.sentence.start > LONGEST_QUOTE:
        return [
            Read(read.input, {key: row[key] for key in read.value if key in row}, read.sentence) for read in (old, new)
        ]
    return [Read(new.input, row, replace(new.sentence, start=old.sentence.start))]
