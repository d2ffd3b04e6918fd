"""The points of a map: pairs in a model's last hidden layer, or RNAs as an encoder sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mirinter_core import home
from mirinter_core.datasets.catalog import Catalog
from mirinter_core.datasets.pairs import merged
from mirinter_core.embedding.embedder import embed
from mirinter_core.embedding.encoder import ENCODERS, Encoder
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.progress import Progress, silent
from mirinter_core.recipe import Side
from mirinter_core.tasks.layout import Vectors
from mirinter_core.tasks.map_draw import drawn
from mirinter_core.tasks.map_species import species_of

PAIRS, RNAS = "pairs", "rnas"  # what the points of a map are
LISTED, UNLISTED = "listed", "unlisted"
FOLDS_OF = "denovo-family"  # the protocol by whose folds pairs can be coloured
_TABLE, _VECTORS, _FACTS = "points.parquet", "points.npy", "points.json"
COLUMNS = {
    "id1": "The partner; on a map of RNAs, the RNA.",
    "id2": "The query (the microRNA of a pair).",
    "x": "Place on the map.",
    "y": "Place on the map.",
    "label": "Whether the data set lists the pair: listed or unlisted. Unlisted is not unbound.",
    "type": "Type of the pair, query-partner; on a map of RNAs, of the RNA.",
    "family": "Letters 2 to 8 of the microRNA: its seed family.",
    "score": "The model's score (log-odds scale, higher is likelier listed; no probability).",
    "fold": f"In which fold of {FOLDS_OF} the pair is tested, its family hidden.",
    "known": "Whether the pair was listed in the model's own training.",
    "species": "As its id or its catalogue tells.",
    "partner_group": "Number shared by transcripts of one gene, or of like letters.",
    "length": "Letters (nt) of the RNA, on a map of RNAs.",
}


@dataclass(frozen=True)
class Points:
    """What is to be laid out.

    Parameters
    ----------
    table : DataFrame
        A row a point: the columns of `COLUMNS` that are known, but for its place.
    vectors : (n, dim) float32 array
    facts : mapping
        What the points are and how they were drawn; JSON-ready.
    """

    table: pd.DataFrame
    vectors: Vectors
    facts: Mapping[str, Any]

    def save(self, folder: Path) -> None:
        """Write the points into a folder, whole or not at all."""
        with home.written(folder) as temporary:
            temporary.mkdir()
            self.table.to_parquet(temporary / _TABLE, index=False)
            np.save(temporary / _VECTORS, self.vectors, allow_pickle=False)
            home.write_json(temporary / _FACTS, {"format_version": 1, "facts": dict(self.facts)})

    @classmethod
    def load(cls, folder: Path) -> Points:
        """Read what `save` wrote."""
        facts = home.read_json(folder / _FACTS, version=1)["facts"]
        vectors = np.load(folder / _VECTORS, allow_pickle=False)
        return cls(pd.read_parquet(folder / _TABLE), vectors, facts)


@dataclass(frozen=True)
class Reader:
    """What turns RNAs into vectors, and where these are kept.

    Parameters
    ----------
    store : EmbeddingStore or None
        None keeps nothing, for molecules that should leave no trace.
    """

    side: Side
    encoder: Encoder
    store: EmbeddingStore | None = None

    @classmethod
    def open(cls, encoder: str, pooling: str, device: str = "cpu") -> Reader:
        """Build an encoder; WeightsError if its weights are not at hand."""
        side = Side(label="RNA", encoder=encoder, pooling=pooling)
        store = EmbeddingStore(home.home() / "vectors")
        return cls(side, ENCODERS.get(encoder)(device=device), store)

    def read(
        self, molecules: Sequence[Molecule], progress: Progress = silent, *, keep: bool = True
    ) -> Vectors:
        """Give each molecule its vector, shape (n, dim)."""
        store = self.store if keep else None
        found = embed(molecules, self.side, encoder=self.encoder, store=store, progress=progress)
        return found.matrix[found.rows]


def rna_points(
    catalog: Catalog,
    reader: Reader,
    n: int,
    rng: np.random.Generator,
    progress: Progress = silent,
) -> Points:
    """Draw RNAs of a catalogue, each letters once, and embed them; types keep their shares."""
    distinct = merged(catalog.molecules)[0]
    strata = np.array([m.type for m in distinct], dtype=object)
    molecules = [distinct[i] for i in drawn(strata, n, rng)]
    vectors = reader.read(molecules, progress)
    table = rna_table(molecules, catalog.info.species)
    facts = {
        "of": RNAS,
        "catalog": catalog.name,
        "data_digest": catalog.info.digest,
        "encoder": reader.encoder.name,
        "encoder_revision": reader.encoder.revision,
        "pooling": reader.side.pooling,
        # Short RNAs have few and so extreme k-mers: by lengths of vectors long RNAs, near the
        # middle, would be everybody's neighbours. Among the built-in RNAs 33 % of the neighbours
        # of a miRNA were miRNAs then, and 79 % where directions alone count.
        "unit": True,
        "points": len(molecules),
        "all_points": len(distinct),
    }
    return Points(table, vectors, facts)


def rna_table(molecules: Sequence[Molecule], species: str = "") -> pd.DataFrame:
    """Say of each RNA what is known of it.

    Parameters
    ----------
    species : str
        Of those whose id does not tell one.
    """
    return pd.DataFrame(
        {
            "id1": [m.id for m in molecules],
            "type": [m.type for m in molecules],
            "family": [seed(m.letters) if m.type == "miRNA" else "" for m in molecules],
            "species": [species_of(m, species) for m in molecules],
            "length": [len(m) for m in molecules],
        }
    )
