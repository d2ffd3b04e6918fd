"""Fitting a network: balanced mini-batches, warm-up and cosine decay, early stopping."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mirinter_core.errors import DatasetError
from mirinter_core.models.blend import Blend
from mirinter_core.models.examples import Batches, Rows
from mirinter_core.models.reached import (
    Epoch,
    Keep,
    KeepNothing,
    Reached,
    draw_on,
    drawing,
    part_of,
    prefixed,
)
from mirinter_core.progress import Progress, silent
from mirinter_core.recipe import Fit

_SCORE_ROWS = 16_384  # rows scored at once: bounded memory, whatever the table


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
    weight : (n,) float32 array or None
        What each row weighs in the loss of its batch; None: all alike.
    """

    batches: Batches
    label: NDArray[np.int8]
    train: Rows
    validation: Rows
    views: tuple[str, ...] = ("original",)
    weight: NDArray[np.float32] | None = None


def fit(
    network: nn.Module,
    lesson: Lesson,
    how: Fit,
    *,
    rng: np.random.Generator,
    keep: Keep | None = None,
    progress: Progress = silent,
) -> tuple[Epoch, ...]:
    """Train a network in place, and leave it at its best epoch.

    Parameters
    ----------
    keep : Keep or None
        Where each epoch is kept; what lies there already is not done again, and the weights are
        those of a training that was never cut short. None keeps nothing.

    Raises
    ------
    DatasetError
        If either part has one class only.
    """
    _require_both(lesson)
    kept = keep or KeepNothing()
    training = _Training(network, lesson, how, rng)
    before = kept.get()
    if before is not None:
        training.go_on(before)
    while training.goes_on():
        training.epoch(progress)
        kept.put(training.reached())
    network.load_state_dict(training.best)
    network.eval()
    progress(1.0, "trained")
    return tuple(training.history)


def _require_both(lesson: Lesson) -> None:
    for name, rows in (("training", lesson.train), ("validation", lesson.validation)):
        if len(np.unique(lesson.label[rows])) < 2:
            raise DatasetError(
                f"The {name} part has {len(rows):,} pairs of one class only; listed and unlisted "
                "pairs are both needed. Give more pairs."
            )


class _Training:
    """A network on its way: all that changes from epoch to epoch."""

    def __init__(
        self, network: nn.Module, lesson: Lesson, how: Fit, rng: np.random.Generator
    ) -> None:
        self.network, self.lesson, self.how, self.rng = network, lesson, how, rng
        self.optimizer = torch.optim.Adam(
            network.parameters(), lr=how.learning_rate, weight_decay=how.weight_decay
        )
        self.sampler = _Sampler(lesson, how)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: _rate(step / self.sampler.steps, how)
        )
        self.target = torch.from_numpy(lesson.label.astype(np.float32)).to(lesson.batches.device)
        self.weight = _held(lesson.weight, lesson.batches.device)
        self.history: list[Epoch] = []
        self.best = deepcopy(network.state_dict())

    def goes_on(self) -> bool:
        """Tell whether another epoch is due."""
        done = len(self.history)
        best = max(self.history, key=lambda e: e.validation_auprc).epoch if done else 0
        if self.how.minutes and sum(e.seconds for e in self.history) >= 60 * self.how.minutes:
            return False
        return done < self.how.epochs and done - best < self.how.patience

    def epoch(self, progress: Progress) -> None:
        """Train for one epoch, and judge it by the validation pairs."""
        from sklearn.metrics import average_precision_score  # a second to import, no screen's

        begun = time.monotonic()
        number = len(self.history)
        loss = _loss(self._steps(number, progress), number)
        rows = self.lesson.validation
        found = scores(self.network, self.lesson.batches, rows)
        auprc = float(average_precision_score(self.lesson.label[rows], found))
        if auprc > max((e.validation_auprc for e in self.history), default=-1.0):
            self.best = deepcopy(self.network.state_dict())
        seconds = round(time.monotonic() - begun, 3)
        self.history.append(Epoch(number + 1, loss, auprc, seconds))

    def _steps(self, epoch: int, progress: Progress) -> list[Tensor]:
        self.network.train()
        losses, epochs = [], self.how.epochs
        for step, drawn in enumerate(self.sampler.epoch(self.rng)):
            batch = self.lesson.batches.mixed(drawn)
            rows = np.concatenate([rows for rows, _ in drawn])
            place = torch.from_numpy(rows).to(self.lesson.batches.device)
            target, weight = self.target[place], None
            if self.weight is not None:
                weight = self.weight[place]
            if self.how.mixup:
                blend = Blend.draw(len(rows), self.how.mixup, self.rng, batch.evidence)
                batch, target = blend.batch(batch), blend(target)
                weight = None if weight is None else blend(weight)
            loss = loss_of(self.network(batch), target, weight)
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            self.optimizer.step()
            self.schedule.step()
            losses.append(loss.detach())
            if step % 50 == 0:
                share = (epoch + step / self.sampler.steps) / epochs
                progress(share, f"epoch {epoch + 1} of {epochs}")
        return losses

    def reached(self) -> Reached:
        """Say all that the rest depends on."""
        optimizer, schedule = self.optimizer.state_dict(), self.schedule.state_dict()
        del schedule["lr_lambdas"]
        facts = {
            "optimizer": optimizer["param_groups"],
            "schedule": schedule,
            "place": self.sampler.place,
            "rng": self.rng.bit_generator.state,
        }
        tensors = prefixed(self.network.state_dict(), "network") | prefixed(self.best, "best")
        for i, moments in optimizer["state"].items():
            tensors |= prefixed(moments, f"moments.{i}")
        tensors |= prefixed(drawing(self.lesson.batches.device), "drawing")
        tensors["order"] = torch.from_numpy(self.sampler.order.copy())
        return Reached(tuple(self.history), facts, tensors)

    def go_on(self, reached: Reached) -> None:
        """Stand where a training stood that was cut short."""
        tensors, facts = reached.tensors, reached.facts
        self.network.load_state_dict(part_of(tensors, "network"))
        self.best = reached.best
        every = range(sum(len(group["params"]) for group in facts["optimizer"]))
        moments = {i: part_of(tensors, f"moments.{i}") for i in every}
        state = {i: found for i, found in moments.items() if found}
        self.optimizer.load_state_dict({"state": state, "param_groups": facts["optimizer"]})
        self.schedule.load_state_dict({**facts["schedule"], "lr_lambdas": [None]})
        self.sampler.order, self.sampler.place = tensors["order"].numpy(), facts["place"]
        self.rng.bit_generator.state = facts["rng"]
        draw_on(part_of(tensors, "drawing"))
        self.history = list(reached.history)


def loss_of(logits: Tensor, target: Tensor, weight: Tensor | None) -> Tensor:
    """Return a batch's cross entropy: a pair of weight 2 counts as one that stands there twice."""
    if weight is None:
        return nn.functional.binary_cross_entropy_with_logits(logits, target)
    each = nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    return (each * weight).sum() / weight.sum()


def _held(array: NDArray[np.float32] | None, device: str) -> Tensor | None:
    return None if array is None else torch.from_numpy(array).to(device)


def _loss(losses: list[Tensor], epoch: int) -> float:
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
        self.steps = how.steps(self.n_drawn // self.n_negative)
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
