"""Telling one person with a Salesforce task; its owner is notified by Salesforce as they have set it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from connectors.errors import NotFound, Refused
from connectors.mapping import fit
from connectors.salesforce.client import Client, checked_id, quoted
from connectors.salesforce.ids import USER_PREFIX, is_id
from connectors.salesforce.reading import text
from rules.intents import Tell

LONGEST_SUBJECT, LONGEST_DESCRIPTION = 255, 32_000
OWNER = "OwnerId"


def tell(client: Client, wanted: Tell, again: bool, today: date) -> str:
    """Create the task and return its id; `again` first looks whether an earlier try left one.

    An owner whom Salesforce refuses (inactive, without access) is left out: better nobody's task than none.
    """
    if again and (earlier := _earlier(client, wanted)):
        return earlier
    task = _task(wanted, today)
    try:
        return client.create("Task", task)
    except Refused:
        if OWNER not in task:
            raise
    return client.create("Task", {name: task[name] for name in task if name != OWNER})


def _task(wanted: Tell, today: date) -> dict[str, Any]:
    task = {
        "Subject": fit(wanted.subject, LONGEST_SUBJECT),
        "Description": description(wanted),
        "WhatId": checked_id(wanted.deal),
        "Status": "Not Started",
        "Priority": "High",
        "ActivityDate": (today + timedelta(days=1)).isoformat(),
    }
    return task | ({OWNER: wanted.person} if is_id(wanted.person, USER_PREFIX) else {})


def description(wanted: Tell) -> str:
    """The text, with the mark by which a repeat finds it."""
    mark = f"\nRef: {wanted.key}"
    return fit(wanted.body, LONGEST_DESCRIPTION - len(mark)) + mark


def _earlier(client: Client, wanted: Tell) -> str | None:
    """The task of an earlier try, found through the deal: a long text cannot be searched for in a query."""
    mark = re.compile(rf"Ref: {re.escape(wanted.key)}(?![\w-])")
    for page in client.query(f"SELECT Id, Description FROM Task WHERE WhatId = {quoted(checked_id(wanted.deal))}"):
        for row in page:
            if mark.search(text(row.get("Description"))):
                return text(row.get("Id"))
    return None


def close(client: Client, id: str) -> None:
    """Mark a task as done. One that somebody deleted is as closed as can be."""
    if not is_id(id):
        return
    try:
        client.update("Task", id, {"Status": "Completed"})
    except NotFound:
        return
