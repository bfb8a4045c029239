"""What can go wrong at a vendor, split by what to do next.

ConnectorError
├── Transient          try again later (`retry_after` seconds, if the vendor said so)
├── Permanent          trying again will not help
│   ├── AuthFailed     the token is wrong, expired or lacks a scope: the account pauses, a person must act
│   ├── NotFound       the record or address is not there
│   └── Refused        the vendor's own validation said no
└── ConfigError        our settings or the mapping are wrong: say where and how to mend it
"""

from __future__ import annotations


class ConnectorError(Exception):
    """Base of everything a connector raises. Its text may be shown to an operator and never holds a secret."""


class Transient(ConnectorError):
    """Worth trying again. `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Permanent(ConnectorError):
    """Trying again will not help."""


class AuthFailed(Permanent):
    """The vendor does not accept our token."""


class NotFound(Permanent):
    """There is nothing at this address."""


class Refused(Permanent):
    """The vendor's validation refused the request. `fields` names what it complained about, where it said so."""

    def __init__(self, message: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.fields = fields


class ConfigError(ConnectorError):
    """Our settings or the mapping are wrong."""
