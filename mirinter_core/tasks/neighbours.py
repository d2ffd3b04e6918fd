"""Nearest neighbours in the space of the vectors, found exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def nearest(new: Array, among: Array, k: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Find the k nearest of `among` to each of `new`, by Euclidean distance.

    Returns
    -------
    rows : (n, k) int array
        Nearest first; fewer columns if there are not so many.
    distances : (n, k) array
    """
    from sklearn.neighbors import NearestNeighbors

    found = NearestNeighbors(n_neighbors=min(k, len(among)), algorithm="brute").fit(among)
    distances, rows = found.kneighbors(new)
    return rows.astype(np.intp), distances.astype(np.float64)


def nearest_others(points: Array, k: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Find the k nearest other points of each point; twins of equal numbers are neighbours.

    Returns
    -------
    rows, distances : (n, k) arrays
        As `nearest` gives them.
    """
    rows, distances = nearest(points, points, k + 1)
    own = rows == np.arange(len(points))[:, None]
    own[~own.any(axis=1), -1] = True  # among many twins a point may not be found itself
    width = rows.shape[1] - 1
    return rows[~own].reshape(-1, width), distances[~own].reshape(-1, width)
