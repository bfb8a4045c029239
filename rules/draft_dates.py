"""Launch window and hard deadline in notes. Only days that are exact; a month, a quarter or "soon" is a question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from rules.draft_numbers import Day, days
from rules.draft_reads import Read
from rules.draft_text import Sentence, blank
from rules.notewords import build, has

_CUT = r"[;]|\s/\s|\.\s|,\s|\s[-–—]\s|\s\(|\)|\s(?:and|und|et|y|but|aber|mais|pero)\s"


def launch_window(sentence: Sentence, today: date | None) -> Iterator[Read]:
    """From and to, where the sentence speaks of the launch and not of a pilot, a kick-off or a deadline."""
    text, language = _taken_back(sentence, today), sentence.language
    found = [day for day in days(text, language, today) if today is None or day.value >= today]
    if re.search(r"\b(?:week (?:of|commencing)|woche (?:vom|ab|um)|semaine du|semana del)\b", text, re.IGNORECASE):
        return
    if _disputed(text, found, language) and has("launch", sentence.about, language):
        yield Read("launch_window.from", None, sentence, doubt=True)
        return
    for part, inside in _parts(text, found, language):
        about = f"{sentence.topic}: {part}"
        if not inside or not has("launch", about, language) or _other(about, language):
            continue
        if build("<or>", language).search(text[inside[0].end : found[-1].start]):
            yield Read("launch_window.from", None, sentence, doubt=True)
            return
        yield from _window(part, inside, sentence)


def _other(part: str, language: str) -> bool:
    return build("<not_launch>|<deadline>|<not_deadline>|<expires>|<dropped>", language).search(part) is not None or (
        has("no", part, language)
        and not re.search(r"not before|nicht vor|pas avant|no antes|no,|nein,|non,", part, re.IGNORECASE)
    )


_UNTIL = (
    r"(?<!\w)(?:by|before|until|till|bis|bis zum|spätestens|vor|avant le|avant|d'ici le|d'ici au|jusqu'au|au plus tard le|antes del|"
    r"antes de|hasta el|para el|a más tardar el|no later than|latest)(?!\w)"
)


def _window(part: str, inside: list[Day], sentence: Sentence) -> Iterator[Read]:
    language = sentence.language
    if len(inside) == 2 and inside[0].value <= inside[1].value:
        yield Read("launch_window.from", inside[0].value.isoformat(), sentence)
        yield Read("launch_window.to", inside[1].value.isoformat(), sentence)
    elif len(inside) == 1:
        before = part[: max(part.find(sentence.text[inside[0].start : inside[0].end]), 0)]
        adjacent = build(rf"{_UNTIL}(?:\s+(?:the|am|zum|den|dem|\w{{2,10}}day|el|le))*\s*$", language).search(before)
        if not adjacent and build(_UNTIL, language).search(before[-60:]):
            return
        until = adjacent is not None
        name = "to" if until else "from"
        yield Read(f"launch_window.{name}", inside[0].value.isoformat(), sentence)
    else:
        yield Read("launch_window.from", None, sentence, doubt=True)


def _parts(text: str, found: list[Day], language: str) -> list[tuple[str, list[Day]]]:
    """The clauses, never cut between two days of one window or inside a day."""
    cuts = [0]
    for match in re.finditer(_CUT, text if found else "", re.IGNORECASE):
        inside = any(day.start <= match.start() < day.end for day in found)
        between = any(
            one.end <= match.start()
            and match.end() <= two.start
            and two.start - one.end < 25
            and build(r"<and_day>", language).search(text[one.end : two.start])
            for one, two in zip(found, found[1:], strict=False)
        )
        if not inside and not between:
            cuts.append(match.start())
    parts = [
        (start, end)
        for start, end in zip(cuts, [*cuts[1:], len(text)], strict=False)
        if text[start:end].strip(" ,.;()-–—")
    ]
    merged: list[tuple[int, int]] = []
    for start, end in parts:
        with_day = merged and any(merged[-1][0] <= day.start < merged[-1][1] for day in found)
        if (
            merged
            and not (with_day and any(start <= day.start < end for day in found))
            and not _new_topic(text, merged[-1], (start, end), found, language)
        ):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return [(text[start:end], [day for day in found if start <= day.start < end]) for start, end in merged]


def _new_topic(text: str, old: tuple[int, int], new: tuple[int, int], found: list[Day], language: str) -> bool:
    """Does a clause with a day begin something else than the clause before, which had its own topic?"""
    topic = build("<launch>|<deadline>|<not_launch>|<not_deadline>", language)
    return bool(topic.search(text[slice(*old)])) and bool(topic.search(text[slice(*new)]))


_ARTICLES = r"(?:(?:the|on|am|der|den|dem|zum|le|du|el|del|al|vom|von)\s+)*"


def _taken_back(sentence: Sentence, today: date | None) -> str:
    """Without a day that is taken back: "15 March, not 1 March", "not the 1st but 15 March", "1 March, sorry, 15 March"."""
    text, language = sentence.text, sentence.language
    found = days(text, language, today or date(2000, 1, 1))
    if len(found) == 4 and build("<retract>", language).search(text[found[1].end : found[2].start]):
        text = blank(text, found[0].start, found[1].end)  # a window for a window
        found = found[2:]
    for place, day in enumerate(found):
        denied = build(rf"(?:<instead>|<moved_from>)\s+{_ARTICLES}$", language).search(text[: day.start])
        if denied and not build(r"(?:not before|nicht vor)\s*$", language).search(text[: day.start]):
            text = blank(text, denied.start(), day.end)
        between = text[day.end : found[place + 1].start] if place + 1 < len(found) else ""
        if build(r"^[^.;]{0,30}?[,;–—-]+\s*(?:<correct>\W*)+(?:\w+\s+){0,3}$", language).match(between):
            text = blank(text, day.start, day.end)
    return text


def _disputed(text: str, found: list[Day], language: str) -> bool:
    """ "The director says 30 June, the council says 15 July"."""
    return (
        len(found) == 2
        and all(build(r"<differs>", language).search(text[max(0, day.start - 30) : day.start]) for day in found)
        and text[found[0].end : found[1].start].strip(" ,.;") != ""
    )


def _denied(sentence: Sentence, today: date | None) -> bool:
    """ "Any hard deadline? No." """
    asked = has("deadline", sentence.topic, sentence.language)
    refused = build(r"^\W*<nope>(?!\w)", sentence.language).match(sentence.text)
    return bool(asked and refused) and not days(sentence.text, sentence.language, today or date(2000, 1, 1))


_HAVE_NONE = r"<deadline>\W+(?:\w+\W+){0,3}?(?:none|no (?:la |lo )?tenemos|no (?:la |lo )?hay|no tienen|keine[nr]?|aucune|n'en (?:a|avons|ont) pas|y en a pas)\W*$"


def hard_deadline(sentence: Sentence, today: date | None) -> Iterator[Read]:
    """The date and why; or that there is none."""
    text, language = _taken_back(sentence, today), sentence.language
    if _denied(sentence, today) or build(
        rf"<none_deadline>|^\W*<deadline>\s*[:=]\s*<nope>|{_HAVE_NONE}", language
    ).search(text):
        yield Read("hard_deadline.none", True, sentence)
        return
    found = [day for day in days(text, language, today) if today is None or day.value >= today]
    if _disputed(text, found, language) and has("deadline", sentence.about, language):
        yield Read("hard_deadline.date", None, sentence, doubt=True)
        return
    for part, inside in _parts(text, found, language):
        about = f"{sentence.topic}: {part}"
        hard = (
            has("deadline", about, language)
            or (has("expires", part, language) and len(inside) == 1)
            or (len(found) == 1 and has("by_then", text, language) and has("need", text, language))
            or (has("latest", part, language) and has("need", part, language) and not has("launch", part, language))
        )
        if not hard or has("not_deadline", part, language) or not inside:
            continue
        if len(inside) == 1 and not build(r"<no>\W+(?:\w+\W+){0,2}<deadline>", language).search(part):
            yield Read("hard_deadline.date", inside[0].value.isoformat(), sentence)
            reason = _reason(text, inside[0], language)
            if reason and not build(r"^\W*<firm>\W*$", language).match(reason):
                yield Read("hard_deadline.reason", reason, sentence)
        elif len(inside) > 1:
            yield Read("hard_deadline.date", None, sentence, doubt=True)


_OPENS = re.compile(r"\b(?:opens?|opening|ouverture|ouvre|abre|apertura|eröffnung|öffnet)\b", re.IGNORECASE)


def _reason(text: str, day: Day, language: str) -> str:
    """Why: after "because", in brackets behind the day, or the clause that says what ends or begins."""
    why = build(r"<because>[\s:,]+(?P<why>[^;()]{4,120})", language).search(text)
    bracket = re.match(r"[^()]{0,20}\((?P<why>[^()]{4,100})\)", text[day.end :])
    rest = re.match(r"\.?\s*(?:[,:–—]|;(?=[^;]*;?\W*$)|-\s)\s*(?P<why>[^;()]{4,120})", text[day.end :])
    if why and why.start() > 3:
        then = re.search(r"\w\s+((?:then|dann)\s)\s*$", text[why.start() : why.start("why")])
        since = re.match(
            r"da\s(?=(?:läuft|geht|tritt|kommt|beginnt|startet|endet|fängt|wird|fällt|zieht|gilt|macht|ist|sind)\b)",
            why.group(),
        )
        return (then.group(1) if then else since.group() if since else "") + _tidy(
            re.split(r"\s(?:da|bis dahin)\s(?:muss|müssen|soll)\b", why.group("why"))[0], language
        )
    if bracket and not has("deadline", bracket.group(1), language):
        return _tidy(bracket.group("why"), language)
    if (
        rest
        and not build(r"^\W*<firm>(?!\w)", language).match(rest.group("why"))
        and not has("by_then", rest.group("why"), language)
        and len(rest.group("why").split()) >= 2
        and not build(r"<launch>|<deadline>|\d", language).search(_OPENS.sub("", rest.group("why")))
    ):
        return _tidy(rest.group("why"), language)
    clauses = re.split(r"[;()–—]|\s-\s|,\s|:\s|(?<!\d)\.\s", text)
    ending = [clause for clause in clauses if has("expires", clause, language) and not has("launch", clause, language)]
    written = text[day.start : day.end]
    ending = [_behind(clause, written, language) for clause in ending]
    return _tidy(_tidy(ending[0], language).removesuffix(written), language) if ending else ""


def _behind(clause: str, written: str, language: str) -> str:
    """Where nothing parts it from the day, what ends: "the 31st that is fixed the contract ends"."""
    before, found, after = clause.partition(written)
    if (
        found
        and re.fullmatch(r"\W*(?:am|on|el|le|the|zum)?\s*", before, re.IGNORECASE)
        and has("expires", after, language)
    ):
        return after
    ends = build(r"(?:(?:le|la|les|l|the|der|die|das|el|los|las)\s+(?:[^\W\d]+\s+){0,2}?)?<expires>", language).search(
        after
    )
    return (
        ends.group()
        if found
        and ends
        and (ends.start() > 1 or has("deadline", before, language))
        and not has("because", after[: ends.start()], language)
        else clause
    )


def _tidy(reason: str, language: str) -> str:
    reason = re.split(r"\s(?:so|donc|also|así que)\s(?:we|they|on|wir|sie|hay)\b", reason)[0]
    text = re.split(r"(?<!\d)\.\s|;|(?<=\w\w),\s", reason.strip(" ,.;:"))[0]
    text = build(
        r"^\W*(?:(?!da\s+(?:läuft|geht|tritt|kommt|beginnt|startet|endet|fängt|wird|fällt|zieht|gilt|macht|ist|sind))(?:<because>|that|que|the reason|und|and|,))*\s+",
        language,
    ).sub("", " " + text)
    text = build(r"(?:\s+(?:on|by|am|bis|zum|den|le|au|el|al|then|dann))+\s*$", language).sub(
        "", " ".join(text.split())
    )
    return text.strip(" ,.;:-–—")
