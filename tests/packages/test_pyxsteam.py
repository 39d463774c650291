"""pyXSteam: the properties of water and steam (IAPWS IF-97)."""

import pytest

from tests.packages.case import case, checks

pytest.importorskip("pyXSteam")

from pyXSteam import IAPWS_R4, IAPWS_R14, RegionBorders, TransportProperties
from pyXSteam.Regions import Region1, Region2, Region3, Region4, Region5

CASES = [
    case(IAPWS_R14.pmelt_T_iceIh, 0.5),
    case(IAPWS_R14.pmelt_T_iceVI, 0.5),
    case(IAPWS_R4.myHW_rhoT_R4, 300.0, 339.0, by=(0, 1)),
    case(IAPWS_R4.tcHW_rhoT_R4, 0.3, 0.5, by=(0, 1)),
    case(RegionBorders.B23T_p, 20.0),
    case(RegionBorders.B23p_T, 0.5),
    case(RegionBorders.TB23_hs, 0.3, 0.339, by=(0, 1)),
    case(RegionBorders.hB13_s, 0.3),
    case(RegionBorders.p3sat_h, 0.3),
    case(RegionBorders.p3sat_s, 0.3),
    case(Region1.Cp1_pT, 0.3, 0.5, by=(0, 1)),
    case(Region1.Cv1_pT, 0.3, 0.5, by=(0, 1)),
    case(Region1.T1_ph, 0.3, 0.339, by=(0, 1)),
    case(Region1.T1_prho, 0.3, 0.339),
    case(Region1.T1_ps, 0.3, 0.339, by=(0, 1)),
    case(Region1.h1_pT, 0.3, 0.5, by=(0, 1)),
    case(Region1.p1_hs, 0.3, 0.339, by=(0, 1)),
    case(Region1.s1_pT, 0.3, 0.5, by=(0, 1)),
    case(Region1.u1_pT, 0.3, 0.5, by=(0, 1)),
    case(Region1.v1_pT, 0.3, 0.5, by=(0, 1)),
    case(Region1.w1_pT, 300.0, 339.0, by=(0, 1)),
    case(Region2.Cp2_pT, 0.3, 0.5, by=(0, 1)),
    case(Region2.Cv2_pT, 1.7, 1.921, by=(0, 1)),
    case(Region2.T2_ph, 0.3, 0.339, by=(0, 1)),
    case(Region2.T2_ps, 0.3, 0.339, by=(0, 1)),
    case(Region2.h2_pT, 0.3, 0.5, by=(0, 1)),
    case(Region2.p2_hs, 0.3, 0.339, by=(0, 1)),
    case(Region2.s2_pT, 0.3, 0.5, by=(0, 1)),
    case(Region2.u2_pT, 0.3, 0.5, by=(0, 1)),
    case(Region2.v2_pT, 0.3, 0.5, by=(0, 1)),
    case(Region3.Cp3_rhoT, 0.3, 0.5, by=(0, 1)),
    case(Region3.Cv3_rhoT, 0.3, 0.5, by=(0, 1)),
    case(Region3.T3_ph, 0.3, 0.339, by=(0, 1)),
    case(Region3.T3_ps, 0.3, 0.339, by=(0, 1)),
    case(Region3.h3_pT, 0.3, 0.5),
    case(Region3.h3_rhoT, 0.3, 0.5, by=(0, 1)),
    case(Region3.p3_hs, 0.3, 0.339, by=(0, 1)),
    case(Region3.p3_rhoT, 0.3, 0.5, by=(0, 1)),
    case(Region3.s3_rhoT, 0.3, 0.5, by=(0, 1)),
    case(Region3.u3_rhoT, 0.3, 0.5, by=(0, 1)),
    case(Region3.v3_ph, 0.3, 0.339, by=(0, 1)),
    case(Region3.v3_ps, 0.3, 0.339, by=(0, 1)),
    case(Region3.w3_rhoT, 0.3, 0.5, by=(0, 1)),
    case(Region4.T4_p, 0.3),
    case(Region4.h4L_p, 0.3),
    case(Region4.h4V_p, 0.3),
    case(Region4.h4_s, 0.3),
    case(Region4.p4_T, 0.5),
    case(Region4.p4_s, 0.3),
    case(Region5.Cp5_pT, 0.3, 0.5, by=(0, 1)),
    case(Region5.Cv5_pT, 0.3, 0.5, by=(0, 1)),
    case(Region5.T5_ps, 0.3, 0.339),
    case(Region5.h5_pT, 0.3, 0.5, by=(0, 1)),
    case(Region5.s5_pT, 0.3, 0.5, by=(0, 1)),
    case(Region5.u5_pT, 0.3, 0.5, by=(0, 1)),
    case(Region5.v5_pT, 0.3, 0.5, by=(0, 1)),
    case(TransportProperties.Surface_Tension_T, 0.5),
    case(TransportProperties.my_AllRegions_ph, 0.3, 0.339, by=(0, 1)),
]
test_derivatives = checks(CASES)
