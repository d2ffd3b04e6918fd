"""Decoy microRNAs: as like a query as chance can be, and of no known family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from mirinter_core.models.memory import Memory
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.shuffle import dinucleotide_shuffle
from mirinter_core.molecules.words import encode, words
from mirinter_core.pairing.sites import site_letters
from mirinter_core.tasks.panel import panel

FACTOR = 1.5  # a decoy is like its query if its site stands in so many times more or fewer partners

_SITE = 7
_NEAR = float(np.log(FACTOR)) + 1e-9
_TRIES = 30  # shuffles of the query for each decoy asked for
_TRIES_OF_OTHERS = 10  # of each known microRNA, where the query's own do not suffice


@dataclass(frozen=True)
class Decoys:
    """Decoys of one query.

    Parameters
    ----------
    molecules : tuple of Molecule
        Each with a seed of its own; fewer than asked for if there are no more.
    of_query : int
        Partners that hold the query's strong site (7mer-m8).
    of_each : (n,) int array
        The same of each decoy.
    own : int
        How many are shuffles of the query; the others are of known microRNAs.
    """

    molecules: tuple[Molecule, ...]
    of_query: int
    of_each: NDArray[np.intp]
    own: int

    @property
    def matched(self) -> float:
        """Share of the decoys whose site is within `FACTOR` as frequent as the query's."""
        far = _times(self.of_each, self.of_query)
        return float((far <= _NEAR).mean()) if len(far) else 0.0


def site_holders(partners: Sequence[Molecule]) -> NDArray[np.intp]:
    """Count, for every word of 7 letters, the partners that hold it.

    Returns
    -------
    (4 ** 7 + 1,) int array
        By number of the word: see `mirinter_core.molecules.words`; the last is of ambiguous ones.
    """
    total = np.zeros(4**_SITE + 1, dtype=np.intp)
    for partner in partners:
        total[np.unique(words(encode(partner.letters), _SITE))] += 1
    return total


def decoys_of(
    query: Molecule,
    n: int,
    holders: NDArray[np.intp],
    memory: Memory,
    rng: np.random.Generator,
) -> Decoys:
    """Make decoys of a query: shuffles whose strong site is as frequent in a catalogue as its own.

    None has the seed of the query, of a known human microRNA or of a family that the model
    remembers, so a decoy is listed with nothing. A CpG in the seed makes sites four times rarer:
    hence the match, without which a query with one would look poor and all others rich.

    Parameters
    ----------
    holders : array
        Of the catalogue: see `site_holders`.
    memory : Memory
        Of the model that will score.
    """
    if not seed(query.letters):
        return Decoys((), 0, np.empty(0, np.intp), 0)
    of_query = int(holders[_site(query.letters)])
    taken = {seed(query.letters), *(seed(m.letters) for m in panel())}
    found = _fresh(_shuffles(query.letters, n * _TRIES, rng), taken, memory)
    own = len(found)
    if (_far(found, holders, of_query) <= _NEAR).sum() < n:
        others = [panel()[i].letters for i in rng.permutation(len(panel()))]
        more = chain.from_iterable(_shuffles(o, _TRIES_OF_OTHERS, rng) for o in others)
        found += _fresh(more, taken, memory)
    counts = np.array([holders[_site(s)] for s in found], dtype=np.intp)
    far = _far(found, holders, of_query)
    others_last = (np.arange(len(found)) >= own) | (far > _NEAR)
    best = np.lexsort((far, others_last))[:n]
    molecules = tuple(
        Molecule(f"decoy-{i + 1}", found[k], "miRNA") for i, k in enumerate(best.tolist())
    )
    return Decoys(molecules, of_query, counts[best], int((best < own).sum()))


def _shuffles(letters: str, n: int, rng: np.random.Generator) -> Iterator[str]:
    return (dinucleotide_shuffle(letters, rng) for _ in range(n))


def _fresh(shuffles: Iterator[str], taken: set[str], memory: Memory) -> list[str]:
    """Keep the first of each seed that is nobody's; what is kept is taken from then on."""
    kept = []
    for letters in shuffles:
        own = seed(letters)
        if own not in taken and not memory.knows_family([Molecule("", letters, "miRNA")])[0]:
            kept.append(letters)
        taken.add(own)
    return kept


def _site(letters: str) -> int:
    return int(words(encode(site_letters(letters)), _SITE)[0])


def _far(found: Sequence[str], holders: NDArray[np.intp], of_query: int) -> NDArray[np.float64]:
    counts = np.array([holders[_site(letters)] for letters in found], dtype=np.intp)
    return _times(counts, of_query)


def _times(count: NDArray[np.intp], of_query: int) -> NDArray[np.float64]:
    """Say how many times more or less frequent, as a logarithm of 0 or more.

    Both are counted with one partner more, for what stands in none.
    """
    ratio: NDArray[np.float64] = np.abs(np.log((count + 1) / (of_query + 1)))
    return ratio
