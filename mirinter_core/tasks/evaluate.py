"""Measure a recipe under a protocol, beside the rules that need no model.

Each fold trains through the same code as `train`, on the training pairs only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core.datasets.negatives import with_negatives
from mirinter_core.datasets.pairs import PairTable, join
from mirinter_core.datasets.splits import Split, protocol
from mirinter_core.errors import DatasetError
from mirinter_core.progress import Progress, part, silent
from mirinter_core.provenance import provenance
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.baselines import RULES, Ground, ruled
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.metrics import per_query, pooled, spread
from mirinter_core.tasks.report import Report
from mirinter_core.tasks.score import score
from mirinter_core.tasks.train import train_on


@dataclass(frozen=True)
class Question:
    """What is asked of a recipe: the protocol, how many folds, and which negatives to test on."""

    protocol: str = "pair"
    folds: int = 5
    negatives: str | int = "full"


def evaluate(
    tables: Sequence[PairTable],
    recipe: Recipe,
    question: Question,
    embedding: Embedding,
    *,
    device: str = "cpu",
    progress: Progress = silent,
) -> tuple[Report, ...]:
    """Measure a recipe on held-out pairs; one report per data set.

    Several data sets are trained on together, fold by fold, and reported apart.

    Parameters
    ----------
    tables : sequence of PairTable
        The listed pairs; negatives are added here.

    Raises
    ------
    DatasetError
        If the protocol is unknown, or the data are too few for the folds.
    """
    rng = np.random.default_rng([recipe.seed, 2])
    table = with_negatives(join(tables), question.negatives, rng)
    splits = list(protocol(question.protocol)(table, question.folds, rng))
    if len(splits) < 2 or any(not len(s.test) or not len(s.train) for s in splits):
        raise DatasetError(
            f"{len(table):,} pairs are too few for {question.folds} folds under "
            f"{question.protocol!r}. Give more pairs or ask for fewer folds."
        )
    scores = np.full(len(table), np.nan)
    for i, split in enumerate(splits):
        bar = part(progress, i / len(splits), (i + 1) / len(splits))
        scores[split.test] = _fold(table, split, recipe, embedding, (device, bar))
    progress(1.0, "measured")
    facts = provenance(device=device, seed=recipe.seed, trained_with=list(table.sources))
    return tuple(
        _report(table, source, splits, scores, (recipe, question, facts))
        for source in range(len(table.sources))
    )


def _fold(
    table: PairTable,
    split: Split,
    recipe: Recipe,
    embedding: Embedding,
    where: tuple[str, Progress],
) -> NDArray[np.float64]:
    device, progress = where
    model = train_on(
        table.take(split.train),
        recipe,
        embedding,
        name="fold",
        device=device,
        progress=part(progress, 0.0, 0.9),
    )
    return score(table.take(split.test), model, embedding, part(progress, 0.9, 1.0)).score


def _report(
    table: PairTable,
    source: int,
    splits: Sequence[Split],
    scores: NDArray[np.float64],
    asked: tuple[Recipe, Question, Mapping[str, Any]],
) -> Report:
    """Measure one data set's share of every fold."""
    recipe, question, facts = asked
    rows = np.flatnonzero(table.source == source)
    own, splits = table.take(rows), [_within(split, rows, len(table)) for split in splits]
    fold = np.full(len(own), -1, dtype=np.int16)
    for i, split in enumerate(splits):
        fold[split.test] = i
    measured = [_measure(own, split.test, scores[rows][split.test]) for split in splits]
    mean, sd = spread(measured)
    ground = Ground.of(own)
    summary = {
        "dataset": {"name": table.sources[source], "data_digest": own.digest()},
        "recipe": recipe.name,
        "protocol": question.protocol,
        "negatives": question.negatives,
        "n_pairs": len(own),
        "n_positive": int(own.label.sum()),
        "prevalence": float(own.label.mean()),
        "folds": measured,
        "mean": mean,
        "sd": sd,
        "baselines": {name: _baseline(name, own, ground, splits) for name in RULES},
        "by_type": _by_type(own, splits, scores[rows]),
        "provenance": dict(facts),
    }
    query = np.array([m.digest[:16] for m in own.left])[own.left_row]
    partner = np.array([m.digest[:16] for m in own.right])[own.right_row]
    tested = pd.DataFrame({"query": query, "partner": partner, "label": own.label, "fold": fold})
    return Report(summary, tested.assign(score=scores[rows].astype(np.float32)))


def _within(split: Split, rows: NDArray[np.intp], n: int) -> Split:
    """Renumber a split's rows to a part of the table, dropping those outside of it."""
    place = np.full(n, -1, dtype=np.intp)
    place[rows] = np.arange(len(rows))
    train, test = place[split.train], place[split.test]
    return Split(train[train >= 0], test[test >= 0])


def _measure(
    table: PairTable, test: NDArray[np.intp], scores: NDArray[np.float64]
) -> dict[str, float]:
    """Measure one fold, all pairs together and per query."""
    label, query = table.label[test], table.left_row[test]
    own = {f"per_query_{key}": value for key, value in per_query(label, scores, query).items()}
    return pooled(label, scores) | own


def _baseline(
    name: str, table: PairTable, ground: Ground, splits: Sequence[Split]
) -> dict[str, Any]:
    folds = [_measure(table, s.test, ruled(name, ground, s)) for s in splits]
    mean, sd = spread(folds)
    return {"folds": folds, "mean": mean, "sd": sd}


def _by_type(
    table: PairTable, splits: Sequence[Split], scores: NDArray[np.float64]
) -> dict[str, dict[str, float]]:
    """Measure each pair type over the test rows of all folds, averaged over folds."""
    left = np.array([m.type or "RNA" for m in table.left])[table.left_row]
    right = np.array([m.type or "RNA" for m in table.right])[table.right_row]
    kinds = np.char.add(np.char.add(left, "-"), right)
    measured = {}
    for kind in np.unique(kinds):
        tests = [s.test[kinds[s.test] == kind] for s in splits]
        folds = [pooled(table.label[test], scores[test]) for test in tests]
        measured[str(kind)] = spread(folds)[0] | {
            "positives": float(table.label[kinds == kind].sum())
        }
    return measured
