"""A trained model: everything scoring needs."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from mirinter_core.errors import ModelError
from mirinter_core.models.calibration import Calibration
from mirinter_core.models.examples import Batches, Examples
from mirinter_core.models.fit import scores
from mirinter_core.models.memory import Memory
from mirinter_core.models.network import NETWORKS, Dims
from mirinter_core.models.reached import Epoch
from mirinter_core.progress import Progress, part, silent
from mirinter_core.recipe import Recipe

_ROWS = 16_384  # pairs whose hidden layer is computed at once


@dataclass(frozen=True)
class TrainedModel:
    """A network with what it was made of and made from.

    Parameters
    ----------
    encoders : tuple of (str, str)
        ``NAME@REVISION`` of the query's and the partner's encoder: vectors of another revision
        are refused.
    calibration : Calibration or None
        None if nobody calibrated it: then no score has a probability.
    """

    name: str
    recipe: Recipe
    dims: Dims
    network: nn.Module
    memory: Memory
    encoders: tuple[str, str]
    history: tuple[Epoch, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)
    calibration: Calibration | None = None

    def score(self, examples: Examples, progress: Progress = silent) -> NDArray[np.float64]:
        """Score pairs on the log-odds scale of balanced training: higher is likelier listed.

        The mean over the views trained on (`views`), rounded to six decimals: not a probability.

        Returns
        -------
        (n,) array
        """
        return np.round(self.views(examples, progress).mean(axis=0), 6)

    def views(self, examples: Examples, progress: Progress = silent) -> NDArray[np.float64]:
        """Score pairs in each view of the recipe.

        Computed in double precision and rounded to six decimals, so that a score does not
        depend on batch, order or catalogue around the pair.

        Returns
        -------
        (views, n) array

        Raises
        ------
        ModelError
            If the vectors are not of the lengths the model was trained on.
        """
        network, batches = self._ready(examples)
        rows, names = np.arange(len(examples)), self.recipe.views
        with torch.inference_mode():
            raw = [
                scores(
                    *(network, batches, rows, view),
                    progress=part(progress, i / len(names), (i + 1) / len(names)),
                )
                for i, view in enumerate(names)
            ]
        return np.asarray(np.round(raw, 6), dtype=np.float64)

    def hidden(self, examples: Examples) -> NDArray[np.float64]:
        """Give the last hidden layer for pairs as they are: the model's own space.

        Returns
        -------
        (n, width) array

        Raises
        ------
        ModelError
            As `views`.
        """
        network, batches = self._ready(examples)
        every = np.arange(len(examples))
        with torch.inference_mode():
            parts = [
                network.hidden(batches.of(rows)).numpy()
                for rows in np.array_split(every, max(1, len(every) // _ROWS))
            ]
        return np.concatenate(parts)

    def _ready(self, examples: Examples) -> tuple[Any, Batches]:
        """Give the network and the examples in double precision."""
        if examples.dims[:2] == self.dims[:2] and examples.dims[2] != self.dims[2]:
            raise ModelError(
                f"Model {self.name} weighs {self.dims[2]} numbers of evidence of a pair, and this "
                f"version of mirinter describes a pair by {examples.dims[2]}. Train it again on "
                "the same data sets: python -m mirinter_core train."
            )
        if examples.dims != self.dims:
            raise ModelError(
                f"Model {self.name} takes vectors of {self.dims} numbers, and was given "
                f"{examples.dims}. Embed with the encoders and poolings of its recipe."
            )
        network = deepcopy(self.network).double().eval()
        return network, Batches(examples, "cpu", dtype=torch.float64)


def fresh_network(recipe: Recipe, dims: Dims) -> nn.Module:
    """Build a recipe's network with random weights that depend on its seed alone."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed)
        return NETWORKS.get(recipe.network)(dims, **recipe.network_options)
