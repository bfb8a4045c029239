"""People in notes: who approves roles, who approves the scope, who controls a system. One name or one exact role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from rules.draft_reads import Read
from rules.draft_text import Sentence, blank
from rules.draft_who import beside, someone, titled
from rules.notewords import build, has, known

_UPPER, _LOWER = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĢĪĮİĶŁĻŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ", "a-zß-öø-ÿāăąćčďđēėęěğģīįıķłļńņňōőœřśşšţťūůűųźżžșț"
_TOKEN = rf"(?:(?-i:(?!(?:C|L|D|Qu)')[{_UPPER}][{_LOWER}'-]+(?:-?[{_UPPER}][{_LOWER}]+)*))"
_INITIAL = r"(?-i:[A-ZÀ-Þ])\."
_TITLE = r"(?:(?:Frau|Fr\.|Hr\.|Herrn?|Mme|M\.|Sra?\.?|Mr\.?|Ms\.?)\s+(?:Dr|Prof|Dipl\.-Ing|Ing)|Mr|Mrs|Ms|Dr|Dra|Frau|Fr(?=\.)|Hr(?=\.)|Herrn?|Mme|Mlle|Monsieur|Madame|M|Sr|Sra|Srta|Prof|Don|Doña|Dña|Lic|Ing|Mag|Me|Ms|Miss|Sir|Pr|Dipl\.-Ing)\.?\s+"
_PARTICLE = r"(?:(?:de|da|del|de\sla|van|von|der|den|di|le|la)\s+){0,2}"
_PROVIDERS = (
    r"Active Directory|Entra|Azure|Google|Microsoft|Power BI|Business Central|Workspace|Dashboard|Portal|Cloud|Export"
)
_FULL = rf"(?:(?<!\w)(?:{_TITLE}){{1,3}}{_TOKEN}(?:\s+{_PARTICLE}{_TOKEN})?(?:\s(?:fils|père|junior|senior|hijo|padre)(?!\w))?|(?<!\w){_INITIAL}\s?{_TOKEN}|(?<!\w){_TOKEN}(?:\s+{_INITIAL})?(?:\s+{_PARTICLE}{_TOKEN}){{1,2}})"


@cache
def _person(language: str) -> re.Pattern[str]:
    role = r"<role>"
    suffix = rf"(?:,\s*{role}|\s*\([^()\d]{{2,40}}\))?"
    return build(rf"(?P<name>{_FULL}){suffix}|(?P<role>{role}(?:\s*\({_FULL}\)|,?\s+{_FULL})?)", language)


def first_names(text: str, language: str) -> tuple[str, ...]:
    """The first words of the full names in the notes: once "Mei Tanaka" was named, "Mei" is somebody too."""
    named = (match.group().split() for match in re.finditer(_FULL, text))
    first = (words[0] for words in named if len(words) > 1 and re.fullmatch(_TOKEN, words[0]))
    return tuple(
        word for word in dict.fromkeys(first) if not _no_name(word, language) and not _leading(f"{word} ", language)
    )


def small_names(texts: list[str]) -> Iterator[str]:
    """In notes without capitals: two words, no words of any list, that stand together twice, as in "mariam ndiaye"."""
    if any(character.isupper() for text in texts for character in text):
        return
    seen: set[tuple[str, ...]] = set()
    for size in (3, 2):
        for text in texts:
            words = re.findall(r"[^\W\d_][\w'-]*", text)
            for row in set(zip(*(words[place:] for place in range(size)), strict=False)):
                if all(len(word) > 2 and not known(word) for word in row):
                    if row in seen:
                        yield _with_particle(" ".join(row), text)
                    seen.add(row)


def _with_particle(name: str, text: str) -> str:
    """ "nekane ruiz" of "nekane ruiz de azua"."""
    more = re.search(rf"(?<!\w){re.escape(name)}(\s(?:de|del|de la|van|von|der)\s(?P<last>[^\W\d_]{{3,}}))", text)
    return name + more.group(1) if more and not known(more.group("last")) else name


def people(text: str, language: str, names: tuple[str, ...] = ()) -> list[tuple[int, int, str]]:
    """Everybody who is named, or whose exact role is: (start, end, as written). `names` are first names known by now."""
    found = []
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)(?!\s+(?-i:[A-ZÀ-Þ]))", text) if names else ():
        found.append((match.start(), match.end(), match.group()))
    for match in _person(language).finditer(text):
        start = match.start() + (_leading(match.group(), language) if match.group("name") else 0)
        whole = start > match.start() and _person(language).match(text, start)
        match = whole or match
        said = text[start : match.end()].strip()
        if match.group("role") or re.match(_FULL, said, re.IGNORECASE) and not _no_name(said, language):
            found = [other for other in found if not start <= other[0] < match.end()]
            more = _adjective(text[match.end() :], language) if "," in said else 0
            called = _CALLED.match(text[match.end() :]) if match.group("role") and said[:1].islower() else None
            more = called.end() if called else more
            found.append((start, match.end() + more, text[start : match.end() + more].strip().rstrip(" .")))
    return _without_roles(text, sorted(found))


_CALLED = re.compile(
    r"\s(?:[Hh]errn?|[Ff]rau|[Mm]rs?|[Mm]s|[Dd]r|[Dd]on|[Dd]oña|[Ss]eñora?|[Mm]onsieur|[Mm]adame|[Mm]me)\.?\s[^\W\d]{3,}"
)


def _adjective(after: str, language: str) -> int:
    """ "Ana Ruiz, gerente técnica": the word that ends the role and the line."""
    more = re.match(r"\s(?-i:[a-zà-ÿ]{4,})(?=\s*(?:[.;,)]|$))", after) if language in ("es", "fr") else None
    return (
        more.end()
        if more and not build("<approves>|<approved_by>|<starts_sentence>", language).search(more.group())
        else 0
    )


_PART_OF = re.compile(
    r"(?:^|\s)(?:la|el|le|the|der|die|l')\s?(?-i:[a-zà-ÿ]\w+)\s+(?:de|del|des|du|of|für|for)\s*$", re.IGNORECASE
)


def _without_roles(text: str, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Without what only looks like a name: "the head of Public Works", or the title in "Ann Poe, Asset Owner, approves"."""
    kept: list[tuple[int, int, str]] = []
    for person in found:
        lead = _PART_OF.search(text[: person[0]])
        after = (
            kept
            and re.fullmatch(r",\s", text[kept[-1][1] : person[0]])
            and re.match(r"\s*(?:,|\.?$)", text[person[1] :])
        )
        if not (lead and not build("<approves>", "es").search(lead.group())) and not after:
            kept.append(person)
    return kept


def _leading(text: str, language: str) -> int:
    """How much of a capitalised row of words is no name: "Laut Dana Kim"."""
    found = build(r"^(?:(?:<starts_sentence>|<article>|<scope>|<rights>|<approves>|<day_one>)\s+)+", language).match(
        text
    )
    return found.end() if found else 0


def _no_name(text: str, language: str) -> bool:
    first = re.sub(rf"^{_TITLE}", "", text.split(",")[0].split("(")[0])
    return (
        build(
            r"<rights>|<scope>|<access>|<user>|<sso>|<audit_logs>|<launch>|<deadline>|<weekday>|<data_import>|<connect>|^<starts_sentence>|"
            + _PROVIDERS,
            language,
        ).search(first)
        is not None
    )


def clauses(text: str, found: list[tuple[int, int, str]], language: str) -> list[tuple[int, int]]:
    """The sentence cut at commas and "and" outside people; a part that only names somebody goes with the next one."""
    cuts = [0]
    for match in re.finditer(r"[,;]|\s[-–—]\s|(?<=\s)(?:and|und|et|y|e|while|whereas|aber|but|mais|pero)(?=\s)", text):
        if not any(start < match.end() and match.start() < end for start, end, _ in found):
            cuts.append(match.start())
    parts = list(zip(cuts, [*cuts[1:], len(text)], strict=False))
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        named = [person for person in found if joined and person[0] >= joined[-1][0] and person[1] <= joined[-1][1]]
        alone = (
            joined
            and not _speaks(_without(text, found)[joined[-1][0] : joined[-1][1]], language)
            and not _anybody(found, start, end)
        )
        bare = (
            alone or named and not text[joined[-1][0] : joined[-1][1]].replace(named[0][2], "").strip(" ,;-–—andutey")
        )
        if bare or (joined and not text[joined[-1][0] : joined[-1][1]].strip()):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _without(text: str, found: list[tuple[int, int, str]]) -> str:
    """The text with people blanked out: Lisa Grant grants nothing by her name."""
    for start, end, _ in found:
        text = blank(text, start, end)
    return text


def _speaks(part: str, language: str) -> bool:
    return build("<approves>|<approved_by>|<i_approve>", language).search(part) is not None


def _anybody(found: list[tuple[int, int, str]], start: int, end: int) -> bool:
    return any(start <= person[0] and person[1] <= end for person in found)


def _begun(text: str, start: int, end: int) -> int:
    """Where a clause begins behind its comma and its "and"."""
    link = re.match(r"\W*(?:(?:and|und|et|y|while)\s)?", text[start:end])
    return start + link.end() if link else start


# A clause that asks who. After a comma, "who" and "qui" speak of somebody named before.
_WHO_EVER = r"(?:(?:^|[;.]\s*)(?:who|qui|wer|quién|quien(?!es))|,\s*(?:wer|quién))\s(?!sonst)[^;,.]*"


def approvers(sentence: Sentence, today: date | None) -> Iterator[Read]:
    """Who approves roles and rights, and who gives final approval of the scope."""
    text, language = sentence.text, sentence.language
    found = people(text, language, sentence.names)
    label = _labelled(sentence) or _answer(sentence, found)
    if label:
        yield label
        return
    plain = _without(text, found)
    if not _speaks(f"{sentence.topic}: {plain}", language) or has("doubt", sentence.raw, language):
        return
    wondering = re.search(_WHO_EVER, text, re.IGNORECASE)
    if wondering and _speaks(wondering.group(), language) and _what(wondering.group(), language):
        yield Read(_what(wondering.group(), language), None, sentence, doubt=True)
        return
    for start, end in clauses(text, found, language):
        start = _begun(text, start, end)
        about = f"{sentence.topic}: {plain[start:end]}"
        inside = [person for person in found if start <= person[0] and person[1] <= end]
        field = _what(about, language) or (
            _what(sentence.about, language) if has("approved_by", about, language) else ""
        )
        if field and _speaks(about, language) and not has("no", plain[start:end], language):
            yield from _approver(field, inside, (start, end), sentence)


def _labelled(sentence: Sentence) -> Read | None:
    """ "Scope: Dana Kim", "Approves roles: the plant manager": all that stands behind the label."""
    language = sentence.language
    label = build(
        r"^\W*(?:<approves>\s+(?:on\s+|de\s+|du\s+|des\s+)?)?(?:(?:el|la|los|le|les|the|der|die)\s+)?(?:(?P<scope><scope>)|<rights>)(?:\s+(?:<role>|owner|<approves>|\w{1,12}))?\s*[:=]\s*(?P<who>[^;]+)",
        language,
    ).match(sentence.text)
    if not label:
        return None
    said = label.group("who").strip(" .")
    named = people(said, language, sentence.names)
    whole = len(named) == 1 and named[0][2] == said
    whole = whole or titled(said)
    if not whole and not (has("approves", label.group()[: label.start("who")], language) and someone(said, language)):
        return None
    return Read("scope_approver.person" if label.group("scope") else "access.approver", said, sentence)


def _answer(sentence: Sentence, found: list[tuple[int, int, str]]) -> Read | None:
    """ "Who approves the roles? Wilmer": the whole answer is somebody."""
    said, language = sentence.text.strip(" .!"), sentence.language
    field = _what(sentence.topic, language) if _speaks(sentence.topic, language) else ""
    whole = (len(found) == 1 and found[0][2] == said) or (len(said.split()) <= 5 and someone(said, language))
    return Read(field, said, sentence) if field and whole and not has("or", said, language) else None


def _what(about: str, language: str) -> str:
    if has("scope", about, language):
        return "scope_approver.person"
    if has("it_contact", about, language):
        return ""
    return "access.approver" if build("<rights>|<sso>", language).search(about) else ""


def _approver(
    field: str, inside: list[tuple[int, int, str]], clause: tuple[int, int], sentence: Sentence
) -> Iterator[Read]:
    """The one person in the clause; else the speaker who says "I approve"; else somebody by a role beside the verb."""
    part = sentence.text[slice(*clause)]
    meant = build(rf"\s*,?\s*<meant>\s+(?P<who>{_FULL}(?:,\s[^.;]{{3,40}})?)[.;)]?\s*$", sentence.language).match(
        sentence.text[clause[1] :]
    )
    if meant:
        yield Read(field, meant.group("who").strip(" ."), sentence)
        return
    mine = sentence.topic and build(r"^\W*<i_do>\W*$", sentence.language).match(part)
    if sentence.speaker and (mine or has("i_approve", part, sentence.language)):
        yield Read(field, sentence.speaker, sentence)
    elif len(inside) == 1 and (small := _small_name(inside[0], sentence.text)):
        yield Read(field, small, sentence)
    elif len(inside) == 1 and inside[0][2][:1].islower() and (who := _by_role(inside[0], clause, sentence)):
        yield Read(field, who, sentence)
    elif inside:
        yield _one_of(field, inside, part, sentence)
    else:
        who = beside(part, sentence.text[clause[1] :], "<approved_by>|<approves>", sentence.language)
        if who:
            yield Read(field, who, sentence)


def _small_name(person: tuple[int, int, str], text: str) -> str:
    """In notes without capitals, a name right before a role: "by sunita rao the head of operations"."""
    if re.search(r"[A-ZÀ-Þ]", text):
        return ""
    named = re.search(r"(?P<who>[^\W\d_]{3,} [^\W\d_]{3,}),?\s*$", text[: person[0]])
    return named.group("who") if named and not any(known(word) for word in named.group("who").split()) else ""


def _by_role(person: tuple[int, int, str], clause: tuple[int, int], sentence: Sentence) -> str:
    """A role with the words and the name that belong to it: "unser Bereichsleiter Schaden, Herr Obermoser"."""
    part, rest = sentence.text[slice(*clause)], sentence.text[clause[1] :]
    who = beside(part, rest, "<approved_by>|<approves>", sentence.language)
    return who if who.casefold().startswith(person[2].casefold()) else ""


def _one_of(name: str, inside: list[tuple[int, int, str]], part: str, sentence: Sentence) -> Read:
    """One person, or doubt: two names, or "either of them"."""
    if len(inside) == 1 and not _shared(part, inside[0][2], sentence.language):
        return Read(name, _said(inside[0][2]) + _role_behind(inside[0], sentence), sentence)
    return Read(name, None, sentence, doubt=True)


_ROLE_WORD = r"(?:leit\w+|head|lead|chief|dire\w+|manager\w*|chef\w*|jef[ea]|gerent\w+|socio|socia|proviseure?|notari\w*|officer|président\w*|president\w*|vorstand\w*|geschäftsführ\w+|responsable|owner|vp|ce?o|cto|cio|dsi)"


def _role_behind(person: tuple[int, int, str], sentence: Sentence) -> str:
    """ "Koldo Etxeberria, socio director.": the role that ends the sentence."""
    role = re.match(
        rf"(?:\s(?:ab|frei))?(?P<role>,\s(?:(?:der|die|the|le|la|el|our|notre|unser\w*)\s)?(?:[\w-]+\s){{0,2}}?{_ROLE_WORD}(?:\s[^\W\d][\w-]*){{0,3}})[.;)\s]*$",
        sentence.text[person[1] :],
        re.IGNORECASE,
    )
    return role.group("role").rstrip(" .") if role and "," not in person[2] and "(" not in person[2] else ""


def _shared(part: str, name: str, language: str) -> bool:
    where = part.find(name)
    around = part[max(0, where - 5) : where] + "|" + part[where + len(name) : where + len(name) + 5]
    return build(r"<or>|(?<!\w)(?:and|und|et|y)(?=\s)", language).search(around) is not None


def _said(name: str) -> str:
    return name.strip(" ,.;:")
