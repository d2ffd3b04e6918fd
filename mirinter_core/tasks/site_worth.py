"""What a model makes of each single site: its surroundings, and what it adds to the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mirinter_core.models.book import MIDDLE
from mirinter_core.models.recall import Footprint, footprint_along
from mirinter_core.models.scene import Partners
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.sites import Site
from mirinter_core.tasks.contribution_words import FEW
from mirinter_core.tasks.weighing import Weighed, of_new_family

_CORE = (4, 5, 6)  # letters of the miRNA: without their faces no class of site is left
_FIRST = 8  # the letter of the miRNA that faces the first letter of a strong site


@dataclass(frozen=True)
class SiteWorth:
    """What the model makes of one site.

    Parameters
    ----------
    occupied : float or None
        How likely a site at this place is occupied, judged by the sites of *other* families
        around it (0 to 1; drawn to the gene's average where few are known); None where none is
        near, and where a strong site would hang over the partner's end.
    families : float
        How many other families' sites within the middle reach (see
        `mirinter_core.models.book.REACHES`) that rests on, as far as their labels are known.
    listed : float
        How many of them are listed for being here.
    adds : float
        The score less the score with this site's core (the letters facing 4 to 6) masked; what is
        known of the partner and of the query's family is held.
    adds_new_family : float
        The same for a query of whose family nothing is known: where listed siblings say it all,
        a site adds little to it.
    """

    occupied: float | None
    families: float
    listed: float
    adds: float
    adds_new_family: float


def site_worths(pair: Weighed, sites: Sequence[Site]) -> tuple[SiteWorth, ...]:
    """Judge some sites of the query of a pair on its partner."""
    if not sites:
        return ()
    query, partner = pair.orders[0]
    masked = pair.changed([(query, _masked(partner, site)) for site in sites])
    whole = pair.described[None]
    adds = pair.score(whole) - pair.score(masked)
    new = pair.score(of_new_family(whole)) - pair.score(of_new_family(masked))
    along = footprint_of(pair)
    worths = []
    for i, site in enumerate(sites):
        place = site.facing(_FIRST) - 1
        inside = 0 <= place < len(along.judged)
        at = [float(part[place, MIDDLE]) if inside else 0.0 for part in _parts(along)]
        worths.append(
            SiteWorth(
                occupied=round(at[0], 4) if inside and at[1] >= FEW else None,
                families=round(at[1], 3),
                listed=round(at[2], 3),
                adds=round(float(adds[i]), 6),
                adds_new_family=round(float(new[i]), 6),
            )
        )
    return tuple(worths)


def footprint_of(pair: Weighed) -> Footprint:
    """Judge every place of the pair's partner."""
    book = pair.book()
    return footprint_along(book, Partners.of(book.atlas, [pair.orders[0][1]]), 0)


def _parts(along: Footprint) -> tuple[NDArray[np.float64], ...]:
    return along.judged, along.families, along.owed


def _masked(partner: Molecule, site: Site) -> Molecule:
    letters = list(partner.letters)
    for letter in _CORE:
        letters[site.facing(letter) - 1] = "N"
    return replace(partner, letters="".join(letters))
