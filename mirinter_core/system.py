"""What a system is: a question about molecules, and the recipes that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirinter_core.recipe import Recipe
from mirinter_core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class System:
    """A question.

    Parameters
    ----------
    question : str
        In a biologist's words.
    query_types, partner_types : tuple of str
        Types of molecule each side may be; an empty tuple means any.
    recipes : mapping of str to Recipe
        Presets by name; the first is the default of ``train``.
    """

    question: str
    query_types: tuple[str, ...]
    partner_types: tuple[str, ...]
    recipes: Mapping[str, Recipe]


SYSTEMS: Registry[System] = Registry("mirinter_core.systems", "SYSTEM")
