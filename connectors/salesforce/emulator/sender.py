"""The sender of outbound messages: SOAP, up to a hundred notifications at a time, the latest data, 24 hours of retries.

Source: "Understanding Notifications" of the SOAP API guide, and captured payloads (2026-11): null fields are left out,
the session id is empty, 200 without an Ack counts as failure, retries come out of order, repetitions happen.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import requests

from connectors.salesforce.emulator.components import OutboundMessage
from connectors.salesforce.emulator.org import Org
from connectors.salesforce.emulator.records import Notification, Record
from connectors.salesforce.emulator.schema import Field

MOST, KEPT, LONGEST_PAUSE = 100, timedelta(hours=24), 7200.0
_OUT = "{http://soap.sforce.com/2005/09/outbound}"
_ACK = f"{{http://schemas.xmlsoap.org/soap/envelope/}}Body/{_OUT}notificationsResponse/{_OUT}Ack"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
    " <soapenv:Body>\n"
    '  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">\n'
)
_FOOT = "  </notifications>\n </soapenv:Body>\n</soapenv:Envelope>\n"


class Sender:
    """Takes what the organisation's flows have queued, and posts it in the background or when told."""

    def __init__(self, org: Org) -> None:
        self.org = org
        self.hold = self.duplicate = self.shuffle = self.drop = False
        self.pause, self.timeout = 1.0, 5.0  # seconds: before the first retry, for an answer
        self.answers: list[int] = []  # status of every post, 0 when nobody answered
        self.sent: list[list[str]] = []  # the notification ids of every post
        self._wanted = threading.Event()
        self._stopped = False
        self._one_at_a_time = threading.Lock()
        self._thread: threading.Thread | None = None
        org.wake = self._wanted.set

    @property
    def waiting(self) -> int:
        """How many notifications are queued."""
        return len(self.org.outbox)

    def deliver(self, force: bool = False) -> int:
        """Send what is due now; `force`: also what waits for its next try. Returns how many notifications were sent."""
        with self._one_at_a_time:
            return sum(self._post(name, notes) for name, notes in self._batches(force))

    def _batches(self, force: bool) -> Iterator[tuple[str, list[Notification]]]:
        with self.org.lock:
            now = time.monotonic()
            kept = [note for note in self.org.outbox if self.org.now - note.queued < KEPT]
            self.org.outbox = [] if self.drop else kept
            due = [note for note in self.org.outbox if force or note.due <= now]
        if self.shuffle:
            random.Random(1).shuffle(due)
        for name in dict.fromkeys(note.message for note in due):
            notes = [note for note in due if note.message == name for _ in range(2 if self.duplicate else 1)]
            for start in range(0, len(notes), MOST):
                yield name, notes[start : start + MOST]

    def _post(self, name: str, notes: list[Notification]) -> int:
        """One post. What was not acknowledged stays queued, with a growing pause."""
        with self.org.lock:
            message = self.org.metadata.messages.get(name)
            parts = [(note, self._record(note)) for note in notes]
            told = [(note, record) for note, record in parts if record is not None]
            document = envelope(self.org, message, told) if message and told else b""
        taken = self._acknowledged(message.url, document) if message and document else True
        with self.org.lock:
            for note in notes:
                if taken:
                    self.org.outbox = [other for other in self.org.outbox if other is not note]
                note.tries += 1
                note.due = time.monotonic() + min(self.pause * 2**note.tries, LONGEST_PAUSE)
        self.sent.append([note.id for note, _ in told])
        return len(told)

    def _record(self, note: Notification) -> Record | None:
        for table in self.org.records.values():
            if (found := table.get(note.record)) is not None:
                return None if found.deleted else found
        return None

    def _acknowledged(self, url: str, document: bytes) -> bool:
        headers = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'}
        try:
            answer = requests.post(url, document, headers=headers, timeout=self.timeout)
        except requests.RequestException:
            self.answers.append(0)
            return False
        self.answers.append(answer.status_code)
        return answer.status_code == 200 and is_ack(answer.content)

    # --- in the background ------------------------------------------------------------------------------------------

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._wanted.set()
        if self._thread:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopped:
            self._wanted.wait(timeout=0.5)
            self._wanted.clear()
            if not self.hold and not self._stopped and self.org.outbox:
                time.sleep(0.02)  # what is queued together is sent together
                self.deliver()


def is_ack(body: bytes) -> bool:
    """Only <Ack>true</Ack> inside notificationsResponse will do."""
    try:
        found = ElementTree.fromstring(body).find(_ACK)
    except ElementTree.ParseError:
        return False
    return found is not None and (found.text or "").strip() in ("true", "1")


def envelope(org: Org, message: OutboundMessage, told: list[tuple[Notification, Record]]) -> bytes:
    """The document of one post."""
    short, host = org.org_id[:15], "https://acme.my.salesforce.com"
    lines = [
        f"   <OrganizationId>{org.org_id}</OrganizationId>\n   <ActionId>{message.id}</ActionId>\n",
        '   <SessionId xsi:nil="true"/>\n',
        f"   <EnterpriseUrl>{host}/services/Soap/c/65.0/{short}</EnterpriseUrl>\n",
        f"   <PartnerUrl>{host}/services/Soap/u/65.0/{short}</PartnerUrl>\n",
    ]
    fields = org.metadata.objects[message.entity].fields
    names = sorted({"Id", *message.fields} & set(fields), key=lambda name: (name != "Id", name))
    for note, record in told:
        lines.append(_notification(note, record, [fields[name] for name in names]))
    return (_HEAD + "".join(lines) + _FOOT).encode()


def _notification(note: Notification, record: Record, fields: list[Field]) -> str:
    values = ((field, record.values.get(field.name)) for field in fields)
    rows = (f"     <sf:{f.name}>{escape(wire(f, value))}</sf:{f.name}>\n" for f, value in values if value is not None)
    kind = f'xsi:type="sf:{record.entity}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"'
    return (
        f"   <Notification>\n    <Id>{note.id}</Id>\n    <sObject {kind}>\n{''.join(rows)}"
        "    </sObject>\n   </Notification>\n"
    )


def wire(field: Field, value: Any) -> str:
    """In XML instants end in Z, Booleans are lower case."""
    if field.type == "datetime":
        return str(value).replace("+0000", "Z")
    return str(value).lower() if isinstance(value, bool) else str(value)
