"""Where a partner matches the seed of a miRNA: the strongest single sign of targeting.

A miRNA finds its targets with letters 2 to 8 of its 5' end, the seed. A stretch of the partner
that is the reverse complement of those letters (Watson-Crick only, no G-U) is a *site*. In a
table of sites each stretch stands once, in its strongest class:

===========  ==========================================  =======  =================
class        matches miRNA letters                       letters  also counted as
===========  ==========================================  =======  =================
8mer         2 to 8, and the partner has A facing 1      8        all the others
7mer-m8      2 to 8                                      7        6mer, offset-6mer
7mer-A1      2 to 7, and the partner has A facing 1      7        6mer
6mer         2 to 7                                      6
offset-6mer  3 to 8                                      6
===========  ==========================================  =======  =================

The A is a property of the partner, read by Argonaute itself, whatever letter 1 of the miRNA is.

References
----------
Bartel 2009, doi:10.1016/j.cell.2009.01.002; Friedman 2009, doi:10.1101/gr.082701.108
(offset-6mer); Agarwal 2015, doi:10.7554/eLife.05005; Grimson 2007,
doi:10.1016/j.molcel.2007.06.017 (3' supplementary pairing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirinter_core.molecules.words import encode, words

SITE_CLASSES = ("8mer", "7mer-m8", "7mer-A1", "6mer", "offset-6mer")  # strongest first
NO_SITE = "none"
SITE_WEIGHTS = (3.0, 2.5, 1.5, 0.5, 0.0)  # by class, for counts that are nested: see `seed_score`

Counts = NDArray[np.int32]  # (partners, 5), columns as SITE_CLASSES

PAIRED = {  # letters of the miRNA that pair, by class of site
    "8mer": range(2, 9),
    "7mer-m8": range(2, 9),
    "7mer-A1": range(2, 8),
    "6mer": range(2, 8),
    "offset-6mer": range(3, 9),
}

_COMPLEMENT = {"A": "U", "C": "G", "G": "C", "U": "A"}
_LAST_FACES = {"8mer": 1, "7mer-m8": 2, "7mer-A1": 1, "6mer": 2, "offset-6mer": 3}
_SEED_END = 8  # a shorter query has no whole seed, and no sites
_CORE = 6  # letters of the shortest class, the key of the index
# Row: the class of a stretch; column: the classes it is counted in.
_COUNTED_IN = np.array(
    [[1, 1, 1, 1, 1], [0, 1, 0, 1, 1], [0, 0, 1, 1, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]], np.int32
)


@dataclass(frozen=True)
class Site:
    """A stretch of a partner that matches the seed of a miRNA.

    Parameters
    ----------
    kind : str
        One of `SITE_CLASSES`.
    start, end : int
        First and last letter of the stretch on the partner, 1-based, both included; the A
        facing letter 1 belongs to the stretch in the classes that ask for it.
    """

    kind: str
    start: int
    end: int

    def facing(self, letter: int) -> int:
        """Return the partner's position opposite a letter of the miRNA, if nothing bulges.

        Both are 1-based. The position may lie beyond either end of the partner.
        """
        return self.end + _LAST_FACES[self.kind] - letter


@dataclass(frozen=True)
class BestSites:
    """The best site of each partner: strongest class, then nearest the 5' end.

    Parameters
    ----------
    kind : (partners,) array of str
        One of `SITE_CLASSES`, or ``"none"``.
    start, end : (partners,) array of int
        1-based, both included; 0 where there is no site.
    """

    kind: NDArray[np.str_]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


def site_letters(query: str) -> str:
    """Write what a strong site (7mer-m8) of a query of 8 letters or more looks like, 5' to 3'.

    Examples
    --------
    >>> site_letters("UGAGGUAGUAGGUUGUAUAGUU")
    'CUACCUC'
    """
    return "".join(_COMPLEMENT.get(letter, "N") for letter in query[_SEED_END - 1 : 0 : -1])


def find_sites(query: str, partner: str) -> tuple[Site, ...]:
    """List the sites of one partner, strongest class first, then by position.

    An ambiguous letter, on either side, matches nothing. A query shorter than 8 letters has
    no sites. Overlapping stretches in different registers are different sites.

    Examples
    --------
    >>> find_sites("UAGCUUAUCAGACUGAUGUUGA", "GGAUAAGCUAGG")
    (Site(kind='8mer', start=3, end=10),)
    """
    if len(query) < _SEED_END:
        return ()
    # From the first letter facing 7 to the last one facing 3, with 1 and 2 hanging over the end.
    found = (_site_at(query, partner, first) for first in range(7, len(partner) + 3))
    return tuple(sorted((s for s in found if s), key=_strongest_first))


def supplementary(query: str, partner: str, site: Site) -> int:
    """Measure pairing beyond the seed: the 3' supplementary match of a site (nt).

    The longest unbroken Watson-Crick stretch, from letter 9 of the miRNA on, that holds two or
    more of its letters 13 to 16. The partner's stretch may be shifted by up to 2 nt against the
    seed, as such pairing works with little loss at offsets of -2 to +2 (Grimson 2007).
    By chance every fourth site has three letters or more, and one in twelve four or more.
    """
    return max(_stretch_over_13_to_16(query, partner, site, shift) for shift in range(-2, 3))


def seed_score(counts: Counts) -> NDArray[np.float64]:
    """Weigh the sites of each partner into one number: the ``seed-sites`` baseline.

    3 for an 8mer, 2.5 for a 7mer-m8, 1.5 for a 7mer-A1, 0.5 for a 6mer, over nested counts, so
    that a single 8mer gives 7.5.
    """
    return counts @ np.array(SITE_WEIGHTS)


class SiteIndex:
    """Every 6-letter word of many partners, sorted once, so that a query's sites are looked up.

    Finds what `find_sites` finds, in milliseconds for a whole catalogue. Keeps 5 bytes a letter
    and takes about 25 while it is built, so index a very large catalogue in chunks of partners
    and join the rows: an index is small plain arrays and can be pickled to other processes.

    Parameters
    ----------
    partners : sequence of str
        Clean RNA letters; results have one row for each, in this order.
    """

    def __init__(self, partners: Sequence[str]) -> None:
        # A letter that matches nothing stands between partners, so no word lies across two,
        # and at both ends, so that a word's neighbours always exist.
        joined = "".join(f"N{letters}" for letters in partners) + "N"
        self._letters = encode(joined)
        lengths = np.fromiter((len(p) for p in partners), np.int64, len(partners))
        self._first = np.concatenate([[1], 1 + np.cumsum(lengths + 1)])[: len(partners)]
        codes = words(self._letters, _CORE)
        place = np.int32 if len(joined) < 2**31 else np.int64
        self._bounds = np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=4**_CORE + 1))])
        # A stable sort of 16-bit keys is a radix sort: linear in the letters.
        self._places = np.argsort(codes, kind="stable")[: self._bounds[4**_CORE]].astype(place)

    def __len__(self) -> int:
        """Count the partners."""
        return len(self._first)

    def counts(self, query: str) -> Counts:
        """Count the sites of a query in each partner; shape (partners, 5), see `SITE_CLASSES`.

        A stretch is counted in each class it contains: an 8mer in all five.
        """
        rows, ranks, _ = self.stretches(query)
        each = np.bincount(rows * 5 + ranks, minlength=len(self) * 5).reshape(len(self), 5)
        return each.astype(np.int32) @ _COUNTED_IN

    def best(self, query: str) -> BestSites:
        """Return the best site of a query in each partner: the first of its `find_sites`."""
        rows, ranks, places = self.stretches(query)
        order = np.lexsort((places, ranks, rows))
        found, at = np.unique(rows[order], return_index=True)
        kind = np.full(len(self), NO_SITE, dtype="<U11")
        start, end = np.zeros(len(self), np.int64), np.zeros(len(self), np.int64)
        if len(found):
            chosen = order[at]
            kind[found] = np.array(SITE_CLASSES)[ranks[chosen]]
            start[found] = places[chosen] + 1
            end[found] = start[found] + np.array([8, 7, 7, 6, 6])[ranks[chosen]] - 1
        return BestSites(kind, start, end)

    def stretches(self, query: str) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int64]]:
        """Find every stretch that matches the seed, each once, in its strongest class.

        Returns
        -------
        row, rank, place : (stretches,) int arrays
            The partner, the class as a place in `SITE_CLASSES`, and the first letter, 0-based.
        """
        if len(query) < _SEED_END:
            return np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0, np.int64)
        site = encode(site_letters(query))
        facing_8, facing_2 = site[0], site[-1]
        cores = self._lookup(site[1:])
        with_8 = (self._letters[cores - 1] == facing_8) & (facing_8 < 4)
        with_a = self._letters[cores + _CORE] == 0
        ranks = np.where(with_8, np.where(with_a, 0, 1), np.where(with_a, 2, 3))
        shifted = self._lookup(site[:-1])
        followed = (self._letters[shifted + _CORE] == facing_2) & (facing_2 < 4)
        shifted = shifted[~followed]
        places = np.concatenate([cores - with_8, shifted])
        rows = np.searchsorted(self._first, places, side="right") - 1
        return rows, np.concatenate([ranks, np.full(len(shifted), 4)]), places - self._first[rows]

    def _lookup(self, word: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Return where a word of 6 letters stands; nowhere if it holds an ambiguous letter."""
        code = int(words(word, _CORE)[0])
        if code == 4**_CORE:
            return np.empty(0, np.int64)
        return self._places[self._bounds[code] : self._bounds[code + 1]].astype(np.int64)


def _site_at(query: str, partner: str, first: int) -> Site | None:
    """Return the strongest site whose letter 1 faces position `first` of the partner."""

    def matches(letter: int) -> bool:
        at = first - letter  # 0-based
        return at < len(partner) and _COMPLEMENT.get(query[letter - 1]) == partner[at]

    if not all(matches(letter) for letter in (3, 4, 5, 6, 7)):
        return None
    with_2, with_8 = matches(2), first >= _SEED_END and matches(8)
    if not with_2:
        return Site("offset-6mer", first - 7, first - 2) if with_8 else None
    with_a = first <= len(partner) and partner[first - 1] == "A"
    if with_8:
        return Site("8mer", first - 7, first) if with_a else Site("7mer-m8", first - 7, first - 1)
    return Site("7mer-A1", first - 6, first) if with_a else Site("6mer", first - 6, first - 1)


def _strongest_first(site: Site) -> tuple[int, int]:
    return SITE_CLASSES.index(site.kind), site.start


def _stretch_over_13_to_16(query: str, partner: str, site: Site, shift: int) -> int:
    longest, length = 0, 0
    for letter in range(9, len(query) + 2):  # one beyond the end closes the last stretch
        at = site.facing(letter) - shift
        inside = letter <= len(query) and 1 <= at <= len(partner)
        if inside and _COMPLEMENT.get(query[letter - 1]) == partner[at - 1]:
            length += 1
            continue
        held = min(letter - 1, 16) - max(letter - length, 13) + 1
        longest, length = max(longest, length if held >= 2 else 0), 0
    return longest
