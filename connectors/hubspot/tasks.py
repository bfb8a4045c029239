"""Telling one person with a HubSpot task. There is no notification by API (2026-11): a task with an owner notifies."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from connectors.errors import NotFound, Refused
from connectors.hubspot.client import READ_LIMIT, Client
from connectors.hubspot.reading import listed, results, text, values
from connectors.hubspot.writing import chunks
from connectors.mapping import fit
from rules.intents import Tell

LONGEST_BODY, LONGEST_SUBJECT = 10_000, 200  # HubSpot takes 65,536 characters; escaping makes a text six times as long
OWNER = "hubspot_owner_id"


def tell(client: Client, wanted: Tell, again: bool, now: datetime) -> str:
    """Create the task and return its id; `again` first looks whether an earlier try left one."""
    if again and (earlier := _earlier(client, wanted)):
        return earlier
    task = _task(wanted, now)
    try:
        return text(client.create_task(task, wanted.deal).get("id"))
    except Refused as error:
        if OWNER not in error.fields or not task.get(OWNER):
            raise
    return text(client.create_task({key: task[key] for key in task if key != OWNER}, wanted.deal).get("id"))


def _task(wanted: Tell, now: datetime) -> dict[str, str]:
    task = {
        "hs_timestamp": (now + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "hs_task_subject": fit(wanted.subject, LONGEST_SUBJECT),
        "hs_task_body": body(wanted),
        "hs_task_status": "NOT_STARTED",
        "hs_task_priority": "HIGH",
        "hs_task_type": "TODO",
    }
    return task | ({OWNER: wanted.person} if wanted.person else {})


def body(wanted: Tell) -> str:
    """The text as HTML that shows it as it is, with the mark by which a repeat finds it."""
    lines = [*fit(wanted.body, LONGEST_BODY).split("\n"), f"Ref: {wanted.key}"]
    return "<br>".join(html.escape(line) for line in lines)


def _earlier(client: Client, wanted: Tell) -> str | None:
    """The task of an earlier try, found through the deal: a search would lag behind."""
    mark = re.compile(rf"Ref: {re.escape(wanted.key)}(?![\w-])")
    ids = linked(client, "deals", "tasks", [wanted.deal]).get(wanted.deal, [])
    for chunk in chunks(ids, READ_LIMIT):
        for row in _read(client, chunk):
            words = html.unescape(re.sub(r"<[^>]*>", " ", text(values(row).get("hs_task_body"))))
            if mark.search(words):
                return text(row.get("id"))
    return None


def _read(client: Client, ids: Sequence[str]) -> Sequence[Mapping[str, object]]:
    try:
        return results(client.read_tasks(ids, ["hs_task_body"]))
    except NotFound:
        return []


def linked(client: Client, kind: str, other: str, ids: Sequence[str]) -> dict[str, list[str]]:
    """Record → what it is linked to. Nothing where the server has no associations."""
    try:
        answer = client.associated(kind, other, ids)
    except NotFound:
        return {}
    links: dict[str, list[str]] = {}
    for row in results(answer):
        start = row.get("from")
        key = text(start.get("id")) if isinstance(start, Mapping) else ""
        links.setdefault(key, []).extend(text(to.get("toObjectId") or to.get("id")) for to in listed(row.get("to")))
    return links


def close(client: Client, id: str) -> None:
    """Mark a task as done. One that somebody deleted is as closed as can be."""
    try:
        client.update_task(id, {"hs_task_status": "COMPLETED"})
    except NotFound:
        return
