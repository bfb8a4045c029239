"""Ids: a key prefix, 15 case-sensitive characters, and three more that make 18 safe to compare without case."""

from __future__ import annotations

_CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MASTER = "012000000000000AAA"  # the master record type

PREFIXES = {
    "Account": "001",
    "User": "005",
    "Opportunity": "006",
    "OpportunityHistory": "008",
    "Profile": "00e",
    "Organization": "00D",
    "Task": "00T",
    "RecordType": "012",
    "OpportunityStage": "0Jd",
    "TaskStatus": "01T",
    "Quote": "0Q0",
    "PermissionSet": "0PS",
    "PermissionSetAssignment": "0Pa",
    "SetupEntityAccess": "0J0",
    "CustomPermission": "0CP",
    "DeployRequest": "0Af",
    "Notification": "04l",
    "WorkflowOutboundMessage": "04k",
    "ValidationRule": "03d",
    "FlowDefinition": "300",
    "Flow": "301",
    "CustomField": "00N",
    "LightningComponentBundle": "0Rb",
    "QuickAction": "09D",
    "FlexiPage": "0M0",
}


def id18(id15: str) -> str:
    """`0015000000Gv7qJ` → `0015000000Gv7qJAAR`. An id of 18 characters is given back."""
    if len(id15) == 18:
        return id15
    blocks = (id15[start : start + 5] for start in (0, 5, 10))
    return id15 + "".join(_CHECKS[sum(1 << at for at, c in enumerate(block) if c.isupper())] for block in blocks)


def is_id(text: object) -> bool:
    """15 characters, or 18 whose last three are right."""
    if not isinstance(text, str) or not text.isascii() or not text.isalnum():
        return False
    return len(text) == 15 or (len(text) == 18 and id18(text[:15]) == text[:15] + text[15:].upper())


class Ids:
    """Makes ids of one organisation: prefix, three characters of its own, a counter."""

    def __init__(self, instance: str = "5e0") -> None:
        self.instance = instance
        self.last: dict[str, int] = {}

    def new(self, kind: str) -> str:
        prefix = PREFIXES[kind]
        number = self.last[prefix] = self.last.get(prefix, 0) + 1
        digits = ""
        for _ in range(9):
            number, rest = divmod(number, 62)
            digits = _DIGITS[rest] + digits
        return id18(f"{prefix}{self.instance}{digits}")
