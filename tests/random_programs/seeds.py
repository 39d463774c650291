"""A seed and the name of a grammar become a program."""

from tests.random_programs.domain import DomainGenerator
from tests.random_programs.generate import Generator
from tests.random_programs.writing import WritingGenerator

GRAMMARS = {"pure": Generator, "inplace": WritingGenerator, "domain": DomainGenerator}
BOTH = ("pure", "inplace")


def generate(seed, grammar="pure"):
    """The program of a seed; of the grammar `all`, one that writes after one that does not."""
    if grammar == "all":
        grammar = BOTH[int(seed.rpartition(":")[2]) % 2]
    return GRAMMARS[grammar](seed).program()
