"""What a gradient of a loop that writes takes up at its highest, in bytes, for T turns: `python -m tests.benchmarks.memory`."""

import math
import tracemalloc

import numpy as np

from astdiff import grad

TURNS = (10, 100, 1000)
SIZE = 20_000


def stencil(x, turns):
    """Linear: the way back needs nothing of what is overwritten."""
    a = x.copy()
    for _ in range(turns):
        a[1:-1] = 0.5 * (a[:-2] + a[2:])
    return np.sum(a)


def two_buffers(x, turns):
    """Linear, between two arrays that change places."""
    a, b = x.copy(), x.copy()
    for _ in range(turns):
        b[1:-1] = 0.5 * (a[:-2] + a[2:])
        a, b = b, a
    return np.sum(a * a)


def scaled(x, turns):
    """Linear, all of the array written each time."""
    a = x.copy()
    for k in range(turns):
        a *= 1.0 / (1.0 + k)
    return np.sum(a * a)


def one_item(x, turns):
    """One number is overwritten in a turn, and needed."""
    a = x.copy()
    for k in range(turns):
        a[k] = a[k] * a[k + 1]
    return np.sum(a)


def one_item_of_a_callee(x, turns):
    a = x.copy()
    for k in range(turns):
        multiply(a, k)
    return np.sum(a)


def multiply(a, k):
    a[k] = math.sin(a[k]) * a[k + 1]


def ten_items(x, turns):
    """Ten numbers are overwritten in a turn, and needed."""
    a = x.copy()
    for k in range(turns):
        a[k : k + 10] = a[k : k + 10] * a[k + 1 : k + 11]
    return np.sum(a)


def on_a_branch(x, turns):
    a = x.copy()
    for k in range(turns):
        if a[k] > 0.5:
            a[k] *= a[k + 1]
        else:
            a[k + 1] = a[k] * a[k]
    return np.sum(a)


def summed_up(x, turns):
    """Reads items, writes nothing."""
    total = 0.0
    for k in range(turns):
        total += x[k] * x[k]
    return total


def appended(x, turns):
    values = []
    for k in range(turns):
        values.append(x[k] * x[k])
    return sum(values)


PROGRAMS = {
    stencil: 0,
    two_buffers: 0,
    scaled: 0,
    one_item: 1,
    one_item_of_a_callee: 1,
    ten_items: 20,
    on_a_branch: 2,
    summed_up: 1,
    appended: 1,
}
"""Each program, and how many numbers a turn may leave for the way back."""


def peak(derivative, *args):
    """The most that is taken up at one time during a call, in bytes."""
    derivative(*args)
    tracemalloc.start()
    derivative(*args)
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return highest


def peaks(function):
    derivative = grad(function)
    x = np.linspace(0.1, 0.9, SIZE)
    return [peak(derivative, x, turns) for turns in TURNS]


def main():
    print(f"arrays of {SIZE} numbers, {8 * SIZE} bytes each; bytes at the highest, for T turns")
    print(f"{'':24}" + "".join(f"{f'T = {turns}':>12}" for turns in TURNS) + f"{'bytes a turn':>16}")
    for function in PROGRAMS:
        found = peaks(function)
        slope = (found[-1] - found[0]) / (TURNS[-1] - TURNS[0])
        print(f"{function.__name__:24}" + "".join(f"{number:12}" for number in found) + f"{slope:16.1f}")


if __name__ == "__main__":
    main()
