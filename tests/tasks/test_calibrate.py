from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.negatives import full
from mirinter_core.errors import DatasetError
from mirinter_core.models.calibration import PROTOCOL_OF
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.calibrate import calibrate, fitted
from mirinter_core.tasks.report import Report
from tests.worlds import letters

WHERE = ("denovo-family", "w")


def rows(n=40_000, families=40, spread=0.0, seed=0):
    """Pairs listed with the chance their score says; families may differ in their rates."""
    rng = np.random.default_rng(seed)
    score = rng.normal(-4, 2, n)
    family = rng.integers(0, families, n)
    own = rng.normal(0, spread, families)[family]
    label = (rng.random(n) < 1 / (1 + np.exp(-score - own))).astype(np.int8)
    return pd.DataFrame({"score": score, "label": label, "family": family})


def test_a_curve_finds_the_share_that_is_there():
    curve = fitted(rows(), WHERE, np.random.default_rng(0))
    for score in (-4.0, -3.0, -1.0, 0.0):
        assert curve.at(score) == pytest.approx(1 / (1 + np.exp(-score)), rel=0.3)
    assert curve.n == 40_000
    assert sum(curve.pairs) <= curve.n
    assert curve.families == 40


def test_shares_rise_with_the_score_and_lie_inside_their_ranges():
    curve = fitted(rows(8_000, spread=1.0), WHERE, np.random.default_rng(0))
    for values in (curve.score, curve.share, curve.least, curve.most):
        assert (np.diff(values) >= 0).all()
    for low, high in ((curve.low, curve.high), (curve.least, curve.most)):
        assert all(a <= s <= b for a, s, b in zip(low, curve.share, high, strict=True))


def test_families_that_differ_widen_the_range_of_a_family_more_than_the_mean_s():
    same, apart = (fitted(rows(spread=s), WHERE, np.random.default_rng(0)) for s in (0.0, 1.5))

    def width(curve, low, high):
        return float(curve.at(-1.0, high) - curve.at(-1.0, low))

    assert width(apart, "least", "most") > 1.5 * width(same, "least", "most")
    assert width(apart, "least", "most") > 2 * width(apart, "low", "high")


def test_the_stated_range_holds_most_families_that_were_not_looked_at():
    pairs = rows(60_000, families=90, spread=0.8)
    known, new = pairs[pairs.family < 60], pairs[pairs.family >= 60]
    curve = fitted(known, WHERE, np.random.default_rng(0))
    inside = []
    for _, own in new.groupby("family"):
        top = own.nlargest(40, "score")
        low, high = (curve.at(top.score.to_numpy(), of).mean() for of in ("least", "most"))
        inside.append(low <= top.label.mean() <= high)
    assert len(inside) == 30
    assert np.mean(inside) > 0.6


def test_labels_that_scores_do_not_tell_give_a_level_curve():
    noise = rows()
    noise["label"] = np.random.default_rng(1).permutation(noise["label"])
    curve = fitted(noise, WHERE, np.random.default_rng(0))
    assert max(curve.share) < 2 * curve.prevalence


def world(seed=3, name="w"):
    rng = np.random.default_rng(seed)
    queries = [Molecule(f"m{i}", letters(rng, 22), "miRNA") for i in range(30)]
    partners = [Molecule(f"t{i}", letters(rng, 120), "lncRNA") for i in range(60)]
    partners += [Molecule(f"s{i}", letters(rng, 80), "snoRNA") for i in range(5)]
    pairs = [(f"m{i % 30}", f"t{i % 60}", 1) for i in range(0, 600, 7)]
    pairs += [(f"m{i}", f"s{i}", 1) for i in range(5)]
    return full(checked(RawPairs(name, queries, partners, pairs, "", "")).table)


def report(table, protocol, regimes=None, name="w", seed=0):
    """A report whose scores tell labels; what each pair's regime was can be said."""
    rng = np.random.default_rng(seed)
    of = {protocol: regime for regime, protocol in PROTOCOL_OF.items()}
    scores = pd.DataFrame(
        {
            "query": [table.left[i].digest[:16] for i in table.left_row],
            "partner": [table.right[i].digest[:16] for i in table.right_row],
            "label": table.label,
            "fold": 0,
            "score": table.label + rng.normal(0, 1, len(table)),
            "regime": of.get(protocol, "any") if regimes is None else regimes,
        }
    )
    facts = {"name": name, "data_digest": table.digest()}
    return Report({"protocol": protocol, "dataset": facts}, scores)


def test_each_regime_is_calibrated_by_its_protocol_and_each_type_apart():
    table = world()
    found = calibrate([report(table, p) for p in ("denovo-family", "both-new", "block")], [table])
    assert set(found.curves) == {
        ("family new, partner known", "lncRNA"),
        ("family new, partner new", "lncRNA"),
    }  # too few snoRNAs are listed, and `block` calibrates nothing
    assert "pair" not in PROTOCOL_OF.values()


def test_a_microrna_held_out_without_siblings_is_no_known_family():
    table, known = world(), "family known, partner known"
    alone = np.where(table.left_row < 3, "family new, partner known", known)
    found = calibrate([report(table, "denovo-mirna", alone)], [table])
    (curve,) = found.curves.values()
    is_lncrna = np.array([m.type == "lncRNA" for m in table.right])[table.right_row]
    assert set(found.curves) == {(known, "lncRNA")}
    assert curve.n == ((table.left_row >= 3) & is_lncrna).sum()
    assert curve.families == 27


def test_data_sets_of_one_type_are_pooled_whatever_their_order():
    tables = [world(seed, name) for seed, name in ((3, "w"), (4, "v"))]
    reports = [report(t, "denovo-family", name=t.sources[0], seed=i) for i, t in enumerate(tables)]
    found, turned = calibrate(reports, tables), calibrate(reports[::-1], tables)
    assert found == turned
    curve = found.curves["family new, partner known", "lncRNA"]
    assert curve.dataset == "v and w"
    assert curve.n == 2 * 30 * 60
    assert curve.families == len({m.letters[1:8] for t in tables for m in t.left})


def test_a_report_of_other_data_is_refused():
    table = world()
    with pytest.raises(DatasetError, match="Data set w of a report was not given"):
        calibrate([report(table, "denovo-family")], [])
    with pytest.raises(DatasetError, match="w-denovo-family was measured on other pairs"):
        calibrate([report(world(4), "denovo-family")], [table])


def test_a_report_that_tells_no_regimes_is_refused():
    made = report(world(), "denovo-family")
    old = replace(made, scores=made.scores.drop(columns="regime"))
    with pytest.raises(DatasetError, match="made by an earlier mirinter"):
        calibrate([old], [world()])


def test_too_little_to_say_anything_is_refused():
    with pytest.raises(DatasetError, match="In no regime are 50 pairs"):
        calibrate([report(world(), "block")], [world()])


def test_no_share_is_none_or_all_and_every_end_rises():
    sure = rows(4_000, spread=1.0)
    sure["label"] = (sure["score"] > -4).astype(np.int8)
    curve = fitted(sure, WHERE, np.random.default_rng(0))
    assert 0 < min(curve.share) < 0.02
    assert 0.9 < max(curve.share) < 1
    for values in (curve.low, curve.high, curve.least, curve.most):
        assert (np.diff(values) >= 0).all()
