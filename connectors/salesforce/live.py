"""One organisation, live: what connectors.base.Crm asks for, in Salesforce's own batches."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from connectors.base import (
    Connection,
    DealRecord,
    Document,
    Fetched,
    Found,
    Identity,
    Moved,
    Pipeline,
    SetupStep,
    Step,
    Trail,
    Trouble,
)
from connectors.errors import AuthFailed, ConfigError, ConnectorError, NotFound, Refused, Transient
from connectors.mapping import translate
from connectors.salesforce import reading, tasks
from connectors.salesforce.client import READ_LIMIT, Client, among, instant
from connectors.salesforce.failures import UnknownFields
from connectors.salesforce.ids import id18, is_id
from connectors.salesforce.people import Directory, Permissions
from connectors.salesforce.reading import Json, Shape, by_id, chunks, kept, text
from connectors.salesforce.schema import (
    BYPASS,
    DEFAULT_PIPELINE,
    OBJECT,
    OWN_ONLY,
    REVIEWED_AT,
    REVIEWED_BY,
    REVIEWER,
    REVISION,
    own_names,
)
from connectors.salesforce.writing import PutBacks, typed, write
from rules.intents import Outcome, Tell, WritePlan
from rules.model import Gate, Mover, Person, Stage

if TYPE_CHECKING:
    from connectors.salesforce.setup import Setup

BASICS = ("Id", "Name", "StageName", "RecordTypeId", "Type", "OwnerId", "AccountId", "CreatedDate", "LastModifiedDate",
          "SystemModstamp", "LastStageChangeDate")  # fmt: skip
STAGES = "SELECT ApiName, MasterLabel, SortOrder, IsActive, IsClosed, IsWon FROM OpportunityStage ORDER BY SortOrder"
PUBLISHED = ("Presented", "Accepted")  # Status of a quote that the customer has seen (2026-11)
PIPELINES_LAST = 300.0
SPARED, LOOK_AGAIN = 0.2, 600.0  # the part of the day's calls that polling leaves to others; seconds
MOST_ACCOUNTS = 20_000


class SalesforceAccount:
    """A connection to one organisation. Pipelines, fields and users are kept for five minutes."""

    def __init__(self, connection: Connection, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        self.connection, self.client, self.clock = connection, client, clock
        self.names = own_names(connection.mapping)
        self.parts = {part: name for part, name in connection.mapping.items() if not part.startswith("ours.")}
        self.directory, self.permissions = Directory(client, clock), Permissions(client, clock)
        self._pipelines: tuple[float, tuple[Pipeline, ...]] | None = None
        self._shape: tuple[Json, Shape] | None = None
        self._accounts: dict[str, str] = {}
        self._looked_at = float("-inf")

    # --- the account ------------------------------------------------------------------------------------------------

    def identify(self) -> Identity:
        """The organisation behind the token. Raises ConfigError when it is another than the one we were connected to."""
        told, own = self.client.identity(), self.connection.account.partition(":")[2]
        actual = text(told.get("Id")) or self.client.org_id or own
        if actual[:15] != own[:15]:
            raise ConfigError(
                f"these credentials open organisation {actual}, not {own}. Use that organisation's credentials."
            )
        name = text(told.get("Name")) or f"Salesforce organisation {own}"
        return Identity(self.connection.account, name, text(told.get("TimeZoneSidKey")) or "UTC")

    def pipelines(self) -> tuple[Pipeline, ...]:
        """One for each active record type, with the stages of its sales process; without record types, one of all."""
        if self._pipelines is None or self.clock() - self._pipelines[0] >= PIPELINES_LAST:
            self._pipelines = (self.clock(), self._read_pipelines())
        return self._pipelines[1]

    def _read_pipelines(self) -> tuple[Pipeline, ...]:
        stages = reading.stages(self.client.rows(STAGES))
        kinds = [kind for kind in self.shape().record_types if kind.active]
        if not kinds:
            return (Pipeline(DEFAULT_PIPELINE, "Opportunities", stages),)
        return tuple(reading.pipeline(kind, stages, self._allowed(kind.id)) for kind in kinds)

    def _allowed(self, record_type_id: str) -> Json:
        """The stages of a record type's sales process; nothing where the server does not say."""
        try:
            return self.client.picklist(OBJECT, record_type_id, "StageName")
        except (NotFound, Refused, AuthFailed):
            return {}

    def people(self) -> tuple[Person, ...]:
        return self.directory.active()

    def person(self, reference: str) -> Person | None:
        """By user id, `user:<id>`, e-mail address or user name; people who have left are found too."""
        return self.directory.find(reference)

    def shape(self) -> Shape:
        """What the opportunity looks like to our user, as of the last five minutes."""
        described = self.client.describe(OBJECT)
        if self._shape is None or self._shape[0] is not described:
            self._shape = (described, reading.shape(described))
        return self._shape[1]

    # --- reading ----------------------------------------------------------------------------------------------------

    def fetch(self, ids: Sequence[str]) -> Fetched:
        """Two hundred deals a call, only the mapped fields, no history. Ids that are none of Salesforce's are gone."""
        found: dict[str, DealRecord] = {}
        for chunk in _asked(ids):
            found |= {record.id: record for record in self._records(self._read_ids(chunk).values())}
        deals = {id: found[id18(id)] for id in ids if is_id(id) and id18(id) in found}
        return Fetched(deals, frozenset(ids) - frozenset(deals))

    def _read_ids(self, ids: Sequence[str]) -> dict[str, Json]:
        return by_id(row for page in self._read(f"WHERE Id IN {among(ids)}") for row in page)

    def _read(self, condition: str) -> Iterator[list[Json]]:
        """Pages of deals with all their fields. Fields that went away since we last looked are left out."""
        pages = self._pages(condition)
        try:
            first = next(pages, [])
        except UnknownFields as error:
            self.client.forget(OBJECT)
            pages = self._pages(condition, error.fields)
            first = next(pages, [])
        yield first
        yield from pages

    def _pages(self, condition: str, without: Iterable[str] = ()) -> Iterator[list[Json]]:
        names = (*BASICS, *self.parts.values(), *self.names.values(), *OWN_ONLY)
        fields = ", ".join(self.shape().known(names, without))
        for page in self.client.query(f"SELECT {fields} FROM {OBJECT} {condition}"):
            yield list(page)

    def _records(self, rows: Iterable[Json]) -> list[DealRecord]:
        """Deals, translated; all their people are asked for together."""
        found = list(rows)
        holders = ["OwnerId", *(name for part, name in self.parts.items() if "owner" in part.split("."))]
        self.directory.learn(id for row in found for name in holders if is_id(id := text(row.get(name))))
        shape = self.shape()
        self._remember(found)
        return [self._record(row, shape) for row in found]

    def _record(self, row: Json, shape: Shape) -> DealRecord:
        owner = self._owner(text(row.get("OwnerId")))
        typed_in = {part: kept(row.get(name)) for part, name in self.parts.items()}
        translated = translate(typed_in, owner, self.person)
        return DealRecord(
            id=id18(text(row.get("Id"))),
            name=text(row.get("Name")),
            stage=shape.stage(row),
            owner=owner,
            created=reading.instant(row.get("CreatedDate")),
            modified=reading.instant(row.get("SystemModstamp") or row.get("LastModifiedDate")),
            answers=translated.answers,
            promise=translated.promise,
            shown={key: shape.shown(name, row.get(name)) for key, name in self.names.items()},
            has_answer=translated.has_answer,
            type=text(row.get("Type")),
            revision=(text(row[REVISION]) or "0") if REVISION in row else None,
        )

    def _owner(self, id: str) -> Person | None:
        return (self.person(id) or Person(id=id)) if id else None

    def _remember(self, rows: Sequence[Json]) -> None:
        """Which account a deal belongs to: writes of one account are kept together."""
        if len(self._accounts) + len(rows) > MOST_ACCOUNTS:
            self._accounts.clear()
        self._accounts |= {id18(text(row.get("Id"))): text(row.get("AccountId")) for row in rows}

    # --- history ----------------------------------------------------------------------------------------------------

    def trails(self, ids: Sequence[str]) -> Mapping[str, Trail]:
        """Who moved each deal where, newest first, and who set its review. Deals that are gone are left out."""
        found: dict[str, Trail] = {}
        for chunk in _asked(ids):
            rows, history = self._read_ids(chunk), self._history(chunk)
            self.directory.learn(text(row.get("CreatedById")) for past in history.values() for row in past)
            found |= {id: self._trail(row, history.get(id, ())) for id, row in rows.items()}
        return {id: found[id18(id)] for id in ids if is_id(id) and id18(id) in found}

    def _history(self, ids: Sequence[str]) -> dict[str, list[Json]]:
        asked = "SELECT Id, OpportunityId, StageName, CreatedDate, CreatedById FROM OpportunityHistory"
        found: dict[str, list[Json]] = {}
        try:
            rows = self.client.rows(f"{asked} WHERE OpportunityId IN {among(ids)} ORDER BY CreatedDate DESC, Id DESC")
        except (UnknownFields, NotFound):
            return found  # a server without history: who moved a deal stays unknown
        for row in rows:
            if is_id(id := text(row.get("OpportunityId"))):
                found.setdefault(id18(id), []).append(row)
        return found

    def _trail(self, row: Json, history: Iterable[Json]) -> Trail:
        pipeline = self.shape().stage(row).pipeline
        steps = tuple(self._step(move, pipeline) for move in reading.moves(history))
        by = text(row.get(REVIEWED_BY))
        if not is_id(by):
            return Trail(steps)
        at = reading.instant(row.get(REVIEWED_AT) or row.get("LastModifiedDate"))
        ours = id18(by) == self.client.user_id
        set_by = Moved(by="ours" if ours else "person", person=id18(by), at=at)
        return Trail(steps, set_by, vouched=id18(by) in self.permissions.holders(REVIEWER))

    def _step(self, move: Json, pipeline: str) -> Step:
        """The history does not say which record type the deal had: the present one."""
        at = reading.instant(move.get("CreatedDate"))
        return Step(Stage(pipeline=pipeline, id=text(move.get("StageName"))), at, self._moved(move, at))

    def _moved(self, move: Json, at: datetime) -> Moved:
        id = text(move.get("CreatedById"))
        if not is_id(id):
            return Moved(by="unknown", at=at)
        return Moved(by=self._mover(id18(id)), person=id18(id), source=self.directory.kind(id), at=at)

    def _mover(self, user: str) -> Mover:
        if user == self.client.user_id:
            return "ours"
        if user in self.permissions.holders(BYPASS):
            return "integration"
        return "workflow" if reading.is_machine(self.directory.kind(user)) else "person"

    def documents(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """Quotes: the deal each belongs to, and whether the customer has seen it. None where quotes are switched off."""
        found: list[Document] = []
        for chunk in _asked(ids):
            try:
                rows = self.client.rows(f"SELECT Id, OpportunityId, Status FROM Quote WHERE Id IN {among(chunk)}")
            except (UnknownFields, NotFound):
                return ()
            found += [_document(id, row) for id, row in by_id(rows).items()]
        return tuple(found)

    # --- looking for changes ----------------------------------------------------------------------------------------

    def changed_since(self, since: datetime) -> Iterator[tuple[Found, ...]]:
        """Pages of up to 2,000 deals by SystemModstamp, which also moves when the system changes something.

        A row may be committed after its stamp (2026-11), so the caller overlaps. Pauses when the day's calls get scarce.
        """
        self._spare_calls()
        for page in self._read(f"WHERE SystemModstamp >= {instant(since)} ORDER BY SystemModstamp ASC, Id ASC"):
            rows = [row for row in page if is_id(text(row.get("Id")))]
            moved = [reading.instant(row.get("LastStageChangeDate") or row.get("CreatedDate")) for row in rows]
            records = self._records(rows)
            if rows:
                yield tuple(Found(r.id, r.modified, r, at) for r, at in zip(records, moved, strict=True))

    def _spare_calls(self) -> None:
        """Other apps share the day's calls. A low count is looked at again every ten minutes, which costs one call."""
        if self.client.budget_left < SPARED and self.clock() - self._looked_at >= LOOK_AGAIN:
            self._looked_at = self.clock()
            with contextlib.suppress(ConnectorError):
                self.client.limits()
        if self.client.budget_left < SPARED:
            used = f"{self.client.used} of {self.client.allowed} API calls of the last 24 hours are used"
            raise Transient(
                f"{used}: looking for changes pauses until a fifth of them is free.", retry_after=LOOK_AGAIN
            )

    # --- writing ----------------------------------------------------------------------------------------------------

    def apply(self, plans: Sequence[WritePlan]) -> Mapping[str, Outcome]:
        if not plans:
            return {}
        shape = self.shape()
        plain = {plan.deal: typed(shape, self.names, plan.values) for plan in plans if not plan.put_back}
        outcomes = {deal: Outcome(deal=deal, result="done") for deal in plain}
        outcomes |= write(self.client, {deal: held for deal, held in plain.items() if held}, self._accounts)
        backs = [plan for plan in plans if plan.put_back]
        return outcomes | (PutBacks(self.client, self.names, shape).carry_out(backs) if backs else {})

    def tell(self, tell: Tell, again: bool) -> str:
        today = datetime.now(UTC).astimezone(ZoneInfo(self.connection.time_zone)).date()
        return tasks.tell(self.client, tell, again, today)

    def close_told(self, remote_id: str) -> None:
        tasks.close(self.client, remote_id)

    # --- set-up -----------------------------------------------------------------------------------------------------

    def known_properties(self) -> frozenset[str]:
        return frozenset(self.shape().fields)

    def _setup(self) -> Setup:
        from connectors.salesforce.setup import Setup

        return Setup(self.connection, self.client, self.pipelines)

    def install(self, plan_only: bool, progress: Callable[[SetupStep], None]) -> None:
        self._setup().install(plan_only, progress)

    def setup_files(self) -> Mapping[str, str]:
        return self._setup().files()

    def stop_holding(self, progress: Callable[[SetupStep], None]) -> None:
        self._setup().stop_holding(progress)

    def uninstall(self, plan_only: bool, remove_answers: bool, progress: Callable[[SetupStep], None]) -> None:
        self._setup().uninstall(plan_only, remove_answers, progress)

    def troubles(self) -> tuple[Trouble, ...]:
        from connectors.salesforce.doctor import troubles

        return troubles(self._setup())

    def kit_in_place(self, gate: Gate, stage: Stage, test_deal: str) -> bool:
        raise ConfigError(
            "not needed here: Salesforce refuses the move by its own rules. "
            f"handoff install {self.connection.account} puts them there, handoff doctor says whether they are."
        )


def _asked(ids: Iterable[str]) -> Iterator[Sequence[str]]:
    """The ids that can be asked for, each once, as many as go into one address."""
    return chunks(list(dict.fromkeys(id18(id) for id in ids if is_id(id))), READ_LIMIT)


def _document(id: str, row: Json) -> Document:
    deal = text(row.get("OpportunityId"))
    return Document(id, (id18(deal),) if is_id(deal) else (), text(row.get("Status")) in PUBLISHED)
