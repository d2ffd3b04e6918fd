"""A tiny model that weighs evidence of several kinds, and the world it learnt."""

from dataclasses import replace
from functools import cache

from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.train import train
from tests.gene_worlds import gene_world


@cache
def gate():
    """Train once in a process: the model, its encoders without a store, and its table."""
    recipe = SYSTEMS.get("mirna_ncrna").recipes["evidence"]
    recipe = replace(
        recipe,
        threads=1,
        rehearsal=("pair", "denovo-family", "new-partner"),
        network_options={"width": 32, "trees": 20},
        fit=replace(recipe.fit, epochs=6, batch_size=128),
    )
    embedding, table = Embedding.open(recipe, "cpu", keep=False), gene_world(16, 16)
    return train(table, recipe, embedding, name="gate"), embedding, table
