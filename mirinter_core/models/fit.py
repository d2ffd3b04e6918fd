"""Fitting a network: balanced mini-batches, warm-up and cosine decay, early stopping."""

from __future__ import annotations

import math
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from mirinter_core.errors import DatasetError
from mirinter_core.models.examples import Batches, Rows
from mirinter_core.progress import Progress, silent
from mirinter_core.recipe import Fit

_SCORE_ROWS = 16_384  # rows scored at once: bounded memory, whatever the table


@dataclass(frozen=True)
class Epoch:
    """One line of a training's history."""

    epoch: int
    loss: float
    validation_auprc: float


@dataclass(frozen=True)
class Lesson:
    """What is learnt from.

    Parameters
    ----------
    label : (n,) int8 array
        Of all rows of `batches`.
    train, validation : (m,) int arrays
        Row numbers; the validation rows choose the epoch, by AUPRC.
    views : tuple of str
        Views trained on, mixed in each batch.
    """

    batches: Batches
    label: NDArray[np.int8]
    train: Rows
    validation: Rows
    views: tuple[str, ...] = ("original",)


def fit(
    network: nn.Module,
    lesson: Lesson,
    how: Fit,
    *,
    rng: np.random.Generator,
    progress: Progress = silent,
) -> tuple[Epoch, ...]:
    """Train a network in place, and leave it at its best epoch.

    Raises
    ------
    DatasetError
        If either part has one class only.
    """
    from sklearn.metrics import average_precision_score  # a second to import, and no screen's

    label, batches, validation = lesson.label, lesson.batches, lesson.validation
    for name, rows in (("training", lesson.train), ("validation", validation)):
        if len(np.unique(label[rows])) < 2:
            raise DatasetError(
                f"The {name} part has {len(rows):,} pairs of one class only; listed and unlisted "
                "pairs are both needed. Give more pairs."
            )
    optimizer = torch.optim.Adam(
        network.parameters(), lr=how.learning_rate, weight_decay=how.weight_decay
    )
    sampler = _Sampler(lesson, how)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step / sampler.steps, how)
    )
    target = torch.from_numpy(label.astype(np.float32)).to(batches.device)
    history: list[Epoch] = []
    best, best_weights = -1.0, deepcopy(network.state_dict())
    for epoch in range(how.epochs):
        network.train()
        losses = []
        for step, drawn in enumerate(sampler.epoch(rng)):
            logits = network(batches.mixed(drawn))
            rows = np.concatenate([rows for rows, _ in drawn])
            place = torch.from_numpy(rows).to(batches.device)
            loss = nn.functional.binary_cross_entropy_with_logits(logits, target[place])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            losses.append(loss.detach())
            if step % 50 == 0:
                progress(
                    (epoch + step / sampler.steps) / how.epochs,
                    f"epoch {epoch + 1} of {how.epochs}",
                )
        loss_of_epoch = _loss(losses, epoch)
        auprc = float(
            average_precision_score(label[validation], scores(network, batches, validation))
        )
        history.append(Epoch(epoch + 1, loss_of_epoch, auprc))
        if auprc > best:
            best, best_weights = auprc, deepcopy(network.state_dict())
        elif epoch + 1 - max(history, key=lambda e: e.validation_auprc).epoch >= how.patience:
            break
    network.load_state_dict(best_weights)
    network.eval()
    progress(1.0, "trained")
    return tuple(history)


def _loss(losses: list[torch.Tensor], epoch: int) -> float:
    """Average the losses of an epoch; DatasetError if training went astray."""
    mean = float(torch.stack(losses).mean())
    if not math.isfinite(mean):
        raise DatasetError(
            f"Training went astray in epoch {epoch + 1}: the loss is no number any more. Lower the "
            "learning rate, or take a network that stands evidence with gaps ('gate')."
        )
    return mean


def scores(
    network: nn.Module,
    batches: Batches,
    rows: Rows,
    view: str = "original",
    *,
    progress: Progress = silent,
) -> NDArray[np.floating]:
    """Score pairs: logits, shape (len(rows),), of the network's precision."""
    network.eval()
    parts = []
    with torch.inference_mode():
        for i in range(0, len(rows), _SCORE_ROWS):
            progress(i / len(rows), f"scored {i:,} of {len(rows):,} pairs")
            parts.append(network(batches.of(rows[i : i + _SCORE_ROWS], view)).cpu().numpy())
    return np.concatenate(parts) if parts else np.empty(0)


def _rate(epoch: float, how: Fit) -> float:
    """Learning rate at a time in epochs, relative to its peak: linear warm-up, then a cosine."""
    warmup = min(how.warmup_epochs, how.epochs / 4)
    if epoch < warmup:
        return max(epoch, 0.02) / warmup
    return 0.5 * (
        1 + math.cos(math.pi * min(1.0, (epoch - warmup) / max(how.epochs - warmup, 1e-9)))
    )


class _Sampler:
    """Draws mini-batches: positives with replacement, each negative once in each view.

    But for those that do not fill the last batch: another few each time. The views are mixed
    within a batch.
    """

    def __init__(self, lesson: Lesson, how: Fit) -> None:
        listed = lesson.label[lesson.train] == 1
        self.positive, self.negative = lesson.train[listed], lesson.train[~listed]
        self.n_positive = max(1, round(how.batch_size * how.positive_share))
        self.views = lesson.views
        self.n_drawn = len(self.negative) * len(self.views)
        self.n_negative = min(max(1, how.batch_size - self.n_positive), self.n_drawn)
        self.steps = how.epoch_steps or max(1, self.n_drawn // self.n_negative)
        self.order, self.place = np.empty(0, dtype=np.intp), 0

    def epoch(self, rng: np.random.Generator) -> Iterator[list[tuple[Rows, str]]]:
        """Give the batches of one epoch, each as rows by view; a budget goes on where it ended."""
        for _ in range(self.steps):
            yield self._next(rng)

    def _next(self, rng: np.random.Generator) -> list[tuple[Rows, str]]:
        if self.place + self.n_negative > len(self.order):
            self.order, self.place = rng.permutation(self.n_drawn), 0
        drawn = self.order[self.place : self.place + self.n_negative]
        self.place += self.n_negative
        negative, seen = self.negative[drawn % len(self.negative)], drawn // len(self.negative)
        positive = rng.choice(self.positive, self.n_positive)
        if len(self.views) == 1:
            return [(np.concatenate([positive, negative]), self.views[0])]
        seen = np.concatenate([rng.integers(len(self.views), size=self.n_positive), seen])
        rows = np.concatenate([positive, negative])
        return [(rows[seen == i], view) for i, view in enumerate(self.views)]
