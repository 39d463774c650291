"""A program becomes Python source: write it for people, or show it one op a line."""

from astdiff.codegen.write import Source, show, write

__all__ = ["Source", "show", "write"]
