"""Sending a zip of metadata and waiting for what becomes of it. All or nothing, and checked before anything is changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.errors import Transient
from connectors.salesforce.client import Client

FIRST_PAUSE, LONGEST_PAUSE, PATIENCE = 0.5, 10.0, 1800.0  # seconds
OVER = ("Succeeded", "SucceededPartial", "Failed", "Canceled")
MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Deployed:
    """How a deployment ended. `problems` name component, place and reason in Salesforce's words."""

    success: bool
    problems: tuple[str, ...] = ()


def deploy(client: Client, zipped: bytes, check_only: bool, sleep: Callable[[float], None] = time.sleep) -> Deployed:
    """Start it and look until it is over. Raises Transient when it takes longer than half an hour."""
    id, pause, waited = client.deploy(zipped, check_only), FIRST_PAUSE, 0.0
    while True:
        told = client.deploy_status(id)
        if told.get("done") is True or told.get("status") in OVER:
            return _ended(told)
        if waited > PATIENCE:
            raise Transient(
                f"the deployment {id} is still {told.get('status')} after half an hour. See Setup → Deployment Status."
            )
        sleep(pause)
        waited, pause = waited + pause, min(pause * 2, LONGEST_PAUSE)


def _ended(told: Mapping[str, Any]) -> Deployed:
    success = told.get("success") is True or told.get("status") == "Succeeded"
    problems = [] if success else _problems(told)
    more = [f"and {len(problems) - MOST_PROBLEMS} more problems"] if len(problems) > MOST_PROBLEMS else []
    return Deployed(success, (*problems[:MOST_PROBLEMS], *more))


def _problems(told: Mapping[str, Any]) -> list[str]:
    details = told.get("details")
    failures = details.get("componentFailures") if isinstance(details, Mapping) else None
    rows = failures if isinstance(failures, list) else [failures] if isinstance(failures, Mapping) else []
    found = [_problem(row) for row in rows if isinstance(row, Mapping)]
    return found or [str(told.get("errorMessage") or f"the deployment ended as {told.get('status')}, without a reason")]


def _problem(row: Mapping[str, Any]) -> str:
    line = f", line {row['lineNumber']}" if row.get("lineNumber") else ""
    return f"{row.get('componentType') or 'component'} {row.get('fullName') or row.get('fileName')}{line}: {row.get('problem')}"
