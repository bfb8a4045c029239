"""The rules that are not about answers: the service's verdict, our own fields, the review, and a quote that goes out."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.base import Policy
from connectors.salesforce import formula as f
from connectors.salesforce.boxes import Boxes
from connectors.salesforce.gates import SPARED, Ground, enforced
from connectors.salesforce.messages import Messages
from connectors.salesforce.requirements import Rule
from connectors.salesforce.schema import EVALUATED_REVISION, OURS, REVIEWER, REVISION

GOES_OUT = ("Presented", "Accepted")  # the statuses of a quote that the customer can see
REVIEW = "ours.review"
STAMPED = f"{OURS}Own_Fields"  # the one rule that is always there
REVIEWERS_ONLY = f"{OURS}Reviewers_Only"
REFUSE_NO_MOVE = (STAMPED, REVIEWERS_ONLY)


def guards(policy: Policy, boxes: Boxes, ground: Ground, messages: Messages, org: str, quotes: bool) -> Iterator[Rule]:
    """`org` is the organisation that the rules are made for; empty when planning without one."""
    if enforced(policy) and ground.levels:
        yield _verdict(policy, boxes, ground, messages, org)
    yield _own_fields(boxes, messages)
    if boxes.get(REVIEW):
        yield _reviewers_only(boxes, messages)
    if quotes and any(gate.gate == "quote" for gate in enforced(policy)):
        yield from _quote(policy, boxes, messages, org)


def _here(org: str) -> str:
    """In a copy of the organisation (a refreshed sandbox) nobody is there to bring the verdict up to date."""
    return f"LEFT($Organization.Id, 15) = {f.literal(org[:15])}" if org else f.TRUE


def _says_no(prefix: str = "") -> str:
    """We looked, and at the answers as they stand now. Never looked is not *no*."""
    evaluated, revision = prefix + EVALUATED_REVISION, prefix + REVISION
    return f.both(f.no(f.blank(evaluated)), f"{evaluated} = BLANKVALUE({revision}, 0)")


def _verdict(policy: Policy, boxes: Boxes, ground: Ground, messages: Messages, org: str) -> Rule:
    """An explicit *no* refuses. Answers that change in this very save are left to the other rules, whether or not the
    flow that counts the revision is active."""
    closed = f.either(
        *(
            f.both(ground.crosses_gate(gate.gate), f.blank(code))
            for gate in enforced(policy)
            if (code := ground.codes.get(f"ours.gate_{gate.gate}", ""))
        )
    )
    formula = f.both(ground.reach, _here(org), "NOT(ISNEW())", _says_no(), f.no(f.changed(*boxes.material())), closed)
    return Rule(f"{OURS}Verdict", formula, messages.plain("verdict"), about="verdict")


def _own_fields(boxes: Boxes, messages: Messages) -> Rule:
    """What we write, nobody writes by hand: a verdict must not be made up."""
    own = [name for part, name in boxes.mapping.items() if part.startswith("ours.") and part != REVIEW]
    formula = f.both(f.no(SPARED), f.changed(*own, EVALUATED_REVISION))
    return Rule(STAMPED, formula, messages.plain("own"), about="own fields")


def _reviewers_only(boxes: Boxes, messages: Messages) -> Rule:
    review = boxes.mapping[REVIEW]
    box = boxes.get(REVIEW)
    given = f.both("ISNEW()", f.no(box.blank)) if box else f.FALSE  # a copied deal brings its approval along
    formula = f.both(f.no(SPARED), f.no(f.permission(REVIEWER)), f.either(f.changed(review), given))
    return Rule(REVIEWERS_ONLY, formula, messages.plain("reviewer"), review, "review")


def _quote(policy: Policy, boxes: Boxes, messages: Messages, org: str) -> Iterator[Rule]:
    """Before pricing, not only before a stage: a quote that goes out is checked against the quote gate's verdict."""
    code = boxes.mapping.get("ours.gate_quote", "")
    going = f.either(*(f.is_value("Status", status) for status in GOES_OUT))
    was = f.either(*(f"ISPICKVAL(PRIORVALUE(Status), {f.literal(status)})" for status in GOES_OUT))
    out = f.both(going, f.either("ISNEW()", f.no(was)))
    if code:
        no = f.both(_says_no("Opportunity."), f.blank(f"Opportunity.{code}"))
        formula = f.both(f.no(SPARED), _here(org), out, no)
        yield Rule(f"{OURS}Quote_Status", formula, messages.plain("quote"), "Status", "quote", "Quote")
