import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.datasets import catalog as catalogs
from mirinter_core.datasets import saved
from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create
from mirinter_core.tasks.map_members import members
from tests.worlds import letters, seed_world

RNAS = {"catalog": "mine", "encoder": "kmer", "pooling": "mean", "method": "pca", "points": 500}


@pytest.fixture
def run():
    rng = np.random.default_rng(0)
    made = [Molecule(f"lnc-{i}", letters(rng, 80), "lncRNA") for i in range(20)]
    made += [Molecule(f"mir-{i}", letters(rng, 22), "miRNA") for i in range(5)]
    save(from_molecules("mine", made))
    run = create("map", RNAS, title="a map")
    assert execute(run, waits=False).error == ""
    return run


def shown(run, rows):
    def page(run_id, rows):
        from mirinter_core.runs.run import load as load_run
        from mirinter_core.tasks.projection import load
        from mirinter_core.web.map_selection import selection

        run = load_run(run_id)
        selection(run, load(run.folder), rows)

    return AppTest.from_function(page, args=(run.id, rows), default_timeout=60).run()


def test_without_a_choice_it_says_how_to_choose(run):
    assert "lasso" in shown(run, []).caption[0].value


def test_the_chosen_points_are_listed_and_their_kinds_counted(run):
    page = shown(run, [0, 1, 24])
    assert "3 points" in page.markdown[0].value
    assert "2 lncRNA, 1 miRNA" in page.markdown[0].value
    assert list(page.dataframe[0].value["id1"]) == ["lnc-0", "lnc-1", "mir-4"]


def test_chosen_rnas_become_a_catalogue_to_screen_against(run):
    page = shown(run, [0, 1, 24])
    page.text_input(key="map-catalog-name").set_value("chosen").run()
    page.button(key="map-catalog-save").click().run()
    assert [m.id for m in catalogs.load("chosen").molecules] == ["lnc-0", "lnc-1"]
    assert page.session_state["screen-catalog"] == "chosen"


def test_a_name_that_is_taken_is_refused(run):
    page = shown(run, [0])
    page.text_input(key="map-catalog-name").set_value("mine").run()
    page.button(key="map-catalog-save").click().run()
    assert "mine" in page.error[0].value


def test_chosen_mirnas_go_into_the_box_of_screen(run):
    page = shown(run, [0, 24])
    page.button(key="map-screen-queries").click().run()
    assert page.session_state["screen-queries"].startswith(">mir-4")


def test_both_molecules_of_chosen_pairs_are_found():
    saved.save(seed_world(), "pairs")
    table = seed_world().table

    chosen = pd.DataFrame({"id1": [table.right[3].id], "id2": [table.left[2].id]})
    queries, partners = members({"dataset": "pairs"}, chosen)
    assert [m.letters for m in queries] == [table.left[2].letters]
    assert [m.letters for m in partners] == [table.right[3].letters]
