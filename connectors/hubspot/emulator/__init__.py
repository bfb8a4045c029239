"""A strict HubSpot on loopback: for the demo, the tests, and trying the product without an account.

It refuses what HubSpot refuses, and has switches for what HubSpot does wrong. It imports nothing of the product.
"""

from __future__ import annotations

from connectors.hubspot.emulator.demo import Demo
from connectors.hubspot.emulator.faults import Fault
from connectors.hubspot.emulator.portal import Portal, Refusal
from connectors.hubspot.emulator.server import Emulator

__all__ = ["Demo", "Emulator", "Fault", "Portal", "Refusal"]
