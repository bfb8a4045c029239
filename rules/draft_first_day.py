"""The first day in notes: who needs access then, and what has to work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.draft_people import people
from rules.draft_reads import Read
from rules.draft_spelled import spelled
from rules.draft_text import Sentence
from rules.notewords import build, has

# --- access ---------------------------------------------------------------------------------------------------------

_EVERY = re.compile(
    r"(?:all|every\w*|alle|tous|toutes|todos|todas|the|die|les|los|las|only|nur|seuls?|solo)\s+\w+", re.IGNORECASE
)
_BUILDING = re.compile(
    r"\b(?:building|premises|site badge|gebäude|gelände|bâtiment|locaux|edificio|recinto)\b", re.IGNORECASE
)
_NEEDS = (
    r"(?:brauchen|benötigen|bekommen|erhalten|haben|kriegen|need|get|necesitan|tienen|tendrán|ont besoin d'|auront)"
)
_WAYS = (
    r"(?:faut que|il faut que|damit|so that|para que)\s+(?P<who>.{4,90}?)\s+(?:aient|ait|puissent|<get_access>|tengan)(?!\w)",
    r"(?P<who>[^;:]{4,90}?)\s+(?:<get_access>|<get_in>)(?!\w)",
    r"(?:kommen|dürfen|sollen|müssen)\s+(?:nur\s+)?(?P<who>[^;:.,]{4,80}?)\s+rein(?!\w)",
    rf"{_NEEDS}\s+(?P<who>[^;:.]{{4,80}}?)\s+(?:einen?\s+)?<access>",
    r"<get_in>\s+(?:solo\s+|seulement\s+|only\s+|nur\s+)?(?P<who>[^;:.]{4,90})[.\s]*$",
    r"<access>[^:;]{0,40}?\s(?:for|pour|para|für)\s+(?P<who>[^;:.]{4,90})",
    r"<access>[^:;]{0,40}:\s*(?P<who>[^;]{3,90})",
)
_REST = r"\s*(?:[,;]?\s(?:and|und|et|y)\s(?:(?:the|their|die|ihre|les|leurs|los|sus)\s)?<rights>\s|[,;(]\s*(?:<approved_by>|<approves>|the others?|others|(?:the )?rest|die anderen|der rest|les autres|le reste|los demás|el resto|los otros)|\sund dann|\sand then|;).*$"


def day_one_access(sentence: Sentence) -> Iterator[Read]:
    """Who needs access on the first day: "on day one only our 24 team leaders get in", "access on day one: 12 nurses"."""
    language = sentence.language
    for clause in re.split(r";\s", sentence.text):
        about = f"{sentence.topic}: {clause}"
        opened = build("<access>|<get_in>|<get_access>", language).search(about)
        if not opened or not has("day_one", about, language) or has("no", clause, language) or _BUILDING.search(clause):
            continue
        who = _who(clause, sentence)
        if who:
            yield Read("access.day_one", who, sentence)
            return


def _who(clause: str, sentence: Sentence) -> str:
    language = sentence.language
    bare = build(r"<day_one>\s*,?", language).sub(" ", build(_REST, language).sub("", clause))
    found = (build(way, language).search(bare) for way in _WAYS)
    said = [match.group("who") for match in found if match]
    asked = build("<access>|<get_in>|<get_access>", language).search(sentence.topic)
    topical = asked and has("day_one", f"{sentence.topic}: {clause}", language)
    for who in [*said, *([bare if said or has("day_one", clause, language) else clause] if topical else [])]:
        who = (
            build(
                r"^\W*(?:(?:ce sont|c'est|it's|it is|those are|das sind|son|on|also|auch|aussi|también|then|dann|so|also|entonces|donc|que|the|dass|und|and|et|y)[\s,:]+)*(?=\w+\s+\w)|\s+(?:qui|who|que|die)$",
                language,
            )
            .sub("", " ".join(who.split()))
            .strip(" ,.;:-–")
        )
        aside = re.search(r"\s*\([^()]*\)?$", who)
        who = (
            who[: aside.start()]
            if aside and build("<approves>|<rights>|(?:quien|who|wer|qui)", language).search(aside.group())
            else who
        )
        if 3 < len(who) < 90 and _some(who, language):
            return who
    return ""


def _some(who: str, language: str) -> bool:
    """Counted people, everybody of a kind, or somebody by name."""
    if build("^(?:<starts_sentence>)$|<launch>|<need>|<connect>", language).search(who):
        return False
    if re.search(r"\b(?:will|would|werden|wird|vont|van a)(?:\s+\w+)?$|\b(?:but|aber|mais|pero)\b", who):
        return False
    counted = re.search(r"\d", who) or any(spelled(who, language)) or people(who, language)
    return bool(counted or (_EVERY.match(who) and len(who.split()) <= 6))


# --- what works -----------------------------------------------------------------------------------------------------


def works_on_day_one(sentence: Sentence) -> Iterator[Read]:
    """What has to work on the first day, in the words of the notes."""
    language = sentence.language
    for clause in re.split(r";\s", sentence.text):
        about = f"{sentence.topic}: {clause}"
        told = has("day_one", about, language) and has("works", about, language)
        if (
            not told
            or has("no", clause, language)
            or build("<connect>|<access>|<later>|<sso>|<get_access>", language).search(about)
        ):
            continue
        what = _what(clause, sentence)
        if 10 < len(what) < 160 and not build(r"^(?:what|was|ce qui|lo que)\b", language).match(what):
            yield Read("launch_window.day_one", what, sentence)
            return


def _what(clause: str, sentence: Sentence) -> str:
    language = sentence.language
    label = build(r"<day_one>[^:=]{0,40}[:=]\s*(?P<what>.{5,160})", language).search(clause)
    if label and (has("works", clause[: label.end()], language)):
        return label.group("what").strip(" .,;:=")
    if sentence.topic and has("works", sentence.topic, language):
        return clause.strip(" .,;:=")
    clause = re.sub(
        r"[,\s]+(?:c'?\s?est tout|that'?s (?:all|it)|mehr nicht|das ist alles|(?:y )?nada más|nothing else|sonst nichts|rien d'autre|(?:the )?rest can|le reste|el resto|der rest)(?!\w).*$",
        "",
        clause,
        flags=re.IGNORECASE,
    )
    what = re.sub(r"^\W*[^\W\d][\w ]{2,12}:\s*", "", clause)
    return (
        build(r"^\W*<day_one>[\s,:]+(?!muss|müssen|soll|kann|können)|[\s,]+<day_one>\W*$", language)
        .sub("", what)
        .strip(" .,;:=")
    )
