"""What of a mail is its writer's own and new: without old threads, heads and signatures."""

from __future__ import annotations

import re
from itertools import takewhile

from rules.notewords import any_language

_SHORT_LINE = 7  # words


def lines_of(text: str) -> list[tuple[int, int]]:
    """Where each line begins and ends."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def current(text: str, lines: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], bool, str]:
    """The lines that are the writer's own and new; whether they are a mail, and from whom."""
    kept: list[tuple[int, int]] = []
    signed = greeted = begun = handed = False
    number = 0
    while number < len(lines):
        line = text[slice(*lines[number])]
        header = _header_lines(text, lines, number)
        own_head = 0 if begun else header
        old = not own_head and (header or _starts_old(text, lines, number))
        if old and (handed or not _hands_on(text, kept)):
            break
        handed = handed or bool(old)
        passed = (
            own_head
            or header
            or (1 + _header_lines(text, lines, number + 1) if old else 0)
            or _wrote(text, lines, number)
        )
        greeted = greeted or bool(own_head or any_language(r"^\s*<greeting>(?!\w)[^.:]{0,40}[,!:]\s*$", line))
        signed = not passed and (_signed(line, signed) or (not signed and _closes(text, lines, number)))
        if not passed:
            quoted = line.lstrip().startswith((">", "|>")) and not _answered(text, lines, number)
            dropped = signed or not line.strip() or quoted
            kept.append((lines[number][0], lines[number][0]) if dropped else lines[number])
            begun = begun or not dropped
        number += passed or 1
    return kept, greeted or handed, _sender(text, lines, kept)


_HANDED = re.compile(
    r"\b(?:fais suivre|transf[éeè]re|forwarding|fwd|passing (?:this|it) on|leite\b.{0,30}\bweiter|reenv[ií]o|te (?:paso|mando) (?:el|lo)|see below|siehe unten|ci-dessous)\b",
    re.IGNORECASE,
)


def _hands_on(text: str, kept: list[tuple[int, int]]) -> bool:
    """Is all that stands above a forwarded mail a word or two that hands it on?"""
    above = " ".join(text[start:end] for start, end in kept)
    greets = any(any_language(r"^\s*<greeting>(?!\w)", text[start:end]) for start, end in kept)
    handing = len(above.split()) <= 40 and _HANDED.search(above)
    return bool(handing or (len(above.split()) <= 25 and not greets)) and not re.search(r"\d", above)


def _sender(text: str, lines: list[tuple[int, int]], kept: list[tuple[int, int]]) -> str:
    """The name after "From:" above the first line that is kept."""
    first = next((place for place, line in enumerate(lines) if line in kept and text[slice(*line)].strip()), 0)
    for start, end in lines[: max(8, first)] if lines else ():
        found = any_language(r"^\s*<header_from>\s*:\s*(?P<name>[^<\n(,;@]{3,60})", text[start:end])
        if found and (start, end) not in kept:
            return str(found.group("name")).strip(' "')
    return ""


_HEAD = r"^\s*(?:<header_from>|<header_to>|<header>)\s*:"


def _header_lines(text: str, lines: list[tuple[int, int]], number: int) -> int:
    """How many lines the head of a mail has that begins here: "From: … Sent: … Subject: …"; 0 for none."""
    first = text[slice(*lines[number])] if number < len(lines) else ""
    if not 3 < len(first) < 200 or ":" not in first or not any_language(_HEAD, first):
        return 0
    following = (text[start:end] for start, end in lines[number : number + 8])
    if (
        number == 0
        and any_language(r"^\s*<header_from>\s*:\s*[^\W\d]+\s[^\W\d]+", first)
        and not text[slice(*lines[min(1, len(lines) - 1)])].count("|")
    ):
        return max(1, len(list(takewhile(lambda line: any_language(_HEAD, line), following))))
    head = list(takewhile(lambda line: any_language(_HEAD, line), following))
    return len(head) if len(head) >= 2 and any(any_language(r"^\s*<header>\s*:", line) for line in head) else 0


def _starts_old(text: str, lines: list[tuple[int, int]], number: int) -> bool:
    """From here on it is an old thread: a separator, or "… wrote:" without quote marks after it."""
    line = text[slice(*lines[number])]
    if not 3 < len(line) < 200:
        return False
    if any_language(r"^\s*<old_mail>\s*$", line):
        return True
    return bool(_wrote_lines(text, lines, number)) and not _wrote(text, lines, number)


def _wrote_lines(text: str, lines: list[tuple[int, int]], number: int) -> int:
    """1 or 2 when "On … wrote:" stands on this line, or on this and the next one."""
    for count in (1, 2) if lines[number][1] - lines[number][0] > 3 else ():
        joined = " ".join(text[start:end].strip() for start, end in lines[number : number + count])
        begins = count == 1 or re.match(r"[\s>]*(?:on|am|le|el)\s", joined, re.IGNORECASE)
        if begins and len(joined) < 200 and any_language(r"^[\s>]*(?:<wrote>)\s*$", joined):
            return count
    return 0


def _wrote(text: str, lines: list[tuple[int, int]], number: int) -> int:
    """How many lines to pass when quote marks follow "… wrote:": then new text may stand below them."""
    count = _wrote_lines(text, lines, number)
    following = (text[start:end].strip() for start, end in lines[number + count : number + count + 4])
    quoted = next((line for line in following if line), "")
    return count if count and quoted.startswith(">") else 0


def _answered(text: str, lines: list[tuple[int, int]], number: int) -> bool:
    """Is a quoted line a question that the writer answers right below it?"""
    if not text[slice(*lines[number])].rstrip().endswith("?"):
        return False
    below = next((text[start:end] for start, end in lines[number + 1 : number + 3] if text[start:end].strip()), ">")
    return not below.lstrip().startswith(">")


def _signed(line: str, signed: bool) -> bool:
    """Are we in a signature still, or does one begin with "--"? A postscript or a list ends it."""
    resumes = any_language(r"^\s*<postscript>\b[^:\n]{0,25}:|^\s*(?:p\. ?s\.|ps|pd|p\. ?d\.)(?!\w)", line)
    return (
        (signed or re.match(r"^\s*--\s*$", line) is not None) and not resumes and not re.match(r"^\s*[-•*–]\s+\S", line)
    )


def _closes(text: str, lines: list[tuple[int, int]], number: int) -> bool:
    """A closing word alone on a line, and below it names and titles, no sentence."""
    if not any_language(r"^\s*<sign_off>\s*[,.!]*\s*$", text[slice(*lines[number])]):
        return False
    below = (text[start:end].strip() for start, end in lines[number + 1 : number + 8])
    return all(len(line.split()) <= _SHORT_LINE for line in [line for line in below if line][:1])
