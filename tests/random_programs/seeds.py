"""A seed and the name of a grammar become a program."""

from tests.random_programs.generate import Generator
from tests.random_programs.writing import WritingGenerator

GRAMMARS = {"pure": Generator, "inplace": WritingGenerator}


def generate(seed, grammar="pure"):
    """The program of a seed; of the grammar `all`, one after the other."""
    if grammar == "all":
        grammar = list(GRAMMARS)[int(seed.rpartition(":")[2]) % len(GRAMMARS)]
    return GRAMMARS[grammar](seed).program()
