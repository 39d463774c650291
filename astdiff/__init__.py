"""An ordinary Python and NumPy function becomes the Python source of its derivative, and a function that runs it."""

from astdiff.api import grad, value_and_grad
from astdiff.backend.helpers import stop_gradient
from astdiff.checking import WrongDerivative, check
from astdiff.checkpoints import checkpoint
from astdiff.cotangents import cotangent
from astdiff.custom import rule
from astdiff.errors import AstdiffError, DerivativeWarning, NotDifferentiable, NotYetSupported
from astdiff.implicit import implicit
from astdiff.jacobians import hessian, jacobian, value_and_jacobian
from astdiff.pullbacks import vjp
from astdiff.tangents import directional, forward, hvp, jvp, linearize

__all__ = [
    "AstdiffError",
    "DerivativeWarning",
    "NotDifferentiable",
    "NotYetSupported",
    "WrongDerivative",
    "check",
    "checkpoint",
    "cotangent",
    "directional",
    "forward",
    "grad",
    "hessian",
    "hvp",
    "implicit",
    "jacobian",
    "jvp",
    "linearize",
    "rule",
    "stop_gradient",
    "value_and_grad",
    "value_and_jacobian",
    "vjp",
]
__version__ = "0.1.0"
