"""Salesforce's ids: which texts are one, of what kind, and whether two are the same. Pure."""

from __future__ import annotations

import re

DEAL_PREFIX, QUOTE_PREFIX, ORG_PREFIX, USER_PREFIX = "006", "0Q0", "00D", "005"
_ID = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def is_id(text: str, prefix: str = "") -> bool:
    """15 or 18 letters and digits; the first three say what kind of record it is."""
    return bool(_ID.fullmatch(text)) and text.startswith(prefix)


def id18(id: str) -> str:
    """The 18-character form: three more that say which of the fifteen are capitals. Raises ValueError."""
    if not _ID.fullmatch(id):
        raise ValueError("no Salesforce id")
    if len(id) == 18:
        return id
    fives = (id[start : start + 5] for start in (0, 5, 10))
    return id + "".join(
        _LETTERS[sum(1 << bit for bit, letter in enumerate(five) if letter.isupper())] for five in fives
    )


def same_id(one: str, other: str) -> bool:
    """The same record, whichever of the two forms each has."""
    return is_id(one) and is_id(other) and one[:15] == other[:15]
