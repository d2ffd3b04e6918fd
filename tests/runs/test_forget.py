import pytest

from mirinter_core.datasets import catalog, saved
from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.datasets.saved import save as save_dataset
from mirinter_core.errors import RunError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.forget import (
    forget_catalog,
    forget_dataset,
    forget_runs,
    runs_of_catalog,
    runs_of_dataset,
)
from mirinter_core.runs.run import REQUEST, all_runs, create
from mirinter_core.runs.start import start
from tests.worlds import seed_world


@pytest.fixture(autouse=True)
def mine():
    save(from_molecules("mine", [Molecule("a", "ACGUACGU")]))


def test_the_runs_of_a_catalogue_are_found_by_their_requests():
    own = create("count", {"catalog": "mine"})
    create("count", {"catalog": "other"})
    damaged = create("count", {"catalog": "mine"})
    (damaged.folder / REQUEST).write_text("{")
    assert runs_of_catalog("mine") == [own]


def test_a_catalogue_can_go_with_or_without_its_runs():
    run = create("count", {"catalog": "mine"})
    forget_catalog("mine")
    assert all_runs() == [run]
    save(from_molecules("mine", [Molecule("a", "ACGUACGU")]))
    forget_catalog("mine", with_runs=True)
    assert all_runs() == []


def test_a_catalogue_that_a_run_works_with_stays(ended, until):
    run = create("stubborn", {"catalog": "mine"})
    start(run)
    with pytest.raises(RunError, match="is working with catalogue 'mine'"):
        forget_catalog("mine", with_runs=True)
    assert "mine" in catalog.names()


def test_all_runs_go_but_those_that_live(ended):
    live = create("stubborn", {})
    start(live)
    create("count", {})
    create("count", {})
    assert forget_runs() == (2, 1)
    assert all_runs() == [live]


def test_the_runs_of_a_data_set_are_found_by_their_requests_and_go_with_it_if_asked():
    save_dataset(seed_world(), "pairs")
    create("count", {"catalog": "pairs"})
    one, several = (
        create("count", {"dataset": "pairs"}),
        create("count", {"datasets": ["x", "pairs"]}),
    )
    assert {run.id for run in runs_of_dataset("pairs")} == {one.id, several.id}
    forget_dataset("pairs")
    assert len(all_runs()) == 3
    save_dataset(seed_world(), "pairs")
    forget_dataset("pairs", with_runs=True)
    assert len(all_runs()) == 1
    assert saved.names() == []


def test_a_data_set_that_a_run_works_with_stays(ended, until):
    save_dataset(seed_world(), "pairs")
    start(create("stubborn", {"dataset": "pairs"}))
    with pytest.raises(RunError, match="is working with data set 'pairs'"):
        forget_dataset("pairs", with_runs=True)
    assert saved.names() == ["pairs"]
