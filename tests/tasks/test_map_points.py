from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.datasets.catalog import from_molecules
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.evaluate import Question, dealt
from mirinter_core.tasks.map_draw import drawn
from mirinter_core.tasks.map_pairs import hidden_of, pair_points
from mirinter_core.tasks.map_points import LISTED, Reader, rna_points
from mirinter_core.tasks.map_species import species_of
from mirinter_core.tasks.score import score
from tests.worlds import letters, seed_world


def rng():
    return np.random.default_rng(0)


def test_strata_keep_their_shares_and_a_rare_one_is_not_lost():
    strata = np.array(["a"] * 900 + ["b"] * 99 + ["c"])
    rows = drawn(strata, 100, rng())
    assert len(rows) == len(set(rows.tolist())) == 100
    counts = {name: int((strata[rows] == name).sum()) for name in "abc"}
    assert counts == {"a": 90, "b": 9, "c": 1}
    assert len(drawn(strata, 5000, rng())) == 1000


def test_half_of_the_points_are_listed_where_there_are_enough(quick_model, quick):
    table = seed_world(20, 80).table
    points = pair_points(table, quick_model, quick[1], 100, rng())
    assert (points.table["label"] == LISTED).sum() == 50
    assert points.facts["points"] == 100
    assert points.facts["all_points"] == 20 * 80
    assert points.facts["all_listed"] == 160
    assert points.facts["known"] == 50  # the model learnt them
    whole = pair_points(table, quick_model, quick[1], 10_000, rng())
    assert len(whole.table) == 20 * 80
    few = table.take(np.flatnonzero(np.arange(len(table)) % 4 == 0)).compact()
    fewer = pair_points(few, quick_model, quick[1], 10_000, rng())
    assert fewer.facts["known"] == fewer.facts["listed"] == 40
    assert fewer.table["known"].sum() > 40  # the model learnt pairs that are not listed here


def test_points_tell_the_fold_that_an_evaluation_tests_them_in(quick_model, quick):
    table = seed_world(20, 80).table
    told = pair_points(table, quick_model, quick[1], 10_000, rng()).table
    assert set(told["fold"]) == {f"fold {i}" for i in range(1, 6)}
    assert (told.groupby("family")["fold"].nunique() == 1).all()  # families stay together
    cells, splits = dealt([table], Question("denovo-family"), quick_model.recipe.seed)
    third = cells.take(splits[2].test)
    rows = zip(third.left_row, third.right_row, strict=True)
    ids = {(third.left[i].id, third.right[j].id) for i, j in rows}
    assert ids == set(told[told["fold"] == "fold 3"][["id2", "id1"]].itertuples(index=False))


def test_too_few_pairs_for_folds_are_mapped_without(quick_model, quick):
    points = pair_points(seed_world(2, 4).table, quick_model, quick[1], 100, rng())
    assert set(points.table["fold"]) == {""}


def test_the_same_seed_draws_the_same_pairs(quick_model, quick):
    table = seed_world(20, 80).table
    first, again = (pair_points(table, quick_model, quick[1], 60, rng()) for _ in range(2))
    assert first.table.equals(again.table)
    assert np.array_equal(first.vectors, again.vectors)


def test_scores_are_those_a_screen_gives(quick_model, quick):
    table = seed_world(20, 80).table
    hidden, found = hidden_of(table, quick_model, quick[1])
    assert np.array_equal(found, score(table, quick_model, quick[1]).score)
    assert hidden.shape == (len(table), 8 + 3)


def test_pairs_of_one_type_lie_on_one_spot_in_either_order(quick_model, quick):
    table = seed_world(6, 10).table
    alike = replace(table, right=tuple(replace(m, type="miRNA") for m in table.right))
    turned = replace(
        alike,
        left=alike.right,
        right=alike.left,
        left_row=alike.right_row,
        right_row=alike.left_row,
    )
    assert np.allclose(
        hidden_of(alike, quick_model, quick[1])[0],
        hidden_of(turned, quick_model, quick[1])[0],
        atol=1e-5,
    )


def test_rnas_of_equal_letters_are_one_point():
    made = [Molecule(f"r{i}", letters(rng(), 40 + i), "lncRNA") for i in range(10)]
    catalog = from_molecules("mine", [*made, Molecule("twin", made[0].letters, "lncRNA")])
    points = rna_points(catalog, Reader.open("kmer", "mean"), 100, rng())
    assert list(points.table["id1"]) == [m.id for m in made]
    assert points.facts["all_points"] == 10
    assert points.vectors.shape == (10, 340)


@pytest.mark.parametrize(
    ("name", "species"),
    [("hsa-miR-21-5p", "Homo sapiens"), ("mmu-let-7a", "Mus musculus"), ("ENST01", "")],
)
def test_the_species_is_read_off_a_mirnas_name(name, species):
    assert species_of(Molecule(name, "ACGU")) == species
