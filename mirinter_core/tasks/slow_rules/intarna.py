"""How well the two RNAs fit by IntaRNA, where it is installed."""

from __future__ import annotations

from mirinter_core.pairing import intarna, program
from mirinter_core.tasks.energy_rule import by_energy
from mirinter_core.tasks.pair_sample import SAMPLE
from mirinter_core.tasks.slow_rule import SlowRule

RULE = SlowRule(
    by_energy(intarna.energies),
    sample=SAMPLE,
    missing=lambda: program.missing(intarna.PROGRAM, intarna.WHERE),
)
