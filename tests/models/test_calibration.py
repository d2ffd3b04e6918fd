import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.errors import ModelError
from mirinter_core.models.calibration import FILE, Calibration, Curve, load, regime, reweighted

CURVE = Curve(
    protocol="denovo-family",
    dataset="w",
    n=1000,
    listed=40,
    families=12,
    score=(-2.0, 0.0, 3.0),
    share=(0.01, 0.1, 0.5),
    low=(0.0, 0.05, 0.4),
    high=(0.02, 0.2, 0.6),
    least=(0.0, 0.0, 0.1),
    most=(0.1, 0.3, 0.9),
    pairs=(700, 250, 50),
)
NEW = regime(family_known=False, partner_known=True)


def test_a_curve_is_read_straight_between_knots_and_level_beyond():
    assert CURVE.at(np.array([-9.0, -1.0, 0.0, 9.0])) == pytest.approx([0.01, 0.055, 0.1, 0.5])
    assert CURVE.at(1.5, "high") == pytest.approx(0.4)
    assert CURVE.like(2.6) == 50
    assert CURVE.prevalence == 0.04


def test_probabilities_are_made_up_for_no_regime_and_no_type_without_pairs():
    found = Calibration({(NEW, "lncRNA"): CURVE}).probability(
        np.array([0.0, 0.0, 0.0]),
        np.array([NEW, NEW, "family known, partner known"], dtype=object),
        np.array(["lncRNA", "circRNA", "lncRNA"], dtype=object),
    )
    assert found[0] == pytest.approx(0.1)
    assert np.isnan(found[1:]).all()


@given(
    share=st.floats(0, 1),
    measured=st.floats(0.001, 0.5),
    assumed=st.floats(0.001, 0.5),
)
def test_another_prevalence_moves_odds_by_the_ratio_of_prior_odds_and_back(
    share, measured, assumed
):
    moved = reweighted(np.array([share]), measured, assumed)
    assert reweighted(moved, assumed, measured) == pytest.approx(share, abs=1e-6)
    assert reweighted(np.array([measured]), measured, assumed) == pytest.approx(assumed)


@pytest.mark.parametrize("assumed", [0.0, 0.001, 0.5, 1.0])
def test_all_stay_all_and_none_none_at_every_prevalence(assumed):
    assert reweighted(np.array([0.0, 1.0]), 0.04, assumed).tolist() == [0.0, 1.0]


def test_a_calibration_comes_back_from_its_file(tmp_path):
    made = Calibration({(NEW, "lncRNA"): CURVE})
    made.save(tmp_path)
    assert load(tmp_path) == made
    assert load(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda rows: rows.pop("curves"),
        lambda rows: rows["curves"][0].pop("share"),
        lambda rows: rows["curves"][0].update(share=[0.1]),
        lambda rows: rows["curves"][0].update(surprise=1),
        lambda rows: rows.update(format_version=99),
    ],
)
def test_a_damaged_calibration_is_told_with_the_remedy(tmp_path, damage):
    Calibration({(NEW, "lncRNA"): CURVE}).save(tmp_path)
    rows = json.loads((tmp_path / FILE).read_text("utf-8"))
    damage(rows)
    (tmp_path / FILE).write_text(json.dumps(rows), "utf-8")
    with pytest.raises(ModelError, match=r"calibration\.json is damaged.*Calibrate"):
        load(tmp_path)
