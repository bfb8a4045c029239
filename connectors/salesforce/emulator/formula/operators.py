"""The operators, with the types that Salesforce lets them have."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from connectors.salesforce.emulator.formula.model import (
    BOOLEAN,
    DATE,
    DATETIME,
    MULTI,
    NULL,
    NUMBER,
    PICKLIST,
    TEXT,
    Context,
    Expr,
    FormulaError,
)
from connectors.salesforce.emulator.formula.special import PICKLIST_HINT, as_text

_DAY = Decimal(86_400)
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _refuse(op: str, expected: str, got: Expr) -> FormulaError:
    hint = f" {PICKLIST_HINT}" if got.type in (PICKLIST, MULTI) else ""
    return FormulaError(
        f"Incorrect parameter type for operator '{op}'. Expected {expected}, received {got.type}.{hint}"
    )


def _both(op: str, left: Expr, right: Expr, work: Callable[[Any, Any], Any], result: str) -> Expr:
    """A blank on either side makes the result blank."""
    first, second = left.run, right.run

    def run(ctx: Context) -> Any:
        a, b = first(ctx), second(ctx)
        return None if a is None or b is None else work(a, b)

    return Expr(result, run)


def equality(op: str, left: Expr, right: Expr) -> Expr:
    """Text compares case-sensitively and blank text equals ""; any other blank is equal to nothing, not even NULL."""
    for side in (left, right):
        if side.type in (PICKLIST, MULTI):
            raise _refuse(op, TEXT, side)
    if left.type != right.type and NULL not in (left.type, right.type):
        raise _refuse(op, left.type, right)
    if TEXT in (left.type, right.type):
        left, right = as_text(left), as_text(right)
    return _both(op, left, right, operator.eq if op == "=" else operator.ne, BOOLEAN)


def order(op: str, left: Expr, right: Expr) -> Expr:
    for side in (left, right):
        if side.type not in (NUMBER, DATE, DATETIME, NULL):
            raise _refuse(op, "Number, Date, DateTime", side)
    if left.type != right.type and NULL not in (left.type, right.type):
        raise _refuse(op, left.type, right)
    return _both(op, left, right, _ORDER[op], BOOLEAN)


def later(at: Any, days: Decimal) -> Any:
    """A date moves by whole days, a date with time by fractions too."""
    if isinstance(at, datetime):
        return at + timedelta(seconds=float(days * _DAY))
    return at + timedelta(days=int(days))


def _between(a: Any, b: Any) -> Decimal:
    if isinstance(a, datetime):
        return Decimal(str((a - b).total_seconds())) / _DAY
    return Decimal((a - b).days)


def plus(op: str, left: Expr, right: Expr) -> Expr:
    if left.type == TEXT and right.type in (TEXT, NULL) or left.type == NULL and right.type == TEXT:
        return concatenation(op, left, right)
    if left.type in (DATE, DATETIME) and right.type == NUMBER:
        return _both(op, left, right, later, left.type)
    if left.type == NUMBER and right.type in (DATE, DATETIME):
        return _both(op, right, left, later, right.type)
    return _arithmetic(op, left, right, operator.add)


def minus(op: str, left: Expr, right: Expr) -> Expr:
    if left.type in (DATE, DATETIME) and right.type == NUMBER:
        return _both(op, left, right, lambda at, days: later(at, -days), left.type)
    if left.type in (DATE, DATETIME) and right.type == left.type:
        return _both(op, left, right, _between, NUMBER)
    return _arithmetic(op, left, right, operator.sub)


def concatenation(op: str, left: Expr, right: Expr) -> Expr:
    for side in (left, right):
        if side.type not in (TEXT, NULL):
            raise _refuse(op, TEXT, side)
    first, second = as_text(left).run, as_text(right).run
    return Expr(TEXT, lambda ctx: first(ctx) + second(ctx))


def _arithmetic(op: str, left: Expr, right: Expr, work: Callable[[Any, Any], Any]) -> Expr:
    for side in (left, right):
        if side.type not in (NUMBER, NULL):
            raise _refuse(op, NUMBER, side)
    return _both(op, left, right, work, NUMBER)


def _divided(a: Decimal, b: Decimal) -> Decimal:
    if not b:
        raise FormulaError("division by zero")
    return a / b


def negative(op: str, inner: Expr) -> Expr:
    if inner.type not in (NUMBER, NULL):
        raise _refuse("-", NUMBER, inner)
    run = inner.run
    return Expr(NUMBER, lambda ctx: None if (value := run(ctx)) is None else -value)


OPERATORS: dict[str, Callable[[str, Expr, Expr], Expr]] = {
    "=": equality,
    "<>": equality,
    "<": order,
    "<=": order,
    ">": order,
    ">=": order,
    "+": plus,
    "-": minus,
    "&": concatenation,
    "*": lambda op, a, b: _arithmetic(op, a, b, operator.mul),
    "/": lambda op, a, b: _arithmetic(op, a, b, _divided),
    "^": lambda op, a, b: _arithmetic(op, a, b, lambda x, y: x**y),
}
