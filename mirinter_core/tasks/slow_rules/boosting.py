"""Boosted trees on all evidence there is: sites, footprint, partner, family.

The strongest thing here that is no neural network: what a model must beat to be news.
"""

from __future__ import annotations

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.models.recall import KINDS
from mirinter_core.tasks.boosted import boosted
from mirinter_core.tasks.slow_rule import SlowRule

RULE = SlowRule(boosted(tuple(KINDS), tuple(PROTOCOLS)))
