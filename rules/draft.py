"""Notes in, proposals out: what call notes or a mail say, as inputs of the handoff, each with the sentence it was read from.

Extraction only. A proposal is always to be taken as assumed, and never changes an answer; what was not found, or only in
doubt, is a question. Old threads, signatures, suppositions and what is said of somebody else do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rules.draft_dates import hard_deadline, launch_window
from rules.draft_first_day import day_one_access, works_on_day_one
from rules.draft_flow import data_flow
from rules.draft_names import Systems, everything, named_in
from rules.draft_numbers import days, numbers
from rules.draft_others import without_others
from rules.draft_peak import counted_hour, peak_load
from rules.draft_people import approvers, first_names, small_names
from rules.draft_reads import Read, merged_rows, settled
from rules.draft_security import security
from rules.draft_setup import setup_work
from rules.draft_systems import integrations
from rules.draft_text import Sentence, composed, sentences
from rules.draft_volume import MONTH_1, active_users, without_times
from rules.model import Answer, Frozen, Template
from rules.notewords import build, has
from rules.parts import take_apart

LONGEST = 50_000  # characters; longer notes are cut, nobody takes such notes of one call
ROWS = {"peak_load.rows": "action", "integrations.rows": "system", "setup_work.rows": "item"}


class Proposal(Frozen):
    """A value for an input (`active_users.month_1`, `integrations.rows`), and the sentence of the notes that says it."""

    input: str
    value: Any
    sentence: str


class Draft(Frozen):
    """What notes offer, and the fields that stay open even if all of it is taken."""

    proposals: tuple[Proposal, ...]
    questions: tuple[str, ...]


def draft(
    notes: str,
    template: Template,
    today: date | None = None,
    language: str | None = None,
    systems: Mapping[str, str] | None = None,
) -> Draft:
    """Read notes. `today` gives days without a year their year; `systems` are further names with their kinds."""
    text, places = composed(notes[:LONGEST])
    pieces = _acquainted(sentences(text, language))
    named = dict.fromkeys(named_in(pieces), "other")
    reads = _corrected(list(_reads(pieces, everything({**named, **(systems or {})}), today)), today)
    kept, doubtful = _settled(reads)
    order = {key: place for place, key in enumerate(template.keys())}
    kept.sort(key=lambda read: order[read.field])
    proposals = tuple(
        Proposal(input=r.input, value=r.value, sentence=notes[places[r.sentence.start] : places[r.sentence.end]])
        for r in kept
    )
    return Draft(proposals=proposals, questions=tuple(_questions(kept, doubtful, template)))


def _acquainted(pieces: list[Sentence]) -> list[Sentence]:
    """The sentences that count, each knowing the first names of everybody who is named in full."""
    names = tuple(dict.fromkeys(name for piece in pieces for name in first_names(piece.text, piece.language)))
    names = names or tuple(small_names([piece.raw for piece in pieces]))
    ours = {word for piece in pieces[:2] for word in re.findall(r"\w+", piece.raw)} | {
        first for name in names for first in name.split()
    }
    return without_others([replace(piece, names=names[:50]) for piece in pieces], ours)


def _reads(pieces: list[Sentence], systems: Systems, today: date | None) -> Iterator[Read]:
    system, counted, flowing = "", -9, -9
    recent: list[Read] = []
    told: Read | None = None  # how many begin, as somebody in a chat said it
    for sentence in pieces:
        if not sentence.text.strip():
            if has("unsettled", sentence.raw, sentence.language):
                yield from _unsettled(recent, sentence)
            continue
        found = [
            *active_users(sentence, today, sentence.number - counted <= 2), *peak_load(sentence, today),
            *data_flow(sentence, sentence.number - flowing <= 2), *security(sentence), *integrations(sentence, systems, system),
            *setup_work(sentence), *day_one_access(sentence), *approvers(sentence, today), *launch_window(sentence, today),
            *works_on_day_one(sentence), *hard_deadline(sentence, today),
        ]  # fmt: skip
        flowing = sentence.number if any(read.field == "data_flow" for read in found) else flowing
        if any(read.field == "integrations" for read in found):
            found = [read for read in found if read.input != "launch_window.day_one"]
        if has("unsettled", sentence.raw, sentence.language) or sentence.raw.endswith("?"):
            yield from _unsettled([*recent, *found], sentence)
        elif not found and (again := _recounted(sentence, told)):
            found = [again]
        elif not found and _differs(sentence):
            yield from _unsettled([read for read in recent if read.field == "active_users"], sentence)
            found = list(_other_rate(recent, sentence))
        if any(read.field == "active_users" for read in found) or has("user", sentence.raw, sentence.language):
            counted = sentence.number
        told = next((read for read in found if read.input == MONTH_1 and not read.doubt), told)
        recent = [read for read in (*recent, *found) if sentence.number - read.sentence.number < 2]
        mended = [] if found else list(_bare_correction(sentence, today))
        counted = sentence.number if mended and sentence.number - counted <= 4 else counted
        yield from found or mended
        named = {read.value["system"] for read in found if read.input == "integrations.rows"}
        system = named.pop() if len(named) == 1 else ""


def _recounted(sentence: Sentence, told: Read | None) -> Read | None:
    """In a chat, another number right after the first: from somebody else it is a doubt, from the same person it stands."""
    raw, language = sentence.raw, sentence.language
    if not told or not sentence.speaker or sentence.number - told.sentence.number > 4:
        return None
    counted = numbers(without_times(raw, language, None), language)
    if (
        len(counted) != 1
        or counted[0].value == told.value
        or not re.match(r"\W*(?:$|[,.;!]|then\b|dann\b|alors\b|entonces\b)", raw[counted[0].end :])
    ):
        return None
    if len(raw.split()) > 4 and not build(r"^\W*(?:(?:euh|uhm?|äh|eh)\W+)?(?:<retract>|<no>)(?!\w)", language).match(
        raw
    ):
        return None
    if sentence.speaker != told.sentence.speaker:
        return Read(MONTH_1, None, replace(sentence, corrects=False), doubt=True)
    if not build(r"^\W*(?:<yes>|<retract>|ok|okay|stimmt|genau|vale|cierto|d'accord|exact)(?!\w)", language).match(raw):
        return None
    return Read(MONTH_1, counted[0].value, replace(sentence, corrects=True, speaker=""))


def _differs(sentence: Sentence) -> bool:
    """ "Tom thinks it is rather 50": somebody else's number for what was just told; not "but that was the number of PCs"."""
    raw, language = sentence.raw, sentence.language
    said = build(r"<differs>", language).search(raw)
    counted = [number for number in numbers(raw, language) if re.match(r"\W*(?:$|[,.;)!]|<)", raw[number.end :])]
    return bool(said and len(counted) == 1) and not build(
        r"<but>\s+(?:that|das war|c'était|eso|this)", language
    ).search(raw)


def _other_rate(recent: list[Read], sentence: Sentence) -> Iterator[Read]:
    """ "More like 400", right after "250 an hour": two rates for one peak are none."""
    for read in recent:
        if read.input == "peak_load.rows" and "actions_per_hour" in read.value:
            yield replace(read, sentence=sentence, doubt=True)


def _unsettled(reads: list[Read], sentence: Sentence) -> Iterator[Read]:
    """ "They never settled it": what was read just before is in doubt."""
    for name in dict.fromkeys(read.input for read in reads if not isinstance(read.value, (dict, list))):
        yield Read(name, None, replace(sentence, corrects=False), doubt=True)


# --- corrections that name no field ---------------------------------------------------------------------------------


def _bare_correction(sentence: Sentence, today: date | None) -> Iterator[Read]:
    """ "Korrektur: 450", "actually make that 450, not 300": to be given to what was read before."""
    if not sentence.corrects:
        return
    found = days(sentence.text, sentence.language, today)
    if len(found) == 2 and found[0].value < found[1].value:
        yield Read("?.window", (found[0].value.isoformat(), found[1].value.isoformat()), sentence)
        return
    for day in found:
        yield Read("?.date", day.value.isoformat(), sentence)
    if not days(sentence.text, sentence.language, date(2000, 1, 1)):
        for number in numbers(without_times(sentence.text, sentence.language, today), sentence.language):
            yield Read("?.number", number.value, sentence)


def _corrected(reads: list[Read], today: date | None) -> list[Read]:
    kept: list[Read] = []
    seen: set[int] = set()
    for read in reads:
        if not read.input.startswith("?"):
            kept.append(read)
        elif read.sentence.number not in seen:
            seen.add(read.sentence.number)
            fresh = [
                other for other in reads if other.input == read.input and other.sentence.number == read.sentence.number
            ]
            kept += _applied(fresh, kept)
    return kept


def _applied(fresh: list[Read], before: list[Read]) -> list[Read]:
    """Which input a correction means: the one whose old value it names, else the only one of the sentence before."""
    if fresh[0].input == "?.window":
        return _new_window(fresh[0], before)
    kind = str if fresh[0].input == "?.date" else int | float
    old = [read for read in before if isinstance(read.value, kind) and _is_date(read.value) == (kind is str)]
    values = [read.value for read in fresh]
    named = [read for read in old if read.value in values]
    new = [value for value in values if all(value != read.value for read in named)]
    if named and len(new) == 1 and len({read.input for read in named}) == 1:
        return [Read(named[-1].input, new[0], fresh[0].sentence)]
    last = [
        read
        for read in old
        if old
        and read.sentence.number == old[-1].sentence.number
        and fresh[0].sentence.number - read.sentence.number <= 2
    ]
    if len(values) == 1 and len(last) == 1:
        return [Read(last[0].input, values[0], fresh[0].sentence)]
    return [Read(read.input, None, fresh[0].sentence, doubt=True) for read in last or named]


def _new_window(fresh: Read, before: list[Read]) -> list[Read]:
    """ "No, sorry, the 12th to the 23rd of April", right after the window was told."""
    near = {read.input for read in before if fresh.sentence.number - read.sentence.number <= 2}
    if not near & {"launch_window.from", "launch_window.to"}:
        return []
    names = ("launch_window.from", "launch_window.to")
    return [Read(name, value, fresh.sentence) for name, value in zip(names, fresh.value, strict=True)]


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and build(r"^\d{4}-\d\d-\d\d$", "en").match(value) is not None


# --- what stands, what is asked -------------------------------------------------------------------------------------


def _settled(reads: list[Read]) -> tuple[list[Read], set[str]]:
    kept, doubtful = settled([read for read in reads if read.input not in ROWS and not isinstance(read.value, dict)])
    for name, key in ROWS.items():
        rows, clash = merged_rows([read for read in reads if read.input == name], key)
        rows = [read for read in rows if name != "peak_load.rows" or (counted_hour(read.value) and not read.weak)]
        kept += rows
        doubtful |= {name.split(".")[0]} if clash else set()
    points, open_ = _points([read for read in reads if isinstance(read.value, dict) and read.input not in ROWS])
    none = {read.field for read in kept if read.input.endswith(".none")}
    crossed = none & {read.field for read in (*kept, *points) if not read.input.endswith(".none")}
    kept = [read for read in (*kept, *points) if not (read.field in crossed and read.input.endswith(".none"))]
    return kept, doubtful | open_ | crossed


def _points(reads: list[Read]) -> tuple[list[Read], set[str]]:
    """Security points: what is said twice is put together; required and not required at once is a question."""
    kept: list[Read] = []
    open_: set[str] = set()
    for name in dict.fromkeys(read.input for read in reads):
        same = [read for read in reads if read.input == name]
        last = max((place for place, read in enumerate(same) if read.sentence.corrects), default=0)
        states = {read.value["state"] for read in same[last:]}
        if len(states) > 1:
            open_.add(same[0].field)
        else:
            rows, _ = merged_rows(same[last:], "state")
            kept += rows
    return kept, open_


def _questions(kept: list[Read], doubtful: set[str], template: Template) -> Iterator[str]:
    """The fields that are still open: nothing found, found in doubt, or a part of the answer missing."""
    for field in template.required():
        inputs: dict[str, Any] = {}
        for read in kept:
            if read.field == field.key:
                key = read.input.split(".", 1)[1]
                inputs[key] = [*inputs.get(key, []), read.value] if key == "rows" else read.value
        parts = take_apart(field, Answer(inputs=inputs)) if inputs and not inputs.get("none") else ()
        whole = inputs.get("none") or (
            parts and all(part.condition == "ok" for part in parts if part.by == "quote" and part.spec.key != "type")
        )
        if field.key in doubtful or not whole:
            yield field.key
