import pandas as pd
import pytest

from mirinter_core.datasets.catalog import from_molecules, open_catalog, save
from mirinter_core.models import checkpoint
from mirinter_core.molecules import fasta
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.command import command_of
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create
from mirinter_core.tasks import hits
from mirinter_core.tasks.screen import screen
from tests.gates import gate

NEW = Molecule("new", "UACGCAUUGCAGUCUAGCAAGU", "miRNA")


def done(**arguments):
    model, _, table = gate()
    checkpoint.save(model, "# card")
    save(from_molecules("world", table.right))
    asked = {"catalog": "world", "model": "gate", "evidence": 0, "device": "cpu"}
    run = create("screen", asked | arguments, inputs={"input.fa": fasta.write([NEW])}, title="t")
    state = execute(run, waits=False)
    assert state.state == "done", state.error
    return run


@pytest.mark.usefixtures("hubs_of_few")
def test_a_run_has_the_p_and_the_hubs_that_python_gives():
    run = done(decoys=20, hubs=True, seed=1)
    model, embedding, _ = gate()
    asked = {"decoys": 20, "hubs": True, "seed": 1, "evidence": 0}
    ours = screen([NEW], open_catalog("world"), model, embedding, **asked)
    kept = hits.load(run.folder)
    columns = ["id1", "score", "p", "q", "hub"]
    pd.testing.assert_frame_equal(kept.table[columns], ours.table[columns])
    assert kept.nulls == ours.nulls
    assert kept.provenance["hubs"] == ours.provenance["hubs"]


def test_the_command_repeats_decoys_hubs_and_seed():
    words = command_of(done(decoys=20, hubs=True, seed=1))
    for part in ("--decoys 20", "--hubs", "--seed 1"):
        assert part in words


def test_a_run_written_before_there_were_decoys_has_none():
    run = done()
    assert hits.load(run.folder).table["p"].isna().all()
    assert "--decoys" not in command_of(run)
