import numpy as np
import pandas as pd

from mirinter_core.figures.rank_shift import score_scatter
from mirinter_core.tasks.compare import compare


def _hits(ids):
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(ids) + 1),
            "id1": ids,
            "name1": "",
            "rna_type": "lncRNA",
            "length1": 100,
            "id2": "q",
            "score": np.linspace(3, -3, len(ids)),
        }
    )


def test_each_partner_is_in_one_group():
    figure = score_scatter(compare(_hits(list("abcdef")), _hits(list("fabcde"))), 2)
    assert {trace.name: len(trace.x) for trace in figure.data} == {
        "others (3)": 3,
        "top 2 of both (1)": 1,
        "new in the top 2 (1)": 1,
        "lost from the top 2 (1)": 1,
    }
    assert "n = 6 partners" in figure.layout.meta["alt"]


def test_a_large_catalogue_is_cut_and_the_figure_says_so():
    ids = [f"t{i}" for i in range(5000)]
    figure = score_scatter(compare(_hits(ids), _hits(ids[::-1])), 10)
    assert sum(len(trace.x) for trace in figure.data) == 3000
    assert "3,000 of 5,000" in figure.layout.title.subtitle.text


def test_ids_and_titles_are_shown_as_text():
    hits = _hits(["<b>x</b>", "y"])
    figure = score_scatter(compare(hits, hits), 1, first="<i>a</i>")
    assert "<b>" not in "".join(figure.data[1].hovertext)
    assert "<i>" not in figure.layout.xaxis.title.text


def test_screens_without_a_common_partner_give_an_empty_figure():
    figure = score_scatter(compare(_hits(["a"]), _hits(["b"])), 10)
    assert "n = 0 partners" in figure.layout.meta["alt"]
