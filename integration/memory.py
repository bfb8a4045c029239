"""What we remember of a deal between two looks at it. A value: handling a deal makes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from rules.model import Gate, Mover, Stage

Hold = Literal["", "back", "flag", "needs_person", "refused", "reason"]


class DealMemory(BaseModel):
    """`accepted` is the stage the deal has rightly reached; `held` the gates that said no to its last move."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = ""
    standing: Stage | None = None
    accepted: Stage | None = None
    hold: Hold = ""
    held: tuple[Gate, ...] = ()
    mover: Mover = "unknown"
    person: str = ""
    episode: int = 0
    told: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    trial: int = 0
    digest: str = ""
    fields: Mapping[str, str] = {}
    evaluated: datetime | None = None
    score: int | None = None
    states: Mapping[str, str] = {}
    risk: tuple[float, ...] = ()
    review_due: datetime | None = None
    baseline: Mapping[str, Any] | None = None
    skipped: tuple[str, ...] | None = None

    def freed(self) -> DealMemory:
        """Nothing is held any more."""
        return self.model_copy(update={"hold": "", "held": (), "told": ()})
