"""Train a model on listed pairs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from mirinter_core.datasets.negatives import with_negatives
from mirinter_core.datasets.pairs import PairTable, Rows, both_orders
from mirinter_core.datasets.splits import Split, pair
from mirinter_core.errors import RecipeError
from mirinter_core.models.examples import Batches, Examples
from mirinter_core.models.fit import Lesson, fit
from mirinter_core.models.memory import Memory
from mirinter_core.models.network import Grows
from mirinter_core.models.reached import Epoch, Keep, KeepNothing, Reached
from mirinter_core.models.trained import TrainedModel, fresh_network
from mirinter_core.models.unfinished import Unfinished
from mirinter_core.progress import Progress, part, silent
from mirinter_core.provenance import provenance
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.copies import copies_of, with_copies
from mirinter_core.tasks.estimate import RATES
from mirinter_core.tasks.evidence import Embedding, gather, weighs_kinds
from mirinter_core.tasks.recipes import require_trainable
from mirinter_core.tasks.rehearsal import rehearse

SPENT = "budget_spent"  # in provenance: a budget of time that ended the training
_FITTED = 0.7  # of a training, where the rest is for what is learnt after the last step
_QUICK = 1e5  # letters a second: an encoder that takes no time beside training


@dataclass(frozen=True)
class Where:
    """Where a training works, and who is told how it goes.

    Parameters
    ----------
    keep_in : Path or None
        Folder for what is reached after each epoch; what lies there already is gone on with.
    told : callable
        Given all epochs that are done, after each one.
    """

    device: str = "cpu"
    keep_in: Path | None = None
    told: Callable[[Sequence[Epoch]], None] = lambda _: None


HERE = Where()


@dataclass(frozen=True)
class _Prepared:
    """What is shown, row for row of a table, and which rows are trained and validated on."""

    examples: Examples
    table: PairTable
    train: Rows
    validation: Rows
    memory: Memory


def train(
    table: PairTable,
    recipe: Recipe,
    embedding: Embedding,
    *,
    name: str,
    where: Where = HERE,
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
    require_trainable(recipe)
    rng = np.random.default_rng(recipe.seed)
    return train_on(
        with_negatives(table, recipe.negatives, rng),
        recipe,
        embedding,
        name=name,
        where=where,
        progress=progress,
    )


def train_on(
    table: PairTable,
    recipe: Recipe,
    embedding: Embedding,
    *,
    name: str,
    where: Where = HERE,
    progress: Progress = silent,
) -> TrainedModel:
    """Train on pairs that have both labels already: evaluation's way in, and `train`'s.

    The validation pairs that choose the epoch are held out by pair: no view and no other order
    of a validation pair is trained on. Where pairs are rehearsed a validation pair is one that is
    hidden in one way; hidden in another it is trained on, so that what is reached on them chooses
    an epoch and is no measure of a model.

    Raises
    ------
    RecipeError
        If pairs are to be rehearsed for a network that weighs something else as well, a setting
        would change nothing, or a data set is weighed that is not there.
    DatasetError
        If the pairs are too few to be held out.
    ModelError
        If `where` keeps a training of other data, another recipe, or another device.
    """
    require_trainable(recipe)
    place = Unfinished(where.keep_in) if where.keep_in else None
    before = place.threads if place else None
    recipe = replace(recipe, threads=recipe.threads or before or torch.get_num_threads())
    digest = table.digest()
    identity = {
        "recipe": json.loads(recipe.to_json()),
        "data": digest,
        "encoders": embedding.names,
        "device": where.device,
    }
    if place:
        place.require(identity)
    rng = np.random.default_rng([recipe.seed, 1])
    prepare = _rehearsed if weighs_kinds(recipe) else _as_listed
    prepared = _preparing(recipe)
    ready = prepare(table, recipe, embedding, rng, part(progress, 0.0, prepared))
    draft = TrainedModel(
        name=name,
        recipe=recipe,
        dims=ready.examples.dims,
        network=fresh_network(recipe, ready.examples.dims).to(where.device),
        memory=ready.memory,
        encoders=embedding.names,
        provenance=_facts(table, recipe, where, digest),
    )
    if place:
        place.begin(draft, identity)
    lesson = Lesson(
        batches=Batches(ready.examples, where.device),
        label=ready.table.label,
        train=ready.train,
        validation=ready.validation,
        views=recipe.views,
        weight=_weights(ready.table, recipe),
    )
    fitted = _FITTED if isinstance(draft.network, Grows) else 1.0
    with _torch_for(recipe, where.device):
        history = fit(
            draft.network,
            lesson,
            recipe.fit,
            rng=rng,
            keep=_Told(place or KeepNothing(), where.told),
            progress=part(progress, prepared, fitted),
        )
    network = draft.network.cpu().eval()
    _grow(network, ready, recipe, part(progress, fitted, 1.0))
    told = {**draft.provenance, **_spent(history, recipe)}
    return replace(draft, network=network, history=history, provenance=told)


def _grow(network: nn.Module, ready: _Prepared, recipe: Recipe, progress: Progress) -> None:
    """Let a network learn what it learns at once, if it does."""
    if isinstance(network, Grows):
        network.grow(
            ready.examples.evidence,
            ready.table.label,
            _weights(ready.table, recipe),
            seed=recipe.seed,
            threads=recipe.threads,
            progress=progress,
        )


def _preparing(recipe: Recipe) -> float:
    """Guess the share of a training that embedding, or describing hidden pairs, takes."""
    quick = all(RATES.get((side.encoder, "cpu"), 0.0) > _QUICK for side in recipe.sides)
    return 0.05 if quick and not weighs_kinds(recipe) else 0.5


def _spent(history: Sequence[Epoch], recipe: Recipe) -> dict[str, object]:
    """Say that a budget of minutes ended the training, if it did."""
    seconds, minutes = sum(epoch.seconds for epoch in history), recipe.fit.minutes
    if minutes is None or seconds < 60 * minutes or len(history) == recipe.fit.epochs:
        return {}
    return {SPENT: f"{minutes:g} minutes, after epoch {len(history)}: depends on the machine"}


def _weights(table: PairTable, recipe: Recipe) -> NDArray[np.float32] | None:
    """Give each row the weight of its data set; None where none is weighed."""
    if not recipe.weights:
        return None
    if unknown := set(recipe.weights) - set(table.sources):
        raise RecipeError(
            f"The recipe weighs pairs of {', '.join(sorted(unknown))}, which it is not trained on. "
            f"It is trained on {', '.join(table.sources)}."
        )
    of_source = np.array([recipe.weights.get(name, 1.0) for name in table.sources], np.float32)
    return of_source[table.source]


def _facts(table: PairTable, recipe: Recipe, where: Where, digest: str) -> dict[str, object]:
    """Say where a model comes from."""
    return provenance(
        datasets=list(table.sources),
        data_digest=digest,
        positives=int(table.label.sum()),
        negatives=int((table.label == 0).sum()),
        device=where.device,
        seed=recipe.seed,
    )


def _as_listed(
    table: PairTable,
    recipe: Recipe,
    embedding: Embedding,
    rng: np.random.Generator,
    progress: Progress,
) -> _Prepared:
    """Show every pair once, in both orders of a pair of one type."""
    grown, of = both_orders(table)
    train, validation = _parts(table, of, recipe.fit.validation_share, rng)
    secret: frozenset[str] = frozenset()
    if recipe.mutation:
        n, original = len(grown), grown
        grown = with_copies(grown, train, recipe.mutation, recipe.seed)
        train = np.concatenate([train, np.arange(n, len(grown))])
        secret = copies_of(original, grown)
    examples = gather(grown, embedding, progress=progress, private=secret).examples
    return _Prepared(examples, grown, train, validation, Memory.of(table))


def _rehearsed(
    table: PairTable,
    recipe: Recipe,
    embedding: Embedding,
    rng: np.random.Generator,
    progress: Progress,
) -> _Prepared:
    """Show pairs as they are described while hidden: see `mirinter_core.tasks.rehearsal`."""
    found = rehearse(
        table,
        recipe.rehearsal,
        negatives=recipe.rehearsed_negatives,
        rng=rng,
        progress=part(progress, 0.0, 0.9),
    )
    bar = part(progress, 0.9, 1.0)
    evidence = gather(found.table, embedding, progress=bar, described=found.described)
    train_rows, validation_rows = np.flatnonzero(~found.held), np.flatnonzero(found.held)
    return _Prepared(evidence.examples, found.table, train_rows, validation_rows, found.memory)


def validation_split(table: PairTable, share: float, rng: np.random.Generator) -> Split:
    """Hold out, by pair, the pairs that choose the epoch.

    What the user's bench found is all learnt: it is too little to be held out.
    """
    split = next(pair(table, max(2, round(1 / share)), rng))
    measured = table.is_measured()
    if measured.all():
        return split
    own = measured[split.test]
    return Split(np.sort(np.append(split.train, split.test[own])), split.test[~own])


def _parts(
    table: PairTable, of: NDArray[np.intp], share: float, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Split the rows of the grown table by the pair they came from."""
    held = np.zeros(len(table), dtype=np.bool_)
    held[validation_split(table, share, rng).test] = True
    return np.flatnonzero(~held[of]), np.flatnonzero(held[of])


class _Told:
    """Keeps each epoch, and tells of it."""

    def __init__(self, keep: Keep, told: Callable[[Sequence[Epoch]], None]) -> None:
        self.keep, self.told = keep, told

    def get(self) -> Reached | None:
        """Return what was reached before, and tell of its epochs."""
        reached = self.keep.get()
        if reached is not None:
            self.told(reached.history)
        return reached

    def put(self, reached: Reached) -> None:
        """Keep what is reached, then tell of it."""
        self.keep.put(reached)
        self.told(reached.history)


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
