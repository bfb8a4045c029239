"""Many deals held at once, by an import or a bulk edit: one message to one person instead of one for each deal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from integration.casework import Case, task_key
from rules.intents import Tell
from rules.movement import MOST_PUT_BACKS_AN_ACCOUNT
from rules.render import Speaker

MOST_TASKS = 10
NAMED = 10


def gathered(cases: Sequence[Case], now: datetime) -> list[Case]:
    """The cases, with at most ten tasks about deals that stay where they are; beyond that, one digest a day."""
    many = [case for case in cases if case.memory.hold in ("flag", "needs_person") and case.tells]
    if len(many) <= MOST_TASKS:
        return list(cases)
    ids, digest = {case.id for case in many}, _digest(many, now)
    return [_quiet(case, digest) if case.id in ids else case for case in cases]


def _quiet(case: Case, digest: Tell) -> Case:
    """Its own task is remembered as told, so that it is not told later either; the digest hangs on one deal."""
    others = tuple(tell for tell in case.tells if tell.key not in case.memory.told)
    return replace(case, tells=(*others, digest) if digest.deal == case.id else others)


def _digest(many: Sequence[Case], now: datetime) -> Tell:
    """To whoever owns most of these deals."""
    first = many[0]
    account = first.judgement.account
    speaker = Speaker(account.template, account.document.language)
    owners = Counter(c.judgement.record.owner.id for c in many if c.judgement.record.owner)
    names = [case.judgement.record.name or case.id for case in many[:NAMED]]
    words = {"count": len(many), "mover": speaker.texts[f"mover.{first.mover.by}"], "limit": MOST_PUT_BACKS_AN_ACCOUNT}
    kind = "mass" if first.memory.hold == "needs_person" else "digest"
    return Tell(
        key=task_key(first.judgement, f"{kind} {account.local(now):%Y-%m-%d}", 0, of_deal=False),
        deal=first.id,
        person=owners.most_common(1)[0][0] if owners else "",
        subject=speaker.fill(f"task.{kind}", words),
        body=speaker.fill(f"deal.{kind}", words) + "\n" + "\n".join(names),
    )
