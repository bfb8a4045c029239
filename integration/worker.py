"""The loop: claim, handle, tell; and the sweep that finds what no webhook told us. Errors decide what happens next."""

from __future__ import annotations

import platform
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import FrameType

import structlog

from connectors.base import Found
from connectors.errors import AuthFailed, ConfigError, ConnectorError, Permanent, Transient
from integration.accounts import AccountBook, AccountBroken, OpenAccount
from integration.desk import Desk
from integration.secrets import SecretUnreadable
from integration.storage import AccountRow, Claim, Message, StorageUnavailable, Store, worklist
from integration.storage.worklist import ErrorClass
from rules.intents import Tell

IDLE_SECONDS, SWEEP_SECONDS, OVERLAP = 1.0, 300.0, timedelta(minutes=10)
KEEP_EVENTS = timedelta(days=90)
UNINSTALLED, HOST = "uninstalled", "worker_host"
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
        with self._held(claim):
            self._handle(claim)

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

    def _handle(self, claim: Claim) -> None:
        now = self.clock()
        try:
            desk = Desk(self.store, self.book.get(claim.account, now), now)
            if claim.kind == "document":
                desk.handle_documents(claim)
            else:
                desk.handle_deals(claim)
        except (AuthFailed, AccountBroken, SecretUnreadable, ConfigError) as error:
            if claim.kind == "document":  # a scope that is missing for quotes must not stop the deals
                self._fail_all(claim, "config", error)
            else:
                self._pause(claim, error)
        except (Transient, StorageUnavailable) as error:
            self._fail_all(claim, "transient", error, getattr(error, "retry_after", None))
        except (Permanent, ConnectorError) as error:
            self._fail_all(claim, "permanent", error)
        except Exception as error:
            log.exception("claim failed", account=claim.account)
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
        """Mark deals that changed and that we have not seen as they are now. Returns how many."""
        started, marked = self.clock(), 0
        cursor = account.row.sweep_cursor or account.row.connected_at
        start = since or datetime.fromtimestamp(cursor, UTC) - OVERLAP
        for page in account.crm.changed_since(start):
            marked += self._mark(account, page)
            if progress:
                progress(marked)
        self.store.accounts.set_cursor(account.key, started.timestamp())
        return marked

    def _mark(self, account: OpenAccount, page: tuple[Found, ...]) -> int:
        """Only what is newer than what we saw: a quiet account costs searches and nothing else."""
        known = self.store.deals.modified(account.key, [found.id for found in page])
        new = [found.id for found in page if found.modified.timestamp() > known.get(found.id, -1.0)]
        return self.store.intake.mark_dirty(account.key, "deal", new, self.clock().timestamp())

    def sweep_all(self) -> None:
        """Every account that is not paused any more. One that fails does not keep the others."""
        for row in self.store.accounts.all():
            if self.resume(row):
                try:
                    self.sweep(self.book.get(row.key, self.clock()))
                except (ConnectorError, AccountBroken, SecretUnreadable) as error:
                    log.warning("sweep failed", account=row.key, reason=str(error))

    # --- for ever ---------------------------------------------------------------------------------------------------

    def run(self, stop: threading.Event) -> None:
        """Until told to stop; a claim under way is finished first. Raises WrongHost."""
        next_sweep = self.clock() + timedelta(seconds=SWEEP_SECONDS)
        self._only_host()
        log.info("worker started")
        while not stop.is_set():
            try:
                busy = self._round()
                if not busy and self.clock() >= next_sweep:
                    self.sweep_all()
                    self.store.intake.purge((self.clock() - KEEP_EVENTS).timestamp())
                    next_sweep = self.clock() + timedelta(seconds=SWEEP_SECONDS)
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
        if seen and seen["value"] != here and now - seen["at"] < 2 * SWEEP_SECONDS:
            raise WrongHost(
                f"a worker on {seen['value']} uses this SQLite database. Stop it and wait ten minutes, or use PostgreSQL"
            )
        self.store.records.set_switch(HOST, here, now, "worker")

    def _round(self) -> bool:
        claim = self.store.work.claim(self.clock().timestamp())
        if claim:
            self.handle(claim)
        return self.tell() > 0 or claim is not None


def stop_on_signals() -> threading.Event:
    """Set when the process is asked to end."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    return stop
