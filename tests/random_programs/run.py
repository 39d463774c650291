"""Differentiate many random programs and print how many were right, rejected, wrong, refused or crashed.

python -m tests.random_programs.run --grammar inplace --count 10000 --seed 20261121 --jobs 2

A seed that was printed is tried again by --only: `--grammar inplace --only 1121:17`.
"""

import argparse
import importlib
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

from tests.random_programs import judge
from tests.random_programs.printing import HEADER, plain
from tests.random_programs.seeds import GRAMMARS, generate
from tests.random_programs.shrink import shrink

BATCH = 50
BAD = ("wrong", "crashed", "broken")
KINDS = ("kept", "rejected", "wrong", "refused", "crashed", "broken")
SLOW = 2.0
"""Seconds; a program that takes longer is named."""
FOUND = Path(__file__).parent / "found"


def by_name(name):
    """The object that `module:name` names."""
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def judged(seeds, differentiate, refusal, grammar="pure"):
    """The programs of these seeds, each with its verdict."""
    programs = [generate(seed, grammar) for seed in seeds]
    with tempfile.TemporaryDirectory() as folder:
        functions = judge.written(programs, Path(folder) / f"batch_{seeds[0].replace(':', '_')}.py")
        return [
            (program, judge.timed(program, f, differentiate, refusal))
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
    grammar = "" if program.grammar == "pure" else f"{program.grammar}_"
    path = folder / f"found_{grammar}{program.seed.replace(':', '_').replace('-', '_')}.py"
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
    seeds, differentiate, refusal, grammar = task
    return judged(seeds, by_name(differentiate), by_name(refusal), grammar)


def main(argv=None):
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--seed", default=time.strftime("%Y%m%d"))
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--grammar", choices=[*GRAMMARS, "all"], default="pure")
    options.add_argument("--only", help="one seed, as it was printed")
    options.add_argument("--differentiate", default="tests.random_programs.run:astdiff_derivative")
    options.add_argument("--refusal", default="astdiff.errors:Refused")
    options.add_argument(
        "--keep", type=int, default=5, help="how many wrong or crashed programs to shrink and write down"
    )
    options = options.parse_args(argv)
    seeds = [options.only] if options.only else [f"{options.seed}:{n}" for n in range(options.count)]
    means = (options.differentiate, options.refusal, options.grammar)
    tasks = [(seeds[n : n + BATCH], *means) for n in range(0, len(seeds), BATCH)]
    start = time.perf_counter()
    results = []
    with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
        for batch in pool.imap(work, tasks):
            results += batch
            print(f"\r{len(results)} of {len(seeds)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    kinds, reasons = judge.tally([verdict for _, verdict in results])
    seconds = time.perf_counter() - start
    print(f"{options.grammar}, seed {options.seed}, programs {len(results)}, seconds {seconds:.0f}")
    print(", ".join(f"{kind} {kinds[kind]}" for kind in KINDS))
    for (kind, why), times in reasons.most_common():
        example = next(
            program.seed for program, verdict in results if (verdict.kind, verdict.why) == (kind, why)
        )
        print(f"  {kind} {times} times, first {example}: {why}")
    for program, verdict in sorted(results, key=lambda pair: -pair[1].seconds)[:5]:
        if verdict.seconds > SLOW:
            print(f"  slow: {verdict.seconds:.1f} s, {program.seed}")
    bad = [(program, verdict) for program, verdict in results if verdict.kind in BAD]
    for program, verdict in bad:
        print(f"seed {program.seed}: {verdict.kind}: {verdict.why}")
    for program, verdict in [pair for pair in bad if pair[1].kind != "broken"][: options.keep]:
        differentiate, refusal = by_name(options.differentiate), by_name(options.refusal)
        print(f"\nseed {program.seed}, made small:")
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
