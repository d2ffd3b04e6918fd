"""Rank the molecules of a catalogue as partners of one or more queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core.datasets.catalog import Catalog
from mirinter_core.datasets.pairs import PairTable, merged
from mirinter_core.errors import SequenceError
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.duplex import fold
from mirinter_core.pairing.sites import NO_SITE, BestSites, Site, SiteIndex
from mirinter_core.progress import Progress, part, silent
from mirinter_core.provenance import provenance
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.hits import COLUMNS, Hits
from mirinter_core.tasks.score import grid, score

EVIDENCE_ROWS = 200  # rows a person looks at; a duplex takes about 1 ms at a site, 20 ms without


@dataclass(frozen=True)
class _Screened:
    """One query against the distinct molecules of a catalogue."""

    query: Molecule
    score: NDArray[np.float64]
    windows: NDArray[np.intp]
    best: BestSites
    known: NDArray[np.bool_]


def screen(
    queries: Sequence[Molecule],
    catalog: Catalog,
    model: TrainedModel,
    embedding: Embedding,
    *,
    evidence: int = EVIDENCE_ROWS,
    progress: Progress = silent,
) -> Hits:
    """Rank every molecule of a catalogue as a partner of each query.

    Letter-identical molecules are scored once; every id gets its row. A score does not depend
    on the other queries, the catalogue around the partner, or their order.

    Parameters
    ----------
    evidence : int
        Rows per query, from the top, for which the duplex is folded.

    Raises
    ------
    SequenceError
        If there is no query.
    ModelError
        If the encoder at hand is not the one the model was trained with.
    """
    if not queries:
        raise SequenceError("There is no query: paste or give at least one microRNA sequence.")
    table = grid(queries, catalog.molecules)
    scored = score(table, model, embedding, part(progress, 0.0, 0.8))
    screened = _by_query(table, scored.score, scored.windows, model)
    partner_of = merged(catalog.molecules, typed=True)[1]
    frames = []
    for i, (query, of) in enumerate(zip(queries, merged(queries, typed=True)[1], strict=True)):
        bar = part(progress, 0.8 + 0.2 * i / len(queries), 0.8 + 0.2 * (i + 1) / len(queries))
        frame = _rows(query, catalog, screened[of], partner_of, model)
        frames.append(_with_duplexes(frame, query, catalog, evidence, bar))
    progress(1.0, "ranked")
    seen = model.memory.saw(queries)
    facts = provenance(
        model=model.name,
        model_data=model.provenance.get("data_digest", ""),
        weights=model.provenance.get("weights_sha256", ""),
        encoder=sorted({name.partition("@")[0] for name in model.encoders}),
        encoder_revisions=sorted(set(model.encoders)),
        catalog=catalog.name,
        catalog_release=catalog.info.release,
        catalog_digest=catalog.info.digest,
        queries=len(queries),
        queries_in_training=[q.id for q, s in zip(queries, seen, strict=True) if s],
        partners=len(catalog),
        evidence=evidence,
        calibrated=False,
    )
    return Hits(pd.concat(frames, ignore_index=True)[list(COLUMNS)], facts)


def _by_query(
    table: PairTable, scores: NDArray[np.float64], windows: NDArray[np.intp], model: TrainedModel
) -> list[_Screened]:
    """Cut the table's scores into one stretch per distinct query, with sites and memory."""
    n = len(table.right)
    index = SiteIndex([m.letters for m in table.right])
    return [
        _Screened(
            query,
            scores[i * n : (i + 1) * n],
            windows[i * n : (i + 1) * n],
            index.best(query.letters),
            model.memory.lists(query, table.right),
        )
        for i, query in enumerate(table.left)
    ]


def _rows(
    query: Molecule,
    catalog: Catalog,
    found: _Screened,
    of: NDArray[np.intp],
    model: TrainedModel,
) -> pd.DataFrame:
    """Make the ranked table of one query; `of` is each molecule's place among the distinct."""
    family_known = bool(model.memory.knows_family([query])[0])
    seen = model.memory.saw(catalog.molecules)
    has_site = found.best.kind[of] != NO_SITE
    family = f"family {'known' if family_known else 'new'}, partner "
    frame = pd.DataFrame(
        {
            "id1": [m.id for m in catalog.molecules],
            "name1": [m.name for m in catalog.molecules],
            "rna_type": [m.type for m in catalog.molecules],
            "length1": [len(m) for m in catalog.molecules],
            "id2": query.id,
            "score": found.score[of],
            "probability": np.nan,
            "percentile": _percentile(found.score[of]),
            "p": np.nan,
            "q": np.nan,
            "hub": np.nan,
            "regime": np.where(seen, f"{family}known", f"{family}new"),
            "seed_class": found.best.kind[of].astype(object),
            "start1": pd.array(found.best.start[of], dtype="Int64"),
            "end1": pd.array(found.best.end[of], dtype="Int64"),
            "windows": found.windows[of],
            "known": found.known[of],
            "in_training": seen & bool(model.memory.saw([query])[0]),
            "model": model.name,
            "catalog": catalog.name,
            "place": np.arange(len(catalog)),
        }
    )
    frame.loc[~has_site, ["start1", "end1"]] = pd.NA
    frame = frame.sort_values(["score", "id1"], ascending=[False, True], ignore_index=True)
    frame.insert(0, "rank", np.arange(1, len(frame) + 1))
    return frame


def _percentile(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of the catalogue below, ties counted half (0 to 100)."""
    rank = pd.Series(scores).rank(method="average").to_numpy()
    return np.asarray(np.round((rank - 0.5) / len(scores) * 100, 3))


def _with_duplexes(
    frame: pd.DataFrame, query: Molecule, catalog: Catalog, rows: int, progress: Progress
) -> pd.DataFrame:
    """Fold the duplex of the first rows, at the best site where there is one."""
    energy = np.full(len(frame), np.nan)
    letters = np.full(len(frame), None, dtype=object)
    pairs = np.full(len(frame), None, dtype=object)
    n = min(rows, len(frame))
    shown = frame.head(n)
    for i, (place, kind, start, end) in enumerate(
        zip(shown["place"], shown["seed_class"], shown["start1"], shown["end1"], strict=True)
    ):
        progress(i / n, f"{query.id[:60]}: folding duplex {i + 1} of {n}")
        site = None if kind == NO_SITE else Site(kind, int(start), int(end))
        duplex = fold(query.letters, catalog.molecules[place].letters, around=site)
        energy[i], letters[i], pairs[i] = duplex.energy, duplex.subseq_dp, duplex.hybrid_dp
    return frame.assign(E=energy, subseqDP=letters, hybridDP=pairs)
