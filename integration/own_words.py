"""A company's own words for the judge: phrases, systems, roles and patterns of its account document."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator

from connectors.registry import names
from rules.lexicon.own import Words, never

MOST, LONGEST, MEMORY = 200, 200, 1 << 20
_REPEATED_REPEAT = re.compile(r"[+*}]\??\)[+*{]")
NO_ENGINE = "cannot be used here: patterns need the package google-re2. Install it, or use phrases"


def _engine() -> Any:
    """The linear-time engine, and how patterns are compiled with it. Raises ImportError where it is not installed."""
    import re2

    options = re2.Options()
    options.case_sensitive, options.log_errors, options.max_mem = False, False, MEMORY
    return re2, options


def _compiles(pattern: str) -> str:
    if _REPEATED_REPEAT.search(pattern):
        raise ValueError("repeats what repeats already. Take one of the two away")
    try:
        engine, options = _engine()
    except ImportError:
        raise ValueError(NO_ENGINE) from None
    try:
        engine.compile(pattern, options)
    except engine.error as error:
        raise ValueError(f"is no pattern that can be used ({_said(error)}). Write a simpler one, or a phrase") from None
    return pattern


def _said(error: Exception) -> str:
    text = error.args[0] if error.args else ""
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)


Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


class OwnWords(BaseModel):
    """Literal phrases that say nothing here, names of systems, titles of roles, phrases that are enough here, and patterns
    (RE2) for phrases that vary."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phrases: tuple[Word, ...] = ()
    systems: tuple[Word, ...] = ()
    roles: tuple[Word, ...] = ()
    enough: tuple[Word, ...] = ()
    patterns: tuple[Annotated[Word, AfterValidator(_compiles)], ...] = ()

    @model_validator(mode="after")
    def _few(self) -> OwnWords:
        if (count := sum(map(len, (self.phrases, self.systems, self.roles, self.enough, self.patterns)))) > MOST:
            raise ValueError(f"has {count} entries, {MOST} are the most. Keep those that come up")
        return self


@lru_cache(maxsize=64)
def words_of(own: OwnWords) -> Words:
    """What the rules need of them. The CRMs that we connect are systems without being listed."""
    return Words(own.phrases, (*names(), *own.systems), own.roles, own.enough, _matcher(own.patterns))


def _matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    if not patterns:
        return never
    engine, options = _engine()
    compiled = [engine.compile(pattern, options) for pattern in patterns]
    return lambda text: any(pattern.search(text) for pattern in compiled)
