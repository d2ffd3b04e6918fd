"""Finished screens of a small world, for tests of what shows them."""

from dataclasses import replace
from functools import cache

from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.models import checkpoint
from mirinter_core.molecules import fasta
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.train import train
from tests.worlds import seed_world

MARKUP = "<b>x</b>**y**:red[z]"
CONTROL = Molecule(
    "control-1", "ACGU" * 40, "control", description="Generated control, no real RNA"
)


@cache
def _model():
    small = SYSTEMS.get("mirna_ncrna").recipes["small"]
    fit = replace(small.fit, epochs=2, batch_size=64)
    recipe = replace(small, fit=fit, threads=1, network_options={"width": 16, "match": 4})
    embedding = Embedding.open(recipe, "cpu", keep=False)
    return train(seed_world().table, recipe, embedding, name="evidence")


def world():
    """Save the world's partners as catalogue `world` and its model as the default one."""
    table = seed_world().table
    odd = Molecule(MARKUP, table.right[0].letters[::-1], "lncRNA", "**bold**")
    save(from_molecules("world", [*table.right, odd, CONTROL]))
    checkpoint.save(_model(), "# card")
    return table


def screened(*queries, title="a screen", catalog="world"):
    """Screen queries of the world and return the finished run."""
    arguments = {"catalog": catalog, "model": "evidence", "device": "cpu", "evidence": 5}
    inputs = {"input.fa": fasta.write(queries)}
    run = create("screen", arguments, inputs=inputs, title=title)
    state = execute(run, waits=False)
    assert state.state == "done", state.error
    return run
