"""The eleven security points in notes: required, not required, and the details that were said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rules.draft_numbers import with_digits
from rules.draft_people import people
from rules.draft_places import REGION
from rules.draft_reads import Read
from rules.draft_text import Sentence
from rules.notewords import build, has, known

POINTS = (
    "ip_allowlist", "data_handling", "security_approval", "other_logging", "audit_logs", "data_location", "retention",
    "vendor_review", "access_controls", "approval_history", "sso",
)  # fmt: skip
_PROVIDER = (
    r"(?:Microsoft\s)?Entra(?:\sID)?|Azure\s(?:AD|Active\sDirectory)|Okta|Google\sWorkspace|Ping(?:\s?(?:Identity|Federate|One))?|OneLogin|Keycloak|"
    r"AD\s?FS|Auth0|JumpCloud|Active\sDirectory|Shibboleth|FusionAuth|Duo|Cognito|Authentik|Univention|VMware\sWorkspace\sONE|IBM\sVerify|CyberArk"
)
_CUT = r"[;]|\.\s|,|(?<!\bist)(?<!\bsind)(?<!\bis)(?<!\best)\s(?:but|aber|sondern|mais|pero|however|jedoch|sino|while|dafür)\s|\s[-–—]\s"


def security(sentence: Sentence) -> Iterator[Read]:
    """Each point that the sentence settles. Lists with one "no" for several points are read only where it is plain."""
    text, language = sentence.text, sentence.language
    if not text.strip() or has("nice", text, language):
        return
    pairs = re.split(r";\s*", text.rstrip(" ;."))
    if len(pairs) > 1 and all(re.match(r"[^:]{2,40}:\s*[^\s:][^:]*$", pair) for pair in pairs):
        for pair in pairs:
            yield from security(replace(sentence, text=pair))
        return
    answered = _short_answer(sentence)
    if answered:
        yield from answered
        return
    found = _points(text, language)
    if not found:
        return
    parts = _parts(text)
    told = build(f"<blocks>|{_BLOCKS}", language).sub(lambda match: " " * len(match.group()), text)
    polarity = [_polarity(told[start:end], sentence) for start, end in parts]
    for key, start, end in found:
        place = next(number for number, (first, last) in enumerate(parts) if first <= start < last)
        state = _state(place, polarity, parts, found, text, sentence)
        detail = _detail(key, text, start, end, sentence)
        if len(found) == 1 and detail.get("blocks_launch") and state != "not_required":
            state = "required"
        if key == "retention" and not state and _kept_for(text[start:], language):
            state = "required"
        if state == "required" or (not state and detail and _enough(key, detail)):
            yield Read(f"security.{key}", {"state": "required", **detail}, sentence)
        elif state == "not_required":
            yield Read(f"security.{key}", {"state": "not_required"}, sentence)


def _kept_for(text: str, language: str) -> bool:
    """ "Retention is seven years": the time itself says that there is a rule."""
    return bool(
        re.match(
            r"[^,;.]{5,60}?\s\d{1,3}\s(?:years?|jahren?|ans|años|months?|monate?n?|mois|meses)\b",
            with_digits(text, language),
            re.IGNORECASE,
        )
    )


def _points(text: str, language: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for key in POINTS:
        match = build(f"<{key}>", language).search(text)
        if match and key == "data_location" and not _located(text, match, language):
            continue
        if match and not any(start < match.end() and match.start() < end for _, start, end in found):
            found.append((key, match.start(), match.end()))
    found.sort(key=lambda point: point[1])
    return [point for point in found if not _part_of_a_list(point, found[0], text, language)]


def _part_of_a_list(point: tuple[str, int, int], first: tuple[str, int, int], text: str, language: str) -> bool:
    """ "Audit trail required: who changed a retention date": what is logged is no point of its own."""
    colon = text.find(":", first[2])
    behind = first[0] == "audit_logs" and 0 <= colon < point[1] and text.count(":") == 1 and ";" not in text[: point[1]]
    return behind and not build("<need>|<yes>|<no>", language).search(text[colon:])


_HOSTING = re.compile(
    r"^(?:hosting|hébergement|hebergement|alojamiento|rechenzentrum|datenhaltung|hosted in|gehostet in|hébergé\w* en|alojad\w+ en)",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:only|nur|ausschl\w*|uniquement|exclusiv\w+|solo|seulement|must|zwingend)", re.IGNORECASE)


def _located(text: str, match: re.Match[str], language: str) -> bool:
    """A place to keep data in counts with a region after it, or when it is named as the point."""
    if _HOSTING.match(match.group()) and not (has("need", text, language) or _ONLY.search(text)):
        return False
    named = re.search(
        r"location|residenc|standort|localisation|résidence|ubicación|localización|residencia|ort der",
        match.group(),
        re.IGNORECASE,
    )
    return bool(named) or bool(_location(text, 0, language))


def _parts(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.start() for match in re.finditer(_CUT, text)), len(text) + 1]
    return list(zip(cuts, cuts[1:], strict=False))


_STAYS = re.compile(
    r"nicht verlassen|(?:not|n't|cannot) leave|(?:ne|pas) (?:\w+ )?(?:pas )?quitter|no (?:\w+ ){0,2}salir",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:(?:no|without|keine?|ohne|sans|pas d'|aucune|sin|ning\w+)\s*(?:any\s+)?(?:exceptions?|exemptions?|ausnahmen?|excepción|excepciones|discussions?|diskussion|discusión|wenn und aber|ifs|debate|débat)"
    r"|(?:no|kein|pas de|sin)\s+(?:way around|weg (?:dran |daran )?vorbei|négociation|vuelta de hoja))",
    re.IGNORECASE,
)


def _polarity(part: str, sentence: Sentence) -> str:
    """required, not_required, or nothing said. "No" before a point that "blocks launch" belongs to the launch."""
    language = sentence.language
    part = build(f"<blocks>|{_BLOCKS}", language).sub(" ", part)
    if _STAYS.search(part) or _FIRM.search(part):
        return "required"
    if build("<no>", language).search(part) or re.search(
        r"\b(?:retire|retirons|withdraw\w*|withdrew|zurückgezogen|retiro|retiramos)\b", part, re.IGNORECASE
    ):
        return "not_required"
    if has("need", part, language) or re.search(
        r":\s*(?:yes|ja|oui|sí|si|required|pflicht)\b|\b(?:yes|ja|schon|oui|sí)(?!\w)", part, re.IGNORECASE
    ):
        return "required"
    return ""


def _state(
    place: int,
    polarity: list[str],
    parts: list[tuple[int, int]],
    found: list[tuple[str, int, int]],
    text: str,
    sentence: Sentence,
) -> str:
    language = sentence.language
    with_points = {
        number for number, (first, last) in enumerate(parts) for _, start, _ in found if first <= start < last
    }
    own = polarity[place] or _answered(place, parts, text, language)
    bare_no = [
        number
        for number in range(place)
        if polarity[number] == "not_required"
        and number in with_points
        and _open_no(text[slice(*parts[number])], language)
        and not has("but", text[parts[number][0] : parts[place][0] + 12], language)
    ]
    if own == "required" and bare_no and _joined(bare_no[-1], place, with_points, polarity):
        linked = build(r"<or>|(?<!\w)(?:nor|noch|ni)(?!\w)", language).search(
            text[parts[bare_no[-1]][0] : parts[place][1]]
        )
        return "not_required" if linked else "doubt"
    if own:
        return own if own == "required" or _near_no(text[slice(*parts[place])], language) else "doubt"
    backward = next((polarity[n] for n in range(place - 1, -1, -1) if polarity[n]), "")
    forward = next((polarity[n] for n in range(place + 1, len(parts)) if polarity[n] and n in with_points), "")
    topic = "required" if has("need", sentence.topic, language) and not has("no", sentence.topic, language) else ""
    if backward == "not_required" or (forward == "not_required" and backward != "required"):
        return "not_required" if backward == forward or _listed_no(text, language) else "doubt"
    return "required" if "required" in (backward, forward, topic) else ""


def _answered(place: int, parts: list[tuple[int, int]], text: str, language: str) -> str:
    """ "Audit logs, yes please": what stands right behind the point."""
    behind = text[slice(*parts[place + 1])] if place + 1 < len(parts) else ""
    if build(r"^\W*(?:<yes>|<need>)(?:\s+(?:please|bitte|s'il vous plaît|por favor))?\W*$", language).match(behind):
        return "required"
    refused = build(r"^\W*(?:<nope>|no|nein|non)(?:\s+(?:thanks|danke|merci|gracias))?\W*$", language).match(behind)
    return "not_required" if refused else ""


def _open_no(part: str, language: str) -> bool:
    """ "No SSO" without a verb of its own."""
    return not has("need", part, language)


def _joined(first: int, last: int, with_points: set[int], polarity: list[str]) -> bool:
    return all(
        number in with_points and (number in (first, last) or not polarity[number]) for number in range(first, last + 1)
    )


def _near_no(part: str, language: str) -> bool:
    """Is it the point that is denied, and not something beside it ("no launch without SSO")?"""
    return not build(
        rf"<no>\W+(?:\w+\W+){{0,2}}<no>|<blocks>|{_BLOCKS}|(?:without|ohne|sans|sin)\W+(?:\w+\W+){{0,2}}<no>", language
    ).search(part) or bool(build(r"(?:neither|weder|ni)\W", language).search(part))


def _listed_no(text: str, language: str) -> bool:
    return bool(
        build(
            r"<or>|(?<!\w)(?:neither|nor|weder|noch|ni)(?!\w)|(?:not|nicht|pas|no)\s+(?:\w+\s+){0,2}<need>", language
        ).search(text)
    )


def _enough(key: str, detail: dict[str, Any]) -> bool:
    """Details that only somebody who asks for the point would give."""
    return bool(
        {"identity_provider", "region", "events", "reviewed_by", "customer_contact", "lead_time_days"} & set(detail)
    )


def _short_answer(sentence: Sentence) -> list[Read]:
    """ "SSO? Yes, Entra ID." and "Audit logs: no": one word settles the point that was asked."""
    text, language = sentence.text, sentence.language
    label = re.match(r"^([^:]{2,40}):\s*(.+)$", text)
    asked, answer = (label.group(1), label.group(2)) if label and not sentence.topic else (sentence.topic, text)
    points = _points(asked, language) if asked else []
    if len(points) != 1 or _points(answer, language) and not sentence.topic:
        return []
    key = points[0][0]
    if build(r"^\W*<nope>(?:\W|$)", language).match(answer):
        return [Read(f"security.{key}", {"state": "not_required"}, sentence)]
    detail = _detail(key, f": {answer}" if ":" not in answer else answer, 0, 0, sentence)
    period = key == "retention" and re.match(r"\W*\d+\s+[^\W\d]{3,8}", with_digits(answer, language))
    needed = has("need", answer, language) and not has("no", answer, language) and len(answer.split()) <= 6
    if (
        period
        or needed
        or build(r"^\W*<yes>(?:\W|$)", language).match(answer)
        or (detail and _enough(key, detail) and not has("no", answer, language))
    ):
        return [Read(f"security.{key}", {"state": "required", **detail}, sentence)]
    return []


# --- details --------------------------------------------------------------------------------------------------------


def _detail(key: str, text: str, start: int, end: int, sentence: Sentence) -> dict[str, Any]:
    language = sentence.language
    reader = {"sso": _sso, "audit_logs": _audit, "data_location": _location}.get(key)
    detail = reader(text, end, language) if reader else {}
    if key in ("vendor_review", "data_handling", "security_approval"):
        detail |= _lead_time(text, end, language)
    if _blocking(text, language):
        detail["blocks_launch"] = True
    return detail


_BLOCKS = r"(?<!\w)(?:without|w/?o(?:ut)?|ohne|sans|sin|pas de|kein\w*|no)(?!\w)[^,;.]{0,30},?\s+(?:\w+\s+){0,4}?(?:<no>|no|ne|nicht)(?!\w)\s*(?:\w+[\s']){0,3}?(?:<launch>|live|los(?=\s*(?:$|[,.;)]))|arranca\w*|démarr\w*|start\w*|geht|gehen)|(?:<no>|won't|n't)\W+(?:\w+\W+){0,4}?<launch>\W+(?:\w+\W+){0,2}?(?:before|until|without|ohne|bevor|sans|avant|sin|hasta)"


def _blocking(text: str, language: str) -> bool:
    """Does it hold up the launch, and not "is no blocker"?"""
    if build(
        r"(?:<no>|pas|non|not|nicht|kein)\s+(?:an?\s+|un\s+)?(?:bloqu\w+|block\w*|show-?stopper|deal-?breaker)",
        language,
    ).search(text):
        return False
    return build(f"<blocks>|{_BLOCKS}", language).search(text) is not None


def _sso(text: str, end: int, language: str) -> dict[str, Any]:
    detail: dict[str, Any] = {}
    text = build(
        rf"(?<!\w)<instead>\s+(?:(?:more|mehr|plus|más|via|über|par|por|with|mit|avec|con)\s+){{0,2}}(?:{_PROVIDER})",
        language,
    ).sub(lambda denied: " " * len(denied.group()), text)
    small = 0 if re.search(r"[A-ZÀ-Þ]", text) else re.IGNORECASE
    provider = re.search(rf"(?<!\w)(?:{_PROVIDER})(?!\w)", text, small)
    other = build(
        r"<sso>[^.;]{0,40}?\s(?:via|über|with|con|avec|through|mit|mediante|par|by|using)\s+(?P<name>(?-i:[A-ZÀ-Þ][\w.-]*(?:\s[A-Z][\w.-]*){0,2}))",
        language,
    ).search(text)
    if provider:
        detail["identity_provider"] = provider.group()
    elif (
        other
        and not people(other.group("name"), language)
        and not build("<starts_sentence>|<role>|<team>", language).match(other.group("name"))
    ):
        detail["identity_provider"] = other.group("name")
    contact = build("<it_contact>", language).search(text)
    named = people(text, language)
    if contact and not named and not re.search(r"[A-ZÀ-Þ]", text):
        who = re.match(r"\s*(?P<who>[^\W\d_]{3,} [^\W\d_]{3,})\s*(?:$|[,.;])", text[contact.end() :])
        if who and not any(known(word) for word in who.group("who").split()):
            detail["customer_contact"] = who.group("who")
    if contact and named:
        after = [person for person in named if person[0] >= contact.end() - 1] or named[-1:]
        detail["customer_contact"] = after[0][2].strip(" ,.")
    return detail


def _audit(text: str, end: int, language: str) -> dict[str, Any]:
    detail: dict[str, Any] = {}
    text = build("<audit_logs>", language).sub(lambda found: " " * len(found.group()), text)
    events = _events(text[end:], language)
    if events:
        detail["events"] = events
    reviewer = build(r"<reviewed_by>\s+(?P<who>(?:the\s|der\s|die\s|dem\s|le\s|la\s|el\s|l')?<team>)", language).search(
        text
    ) or build(r"(?P<who><team>)\s+<reviews>|<reviews>\s+(?P<who2><team>)", language).search(text)
    if reviewer:
        who = reviewer.groupdict()
        detail["reviewed_by"] = (who.get("who") or who.get("who2") or "").strip()
    elif build("<reviewed_by>|<reviews>", language).search(text) and len(people(text, language)) == 1:
        detail["reviewed_by"] = people(text, language)[0][2]
    return detail


_EVERY = r"(?<!\w)(?:every|each|jede[rns]?|chaque|cada)\s(?!(?:and|und|et|y)\b)[^\W\d][\w-]+(?:\s(?!(?:and|und|et|y|muss|must|is|wird|est|es|with|mit|in|im|en|to|read|reviewed|gelesen|geprüft|with|by)\b)[^\W\d][\w-]+(?=\s*(?:[,.;]|$|\s(?:and|und|et|y)\s)))?(?:\s(?:of|du|des|de|von|der|del|an)\s[^\W\d][\w-]+)?"


def _events(text: str, language: str) -> list[str]:
    """What is logged: the whole list behind a colon or "for", else every event that is known, with what it is of."""
    text = re.sub(r"^.*?(?:eventos|events|ereignisse|[ée]v[ée]nements)\s*:", ":", text, flags=re.IGNORECASE)
    tail = r"(?:\s(?:d'|(?:an|of|on|von|der|des|de|du|a|à|la|le|les|los|aux?)\s)[^\W\d][\w-]+){0,3}"
    events = [found.group().strip() for found in build(rf"(?:<event>{tail}|{_EVERY})", language).finditer(text)]
    listed = re.match(r"[^.;:(]{0,45}[:(]\s*(?P<all>[^.;:()]{4,120})", text) or re.search(
        r"(?:show|record|log|track|capture|contain|zeigen|enthalten|erfassen|protokollieren|tracer|montrer|mostrar|registrar|recoger)s?\s+(?P<all>[^.;:()]{4,120})$",
        text,
    )
    if listed and events:
        said = build("<reviewed_by>|<reviews>", language).split(listed.group("all"))[0]
        said = build(r"^.*?(?:<need>|<yes>)\W+", language).sub("", said)
        split = re.split(r",\s|\s(?:and|und|et|y|e|sowie|plus)\s", said)
        parts = [part.strip(" .,!-–") for part in split if part.strip(" .,!-–")]
        whole = bool(parts) and all(len(part.split()) <= 5 for part in parts)
        return parts if whole else events
    return events


def _location(text: str, end: int, language: str) -> dict[str, Any]:
    regions = list(
        dict.fromkeys(
            match.group()
            for match in re.finditer(
                rf"(?<!\w)(?:{REGION}|(?i:deutschland|germany|france|españa|espana|switzerland|schweiz|suisse|österreich))(?!\w)",
                text,
            )
        )
    )
    if not regions and not re.search(r"[A-ZÀ-Þ]", text):
        small = re.search(rf"\b(?:in|en|dans|within|the|der|la|l'|the)\s?(?!us\b)(?P<region>(?i:{REGION}))(?!\w)", text)
        regions = [small.group("region").removeprefix("the ")] if small else []
    return {"region": regions[0]} if len(regions) == 1 else {}


def _lead_time(text: str, end: int, language: str) -> dict[str, Any]:
    found = build(r"(?<!\d)(\d{1,2})\s(?:(<weeks>)|<days>)", language).search(text[end:])
    return {"lead_time_days": int(found.group(1)) * (7 if found.group(2) else 1)} if found else {}
