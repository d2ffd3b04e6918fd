"""The recipe that is asked for: a preset, with some of its settings changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from mirinter_core.errors import RecipeError
from mirinter_core.recipe import RULE, VIEWS, Recipe
from mirinter_core.system import SYSTEMS

_OF_ALL = ("seed", "threads")  # what a recipe that trains nothing has too
_OF_FIT = ("epochs", "epoch_steps", "mixup", "minutes")
_OF_EVIDENCE = ("without",)
TREES = "trees"  # what stands beside the layers of a gate, and can be left out as evidence can
_OF_VECTORS = ("pooling", "views", "mutation", "mixup")
# Networks that pool molecules themselves (`mirinter_core.models.network.WANTS`), told here too so
# that a shell need not wait for torch; with what they make no use of.
POOLING_NETWORKS = ("attention",)
_OF_POOLED = ("pooling", "mixup")


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
    epochs, epoch_steps, mixup, minutes : int, int, float, float or None
        Of its `Fit`.
    weights : mapping of str to float, or None
        By data set; they stand beside those of the recipe.
    without : sequence of str or None
        Kinds of evidence (`mirinter_core.models.recall.KINDS`) that are not looked at, or `TREES`.
    """

    pooling: str | None = None
    views: str | None = None
    train_negatives: str | int | None = None
    epochs: int | None = None
    epoch_steps: int | None = None
    mutation: float | None = None
    mixup: float | None = None
    minutes: float | None = None
    weights: Mapping[str, float] | None = None
    without: Sequence[str] | None = None
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
    """Refuse a recipe that trains nothing, or has settings that would change nothing.

    Raises
    ------
    RecipeError
        It says what to do instead.
    """
    if recipe.network == RULE:
        raise RecipeError(
            f"Recipe {recipe.name!r} trains nothing: it is a rule. Measure it with `evaluate`, or "
            "train another recipe."
        )
    asked = {"mutation": recipe.mutation, "mixup": recipe.fit.mixup}
    for name, value in asked.items():
        if value and name in idle_settings(recipe):
            raise _idle(recipe, name)


def idle_settings(recipe: Recipe) -> tuple[str, ...]:
    """Name the settings, of those that can be changed, that would change nothing of a recipe.

    One that weighs kinds of evidence looks at no vectors: what changes vectors does not reach it.
    A network that pools molecules itself is given no pooled vectors to choose or to mix.
    """
    if recipe.network == RULE:
        return tuple(f.name for f in fields(Changes) if f.name not in _OF_ALL)
    if recipe.rehearsal:
        return _OF_VECTORS
    return (*(_OF_POOLED if recipe.network in POOLING_NETWORKS else ()), *_OF_EVIDENCE)


def _idle(recipe: Recipe, setting: str) -> RecipeError:
    why = "weighs evidence and looks at no vectors" if recipe.rehearsal else "pools by attention"
    if setting in _OF_EVIDENCE:
        why = "weighs no kinds of evidence"
    if recipe.network == RULE:
        why = "trains nothing"
    return RecipeError(
        f"Recipe {recipe.name!r} {why}: --{setting.replace('_', '-')} would change nothing. "
        "Leave it away."
    )


def changed(recipe: Recipe, changes: Changes) -> Recipe:
    """Change a recipe where that was asked for.

    Raises
    ------
    RecipeError
        If a recipe is asked for settings that would change nothing of it.
    """
    asked = {name: value for name, value in vars(changes).items() if value is not None}
    for name in asked:
        if name in idle_settings(recipe):
            raise _idle(recipe, name)
    return replace(recipe, **_in_fields(recipe, asked))


def _in_fields(recipe: Recipe, asked: dict[str, Any]) -> dict[str, Any]:
    """Say settings in the fields of a recipe."""
    of_fit = {name: asked.pop(name) for name in _OF_FIT if name in asked}
    found: dict[str, Any] = {"fit": replace(recipe.fit, **of_fit)}
    if "pooling" in asked:
        pooling = asked.pop("pooling")
        found["sides"] = tuple(replace(side, pooling=pooling) for side in recipe.sides)
    if "views" in asked:
        views = asked.pop("views")
        found["views"] = VIEWS if views == "all" else tuple(dict.fromkeys(("original", views)))
    if "train_negatives" in asked:
        found["negatives"] = asked.pop("train_negatives")
    if "weights" in asked:
        found["weights"] = {**recipe.weights, **asked.pop("weights")}
    if "without" in asked:
        found["network_options"] = {**recipe.network_options, **_left_out(asked.pop("without"))}
    return found | asked


def _left_out(names: Sequence[str]) -> dict[str, Any]:
    """Say in options of a gate what it does without."""
    kinds = [name for name in names if name != TREES]
    options: dict[str, Any] = {"without": kinds} if kinds else {}
    return options if TREES not in names else {**options, "trees": 0}
