from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.pairs import join
from mirinter_core.datasets.splits import PROTOCOLS, Split
from mirinter_core.errors import DatasetError
from mirinter_core.models.calibration import PROTOCOL_OF, regime
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.progress import silent
from mirinter_core.recipe import VIEWS, Fit
from mirinter_core.tasks.baselines import RULES
from mirinter_core.tasks.evaluate import Question, dealt, evaluate, training_rows
from mirinter_core.tasks.ground import Ground, ruled
from mirinter_core.tasks.kept_folds import KeptFolds
from mirinter_core.tasks.metrics import per_query, pooled
from mirinter_core.tasks.recipes import preset
from mirinter_core.tasks.summary import Measurement, summarise
from tests.worlds import letters, seed_world

BASELINES = preset("baselines")
FEW = st.integers(1, 4)


@pytest.fixture(scope="module")
def small_recipe(quick):
    """A recipe that has learnt enough in two epochs to tell its folds apart."""
    return replace(quick[0], fit=Fit(epochs=2, batch_size=64))


def told_apart(summary):
    """What a report says, but for when it was made."""
    return {**summary, "provenance": {**summary["provenance"], "made": ""}}


def without_an_end(folder, fold):
    """Do as if the work had been cut short before the end of a fold."""
    (folder / f"fold{fold}.parquet").unlink()


@pytest.mark.parametrize("name", PROTOCOLS)
def test_a_report_tells_what_the_training_of_a_fold_knew_of_each_pair(name):
    table = seed_world(20, 60).table
    siblings = [replace(m, letters=f"{m.letters[:-4]}AAAA") for m in table.left[:10]]
    table = replace(table, left=(*table.left[:10], *siblings))
    (found,) = evaluate([table], BASELINES, Question(name, 5))
    dealt_, splits = dealt([table], Question(name, 5), BASELINES.seed)
    regimes = set()
    for fold, split in enumerate(splits):
        families = {dealt_.left[i].letters[1:8] for i in dealt_.left_row[split.train]}
        partners = set(dealt_.right_row[split.train])
        expected = [
            regime(
                family_known=dealt_.left[a].letters[1:8] in families, partner_known=b in partners
            )
            for a, b in zip(dealt_.left_row[split.test], dealt_.right_row[split.test], strict=True)
        ]
        assert list(found.scores.loc[found.scores["fold"] == fold, "regime"]) == expected
        regimes |= set(expected)
    told = found.summary.get("by_family", {})
    assert (len(told) == 2) == (len({r.split(",")[0] for r in regimes}) == 2)
    for which, own in told.items():
        rows = found.scores[found.scores["regime"].str.startswith(f"family {which}")]
        for fold, figures in enumerate(own["folds"]):
            mine = rows[rows["fold"] == fold]
            query = mine["query"].astype("category").cat.codes.to_numpy()
            again = per_query(mine["label"].to_numpy(), mine["score"].to_numpy(), query)
            assert figures["per_query_auprc"] == pytest.approx(again["auprc"], nan_ok=True)
    if name in PROTOCOL_OF.values():
        assert {r for r, protocol in PROTOCOL_OF.items() if protocol == name} <= regimes


def test_a_report_speaks_of_every_pair_and_stands_beside_every_rule(quick):
    world = seed_world(20, 60)
    (found,) = evaluate([world.table], quick[0], Question("pair", 3))
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
    low, high = summary["interval"]["auprc"]
    assert low < summary["mean"]["auprc"] < high
    assert summary["views"] == {}


def test_data_sets_trained_together_are_reported_apart(small_recipe):
    one, two = seed_world(12, 40, seed=1).table, seed_world(12, 40, seed=2).table
    two = replace(two, sources=("other",))
    found = evaluate([one, two], small_recipe, Question("denovo-family", 2))
    assert [r.summary["dataset"]["name"] for r in found] == ["seed-world", "other"]
    assert [r.summary["n_pairs"] for r in found] == [len(full(one)), len(full(two))]


def test_too_few_pairs_and_unknown_protocols_are_refused():
    few = r"\d+ listed pairs of 4 queries and 6 partners are too few for 40 folds"
    with pytest.raises(DatasetError, match=few):
        evaluate([seed_world(4, 6).table], BASELINES, Question("denovo-mirna", 40))
    with pytest.raises(DatasetError, match="No protocol"):
        evaluate([seed_world().table], BASELINES, Question("x"))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_recipe_of_rules_opens_no_encoder_and_has_its_rules_figures(protocol, tmp_path):
    left, right = (replace(side, encoder="rna_fm") for side in BASELINES.sides)  # has no weights
    recipe = replace(BASELINES, sides=(left, right))
    (found,) = evaluate(
        [seed_world(40, 60).table], recipe, Question(protocol, 3), keep_in=tmp_path / "folds"
    )
    rule = found.summary["baselines"]["family-transcript"]
    assert {key: found.summary[key] for key in ("mean", "sd", "folds")} == {
        key: rule[key] for key in ("mean", "sd", "folds")
    }
    assert found.summary["views"] == {}
    assert not (tmp_path / "folds").exists()


def test_work_that_was_cut_short_gives_the_report_it_would_have_given(small_recipe, tmp_path):
    world, question = seed_world(16, 40), Question("pair", 3)
    kept = tmp_path / "folds"
    (whole,) = evaluate([world.table], small_recipe, question, keep_in=kept)
    without_an_end(kept, 2)
    (kept / "fold1.parquet").write_bytes((kept / "fold1.parquet").read_bytes()[:500])
    told = []
    (resumed,) = evaluate(
        [world.table],
        small_recipe,
        question,
        keep_in=kept,
        progress=lambda _, what: told.append(what),
    )
    assert told_apart(resumed.summary) == told_apart(whole.summary)
    pd.testing.assert_frame_equal(resumed.scores, whole.scores)
    begun = {what.split(",")[0] for what in told}
    assert {"fold 2 of 3", "fold 3 of 3"} <= begun
    assert "fold 1 of 3" not in begun
    assert any(what.startswith("fold 2 of 3, epoch 1 of 2") for what in told)


def test_a_fold_cut_short_in_an_epoch_goes_on_with_it(small_recipe, tmp_path):
    world, question, kept = seed_world(16, 40), Question("pair", 2), tmp_path / "folds"
    (whole,) = evaluate([world.table], small_recipe, question)

    def cut(_, what):
        if what.startswith("fold 2 of 2, epoch 2 of 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate([world.table], small_recipe, question, keep_in=kept, progress=cut)
    told = []
    (resumed,) = evaluate(
        [world.table],
        small_recipe,
        question,
        keep_in=kept,
        progress=lambda _, what: told.append(what),
    )
    assert not any(what.startswith("fold 2 of 2, epoch 1 of 2") for what in told)
    assert any(what.startswith("fold 2 of 2, epoch 2 of 2") for what in told)
    pd.testing.assert_frame_equal(resumed.scores, whole.scores)
    assert not list(kept.glob("*.training"))


@pytest.mark.parametrize(
    "other", [{"protocol": "denovo-mirna"}, {"folds": 2}, {"negatives": 1}], ids=str
)
def test_the_folds_of_another_evaluation_are_never_taken(small_recipe, tmp_path, other):
    table, question = seed_world(16, 40).table, Question("pair", 3)
    evaluate([table], small_recipe, question, keep_in=tmp_path)
    with pytest.raises(DatasetError, match="another evaluation"):
        evaluate([table], small_recipe, replace(question, **other), keep_in=tmp_path)
    with pytest.raises(DatasetError, match="another evaluation"):
        evaluate([table], replace(small_recipe, seed=1), question, keep_in=tmp_path)
    with pytest.raises(DatasetError, match="another evaluation"):
        evaluate([seed_world(16, 40, seed=1).table], small_recipe, question, keep_in=tmp_path)


@settings(max_examples=20)
@given(st.sampled_from(sorted(PROTOCOLS)), FEW, st.integers(0, 5))
def test_drawn_negatives_of_a_fold_are_cells_of_its_own_part(protocol, n, seed):
    table = full(seed_world(20, 40).table)
    recipe = replace(preset("small"), negatives=n, seed=seed)
    splits = PROTOCOLS[protocol].split(table, 3, np.random.default_rng(seed))
    for i, split in enumerate(splits):
        rows = training_rows(table, split, recipe, i)
        assert set(rows) <= set(split.train)
        label = table.label[rows]
        assert label.sum() == table.label[split.train].sum()  # every listed pair stays
        assert len(set(rows)) == len(rows)
        assert (label == 0).sum() <= n * label.sum()


@settings(max_examples=10)
@given(st.sampled_from(sorted(PROTOCOLS)), FEW, st.integers(0, 5))
def test_a_drawn_test_table_is_a_part_of_the_full_one(protocol, n, seed):
    table = seed_world(40, 40).table
    recipe = replace(BASELINES, seed=seed)
    place = ["fold", "query", "partner", "label"]
    whole, drawn = (
        evaluate([table], recipe, Question(protocol, 3, kind))[0].scores[place]
        for kind in ("full", n)
    )
    assert set(drawn.itertuples(index=False)) <= set(whole.itertuples(index=False))
    assert drawn["label"].sum() == whole["label"].sum()
    assert (drawn["label"] == 0).sum() <= n * drawn["label"].sum()
    assert len(drawn) > drawn["label"].sum()


def test_views_are_measured_as_the_paper_counts_and_a_score_is_their_mean(small_recipe, tmp_path):
    recipe = replace(small_recipe, views=VIEWS)
    (found,) = evaluate([seed_world(16, 40).table], recipe, Question("pair", 2), keep_in=tmp_path)
    views = [pd.read_parquet(tmp_path / f"fold{i}.parquet").to_numpy() for i in (0, 1)]
    scores = found.scores
    np.testing.assert_allclose(
        scores["score"], np.concatenate([v.mean(axis=1) for v in views]), atol=1e-5
    )
    assert set(found.summary["views"]) == {"all", *VIEWS}
    label = [scores.loc[scores["fold"] == i, "label"].to_numpy() for i in (0, 1)]
    every = [
        average_precision_score(np.repeat(y, len(VIEWS)), v.ravel())
        for y, v in zip(label, views, strict=True)
    ]
    own = [average_precision_score(y, v[:, 1]) for y, v in zip(label, views, strict=True)]
    measured = found.summary["views"]
    assert measured["all"]["auprc"] == pytest.approx(np.mean(every))
    assert measured[VIEWS[1]]["auprc"] == pytest.approx(np.mean(own))
    assert found.summary["mean"]["auprc"] != pytest.approx(np.mean(every), abs=1e-6)


def test_rules_are_not_worse_for_the_rnas_of_another_data_set():
    """A transcript of another set that holds two genes of this one would make them one gene."""
    world = seed_world(12, 24)
    genes = [m.letters for m in world.table.right[:2]]
    bridges = [Molecule(f"bridge{i}", genes[0] + genes[1] + "ACGU"[i], "lncRNA") for i in range(3)]
    queries = [Molecule(f"q{i}", letters(np.random.default_rng(i), 22), "miRNA") for i in range(4)]
    pairs = [(q.id, p.id, 1) for i, q in enumerate(queries) for p in bridges[: i + 1]]
    second = checked(RawPairs("second", queries, bridges, pairs, "", "")).table
    joined = full(join([world.table, second]))
    splits = tuple(PROTOCOLS["pair"].split(joined, 3, np.random.default_rng(0)))
    asked = Measurement(joined, splits, BASELINES, "pair", "full", {})
    (report, _) = summarise(asked, None, silent, kept=KeptFolds())
    first = joined.source == 0
    alone, place = joined.take(np.flatnonzero(first)).compact(), np.cumsum(first) - 1
    assert len(alone.right) < len(joined.right)
    for name, rule in RULES.items():
        for split, fold in zip(splits, report.summary["baselines"][name]["folds"], strict=True):
            own = Split(*(place[rows[first[rows]]] for rows in (split.train, split.test)))
            expected = pooled(alone.label[own.test], ruled(rule, Ground.of(alone), own))
            assert fold["auprc"] == expected["auprc"], name
