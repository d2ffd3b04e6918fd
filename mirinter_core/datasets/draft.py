"""A data set while an importer reads it."""

from __future__ import annotations

from collections.abc import Sequence

from mirinter_core.datasets.dataset import RawPairs
from mirinter_core.datasets.in_words import counted, few
from mirinter_core.datasets.sequences import Finder
from mirinter_core.errors import SequenceError
from mirinter_core.molecules.alphabet import clean
from mirinter_core.molecules.molecule import Molecule

_SHOWN = 3  # refusals told in full

Named = tuple[str, Sequence[Molecule]]
"""An id as a table gives it, and the molecules it means: none if nobody knows it."""


class Draft:
    """Collects the pairs of a table, and what could not be taken."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._pairs: list[tuple[str, str, int]] = []
        self._sides: tuple[dict[str, Molecule], dict[str, Molecule]] = ({}, {})
        self._refused: dict[str, str] = {}
        self._two: dict[str, int] = {}
        self._spread = (0, 0)  # rows whose ids mean several molecules, and pairs made of them

    def add(self, query: Named, partner: Named, label: int = 1) -> None:
        """Take a row of a table; an id that means several molecules stands for each of them.

        A row with an id that nobody knows stays in the pairs, so that the check on entry
        reports it.
        """
        made = [(q, p) for q in query[1] for p in partner[1]]
        for q, p in made:
            if self._keep(0, q) and self._keep(1, p):
                self._pairs.append((q.id, p.id, label))
        if len(made) > 1:
            self._spread = (self._spread[0] + 1, self._spread[1] + len(made))
        if not made:
            a, b = (self._first(side, named) for side, named in enumerate((query, partner)))
            self._pairs.append((a, b, label))

    def lettered(self, id: str, letters: str, type: str, name: str = "") -> Named:  # noqa: A002
        """Make the molecule of a table that holds letters; one that is refused is remembered."""
        try:
            return id, (Molecule(id, clean(letters).letters, type, name or id),)
        except SequenceError as error:
            self._refused.setdefault(id, str(error))
            return id, ()

    def raw(self, name: str, source: str, terms: str, finder: Finder | None = None) -> RawPairs:
        """Give what was collected, for the check on entry."""
        queries, partners = (tuple(side.values()) for side in self._sides)
        said = (*(finder.notes() if finder else ()), *self.notes, *self._told())
        files = finder.files if finder else ()
        dropped = sum(self._two.values())
        return RawPairs(
            name, queries, partners, self._pairs, source, terms, said, files, dropped=dropped
        )

    def _keep(self, side: int, molecule: Molecule) -> bool:
        """Keep a molecule, unless its id means other letters already."""
        there = self._sides[side].setdefault(molecule.id, molecule)
        if there.letters != molecule.letters:
            self._two[molecule.id] = self._two.get(molecule.id, 0) + 1
            return False
        return True

    def _first(self, side: int, named: Named) -> str:
        """Name what is known of a row that cannot become a pair."""
        for molecule in named[1][:1]:
            self._keep(side, molecule)
            return molecule.id
        return named[0]

    def _told(self) -> list[str]:
        refused = [f"{few([id_])}: {why}" for id_, why in self._refused.items()]
        said = refused[:_SHOWN]
        if len(refused) > _SHOWN:
            said.append(f"{len(refused):,} sequences refused in all; the first are above.")
        if self._two:
            said.append(
                f"{counted(sum(self._two.values()), 'row')} dropped, as the id has come before "
                f"with other letters, which are kept: {few(list(self._two))}."
            )
        if self._spread[0]:
            said.append(
                f"{counted(self._spread[0], 'row')} with a gene or a symbol of several RNAs; each "
                f"stands for all of them that were found, {self._spread[1]:,} pairs together."
            )
        return said
