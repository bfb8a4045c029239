"""The webhook sender: batches, signatures of version 3, retries, and switches for disorder, repetition and loss."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import queue
import random
import threading
import time
from typing import Any

import requests

from connectors.hubspot.emulator.portal import Portal

Json = dict[str, Any]
MOST_A_POST = 100


class Sender:
    """Collects a portal's events and posts them to the subscribed address."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.target = ""
        self.watched: set[tuple[str, str]] | None = None
        self.hold = self.duplicate = self.shuffle = self.drop = False
        self.retries, self.pause = 5, 0.2
        self.held: list[Json] = []
        self.answers: list[int] = []
        self._queue: queue.Queue[list[Json] | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._count = 0
        portal.listeners.append(self.notice)

    def subscribe(self, document: Json) -> None:
        """Take target and subscriptions from a webhooks-hsmeta.json document."""
        config = document["config"]
        self.target = config["settings"]["targetUrl"]
        rows = config["subscriptions"]["crmObjects"]
        self.watched = {
            (f"{row['objectType']}.{row['subscriptionType'].removeprefix('object.')}", row.get("propertyName", ""))
            for row in rows
        }

    def notice(self, event: Json) -> None:
        """Something happened in the portal."""
        watched = (event["subscriptionType"], event.get("propertyName", ""))
        if self.drop or (self.watched is not None and watched not in self.watched):
            return
        self._count += 1
        full = {"eventId": 1_000_000 + self._count, "subscriptionId": 1, "attemptNumber": 0, **event}
        if self.hold:
            self.held.append(full)
        elif self.target:
            self._queue.put([full])

    def deliver(self) -> int:
        """Send what was held back, a hundred at a time. Returns how many."""
        events, self.held = self.held, []
        events = [event for event in events for _ in range(2 if self.duplicate else 1)]
        if self.shuffle:
            random.Random(1).shuffle(events)
        for start in range(0, len(events), MOST_A_POST):
            self.post(events[start : start + MOST_A_POST])
        return len(events)

    def post(self, events: list[Json]) -> int:
        """One signed POST. Returns the status, 0 when nobody answered."""
        body = json.dumps(events).encode()
        stamp = str(int(time.time() * 1000))
        signed = b"POST" + self.target.encode() + body + stamp.encode()
        digest = hmac.new(self.portal.client_secret.encode(), signed, hashlib.sha256).digest()
        headers = {"X-HubSpot-Signature-v3": base64.b64encode(digest).decode(), "X-HubSpot-Request-Timestamp": stamp}
        try:
            answer = requests.post(
                self.target, body, headers={**headers, "Content-Type": "application/json"}, timeout=5
            )
            self.answers.append(answer.status_code)
        except requests.RequestException:
            self.answers.append(0)
        return self.answers[-1]

    def start(self) -> None:
        """Send events as they come, in the background."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread:
            self._queue.put(None)
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while (events := self._queue.get()) is not None:
            events += self._more()
            for attempt in range(self.retries):
                if 200 <= self.post([{**event, "attemptNumber": attempt} for event in events]) <= 299:
                    break
                time.sleep(self.pause)

    def _more(self) -> list[Json]:
        """What else is waiting: HubSpot sends bursts together."""
        time.sleep(0.05)
        more: list[Json] = []
        while len(more) < MOST_A_POST - 1:
            try:
                found = self._queue.get_nowait()
            except queue.Empty:
                break
            if found is None:
                self._queue.put(None)
                break
            more += found
        return more
