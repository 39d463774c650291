"""A place of the way back, for a block of code that a user puts there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np


class cotangent:  # noqa: N801 - it is used like a function
    """A block of code at this place of the way back: it gets the cotangent of a variable, and may change it.

        with cotangent(x) as d_x:
            d_x = np.clip(d_x, -1.0, 1.0)       # or print(d_x), breakpoint(), d_x *= 0.5

    What stands under the name at the end of the block is the cotangent of `x` for all lines before. The block is run each time
    that the way back passes here, on a copy. It may read variables, as they are here; what it assigns is its own. It may not be
    left by return, break or continue. No second derivative passes through it, and forward mode does not see it.

    In a plain call of the function there is no way back, and Python cannot leave out the body of a `with`: it runs once, on
    zeros. Written as a loop, `for d_x in cotangent(x):`, it means the same in a derivative, and does not run in a plain call.
    """

    __astdiff_crosses__ = True

    def __init__(self, x: Any):
        self._x = x

    def __enter__(self) -> Any:
        return np.zeros_like(self._x) if isinstance(self._x, np.ndarray) else type(self._x)(0.0)

    def __exit__(self, *problem: Any) -> None:
        return None

    def __iter__(self) -> Iterator[Any]:
        return iter(())
