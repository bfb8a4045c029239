"""What every CRM's folder offers: the contract, and the plain data that crosses it.

`connectors.<crm>.CONNECTOR` implements `Connector` (pure: settings, verification, parsing) and opens a `Crm`,
which is one account's live connection. Nothing above this line knows a vendor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from rules.intents import Outcome, Tell, WritePlan
from rules.model import Answer, Gate, Mover, Person, Promise, Stage

# --- webhooks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RawRequest:
    """A webhook as it came in. `url` is the address we gave the vendor, never one rebuilt from the request.

    `path_secret` is what stood behind `/webhooks/<crm>/`, if anything. Header names are lower case.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    path_secret: str = ""


@dataclass(frozen=True)
class WebhookSecret:
    """One secret that may have signed a request, and the accounts it may speak for."""

    secret: str
    app: str
    accounts: frozenset[str]


class WebhookRejected(Exception):
    """The request is not from the vendor. Answer 401. The text is for our log and holds no secret."""


class BadBody(Exception):
    """The body of a verified request cannot be read at all. Answer 400."""


@dataclass(frozen=True)
class Moved:
    """Who changed something, as far as the vendor says."""

    by: Mover
    person: str = ""
    source: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """Something happened to a deal (or to a priced document): a hint to read it again. `key` removes duplicates."""

    key: str
    account: str
    kind: Literal["deal", "document"]
    id: str
    change: Literal["created", "changed", "deleted", "restored", "merged", "related", "erased"]
    property: str = ""
    value: str | None = None
    moved: Moved | None = None
    occurred_at: datetime | None = None
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ignored:
    """An event we do not act on, and why: counted, logged once, answered with 2xx."""

    reason: str
    detail: str = ""


# --- deals ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StageInfo:
    """One stage of a pipeline, in order."""

    id: str
    label: str
    closed: Literal["open", "won", "lost"] = "open"


@dataclass(frozen=True)
class Pipeline:
    """A pipeline with its stages in their order."""

    id: str
    label: str
    stages: tuple[StageInfo, ...]


@dataclass(frozen=True)
class DealRecord:
    """One deal, read just now and translated. `shown` is what our own values say on the record."""

    id: str
    name: str
    stage: Stage
    owner: Person | None
    created: datetime
    modified: datetime
    answers: Mapping[str, Answer]
    promise: Promise
    shown: Mapping[str, str | None]
    has_answer: bool


@dataclass(frozen=True)
class Fetched:
    """The deals that were found, and the ids that are not there any more."""

    deals: Mapping[str, DealRecord]
    gone: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """One entry of a deal's stage history."""

    stage: Stage
    at: datetime
    moved: Moved


@dataclass(frozen=True)
class Trail:
    """How a deal came to where it stands, newest first; and who set the review value last, and when."""

    steps: tuple[Step, ...]
    review_set_by: Moved | None = None


@dataclass(frozen=True)
class Document:
    """A priced document (a quote): the deals it belongs to and whether the customer can see it."""

    id: str
    deals: tuple[str, ...]
    published: bool


@dataclass(frozen=True)
class Found:
    """One hit of the sweep."""

    id: str
    modified: datetime


@dataclass(frozen=True)
class Identity:
    """The account behind a token."""

    account: str
    name: str
    time_zone: str


# --- set-up ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SetupStep:
    """One thing `install` would do or has found: `state` is create, change, present or trouble."""

    state: Literal["create", "change", "present", "remove", "trouble"]
    what: str
    detail: str = ""


@dataclass(frozen=True)
class Trouble:
    """Something `doctor` found. `stops_enforcing` means a gate must not hold deals until it is mended."""

    id: str
    message: str
    fix: str
    stops_enforcing: bool = False


@dataclass(frozen=True)
class ConnectOption:
    """One option of `handoff connect <crm>`. Secret ones are stored encrypted and may come from a file or stdin."""

    name: str
    help: str
    secret: bool = False
    required: bool = True
    default: str | None = None


@dataclass(frozen=True)
class Capabilities:
    """What the vendor lets us do to hold a stage, and whether deals and documents come as events."""

    veto: bool
    put_back: bool


@dataclass(frozen=True)
class Connection:
    """Everything needed to talk to one account. `secrets` are in the clear only in memory."""

    account: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    time_zone: str = "UTC"
    mapping: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


class Crm(Protocol):
    """One account's live connection. Reads and writes in the vendor's own batches; errors are `connectors.errors`."""

    def identify(self) -> Identity:
        """Who is behind the token. Raises AuthFailed, NotFound (wrong address) or Transient."""

    def pipelines(self) -> tuple[Pipeline, ...]: ...

    def people(self) -> tuple[Person, ...]: ...

    def person(self, reference: str) -> Person | None:
        """The owner behind a user id, owner id or e-mail address, whichever the vendor gave us."""

    def fetch(self, ids: Sequence[str]) -> Fetched:
        """Read deals by id, translated. As few calls as the vendor allows, without history."""

    def trails(self, ids: Sequence[str]) -> Mapping[str, Trail]:
        """Stage history (and who set the review) of these deals, newest first."""

    def documents(self, ids: Sequence[str]) -> tuple[Document, ...]: ...

    def changed_since(self, since: datetime) -> Iterator[tuple[Found, ...]]:
        """Pages of deals modified at or after `since`, in id order; the caller overlaps its cursor."""

    def apply(self, plans: Sequence[WritePlan]) -> Mapping[str, Outcome]:
        """Write the differences, then do the put-backs: re-read, move only what still stands there, verify."""

    def tell(self, tell: Tell, again: bool) -> str:
        """Create the task; `again` looks first whether an earlier try left one with this key. Returns its id."""

    def close_told(self, remote_id: str) -> None: ...

    def known_properties(self) -> frozenset[str]: ...

    def install(self, plan_only: bool, progress: Callable[[SetupStep], None]) -> None: ...

    def uninstall(self, plan_only: bool, remove_answers: bool, progress: Callable[[SetupStep], None]) -> None: ...

    def troubles(self) -> tuple[Trouble, ...]: ...

    def kit_in_place(self, gate: Gate, stage: Stage, test_deal: str) -> bool:
        """Try to move an expendable test deal into the stage without a code: true when the vendor refuses."""


class Connector(Protocol):
    """The pure side of a CRM's folder, and the door to its live side."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    @property
    def options(self) -> tuple[ConnectOption, ...]: ...

    def account_key(self, values: Mapping[str, str]) -> str: ...

    def verify(self, raw: RawRequest, secrets: Sequence[WebhookSecret], now: datetime) -> WebhookSecret:
        """Which secret signed it. Raises WebhookRejected. The core calls it; no adapter can forget it."""

    def webhook_secret(self, connection: Connection) -> WebhookSecret: ...

    def parse(self, raw: RawRequest, signed_by: WebhookSecret) -> list[Change | Ignored]:
        """The events in the body. A bad event becomes Ignored and never loses the good ones beside it."""

    def default_mapping(self) -> Mapping[str, str]:
        """Part of a handoff → property, e.g. `active_users.month_1` → its property name."""

    def mapping_problems(self, mapping: Mapping[str, str]) -> Iterable[tuple[str, str]]:
        """(key, what is wrong and how to mend it) for every entry that cannot work."""

    def open(self, connection: Connection) -> Crm: ...

    def setup_files(self, connection: Connection, webhook_url: str) -> Mapping[str, str]:
        """Files `install --output` writes: name → text."""

    def guide(self, connection: Connection, gate: Gate, stages: Sequence[StageInfo]) -> str:
        """The click path that ops follow by hand to make the CRM refuse a move by itself."""

    def webhook_path(self, connection: Connection) -> str: ...
