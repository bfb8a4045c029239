"""Who says a line of a chat, which lines are rows of a table, and which lines go on with the one above."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rules.notewords import any_found, any_language

Span = tuple[int, int]


# --- speakers -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turn:
    """What one person says in one line: who, is it one of us, and where the words begin."""

    who: str
    ours: bool
    body: int
    colleague: bool = False  # all who talk are ours: what they tell is of the customer


_TIME = r"[\[(]?(?:\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\.?,?\s+)?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?[\])]?"
_NAME = r"(?P<who>[^\W\d_][\w.'-]*(?:\s[\w.'&-]+){0,3}(?:\s?\([^()\n]{1,30}\))?)"
_TIMED = re.compile(
    rf"^\s*(?:[-•*]\s+)?{_TIME}\s*[-–|,]?\s*{_NAME}\s?:\s+|^\s*{_NAME.replace('who', 'who2')}\s*,?\s*{_TIME}\s?:\s+"
)
_PLAIN = re.compile(rf"^\s*(?:[-•*]\s+)?{_NAME}\s?:\s+(?=\S)")
_US = r"me|i|us|we|ich|wir|moi|nous|yo|nosotros|vendor|sales|vertrieb|commercial|ventas|comercial|our side|ae|se|csm|sdr|presales|pre-sales"
_OURS = re.compile(rf"^(?:{_US})$|\((?:{_US})\)", re.IGNORECASE)
_NO_SPEAKER = (
    r"^(?:q|a|f|r|frage|antwort|question|answer|réponse|pregunta|respuesta|ps|pd|nb|note|todo)$|<user>|<connect>|<setup>|<launch>|<deadline>|<scope>|"
    r"<rights>|<access>|<sso>|<audit_logs>|<peak>|<data_import>|<testing>|<rollout_support>|<retention>|<vendor_review>|<begin>|<year>|<header>|"
    r"<header_from>|<header_to>|<money>|<later>|<day_one>|<correct>"
)


def turns(text: str, lines: list[Span]) -> dict[int, Turn]:
    """The lines of a chat by where they begin; empty when the notes are none. Names count that recur or have a time."""
    timed = {start: found for start, end in lines if (found := _TIMED.match(text[start:end][:90]))}
    plain = {
        start: found for start, end in lines if (found := _PLAIN.match(text[start:end][:60])) and start not in timed
    }
    often = Counter(found.group("who").casefold() for found in plain.values())
    known = {
        who for who, count in often.items() if (count > 1 or _OURS.search(who)) and not any_language(_NO_SPEAKER, who)
    }
    plain = {start: found for start, found in plain.items() if found.group("who").casefold() in known}
    if len(timed) < 2 and len(known) < 2:
        return {}
    every = timed | plain
    names = {
        start: (match.group("who") or match.groupdict().get("who2") or "").strip() for start, match in every.items()
    }
    if names and all(_OURS.search(name) for name in names.values()) and len(set(names.values())) > 1:
        return {start: Turn(_bare(name), False, start + every[start].end(), True) for start, name in names.items()}
    if not any(_OURS.search(name) for name in names.values()) and _all_ours(text, lines):
        return {start: Turn(_bare(name), False, start + every[start].end(), True) for start, name in names.items()}
    asking = _asking({start: (names[start], text[start:end]) for start, end in lines if start in names})
    return {
        start: Turn(_bare(name), bool(_OURS.search(name)) or name == asking, start + every[start].end())
        for start, name in names.items()
    }


def _all_ours(text: str, lines: list[Span]) -> bool:
    """Do all who talk speak of the customer as "they"?"""
    whole = "\n".join(text[start:end] for start, end in lines)[:20_000]
    they = len(any_found("<they>", whole))
    return they > 1 and they > 2 * len(any_found("<we_customer>", whole))


def _asking(said: dict[int, tuple[str, str]]) -> str:
    """If none is marked as ours: the one who asks nearly all the questions."""
    if any(_OURS.search(name) for name, _ in said.values()):
        return ""
    asked = Counter(name for name, line in said.values() if line.rstrip().endswith("?"))
    first, second = [*asked.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] >= 2 and first[1] >= 3 * second[1] else ""


def _bare(name: str) -> str:
    return re.sub(r"\s*\([^()]*\)$", "", name)


# --- tables ---------------------------------------------------------------------------------------------------------

_SEPARATORS = (("|", 1), ("\t", 1), (";", 2))


def tabled(text: str, lines: list[Span]) -> tuple[str, dict[int, str]]:
    """The text with "label: value; remark" for the rows of tables, same length; and where these rows begin.

    Where the columns are months, the row is also given in words: "Users start: 45; Users 12 months: 125".
    """
    rows: dict[int, str] = {}
    for mark, least in _SEPARATORS:
        for group in _groups(text, [line for line in lines if line[0] not in rows], mark, least):
            table = [_cells(text[start:end], mark) for start, end in group]
            for (start, end), cells in zip(group, table, strict=True):
                rows[start] = _in_words(table[0], cells, table)
                text = text[:start] + _row(text[start:end], mark) + text[end:]
    return text, rows


def _groups(text: str, lines: list[Span], mark: str, least: int) -> Iterator[list[Span]]:
    """Three or more lines in a row, empty ones aside, that are parted alike."""
    group: list[Span] = []
    for start, end in [*lines, (len(text), len(text))]:
        line = text[start:end]
        if line.count(mark) >= least and not (mark == ";" and line.rstrip().endswith(".")):
            group.append((start, end))
        elif line.strip() or start == len(text):
            if len(group) > 2:
                yield group
            group = []


def _cells(line: str, mark: str) -> list[str]:
    return [cell.strip() for cell in line.strip(f"{mark} ").split(mark)]


_SUM = re.compile(r"(?:[^\W\d]+\s)?\W*(?:sum\w*|total\w*|gesamt\w*|insgesamt|ensemble|in all|all)\b", re.IGNORECASE)
_UNREAD = "-"


def _in_words(heads: list[str], cells: list[str], table: list[list[str]]) -> str:
    """The row with the head of each column; of several groups of people only their sum is read."""
    dated = [any_language("<begin>|<year>|<launch>", head) for head in heads]
    if sum(map(bool, dated)) < 2 or len(cells) != len(heads) or cells == heads:
        return ""
    counted = [row for row in table[1:] if len(row) == len(heads) and any(re.search(r"\d", cell) for cell in row[1:])]
    if len(counted) > 1 and any(_SUM.match(row[0]) for row in counted):
        if not _SUM.match(cells[0]):
            return _UNREAD
        cells = ["Users", *cells[1:]]
    elif len(counted) > 1 and not any_language("<user>", cells[0]) and any_language("<worker>|<person>", cells[0]):
        return _UNREAD
    return "; ".join(f"{cells[0]} {head}: {cell}" for head, cell, date in zip(heads, cells, dated, strict=True) if date)


def _row(line: str, mark: str) -> str:
    inner = line.strip(f"{mark} ")
    start = line.find(inner)
    first, bar, rest = inner.partition(mark)
    label = first.rstrip()
    row = label + (":" if bar else "") + " " * (len(first) - len(label)) + rest.replace(mark, ";")
    return " " * start + row + " " * (len(line) - start - len(row))


# --- lines that go on -----------------------------------------------------------------------------------------------

_LONG_LINE, _UNWRAPPED = 55, 95  # characters


def wrapped(lines: list[str], breaks: list[bool]) -> list[bool]:
    """For each line of a paragraph: does it go on with the one above, because that one was full?

    A line is full when the next line's first word would not have fitted. `breaks`: lines that begin something of their own.
    """
    width = max(len(line.rstrip()) for line in lines)
    full = [False, *(_full(above, below, width) for above, below in zip(lines, lines[1:], strict=False))]
    asked = [place for place in range(1, len(lines)) if not breaks[place]]
    few = sum(full[place] for place in asked) < 0.6 * len(asked) or not _LONG_LINE <= width < _UNWRAPPED
    return [not few and full[place] and not breaks[place] for place in range(len(lines))]


def _full(above: str, below: str, width: int) -> bool:
    first = below.split(maxsplit=1)[0] if below.split() else ""
    return len(above.rstrip()) + 1 + len(first) > width
