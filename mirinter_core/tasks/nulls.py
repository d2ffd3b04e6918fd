"""The empirical null: how often a decoy pairs as well with such a partner.

P speaks of the pairing evidence (`mirinter_core.tasks.pairing_evidence`), not of what the model
remembers of the query's family: decoys have none. Each partner is judged by its own decoys (mean
and deviation, drawn to those of partners alike where few tell), and then compared with all decoys
of all partners of its type and about its length: 100 decoys of one partner alone could give no p
below 0.01, which no correction over 1,663 partners survives.

References
----------
Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x; Phipson and Smyth 2010,
doi:10.2202/1544-6115.1585 (a p-value is never 0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirinter_core.models.trained import TrainedModel
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.progress import Progress, part, silent, within
from mirinter_core.tasks.decoys import FACTOR, Decoys, decoys_of, site_holders
from mirinter_core.tasks.evidence import Embedding, weighs_kinds
from mirinter_core.tasks.pairing_evidence import pairing_evidence

LEVEL = 0.05

_AT_ONCE = 1_000_000  # pairs of queries that are scored together
_PER_BIN = 20  # decoys that one more bin of lengths costs: the smallest p stays testable
_BINS = 8
_PRIOR = 10.0  # decoys' worth of the deviation of partners alike
_SAME = 1e-9
_SURE = 1 - 1e-12
_CENTRED = 100  # partners: of fewer, a query's own level cannot be told from its finds
_BARS = 50

Matrix = NDArray[np.float64]  # (decoys, partners)
Column = NDArray[np.float64]  # (partners,)
Scorer = tuple[TrainedModel, Embedding]


@dataclass(frozen=True)
class Null:
    """P-values of one query's partners.

    Parameters
    ----------
    p, q : (partners,) arrays
        q by Benjamini and Hochberg over the partners; NaN if there were no decoys.
    facts : mapping
        JSON-ready: what the page and the provenance tell of it.
    """

    p: Column
    q: Column
    facts: Mapping[str, Any] = field(default_factory=dict)


def nulls(
    queries: Sequence[Molecule],
    partners: Sequence[Molecule],
    scorer: Scorer,
    *,
    decoys: int,
    seed: int = 0,
    progress: Progress = silent,
) -> list[Null]:
    """Compare each query's partners with decoys of the query.

    The same query, partners, model and seed give the same p, whatever other queries there are.

    Parameters
    ----------
    partners : sequence of Molecule
        Of different letters or types.
    scorer : TrainedModel and Embedding
        As `mirinter_core.tasks.ready.ready` gives them.
    decoys : int
        Of each query.
    """
    model, embedding = scorer
    holders = site_holders(partners)
    group = max(1, _AT_ONCE // max((decoys + 1) * len(partners), 1))
    found: list[Null] = []
    for start in range(0, len(queries), group):
        own = queries[start : start + group]
        made = [decoys_of(q, decoys, holders, model.memory, _rng(q, seed)) for q in own]
        bar = part(progress, start / len(queries), min(start + group, len(queries)) / len(queries))
        everyone = [m for q, d in zip(own, made, strict=True) for m in (q, *d.molecules)]
        bar = within(bar, f"{decoys} decoys")
        scores = pairing_evidence(everyone, partners, model, embedding, bar)
        at = 0
        for query, drawn in zip(own, made, strict=True):
            end = at + 1 + len(drawn.molecules)
            null = null_of(scores[at], scores[at + 1 : end], partners)
            told = {"query": query.id, **_told(drawn, model), **null.facts}
            found.append(Null(null.p, null.q, told))
            at = end
    return found


def in_short(told: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Say what the p-values of all queries rest on, for the provenance."""
    made = [t for t in told if "level" in t]
    if not made:
        return {"decoys": "none could be made"}
    return {
        "speaks_of": made[0]["speaks_of"],
        "fewest_decoys": min(t["decoys"] for t in made),
        "matched": min(t["matched"] for t in made),
        "matched_within": FACTOR,
        "smallest_p": min(t["smallest_p"] for t in made),
        "q": "Benjamini-Hochberg over the partners of each query",
    }


def null_of(query: Column, decoys: Matrix, partners: Sequence[Molecule]) -> Null:
    """Give p and q of one query's scores among those of its decoys.

    Ties count half. The smallest p there can be is one over the decoys' pairs in the partner's
    bin, the query's own pair counted in.
    """
    if len(decoys) < 2:
        empty = np.full(len(partners), np.nan)
        return Null(empty, empty, {"decoys": len(decoys)})
    p, smallest = np.empty(len(partners)), []
    for rows in bins(partners, max(1, min(_BINS, len(decoys) // _PER_BIN))):
        z, null = _standardised(query[rows], decoys[:, rows])
        pooled = np.sort(null.ravel())
        above = len(pooled) - np.searchsorted(pooled, z + _SAME, side="right")
        tied = len(pooled) - np.searchsorted(pooled, z - _SAME, side="left") - above
        p[rows] = (above + 0.5 * tied + 1) / (len(pooled) + 1)
        smallest.append(1 / (len(pooled) + 1))
    q = benjamini_hochberg(p)
    genes = benjamini_hochberg(gene_p(p, partners))
    facts = {
        "smallest_p": float(f"{min(smallest):.3g}"),
        "smallest_p_of_the_fewest": float(f"{max(smallest):.3g}"),
        "bins": len(smallest),
        "transcripts": len(partners),
        "transcripts_found": int((q < LEVEL).sum()),
        "genes": len(genes),
        "genes_found": int((genes < LEVEL).sum()),
        "level": LEVEL,
        "best_as_high": int((decoys.max(axis=1) >= query.max() - _SAME).sum()),
        "histogram": _histogram(query, decoys),
    }
    return Null(_rounded(p), _rounded(q), facts)


def bins(partners: Sequence[Molecule], most: int) -> list[NDArray[np.intp]]:
    """Put partners of one type and about one length together, in bins of about equal size.

    Their order in the catalogue does not matter.
    """
    types = np.array([m.type for m in partners])
    order = sorted(range(len(partners)), key=lambda i: (len(partners[i]), partners[i].digest))
    placed = np.array(order, dtype=np.intp)
    found = []
    for kind in np.unique(types):
        own = placed[types[placed] == kind]
        cut = max(1, min(most, most * len(own) // len(partners)))
        found += np.array_split(own, cut)
    return found


def benjamini_hochberg(p: Column) -> Column:
    """Give the q of each p: the smallest share of false finds at which it is one."""
    n = len(p)
    order = np.argsort(p)[::-1]
    scaled = p[order] * n / np.arange(n, 0, -1)
    q = np.empty(n)
    q[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return q


def gene_p(p: Column, partners: Sequence[Molecule]) -> Column:
    """Give one p to each gene: its best transcript's, corrected by Sidak for their number.

    A partner whose header tells no gene is one of its own. Isoforms share sites, so that the
    correction is on the safe side.
    """
    names = [f"gene {m.gene}" if m.gene else f"alone {i}" for i, m in enumerate(partners)]
    gene = np.unique(names, return_inverse=True)[1]
    best = np.ones(gene.max(initial=-1) + 1)
    np.minimum.at(best, gene, p)
    corrected: Column = -np.expm1(np.log1p(-np.minimum(best, _SURE)) * np.bincount(gene))
    return corrected


def _standardised(query: Column, decoys: Matrix) -> tuple[Column, Matrix]:
    """Judge query and decoys by each partner's decoys; a decoy by those but itself.

    Means are drawn together as far as they scatter no more than chance would have it; of
    deviations `_PRIOR` decoys' worth comes from the bin. What shifts all partners of a query or
    a decoy alike (the letters of its seed, say) is no find and is taken away. Without this the
    p-values of single queries are uniform only on average.
    """
    n = len(decoys)
    mean, spread = decoys.mean(axis=0), decoys.var(axis=0, ddof=1)
    typical = float(spread.mean())
    beyond_chance = max(float(mean.var()) - typical / n, 0.0)
    weight = beyond_chance / max(beyond_chance + typical / n, 1e-12)
    centre = mean.mean()

    def judged(score: Matrix | Column, m: Matrix | Column, v: Matrix | Column, k: int) -> Matrix:
        deviation = np.sqrt((_PRIOR * typical + k * v) / (_PRIOR + k) + 1e-12)
        out: Matrix = (score - (weight * m + (1 - weight) * centre)) / deviation
        return out

    off = decoys - mean
    others_mean = mean - off / (n - 1)
    others = ((n - 1) * spread - off**2 * n / (n - 1)) / max(n - 2, 1)
    null = judged(decoys, others_mean, np.maximum(others, 0), max(n - 2, 1))
    z = judged(query, mean, spread, n - 1)
    if len(z) < _CENTRED:
        return z, null
    return z - np.median(z), null - np.median(null, axis=1, keepdims=True)


def _rounded(p: Column) -> Column:
    """Keep four digits: more would speak of the decoys drawn."""
    unit = 10 ** (np.floor(np.log10(p)) - 3)
    out: Column = np.round(p / unit) * unit
    return np.round(out, 12)


def _histogram(query: Column, decoys: Matrix) -> dict[str, Any]:
    """Count scores of the query and, for each decoy on average, of the decoys in common bars."""
    everything = np.concatenate([query, decoys.ravel()])
    edges = np.histogram_bin_edges(everything, _BARS)
    counts = np.histogram(query, edges)[0]
    of_decoys = np.histogram(decoys, edges)[0] / len(decoys)
    return {
        "from": round(float(edges[0]), 6),
        "to": round(float(edges[-1]), 6),
        "query": counts.tolist(),
        "decoys": np.round(of_decoys, 3).tolist(),
    }


def _told(drawn: Decoys, model: TrainedModel) -> dict[str, Any]:
    spread = np.percentile(drawn.of_each, [0, 50, 100]) if len(drawn.of_each) else np.zeros(3)
    return {
        "decoys": len(drawn.molecules),
        "own_shuffles": drawn.own,
        "partners_with_site": drawn.of_query,
        "partners_with_site_of_decoys": [int(n) for n in spread],
        "matched": round(drawn.matched, 3),
        "matched_within": FACTOR,
        "speaks_of": "pairing evidence" if weighs_kinds(model.recipe) else "plain score",
    }


def _rng(query: Molecule, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, int(query.digest[:16], 16)])
