"""An ordinary Python and NumPy function becomes the Python source of its derivative, and a function that runs it."""

from astdiff.api import grad, value_and_grad
from astdiff.errors import AstdiffError, DerivativeWarning, NotDifferentiable, NotYetSupported

__all__ = [
    "AstdiffError",
    "DerivativeWarning",
    "NotDifferentiable",
    "NotYetSupported",
    "grad",
    "value_and_grad",
]
__version__ = "0.1.0"
