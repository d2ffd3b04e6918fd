"""Recipes and data sets as `train` and `evaluate` are asked for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mirinter_core.cli.shared_options import Pooling
from mirinter_core.cli.terminal_output import Terminal
from mirinter_core.recipe import VIEWS, Recipe
from mirinter_core.system import SYSTEMS

if TYPE_CHECKING:
    from mirinter_core.datasets.dataset import Dataset

Datasets = Annotated[
    list[str],
    typer.Argument(
        metavar="DATASET...", help="Folders with pairs.tsv and FASTA files, or known tables."
    ),
]
RecipeName = Annotated[
    str,
    typer.Option(
        "--recipe",
        metavar="NAME|FILE",
        help="small, mirinter-trans, mirinter-trans-kmer, kmer-logistic, or a JSON file.",
    ),
]
PoolingChoice = Annotated[
    Pooling | None, typer.Option(help="How letters become one vector; else the recipe's.")
]
Views = Annotated[
    Literal["original", "order", "reversed", "all"] | None,
    typer.Option(help="Views of a pair trained on, beside the original; else the recipe's."),
]
Negatives = Annotated[
    str | None,
    typer.Option(
        metavar="full|N",
        help="Unlisted pairs: every other cell of the table, or N per listed pair.",
    ),
]


def recipes() -> dict[str, Recipe]:
    """Return all presets, by name."""
    systems = (SYSTEMS.get(name) for name in SYSTEMS.names())
    return {name: recipe for system in systems for name, recipe in system.recipes.items()}


def recipe_named(name: str) -> Recipe:
    """Return a preset, or read a recipe from a JSON file; anything else is bad usage.

    Raises
    ------
    RecipeError
        If the file is not a recipe.
    """
    known = recipes()
    if name in known:
        return known[name]
    path = Path(name).expanduser()
    if not path.is_file():
        raise typer.BadParameter(
            f"No recipe is called {name!r}, and no file either. There are: {', '.join(known)}.",
            param_hint="--recipe",
        )
    return Recipe.from_json(path.read_text("utf-8", "replace"))


def adapted(
    recipe: Recipe,
    *,
    pooling: Pooling | None,
    views: str | None,
    seed: int | None,
    threads: int | None,
) -> Recipe:
    """Change a recipe where an option was given."""
    if pooling:
        left, right = (replace(side, pooling=pooling) for side in recipe.sides)
        recipe = replace(recipe, sides=(left, right))
    if views:
        chosen = VIEWS if views == "all" else tuple(dict.fromkeys(("original", views)))
        recipe = replace(recipe, views=chosen)
    if seed is not None:
        recipe = replace(recipe, seed=seed)
    return recipe if threads is None else replace(recipe, threads=threads)


def negatives_asked(text: str) -> str | int:
    """Read how many negatives are asked for; anything but ``full`` or a number is bad usage."""
    if text == "full":
        return text
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise typer.BadParameter(
        f"{text!r} is neither 'full' nor a number per listed pair.", param_hint="--negatives"
    )


def open_datasets(places: Sequence[str], terminal: Terminal) -> list[Dataset]:
    """Open data sets and tell what was merged or dropped on entry."""
    from mirinter_core.datasets.importer import open_dataset

    found = [open_dataset(place) for place in places]
    for dataset in found:
        listed = int(dataset.table.label.sum())
        terminal.note(
            f"{dataset.name}: {listed:,} listed pairs of {len(dataset.table.left):,} queries and "
            f"{len(dataset.table.right):,} partners. Source: {dataset.source}. "
            f"Terms: {dataset.terms}."
        )
        for sentence in dataset.report:
            terminal.warn(f"{dataset.name}: {sentence}")
    return found
