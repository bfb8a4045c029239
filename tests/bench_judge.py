"""How well the judge of answers does on the corpus, beside simpler judges, and what one judgement costs.

Refused means vague or missing. Precision: of those refused, how many had to be. Recall: of those that had to be, how many
were. Balanced accuracy: the mean of recall and of the share of specific answers let through. The ranges are 95 % (Wilson).
`please_check` refuses nothing. The language of an answer is not told to the judge.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import fit_judge
from bench_baselines import Refuses, plain_baselines, published, word_list
from corpus_reader import FIELDS, LANGUAGES, REFUSED, Line, blind, read

from rules.judge import NONE, judge, judge_anew

Range = tuple[float, float]
HEAD = f"{'':36}{'lines':>6}  {'precision':<18}{'recall':<18}{'balanced accuracy':<19}{'specific refused':<18}"


def wilson(hits: int, of: int, z: float = 1.96) -> Range:
    """The 95 % range of a share; (0, 1) where there is nothing to count."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


class Share(NamedTuple):
    """Hits of a number, as a share with its range."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else math.nan

    @property
    def range(self) -> Range:
        return wilson(self.hits, self.of)

    def __str__(self) -> str:
        return _with_range(self.value, self.range) if self.of else "-"


class Figures(NamedTuple):
    """What came of one judge on some lines."""

    lines: int
    precision: Share
    recall: Share
    kept: Share

    @property
    def balanced(self) -> float:
        return (self.recall.value + self.kept.value) / 2

    @property
    def balanced_range(self) -> Range:
        """From the two ranges (recovered variances)."""
        parts = (self.recall, self.kept)
        low = math.hypot(*(part.value - part.range[0] for part in parts)) / 2
        high = math.hypot(*(part.range[1] - part.value for part in parts)) / 2
        return max(0.0, self.balanced - low), min(1.0, self.balanced + high)

    @property
    def wrongly_refused(self) -> Share:
        return Share(self.kept.of - self.kept.hits, self.kept.of)

    def row(self, name: str) -> str:
        balanced = "-" if math.isnan(self.balanced) else _with_range(self.balanced, self.balanced_range)
        cells = f"{self.precision!s:<18}{self.recall!s:<18}{balanced:<19}{self.wrongly_refused!s:<18}"
        return f"{name:<36}{self.lines:>6}  {cells}".rstrip()

    def plain(self) -> dict[str, Any]:
        shares = {"precision": self.precision, "recall": self.recall, "specific_refused": self.wrongly_refused}
        told = {name: _told(share.value, share.range) for name, share in shares.items()}
        return {"lines": self.lines, **told, "balanced_accuracy": _told(self.balanced, self.balanced_range)}


def _with_range(value: float, between: Range) -> str:
    return f"{value:.3f} {between[0]:.2f}–{between[1]:.2f}"


def _told(value: float, between: Range) -> list[float] | None:
    return None if math.isnan(value) else [round(value, 4), *(round(end, 4) for end in between)]


def figures(lines: Sequence[Line], refused: Sequence[bool]) -> Figures:
    """The figures of a judge that refused the lines so marked."""
    hits = sum(said and line.refused for line, said in zip(lines, refused, strict=True))
    wrong = sum(refused) - hits
    had_to = sum(line.refused for line in lines)
    specific = len(lines) - had_to
    return Figures(len(lines), Share(hits, sum(refused)), Share(hits, had_to), Share(specific - wrong, specific))


Rows = dict[str, Figures]


def by(lines: Sequence[Line], refused: Sequence[bool], key: Callable[[Line], str], order: Iterable[str]) -> Rows:
    """The figures per language, or per field."""
    rows = {}
    for name in order:
        chosen = [(line, said) for line, said in zip(lines, refused, strict=True) if key(line) == name]
        if chosen:
            rows[name] = figures([line for line, _ in chosen], [said for _, said in chosen])
    return rows


def baselines(lines: Sequence[Line], checkers: dict[str, Refuses]) -> Rows:
    """The simpler judges on the same lines; the published checkers know English only, so they get a row for it."""
    rows = {name: figures(lines, [act(line) for line in lines]) for name, act in plain_baselines().items()}
    english = [line for line in lines if line.language == "en"]
    for name, act in checkers.items():
        rows[name] = figures(lines, [act(line) for line in lines])
        rows[f"{name}, en"] = figures(english, [act(line) for line in english])
    return rows


def cost(lines: Sequence[Line], rounds: int) -> dict[str, float]:
    """Microseconds an answer of the judge and of the word list, in turns, and the ratio."""
    passes = [(_pass(_judged, lines), _pass(word_list, lines)) for _ in range(rounds)]
    return {
        "judge_us": round(min(ours for ours, _ in passes) / len(lines) * 1e6, 1),
        "word_list_us": round(min(theirs for _, theirs in passes) / len(lines) * 1e6, 1),
        "ratio": round(statistics.median(ours / theirs for ours, theirs in passes), 1),
    }


def _judged(line: Line) -> bool:
    """Judged anew each time: what `judge` remembers would cost nothing."""
    return judge_anew(line.field, line.text, None, NONE).verdict in REFUSED


def _pass(act: Refuses, lines: Sequence[Line]) -> float:
    started = time.perf_counter()
    for line in lines:
        act(line)
    return time.perf_counter() - started


def measure(part: str, checkers: dict[str, Refuses], rounds: int = 5) -> dict[str, Any]:
    """Everything the report prints."""
    lines = read(part)
    verdicts = [judge(line.field, line.text).verdict for line in lines]
    refused = [verdict in REFUSED for verdict in verdicts]
    return {
        "all": {"all answers": figures(lines, refused), **_never_read(part)},
        "languages": by(lines, refused, lambda line: line.language, LANGUAGES),
        "fields": by(lines, refused, lambda line: line.field, FIELDS),
        "baselines": baselines(lines, checkers),
        "please_check": Share(verdicts.count("please_check"), len(lines)),
        "as_labelled": Share(sum(line.label == said for line, said in zip(lines, verdicts, strict=True)), len(lines)),
        "asked": Counter(line.label for line, said in zip(lines, verdicts, strict=True) if said == "please_check"),
        "cost": cost(lines, rounds),
    }


def _never_read(part: str) -> Rows:
    """The answers that others wrote and nobody read before they were scored."""
    lines = blind() if part == "score" else []
    return {"of these, never read": figures(lines, [_judged(line) for line in lines])} if lines else {}


def report(found: dict[str, Any], part: str, note: str) -> str:
    """The figures as tables."""
    told = [f"Part {part!r} of the corpus. Refused = vague or missing; 95 % ranges.", "", HEAD]
    for group in ("all", "languages", "fields"):
        told += [row.row(name) for name, row in found[group].items()] + [""]
    told += [f"please_check: {found['please_check']} of all answers {dict(found['asked'])}"]
    told += [
        f"exactly as labelled (four verdicts): {found['as_labelled']}",
        "",
        "Simpler judges on the same answers",
        HEAD,
    ]
    told += [row.row(name) for name, row in found["baselines"].items()] + ([note] if note else [])
    took = found["cost"]
    told += ["", f"judge      {took['judge_us']:>8} µs an answer", f"word list  {took['word_list_us']:>8} µs an answer"]
    return "\n".join([*told, f"ratio      {took['ratio']:>8}"])


def as_json(found: dict[str, Any]) -> str:
    """The same, for a machine."""
    groups = ("all", "languages", "fields", "baselines")
    told = {group: {name: row.plain() for name, row in found[group].items()} for group in groups}
    shares = {name: _told(found[name].value, found[name].range) for name in ("please_check", "as_labelled")}
    return json.dumps({**told, **shares, "cost": found["cost"]})


def misjudged(lines: Iterable[Line]) -> Iterable[str]:
    """The answers refused that should not be, and the other way round."""
    for line in lines:
        said = judge(line.field, line.text)
        if (said.verdict in REFUSED) != line.refused:
            kinds = ", ".join(reason.kind for reason in said.reasons) if hasattr(said, "reasons") else said.kind
            yield f"{line.language} {line.field}: {line.text!r} is {line.label} ({line.why}), judged {said.verdict} [{kinds}]"


def main(arguments: Sequence[str]) -> None:
    options = argparse.ArgumentParser(prog="bench judge", description="The judge of answers on the corpus.")
    options.add_argument("--part", choices=("score", "tune"), default="score")
    options.add_argument("--misjudged", action="store_true", help="list the misjudged answers of the part to tune on")
    options.add_argument("--no-checkers", action="store_true", help="leave the published checkers out")
    options.add_argument("--json", action="store_true")
    options.add_argument("--fit", action="store_true", help="make rules/weights.py anew from the part to tune on")
    given = options.parse_args(arguments)
    if given.fit:
        fit_judge.main()
        return
    if given.misjudged:
        if given.part != "tune":
            options.error("the part 'score' is only ever scored; use --part tune")
        print("\n".join(misjudged(read("tune"))))
        return
    checkers, note = ({}, "") if given.no_checkers else published()
    found = measure(given.part, checkers)
    print(as_json(found) if given.json else report(found, given.part, note))
