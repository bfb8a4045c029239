"""Somebody by a role beside a verb: "le patron valide", "lo aprueba la concejala de Obras, Ana Ruiz", "run by the DSI"."""

from __future__ import annotations

import re

from rules.notewords import build

_ARTICLE = r"(?:the|our|their|his|her|der|die|das|dem|den|unser\w*|ihr\w*|deren|le|la|notre|leur|son|sa|el|su|nuestr[oa]|l'|l\s)"
_END = r"(?<!\bFa)(?<!\bHr)(?<!\bFr)(?<!\bDr)(?<!\bM)(?<!\bSr)(?<!\bMr)(?<!\bSra)(?<!\bMme)(?<!\bLic)(?<!\bIng)(?<!\bProf)(?<!\bMrs)(?<!\bMs)\.|[,;()!?\n–—:]|\s-\s|\s(?:und|and|et|y|e|or|oder|ou|o|but|aber|mais|pero|frei|ab|freigegeben|genehmigt|entschieden|abgenommen|abgezeichnet|unterschrieben|gesteuert|verwaltet|betreut|approved|validée?s?|signée?s?|aprobad[oa]s?|firmad[oa]s?|who|which|qui|que|from|on|for|pour|für|para|dès|ab|in|am|en|to|damit|as|with|mit|avec|con|themselves|selbst|also|auch|aussi|también|alone|allein|seule?|persönlich|höchstpersönlich|selber|personally|himself|herself|personnellement|lui-même|elle-même|personalmente|en persona|then|dann|nobody|niemand|personne|nadie|sonst)(?=[\s.,;]|$)"
_APPOSED = re.compile(
    r"\s*(?:ab|frei)?\s*(?:,\s*|\()(?P<name>(?:(?:Cr|Cra|Prof|Dra|Lcda?|Mtr[ao]|[Mm]me|[Mm]onsieur|[Hh]err|[Ff]rau|Hr|Fr|M|Mr|Ms|Mrs|Dr|Sra?|Lic|Ing|Don|Doña)\.?\s)?[A-ZÀ-Þ][\w'-]+(?:\s[A-ZÀ-Þ][\w'-]+){0,2})[).;\s]*$"
)
_NOBODY = (
    r"^(?:l'|\s|the |our |their |die |der |das |la |le |el |unser\w* |ihr\w* |notre |leur |su |nuestr[oa] )*"
    r"(?:teams?|management|board|committee|company|customer|client|councils?|everyone|everybody|all|group|they|he|she|it|we|i|you|who\w*|someone|somebody|nobody|anyone|"
    r"project|department|legal|procurement|finance|purchasing|boss(?:es)?|people|one|this|that|both|each|us|them|"
    r"geschäftsführung|geschäftsleitung|leitung|abteilung|fachbereich|gremium|betriebsrat|kunden?|kundin|firma|wir|er|sie|es|ich|ihr|man|niemand|jemand|wer|einkauf|vertrieb|vorstand|konzern|beide|"
    r"direction|comité|équipe|service|société|groupe|personne|on|nous|ils?|elles?|je|vous|qui|tous|cela|ça|ce|chacun|achats|"
    r"dirección|equipo|empresa|comité|junta|departamento|cliente|nadie|alguien|todos|nosotros|ellos|ellas|él|ella|yo|usted\w*|quien\w*|recursos|compras|eso|esto|gente|grupo)(?!\w)"
)
_CONCEPT = "<or>|<rights>|<scope>|<access>|<launch>|<deadline>|<day_one>|<later>|<sso>|<no>|<doubt>|<need>|<weekday>|<month_word>|<approves>|<connect>|\\d"


_TITLED = r"(?:(?:der|la|el)\s)?(?:frau|herrn?|mr|mrs|ms|miss|dr|doctora?|docteure?|monsieur|madame|mme|señora?|don|doña|sra?)\.?\s[^\W\d]{3,}(?:[\s-][^\W\d]{3,})?"


def titled(phrase: str) -> bool:
    """ "frau baptiste", "doctora Peral"."""
    return re.fullmatch(_TITLED, phrase, re.IGNORECASE) is not None


def someone(phrase: str, language: str, groups: bool = False) -> bool:
    """One person by name or role. `groups`: a department or a firm will do as well."""
    words = phrase.split()
    if (
        not 0 < len(words) <= 8
        or len(phrase) < 3
        or re.search(_NOBODY, phrase, re.IGNORECASE)
        and not (groups and _group(phrase))
    ):
        return False
    if build(_CONCEPT.replace("|<month_word>", ""), language).search(phrase.split(",")[0]):
        return False
    if re.search(r"\b(?:the|der|die|das|le|la|el|an?|is|ist|est|es)$", phrase, re.IGNORECASE):
        return False
    if build(r"^(?:das|dies|that|this|ce|c'|eso|esa|ese|est[ae])\s?(?:ist|is|est|es)(?!\w)", language).match(phrase):
        return False
    if titled(phrase):
        return True
    named = re.match(r"[A-ZÀ-Þ]", words[0])
    role = re.match(rf"{_ARTICLE}\s?\w", phrase, re.IGNORECASE)
    return bool(role or (named and (groups or len(words) <= 4)))


def _group(phrase: str) -> bool:
    return not re.match(
        r"(?:they|he|she|it|we|i|you|wir|er|sie|es|ich|ihr|man|on|nous|ils?|elles?|je|vous|qui|who|one|this|that|both|nadie|nobody|niemand)\b",
        phrase,
        re.IGNORECASE,
    )


def beside(part: str, rest: str, verbs: str, language: str, groups: bool = False) -> str:
    """Who stands behind the verb, else before it. `rest`: what follows the clause, for a name in apposition."""
    if build("<or>", language).search(part):
        return ""
    for verb in build(verbs, language).finditer(part):
        before = _last(part[: verb.start()])
        first = verb.start() + len(verb.group().split()[0]) if language == "de" else verb.end()
        for end in dict.fromkeys((verb.end(), first)):
            after = _first(part[end:])
            if someone(after, language, groups):
                return _with_name(after, part[part.find(after, end) + len(after) :] + rest)
        if someone(before, language, groups):
            return before
    return ""


def _with_name(role: str, tail: str) -> str:
    """ "the head of works" and the name right behind it."""
    named = _APPOSED.match(tail)
    return f"{role}, {named.group('name')}" if named and role[0].islower() else role


def _first(text: str) -> str:
    """The words up to the next comma, conjunction or preposition."""
    text = re.sub(
        r"^\s*(?:bei uns|chez nous|allí|dort|là-bas|there|là|aquí|ahí|dann|then)\s+", " ", text, flags=re.IGNORECASE
    )
    end = re.search(_END, text)
    return text[: end.start() if end else len(text)].strip(" '\"")


def _last(text: str) -> str:
    """The words after the last comma or conjunction; "c'est le patron qui" is "le patron"."""
    text = re.sub(
        r"\s+(?:qui|who|que|la|le|lo|l'|also|auch|aussi|is the one|es quien)\s*$", "", text, flags=re.IGNORECASE
    )
    starts = [found.end() for found in re.finditer(_END, text)]
    phrase = text[max(starts, default=0) :]
    phrase = re.sub(r"^.*\b(?:c'est|c est|it's|it is|es|das ist)\s+(?=\w)", "", phrase, flags=re.IGNORECASE)
    return phrase.strip(" '\"")
