"""Salesforce's formulas: parse, check at deploy, evaluate at save."""

from __future__ import annotations

from connectors.salesforce.emulator.formula.build import LONGEST, Formula, compile_formula
from connectors.salesforce.emulator.formula.model import Context, Expr, FormulaError, Reference, Scope, typed

__all__ = ["LONGEST", "Context", "Expr", "Formula", "FormulaError", "Reference", "Scope", "compile_formula", "typed"]
