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
from rules.model import Answer, Gate, Mode, Mover, Person, Promise, Stage, Template

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

    secret: str = field(repr=False)
    app: str
    accounts: frozenset[str]


class WebhookRejected(Exception):
    """The request is not from the vendor. Answer 401. The text is for our log and holds no secret."""


class BadBody(Exception):
    """The body of a verified request cannot be read at all. Answer 400."""


@dataclass(frozen=True)
class Reply:
    """What a vendor has to read before it believes that its events were taken."""

    body: str
    content_type: str


@dataclass(frozen=True)
class Moved:
    """Who changed something, as far as the vendor says."""

    by: Mover
    person: str = ""
    source: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """Something happened to a deal (or to a priced document): a hint to read it again. `key` removes duplicates.

    `value` is the new stage, if it may have been a move; empty where the vendor does not sign what it says.
    """

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
    """One deal, read just now and translated. `shown` is what our own values say on the record.

    `revision` is the CRM's own count of changed answers, where it keeps one: written back with our verdict, it says
    for which answers the verdict was given. `type` is the CRM's kind of deal (new business, renewal).
    """

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
    type: str = ""
    revision: str | None = None


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
    """How a deal came to where it stands, newest first; and who set the review value last, and when.

    `vouched`: the CRM itself lets only reviewers set the review, and says that this person is one.
    """

    steps: tuple[Step, ...]
    review_set_by: Moved | None = None
    vouched: bool = False


@dataclass(frozen=True)
class Document:
    """A priced document (a quote): the deals it belongs to and whether the customer can see it."""

    id: str
    deals: tuple[str, ...]
    published: bool


@dataclass(frozen=True)
class Found:
    """One hit of the sweep. A CRM that sends whole deals in its pages gives the `record` along: then it is not read again.

    `moved_at` is when the deal came into its stage, where the CRM says so.
    """

    id: str
    modified: datetime
    record: DealRecord | None = None
    moved_at: datetime | None = None


@dataclass(frozen=True)
class Identity:
    """The account behind a token."""

    account: str
    name: str
    time_zone: str


# --- set-up ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SetupStep:
    """One thing `install` would do or has found. A `note` only informs: what it costs, what a person has to do."""

    state: Literal["create", "change", "present", "remove", "note", "trouble"]
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
    """One option of `handoff connect <crm>`. Secret ones are stored encrypted and may come from a file or stdin.

    A `generated` secret is made once by us when nobody gives one, and kept when the account is connected again.
    """

    name: str
    help: str
    secret: bool = False
    required: bool = True
    default: str | None = None
    generated: bool = False


@dataclass(frozen=True)
class Capabilities:
    """What the vendor lets us do to hold a stage, how often its changes are to be asked for, how many deals one write takes.

    `veto`: the CRM itself refuses the move, by rules that `install` puts there. `put_back`: we undo a move afterwards.
    """

    veto: bool
    put_back: bool
    poll_seconds: float = 300.0
    writes_together: int = 100


@dataclass(frozen=True)
class GatePolicy:
    """One gate as ops set it: the stages that mean it, and how it behaves."""

    gate: Gate
    stages: tuple[Stage, ...]
    mode: Mode


@dataclass(frozen=True)
class Policy:
    """What is asked and where, for a CRM that can refuse a move by itself: everything its rules are made from.

    `placeholders` and `vague` (kind → phrases) are the words that fill a box without answering it, in lower case;
    `texts` are the sentences of the rules' messages by key. No `pipelines` or `deal_types` named means all of them.
    """

    template: Template
    gates: tuple[GatePolicy, ...]
    since: datetime
    pipelines: tuple[str, ...] = ()
    deal_types: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    vague: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


class Vault(Protocol):
    """Short-lived secrets that all processes share, such as an access token: made once for all, kept encrypted."""

    def shared(self, name: str, stale: str, make: Callable[[], str]) -> str:
        """The secret of that name. When there is none, or it is still the `stale` one, one process calls `make`
        while the others wait for its result. What `make` raises is raised here."""


@dataclass(frozen=True)
class Connection:
    """Everything needed to talk to one account. `secrets` are in the clear only in memory."""

    account: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    time_zone: str = "UTC"
    mapping: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    policy: Policy | None = None
    webhook_url: str = field(default="", repr=False)  # may hold a secret in its path
    vault: Vault | None = field(default=None, repr=False)


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
        """Pages of deals modified at or after `since`, in an order that can be resumed; the caller overlaps its cursor."""

    def apply(self, plans: Sequence[WritePlan]) -> Mapping[str, Outcome]:
        """Write the differences, then do the put-backs: re-read, move only what still stands there, verify."""

    def tell(self, tell: Tell, again: bool) -> str:
        """Create the task; `again` looks first whether an earlier try left one with this key. Returns its id."""

    def close_told(self, remote_id: str) -> None: ...

    def known_properties(self) -> frozenset[str]: ...

    def install(self, plan_only: bool, progress: Callable[[SetupStep], None]) -> None:
        """Bring the CRM to what the connection's mapping and policy ask; may be repeated. Steps tell what was done."""

    def setup_files(self) -> Mapping[str, str]:
        """The files that `install` works from, or that ops need for the CRM's own tools: name → text."""

    def stop_holding(self, progress: Callable[[SetupStep], None]) -> None:
        """Make the CRM refuse nothing more by itself. Nothing to do where it never did."""

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

    @property
    def reply(self) -> Reply | None:
        """What to answer once events are stored; None: anything with 2xx will do."""

    @property
    def unavailable(self) -> int:
        """The status that makes the vendor send the events again."""

    def account_key(self, values: Mapping[str, str]) -> str: ...

    def locate(self, values: Mapping[str, str], secrets: Mapping[str, str]) -> Mapping[str, str]:
        """Settings that only the vendor can tell (whose account these secrets open), in at most one call."""

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

    def default_pipelines(self) -> tuple[Pipeline, ...]:
        """The pipelines of a fresh account, for planning without one."""

    def setup_files(self, connection: Connection) -> Mapping[str, str]:
        """The files `install --output` writes when no account is there to ask: name (may hold folders) → text."""

    def guide(self, connection: Connection, gate: Gate, stages: Sequence[StageInfo]) -> str:
        """The click path that ops follow by hand to make the CRM refuse a move by itself."""

    def webhook_path(self, connection: Connection) -> str: ...
