import json

import numpy as np
import psutil
import pytest

from mirinter_core.datasets.catalog import from_molecules, load, save
from mirinter_core.embedding.embedder import embed
from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.home import home
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.recipe import Side
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create
from mirinter_core.runs.start import resume, start

ASKED = {"catalog": "mine", "encoder": "kmer", "pooling": "mean", "device": "cpu"}


def _catalog(n, length=60):
    rng = np.random.default_rng(0)
    letters = ["".join(rng.choice(list("ACGU"), length)) for _ in range(n)]
    save(from_molecules("mine", [Molecule(f"m{i}", text) for i, text in enumerate(letters)]))


def test_a_catalogues_vectors_are_stored_once():
    _catalog(5)
    first, second = create("embed_catalog", ASKED), create("embed_catalog", ASKED)
    assert execute(first).error == ""
    assert execute(second).state == "done"
    result = json.loads((second.folder / "result.json").read_text())
    assert {key: result[key] for key in ("catalog", "molecules", "distinct", "windows")} == {
        "catalog": "mine",
        "molecules": 5,
        "distinct": 5,
        "windows": 5,
    }
    facts = json.loads((second.folder / "provenance.json").read_text())
    assert facts["encoder"] == "kmer"
    assert facts["catalog_digest"]
    assert list((home() / "vectors").rglob("*.parquet"))


def test_a_catalogue_that_is_gone_is_the_runs_error():
    state = execute(create("embed_catalog", ASKED))
    assert state.state == "failed"
    assert "mine" in state.error


@pytest.mark.usefixtures("ended")
def test_embedding_killed_in_the_middle_goes_on_and_gives_the_same_vectors(until):
    _catalog(2000, length=1000)
    run = create("embed_catalog", ASKED)
    start(run)
    until(lambda: list((home() / "vectors").rglob("part-*.parquet")))
    psutil.Process(run.state.pid).kill()
    until(lambda: run.state.state == "interrupted")
    resume(run)
    until(lambda: run.state.state not in ("queued", "running"))
    assert run.state.error == ""
    assert json.loads((run.folder / "result.json").read_text())["distinct"] == 2000
    catalog, side, encoder = load("mine"), Side(label="partner"), ENCODERS.get("kmer")()
    stored = embed(
        catalog.molecules, side, encoder=encoder, store=EmbeddingStore(home() / "vectors")
    )
    fresh = embed(catalog.molecules[:50], side, encoder=encoder)
    assert np.array_equal(stored.matrix[stored.rows[:50]], fresh.matrix[fresh.rows])
