"""Where data comes from, where it is kept, where it goes, and what kind of data it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rules.draft_places import REGION
from rules.draft_reads import Read
from rules.draft_text import Sentence
from rules.notewords import build, has

_CLASSES = (
    ("employee", "employee_data"),
    ("payment", "payment_data"),
    ("health", "health_data"),
    ("personal", "personal"),
)


_DATA = (
    r"\b(?:data\w*|\w*daten\w*|donn[ée]es|datos|records?|orders?|export\w*|csv|quelle\w*|sources?|fuentes?|storage|stored|speicher\w*|gespeichert|stockage|stocké\w*|guardan?|almacenan?|"
    r"almacenamiento|bookings|reservations|rosters|timesheets|invoices|tickets|readings|measurements|lieferscheine|aufträge|bestellungen|rechnungen|"
    r"buchungen|zählerstände|messwerte|meldungen|commandes|réservations|factures|relevés|dossiers|pièces|fiches|bons|pedidos|reservas|facturas|albaranes|"
    r"expedientes|lecturas|fichas)\b"
)


def data_flow(sentence: Sentence, near: bool = False) -> Iterator[Read]:
    """Sources, where it is stored, destinations, and the kind of data. `near`: the sentence before was about that."""
    text, language = sentence.text, sentence.language
    yield from _data_class(sentence)
    yield from _answered(sentence)
    yield from _arrows(sentence)
    marks = [
        (match.start(), match.start() + _before_keeper(match.group()), concept)
        for concept in ("comes_from", "stored", "goes_to")
        for match in build(f"<{concept}>", language).finditer(text)
    ]
    marks = sorted(mark for mark in marks if not any(other[0] < mark[0] < other[1] for other in marks))
    both = len({concept for _, _, concept in marks} - {""}) > 1
    if not both and not near and not build(_DATA, language).search(sentence.about):
        return
    yield from _joined(_read(marks, text, sentence))


def _read(marks: list[tuple[int, int, str]], text: str, sentence: Sentence) -> Iterator[Read]:
    for place, (_, end, concept) in enumerate(marks):
        stop = marks[place + 1][0] if place + 1 < len(marks) else len(text)
        words = text[end:stop]
        if place + 1 < len(marks) and "," in words:
            words = _without_subject(words)
        yield from _part(concept, words, sentence)


def _joined(reads: Iterable[Read]) -> list[Read]:
    """ "Rosters come out of AIMS, training records out of SharePoint": the lists of one sentence are one list."""
    joined: dict[str, Read] = {}
    for read in reads:
        before = joined.get(read.input)
        both = before and isinstance(before.value, list)
        joined[read.input] = (
            replace(read, value=list(dict.fromkeys([*before.value, *read.value]))) if before and both else read
        )
    return list(joined.values())


def _before_keeper(said: str) -> int:
    """ "gespeichert wird beim hoster in": where the words of keeping end, and whoever keeps it begins."""
    keeper = re.search(r"\s(?=(?:beim?|chez)\s\w)", said)
    return keeper.start() if keeper else len(said)


def _without_subject(words: str) -> str:
    """ "from the DPI, the reports go to": the last part belongs to the verb that follows."""
    kept, last = words.rsplit(",", 1)
    if re.search(
        r"\w\s+(?:go|goes|get|gets|is|are|geht|gehen|wird|werden|va|vont|est|sont|va|van|es|son|se)(?:\s+\w+)?\s*$",
        last,
    ):
        return kept
    return (
        words
        if re.search(r"\b(?:and|then|und|dann|et|puis|y|luego|e)\s*$", last, re.IGNORECASE) or not last.strip()
        else kept
    )


_OWN = r"(?:the|our|their|its|das|die|der|unser\w*|deren|ihr\w*|le|la|notre|leur|el|nuestr[oa]|su)"


def _without_apposed(phrase: str) -> str:
    """ "Sage, our payroll": what it is, no second thing."""
    return re.sub(rf"^(\s*[^,;]{{2,40}}),\s+{_OWN}\s+[^,;]{{2,40}}$", lambda found: _named_alone(found), phrase)


def _named_alone(found: re.Match[str]) -> str:
    joined = re.search(r"\s(?:and|und|et|y|sowie|plus|&)\s", found.group())
    capital = re.match(r"[A-ZÀ-Þ]", re.sub(rf"^\s*(?:{_OWN}\s+)?", "", found.group(1)))
    return found.group() if joined or not capital else found.group(1)


def _answered(sentence: Sentence) -> Iterator[Read]:
    """ "Where does the data come from? Jira and the Zendesk feed.": the whole answer, if it is a bare list."""
    text, language = sentence.text.strip(" ."), sentence.language
    asked = [
        name
        for name, concept in (("sources", "asks_source"), ("destinations", "asks_target"))
        if has(concept, sentence.topic, language)
    ]
    if (
        len(asked) != 1
        or build("<comes_from>|<goes_to>|<stored>", language).search(text)
        or re.search(r"\d\d|[:?]", text)
    ):
        return
    parts = re.split(r",\s", text)
    named = [re.match(r"^[^,]{0,40}?\s(?:from|aus|depuis|desde|via)\s(.+)$", part) for part in parts]
    text = ", ".join(match.group(1) if match else part for match, part in zip(named, parts, strict=True))
    items = listed(text, language)
    if items and all(len(item.split()) <= 4 and not _told(item, language) for item in items):
        yield Read(f"data_flow.{asked[0]}", items, sentence)


_ADVERB = r"(?<!\w)(?:only|exclusively|obligatoirement|exclusivement|uniquement|nur|ausschließlich|zwingend|solo|únicamente|exclusivamente)(?!\w)"


def _part(concept: str, words: str, sentence: Sentence) -> Iterator[Read]:
    words = re.sub(r"\su\.\s", " und ", words).lstrip(" :")
    words = re.sub(
        r"\s(?:that|which|die|das|qui|que)\s(?:i|we|they|he|she|ich|wir|je|on|nous|yo|él|ella)\s.*$", "", words
    )
    words = re.sub(r"\s\((?!\w+\))[^()]{2,40}\)(?=,?\s(?:and|und|et|y|plus)\s|,\s)", "", words)
    phrase = re.split(
        r"[.;:]\s|,\s(?:and|und|et|y)\s(?:then|dann|puis|luego|después|ensuite|from there)\s|\s[-–—]\s|,\s*(?:where|wo|où|donde|which|who|because|weil|car|porque|contact)\b|\((?!\w+\))",
        words,
    )[0]
    phrase = re.sub(_ADVERB, "", phrase, flags=re.IGNORECASE)
    phrase = re.split(r"\s(?:pour|for|für|para|zur|zum|zwecks|so|since|once)\s", phrase)[0]
    phrase = build(
        r"(?:(?:^|\s)(?:<when_join>|and|und|et|y|then|dann|danach|puis|ensuite|luego|it|is|are|die|daten|sind|werden|wird|sont|est|seront|sera|será|serán|will|be|get|gets|son|es|elles|ils|se|they|we|from\s+there|there|von\s+dort|dort|de\s+là|de\s+ahí|de\s+allí|desde\s+ahí)|\s|,)+$",
        sentence.language,
    ).sub("", phrase)
    if len(phrase.strip()) < 2 or build("<no>|<launch>", sentence.language).search(phrase):
        return
    if concept == "stored":
        phrase = re.split(r",\s+(?!(?:in\s|en\s|à\s|im\s)?(?-i:[A-ZÀ-Þ]))", phrase)[0]
        place = re.sub(
            r"^\s*(?:the|die|der|den|dem|einer|einem|a|an|la|le|el|un|une|una)\s+", "", phrase, flags=re.IGNORECASE
        ).strip(" ,.")
        if len(place.split()) <= 6 and not re.fullmatch(REGION, place):
            yield Read("data_flow.stored_in", place, sentence)
        return
    phrase = re.sub(
        r",\s(?:every|each|jede[nrs]?|chaque|cada|tous les|toutes les|nightly|daily)(?:\s\w+)?\W*$", "", phrase
    )
    if not re.match(r"\W*[^:;]{2,30}:\s", sentence.text):
        phrase = _without_apposed(phrase)
    if concept == "comes_from":
        phrase = re.sub(r",\s[^,]{0,40}?\s(?:from|aus|depuis|desde)\s", ", ", phrase)
    kept, comma, last = phrase.rpartition(",")
    if comma and _told(last, sentence.language) and not _told(kept, sentence.language):
        phrase = kept  # "from Jira, that's our only source"
    items = [item for item in listed(phrase, sentence.language) if not _NOTHING_ELSE.match(item)]
    if items and all(len(item.split()) <= 5 and not _told(item, sentence.language) for item in items):
        yield Read(f"data_flow.{'sources' if concept == 'comes_from' else 'destinations'}", items, sentence)


_NOTHING_ELSE = re.compile(
    r"(?:sonst|weiter)\s+(?:nix|nichts|nirgends|keine\w*)|(?:nothing|nowhere) else|that'?s (?:it|all)|rien d'autre|c'est tout|nada más|eso es todo|(?:mehr )?nicht|full stop",
    re.IGNORECASE,
)


def _told(item: str, language: str) -> bool:
    """Is it no thing but a piece of a sentence?"""
    return (
        build(
            "<need>|<no>|<doubt>|<works>|<use>|<weekday>|<daytime>|<later>|<day_one>|^<starts_sentence>$|^<it>$|"
            r"(?<!\w)(?-i:c'est|ce sont|est|sont|is|are|was|ist|sind|es|son|wird|werden|geht|gehen|va|vont|van|comes?|kommt|kommen|vienen?|viennent|vient)(?!\w)",
            language,
        ).search(item)
        is not None
    )


_LEAD = r"^(?:<article>\s+|(?:ner|nem|nen|ne|'n)\s+|(?:to|from|per|via|an|ans|in|ins|into|im|à|au|aux|vers|depuis|dans|al?|por|desde|hacia|en|zum|zur|über|durch|vom|von|auf|des|du|del|onto|parar al?)\s+|aus\s+|ausm\s+|ausn\s+)+"
_TRAIL = r"\s+(?:rein|raus|ein|direkt|automatisch|today|nightly|daily|right now|at the moment|aujourd'hui|hoy|heute|only|nur|then|dann)$"


_CALLED = r"^(?:\w+\s){0,2}\w+\s(?:called|named|namens|nommée?|appelée?|llamad[oa])\s+(?=\w)"


def listed(text: str, language: str) -> list[str]:
    """The things in a list, without articles: "web shop and a CSV export", "the orders, addresses from the NHS feed"."""
    parts = re.split(r",|;|\s(?:and|und|et|y|e|sowie|as well as|ainsi que|plus|\+|&|u\.)\s", text)
    bare = [re.sub(r"^(?:l'|d')", "", build(_LEAD, language).sub("", part.strip())) for part in parts]
    bare = [re.sub(_TRAIL, "", part, flags=re.IGNORECASE).strip(" .\"'") for part in bare]
    bare = [re.sub(r"\s\([a-zà-ÿ][^()]*\)$", "", part) for part in bare]
    return [re.sub(_CALLED, "", part, flags=re.IGNORECASE) for part in bare if part]


def _arrows(sentence: Sentence) -> Iterator[Read]:
    """ "web shop → our EU database → dashboard": the first sends, the middle keeps, the last receives."""
    text, language = sentence.text, sentence.language
    parts = [part.strip() for part in re.split(r"→|->|=>|-->", text.split(":")[-1])]
    if len(parts) != 3 or not all(parts) or any(len(part.split()) > 8 for part in parts) or re.match(r"\d", parts[0]):
        return
    yield Read("data_flow.sources", listed(parts[0], language), sentence)
    yield Read("data_flow.stored_in", parts[1], sentence)
    yield Read("data_flow.destinations", listed(re.split(r"[.;(]", parts[2])[0], language), sentence)


def _data_class(sentence: Sentence) -> Iterator[Read]:
    language = sentence.language
    if has("no_personal", sentence.text, language):
        yield Read("data_flow.data_class", "none", sentence)
        return
    found = [value for value, concept in _CLASSES if has(concept, sentence.text, language)]
    kinds = "(?:<employee_data>|<payment_data>|<health_data>|<personal>)"
    denied = build(rf"<no>\s+(?:\w+\s+){{0,2}}{kinds}|{kinds}\s+(?:\w+\s+){{0,3}}<no>", language)
    patients = not re.search(r"health|gesundheit|sant[ée]|salud|medi[zc]|m[ée]dic", sentence.text, re.IGNORECASE)
    if found[:1] == ["health"] and "personal" in found and patients:
        found = ["personal"]  # said in so many words
    if found and not denied.search(sentence.text):
        yield Read("data_flow.data_class", found[0], sentence)
