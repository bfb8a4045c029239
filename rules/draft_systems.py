"""Integrations in notes: which system must connect, when, and who controls it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rules.draft_names import Systems
from rules.draft_people import people
from rules.draft_reads import Read
from rules.draft_text import Sentence, blank
from rules.draft_who import beside
from rules.notewords import build, has

_CONTEXT = "<connect>|<controlled_by>|<controls>|<day_one>|<later>"


def integrations(sentence: Sentence, systems: Systems, before: str = "") -> Iterator[Read]:
    """One row a system that has to connect: name, day one or later, who controls it."""
    text, language = sentence.text, sentence.language
    refused = has("connect", sentence.topic, language) and build(r"^\W*<nope>(?!\w)", language).match(text)
    if (refused and not systems.found(text)) or build(
        r"<no_integrations>|^\W*<connect>\s*[:=]\s*<nope>", language
    ).search(text):
        yield Read("integrations.none", True, sentence)
        return
    named = systems.found(text)
    topical = has("connect", sentence.topic, language) or has("day_one", sentence.topic, language)
    if not named:
        yield from _said_of_it(sentence, before)
        return
    if has("not_connect", text, language) and not has("connect", text, language):
        return
    if (
        not topical
        and not build(_CONTEXT, language).search(text)
        or build("<sso>|<comes_from>|<stored>", language).search(text)
        and not has("connect", text, language)
    ):
        return
    yield from _rows(sentence, named, systems)


def _rows(sentence: Sentence, named: list[tuple[int, int, str]], systems: Systems) -> Iterator[Read]:
    text, language = sentence.text, sentence.language
    keeping = build(r"(?:<controls>|<controlled_by>)\s*$", language)
    named = [system for system in named if not keeping.search(text[: system[0]])] or named
    persons = people(_without(text, named), language, sentence.names)
    parts = _parts(text, named, persons)
    needs = [_needed(part, language) for part in parts]
    if not any(needs):
        needs = [_needed(sentence.topic, language)] * len(parts)
    for place, (start, _, name) in enumerate(named):
        part = parts[place]
        if build(r"<no>|<dropped>", language).search(part) and not has("later", part, language):
            continue
        if systems.kinds.get(name) == "identity provider" and not has("connect", text, language):
            continue
        need = _right_behind(part, name, language) or needs[place] or (_near(needs, place) if _bare(part, name) else "")
        controller = _controller(part, start - text.find(part), persons, sentence, named)
        row: dict[str, Any] = {"system": name}
        row |= {"needed": need} if need else {}
        row |= {"controlled_by": controller} if controller else {}
        if len(row) > 1 or has("connect", sentence.about, language):
            yield Read("integrations.rows", row, sentence)


def _right_behind(part: str, name: str, language: str) -> str:
    """ "herr bux power bi später": the word right behind the name is of it."""
    found = build(rf"{re.escape(name)}\s+(?:(?P<later><later>)|<day_one>)", language).search(part)
    return ("later" if found.group("later") else "day_one") if found else ""


def _near(needs: list[str], place: int) -> str:
    """What is said of the systems after it, else before it."""
    return next((need for need in [*needs[place + 1 :], *reversed(needs[:place])] if need), "")


def _bare(part: str, name: str) -> bool:
    """Is the part of a sentence hardly more than the system's name: "SAP, and Workday on day one"?"""
    return len(re.findall(r"[^\W\d]{2,}", part.replace(name, ""))) <= 3


def _without(text: str, named: list[tuple[int, int, str]]) -> str:
    for start, end, _ in named:
        text = blank(text, start, end)
    return text


def _parts(text: str, named: list[tuple[int, int, str]], persons: list[tuple[int, int, str]]) -> list[str]:
    """For each system the part of the sentence that is about it: from it, or its clause's begin, to the next."""
    cuts = [
        match.start()
        for match in re.finditer(r"[,;.]\s|\s(?:and|und|et|y|but|aber|mais|pero|while|sowie)\s", text)
        if not any(s < match.end() and match.start() < e for s, e, _ in persons)
    ]
    starts = [text.rfind(";", 0, named[0][0]) + 1]
    for (_, last, _), (first, _, _) in zip(named, named[1:], strict=False):
        between = [cut for cut in cuts if last <= cut <= first]
        starts.append(between[-1] if between else first)
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=False)]


def _needed(part: str, language: str) -> str:
    """What is said first of it: "on day one, later also the archive"."""
    said = [
        (found.start(), need) for need in ("later", "day_one") for found in build(f"<{need}>", language).finditer(part)
    ]
    return min(said, default=(0, ""))[1]


def _controller(
    part: str, place: int, persons: list[tuple[int, int, str]], sentence: Sentence, named: list[tuple[int, int, str]]
) -> str:
    """Who controls it: the one person in its part, beside a word of control, in brackets or after a dash."""
    language = sentence.language
    inside = [person for person in persons if person[2] in part]
    who = beside(
        part, sentence.text[sentence.text.find(part) + len(part) :], "<controlled_by>|<controls>", language, groups=True
    )
    if (
        who
        and not any(name[2] in who for name in named)
        and len(inside) < 2
        and (not inside or inside[0][2].strip(" ,.") in who or who in inside[0][2])
    ):
        return who
    if (
        len(inside) != 1
        or build(r"<approves>|<it_contact>\b(?!.*<controls>)", language).search(part)
        and not build("<controlled_by>|<controls>", language).search(part)
    ):
        return ""
    name = inside[0][2]
    close = re.search(rf"(?:\(|–|—|\s-\s|:|,|\|)\s*{re.escape(name)}", part)
    if (
        not close
        and not build("<controlled_by>|<controls>", language).search(part)
        and not has("controlled_by", sentence.topic, language)
    ):
        return ""
    alternative = build(rf"{re.escape(name)}\s*<or>|<or>\s+{re.escape(name)}", language).search(part)
    return "" if alternative else name.strip(" ,.")


def _said_of_it(sentence: Sentence, before: str) -> Iterator[Read]:
    """ "Maria Lopez controls it.": of the one system that the sentence before named."""
    text, language = sentence.text, sentence.language
    named = people(text, language, sentence.names)
    said = build(r"(?:<controls>\s+<it>|<it>\s+<controls>|<controlled_by>)", language).search(text)
    if not before or not said or has("no", text, language):
        return
    who = named[0][2].strip(" ,.") if len(named) == 1 else ""
    who = beside(text, "", "<controlled_by>|<controls>", language, groups=True) or who
    if who and len(named) < 2:
        yield Read("integrations.rows", {"system": before, "controlled_by": who}, sentence)
