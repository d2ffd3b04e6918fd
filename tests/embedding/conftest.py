import numpy as np
import pytest

from mirinter_core.embedding import weights
from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.molecules.molecule import Molecule


@pytest.fixture(params=ENCODERS.names())
def encoder(request, small_checkpoint, small):
    """Every encoder there is; the one that needs weights gets small, random ones."""
    if request.param in weights.SOURCES:
        weights.add(request.param, small_checkpoint, expected=small)
    return ENCODERS.get(request.param)(device="cpu")


@pytest.fixture(scope="session")
def draw():
    """Draw random RNAs of given lengths."""

    def molecules(lengths, seed=0, letters="ACGU"):
        rng = np.random.default_rng(seed)
        drawn = ["".join(rng.choice(list(letters), n)) for n in lengths]
        return [Molecule(f"r{i}", text) for i, text in enumerate(drawn)]

    return molecules
