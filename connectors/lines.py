"""What people type into a box, taken apart: numbers, dates, sources, lists, systems. English and German words.

Every reader is tolerant and never raises; what it cannot place is left to the caller to quote.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from rules.model import Source

_NOTHING_OF = re.compile(
    r"(?:there (?:is|are) )?(?:no|not any|kein\w*)(?: \w+)? (?:deadlines?|dates?|termine?|frist|integrations?|systems?|anbindung(?:en)?|systeme?)"
    r"(?: (?:needed|required|planned|nötig|erforderlich|geplant))?"
)
NOTHING = ("none", "no", "nothing", "no deadline", "keine", "kein", "keiner", "keines", "nichts", "kein termin")
_BULLET = re.compile(r"^\s*(?:[-*•–]\s+|\d{1,2}[.)]\s+)")
_SEPARATOR = re.compile(r"\s+[-–—]+\s+|\s*[–—|;\t]\s*|,\s+|,(?=\D)")
_NUMBER = re.compile(r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_SUFFIX = re.compile(r"^\s*(k|tsd\.?|thousand|m|mio\.?|million)\b", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GERMAN_MONTHS = {"mär": 3, "mae": 3, "mai": 5, "okt": 10, "dez": 12}
_DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+([A-Za-zä]{3,9})\.?(?:\s+(\d{4}))?\b")
_MONTH_DAY = re.compile(r"\b([A-Za-zä]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?\b")
_WHERE = (
    "e-mail|email|mail|phone call|phone|call|video call|meeting|workshop|document|contract|ticket|chat|slack|teams|letter|link|"
    "form|memory|rfp|anruf|telefonat|telefon|besprechung|termin|dokument|vertrag|brief|gespräch|gedächtnis"
)
_WHERE_WORD = re.compile(
    rf"(?:\b(?:by|in|on|per|from|aus dem|am|im)\s+)?(?<![\w-])({_WHERE})(?![\w-])|https?://\S+", re.IGNORECASE
)


def lines(text: str) -> list[str]:
    """The lines that say something, without bullets and numbering."""
    kept = (_BULLET.sub("", line).strip() for line in text.replace("\r", "\n").split("\n"))
    return [line for line in kept if line]


def pieces(line: str) -> list[str]:
    """A line cut at dashes, bars, semicolons and commas; a hyphen inside a word does not cut."""
    return [piece.strip(" .") for piece in _SEPARATOR.split(line) if piece and piece.strip(" .")]


def says_nothing(text: str) -> bool:
    """ "None", "keine", "none, said Dana Kim"."""
    first = re.split(r"[,;:.\n–—]|\s-\s", text.strip().casefold(), maxsplit=1)[0].strip()
    return first in NOTHING or bool(_NOTHING_OF.fullmatch(first))


def number(text: str) -> float | int | None:
    """The first number in a text: 1,200 · 1.200 · 5k · 2 Tsd."""
    found = _NUMBER.search(text)
    if not found:
        return None
    digits = found.group()
    grouped = re.fullmatch(r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+", digits)
    value = float(re.sub(r"\D", "", digits)) if grouped else float(digits.replace(",", "."))
    suffix = _SUFFIX.match(text[found.end() :])
    if suffix:
        value *= 1_000_000 if suffix.group(1).casefold().startswith(("m", "mio")) else 1000
    return int(value) if value.is_integer() else value


def day(text: str | None) -> date | None:
    """A CRM's date: YYYY-MM-DD, or midnight UTC in milliseconds."""
    word = (text or "").strip()
    try:
        if word.isascii() and word.lstrip("-").isdigit() and len(word) >= 8:
            return datetime.fromtimestamp(int(word) / 1000, UTC).date()
        return date.fromisoformat(word[:10])
    except (ValueError, OverflowError, OSError):
        return None


def source(text: str) -> Source | None:
    """ "J. Meyer, 3 January 2027, mail" in any order."""
    if not text.strip():
        return None
    where = _WHERE_WORD.search(text)
    rest = text.replace(where.group(), " ", 1) if where else text
    when, rest = _take_date(rest)
    who = " ".join(piece for piece in pieces(rest) if re.search(r"[^\W\d_]{2}", piece))
    who = re.sub(
        r"^(?:from|with|by|of|von|mit|durch|said by|per)\s+|\s+(?:on|at|am|vom|dated|said|in|by|with|of)$",
        "",
        who.strip(),
        flags=re.I,
    )
    return Source(who=who.strip(" ,;:-–—()"), when=when, where=(where.group(1) or where.group()) if where else "")


def _take_date(text: str) -> tuple[str, str]:
    """The date in a text (ISO where the year is there, else as written), and the text without it."""
    for pattern, reader in ((_ISO, _iso), (_DOTTED, _dotted), (_DAY_MONTH, _day_month), (_MONTH_DAY, _month_day)):
        for found in pattern.finditer(text):
            when = reader(found)
            if when:
                return when, text[: found.start()] + " , " + text[found.end() :]
    relative = re.search(
        r"\b(today|yesterday|heute|gestern|last week|this morning)\b|\b\d{1,2}[./]\d{1,2}\.?(?=\W|$)", text, re.I
    )
    if relative:
        return relative.group(), text.replace(relative.group(), " , ", 1)
    return "", text


def _iso(found: re.Match[str]) -> str:
    return found.group()


def _dotted(found: re.Match[str]) -> str:
    return f"{found.group(3)}-{int(found.group(2)):02}-{int(found.group(1)):02}"


def _month(word: str) -> int | None:
    short = word.casefold()[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else _GERMAN_MONTHS.get(short)


def _day_month(found: re.Match[str]) -> str:
    return _dated(found.group(), found.group(1), found.group(2), found.group(3))


def _month_day(found: re.Match[str]) -> str:
    return _dated(found.group(), found.group(2), found.group(1), found.group(3))


def _dated(written: str, day_: str, word: str, year: str | None) -> str:
    month = _month(word)
    if month is None or not 1 <= int(day_) <= 31:
        return ""
    return f"{year}-{month:02}-{int(day_):02}" if year else written.strip()


# --- day, hour, rate ------------------------------------------------------------------------------------------------

_DAYS = (
    "mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:nesday)?s?|thu(?:rs?(?:day)?)?s?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?|"
    "montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|weekdays?|weekends?|werktags?|"
    "every (?:day|morning|evening|night|week|month|hour)|daily|nightly|weekly|monthly|hourly|all day|month[- ]end|end of (?:the )?month|"
    "each (?:day|morning|evening)|mornings?|evenings?|nights?|täglich|nachts|morgens|abends|jeden (?:tag|morgen|abend)|"
    "monatsende|ganztägig|noon|midnight"
)
_HOUR = r"(?:(?:at|around|um|gegen)\s+)?\d{1,2}(?::\d{2}|[:.]\d{2}(?=\s*uhr))?\s*(?:a\.?m\.?|p\.?m\.?|uhr|o'clock)(?![a-z])|\b\d{1,2}:\d{2}"
_SPAN = r"(?:between|from|zwischen|von)\s+\d{1,2}(?::\d{2})?\s*(?:a\.?m\.?|p\.?m\.?|uhr)?\s*(?:and|to|und|bis|-|–)\s*\d{1,2}(?::\d{2})?(?:\s*(?:a\.?m\.?|p\.?m\.?|uhr))?"
WHEN = re.compile(rf"(?<!\w)(?:{_DAYS})(?!\w)|{_SPAN}|{_HOUR}", re.IGNORECASE)
_COUNT = re.compile(
    r"^(\d[\d.,' ]*(?:k\b)?)\s+(?!users?\b|people\b|staff\b|employees\b|nutzer\b|leute\b|gb\b|mb\b)(\D+)$",
    re.IGNORECASE,
)
_A_DAY = re.compile(
    r"\b(?:a|per|each|every|pro) (?:day|week|month|tag|woche|monat)\b|\bdaily\b|\btäglich\b", re.IGNORECASE
)
WINDOW = re.compile(
    r"(?:(?:with)?in|over|during|innerhalb von|in)?\s*(?:a\s+|the same\s+|einem\s+)?(\d{1,3})[- ]?(?:minutes?|min|minuten)\b(?:[- ]?(?:window|fenster))?",
    re.IGNORECASE,
)
SIZE = re.compile(r"\d+(?:[.,]\d+)?\s*(?:kb|mb|gb|tb)\b(?:[^,;\n]*?(?:day|tag|daily|täglich|each))?", re.IGNORECASE)
RATE = re.compile(
    r"(\d[\d.,' ]*\s*(?:k|tsd\.?)?)[^,;\n\d]{0,25}?(?:/|per |an |a |pro |je )\s*(?:h\b|hour|stunde|std)", re.IGNORECASE
)


def take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """Everything a pattern finds, joined, and the text without it."""
    found = [match.group().strip() for match in pattern.finditer(text)]
    return " ".join(found), pattern.sub(" ", text)


def peak(line: str) -> dict[str, Any]:
    """One busy hour out of one line: action, rate, when, window, size."""
    row: dict[str, Any] = {}
    size, rest = take(SIZE, line)
    rate = RATE.search(rest)
    if rate:
        row["actions_per_hour"] = number(rate.group(1))
        rest = rest.replace(rate.group(), rest[rate.end(1) : rate.start() + len(rate.group())].split("/")[0], 1)
        rest = re.sub(r"\b(?:per|an|a|pro|je)\s+(?:h|hour|stunde|std)\b", " ", rest, flags=re.IGNORECASE)
    window = WINDOW.search(rest)
    if window:
        row["window_minutes"] = int(window.group(1))
        rest = rest.replace(window.group(), " ", 1)
    when, rest = take(WHEN, rest)
    action = " ".join(piece for piece in pieces(rest) if re.search(r"[^\W\d_]{2}", piece))
    action = re.sub(
        r"^(?:on|at|am|um|and|und)\s+|\s+(?:on|at|am|um|every|each|and|und|in|the|within)$",
        "",
        action.strip(),
        flags=re.I,
    )
    count = _COUNT.match(action) if not rate and not _A_DAY.search(line) else None
    if count:  # "900 report runs, Monday 9:00"
        row["actions_per_hour"], action = number(count.group(1)), count.group(2)
    words = {"action": action.strip(" -–,;:()"), "when": when, "size": size}
    return row | {key: value for key, value in words.items() if value}
