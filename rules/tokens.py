"""A text as the judge sees it: words with what they mean, numbers with their value, cut into clauses and sentences.

Everything works on the folded text (lower case, no accents), so that case and Unicode form cannot matter. Reading is linear:
one pass of one pattern, then one pass of look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.lexicon import GAP, Lexicon, Phrase, fold

LOOKED_AT = 4000  # characters; more than that is a document, not an answer
MOST_CLAUSES = 60  # the same for clauses
_TOKEN = re.compile(
    r"""
    (?P<email>[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,40})
    | (?P<address>\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:/\d{1,2})?)
    | (?P<date>\d{4}-\d{2}(?:-\d{2})?(?!\d) | \d{1,2}/\d{4}(?!\d) | \d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}|\d{2})?
        | \d{1,2}[/-]\d{1,2}[/-]\d{2,4} | \d{1,2}/\d{1,2}(?![\d/]))
    | (?P<time>\d{1,2}:\d{2} | \d{1,2}\.\d{2}(?=\s?(?:uhr|h\b)) | \d{1,2}h(?:\d{2})?(?![a-z0-9]))
    | (?P<number>\d{1,3}(?:[.,'\ ]\d{3})+(?!\d) | \d+(?:[.,]\d+)?)
    | (?P<word>[^\W\d_]+)
    | (?P<arrow>[-=]*> | [→⇒➔])
    | (?P<stop>[.;!?¿¡\n\r])
    | (?P<comma>[,:()|\[\]] | (?<=\s)[-–—]+(?=\s) | —)
    | (?P<sign>[%€$£/+–-])
    """,
    re.VERBOSE,
)
_BLANKS = re.compile(r"[^\S\n]+")
_BREAKING = frozenset(
    ("but", "aber", "mais", "pero", "sondern", "jedoch", "however", "although", "obwohl", "though", "aunque")
)
_NO_APOSTROPHE = re.compile(r"\b(do|does|is|have|has|did|could|would|are|was|were|had|should)nt\b")  # "havent"
_COMPOUND_TENS = re.compile(r"^(.*?)und(.+zig|dreissig)$")
LAST_DAY = 31  # "12." may be a day, "65." ends a sentence
LONGEST_GAP = 4


@dataclass(frozen=True)
class Item:
    """One word, phrase or number. `tags` is what the lexicon says of it; a word without tags is one nobody knows."""

    kind: str
    text: str
    tags: frozenset[str] = frozenset()
    value: float = 0.0
    start: int = 0
    end: int = 0
    clause: int = 0
    sentence: int = 0

    def has(self, *tags: str) -> bool:
        return not self.tags.isdisjoint(tags)

    @property
    def unknown(self) -> bool:
        """A word that the lexicon does not have: often a name."""
        return self.kind == "word" and not self.tags and len(self.text) > 1


@dataclass(frozen=True)
class Wording:
    """A whole answer: its items in order, the clauses they form, and which clauses end with a question mark."""

    text: str
    items: tuple[Item, ...]
    clauses: tuple[tuple[Item, ...], ...]
    asked: frozenset[int]
    lexicon: Lexicon


def read_wording(text: str, lexicon: Lexicon) -> Wording:
    """Take a text apart. Only its beginning is looked at when it is very long."""
    folded = _BLANKS.sub(" ", fold(text[:LOOKED_AT]))
    folded = _NO_APOSTROPHE.sub(r"\1n't", folded) if lexicon.language == "en" else folded
    tokens, asked = _tokens(folded)
    items = tuple(_numbers(list(_items(tokens, lexicon)), lexicon))
    clauses: dict[int, list[Item]] = {}
    for item in items:
        clauses.setdefault(item.clause, []).append(item)
    looked_at = tuple(map(tuple, clauses.values()))[:MOST_CLAUSES]
    return Wording(folded, items, looked_at, asked, lexicon)


# --- tokens ---------------------------------------------------------------------------------------------------------


def _tokens(folded: str) -> tuple[list[Item], frozenset[int]]:
    """Words, numbers and signs, each with the number of its clause and sentence."""
    tokens: list[Item] = []
    clause = sentence = 0
    asked: set[int] = set()
    for found in _TOKEN.finditer(folded):
        kind, text = found.lastgroup or "", found.group()
        kind = _dash(kind, text, tokens, folded, found.end())
        if kind == "stop" and not _is_abbreviation(text, tokens, found.start()):
            asked |= {clause} if text == "?" else set()
            clause, sentence = clause + 1, sentence + 1
        elif kind == "comma" or text in _BREAKING:
            clause += 1
        elif kind != "stop" and (text not in "-–—" or _ranges(tokens, folded, found.end())):
            value = _value(text) if kind == "number" else 0.0
            tokens.append(Item(kind, text, frozenset(), value, found.start(), found.end(), clause, sentence))
    return tokens, frozenset(asked)


def _dash(kind: str, text: str, tokens: Sequence[Item], folded: str, end: int) -> str:
    """A dash between two figures is a range, whatever stands around it."""
    return "sign" if kind == "comma" and text in "-–—" and _ranges(tokens, folded, end) else kind


def _ranges(tokens: Sequence[Item], folded: str, end: int) -> bool:
    figure = bool(tokens) and tokens[-1].kind in ("number", "time", "date")
    return figure and folded[end : end + 3].lstrip(" ~")[:1].isdigit()


def _is_abbreviation(text: str, tokens: Sequence[Item], start: int) -> bool:
    """ "ca.", "Mrs.", "2." end no sentence."""
    if text != "." or not tokens or tokens[-1].end != start:
        return False
    last = tokens[-1]
    return len(last.text) <= 3 if last.kind == "word" else last.kind == "number" and last.value <= LAST_DAY


def _value(text: str) -> float:
    grouped = re.fullmatch(r"\d{1,3}(?:[.,' ]\d{3})+", text)
    return float(re.sub(r"\D", "", text)) if grouped else float(text.replace(",", "."))


# --- phrases --------------------------------------------------------------------------------------------------------


def _items(tokens: Sequence[Item], lexicon: Lexicon) -> Iterator[Item]:
    """The longest phrase at every place; words inside it say nothing more."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind not in ("word", "number"):
            yield token
            place += 1
            continue
        length, tags = _longest(tokens, place, lexicon)
        tags |= {phrase.tag for phrase in lexicon.gapped.get(token.text, ()) if _spans(phrase.rest, tokens, place + 1)}
        last = tokens[place + length - 1]
        kind = "word" if length > 1 else token.kind
        if kind == "word" and place and tokens[place - 1].kind == "number" and tokens[place - 1].end == token.start:
            tags -= {"or", "filler"}  # "4o", "2a" are ordinals
        if kind == "word" and not tags and len(token.text) > 7 and token.text.endswith(lexicon.role_endings or "|"):
            tags.add("role")
        text = " ".join(t.text for t in tokens[place : place + length])
        yield replace(token, kind=kind, text=text, tags=frozenset(tags), end=last.end)
        place += length


def _longest(tokens: Sequence[Item], place: int, lexicon: Lexicon) -> tuple[int, set[str]]:
    length, tags = 1, set[str]()
    for phrase in lexicon.starting(tokens[place].text):
        size = len(phrase.rest) + 1
        if size < length or not _follows(phrase, tokens, place):
            continue
        tags = tags | {phrase.tag} if size == length else {phrase.tag}
        length = size
    return length, tags


def _follows(phrase: Phrase, tokens: Sequence[Item], place: int) -> bool:
    """Do the phrase's other words stand right behind, in the same sentence?"""
    if place + len(phrase.rest) >= len(tokens):
        return not phrase.rest
    return all(
        _is_word(word, tokens[place + step]) and tokens[place + step].clause == tokens[place].clause
        for step, word in enumerate(phrase.rest, 1)
    )


def _is_word(word: str, token: Item) -> bool:
    return token.text.startswith(word[:-1]) if word.endswith("*") else token.text == word


def _spans(rest: Sequence[str], tokens: Sequence[Item], place: int) -> bool:
    """A phrase with a gap: what follows the gap stands within a few words, in the same clause."""
    after = [word for word in rest if word != GAP]
    clause = tokens[place - 1].clause
    near = [token.text for token in tokens[place : place + LONGEST_GAP + len(after)] if token.clause == clause]
    return any(near[step : step + len(after)] == after for step in range(len(near)))


# --- number words ---------------------------------------------------------------------------------------------------


def _numbers(items: list[Item], lexicon: Lexicon) -> Iterator[Item]:
    """Number words become numbers, and neighbours one number: "two hundred", "5 k", "treinta y cinco", "sechshundert"."""
    place = 0
    while place < len(items):
        item = _number_word(items[place], lexicon)
        place += 1
        while item.kind == "number" and place < len(items):
            joined = _joined(item, items[place : place + 2], lexicon)
            if joined is None:
                break
            item, used = joined
            place += used
        yield item


def _number_word(item: Item, lexicon: Lexicon) -> Item:
    if item.kind != "word":
        return item
    if item.has("number"):
        return replace(item, kind="number", value=lexicon.numbers[item.text])
    value = _compound(item.text, lexicon.numbers) if lexicon.language == "de" and not item.tags else 0.0
    return replace(item, kind="number", value=value) if value else item


def _joined(item: Item, following: Sequence[Item], lexicon: Lexicon) -> tuple[Item, int] | None:
    """The number together with what follows it, and how many items that takes."""
    after = following[0]
    if after.clause != item.clause:
        return None
    glued = after.start == item.end
    if after.has("scale") and (after.text != "m" or glued) and item.value < lexicon.scales[after.text] * 1000:
        return replace(item, value=item.value * lexicon.scales[after.text], end=after.end), 1
    if item.text[0].isdigit():
        return None
    link = after.text in ("and", "y", "et", "und") and len(following) > 1
    other = _number_word(following[1] if link else after, lexicon)
    if other.kind != "number" or other.text[0].isdigit() or not _adds(item.value, other.value):
        return None
    return replace(item, value=item.value + other.value, end=other.end), 2 if link else 1


def _adds(first: float, second: float) -> bool:
    """May the two be one number: 20 + 5, 300 + 40, 2000 + 500?"""
    return any(first >= step and first % step == 0 and second < step for step in (1000, 100)) or (
        20 <= first < 100 and first % 10 == 0 and second < (20 if first in (60, 80) else 10)
    )


def _compound(word: str, numbers: Mapping[str, float], depth: int = 0) -> float:
    """German writes numbers in one word: "sechshundert", "zweihundertfunfzig", "dreissigtausend". 0: not a number."""
    if word == "ein" and depth:
        return 1.0
    if word in numbers or depth > 4 or len(word) > 60:
        return numbers.get(word, 0.0)
    for scale, size in (("tausend", 1000.0), ("hundert", 100.0)):
        head, found, tail = word.partition(scale)
        if found:
            parts = [
                _compound(part, numbers, depth + 1) if part else default for part, default in ((head, 1.0), (tail, 0.0))
            ]
            return parts[0] * size + parts[1] if parts[0] and (parts[1] or not tail) else 0.0
    tens = _COMPOUND_TENS.match(word)
    if tens is None:
        return 0.0
    ones, rest = (
        1.0 if tens.group(1) == "ein" else _compound(tens.group(1), numbers, depth + 1),
        numbers.get(tens.group(2), 0.0),
    )
    return ones + rest if ones and rest else 0.0
