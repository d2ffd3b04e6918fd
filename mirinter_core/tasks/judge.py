"""Lay what was measured of a model beside it, so that it is told wherever the model is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from mirinter_core import home
from mirinter_core.datasets.dataset import Dataset
from mirinter_core.errors import ModelError
from mirinter_core.models import checkpoint, listing
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.card import card
from mirinter_core.tasks.report import Report
from mirinter_core.tasks.reports import beside


def recipe_of_own(name: str, datasets: Sequence[str]) -> Recipe:
    """Return the recipe of a model of the user's that was trained on these data sets.

    Raises
    ------
    ModelError
        If there is none of that name, or it was trained on others: their figures would not be
        its own.
    """
    checkpoint.own_folder(name)
    found = listing.info(name)
    if found.recipe is None:
        raise ModelError(f"Model {name}: {found.problem}")
    if set(found.datasets) != set(datasets):
        raise ModelError(
            f"Model {name} was trained on {', '.join(found.datasets)}, not on "
            f"{', '.join(datasets)}. Measure it on the pairs it was trained on: for each fold it "
            "is trained anew without them."
        )
    return found.recipe


def judge(name: str, reports: Sequence[Report], datasets: Sequence[Dataset]) -> None:
    """Keep reports of a model's recipe beside the model, and write its card anew.

    Raises
    ------
    ModelError
        If the model is gone, or is not the user's.
    """
    folder = checkpoint.own_folder(name)
    for report in reports:
        report.save(folder / "reports" / f"{report.name}.json", scores=False)
    text = card(checkpoint.load(name), datasets, beside(name))
    with home.written(folder / listing.CARD) as temporary:
        temporary.write_text(text, "utf-8")
