"""Noisy positions of a planet become its orbit, by descent along a derivative that runs back through Newton's method.

Where the planet stands at a given time follows from Kepler's equation, u - e sin(u) = m, which has no solution in closed form:
`misfit` solves it by Newton's method, in a loop that ends when it is good enough. astdiff differentiates that loop as it stands.
"""

import math

import numpy as np

from astdiff import value_and_grad

TRUE_ECCENTRICITY = 0.6
TRUE_AXIS = 1.5
NOISE = 0.02


def misfit(eccentricity, axis, times, seen_x, seen_y):
    """Half the mean squared distance between the positions seen and those of the orbit with this shape and size."""
    height = axis * math.sqrt(1.0 - eccentricity * eccentricity)
    total = 0.0
    for m, x, y in zip(times, seen_x, seen_y):
        u = m
        while True:
            step = (u - eccentricity * math.sin(u) - m) / (1.0 - eccentricity * math.cos(u))
            u = u - step
            if abs(step) < 1e-10:
                break
        miss_x = axis * (math.cos(u) - eccentricity) - x
        miss_y = height * math.sin(u) - y
        total += 0.5 * (miss_x * miss_x + miss_y * miss_y)
    return total / len(times)


def observe(count, seed=20261121):
    """Positions at random times of one turn (times in radians of mean anomaly), each off by the noise of the telescope."""
    random = np.random.default_rng(seed)
    times = np.sort(random.uniform(0.0, 2.0 * np.pi, count))
    u = times.copy()
    for _ in range(50):
        u = u - (u - TRUE_ECCENTRICITY * np.sin(u) - times) / (1.0 - TRUE_ECCENTRICITY * np.cos(u))
    x = TRUE_AXIS * (np.cos(u) - TRUE_ECCENTRICITY) + NOISE * random.normal(size=count)
    y = TRUE_AXIS * math.sqrt(1.0 - TRUE_ECCENTRICITY**2) * np.sin(u) + NOISE * random.normal(size=count)
    return times.tolist(), x.tolist(), y.tolist()


def descend(slope, eccentricity, axis, seen, turns=40):
    """Follow the gradient downhill, in strides that grow while they help and are halved when they do not."""
    stride = 0.1
    value, (d_eccentricity, d_axis) = slope(eccentricity, axis, *seen)
    for turn in range(turns):
        if turn % 10 == 0:
            print(
                f"  turn {turn:2d}   eccentricity {eccentricity:.5f}   axis {axis:.5f}   misfit {value:.3e}"
            )
        while True:
            next_eccentricity = min(max(eccentricity - stride * d_eccentricity, 0.0), 0.95)
            next_axis = axis - stride * d_axis
            next_value, next_slopes = slope(next_eccentricity, next_axis, *seen)
            if next_value <= value:
                break
            stride *= 0.5
            if stride < 1e-12:
                return eccentricity, axis
        eccentricity, axis, value, (d_eccentricity, d_axis) = (
            next_eccentricity,
            next_axis,
            next_value,
            next_slopes,
        )
        stride *= 1.5
    return eccentricity, axis


def main():
    seen = observe(count=200)
    slope = value_and_grad(misfit, argnums=(0, 1))

    print(f"{len(seen[0])} positions, each off by about {NOISE}; descent along the derivative of `misfit`:")
    eccentricity, axis = descend(slope, 0.1, 1.0, seen)

    print("\nThe orbit     found     true")
    print(f"eccentricity  {eccentricity:.4f}    {TRUE_ECCENTRICITY:.4f}")
    print(f"axis          {axis:.4f}    {TRUE_AXIS:.4f}")
    print("\nThe derivative, as astdiff wrote it:\n")
    print(slope.source_for(eccentricity, axis, *seen))


if __name__ == "__main__":
    main()
