"""What each field needs before an answer counts. Data: kinds of evidence from `rules/evidence.py`, and the questions they close."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Need:
    """What counts in one field, as names of evidence.

    `hard` evidence counts by itself; beside words that void it, it leaves a doubt. `firm` evidence counts unless such words
    stand in its clause. `weak` evidence counts where nothing in its sentence speaks against it. `doubt`: what is worth a look
    where nothing else was found. `part`: what is a part of an answer where another part is said to be open. `asks`:
    sub-question → what closes it. `lack`: what to say when nothing was found. `none`: may the answer be "none"? `state`: may it
    be "required"? `people`: are people asked for? `single`: does "A or B" leave it open, unless a word of `bounded` stands
    there? `staged`: is "later" an answer here? `hints`: one of these must be there before words that nobody knows are worth a
    look.
    """

    hard: tuple[str, ...] = ()
    firm: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    doubt: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lack: str = "no_fact"
    none: bool = False
    state: bool = False
    people: bool = False
    single: bool = False
    bounded: tuple[str, ...] = ()
    staged: bool = False
    hints: tuple[str, ...] = ()


def _point(need: Need) -> Need:
    """One point of the security check-list: its own name alone says little, "required" and "none" are states."""
    asks = {"detail": (*need.hard, *need.firm)}
    return replace(need, weak=("topic", *need.weak), asks=asks, none=True, state=True)


_MONTH = Need(
    hard=("users", "rate", "factor"),
    weak=("any_users",),
    doubt=("things", "any_users", "any_actions", "company_size"),
    lack="no_number",
)
_APPROVER = Need(
    firm=("approver",),
    weak=("name", "noun_role"),
    doubt=("person", "role", "name", "one_word"),
    lack="no_name",
    people=True,
    single=True,
)
_DATE = Need(
    hard=("day", "week", "month", "relative", "dotted"), firm=("quarter", "window"), weak=("weekday",), lack="no_time"
)
_SOON = ("lead", "day", "week", "month")  # how long it takes, or by when
NEEDS: Mapping[str, Need] = {
    "active_users": replace(_MONTH, asks={"month_1": (), "month_12": ()}),
    "active_users.month_1": _MONTH,
    "active_users.month_12": _MONTH,
    "peak_load": Need(
        hard=("actions", "paced"),
        firm=("clock",),
        weak=("busy_time", "busy_when", "any_actions"),
        doubt=("things", "precise_time", "any_actions"),
        part=("some_time", "action"),
        asks={"rate": ("actions", "paced"), "when": ("clock", "weekday", "period")},
        lack="no_number",
    ),
    "data_flow": Need(
        firm=("system", "arrow", "sources"),
        weak=("source", "stored"),
        asks={"source": ("from", "arrow"), "stored": ("store",), "destination": ("into", "arrow")},
        lack="no_system",
        hints=("from", "into", "source", "store"),
    ),
    "security": Need(
        firm=("control", "topic", "region"), asks={"detail": ("person", "role", "idp", "region", "control")}, none=True
    ),
    "security.sso": _point(
        Need(firm=("idp", "auth", "system"), weak=("person", "role"), lack="no_system", single=True)
    ),
    "security.audit_logs": _point(
        Need(firm=("control", "system", "each"), weak=("role", "person", "group", "who_when"))
    ),
    "security.data_location": _point(
        Need(firm=("region",), weak=("novel",), lack="no_region", single=True, bounded=("approve", "sole"))
    ),
    "security.retention": _point(
        Need(hard=("duration",), firm=("event",), weak=("until",), doubt=("control",), lack="no_time")
    ),
    "security.vendor_review": _point(Need(hard=_SOON, firm=("control",))),
    "security.access_controls": _point(Need(hard=("objects",), firm=("control",), weak=("group", "role"))),
    "security.approval_history": _point(
        Need(hard=("duration",), firm=("control", "each", "who_when"), weak=("role", "group"))
    ),
    "security.ip_allowlist": _point(Need(hard=("address",), firm=("control",), weak=("group",))),
    "security.data_handling": _point(Need(hard=_SOON, firm=("control",), weak=("role",), part=("forbidden",))),
    "security.security_approval": _point(
        Need(hard=_SOON, firm=("person", "role"), weak=("name",), lack="no_name", people=True, single=True)
    ),
    "security.other_logging": _point(Need(firm=("system", "control", "each"))),
    "integrations": Need(
        hard=("system",),
        weak=("kind", "flow", "placed_name", "connected"),
        doubt=("kind", "placed_name"),
        asks={"needed": ("day_one", "stage"), "controller": ("person", "role", "name", "group")},
        lack="no_system",
        none=True,
        single=True,
        staged=True,
        hints=("day_one", "stage", "flow", "from", "into"),
    ),
    "setup_work": Need(
        part=("things", "work"),
        hard=("work_amount", "objects", "things_by"),
        firm=("work_hands",),
        weak=("work",),
        asks={"amount": ("work_amount", "objects", "things_by"), "hands": ("hands",)},
        lack="no_work",
        none=True,
        hints=("number", "hands"),
    ),
    "access": Need(
        firm=("role", "placed_person", "group_number", "counted_people", "group_first"),
        weak=("group", "team_of", "name", "users"),
        doubt=("person",),
        part=("role", "department"),
        asks={
            "day_one": ("group", "users", "group_number", "counted_people", "group_first"),
            "approver": ("role", "person"),
        },
        lack="no_group",
        people=True,
        single=True,
    ),
    "access.day_one": Need(
        firm=("group_number", "counted_people", "placed_person", "group_first"),
        weak=("group", "role", "noun_role", "team_of", "name", "users", "novel"),
        doubt=("person",),
        lack="no_group",
        people=True,
        single=True,
    ),
    "access.approver": _APPROVER,
    "launch_window": replace(_DATE, weak=(*_DATE.weak, "must_work"), asks={"window": _DATE.hard, "works": ()}),
    "hard_deadline": replace(_DATE, asks={"reason": ()}, none=True),
    "scope_approver": _APPROVER,
    "scope_approver.person": _APPROVER,
}
PEOPLE_FIELDS = (
    "access.approver",
    "access.day_one",
    "scope_approver",
    "scope_approver.person",
    "security.customer_contact",
)
