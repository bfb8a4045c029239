"""What goes wrong on purpose: a fault waits for a matching request and strikes a given number of times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Fault:
    """`path` is a part of the address. `before` runs first; then either `status` is answered or the call goes on.

    `body` is an object (sent as JSON), or text (sent as HTML). `after_apply` answers `status` although the request was
    carried out: the lost answer.
    """

    path: str
    times: int = 1
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | str = field(default_factory=dict)
    before: Callable[[], None] | None = None
    after_apply: bool = False

    def takes(self, path: str) -> bool:
        """Does it strike this request? Counts down when it does."""
        if self.times > 0 and self.path in path:
            self.times -= 1
            return True
        return False
