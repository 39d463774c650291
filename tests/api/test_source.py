"""The source of a derivative: readable before any call, and the same bits wherever it runs."""

import ast
import json
import subprocess
import sys

import numpy as np
import pytest

from astdiff import grad
from tests.gradient import PROGRAMS
from tests.programs import test_for, test_literature, test_math, test_models, test_recursion, test_while


def square(x, scale=2.0):
    return x * x * scale


def test_source_before_any_call():
    df = grad(square)
    assert df.source.startswith(("def ", "import ", "from ", "# "))
    names = {}
    exec(df.source, names)  # noqa: S102
    assert names["square_grad"](3.0) == 12.0


def test_source_from_annotations_and_defaults():
    def f(x: np.ndarray, n: int = 3):
        for _ in range(n):
            x = np.sin(x)
        return np.sum(x)

    tree = ast.parse(grad(f).source)
    (made,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "f_grad"]
    assert [argument.arg for argument in made.args.args] == ["x", "n"]


def test_source_is_the_same_every_time():  # trap 136
    text = "from tests.programs.test_while import relax; from astdiff import grad; import numpy as np; "
    text += "print(grad(relax).source_for(np.array([0.3, 0.8]), 1.5, 0.1))"
    runs = [
        subprocess.run([sys.executable, "-c", text], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
                       capture_output=True, text=True, check=True).stdout
        for seed in ("0", "1", "77")
    ]  # fmt: skip
    assert len(set(runs)) == 1
    assert "def relax_grad(" in runs[0]


CHOSEN = [
    (test_while, "relax"),
    (test_while, "newton_root"),
    (test_for, "anomaly_sum"),
    (test_for, "spin"),
    (test_recursion, "power"),
    (test_math, "elementary"),
    (test_literature, "goldstein_price"),
    (test_literature, "recurrent_net"),
    (test_models, "two_layer_network"),
    (test_models, "gaussian_mixture"),
]

ALONE = """
import sys

sys.path[:0] = {path!r}
import json
import {module} as made
import numpy as np

arguments = json.loads(sys.stdin.read(), object_hook=lambda d: np.array(d["array"]).reshape(d["shape"]))
found = made.{name}(*arguments)
found = found if isinstance(found, tuple) else (found,)
assert "astdiff" not in sys.modules
print(json.dumps([np.asarray(g).ravel().tolist() for g in found]))
"""


def as_json(args):
    return json.dumps(args, default=lambda array: {"array": array.ravel().tolist(), "shape": array.shape})


@pytest.mark.parametrize(("module", "name"), CHOSEN, ids=lambda part: getattr(part, "__name__", part))
def test_saved_source_gives_the_same_bits_with_numpy_alone(module, name, tmp_path):
    program = PROGRAMS[f"{module.__name__}.{name}"]
    args = program.argument_sets[0]
    df = grad(program.function, argnums=program.argnums)
    (tmp_path / f"saved_{name}.py").write_text(df.source_for(*args))
    paths = [
        str(tmp_path),
        str(next(p for p in sys.path if (p and (__import__("pathlib").Path(p) / "numpy").is_dir()))),
    ]
    script = ALONE.format(path=paths, module=f"saved_{name}", name=f"{name}_grad")
    run = subprocess.run(
        [sys.executable, "-I", "-c", script], input=as_json(args), capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    wanted = df(*args)
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    assert json.loads(run.stdout) == [np.asarray(g).ravel().tolist() for g in wanted]


def test_stages_are_python_that_runs():
    df = grad(square)
    df(3.0)
    assert df.stages
    for name, stage in df.stages.items():
        assert isinstance(name, str)
        ast.parse(str(stage))


def test_traceback_shows_the_line_of_the_derivative():
    def f(x, n):
        return x / n

    import linecache
    import traceback

    with pytest.raises(ZeroDivisionError) as caught:
        grad(f)(1.0, 0)
    frames = traceback.extract_tb(caught.value.__traceback__)
    assert frames[-1].line == linecache.getline(frames[-1].filename, frames[-1].lineno).strip() != ""


def test_edge_constants_are_printed_exactly():  # trap 126
    def f(x):
        return (-2.0) ** 2 * x + 1e308 * x * 1e-308 + 5e-324 * x - (-x) ** 2 + 0.1 * x + 10**30 * x * 1e-30

    df = grad(f)
    assert df(1.5) == pytest.approx(4.0 + 1.0 - 3.0 + 0.1 + 1.0)
