"""Every program of tests/programs in forward mode, to first and second order."""
