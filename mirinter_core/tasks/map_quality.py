"""How far a map can be believed, and whether what it colours apart is apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core.tasks.layout import Places, Vectors
from mirinter_core.tasks.map_points import LISTED, PAIRS
from mirinter_core.tasks.neighbours import nearest_others

NEIGHBOURS = 15
_LOOKED_AT = 200  # neighbours among which strangers are sought
SAMPLE = 2_500  # points: distances between all of them are held at once

Flags = NDArray[np.bool_]


def quality(
    table: pd.DataFrame,
    vectors: Vectors,
    places: Places,
    facts: Mapping[str, Any],
    rng: np.random.Generator,
) -> dict[str, Any]:
    """Measure a map.

    Returns
    -------
    dict
        ``trustworthiness``: how few of a point's neighbours on the map are strangers in the
        space (0 to 1; Venna and Kaski 2001), on ``sample`` points, each among the sample.
        ``subject``: the group asked about, listed pairs or RNAs of one type; ``share``: of the
        map. ``purity``: of the `NEIGHBOURS` nearest of a member, how many are members, in the
        ``space`` and on the ``map``, over all points; ``strangers``: in the space, among the
        nearest that are neither of its family nor of its partner's gene, since relatives are
        listed alike and lie together whatever was understood. ``silhouette``: of member against
        other, -1 to 1, on the sample. Without two groups the last four are missing.
    """
    from sklearn.manifold import trustworthiness

    chosen = np.sort(rng.permutation(len(table))[:SAMPLE])
    k = min(NEIGHBOURS, (len(chosen) - 1) // 2)
    out: dict[str, Any] = {"sample": len(chosen), "neighbours": min(NEIGHBOURS, len(table) - 1)}
    if k > 0:
        close = trustworthiness(vectors[chosen], places[chosen], n_neighbors=k)
        out["trustworthiness"] = round(float(close), 4)
    subject, member = group(table, facts)
    if member.any() and not member.all() and len(table) > 2:
        out |= {"subject": subject, "share": round(float(member.mean()), 6)}
        spaces = {"space": vectors, "map": places}
        out["purity"] = {name: purity(v, member) for name, v in spaces.items()}
        out["purity"]["strangers"] = _among_strangers(vectors, member, table)
        out["silhouette"] = {
            name: _silhouette(v[chosen], member[chosen]) for name, v in spaces.items()
        }
    return out


def group(table: pd.DataFrame, facts: Mapping[str, Any]) -> tuple[str, Flags]:
    """Choose what is asked to be apart: listed pairs, or the RNAs of the commonest type."""
    if facts["of"] == PAIRS:
        return LISTED, (table["label"] == LISTED).to_numpy()
    types = table["type"].value_counts()
    commonest = str(types.index[0]) if len(types) else ""
    return commonest, (table["type"] == commonest).to_numpy()


def purity(points: Vectors, member: Flags) -> float:
    """Return the share of members among the nearest neighbours of a member, on average.

    Without any order it is the share of members among all points.
    """
    rows, _ = nearest_others(points, min(NEIGHBOURS, len(points) - 1))
    return round(float(member[rows[member]].mean()), 4)


def _among_strangers(points: Vectors, member: Flags, table: pd.DataFrame) -> float | None:
    """Do as `purity` without relatives; None where they are not known, or all are relatives."""
    if "partner_group" not in table:
        return None
    rows, _ = nearest_others(points, min(_LOOKED_AT, len(points) - 1))
    strange = np.ones(rows.shape, dtype=np.bool_)
    for column in ("family", "partner_group"):
        kin = np.unique(table[column].to_numpy().astype(str), return_inverse=True)[1]
        strange &= kin[rows] != kin[:, None]
    counted = strange & (np.cumsum(strange, axis=1) <= NEIGHBOURS) & member[:, None]
    total = counted.sum(axis=1)
    if not total.any():
        return None
    shares = (member[rows] & counted).sum(axis=1)[total > 0] / total[total > 0]
    return round(float(shares.mean()), 4)


def _silhouette(points: Vectors, member: Flags) -> float | None:
    from sklearn.metrics import silhouette_score

    if member.all() or not member.any():
        return None
    return round(float(silhouette_score(points, member)), 4)
