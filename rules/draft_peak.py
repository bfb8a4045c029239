"""The busiest hour out of sentences: which action, how many an hour, when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from rules.draft_numbers import days, moments, numbers, with_digits
from rules.draft_reads import Read
from rules.draft_text import Sentence, blank
from rules.notewords import build, has


def peak_load(sentence: Sentence, today: date | None) -> Iterator[Read]:
    """The busiest hour: action, how many an hour, when. A limit, a price or an average is none."""
    text, language = sentence.text, sentence.language
    peak = has("peak", sentence.about, language)
    if has("limit", text, language) or (has("average", text, language) and not peak):
        return
    counted = with_digits(text, language) if peak else text
    rows = [row for row in (_rate(found, counted, sentence) for found in _rates(counted, language)) if row]
    if len(rows) > 1 and has("differs", text, language):
        return  # "IT says 800 an hour, the wards 1,800"
    if len(rows) > 1 and peak:
        rows = [row for row in rows if row.pop("peak", False)] or rows
    when = _when(text, language, peak or bool(rows))
    weak = not (peak or when or re.search(r":\s|/\s?h|\(", text))  # so many an hour may be any hour
    if (
        len(rows) == 1
        or (not rows and peak and when)
        or (not rows and when and has("login", text, language) and has("minutes", text, language))
    ):
        row = rows[0] if rows else {}
        yield Read("peak_load.rows", _row(row, when, text, language), sentence, weak=weak)
    else:
        for row in rows:
            yield Read("peak_load.rows", _row(row, "", text, language), sentence, weak=weak)


def counted_hour(row: dict[str, Any]) -> bool:
    """Does a row say how much, and of what or when? Less than that is a question."""
    return bool((row.get("actions_per_hour") or row.get("window_minutes")) and (row.get("action") or row.get("when")))


def _row(row: dict[str, Any], when: str, text: str, language: str) -> dict[str, Any]:
    row.pop("peak", None)
    made = {key: value for key, value in row.items() if value}
    lasts = build(r"<lasts>\s+(?:<approx>\s+)?(\d{1,3})\s?<minutes>", language).search(with_digits(text, language))
    if lasts and row:
        made["window_minutes"] = int(lasts.group(1))
    window = build(r"(\d{1,3})[- ]?<minutes>", language).search(text)
    if window and has("login", text, language):
        action = build("<login>", language).search(text)
        made = {"action": action.group() if action else ""} | made | {"window_minutes": int(window.group(1))}
    return made | ({"when": when} if when else {})


def _rates(text: str, language: str) -> list[re.Match[str]]:
    number = r"(?<![\w.,€$£-])(?P<number>\d{1,3}(?:[.,' ]\d{3})+|\d+(?:[.,]\d(?=\s?k|\s\w+\s(?:se[ck]|min)))?)(?P<k>\s?(?:k|tsd\.?))?(?!\s?[%€$£])"
    return list(
        build(
            rf"{number}(?P<what>[^\d;,.:()]{{0,45}}?)(?P<rate>\s*(?:<every>\s+(?P<each>\d{{1,2}})\s+<minutes>|<per_hour>|(?P<minute><per_minute>)|(?P<second><per_second>)|/\s?(?:h|hr|hour|std|stunde|heure|hora)\b))",
            language,
        ).finditer(text)
    )


def _rate(found: re.Match[str], text: str, sentence: Sentence) -> dict[str, Any] | None:
    language = sentence.language
    before = text[: found.start()]
    counted = numbers(f" {found.group('number')}{found.group('k') or ''} ", language)
    if (
        not counted
        or build(r"(?:<bound>|<instead>|[€$£]|<money>|had|hatten?|avai(?:t|ent)|tenían?)\s*$", language).search(before)
        or re.search(r"(?:€|\$|£|euros?\b|eur\b|dollars?\b)", found.group(), re.IGNORECASE)
    ):
        return None
    action = (
        _action(found.group("what"), language)
        or _labelled(before, text[found.end() :], language)
        or _in_front(before, sentence)
    )
    if (found.group("minute") or found.group("second") or found.group("each")) and not has(
        "peak", sentence.about, language
    ):
        return None
    if (
        build(r"^(?:<unit>|<money>)$", language).match(action)
        or _HALVES.search(found.group("what"))
        or _CLAUSE.search(action)
    ):
        return None
    clause = re.split(r"[,;]", before)[-1] + found.group()
    return {
        "action": action,
        "actions_per_hour": _an_hour(counted[0].value, found),
        "peak": has("peak", clause, language),
    }


def _an_hour(value: int | float, found: re.Match[str]) -> int | float:
    """So many an hour, from so many a second, a minute, or "every ten minutes"."""
    each = int(found.group("each") or 0)
    times = 3600 if found.group("second") else 60 if found.group("minute") else 60 / each if each else 1
    whole = value * times
    return int(whole) if whole == int(whole) else whole


_HALVES = re.compile(r"\b(?:half|halbe[nr]?|demi-?|media|quarter|viertel\w*|quart)\b", re.IGNORECASE)  # no whole hour
_CLAUSE = re.compile(
    r"(?<![\w'])(?:they|we|he|she|ils|elles|nous|wir|haben|have|has|does|font|hacen|tienen|within|innerhalb|binnen)(?!\w)",
    re.IGNORECASE,
)  # no action but a piece of a sentence
_IS = r"\b(?:is|ist|c'est|c est|es|are|sind|ce sont|sont|son)\b"
_HURTS = r"\s+(?:(?:are|is|sind|ist|sont|est|son|es)\s+(?:das,?\s+|ce\s+|lo\s+|los\s+)?|c'est\s+)(?:what|where|was|wo|qui|que|<peak>|the|die|das)(?:\s.*)?$"


def _in_front(before: str, sentence: Sentence) -> str:
    """What is counted, where it stands in front: "Peak: cylinder scans, about 20 a minute"."""
    language = sentence.language
    before = _parted(before, language)
    found = build(
        r"^(?P<lead>.*?<peak>[^:]{0,25}(?::|<is>)\s*)?(?P<what>[^\W\d][^:;.\d]{2,60}?)(?:,|\.\s|;|:)\s*(?:[^\W\d][^\W\d']*(?:'[^\W\d]+)?[.]?\s+){0,4}$".replace(
            "<is>", _IS
        ),
        language,
    ).match(before)
    if not found or not (found.group("lead") or has("peak", f"{sentence.topic}:", language)):
        return ""
    what = _action(build(_HURTS, language).sub("", found.group("what")), language).split(",")[0].strip()
    bad = build("<peak>|<weekday>|<daytime>|^<starts_sentence>|<user>|<launch>", language).search(what)
    return "" if bad or not 0 < len(what.split()) <= 6 else what


def _parted(before: str, language: str) -> str:
    """With a comma for "about" and for a time, where notes have none: "scans sundays about 200 an hour"."""
    if re.search(r"[,;:]", before):
        return before
    before = build(r"\s+(?:<approx>|como)\s*$", language).sub(", ", before)
    for start, end in reversed(moments(before, language)):
        before = before[:start].rstrip() + ", " + before[end:].lstrip(" ,")
    return before


def _action(what: str, language: str) -> str:
    """The words between the number and "per hour", without those that carry nothing."""
    what = re.sub(r"^\s*(?:ce sont|c'est|das sind|those are|it's)\s+", "", what, flags=re.IGNORECASE)
    text = build(r"^\s*(?:<article>|x|times|mal|fois|veces)\s+", language).sub("", what)
    for start, end in reversed(moments(text, language)):
        text = blank(text, start, end)
    return (
        build(
            r"(?:\s+(?:<when_join>|are|come|werden|sont|son|gemacht|made|kommen|laufen|rein|run|happen))+\s*$", language
        )
        .sub("", " ".join(text.split()))
        .strip(" -–,")
    )


def _labelled(before: str, after: str, language: str) -> str:
    """ "Report runs: 900 an hour", "900/h (report runs)"."""
    before = build(rf"^.*?<peak>\s+{_IS}\s+", language).sub("", before)
    label = re.search(r"(?:^|[,;:.()|]\s*|\s[–—-]\s)([^\W\d][^,;:.\d()]{2,60}):\s*(?:[^\W\d]+\s){0,2}$", before)
    bracket = re.match(r"\s*\(([^\W\d][^()\d]{2,40})\)", after) or re.match(
        r"\s+([^\W\d][\w-]+(?:\s(?!<)[\w-]+)?)\s*[,.;(@]", after
    )
    named = build(_HURTS, language).sub("", _action(label.group(1), language)) if label else ""
    if named and not build("<peak>|<per_hour>|<user>", language).search(named):
        return named
    text = bracket.group(1).strip() if bracket else ""
    return "" if build("<peak>|<weekday>|<daytime>|<when_join>", language).search(text) else text


_FROM = r"\s*,?\s*(?:[àa] partir de|from|ab|at|um|gegen|a las|desde las|dès|vers|[àa])?\s*"


def _with_day(text: str, start: int, language: str) -> int:
    """ "le 1er juin à partir de 8 h", "am 1.7. ab 9 Uhr": the day in front of the time belongs to it."""
    near = re.search(r"(?<!\d)\d{1,2}[./]\d{1,2}\.?\s+$", text[:start])
    before = [day for day in days(text, language, date(2000, 1, 1)) if re.fullmatch(_FROM, text[day.end : start])]
    begin = near.start() if near else before[-1].start if before else start
    article = re.search(r"(?:am|on|le|el)\s$", text[:begin]) if begin < start else None
    return article.start() if article else begin


def _when(text: str, language: str, wanted: bool) -> str:
    """The moment as it is written: "Mondays at 9 a.m.", "Monatsultimo, 16 bis 18 Uhr". Two that lie apart are none."""
    if not wanted and not has("login", text, language):
        return ""
    spans = [span for span in moments(text, language) if re.search(r"[^\W\d]|:|-|–", text[span[0] : span[1]])]
    spans = [
        span
        for span in spans
        if not build(r"^\W*(?:<per_hour>|<per_minute>|<per_second>)\W*$", language).match(text[span[0] : span[1]])
    ]
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and re.fullmatch(
            r"[\s,(]*(?:de|del|von|in|am|at|on|all|toute|la|le|of|aux?)?\s*", text[joined[-1][1] : start], re.IGNORECASE
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    joined = [(_with_day(text, start, language), end) for start, end in joined]
    whole = list(dict.fromkeys(text[start:end].strip(" ,-–") for start, end in joined))
    whole = [
        part
        for part in whole
        if not re.fullmatch(
            r"(?:every|each|jeden|cada|chaque|tous les|todos los) (?:month|monat|mes|mois|meses)", part, re.IGNORECASE
        )
    ]
    clocks = [bool(re.search(r"\d", part)) for part in whole]
    full = [part for part in whole if re.search(r"\d", part) and build("<weekday>|<daytime>", language).search(part)]
    if len(full) == 1 and sum(clocks) == 1:
        whole, clocks = full, [True]
    said = " ".join(whole) if len(whole) == 1 or sorted(clocks) == [False, True] else ""
    said = said if re.search(r"[ap]\.\s?m\.$", said) else said.rstrip(".")
    after = re.search(rf"(?<!\w){_SINCE}\s(?={re.escape(said)})", text, re.IGNORECASE) if said[:1].isdigit() else None
    return after.group() + said if after else said


_SINCE = r"(?:after|nach|après|después de(?: las)?|a partir de(?: las)?|à partir de|ab|from|dès|desde(?: las)?|before|vor|avant|antes de(?: las)?)"
