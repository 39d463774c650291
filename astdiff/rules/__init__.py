"""The derivative of each function, in files named like NumPy's own chapters; importing this fills the table."""

from astdiff.rules import (
    arithmetic,
    builtins,
    comparison,
    creation,
    exponents,
    helpers,
    indexing,
    joining,
    linear_algebra,
    mathematics,
    methods,
    reductions,
    rounding,
    shapes,
    trigonometry,
)
from astdiff.rules.table import Entry, Impossible, Rule, Zero, impossible, lookup, rule, rules, zero

__all__ = ["Entry", "Impossible", "Rule", "Zero", "impossible", "lookup", "rule", "rules", "zero"]

chapters = (
    arithmetic,
    builtins,
    comparison,
    creation,
    exponents,
    helpers,
    indexing,
    joining,
    linear_algebra,
    mathematics,
    methods,
    reductions,
    rounding,
    shapes,
    trigonometry,
)
