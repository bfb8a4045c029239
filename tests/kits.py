"""One kit for each CRM: what the contract suite needs of its emulator, in words that fit any of them.

A new CRM gets one more class beside those that are there, and a row in `KITS`; the suite itself stays as it is.
"""

from __future__ import annotations

import importlib
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request

from connectors.base import Connection, Connector, Crm, Policy, RawRequest, SetupStep
from connectors.registry import load
from integration.account import GateRule, new_document
from integration.policy import policy_of
from integration.template import built_in
from rules.model import Mode, Stage

pytest.register_assert_rewrite("live_contract", "trouble_contract")  # they hold tests under another name

EPOCH = datetime.fromtimestamp(0, UTC)
Steps = list[SetupStep]
Values = dict[str, str | None]


class Mailbox:
    """The address that webhooks go to: keeps every request as the web process would hand it on, and takes none."""

    def __init__(self) -> None:
        self.requests: list[RawRequest] = []
        self._server = make_server("127.0.0.1", 0, self._take, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Mailbox:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _take(self, environ: Any, start: Any) -> list[bytes]:
        asked = Request(environ)
        headers = {name.lower(): value for name, value in asked.headers.items()}
        secret = "/".join(asked.path.split("/")[3:])
        self.requests.append(RawRequest(asked.method, self.url + asked.path, headers, asked.get_data(), secret))
        start("503 Service Unavailable", [])
        return [b""]


@dataclass(frozen=True)
class Task:
    """A task on a deal, as people see it. `to` is a person's id."""

    id: str
    subject: str
    done: bool
    to: str


def policy(connector: Connector, gates: Mapping[str, str], mode: Mode) -> Policy:
    """Every deal reached, all gates in one mode, at these stages (`pipeline/stage`)."""
    rules = {gate: GateRule(stages=(stage,), mode=mode) for gate, stage in gates.items()}
    document = new_document(f"{connector.name}:0", "en", "UTC", EPOCH).model_copy(update={"gates": rules})
    return policy_of(document, built_in(), connector)


class Kit(ABC):
    """One emulated account of a CRM, and what people and accidents do to it.

    `values` and `secrets` connect it. `person`, `user` and `mail` are three names of one person, `other` is another
    person's id. `stranger` is another account. `nowhere` are ids that no deal has. `theirs` is a property of the vendor's
    that we must never write. `paths` are parts of the addresses by which deals are read and written and tasks created,
    for faults. `emulator` has `url`, `sender.hold`, `faults`; `state` has `calls` and `clock`.
    """

    crm: str
    fault: Callable[..., Any]
    stages: tuple[str, str, str, str]
    nowhere: tuple[str, ...]
    theirs: str
    paths: Mapping[str, str]
    person: str
    user: str
    other: str
    stranger: str
    mail: str = "ana.ortiz@example.com"
    zone: str = "Europe/Berlin"

    def __init__(self, emulator: Any, state: Any, mode: Mode) -> None:
        self.connector, self.mailbox = load(self.crm), Mailbox()
        self.emulator, self.state, self.mode = emulator, state, mode
        self.open_stage, self.quote, self.contract, self.won = (Stage(pipeline="default", id=id) for id in self.stages)
        self.values: dict[str, str] = {}
        self.secrets: dict[str, str] = {}

    def __enter__(self) -> Kit:
        self.emulator.sender.hold = True
        self.emulator.__enter__()
        self.mailbox.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.mailbox.__exit__()
        self.emulator.__exit__(None, None, None)

    # --- our side ---------------------------------------------------------------------------------------------------

    @property
    def account(self) -> str:
        return self.connector.account_key(self.values)

    def connection(self, **changes: Any) -> Connection:
        """What `handoff connect` and the account's document would make of it."""
        gates = {"quote": str(self.quote), "contract": str(self.contract), "won": str(self.won)}
        asked = policy(self.connector, gates, self.mode)
        mapping = self.connector.default_mapping()
        bare = Connection(self.account, self.values, self.secrets, self.zone, mapping, policy=asked)
        address = self.mailbox.url + self.connector.webhook_path(bare)
        return replace(replace(bare, webhook_url=address), **changes)

    def open(self, **changes: Any) -> Crm:
        return self.connector.open(self.connection(**changes))

    def install(self, plan_only: bool = False) -> Steps:
        """Install, and do what a person has to do by hand afterwards."""
        steps: Steps = []
        crm = self.open()
        crm.install(plan_only, steps.append)
        if not plan_only:
            self.by_hand(crm)
        return steps

    def uninstall(self, plan_only: bool = False, remove_answers: bool = False) -> Steps:
        steps: Steps = []
        if not plan_only:
            self.clear_by_hand()
        self.open().uninstall(plan_only, remove_answers, steps.append)
        return steps

    # --- what is counted --------------------------------------------------------------------------------------------

    def calls(self) -> int:
        return len(self.state.calls)

    def writes(self) -> int:
        """The calls that may have changed something."""
        return sum(
            call["method"] != "GET" and not call["path"].endswith(("batch/read", "/search", "oauth2/token"))
            for call in self.state.calls
        )

    # --- time and accidents -----------------------------------------------------------------------------------------

    @contextmanager
    def at(self, instant: datetime) -> Iterator[None]:
        """What happens meanwhile happened then."""
        kept, self.state.clock = self.state.clock, lambda: instant
        try:
            yield
        finally:
            self.state.clock = kept

    @contextmanager
    def struck(self, call: str = "", times: int = 99, **what: Any) -> Iterator[None]:
        """Calls of this kind (none named: all) are answered by `status` and `body`, or `before` happens first."""
        self.emulator.faults.append(self.fault(self.paths.get(call, ""), times, **what))
        try:
            yield
        finally:
            self.emulator.faults.clear()

    # --- what each CRM does in its own way --------------------------------------------------------------------------

    @abstractmethod
    def by_hand(self, crm: Crm) -> None:
        """What a person has to do after install."""

    @abstractmethod
    def clear_by_hand(self) -> None:
        """What a person has to do before uninstall."""

    @abstractmethod
    def create(self, stage: Stage | None = None, typed: Mapping[str, str] | None = None) -> str:
        """A new deal of `person`, with answers by part. Returns its id."""

    @abstractmethod
    def move(self, deal: str, stage: Stage) -> str:
        """`person` moves a deal. What the CRM said when it refused, else nothing."""

    @abstractmethod
    def fill(self, deal: str, typed: Mapping[str, str]) -> None: ...

    @abstractmethod
    def delete(self, deal: str) -> None: ...

    @abstractmethod
    def stage(self, deal: str) -> Stage: ...

    @abstractmethod
    def value(self, deal: str, part: str) -> str:
        """What stands in the home of a part; blank when that is gone."""

    @abstractmethod
    def tasks(self, deal: str) -> list[Task]: ...

    @abstractmethod
    def delete_task(self, id: str) -> None: ...

    @abstractmethod
    def ours(self) -> set[str]:
        """The names of what install made and uninstall takes away, answers aside."""

    @abstractmethod
    def everything(self) -> Any:
        """All that a call could change, to compare it before and after."""

    @abstractmethod
    def sent(self, change: Callable[[], object]) -> list[RawRequest]:
        """What is posted when this happens: the first try, and the second, after nobody took it."""

    @abstractmethod
    def signed(self, body: bytes, secret: str | None = None) -> RawRequest:
        """Any body, as if the vendor had sent it; or somebody with another secret."""

    @abstractmethod
    def revoked(self) -> AbstractContextManager[None]:
        """Meanwhile the vendor does not know our credentials any more."""

    @abstractmethod
    def introduction(self) -> str:
        """The secret that goes with a new connection's first call."""

    @abstractmethod
    def bearer(self) -> str:
        """The secret that goes with every call after it."""

    @abstractmethod
    def complaint(self, text: str) -> Any:
        """An error's body in the vendor's form."""

    @abstractmethod
    def spoil(self, deal: str, values: Values) -> Values:
        """These values, or others, in such a way that the CRM refuses them for this deal."""


KITS: Mapping[str, str] = {"hubspot": "hubspot_kit.HubSpotKit", "salesforce": "salesforce_kit.SalesforceKit"}


def kit_of(crm: str, mode: Mode = "shadow") -> Kit:
    """The kit of a CRM, not started. LookupError says that there is none."""
    if crm not in KITS:
        raise LookupError(f"connectors/{crm} has no kit in tests/kits.py")
    module, _, name = KITS[crm].partition(".")
    made: Kit = getattr(importlib.import_module(module), name)(mode)
    return made
