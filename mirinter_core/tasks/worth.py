"""What a score is worth, as a sentence: of pairs that scored like this, how many were listed."""

from __future__ import annotations

from dataclasses import dataclass

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.models.calibration import (
    PROTOCOL_OF,
    Calibration,
    Curve,
    regime,
    reweighted,
)
from mirinter_core.models.memory import Memory
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.trust import KNOWN_SIBLINGS

_WORDS = {
    "family new, partner known": "a real microRNA of a new family and a known partner",
    "family known, partner known": "a known family and a known partner",
    "family known, partner new": "a known family and a new partner",
    "family new, partner new": "a real microRNA of a new family and a new partner",
}
# A curve counts the pairs of its regime alone: see `mirinter_core.tasks.calibrate`.
_HELD = {PROTOCOL_OF[regime(family_known=True, partner_known=True)]: KNOWN_SIBLINGS}


@dataclass(frozen=True)
class Worth:
    """The listed share of held-out pairs that scored like a pair.

    Parameters
    ----------
    share, low, high : float
        The share, and its interval (95 %, over seed families), at `prevalence`.
    least, most : float
        Range of four in five single families.
    pairs : int
        Held-out pairs around this score.
    prevalence : float
        Listed share of all held-out pairs, or what was assumed instead.
    measured : float
        Listed share of all held-out pairs.
    """

    regime: str
    partner_type: str
    share: float
    low: float
    high: float
    least: float
    most: float
    pairs: int
    families: int
    prevalence: float
    measured: float
    protocol: str
    dataset: str

    @property
    def sentence(self) -> str:
        """Say it, with what it rests on. Listed is not bound."""
        assumed = self.prevalence != self.measured
        held = _HELD.get(self.protocol) or PROTOCOLS[self.protocol].held
        supposed = f", re-weighted to {100 * self.prevalence:.2g} in 100" if assumed else ""
        return (
            f"Of 100 pairs scored like this for {_WORDS[self.regime]}, about "
            f"{_hundred(self.share)} {'would be' if assumed else 'were'} listed "
            f"({_hundred(self.low)} to {_hundred(self.high)}; "
            f"in four of five single families {_hundred(self.least)} to {_hundred(self.most)}). "
            f"Measured on "
            f"{self.pairs:,} held-out pairs of {self.dataset} that scored so (hidden from the "
            f"model: {held}); of all pairs there "
            f"{100 * self.measured:.2g} in 100 are listed{supposed}."
        )


def worth(
    score: float,
    where: tuple[str, str],
    calibration: Calibration | None,
    *,
    assumed: float | None = None,
) -> Worth | None:
    """Say what a score is worth; None where nothing was measured.

    Parameters
    ----------
    where : (str, str)
        Regime and type of the partner: see `regime_and_type`.
    assumed : float or None
        Another listed share of all pairs, 0 to 1: the shares are re-weighted by Bayes' rule,
        which is all it does.
    """
    curve = calibration.curve(*where) if calibration else None
    if curve is None:
        return None
    prevalence = curve.prevalence if assumed is None else assumed
    share, low, high, least, most = (
        _read(curve, score, of, prevalence) for of in ("share", "low", "high", "least", "most")
    )
    return Worth(
        regime=where[0],
        partner_type=where[1],
        share=share,
        low=low,
        high=high,
        least=least,
        most=most,
        pairs=curve.like(score),
        families=curve.families,
        prevalence=prevalence,
        measured=curve.prevalence,
        protocol=curve.protocol,
        dataset=curve.dataset,
    )


def regime_and_type(query: Molecule, partner: Molecule, memory: Memory) -> tuple[str, str]:
    """Say how much of a pair a model knew, and the partner's type as its books call it."""
    known = bool(memory.knows_partners([partner])[0])
    family = bool(memory.knows_family([query])[0])
    return regime(family_known=family, partner_known=known), memory.book(partner) or partner.type


def _read(curve: Curve, score: float, of: str, prevalence: float) -> float:
    share = curve.at(score, of)
    return float(reweighted(share, curve.prevalence, prevalence))


def _hundred(share: float) -> str:
    """Write a share as a number of 100, to what is known of it.

    Examples
    --------
    >>> _hundred(0.094), _hundred(0.0049), _hundred(0.0), _hundred(0.998)
    ('9', '0.5', '0', '99')
    """
    of_100 = min(100 * share, 99.0) if share < 1 else 100.0  # only all is 100
    return f"{of_100:.0f}" if of_100 >= 2 or of_100 == 0 else f"{of_100:.1g}"
