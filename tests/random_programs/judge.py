"""A program and a way to differentiate become a verdict: kept, rejected, wrong, refused or crashed; broken where we failed."""

import copy
import importlib.util
import linecache
import re
import sys
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from tests.gradient import check_kind, same_bits
from tests.random_programs.oracle import TooLong, Watched, complex_step, differences_agree
from tests.random_programs.printing import HEADER, monitored, plain

MARGIN = 1e-3
LARGEST_VALUE = 1e6
LARGEST_GRADIENT = 1e8


@dataclass(frozen=True)
class Verdict:
    """What became of one program, and why; a program that was wrong at a point comes with that point."""

    kind: str
    why: str = ""
    argument_set: int = 0
    wanted: tuple = ()
    seconds: float = 0.0
    """How long it took to differentiate it."""


def written(programs, path):
    """The plain functions of these programs, from a module written to `path` so that their source can be read."""
    texts = [plain(program, f"_{number}") for number, program in enumerate(programs)]
    path.write_text(HEADER + "".join(f"\n\n{text}\n" for text in texts))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    linecache.checkcache(str(path))
    spec.loader.exec_module(module)
    return [getattr(module, f"program_{number}") for number in range(len(programs))]


def judge(program, f, differentiate, refusal):
    """Differentiate `f`, the plain function of the program, and compare it with the oracles.

    `differentiate(f, argnums)` gives a function from arguments to `(value, gradients)`; `refusal` is what it may raise.
    """
    try:
        points = wanted_at(program, f)
    except Exception as problem:  # the oracle's own
        return Verdict("broken", f"{type(problem).__name__}: {problem}")
    if not points and program.grammar != "domain":
        return Verdict("rejected")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            derivative = differentiate(f, program.argnums)
            if program.grammar == "domain":
                why = other_exception(program, f, derivative, refusal)
                if why:
                    return Verdict("wrong", why)
            for number, wanted in points.items():
                args = copy.deepcopy(program.argument_sets[number])
                why = disagreement(program, f, derivative(*args), args, number, wanted)
                if why:
                    return Verdict("wrong", why, number, wanted)
        except refusal as refused:
            return Verdict("refused", first_line(refused))
        except Exception as crash:
            place = traceback.extract_tb(crash.__traceback__)[-1]
            return Verdict(
                "crashed", f"{type(crash).__name__}: {first_line(crash)} ({place.name}:{place.lineno})"
            )
    return Verdict("kept")


def timed(program, f, differentiate, refusal):
    """The verdict, and how long it took to make the derivative and to call it."""
    taken = 0.0

    def watched(f, argnums):
        nonlocal taken
        start = time.process_time()
        derivative = differentiate(f, argnums)
        taken += time.process_time() - start

        def called(*args):
            nonlocal taken
            start = time.process_time()
            try:
                return derivative(*args)
            finally:
                taken += time.process_time() - start

        return called

    return replace(judge(program, f, watched, refusal), seconds=taken)


def other_exception(program, f, derivative, refusal):
    """Where the derivative raises what the function does not, or the other way round; each set of arguments is tried twice."""
    for number, before in enumerate(program.argument_sets * 2):
        plainly, raised = called(f, before)
        if isinstance(plainly, complex | np.complexfloating):
            continue  # of a negative number's power
        result, found = called(derivative, before)
        if isinstance(found, refusal):
            raise found
        if raised is None and isinstance(found, ZeroDivisionError) and undoes_a_root(found):
            continue
        place = f"argument set {number % len(program.argument_sets)}"
        if type(raised) is not type(found) or str(raised) != str(found):
            return f"{place}: the function raises {raised!r}, its derivative {found!r}"
        if raised is None and not same_bits(result[0], plainly):
            return f"{place}: value {result[0]!r}, plain call {plainly!r}"
    return ""


def undoes_a_root(problem):
    """Whether a line of a way back divided by zero as it undid a root or a power: there is no slope at this point."""
    line = traceback.extract_tb(problem.__traceback__)[-1].line or ""
    return bool(re.search(r"# \d+: .*(sqrt|pow|\*\*)", line))


def called(f, args):
    """What a call gives, and what it raises."""
    try:
        return f(*copy.deepcopy(args)), None
    except Exception as raised:
        return None, raised


def first_line(error):
    """What kind of thing it was: the code and the reason of a refusal, not where it stands, nor what it is called."""
    blockers = getattr(error, "blockers", ())
    if blockers:
        detail = re.sub(r"line \d+.*|`[^`]*`|\s+$", "…", blockers[0].detail)
        return f"{blockers[0].code} {detail}".strip()[:160]
    return str(error).split("\n")[0][:160]


def wanted_at(program, f):
    """The gradients by complex step, by the number of the argument set, wherever the program is smooth and tame."""
    watched = Watched(monitored(program))
    found = {}
    for number, args in enumerate(program.argument_sets):
        try:
            value, monitor = watched(copy.deepcopy(args))
            if not smooth(value, monitor):
                continue
            gradients, paths = complex_step(watched, args, program.argnums)
        except (ArithmeticError, ValueError, LookupError, NameError, AssertionError, RuntimeError, TooLong):
            continue
        if any(path != monitor.path for path in paths):
            continue
        if program.single and not settled(
            gradients, complex_step(watched, args, program.argnums, np.complex64)[0]
        ):
            continue
        if all(np.all(np.abs(g) < LARGEST_GRADIENT) for g in gradients):
            plainly = f(*copy.deepcopy(args))
            assert same_bits(plainly, value), (
                f"the two printings differ: {plainly!r}, {value!r}, seed {program.seed}"
            )
            found[number] = gradients
    return found


def settled(fine, coarse):
    """Whether the gradients mean something in single precision: too much is lost in some programs."""
    return all(
        np.all(np.abs(a - b) <= 5e-5 * max(1.0, np.max(np.abs(a), initial=0.0))) for a, b in zip(fine, coarse)
    )


def smooth(value, monitor):
    return np.isfinite(value) and abs(value) < LARGEST_VALUE and monitor.margin > MARGIN


def disagreement(program, f, result, args, number, wanted):
    """What is wrong with a result, or nothing; differences must be on the side of the complex step."""
    value, gradients = result
    before = program.argument_sets[number]
    plainly = f(*copy.deepcopy(before))
    if not same_bits(value, plainly):
        return f"value {value!r}, plain call {plainly!r}"
    if not same_bits(args, before):
        return "an argument changed"
    tolerance = 2e-4 if program.single else 1e-9
    for argnum, gradient, right in zip(program.argnums, gradients, wanted, strict=True):
        try:
            check_kind(gradient, before[argnum])
        except AssertionError as kind:
            return str(kind)
        scale = max(1.0, float(np.max(np.abs(right), initial=0.0)))
        error = np.abs(np.asarray(gradient, dtype=float) - right)
        if not np.all(error <= tolerance * scale) and differences_agree(f, before, program.argnums, wanted):
            return f"gradient of argument {argnum} is {gradient!r}, complex step {right!r}"
    return ""


def tally(verdicts):
    """Counts by kind, and for refusals and crashes by message."""
    kinds = Counter(verdict.kind for verdict in verdicts)
    reasons = Counter((v.kind, v.why) for v in verdicts if v.kind in ("refused", "crashed", "broken"))
    return kinds, reasons
