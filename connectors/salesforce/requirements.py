"""The gates' requirements as validation rules: the same declarative list that the service interprets, translated.

One rule for each requirement and question, true for the gates that ask it: a rep who skips a stage reads every message once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from connectors.base import Policy
from connectors.errors import ConfigError
from connectors.salesforce import formula as f
from connectors.salesforce.boxes import Boxes
from connectors.salesforce.gates import Ground, enforced
from connectors.salesforce.messages import Messages
from connectors.salesforce.questions import Asking, confirmed, no_source, not_answered, not_answered_later, unknown
from connectors.salesforce.schema import OURS
from rules.model import FieldSpec, Gate, Requirement

LONGEST_NAME = 40
FIRST: Gate = "quote"  # the gate that does not ask for what is due later
Term = tuple[str, bool]  # a formula, and whether only the later gates ask for it


@dataclass(frozen=True)
class Rule:
    """One validation rule as it is deployed. `about` says in a word what it was made from."""

    name: str
    formula: str
    message: str
    field: str = "StageName"
    about: str = ""
    object: str = "Opportunity"

    @property
    def digest(self) -> str:
        """Tells whether the deployed rule is still the one that we made."""
        return hashlib.sha256(f"{self.formula}\x1f{self.message}\x1f{self.field}\x1f{self.about}".encode()).hexdigest()[
            :12
        ]


@dataclass(frozen=True)
class Need:
    """What one requirement says of one question: any of the `terms` refuses. `later` ones only at `later_gates`."""

    name: str
    terms: Sequence[str]
    message: str
    field: str
    later: Sequence[str] = ()


@dataclass(frozen=True)
class Compiler:
    """Everything the rules are made from."""

    policy: Policy
    boxes: Boxes
    ground: Ground
    messages: Messages = field(repr=False)

    def rules(self) -> list[Rule]:
        """All rules of all enforced gates. Raises ConfigError for one that no formula can hold."""
        found: list[Rule] = []
        for requirement, gates in self._asked():
            for need in _NEEDS[requirement.needs](self, requirement):
                found += self._fitted(need, gates)
        return _numbered(found)

    def _asked(self) -> Iterator[tuple[Requirement, tuple[Gate, ...]]]:
        """Each requirement once, with the enforced gates that ask for the same."""
        on = [gate.gate for gate in enforced(self.policy)]
        asked: dict[tuple[str, object], tuple[Requirement, list[Gate]]] = {}
        for gate in on:
            for requirement in self._of(gate):
                same = asked.setdefault((requirement.needs, requirement.fields), (requirement, []))
                same[1].append(gate)
        yield from ((requirement, tuple(dict.fromkeys(gates))) for requirement, gates in asked.values())

    def _of(self, gate: Gate) -> Iterator[Requirement]:
        """A gate's own requirements; "like another gate" brings that one's along."""
        for requirement in self.policy.template.gates:
            if requirement.gate == gate and requirement.needs == "gate":
                yield from self._of(requirement.like or "contract")
            elif requirement.gate == gate:
                yield requirement

    # --- into rules that fit ----------------------------------------------------------------------------------------

    def _fitted(self, need: Need, gates: Sequence[Gate]) -> Iterator[Rule]:
        """One rule; more when the terms do not fit into one, a rule for each gate when not even a single term does."""
        packs: list[list[Term]] = []
        for term in self._terms(need, gates):
            if packs and len(self._formula([*packs[-1], term], gates)) <= f.LONGEST:
                packs[-1].append(term)
            else:
                packs.append([term])
        for pack in packs:
            yield from self._packed(need, pack, gates)

    def _packed(self, need: Need, pack: Sequence[Term], gates: Sequence[Gate]) -> Iterator[Rule]:
        formula = self._formula(pack, gates)
        if len(formula) <= f.LONGEST:
            yield Rule(f"{OURS}{need.name}", formula, need.message, need.field, ", ".join(gates))
        elif len(gates) > 1:
            for gate in gates:
                yield from self._packed(need, pack, [gate])
        else:
            raise ConfigError(
                f"{need.name} at {gates[0]}: {len(formula)} characters, a formula holds {f.LONGEST}. Name fewer stages or types."
            )

    def _terms(self, need: Need, gates: Sequence[Gate]) -> list[Term]:
        later = [(term, True) for term in need.later] if set(gates) - {FIRST} else []
        return [*((term, False) for term in need.terms), *later]

    def _formula(self, pack: Sequence[Term], gates: Sequence[Gate]) -> str:
        now = [term for term, later in pack if not later]
        then = [term for term, later in pack if later]
        at_all = f.both(self.ground.crosses(gates), f.any_of(now))
        at_later = f.both(self.ground.crosses(gate for gate in gates if gate != FIRST), f.any_of(then))
        return f.both(self.ground.reach, f.either(at_all, at_later))

    # --- the kinds of requirements ----------------------------------------------------------------------------------

    def specs(self, requirement: Requirement) -> list[FieldSpec]:
        wanted = requirement.fields
        every = self.policy.template.required()
        if isinstance(wanted, tuple):
            return [spec for spec in every if spec.key in wanted]
        return [spec for spec in every if wanted == "required" or spec.scope_changing]

    def answered(self, requirement: Requirement) -> Iterator[Need]:
        asking = Asking(self.boxes, self.policy.placeholders, self.policy.vague)
        for spec in self.specs(requirement):
            message = self.messages.answer(spec, requirement.id)
            name = "_".join(word.capitalize() for word in spec.key.split("_"))
            yield Need(name, not_answered(asking, spec), message, self._box(spec), not_answered_later(asking, spec))

    def _box(self, spec: FieldSpec) -> str:
        """Where the message stands: the field's first box."""
        own = (name for part, name in self.boxes.mapping.items() if part.split(".")[0] == spec.key)
        return next(own, "StageName")

    def range_for_unknown(self, requirement: Requirement) -> Iterator[Need]:
        promise = self.boxes.get("promise.type", "choice")
        if promise:
            open_ = f.either(*(term for spec in self.specs(requirement) if (term := unknown(self.boxes, spec.key))))
            terms = [f.is_value(promise.field, "paused"), f.both(f.no(f.is_value(promise.field, "range")), open_)]
            message = self.messages.plain("range_for_unknown", requirement.id)
            yield Need("Range_For_Unknown", terms, message, promise.field)

    def review_for_assumed(self, requirement: Requirement) -> Iterator[Need]:
        """An answer that is neither confirmed nor unknown is assumed at best; so is one without a source."""
        promise, review = self.boxes.get("promise.type", "choice"), self.boxes.get("ours.review", "choice")
        guesses = [term for spec in self.specs(requirement) if (term := self._guess(spec))]
        if promise and review and guesses:
            fixed = f.no(f.either(f.is_value(promise.field, "range"), f.is_value(promise.field, "paused")))
            terms = [f.both(fixed, f.no(f.is_value(review.field, "approved")), f.either(*guesses))]
            message = self.messages.plain("review_for_assumed", requirement.id)
            yield Need("Review_For_Assumed", terms, message, promise.field)

    def _guess(self, spec: FieldSpec) -> str | None:
        fact, open_ = confirmed(self.boxes, spec.key), unknown(self.boxes, spec.key)
        if fact is None or open_ is None:
            return None
        first = next(
            (box for part in self.boxes.mapping if part.split(".")[0] == spec.key and (box := self.boxes.get(part))),
            None,
        )
        filled = f.no(first.blank) if first else f.TRUE  # what is blank is asked for by another rule
        return f.both(f.no(open_), filled, f.either(f.no(fact), no_source(self.boxes, spec.key)))

    def review_approved(self, requirement: Requirement) -> Iterator[Need]:
        if review := self.boxes.get("ours.review", "choice"):
            message = self.messages.plain("review_approved", requirement.id)
            yield Need("Review_Approved", [f.no(f.is_value(review.field, "approved"))], message, review.field)

    def review_settled(self, requirement: Requirement) -> Iterator[Need]:
        """Not approved says as much, and the marks are not on the deal."""
        yield from ()

    def known(self, requirement: Requirement) -> Iterator[Need]:
        open_ = [term for spec in self.specs(requirement) if (term := unknown(self.boxes, spec.key))]
        box = self.boxes.get("status.unknown")
        if box:
            yield Need(
                "Known",
                [term for term in open_ if term != f.FALSE],
                self.messages.plain("known", requirement.id),
                box.field,
            )

    def confirmed(self, requirement: Requirement) -> Iterator[Need]:
        for spec in self.specs(requirement):
            fact, open_ = confirmed(self.boxes, spec.key), unknown(self.boxes, spec.key)
            if fact is not None and open_ is not None:
                terms = [open_, f.no(fact), no_source(self.boxes, spec.key)]
                name = "Confirmed_" + "_".join(word.capitalize() for word in spec.key.split("_"))
                message = self.messages.confirmed(spec, requirement.id)
                yield Need(name, [t for t in terms if t != f.FALSE], message, self._box(spec))


def _numbered(rules: Sequence[Rule]) -> list[Rule]:
    """Rules of one name are told apart: the second is called …_2."""
    seen: dict[str, int] = {}
    found = []
    for rule in rules:
        seen[rule.name] = seen.get(rule.name, 0) + 1
        ending = f"_{seen[rule.name]}" if seen[rule.name] > 1 else ""
        found.append(replace(rule, name=rule.name[: LONGEST_NAME - len(ending)].rstrip("_") + ending))
    return found


_NEEDS: Mapping[str, Callable[[Compiler, Requirement], Iterator[Need]]] = {
    "answered": Compiler.answered,
    "range_for_unknown": Compiler.range_for_unknown,
    "review_for_assumed": Compiler.review_for_assumed,
    "review_approved": Compiler.review_approved,
    "review_settled": Compiler.review_settled,
    "known": Compiler.known,
    "confirmed": Compiler.confirmed,
}
