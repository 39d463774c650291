"""Functions of packages from PyPI, as they stand there, each with a test of its derivative on one line."""
