"""Active users out of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from rules.draft_numbers import Number, days, moments, numbers, with_digits
from rules.draft_reads import Read
from rules.draft_text import Sentence, blank
from rules.notewords import build, has

MONTH_1, MONTH_12 = "active_users.month_1", "active_users.month_12"


# --- active users ---------------------------------------------------------------------------------------------------


def active_users(sentence: Sentence, today: date | None, just_told: bool = False) -> Iterator[Read]:
    """How many use it in month 1 and in month 12. Head counts, licences and other times are left alone.

    `just_told`: users were talked of just before, so "in a year we are 900" counts them too.
    """
    text, language = without_times(sentence.text, sentence.language, today), sentence.language
    if build("<get_access>|<rollout_support>", language).search(text):
        return
    if not build("<user>|<use>|<worker>|<person>", language).search(sentence.about):
        yield from _unnamed(sentence, text, just_told)
        return
    let_in = _lets_in(text, language) or has("access", sentence.topic, language)
    if let_in and not has("user", sentence.about, language):
        return
    grown = _from_to(sentence, text)
    if grown or has("old_tool", text, language):
        yield from grown
        return
    text = _crossed_out(text, language)
    found = _users(text, sentence)
    reads = _without_examples(_of_a_sum(list(_placed(found, text, sentence)), found, text, sentence), text, sentence)
    yield from reads
    if [read.input for read in reads if not read.doubt] == [MONTH_1]:
        yield from _later_on(sentence, blank(text, 0, found[0].end))


def _unnamed(sentence: Sentence, text: str, just_told: bool) -> Iterator[Read]:
    """Numbers where nobody is named: of the users talked of just before, or right behind the word of beginning."""
    language = sentence.language
    later = list(_later_on(sentence, text)) if just_told else []
    yield from later
    if not later and has("begin", text, language):
        standing = numbers(_crossed_out(text, language), language)
        yield from _placed([n for n in standing if _begun(n, text, language, just_told)], text, sentence)


def _users(text: str, sentence: Sentence) -> list[Number]:
    """The numbers that count who uses it; "12" of "12 months" does not."""
    spans = [match.span() for match in build("<year>|<begin>|<other_time>", sentence.language).finditer(text)]
    counted = [n for n in numbers(text, sentence.language) if not any(start <= n.start < end for start, end in spans)]
    found = [number for number in counted if _counts_users(number, text, sentence)]
    return [
        number for place, number in enumerate(found) if number.value not in [other.value for other in found[:place]]
    ]


def _of_a_sum(reads: list[Read], found: list[Number], text: str, sentence: Sentence) -> list[Read]:
    """Of several numbers and a sum: it is in doubt which of them the sum stands for."""
    if len(found) < 2 or not has("total", re.sub(r"\([^)]*\)", " ", text), sentence.language):
        return reads
    strong = [read for read in reads if not read.weak]
    return [*strong[:-1], *(Read(read.input, None, sentence, doubt=True) for read in strong[-1:])]


def _without_examples(reads: list[Read], text: str, sentence: Sentence) -> list[Read]:
    """Beside a price, a number without a month is an example."""
    priced = re.search(r"[€$£]|\b(?:euros?|usd|eur|dollars?|pounds?|chf)\b", sentence.raw or text, re.IGNORECASE)
    return [read for read in reads if not (priced and read.weak)]


def _lets_in(text: str, language: str) -> bool:
    """Is it about who gets in on the first day, rather than how many use it?"""
    if build(r"^\W*<day_one>[^:\d]{0,20}:\s*\d", language).match(text) and not has("use", text, language):
        return True
    return has("access", text, language) or (has("get_in", text, language) and has("day_one", text, language))


_BE = r"(?:be|at|are|is|sind|werden|wären|seien|es|dann|auf|serons|seront|sera|est|à|seremos|serán|son|estaremos|expects?|figures?|reckons?|calcul\w+|estim\w+|rechnen\w* mit|on compte|tablons sur|erwart\w+|prévo\w+|esper\w+|reach\w*|have|<approx>|<year>|[:,]|(?:llegar|llegaremos|llegarán|passer|montar|subir|grow|go up|get|going|anwachsen|steigen|wachsen)\\w*\\s+(?:a|à|to|auf))"


def _later_on(sentence: Sentence, text: str) -> Iterator[Read]:
    """ "Twelve months on we should be at 900", where the users were counted just before."""
    language = sentence.language
    text = _crossed_out(re.sub(r"\([^()]*\)", lambda match: " " * len(match.group()), text), language)
    found = [number for number in numbers(text, language) if not _of_another_time(number, text, language)]
    if (
        len(found) != 1
        or found[0].vague
        or not has("year", sentence.about, language)
        or has("other_time", text, language)
    ):
        return
    before, after = text[: found[0].start], text[found[0].end :]
    if (
        build(rf"(?:^\W*(?:(?:and|und|et|y)\s+)?|{_BE}\s*)$", language).search(before)
        and _ends(after, language)
        and not has("amount_unit", after[:25], language)
    ):
        yield Read(MONTH_12, found[0].value, sentence)


def _of_another_time(number: Number, text: str, language: str) -> bool:
    return any(
        match.start() <= number.start < match.end() for match in build("<year>|<begin>", language).finditer(text)
    )


def _begun(number: Number, text: str, language: str, just_told: bool) -> bool:
    """ "We start with 64 fitters": a number right after the word of beginning, and people after it; nothing, where users were talked of."""
    before, after = text[: number.start], text[number.end :]
    start = build(r"<begin>\s*(?:<article>\s+)?(?:<approx>\s*)?$", language).search(before)
    whom = re.match(r"\s+[^\W\d]\w{3,}(?:en|s|ern|er|in|innen)\b", after)
    return (
        bool(start and (whom or (just_told and _ends(after, language))))
        and not number.vague
        and not build("<amount_unit>|<unit>|<not_user>|<money>", language).search(after[:30])
    )


def without_times(text: str, language: str, today: date | None) -> str:
    """The text without days and times of the day, whose numbers count nothing."""
    for day in days(text, language, today or date(2000, 1, 1)):
        text = blank(text, day.start, day.end)
    for start, end in moments(text, language):
        if any(character.isdigit() for character in text[start:end]):
            text = blank(text, start, end)
    return text


def _from_to(sentence: Sentence, text: str) -> list[Read]:
    """ "From 50 to 5,000 in a year", "300 → 450 within twelve months"."""
    language = sentence.language
    number = r"(\d[\d.,' ]*(?:\s?k|\s?tsd\.?)?)"
    noun = r"\s*(?:\w+\s+){0,2}?(?:<user>|<person>)?\s*(?:<when_join>|<grow>|<begin>|,|\s)*"
    pattern = build(
        rf"(?:<range_from>\s+)?{number}{noun}(?:→|->|=>|<range_to>|<grow>\W+<range_to>)\s*(?:<approx>\s*)?{number}",
        language,
    )
    found = pattern.search(text)
    growing = found and (
        has("grow", text, language)
        or re.search(r"→|->|=>", found.group())
        or build(r"^\s*<range_from>", language).match(found.group())
    )
    if not found or not growing or not has("year", text, language) or has("other_time", text, language):
        return []
    pair = [_plain(found.group(place), language) for place in (1, 2)]
    if None in pair or not has("user", sentence.about, language):
        return []
    return [Read(MONTH_1, pair[0], sentence), Read(MONTH_12, pair[1], sentence)]


def _plain(text: str, language: str) -> int | float | None:
    found = numbers(f" {text.strip()} ", language)
    return found[0].value if len(found) == 1 else None


_TO_BE = r"(?:son|sind|sont|are|eran|serán|seront|be|ya)"


_SAID_BEFORE = (
    r"<said_before>\s+(?:[^\W\d]+\s+){0,2}?(?:<approx>\s+)?\d[\d.,]*k?\s*|<differs>\s+\d[\d.,]*k?\s+<as_said>"
    r"|\d[\d.,]*k?\s+(?:<user>\s+)?(?!first)<as_said>"
)


def _crossed_out(text: str, language: str) -> str:
    """Without what was taken back: "450, not 300", "300, no wait, 350", "150; correction: 115, not 150"."""
    text = _without_parts(text, language)
    for found in build(_SAID_BEFORE, language).finditer(with_digits(text, language)):
        text = blank(text, found.start(), found.end())
    text = _retracted(_denied_words(text, language), language)
    denied = [
        found.group(1)
        for found in build(
            rf"(?:<instead>|<moved_from>|<no>\s+{_TO_BE}|<no>)\s+(?:(?:mit|with|avec|con)\s+)?(?:<article>\s+)?(?:<approx>\s+)?(\d[\d.,]*)",
            language,
        ).finditer(text)
    ]
    for number in denied:
        for found in re.finditer(rf"(?<![\d.,]){re.escape(number)}(?!\d)", text):
            text = blank(text, found.start(), found.end())
    for found in build(
        r"(\d[\d.,]*k?)(?:\s+[^\W\d]+){0,4}\s*[,;–—-]+\s*(?:<correct>[\s,:]*)+(?:<approx>\s+)?\d", language
    ).finditer(text):
        text = blank(text, found.start(1), found.end(1))
    return text


def _denied_words(text: str, language: str) -> str:
    """Without a number that is denied: "thirty-five, and not fifty as my colleague wrote"."""
    found = numbers(text, language)
    for number in found if len(found) > 1 else ():
        if build(
            r"(?:[,;(–—-]\s*|\s(?=(?:and|et|und|y)\s))(?!(?:no|non|nein)\s)<instead>\s+(?:mit\s+|with\s+|avec\s+|con\s+)?(?:<approx>\s+)?$",
            language,
        ).search(text[: number.start]):
            text = blank(text, number.start, number.end)
    return text


def _retracted(text: str, language: str) -> str:
    """Without a number that is taken back at once: "ninety, no, ninety-five"."""
    found = numbers(text, language)
    for one, two in zip(found, found[1:], strict=False):
        between = text[one.end : two.start]
        marked = build(rf"<begin>|<year>|<other_time>|(?:<no>\s+{_TO_BE}\s*$)", language).search(between)
        if (
            len(between.split()) <= 7
            and not marked
            and build(r"(?:<retract>\W*)+(?:<approx>\s*)?(?:\w+\W+){0,4}$", language).search(between)
        ):
            text = blank(text, one.start, one.end)
    return text


_PLUS = r"\d[^.;]*(?:\+|(?<!\w)(?:and|plus|und|et|y|más|sowie)(?!\w))[^.;]*$"
_SUM = r"(?:(?<!\w)(?:soit|makes|macht|so|also|insgesamt|zusammen|total|altogether|en total)|=)\s+(?:(?:about|of|rund|circa|ca\.|environ|unos|de)\s+)?(?=\d)"


def _without_parts(text: str, language: str) -> str:
    """Without what a sum is made of: "118 nurses + 22 clerks, so 140 users"; the word of beginning stays."""
    counted = with_digits(text, language)
    total = re.search(_SUM, counted, re.IGNORECASE)
    if not total or not re.search(_PLUS, counted[: total.start()], re.IGNORECASE):
        return text
    begin = build("<begin>", language).search(text[: total.start()])
    start = begin.end() if begin else 0
    return blank(text, start, total.start()) if len(numbers(text[start : total.start()], language)) > 1 else text


_NOT_A_COUNT = r"^\s*(?!(?:in |en |im |am )?(?:<year>|<begin>))<not_user>|^\s*(?:[^\W\d]+\s+){0,3}(?:simult|concurr|gleichz|regist|inscrit)|^[^,;]{0,40}<per_hour>"
_USERS = r"^\s*(?:(?!(?:<not_user>|<when_join>|<but>|<year>|<begin>)\s)[^\W\d]+['-]?\s*){0,3}?<user>"
_USING = r"^\s*(?:[^\W\d][\w'-]*\s+){0,5}?<use>(?!\s+(?-i:[A-ZÀ-Þ][a-zA-Z]+))"
_WORKERS = r"^\s*(?:[^\W\d][\w-]*\s+){0,2}?(?:<person>|<worker>)"
_LABEL = r"^\W*<user>(?:\s*[:–-]|\s+(?:that'?s|are|das\s+sind|sind|c'?\s?est|ce\s+sont|son))\s"
_KIND = r"^\s+(?!<not_user>)(?:[^\W\d][\w-]*\s+){1,3}?(?:<begin>|<year>)"
_OTHER_TOOL = r"<use>\s+(?-i:[A-ZÀ-Þ][\w]+)"
_NAMED_BEFORE = (
    r"(?:<user>|<person>|<begin>|<year>)(?:\s+(?:will be|would be|are|is|sind|werden|sont|seront|son|serán))?\W*$"
)


def _counts_users(number: Number, text: str, sentence: Sentence) -> bool:
    """Does a number count who uses it: users, staff who use it or who begin, or a bare number where users are the topic?"""
    language, before, after = sentence.language, text[: number.start], text[number.end :]
    if (
        number.vague
        or number.value < 2
        or isinstance(number.value, float)
        or build(_NOT_A_COUNT, language).search(after)
        or build(_OTHER_TOOL, language).search(_clause(text, number))
    ):
        return False
    if build(r"<retract>\W*(?:<approx>\s*)?$", language).search(before) and has("user", sentence.about, language):
        return True
    listed = build(_LABEL, language).match(text) and build(_KIND, language).match(after)
    if listed or build(_USERS, language).match(after) or build(_USING, language).match(after):
        return True
    if build(_WORKERS, language).match(after):
        return (
            not build(r"(?:needs?|brauchen|benötigen|besoin de|necesita[nm]\w*)\s*(?:<approx>\s*)?$", language).search(
                before
            )
            and build("<use>|<begin>|<year>", language).search(_own_part(number, text)) is not None
        )
    if build(r"<begin>\s*(?:<article>\s+)?(?:<approx>\s*)?$", language).search(before) and not has(
        "amount_unit", after[:30], language
    ):
        return bool(re.match(r"\s*[^\W\d]", after)) or has("user", sentence.about, language)
    named = build(_NAMED_BEFORE, language).search(before) or has("user", sentence.about, language)
    return bool(named) and _ends(after, language)


def _clause(text: str, number: Number) -> str:
    """The part of the sentence, between commas, in which a number stands."""
    start = max((match.end() for match in re.finditer(_BREAK, text[: number.start])), default=0)
    end = re.search(_BREAK, text[number.end :])
    return text[start : number.end + end.start() if end else len(text)]


def _ends(after: str, language: str) -> bool:
    """Nothing that is counted follows: the clause ends, or a time follows."""
    return bool(
        build(
            r"^\s*(?:(?:exact\w*|genau|exactement|exactamente|all in|insgesamt|en tout|en total)\s*)?(?:$|that'?s |das sind|c'est|eso es|i think|i guess|glaub|je crois|creo|[,;.)/|!(→–—-]|<year>|<begin>|<but>|<because>|<when_join>\s|<active>|<use>|<other_time>|<grow>|=)".replace(
                "<active>", r"activ\w+\W"
            ),
            language,
        ).match(after)
    )


def _own_part(number: Number, text: str) -> str:
    """Its clause, up to the next number: "640 staff of whom 190 will use it"."""
    clause = _clause(text, number)
    after = text[number.end :]
    following = re.search(r"\d", after)
    before = clause[: max(clause.find(text[number.start : number.end]), 0)]
    return before + (after[: following.start()] if following and following.start() < len(clause) else clause)


_BREAK = r"(?<!\d)[,;/|()]|[,;/|()](?!\d)|→|->|(?<![\w])(?:and|then|und|dann|et|puis|y|luego|(?:but|aber|mais|pero)(?!\s(?:only|nur|seulement|solo|sólo)\b))(?!\w)"


def _placed(found: list[Number], text: str, sentence: Sentence) -> Iterator[Read]:
    """Give each number its month: the mark in its own part of the sentence, or in a part that is only a mark."""
    language = sentence.language
    breaks = [0, *(match.start() for match in re.finditer(_BREAK, text, re.IGNORECASE)), len(text)]
    parts = [(start, end) for start, end in zip(breaks, breaks[1:], strict=False) if end > start]
    inside = [([n for n in found if start <= n.start < end], _marks(text[start:end], language)) for start, end in parts]
    spare = _marks(sentence.topic, language)
    for place, (counted, marks) in enumerate(inside):
        if not counted:
            continue
        if len(counted) > 1 and len(counted) != len(marks):
            yield Read(MONTH_1, None, sentence, doubt=True)
            continue
        before, after = _lone_marks(inside[:place][::-1])[-1:], _lone_marks(inside[place + 1 : place + 2])
        for number, mark in zip(counted, marks or before or after[:1] or spare[:1] or [""], strict=False):
            yield from _dated(number, mark, sentence)


def _lone_marks(parts: list[tuple[list[Number], list[str]]]) -> list[str]:
    """The marks of the nearest part that has some, up to one with a number: "in a year, with Leeds, we are 210 users"."""
    near = takewhile(lambda part: not part[0], parts)
    return next((marks for _, marks in near if marks), [])


def _marks(text: str, language: str) -> list[str]:
    """The months a part of the sentence speaks of, in order: "1", "12" or "?" for any other time."""
    found: list[tuple[int, int, str]] = []
    for concept, mark in (("year", "12"), ("other_time", "?"), ("begin", "1")):
        for match in build(f"<{concept}>", language).finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), mark))
    ordered = [mark for _, _, mark in sorted(found)]
    return [mark for place, mark in enumerate(ordered) if place == 0 or mark != ordered[place - 1]]


def _dated(number: Number, mark: str, sentence: Sentence) -> Iterator[Read]:
    if mark != "?":
        yield Read(MONTH_12 if mark == "12" else MONTH_1, number.value, sentence, weak=not mark)
