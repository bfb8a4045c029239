"""The loop: claim, handle, tell; and the sweep that finds what no webhook told us. Errors decide what happens next."""

from __future__ import annotations

import platform
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import FrameType

import structlog

from connectors.base import Found
from connectors.errors import AuthFailed, ConfigError, ConnectorError, Permanent, Transient
from connectors.registry import load as load_connector
from integration.accounts import AccountBook, AccountBroken, OpenAccount
from integration.desk import Desk
from integration.judging import in_reach
from integration.pending import Pending
from integration.secrets import SecretUnreadable
from integration.storage import AccountRow, Claim, EventRow, Message, StorageUnavailable, Store, worklist
from integration.storage.worklist import ErrorClass
from rules.intents import Tell

IDLE_SECONDS, HOST_SECONDS, OVERLAP = 1.0, 300.0, timedelta(minutes=10)
KEEP_EVENTS = timedelta(days=90)
UNINSTALLED, HOST, READ_UP_TO = "uninstalled", "worker_host", "read_up_to"
log = structlog.get_logger()
Clock = Callable[[], datetime]


class WrongHost(Exception):
    """Another host works on this SQLite database."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Worker:
    """Does what is due. Any number of them may run against PostgreSQL; one host against SQLite."""

    store: Store
    book: AccountBook
    clock: Clock = utc_now

    def unreadable(self) -> list[str]:
        """Accounts that cannot be worked for with these keys, and why."""
        found = []
        for row in self.store.accounts.all():
            try:
                self.book.keyring.open(row.key, row.secrets)
            except SecretUnreadable as error:
                found.append(str(error))
        return found

    def drain(self, only: str | None = None, progress: Callable[[int], None] | None = None) -> int:
        """Handle everything that is due now, then stop. Returns how many objects were claimed."""
        count = 0
        while claim := self.store.work.claim(self.clock().timestamp(), only=only):
            self.handle(claim)
            count += len(claim.items)
            if progress:
                progress(count)
        self.tell(only)
        return count

    def handle(self, claim: Claim) -> None:
        """One claim, held as long as it takes. Whatever goes wrong, every object is finished, failed or given back."""
        with self._held(claim), self._answering(claim):
            desk = self._desk(claim)
            desk.handle_documents(claim) if claim.kind == "document" else desk.handle_deals(claim)

    def _desk(self, claim: Claim) -> Desk:
        now = self.clock()
        return Desk(self.store, self.book.get(claim.account, now), now)

    @contextmanager
    def _held(self, claim: Claim) -> Iterator[None]:
        """Renew the lease while a slow CRM keeps us waiting."""
        over = threading.Event()

        def renew() -> None:
            while not over.wait(worklist.LEASE_SECONDS / 3):
                with suppress(StorageUnavailable):
                    self.store.work.heartbeat(claim, self.clock().timestamp())

        thread = threading.Thread(target=renew, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    @contextmanager
    def _answering(self, claim: Claim) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self._answer(claim, error)

    def _answer(self, claim: Claim, error: Exception) -> None:
        """What becomes of a claim that went wrong: the class of the error decides."""
        if isinstance(error, AuthFailed | AccountBroken | SecretUnreadable | ConfigError):
            if claim.kind == "document":  # a scope that is missing for quotes must not stop the deals
                self._fail_all(claim, "config", error)
            else:
                self._pause(claim, error)
        elif isinstance(error, Transient | StorageUnavailable):
            self._fail_all(claim, "transient", error, getattr(error, "retry_after", None))
        elif isinstance(error, ConnectorError):
            self._fail_all(claim, "permanent", error)
        else:
            log.error("claim failed", account=claim.account, exc_info=error)
            self._fail_all(claim, "transient", error)

    def _pause(self, claim: Claim, error: Exception) -> None:
        """Nothing will work until a person acts: keep all work, make no more calls."""
        log.error("account paused", account=claim.account, reason=str(error))
        self.store.work.release(claim, self.clock().timestamp())
        self.store.accounts.pause(claim.account, str(error))

    def _fail_all(self, claim: Claim, kind: ErrorClass, error: Exception, retry_after: float | None = None) -> None:
        log.warning("claim put off", account=claim.account, kind=kind, reason=str(error))
        for item in claim.items:
            self.store.work.fail(claim, item, kind, str(error), self.clock().timestamp(), retry_after)

    def resume(self, row: AccountRow) -> bool:
        """A paused account works again once its CRM answers: somebody mended the token, the scopes or the document."""
        if row.paused is None or row.paused.startswith(UNINSTALLED):
            return row.paused is None
        try:
            self.book.get(row.key, self.clock()).crm.identify()
        except (ConnectorError, AccountBroken, SecretUnreadable) as error:
            log.warning("account still paused", account=row.key, reason=str(error))
            return False
        self.store.accounts.pause(row.key, None)
        log.info("account resumed", account=row.key)
        return True

    # --- telling people ---------------------------------------------------------------------------------------------

    def tell(self, only: str | None = None) -> int:
        """Send and close the tasks that are due."""
        count = 0
        while messages := self.store.outbox.claim(self.clock().timestamp(), only=only):
            for message in messages:
                self._tell(message)
                count += 1
        return count

    def _tell(self, message: Message) -> None:
        try:
            crm = self.book.get(message.account, self.clock()).crm
            if message.state == "closing":
                if message.remote_id:
                    crm.close_told(message.remote_id)
                self.store.outbox.closed(message)
            else:
                remote = crm.tell(Tell.model_validate(message.payload), again=message.attempts > 1)
                self.store.outbox.sent(message, remote, self.clock().timestamp())
        except (AuthFailed, Permanent, AccountBroken) as error:
            log.error("task could not be written", deal=message.deal, reason=str(error))
            self.store.outbox.fail(message, str(error), self.clock().timestamp(), permanent=True)
        except Exception as error:
            wait = getattr(error, "retry_after", None)
            log.warning("task put off", deal=message.deal, reason=str(error))
            self.store.outbox.fail(message, str(error), self.clock().timestamp(), permanent=False, retry_after=wait)

    # --- the sweep --------------------------------------------------------------------------------------------------

    def sweep(
        self, account: OpenAccount, since: datetime | None = None, progress: Callable[[int], None] | None = None
    ) -> int:
        """Find deals that changed and that we have not seen as they are now; those that came whole are handled at once.

        Returns how many. A sweep that was stopped goes on where it was: `since` the same date as before, or none.
        """
        started, marked = self.clock(), 0
        with self._together(account) as pending:
            for page in account.crm.changed_since(self._start(account, since)):
                marked += self._mark(account, page)
                self._handle_page(account, page, pending)
                self._reached(account, since, page)
                if progress:
                    progress(marked)
        self.store.accounts.set_cursor(account.key, started.timestamp())
        if since:
            self.store.records.set_switch(f"{READ_UP_TO}:{account.key}", "", started.timestamp(), "sync")
        return marked

    def _start(self, account: OpenAccount, since: datetime | None) -> datetime:
        cursor = account.row.sweep_cursor or account.row.connected_at
        if since is None:
            return datetime.fromtimestamp(cursor, UTC) - OVERLAP
        kept = self.store.records.switch(f"{READ_UP_TO}:{account.key}")
        asked, _, reached = (kept["value"] if kept else "").partition(" ")
        if asked != since.isoformat():
            return since
        log.warning("going on where the last sync was stopped", account=account.key, since=reached)
        return datetime.fromisoformat(reached)

    def _reached(self, account: OpenAccount, since: datetime | None, page: tuple[Found, ...]) -> None:
        """How far we are: pages of whole deals come in the order of their modification."""
        if not page or page[-1].record is None:
            return
        if since:
            reached = f"{since.isoformat()} {page[-1].modified.isoformat()}"
            self.store.records.set_switch(f"{READ_UP_TO}:{account.key}", reached, self.clock().timestamp(), "sync")
        else:
            self.store.accounts.set_cursor(account.key, page[-1].modified.timestamp())

    def _mark(self, account: OpenAccount, page: tuple[Found, ...]) -> int:
        """Only what is newer than what we saw: a quiet account costs searches and nothing else."""
        known = self.store.deals.modified(account.key, [found.id for found in page])
        new = [found for found in page if _newer(found, known.get(found.id, -1.0))]
        new = [found for found in new if found.record is None or in_reach(account, found.record)]
        now = self.clock().timestamp()
        self.store.intake.put([_moved(account, found) for found in new if _under_our_eyes(account, found, known)], now)
        return self.store.intake.mark_dirty(account.key, "deal", [found.id for found in new], now)

    @contextmanager
    def _together(self, account: OpenAccount) -> Iterator[Pending]:
        """Differences are gathered over pages; what was not written when we are stopped is due at once."""
        now = self.clock
        size = account.connector.capabilities.writes_together
        pending = Pending(size, lambda claim: self.store.work.heartbeat(claim, now().timestamp()), self._answer)
        try:
            yield pending
            pending.flush()
        finally:
            for claim in pending.claims():
                self.store.work.release(claim, now().timestamp())

    def _handle_page(self, account: OpenAccount, page: tuple[Found, ...], pending: Pending) -> None:
        """Deals that came whole are judged from the page: no second call reads them."""
        records = {found.id: found.record for found in page if found.record}
        while records and (claim := self.store.work.claim(self.clock().timestamp(), pending.size, account.key)):
            if claim.kind == "document":
                self.handle(claim)
                continue
            with self._held(claim), self._answering(claim):
                desk = self._desk(claim)
                pending.add(desk, desk.look_at(claim, records))

    def sweep_all(self, due: Callable[[AccountRow], bool] = lambda row: True) -> None:
        """Every account that is due and not paused any more. One that fails does not keep the others."""
        for row in self.store.accounts.all():
            if due(row) and self.resume(row):
                try:
                    self.sweep(self.book.get(row.key, self.clock()))
                except (ConnectorError, AccountBroken, SecretUnreadable) as error:
                    log.warning("sweep failed", account=row.key, reason=str(error))

    # --- for ever ---------------------------------------------------------------------------------------------------

    def run(self, stop: threading.Event) -> None:
        """Until told to stop; a claim under way is finished first. Raises WrongHost."""
        timetable, next_round = Timetable(self.clock), self.clock() + timedelta(seconds=HOST_SECONDS)
        self._only_host()
        log.info("worker started")
        while not stop.is_set():
            try:
                busy = self._round()
                self.sweep_all(timetable.due)
                if self.clock() >= next_round:
                    self.store.intake.purge((self.clock() - KEEP_EVENTS).timestamp())
                    next_round = self.clock() + timedelta(seconds=HOST_SECONDS)
                    self._only_host()
            except StorageUnavailable as error:
                log.error("database unavailable", reason=str(error))
                busy = False
            if not busy:
                stop.wait(IDLE_SECONDS)
        log.info("worker stopped")

    def _only_host(self) -> None:
        """SQLite's locks do not reach over a network: all workers on it run on one host."""
        if not self.store.database.is_sqlite:
            return
        here, now = platform.node(), self.clock().timestamp()
        seen = self.store.records.switch(HOST)
        if seen and seen["value"] != here and now - seen["at"] < 2 * HOST_SECONDS:
            raise WrongHost(
                f"a worker on {seen['value']} uses this SQLite database. Stop it and wait ten minutes, or use PostgreSQL"
            )
        self.store.records.set_switch(HOST, here, now, "worker")

    def _round(self) -> bool:
        claim = self.store.work.claim(self.clock().timestamp())
        if claim:
            self.handle(claim)
        return self.tell() > 0 or claim is not None


class Timetable:
    """When each account is to be asked for its changes again: as often as its CRM's folder says."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self._next = clock, dict[str, datetime]()

    def due(self, row: AccountRow) -> bool:
        """Is it time? Asking takes the turn. The first comes early, for a worker that was down has to catch up."""
        pause = timedelta(seconds=load_connector(row.crm).capabilities.poll_seconds)
        now = self.clock()
        if now < self._next.setdefault(row.key, now + pause / 10):
            return False
        self._next[row.key] = now + pause
        return True


def _newer(found: Found, seen: float) -> bool:
    """Later than what we saw. A deal that came whole is judged again at the same stamp too: two saves may fall into one
    second, and looking at it costs no call."""
    stamp = found.modified.timestamp()
    return stamp > seen or (found.record is not None and stamp == seen)


def _under_our_eyes(account: OpenAccount, found: Found, known: Mapping[str, float]) -> bool:
    """Was a deal that we never saw moved while we were watching? Then the move is judged, not just accepted."""
    if found.record is None or found.moved_at is None or found.id in known:
        return False
    return found.moved_at >= datetime.fromtimestamp(account.row.connected_at, UTC)


def _moved(account: OpenAccount, found: Found) -> EventRow:
    assert found.record and found.moved_at
    key = f"{account.key}|moved|{found.id}|{found.moved_at.isoformat()}"
    return EventRow(key, account.key, "deal", found.id, "changed", "stage", found.record.stage.id)


def stop_on_signals() -> threading.Event:
    """Set when the process is asked to end."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    return stop
