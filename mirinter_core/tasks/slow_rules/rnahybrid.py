"""How well the two RNAs fit by RNAhybrid, where it is installed."""

from __future__ import annotations

from mirinter_core.pairing import program, rnahybrid
from mirinter_core.tasks.energy_rule import by_energy
from mirinter_core.tasks.pair_sample import SAMPLE
from mirinter_core.tasks.slow_rule import SlowRule

RULE = SlowRule(
    by_energy(rnahybrid.energies),
    sample=SAMPLE,
    missing=lambda: program.missing(rnahybrid.PROGRAM, rnahybrid.WHERE),
)
