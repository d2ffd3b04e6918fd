from pathlib import Path

import pandas as pd
import pytest

from mirinter_core.errors import StorageError
from mirinter_core.runs import table
from mirinter_core.runs.table import SORTS, Filters
from mirinter_core.tasks.hits import COLUMNS

ROWS = {  # id1, name1, rna_type, length1, score, seed_class, start1, windows, known, E
    "ENST1": ("MALAT1", "lncRNA", 8000, 3.0, "8mer", 10, 8, True, -20.0),
    "ENST2": ("miR-214", "miRNA", 22, 2.0, "none", None, 1, False, -5.0),
    "ENST3": ("miR-21-5p", "miRNA", 22, 1.0, "6mer", 3, 1, False, None),
    "it's [100%]": ("", "", 500, 0.5, "8mer", 7, 1, False, None),
}


def frame(query: str) -> pd.DataFrame:
    rows = [
        {
            **dict.fromkeys(COLUMNS),
            "rank": rank,
            "id1": id1,
            "id2": query,
            **dict(
                zip(("name1", "rna_type", "length1", "score", "seed_class"), v[:5], strict=True)
            ),
            "start1": v[5],
            "end1": v[5],
            "windows": v[6],
            "known": v[7],
            "E": v[8],
            "percentile": 100.0 - rank,
            "regime": "family new, partner new",
            "in_training": False,
        }
        for rank, (id1, v) in enumerate(ROWS.items(), start=1)
    ]
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    return made.astype({"start1": "Int64", "end1": "Int64", "E": float})


@pytest.fixture
def hits(tmp_path) -> Path:
    """A table of two queries, in a folder whose name looks like a pattern."""
    folder = tmp_path / "a[b]*"
    folder.mkdir()
    path = folder / "hits.parquet"
    both = pd.concat([frame("second"), frame("first")], ignore_index=True)
    both.to_parquet(path, index=False)
    return path


def ids(hits, sort="rank", **chosen) -> list[str]:
    return table.page(hits, "first", Filters(**chosen), sort=sort)["id1"].tolist()


def test_queries_come_in_the_order_they_were_given(hits):
    assert table.queries(hits) == ["second", "first"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, list(ROWS)),
        ({"text": "malat"}, ["ENST1"]),
        ({"text": "IT'S [100%"}, ["it's [100%]"]),
        ({"text": "_"}, []),
        ({"types": ("miRNA",)}, ["ENST2", "ENST3"]),
        ({"types": ("",)}, ["it's [100%]"]),
        ({"seed_classes": ("8mer", "6mer")}, ["ENST1", "ENST3", "it's [100%]"]),
        ({"score_from": 2.0}, ["ENST1", "ENST2"]),
        ({"length_from": 22, "length_to": 500}, ["ENST2", "ENST3", "it's [100%]"]),
        ({"known": True}, ["ENST1"]),
        ({"known": False, "types": ("lncRNA",)}, []),
        ({"in_windows": True}, ["ENST1"]),
    ],
)
def test_each_filter_takes_its_rows_of_one_query(hits, chosen, expected):
    assert ids(hits, **chosen) == expected
    assert table.count(hits, "first", Filters(**chosen)) == len(expected)


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_gives_every_row_once_over_pages(hits, sort):
    pages = [
        table.page(hits, "first", Filters(), sort=sort, offset=offset, limit=3) for offset in (0, 3)
    ]
    assert sorted(pd.concat(pages)["id1"]) == sorted(ROWS)


def test_rows_without_energy_come_last_in_the_order_of_energy(hits):
    shown = table.page(hits, "first", Filters(), sort="energy, strongest first")
    assert shown["rank"].tolist() == [1, 2, 3, 4]
    assert table.page(hits, "first", Filters(), sort="score, lowest first")["rank"].iloc[0] == 4


def test_a_page_has_the_values_and_kinds_that_were_saved(hits):
    shown = table.page(hits, "first", Filters(), limit=None)
    saved = pd.read_parquet(hits).iloc[4:].reset_index(drop=True)
    assert shown["start1"].dtype == "Int64"
    assert shown[["rank", "id1", "start1", "E"]].equals(saved[["rank", "id1", "start1", "E"]])


def test_a_whole_name_is_found_before_a_longer_one_that_ranks_better(hits):
    assert table.find(hits, "first", "mir-21", limit=5)["name1"].tolist() == [
        "miR-21-5p",
        "miR-214",
    ]
    assert table.find(hits, "first", "[100%]", limit=5)["id1"].tolist() == ["it's [100%]"]


def test_the_summary_counts_what_the_table_holds(hits):
    found = table.summary(hits, "first")
    assert (found.partners, found.known, found.evidence) == (4, 1, 2)
    assert found.sites == {"8mer": 2, "none": 1, "6mer": 1}
    assert found.best["name1"] == "MALAT1"
    assert (found.lowest, found.median, found.highest) == (0.5, 1.5, 3.0)
    assert not found.family_known


def test_one_partner_is_read_by_its_id(hits):
    assert table.row(hits, "first", "ENST2")["rank"] == 2
    assert table.row(hits, "first", "ENST9") is None


def test_the_filters_say_what_they_take():
    assert not Filters()
    assert str(Filters()) == ""
    told = str(Filters(text="x", seed_classes=("8mer", "6mer"), known=False, length_to=0))
    assert told == (
        "id or symbol contains 'x'; best site 8mer or 6mer; length at most 0 nt; "
        "not listed in training"
    )


def test_results_that_are_gone_damaged_or_of_another_query_are_said_to_be(hits, tmp_path):
    with pytest.raises(StorageError, match="Run the screen again"):
        table.queries(tmp_path / "none.parquet")
    with pytest.raises(StorageError, match="no query 'third'"):
        table.summary(hits, "third")
    hits.write_bytes(b"PAR1 nonsense")
    with pytest.raises(StorageError, match="damaged"):
        table.count(hits, "first", Filters())


@pytest.fixture
def judged(hits):
    """The same with p, q and hub; the last partner has none."""
    rows = pd.read_parquet(hits)
    place = rows["rank"].to_numpy() - 1
    for name, values in (
        ("p", [0.2, 0.001, 0.5, None]),
        ("q", [0.4, 0.04, 0.5, None]),
        ("hub", [0.3, 0.01, 0.1, None]),
    ):
        rows[name] = pd.array([values[i] for i in place], dtype="Float64").astype(float)
    rows.to_parquet(hits, index=False)
    return hits


def test_hubs_are_hidden_and_what_was_not_counted_stays(judged):
    assert ids(judged, hub_below=0.1) == ["ENST2", "it's [100%]"]
    assert table.summary(judged, "first").hubs == 2
    told = str(Filters(hub_below=0.1, q_below=0.05))
    assert told == "q below 0.05; on top for fewer than 10% of known miRNAs"


def test_only_what_has_a_small_q_passes_that_filter(judged):
    assert ids(judged, q_below=0.05) == ["ENST2"]
    assert ids(judged, sort="p, smallest first") == ["ENST2", "ENST1", "ENST3", "it's [100%]"]
    assert ids(judged, sort="hub, least first")[:2] == ["ENST2", "ENST3"]
    assert table.summary(judged, "first").judged


def test_without_decoys_and_hubs_nothing_is_judged(hits):
    found = table.summary(hits, "first")
    assert (found.hubs, found.judged) == (None, False)
