"""refet: reference evapotranspiration by the ASCE standard."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("refet")

from refet import calcs, units

LAT = 0.69
DOY = 182.0

CASES = [
    case(calcs.air_pressure, 1208.5, result="np.sum(y)"),
    case(calcs.air_pressure, 1208.5, "refet", result="np.sum(y)", name="air_pressure of refet"),
    case(calcs.air_pressure, np.array([1208.5, 100.0]), result="np.sum(y)", name="air_pressure of an array"),
    case(calcs.sat_vapor_pressure, 25.0, result="np.sum(y)"),
    case(calcs.es_slope, 25.0),
    case(calcs.es_slope, 25.0, "refet", name="es_slope of refet"),
    case(calcs.actual_vapor_pressure, 0.008, 95.0, by=(0, 1), result="np.sum(y)"),
    case(calcs.specific_humidity, 1.2, 95.0, by=(0, 1), result="np.sum(y)"),
    case(calcs.vpd, 3.0, 1.2, by=(0, 1)),
    case(calcs.precipitable_water, 95.0, 1.2, by=(0, 1)),
    case(calcs.doy_fraction, DOY),
    case(calcs.declination, DOY),
    case(calcs.dr, DOY),
    case(calcs.seasonal_correction, DOY),
    case(calcs.solar_time_rad, -1.9, 18.0, 0.1, by=(0, 1, 2)),
    case(calcs.solar_hour_angle, 0.4),
    case(calcs.wrap, 4.0, -np.pi, np.pi),
    case(calcs.sunset_hour_angle, LAT, 0.4, by=(0, 1)),
    case(calcs.ra_daily, LAT, DOY, by=(0, 1)),
    case(calcs.ra_daily, LAT, DOY, "refet", by=(0, 1), name="ra_daily of refet"),
    case(calcs.ra_hourly, LAT, -2.07, DOY, 18.5, by=(0, 1, 3)),
    case(calcs.rso_daily, 41.0, 1.2, 95.0, DOY, LAT, by=(0, 1, 2, 4)),
    case(calcs.rso_hourly, 4.3, 1.2, 95.0, DOY, 18.5, LAT, -2.07, by=(0, 1, 2, 5)),
    case(calcs.rso_simple, 41.0, 1208.5, by=(0, 1)),
    case(calcs.fcd_daily, 22.0, 31.0, by=(0, 1), result="np.sum(y)"),
    case(calcs.fcd_hourly, 2.0, 3.2, DOY, 18.5, LAT, -2.07, by=(0, 1), result="np.sum(y)"),
    case(calcs.rnl_daily, 31.0, 12.0, 1.2, 0.8, by=(0, 1, 2, 3)),
    case(calcs.rnl_hourly, 25.0, 1.2, 0.8, by=(0, 1, 2)),
    case(calcs.rn_daily, 22.0, 5.0, by=(0, 1)),
    case(calcs.wind_height_adjust, 2.5, 3.0, by=(0, 1)),
    case(calcs.etsz, 14.0, 0.0, 22.0, 2.5, 1.8, 0.19, 0.064, 900.0, 0.34, by=(0, 2, 3, 4, 5)),
    case(units.deg2rad, 30.0),
    case(units.c2f, 30.0),
    case(units.convert, 30.0, "temperature", "f"),
]
test_derivatives = checks(CASES)
