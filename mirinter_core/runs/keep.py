"""Make a model of a training that was cut short: what it had reached need not be lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from mirinter_core import home
from mirinter_core.datasets.dataset import Dataset
from mirinter_core.datasets.saved import DatasetInfo, described
from mirinter_core.errors import ModelError, RunError, StorageError
from mirinter_core.models import checkpoint
from mirinter_core.models.unfinished import Unfinished
from mirinter_core.runs import state as states
from mirinter_core.runs.run import TRAINING, Run
from mirinter_core.tasks.card import card

FORMAT_VERSION = 1
_DATASETS = "datasets.json"


def keep(run: Run, name: str = "") -> str:
    """Make a model of the best epoch that a training had reached, and return its name.

    Its card says that the training was cut short. The run stays as it is and can be resumed.

    Parameters
    ----------
    name : str
        What to call the model; empty: the name that was asked for, with the epoch.

    Raises
    ------
    RunError
        If the run is no training, works still, or is done.
    ModelError
        If no epoch is done, or a model of that name is there.
    """
    request = run.request
    if request.verb != "train" or run.state.state == states.DONE:
        raise RunError(f"Run {run.id} is no training that was cut short: there is nothing to keep.")
    if run.is_live:
        raise RunError(f"Run {run.id} is {run.state.state}. Cancel it first, then keep its model.")
    unfinished = Unfinished(run.folder / TRAINING)
    found = unfinished.model("")
    chosen = name or f"{str(request.arguments['name'])[:50]}-epoch{len(found.history)}"
    if home.find("models", home.checked_name(chosen, ModelError)):
        raise ModelError(f"There is a model {chosen!r}; remove it first or choose another name.")
    model = replace(found, name=chosen, provenance={**found.provenance, "run": run.id})
    checkpoint.save(model, card(model, _described(run), ()))
    return chosen


def describe(run: Run, datasets: Sequence[Dataset]) -> None:
    """Write down what a training learns from, for a card that is written without the data."""
    told = [asdict(described(dataset, dataset.name)) for dataset in datasets]
    place = run.folder / TRAINING / _DATASETS
    home.write_json(place, {"format_version": FORMAT_VERSION, "datasets": told})


def _described(run: Run) -> list[DatasetInfo]:
    """Read what `describe` wrote; nothing if it is damaged, for a model is worth more."""
    try:
        told = home.read_json(run.folder / TRAINING / _DATASETS, version=FORMAT_VERSION)
        found = [DatasetInfo(**facts) for facts in told["datasets"]]
    except (StorageError, KeyError, TypeError):
        return []
    return [replace(info, report=tuple(info.report)) for info in found]
