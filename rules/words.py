"""The words that stand on a deal: what is missing before the next gate, why a move was undone, what to do now."""

from __future__ import annotations

from collections.abc import Iterable

from rules.model import Evaluation, Finding, Frozen, Gate, Handoff
from rules.render import Said, Speaker

CODED = ("HG-Q1", "HG-C1", "HG-W1")
CONTENT = (
    "answer-missing",
    "answer-is-placeholder",
    "answer-vague",
    "part-missing",
    "items-untouched",
    "value-not-readable",
)


CONFLICTS = ("deadline-before-launch", "lead-time-too-long", "integration-hidden-in-setup", "users-shrink")
VAGUE = "answer-vague"
THIN = ("source-missing", "source-is-memory")


class Missing(Frozen):
    """What one gate still needs: the lines (`answers` of them are for the rep to fill), and the requirements behind."""

    gate: Gate
    lines: tuple[str, ...]
    answers: int
    because: tuple[str, ...]
    checks: tuple[str, ...] = ()
    vague: bool = False  # something was written, and it says too little


def missing(speaker: Speaker, handoff: Handoff, evaluation: Evaluation, gate: Gate) -> Missing:
    """All that is missing for a gate in one list: one line a field, then what the gate asks beyond the answers (N1)."""
    blocking = [finding for finding in evaluation.findings if gate in finding.blocks]
    lines = [
        _field_line(speaker, [f for f in blocking if f.field == key])
        for key in dict.fromkeys(f.field for f in blocking if f.field)
    ]
    answers, because = len(lines), all_because(evaluation, gate)
    promise = handoff.promise.type
    changed = handoff.review.changed if handoff.review else ()
    extra = [speaker.requirement(id, evaluation, promise, changed) for id in because if id not in CODED]
    lines += [_line(said) + (_thin(speaker, evaluation) if said.id == "HG-Q3" else "") for said in extra]
    lines += [_line(speaker.say(f)) for f in blocking if f.id == "promise-is-a-guess"]
    vague = any(finding.id == VAGUE for finding in blocking)
    checks = _checks(speaker, evaluation)
    return Missing(gate=gate, lines=tuple(lines), answers=answers, because=because, checks=checks, vague=vague)


def _checks(speaker: Speaker, evaluation: Evaluation) -> tuple[str, ...]:
    """What does not fit together: it holds nothing by itself, but the rep should see it before engineering does."""
    return tuple(_line(speaker.say(finding)) for finding in evaluation.findings if finding.id in CONFLICTS)


def _thin(speaker: Speaker, evaluation: Evaluation) -> str:
    """Ticked as confirmed, and yet assumed: say why."""
    thin = [finding for finding in evaluation.findings if finding.id in THIN]
    return " " + speaker.fill("deal.thin_source", {}) if thin else ""


def all_because(evaluation: Evaluation, gate: Gate) -> tuple[str, ...]:
    """The ids behind a closed gate; the won gate brings the contract's along."""
    own = evaluation.gates[gate].because
    return tuple(dict.fromkeys([*own, *(evaluation.gates["contract"].because if "HG-W1" in own else ())]))


def _field_line(speaker: Speaker, findings: list[Finding]) -> str:
    """One field's line: its label once, what is wrong with what stands there, every open question, one example."""
    open_ = [finding for finding in findings if finding.id in CONTENT]
    label = speaker.label(findings[0].field)
    if not open_:
        said = [speaker.say(finding) for finding in findings]
        texts = dict.fromkeys(text.message.removeprefix(f"{label}: ") for text in said)
        return f"{label}: {' '.join(texts)} {said[0].fix}"
    problems = dict.fromkeys(speaker.problem(finding) for finding in open_)
    questions = dict.fromkeys(speaker.question(finding) for finding in open_)
    shown = _pattern(speaker, open_) or speaker.fill(
        "deal.example", {"example": speaker.example(open_[0], whole=len(questions) != 1)}
    )
    return " ".join(part for part in (f"{label}:", *problems, *questions, shown) if part)


def _pattern(speaker: Speaker, findings: list[Finding]) -> str:
    """How the one refused answer could be put, with blanks to fill. Several open parts are shown by an example instead."""
    rewrite = findings[0].params.get("rewrite") if len(findings) == 1 else ""
    return speaker.fill("deal.rewrite", {"rewrite": rewrite}) if rewrite else ""


def _line(said: Said) -> str:
    return f"{said.message} {said.fix}"


def numbered(lines: Iterable[str]) -> str:
    """ "1. … 2. …", a line each."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def counted(speaker: Speaker, what: Missing) -> str:
    """ "3 answers"; or "2 steps", when one of them is not the rep's to fill."""
    count = len(what.lines)
    kind = "answers" if what.answers == count else "steps"
    return speaker.fill(f"deal.{kind}.{'one' if count == 1 else 'many'}", {"count": count})


def missing_text(speaker: Speaker, what: Missing, stage: str, back: str = "") -> str:
    """The whole text: headline, numbered list, what to do when it is not known yet, and the code."""
    checks = "\n".join([speaker.fill("deal.check", {}), *what.checks]) if what.checks else ""
    if not what.lines:
        return "\n".join(part for part in (speaker.fill("deal.ready", {"stage": stage}), checks) if part)
    words = {"count": counted(speaker, what), "stage": stage, "back": back}
    head = speaker.fill("deal.held" if back else "deal.before", words)
    codes = f"[{', '.join(what.because)}]" if what.because else ""
    tail = speaker.fill("deal.tail", {}) if what.answers else ""
    appeal = speaker.fill("deal.appeal", {}) if what.vague else ""
    return "\n".join(part for part in (head, numbered(what.lines), appeal, tail, codes, checks) if part)
