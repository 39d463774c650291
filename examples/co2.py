"""The weekly record of Mauna Loa becomes a trend and a season, by SciPy's minimiser and a derivative of astdiff.

The record is the one that statsmodels ships: carbon dioxide in the air, in parts per million, from 1958 to 2001.
"""

import datetime

import numpy as np
import statsmodels.api as sm
from scipy.optimize import minimize

from astdiff import value_and_grad

HARMONICS = 3
START_YEAR = 1980.0


def trend_of(p, decades):
    """A level that grows exponentially above a floor."""
    return p[0] + p[1] * np.exp(p[2] * decades)


def season_of(p, decades):
    """Waves of a year and its fractions, whose strength grows in a straight line."""
    angle = 2.0 * np.pi * 10.0 * decades
    season = 0.0
    for k in range(HARMONICS):
        season = season + p[4 + 2 * k] * np.sin((k + 1) * angle) + p[5 + 2 * k] * np.cos((k + 1) * angle)
    return (1.0 + p[3] * decades) * season


def misfit(p, decades, level):
    """The mean squared distance between the record and the model with the parameters p."""
    miss = trend_of(p, decades) + season_of(p, decades) - level
    return np.mean(miss * miss)


def read_record():
    """Each week's date as a year with a fraction, and its level."""
    record = sm.datasets.co2.load_pandas().data["co2"].dropna()
    years = record.index.year + (record.index.day_of_year - 0.5) / 365.25
    return years.to_numpy(dtype=float), record.to_numpy(dtype=float)


def main():
    years, level = read_record()
    decades = (years - START_YEAR) / 10.0
    start = np.array([280.0, 58.0, 0.1, 0.0] + [0.1] * (2 * HARMONICS))

    slope = value_and_grad(misfit)
    found = minimize(
        slope, start, args=(decades, level), jac=True, method="BFGS", options={"maxiter": 1000, "gtol": 1e-6}
    )
    p = found.x

    print(
        f"{len(level)} weeks from {years[0]:.1f} to {years[-1]:.1f}; {found.nit} steps of BFGS, {found.nfev} derivatives"
    )
    first, last = p[1] * p[2] * np.exp(p[2] * (years[[0, -1]] - START_YEAR) / 10.0) / 10.0
    print(f"trend   {p[0]:.0f} ppm and a part that grows by {10.0 * p[2]:.1f} % a year:")
    print(f"        {first:.2f} ppm a year at the beginning, {last:.2f} at the end")
    days = np.arange(365)
    for year in (1960, 2000):
        season = season_of(p, (year + days / 365.25 - START_YEAR) / 10.0)
        swing = np.max(season) - np.min(season)
        high, low = day_name(np.argmax(season)), day_name(np.argmin(season))
        print(f"season  {swing:.2f} ppm from trough to peak in {year}: highest on {high}, lowest on {low}")
    print(f"left    {np.sqrt(found.fun):.2f} ppm, the root of the mean square")


def day_name(day):
    """The date of a day of the year."""
    return (datetime.date(2001, 1, 1) + datetime.timedelta(days=int(day))).strftime("%d %B")


if __name__ == "__main__":
    main()
