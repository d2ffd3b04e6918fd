"""Which molecules must be held out together, because knowing one is knowing the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.words import alike

Groups = NDArray[np.intp]  # (molecules,): equal number, held out together


def by_letters(molecules: Sequence[Molecule]) -> Groups:
    """Group the molecules of equal letters, whatever their names."""
    return _numbered(m.digest for m in molecules)


def by_family(molecules: Sequence[Molecule]) -> Groups:
    """Group microRNAs by seed (letters 2-8); every other molecule is a group with its copies."""
    return _numbered(_family(m) for m in molecules)


def by_superfamily(molecules: Sequence[Molecule]) -> Groups:
    """Group seed families whose seeds differ in one letter or are shifted by one.

    Relatives of relatives count, so a group is a chain of such steps.
    """
    families = sorted({_family(m) for m in molecules})
    number = {name: i for i, name in enumerate(families)}
    steps = [(i, number[near]) for name, i in number.items() for near in _relatives(name, number)]
    chains = _components(len(families), steps)
    return chains[np.array([number[_family(m)] for m in molecules], dtype=np.intp)]


def by_partner(molecules: Sequence[Molecule]) -> Groups:
    """Group transcripts of one gene, and sequences that share 30 % of their 12-letter words.

    A gene is known where the header told it. MicroRNAs of one seed family are one group too.
    """
    like = alike([m.letters for m in molecules]).tocoo()
    steps = list(zip(like.row.tolist(), like.col.tolist(), strict=True))
    for name in ("gene", "family", "letters"):
        first: dict[str, int] = {}
        for i, molecule in enumerate(molecules):
            key = _shared(molecule, name)
            if key:
                steps.append((first.setdefault(key, i), i))
    return _components(len(molecules), steps)


def matures_inside(molecules: Sequence[Molecule]) -> list[tuple[int, int]]:
    """Find the hairpins that hold a microRNA of the list: (hairpin's row, microRNA's row)."""
    mirnas = [(i, m.letters) for i, m in enumerate(molecules) if m.type == "miRNA"]
    return [
        (h, i)
        for h, hairpin in enumerate(molecules)
        if hairpin.type == "hairpin"
        for i, letters in mirnas
        if letters in hairpin.letters
    ]


def _family(molecule: Molecule) -> str:
    own = seed(molecule.letters) if molecule.type == "miRNA" else ""
    return own or molecule.digest


def _shared(molecule: Molecule, what: str) -> str:
    if what == "gene":
        return molecule.gene
    return _family(molecule) if what == "family" else molecule.digest


def _relatives(family: str, known: dict[str, int]) -> list[str]:
    """List the known seeds one letter off, and those shifted by one towards the 3' end."""
    if len(family) != 7:  # a molecule's digest, not a seed
        return []
    changed = [family[:i] + letter + family[i + 1 :] for i in range(7) for letter in "ACGU"]
    shifted = [family[1:] + letter for letter in "ACGU"]
    return [near for near in (*changed, *shifted) if near in known and near != family]


def _components(n: int, steps: Sequence[tuple[int, int]]) -> Groups:
    if not steps:
        return np.arange(n, dtype=np.intp)
    a, b = np.array(steps, dtype=np.intp).T
    graph = sparse.coo_array((np.ones(len(a), np.int8), (a, b)), shape=(n, n))
    return connected_components(graph, directed=False)[1].astype(np.intp)


def _numbered(names: Iterable[str]) -> Groups:
    return np.unique(np.array(list(names)), return_inverse=True)[1].astype(np.intp)
