"""One pair as a gate weighs it: with evidence hidden, or with letters changed.

Both leave everything else as it is, so that a change of the score is owed to what was hidden or
changed alone. Where letters change, what is known of the partner, its gene and the query's family
is held: the changed RNA stands in for the one it was made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.pairs import both_orders
from mirinter_core.models.book import REACHES, Book
from mirinter_core.models.examples import Examples
from mirinter_core.models.rates import Column
from mirinter_core.models.recall import column, describe, hidden
from mirinter_core.models.scene import Partners, Queries
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.evidence import Embedding, gather
from mirinter_core.tasks.pairing_evidence import BUT_SITES, FAMILY
from mirinter_core.tasks.score import grid

Described = NDArray[np.float32]

_SAME = 0.02  # judgements of a gene are kept in a byte


@dataclass(frozen=True)
class Weighed:
    """A pair with its evidence.

    Parameters
    ----------
    orders : tuple of (Molecule, Molecule)
        Query and partner; for two RNAs of one type also the other way round.
    examples : Examples
        A row for each order.
    """

    model: TrainedModel
    orders: tuple[tuple[Molecule, Molecule], ...]
    examples: Examples

    @classmethod
    def of(
        cls, query: Molecule, partner: Molecule, model: TrainedModel, embedding: Embedding
    ) -> Weighed:
        """Collect what a model that weighs kinds of evidence is shown of a pair."""
        embedding.require(model.encoders, model.name)
        grown, _ = both_orders(grid([query], [partner]))
        private = frozenset({query.digest}) - {partner.digest}
        found = gather(grown, embedding, model.memory, private=private).examples
        return cls(model, ((query, partner), (partner, query))[: len(grown)], found)

    @property
    def described(self) -> Described:
        """The evidence, shape (orders, columns)."""
        return self.examples.evidence

    def book(self, order: int = 0) -> Book:
        """Give what the model remembers of partners such as this one."""
        memory = self.model.memory
        name = memory.book(self.orders[order][1])
        return memory.books[name] if name else Book.empty()

    def score(self, evidence: Described) -> NDArray[np.float64]:
        """Score the pair with other evidence.

        Parameters
        ----------
        evidence : (variants, orders, columns) float32 array

        Returns
        -------
        (variants,) array
            On the scale of `mirinter_core.tasks.score.score`, and the same for the same evidence.
        """
        variants, orders, columns = evidence.shape
        rows = np.tile(np.arange(orders), variants)
        shown = replace(
            self.examples,
            left_row=self.examples.left_row[rows],
            right_row=self.examples.right_row[rows],
            evidence=evidence.reshape(variants * orders, columns),
        )
        views = self.model.views(shown).reshape(-1, variants, orders).mean(axis=2)
        return np.asarray(np.round(views.mean(axis=0), 6), dtype=np.float64)

    def changed(self, pairs: Sequence[tuple[Molecule, Molecule]]) -> Described:
        """Describe the pair with other letters, and what is known of it held as it is.

        Parameters
        ----------
        pairs : sequence of (Molecule, Molecule)
            Query and partner as they are to be read.

        Returns
        -------
        (variants, orders, columns) float32 array
            A strong site that is lost is lost in the gene's other transcripts as well, where
            the best site of the gene was this one.
        """
        each = []
        for i in range(len(self.orders)):
            turned = [pair[::-1] for pair in pairs] if i else list(pairs)
            each.append(self._described(turned, i))
        return np.stack(each, axis=1)

    def _described(self, pairs: Sequence[tuple[Molecule, Molecule]], order: int) -> Described:
        book = self.book(order)
        query, partner = self.orders[order]
        held = Queries.of(book.atlas, [query]), Partners.of(book.atlas, [partner])
        lefts, rights = _distinct([q for q, _ in pairs]), _distinct([p for _, p in pairs])
        queries = Queries.of(book.atlas, list(lefts.values()))
        partners = Partners.of(book.atlas, list(rights.values()))
        one = np.zeros(len(lefts), dtype=np.intp)
        queries = replace(
            queries, row=held[0].row[one], family=held[0].family[one], near=held[0].near[one]
        )
        one = np.zeros(len(rights), dtype=np.intp)
        partners = replace(partners, row=held[1].row[one], gene=held[1].gene[one])
        places = {k: i for i, k in enumerate(lefts)}, {k: i for i, k in enumerate(rights)}
        rows = (
            np.array([places[0][q.letters] for q, _ in pairs], dtype=np.intp),
            np.array([places[1][p.letters] for _, p in pairs], dtype=np.intp),
        )
        described = describe(book, queries, partners, rows)
        return _lost_in_gene(described, self.described[order], book, int(held[1].gene[0]))


def of_new_family(described: Described) -> Described:
    """Hide all that is remembered of the query and its family.

    Parameters
    ----------
    described : (variants, orders, columns) float32 array
        In the second order the query stands as the partner, and all that is remembered speaks of
        it: see `mirinter_core.tasks.pairing_evidence`, which gives the same score.
    """
    shown = hidden(described, FAMILY)
    shown[:, 1:] = hidden(described[:, 1:], BUT_SITES)
    return shown


def _distinct(molecules: Sequence[Molecule]) -> dict[str, Molecule]:
    return {m.letters: m for m in molecules}


def _lost_in_gene(changed: Described, original: Described, book: Book, gene: int) -> Described:
    """Let the gene lose the sites that its transcript has lost.

    Isoforms share most sites, so the gene's best one is taken for the transcript's own where the
    two are judged alike.
    """
    out = changed.copy()
    if np.isnan(original[column("site in the gene")]):
        return out
    names = [(f"own site, {r} nt", f"gene's site, {r} nt") for r in REACHES]
    names.append(("families around own site", "families around gene's site"))
    for own, of_gene in ((column(a), column(b)) for a, b in names):
        is_own = original[of_gene] <= original[own] + _SAME
        less = is_own & (changed[:, own] < original[own])
        out[:, of_gene] = np.where(less, changed[:, own], changed[:, of_gene])
    for kind, flag in (("log 7mer-m8", "site in the gene"), ("log 8mer", "8mer in the gene")):
        gone = (original[column(kind)] > 0) & (changed[:, column(kind)] == 0)
        out[:, column(flag)] = np.where(gone, 0.0, changed[:, column(flag)])
    gone = out[:, column("site in the gene")] == 0
    elsewhere: Column = book.tally.elsewhere
    least = elsewhere[gene] if gene >= 0 else 0.0
    any_site = column("any site of the gene")
    out[:, any_site] = np.where(gone, least, out[:, any_site])
    return out
