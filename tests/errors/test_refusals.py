"""What is not differentiated yet, or never: one program each, refused under the line that is the reason."""

import math
import time
from types import SimpleNamespace

import numpy as np
import scipy.linalg
import scipy.special

from tests.errors.refused import refused

SQUARE, STACK = np.eye(3) + 0.5, np.eye(3) + 0.5 + np.zeros((3, 1, 1))
VECTOR = np.array([0.5, -1.2, 0.8])
TOTAL = 0.0
LOG = []
KINDS = [ValueError]


class Swallowing:
    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return True


@refused("AD101", "yield x")
def yields(x):
    yield x


@refused("AD101", "yield from [x, x]")
def yields_from(x):
    yield from [x, x]
    return x


@refused("AD102", "async def is_async(x):")
async def is_async(x):
    return x * x


@refused("AD102", "async def awaits(x):")
async def awaits(x):
    return await x


@refused("AD102", "async def loops_async(x):")
async def loops_async(x):
    async for item in x:
        x = item
    return x


@refused("AD102", "async def enters_async(x):")
async def enters_async(x):
    async with x:
        return x


@refused("AD103", 'exec("x = 2 * x")')
def calls_exec(x):
    exec("x = 2 * x")  # noqa: S102
    return x * x


@refused("AD103", 'eval("x * x")')
def calls_eval(x):
    return eval("x * x")  # noqa: S307


@refused("AD103", "locals()")
def reads_its_variables(x):
    y = x * x
    return locals()["y"]


@refused("AD103", "eval(text)")
def evaluates_in_a_condition(x, text):
    return x * x if eval(text) else x  # noqa: S307


@refused("AD104", "class Holder:")
def defines_a_class(x):
    class Holder:
        value = x * x

    return Holder.value


@refused("AD105", "y")
def tries(x):
    y = 1.0
    try:
        while y < 2.0:
            y = math.sqrt(x) * y
    except ValueError:
        return y
    return x


@refused("AD105", "try:")
def tries_to_the_end(x):
    try:
        return x * x
    finally:
        return x  # noqa: B012


@refused("AD105", "try:", VECTOR)
def tries_to_write(x):
    y = x * x
    try:
        for k in range(2):
            y[k] = math.sqrt(x[k])
    except ValueError:
        pass
    return np.sum(y)


@refused("AD105", "tuple(KINDS)")
def tries_for_unknown_exceptions(x):
    try:
        y = math.sqrt(x)
    except tuple(KINDS):
        y = 0.0
    return y


@refused("AD106", "np.errstate(all=x)")
def enters(x):
    with np.errstate(all=x):
        y = np.log(x)
    return y


@refused("AD106", "Swallowing()")
def enters_what_swallows(x):
    with Swallowing():
        y = math.log(x)
    return y


@refused("AD107", "[first, second]", VECTOR)
def matches_active(x):
    match list(x):
        case [first, second]:
            return first * second
        case _:
            return x[0]


@refused("AD107", '{"a": value}', 0.5, {"a": 2.0})
def matches_an_unknown_dict(x, table):
    match table:
        case {"a": value}:
            return value * x


@refused("AD109", "{k: (z := x * k) for k in range(n)}", 1.5, 3)
def walrus_in_a_dict_comprehension(x, n):
    table = {k: (z := x * k) for k in range(n)}
    return table[1] * z


@refused("AD109", "{x * k for k in range(3)}")
def set_comprehension(x):
    values = {x * k for k in range(3)}
    return max(values)


@refused("AD203", "y[0:1]", 1.5)
def deletes_a_part(x):
    y = [x, x * x]
    del y[0:1]
    return y[0]


@refused("AD112", "TOTAL")
def writes_a_global(x):
    global TOTAL
    TOTAL = x * x
    return TOTAL


@refused("AD112", "global TOTAL")
def writes_a_global_within(x):
    def add(y):
        global TOTAL
        TOTAL = TOTAL + y * x

    add(x)
    return x


@refused("AD113", "def change():")
def writes_a_function_around(x):
    def scaled(y):
        return y * x

    def change():
        nonlocal scaled
        scaled = np.sin

    change()
    return scaled(x)


TABLE = np.ones(3)


@refused("AD201", "TABLE[0]", 1.5)
def writes_to_a_global_array(x):
    TABLE[0] = x
    return np.sum(TABLE) * x


@refused("AD201", "counts[0]", 1.5)
def writes_to_whole_numbers(x):
    counts = np.zeros(3, int)
    counts[0] = x
    return np.sum(counts) * x


@refused("AD207", "flat", np.eye(3))
def reads_what_may_be_a_view(a):
    b = a * 2.0
    flat = b.reshape(-1)
    b[0, 0] = 5.0
    return np.sum(flat * flat)


@refused("AD207", "add_to(b, b)", np.eye(3))
def hands_over_one_array_twice(a):
    def add_to(one, other):
        one += other

    b = a * 2.0
    add_to(b, b)
    return np.sum(b)


@refused("AD205", "np.random.shuffle(weights)", VECTOR)
def changes_what_was_read(x):
    weights = np.array([1.0, 2.0, 3.0])
    y = np.sum(x * weights)
    np.random.shuffle(weights)
    return y


@refused("AD202", "box.value")
def writes_an_attribute(x):
    box = SimpleNamespace()
    box.value = x * x
    return box.value


@refused("AD203", "rows", 0.7)
def rows_that_are_one_list(x):
    rows = [[0.0] * 2] * 2
    for k in range(2):
        rows[k][0] = x * k
    return rows[0][0]


@refused("AD207", "states", VECTOR)
def appends_what_it_changes(x):
    state = np.zeros(3)
    states = []
    for _ in range(2):
        state += x
        states.append(state)
    return np.sum(states[0])


@refused("AD203", "LOG.append(x * x)")
def appends_to_a_global(x):
    LOG.append(x * x)
    return x


@refused("AD402", "pair[:k]", 1.5, 1)
def part_of_a_tuple(x, k):
    pair = (x, 2.0 * x, x * x)
    return sum(pair[:k])


@refused("AD110", "z := 2.0 * x", 1.5)
def walrus_in_a_text(x):
    text = f"{(z := 2.0 * x)}"
    return z * x * len(text)


class _Box:
    def __init__(self, value):
        self.value = value


@refused("AD109", "[_Box(value) for value in x]", VECTOR)
def objects_in_a_list(x):
    boxes = [_Box(value) for value in x]
    return boxes[0].value


class _Purse:
    def __init__(self, value):
        self.value = value

    def __iadd__(self, more):
        self.value = self.value + more
        return self


@refused("AD208", "purse += x * k", 2.0)
def changes_itself_in_a_loop(x):
    purse = _Purse(x)
    same = purse
    for k in range(3):
        purse += x * k
    return same.value


@refused("AD208", "repr(box)")
def uses_an_object_as_a_whole(x):
    box = _Box(x)
    return box.value * len(repr(box))


@refused("AD206", "np.modf(x, out=(y, z))", VECTOR)
def writes_two_results(x):
    y, z = np.zeros(3), np.zeros(3)
    np.modf(x, out=(y, z))
    return np.sum(y * z)


@refused("AD206", "np.concatenate((y[1:], y[:1]), out=y)", VECTOR)
def concatenates_over_itself(x):
    y = x * x
    np.concatenate((y[1:], y[:1]), out=y)
    return np.sum(y * x)


@refused("AD206", "np.place(y, x > 0, y[::-1])", VECTOR)
def places_over_itself(x):
    y = x * x
    np.place(y, x > 0, y[::-1])
    return np.sum(y * x)


@refused("AD206", "np.sum(x * x, axis=0, out=y)", np.ones((2, 3), np.float32))
def sums_in_another_precision(x):
    y = np.zeros(3)
    np.sum(x * x, axis=0, out=y)
    return np.sum(y * y)


@refused("AD206", "np.sqrt(x, out=y, where=flags)", VECTOR, 1)
def chooses_by_a_number(x, flags):
    y = x * x
    np.sqrt(x, out=y, where=flags)
    return np.sum(y)


@refused("AD302", "np.sqrt(x, where=x > 0)", VECTOR)
def leaves_items_unset(x):
    return np.sum(np.sqrt(x, where=x > 0))


@refused("AD206", "np.multiply(x, x, out=y)", VECTOR)
def writes_to_out_of_whole_numbers(x):
    y = np.zeros(3, int)
    np.multiply(x, x, out=y)
    return np.sum(y * x)


@refused("AD206", "np.multiply.at(y, [0, 0], x)", VECTOR[:2])
def multiplies_at(x):
    y = np.ones(3)
    np.multiply.at(y, [0, 0], x)
    return np.sum(y)


@refused("AD206", "np.random.shuffle(y)", VECTOR)
def shuffles(x):
    y = x * x
    np.random.shuffle(y)
    return y[0]


@refused("AD206", "y.resize(5)", VECTOR)
def resizes(x):
    y = x * x
    y.resize(5)
    return np.sum(y)


@refused("AD206", "y.real", VECTOR)
def writes_the_real_part(x):
    y = x * x
    y.real = x
    return np.sum(y)


@refused("AD301", "np.nditer(y)", VECTOR)
def iterates_in_any_order(x):
    y = x * x
    for item in np.nditer(y):
        item[...] = 2.0
    return np.sum(y)


@refused("AD301", "np.ndenumerate(x)", VECTOR)
def enumerates(x):
    total = 0.0
    for index, item in np.ndenumerate(x):
        total += item * index[0]
    return total


def add_to(one, other):
    one += other
    return one


@refused("AD206", "add_to(y, x)", VECTOR, 1.0)
def writes_on_one_path_of_an_expression(x, c):
    y = x * x
    z = add_to(y, x) if c > 0 else y
    return np.sum(y * z)


@refused("AD206", "np.sum(add_to(y, x))", VECTOR)
def writes_in_a_chain(x):
    y = x * x
    if 0 < np.sum(x) < np.sum(add_to(y, x)):
        return np.sum(y)
    return np.sum(y * x)


@refused("AD205", "print(add_to(y, x))", VECTOR)
def writes_while_printing(x):
    y = x * x
    z = y * y
    print(add_to(y, x))
    return np.sum(z)


@refused("AD205", "assert add_to(y, x) is y", VECTOR)
def writes_in_an_assertion(x):
    y = x * x
    z = y * y
    assert add_to(y, x) is y
    return np.sum(z)


@refused("AD207", "b", np.ones((2, 3)))
def reads_what_is_laid_out_by_columns(a):
    b = np.zeros((2, 3), order="F")
    row = b.reshape(-1)
    row[0] = a[0, 0]
    return np.sum(b)


@refused("AD207", "b", np.ones((2, 3)))
def reads_what_may_have_been_copied(a):
    b = a * 2.0
    c = np.ascontiguousarray(b)
    c[0] = 1.0
    return np.sum(b)


@refused("AD201", "d[0]", np.eye(3))
def writes_to_a_diagonal(a):
    b = a * 2.0
    d = np.diagonal(b)
    d[0] = 5.0
    return np.sum(b)


@refused("AD207", "v", np.eye(3))
def reads_a_diagonal_by_einsum(a):
    b = a * 2.0
    v = np.einsum("ii->i", b)
    b[0, 0] = 5.0
    return np.sum(v * v)


@refused("AD301", "scipy.special.ker(x)")
def unknown_compiled_function(x):  # trap 115
    return scipy.special.ker(x) * x


@refused("AD301", "np.roots(x)", VECTOR)
def unknown_numpy_function(x):
    return np.sum(np.roots(x))


@refused("AD301", "iter(x)", VECTOR)
def unknown_builtin(x):
    return next(iter(x))


@refused("AD302", "np.sin(x, where=x > 0)", VECTOR)
def unknown_keyword(x):  # trap 4: without out= the other items are whatever was in memory
    return np.sum(np.sin(x, where=x > 0))


@refused("AD302", 'np.linalg.qr(x, mode="complete")', SQUARE)
def option_of_a_decomposition(x):
    return np.sum(np.linalg.qr(x, mode="complete")[0])


@refused("AD302", "scipy.linalg.solve_triangular(x, x)", STACK)
def stack_of_matrices(x):
    return np.sum(scipy.linalg.solve_triangular(x, x))


@refused("AD303", "np.linalg.norm(y, ord=x)", 2.5)
def order_of_a_norm(x):
    y = np.array([1.0, 2.0])
    return np.linalg.norm(y, ord=x)


@refused("AD304", "np.arange(3)[x]", 2.0)
def active_index(x):
    return np.arange(3)[x]


@refused("AD114", "*x", VECTOR)
def starred_argument(x):
    return uses_scipy_deep_down(*x)


@refused("AD306", "chosen(x)")
def unknown_callee(x):
    chosen = {"a": math.sin, "b": math.cos}[time.strftime("%p")]
    return chosen(x)


@refused("AD301", "x.method()", 0.5)
def method_that_floats_do_not_have(x):
    return x.method()


@refused("AD405", "np.ptp(z)", VECTOR)
def complex_value(x):
    z = x + 1j
    return np.ptp(z).real


def uses_scipy_deep_down(x):
    return x * scipy.special.kei(x)


@refused("AD301", "scipy.special.kei(x)")
def unknown_function_in_a_callee(x):
    return uses_scipy_deep_down(x) + 1.0


@refused("AD305", "endless(x)")
def endless(x):
    return x * endless(x)


@refused("AD404", "def returns_nothing(x):")
def returns_nothing(x):
    x * x


TABLE = np.array([1.0, 2.0])


def table_of(x):
    return TABLE


@refused("AD201", "table[0]")
def writes_to_a_global_that_a_callee_returns(x):
    table = table_of(x)
    table[0] = x
    return np.sum(table)
