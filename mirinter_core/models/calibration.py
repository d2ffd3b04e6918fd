"""What a score is worth: the listed share of held-out pairs that scored alike.

A calibration holds one curve for each regime (how much of the pair the model knew) and type of
partner, made of pairs that were held out by the protocol that hides as much. A type or regime
without a curve has no probability: none is made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirinter_core import home
from mirinter_core.errors import ModelError, StorageError

FORMAT_VERSION = 1
FILE = "calibration.json"

Figures = NDArray[np.float64]


def regime(*, family_known: bool, partner_known: bool) -> str:
    """Name a regime as tables do.

    Examples
    --------
    >>> regime(family_known=False, partner_known=True)
    'family new, partner known'
    """
    family, partner = ("known" if known else "new" for known in (family_known, partner_known))
    return f"family {family}, partner {partner}"


# What each regime is measured by. A known family is met by a new member of it, the usual query:
# letters that stood in training are the easier case, and their listed pairs are known anyway.
PROTOCOL_OF: dict[str, str] = {
    regime(family_known=True, partner_known=True): "denovo-mirna",
    regime(family_known=False, partner_known=True): "denovo-family",
    regime(family_known=True, partner_known=False): "new-partner",
    regime(family_known=False, partner_known=False): "both-new",
}


@dataclass(frozen=True)
class Curve:
    """The listed share by score, for pairs of one regime and type.

    Parameters
    ----------
    protocol, dataset : str
        How and where the pairs behind it were held out.
    n, listed, families : int
        Pairs behind it, how many of them are listed, and of how many seed families.
    score : tuple of float
        Knots, rising.
    share, low, high : tuple of float
        Listed share of pairs that score so, and its interval (95 %, over seed families), at the
        prevalence `listed` / `n`. Rising with the score.
    least, most : tuple of float
        Range of four in five single families' own shares: what one new microRNA may meet.
    pairs : tuple of int
        Held-out pairs around each knot.
    """

    protocol: str
    dataset: str
    n: int
    listed: int
    families: int
    score: tuple[float, ...]
    share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    least: tuple[float, ...]
    most: tuple[float, ...]
    pairs: tuple[int, ...]

    @property
    def prevalence(self) -> float:
        """Listed share of all pairs behind it."""
        return self.listed / self.n

    def at(self, score: Figures | float, of: str = "share") -> Figures:
        """Read the curve, straight between knots and level beyond them.

        Parameters
        ----------
        of : {"share", "low", "high", "least", "most"}
        """
        return np.asarray(np.interp(score, self.score, getattr(self, of)), dtype=np.float64)

    def like(self, score: float) -> int:
        """Count the held-out pairs that scored like this: those around the nearest knot."""
        nearest = int(np.argmin(np.abs(np.array(self.score) - score)))
        return self.pairs[nearest]


def reweighted(share: Figures, measured: float, assumed: float) -> Figures:
    """Turn a share at one prevalence into what it would be at another, by Bayes' rule.

    All stay all, and none none. Nothing else is taken into account: the pairs of a regime are
    assumed to score as those that were held out did, and only more or fewer of them to be listed.
    """
    listed = share * assumed * (1 - measured)
    others = (1 - share) * (1 - assumed) * measured
    total = np.asarray(listed + others, dtype=np.float64)
    out = np.array(share, dtype=np.float64)
    return np.divide(listed, total, out=out, where=total > 0)


@dataclass(frozen=True)
class Calibration:
    """Curves by regime and type of partner.

    Parameters
    ----------
    curves : mapping of (str, str) to Curve
    """

    curves: Mapping[tuple[str, str], Curve]

    def curve(self, regime: str, partner_type: str) -> Curve | None:
        """Return the curve for pairs of a regime and a type, or None if nothing was measured."""
        return self.curves.get((regime, partner_type))

    def probability(
        self, score: Figures, regimes: NDArray[Any], partner_types: NDArray[Any]
    ) -> Figures:
        """Give each pair's listed share; NaN where nothing was measured.

        Parameters
        ----------
        score : (n,) float array
        regimes, partner_types : (n,) arrays of str
        """
        found = np.full(len(score), np.nan)
        for (name, kind), curve in self.curves.items():
            rows = (regimes == name) & (partner_types == kind)
            found[rows] = curve.at(score[rows])
        return np.round(found, 4)

    def save(self, folder: Path) -> None:
        """Write ``calibration.json`` into a model's folder."""
        rows = [
            {"regime": regime, "partner_type": kind, **asdict(curve)}
            for (regime, kind), curve in sorted(self.curves.items())
        ]
        home.write_json(folder / FILE, {"format_version": FORMAT_VERSION, "curves": rows})


def load(folder: Path) -> Calibration | None:
    """Read a model's calibration; None if it has none.

    Raises
    ------
    ModelError
        If it is damaged or of a newer format.
    """
    if not (folder / FILE).is_file():
        return None
    try:
        rows = home.read_json(folder / FILE, version=FORMAT_VERSION)["curves"]
        return Calibration({(r.pop("regime"), r.pop("partner_type")): _curve(r) for r in rows})
    except (StorageError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(
            f"{folder / FILE} is damaged: {error}. Calibrate the model again, or remove the file."
        ) from error


def _curve(row: dict[str, Any]) -> Curve:
    lists = ("score", "share", "low", "high", "least", "most", "pairs")
    values: dict[str, Any] = {k: tuple(v) if k in lists else v for k, v in row.items()}
    curve = Curve(**values)
    if not curve.score or len({len(getattr(curve, k)) for k in lists}) > 1:
        raise ValueError("a curve without knots, or with lists of different lengths")
    return curve
