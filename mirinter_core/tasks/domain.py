"""Whether a query is of the kind a model can judge: its distance in the model's own space.

A query's place is what the model's last hidden layer makes of it and a fixed set of partners, the
built-in snoRNAs and controls, on average. It is compared with the places of known microRNAs: one
further from all of them than they are from each other is something the model never met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.catalog import load
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.evidence import Embedding, gather
from mirinter_core.tasks.panel import panel
from mirinter_core.tasks.score import grid

_PANEL = 120  # known microRNAs, one of each family, evenly taken
_PROBES = 48

_PLACED_BY: dict[tuple[str, str], Reference] = {}
_placing = Lock()  # two tabs need not do it twice

Places = NDArray[np.float64]  # (microRNAs, width)


@dataclass(frozen=True)
class Reference:
    """Known microRNAs in a model's space.

    Parameters
    ----------
    molecules : tuple of Molecule
        One of each family.
    places : (n, width) array
        In units of the spread among them.
    spread : (width,) array
    apart : (n,) array
        Distance of each to the nearest other.
    """

    molecules: tuple[Molecule, ...]
    places: Places
    spread: NDArray[np.float64]
    apart: NDArray[np.float64]


@dataclass(frozen=True)
class Domain:
    """Where a query lies among known microRNAs.

    Parameters
    ----------
    nearest : str
        The known microRNA of another family that is nearest in the model's space.
    distance : float
        To it, in units of the spread of known microRNAs.
    further_than : float
        Share of known microRNAs (0 to 1) that lie nearer to their own nearest.
    """

    nearest: str
    distance: float
    further_than: float


def reference(model: TrainedModel, embedding: Embedding) -> Reference:
    """Place known microRNAs, one of each family, in a model's space; kept for the next call."""
    key = (model.name, str(model.provenance.get("weights_sha256", id(model))))
    with _placing:
        if key not in _PLACED_BY:
            _PLACED_BY.clear()  # of another model, or of one that was trained again
            _PLACED_BY[key] = _referred(model, embedding)
        return _PLACED_BY[key]


def _referred(model: TrainedModel, embedding: Embedding) -> Reference:
    first: dict[str, Molecule] = {}
    for molecule in panel():
        if seed(molecule.letters):
            first.setdefault(seed(molecule.letters), molecule)
    families = list(first.values())
    chosen = tuple(families[:: max(1, len(families) // _PANEL)])
    raw = _places(chosen, model, embedding)
    spread = np.maximum(raw.std(axis=0), 1e-6)
    places = raw / spread
    between = _distances(places, places)
    np.fill_diagonal(between, np.inf)
    return Reference(chosen, places, spread, between.min(axis=1))


def domain(
    queries: Sequence[Molecule], model: TrainedModel, embedding: Embedding, known: Reference
) -> tuple[Domain, ...]:
    """Place queries among known microRNAs."""
    places = _places(queries, model, embedding) / known.spread
    between = _distances(places, known.places)
    own = np.array([[seed(q.letters) == seed(m.letters) for m in known.molecules] for q in queries])
    between[own] = np.inf  # what a sibling does says nothing of a query's own family
    nearest = between.argmin(axis=1)
    return tuple(
        Domain(known.molecules[i].id, float(d[i]), float((known.apart < d[i]).mean()))
        for i, d in zip(nearest, between, strict=True)
    )


def _places(queries: Sequence[Molecule], model: TrainedModel, embedding: Embedding) -> Places:
    partners = [m for m in load("builtin").molecules if m.type not in ("miRNA", "hairpin")]
    probes = partners[:: max(1, len(partners) // _PROBES)]
    table = grid(queries, probes)
    unkept = replace(embedding, store=None)  # the query is private, and probes are read anew fast
    examples = gather(table, unkept, model.memory).examples
    hidden = model.hidden(examples)
    mean = hidden.reshape(len(table.left), len(table.right), -1).mean(axis=1)
    row = {m.digest: i for i, m in enumerate(table.left)}
    return np.asarray(mean[[row[q.digest] for q in queries]], dtype=np.float64)


def _distances(a: Places, b: Places) -> NDArray[np.float64]:
    from scipy.spatial.distance import cdist

    found: NDArray[np.float64] = cdist(a, b) / np.sqrt(a.shape[1])
    return found
