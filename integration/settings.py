"""The settings, read once from the environment. Every problem is one clear line, and no secret is ever shown."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from connectors.http import is_loopback
from connectors.registry import names as crm_names
from integration.secrets import SHORTEST_KEY, Keyring

PREFIX, FROM_FILE = "HANDOFF_", "_FILE"
MAKE_A_KEY = """python3 -c "import secrets; print(secrets.token_urlsafe(32))\""""
KNOWN: Mapping[str, str] = {
    "HANDOFF_DATABASE_URL": "where everything is kept: sqlite:///file or postgresql://…",
    "HANDOFF_SECRET_KEYS": "keys that encrypt the CRMs' tokens, comma-separated; the first one encrypts",
    "HANDOFF_PUBLIC_URL": "the address under which the CRM reaches us, https://…",
    "HANDOFF_LOG_LEVEL": "debug, info, warning or error",
    "HANDOFF_LANGUAGE": "the language of commands and pages: en or de",
}
DEFAULT_DATABASE, DEFAULT_PUBLIC = "sqlite:///handoff.db", "http://127.0.0.1:8000"
LEVELS, LANGUAGES = ("debug", "info", "warning", "error"), ("en", "de")
DATABASES = ("sqlite", "postgres", "postgresql", "postgresql+psycopg")


class SettingsError(Exception):
    """The settings cannot be used: one line for each problem."""


@dataclass(frozen=True)
class Settings:
    """What the process was told. Nothing that may hold a secret is ever printed.

    `connectors` has the connectors' own settings (`HANDOFF_<CRM>_…`) by name, those from files included.
    """

    database_url: str = field(default=DEFAULT_DATABASE, repr=False)
    public_url: str = DEFAULT_PUBLIC
    log_level: str = "info"
    language: str = "en"
    keys: tuple[str, ...] = field(default=(), repr=False)
    connectors: Mapping[str, str] = field(default_factory=dict, repr=False)
    warnings: tuple[str, ...] = ()

    def keyring(self) -> Keyring:
        """The keys, for commands that need them. Raises SettingsError that says how to make one."""
        if not self.keys:
            raise SettingsError(f"HANDOFF_SECRET_KEYS is not set. Make a key with: {MAKE_A_KEY}")
        return Keyring(self.keys)

    def secrets(self) -> tuple[str, ...]:
        """What must never be seen in a log."""
        try:
            password = urlsplit(self.database_url).password
        except ValueError:
            password = None
        return (*self.keys, *([password] if password else []))


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from HANDOFF_* variables, each also as HANDOFF_*_FILE. Raises SettingsError."""
    problems: list[str] = []
    values = {name: _value(name, environ, problems) for name in (*KNOWN, *_connectors_own(environ))}
    keys = tuple(key.strip() for key in (values["HANDOFF_SECRET_KEYS"] or "").split(",") if key.strip())
    settings = Settings(
        database_url=values["HANDOFF_DATABASE_URL"] or DEFAULT_DATABASE,
        public_url=(values["HANDOFF_PUBLIC_URL"] or DEFAULT_PUBLIC).rstrip("/"),
        log_level=(values["HANDOFF_LOG_LEVEL"] or "info").lower(),
        language=(values["HANDOFF_LANGUAGE"] or "en").lower(),
        keys=keys,
        connectors={name: value for name, value in values.items() if value and name not in KNOWN},
        warnings=tuple(_unknown(environ)),
    )
    problems += _problems(settings)
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def _value(name: str, environ: Mapping[str, str], problems: list[str]) -> str | None:
    """A value, or the text of the file that NAME_FILE names. A path may be a misplaced secret: it is not shown."""
    value, path = environ.get(name, "").strip(), environ.get(name + FROM_FILE, "").strip()
    if value and path:
        problems.append(f"{name} and {name}{FROM_FILE} are both set. Keep one")
    if not path:
        return value or None
    try:
        text = Path(path).read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a text"
        problems.append(f"{name}{FROM_FILE} names a file that cannot be read ({why}). Give the path of a readable file")
        return None
    if not text:
        problems.append(f"{name}{FROM_FILE} names an empty file. Write the value into it")
    return text or None


def _problems(settings: Settings) -> list[str]:
    found = [*_database(settings.database_url), *_address(settings.public_url)]
    found += _choice("HANDOFF_LOG_LEVEL", settings.log_level, LEVELS)
    found += _choice("HANDOFF_LANGUAGE", settings.language, LANGUAGES)
    if any(len(key) < SHORTEST_KEY for key in settings.keys):
        why = f"HANDOFF_SECRET_KEYS has a key of fewer than {SHORTEST_KEY} characters"
        found.append(f"{why}. Make one with: {MAKE_A_KEY}")
    return found


def _database(url: str) -> list[str]:
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", url)
    if scheme and scheme.group(1) in DATABASES and "://" in url:
        return []
    what = f'"{scheme.group(1)}" is not supported' if scheme and "://" in url else "this is no database address"
    return [f"HANDOFF_DATABASE_URL: {what}. Use sqlite:///file or postgresql://user:password@host/name"]


def _address(url: str) -> list[str]:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", url):
        return ["HANDOFF_PUBLIC_URL is not an address. Use https://handoff.example.com"]
    if parts.username is not None or parts.query or parts.fragment:
        return ["HANDOFF_PUBLIC_URL holds more than host and path. Use https://handoff.example.com"]
    if parts.scheme == "http" and not is_loopback(host):
        return [f"HANDOFF_PUBLIC_URL is not encrypted. Use https://{host}"]
    return []


def _choice(name: str, value: str, known: tuple[str, ...]) -> list[str]:
    if value in known:
        return []
    near = difflib.get_close_matches(value, known, n=1)
    hint = f' (did you mean "{near[0]}"?)' if near else ""
    return [f'{name}: "{value[:40]}" is not known. Use {", ".join(known[:-1])} or {known[-1]}{hint}']


# --- names ----------------------------------------------------------------------------------------------------------


def _connectors_own(environ: Mapping[str, str]) -> list[str]:
    """The names that carry a connector's folder: its own settings, whatever they are."""
    own = tuple(f"{PREFIX}{crm.upper()}_" for crm in crm_names())
    return sorted({name.removesuffix(FROM_FILE) for name in environ if name.startswith(own)})


def _unknown(environ: Mapping[str, str]) -> list[str]:
    """Names nobody reads, with what was probably meant."""
    known, found = {*KNOWN, *_connectors_own(environ)}, []
    for name in sorted(environ):
        base = name.removesuffix(FROM_FILE)
        if name.startswith(PREFIX) and base not in known:
            near = difflib.get_close_matches(base, KNOWN, n=1)
            found.append(f"{name} is not a setting" + (f" (did you mean {near[0]}?)" if near else ""))
    return found
