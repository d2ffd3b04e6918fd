"""How long a map will take, before it is begun."""

from __future__ import annotations

from mirinter_core.tasks.estimate import RATES

_BEGINNING = 3.0  # seconds: a process of its own, and its packages
_PER_PAIR = 1.3e-4  # reading the last hidden layer
# Seconds a point on one core of a 2025 server; benchmarks/projection.py measures them.
_PER_POINT = {
    ("tsne", "local"): 1.1e-3,
    ("tsne", "balanced"): 1.4e-3,
    ("tsne", "global"): 2.8e-3,
    ("umap", "local"): 6e-4,
    ("umap", "balanced"): 8e-4,
    ("umap", "global"): 2.2e-3,
    ("pca", "global"): 1.5e-4,
}
_COMPILING = 8.0  # UMAP, once in a process
_SLOWEST = 400.0  # letters a second of an encoder nobody has measured


def seconds(
    points: int, method: str, preset: str, *, letters: int = 0, encoder: str = "", device: str = ""
) -> float:
    """Estimate a map of so many points; within a factor of three or so.

    Parameters
    ----------
    letters : int
        That the encoder has to read, on a map of RNAs; 0 for pairs.
    """
    total = _BEGINNING + points * _PER_POINT[method, preset]
    total += _COMPILING if method == "umap" else 0.0
    if encoder:
        return total + letters / RATES.get((encoder, device), RATES.get((encoder, "cpu"), _SLOWEST))
    return total + points * _PER_PAIR
