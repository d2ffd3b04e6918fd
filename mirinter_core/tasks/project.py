"""Lay points out in the plane."""

from __future__ import annotations

import time

import numpy as np

from mirinter_core.errors import DatasetError
from mirinter_core.progress import Progress, part, silent
from mirinter_core.provenance import provenance
from mirinter_core.tasks.layout import LAYOUTS, Vectors
from mirinter_core.tasks.map_points import Points
from mirinter_core.tasks.map_quality import quality
from mirinter_core.tasks.projection import Projection, reduced

KEPT = 50  # numbers a point: what openTSNE's authors take; neighbours are found faster
FEWEST = 5  # points


def project(
    points: Points,
    method: str = "tsne",
    preset: str = "",
    *,
    seed: int = 0,
    progress: Progress = silent,
) -> Projection:
    """Make a map of points; the same points, method and seed give the same map.

    Vectors of more than `KEPT` numbers are first reduced to their principal components.

    Parameters
    ----------
    method : str
        A file of `mirinter_core.tasks.layouts`.
    preset : str
        One of its presets; empty for the usual one.

    Raises
    ------
    PartError
        If there is no such method or preset.
    DatasetError
        If there are too few points.
    """
    layout = LAYOUTS.get(method)
    chosen = layout.preset(preset)
    name = next(n for n, p in layout.presets.items() if p is chosen)
    if len(points.table) < FEWEST:
        raise DatasetError(
            f"{len(points.table)} points make no map; at least {FEWEST} are needed. Take a larger "
            "data set or catalogue."
        )
    begun = time.perf_counter()
    unit = bool(points.facts.get("unit"))
    mean, components, variance = _reduction(points.vectors, unit=unit)
    vectors = reduced(points.vectors, mean, components, unit=unit)
    bar = part(progress, 0.0, 0.9)
    places = layout.lay(vectors, chosen.parameters, seed, bar)
    seconds = time.perf_counter() - begun
    progress(0.92, "measuring how far the map can be believed")
    facts = {
        **points.facts,
        "method": method,
        "preset": name,
        "parameters": dict(chosen.parameters),
        "seed": seed,
        "unit": unit,
        "dim": int(points.vectors.shape[1]),
        "kept_dim": int(vectors.shape[1]),
        "kept_variance": variance,
        "seconds": round(seconds, 1),
    }
    rng = np.random.default_rng([seed, 1])
    facts["quality"] = quality(points.table, vectors, places, facts, rng)
    table = points.table.copy()
    table.insert(table.columns.get_loc("type"), "x", places[:, 0])  # type: ignore[arg-type]
    table.insert(table.columns.get_loc("type"), "y", places[:, 1])  # type: ignore[arg-type]
    told = ("of", "dataset", "catalog", "model", "encoder", "data_digest", "method", "preset")
    made_of = {key: facts[key] for key in told if key in facts}
    return Projection(table, vectors, mean, components, facts, provenance(**made_of, seed=seed))


def _reduction(vectors: Vectors, *, unit: bool) -> tuple[Vectors, Vectors, float]:
    """Find the mean, the principal components to keep, and their share of the variance."""
    from sklearn.decomposition import PCA

    width = vectors.shape[1]
    mean, every = vectors.mean(axis=0), np.empty((0, width), np.float32)
    if width <= KEPT or len(vectors) <= KEPT:
        return mean, every, 1.0
    centred = reduced(vectors, mean, every, unit=unit).astype(np.float64)
    fitted = PCA(n_components=KEPT, svd_solver="covariance_eigh").fit(centred)
    share = float(fitted.explained_variance_ratio_.sum())
    return mean, fitted.components_.astype(np.float32), round(share, 6)
