"""The three boxes with lists in them: systems, set-up work, security. Text in, rows as the template has them out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.fields import INTEGRATIONS_FORM, SECURITY, SECURITY_FORM, SETUP, SETUP_FORM
from connectors.lines import lines, number, pieces, says_nothing
from rules.model import Unreadable

Row = dict[str, Any]
DAY_ONE = re.compile(
    r"\b(?:day[- ]?(?:one|1)|first day|erste[rn]? tag|tag (?:eins|1)|sofort|go-?live|launch day)\b", re.IGNORECASE
)
LATER = re.compile(r"\b(?:later|phase (?:2|two)|can wait|später|danach|nice to have|not day one)\b", re.IGNORECASE)
ESSENTIAL = re.compile(r"(?:can(?:'|no|n’)?t? (?:not )?start without|nicht ohne|unverzichtbar)", re.IGNORECASE)
KINDS = ("ERP", "CRM", "identity provider", "payment", "database", "HR", "sync", "other")
_KIND = re.compile(
    r"^(?:(?:internal )?(database)|(payment)(?: system)?|(identity provider|idp)|(erp|crm|hr|sync|other))$",
    re.IGNORECASE,
)
# What customers use, so that a rep need not say what kind of system it is.
KNOWN_SYSTEMS: Mapping[str, str] = {
    "hubspot": "CRM", "salesforce": "CRM", "pipedrive": "CRM", "zoho": "CRM", "dynamics": "ERP", "sap": "ERP", "oracle": "ERP",
    "netsuite": "ERP", "odoo": "ERP", "datev": "ERP", "xero": "ERP", "entra": "identity provider", "okta": "identity provider",
    "azure ad": "identity provider", "active directory": "identity provider", "google workspace": "identity provider",
    "ping": "identity provider", "keycloak": "identity provider", "stripe": "payment", "paypal": "payment", "adyen": "payment",
    "workday": "HR", "personio": "HR", "bamboohr": "HR", "postgres": "database", "mysql": "database", "sql server": "database",
    "snowflake": "database", "jira": "other", "slack": "other",
}  # fmt: skip
FREQUENCY = re.compile(
    r"\b(?:real[- ]?time|hourly|daily|nightly|weekly|monthly|every \w+|täglich|stündlich|wöchentlich)\b", re.IGNORECASE
)
DIRECTION = re.compile(r"→|->|=>|\bto\b|\bnach\b|both ways|in beide")
FAILURE = re.compile(r"^(?:on failure|if it fails|when it fails|bei fehler)\w*:?\s*", re.IGNORECASE)
LONGEST_NAME = 5  # words; more is a sentence


# --- systems --------------------------------------------------------------------------------------------------------


def integrations(text: str) -> tuple[Row, list[Unreadable]]:
    """One system a line: name – day one or later – who controls it. "None" alone is an answer; a sentence is quoted."""
    found = lines(text)
    if len(found) == 1 and says_nothing(found[0]):
        return {"none": True}, []
    structured = any(DAY_ONE.search(line) or LATER.search(line) or len(pieces(line)) > 1 for line in found)
    if len(found) == 1 and not structured and not _is_name(found[0]):
        return {"text": text}, []
    rows = [(line, _system(line)) for line in found]
    bad = [line for line, row in rows if len(str(row["system"]).split()) > LONGEST_NAME]
    kept = [row for line, row in rows if line not in bad]
    return ({"rows": kept} if kept else {}), [Unreadable(text=line, form=INTEGRATIONS_FORM) for line in bad]


def _system(line: str) -> Row:
    name, _, rest = line.partition(":") if re.match(r"^[^,;–—|]{2,40}:\s", line) else ("", "", line)
    parts = pieces(rest)
    row: Row = {"system": name.strip() or (parts.pop(0) if parts else rest).strip()}
    kind = re.search(r"\(([^)]*)\)\s*$", row["system"])
    if kind and _KIND.match(kind.group(1).strip()):
        row["type"] = _kind(kind.group(1))
        row["system"] = row["system"][: kind.start()].strip()
    for part in parts:
        _place(row, part)
    for pattern, needed in ((LATER, "later"), (DAY_ONE, "day_one")):
        if "needed" not in row and pattern.search(row["system"]):
            row |= {"system": pattern.sub("", row["system"]).strip(" ,"), "needed": needed}
    row.setdefault("type", _known(row["system"]))
    return row


def _is_name(line: str) -> bool:
    """ "SAP", "Entra ID": a name and nothing more. "The usual tools" is none."""
    words = line.split()
    return _known(line) != "other" or (len(words) <= 3 and all(word[0].isupper() for word in words))


def _place(row: Row, part: str) -> None:
    """Put one piece of a line where it belongs."""
    if ESSENTIAL.search(part):
        row["cannot_start_without"] = True
    elif LATER.search(part) and "needed" not in row:
        row["needed"] = "later"
    elif DAY_ONE.search(part) and "needed" not in row:
        row["needed"] = "day_one"
    elif _KIND.match(part):
        row["type"] = _kind(part)
    elif FAILURE.match(part):
        row["on_failure"] = FAILURE.sub("", part)
    elif FREQUENCY.fullmatch(part.strip()):
        row["frequency"] = part
    elif DIRECTION.search(part) and "sync" in row["system"].casefold():
        row["direction"] = part
    elif "controlled_by" not in row:
        row["controlled_by"] = re.sub(
            r"^(?:controlled by|controls?|owner|by|from|gesteuert von|von)[: ]\s*", "", part, flags=re.I
        )
    else:
        row["note"] = f"{row['note']}, {part}" if row.get("note") else part


def _kind(word: str) -> str:
    folded = word.strip().casefold().replace("internal ", "").replace(" system", "").replace("idp", "identity provider")
    return next((kind for kind in KINDS if kind.casefold() == folded), "other")


def _known(system: str) -> str:
    folded = f" {system.casefold()} "
    return next((kind for name, kind in KNOWN_SYSTEMS.items() if f" {name}" in folded), "other")


# --- set-up work ----------------------------------------------------------------------------------------------------

_WORDS: Mapping[str, tuple[str, ...]] = {
    "migration_scripts": ("script", "skript"),
    "data_mapping": ("mapping", "zuordnung"),
    "record_cleanup": ("clean", "bereinig"),
    "environment_setup": ("environment", "umgebung"),
    "roles_permissions": ("role", "permission", "rolle", "recht"),
    "approval_chains": ("approval", "freigabe"),
    "rollout_support": ("rollout", "roll-out", "einführung"),
    "one_off_integration": ("integration", "anbindung"),
    "data_import": ("import", "migration", "umzug"),
    "testing": ("test",),
}
_HANDS = (
    (
        "customer",
        re.compile(
            r"^(?:(?:done )?by )?(?:the )?(?:customer|client|them|they)(?: does it| do it)?$|^(?:durch )?(?:den |der )?kunden?$",
            re.I,
        ),
    ),
    ("partner", re.compile(r"^(?:(?:done )?by )?(?:a |the |our )?partner$|^(?:durch )?(?:einen )?partner$", re.I)),
    ("us", re.compile(r"^(?:(?:done )?by )?(?:us|we|our team)(?: do it)?$|^(?:durch )?(?:uns|wir)$", re.I)),
)
_FIRST_WEEK = re.compile(r"^(?:in )?(?:the )?(?:first week|week (?:1|one)|erste[rn]? woche|woche 1)$", re.IGNORECASE)
_DAYS = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(?:days?|tage?)$", re.IGNORECASE)


def setup(ticked: Sequence[str], text: str) -> tuple[Row, list[Unreadable]]:
    """Ticks and detail lines together as rows; a line nobody can place is quoted."""
    if list(ticked) == ["none"] or (not ticked and says_nothing(text) and text.strip()):
        return {"none": True}, []
    items = [item for item in ticked if item != "none"]
    rows: dict[str, Row] = {item: {"item": item} for item in items}
    bad: list[Unreadable] = []
    detail = lines(text)
    for line in detail:
        key, rest = _item(line, items)
        if key and not _full(rows.get(key, {}), rest):
            rows[key] = _joined({"item": key} | rows.get(key, {}), _work(rest))
        elif not items:
            return {"text": text}, []
        else:
            bad.append(Unreadable(text=line, form=SETUP_FORM))
    return ({"rows": list(rows.values())} if rows else {}), bad


def _joined(row: Row, more: Row) -> Row:
    """Two lines about one piece of work."""
    amounts = [str(part["amount"]) for part in (row, more) if part.get("amount")]
    return row | more | ({"amount": ", ".join(amounts)} if amounts else {})


def _full(row: Row, line: str) -> bool:
    """Everything is said about this piece of work, and the line adds nothing that belongs to it."""
    said = _work(line)
    return "amount" in row and "done_by" in row and set(said) <= {"amount"} and not any(c.isdigit() for c in line)


def _item(line: str, ticked: Sequence[str]) -> tuple[str, str]:
    """Which piece of work a line is about, and the rest of the line."""
    head, colon, tail = line.partition(":")
    place, rest = (head, tail) if colon else (next(iter(pieces(line)), line), line)
    folded = place.casefold()
    for key, label in SETUP:
        if key != "none" and folded.strip() in (key, label.casefold(), key.replace("_", " ")):
            return key, tail if colon else " , ".join(pieces(line)[1:])
    key = next((key for key, words in _WORDS.items() if any(word in folded for word in words)), "")
    if not key and len(ticked) == 1:
        return ticked[0], line
    return key, rest


_BY = r"by (?:us|them|the customer|the client|a partner|our team)\b"
_WEEK = r"the first week\b"
_INSIDE = re.compile(
    rf"[()]|\s+(?=done {_BY})|(?<!done)\s+(?={_BY})|\s+(?=in {_WEEK})|(?<!\bin)\s+(?={_WEEK})", re.IGNORECASE
)


def _apart(text: str) -> str:
    """Who and when as pieces of their own: "imported by us in the first week (4 roles)"."""
    return _INSIDE.sub(" , ", text)


def _work(text: str) -> Row:
    row: Row = {}
    for part in pieces(_apart(text)):
        hands = next((who for who, pattern in _HANDS if pattern.match(part)), "")
        days = _DAYS.match(part)
        if hands:
            row["done_by"] = hands
        elif _FIRST_WEEK.match(part):
            row["first_week"] = True
        elif days:
            row["days"] = number(days.group(1))
        else:
            row["amount"] = f"{row['amount']}, {part}" if row.get("amount") else part
    return row


# --- security -------------------------------------------------------------------------------------------------------

_SECURITY_WORDS: Mapping[str, tuple[str, ...]] = {
    "ip_allowlist": ("ip allow", "allowlist", "whitelist", "ip-freigabe"),
    "data_handling": ("data-handling", "data handling", "legal review", "umgang mit daten"),
    "security_approval": ("security team", "security approval", "sicherheitsteam"),
    "other_logging": ("other log", "weitere protokoll"),
    "audit_logs": ("audit",),
    "data_location": (
        "data location",
        "location",
        "residency",
        "region",
        "stay in",
        "hosted in",
        "hosting in",
        "bleiben in",
        "ort der daten",
        "datenstandort",
    ),
    "retention": ("retention", "aufbewahrung"),
    "vendor_review": ("vendor", "lieferanten"),
    "access_controls": ("access control", "zugriffs"),
    "approval_history": ("approval history", "freigabeverlauf"),
    "sso": ("sso", "single sign", "saml"),
}
_LEAD = re.compile(r"(\d+)\s*(days?|tage?n?|weeks?|wochen?)", re.IGNORECASE)
_CONTACT = re.compile(
    r"^(?:customer(?:'s)? )?(?:it[- ])?(?:contact|kontakt|ansprechpartner(?:in)?)[: ]\s*", re.IGNORECASE
)
_REVIEWER = re.compile(r"^(?:reviewed|read|checked|geprüft|gelesen)?\s*(?:by|von)\s+", re.IGNORECASE)
_IS_CONTACT = re.compile(r"\s+is (?:our|the|their) (?:it )?contact$|\s+ist (?:unser|der) kontakt$", re.IGNORECASE)
_REVIEWS = re.compile(r"\s+(?:reviews?|reads?|checks?|prüft|liest)(?: (?:them|it|the logs|sie))?$", re.IGNORECASE)
_STAYS = re.compile(
    r"^(?:(?:the |all )?data )?(?:must |has to |should )?(?:stay|be hosted|be stored|hosted|hosting|remain)s? (?:in|inside|within) (?:the )?",
    re.IGNORECASE,
)
_BLOCKS = re.compile(r"\bblock(?:s|t)?\b|\bverhindert\b|\bblockiert\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|doesn't|no|nicht|kein)\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"^(?:unknown|not known(?: yet)?|unbekannt|open|offen)$", re.IGNORECASE)


def security(ticked: Sequence[str], text: str) -> tuple[Row, list[Unreadable]]:
    """Ticks and detail lines as the eleven points. Nothing ticked and no point named: the text is left to the rules."""
    if list(ticked) == ["none"]:
        return {"none": True}, []
    required = [item for item in ticked if item != "none"]
    named, bad = _security_lines(required, text)
    if len(required) < len(ticked):
        labels = dict(SECURITY)
        bad.append(Unreadable(text=labels["none"], form=f"untick it, or untick {labels[required[0]]}"))
    if not required and not named:
        return ({"text": text} if text.strip() else {}), []
    points: Row = {
        key: {"state": "required" if key in required else "not_required"} for key, _ in SECURITY if key != "none"
    }
    for key, detail in named.items():
        points[key] = {"state": "required"} | detail
    return points, bad


def _security_lines(required: Sequence[str], text: str) -> tuple[dict[str, Row], list[Unreadable]]:
    named: dict[str, Row] = {}
    bad: list[Unreadable] = []
    for line in (piece for whole in lines(text) for piece in re.split(r";\s*", whole) if piece.strip()):
        key, rest, certain = _point(line, required)
        if key and (certain or key in required) and not _settled(key, named.get(key, {}), line):
            named[key] = named.get(key, {}) | _point_detail(key, rest)
        elif required:
            bad.append(Unreadable(text=line, form=SECURITY_FORM))
    return named, bad


_ASKED = {"sso": {"identity_provider", "customer_contact"}, "audit_logs": {"events", "reviewed_by"},
          "data_location": {"region"}, "vendor_review": {"lead_time_days"}}  # fmt: skip


def _settled(key: str, detail: Row, line: str) -> bool:
    """All is said about this point already, and the line does not name it: it is about something else."""
    named = any(word in line.casefold() for word in _SECURITY_WORDS[key])
    return key in _ASKED and _ASKED[key] <= set(detail) and not named and not _BLOCKS.search(line)


def _point(line: str, required: Sequence[str]) -> tuple[str, str, bool]:
    """Which point a line is about, the rest of it, and whether it was named with a colon."""
    head, colon, tail = line.partition(":")
    if (
        "," in head or len(head.split()) > LONGEST_NAME
    ):  # the colon belongs to a later piece: "SSO via Okta, contact: Jo"
        head, colon, tail = line, "", ""
    folded = head.casefold()
    key = next((key for key, words in _SECURITY_WORDS.items() if any(word in folded for word in words)), "")
    if not key and len(required) == 1:
        return required[0], line, False
    if colon or not key:
        return key, tail, bool(colon)
    shown = next(label for name, label in SECURITY if name == key)
    pattern = rf"^(?:{re.escape(shown)}|{re.escape(key)}|{'|'.join(re.escape(w) for w in _SECURITY_WORDS[key])})\w*\b[\s:,–-]*(?:with |via |by |through |using |mit |über |in )?"
    return key, re.sub(pattern, "", line, flags=re.IGNORECASE), False


def _point_detail(key: str, text: str) -> Row:
    detail: Row = {}
    for part in pieces(text):
        if _UNKNOWN.match(part):
            detail["state"] = "unknown"
        elif re.fullmatch(r"not required|nicht verlangt|no|nein", part, re.IGNORECASE):
            detail["state"] = "not_required"
        elif _BLOCKS.search(part):
            detail["blocks_launch"] = not _NOT.search(part)
        else:
            _detail_part(key, detail, part)
    return detail


def _detail_part(key: str, detail: Row, part: str) -> None:
    lead = _LEAD.search(part)
    if key == "sso":
        contact = _CONTACT.match(part) or _IS_CONTACT.search(part) or "identity_provider" in detail
        detail["customer_contact" if contact else "identity_provider"] = _IS_CONTACT.sub("", _CONTACT.sub("", part))
    elif key == "audit_logs" and (_REVIEWER.match(part) or _REVIEWS.search(part)):
        detail["reviewed_by"] = _REVIEWS.sub("", _REVIEWER.sub("", part))
    elif key == "audit_logs":
        events = [event.strip() for event in re.split(r"\s+(?:and|und|&)\s+|\+", part) if event.strip()]
        detail["events"] = [*detail.get("events", []), *events]
    elif key == "data_location":
        detail["region"] = _STAYS.sub("", part)
    elif lead:
        detail["lead_time_days"] = int(lead.group(1)) * (7 if lead.group(2).casefold().startswith("w") else 1)
    else:
        detail["note"] = part
