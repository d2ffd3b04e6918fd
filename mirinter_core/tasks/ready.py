"""Models and encoders made ready once in a process, for a page or a pipeline of many calls."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from threading import Lock

from mirinter_core import home
from mirinter_core.embedding.device import pick
from mirinter_core.models import checkpoint
from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.models.trained import TrainedModel
from mirinter_core.tasks.evidence import Embedding

Stamp = tuple[str, ...]

_loading = Lock()  # two tabs must not load one model twice


def ready(model: str = DEFAULT_MODEL, device: str = "auto") -> tuple[TrainedModel, Embedding]:
    """Load a model with its encoders; a second call is free until their files change.

    What is returned is shared by threads and never changed by scoring.

    Raises
    ------
    ModelError
        If the model is missing or damaged.
    WeightsError
        If the weights of its encoder are not at hand.
    """
    with _loading:
        return _loaded(model, stamp(model), pick(device))


def stamp(model: str) -> Stamp:
    """Tell one state of a model and of the encoders' weights from another, to key what they made.

    Files that are not there are left out: what they are needed for says so, with the remedy.
    """
    places = [("models", model, "provenance.json")]
    places += [("weights", name, "weights.json") for name in home.names("weights")]
    files = [folder / file for kind, name, file in places if (folder := home.find(kind, name))]
    found = [str(home.home())]
    for file in files:
        with suppress(FileNotFoundError):
            found.append(f"{file} {file.stat().st_mtime_ns}")
    return tuple(found)


@lru_cache(maxsize=4)
def _loaded(model: str, _stamp: Stamp, device: str) -> tuple[TrainedModel, Embedding]:
    trained = checkpoint.load(model)
    return trained, Embedding.open(trained.recipe, device)
