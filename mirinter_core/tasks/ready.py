"""Models and encoders made ready once in a process, for a page or a pipeline of many calls."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

from mirinter_core import home
from mirinter_core.embedding.device import pick
from mirinter_core.models import checkpoint
from mirinter_core.models.trained import TrainedModel
from mirinter_core.tasks.evidence import Embedding

DEFAULT_MODEL = "small"

_loading = Lock()  # two tabs must not load one model twice


def ready(model: str = DEFAULT_MODEL, device: str = "auto") -> tuple[TrainedModel, Embedding]:
    """Load a model with its encoders; a second call is free until its files change.

    What is returned is shared by threads and never changed by scoring.

    Raises
    ------
    ModelError
        If the model is missing or damaged.
    WeightsError
        If the weights of its encoder are not at hand.
    """
    folder = home.find("models", model)
    stamp = (folder / "provenance.json").stat().st_mtime_ns if folder else 0
    with _loading:
        return _loaded(model, str(home.home()), stamp, pick(device))


@lru_cache(maxsize=4)
def _loaded(model: str, _home: str, _stamp: int, device: str) -> tuple[TrainedModel, Embedding]:
    trained = checkpoint.load(model)
    return trained, Embedding.open(trained.recipe, device)
