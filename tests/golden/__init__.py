"""Derivatives as astdiff writes them, one file each, for a reviewer to read in the diff."""
