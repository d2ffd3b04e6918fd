"""What a model remembers of its training besides weights, as digests of letters.

So `known`, `in_training` and the regime of a pair can be told anywhere, and no table of others'
data is shipped. A model that weighs evidence remembers more: see `mirinter_core.models.book`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core.datasets.pairs import PairTable
from mirinter_core.errors import ModelError
from mirinter_core.models import shelf
from mirinter_core.models.book import Book
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule

LONG = 200  # nt: by definition of a lncRNA
TAKEN_FOR = "lncRNA"  # what a long partner of untold type is taken for
_DIGITS = 16  # 64 bits: two of a million pairs collide with a chance below 1e-7


@dataclass(frozen=True)
class Memory:
    """Digests of the pairs listed in training, of its molecules and of its seed families.

    Parameters
    ----------
    pairs, molecules, families : frozenset of str
        `pairs` does not depend on which of the two is the query.
    books : mapping of str to Book
        By type of the partner; empty for a model that asks for no `recall`.
    """

    pairs: frozenset[str]
    molecules: frozenset[str]
    families: frozenset[str]
    books: Mapping[str, Book] = field(default_factory=dict)

    @classmethod
    def of(cls, table: PairTable) -> Memory:
        """Remember a training table: only molecules that stand in one of its rows count."""
        left = [table.left[i] for i in np.unique(table.left_row)]
        right = [table.right[i] for i in np.unique(table.right_row)]
        rows = np.flatnonzero(table.label == 1)
        return cls(
            pairs=frozenset(
                _pair(table.left[a], table.right[b])
                for a, b in zip(table.left_row[rows], table.right_row[rows], strict=True)
            ),
            molecules=frozenset(_molecule(m) for m in (*left, *right)),
            families=frozenset(_family(m) for m in (*left, *right) if m.type == "miRNA"),
        )

    def lists(self, query: Molecule, partners: Sequence[Molecule]) -> NDArray[np.bool_]:
        """Mark the partners whose pair with the query was listed in training."""
        return _flags(_pair(query, p) in self.pairs for p in partners)

    def saw(self, molecules: Sequence[Molecule]) -> NDArray[np.bool_]:
        """Mark the molecules that stood in training, on either side, under any id."""
        return _flags(_molecule(m) in self.molecules for m in molecules)

    def knows_family(self, queries: Sequence[Molecule]) -> NDArray[np.bool_]:
        """Mark the queries whose seed family (letters 2-8), or own letters, stood in training."""
        return _flags(
            _family(m) in self.families or _molecule(m) in self.molecules for m in queries
        )

    def book(self, partner: Molecule) -> str:
        """Name the book of a partner: see `book_of`."""
        return self.book_of(partner.type, len(partner))

    def book_of(self, kind: str, length: int) -> str:
        """Name the book that speaks of a partner: of its type, or "" if there is none.

        A long partner of unknown type is looked up among the lncRNAs. The book of a training
        whose partners have no type is called "" too.
        """
        kind = kind or (TAKEN_FOR if length >= LONG else "")
        return kind if kind in self.books else ""

    def knows_partners(self, partners: Sequence[Molecule]) -> NDArray[np.bool_]:
        """Mark the partners that stood in training, or whose gene did: isoforms, seed siblings.

        Without books only letters that stood there count.
        """
        return _flags(
            seen or (kind in self.books and self.books[kind].atlas.kin(p) >= 0)
            for p, seen in zip(partners, self.saw(partners), strict=True)
            for kind in (self.book(p),)
        )

    def save(self, path: Path) -> None:
        """Write as Parquet, a row per digest; books lie beside it, and their file has one too."""
        rows = [
            (k, d) for k in ("pairs", "molecules", "families") for d in sorted(getattr(self, k))
        ]
        if self.books:
            beside = path.with_name(shelf.FILE)
            shelf.save(self.books, beside)
            rows.append(("books", _content(beside)))
        pd.DataFrame(rows, columns=["kind", "digest"]).to_parquet(path, index=False)

    @classmethod
    def load(cls, path: Path) -> Memory:
        """Read what `save` wrote; ModelError if it, or its books, are missing or damaged."""
        try:
            table = pd.read_parquet(path)
            digests = {k: frozenset(rows["digest"]) for k, rows in table.groupby("kind")}
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"{path} is missing or damaged; install the model again.") from error
        empty: frozenset[str] = frozenset()
        known = {k: digests.get(k, empty) for k in ("pairs", "molecules", "families")}
        beside = path.with_name(shelf.FILE)
        for digest in digests.get("books", empty):
            if not beside.exists() or _content(beside) != digest:
                raise ModelError(f"{beside} is missing or damaged; install the model again.")
        return cls(**known, books=shelf.load(beside))


def _flags(values: Iterable[bool]) -> NDArray[np.bool_]:
    return np.fromiter(values, dtype=np.bool_)


def _pair(a: Molecule, b: Molecule) -> str:
    return _short("pair " + " ".join(sorted((a.digest, b.digest))))


def _molecule(molecule: Molecule) -> str:
    return _short("molecule " + molecule.digest)


def _family(molecule: Molecule) -> str:
    return _short("family " + seed(molecule.letters))


def _content(path: Path) -> str:
    return md5(path.read_bytes(), usedforsecurity=False).hexdigest()[:_DIGITS]


def _short(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()[:_DIGITS]
