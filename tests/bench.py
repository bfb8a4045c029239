"""Performance, as ratios within one run: how much dearer the rules are than plain functions over the same data.

The plain functions look at every input of every field, count points and write one line for each that is blank: what a
careful script would do, without states, follow-ups, dates, gates or languages. Figures change from machine to machine;
the ratio is what to watch.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bench_backfill
import bench_judge

from integration.template import built_in
from rules.evaluate import evaluate
from rules.reading import read_handoff
from rules.render import Speaker
from rules.words import missing, missing_text

D_OK = json.loads((Path(__file__).parent.parent / "docs" / "examples" / "d-ok.json").read_text(encoding="utf-8"))
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
TEMPLATE = built_in()
SPEAKER = Speaker(TEMPLATE)
Document = dict[str, Any]


def documents(count: int) -> list[Document]:
    """Handoffs between empty and complete, the same ones in every run."""
    chance, made = random.Random(4801), []
    for number in range(count):
        document = copy.deepcopy(D_OK)
        document["deal"]["id"] = str(number)
        for key in list(document["answers"]):
            if chance.random() < number / count / 2:
                del document["answers"][key]
            elif chance.random() < 0.2:
                document["answers"][key]["inputs"] = {}
        made.append(document)
    return made


def explained(document: Document) -> str:
    """What the product does for one deal: read, judge, say what is missing before the quote."""
    reading = read_handoff(document, TEMPLATE)
    evaluation = evaluate(reading.handoff, NOW, TEMPLATE, reading.findings)
    return missing_text(SPEAKER, missing(SPEAKER, reading.handoff, evaluation, "quote"), "Quote sent")


def plainly(document: Document) -> str:
    """The same questions, asked by plain functions."""
    lines, points = [], 0
    for field in TEMPLATE.required():
        answer = document["answers"].get(field.key) or {}
        open_ = [
            part.ask["en"] for part in field.inputs if "en" in part.ask and not answer.get("inputs", {}).get(part.key)
        ]
        points += 0 if open_ else 10
        lines += [f"{field.label['en']}: {text} E.g. {field.example['en']}." for text in open_]
    return f"{points}\n" + "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def seconds(act: Callable[[Document], str], data: list[Document]) -> float:
    """The time of one pass over all documents."""
    started = time.perf_counter()
    for document in data:
        act(document)
    return time.perf_counter() - started


def measure(count: int, rounds: int) -> dict[str, Any]:
    """Both, in turns, so that a busy machine disturbs both alike."""
    data = documents(count)
    passes = [(seconds(explained, data), seconds(plainly, data)) for _ in range(rounds)]
    ratios = [rules / plain for rules, plain in passes]
    return {
        "handoffs": count,
        "rounds": rounds,
        "evaluate_and_explain_us": round(min(rules for rules, _ in passes) / count * 1e6, 1),
        "plain_functions_us": round(min(plain for _, plain in passes) / count * 1e6, 1),
        "ratio": round(statistics.median(ratios), 1),
        "ratio_range": [round(min(ratios), 1), round(max(ratios), 1)],
    }


def main() -> None:
    if sys.argv[1:2] == ["backfill"]:
        bench_backfill.main(sys.argv[2:])
        return
    if sys.argv[1:2] == ["judge"]:
        bench_judge.main(sys.argv[2:])
        return
    options = argparse.ArgumentParser(description="Evaluate-and-explain beside plain functions.")
    options.add_argument("--handoffs", type=int, default=500)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    found = measure(given.handoffs, given.rounds)
    if given.json:
        print(json.dumps(found))
        return
    print(f"{found['handoffs']} handoffs, {found['rounds']} rounds in turns")
    print(f"evaluate and explain  {found['evaluate_and_explain_us']:>8} µs a handoff")
    print(f"plain functions       {found['plain_functions_us']:>8} µs a handoff")
    print(f"ratio                 {found['ratio']:>8} (from {found['ratio_range'][0]} to {found['ratio_range'][1]})")


if __name__ == "__main__":
    main()
