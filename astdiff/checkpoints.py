"""A function becomes one whose way back computes it again, and keeps nothing but its arguments until then."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from astdiff.errors import WrongType


class CheckpointFunction:
    """A function whose way back computes it again: called, it is the function."""

    def __init__(self, function: Callable[..., Any]):
        self.__astdiff_again__ = function
        functools.update_wrapper(self, function, updated=())
        self.__wrapped__ = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__astdiff_again__(*args, **kwargs)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else functools.partial(self, instance)

    def __repr__(self) -> str:
        return f"<checkpointed {getattr(self.__astdiff_again__, '__qualname__', self.__astdiff_again__)!s}>"


def checkpoint(function: Callable[..., Any]) -> CheckpointFunction:
    """Return the function with another way back: it keeps the arguments only, and computes again what else it needs.

    A loop that calls it keeps one set of arguments a turn. Nothing that it does beside computing is done twice: a function that
    prints, draws random numbers, or calls what is not read, is refused where it is differentiated. Draw the numbers outside.
    """
    if not callable(function):
        raise WrongType(f"function: expected something to call, got {type(function).__name__}")
    return CheckpointFunction(function)
