import numpy as np
import pandas as pd

from mirinter_core.tasks.next_tests import COLUMNS, suggest


def ranking(n=400, **changed):
    rows = pd.DataFrame(
        {
            "id1": [f"p{i}" for i in range(n)],
            "name1": "",
            "rna_type": "lncRNA",
            "rank": np.arange(1, n + 1),
            "score": -np.arange(n, dtype=float),
            "percentile": 100 * (n - 1 - np.arange(n)) / n,
            "known": False,
            "hub": np.nan,
            "regime": "family new, partner known",
        }
    )
    for i, facts in changed.items():
        rows.loc[rows["id1"] == i, list(facts)] = list(facts.values())
    return rows


def test_half_is_at_the_top_and_every_stretch_is_tested():
    found = suggest(ranking(), ())
    assert list(found) == list(COLUMNS)
    assert (found["rank"] <= 4).sum() == 4
    assert found["rank"].max() > 200
    assert len(found) == 8
    assert found["id1"].is_unique
    assert found.iloc[0]["why"].startswith("in the top 1 %")


def test_what_was_tested_counts_and_is_not_suggested_again():
    found = suggest(ranking(), ["p0", "p1", "p2", "p3", "p10", "p11"], 1)
    assert found["rank"].tolist() == [41]  # nothing was tested there, and enough above it


def test_listed_pairs_controls_and_hubs_are_passed_over():
    odd = {"p0": {"known": True}, "p1": {"rna_type": "control"}, "p2": {"hub": 0.5}}
    assert suggest(ranking(**odd), (), 1)["id1"].tolist() == ["p3"]


def test_a_partner_new_to_the_model_comes_first_and_says_so():
    found = suggest(ranking(p2={"regime": "family new, partner new"}), (), 2)
    assert found["id1"].tolist()[0] == "p2"
    assert "not seen it in training" in found.iloc[0]["why"]


def test_a_short_ranking_gives_what_it_has():
    assert len(suggest(ranking(3), ["p0"], 8)) == 2
    assert suggest(ranking(3), ["p0", "p1", "p2"], 8).empty
