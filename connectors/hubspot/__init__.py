"""HubSpot: no veto by API, so a deal that went too far is put back. See README.md in this folder."""

from __future__ import annotations

from connectors.base import Connector
from connectors.hubspot.connector import HubSpot

CONNECTOR: Connector = HubSpot()
