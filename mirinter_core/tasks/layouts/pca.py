"""Principal components: the two directions in which points differ most."""

from __future__ import annotations

from typing import Any

import numpy as np

from mirinter_core.progress import Progress
from mirinter_core.tasks.layout import Layout, Parameters, Places, Preset, Vectors


def _lay(vectors: Vectors, parameters: Parameters, seed: int, progress: Progress) -> Places:  # noqa: ARG001
    progress(0.0, "finding the two directions")
    places: Places = _fitted(vectors).transform(vectors).astype(np.float32)
    return places


def _place(new: Vectors, vectors: Vectors, places: Places, parameters: Parameters) -> Places:  # noqa: ARG001
    found: Places = _fitted(vectors).transform(new).astype(np.float32)
    return found


def _fitted(vectors: Vectors) -> Any:
    from sklearn.decomposition import PCA

    return PCA(n_components=2, svd_solver="full").fit(vectors.astype(np.float64))


LAYOUT = Layout(
    title="PCA",
    says="Looks at the points from the side on which they differ most; nothing is bent.",
    reading="Distances and directions mean what they seem to, but only those along two axes are "
    "seen: what lies on one spot may be far apart in all the others.",
    placing="A new point is projected as all others were: exactly.",
    axes=("first principal component", "second principal component"),
    presets={"global": Preset("The whole at once; it has no parameter to choose.", {})},
    lay=_lay,
    place=_place,
)
