"""Salesforce: the save itself is refused, by rules that are compiled from the template. See README.md in this folder."""

from __future__ import annotations

from connectors.base import Connector
from connectors.salesforce.connector import Salesforce

CONNECTOR: Connector = Salesforce()
