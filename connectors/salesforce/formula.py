"""Salesforce formulas, put together from small pieces. Text in, text out; whoever composes them knows what they mean.

Written for what the vendor documents (2026-11): a pick-list may stand in ISPICKVAL, CASE and TEXT only, a multi-select one in
INCLUDES; a comparison with a blank is no answer, so blanks are always asked for first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LONGEST = 3900  # characters of one formula
TRUE, FALSE = "TRUE", "FALSE"


def literal(text: str) -> str:
    """A text as a formula has it: quotation marks and backslashes escaped, no line break."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(escaped.split()) + '"' if "\n" in text else f'"{escaped}"'


class Joined(str):
    """Terms joined by an operator, which have to stand in parentheses beside the other one."""

    operator: str
    terms: tuple[str, ...]


def _joined(operator: str, terms: Iterable[str]) -> str:
    flat = dict.fromkeys(part for term in terms for part in _parts(operator, term))
    if len(flat) == 1:
        return next(iter(flat))
    made = Joined(f" {operator} ".join(f"({part})" if isinstance(part, Joined) else part for part in flat))
    made.operator, made.terms = operator, tuple(flat)
    return made


def _parts(operator: str, term: str) -> tuple[str, ...]:
    return term.terms if isinstance(term, Joined) and term.operator == operator else (term,)


def both(*terms: str) -> str:
    """And, without what is always true; FALSE when one of them is. Operators, for nested functions are slow to read."""
    kept = [term for term in terms if term != TRUE]
    return FALSE if FALSE in kept else _joined("&&", kept) if kept else TRUE


def either(*terms: str) -> str:
    """Or, without what is never true; TRUE when one of them is."""
    kept = [term for term in terms if term != FALSE]
    return TRUE if TRUE in kept else _joined("||", kept) if kept else FALSE


def any_of(terms: Iterable[str]) -> str:
    """Or, with a condition that several terms begin with said once."""
    shared: dict[str, list[str]] = {}
    for term in terms:
        first, *rest = _parts("&&", term)
        shared.setdefault(first, []).append(both(*rest))
    return either(*(both(first, either(*rests)) for first, rests in shared.items()))


def no(term: str) -> str:
    """NOT"""
    return {TRUE: FALSE, FALSE: TRUE}.get(term, f"NOT({term})")


def blank(field: str) -> str:
    """For everything but pick-lists and check boxes."""
    return f"ISBLANK({field})"


def permission(name: str) -> str:
    """Whoever saves has this custom permission."""
    return f"$Permission.{name}"


def is_value(field: str, value: str) -> str:
    """A pick-list has this value (by its API name)."""
    return f"ISPICKVAL({field}, {literal(value)})"


def includes(field: str, value: str) -> str:
    """A multi-select pick-list has this value among others."""
    return f"INCLUDES({field}, {literal(value)})"


def mentions(field: str, *words: str) -> str:
    """A text has one of these in it, in any case."""
    return either(*(f"CONTAINS(LOWER({field}), {literal(word)})" for word in words))


def begins(field: str, *words: str) -> str:
    """A text begins with one of these, in any case."""
    return either(*(f"BEGINS(LOWER({field}), {literal(word)})" for word in words))


def is_one_of(field: str, words: Iterable[str]) -> str:
    """The whole text is one of these, in any case: the words stand once, between bars."""
    listed = "|" + "|".join(word.replace("|", "/") for word in words) + "|"
    return f'CONTAINS({literal(listed)}, "|" & SUBSTITUTE(LOWER(TRIM({field})), "|", "/") & "|")'


def changed(*fields: str) -> str:
    """One of these changes in this save."""
    return either(*(f"ISCHANGED({field})" for field in fields))


def case(subject: str, values: Sequence[tuple[str, int]], otherwise: int = 0) -> str:
    """A number for each value of a pick-list."""
    pairs = "".join(f", {literal(value)}, {number}" for value, number in values)
    return f"CASE({subject}{pairs}, {otherwise})" if values else str(otherwise)
