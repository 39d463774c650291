"""Differentiate many random programs and print how many were right, rejected, wrong, refused or crashed.

python -m tests.random_programs.run --count 10000 --seed 20261121 --jobs 2
"""

import argparse
import importlib
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

from tests.random_programs import judge
from tests.random_programs.generate import generate
from tests.random_programs.printing import HEADER, plain
from tests.random_programs.shrink import shrink

BATCH = 50
FOUND = Path(__file__).parent / "found"


def by_name(name):
    """The object that `module:name` names."""
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def judged(seeds, differentiate, refusal):
    """The programs of these seeds, each with its verdict."""
    programs = [generate(seed) for seed in seeds]
    with tempfile.TemporaryDirectory() as folder:
        functions = judge.written(programs, Path(folder) / f"batch_{seeds[0].replace(':', '_')}.py")
        return [
            (program, judge.judge(program, f, differentiate, refusal))
            for program, f in zip(programs, functions, strict=True)
        ]


def shrunk(program, verdict, differentiate, refusal, budget=600):
    """The smallest program found that gets such a verdict, and for a crash that type of exception."""
    number = 0

    def interesting(smaller):
        nonlocal number
        number += 1
        with tempfile.TemporaryDirectory() as folder:
            try:
                (f,) = judge.written([smaller], Path(folder) / f"shrunk_{number}.py")
                found = judge.judge(smaller, f, differentiate, refusal)
                same_crash = found.why.split(":")[0] == verdict.why.split(":")[0]
                return found.kind == verdict.kind and (same_crash or verdict.kind != "crashed")
            except Exception:  # a name that is gone, a parameter that is missing: no program at all
                return False

    return shrink(program, interesting, budget)


def keep(program, verdict, folder=FOUND):
    """Write a program, its arguments and what is right to a file that test_found.py replays for ever."""
    folder.mkdir(exist_ok=True)
    path = folder / f"found_{program.seed.replace(':', '_').replace('-', '_')}.py"
    sets = ",\n    ".join(repr(args).replace("array(", "np.array(").replace("dtype=float32", "dtype=np.float32")
                           for args in program.argument_sets)  # fmt: skip
    why = verdict.why.replace("\n", " ").replace('"""', "'''").replace("\\", "/").rstrip(".") + "."
    path.write_text(
        f'"""Found with seed {program.seed}: {why}"""\n\n{HEADER}\n\n{plain(program)}\n\n\n'
        f"ARGNUMS = {program.argnums!r}\nTOLERANCE = {1e-4 if program.single else 1e-7}\n"
        f"ARGUMENT_SETS = [\n    {sets},\n]\n"
    )
    return path


def work(task):
    seeds, differentiate, refusal = task
    return judged(seeds, by_name(differentiate), by_name(refusal))


def main(argv=None):
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--seed", default=time.strftime("%Y%m%d"))
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--differentiate", default="tests.random_programs.run:astdiff_derivative")
    options.add_argument("--refusal", default="astdiff.errors:Refused")
    options.add_argument(
        "--keep", type=int, default=5, help="how many wrong or crashed programs to shrink and write down"
    )
    options = options.parse_args(argv)
    seeds = [f"{options.seed}:{n}" for n in range(options.count)]
    tasks = [
        (seeds[n : n + BATCH], options.differentiate, options.refusal) for n in range(0, len(seeds), BATCH)
    ]
    start = time.perf_counter()
    results = []
    with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
        for batch in pool.imap(work, tasks):
            results += batch
            print(f"\r{len(results)} of {options.count}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    kinds, reasons = judge.tally([verdict for _, verdict in results])
    print(f"seed {options.seed}, programs {len(results)}, seconds {time.perf_counter() - start:.0f}")
    print(", ".join(f"{kind} {kinds[kind]}" for kind in ("kept", "rejected", "wrong", "refused", "crashed")))
    for (kind, why), times in reasons.most_common():
        example = next(
            program.seed for program, verdict in results if (verdict.kind, verdict.why) == (kind, why)
        )
        print(f"  {kind} {times} times, first {example}: {why}")
    bad = [(program, verdict) for program, verdict in results if verdict.kind in ("wrong", "crashed")]
    for program, verdict in bad[: options.keep]:
        differentiate, refusal = by_name(options.differentiate), by_name(options.refusal)
        print(f"\nseed {program.seed}: {verdict.kind}: {verdict.why}")
        small = shrunk(program, verdict, differentiate, refusal)
        print(plain(small))
        print("written to", keep(small, verdict))
    return 1 if bad else 0


def astdiff_derivative(f, argnums):
    """How astdiff differentiates a function."""
    from astdiff import value_and_grad  # not needed where another derivative is tried

    return value_and_grad(f, argnums=argnums)


if __name__ == "__main__":
    sys.exit(main())
