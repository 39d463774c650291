"""The derivatives of chosen programs, letter by letter; `pytest tests/golden --update-golden` writes them anew."""

import ast
from pathlib import Path

import pytest

from astdiff import grad
from tests.gradient import PROGRAMS
from tests.programs import (
    test_arrays,
    test_branches,
    test_calls,
    test_closures,
    test_for,
    test_indexing,
    test_linear_algebra,
    test_literature,
    test_models,
    test_recursion,
    test_returns,
    test_tuples,
    test_while,
)

CHOSEN = {
    test_while: ["relax", "sum_past_a_hundred", "newton_root", "inner_break_outer_continue"],
    test_for: [
        "anomaly_sum",
        "spin",
        "over_rows",
        "enumerated_zip",
        "inner_bound_from_data",
        "break_and_continue",
    ],
    test_recursion: ["power", "even_steps"],
    test_branches: ["elif_chain", "ternary_guards", "short_circuit"],
    test_returns: ["return_in_nested_loops", "first_above"],
    test_tuples: ["nested_unpacking", "tuple_round_a_loop"],
    test_calls: ["defaults_and_keywords", "two_results", "chain"],
    test_closures: ["closure", "global_array"],
    test_arrays: ["broadcast_rows", "softmax_entropy", "variances"],
    test_indexing: ["slices", "repeated_integers", "reads_in_nested_loops"],
    test_linear_algebra: ["einsum_diagonals", "jacobi_iteration"],
    test_literature: ["goldstein_price", "recurrent_net", "diamond", "multiply_and_add"],
    test_models: [
        "two_layer_network",
        "gaussian_mixture",
        "kepler_position",
        "heat_equation",
        "kalman_filter",
    ],
}
NAMES = [(module.__name__, name) for module, names in CHOSEN.items() for name in names]
FOLDER = Path(__file__).parent


def compare(name, text, update):
    """Hold a source against its golden file, or write the file."""
    path = FOLDER / f"{name}.py"
    if update:
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"no {path.name} yet: pytest tests/golden --update-golden"
    assert text == path.read_text(encoding="utf-8"), (
        f"{path.name} changed: read it, then pytest --update-golden"
    )


@pytest.fixture
def update(request):
    return request.config.getoption("--update-golden")


@pytest.mark.parametrize(("module", "name"), NAMES, ids=lambda part: part.rpartition(".")[2])
def test_source(module, name, update):
    program = PROGRAMS[f"{module}.{name}"]
    text = grad(program.function, argnums=program.argnums).source_for(*program.argument_sets[0])
    compare(name, text, update)


def test_source_of_a_second_derivative(update):
    compare("spin_twice", grad(grad(test_for.spin)).source_for(1.1, 6), update)


def test_each_file_is_valid_and_has_its_test():
    expected = {name for _, name in NAMES} | {"spin_twice"}
    found = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "test_golden"}
    assert found == expected
    for name in found:
        ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
