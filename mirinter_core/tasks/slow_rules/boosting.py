"""Boosted trees on every clue there is: sites, the gene's sites, degree, copies, footprint.

The strongest thing here that is no neural network: what a model must beat to be news.
"""

from __future__ import annotations

from mirinter_core.tasks.boosted import boosted
from mirinter_core.tasks.slow_rule import SlowRule

RULE = SlowRule(
    boosted(("sites", "seed_letters", "gene_sites", "degree", "copies", "site_rates", "footprint"))
)
