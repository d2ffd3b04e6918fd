"""Hits: the ranked partners of one or more queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mirinter_core import home

FORMAT_VERSION = 1
NULLS = "nulls.json"
HUB_FROM = 0.10  # share of known miRNAs from which a partner is called a hub: ten times chance

# Every column with what it says, in a biologist's words: shown as help in the page, in README
# and in the Help page, so that they cannot drift apart.
COLUMNS: dict[str, str] = {
    "rank": "Place among the partners of this query; 1 is the best score.",
    "id1": "Partner, by the id it was given.",
    "name1": "Partner's symbol, where its header tells it.",
    "rna_type": "Partner's type; 'control' is an artificial transcript.",
    "length1": "Partner's length (nt).",
    "id2": "Query, by the id it was given.",
    "score": "The model's score, on a log-odds scale; higher ranks better. Not a probability.",
    "probability": "Share of held-out pairs that scored like this, in this regime and type, and "
    "were listed (0 to 1): listed, not bound; empty: not calibrated for such pairs.",
    "percentile": "Share of this catalogue that this query scores lower (0 to 100).",
    "p": "How often a decoy microRNA pairs as well with such a partner: the chance of it, of "
    "pairing alone, not of what the model remembers of the family; empty: no decoys were run.",
    "q": "Share of false finds among the partners with a p this small or smaller "
    "(Benjamini-Hochberg over the catalogue); empty: no decoys were run.",
    "hub": "Share of known miRNAs that rank this partner in their top 1 %, by pairing alone: "
    "1 % (0.01) is chance, from 10 % it is called a hub; empty: not computed, or fewer than 100 "
    "partners, of which nothing can be told.",
    "regime": "Whether the model knew the query's seed family, and this partner or its gene, from "
    "training.",
    "seed_class": "Best seed site: 8mer, 7mer-m8, 7mer-A1, 6mer, offset-6mer, or none.",
    "start1": "First letter of the best site on the partner (1-based); empty if none.",
    "end1": "Last letter of the best site on the partner (1-based, included); empty if none.",
    "E": "Energy of the duplex at the best site, or anywhere if none (kcal/mol, below 0).",
    "subseqDP": "Letters of that duplex, partner&query, as IntaRNA writes them.",
    "hybridDP": "Pairs of that duplex in dot-bracket notation, as IntaRNA writes them.",
    "windows": "Number of windows the partner was read in; 1 for most.",
    "known": "Whether this pair was listed as interacting in the model's training data.",
    "in_training": "Whether query and partner both stood in the model's training data.",
    "model": "The model that scored.",
    "catalog": "The catalogue that was screened.",
}


@dataclass(frozen=True)
class Hits:
    """Ranked partners, one row per query and partner.

    Parameters
    ----------
    table : DataFrame
        Columns as in `COLUMNS`, ranked within each query, queries in the order given.
    provenance : mapping
        Versions, model, catalogue, device: `mirinter_core.provenance`.
    nulls : tuple of mapping
        What the decoys of each query said, in the order of the queries: the facts of
        `mirinter_core.tasks.nulls.Null`; empty without decoys.
    """

    table: pd.DataFrame
    provenance: Mapping[str, Any]
    nulls: tuple[Mapping[str, Any], ...] = ()

    def save(self, folder: Path) -> None:
        """Write ``hits.parquet``, ``nulls.json`` and ``provenance.json`` into a run's folder."""
        with home.written(folder / "hits.parquet") as temporary:
            self.table.to_parquet(temporary, index=False)
        if self.nulls:
            facts = {"format_version": FORMAT_VERSION, "queries": [dict(n) for n in self.nulls]}
            home.write_json(folder / NULLS, facts)
        home.write_json(
            folder / "provenance.json", {"format_version": FORMAT_VERSION, **self.provenance}
        )


def load(folder: Path) -> Hits:
    """Read what `Hits.save` wrote; StorageError if it is missing or damaged."""
    provenance = home.read_json(folder / "provenance.json", version=FORMAT_VERSION)
    return Hits(pd.read_parquet(folder / "hits.parquet"), provenance, nulls_of(folder))


def nulls_of(folder: Path) -> tuple[Mapping[str, Any], ...]:
    """Read what the decoys of each query said; empty where there were none."""
    if not (folder / NULLS).exists():
        return ()
    return tuple(home.read_json(folder / NULLS, version=FORMAT_VERSION)["queries"])
