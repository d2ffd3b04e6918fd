"""The recipe that is asked for: a preset, with some of its settings changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from mirinter_core.errors import RecipeError
from mirinter_core.recipe import RULE, VIEWS, Recipe
from mirinter_core.system import SYSTEMS

_OF_ALL = ("seed", "threads")  # what a recipe that trains nothing has too


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Settings that were asked for; None leaves the recipe's.

    Parameters
    ----------
    pooling : str or None
        Of both sides.
    views : str or None
        ``"original"``, ``"all"``, or another view to be trained on beside the original.
    train_negatives : "full", int or None
        The recipe's `negatives`.
    epochs, epoch_steps : int or None
        Of its `Fit`.
    """

    pooling: str | None = None
    views: str | None = None
    train_negatives: str | int | None = None
    epochs: int | None = None
    epoch_steps: int | None = None
    seed: int | None = None
    threads: int | None = None

    @classmethod
    def among(cls, arguments: Mapping[str, Any]) -> Self:
        """Pick the settings from the arguments of a run."""
        return cls(**{f.name: arguments.get(f.name) for f in fields(cls)})


def presets() -> dict[str, Recipe]:
    """Return the presets of all systems, by name."""
    systems = (SYSTEMS.get(name) for name in SYSTEMS.names())
    return {name: recipe for system in systems for name, recipe in system.recipes.items()}


def preset(name: str) -> Recipe:
    """Return a preset; RecipeError lists those there are."""
    found = presets()
    if name not in found:
        raise RecipeError(f"No recipe is called {name!r}. There are: {', '.join(found)}.")
    return found[name]


def require_trainable(recipe: Recipe) -> None:
    """Refuse a recipe that trains nothing; RecipeError says what to do instead."""
    if recipe.network == RULE:
        raise RecipeError(
            f"Recipe {recipe.name!r} trains nothing: it is a rule. Measure it with `evaluate`, or "
            "train another recipe."
        )


def changed(recipe: Recipe, changes: Changes) -> Recipe:
    """Change a recipe where that was asked for.

    Raises
    ------
    RecipeError
        If a recipe that trains nothing is asked for settings of training.
    """
    asked = {name: value for name, value in vars(changes).items() if value is not None}
    told = [name.replace("_", "-") for name in asked if name not in _OF_ALL]
    if told and recipe.network == RULE:
        raise RecipeError(
            f"Recipe {recipe.name!r} trains nothing: --{told[0]} would change nothing. "
            "Leave it away."
        )
    for name in ("epochs", "epoch_steps"):
        if name in asked:
            recipe = replace(recipe, fit=replace(recipe.fit, **{name: asked.pop(name)}))
    if "pooling" in asked:
        pooling = asked.pop("pooling")
        left, right = (replace(side, pooling=pooling) for side in recipe.sides)
        recipe = replace(recipe, sides=(left, right))
    if "views" in asked:
        views = asked["views"]
        asked["views"] = VIEWS if views == "all" else tuple(dict.fromkeys(("original", views)))
    if "train_negatives" in asked:
        asked["negatives"] = asked.pop("train_negatives")
    return replace(recipe, **asked)
