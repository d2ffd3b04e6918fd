"""How many molecules of a catalogue have their vectors already."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from mirinter_core.embedding import weights
from mirinter_core.embedding.embedder import kind_of
from mirinter_core.embedding.encoder import ENCODERS
from mirinter_core.embedding.store import EmbeddingStore, VectorKind
from mirinter_core.recipe import Side, Windows


def stored(digests: Collection[str], store: EmbeddingStore) -> Mapping[VectorKind, int]:
    """Count the distinct molecules that have vectors, by how these were made.

    Kinds of which there is none are left out.

    Parameters
    ----------
    digests : collection of str
        `mirinter_core.molecules.molecule.Molecule.digest` of each.
    """
    wanted = frozenset(digests)
    counts = {kind: len(wanted & store.digests(kind)) for kind in store.kinds()}
    return {kind: n for kind, n in counts.items() if n}


def usual_kind(encoder: str, pooling: str = "mean") -> VectorKind | None:
    """Say which vectors of an encoder a screen would use now; None without its weights.

    Raises
    ------
    PartError
        If there is no such encoder.
    """
    if encoder in weights.SOURCES:
        # Its revision stands beside the weights: reading 400 MB to be told it would take seconds.
        state = weights.state(encoder)
        windows = Windows().name
        return (
            VectorKind(encoder, state.revision, "forward", windows, pooling)
            if state.present
            else None
        )
    side = Side(label="partner", encoder=encoder, pooling=pooling)
    return kind_of(side, ENCODERS.get(encoder)(device="cpu"))
