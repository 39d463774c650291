"""What stands in NumPy and Python beside the functions of numbers, by the reason why no derivative is asked of it.

The frontend does not look here: such a call is carried through as it stands, and refused with a value that carries a derivative.
"""

import builtins
import math
from collections.abc import Iterable
from typing import Any

import numpy as np

READ = "it is read by the frontend itself"
APART: dict[str, Iterable[str]] = {
    "it is a kind of thing, not a function of numbers": (
        "bytes_ character complexfloating datetime64 dtype errstate finfo flatiter flexible floating generic "
        "iinfo inexact integer matrix asmatrix bmat memmap ndarray number object_ poly1d recarray record "
        "signedinteger str_ timedelta64 ufunc unsignedinteger void"
    ).split(),
    "it reads, writes or prints": (
        "array2string array_repr array_str base_repr binary_repr datetime_as_string format_float_positional "
        "format_float_scientific from_dlpack frombuffer fromfile fromiter fromregex fromstring genfromtxt "
        "load loadtxt save savetxt savez savez_compressed show_config show_runtime info"
    ).split(),
    "it is a setting": (
        "get_include get_printoptions getbufsize geterr geterrcall printoptions set_printoptions setbufsize "
        "seterr seterrcall"
    ).split(),
    "it is a question about types": "datetime_data isdtype isnat issubdtype mintypecode promote_types typename".split(),
    "it is about dates": "busday_count busday_offset busdaycalendar is_busday".split(),
    "it walks over an array": "broadcast ndenumerate ndindex nditer nested_iters frompyfunc mask_indices".split(),
}
METHODS = "base ctypes data device flat getfield setflags to_device tofile".split()
BUILTINS = (
    "aiter anext breakpoint bytearray bytes classmethod compile copyright credits delattr dir eval exec exit help input license "
    "memoryview object open ord property quit setattr staticmethod"
).split()
FRONTEND = (
    "range enumerate zip reversed map filter iter next getattr hasattr globals locals vars super dict set frozenset slice sorted"
).split()


def apart(function: Any) -> str | None:
    """Why no derivative is asked of a function; None where one is."""
    name = getattr(function, "__name__", None) or getattr(function, "name", "")
    if isinstance(function, type) and issubclass(function, BaseException):
        return "it is an error"
    if type(function).__name__ in ("PytestTester", "_Printer", "_Helper"):
        return "it is a tool"
    if getattr(builtins, name, None) is function:
        return READ if name in FRONTEND else "it is about Python" if name in BUILTINS else None
    if getattr(math, name, None) is function:
        return None
    if getattr(np.ndarray, name, None) is function:
        return "it is about memory" if name in METHODS else None
    if getattr(np, name, None) is function:
        return next((why for why, names in APART.items() if name in names), None)
    return None
