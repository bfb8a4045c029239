"""An account, opened: its document, its connector, its live connection, and the ladder of stages that its gates stand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.base import Connection, Connector, Crm, Vault
from connectors.errors import Permanent
from connectors.registry import load as load_connector
from integration.account import AccountDocument, load
from integration.logs import register_secrets
from integration.policy import policy_of
from integration.secrets import Keyring
from integration.storage import AccountRow, Store
from integration.vault import StoreVault
from rules.model import GATES, Gate, Mode, Stage, Template
from rules.movement import GateAt, Ladder


class AccountBroken(Exception):
    """The account cannot be worked with; the text says why and what to do."""


@dataclass(frozen=True)
class OpenAccount:
    """Everything needed to work for one account."""

    row: AccountRow
    document: AccountDocument
    connector: Connector
    connection: Connection
    crm: Crm
    template: Template

    @property
    def key(self) -> str:
        return self.row.key

    def mode(self, gate: Gate, trial_deal: bool = False) -> Mode:
        """How a gate really behaves here."""
        return self.document.mode(gate, trial_deal, self.connector.capabilities.veto)

    def local(self, now: datetime) -> datetime:
        """The instant in the account's time zone: dates pass at its midnight."""
        return now.astimezone(self.document.zone)

    def ladder(self, stage: Stage, trial_deal: bool = False) -> Ladder:
        """The stages of a deal's pipeline, with the gates as they behave for this deal."""
        pipeline = next((p for p in self.crm.pipelines() if p.id == stage.pipeline), None)
        if pipeline is None:
            return Ladder(stages=())
        places = {info.id: Stage(pipeline=pipeline.id, id=info.id) for info in pipeline.stages}
        lost = tuple(places[info.id] for info in pipeline.stages if info.closed == "lost")
        ranked = tuple(place for place in places.values() if place not in lost)
        park = places.get(self.document.park.get(pipeline.id, ""))
        return Ladder(stages=ranked, lost=lost, park=park, gates=tuple(self._gates(ranked, trial_deal)))

    def _gates(self, ranked: tuple[Stage, ...], trial_deal: bool) -> list[GateAt]:
        rules = [(gate, self.document.gate(gate)) for gate in GATES]
        return [
            GateAt(gate=gate, stages=rule.places(), mode=self.mode(gate, trial_deal), reactions=rule.reactions())
            for gate, rule in rules
            if any(place in ranked for place in rule.places())
        ]

    def discovery(self, ladder: Ladder, stage: Stage) -> Stage:
        """Where deals of this pipeline are explored: the stage that ops named, else the first one."""
        named = Stage(pipeline=stage.pipeline, id=self.document.discovery.get(stage.pipeline, ""))
        return named if named in ladder.stages or not ladder.stages else ladder.stages[0]

    def label(self, stage: Stage | None) -> str:
        """A stage's name as people know it."""
        if stage is None:
            return ""
        infos = [
            info for p in self.crm.pipelines() if p.id == stage.pipeline for info in p.stages if info.id == stage.id
        ]
        return infos[0].label if infos else stage.id

    def lost_properties(self) -> tuple[str, ...]:
        """Mapped properties that the CRM no longer has: then no gate may hold a deal (N17)."""
        try:
            known = self.crm.known_properties()
        except Permanent:
            return ()  # it will not tell us; that is no proof
        return tuple(name for name in dict.fromkeys(self.connection.mapping.values()) if name not in known)

    def gate_label(self, ladder: Ladder, gate: Gate) -> str:
        """The name of the stage at which a gate stands in this pipeline."""
        at = next((g for g in ladder.gates if g.gate == gate), None)
        place = next((stage for stage in at.stages if stage in ladder.stages), None) if at else None
        return self.label(place) or gate


def connection_of(row: AccountRow, document: AccountDocument, connector: Connector, keyring: Keyring) -> Connection:
    """What a connector needs to talk to the account."""
    secrets = keyring.open(row.key, row.secrets)
    register_secrets(secrets.values())
    return Connection(
        account=row.key,
        settings=row.settings,
        secrets=secrets,
        time_zone=document.time_zone,
        mapping=document.full_mapping(connector.default_mapping()),
        language=document.language,
    )


def open_account(
    row: AccountRow, keyring: Keyring, template: Template, public_url: str = "", vault: Vault | None = None
) -> OpenAccount:
    """Open an account. Raises AccountBroken when its document cannot be used, SecretUnreadable for its tokens."""
    document, problems = load(row.document, f"{row.key}.yaml")
    if document is None:
        raise AccountBroken(f"the document of {row.key} cannot be used: {problems[0]}")
    connector = load_connector(row.crm)
    bare = connection_of(row, document, connector, keyring)
    connection = replace(
        bare,
        policy=policy_of(document, template, connector),
        webhook_url=public_url + connector.webhook_path(bare),
        vault=vault,
    )
    return OpenAccount(row, document, connector, connection, connector.open(connection), template)


class AccountBook:
    """Open accounts, each opened anew when its document or its tokens changed."""

    def __init__(
        self, store: Store, keyring: Keyring, template: Template, public_url: str = "", lasts: float = 300.0
    ) -> None:
        self.store, self.keyring, self.template = store, keyring, template
        self.public_url, self.lasts = public_url, lasts
        self._open: dict[str, tuple[AccountRow, float, OpenAccount]] = {}

    def get(self, key: str, now: datetime) -> OpenAccount:
        """The account as it is now. Pipelines and owners are read again after five minutes."""
        row = self.store.accounts.get(key)
        if row is None:
            raise AccountBroken(f"{key} is not connected. Connected: {self.known() or 'none; use handoff connect'}")
        kept = self._open.get(key)
        if kept and _same(kept[0], row) and now.timestamp() - kept[1] < self.lasts:
            return kept[2]
        vault = StoreVault(self.store.shared, self.keyring, row.key)
        opened = open_account(row, self.keyring, self.template, self.public_url, vault)
        self._open[key] = (row, now.timestamp(), opened)
        return opened

    def known(self) -> str:
        return ", ".join(row.key for row in self.store.accounts.all())


def _same(old: AccountRow, new: AccountRow) -> bool:
    return (old.document_version, old.secrets, old.settings) == (new.document_version, new.secrets, new.settings)


Clock = Callable[[], datetime]
