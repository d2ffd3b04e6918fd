"""t-SNE: neighbours stay neighbours, all else gives way.

References
----------
van der Maaten and Hinton 2008, JMLR 9:2579. Linderman et al. 2019, doi:10.1038/s41592-018-0308-4
(interpolation). Belkina et al. 2019, doi:10.1038/s41467-019-13055-y (learning rate n / 12).
Policar, Strazar and Zupan 2024, doi:10.18637/jss.v109.i03 (openTSNE, and its `transform`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mirinter_core.progress import Progress
from mirinter_core.tasks.layout import Layout, Parameters, Places, Preset, Vectors
from mirinter_core.tasks.neighbours import nearest, nearest_others

_EARLY, _MAIN = 250, 500  # iterations, as openTSNE's defaults
_EXAGGERATION = 12.0
_INTERPOLATED_FROM = 3_000  # points: below, summing over a tree is faster
# Cells of the interpolation are two units wide, not one: at 20,000 points the divergence rose
# from 2.80 to 2.83, and the time fell to a quarter (`benchmarks/projection.py`).
_CELL = 2
_TELL_EVERY = 10  # iterations
# Of a new point, openTSNE's defaults of `transform`.
_NEW_PERPLEXITY, _NEW_STEPS, _NEW_RATE, _NEW_NEIGHBOURS = 5.0, 250, 0.1, 25


def _lay(vectors: Vectors, parameters: Parameters, seed: int, progress: Progress) -> Places:
    from openTSNE import TSNEEmbedding
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.initialization import pca
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    perplexity = fitting(parameters["perplexity"], len(vectors))
    progress(0.0, "finding neighbours")
    rows, distances = nearest_others(vectors, int(3 * perplexity))
    # One thread: the same sums in the same order, and on two cores as fast.
    affinities = PerplexityBasedNN(
        knn_index=PrecomputedNeighbors(rows, distances), perplexity=perplexity, n_jobs=1
    )
    start = pca(vectors.astype(np.float64), random_state=seed)
    map_ = TSNEEmbedding(start, affinities, random_state=seed, n_jobs=1, **_gradient(len(vectors)))
    for first, steps, settings in (
        (0, _EARLY, {"exaggeration": _EXAGGERATION, "momentum": 0.5}),
        (_EARLY, _MAIN, {"exaggeration": 1.0, "momentum": 0.8}),
    ):
        told = {"callbacks": [_teller(progress, first)], "callbacks_every_iters": _TELL_EVERY}
        map_.optimize(steps, inplace=True, **settings, **told)
    return np.asarray(map_, dtype=np.float32)


def _place(new: Vectors, vectors: Vectors, places: Places, parameters: Parameters) -> Places:  # noqa: ARG001
    """Do what openTSNE's `transform` does, from the arrays that a map is kept as."""
    from openTSNE import PartialTSNEEmbedding, TSNEEmbedding
    from openTSNE.affinity import joint_probabilities_nn

    perplexity = fitting(_NEW_PERPLEXITY, len(vectors))
    k = max(_NEW_NEIGHBOURS, int(3 * perplexity))
    rows, distances = nearest(new, vectors, k)
    near = int(3 * perplexity)
    pulls = joint_probabilities_nn(
        rows[:, :near],
        distances[:, :near],
        [perplexity],
        symmetrize=False,
        normalization="point-wise",
        n_reference_samples=len(vectors),
    )
    middle = places.astype(np.float64)
    centre = (middle.max(axis=0) + middle.min(axis=0)) / 2  # where openTSNE lays its grid
    map_ = TSNEEmbedding(middle - centre, _Known(pulls), **_gradient(len(places)))
    begin = np.median((middle - centre)[rows], axis=1)
    added = PartialTSNEEmbedding(begin, map_, P=pulls, n_jobs=1, **_gradient(len(places)))
    added.optimize(
        _NEW_STEPS,
        learning_rate=_NEW_RATE,
        exaggeration=1.5,
        momentum=0.8,
        max_grad_norm=0.25,
        inplace=True,
    )
    return np.asarray(np.asarray(added) + centre, dtype=np.float32)


class _Known:
    """What a `TSNEEmbedding` asks of the affinities of a map that is not laid out again."""

    def __init__(self, pulls: Any) -> None:
        self.P = _Rows(pulls.shape[1])


class _Rows:
    def __init__(self, n: int) -> None:
        self.shape = (n, n)


def fitting(perplexity: float, points: int) -> float:
    """Return the perplexity, or the largest that so few points allow: a third of the others."""
    return max(1.0, min(perplexity, (points - 1) / 3))


def _gradient(points: int) -> dict[str, Any]:
    if points < _INTERPOLATED_FROM:
        return {"negative_gradient_method": "bh"}
    return {"negative_gradient_method": "fft", "ints_in_interval": _CELL}


def _teller(progress: Progress, first: int) -> Callable[[int, float, object], None]:
    """Make openTSNE's callback: it tells how far the work is, and lets `CancelledError` pass."""

    def tell(step: int, _error: float, _places: object) -> None:
        done, all_ = first + step, _EARLY + _MAIN
        progress(done / all_, f"laying out, step {done} of {all_}")

    return tell


LAYOUT = Layout(
    title="t-SNE",
    says="Keeps each point beside its nearest neighbours, and gives up all larger distances.",
    reading="Who lies beside whom means something. How far clusters lie from each other, how "
    "large they are and how dense does not.",
    placing="A new point is put amid its nearest neighbours and moved until it fits, as "
    "openTSNE places new points; no other point moves.",
    axes=("t-SNE 1 (no unit)", "t-SNE 2 (no unit)"),
    presets={
        "balanced": Preset(
            "About 30 neighbours count for each point (perplexity 30): what most papers show.",
            {"perplexity": 30.0},
        ),
        "local": Preset(
            "About 10 neighbours count (perplexity 10): small families stand apart, large groups "
            "fall into pieces.",
            {"perplexity": 10.0},
        ),
        "global": Preset(
            "About 100 neighbours count (perplexity 100): large groups hold together, small ones "
            "melt into them. Takes longer.",
            {"perplexity": 100.0},
        ),
    },
    lay=_lay,
    place=_place,
)
