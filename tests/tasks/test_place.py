from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.datasets.catalog import from_molecules
from mirinter_core.errors import ModelError
from mirinter_core.home import home
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.map_pairs import pair_points
from mirinter_core.tasks.map_points import Reader, rna_points
from mirinter_core.tasks.place import BEST, NEAREST, place_pairs, place_rnas
from mirinter_core.tasks.project import project
from tests.worlds import letters, seed_world


@pytest.fixture(scope="module")
def world():
    return seed_world(20, 80).table


@pytest.fixture(scope="module")
def pair_map(world, quick_model, quick):
    points = pair_points(world, quick_model, quick[1], 400, np.random.default_rng(0))
    return project(points, "tsne")


_MIXES = {"snoRNA": (0.1, 0.4, 0.4, 0.1), "lncRNA": (0.4, 0.1, 0.1, 0.4)}


@pytest.fixture(scope="module")
def catalog():
    """RNAs of two types that are made of other letters."""
    rng = np.random.default_rng(0)
    made = [
        Molecule(f"{kind}-{i}", "".join(rng.choice(list("ACGU"), 300, p=mix)), kind)
        for i in range(80)
        for kind, mix in _MIXES.items()
    ]
    return from_molecules("mine", made)


def test_a_querys_best_pairs_are_placed_with_their_neighbours(world, pair_map, quick_model, quick):
    found = place_pairs(world.left[0], world.right, pair_map, quick_model, quick[1])
    assert len(found.table) == BEST
    assert found.table["score"].is_monotonic_decreasing
    assert found.table["id2"].unique().tolist() == [world.left[0].id]
    assert len(found.neighbours) == BEST * NEAREST
    assert (found.neighbours["distance"] >= 0).all()
    first = found.neighbours.head(NEAREST)
    assert first["distance"].is_monotonic_increasing
    assert first["of"].nunique() == 1


def test_a_pair_of_the_map_is_its_own_nearest_neighbour_and_lands_beside_itself(
    world, pair_map, quick_model, quick
):
    found = place_pairs(world.left[0], world.right, pair_map, quick_model, quick[1])
    known = pair_map.table.set_index(["id2", "id1"])
    span = np.ptp(pair_map.places, axis=0).max()
    there = [row for row in found.table.itertuples() if (row.id2, row.id1) in known.index]
    assert there
    off = [
        np.hypot(r.x - known.loc[(r.id2, r.id1), "x"], r.y - known.loc[(r.id2, r.id1), "y"])
        for r in there
    ]
    assert np.median(off) < 0.05 * span
    first = found.neighbours.groupby("of", sort=False).head(1)
    own = first[first["of"].isin([f"{r.id2} with {r.id1}" for r in there])]
    assert (own["distance"] < 1e-3).all()


def test_a_map_of_a_model_that_was_trained_again_takes_no_query(
    world, pair_map, quick_model, quick
):
    other = replace(quick_model, provenance={"weights_sha256": "other"})
    with pytest.raises(ModelError, match="trained again"):
        place_pairs(world.left[0], world.right, pair_map, other, quick[1])


def test_an_rna_lands_among_its_like_and_leaves_no_trace(catalog):
    reader = Reader.open("kmer", "mean")
    made = project(rna_points(catalog, reader, 500, np.random.default_rng(0)), "tsne")
    stored = sorted((home() / "vectors").rglob("*"))
    rng = np.random.default_rng(5)
    new = "".join(rng.choice(list("ACGU"), 300, p=_MIXES["snoRNA"]))
    found = place_rnas([Molecule("q", new, "snoRNA")], made, reader)
    assert set(found.neighbours["type"]) == {"snoRNA"}
    assert sorted((home() / "vectors").rglob("*")) == stored


def test_vectors_of_another_encoder_are_refused(catalog):
    made = project(
        rna_points(catalog, Reader.open("kmer", "mean"), 500, np.random.default_rng(0)), "pca"
    )
    old = replace(made, facts={**made.facts, "encoder_revision": "0"})
    query = Molecule("q", letters(np.random.default_rng(0), 30))
    with pytest.raises(ModelError, match="Make the map again"):
        place_rnas([query], old, Reader.open("kmer", "mean"))
