import numpy as np

from mirinter_core.datasets import catalog
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.web.readings import alike
from mirinter_core.web.short_list import alike_in_words
from tests.finished import screened, world
from tests.worlds import letters


def test_partners_that_would_be_tested_twice_are_named_together(own_home):
    rng = np.random.default_rng(0)
    one, other = letters(rng, 300), letters(rng, 300)
    partners = [
        Molecule("a", one, "lncRNA"),
        Molecule("b", other, "lncRNA"),
        Molecule("a-2", one[20:] + letters(rng, 20), "lncRNA"),
    ]
    catalog.save(catalog.from_molecules("isoforms", partners))
    run = screened(world().left[0], catalog="isoforms")
    assert alike(run, ["a", "b", "a-2"]) == [["a", "a-2"]]
    assert alike(run, ["a", "b"]) == []
    assert alike(run, ["a", "a-2", "gone"]) == []
    assert "much the same letters: a, a-2." in alike_in_words([["a", "a-2"]])
