from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.errors import DatasetError, PartError
from mirinter_core.tasks.project import KEPT, project
from tests.maps import pair_points, rna_points


def test_planted_listed_pairs_stand_apart_and_shuffled_ones_are_as_pure_as_their_share():
    apart = project(pair_points(), "pca").facts["quality"]
    mixed = project(pair_points(600, shuffled=True), "pca").facts["quality"]
    assert apart["share"] == mixed["share"] == 0.25
    assert apart["purity"]["space"] > 0.95
    assert apart["silhouette"]["space"] > 0.3
    assert mixed["purity"]["space"] == pytest.approx(0.25, abs=0.05)
    assert mixed["purity"]["map"] == pytest.approx(0.25, abs=0.05)
    assert mixed["silhouette"]["space"] == pytest.approx(0.0, abs=0.05)


def test_the_same_seed_gives_the_same_map_and_another_gives_another():
    points = pair_points(120)
    first, again, other = (project(points, "umap", seed=s).places for s in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_many_numbers_are_reduced_and_the_facts_say_so():
    made = project(rna_points(dim=60), "pca")
    assert (made.facts["dim"], made.facts["kept_dim"]) == (60, KEPT)
    assert 0.9 < made.facts["kept_variance"] < 1.0
    few = project(pair_points(dim=8), "pca")
    assert few.facts["kept_dim"] == 8
    assert few.facts["kept_variance"] == 1.0


def test_a_map_on_a_plane_is_trusted_and_a_map_of_noise_is_not():
    flat = pair_points(200, dim=2)
    noise = replace(
        flat, vectors=np.random.default_rng(0).normal(size=(200, 40)).astype(np.float32)
    )
    assert project(flat, "pca").facts["quality"]["trustworthiness"] == 1.0
    assert project(noise, "pca").facts["quality"]["trustworthiness"] < 0.8


def test_points_of_one_kind_have_no_purity():
    points = rna_points()
    alike = replace(points, table=points.table.assign(type="lncRNA"))
    assert "purity" not in project(alike, "pca").facts["quality"]


def test_too_few_points_and_unknown_methods_are_refused():
    points = pair_points(240)
    few = replace(points, table=points.table.head(4), vectors=points.vectors[:4])
    with pytest.raises(DatasetError, match="at least 5"):
        project(few, "pca")
    with pytest.raises(PartError, match="tsne"):
        project(points, "tsnee")


def test_listed_relatives_that_lie_together_do_not_count_among_strangers():
    rng = np.random.default_rng(0)
    points = pair_points(400, shuffled=True)
    group = rng.permutation(400) % 40
    listed = group < 10  # whole genes are listed, and each gene lies on a spot of its own
    vectors = (5 * rng.normal(size=(40, 8)))[group] + 0.1 * rng.normal(size=(400, 8))
    table = points.table.assign(
        label=np.where(listed, "listed", "unlisted"), partner_group=group
    ).assign(family=[f"F{i}" for i in range(400)])
    made = replace(points, table=table, vectors=vectors.astype(np.float32))
    pure = project(made, "pca").facts["quality"]["purity"]
    assert pure["space"] > 0.6
    assert pure["strangers"] < 0.45
