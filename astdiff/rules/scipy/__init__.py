"""The rules of SciPy's functions, by its chapters; each is imported once its part of SciPy is there and a rule is looked up."""
