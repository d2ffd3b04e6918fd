"""Recipes and data sets as `train` and `evaluate` are asked for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mirinter_core.cli.shared_options import Pooling, one_of
from mirinter_core.cli.terminal_output import Terminal
from mirinter_core.datasets.in_words import counted
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.recipes import presets

if TYPE_CHECKING:
    from mirinter_core.datasets.dataset import Dataset


def _kinds() -> Iterable[str]:
    from mirinter_core.models.recall import KINDS
    from mirinter_core.tasks.recipes import TREES

    return (*KINDS, TREES)


Datasets = Annotated[
    list[str],
    typer.Argument(
        metavar="DATASET...",
        help="As shown by `dataset list`, or a folder with pairs.tsv and FASTA files.",
    ),
]
RecipeName = Annotated[
    str,
    typer.Option(
        "--recipe",
        metavar="NAME|FILE",
        help=f"{', '.join(presets())}, or a JSON file.",
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
Epochs = Annotated[int | None, typer.Option(min=1, help="Epochs at most; else the recipe's.")]
EpochSteps = Annotated[
    int | None,
    typer.Option(min=1, help="Steps of an epoch, for data of any size; else all data once."),
]
Mutation = Annotated[
    float | None,
    typer.Option(
        min=0.0,
        max=0.99,
        metavar="SHARE",
        help="Show training pairs once more, between copies with this share of letters replaced.",
    ),
]
Mixup = Annotated[
    float | None,
    typer.Option(min=0.0, help="Mix the vectors of pairs by shares from Beta(X, X); 0 mixes none."),
]
Minutes = Annotated[
    float | None,
    typer.Option(help="End training after the epoch that passes so many minutes."),
]
Weights = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DATASET=W",
        help="What pairs of a data set weigh in training, 1 unless told. Repeatable.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        metavar="sites|footprint|partner|family|pattern|trees",
        help="Leave a kind of evidence, or the boosted trees, out, to see what it is worth (recipe "
        "evidence). Repeatable.",
        callback=one_of("kind of evidence", _kinds),
    ),
]

ProtocolName = Annotated[
    str,
    typer.Option(
        metavar="PROTOCOL",
        help="What is held out, and so what is asked: `evaluate --help` tells of each.",
        callback=one_of("protocol", lambda: PROTOCOLS),
    ),
]
Folds = Annotated[int, typer.Option(min=2, help="How often to hold out a part.")]
TestNegatives = Annotated[
    str,
    typer.Option(
        metavar="full|N",
        help="Unlisted pairs to test on: every other cell of the table, or N per listed pair.",
    ),
]


_AS_GIVEN = (
    *("importer", "pooling", "views", "epochs", "epoch_steps", "mutation", "mixup"),
    *("minutes", "seed", "threads", "device"),
)


def asked_for(
    options: Mapping[str, Any], negatives: str | None, option: str = "--negatives"
) -> dict[str, Any]:
    """Gather what `train` and `evaluate` are asked alike, as runs are told of it.

    Parameters
    ----------
    options : mapping
        The command's options, by the names they have in it.
    negatives, option : str
        How many unlisted pairs to train on, if that was asked, and the option that says so.
    """
    return {
        "datasets": [lasting(place, options["importer"]) for place in options["dataset"]],
        **{name: options[name] for name in _AS_GIVEN},
        "train_negatives": negatives and negatives_asked(negatives, option),
        "weights": _weights_asked(options["weights"]),
        "without": options["without"] or None,
    }


def _weights_asked(texts: Sequence[str] | None) -> dict[str, float] | None:
    """Read weights of data sets; anything but NAME=NUMBER is bad usage."""
    found = {}
    for text in texts or ():
        name, _, number = text.rpartition("=")
        try:
            found[name] = float(number)
        except ValueError:
            name = ""
        if not name:
            raise typer.BadParameter(
                f"{text!r} is not of the form DATASET=NUMBER.", param_hint="--weights"
            )
    return found or None


def recipe_named(name: str) -> Recipe:
    """Return a preset, or read a recipe from a JSON file; anything else is bad usage.

    Raises
    ------
    RecipeError
        If the file is not a recipe.
    """
    known = presets()
    if name in known:
        return known[name]
    path = Path(name).expanduser()
    if not path.is_file():
        raise typer.BadParameter(
            f"No recipe is called {name!r}, and no file either. There are: {', '.join(known)}.",
            param_hint="--recipe",
        )
    return Recipe.from_json(path.read_text("utf-8", "replace"))


def recipe_input(name: str, recipe: Recipe) -> tuple[str, dict[str, str]]:
    """Say how a run is told of a recipe: by a preset's name, or by a file among its inputs."""
    from mirinter_core.runs.asked import RECIPE

    return (name, {}) if name in presets() else (RECIPE, {RECIPE: recipe.to_json()})


def lasting(place: str, importer: str | None) -> str:
    """Name a saved data set, or a place by its full path, so that a run finds it from anywhere."""
    from mirinter_core.datasets import saved

    if importer is None and saved.is_saved(place):
        return place
    return str(Path(place).expanduser().resolve())


def negatives_asked(text: str, option: str = "--negatives") -> str | int:
    """Read how many negatives are asked for; anything but ``full`` or a number is bad usage."""
    if text == "full":
        return text
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise typer.BadParameter(
        f"{text!r} is neither 'full' nor a number per listed pair.", param_hint=option
    )


def open_datasets(
    places: Sequence[str], terminal: Terminal, importer: str | None = None
) -> list[Dataset]:
    """Open data sets and tell what was merged or dropped on entry."""
    from mirinter_core.datasets.bench_set import overruled
    from mirinter_core.datasets.importer import open_dataset

    found = [open_dataset(place, importer) for place in places]
    for dataset in found:
        listed = int(dataset.table.label.sum())
        terminal.note(
            f"{dataset.name}: {counted(listed, 'listed pair')} of "
            f"{counted(len(dataset.table.left), 'query', 'queries')} and "
            f"{counted(len(dataset.table.right), 'partner')}. Source: {dataset.source}. "
            f"Terms: {dataset.terms}."
        )
        for sentence in dataset.report:
            terminal.warn(f"{dataset.name}: {sentence}")
    for sentence in overruled([dataset.table for dataset in found]):
        terminal.warn(sentence)
    return found
