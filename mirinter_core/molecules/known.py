"""The miRNAs that are known: exact matches, nearest by edits, families and names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import edlib

from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule

_ACCESSION = re.compile(r"\bMI(?:MAT)?\d{7}\b")
_SHORTEST_ARM = 15  # nt: the shortest mature miRNA of miRBase 22


@dataclass(frozen=True)
class Near:
    """A known miRNA near a query.

    Parameters
    ----------
    id : str
        The first of its names; `KnownMirnas.names` gives all.
    edits : int
        Letters to change, insert or delete between the two.
    same_family : bool
        Whether letters 2 to 8 are the same.
    letters : str
        Its sequence.
    """

    id: str
    edits: int
    same_family: bool
    letters: str


class Arm(NamedTuple):
    """A known miRNA inside a longer RNA, 1-based and inclusive."""

    id: str
    start: int
    end: int


class KnownMirnas:
    """Known mature miRNAs, by letters, by seed and by name.

    Letter-identical miRNAs are one entry with several names.

    Parameters
    ----------
    molecules : iterable of Molecule
        In order of preference: the first name is the one shown.
    """

    def __init__(self, molecules: Iterable[Molecule]) -> None:
        self._molecules = tuple(molecules)
        self._ids: dict[str, list[str]] = {}
        for molecule in self._molecules:
            self._ids.setdefault(molecule.letters, []).append(molecule.id)

    def __len__(self) -> int:
        """Count the distinct sequences."""
        return len(self._ids)

    def names(self, letters: str) -> tuple[str, ...]:
        """Give the ids of the miRNAs that have exactly these letters."""
        return tuple(self._ids.get(letters, ()))

    def family(self, letters: str) -> tuple[str, ...]:
        """Give the ids of all miRNAs with the seed of these letters; none if they have no seed."""
        return tuple(self._families.get(seed(letters), ()))

    def nearest(self, letters: str, n: int = 3) -> list[Near]:
        """Give the `n` distinct known sequences with the fewest edits, nearest first.

        Among equals those of the query's seed family come first, then the order given. An
        exact match has 0 edits. 30,721 distinct miRNAs of all species take 0.1 s.
        """
        own = seed(letters)
        found: list[tuple[int, bool, int, str]] = []
        bound = -1  # no bound until n are found
        for place, (other, _) in enumerate(self._ids.items()):
            edits = edlib.align(letters, other, k=bound)["editDistance"]
            if edits < 0:
                continue
            found.append((edits, not own or seed(other) != own, place, other))
            if len(found) >= max(2 * n, n + 50) or (bound < 0 and len(found) >= n):
                found = sorted(found)
                bound = found[n - 1][0]
                found = [near for near in found if near[0] <= bound]
        return [
            Near(self._ids[other][0], edits, not stranger, other)
            for edits, stranger, _, other in sorted(found)[:n]
        ]

    def inside(self, letters: str) -> tuple[Arm, ...]:
        """Give the known miRNAs that a longer RNA contains, such as a hairpin's two arms."""
        found = [
            Arm(ids[0], start + 1, start + len(mature))
            for mature, ids in self._ids.items()
            if _SHORTEST_ARM <= len(mature) < len(letters) and (start := letters.find(mature)) >= 0
        ]
        return tuple(sorted(found, key=lambda arm: (arm.start, -arm.end)))

    def called(self, name: str) -> tuple[Molecule, ...]:
        """Give the miRNAs of a name, in order of preference.

        ``hsa-miR-21-5p``, ``MIMAT0000076``, ``miR-21-5p`` and ``miR-21`` all find the same;
        capitals do not matter.
        """
        return tuple(self._called.get(_plain(name), ()))

    @cached_property
    def _families(self) -> dict[str, list[str]]:
        families = defaultdict(list)
        for molecule in self._molecules:
            families[seed(molecule.letters)].append(molecule.id)
        families.pop("", None)
        return dict(families)

    @cached_property
    def _called(self) -> dict[str, list[Molecule]]:
        called = defaultdict(list)
        for molecule in self._molecules:
            full = _plain(molecule.id)
            short = re.sub(r"^[a-z]\w{2,7}-(?=mir|let|lin|lsy|bantam|iab)", "", full)
            keys = {full, short, re.sub(r"-[35]p$", "", full), re.sub(r"-[35]p$", "", short)}
            keys |= {key.lower() for key in _ACCESSION.findall(molecule.description)}
            keys |= {_plain(molecule.name)}
            for key in keys - {""}:
                called[key].append(molecule)
        return dict(called)


def _plain(name: str) -> str:
    """Bring spellings together: ``hsa miR-21``, ``HSA-MIR-21`` and ``hsa_mir_21`` are one."""
    name = re.sub(r"[\s_]+", "-", name.strip().lower())
    return re.sub(r"(^|-)(?:micro-?rna|mirna|mir)-?(?=\d)", r"\1mir-", name).replace(
        "let7", "let-7"
    )
