"""Benchmarks, which are run by hand, and a test of the law that each shows."""
