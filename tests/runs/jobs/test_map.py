import json
import time

import numpy as np
import psutil
import pytest

from mirinter_core.datasets import saved
from mirinter_core.datasets.catalog import from_molecules, remove, save
from mirinter_core.errors import CancelledError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.command import command_of
from mirinter_core.runs.execute import execute
from mirinter_core.runs.forget import runs_of_catalog, runs_of_dataset
from mirinter_core.runs.run import create
from mirinter_core.runs.start import resume, start
from mirinter_core.tasks.map_query import place_queries
from mirinter_core.tasks.projection import load
from tests.finished import world
from tests.worlds import letters, seed_world

RNAS = {"catalog": "mine", "encoder": "kmer", "pooling": "mean", "method": "tsne", "points": 500}
PAIRS = {"dataset": "pairs", "model": "evidence", "method": "pca", "points": 200, "device": "cpu"}


def catalog(n=60, length=80):
    rng = np.random.default_rng(0)
    save(
        from_molecules(
            "mine", [Molecule(f"m{i}", letters(rng, length), "lncRNA") for i in range(n)]
        )
    )


def dataset():
    world()
    saved.save(seed_world(), "pairs")


def done(asked):
    run = create("map", asked)
    assert execute(run, waits=False).error == ""
    return run


def test_a_map_of_rnas_is_kept_and_the_same_run_gives_the_same_map():
    catalog()
    first, second = load(done(RNAS).folder), load(done(RNAS).folder)
    assert len(first) == 60
    assert first.table.equals(second.table)
    assert first.facts["catalog"] == "mine"


def test_a_run_leaves_its_map_and_nothing_of_the_way():
    catalog()
    run = done(RNAS)
    made = {p.name for p in run.folder.iterdir()}
    assert {"map.parquet", "map.npz", "map.json", "provenance.json"} <= made
    assert "points" not in made
    assert json.loads((run.folder / "provenance.json").read_text())["catalog"] == "mine"


def test_a_query_is_placed_on_a_kept_map():
    catalog()
    run = done(RNAS)
    found = place_queries([Molecule("q", "ACGUACGUAA")], load(run.folder), run.folder, RNAS)
    assert len(found.table) == 1
    assert np.isfinite(found.table[["x", "y"]].to_numpy()).all()


def test_a_map_of_pairs_takes_a_query_with_its_best_partners():
    dataset()
    run = done(PAIRS)
    made = load(run.folder)
    query = seed_world().table.left[0]
    found = place_queries([query], made, run.folder, PAIRS, "cpu")
    assert set(found.table["id2"]) == {query.id}
    assert made.facts["known"] == made.facts["listed"] == 80


def test_pairs_held_out_are_none_that_the_model_was_shown():
    dataset()
    asked = {**PAIRS, "held_out": "pair"}
    run = done(asked)
    made = load(run.folder)
    assert made.facts["known"] == 0
    assert made.facts["held_out"] == "pair"
    assert made.facts["listed"] == 80 // 5
    query = seed_world().table.left[0]
    assert len(place_queries([query], made, run.folder, asked, "cpu").table)


def test_work_cut_short_while_laying_out_goes_on_with_the_points_it_had(monkeypatch):
    catalog()
    whole = load(done(RNAS).folder)
    run = create("map", RNAS)

    def stop(share, what):
        if "laying out" in what:
            raise CancelledError("Stopped.")

    monkeypatch.setattr("mirinter_core.runs.execute._WRITE_EVERY", 0.0)
    assert execute(run, progress=stop, waits=False).state == "cancelled"
    assert (run.folder / "points").is_dir()
    remove("mine")  # it is not asked again
    assert execute(run, waits=False).state == "done"
    assert load(run.folder).table.equals(whole.table)


def until(what):
    """Wait until something is true: beginning takes torch, and the machine may be busy."""
    deadline = time.monotonic() + 120
    while not what():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


@pytest.mark.usefixtures("ended")
def test_a_run_killed_in_the_middle_is_resumed_and_gives_the_same_map():
    catalog(1500, 60)
    run = create("map", RNAS | {"points": 1500})
    start(run)
    until(lambda: (run.folder / "points").is_dir())
    psutil.Process(run.state.pid).kill()
    until(lambda: run.state.state == "interrupted")
    resume(run)
    until(lambda: run.state.state not in ("queued", "running"))
    assert run.state.error == ""
    assert load(run.folder).table.equals(load(done(RNAS | {"points": 1500}).folder).table)


def test_a_data_set_that_is_gone_is_the_runs_error():
    world()
    state = execute(create("map", PAIRS), waits=False)
    assert state.state == "failed"
    assert "pairs" in state.error


def test_who_removes_the_data_is_told_of_the_maps_made_of_them():
    catalog()
    run = done(RNAS)
    other = create("map", PAIRS)
    assert [r.id for r in runs_of_catalog("mine")] == [run.id]
    assert [r.id for r in runs_of_dataset("pairs")] == [other.id]


def test_the_command_repeats_it():
    run = create("map", {**PAIRS, "preset": "global", "held_out": "pair", "seed": 3})
    line = command_of(run)
    assert line.startswith("python -m mirinter_core map pairs --of pairs")
    for words in ("--held-out pair", "--preset global", "--points 200", "--seed 3"):
        assert words in line
    assert "--encoder kmer" in command_of(create("map", RNAS))
