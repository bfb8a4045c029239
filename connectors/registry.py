"""Which CRMs there are: the sub-folders here. Listing them imports none of them."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import cast

from connectors.base import Connector


def names() -> tuple[str, ...]:
    """The folders of this package, in alphabetical order."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if m.ispkg))


def load(name: str) -> Connector:
    """Import one CRM's folder. Raises KeyError for a name that has none."""
    if name not in names():
        raise KeyError(name)
    return cast(Connector, importlib.import_module(f"connectors.{name}").CONNECTOR)
