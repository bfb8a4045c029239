"""Tokens at rest: AES-256-GCM, bound to the account and field they belong to, under keys that can be rotated."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_KEY = 16
ID_LENGTH, NONCE_LENGTH = 8, 12


class SecretUnreadable(Exception):
    """No key opens it: a key is missing from HANDOFF_SECRET_KEYS, or the bytes belong elsewhere."""


class Keyring:
    """The first key encrypts; all of them decrypt."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        if not keys or any(len(key) < SHORTEST_KEY for key in keys):
            raise ValueError(f"every secret key needs at least {SHORTEST_KEY} characters")
        self._keys = {_id(key): AESGCM(_derive(key)) for key in keys}
        self._first = _id(keys[0])

    def encrypt(self, account: str, text: str) -> bytes:
        """Bytes that only this account's field can be read back from."""
        nonce = os.urandom(NONCE_LENGTH)
        return self._first + nonce + self._keys[self._first].encrypt(nonce, text.encode(), _bound(account, self._first))

    def decrypt(self, account: str, data: bytes) -> str:
        """The text again. Raises SecretUnreadable."""
        id, nonce, sealed = (
            data[:ID_LENGTH],
            data[ID_LENGTH : ID_LENGTH + NONCE_LENGTH],
            data[ID_LENGTH + NONCE_LENGTH :],
        )
        if id not in self._keys:
            raise SecretUnreadable(
                f"the key that encrypted {account}'s secrets is not in HANDOFF_SECRET_KEYS; add it behind the first"
            )
        try:
            return self._keys[id].decrypt(nonce, sealed, _bound(account, id)).decode()
        except InvalidTag:
            raise SecretUnreadable(
                f"the stored secrets of {account} are damaged or belong to another account; connect it again"
            ) from None

    def seal(self, account: str, secrets: Mapping[str, str]) -> bytes:
        return self.encrypt(account, json.dumps(dict(secrets)))

    def open(self, account: str, data: bytes) -> dict[str, str]:
        return cast("dict[str, str]", json.loads(self.decrypt(account, data)))


def _id(key: str) -> bytes:
    return hashlib.sha256(b"key id" + key.encode()).digest()[:ID_LENGTH]


def _derive(key: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"handoff gate secrets").derive(key.encode())


def _bound(account: str, id: bytes) -> bytes:
    return f"{account}|secrets|".encode() + id
