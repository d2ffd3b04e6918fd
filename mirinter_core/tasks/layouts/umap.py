"""UMAP: a graph of neighbours, drawn so that its edges are short.

References
----------
McInnes, Healy and Melville 2018, arXiv:1802.03426; the places of new points as its section on
transforming new data, with exact neighbours.
"""

from __future__ import annotations

import warnings
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mirinter_core.progress import Progress
from mirinter_core.tasks.layout import Layout, Parameters, Places, Preset, Vectors
from mirinter_core.tasks.neighbours import nearest, nearest_others

_SEED = 0  # of a new point's steps: the same query always lands on the same spot
_STEPS, _REPELLED, _FIRST_RATE = 100, 5, 0.25
_LONGEST = 4.0  # the longest step, as in UMAP


def _lay(vectors: Vectors, parameters: Parameters, seed: int, progress: Progress) -> Places:
    progress(0.0, "getting UMAP ready")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Tensorflow", category=ImportWarning)
        from umap import UMAP  # brings numba, which takes seconds

    k = _neighbours(parameters, len(vectors))
    progress(0.05, "finding neighbours")
    rows, distances = nearest_others(vectors, k - 1)
    own = np.arange(len(vectors))[:, None]  # UMAP counts a point among its own neighbours
    known = (
        np.hstack([own, rows]),
        np.hstack([np.zeros((len(vectors), 1)), distances]).astype(np.float32),
    )
    progress(0.2, "laying out (UMAP tells no steps)")
    method = UMAP(
        n_neighbors=k,
        min_dist=parameters["min_dist"],
        precomputed_knn=known,
        init="pca",
        random_state=seed,
        n_jobs=1,  # one thread: else the same seed gives another map
    )
    with warnings.catch_warnings():
        # It says that it will not place new points by these neighbours: `_place` does.
        warnings.filterwarnings("ignore", message=".*knn_search_index.*")
        return np.asarray(method.fit_transform(vectors), dtype=np.float32)


def _place(new: Vectors, vectors: Vectors, places: Places, parameters: Parameters) -> Places:
    k = _neighbours(parameters, len(vectors))
    rows, distances = nearest(new, vectors, k)
    pulls = np.stack([_pulls(d) for d in distances])
    amid = places.astype(np.float64)
    found = np.einsum("nk,nkd->nd", pulls / pulls.sum(axis=1, keepdims=True), amid[rows])
    return _moved(found, (rows, pulls), amid, parameters["min_dist"]).astype(np.float32)


def _neighbours(parameters: Parameters, points: int) -> int:
    return min(int(parameters["n_neighbors"]), max(2, points - 1))


def _pulls(distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say how strongly each neighbour holds a point: together, log2(k) of them."""
    beyond = np.maximum(distances - distances[0], 0.0)
    low, high = 1e-6, max(float(beyond.max()) * 100, 1e-3)
    for _ in range(64):
        width = (low + high) / 2
        if np.exp(-beyond / width).sum() > np.log2(len(distances)):
            high = width
        else:
            low = width
    held: NDArray[np.float64] = np.exp(-beyond / high)
    return held


def _moved(
    start: NDArray[np.float64],
    held: tuple[NDArray[np.intp], NDArray[np.float64]],
    amid: NDArray[np.float64],
    min_dist: float,
) -> NDArray[np.float64]:
    """Move points by UMAP's forces, towards neighbours and off points drawn at random."""
    a, b = _curve(min_dist)
    rows, pulls = held
    rng = np.random.default_rng(_SEED)
    drawn = rng.integers(0, len(amid), (_STEPS, rows.shape[1], _REPELLED))  # for all points alike
    at = start.copy()
    for step in range(_STEPS):
        rate = _FIRST_RATE * (1 - step / _STEPS)
        to = at[:, None] - amid[rows]
        square = np.maximum((to**2).sum(axis=2, keepdims=True), 1e-12)
        attract = -2 * a * b * square ** (b - 1) / (1 + a * square**b) * to
        off = at[:, None, None] - amid[drawn[step]]
        square = (off**2).sum(axis=3, keepdims=True)
        repel = 2 * b / ((0.001 + square) * (1 + a * square**b)) * off
        force = attract.clip(-_LONGEST, _LONGEST) + repel.clip(-_LONGEST, _LONGEST).sum(axis=2)
        at += rate * (pulls[:, :, None] * force).sum(axis=1) / pulls.sum(axis=1)[:, None]
    return at


@cache
def _curve(min_dist: float) -> tuple[float, float]:
    """Fit 1 / (1 + a d^2b) to a pull that is full up to `min_dist` and fades with distance."""
    from scipy.optimize import curve_fit

    d = np.linspace(0, 3, 300)
    pull = np.where(d < min_dist, 1.0, np.exp(-(d - min_dist)))
    (a, b), _ = curve_fit(lambda x, a, b: 1 / (1 + a * x ** (2 * b)), d, pull)
    return float(a), float(b)


LAYOUT = Layout(
    title="UMAP",
    says="Draws the graph of nearest neighbours with short edges; groups come out compact.",
    reading="Who lies beside whom means something, and neighbouring groups often are related. "
    "Distances between groups and their sizes are not to scale.",
    placing="A new point is put amid its nearest neighbours, weighted as UMAP weighs them, and "
    "moved by UMAP's forces; neighbours are found exactly and no other point moves.",
    axes=("UMAP 1 (no unit)", "UMAP 2 (no unit)"),
    presets={
        "balanced": Preset(
            "15 neighbours, closest points 0.1 apart: UMAP's own defaults.",
            {"n_neighbors": 15.0, "min_dist": 0.1},
        ),
        "local": Preset(
            "8 neighbours, closest points 0.02 apart: fine grain, many small groups.",
            {"n_neighbors": 8.0, "min_dist": 0.02},
        ),
        "global": Preset(
            "60 neighbours, closest points 0.5 apart: the large shape, few groups.",
            {"n_neighbors": 60.0, "min_dist": 0.5},
        ),
    },
    lay=_lay,
    place=_place,
)
