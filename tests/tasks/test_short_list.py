from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.errors import StorageError
from mirinter_core.tasks.hits import HUB_FROM as HUB
from mirinter_core.tasks.short_list import (
    PLATE_COLUMNS,
    gc_share,
    load,
    match,
    plate,
    plate_file,
    save,
    scrambled,
)


@pytest.fixture
def table():
    """60 partners: the upper half with sites; every third a snoRNA; some hubs, some listed."""
    rng = np.random.default_rng(0)
    n = 60
    return pd.DataFrame(
        {
            "rank": np.arange(1, n + 1),
            "id1": [f"p{i}" for i in range(n)],
            "name1": "",
            "id2": "=q",
            "score": np.linspace(5, -5, n),
            "seed_class": ["8mer"] * 20 + ["none"] * 40,
            "rna_type": ["snoRNA" if i % 3 == 0 else "lncRNA" for i in range(n)],
            "length1": rng.integers(80, 4000, n),
            "known": [i == 41 for i in range(n)],
            "hub": [HUB if i in (44, 47) else 0.0 for i in range(n)],
        }
    )


@pytest.fixture
def gc(table):
    rng = np.random.default_rng(1)
    return dict(zip(table["id1"], rng.uniform(0.3, 0.7, len(table)), strict=True))


def test_negatives_are_of_the_same_type_low_without_site_not_listed_and_no_hubs(table, gc):
    picked = [f"p{i}" for i in range(8)]
    rows = table.set_index("id1")
    found = match(table, picked, gc, each=2)
    assert [one.candidate for one in found] == picked
    used = [n for one in found for n in one.negatives]
    assert len(used) == len(set(used)) == 16
    for one in found:
        for n in one.negatives:
            assert rows.loc[n, "rna_type"] == rows.loc[one.candidate, "rna_type"]
            assert rows.loc[n, "score"] <= table["score"].median()
            assert rows.loc[n, "seed_class"] == "none"
            assert not rows.loc[n, "known"]
            assert rows.loc[n, "hub"] < HUB
            assert n not in picked


def test_a_twin_in_length_and_gc_is_the_negative(table, gc):
    twin = table.index[table["id1"] == "p50"][0]
    table.loc[twin, ["length1", "rna_type"]] = table.loc[1, ["length1", "rna_type"]].to_numpy()
    gc["p50"] = gc["p1"]
    assert match(table, ["p1"], gc)[0].negatives == ("p50",)


def test_hubs_that_were_not_computed_leave_nobody_out(table, gc):
    table["hub"] = np.nan
    assert all(one.negatives for one in match(table, ["p1", "p2"], gc))


def test_where_no_negative_is_left_there_is_none(table, gc):
    few = table[table["rank"] < 21]
    assert match(few, ["p0", "p1"], gc)[0].negatives == ()


def test_the_plate_is_filled_row_by_row_and_goes_on_on_the_next(table, gc):
    matched = match(table, [f"p{i}" for i in range(10)], gc)
    laid = plate(table, matched, gc)
    assert list(laid.columns) == list(PLATE_COLUMNS)
    assert list(laid["well"])[:13] == [*(f"A{i}" for i in range(1, 13)), "B1"]
    assert list(laid["role"])[:2] == ["candidate", "matched negative"]
    assert laid["matches"][1] == "p0"
    assert list(laid["role"])[-2:] == ["control", "control"]
    long = plate(table, matched * 6, gc)
    assert long["plate"].max() == 2
    assert (long["well"][96], long["plate"][96]) == ("A1", 2)


def test_replicates_lie_side_by_side(table, gc):
    matched = match(table, ["p0", "p1"], gc)
    once, laid = (plate(table, matched, gc, replicates=n) for n in (1, 3))
    assert len(laid) == 3 * len(once)
    assert list(laid["replicate"])[:4] == [1, 2, 3, 1]
    assert list(laid["id1"])[:4] == [*["p0"] * 3, once["id1"][1]]
    assert list(laid["well"])[:4] == ["A1", "A2", "A3", "A4"]
    alike = laid[laid["replicate"] == 3].drop(columns=["well", "plate", "replicate"])
    pd.testing.assert_frame_equal(
        alike.reset_index(drop=True), once.drop(columns=["well", "plate", "replicate"])
    )


def test_the_controls_tell_what_goes_into_them(table, gc):
    laid = plate(table, match(table, ["p0"], gc), gc, scrambled_query="UUAGC")
    shuffled, empty = laid.iloc[-2], laid.iloc[-1]
    assert (empty["name1"], empty["id2"]) == ("no query", "")
    assert shuffled["id2"] == f"{laid['id2'][0]}-scrambled"
    assert "known here: UUAGC; with the first candidate." in shuffled["note"]


def test_each_partner_is_measured_against_itself_with_the_scrambled_query(table, gc):
    matched = match(table, ["p0", "p1"], gc)
    laid = plate(table, matched, gc, scrambled_query="UUAGC", scrambled_each=True)
    pairs = laid.iloc[:-1]
    own, other = pairs[::2], pairs[1::2]
    assert list(own["id1"]) == list(other["id1"])
    assert set(own["role"]) == {"candidate", "matched negative"}
    assert set(other["role"]) == {"control"}
    assert set(other["id2"]) == {f"{table['id2'][0]}-scrambled"}
    assert "UUAGC" in other["note"].iloc[0]
    assert other[["rank", "score"]].isna().all().all()
    assert own[["rank", "score"]].notna().all().all()
    assert laid["name1"].iloc[-1] == "no query"


@given(st.text("ACGU", min_size=12, max_size=24).filter(lambda text: len(set(text)) > 2))
def test_a_scrambled_query_has_its_letters_and_the_seed_of_nobody(letters):
    found = scrambled(letters, lambda other: other[1:8] == letters[1:8])
    assert found == scrambled(letters, lambda other: other[1:8] == letters[1:8])
    if found:
        assert sorted(found) == sorted(letters)
        assert not {found[1:7], found[2:8]} & {letters[1:7], letters[2:8]}
    assert scrambled(letters, lambda _: True) == ""


def test_a_picked_control_is_a_control_and_gets_no_negative(table, gc):
    table.loc[0, "rna_type"] = "control"
    matched = match(table, ["p0"], gc)
    assert matched[0].negatives == ()
    assert plate(table, matched, gc)["role"][0] == "control"


@pytest.mark.parametrize("kind", ["tsv", "csv", "xlsx"])
def test_the_plate_is_a_file_without_formulas(table, gc, kind):
    raw = plate_file(plate(table, match(table, ["p1"], gc), gc), kind)
    if kind == "xlsx":
        back = pd.read_excel(BytesIO(raw), sheet_name="plate")
        assert back["id2"][0] == "=q"
    else:
        back = pd.read_csv(BytesIO(raw), sep="\t" if kind == "tsv" else ",")
        assert back["id2"][0] == "'=q"
    assert list(back.columns) == list(PLATE_COLUMNS)


def test_picks_survive_by_query_and_in_order(tmp_path):
    assert load(tmp_path, "q") == ()
    save(tmp_path, "q", ["b", "a", "b"])
    save(tmp_path, "r", ["c"])
    assert load(tmp_path, "q") == ("b", "a")
    assert load(tmp_path, "r") == ("c",)


def test_a_damaged_list_is_said_to_be(tmp_path):
    (tmp_path / "short_list.json").write_text('{"format_version": 1, "picked": []}')
    with pytest.raises(StorageError, match="damaged"):
        load(tmp_path, "q")


def test_letters_that_are_not_known_do_not_count_as_gc():
    assert gc_share("GCNN") == 1.0
