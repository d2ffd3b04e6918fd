import json
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.importer import open_dataset
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.splits import PROTOCOLS, Split
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks import report
from mirinter_core.tasks.baselines import RULES, Ground, ruled
from mirinter_core.tasks.evaluate import Question, evaluate
from mirinter_core.tasks.metrics import per_query, pooled, spread
from tests.worlds import letters, seed_world


def test_a_report_speaks_of_every_pair_and_stands_beside_every_rule(tmp_path, quick):
    recipe, embedding = quick
    world = seed_world(20, 60)
    (found,) = evaluate([world.table], recipe, Question("pair", 3), embedding)
    summary = found.summary
    assert summary["n_pairs"] == len(full(world.table)) == len(found.scores)
    assert set(summary["baselines"]) == set(RULES)
    assert len(summary["folds"]) == 3
    assert found.scores["score"].notna().all()
    assert set(found.scores["fold"]) == {0, 1, 2}
    again = [
        average_precision_score(rows["label"], rows["score"])
        for _, rows in found.scores.groupby("fold")
    ]
    assert summary["mean"]["auprc"] == pytest.approx(np.mean(again), abs=1e-4)
    found.save(tmp_path / "r.json")
    assert report.load(tmp_path / "r.json")["mean"]["auprc"] == summary["mean"]["auprc"]
    assert str(tmp_path) not in (tmp_path / "r.json").read_text()


def test_data_sets_trained_together_are_reported_apart(quick):
    recipe, embedding = quick
    one, two = seed_world(12, 40, seed=1).table, seed_world(12, 40, seed=2).table
    two = replace(two, sources=("other",))
    found = evaluate([one, two], recipe, Question("denovo-family", 2), embedding)
    assert [r.summary["dataset"]["name"] for r in found] == ["seed-world", "other"]
    assert [r.summary["n_pairs"] for r in found] == [len(full(one)), len(full(two))]


def test_too_few_pairs_and_unknown_protocols_are_refused(quick):
    recipe, embedding = quick
    with pytest.raises(DatasetError, match="too few for 40 folds"):
        evaluate([seed_world(4, 6).table], recipe, Question("denovo-mirna", 40), embedding)
    with pytest.raises(DatasetError, match="No protocol"):
        evaluate([seed_world().table], recipe, Question("x"), embedding)


def test_what_could_not_be_measured_is_null_not_nan(tmp_path, quick):
    recipe, embedding = quick
    (found,) = evaluate([seed_world(12, 30).table], recipe, Question("pair", 2), embedding)
    summary = {**found.summary, "mean": {"auprc": float("nan")}}
    report.Report(summary, found.scores).save(tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text())["mean"]["auprc"] is None


def test_a_perfect_and_a_constant_score_have_the_figures_they_must():
    label = np.array([1, 0, 0, 1, 0, 0], dtype=np.int8)
    query = np.array([0, 0, 0, 1, 1, 1])
    assert pooled(label, label.astype(float))["auprc"] == 1.0
    constant = pooled(label, np.zeros(6))
    assert constant["auroc"] == 0.5
    assert constant["auprc"] == pytest.approx(1 / 3)
    assert constant["lift"] == pytest.approx(1.0)
    own = per_query(label, label.astype(float), query)
    third = pytest.approx(1 / 3)
    assert own == {
        "auprc": 1.0,
        "precision_at_20": third,
        "chance": third,
        "partners": 3.0,
        "queries": 2.0,
    }


def test_a_query_without_positives_says_nothing():
    label = np.array([1, 0, 0, 0], dtype=np.int8)
    assert per_query(label, np.arange(4.0), np.array([0, 0, 1, 1]))["queries"] == 1
    assert np.isnan(pooled(np.zeros(3, np.int8), np.arange(3.0))["auprc"])


def test_ties_are_broken_at_random_and_not_by_the_order_of_the_table():
    label = np.array([1] * 20 + [0] * 80, dtype=np.int8)
    query = np.zeros(100, dtype=np.intp)
    assert per_query(label, np.zeros(100), query)["precision_at_20"] == pytest.approx(0.2)
    best = np.zeros(100)
    best[[0, 99]] = 1.0  # one positive and one negative above 98 ties with 19 positives
    expected = (1 + 18 * 19 / 98) / 20
    assert per_query(label, best, query)["precision_at_20"] == pytest.approx(expected)


def test_folds_that_could_not_be_measured_are_left_out_of_the_mean():
    mean, sd = spread([{"a": 1.0}, {"a": float("nan")}, {"a": 3.0}])
    assert mean == {"a": 2.0}
    assert sd["a"] == pytest.approx(2**0.5)


def test_a_family_that_is_held_out_cannot_be_copied_from():
    table = full(seed_world(20, 60).table)
    ground = Ground.of(table)
    for split in PROTOCOLS["denovo-family"](table, 4, np.random.default_rng(0)):
        assert not ruled("family-copy", ground, split).any()


def test_copying_counts_listed_siblings_and_never_the_query_itself():
    start = "UACGUACG"
    family = [Molecule(f"s{i}", start + "ACGU" * 3 + "ACGU"[i], "miRNA") for i in range(3)]
    partners = [Molecule(f"l{i}", "ACGU" * 8 + "ACGU"[i] * 3, "lncRNA") for i in range(2)]
    pairs = [("s0", "l0", 1), ("s1", "l0", 1), ("s2", "l1", 1)]
    table = full(checked(RawPairs("w", family, partners, pairs, "", "")).table)
    rows = np.arange(len(table))
    copied = ruled("family-copy", Ground.of(table), Split(rows, rows))
    names = [
        (table.left[a].id, table.right[b].id)
        for a, b in zip(table.left_row, table.right_row, strict=True)
    ]
    assert dict(zip(names, copied, strict=True)) == {
        ("s0", "l0"): 1,
        ("s1", "l0"): 1,
        ("s2", "l0"): 2,
        ("s0", "l1"): 1,
        ("s1", "l1"): 1,
        ("s2", "l1"): 0,
    }


@pytest.mark.parametrize(
    ("protocol", "figures"),
    [
        ("pair", {"degree": 0.210, "family-copy": 0.677, "family-degree": 0.748}),
        ("denovo-family", {"degree": 0.125, "seed-sites": 0.091, "seed-degree": 0.148}),
    ],
)
def test_the_rules_give_the_figures_measured_independently(data, protocol, figures):
    table = full(open_dataset(data / "lncrnasnp2").table)
    ground = Ground.of(table)
    splits = list(PROTOCOLS[protocol](table, 5, np.random.default_rng(0)))
    for name, expected in figures.items():
        found = [
            average_precision_score(table.label[s.test], ruled(name, ground, s)) for s in splits
        ]
        assert np.mean(found) == pytest.approx(expected, abs=0.015), name


def test_a_rule_does_not_care_who_of_two_micrornas_is_called_the_query():
    rng = np.random.default_rng(0)
    mirnas = [Molecule(f"m{i}", letters(rng, 22), "miRNA") for i in range(12)]
    pairs = [(f"m{a}", f"m{b}", 1) for a in range(12) for b in range(a) if rng.random() < 0.3]
    one = full(checked(RawPairs("w", mirnas, mirnas, pairs, "", "")).table)
    other = replace(
        one, left=one.right, right=one.left, left_row=one.right_row, right_row=one.left_row
    )
    (split, *_) = PROTOCOLS["pair"](one, 3, np.random.default_rng(1))
    for name in RULES:
        first, second = (ruled(name, Ground.of(table), split) for table in (one, other))
        np.testing.assert_allclose(first, second)
        assert len(first) == len(split.test)
