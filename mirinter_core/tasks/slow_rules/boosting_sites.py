"""Boosted trees on what the letters show: seed sites, length, composition. No label is copied."""

from __future__ import annotations

from mirinter_core.tasks.boosted import boosted
from mirinter_core.tasks.slow_rule import SlowRule

RULE = SlowRule(boosted(("sites",), ("pair",)))
