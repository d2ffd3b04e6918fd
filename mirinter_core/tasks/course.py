"""The course of a ranking from its top to its end: ROC, precision and recall, by fold and mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mirinter_core.tasks.curves import Curves
from mirinter_core.tasks.ranking import Figure


def roc(found: Curves) -> list[tuple[Figure, Figure]]:
    """Give each fold's false positive rates and recalls, from (0, 0) to (1, 1).

    Between two points the line is straight, which for tied pairs is what chance would give.
    Folds of one class have no curve.
    """
    return [
        (
            np.append(0, found.unlisted[i]) / found.n_unlisted[i],
            np.append(0, found.listed[i]) / found.n_listed[i],
        )
        for i in found.telling
    ]


def precision_recall(found: Curves) -> list[tuple[Figure, Figure]]:
    """Give each fold's recalls and precisions, from recall 0, where the first precision holds."""
    points = []
    for i in found.telling:
        called = found.listed[i] + found.unlisted[i]
        tp, called = found.listed[i][called > 0], called[called > 0]
        precision = tp / called
        recall = tp / found.n_listed[i]
        points.append((np.append(0, recall), np.append(precision[0], precision)))
    return points


def mean_roc(found: Curves, *, points: int = 201) -> tuple[Figure, Figure]:
    """Average the folds' recalls at equal false positive rates, which lie closer near 0."""
    grid = np.linspace(0, 1, points) ** 3
    return grid, _mean([_above(grid, x, y) for x, y in roc(found)], grid)


def mean_precision_recall(found: Curves, *, points: int = 201) -> tuple[Figure, Figure]:
    """Average the folds' precisions at equal recalls.

    Between two points the listed and unlisted pairs grow in step, so precision follows a curve.

    References
    ----------
    Davis and Goadrich 2006, doi:10.1145/1143844.1143874.
    """
    grid = np.linspace(0, 1, points)
    lines = []
    for i in found.telling:
        tp, fp = np.append(0, found.listed[i]), np.append(0, found.unlisted[i])
        wanted = grid * found.n_listed[i]
        wanted[0] = wanted[1] * 1e-6  # at recall 0 there is no precision: the limit is drawn
        k = np.searchsorted(tp, wanted, side="left")
        share = (wanted - tp[k - 1]) / (tp[k] - tp[k - 1])
        lines.append(wanted / (wanted + fp[k - 1] + share * (fp[k] - fp[k - 1])))
    return grid, _mean(lines, grid)


def _above(x: Figure, xs: Figure, ys: Figure) -> Figure:
    """Read a rising curve at x; where it climbs straight up, its upper end."""
    k = np.searchsorted(xs, x, side="right").clip(1, len(xs) - 1)
    run = xs[k] - xs[k - 1]
    share = np.divide(x - xs[k - 1], run, out=np.ones_like(x), where=run > 0).clip(0, 1)
    height: Figure = ys[k - 1] + share * (ys[k] - ys[k - 1])
    return height


def _mean(lines: Sequence[Figure], grid: Figure) -> Figure:
    return np.mean(lines, axis=0) if lines else np.full(len(grid), np.nan)
