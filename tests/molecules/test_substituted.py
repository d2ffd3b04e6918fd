import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.substituted import substituted


def differing(a, b):
    return sum(x != y for x, y in zip(a, b, strict=True))


@given(st.text("ACGUN", min_size=1, max_size=60), st.floats(0, 1), st.integers(0, 9))
def test_a_copy_is_as_long_and_letters_that_stand_for_several_stay(letters, share, seed):
    molecule = Molecule("m", letters, "lncRNA", name="x")
    copy = substituted(molecule, share, seed)
    assert len(copy) == len(molecule)
    assert (copy.id, copy.type, copy.name) == ("m", "lncRNA", "x")
    assert set(copy.letters) <= set("ACGUN")
    assert [i for i, x in enumerate(letters) if x == "N"] == [
        i for i, x in enumerate(copy.letters) if x == "N"
    ]


def test_the_share_is_that_of_letters_replaced_by_others():
    rng = np.random.default_rng(0)
    molecule = Molecule("m", "".join(rng.choice(list("ACGU"), 20_000)))
    assert substituted(molecule, 0.0, 0) == molecule
    assert abs(differing(molecule.letters, substituted(molecule, 0.1, 0).letters) - 2000) < 200
    whole = substituted(molecule, 1.0, 0).letters
    assert differing(molecule.letters, whole) == 20_000
    steps = [
        ("ACGU".index(b) - "ACGU".index(a)) % 4
        for a, b in zip(molecule.letters, whole, strict=True)
    ]
    assert np.bincount(steps)[1:].min() > 6000


def test_seed_and_letters_decide_the_copy_whatever_it_is_called():
    one, other = Molecule("a", "ACGU" * 30, "miRNA"), Molecule("b", "ACGU" * 30)
    assert substituted(one, 0.2, 1).letters == substituted(other, 0.2, 1).letters
    assert substituted(one, 0.2, 1).letters != substituted(one, 0.2, 2).letters
