"""Short-lived secrets that all processes share: made by one of them, encrypted at rest, used by all."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from connectors.errors import Transient
from integration.logs import register_secrets
from integration.secrets import Keyring, SecretUnreadable
from integration.storage.shared import SharedSecrets

LONGEST_MAKING = 45.0  # seconds; whoever makes it and dies is replaced after that
PATIENCE, PAUSE = 60.0, 0.1


@dataclass(frozen=True)
class StoreVault:
    """One account's shared secrets in our database."""

    kept: SharedSecrets
    keyring: Keyring
    account: str
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def shared(self, name: str, stale: str, make: Callable[[], str]) -> str:
        """The secret, from the database or made now by exactly one of all who want it."""
        until = self.clock() + PATIENCE
        while True:
            found = self._read(name)
            if found and found != stale:
                return found
            lease = uuid.uuid4().hex
            if self.kept.begin(self.account, name, lease, self.clock(), LONGEST_MAKING):
                return self._made(name, stale, lease, make)
            if self.clock() > until:
                raise Transient(f"another process has been renewing the access of {self.account} for a minute")
            self.sleep(PAUSE)

    def _made(self, name: str, stale: str, lease: str, make: Callable[[], str]) -> str:
        """Make it, unless somebody finished between our look and our turn."""
        found = self._read(name)
        if found and found != stale:
            self.kept.give_up(self.account, name, lease)
            return found
        try:
            made = make()
        except BaseException:
            self.kept.give_up(self.account, name, lease)
            raise
        self.kept.keep(self.account, name, lease, self.keyring.encrypt(self.account, made), self.clock())
        return _known(made)

    def _read(self, name: str) -> str:
        sealed = self.kept.read(self.account, name)
        if sealed is None:
            return ""
        try:
            return _known(self.keyring.decrypt(self.account, sealed))
        except SecretUnreadable:
            return ""  # made under a key that is gone: it is made anew


def _known(secret: str) -> str:
    """The secret, never to be seen in a log: as it is kept, and the token inside it."""
    try:
        held = json.loads(secret)
    except ValueError:
        held = None
    token = held.get("token") if isinstance(held, dict) else None
    register_secrets([secret, *([token] if isinstance(token, str) else [])])
    return secret
