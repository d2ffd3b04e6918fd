"""How long a training will take here, from a few of its own steps done beforehand."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import nn

from mirinter_core.datasets.pairs import PairTable
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.embedding.embedder import kind_of
from mirinter_core.models.examples import Batch, Batches, Examples
from mirinter_core.models.recall import COLUMNS
from mirinter_core.models.trained import fresh_network
from mirinter_core.molecules.views import reverses
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.estimate import RATES
from mirinter_core.tasks.evidence import Embedding, gather, weighs_kinds
from mirinter_core.tasks.recipes import TREES
from mirinter_core.tasks.rehearsal import PARTS, drawn

_TRIED_MOLECULES = 4  # of each side, of middling length: few letters to be read
_TRIED_ROWS = 256
_TRIES, _TRY_SECONDS = 20, 1.0
_FEWEST_TRIES = 3
_SLOWEST = 400.0  # letters a second of an encoder nobody has measured
# Measured on lncRNASNP2, one core: 50 s for 470,000 pairs described in 35 parts.
_SECONDS_PER_DESCRIBED = 7e-5
_SECONDS_PER_PART = 5e-7  # and cell of the table
_SECONDS_PER_GROWN = 3e-7  # pair and tree: 23 s for 200 trees on 380,000 pairs, one core
_SECONDS_PER_RULED = 1e-4  # and test pair: the rules beside a report, and its intervals
_BEGINNING = 5.0  # seconds until a process of its own is at work
_DOUBLE = 2.0  # scoring is done in double precision


@dataclass(frozen=True)
class TrainingCost:
    """What training will take at most, within a factor of two or so.

    Parameters
    ----------
    reading : float
        Seconds for letters that no earlier work has turned into vectors.
    describing : float
        Seconds for describing pairs by each other, once a training.
    epoch : float
        Seconds of one.
    epochs : int
        At most; training stops earlier where it gains nothing more.
    scored : float
        Seconds for scoring a test pair afterwards.
    growing : float
        Seconds for what is learnt at once, after the last epoch.
    minutes : float or None
        The recipe's own limit.
    """

    reading: float
    describing: float
    epoch: float
    epochs: int
    scored: float
    growing: float = 0.0
    minutes: float | None = None

    @property
    def training(self) -> float:
        """Seconds of one training."""
        fitting = self.epoch * self.epochs
        if self.minutes is not None:
            fitting = min(fitting, 60 * self.minutes + self.epoch)
        return _BEGINNING + self.reading + self.describing + fitting + self.growing

    def measuring(self, folds: int, tested: int) -> float:
        """Seconds of an evaluation: a training without each fold, scoring it, and the rules.

        Parameters
        ----------
        tested : int
            Test pairs of all folds.
        """
        once = self.training - self.reading - _BEGINNING
        return (
            _BEGINNING
            + self.reading
            + (folds - 1) * once
            + (self.scored + _SECONDS_PER_RULED) * tested
        )


def training_cost(table: PairTable, recipe: Recipe, *, device: str = "cpu") -> TrainingCost:
    """Try a few steps of a recipe's network, and reckon what all of them take.

    Parameters
    ----------
    table : PairTable
        The listed pairs.

    Raises
    ------
    WeightsError
        If the weights of its encoder are not at hand.
    """
    embedding = Embedding.open(recipe, device)
    described = weighs_kinds(recipe)
    cells = len(table.left) * len(table.right)
    rows = _rows(table, recipe, cells)
    train, scoring = _tried(table, recipe, embedding, device)
    share = recipe.fit.validation_share
    each = (1 - share) * rows * (1 if described else len(recipe.views))
    each *= 2 if recipe.mutation else 1  # copies are shown beside
    steps = recipe.fit.steps(round(each / recipe.fit.batch_size))
    return TrainingCost(
        reading=_letters(table, embedding) / _rate(recipe, device),
        describing=_describing(recipe, rows, cells) if described else 0.0,
        epoch=steps * recipe.fit.batch_size * train + share * rows * scoring,
        epochs=recipe.fit.epochs,
        scored=_DOUBLE * scoring * len(recipe.views)
        + (_SECONDS_PER_DESCRIBED if described else 0.0),
        growing=_SECONDS_PER_GROWN * rows * int(recipe.network_options.get(TREES, 0)),
        minutes=recipe.fit.minutes,
    )


def _rows(table: PairTable, recipe: Recipe, cells: int) -> float:
    """Count the pairs that are shown in an epoch and validated on, views apart."""
    listed = int(table.label.sum())
    if weighs_kinds(recipe):
        ways = sum(1 / PARTS if name == "both-new" else 1.0 for name in recipe.rehearsal)
        return ways * min(cells, listed * (1 + drawn(recipe.rehearsed_negatives, listed)))
    if recipe.negatives == "full":
        return float(cells)
    return float(min(cells, listed * (1 + int(recipe.negatives))))


def _describing(recipe: Recipe, rows: float, cells: int) -> float:
    parts = PARTS * sum(name in PROTOCOLS for name in recipe.rehearsal)
    return rows * _SECONDS_PER_DESCRIBED + parts * cells * _SECONDS_PER_PART


def _letters(table: PairTable, embedding: Embedding) -> int:
    """Count the letters that are read anew: of molecules without stored vectors, by direction."""
    recipe = embedding.recipe
    directions = {"reversed" if reverses(view) else "forward" for view in recipe.views}
    total = 0
    for side, encoder, molecules in zip(
        recipe.sides, embedding.encoders, (table.left, table.right), strict=True
    ):
        lengths = {m.digest: len(m) for m in molecules}
        for direction in directions:
            found = np.zeros(len(lengths), dtype=np.bool_)
            if embedding.store is not None:
                kind = replace(kind_of(side, encoder), view=direction)
                found = embedding.store.get(kind, list(lengths)).found
            total += sum(n for n, known in zip(lengths.values(), found, strict=True) if not known)
    return total


def _rate(recipe: Recipe, device: str) -> float:
    """Give the letters a second of the slower encoder."""
    return min(
        RATES.get((side.encoder, device), RATES.get((side.encoder, "cpu"), _SLOWEST))
        for side in recipe.sides
    )


def _tried(
    table: PairTable, recipe: Recipe, embedding: Embedding, device: str
) -> tuple[float, float]:
    """Measure the seconds a pair takes in training, and in scoring."""
    examples = _few(table, embedding)
    batch = Batches(examples, device).of(np.resize(np.arange(len(examples)), _TRIED_ROWS))
    network = fresh_network(recipe, examples.dims).to(device)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-6)
    before = torch.get_num_threads()
    torch.set_num_threads(recipe.threads or before)
    try:
        return (
            _quickest(lambda: _step(network, batch, optimizer)) / _TRIED_ROWS,
            _quickest(lambda: _score(network, batch)) / _TRIED_ROWS,
        )
    finally:
        torch.set_num_threads(before)


def _few(table: PairTable, embedding: Embedding) -> Examples:
    """Show a few molecules of middling length to the encoder, as pairs of each with each."""
    chosen = []
    for side in (table.left, table.right):
        order = np.argsort([len(m) for m in side])
        first = max(0, (len(order) - _TRIED_MOLECULES) // 2)
        chosen.append(order[first : first + _TRIED_MOLECULES])
    left, right = (cells.ravel() for cells in np.meshgrid(*chosen, indexing="ij"))
    n = len(left)
    pairs = replace(
        table,
        left_row=left.astype(np.intp),
        right_row=right.astype(np.intp),
        label=np.ones(n, dtype=np.int8),
        source=np.zeros(n, dtype=np.int16),
    )
    described = None
    if weighs_kinds(embedding.recipe):
        described = np.random.default_rng(0).random((n, COLUMNS), dtype=np.float32)
    return gather(pairs.compact(), embedding, described=described).examples


def _step(network: nn.Module, batch: Batch, optimizer: torch.optim.Optimizer) -> None:
    network.train()
    logits = network(batch)
    loss = nn.functional.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    loss.detach().cpu()  # waits for the device


def _score(network: nn.Module, batch: Batch) -> None:
    network.eval()
    with torch.inference_mode():
        network(batch).cpu()


def _quickest(work: Callable[[], None]) -> float:
    """Give the seconds of the quickest of some tries: the others waited for something else."""
    seconds: list[float] = []
    while len(seconds) < _TRIES and (sum(seconds) < _TRY_SECONDS or len(seconds) < _FEWEST_TRIES):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)
