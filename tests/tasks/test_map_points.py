from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.datasets.catalog import from_molecules
from mirinter_core.molecules.molecule import Molecule
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
