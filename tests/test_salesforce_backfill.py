"""Reading everything that is there already: as few calls as the vendor allows, and it can be stopped and resumed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from sworld import DISCOVERY, TYPED, SalesWorld, named

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
ANSWER = named({"active_users.month_1": "300", "peak_load.when": TYPED["peak_load.when"]})


def load(sales: SalesWorld, count: int) -> None:
    """Deals that were there before us, each with an answer, so that each of them is written."""
    basics = {"StageName": DISCOVERY, "CloseDate": "2027-05-01", "OwnerId": sales.people["ana"]}
    sales.org.bulk_load({"Name": f"Deal {number}", **basics, **ANSWER} for number in range(count))
    sales.org.calls.clear()


def kinds(sales: SalesWorld) -> Counter[str]:
    """Calls by what they are for: whole deals read, deals written, and everything else."""

    def kind(call: dict[str, str]) -> str:
        page = "/query" in call["path"] and "tooling" not in call["path"]
        return "written" if call["path"].endswith("composite/sobjects") else "read" if page else "other"

    return Counter(kind(call) for call in sales.org.calls)


def test_a_backfill_takes_one_read_for_two_thousand_deals_and_one_write_for_two_hundred(sales: SalesWorld) -> None:
    load(sales, 2500)
    seen: list[int] = []
    assert sales.worker.sweep(sales.open(), LONG_AGO, seen.append) >= 2500
    counted = kinds(sales)
    assert counted["written"] <= -(-2502 // 200) and counted["read"] <= 2 + 2  # stages and owners are read once, too
    assert counted["other"] <= 1
    assert len(seen) >= 2 and seen == sorted(seen)  # progress, a page at a time
    scores = [
        row.values.get("HG_Score__c")
        for row in sales.org.records["Opportunity"].values()
        if row.values["Name"].startswith("Deal")
    ]
    assert len(scores) == 2500 and None not in scores


def test_a_second_backfill_finds_everything_done_and_writes_nothing(sales: SalesWorld) -> None:
    load(sales, 300)
    sales.worker.sweep(sales.open(), LONG_AGO)
    sales.worker.sweep(sales.open(), LONG_AGO)  # sees its own writes
    sales.org.calls.clear()
    sales.worker.sweep(sales.open(), LONG_AGO)
    assert kinds(sales)["written"] == 0


def test_few_changes_spread_over_many_pages_are_written_together(sales: SalesWorld) -> None:
    sales.org.page_size = 200
    load(sales, 1200)
    for _ in range(2):
        sales.worker.sweep(sales.open(), LONG_AGO)
    deals = [row for row in sales.org.records["Opportunity"].values() if row.values["Name"].startswith("Deal")]
    for row in deals[::100]:
        sales.org.save(row.id, {"HG_Users_Month_12__c": 450}, by=sales.people["ana"])
    sales.org.calls.clear()
    sales.worker.sweep(sales.open(), LONG_AGO)
    assert kinds(sales)["written"] == 1


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


def test_a_backfill_that_was_stopped_goes_on_where_it_was(sales: SalesWorld) -> None:
    """The clock of the emulator makes the deals older one by one, so that there is a place to go on from."""
    sales.org.page_size = 200
    ticks = iter(range(1, 10_000))
    now = datetime.now(UTC).timestamp() - 3000
    sales.org.clock = lambda: datetime.fromtimestamp(now + next(ticks), UTC)
    for number in range(6):
        basics = {
            "Name": f"Deal {number}",
            "StageName": DISCOVERY,
            "CloseDate": "2027-05-01",
            "OwnerId": sales.people["ana"],
        }
        sales.org.bulk_load([{**basics, **ANSWER} for _ in range(100)])
    sales.org.clock = lambda: datetime.now(UTC)

    def stop_after_the_first_page(count: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        sales.worker.sweep(sales.open(), LONG_AGO, stop_after_the_first_page)
    done = sum(row.values.get("HG_Score__c") is not None for row in sales.org.records["Opportunity"].values())
    assert 100 <= done < 600
    sales.org.calls.clear()
    sales.worker.sweep(sales.open(), LONG_AGO)
    assert all(
        row.values.get("HG_Score__c") is not None
        for row in sales.org.records["Opportunity"].values()
        if row.values["Name"].startswith("Deal")
    )
    switch = sales.worker.store.records.switch(f"read_up_to:{sales.account}")
    assert switch and switch["value"] == ""
