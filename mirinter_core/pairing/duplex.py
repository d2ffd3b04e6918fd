"""How two RNAs pair, letter by letter, and how strongly: ViennaRNA's duplex at 37 degrees C.

Only pairs *between* the two RNAs are considered, none within either, so the energy says how well
the strands fit and nothing of what opening their own structure costs: see
`mirinter_core.pairing.accessibility`. Throughout, 1 is the partner and 2 the query, and the
notation is IntaRNA's.

References
----------
Lorenz 2011, doi:10.1186/1748-7188-6-26 (ViennaRNA); Mann 2017, doi:10.1093/nar/gkx279 (IntaRNA).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

import RNA

from mirinter_core.pairing.sites import PAIRED, Site

# Room for an internal loop between the seed and the 3' part of the miRNA. A bulge of 15 nt costs
# about 5 kcal/mol, more than most 3' parts pay back, and a wider margin finds more and more
# duplexes that leave the site (1 in 6 of them at 15 nt, 1 in 4 at 40).
_LOOP = 15
_DANGLE = 1  # the letter beyond the last pair, which stacks on it
_SEED_CORE = range(3, 8)  # letters of the miRNA paired in every class of site


@dataclass(frozen=True)
class Duplex:
    """The pairing of a partner (1) and a query (2), or none.

    Parameters
    ----------
    energy : float
        kcal/mol, below 0; 0 if the two do not pair.
    start1, end1, start2, end2 : int
        First and last paired letter on partner and query, 1-based, both included; 0 if none.
    subseq_dp : str
        The letters from first to last pair, 5' to 3', ``partner&query``: IntaRNA's ``subseqDP``.
    hybrid_dp : str
        Their pairs, ``(`` on the partner with ``)`` on the query: IntaRNA's ``hybridDP``.
    """

    energy: float = 0.0
    start1: int = 0
    end1: int = 0
    start2: int = 0
    end2: int = 0
    subseq_dp: str = ""
    hybrid_dp: str = ""

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The paired positions (partner, query), 1-based, from the partner's 5' end on."""
        top, _, bottom = self.hybrid_dp.partition("&")
        on_partner = [self.start1 + k for k, mark in enumerate(top) if mark == "("]
        on_query = [self.start2 + k for k, mark in enumerate(bottom) if mark == ")"]
        return tuple(zip(on_partner, reversed(on_query), strict=True))

    def holds(self, site: Site) -> bool:
        """Tell whether letters 3 to 7 of the query pair with this site, in its register."""
        return self._pairs_all(site, _SEED_CORE)

    def fills(self, site: Site) -> bool:
        """Tell whether every letter of the query that the site matches pairs with it."""
        return self._pairs_all(site, PAIRED[site.kind])

    def _pairs_all(self, site: Site, letters: Iterable[int]) -> bool:
        return {(site.facing(letter), letter) for letter in letters} <= set(self.pairs)


def fold(query: str, partner: str, *, around: Site | None = None) -> Duplex:
    """Find the strongest duplex of two RNAs, anywhere on the partner or at one site.

    Letters other than A, C, G and U pair with nothing. The same letters always give the same
    duplex.

    Parameters
    ----------
    query, partner : str
        5' to 3'.
    around : Site, optional
        Fold only the letters that the query can reach from this site, and take the strongest
        duplex that holds the site's own pairs. Where there is none the strongest duplex nearby
        is returned, and its positions and `Duplex.holds` say so: about 1 site in 40, most of
        them with a part of the seed. Takes about 1 ms; without a site the whole partner is
        folded, 20 ms for 1,000 nt, linear in its length.
    """
    start, end = (0, len(partner)) if around is None else _reach(query, partner, around)
    stretch = _pairable(partner[start:end])
    if not stretch or not query:
        return Duplex()
    best = RNA.duplexfold(stretch, _pairable(query))
    if best.energy >= 0:  # apart is better
        return Duplex()
    duplex = _read(best, query, partner, start)
    if around is None or duplex.fills(around):
        return duplex
    others = list(_weaker(query, partner, start, end, best.energy))
    filling = [d for d in others if d.fills(around)]
    holding = [duplex] if duplex.holds(around) else [d for d in others if d.holds(around)]
    return min(filling or holding, key=_strongest_first, default=duplex)


def _reach(query: str, partner: str, site: Site) -> tuple[int, int]:
    """Return the stretch (0-based, half-open) that a query bound at the site can pair with."""
    start = site.facing(len(query)) - 1 - _LOOP
    return max(start, 0), min(max(site.end, site.facing(1)) + _DANGLE, len(partner))


def _weaker(query: str, partner: str, start: int, end: int, energy: float) -> Iterator[Duplex]:
    """Yield, for every possible last pair, the strongest duplex that ends in it."""
    span = ceil(-energy * 100)  # in units of 0.01 kcal/mol: all that are below 0
    found = RNA.duplex_subopt(_pairable(partner[start:end]), _pairable(query), span, 0)
    return (_read(one, query, partner, start) for one in found if one.energy < 0)


def _strongest_first(duplex: Duplex) -> tuple[float, int, int]:
    return duplex.energy, duplex.start1, duplex.start2


def _read(found: RNA.duplexT, query: str, partner: str, offset: int) -> Duplex:
    """Translate ViennaRNA's answer, which counts the dangling letters at both ends, to ours."""
    top, bottom = found.structure.split("&")
    first = offset + found.i - len(top) + 1  # `i` is the last letter of the first strand
    start1, end1 = first + top.index("("), first + top.rindex("(")
    start2, end2 = found.j + bottom.index(")"), found.j + bottom.rindex(")")
    return Duplex(
        energy=round(found.energy, 2),
        start1=start1,
        end1=end1,
        start2=start2,
        end2=end2,
        subseq_dp=f"{partner[start1 - 1 : end1]}&{query[start2 - 1 : end2]}",
        hybrid_dp=f"{top.strip('.')}&{bottom.strip('.')}",
    )


def _pairable(letters: str) -> str:
    return re.sub("[^ACGU]", "N", letters)
