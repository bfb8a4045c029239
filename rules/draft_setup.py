"""Set-up work in notes: which piece, how much of it, who does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rules.draft_numbers import with_digits
from rules.draft_reads import Read
from rules.draft_text import Sentence
from rules.notewords import build, has

ITEMS = (
    "migration_scripts", "one_off_integration", "approval_chains", "data_mapping", "record_cleanup", "environment_setup",
    "roles_permissions", "data_import", "testing", "rollout_support",
)  # fmt: skip
_NUMBER = r"(?:(?:(?:abt|about|around|approx\.?|ca\.?|rund|etwa|environ|unos|unas|aprox\.?)\s+)?(?<![\w.,€$£])\d{1,3}(?:[.,' ]\d{3})*(?:\s?(?:k|tsd\.?|mil|mille))?|(?<!\w)(?:two|three|four|five|six|seven|eight|nine|ten|twelve|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce))"
_CUT = r"[;]|\.\s|,\s|\s(?:and|und|et|y|sowie|plus)\s|\s\+\s"


def setup_work(sentence: Sentence) -> Iterator[Read]:
    """One row a piece of work that is counted or given to somebody."""
    text, language = sentence.text, sentence.language
    if build(r"<no_setup>|^\W*<setup>\s*[:=]\s*<nope>", language).search(text):
        yield Read("setup_work.none", True, sentence)
        return
    found = _items(text, language)
    if not found:
        return
    for place, (key, start, _) in enumerate(found):
        part = _part(text, found, place)
        if build(r"<no>", language).search(part) and not has("by_us", part, language):
            continue
        row = _row(key, part, _hands(text, start) if len(found) == 1 else part, sentence)
        if row and (len(row) > 1 or "done_by" in row or _asked(text, sentence)):
            yield Read("setup_work.rows", {"item": key, **row}, sentence)


def _items(text: str, language: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for key in ITEMS:
        match = build(f"<{key}>", language).search(text)
        if match and not any(start < match.end() and match.start() < end for _, start, end in found):
            found.append((key, match.start(), match.end()))
    return [item for item in sorted(found, key=lambda item: item[1]) if not _imported(item, found, text)]


def _imported(item: tuple[str, int, int], found: list[tuple[str, int, int]], text: str) -> bool:
    """ "Import 52,000 guest profiles": what is imported is no second piece of work."""
    before = [other for other in found if other[0] == "data_import" and other[2] < item[1]]
    counted = before and re.fullmatch(rf"\W*{_NUMBER}\s+(?:[^\W\d]+\s){{0,2}}", text[before[-1][2] : item[1]])
    return item[0] == "roles_permissions" and bool(counted)


def _part(text: str, found: list[tuple[str, int, int]], place: int) -> str:
    """From the cut before a piece of work to the cut before the next one."""
    cuts = [match.start() for match in re.finditer(_CUT, text)]
    start = max((cut for cut in cuts if cut <= found[place][1]), default=0) if place else 0
    if place + 1 == len(found):
        return text[start:]
    following = found[place + 1][1]
    stop = max((cut for cut in cuts if found[place][2] <= cut <= following), default=following)
    return text[start:stop]


def _hands(text: str, place: int) -> str:
    """Where to look for who does it: between semicolons; in all the cells of a row that is labelled with the work."""
    label = re.match(r"[^:;\d]{2,40}:\s", text)
    if label and place < label.end():
        return text
    start = text.rfind(";", 0, place) + 1
    end = text.find(";", place)
    return text[start : end if end > 0 else len(text)]


def _row(key: str, part: str, hands: str, sentence: Sentence) -> dict[str, Any]:
    language = sentence.language
    row: dict[str, Any] = {}
    amount = _amount(key, part, language)
    if amount:
        row["amount"] = amount
    done_by = _done_by(hands, sentence)
    if done_by:
        row["done_by"] = done_by
    if row and has("first_week", part, language):
        row["first_week"] = True
    return row


_ROLES = re.compile(r"\b(?:roles?|rollen|rôles?|users?|nutzern?|utilisateurs|usuarios)$", re.IGNORECASE)


_PLACE = re.compile(
    r"(?:\s(?:vor ort|on[- ]?site|online|remote|en línea|en linea|sur site|sur place|à distance|presencial(?:es)?|in situ)(?!\w))?",
    re.IGNORECASE,
)


_OF_WHAT = re.compile(
    r"(?:\s(?:of|de|d'|von)\s?[^\W\d]{3,}|\s(?-i:[a-zà-ÿ]{4,}s)(?=\s*(?:[,;.()]|$)|\s(?:est|sont|es|son|à|a|los|las|lo|la)\s))(?=\s*(?:[,;.()]|$)|\s(?:est|sont|es|son|à|a|los|las|lo|la)\s)",
    re.IGNORECASE,
)  # "52,000 guest profiles of members", "40 000 dossiers ouverts"


def _amount(key: str, part: str, language: str) -> str:
    """How much of it: the first number with a unit that fits the work; days are none of an import, roles none of a training."""
    pattern = build(rf"(?P<amount>{_NUMBER}\s+(?:(?!<per_hour>)[^\W\d]+\s+){{0,2}}?<amount_unit>)", language)
    for found in pattern.finditer(with_digits(part, language)):
        timed = key == "data_import" and build(r"(?:<days>|<weeks>|hours|stunden|heures|horas)$", language).search(
            found.group()
        )
        foreign = key not in ("roles_permissions", "approval_chains", "rollout_support") and _ROLES.search(
            found.group()
        )
        trained = key == "rollout_support" and re.search(r"(?:roles?|rollen|rôles?)$", found.group(), re.IGNORECASE)
        rate = build(r"^\s*(?:/|<per_hour>|per|pro|par|por)", language).match(part[found.end() :])
        if not (timed or foreign or trained or rate):
            start, end = found.span("amount")
            parted = re.search(rf"{_NUMBER}\s+[^\W\d]+\s(?:of|de|à|von|zu|mit)\s(?:je\s)?$", part[:start])
            start = parted.start() if parted else start
            more = _OF_WHAT.match(part, end) if key != "rollout_support" else None
            end = more.end() if more else end
            place = _PLACE.match(part, end)
            end = place.end() if place else end
            return re.sub(r"\s(?:par|por|by|von|durch|à|a|to|zu|de)$", "", part[start:end])
    return ""


_CELL = r"(?:[:;]\s*(?:%s)\s*(?:;|$)|(?:\s[-–]|,)\s(?:%s)[.\s]*$|\((?:%s)\))"


def _done_by(text: str, sentence: Sentence) -> str:
    """Us, the customer or a partner. In a mail "we" may be either, unless the customer writes it."""
    language = sentence.language
    said = {who for who in ("customer", "partner", "us", "you") if _names(who, text, language)}
    theirs = build("<by_customer>", language).search(text)
    if "partner" in said and theirs and has("by_partner", theirs.group(), language):  # "by their integrator"
        said.discard("customer")
    if sentence.customer:
        said = {{"us": "customer", "you": "us"}.get(who, who) for who in said}
    elif sentence.mail or "you" in said:
        said -= {"us", "you"}
    return said.pop() if len(said) == 1 else ""


def _names(who: str, text: str, language: str) -> bool:
    """By a word of doing, or as the whole cell of a table: "Tests: customer"."""
    return (
        has(f"by_{who}", text, language)
        or build(_CELL.replace("%s", f"<cell_{who}>"), language).search(text) is not None
    )


def _asked(text: str, sentence: Sentence) -> bool:
    return build("<need>|<setup>|<data_import>", sentence.language).search(sentence.about) is not None
