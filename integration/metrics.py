"""What an operator watches. Labels are few and never hold a deal, a person or a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, Gauge, PlatformCollector, ProcessCollector, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

EVENTS = Counter(
    "handoff_events_total",
    "Webhook events by what became of them: new (stored), duplicate, or why they were ignored",
    ["crm", "result"],
    registry=REGISTRY,
)
REJECTED = Counter(
    "handoff_webhooks_rejected_total", "Webhook requests that were not from the vendor", ["crm"], registry=REGISTRY
)
EVALUATIONS = Counter("handoff_evaluations_total", "Deals evaluated", registry=REGISTRY)
WRITES = Counter("handoff_writes_total", "Deals written to a CRM, by result", ["result"], registry=REGISTRY)
PUT_BACKS = Counter("handoff_put_backs_total", "Stages put back, by outcome", ["outcome"], registry=REGISTRY)
HOLDS = Counter("handoff_holds_total", "Deals found held, by kind", ["kind"], registry=REGISTRY)
BACKLOG = Gauge("handoff_backlog", "Objects that are due", registry=REGISTRY)
BACKLOG_AGE = Gauge("handoff_backlog_age_seconds", "Age of the oldest due object", registry=REGISTRY)
PARKED = Gauge("handoff_parked", "Objects that could not be handled", registry=REGISTRY)


class Backlog(NamedTuple):
    """What waits: how many objects are due, how long the oldest has waited, how many are parked."""

    depth: int
    age_seconds: float
    parked: int


def judged_so_far() -> int:
    """How many deals this process has judged."""
    return int(REGISTRY.get_sample_value("handoff_evaluations_total") or 0)


def exposition(backlog: Callable[[], Backlog] | None = None) -> bytes:
    """The text that Prometheus reads. `backlog` is asked at this moment; what it raises is the caller's to answer."""
    if backlog is not None:
        depth, age, parked = backlog()
        BACKLOG.set(depth)
        BACKLOG_AGE.set(age)
        PARKED.set(parked)
    return generate_latest(REGISTRY)
