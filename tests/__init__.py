"""The tests of astdiff: one file a source file, and whole programs beside them."""
