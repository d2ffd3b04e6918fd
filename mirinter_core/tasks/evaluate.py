"""Measure a recipe under a protocol, beside the rules that need no model.

Each fold trains through the same code as `train`, on the training pairs only. A fold that is
done can be kept on disk, so that work that was cut short goes on with the next one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from mirinter_core import home
from mirinter_core.datasets.in_words import counted
from mirinter_core.datasets.leaks import require_kept
from mirinter_core.datasets.negatives import thinned, with_negatives
from mirinter_core.datasets.pairs import PairTable, Rows, join
from mirinter_core.datasets.splits import Split, protocol
from mirinter_core.errors import DatasetError
from mirinter_core.progress import Progress, part, silent, within
from mirinter_core.provenance import provenance
from mirinter_core.recipe import RULE, Recipe
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.kept_folds import KeptFolds, ViewScores
from mirinter_core.tasks.report import Report
from mirinter_core.tasks.score import score
from mirinter_core.tasks.summary import Measurement, summarise
from mirinter_core.tasks.train import Where, train_on


@dataclass(frozen=True)
class Question:
    """What is asked of a recipe: the protocol, how many folds, and which negatives to test on.

    Parameters
    ----------
    negatives : "full" or int
        Every unlisted test cell, or so many per listed one. What is trained on is the recipe's.
    """

    protocol: str = "pair"
    folds: int = 5
    negatives: str | int = "full"


def evaluate(
    tables: Sequence[PairTable],
    recipe: Recipe,
    question: Question,
    *,
    device: str = "cpu",
    keep_in: Path | None = None,
    progress: Progress = silent,
) -> tuple[Report, ...]:
    """Measure a recipe on held-out pairs; one report per data set.

    Several data sets are trained on together, fold by fold, and reported apart. Encoders are
    opened only if something is trained.

    Parameters
    ----------
    tables : sequence of PairTable
        The listed pairs; negatives are added here.
    keep_in : Path or None
        Folder for the folds that are done and for the epochs of the one under way; what lies
        there already is not computed again.

    Raises
    ------
    DatasetError
        If the protocol is unknown, the data are too few for the folds, or the folder holds the
        folds of another evaluation.
    """
    table, splits = dealt(tables, question, recipe.seed)
    embedding = None if recipe.network == RULE else Embedding.open(recipe, device)
    kept = KeptFolds()
    if keep_in is not None and _takes_long(recipe):
        encoders = embedding.names if embedding else ()
        asked = _identity(table, splits, recipe, question)
        kept = KeptFolds.open(keep_in, asked | {"computed_with": [device, *encoders]})
    scored: list[ViewScores] | None = None
    if embedding is not None:
        fitting = part(progress, 0.0, 0.9)
        scored = []
        for i, split in enumerate(splits):
            bar = within(
                part(fitting, i / len(splits), (i + 1) / len(splits)),
                f"fold {i + 1} of {len(splits)}",
            )
            scored.append(_fold(table, split, (recipe, i), embedding, kept, (device, bar)))
    measurement = Measurement(
        table=table,
        splits=tuple(splits),
        recipe=recipe,
        protocol=question.protocol,
        negatives=question.negatives,
        facts=provenance(device=device, seed=recipe.seed, trained_with=list(table.sources)),
    )
    measuring = part(progress, 0.0 if scored is None else 0.9, 1.0)
    return summarise(measurement, scored, measuring, kept=kept)


def dealt(
    tables: Sequence[PairTable], question: Question, seed: int
) -> tuple[PairTable, list[Split]]:
    """Deal the pairs of data sets into the folds that an evaluation judges by.

    Returns
    -------
    table : PairTable
        All pairs together, every unlisted cell among them.
    splits : list of Split
        A fold each; the test rows are those that are scored.

    Raises
    ------
    DatasetError
        If the protocol is unknown or broken, or the data are too few for the folds.
    """
    rng = np.random.default_rng([seed, 2])
    table = with_negatives(join(tables), "full", rng)
    splits = list(protocol(question.protocol).split(table, question.folds, rng))
    if len(splits) < 2 or any(not len(s.test) or not len(s.train) for s in splits):
        raise DatasetError(
            f"{counted(int(table.label.sum()), 'listed pair')} of "
            f"{counted(len(table.left), 'query', 'queries')} and "
            f"{counted(len(table.right), 'partner')} are too few for {question.folds} folds under "
            f"{question.protocol!r}. Give more pairs or ask for fewer folds."
        )
    require_kept(question.protocol, table, splits)
    if question.negatives != "full":
        n = int(question.negatives)
        splits = [Split(s.train, thinned(table, s.test, n, rng)) for s in splits]
    return table, splits


def training_rows(table: PairTable, split: Split, recipe: Recipe, fold: int) -> Rows:
    """Choose what a fold's model is trained on: its training cells, thinned as the recipe says."""
    if recipe.negatives == "full":
        return split.train
    rng = np.random.default_rng([recipe.seed, 3, fold])
    return thinned(table, split.train, int(recipe.negatives), rng)


def _fold(
    table: PairTable,
    split: Split,
    asked: tuple[Recipe, int],
    embedding: Embedding,
    kept: KeptFolds,
    where: tuple[str, Progress],
) -> ViewScores:
    """Score a fold's test rows, shape (views, n), by a model trained on its training rows."""
    (recipe, i), (device, progress) = asked, where
    found = kept.get(f"fold{i}", len(split.test))
    if found is not None:
        return found
    begun = kept.training(f"fold{i}")
    model = train_on(
        table.take(training_rows(table, split, recipe, i)),
        recipe,
        embedding,
        name="fold",
        where=Where(device, keep_in=begun),
        progress=part(progress, 0.0, 0.8),
    )
    views = score(table.take(split.test), model, embedding, part(progress, 0.8, 1.0)).views
    kept.put(f"fold{i}", views)
    if begun is not None:
        home.remove(begun)
    return views


def _takes_long(recipe: Recipe) -> bool:
    """Tell whether a fold is worth keeping: quick rules are done again sooner than read."""
    return recipe.network != RULE or bool(recipe.network_options.get("slow"))


def _identity(
    table: PairTable, splits: Sequence[Split], recipe: Recipe, question: Question
) -> dict[str, object]:
    """Say what a kept fold is a fold of: the rows it scores, in their order, among all."""
    rows = sha256(table.keys().tobytes() + table.label.tobytes())
    for split in splits:
        rows.update(split.train.tobytes() + split.test.tobytes())
    return {
        "data": table.digest(),
        "rows": rows.hexdigest(),
        "recipe": json.loads(recipe.to_json()),
        "protocol": question.protocol,
        "folds": question.folds,
        "negatives": question.negatives,
    }
