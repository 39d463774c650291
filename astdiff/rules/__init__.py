"""The derivative of each function, in files named like NumPy's own chapters; importing this fills the table."""

from astdiff.rules import (
    answers,
    arithmetic,
    bits,
    builtins,
    comparison,
    complex_numbers,
    creation,
    decompositions,
    differences,
    elements,
    equations,
    exponents,
    helpers,
    indexing,
    joining,
    linear_algebra,
    mathematics,
    methods,
    nan_functions,
    norms,
    polynomials,
    reductions,
    rounding,
    shapes,
    signals,
    sorting,
    statistics,
    trigonometry,
    ufunc_methods,
)
from astdiff.rules.table import (
    Entry,
    Impossible,
    Rule,
    Zero,
    arrived,
    impossible,
    library,
    lookup,
    rule,
    rules,
    zero,
)

__all__ = [
    "Entry",
    "Impossible",
    "Rule",
    "Zero",
    "arrived",
    "impossible",
    "library",
    "lookup",
    "rule",
    "rules",
    "zero",
]

chapters = (
    answers,
    arithmetic,
    bits,
    builtins,
    comparison,
    complex_numbers,
    creation,
    decompositions,
    differences,
    elements,
    equations,
    exponents,
    helpers,
    indexing,
    joining,
    linear_algebra,
    mathematics,
    methods,
    nan_functions,
    norms,
    polynomials,
    reductions,
    rounding,
    shapes,
    signals,
    sorting,
    statistics,
    trigonometry,
    ufunc_methods,
)

library(
    "scipy.special", "astdiff.rules.scipy.gamma", "astdiff.rules.scipy.errors", "astdiff.rules.scipy.bessel"
)
library("scipy.linalg", "astdiff.rules.scipy.linear_algebra")
library("scipy.signal", "astdiff.rules.scipy.signals")
library("scipy.stats", "astdiff.rules.scipy.distributions")
