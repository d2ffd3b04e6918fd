"""Train a model on listed pairs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray

from mirinter_core.datasets.negatives import with_negatives
from mirinter_core.datasets.pairs import PairTable, both_orders
from mirinter_core.datasets.splits import pair
from mirinter_core.errors import RecipeError
from mirinter_core.models.examples import Batches
from mirinter_core.models.fit import Lesson, fit
from mirinter_core.models.memory import Memory
from mirinter_core.models.trained import TrainedModel, fresh_network
from mirinter_core.progress import Progress, part, silent
from mirinter_core.provenance import provenance
from mirinter_core.recipe import RULE, Recipe
from mirinter_core.tasks.evidence import Embedding, gather
from mirinter_core.tasks.rehearsal import REHEARSED, rehearse, remembered


def train(
    table: PairTable,
    recipe: Recipe,
    embedding: Embedding,
    *,
    name: str,
    device: str = "cpu",
    progress: Progress = silent,
) -> TrainedModel:
    """Train a model on listed pairs, with negatives added as the recipe says.

    Parameters
    ----------
    table : PairTable
        The listed pairs of one or more data sets.

    Raises
    ------
    RecipeError
        If the recipe is one that trains nothing.
    """
    if recipe.network == RULE:
        raise RecipeError(
            f"Recipe {recipe.name!r} trains nothing: it is a rule. Measure it with `evaluate`, or "
            "train another recipe."
        )
    rng = np.random.default_rng(recipe.seed)
    return train_on(
        with_negatives(table, recipe.negatives, rng),
        recipe,
        embedding,
        name=name,
        device=device,
        progress=progress,
    )


def train_on(
    table: PairTable,
    recipe: Recipe,
    embedding: Embedding,
    *,
    name: str,
    device: str = "cpu",
    progress: Progress = silent,
) -> TrainedModel:
    """Train on pairs that have both labels already: evaluation's way in, and `train`'s.

    The validation pairs that choose the epoch are held out by pair: no view and no other order
    of a validation pair is trained on.

    Raises
    ------
    RecipeError
        If pairs are to be rehearsed for a network that weighs something else as well.
    DatasetError
        If the pairs are too few to be held out.
    """
    if recipe.rehearsal and recipe.pair_evidence != REHEARSED:
        raise RecipeError(
            f"Recipe {recipe.name!r} rehearses pairs, which describes them by "
            f"{', '.join(REHEARSED)} alone; its pair evidence is "
            f"{', '.join(recipe.pair_evidence) or 'empty'}. Make the two agree, or rehearse none."
        )
    rng = np.random.default_rng([recipe.seed, 1])
    grown, of = both_orders(table)
    described = None
    preparing, fitting = part(progress, 0.0, 0.2), part(progress, 0.2, 1.0)
    if recipe.rehearsal:
        preparing, fitting = part(progress, 0.6, 0.7), part(progress, 0.7, 1.0)
        rehearsed = rehearse(
            table,
            recipe.rehearsal,
            negatives=recipe.rehearsed_negatives,
            rng=rng,
            progress=part(progress, 0.0, 0.6),
        )
        grown, described, held = rehearsed.table, rehearsed.described, rehearsed.held
        train_rows, validation_rows = np.flatnonzero(~held), np.flatnonzero(held)
    else:
        train_rows, validation_rows = _parts(table, of, recipe.fit.validation_share, rng)
    examples = gather(grown, embedding, progress=preparing, described=described).examples
    network = fresh_network(recipe, examples.dims).to(device)
    with _torch_for(recipe, device):
        history = fit(
            network,
            Lesson(
                Batches(examples, device), grown.label, train_rows, validation_rows, recipe.views
            ),
            recipe.fit,
            rng=rng,
            progress=fitting,
        )
    return TrainedModel(
        name=name,
        recipe=replace(recipe, threads=recipe.threads or torch.get_num_threads()),
        dims=examples.dims,
        network=network.cpu().eval(),
        memory=remembered(table) if recipe.rehearsal else Memory.of(table),
        encoders=embedding.names,
        history=history,
        provenance=provenance(
            datasets=list(table.sources),
            data_digest=table.digest(),
            positives=int(table.label.sum()),
            negatives=int((table.label == 0).sum()),
            device=device,
            seed=recipe.seed,
        ),
    )


def _parts(
    table: PairTable, of: NDArray[np.intp], share: float, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Split the rows of the grown table by the pair they came from."""
    held = np.zeros(len(table), dtype=np.bool_)
    held[next(pair(table, max(2, round(1 / share)), rng)).test] = True
    return np.flatnonzero(~held[of]), np.flatnonzero(held[of])


class _torch_for:  # noqa: N801 - reads as a verb where it is used
    """Torch's threads and random state as the recipe says, given back afterwards."""

    def __init__(self, recipe: Recipe, device: str) -> None:
        self.threads = recipe.threads or torch.get_num_threads()
        self.seed = recipe.seed
        self.fork = torch.random.fork_rng(devices=[0] if device == "cuda" else [])

    def __enter__(self) -> None:
        self.before = torch.get_num_threads()
        torch.set_num_threads(self.threads)
        self.fork.__enter__()
        torch.manual_seed(self.seed)

    def __exit__(self, *_: object) -> None:
        self.fork.__exit__(None, None, None)
        torch.set_num_threads(self.before)
