import numpy as np
import pytest

from mirinter_core.errors import CancelledError, PartError
from mirinter_core.progress import silent
from mirinter_core.tasks.layout import LAYOUTS
from mirinter_core.tasks.layouts.tsne import fitting
from mirinter_core.tasks.map_quality import purity
from tests.maps import clusters

EVERY = [(name, preset) for name in LAYOUTS.names() for preset in LAYOUTS.get(name).presets]


def test_the_methods_are_those_the_page_offers():
    assert LAYOUTS.names() == ["pca", "tsne", "umap"]


@pytest.mark.parametrize(("name", "preset"), EVERY)
def test_planted_groups_come_out_apart_and_the_same_seed_gives_the_same_map(name, preset):
    vectors, of = clusters()
    layout = LAYOUTS.get(name)
    parameters = layout.presets[preset].parameters
    first = layout.lay(vectors, parameters, 0, silent)
    assert first.shape == (240, 2)
    assert first.dtype == np.float32
    assert purity(first, of == 0) > 0.9
    assert np.array_equal(first, layout.lay(vectors, parameters, 0, silent))


@pytest.mark.parametrize("name", LAYOUTS.names())
def test_a_point_left_out_lands_where_its_group_is_and_moves_no_other(name):
    vectors, of = clusters()
    layout = LAYOUTS.get(name)
    parameters = layout.preset("").parameters
    kept, new = np.arange(40, 240), np.arange(40)
    places = layout.lay(vectors[kept], parameters, 0, silent)
    before = places.copy()
    found = layout.place(vectors[new], vectors[kept], places, parameters)
    assert np.array_equal(before, places)
    centres = np.stack([places[of[kept] == g].mean(axis=0) for g in range(4)])
    nearest = np.linalg.norm(found[:, None] - centres, axis=2).argmin(axis=1)
    assert np.array_equal(nearest, of[new])
    assert np.array_equal(found, layout.place(vectors[new], vectors[kept], places, parameters))


@pytest.mark.parametrize("name", LAYOUTS.names())
def test_a_point_of_the_map_placed_again_lands_near_its_own_place(name):
    vectors, _ = clusters()
    layout = LAYOUTS.get(name)
    parameters = layout.preset("").parameters
    places = layout.lay(vectors, parameters, 0, silent)
    again = layout.place(vectors[:30], vectors, places, parameters)
    span = np.ptp(places, axis=0).max()
    assert np.median(np.linalg.norm(again - places[:30], axis=1)) < 0.05 * span


@pytest.mark.parametrize("name", LAYOUTS.names())
def test_where_a_point_lands_does_not_depend_on_who_is_placed_with_it(name):
    vectors, _ = clusters()
    layout = LAYOUTS.get(name)
    parameters = layout.preset("").parameters
    places = layout.lay(vectors[50:], parameters, 0, silent)
    together = layout.place(vectors[:50], vectors[50:], places, parameters)
    alone = layout.place(vectors[:1], vectors[50:], places, parameters)
    assert np.allclose(together[0], alone[0], atol=1e-3 * np.ptp(places))


def test_an_unknown_preset_is_answered_with_those_there_are():
    with pytest.raises(PartError, match="balanced, local, global"):
        LAYOUTS.get("tsne").preset("lokal")


def test_a_perplexity_too_large_for_few_points_gives_way():
    assert fitting(30.0, 10) == 3.0
    assert fitting(30.0, 1000) == 30.0


def test_tsne_is_stopped_between_two_steps():
    def stop(done, what):
        if "step" in what:
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        LAYOUTS.get("tsne").lay(clusters()[0], {"perplexity": 10.0}, 0, stop)
