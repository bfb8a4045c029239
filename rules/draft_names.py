"""Names of systems: the well-known ones, and those that notes connect to or take data from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rules.draft_text import Sentence
from rules.notewords import build, has, known

# What kind of system a well-known name is. The connectors add the CRMs they speak to.
SYSTEMS: Mapping[str, str] = {
    "SAP": "ERP", "NetSuite": "ERP", "Odoo": "ERP", "DATEV": "ERP", "Xero": "ERP", "Sage": "ERP", "Oracle": "ERP", "Navision": "ERP", "Business Central": "ERP",
    "Dynamics 365": "ERP", "Dynamics": "ERP", "Infor": "ERP", "proALPHA": "ERP", "abas": "ERP", "Cegid": "ERP", "Pipedrive": "CRM", "Zoho": "CRM",
    "Entra ID": "identity provider", "Okta": "identity provider", "Azure AD": "identity provider", "Active Directory": "identity provider",
    "Keycloak": "identity provider", "OneLogin": "identity provider", "Stripe": "payment", "PayPal": "payment", "Adyen": "payment",
    "Workday": "HR", "Personio": "HR", "BambooHR": "HR", "SuccessFactors": "HR", "Factorial": "HR", "Lucca": "HR", "ADP": "HR", "Postgres": "database",
    "PostgreSQL": "database", "MySQL": "database", "SQL Server": "database", "Snowflake": "database", "BigQuery": "database", "Jira": "other",
    "Slack": "other", "Teams": "other", "SharePoint": "other", "Confluence": "other", "Zendesk": "other", "ServiceNow": "other", "Power BI": "other",
    "Shopify": "other", "Magento": "other", "DocuSign": "other", "Tableau": "other", "WooCommerce": "other", "Freshdesk": "other", "Asana": "other",
    "QuickBooks": "ERP", "Maximo": "ERP", "Epicor": "ERP", "BMD": "ERP", "Unit4": "ERP", "Visma": "ERP", "Lexware": "ERP", "Holded": "ERP", "Acumatica": "ERP",
    "Medifox": "other", "Moodle": "other", "Canvas LMS": "other", "KoboToolbox": "other", "Looker": "other", "Shopware": "other", "Mercado Pago": "payment",
    "Silae": "HR", "Kronos": "HR", "Rippling": "HR", "Monday.com": "other", "Trello": "other", "ServiceMax": "other", "Alfresco": "other", "M-Files": "other",
    "Google Drive": "other", "Dropbox": "other", "Mailchimp": "other", "Twilio": "other", "Opera": "other", "PrestaShop": "other", "Notion": "other",
}  # fmt: skip


# A name with capitals inside is a product's: "iManage", "DxCare".
_MIXED = re.compile(
    r"(?<![\w.@/-])(?!(?:Mc|Mac|De|La|Le|Di|Van|Du|Fitz)[A-Z]|GmbH|KGaA|LinkedIn|WhatsApp|YouTube|PowerPoint|JavaScript|iPhone|iPad|OneDrive)"
    r"(?:[a-z]{1,2}[A-Z][a-z]\w*|[A-Z][a-z]+[A-Z][a-z]\w*)(?![\w@])"
)


_WORDS = {
    "Sage",
    "Slack",
    "Teams",
    "Opera",
    "Notion",
    "abas",
    "Infor",
    "ADP",
    "Lucca",
    "Asana",
    "Kobo",
    "Canvas",
    "Banner",
    "Exact",
    "Access",
}


@dataclass(frozen=True)
class Systems:
    """The names of systems that notes may speak of, each with its kind."""

    kinds: Mapping[str, str]

    def found(self, text: str) -> list[tuple[int, int, str]]:
        """Where systems stand: known names, longest first, none inside another."""
        spans: list[tuple[int, int, str]] = []
        capitals = re.search(r"[A-ZÀ-Þ]", text)
        for name in sorted(self.kinds, key=len, reverse=True):
            short = len(name) < 8 and " " not in name and (capitals or name in _WORDS)
            for match in re.finditer(
                rf"(?<![\w]){re.escape(name)}(?:\s(?:S/4HANA|S/4|R/3|ERP|HR|One|HCM|Online|Business One|SuccessFactors|B1|IS-U|EWM|ECC|Cloud|X3|1000?|50|200))?(?![\w])",
                text,
                0 if short else re.IGNORECASE,
            ):
                if not any(start < match.end() and match.start() < end for start, end, _ in spans):
                    spans.append((match.start(), match.end(), match.group()))
        for match in _MIXED.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _ in spans):
                spans.append((match.start(), match.end(), match.group()))
        return sorted(spans)


def everything(more: Mapping[str, str]) -> Systems:
    """The built-in systems and those the caller knows."""
    return Systems({**SYSTEMS, **more})


# --- names that only these notes know -------------------------------------------------------------------------------

_NAME = r"(?P<name>(?-i:[A-ZÀ-Þ][\w./-]*[\w-](?:\s[A-Z0-9][\w/-]*){0,2}))"
_SMALL = r"(?P<name>[a-zà-ÿ][\w-]{2,})"  # in notes without capitals
_CALLED = re.compile(
    rf"\s(?:que es|which is|das ist|qui est|also|namens|called)\s{_SMALL}"
)  # "el tms que es transporeon"
_LINK = r"(?:to|with|into|an|mit|zu|à|avec|au|con|a|al|de|du|von|zum|zur)"
_ARTICLE = (
    r"(?:(?:the|their|its|our|das|dem|der|die|den|ihr|ihrem|unser|unserem|le|la|leur|notre|el|su|nuestro)\s+|l')?"
)
_MUST = r"(?:must|needs?(?:\s+to)?|has\s+to|should|muss|soll|doit|devra|tiene\s+que|debe|il\s+faut\s+que)"
_KIND = r"(?:system|tool|software|erp|crm|pms|tms|kis|outil|logiciel|sistema|programa|warenwirtschaft|shop)"
_WAYS = (
    r"<connect>\s+(?:up\s+)?{link}\s+(?:l')?{article}{name}",
    r"(?:^|[.;,]\s){article}(?!<starts_sentence>){name}\s+{must}\s+(?:\w+\s+){{0,4}}<connect>",
    r"(?<!\w){name}(?:-|\s)(?:anbindung|schnittstelle|integration|interface|connector|link)(?!\w)",
    r"^\W*<connect>\s*(?:\w+\s*)?[:;]\s*{article}{name}(?=\s*(?:[,;:(–-]|$|<day_one>|<later>|dès|desde|from|ab|as|must|muss|sí|imprescindible|obligat\w+|indispensable|zwingend|pflicht|mandatory|required|needed))",
    r"^\W*(?:integraci[oó]n|int[ée]gration|interface|schnittstelle|anbindung|conexi[oó]n|connexion)\s+(?:con\s+|avec\s+|mit\s+|zu\s+|with\s+|à\s+)?{article}{name}\s*:",
    r"(?:connecter|raccorder|brancher|interfacer|conectar|integrar|connect|hook\s+up|link)\s+{article}{name}",
    r"(?:angebunden|connected|raccordés?|branchés?|conectad[oa]s?)\s+(?:wird|werden|is|are|sera|seront|est|será|serán|es|son)\s+(?:<day_one>|<later>)\s+{article}{name}",
    r"^\W*(?:systems?|systeme?|systèmes?|sistemas?)\s*[:;]\s*{article}{name}(?=\s*(?:[,;(–-]\s*)?(?:<day_one>|<later>))",
    r"(?:anbinden|angebunden)\s+(?:müssen|wollen|werden|sollen)\s+(?:wir\s+|sie\s+)?{article}{name}",
)
_UNDER = r"^{article}{name}(?=\s*(?:[:,;(–-]|\s(?:<day_one>|<later>|dès|desde|from|ab|must|muss|needs|zwingend|can|kann|peut|puede)))"
_DATED = r"(?:^\W*|[,;]\s){article}{name}\s+(?:(?:is\s+)?<need>\s+|(?:kommt|folgt|follows|comes|vient|viendra|suivra|viene|vendrá)\s+(?:erst\s+|dann\s+)?)?(?:<day_one>|<later>)"
_NONE = re.compile(
    r"^(?:excel|csv|e-?mails?|mails?|web\w*|internet|google|microsoft|office|pdf|api|users?|data|daten|datos|données|day|tag|sso|it|ti|phase|ja|nein|yes|no|oui|non|sí|"
    r"nur|noch|ein\w*|kein\w*|the|das|die|der|la|le|el|los|las|les|leur|leurs|su|sus|un\w*|ihr\w*|unser\w*|our|their|your|all\w*|customers?|kunden?|clients?|it|"
    r"schulung\w*|training|import\w*|monday|montag|anbindung\w*|schnittstelle\w*|integration\w*|interfaces?|systems?|systeme?|everything|alles|tout|todo|notre|nuestro|nothing|nichts)$",
    re.IGNORECASE,
)


def named_in(pieces: Iterable[Sentence]) -> Iterator[str]:
    """Names that the notes themselves connect: "connect to Zephyr", "Interfaces: Apogée from day one"."""
    for piece in pieces:
        small = not re.search(r"[A-ZÀ-Þ]", piece.text)
        held = build("<controls>|<controlled_by>|<later>", piece.language).search(piece.text)
        for way in (
            *_WAYS,
            *([_DATED] if held and not small else []),
            *([_UNDER] if has("connect", piece.topic, piece.language) else []),
        ):
            pattern = way.format(link=_LINK, article=_ARTICLE, must=_MUST, name=_SMALL if small else _NAME)
            for match in build(pattern, piece.language).finditer(piece.text):
                if way is _DATED and (
                    known(match.group("name").split()[0].casefold()) or match.group("name") in piece.names
                ):
                    continue
                match = (small and _CALLED.match(piece.text, match.end("name"))) or match
                if not _NONE.match(match.group("name").split()[0]) and not _word(match.group("name"), piece.language):
                    yield match.group("name").strip(" .") + (_second(piece.text[match.end("name") :]) if small else "")


def _second(after: str) -> str:
    """ "balanza toledo": in notes without capitals, a second word that nobody knows belongs to the name."""
    word = re.match(r"\s(?P<word>[^\W\d_]{4,})(?!\w)", after)
    return word.group() if word and not known(word.group("word")) else ""


def _word(name: str, language: str) -> bool:
    """Is it a word that notes use, rather than a name?"""
    return (
        build(
            "^(?:<user>|<person>|<worker>|<launch>|<deadline>|<need>|<no>|<connect>|<setup>|<weekday>|<testing>|<later>|<starts_sentence>|<article>|<rights>|<access>)$",
            language,
        ).match(name)
        is not None
    )
