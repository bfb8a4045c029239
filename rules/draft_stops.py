"""Where a sentence of notes ends: not at "ca.", "15. March" or "Dr."; and where dictated notes, without stops, begin anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.notewords import any_language, build

_END = re.compile(r"[.!?…]+(?=[\"')\]]*(?:\s|$))|\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:z|d|u|e|i|p|bzw|fa|hrn?|zw|lic|ing|mag|dra|dña|wg|kaufm|techn|stv|abt|asst|dept|sachbearb|teiln|ansprechp|ausschl|bestellnr|sist|oper|resp|sec|lic|presup|integr|seg|importac|mgr|dir|réf|tél|núm|depto|uds?|pers|ant|gral|sist|dipl|jr|mtg|ca|approx|dr|mr|mrs|ms|st|no|nr|vs|inc|ltd|min|max|tel|ext|evtl|ggf|inkl|etc|std|tsd|mio|prof|"
    r"hr|fr|sra|sr|mme|env|aprox|est|incl|resp|art|p\.ex|p\.ej|[a-z]\.[a-z]|jan|feb|mar|apr|jun|jul|aug|sept?|okt|oct|nov|dec|dez|mon|janv|févr|avr|juil|déc|"
    r"[A-ZÄÖÜÉ])|\d)$", re.IGNORECASE)  # fmt: skip
_TITLED = re.compile(
    r"\b(?:prof|dr|dra|lic|ing|mag|sra|srta|mrs|mme|mlle|mtra|mtro|arq|dipl|hrn|frl|fam|fa|fr|hr|cr|cra|rev|abog|ansprechp|bzgl|bestellnr|tel|nr|st|asst|dept)$",
    re.IGNORECASE,
)
_DAY_NUMBER = re.compile(r"(?<!\d)\d{1,2}$")


def split(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """The sentences of a block of the text, by where they begin and end."""
    block = text[start:end]
    ends = [found.end() for found in _END.finditer(block) if found.group() != "\n" and not _goes_on(block, found)]
    position = 0
    for place in ends or _run_on(block, language):
        yield start + position, start + place
        position = place
    yield start + position, end


_ANEW = r"(?<=\w)\s(?=(?:the|der|die|das|den|le|la|les|el|los|las)\s(?:{topics}))"
_TOPICS = ("sso", "audit_logs", "ip_allowlist", "retention", "vendor_review", "scope", "rights", "deadline", "peak")
_HELD = r"(?<!\w)(?:and|or|und|oder|et|ou|y|o|of|for|with|für|mit|bei|zu|de|du|des|pour|avec|sur|para|con|en|in|on|von|ist|is|est|es|war|sind|are|sont|son|que|qui|who|gibt|macht|aprueba|valide|approves|signs|nimmt|hat|has|a)$"


def _run_on(block: str, language: str) -> Iterator[int]:
    """Where dictated notes, a line without any stop or comma, begin with another topic."""
    if len(block) < 60 or re.search(r"[,;:.–]\s|\s-\s", block):
        return
    either = "|".join(f"<{topic}>" for topic in _TOPICS)
    position = 0
    for found in build(_ANEW.format(topics=either), language).finditer(block):
        before = block[position : found.start()]
        if len(before.split()) >= 5 and build(either, language).search(before) and not re.search(_HELD, before):
            yield found.end()
            position = found.end()


def _cut_short(word: re.Match[str] | None) -> bool:
    """An abbreviation, or the number of a day."""
    return word is not None and (not word.group().isdigit() or bool(re.search(r"(?<!\d)\d{1,2}$", word.string)))


_MONTH = r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_NEAR, _START = 60, 2000  # characters: how far is looked around a full stop, and at the start of a paragraph


def _goes_on(block: str, found: re.Match[str]) -> bool:
    """A full stop that ends no sentence: "ca. 300", "15. März", "z. B."."""
    before = block[max(0, found.start() - _NEAR) : found.start()]
    after = block[found.end() : found.end() + _NEAR].lstrip("\"')] \n")
    if found.group() == "." and _TITLED.search(before) and after[:1].isupper():
        return True
    lower = (
        after[:1].islower()
        and "?" not in found.group()
        and not re.search(rf"{_MONTH}\w*\s\d{{1,2}}$", before, re.IGNORECASE)
    )
    short = _ABBREVIATED.search(before)
    if lower and (_cut_short(short) or found.group() != "." or re.search(r"[.!?]\s+[A-ZÀ-Þ]", block[:_START])):
        return True
    if found.group() != "." or re.search(rf"{_MONTH}\w*\.?\s\d{{1,2}}$", before, re.IGNORECASE):
        return False
    if _DAY_NUMBER.search(before) and re.match(r"[^\W\d_]+\b", after):
        month = any_language(r"^<weekday>|^(?:jan|feb|mär|apr|ma[iy]|jun|jul|aug|sep|okt|oct|nov|de[cz])", after)
        return bool(month) or not before[:-2].strip(" -•")
    said = short.group() if short else "9"
    return not said[-1].isdigit() and (bool(re.match(r"[\d+&]", after)) or len(said) < 4)
