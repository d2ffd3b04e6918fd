import numpy as np

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.clues.copies import near_seeds
from mirinter_core.tasks.ground import Ground


def test_near_seeds_are_one_letter_off_or_shifted_and_no_siblings():
    seeds = {
        "own": "GAGGUAG",
        "sibling": "GAGGUAG",
        "one off": "GAGCUAG",
        "two off": "GAGCUAC",
        "shifted on": "AGGUAGC",
        "shifted back": "UGAGGUA",
    }
    mirnas = [
        Molecule(name, f"U{seed}{'ACGU'[i % 4] * (i + 9)}", "miRNA")
        for i, (name, seed) in enumerate(seeds.items())
    ]
    queries = [*mirnas, Molecule("no miRNA", "UGAGGUAGCCCCCCCCCCCCCC", "snoRNA")]
    pairs = [(m.id, "l", 1) for m in queries]
    world = RawPairs("w", queries, [Molecule("l", "ACGU" * 9, "lncRNA")], pairs, "", "")
    table = checked(world).table
    near = near_seeds(Ground.of(table))
    own = [m.id for m in table.left].index("own")
    found = {table.left[i].id for i in np.flatnonzero(near[own])}
    assert found == {"one off", "shifted on", "shifted back"}
    np.testing.assert_array_equal(near, near.T)
