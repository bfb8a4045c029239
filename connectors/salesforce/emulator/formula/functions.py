"""The plain functions: fixed types of arguments, one type of result."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from connectors.salesforce.emulator.formula.model import BOOLEAN, DATE, NUMBER, TEXT, FormulaError


@dataclass(frozen=True)
class Plain:
    """`types` of all arguments, `fewest` that must be given. A blank number or date makes the result blank."""

    types: tuple[str, ...]
    result: str
    work: Callable[..., Any]
    fewest: int = -1


def whole(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_DOWN))


def contains(text: str, part: str) -> bool | None:
    """Searching blank text gives blank, not false, so that NOT() of it is no truth either (formula engine, 2026-11)."""
    return True if not part else None if not text else part in text


def begins(text: str, part: str) -> bool | None:
    return True if not part else None if not text else text.startswith(part)


def find(part: str, text: str, start: Decimal = Decimal(1)) -> Decimal:
    return Decimal(text.find(part, max(whole(start) - 1, 0)) + 1) if part and text else Decimal(0)


def middle(text: str, start: Decimal, count: Decimal) -> str:
    first = max(whole(start), 1) - 1
    return text[first : first + max(whole(count), 0)]


def right(text: str, count: Decimal) -> str:
    return text[-whole(count) :] if whole(count) > 0 else ""


def padded(text: str, length: Decimal, fill: str = " ", at_left: bool = True) -> str:
    size = whole(length)
    more = (fill * size)[: max(size - len(text), 0)]
    return (more + text if at_left else text + more)[:size]


@lru_cache(maxsize=512)
def _pattern(pattern: str) -> re.Pattern[str]:
    """Java's possessive quantifiers and inline flags are Python's since 3.11; \\p{L} and its kin are not known here."""
    java = {r"\p{L}": r"[^\W\d_]", r"\p{Alpha}": "[A-Za-z]", r"\p{Digit}": "[0-9]", r"\p{Punct}": r"[!-/:-@\[-`{-~]"}
    for name, class_ in java.items():
        pattern = pattern.replace(name, class_)
    try:
        return re.compile(pattern)
    except re.error as error:
        raise FormulaError(f"REGEX: the pattern {pattern} is not valid: {error}") from None


def regex(text: str, pattern: str) -> bool:
    """The whole text has to match, as in Java's matches(); blank text matches a pattern that takes nothing."""
    return _pattern(pattern).fullmatch(text) is not None


def value(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        raise FormulaError("VALUE: the text is not a number") from None


def is_number(text: str) -> bool:
    try:
        return bool(text) and Decimal(text.strip()).is_finite()
    except InvalidOperation:
        return False


def a_date(year: Decimal, month: Decimal, of_month: Decimal) -> date:
    try:
        return date(whole(year), whole(month), whole(of_month))
    except ValueError:
        raise FormulaError("DATE: there is no such day") from None


def date_from_text(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FormulaError("DATEVALUE: the text is not YYYY-MM-DD") from None


def datetime_from_text(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        raise FormulaError("DATETIMEVALUE: the text is not YYYY-MM-DD HH:MM:SS") from None


def add_months(start: Any, count: Decimal) -> Any:
    """The last day of a month stays the last day (documented)."""
    months = start.year * 12 + start.month - 1 + whole(count)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    was_last = start.day == calendar.monthrange(start.year, start.month)[1]
    return start.replace(year=year, month=month + 1, day=last if was_last else min(start.day, last))


def rounded(number: Decimal, digits: Decimal) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-whole(digits)), ROUND_HALF_UP)


def modulo(number: Decimal, by: Decimal) -> Decimal:
    if not by:
        raise FormulaError("MOD: division by zero")
    return number % by


PLAIN: dict[str, Plain] = {
    "LEN": Plain((TEXT,), NUMBER, lambda text: Decimal(len(text))),
    "LOWER": Plain((TEXT, TEXT), TEXT, lambda text, locale="": text.lower(), 1),
    "UPPER": Plain((TEXT, TEXT), TEXT, lambda text, locale="": text.upper(), 1),
    "TRIM": Plain((TEXT,), TEXT, str.strip),
    "LEFT": Plain((TEXT, NUMBER), TEXT, lambda text, count: text[: max(whole(count), 0)]),
    "RIGHT": Plain((TEXT, NUMBER), TEXT, right),
    "MID": Plain((TEXT, NUMBER, NUMBER), TEXT, middle),
    "LPAD": Plain((TEXT, NUMBER, TEXT), TEXT, padded, 2),
    "RPAD": Plain((TEXT, NUMBER, TEXT), TEXT, lambda text, size, fill=" ": padded(text, size, fill, False), 2),
    "FIND": Plain((TEXT, TEXT, NUMBER), NUMBER, find, 2),
    "SUBSTITUTE": Plain((TEXT, TEXT, TEXT), TEXT, lambda text, old, new: text.replace(old, new) if old else text),
    "CONTAINS": Plain((TEXT, TEXT), BOOLEAN, contains),
    "BEGINS": Plain((TEXT, TEXT), BOOLEAN, begins),
    "REGEX": Plain((TEXT, TEXT), BOOLEAN, regex),
    "VALUE": Plain((TEXT,), NUMBER, value),
    "ISNUMBER": Plain((TEXT,), BOOLEAN, is_number),
    "DATE": Plain((NUMBER, NUMBER, NUMBER), DATE, a_date),
    "YEAR": Plain((DATE,), NUMBER, lambda at: Decimal(at.year)),
    "MONTH": Plain((DATE,), NUMBER, lambda at: Decimal(at.month)),
    "DAY": Plain((DATE,), NUMBER, lambda at: Decimal(at.day)),
    "WEEKDAY": Plain((DATE,), NUMBER, lambda at: Decimal(at.isoweekday() % 7 + 1)),
    "ABS": Plain((NUMBER,), NUMBER, abs),
    "ROUND": Plain((NUMBER, NUMBER), NUMBER, rounded),
    # documented: "towards zero if negative" and "away from zero if negative"
    "FLOOR": Plain((NUMBER,), NUMBER, lambda n: n.to_integral_value(ROUND_DOWN)),
    "CEILING": Plain((NUMBER,), NUMBER, lambda n: n.to_integral_value(ROUND_UP)),
    "MCEILING": Plain((NUMBER,), NUMBER, lambda n: n.to_integral_value(ROUND_CEILING)),
    "MOD": Plain((NUMBER, NUMBER), NUMBER, modulo),
}
