"""What goes wrong on purpose: a fault waits for a matching request and strikes a given number of times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Fault:
    """`path` is a part of the address. `before` runs first; then either `status` is answered or the call goes on.

    `body` is a list or an object (sent as JSON), or text (sent as HTML). `after_apply` answers `status` although the
    request was carried out: the lost answer.
    """

    path: str
    times: int = 1
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    before: Callable[[], None] | None = None
    after_apply: bool = False
    method: str = ""

    def takes(self, path: str, method: str = "") -> bool:
        """Does it strike this request? Counts down when it does."""
        if self.times > 0 and self.path in path and self.method in ("", method):
            self.times -= 1
            return True
        return False
