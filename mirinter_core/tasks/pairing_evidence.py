"""Score pairs by their pairing evidence: as if nothing were known of the query's own family.

A model that remembers what is listed for a query's siblings scores their partners high without
looking at letters. What remains when it must not remember is what a query of a new family would
get, so that a known microRNA can be compared with decoys, which have no family.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.pairs import both_orders, merged
from mirinter_core.models.examples import Matrix
from mirinter_core.models.recall import KINDS, hidden
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.progress import Progress, part, silent
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.evidence import Embedding, gather, weighs_kinds
from mirinter_core.tasks.score import grid

_PAIRS = 250_000  # scored at once: about 300 MB
_LETTERS = 5_000_000  # of partners at once
FAMILY = ("family", "pattern")  # what is remembered of a query
# In the other order of a pair the query stands as the partner: all that is remembered is of it.
BUT_SITES = tuple(kind for kind in KINDS if kind != "sites")


def pairing_evidence(
    queries: Sequence[Molecule],
    partners: Sequence[Molecule],
    model: TrainedModel,
    embedding: Embedding,
    progress: Progress = silent,
) -> NDArray[np.float64]:
    """Score every query with every partner, the query taken as of a family never seen.

    Of a model whose evidence has kinds, all that it remembers of the query and its family is
    hidden. Any other model gives its plain score, with the query marked as new: it may still
    lean on the query's letters. Nothing of the queries is kept on disk.

    Returns
    -------
    (queries, partners) array
        On the scale of `TrainedModel.score`; columns do not depend on each other.
    """
    embedding.require(model.encoders, model.name)
    asked, asked_of = merged(queries, typed=True)
    others, others_of = merged(partners, typed=True)
    found = np.empty((len(asked), len(others)))
    for start, end in _blocks(others, len(asked)):
        bar = part(progress, start / len(others), end / len(others))
        found[:, start:end] = _block(asked, others[start:end], model, embedding, bar)
    return found[asked_of][:, others_of]


def _blocks(partners: Sequence[Molecule], queries: int) -> Iterator[tuple[int, int]]:
    """Cut the partners into stretches that fit into memory with all queries."""
    most = max(1, _PAIRS // max(queries, 1))
    start, letters = 0, 0
    for i, partner in enumerate(partners):
        if i > start and (i - start >= most or letters + len(partner) > _LETTERS):
            yield start, i
            start, letters = i, 0
        letters += len(partner)
    if partners:
        yield start, len(partners)


def _block(
    queries: Sequence[Molecule],
    partners: Sequence[Molecule],
    model: TrainedModel,
    embedding: Embedding,
    progress: Progress,
) -> NDArray[np.float64]:
    table = grid(queries, partners)
    grown, of = both_orders(table)
    catalogued = {m.digest for m in partners}
    private = frozenset(m.digest for m in queries if m.digest not in catalogued)
    bar = part(progress, 0.0, 0.5)
    examples = gather(grown, embedding, model.memory, bar, private=private).examples
    shown = replace(
        examples,
        evidence=_of_new_family(examples.evidence, model.recipe, len(table)),
        family_known=np.zeros_like(examples.family_known),
    )
    raw = model.score(shown, part(progress, 0.5, 1.0))
    mean = np.bincount(of, weights=raw) / np.bincount(of)
    return np.round(mean, 6).reshape(len(queries), len(partners))


def _of_new_family(evidence: Matrix, recipe: Recipe, as_given: int) -> Matrix:
    """Take away what is remembered of the query; rows from `as_given` on are in the other order."""
    if not weighs_kinds(recipe):
        return evidence
    shown = hidden(evidence, FAMILY)
    shown[as_given:] = hidden(shown[as_given:], BUT_SITES)
    return shown
