"""Numbers and days as notes write them, each with its place in the text. What is not exact is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from rules.draft_day_words import days_in_digits
from rules.draft_spelled import spelled
from rules.draft_text import blank
from rules.notewords import LANGUAGES, build, loose


@dataclass(frozen=True)
class Number:
    """A number that may count something. `vague` says it is a bound, a range or "a few"."""

    start: int
    end: int
    value: int | float
    vague: bool = False


@dataclass(frozen=True)
class Day:
    """A day in the calendar and where it stands."""

    start: int
    end: int
    value: date


# --- numbers --------------------------------------------------------------------------------------------------------

_DIGITS = re.compile(
    r"(?<![\w.,#/€$£-])(?P<digits>\d{1,3}(?:[.,' ]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d))(?:\s?(?P<suffix>k|tsd\.?|mio\.?|mill?\.?|thousand|tausend|mille|mil|million(?:en|s)?)(?!\w))?",
    re.IGNORECASE,
)
_SIGN = re.compile(r"^\s?(?:%|€|\$|£|°|[-–]\s?\d|/\s?\d|[.:]\d)|^[^\W\d]")
_MONEY_BEFORE = re.compile(r"[€$£#№§]\s?$|(?:eur|usd|chf|nr|no|n°|nº)\.?\s?$", re.IGNORECASE)
_THOUSANDS = ("k", "tsd", "thousand", "tausend", "mille", "mil")


def numbers(text: str, language: str) -> list[Number]:
    """The numbers that may count something: no price, percentage, day, time of day, phone or serial number."""
    masked = _without_ranges(text, language)
    found = [number for number in (*_digits(masked, language), *_spelled(masked, language)) if number]
    return sorted(found, key=lambda number: number.start)


def _digits(text: str, language: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        after, before = text[match.end() :], text[: match.start()]
        if _SIGN.match(after) or _MONEY_BEFORE.search(before) or build(r"^\s?<unit>", language).match(after):
            continue
        if build(r"<money>\W{0,3}(?:\w+\W){0,2}$", language).search(before[-40:]) or _long_serial(
            match.group("digits")
        ):
            continue
        yield Number(
            match.start(), match.end(), value_of(match), bool(build(r"(?:<bound>|<few>)\s*$", language).search(before))
        )


def _long_serial(digits: str) -> bool:
    return digits.isdigit() and (len(digits) > 7 or (len(digits) > 1 and digits[0] == "0"))


def value_of(match: re.Match[str]) -> int | float:
    """1,200 · 1.200 · 1 200 · 1.5k · 2 Tsd."""
    digits, suffix = match.group("digits"), (match.group("suffix") or "").casefold().rstrip(".")
    grouped = re.fullmatch(r"\d{1,3}(?:[.,' ]\d{3})+", digits)
    value = float(re.sub(r"\D", "", digits) if grouped else digits.replace(",", "."))
    if suffix:
        value *= 1000 if suffix in _THOUSANDS else 1_000_000
    return int(value) if value == int(value) else value


def _spelled(text: str, language: str) -> Iterator[Number]:
    for start, end, value in spelled(text, language):
        before, after = text[:start], text[end:]
        vague = bool(build(r"(?:<bound>|<few>)\s*$", language).search(before))
        if not build(r"^\s?(?:<unit>|<money>)", language).match(after) and not re.search(r"\d\s?$", before):
            yield Number(start, end, value, vague)


def with_digits(text: str, language: str) -> str:
    """The text with digits for the numbers in words, as long as before."""
    for start, end, value in spelled(text, language):
        if len(str(value)) <= end - start:
            text = text[:start] + str(value).ljust(end - start) + text[end:]
    return text


_RANGE = r"(?<![\w.,])\d[\d.,' ]*k?\s*(?:-|–|—|<range_to>)\s*\d[\d.,']*(?:\s?k\b)?(?!\d|\s*(?:mois|meses|months?|monat\w*)\b)"


def _without_ranges(text: str, language: str) -> str:
    """Without "200 to 300" and "200–300": two numbers for one thing are none. "From 50 to 5,000" is read before."""
    for found in build(_RANGE, language).finditer(text):
        text = blank(text, found.start(), found.end())
    return text


# --- days -----------------------------------------------------------------------------------------------------------

_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?(?P<y>\d{4}|\d{2})(?!\d|\.\d))?(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(?P<d>\d{1,2})[/](?P<m>\d{1,2})(?:/(?P<y>\d{4}|\d{2}))?(?![\d/])")


@cache
def months(language: str) -> dict[str, int]:
    """Names and short names of the months of a language and of English."""
    named: dict[str, int] = {}
    for module in (LANGUAGES["en"], LANGUAGES[language]):
        for names in (module.MONTHS_SHORT, module.MONTHS):
            named |= {name: number for number, name in enumerate(names.split(), 1)}
    return named | {plain: number for name, number in named.items() for plain in loose(name)} | {"sept": 9}


@cache
def _worded(language: str) -> tuple[re.Pattern[str], ...]:
    name = "(?P<name>" + "|".join(sorted(months(language), key=len, reverse=True)) + r")\.?"
    day, year = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.|º)?", r"(?:,?\s+(?:de[l]?\s+|of\s+)?(?P<y>20\d\d))?"
    return (
        re.compile(rf"(?<![\d.,]){day}\s+(?:de\s+|of\s+)?{name}(?!\w){year}", re.IGNORECASE),
        re.compile(rf"(?<!\w){name}\s+{day}(?![\w:.]?\d|\s*(?:a\.?m|p\.?m|h\b|uhr)){year}", re.IGNORECASE),
    )


def days(text: str, language: str, today: date | None) -> list[Day]:
    """The days that are exact: with a year, or with `today` the next one of that name."""
    text, ranged = _ranges(days_in_digits(text, language), language, today)
    found: list[Day] = list(ranged)
    for pattern in (_ISO, *_worded(language), _DOTTED, _SLASHED):
        for match in pattern.finditer(text):
            value = _date(match, language, today, _year_near(text))
            if value and not any(day.start < match.end() and match.start() < day.end for day in found):
                found.append(Day(match.start(), match.end(), value))
    found += _relative(text, today)
    return sorted(found, key=lambda day: day.start)


def _year_near(text: str) -> int | None:
    """The one year that the sentence names: "from 1 March to 15 March 2027"."""
    years = set(re.findall(r"(?<![\d.,])20\d\d(?!\d)", text))
    return int(years.pop()) if len(years) == 1 else None


def _date(match: re.Match[str], language: str, today: date | None, year: int | None) -> date | None:
    parts = match.groupdict()
    month = months(language).get(parts["name"].casefold(), 0) if parts.get("name") else int(parts["m"])
    day = int(parts["d"])
    if match.re is _SLASHED and language == "en":  # 3/4 is March to some and April to others
        if not parts["y"] or (max(day, month) <= 12 and day != month):
            return None
        day, month = (day, month) if month <= 12 else (month, day)
    return _dated(parts.get("y"), month, day, today, year)


def _dated(written: str | None, month: int, day: int, today: date | None, near: int | None) -> date | None:
    if written:
        year: int | None = int(written) + (2000 if len(written) == 2 else 0)
    else:
        year = near
    try:
        if year is not None:
            return date(year, month, day)
        if today is None:
            return None
        value = date(today.year, month, day)
        return value if value >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


@cache
def _range_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    name = "(?P<name>" + "|".join(sorted(months(language), key=len, reverse=True)) + r")\.?"
    link, year = r"\s*(?:-|–|—|<and_day>)\s*", r"(?:,?\s+(?:del?\s+|of\s+)?(?P<y>20\d\d))?"
    ordinal = r"(?:st|nd|rd|th|er|\.|º)?"
    return (
        build(rf"(?<![\d.])(?P<d>\d{{1,2}}){ordinal}{link}(?:the\s+)?(?P<d2>\d{{1,2}}){ordinal}\s*(?:de\s+|of\s+)?{name}(?!\w){year}", language),
        build(rf"(?<!\w){name}\s+(?P<d>\d{{1,2}}){ordinal}{link}(?P<d2>\d{{1,2}})(?!\d|[.:]\d){ordinal}{year}", language),
        build(rf"(?<![\d.])(?P<d>\d{{1,2}})\.{link}(?P<d2>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.(?:\s?(?P<y>\d{{4}}|\d\d)(?!\d))?", language),
    )  # fmt: skip


@cache
def _halves(language: str) -> re.Pattern[str]:
    """ "The first half of May", "primera quincena de marzo": from the 1st to the 15th, or from the 16th to the end."""
    name = "(?P<name>" + "|".join(sorted(months(language), key=len, reverse=True)) + r")(?!\w)"
    return re.compile(
        r"(?<!\w)(?:first|1st|erste[nr]?|première|1[eè]?re|primera|1ª|(?P<second>second|2nd|zweite[nr]?|deuxième|seconde|2e|segunda|2ª))\s"
        rf"(?:half|hälfte|monatshälfte|quinzaine|quincena)\s(?:of\s|de\s|d'|im\s|des\s|vom\s)?(?:the\s)?{name}(?:\s(?:de\s)?(?P<y>20\d\d))?",
        re.IGNORECASE,
    )


def _half_months(text: str, language: str, today: date | None) -> Iterator[Day]:
    for match in _halves(language).finditer(text):
        month = months(language)[match.group("name").casefold()]
        first = _dated(match.group("y"), month, 16 if match.group("second") else 1, today, _year_near(text))
        if first:
            last = first.replace(day=15) if first.day == 1 else (first + timedelta(31)).replace(day=1) - timedelta(1)
            middle = (match.start() + match.end()) // 2
            yield from (Day(match.start(), middle, first), Day(middle, match.end(), last))


def _ranges(text: str, language: str, today: date | None) -> tuple[str, list[Day]]:
    """ "1–15 March 2027", "vom 1. bis 15. März", "March 1 to 15": two days that share a month."""
    found = list(_half_months(text, language, today))
    for day in found:
        text = blank(text, day.start, day.end)
    for pattern in _range_patterns(language):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = months(language).get(parts["name"].casefold(), 0) if parts.get("name") else int(parts["m"])
            pair = [_dated(parts["y"], month, int(parts[key]), today, _year_near(text)) for key in ("d", "d2")]
            if pair[0] and pair[1] and pair[0] < pair[1]:
                middle = match.start("d2")
                found += [Day(match.start(), middle, pair[0]), Day(middle, match.end(), pair[1])]
                text = blank(text, match.start(), match.end())
    return text, found


_LAST = date.max - timedelta(7)  # after it a calendar has no "this Friday"
_TODAY = re.compile(
    r"(?<!\w)(?:(today|heute|aujourd'hui|hoy)|(tomorrow|morgen(?! früh| abend)|demain|(?<!la )mañana))(?!\w)",
    re.IGNORECASE,
)
_WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6, "montag": 0, "dienstag": 1,
    "mittwoch": 2, "donnerstag": 3, "freitag": 4, "samstag": 5, "sonntag": 6, "lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3,
    "vendredi": 4, "samedi": 5, "dimanche": 6, "lunes": 0, "martes": 1, "miércoles": 2, "jueves": 3, "viernes": 4, "sábado": 5,
    "domingo": 6,
}  # fmt: skip
_THIS = re.compile(rf"(?<!\w)(?:this|diesen|kommenden|ce|este)\s+({'|'.join(_WEEKDAYS)})(?!\w)", re.IGNORECASE)


def _relative(text: str, today: date | None) -> list[Day]:
    """Only what means one day: today, tomorrow, this Friday. "Next Friday" may mean two."""
    if today is None or today > _LAST:
        return []
    found = []
    for match in _TODAY.finditer(text):
        found.append(Day(match.start(), match.end(), today + timedelta(days=1 if match.group(2) else 0)))
    for match in _THIS.finditer(text):
        ahead = (_WEEKDAYS[match.group(1).casefold()] - today.weekday()) % 7
        found.append(Day(match.start(), match.end(), today + timedelta(days=ahead)))
    return found


_WEEKDAY = rf"(?P<other><next>\s+)?(?<!\w)(?P<day>{'|'.join(_WEEKDAYS)})(?!\w)(?P<after>\s+<next>)?"


def coming(text: str, language: str, today: date) -> list[Day]:
    """Weekdays, each as the next one after today: "by Friday". What may mean two days is `date.min`: "next Friday", today's own."""
    found = []
    for match in build(_WEEKDAY, language).finditer(text):
        ahead = (_WEEKDAYS[match.group("day").casefold()] - today.weekday()) % 7
        sure = ahead and today <= _LAST and not match.group("other") and not match.group("after")
        found.append(Day(match.start(), match.end(), today + timedelta(days=ahead) if sure else date.min))
    return found


# --- day and time of the week ---------------------------------------------------------------------------------------

_SPELT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|sept|huit|neuf|dix|onze|douze|treize|quatorze|seize|dix-sept)"
_HOUR = rf"(?:noon|midi|mittag|mediodía|(?:[01]?\d|2[0-4])(?:[:.]\d{{2}}|\s?h\s?\d{{2}})?|{_SPELT}(?=\s(?:heures|to|in|o'clock|and|a)\b))(?:\s?(?:a\.?m\.?|p\.?m\.?|uhr|hs?|hrs|heures?|horas))?"
_AFTER = r"(?![\w.,:]*\d)(?!\s*(?:<user>|<person>|<worker>|<amount_unit>|%|€))(?!\w)"
_HOURS = rf"(?:between|zwischen|zw\.|entre|from|von|de|around|gegen)\s+(?:las\s+)?{_HOUR}\s*(?:and|und|et|y|to|till?|until|bis|à|a|-|–)\s*(?:las\s+)?{_HOUR}{_AFTER}"
_OCLOCK = r"(?:seven|eight|nine|ten|eleven|twelve|one|two|three|four|five|six|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)"
_SPOKEN = rf"(?:between|zwischen|entre|from|von)\s+(?:las\s+)?{_OCLOCK}(?:\s+heures)?\s+(?:and|und|et|y|to|bis|à|a)\s+(?:las\s+)?{_OCLOCK}(?:\s+(?:uhr|heures|o'clock))?{_AFTER}"
_AT = rf"(?:(?:ab|um|gegen)\s+{_OCLOCK}\s+uhr|(?:à|vers|dès)\s+{_OCLOCK}\s+heures|(?:a|hacia|desde)\s+las\s+{_OCLOCK}|(?:at|around|from)\s+{_OCLOCK}(?:\s+o'clock|\s+[ap]\.?m)|de\s+{_OCLOCK}\s+a\s+{_OCLOCK}(?=\s+(?:de\s+la|horas))){_AFTER}"
_CLOCK = r"(?:(?<![\d.,])\d{1,2}(?:[.:]\d{2})?\s?[-–]\s?\d{1,2}(?:[.:]\d{2})?\s?(?:a\.?m\.?|p\.?m\.?|uhr|h)(?!\w)|(?<![\d.,])\d{1,2}[.:]\d{2}\s?[-–]\s?\d{1,2}(?:[.:]\d{2})?(?![\d.])|(?<![\d.,])\d{1,2}(?::\d{2}|[.:]\d{2}(?=\s?(?:uhr|h\b|a\.?m|p\.?m)))?\s?(?:a\.?\s?m\.?|p\.?\s?m\.?|uhr|o'?clock|h\d{2}|h|heures?|horas?)(?!\w)|(?<![\d.,])\d{1,2}:\d{2}(?!\d))"
_MONTH_NAMES = "|".join(name for module in LANGUAGES.values() for name in module.MONTHS.split() if name != "may")
_MONTH_PART = rf"(?:(?:the\s+|la\s+|die\s+)?(?:first|last|erste\w*|letzte\w*|première|dernière|primera|última)\s+(?:week|woche|semaine|semana|days?|tage?|jours|días)(?:\s+(?:of|in|im|des|de|du|d')\s?[^\W\d]+)?|(?:in|im|en)\s+(?:{_MONTH_NAMES})|(?:(?:el|le|the|am|on)\s)?(?:día\s|dia\s)?\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s(?:de cada mes|du mois|de chaque mois|of (?:each|every|the) month|jedes monats|des monats)|(?:(?:der|am|zum|jeden)\s)?monatserste\w*|(?:letzte\w*|erste\w*)\s(?:werktag|arbeitstag|montag|freitag)(?:\s(?:im|des|jedes)\s\w+)?|monatsultimo|ultimo|stichtag\w*|release day|payday|month[- ]end|zahltag|schichtwechsel|(?:first|last)\s+(?:working\s+|business\s+)?day\s+of\s+(?:the\s+|each\s+|every\s+)?month)"
_TILL = rf"(?<![\d.,:])(?:1?\d|2[0-4])(?:[:.]\d{{2}})?\s?(?:h(?:\d{{2}})?|uhr|hs|a\.?m\.?|p\.?m\.?)?(?:\s(?:bis|till|to|until|à|a)\s|(?<=[hm.])\s?[-–]\s?)(?:1?\d|2[0-4])(?:[:.]\d{{2}})?(?:\s?(?:uhr|h|hs|a\.?m\.?|p\.?m\.?))?{_AFTER}"
_NTH = r"(?:(?:le|the|der|den|am|el|chaque|every|each|jeden|cada)\s)?(?:first|last|premier|dernier|erste\w*|letzte\w*|primer|último)\s<weekday>(?:\s(?:of|de|du|d'|im|in|des)\s?(?:the\s|each\s|every\s)?[^\W\d]+)?"
_PIECE = rf"(?:(?<!\w){_MONTH_PART}(?!\w)|(?<!\w){_NTH}|<weekday>|<daytime>|(?<!\w){_HOURS}|(?<!\w){_SPOKEN}|(?<!\w){_AT}|{_CLOCK}|{_TILL})"


def moments(text: str, language: str) -> list[tuple[int, int]]:
    """Where a time of the day, the week or the month stands: "Mondays at 9 a.m.", "montags zwischen 8 und 9 Uhr"."""
    joined = rf"{_PIECE}(?:\s*(?:<when_join>\s*)*(?:{_PIECE}|{_OCLOCK}\s(?:to|till|bis|à|a|and)\s{_OCLOCK}{_AFTER}|{_HOUR}\s*(?:-|–|to|bis|a|à|and|und|y|et)\s*(?:las\s+)?{_HOUR}{_AFTER}|(?<=(?:at|um|as)\s)\d{{1,2}}(?![\d.,]\d|\w)))*"
    spans = ((_past_so(text, found.start()), found.end()) for found in build(joined, language).finditer(text))
    return [
        (start, _with_minutes(text, end, language))
        for start, end in spans
        if text[start:end] not in _SMALL_WORDS and not _lasting(text, start, end)
    ]


def _with_minutes(text: str, end: int, language: str) -> int:
    """ "8 h 15": the minutes that stand apart belong to the hour."""
    minutes = (
        re.match(r"\s[0-5]\d(?![\w.,]*\d)(?!\s*[^\W\d])", text[end:])
        if re.search(r"\dh?\sh?$|\d\s?h$", text[:end])
        else None
    )
    return end + minutes.end() if minutes and language == "fr" else end


def _lasting(text: str, start: int, end: int) -> bool:
    """ "ca. 3 h": how long, not when."""
    alone = re.fullmatch(r"\W*\d{1,2}\s?(?:h|std|hrs?)\.?\W*", text[start:end])
    about = re.search(
        r"(?:ca\.|circa|about|around|etwa|rund|environ|unas|dauert|dura|dure|lasts?|pendant|during|for)\s*$",
        text[:start],
    )
    return bool(alone and about)


_SMALL_WORDS = ("", "so", "do", "mi", "di", "sa", "mo", "mon", "sat", "wed", "sun")  # short weekdays, but words as well


def _past_so(text: str, start: int) -> int:
    """ "so zwischen 9 und 11": the small word is no Sunday."""
    so = re.match(r"so(?:\s+|$)", text[start : start + 9])
    return start + so.end() if so else start
