"""A straight line for partners nobody knows: fitted by scikit-learn, scored by torch.

Of a long RNA without a listed pair of its gene only letters speak. What layers and trees learn
there of single genes, by length and composition, does not hold for new ones, and a line learns
less of it: held out inside training, it ranks the partners of new genes and new families better
(lncRNASNP2, by itself and together with other sets). Short RNAs have a site or none, which is no
matter of lines: there it does worse, so that it is asked about long ones alone, and of the types it
was fitted on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mirinter_core.models.recall import COLUMNS, column, of_kinds, of_partner

LONG = 300  # nt: longer than snoRNAs and hairpins are, nearly all
_TYPE = column("any gene with a site")  # one number for all partners of a type: it tells types
_NEEDED = ("sites", "footprint", "partner")  # kinds of evidence
_ALIKE = 2.0  # standard deviations of it that a type may lie from those it was fitted on
_WIDEST = 4.0  # standard deviations: what lies further out is not told apart
_STRENGTH = 0.01  # of the sum over pairs against the weights' squares, halved
_FEWEST = 200  # described rows that are listed, and that are not
_STEPS = 1000


class Line(nn.Module):
    """Log-odds that are a weighed sum of evidence; silent until it is fitted.

    What is not known of a pair counts as the mean, and that it is not known has a weight as well.
    """

    of_partner: Tensor
    needed: Tensor
    mean: Tensor
    spread: Tensor
    weight: Tensor
    base: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("of_partner", torch.from_numpy(of_partner()), persistent=False)
        self.register_buffer("needed", torch.zeros(COLUMNS, dtype=torch.bool))
        self.register_buffer("mean", torch.zeros(COLUMNS, dtype=torch.float64))
        self.register_buffer("spread", torch.ones(COLUMNS, dtype=torch.float64))
        self.register_buffer("weight", torch.zeros(2 * COLUMNS, dtype=torch.float64))
        self.register_buffer("base", torch.zeros((), dtype=torch.float64))

    @property
    def fitted(self) -> bool:
        """Whether it has something to say."""
        return bool(self.weight.any())

    def speaks(self, evidence: Tensor) -> Tensor:
        """Mark the pairs it is asked about, shape (batch,).

        Their partner is long, of a type it was fitted on, and nothing is known of it or its gene.
        What the letters and other pairs of its type say must be known as it was in the fit: where
        that is hidden, or nothing is known of the type, it is silent. The query's family may be
        hidden.
        """
        told = ~evidence[:, self.needed].isnan().any(dim=1)
        far = (evidence[:, _TYPE].double() - self.mean[_TYPE]).abs() > _ALIKE * self.spread[_TYPE]
        return _strange(evidence, self.of_partner) & told & ~far

    def forward(self, evidence: Tensor) -> Tensor:
        """Return log-odds, shape (batch,), of the evidence's precision."""
        total: Tensor = self._told(evidence.double()) @ self.weight + self.base
        return total.to(evidence.dtype)

    def fit(
        self,
        evidence: NDArray[np.float32],
        label: NDArray[np.int8],
        weight: NDArray[np.float32] | None = None,
    ) -> None:
        """Fit it to the described pairs of long partners of which nothing is known.

        It is silent where these are too few.

        Parameters
        ----------
        evidence : (n, columns) array
            NaN where nothing is known.
        label : (n,) int array
        weight : (n,) array or None
            What each pair counts.
        """
        self.weight.zero_()
        asked = _strange(torch.from_numpy(evidence), self.of_partner).numpy()
        shown, label = evidence[asked].astype(np.float64), label[asked]
        if min(label.sum(), len(label) - label.sum()) < _FEWEST:
            return
        known = ~np.isnan(shown)
        count = np.maximum(known.sum(axis=0), 1)
        mean = np.where(known, shown, 0.0).sum(axis=0) / count
        spread = np.sqrt((np.where(known, shown - mean, 0.0) ** 2).sum(axis=0) / count)
        self.needed.copy_(torch.from_numpy(known.all(axis=0) & of_kinds(_NEEDED)))
        self.mean.copy_(torch.from_numpy(mean))
        self.spread.copy_(torch.from_numpy(np.where(spread > 0, spread, 1.0)))
        told = self._told(torch.from_numpy(shown)).numpy()
        varies = told.std(axis=0) > 0
        counted = None if weight is None else weight[asked]
        found = _fitted(told[:, varies], label, counted)
        self.weight[torch.from_numpy(varies)] = torch.from_numpy(found.coef_[0])
        self.base.fill_(float(found.intercept_[0]))

    def _load_from_state_dict(self, state_dict: dict[str, Any], prefix: str, *rest: Any) -> None:
        """Stay silent in a model that was trained before there was a line."""
        for name, silent in self.state_dict().items():
            state_dict.setdefault(prefix + name, silent)
        super()._load_from_state_dict(state_dict, prefix, *rest)

    def _told(self, evidence: Tensor) -> Tensor:
        """Give each column by its spread, and whether it is not known: (batch, 2 columns)."""
        normal = ((evidence - self.mean) / self.spread).clamp(-_WIDEST, _WIDEST)
        return torch.cat([normal.nan_to_num(nan=0.0), evidence.isnan().double()], dim=1)


def _strange(evidence: Tensor, of_partner: Tensor) -> Tensor:
    """Mark the pairs whose partner is long and of which nothing is known."""
    unknown = evidence[:, of_partner].isnan().all(dim=1)
    return unknown & (evidence[:, column("log length")] >= np.log(LONG))


def _fitted(
    told: NDArray[np.float64], label: NDArray[np.int8], weight: NDArray[np.float32] | None
) -> Any:
    from sklearn.linear_model import LogisticRegression  # a second to import, no screen's
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # sums in another order are other weights
        return LogisticRegression(C=_STRENGTH, tol=1e-8, max_iter=_STEPS).fit(
            told, label, sample_weight=weight
        )
