"""What the judge refused, what reps appealed, and how reviewers decided: kept by phrase, never with the answer's text.

Rows are only ever added, one for each answer and outcome, so that handling a deal twice counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from integration.judging import Judgement
from rules.appeal import fingerprint
from rules.model import Finding, Mark, Review

Outcome = Literal["refused", "appealed", "upheld", "rejected"]
SEEN: Mapping[str, Outcome] = {"answer-vague": "refused", "appealed": "appealed"}
REJECTING = ("missing", "unclear", "wrong")
ALARM = 0.1  # more false alarms than this, and the words need a look
ENOUGH_CASES = 2  # reviewers' decisions for a phrase before it is offered as a change to the list


def seen(judgement: Judgement) -> list[dict[str, Any]]:
    """Rows for what this look at a deal refused, or left to the reviewer."""
    found = ((finding, SEEN.get(_plain(finding))) for finding in judgement.evaluation.findings)
    return [_row(judgement, finding, outcome, "", judgement.seen.now) for finding, outcome in found if outcome]


def decided(judgement: Judgement, review: Review, marks: Iterable[Mark]) -> list[dict[str, Any]]:
    """Rows for the appeals that a review settles: an approval upholds them, a mark on the field rejects them."""
    marked = {mark.field for mark in marks if mark.mark in REJECTING}
    current = review.decision == "approved" and review.digest == judgement.evaluation.digest
    rows = []
    for finding in judgement.evaluation.findings:
        outcome: Outcome | None = "rejected" if finding.field in marked else "upheld" if current else None
        if _plain(finding) == "appealed" and outcome:
            rows.append(_row(judgement, finding, outcome, review.by, review.at or judgement.seen.now))
    return rows


def _plain(finding: Finding) -> str:
    return finding.id.removeprefix("later-")


def _row(judgement: Judgement, finding: Finding, outcome: Outcome, by: str, at: datetime) -> dict[str, Any]:
    account, deal = judgement.account.key, judgement.record.id
    answer = f"{account}|{deal}|{finding.field}.{finding.input}|{fingerprint(str(finding.params['text']))}"
    said = {"kind": finding.params["kind"], "words": str(finding.params.get("words", ""))[:200]}
    place = {"account": account, "deal": deal, "field": finding.field}
    return {
        "key": f"{answer}|{outcome}",
        "answer": answer,
        **place,
        **said,
        "outcome": outcome,
        "by": by,
        "at": at.timestamp(),
    }


@dataclass(frozen=True)
class Tally:
    """One phrase of one kind: how many answers it refused, and what became of them."""

    kind: str
    words: str
    judged: int
    appealed: int
    upheld: int
    rejected: int

    @property
    def rate(self) -> float:
        """The share of the answers judged vague that reviewers found specific enough."""
        return self.upheld / self.judged if self.judged else 0.0

    @property
    def offered(self) -> bool:
        """Reviewers disagreed often enough for the phrase to go on the list of what is enough."""
        return bool(self.words) and self.upheld >= ENOUGH_CASES and self.upheld > self.rejected


def tallies(rows: Iterable[Mapping[str, Any]]) -> list[Tally]:
    """By kind and phrase, the most false alarms first. An answer counts as its last reviewer decided."""
    answers: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: row["at"]):
        answers.setdefault(row["answer"], {})[row["outcome"]] = row
    groups: dict[tuple[str, str], list[dict[str, Mapping[str, Any]]]] = {}
    for outcomes in answers.values():
        last = next(reversed(outcomes.values()))
        groups.setdefault((last["kind"], last["words"]), []).append(outcomes)
    found = [_tally(kind, words, group) for (kind, words), group in groups.items()]
    return sorted(found, key=lambda tally: (-tally.upheld, -tally.judged, tally.kind, tally.words))


def _tally(kind: str, words: str, answers: list[dict[str, Mapping[str, Any]]]) -> Tally:
    settled = [_settled(outcomes) for outcomes in answers]
    appealed = sum("appealed" in outcomes or _settled(outcomes) != "" for outcomes in answers)
    return Tally(kind, words, len(answers), appealed, settled.count("upheld"), settled.count("rejected"))


def _settled(outcomes: Mapping[str, Mapping[str, Any]]) -> str:
    """The later of the reviewers' decisions about one answer; empty where there is none."""
    made = [outcomes[name] for name in ("upheld", "rejected") if name in outcomes]
    return str(max(made, key=lambda row: row["at"])["outcome"]) if made else ""
