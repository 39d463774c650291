"""Whole programs become the text that design.md promises, and the text computes the derivative."""

import ast
import math
import operator
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import gast
import numpy as np
import pytest

from astdiff.codegen import show, write
from astdiff.graph.core import (
    NOTHING,
    Attribute,
    Call,
    Const,
    Display,
    For,
    Graph,
    Identity,
    If,
    Method,
    Opaque,
    Program,
    Reference,
    Region,
    Remark,
    Rewind,
    SetAt,
    Unpack,
    Value,
)
from astdiff.graph.verify import verify
from tests.codegen import programs
from tests.codegen.programs import call, line, program, remark

RELAX = """\
import numpy as np


def relax_grad(x, rate, tol):
    # Forward: relax, remembering what the way back needs.
    trail = []
    stride = 1.0
    while stride > tol:
        step = rate * np.sin(x)
        stride = np.sum(step * step)
        stride_over = stride > 0.5
        trail.append((stride_over, x))
        if stride_over:
            step = 0.5 * step
        x = x + step

    # Backward: undo one line at a time, last line first.
    d_x = 2.0 * x  # 13: return np.sum(x * x)
    for stride_over, x in reversed(trail):
        if stride_over:
            d_step = 0.5 * d_x  # 11: step = 0.5 * step
        else:
            d_step = d_x
        d_x = d_x + d_step * rate * np.cos(x)  # 8: step = rate * np.sin(x)
    return d_x
"""


ANOMALY = """\
import math


def anomaly_sum_grad(e, anomalies):
    # Forward: anomaly_sum, remembering what the way back needs.
    trail = []
    for m in anomalies:
        turns = []
        u = m
        while True:
            step = (u - e * math.sin(u) - m) / (1.0 - e * math.cos(u))
            turns.append((u, step))
            u = u - step
            if abs(step) < 1e-12:
                break
        trail.append((turns, u))

    # Backward: undo one line at a time, last line first.
    d_e = 0.0
    for turns, u in reversed(trail):
        d_u = -math.sin(u)  # 9: total += math.cos(u)
        for u, step in reversed(turns):
            slope = 1.0 - e * math.cos(u)  # 5: step = (u - e * math.sin(u) - m) / (1.0 - e * math.cos(u))
            d_top = -d_u / slope
            d_e = d_e + d_top * (step * math.cos(u) - math.sin(u))
            d_u = d_u + d_top * (slope - step * e * math.sin(u))
    return d_e
"""

OVERWRITTEN = """\
import numpy as np


def overwritten_grad(x):
    # Forward.
    y = x * x
    y_1 = y
    y = y + np.sin(y)

    # Backward.
    d_y = 2.0 * y  # 4: return y * y
    d_y = d_y + d_y * np.cos(y_1)  # 3: y = y + np.sin(y)
    d_x = d_y * (2.0 * x)  # 2: y = x * x
    return d_x
"""

BUILT = {
    "relax": (programs.relax_grad, RELAX),
    "anomaly_sum": (programs.anomaly_sum_grad, ANOMALY),
    "overwritten": (programs.overwritten_grad, OVERWRITTEN),
}


def made(text, bound=None):
    """The last function of a text."""
    namespace = dict(bound or {})
    exec(compile(text, "<written>", "exec"), namespace)  # noqa: S102
    return namespace[[node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)][-1]]


def written(ops, yields, params=(), **options):
    """The body of a function of these ops, without its first line."""
    given = program(Graph("f", Region(tuple(params), tuple(ops), tuple(yields))), **options)
    verify(given)
    text = write(given).text
    body = text[text.index("def f(") :].split("):\n", 1)[1]
    return textwrap.dedent(body).rstrip("\n")


@pytest.mark.parametrize("name", BUILT)
def test_the_text_is_the_one_of_the_design(name):
    build, text = BUILT[name]
    given = program(build())
    verify(given)
    assert write(given).text == text
    assert write(program(build())).text == text, "another time, other bytes"


@pytest.mark.parametrize("printer", [show, lambda given: write(given).text])
def test_the_texts_compute_derivatives(printer):
    relax_grad = made(printer(program(programs.relax_grad())))
    overwritten_grad = made(printer(program(programs.overwritten_grad())))
    anomaly_sum_grad = made(printer(program(programs.anomaly_sum_grad())))
    x, h = np.array([0.4, 1.1]), 1e-6

    def relax(x, rate, tol):
        stride = 1.0
        while stride > tol:
            step = rate * np.sin(x)
            stride = np.sum(step * step)
            if stride > 0.5:
                step = 0.5 * step
            x = x + step
        return np.sum(x * x)

    for unit in np.eye(2):
        slope = (relax(x + h * unit, 0.3, 0.01) - relax(x - h * unit, 0.3, 0.01)) / (2 * h)
        assert abs(unit @ relax_grad(x, 0.3, 0.01) - slope) < 1e-6

    def overwritten(x):
        y = x * x
        y = y + np.sin(y)
        return y * y

    slope = (overwritten(0.7 + h) - overwritten(0.7 - h)) / (2 * h)
    assert abs(overwritten_grad(0.7) - slope) < 1e-6

    def anomaly_sum(e):
        total = 0.0
        for m in (0.5, 2.0):
            u = m
            while True:
                step = (u - e * math.sin(u) - m) / (1.0 - e * math.cos(u))
                u = u - step
                if abs(step) < 1e-12:
                    break
            total += math.cos(u)
        return total

    slope = (anomaly_sum(0.3 + h) - anomaly_sum(0.3 - h)) / (2 * h)
    assert abs(anomaly_sum_grad(0.3, [0.5, 2.0]) - slope) < 1e-6


def test_the_formatter_leaves_the_text_alone(tmp_path):
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    if ruff is None:
        pytest.skip("ruff is not installed")
    for name, (build, _) in BUILT.items():
        path = tmp_path / f"{name}.py"
        path.write_text(write(program(build())).text)
        done = subprocess.run(
            [ruff, "format", "--isolated", "--line-length", "110", "--diff", path], capture_output=True
        )
        assert done.returncode == 0, done.stdout.decode()


def test_operators_and_subscripts():
    x, i = Value("x", True), Value("i", True)
    minus = call(slice, 1, -1, None)
    index = call(Display(tuple), *minus.outs, i)
    item = call(operator.getitem, x, *index.outs)
    square = call(operator.pow, *item.outs, 2)
    power = call(operator.pow, -2.0, *square.outs)
    inside = call(operator.contains, x, *power.outs)
    assert written([minus, index, item, square, power, inside], inside.outs, (x, i)) == (
        "return (-2.0) ** x[1:-1, i] ** 2 in x"
    )


def test_writes_in_place():
    x, i, v = Value("x", True), Value("i", True), Value("v", True)
    added = call(SetAt(operator.add), x, v, i, hint="other", effect=True)
    assert written([added], added.outs, (x, i, v)) == "x[i] += v\nreturn x"


def test_methods_attributes_and_unpacking():
    x = Value("x", True)
    shape = call(Attribute("T"), x)
    total = call(Method("sum"), *shape.outs, axis=0)
    a, b = Value("a", True), Value("b", True)
    apart = Call(Unpack(star=1), total.outs, (a, b))
    assert written([shape, total, apart], (b,), (x,)) == "a, *b = x.T.sum(axis=0)\nreturn b"


def test_swapped_in_a_loop():
    a, b, n = Value("a", True), Value("b", True), Value("n", True)
    heads = Value("i")
    items = call(range, n)
    p, q = Value("a", True), Value("b", True)
    outs = (Value("a", True), Value("b", True))
    loop = For(items.outs, (a, b), Region((heads, p, q), (), (q, p)), outs)
    assert written([items, loop], outs, (a, b, n)) == "for _ in range(n):\n    a, b = b, a\nreturn a, b"


def test_a_loop_that_counts_its_turns():
    n, x = Value("n", True), Value("x", True)
    items = call(range, n)
    turns, y, out = Value("turns"), Value("y", True), Value("y", True)
    loop = For(items.outs, (), Region((Value("i", True),), (), ()), (), trail=turns)
    doubled = call(max, y, 2.0, hint="y", named=True)
    rewind = Rewind((turns,), (0,), (x,), Region((y,), (doubled,), doubled.outs), (out,))
    assert written([items, loop, rewind], (out,), (n, x)) == (
        "turns = 0\nfor _ in range(n):\n    turns += 1\ny = x\nfor _ in range(turns):\n    y = max(y, 2.0)\nreturn y"
    )


def test_the_else_of_a_loop():
    xs, flag = Value("xs", True), Value("stop")
    x, inside = Value("x", True), Value("stop")
    test = call(operator.gt, x, 1.0)
    stop = If(test.outs[0], Region((), (), (Const(True),)), Region((), (), (Const(False),)), (Value("s"),))
    loop = For((xs,), (Const(False),), Region((x, inside), (test, stop), stop.outs), (flag,), stop=0)
    shout = Call(print, (Const("none"),), (), effect=True)
    after = If(flag, Region(), Region((), (shout,), ()), ())
    assert written([loop, after], (xs,), (xs,)) == (
        'for x in xs:\n    if x > 1.0:\n        break\nelse:\n    print("none")\nreturn xs'
    )


def test_early_returns_stand_one_after_another():
    x, y = Value("x", True), Value("y")
    test = call(operator.is_, x, None)
    double = call(operator.mul, x, 2.0)
    choice = If(
        test.outs[0],
        Region((), (), (Const(0.0),)),
        Region((), (double,), double.outs),
        (y,),
        line(2, "if x is None:", False),
    )
    assert written([test, choice], (y,), (x,)) == "if x is None:\n    return 0.0\nreturn x * 2.0"


def test_choices_are_expressions():
    x, y = Value("x", True), Value("y", True)
    big = call(operator.gt, x, 0)
    small = call(operator.lt, x, 9)
    both = If(big.outs[0], Region((), (small,), small.outs), Region((), (), big.outs), (Value("both"),))
    named = call(Identity(), *both.outs, hint="inside", named=True)
    assert written([big, both, named], named.outs, (x, y)) == "inside = x > 0 and x < 9\nreturn inside"


def test_nothing_is_bound_only_where_it_is_read():
    x = Value("x", True)
    test = call(operator.gt, x, 0, hint="positive", named=True)
    kept = call(operator.mul, x, 2.0, hint="kept")
    saved = Value("kept")
    first = If(*test.outs, Region((), (kept,), kept.outs), Region((), (), (Const(NOTHING),)), (saved,))
    used = call(operator.add, saved, 1.0, hint="y", named=True)
    y = Value("y", True)
    second = If(*test.outs, Region((), (used,), used.outs), Region((), (), (x,)), (y,))
    text = written([test, first, second], (y,), (x,))
    assert "None" not in text
    pair = call(Display(tuple), saved, y)
    assert "kept = None" in written([test, first, second, pair], pair.outs, (x,))


def test_an_effect_stays_in_its_place():
    x = Value("x", True)
    first = call(Method("pop"), x, effect=True)
    second = call(Method("pop"), x, effect=True)
    right = call(operator.sub, *first.outs, *second.outs)
    assert written([first, second, right], right.outs, (x,)) == "return x.pop() - x.pop()"
    wrong = call(operator.sub, *second.outs, *first.outs)
    assert written([first, second, wrong], wrong.outs, (x,)) == "t = x.pop()\nreturn x.pop() - t"


def test_opaque_trees_read_under_the_new_names():
    x = Value("x", True)
    tree = gast.parse("[x + k for k in x if k < len(x)]", mode="eval").body
    moved = call(operator.neg, x, hint="x", named=True)
    listed = call(Opaque(tree, ("x",)), x)
    pair = call(Display(tuple), *listed.outs, *moved.outs)
    assert written([moved, listed, pair], pair.outs, (x,)) == (
        "x_1 = x\nx = -x\nreturn [x_1 + k for k in x_1 if k < len(x_1)], x"
    )


def test_an_inner_variable_moves_out_of_the_way():
    x, k = Value("x", True), Value("k", True)
    tree = gast.parse("lambda k: k + x", mode="eval").body
    made_function = call(Opaque(tree, ("x",)), k)
    assert written([made_function], made_function.outs, (x, k)) == "return lambda k_inner: k_inner + k"


def test_an_opaque_statement_writes_its_variables():
    x, out = Value("x", True), Value("y", True)
    tree = gast.parse("for y in range(3):\n    print(y, 'it''s', f'{x}')").body[0]
    carried = Call(Opaque(tree, ("x",), ("y",)), (x,), (out,), effect=True)
    text = written([carried], (out,), (x,))
    assert text == 'for y in range(3):\n    print(y, "its", f"{x}")\nreturn y'


def test_comments_are_one_line_and_short():
    x = Value("x", True)
    text = "y = '" + "\x0b\n" + "a" * 200 + "'"
    product = call(operator.mul, x, x, hint="d_x", named=True, loc=line(7, text))
    first = written([product], product.outs, (x,)).split("\n")[0]
    assert first.startswith("d_x = x * x  # 7: y = '\\x0b\\naaaa")
    assert first.endswith("aaa ...")
    assert len(first) < 90


def test_long_lines_are_broken_like_the_formatter_does():
    names = [Value(f"a_rather_long_name_{number}", True) for number in range(6)]
    shown = call(max, *names, hint="y", named=True)
    text = written([shown], shown.outs, names)
    assert text.startswith("y = max(\n    a_rather_long_name_0,\n")
    total, ops = names[0], []
    for name in names[1:]:
        op = call(operator.add, total, name)
        ops.append(op)
        total = op.outs[0]
    named = call(operator.add, total, 1.0, hint="y", named=True)
    text = written([*ops, named], named.outs, names)
    assert text.startswith("y = (\n    a_rather_long_name_0\n    + a_rather_long_name_1\n")


def test_deep_expressions_do_not_nest_forever():
    x, ops = Value("x", True), []
    value = x
    for _ in range(1500):
        op = call(operator.sub, 1.0, value)
        ops.append(op)
        value = op.outs[0]
    source = write(program(Graph("f", Region((x,), tuple(ops), (value,)))))
    assert made(source.text)(3.0) == 3.0


def test_the_user_s_names_win():
    x, d_x = Value("x", True), Value("d_x", True)
    ours = call(operator.mul, x, d_x, hint="d_x", named=True, loc=line(2, "return x"))
    other = call(operator.add, *ours.outs, d_x)
    assert (
        written([ours, other], other.outs, (x, d_x)) == "d_x_1 = x * d_x  # 2: return x\nreturn d_x_1 + d_x"
    )


def test_callees_stand_above_and_globals_are_not_shadowed():
    callee, main = Reference("sin"), Reference("f")
    z, x = Value("z", True), Value("x", True)
    np_value = call(operator.neg, z, hint="np")
    sin = call(np.sin, *np_value.outs)
    both = call(operator.add, *np_value.outs, *sin.outs)
    inner = Graph("sin", Region((z,), (np_value, sin, both), both.outs))
    used = call(callee, x)
    given = Program(main, {main: Graph("f", Region((x,), (used,), used.outs)), callee: inner}, {np: "np"})
    text = write(given).text
    assert text.index("def sin(z)") < text.index("def f(x)")
    assert "np_1 = -z" in text
    assert made(text)(0.5) == -0.5 + np.sin(-0.5)


def test_remarks_have_room_above_them():
    x = Value("x", True)
    shown = Call(print, (x,), (), effect=True)
    assert written([remark("One."), shown, remark("Two."), shown], (x,), (x,)) == (
        "# One.\nprint(x)\n\n# Two.\nprint(x)\nreturn x"
    )
    assert isinstance(remark("x").function, Remark)
