"""A backfill, as a customer would run it: the emulated CRM in one process, `handoff sync` in another.

Prints calls beside what the vendor's page sizes allow, the memory of `handoff sync` for all deals beside that for a tenth of
them (flat means a ratio near 1), and what a stop in the middle costs.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

READ, WRITE = 2000, 200
SINCE = "2000-01-01"
ANSWER = {"HG_Users_Month_1__c": 300, "HG_Peak_When__c": "report runs, Mon 09:00"}


def serve(pipe: Connection, count: int) -> None:
    """The emulator's process: loads deals, answers questions about its calls."""
    from connectors.salesforce.emulator import Emulator, Org

    org = Org()
    org.deploy_polls = 0
    owner = org.add_user("Ana Example", "ana@example.com")
    with Emulator(org) as emulator:
        pipe.send({"login_url": emulator.url, "client_id": org.client_id, "client_secret": org.client_secret})
        while (asked := pipe.recv()) != "stop":
            if asked == "load":
                basics = {"StageName": "Perception Analysis", "CloseDate": "2027-05-01", "OwnerId": owner}
                org.bulk_load({"Name": f"Deal {number}", **basics, **ANSWER} for number in range(count))
            paths = [call["path"] for call in org.calls]
            org.calls.clear()
            writes = sum("composite/sobjects" in path for path in paths)
            pipe.send({"calls": len(paths), "writes": writes, "reads": sum("/query" in path for path in paths)})


class Customer:
    """Somebody with a terminal."""

    def __init__(self, folder: Path, given: dict[str, str]) -> None:
        self.environment = {
            **os.environ,
            "HANDOFF_DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "HANDOFF_SECRET_KEYS": "a-key-for-the-bench-only",
        }
        told = self.handoff(
            "connect", "salesforce", "--json", *(f"--{key.replace('_', '-')}={value}" for key, value in given.items())
        )
        self.account = json.loads(told)["account"]
        self.handoff("install", self.account)
        self.handoff(
            "gates", self.account, "--set", "quote=Proposal/Price Quote:coach", "--trial", "off", "--from", SINCE
        )

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "integration", *arguments]

    def handoff(self, *arguments: str) -> str:
        done = subprocess.run(
            self.command(*arguments), env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"handoff {arguments[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def sync(self, stop_after: float = 0.0) -> tuple[float, float]:
        """Seconds, and MiB at most; stopped with Ctrl-C after a while, if wanted."""
        started = time.perf_counter()
        process = subprocess.Popen(
            self.command("sync", self.account, "--since", SINCE),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if stop_after:
            time.sleep(stop_after)
            process.send_signal(signal.SIGINT)
        _, _, used = os.wait4(process.pid, 0)
        return time.perf_counter() - started, used.ru_maxrss / 1024


@contextmanager
def emulated(count: int) -> Iterator[tuple[Connection, dict[str, str]]]:
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there, count), daemon=True)
    process.start()
    try:
        yield here, here.recv()
    finally:
        here.send("stop")
        process.join(10)


def ask(pipe: Connection, what: str) -> dict[str, int]:
    pipe.send(what)
    found: dict[str, int] = pipe.recv()
    return found


def run(count: int, stop_after: float = 0.0) -> dict[str, Any]:
    """One backfill of so many deals; with a stop, the calls of both halves together."""
    with tempfile.TemporaryDirectory() as folder, emulated(count) as (pipe, given):
        customer = Customer(Path(folder), given)
        ask(pipe, "load")
        if stop_after:
            customer.sync(stop_after)
        seconds, memory = customer.sync()
        return {"deals": count, "seconds": round(seconds, 1), "memory_mib": round(memory), **ask(pipe, "calls")}


def main(arguments: list[str]) -> None:
    options = argparse.ArgumentParser(
        prog="bench backfill", description="Backfill many deals of an emulated Salesforce."
    )
    options.add_argument("--deals", type=int, default=50_000)
    options.add_argument("--stop-after", type=float, default=0.0, help="seconds until Ctrl-C; the second sync goes on")
    given = options.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    whole, tenth = run(given.deals, given.stop_after), run(given.deals // 10)
    allowed = -(-given.deals // READ) + -(-given.deals // WRITE)
    print(f"{whole['deals']} deals in {whole['seconds']} s{' (second half)' if given.stop_after else ''}")
    print(
        f"calls   {whole['calls']} ({whole['reads']} reads, {whole['writes']} writes); {allowed} by page size: ratio {whole['calls'] / allowed:.3f}"
    )
    print(
        f"memory  {whole['memory_mib']} MiB, for a tenth of the deals {tenth['memory_mib']} MiB: ratio {whole['memory_mib'] / tenth['memory_mib']:.2f}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
