"""What is taken for a view, a copy or either is held against NumPy, for arrays that lie in memory in all ways."""

import numpy as np
import pytest

from astdiff.frontend.views import COPYING, MAYBE_VIEWS, READ_ONLY, SHAPING, THEMSELVES, TURNING
from astdiff.graph.core import Attribute, Call, Const, Method, Value
from astdiff.transforms.finish import makes_new

WHOLE = np.arange(24.0).reshape(4, 6) + 1.0
LAYOUTS = {
    "in one piece": WHOLE,
    "by columns": np.asfortranarray(WHOLE),
    "with gaps": np.arange(96.0).reshape(8, 12)[::2, ::2],
    "backwards": WHOLE[::-1, ::-1],
    "one axis": np.arange(6.0),
    "one axis with gaps": np.arange(12.0)[::2],
    "square": np.arange(9.0).reshape(3, 3),
    "of length one": np.ones((1, 3, 1)),
    "empty": np.ones((0, 3)),
}
CALLS = [
    *((function, ()) for function in (np.ravel, np.squeeze, np.transpose, np.diagonal, np.diag, np.atleast_1d, np.atleast_2d)),
    *((function, ()) for function in (np.atleast_3d, np.flip, np.fliplr, np.flipud, np.rot90, np.asarray, np.asanyarray)),
    *((function, ()) for function in (np.array, np.copy, np.ascontiguousarray, np.asfortranarray, np.require, np.real)),
    *((function, ()) for function in (np.conj, np.conjugate, np.positive, np.abs, np.sort, np.cumsum, np.trim_zeros, np.tril)),
    *((function, ()) for function in (np.real_if_close, np.nan_to_num, np.float64, np.unwrap, np.fix, np.round)),
    *((function, (0,)) for function in (np.expand_dims, np.roll, np.rollaxis, np.pad, np.diff, np.sum, np.partition)),
    *((function, (1,)) for function in (np.tile, np.repeat, np.array_split, np.split, np.hsplit, np.vsplit, np.triu)),
    *((function, (0, -1)) for function in (np.swapaxes, np.moveaxis)),
    *((function, (None, 9.0)) for function in (np.clip,)),
    *((function, ([],)) for function in (np.delete, np.append)),
    (np.broadcast_to, ((4, 6),)),
    (np.reshape, (-1,)),
    (np.nan_to_num, (False,)),
    (Attribute("T"), ()),
    (Attribute("real"), ()),
    *((Method(name), ()) for name in ("ravel", "flatten", "copy", "squeeze", "transpose", "view", "conj", "diagonal", "cumsum")),
    (Method("astype"), (float,)),
    (Method("astype"), (float, "K", "unsafe", True, False)),
    (Method("reshape"), (-1,)),
    (Method("swapaxes"), (0, -1)),
]  # fmt: skip
IDS = [f"{getattr(function, 'name', None) or function.__name__}{args}" for function, args in CALLS]

pytestmark = pytest.mark.filterwarnings(
    "ignore:numpy.fix is deprecated:DeprecationWarning"
)  # since NumPy 2.5


def results(function, args):
    """The array in each layout and the arrays that the function makes of it."""
    for array in LAYOUTS.values():
        try:
            if isinstance(function, Attribute):
                made = getattr(array, function.name)
            elif isinstance(function, Method):
                made = getattr(array, function.name)(*args)
            else:
                made = function(array, *args)
        except (ValueError, IndexError, TypeError):
            continue
        for result in made if isinstance(made, (list, tuple)) else (made,):
            if isinstance(result, np.ndarray) and result.size and array.size:
                yield array, result


@pytest.mark.parametrize(("function", "args"), CALLS, ids=IDS)
def test_what_is_taken_for_a_copy_is_one(function, args):
    call = Call(function, (Value("a"), *map(Const, args)), (Value("b"),), (), None)
    found = list(results(function, args))
    assert found
    if any(np.shares_memory(array, result) for array, result in found):
        assert not makes_new(call)
        name = getattr(function, "name", None) or function.__name__
        by_example = any(np.shares_memory(a, b) for a, b in found if a.flags.c_contiguous)
        assert name in MAYBE_VIEWS or by_example or function in COPYING


@pytest.mark.parametrize(("function", "args"), CALLS, ids=IDS)
def test_what_is_taken_for_a_view_is_one(function, args):
    for array, result in results(function, args):
        if function in TURNING or function in SHAPING:
            assert np.shares_memory(array, result)
            assert result.flags.writeable
        if function in READ_ONLY and (function is not np.diag or array.ndim == 2):
            assert np.shares_memory(array, result)
            assert not result.flags.writeable
        if function in THEMSELVES - COPYING and array.ndim == result.ndim:
            assert result is array
