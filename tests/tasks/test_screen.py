from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mirinter_core import home
from mirinter_core.datasets.catalog import from_molecules
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import SequenceError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.sites import find_sites
from mirinter_core.tasks import hits
from mirinter_core.tasks.explain import explain
from mirinter_core.tasks.hits import COLUMNS
from mirinter_core.tasks.score import grid, score
from mirinter_core.tasks.screen import screen
from tests.worlds import letters, seed_world

WORLD = seed_world(20, 80)
QUERY = WORLD.table.left[0]


@pytest.fixture
def catalog():
    return from_molecules("world", WORLD.table.right)


def test_every_partner_is_ranked_once_with_all_columns(quick, quick_model, catalog):
    table = screen([QUERY], catalog, quick_model, quick[1]).table
    assert list(table.columns) == list(COLUMNS)
    assert sorted(table["id1"]) == sorted(m.id for m in catalog.molecules)
    assert table["rank"].tolist() == list(range(1, len(catalog) + 1))
    assert table["score"].is_monotonic_decreasing
    assert table["probability"].isna().all()
    assert table["percentile"].between(0, 100).all()


def test_listed_partners_come_first_and_are_marked(quick, quick_model, catalog):
    table = screen([QUERY], catalog, quick_model, quick[1]).table
    listed = {
        WORLD.table.right[b].id
        for a, b in zip(WORLD.table.left_row, WORLD.table.right_row, strict=True)
        if a == 0
    }
    assert set(table.loc[table["known"], "id1"]) == listed
    assert set(table["id1"].head(len(listed))) == listed
    assert table["in_training"].all()
    assert set(table["regime"]) == {"family known, partner known"}


def test_a_score_does_not_depend_on_order_company_or_the_other_queries(quick, quick_model, catalog):
    whole = screen([QUERY], catalog, quick_model, quick[1]).table.set_index("id1")["score"]
    shuffled = from_molecules("s", np.random.default_rng(0).permutation(catalog.molecules).tolist())
    again = screen([QUERY], shuffled, quick_model, quick[1]).table.set_index("id1")["score"]
    pd.testing.assert_series_equal(whole.sort_index(), again.sort_index())
    alone = from_molecules("a", catalog.molecules[:1])
    two = screen([WORLD.table.left[1], QUERY], alone, quick_model, quick[1]).table
    assert two.loc[two["id2"] == QUERY.id, "score"].item() == whole[catalog.molecules[0].id]


def test_letter_identical_records_all_get_the_same_row(quick, quick_model, catalog):
    twin = replace(catalog.molecules[0], id="twin", name="")
    grown = from_molecules("g", [*catalog.molecules, twin])
    queries = [QUERY, replace(QUERY, id="same-query")]
    table = screen(queries, grown, quick_model, quick[1]).table
    assert len(table) == 2 * len(grown)
    of = table.set_index(["id2", "id1"])
    for column in ("score", "seed_class", "start1", "E"):
        values = {
            of.loc[(q.id, p), column] for q in queries for p in ("twin", catalog.molecules[0].id)
        }
        assert len(values) == 1


def test_sites_and_duplexes_are_those_of_the_letters(quick, quick_model, catalog):
    table = screen([QUERY], catalog, quick_model, quick[1], evidence=5).table
    partners = {m.id: m.letters for m in catalog.molecules}
    for row in table.itertuples():
        sites = find_sites(QUERY.letters, partners[row.id1])
        assert row.seed_class == (sites[0].kind if sites else "none")
        if sites:
            assert (row.start1, row.end1) == (sites[0].start, sites[0].end)
        else:
            assert row.start1 is pd.NA or pd.isna(row.start1)
    assert table["E"].notna().sum() == 5
    assert table["E"].head(5).le(0).all()
    assert table["hybridDP"].head(5).str.contains("&").all()


def test_no_query_is_refused(quick, quick_model, catalog):
    with pytest.raises(SequenceError, match="no query"):
        screen([], catalog, quick_model, quick[1])


def test_hits_come_back_from_disk(tmp_path, quick, quick_model, catalog):
    found = screen([QUERY], catalog, quick_model, quick[1], evidence=3)
    found.save(tmp_path)
    again = hits.load(tmp_path)
    pd.testing.assert_frame_equal(again.table, found.table, check_dtype=False)
    assert again.provenance["catalog"] == "world"
    assert again.provenance["partners"] == len(catalog)


def test_swapping_two_micrornas_changes_nothing(quick, quick_model):
    rng = np.random.default_rng(0)
    a, b = (Molecule(n, letters(rng, 22), "miRNA") for n in "ab")
    one = score(grid([a], [b]), quick_model, quick[1]).score
    other = score(grid([b], [a]), quick_model, quick[1]).score
    assert one == other


def test_a_pair_explained_has_the_score_it_was_screened_with(quick, quick_model, catalog):
    row = screen([QUERY], catalog, quick_model, quick[1]).table.iloc[0]
    partner = next(m for m in catalog.molecules if m.id == row["id1"])
    found = explain(QUERY, partner, quick_model, quick[1])
    assert found.score == row["score"]
    assert found.sites[0].start == row["start1"]
    assert found.shown.energy == row["E"]
    assert found.shown.hybrid_dp == row["hybridDP"]
    assert found.listed == row["known"]
    assert found.drawing in found.to_dict()["drawing"]
    assert 0 <= found.evidence[0].unpaired <= 1


def test_a_query_leaves_no_vector_on_disk_though_it_is_scored_in_both_orders(quick, quick_model):
    rng = np.random.default_rng(5)
    query, partner = (Molecule(n, letters(rng, 22), "miRNA") for n in ("secret", "public"))
    store = EmbeddingStore(home.home() / "vectors")
    embedding = replace(quick[1], store=store)
    screen([query], from_molecules("c", [partner]), quick_model, embedding)
    kept = {digest for kind in store.kinds() for digest in store.digests(kind)}
    assert kept == {partner.digest}


def test_what_a_partner_is_scored_as_does_not_depend_on_a_twin_of_another_type(quick, quick_model):
    rng = np.random.default_rng(6)
    twin = letters(rng, 22)
    query = Molecule("q", letters(rng, 22), "miRNA")
    pair = [Molecule("m", twin, "miRNA"), Molecule("h", twin, "hairpin")]
    found = [
        screen([query], from_molecules("c", order), quick_model, quick[1]).table
        for order in (pair, pair[::-1])
    ]
    scores = [table.set_index("id1")["score"].to_dict() for table in found]
    assert scores[0] == scores[1]


def test_a_model_that_weighs_evidence_says_how_far_its_queries_lie(gate_model, catalog):
    model, embedding, _ = gate_model
    found = screen([QUERY], catalog, model, embedding, evidence=0).provenance["domain"]
    assert [one["id2"] for one in found] == [QUERY.id]
    assert 0 <= found[0]["further_than"] <= 1
