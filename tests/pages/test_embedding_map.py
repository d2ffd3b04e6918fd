from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.datasets import saved
from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import all_runs, create
from tests.finished import MARKUP, world
from tests.worlds import letters, seed_world

APP = Path(__file__).parents[2] / "app.py"
PAIRS = {"dataset": "pairs", "model": "evidence", "method": "pca", "points": 200, "device": "cpu"}
RNAS = {"catalog": "mine", "encoder": "kmer", "pooling": "mean", "method": "pca", "points": 500}


@pytest.fixture
def pairs():
    world()
    saved.save(seed_world(), "pairs")


@pytest.fixture
def rnas():
    rng = np.random.default_rng(0)
    made = [Molecule(f"m{i}", letters(rng, 80), "lncRNA") for i in range(40)]
    save(from_molecules("mine", [*made, Molecule(MARKUP, letters(rng, 70), "snoRNA")]))


def opened(**address):
    page = AppTest.from_file(APP, default_timeout=120)
    page.switch_page("pages/embedding_map.py")
    for key, value in address.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def done(asked, title="a map"):
    run = create("map", asked, title=title)
    assert execute(run, waits=False).error == ""
    return run


def said(page):
    boxes = [*page.error, *page.warning, *page.info, *page.markdown, *page.caption]
    return "\n".join(box.value for box in boxes).replace("\\", "")


def button(page, label):
    return next(b for b in page.button if b.label == label)


def test_a_fresh_installation_offers_the_rnas_it_has():
    page = opened()
    assert page.button_group(key="map-of").value == "rnas"
    assert "about" in said(page)
    page.button_group(key="map-of").set_value("pairs").run()
    assert "no data set here yet" in said(page)
    assert not page.exception


def test_each_method_says_what_it_shows_and_each_preset_its_parameters(pairs):
    page = opened()
    assert "perplexity 30" in said(page)
    page.button_group(key="map-preset-tsne").set_value("local").run()
    assert "perplexity 10" in said(page)
    page.button_group(key="map-method").set_value("pca").run()
    assert "Distances and directions mean what they seem to" in said(page)
    assert not page.exception


def test_that_the_model_remembers_the_data_is_said_before_the_map_is_made(pairs):
    page = opened()
    assert "was trained on" not in said(page)  # the world's data have another name
    page.selectbox(key="map-held-out").set_value("pair").run()
    assert "Training comes before it" in said(page)


def test_run_begins_a_run_and_the_address_names_it(rnas):
    page = opened()
    page.selectbox(key="map-catalog").set_value("mine").run()
    page.button_group(key="map-method").set_value("pca").run()
    button(page, "Run").click().run()
    (run,) = all_runs()
    assert run.id in page.query_params["run"]
    assert run.request.verb == "map"
    assert dict(run.request.arguments) | {"points": 0} == {
        **RNAS,
        "preset": "global",
        "seed": 0,
        "device": "auto",
        "points": 0,
    }
    from mirinter_core.runs.stop import cancel

    cancel(run)


def test_a_map_that_is_done_says_how_far_to_believe_it_before_it_is_seen(pairs):
    page = opened(run=done(PAIRS, "<b>my</b> map").id)
    words = said(page)
    assert "trustworthiness" in words
    assert "nearest neighbours of one" in words
    assert "memory as well as insight" in words
    assert "How to read it" in words
    assert page.title[0].value.replace("\\", "") == "<b>my</b> map"
    assert page.get("plotly_chart")


def test_it_can_be_coloured_by_what_tells_points_apart(pairs):
    page = opened(run=done(PAIRS).id)
    for colour in page.button_group(key="map-colour").options:
        assert colour != "species"
    for name in ("family", "score"):
        page.button_group(key="map-colour").set_value(name).run()
        assert not page.exception
    page.toggle(key="map-as-points").set_value(True).run()
    assert not page.exception


def test_a_query_is_placed_with_its_nearest_neighbours_beside_it(rnas):
    page = opened(run=done(RNAS).id)
    page.text_area(key="map-query").set_value("ACGUACGUACGUACGUAACC")
    button(page, "Place it").click().run()
    assert not page.exception
    assert "Placed in" in said(page)
    table = page.dataframe[0].value
    assert len(table) == 10
    assert table["distance"].is_monotonic_increasing


def test_an_empty_box_and_a_protein_are_answered_not_placed(rnas):
    page = opened(run=done(RNAS).id)
    button(page, "Place it").click().run()
    assert "no sequence to place" in said(page)
    page.text_area(key="map-query").set_value("MKVLAAGIVQ")
    button(page, "Place it").click().run()
    assert page.error
    assert not page.exception


def test_a_query_on_a_map_whose_data_set_was_removed_says_so(pairs):
    run = done(PAIRS)
    saved.remove("pairs")
    page = opened(run=run.id)
    page.text_area(key="map-query").set_value("UGAGGUAGUAGGUUGUAUAGUU")
    button(page, "Place it").click().run()
    assert "pairs" in page.error[0].value


def test_a_map_that_failed_says_why_and_can_be_tried_again():
    run = create("map", {**RNAS, "catalog": "gone"})
    execute(run, waits=False)
    page = opened(run=run.id)
    assert "gone" in said(page)
    assert button(page, "Try again")


def test_an_address_of_no_map_is_answered_with_a_new_one(rnas):
    page = opened(run="20200101-000000000-abcdef")
    assert page.error
    assert button(page, "Run")


def test_earlier_maps_are_listed(rnas):
    run = done(RNAS, "the first")
    page = opened()
    link = next(link.proto for link in page.get("page_link") if link.proto.label == "the first")
    assert link.query_string == f"run={run.id}"
