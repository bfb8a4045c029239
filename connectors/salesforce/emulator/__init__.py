"""A strict Salesforce on loopback: for the demo, the tests, and trying the product without an account.

It keeps what is deployed, evaluates its rules and flows on every save, refuses what Salesforce refuses, and has switches
for what goes wrong. It imports nothing of the product.
"""

from __future__ import annotations

from connectors.salesforce.emulator.demo import Demo
from connectors.salesforce.emulator.faults import Fault
from connectors.salesforce.emulator.org import Org
from connectors.salesforce.emulator.records import Record, Refusal
from connectors.salesforce.emulator.server import Emulator

__all__ = ["Demo", "Emulator", "Fault", "Org", "Record", "Refusal"]
