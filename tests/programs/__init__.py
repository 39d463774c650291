"""Whole functions, each under one decorator that makes a test of its derivative."""
