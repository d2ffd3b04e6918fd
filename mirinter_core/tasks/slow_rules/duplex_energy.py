"""How well the two RNAs fit: minus the energy of ViennaRNA's strongest duplex."""

from __future__ import annotations

from collections.abc import Sequence

from mirinter_core.pairing.duplex import fold
from mirinter_core.tasks.energy_rule import by_energy
from mirinter_core.tasks.pair_sample import SAMPLE
from mirinter_core.tasks.slow_rule import SlowRule


def energies(query: str, partners: Sequence[str]) -> list[float]:
    """Return the energy with each partner, kcal/mol."""
    return [fold(query, partner).energy for partner in partners]


RULE = SlowRule(by_energy(energies), sample=SAMPLE)
