"""Boosted trees as arrays: grown by scikit-learn, scored by torch, saved without a pickle.

Trees take the evidence as it is, gaps and all, and find where it turns by themselves. They are
grown from all pairs at once, not step by step, so a network that holds some is told when:
`mirinter_core.models.network.Grows`.

References
----------
Friedman 2001, doi:10.1214/aos/1013203451; grown by histograms as in Ke et al. 2017 (LightGBM).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mirinter_core.progress import Progress, silent

_LEAVES = 31
_NODES = 2 * _LEAVES - 1
# Each split looks at a part of the columns: many say nearly the same.
# Shallow trees rank as well as deep ones (families held out inside training), and score in a fifth
# of the time.
_GROWTH = {
    "max_leaf_nodes": _LEAVES,
    "max_depth": 6,
    "learning_rate": 0.08,
    "max_features": 0.3,
    "l2_regularization": 5.0,
}
_FEWEST_IN_LEAF = 100
_FEWEST_LEAVES = 200  # a small table must be able to fill so many leaves
_AT_ONCE = 100  # trees between two words of progress
_ROWS = 1024  # scored at once: what is looked up stays in the processor's cache


class Trees(nn.Module):
    """Trees whose leaves are summed; none of them, and a score of 0, until they are grown.

    Parameters
    ----------
    count : int
    columns : int
        Of the evidence.
    """

    column: Tensor
    threshold: Tensor
    child: Tensor
    value: Tensor
    depth: Tensor
    base: Tensor

    def __init__(self, count: int, columns: int) -> None:
        super().__init__()
        self.count, self.columns = count, columns
        shape = count, _NODES
        # Where to look: a column, or that column read so that a gap is the greatest of values.
        self.register_buffer("column", torch.zeros(shape, dtype=torch.int16))
        self.register_buffer("threshold", torch.zeros(shape, dtype=torch.float64))
        self.register_buffer("child", torch.zeros((*shape, 2), dtype=torch.int16))
        self.register_buffer("value", torch.zeros(shape, dtype=torch.float64))
        self.register_buffer("depth", torch.zeros((), dtype=torch.int64))
        self.register_buffer("base", torch.zeros((), dtype=torch.float64))

    @property
    def grown(self) -> bool:
        """Whether there are trees."""
        return bool(self.depth > 0)

    def forward(self, evidence: Tensor) -> Tensor:
        """Return log-odds, shape (batch,), of the evidence's precision."""
        parts = [self._summed(rows) for rows in torch.split(evidence.double(), _ROWS)]
        return torch.cat(parts).to(evidence.dtype) if parts else evidence.new_zeros(0)

    def _summed(self, evidence: Tensor) -> Tensor:
        gap = evidence.isnan()
        least, most = (evidence.masked_fill(gap, end) for end in (-torch.inf, torch.inf))
        shown = torch.cat([least, most], dim=1)
        first = torch.arange(self.count, device=evidence.device)[:, None] * _NODES
        child = (self.child.long() + first[:, :, None]).flatten()
        column, threshold = self.column.long().flatten(), self.threshold.flatten()
        node = first.T.expand(len(evidence), -1)
        for _ in range(int(self.depth)):
            right = shown.gather(1, column[node]) > threshold[node]
            node = child[2 * node + right]
        total: Tensor = self.value.flatten()[node].sum(dim=1) + self.base
        return total

    def grow(
        self,
        evidence: NDArray[np.float32],
        label: NDArray[np.int8],
        *,
        seed: int,
        threads: int | None = None,
        weight: NDArray[np.float32] | None = None,
        progress: Progress = silent,
    ) -> None:
        """Grow trees from described pairs, in place of those there were.

        Parameters
        ----------
        evidence : (n, columns) array
            NaN where nothing is known.
        label : (n,) int array
            Of both classes.
        threads : int or None
            What is grown does not depend on it.
        weight : (n,) array or None
            What each pair counts.
        """
        # Of nothing no threshold can be made: a small table has no near relatives, for one.
        told = np.flatnonzero(~np.isnan(evidence).all(axis=0))
        grown = _grown(evidence[:, told], label, weight, (self.count, seed, threads), progress)
        # scikit-learn tells its trees nowhere in public; a test holds ours to its own scores.
        nodes = [stage[0].nodes for stage in grown._predictors]
        depth = max(int(tree["depth"].max()) for tree in nodes)
        for i, tree in enumerate(nodes):
            self._keep(i, tree, told)
        self.base.fill_(float(np.ravel(grown._baseline_prediction)[0]))
        self.depth.fill_(max(depth, 1))

    def _keep(self, i: int, tree: NDArray[Any], told: NDArray[np.intp]) -> None:
        """Write down one tree as scikit-learn holds it; a leaf leads to itself."""
        n = len(tree)
        itself, leaf = np.arange(n), tree["is_leaf"].astype(bool)
        column = told[np.where(leaf, 0, tree["feature_idx"])]
        column = column + self.columns * (tree["missing_go_to_left"] == 0)
        # A gap alone may be told apart, at an infinite threshold: it must lie above that.
        threshold = np.minimum(tree["num_threshold"], np.finfo(np.float64).max)
        ways = [np.where(leaf, itself, tree[side]) for side in ("left", "right")]
        for kept, found in (
            (self.column, column),
            (self.threshold, np.where(leaf, 0.0, threshold)),
            (self.child, np.stack(ways, axis=1)),
            (self.value, np.where(leaf, tree["value"], 0.0)),
        ):
            kept[i].zero_()
            kept[i, :n] = torch.from_numpy(found.copy()).to(kept.dtype)


def _grown(
    evidence: NDArray[np.float32],
    label: NDArray[np.int8],
    weight: NDArray[np.float32] | None,
    how: tuple[int, int, int | None],
    progress: Progress,
) -> Any:
    """Grow a few trees after the other, so that it can be told how far they are."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # a second to import, no screen's
    from threadpoolctl import threadpool_limits

    count, seed, threads = how
    trees = HistGradientBoostingClassifier(
        **_GROWTH,
        min_samples_leaf=min(_FEWEST_IN_LEAF, max(2, len(label) // _FEWEST_LEAVES)),
        early_stopping=False,
        warm_start=True,
        random_state=seed,
    )
    with threadpool_limits(threads):
        for n in (*range(_AT_ONCE, count, _AT_ONCE), count):
            trees.set_params(max_iter=n).fit(evidence, label, sample_weight=weight)
            progress(n / count, f"grown {n:,} of {count:,} trees")
    return trees
