"""The words of the domain: template, handoff, finding, evaluation. Data only; no decision is taken here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Gate = Literal["quote", "contract", "won"]
GATES: tuple[Gate, ...] = ("quote", "contract", "won")
State = Literal["missing", "vague", "incomplete", "overdue", "unknown", "assumed", "confirmed"]
STATUSES = ("confirmed", "assumed", "unknown")
Mode = Literal["shadow", "coach", "enforce"]
Mover = Literal["person", "unknown", "import", "workflow", "integration", "ours", "exempt"]
Language = str
Text = Mapping[Language, str]


class Frozen(BaseModel):
    """A value: never changed after it was made, and no key that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- the template ---------------------------------------------------------------------------------------------------


class Condition(Frozen):
    """When a follow-up is asked: another input of the same row `is` one of these, or `mentions` one of these words."""

    input: str
    is_: tuple[str, ...] = Field(default=(), alias="is")
    mentions: tuple[str, ...] = ()


class Input(Frozen):
    """One typed part of an answer. `rows` repeats its columns; `items` is a fixed check-list with the same columns."""

    key: str
    type: Literal["number", "text", "choice", "date", "flag", "list", "person", "rows", "items"]
    label: Text
    ask: Text = {}
    example: str = ""
    required: bool = True
    by: Gate = "quote"
    when: tuple[Condition, ...] = ()
    choices: Mapping[str, Text] = {}
    later: tuple[str, ...] = ()
    columns: tuple[Input, ...] = ()
    one_complete: bool = False
    none_allowed: bool = False


class FieldSpec(Frozen):
    """One question of the template. `scored` fields are required; the one that is not is context."""

    key: str
    label: Text
    question: Text
    example: Text
    owner_group: str = "deal"
    scope_changing: bool = False
    scored: bool = True
    risk: int = 99
    none_allowed: bool = False
    not_applicable_allowed: bool = False
    inputs: tuple[Input, ...]


class Requirement(Frozen):
    """One thing a gate asks for. `needs` names a predicate; `fields` says of which fields."""

    id: str
    gate: Gate
    needs: Literal[
        "answered",
        "range_for_unknown",
        "review_for_assumed",
        "gate",
        "review_approved",
        "review_settled",
        "known",
        "confirmed",
    ]
    fields: tuple[str, ...] | Literal["required", "scope_changing"] = "required"
    like: Gate | None = None


class Template(Frozen):
    """The fixed handoff: fields in the order they are asked, and what each gate needs of them."""

    version: str
    fields: tuple[FieldSpec, ...]
    gates: tuple[Requirement, ...]

    def field(self, key: str) -> FieldSpec:
        return next(spec for spec in self.fields if spec.key == key)

    def required(self) -> tuple[FieldSpec, ...]:
        return tuple(spec for spec in self.fields if spec.scored)

    def keys(self) -> tuple[str, ...]:
        return tuple(spec.key for spec in self.fields)


# --- the handoff ----------------------------------------------------------------------------------------------------


class Person(Frozen):
    """Somebody who can own an answer. `id` is the CRM's own; `active` is false once they have left."""

    id: str
    name: str = ""
    active: bool = True

    def __str__(self) -> str:
        return self.name or self.id


class Source(Frozen):
    """Who said it, when and where. A memory is no source."""

    who: str = ""
    when: str = ""
    where: str = ""


class Unreadable(Frozen):
    """Something a person typed that could not be read: quoted in a finding, never thrown away, never changed."""

    text: str
    form: str
    input: str = ""


class Answer(Frozen):
    """One field as it was filled. `inputs` holds plain JSON values, or `{"value": …, "basis": "assumption", …}`."""

    status: str | None = None
    owner: Person | None = None
    owners: tuple[str, ...] = ()
    confirm_by: date | None = None
    confirm_with: str = ""
    source: Source | None = None
    inputs: Mapping[str, Any] = {}
    assumption: str = ""
    unreadable: tuple[Unreadable, ...] = ()


class Promise(Frozen):
    """What the customer has been, or is about to be, told. A blank type counts as fixed."""

    type: str | None = None
    date: Any = None
    price: Any = None
    scope: Any = None
    security_review: Any = None


class Mark(Frozen):
    """What engineering says of one answer: missing, unclear, wrong, challenged or needs_proof."""

    field: str
    mark: Literal["missing", "unclear", "wrong", "challenged", "needs_proof"]
    note: str = ""
    by: str = ""
    digest: str = ""
    open: bool = True


class Review(Frozen):
    """Engineering's decision on one version of the answers (`digest`), with its marks.

    `plan` is a sentence or two on how it will be built; `days` the effort in days by piece of set-up work.
    """

    decision: Literal["approved", "scope_change", "sent_back", "waiting"] = "waiting"
    by: str = ""
    at: datetime | None = None
    digest: str = ""
    changed: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    plan: str = ""
    days: Mapping[str, float] = {}


class Override(Frozen):
    """One person lets one deal pass one gate, with a reason, until it expires."""

    gate: Gate
    by: str
    reason: str
    expires: datetime | None = None


class Stage(Frozen):
    """Where a deal stands: ids, never labels."""

    pipeline: str
    id: str

    def __str__(self) -> str:
        return f"{self.pipeline}/{self.id}"


class Deal(Frozen):
    """The deal as far as rules may know it."""

    account: str = ""
    id: str = ""
    name: str = ""
    stage: Stage | None = None
    owner: str = ""
    created: datetime | None = None
    time_zone: str = "UTC"


class Handoff(Frozen):
    """Everything known about one deal's handoff at one moment, whichever CRM it came from."""

    deal: Deal = Deal()
    promise: Promise = Promise()
    answers: Mapping[str, Answer] = {}
    review: Review | None = None
    overrides: tuple[Override, ...] = ()


# --- the outcome ----------------------------------------------------------------------------------------------------


class Finding(Frozen):
    """One thing to know or mend. `id` is public and never renamed; `params` fill the catalogue's text."""

    id: str
    field: str = ""
    input: str = ""
    params: Mapping[str, Any] = {}
    blocks: tuple[Gate, ...] = ()


class Counts(Frozen):
    """The three counts that stand beside a score, and what is still open."""

    confirmed: int = 0
    assumed: int = 0
    unknown: int = 0
    open: int = 0


class FieldOutcome(Frozen):
    """The effective state of one field. `due` is the date by which an open promise about it falls due."""

    state: State
    findings: tuple[str, ...] = ()
    due: date | None = None


class GateOutcome(Frozen):
    """May the deal pass, and which requirements say no. An override leaves `because` as it is."""

    allowed: bool
    because: tuple[str, ...] = ()
    overridden_by: str = ""


class Evaluation(Frozen):
    """What the rules say of one handoff at one moment."""

    deal: Deal
    score: int
    counts: Counts
    fields: Mapping[str, FieldOutcome]
    gates: Mapping[Gate, GateOutcome]
    findings: tuple[Finding, ...]
    changes_at: datetime | None
    digest: str
    template_version: str
