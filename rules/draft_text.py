"""Notes cut into sentences: old threads and signatures dropped, what is supposed, asked or said of others blanked out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rules.draft_mail import current, lines_of
from rules.draft_stops import split
from rules.draft_talk import Span, Turn, tabled, turns, wrapped
from rules.notewords import any_found, any_language, build, has, language_of

_TRANSLATED = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00b4": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
                             "\t": " ", "\r": " ", "\u2011": "-", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "`": " "})  # fmt: skip
_BULLET = re.compile(
    r"^\s*(?:[-•–—·o>*]|\d{1,2}(?:\)|\.(?!\s+(?i:jan|feb|mär|maer|apr|mai|jun|jul|aug|sept|okt|nov|dez)))|\(?[a-z]\)|\[[ xX]?\]|[→✓✔☐]|(?:[QAFR]|Antwort|Frage|Answer|Question|Réponse|Respuesta|Pregunta)\s?:|(?:P\.\s?S\.|P\.\s?D\.|PS|PD)\s?:?|(?:[Zz]u|[Aa]d|[Rr]e|[Pp]unto|[Pp]oint|[Tt][Oo][Pp])\s?\d{1,2}\s?[.):])\s+|^\s*[-•–·*](?=\w)"
)
_LABEL = re.compile(r"^\s*[^\W\d_][\w /&'().+-]{1,40}:(?:\s|$)")
_HEADING = re.compile(r"^\s*#+\s|:\s*$|^(?:TOP|Top|Punkt|Point|Punto|Item)\s\d{1,2}\s(?:[^\W\d][\w/&-]*\s?){1,3}$")
_STRUCK = re.compile(r"~~[^~\n]{1,200}~~|<(?:s|del|strike)>[^<\n]{1,200}</(?:s|del|strike)>")


@dataclass(frozen=True)
class Sentence:
    """A piece of the notes: `notes[start:end]` is quoted, `text` is read (blanked where it does not count)."""

    start: int
    end: int
    text: str
    language: str
    number: int = 0
    topic: str = ""
    corrects: bool = False
    mail: bool = False
    names: tuple[str, ...] = ()
    speaker: str = ""  # the customer's person who says it, in a chat or a mail
    customer: bool = False  # "we" is the customer, "you" is us
    raw: str = ""  # also what does not count

    @property
    def about(self) -> str:
        """What it is about: the heading or question it stands under, and its own words."""
        return f"{self.topic}: {self.text}" if self.topic else self.text


def composed(notes: str) -> tuple[str, list[int]]:
    """The text in composed form, and for each of its characters where it stood in the notes (one more for the end)."""
    if unicodedata.is_normalized("NFC", notes):
        return notes, list(range(len(notes) + 1))
    text, places, start = [], [], 0
    for end in range(1, len(notes) + 1):
        if end == len(notes) or not unicodedata.combining(notes[end]):
            cluster = unicodedata.normalize("NFC", notes[start:end])
            text.append(cluster)
            places += [start] * len(cluster)
            start = end
    return "".join(text), [*places, len(notes)]


def sentences(notes: str, language: str | None = None) -> list[Sentence]:
    """The sentences that count, in order. `notes` is in composed form."""
    lines = lines_of(notes)
    plain, rows = tabled(_STRUCK.sub(lambda found: " " * len(found.group()), notes), lines)
    plain = plain.translate(_TRANSLATED).replace("**", "  ").replace("__", "  ")
    kept, mail, sender = current(plain, lines)
    said = turns(plain, kept)
    kept = [line for line in kept if not said or line[0] >= min(said)]
    spoken = language or language_of(" ".join(plain[start:end] for start, end in kept))
    cut = [
        Piece(first, last, turn)
        for start, end, turn in _blocks(plain, kept, said, rows)
        for first, last in split(plain, start, end, spoken)
    ]
    customer = mail and _customers(plain, kept)
    ours = (
        mail
        and not customer
        and len(any_found("<they>", " ".join(plain[start:end] for start, end in kept)[:20_000])) > 2
    )
    worded = {start: words for start, words in rows.items() if words}
    return [
        replace(piece, text=worded.get(plain.rfind("\n", 0, piece.start) + 1, piece.text)) if worded else piece
        for piece in _read(plain, cut, spoken, language, Voice(mail and not ours, sender if customer else "", customer))
    ]


def _customers(text: str, lines: list[Span]) -> bool:
    """Is a mail written by the customer? They say "we start with", our people say "you start with"."""
    whole = " ".join(text[start:end] for start, end in lines)[:20_000]
    return len(any_found("<we_customer>", whole)) > len(any_found("<you_customer>", whole))


# --- sentences ------------------------------------------------------------------------------------------------------


def _blocks(
    text: str, lines: list[Span], said: dict[int, Turn], rows: dict[int, str]
) -> Iterator[tuple[int, int, Turn | None]]:
    """Lines joined where one sentence runs over several of them; a row or a turn of a chat stands alone."""
    hasty = _hasty(text, lines)
    turn: Turn | None = None
    for paragraph in _paragraphs(text, lines):
        blocks: list[tuple[int, int, Turn | None]] = []
        own = [start in said or start in rows for start, _ in paragraph]
        for (start, end), join in zip(paragraph, _joins(text, paragraph, own, hasty), strict=True):
            turn = said.get(start, turn)
            if join:
                blocks[-1] = (blocks[-1][0], end, turn)
            else:
                blocks.append((said[start].body if start in said else start, end, turn))
        yield from blocks


def _paragraphs(text: str, lines: list[Span]) -> Iterator[list[Span]]:
    paragraph: list[Span] = []
    for start, end in [*lines, (0, 0)]:
        if text[start:end].strip():
            paragraph.append((start, end))
        elif paragraph:
            yield paragraph
            paragraph = []


def _hasty(text: str, lines: list[Span]) -> bool:
    """Do most lines begin with a small letter? Then a small letter tells nothing."""
    first = [
        line[0] for start, end in lines if (line := _BULLET.sub("", text[start:end]).strip()) and line[0].isalpha()
    ]
    return sum(letter.islower() for letter in first) > 0.6 * len(first)


def _joins(text: str, paragraph: list[Span], own: list[bool], hasty: bool) -> list[bool]:
    lines = [text[start:end] for start, end in paragraph]
    breaks = [
        own[n] or (n > 0 and own[n - 1]) or _begins(lines[n - 1] if n else "", line) for n, line in enumerate(lines)
    ]
    full = wrapped(lines, breaks)
    return [
        n > 0 and not breaks[n] and (full[n] or (not hasty and _lower(lines[n - 1], line)) or _open(lines[n - 1], line))
        for n, line in enumerate(lines)
    ]


def _begins(above: str, line: str) -> bool:
    """A bullet, a label, or anything after a full stop or below a bullet that begins with a capital."""
    if _BULLET.match(line) or _LABEL.match(line) or above.rstrip().endswith((":", ".", "!", "?")):
        return True
    return bool(_BULLET.match(above)) and not line.startswith(" ") and not line.lstrip()[:1].islower()


def _lower(above: str, line: str) -> bool:
    listed = re.match(r"\s*[\w /']{2,30}\s?(?:\s[-–]|:)\s", line) is not None
    listed = listed or (line.startswith("  ") and above.startswith("  "))
    return line.lstrip()[:1].islower() and (line.startswith("  ") or len(above) > 30) and not listed


def _open(above: str, line: str) -> bool:
    return line.lstrip()[:1].islower() and above.rstrip().endswith(",")


@dataclass(frozen=True)
class Piece:
    """A stretch of the notes between full stops, and who says it."""

    start: int
    end: int
    turn: Turn | None = None


@dataclass(frozen=True)
class Voice:
    """Are the notes a mail, from whom, and is that the customer?"""

    mail: bool
    sender: str
    customer: bool


@dataclass
class Above:
    """What the next sentence stands under: a heading over a list, or the question it answers."""

    heading: str = ""
    question: str = ""
    asked: int = 0
    label: str = ""  # "5. Integrations. Zephyr, from day one": for the rest of its line
    line: int = -1
    turn: Turn | None = None  # who answers
    asker: Turn | None = None


def _read(text: str, cut: list[Piece], spoken: str, fixed: str | None, voice: Voice) -> Iterator[Sentence]:
    above = Above()
    for number, piece in enumerate(_trimmed(text, cut)):
        raw = text[piece.start : piece.end].replace("\n", " ")
        if _asks(raw, piece, above) or any_language("^<greeting>[^.]{0,40}[,:!]$", raw):
            continue
        if len(raw) < 60 and (_HEADING.search(raw) or _over_list(text, piece.start, piece.end)):
            above.heading, above.question = _named(raw), ""
            continue
        line = text.rfind("\n", 0, piece.start)
        if _labels(text, piece):
            above.label, above.line = _named(raw.rstrip(".")), line
            continue
        bullet = bool(_BULLET.match(text[text.rfind("\n", 0, piece.start) + 1 : piece.start + 1] + " "))
        above.heading = above.heading if bullet or number == 0 or not _far(text, piece.start) else ""
        language = fixed or language_of(raw, spoken, ahead=2)
        yield _sentence(raw, piece, number, language, above, voice, line)
        above.question = above.question if piece.turn and piece.turn is above.turn else ""


def _asks(raw: str, piece: Piece, above: Above) -> bool:
    """A question, or in a chat any of our own words: what is answered, never an answer itself."""
    ours = piece.turn is not None and (piece.turn.ours or _wonders(raw))
    objects = piece.turn is not None and re.search(r"\d.*\?$", raw) and any_language("<but>", raw)
    if objects or not (ours or raw.endswith("?")):
        if piece.turn is not None and piece.turn is above.asker:
            above.question = ""
        elif above.turn is None:
            above.turn = piece.turn
        elif above.turn is not piece.turn:
            above.question = ""
        return False
    asked = raw.endswith("?") or len(raw.split()) <= 8
    above.question, above.asked, above.turn, above.asker = raw if asked else "", piece.start, None, piece.turn
    return True


_ASKED = "<user>|<peak>|<connect>|<deadline>|<launch>|<scope>|<rights>|<access>|<sso>|<setup>|<data_import>"


def _wonders(raw: str) -> bool:
    """A question without its mark, in a chat: "who signs the scope", "interfaces"."""
    words = raw.split()
    if len(words) > 7 or re.search(r"\d|[.!]$", raw):
        return False
    if re.match(r"(?:who|when|what|how|wer|wann|wie|qui|quand|combien|quién|cuándo|cuántos)\s", raw, re.IGNORECASE):
        return True
    return len(words) == 1 and any_language(rf"^(?:and |und |et |y )?(?:{_ASKED})$", raw) is not None


def _labels(text: str, piece: Piece) -> bool:
    """One to three words and a full stop, at the beginning of a numbered line that goes on."""
    raw, above = text[piece.start : piece.end], text[text.rfind("\n", 0, piece.start) + 1 : piece.start]
    rest = text[piece.end : piece.end + 3]
    return bool(
        re.fullmatch(r"[^\W\d][^\d.!?:,\n]{2,40}\.", raw)
        and len(raw.split()) <= 4
        and _BULLET.fullmatch(above)
        and re.match(r" +\S", rest)
    )


def _named(raw: str) -> str:
    """What a heading or a question is about; its numbers are no answer."""
    return re.sub(r"\d+", " ", raw.strip(" :#-?"))


def _sentence(raw: str, piece: Piece, number: int, language: str, above: Above, voice: Voice, line: int) -> Sentence:
    who = piece.turn.who if piece.turn else voice.sender
    customer = not (piece.turn.ours or piece.turn.colleague) if piece.turn else voice.customer
    body, topic, start = _blanked(raw, language, customer), above.heading, piece.start
    if above.label and above.line == line:
        topic = above.label
    agreed = above.question.endswith("?") and len(raw) < 60 and build(r"^\W*<yes>(?!\w)", language).match(raw)
    if above.question and len(raw) < 90:
        topic, start = _named(above.question), above.asked
    if agreed and not re.search(r"\d", raw):
        body = _blanked(above.question.rstrip("? "), language) + ", " + body
    if agreed and above.asker:  # what was asked is said by who asked
        customer = not (above.asker.ours or above.asker.colleague)
    return Sentence(start, piece.end, body, language, number, topic, has("correct", raw, language), voice.mail and not customer,
                    raw=raw, speaker=who if customer else "", customer=customer)  # fmt: skip


_CHUNK = r"\S(?:[\s\S]{0,600}\S)?(?=\s|$)|\S{1,600}"  # characters: what has no full stop is read in pieces


def _trimmed(text: str, cut: list[Piece]) -> Iterator[Piece]:
    """Without the white space and the bullet around a sentence."""
    for piece in cut:
        bullet = _BULLET.match(text[piece.start : piece.end])
        begin = piece.start + (bullet.end() if bullet else 0)
        for found in re.finditer(_CHUNK, text[begin : piece.end]):
            if re.search(r"\w", found.group()):
                yield Piece(begin + found.start(), begin + found.end(), piece.turn)


def _over_list(text: str, start: int, end: int) -> bool:
    """A short line of its own, without a figure, right above a list."""
    above, below = text[text.rfind("\n", 0, start) + 1 : start], text[end : end + 40].lstrip(" ")
    alone = (
        not above.strip(" #.)/0123456789") and below.startswith("\n") and not any(c.isdigit() for c in text[start:end])
    )
    return alone and bool(_BULLET.match(below[1:])) and not text[start:end].endswith((".", "!"))


def _far(text: str, start: int) -> bool:
    """Is there an empty line right above?"""
    above = text[:start].rstrip(" -•*")
    return above.endswith("\n\n")


# --- what does not count --------------------------------------------------------------------------------------------

_CLAUSE = r"(?<!\d)(?<!\bFr)(?<!\bHr)(?<!\bHrn)(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bSr)(?<!\bSra)(?<!\bIng)(?<!\bLic)[,:.]|[,:.](?!\d)(?<!(?:Fr|Hr|Dr|Mr|Sr)\.)(?<!(?:Hrn|Mrs|Sra|Ing|Lic)\.)|[;()–—]|\s-\s"


_OUR = re.compile(r"(?:our|unser\w*|notre|nos|nuestr\w+|we|wir|nous|nosotros|ofrecemos|vendemos)\b", re.IGNORECASE)


def _blanked(raw: str, language: str, customer: bool = False) -> str:
    """The sentence without what is supposed, doubted, past, or said of somebody else; same length."""
    ending = has("expires", raw, language) and has("deadline", raw, language)
    for aside in re.finditer(r"\([^()]+\)", raw):
        customer_there = re.search(r"client|kunde|customer", aside.group(), re.IGNORECASE)
        if has("other", aside.group(), language) and aside.start() and not customer_there:
            raw = blank(raw, aside.start(), aside.end())
    others = [
        found for found in build("<other>", language).finditer(raw) if not (customer and _OUR.match(found.group()))
    ]
    if (others and not ending) or build("^<if>", language).search(raw):
        return " " * len(raw)
    text = raw
    for concept in ("if", "doubt", "stale", "ignore"):
        for found in build(f"<{concept}>", language).finditer(text):
            if text[found.start() : found.end()].strip():
                text = _without_clause(text, found, language, to_end=concept == "if")
    return text


def _without_clause(text: str, found: re.Match[str], language: str, to_end: bool) -> str:
    breaks = [match.end() for match in re.finditer(_CLAUSE, text[: found.start()])]
    breaks += [match.start() for match in build("<but>", language).finditer(text[: found.start()])]
    start = max(breaks, default=0)
    after = re.search(r"[;.(–—]", text[found.end() :]) if to_end else re.search(rf"{_CLAUSE}", text[found.end() :])
    ends = [found.end() + after.start()] if after else []
    but = build("<but>", language).search(text, found.end())
    end = min([*ends, *([but.start()] if but else [])], default=len(text))
    return text[:start] + " " * (end - start) + text[end:]


def blank(text: str, start: int, end: int) -> str:
    """The same text with one part of it blanked out."""
    return text[:start] + " " * (end - start) + text[end:]
