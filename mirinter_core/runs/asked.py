"""What a run of training or evaluation was asked to learn from, and how."""

from __future__ import annotations

import logging

from mirinter_core.datasets.dataset import Dataset
from mirinter_core.datasets.importer import open_dataset
from mirinter_core.progress import Progress
from mirinter_core.recipe import Recipe
from mirinter_core.runs.run import Run
from mirinter_core.tasks.recipes import preset

RECIPE = "recipe.json"  # the input of a run whose recipe is no preset

_log = logging.getLogger(__name__)


def recipe_of(run: Run) -> Recipe:
    """Read the recipe of a run, as it was before the changes that are asked for beside it.

    Raises
    ------
    RecipeError
        If there is no such preset, or its recipe file cannot be read: of a newer mirinter, say.
    """
    name = str(run.request.arguments["recipe"])
    if name in run.request.inputs:
        return Recipe.from_json(run.path(name).read_text("utf-8", "replace"))
    return preset(name)


def datasets_of(run: Run, progress: Progress) -> list[Dataset]:
    """Open the data sets of a run, and log what was dropped on entry.

    Raises
    ------
    DatasetError
        If one of them is not there any more, or cannot be read.
    """
    asked = run.request.arguments
    progress(0.0, "reading the data sets")
    datasets = [open_dataset(place, asked.get("importer")) for place in asked["datasets"]]
    for dataset in datasets:
        for sentence in dataset.report:
            _log.info("%s: %s", dataset.name, sentence)
    return datasets
