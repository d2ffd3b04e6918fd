"""Rank the molecules of a catalogue as partners of one or more queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core.datasets.catalog import Catalog
from mirinter_core.datasets.pairs import PairTable, merged
from mirinter_core.errors import SequenceError
from mirinter_core.models.calibration import regime
from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.duplex import fold
from mirinter_core.pairing.sites import NO_SITE, BestSites, Site, SiteIndex
from mirinter_core.progress import Progress, part, silent
from mirinter_core.provenance import provenance
from mirinter_core.tasks import hubs as hubs_of
from mirinter_core.tasks.domain import domain, reference
from mirinter_core.tasks.evidence import Embedding, looked_at, weighs_kinds
from mirinter_core.tasks.hits import COLUMNS, Hits
from mirinter_core.tasks.hubs import Hubs
from mirinter_core.tasks.nulls import Null, in_short, nulls
from mirinter_core.tasks.score import grid, score

_PLACED = 50  # queries whose place in the model's space is told: more nobody reads
EVIDENCE_ROWS = 200  # rows a person looks at; a duplex takes about 1 ms at a site, 20 ms without


@dataclass(frozen=True)
class _Screened:
    """One query against the distinct molecules of a catalogue."""

    query: Molecule
    score: NDArray[np.float64]
    windows: NDArray[np.intp]
    best: BestSites
    known: NDArray[np.bool_]


@dataclass(frozen=True)
class _Remembered:
    """What a model knows of a catalogue's molecules, whatever the query.

    Parameters
    ----------
    seen : (n,) bool array
        Whether the letters stood in training.
    known : (n,) bool array
        Whether they or their gene did.
    kind : (n,) array of str
        Type, as the model's books and its calibration call it.
    """

    seen: NDArray[np.bool_]
    known: NDArray[np.bool_]
    kind: NDArray[np.object_]

    @classmethod
    def of(cls, catalog: Catalog, model: TrainedModel) -> _Remembered:
        memory, molecules = model.memory, catalog.molecules
        kind = np.array([memory.book(m) or m.type for m in molecules], dtype=object)
        return cls(memory.saw(molecules), memory.knows_partners(molecules), kind)


def screen(  # noqa: PLR0913 (each of the last is a column of its own)
    queries: Sequence[Molecule],
    catalog: Catalog,
    model: TrainedModel,
    embedding: Embedding,
    *,
    evidence: int = EVIDENCE_ROWS,
    decoys: int = 0,
    hubs: bool = False,
    seed: int = 0,
    progress: Progress = silent,
) -> Hits:
    """Rank every molecule of a catalogue as a partner of each query.

    Letter-identical molecules are scored once; every id gets its row. A score does not depend
    on the other queries, the catalogue around the partner, or their order.

    Parameters
    ----------
    evidence : int
        Rows per query, from the top, for which the duplex is folded.
    decoys : int
        Decoys of each query that give p and q: see `mirinter_core.tasks.nulls`. 0 leaves these
        columns empty.
    hubs : bool
        Whether to count the hubs of the catalogue if nobody has yet: see
        `mirinter_core.tasks.hubs`. What was counted before is told anyway.
    seed : int
        Decides the decoys.

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
    scored = score(table, model, embedding, part(progress, 0.0, 0.2 if decoys or hubs else 0.8))
    screened = _by_query(table, scored.score, scored.windows, model)
    null = _nulls(table, model, embedding, (decoys, seed), part(progress, 0.2, 0.6))
    bar = part(progress, 0.6, 0.8)
    hub = hubs_of.hubs(catalog, model, embedding, bar) if hubs else hubs_of.kept(catalog, model)
    partner_of = merged(catalog.molecules, typed=True)[1]
    remembered = _Remembered.of(catalog, model)
    frames = []
    for i, (query, of) in enumerate(zip(queries, merged(queries, typed=True)[1], strict=True)):
        bar = part(progress, 0.8 + 0.2 * i / len(queries), 0.8 + 0.2 * (i + 1) / len(queries))
        frame = _rows(query, catalog, screened[of], partner_of, (model, remembered))
        frame = _with_chances(frame, null[of] if null else None, partner_of, hub)
        frames.append(_with_duplexes(frame, query, catalog, evidence, bar))
    progress(1.0, "ranked")
    seen = model.memory.saw(queries)
    facts = provenance(
        model=model.name,
        model_data=model.provenance.get("data_digest", ""),
        weights=model.provenance.get("weights_sha256", ""),
        **looked_at(model.recipe),
        encoder_revisions=sorted(set(model.encoders)),
        catalog=catalog.name,
        catalog_release=catalog.info.release,
        catalog_digest=catalog.info.digest,
        queries=len(queries),
        queries_in_training=[q.id for q, s in zip(queries, seen, strict=True) if s],
        partners=len(catalog),
        evidence=evidence,
        calibrated=model.calibration is not None,
        domain=_placed(queries, model, embedding),
        **_facts(null, (decoys, seed), hub),
    )
    told = tuple(
        {**null[of].facts, "query": query.id}
        for query, of in zip(queries, merged(queries, typed=True)[1], strict=True)
        if null
    )
    return Hits(pd.concat(frames, ignore_index=True)[list(COLUMNS)], facts, told)


def _nulls(
    table: PairTable,
    model: TrainedModel,
    embedding: Embedding,
    asked: tuple[int, int],
    progress: Progress,
) -> list[Null]:
    """Run the decoys of each distinct query, if any are asked for: (how many, seed)."""
    decoys, seed = asked
    if not decoys:
        return []
    scorer = model, embedding
    return nulls(table.left, table.right, scorer, decoys=decoys, seed=seed, progress=progress)


def _placed(
    queries: Sequence[Molecule], model: TrainedModel, embedding: Embedding
) -> list[dict[str, Any]]:
    """Say how far the first queries lie from what the model knows: `mirinter_core.tasks.domain`.

    Only of a model that weighs evidence, which is quick: others would embed the whole panel.
    """
    if not weighs_kinds(model.recipe):
        return []
    first = queries[:_PLACED]
    known = reference(model, embedding)
    found = domain(first, model, embedding, known)
    return [{"id2": q.id, **asdict(d)} for q, d in zip(first, found, strict=True)]


def _facts(null: list[Null], asked: tuple[int, int], hub: Hubs | None) -> dict[str, Any]:
    """Tell what p, q and hub rest on."""
    told: dict[str, Any] = {}
    if null:
        told = {"decoys": asked[0], "seed": asked[1], "null": in_short([n.facts for n in null])}
    return told | ({"hubs": hub.facts} if hub else {})


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
    told: tuple[TrainedModel, _Remembered],
) -> pd.DataFrame:
    """Make the ranked table of one query; `of` is each molecule's place among the distinct."""
    model, remembered = told
    family_known = bool(model.memory.knows_family([query])[0])
    has_site = found.best.kind[of] != NO_SITE
    known, new = (regime(family_known=family_known, partner_known=seen) for seen in (True, False))
    regimes = np.where(remembered.known, known, new).astype(object)
    score = found.score[of]
    probability = np.full(len(score), np.nan)
    if model.calibration:
        probability = model.calibration.probability(score, regimes, remembered.kind)
    frame = pd.DataFrame(
        {
            "id1": [m.id for m in catalog.molecules],
            "name1": [m.name for m in catalog.molecules],
            "rna_type": [m.type for m in catalog.molecules],
            "length1": [len(m) for m in catalog.molecules],
            "id2": query.id,
            "score": score,
            "probability": probability,
            "percentile": _percentile(found.score[of]),
            "regime": regimes,
            "seed_class": found.best.kind[of].astype(object),
            "start1": pd.array(found.best.start[of], dtype="Int64"),
            "end1": pd.array(found.best.end[of], dtype="Int64"),
            "windows": found.windows[of],
            "known": found.known[of],
            "in_training": remembered.seen & bool(model.memory.saw([query])[0]),
            "model": model.name,
            "catalog": catalog.name,
            "place": np.arange(len(catalog)),
        }
    )
    frame.loc[~has_site, ["start1", "end1"]] = pd.NA
    frame = frame.sort_values(["score", "id1"], ascending=[False, True], ignore_index=True)
    frame.insert(0, "rank", np.arange(1, len(frame) + 1))
    return frame


def _with_chances(
    frame: pd.DataFrame, null: Null | None, of: NDArray[np.intp], hub: Hubs | None
) -> pd.DataFrame:
    """Fill in what tells a find from chance and from a hub; empty for what was not asked."""
    place = frame["place"].to_numpy()
    return frame.assign(
        p=null.p[of[place]] if null else np.nan,
        q=null.q[of[place]] if null else np.nan,
        hub=hub.share[place] if hub else np.nan,
    )


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
