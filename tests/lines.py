"""The numbers in the names of tests become the lines of a list that they cover: `test_28_29_names`, `test_73_to_89_values`."""


def lines_of(names):
    """The numbers behind `test_` in these names; `to` between two of them stands for all that lie there."""
    numbers = set()
    for name in names:
        if name.startswith("test_") and name[5].isdigit():
            parts = name.split("_")
            digits = [int(part) for part in parts if part.isdigit()]
            numbers |= set(range(digits[0], digits[1] + 1)) if parts[2] == "to" else set(digits)
    return numbers
