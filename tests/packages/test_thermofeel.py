"""thermofeel: thermal comfort indices."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("thermofeel")

from thermofeel import approximations, excess_heat, helpers, liljegren, thermofeel

SUM = "np.sum(y * np.cos(np.arange(y.size * 1.0).reshape(y.shape)))"

CASES = [
    case(
        thermofeel.approximate_dsrp,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        0.1,
        by=(0, 1),
        result=SUM,
    ),
    case(thermofeel.calculate_apparent_temperature, 0.3, 0.339, 60.0, by=(0, 2)),
    case(thermofeel.calculate_apparent_temperature_radiation, 0.3, 0.339, 60.0, 0.02, by=(0, 2)),
    case(thermofeel.calculate_bgt, 0.3, 0.339, 0.378, by=(0, 1, 2)),
    case(thermofeel.calculate_dew_point_from_relative_humidity, 60.0, 0.339, by=(0, 1)),
    case(thermofeel.calculate_discomfort_index, 0.3, 60.0, by=(0, 1)),
    case(thermofeel.calculate_excess_cold_factor, 0.3, 0.339, False),
    case(thermofeel.calculate_excess_heat_factor, 0.3, 0.339, False),
    case(
        thermofeel.calculate_heat_index_adjusted,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        result=SUM,
    ),
    case(
        thermofeel.calculate_heat_index_simplified,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        result=SUM,
    ),
    case(thermofeel.calculate_humidex, 0.3, 0.339),
    case(
        thermofeel.calculate_mean_radiant_temperature,
        0.3,
        0.339,
        0.378,
        0.417,
        0.456,
        0.495,
        0.534,
        by=(0, 1, 2, 3, 4, 5, 6),
    ),
    case(thermofeel.calculate_mrt_from_bgt, 0.3, 0.339, 0.378, by=(0, 1, 2)),
    case(thermofeel.calculate_nonsaturation_vapour_pressure, 0.3, 60.0, by=(0, 1)),
    case(thermofeel.calculate_normal_effective_temperature, 0.3, 0.339, 60.0, by=(0, 1, 2)),
    case(thermofeel.calculate_ppd, 0.3),
    case(thermofeel.calculate_relative_humidity_percent, 0.3, 0.339, by=(0, 1)),
    case(thermofeel.calculate_relative_strain_index, 0.3, 60.0, by=(0, 1)),
    case(thermofeel.calculate_summer_simmer_index, 0.3, 60.0, by=(0, 1)),
    case(thermofeel.calculate_utci_polynomial, 0.3, 0.339, 0.378, 0.417, by=(0, 1, 2, 3)),
    case(thermofeel.calculate_wbgt, 0.3, 0.339, 0.378, 0.417, by=(0, 1, 3)),
    case(thermofeel.calculate_wbgt_simple, 0.3, 60.0, by=(0, 1)),
    case(thermofeel.calculate_wbt, 0.3, 60.0, by=(0, 1)),
    case(thermofeel.calculate_wind_chill, 0.3, 0.339, by=(0, 1)),
    case(thermofeel.calculate_wind_speed_2m_liljegren, 0.3, 0.339, 0.378),
    case(helpers.celsius_to_kelvin, 0.3),
    case(helpers.fahrenheit_to_celsius, 0.3),
    case(helpers.fahrenheit_to_kelvin, 0.3),
    case(helpers.kelvin_to_celsius, 0.3),
    case(helpers.kelvin_to_fahrenheit, 0.3),
    case(thermofeel.scale_windspeed, 0.3, 0.339, by=(0, 1)),
    case(approximations._relative_airmass_kasten1966, 0.3),
    case(approximations.approximate_fdir_erbs, 0.3, 0.339, by=(0, 1)),
    case(approximations.earth_sun_distance_factor, 0.3),
    case(excess_heat.acclimatisation_index, 0.3, 0.339, by=(0, 1)),
    case(excess_heat.daily_mean_temperature, 0.3, 0.339, by=(0, 1)),
    case(excess_heat.excess_cold_factor, 0.3, 0.339, False),
    case(excess_heat.excess_heat_factor, 0.3, 0.339, False),
    case(excess_heat.heatwave_severity, 0.3, 0.339, by=(0, 1)),
    case(excess_heat.significance_index, 0.3, 0.339, by=(0, 1)),
    case(liljegren.dew_point, 0.2),
    case(liljegren.diffusivity, 0.3, 0.339, by=(0, 1)),
    case(liljegren.emis_atm, 0.3, 60.0, by=(0, 1)),
    case(liljegren.esat, 0.3),
    case(liljegren.evap, 0.3),
    case(liljegren.h_cylinder_in_air, 0.3, 0.339, 0.378, by=(0, 1, 2)),
    case(liljegren.h_sphere_in_air, 0.3, 0.339, 0.378, by=(0, 1, 2)),
    case(liljegren.solve_globe, 1.7, 60.0, 2.142, 2.363, 2.584, 2.805, 3.026, by=(0, 1, 2, 3, 4, 5, 6)),
    case(liljegren.thermal_cond, 0.3),
    case(liljegren.viscosity, 0.3),
    case(liljegren.wind_speed_2m, 0.3, 0.339, 0.378),
]
test_derivatives = checks(CASES)
