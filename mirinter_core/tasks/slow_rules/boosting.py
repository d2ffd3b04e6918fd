"""Boosted trees on sites, footprint, partner and family: the yardstick of this field's evidence.

The strongest thing here that is no neural network: what a model must beat to be news.
"""

from __future__ import annotations

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.tasks.boosted import boosted
from mirinter_core.tasks.slow_rule import SlowRule

# As it was first measured: patterns of the table, which a model weighs too, are not among them.
_KINDS = ("sites", "footprint", "partner", "family")

RULE = SlowRule(boosted(_KINDS, tuple(PROTOCOLS)))
