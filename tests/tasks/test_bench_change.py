from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mirinter_core.datasets import bench
from mirinter_core.datasets.pairs import join
from mirinter_core.datasets.saved import load
from mirinter_core.errors import DatasetError
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.bench_change import COLUMNS, in_words, moved, rescore, trained_on
from mirinter_core.tasks.compare import compare
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.score import score
from mirinter_core.tasks.train import train
from tests.notebooks import finding
from tests.worlds import seed_world

TABLE = seed_world().table


def hits(ids):
    facts = {"name1": "", "rna_type": "lncRNA", "length1": 100, "id2": "q"}
    ranks = np.arange(1, len(ids) + 1)
    return pd.DataFrame({"id1": list(ids), "rank": ranks, "score": -ranks.astype(float), **facts})


@pytest.fixture
def recipe():
    small = SYSTEMS.get("mirna_ncrna").recipes["small"]
    fit = replace(small.fit, epochs=2, epoch_steps=5, batch_size=64)
    return replace(small, fit=fit, threads=1, network_options={"width": 16, "match": 4})


def test_tested_partners_are_told_with_how_they_moved():
    rows = moved(compare(hits("abcde"), hits("ebcda")), {"a": "not bound", "e": "bound", "x": "?"})
    assert rows[["id1", "outcome", "shift"]].to_numpy().tolist() == [
        ["a", "not bound", -4],
        ["e", "bound", 4],
    ]
    assert in_words(rows) == (
        "Of 1 partner found bound, 1 rose and 0 fell (median +4 places). "
        "Of 1 partner found not to bind, 0 rose and 1 fell (median -4 places)."
    )


def test_unclear_partners_and_those_of_one_screen_are_not_counted():
    rows = moved(compare(hits("abc"), hits("abd")), {"a": "unclear", "d": "bound"})
    assert in_words(rows) == ""
    assert len(rows) == 2


def test_only_a_list_that_names_the_notebook_was_trained_on_it():
    assert trained_on(["world", "mine"], "mine")
    assert not trained_on(["world"], "mine")
    assert not trained_on(None, "mine")


def test_two_models_score_the_pairs_and_the_one_that_learnt_them_is_told(recipe):
    cells = [(0, 0, "bound"), (1, 1, "not bound"), (2, 2, "bound"), (3, 3, "unclear")]
    for a, b, outcome in cells:
        bench.record("mine", finding(TABLE.left[a], TABLE.right[b], outcome))
    embedding = Embedding.open(recipe, "cpu", keep=False)
    old = train(TABLE, recipe, embedding, name="old")
    new = train(join([TABLE, load("mine").table]), recipe, embedding, name="new")
    found = rescore(bench.read("mine"), (old, embedding), (new, embedding))
    assert list(found.table) == list(COLUMNS)
    assert len(found.table) == 3
    assert found.learnt == (False, True)
    assert found.table["place_second"].tolist() == sorted(found.table["place_second"])
    row = found.table.query("partner == 'lnc-0'").iloc[0]
    alone = score(load("mine").table, new, embedding).score
    assert row["score_second"] == pytest.approx(alone[0])
    assert 0 <= found.auroc[0] <= 1
    assert "2 bound, 1 not bound; 50 % is chance" in str(found)
    assert "The second was trained on these pairs: its figure is no evidence" in str(found)


def test_one_outcome_alone_tells_nothing(recipe):
    bench.record("mine", finding(TABLE.left[0], TABLE.right[0]))
    embedding = Embedding.open(recipe, "cpu", keep=False)
    model = train(TABLE, recipe, embedding, name="old"), embedding
    found = rescore(bench.read("mine"), model, model)
    assert np.isnan(found.auroc).all()
    assert "nothing can be told without some of both" in str(found)
    bench.record("mine", finding(TABLE.left[0], TABLE.right[0], "unclear"))
    with pytest.raises(DatasetError, match="no pair that was bound or not bound"):
        rescore(bench.read("mine"), model, model)
