"""What a model that learnt bench findings does with them, beside the one it is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core.datasets.bench import Notebook
from mirinter_core.datasets.bench_set import table as pairs_of
from mirinter_core.datasets.finding import BOUND, NOT_BOUND
from mirinter_core.datasets.in_words import counted
from mirinter_core.errors import DatasetError
from mirinter_core.models.trained import TrainedModel
from mirinter_core.progress import Progress, part, silent
from mirinter_core.tasks.compare import Comparison
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.metrics import pooled
from mirinter_core.tasks.score import score

# Every column of `Rescored.table` with what it says.
COLUMNS: dict[str, str] = {
    "query": "The microRNA, by the id it was recorded by.",
    "partner": "The partner, by the id it was recorded by.",
    "outcome": "What the bench found.",
    "score_first": "Score by the first model.",
    "score_second": "Score by the second model, on a scale of its own.",
    "place_first": "Place among these pairs by the first model; 1 is the best.",
    "place_second": "Place among these pairs by the second model.",
}


@dataclass(frozen=True)
class Rescored:
    """The pairs of a notebook, scored by two models; as a string, what to make of it.

    Parameters
    ----------
    table : DataFrame
        Columns as in `COLUMNS`, the best by the second model first.
    auroc : (float, float)
        How often each model ranks a bound pair above one that was found not to bind; nan where
        there is not one of each.
    learnt : (bool, bool)
        Whether each model was trained on the notebook.
    """

    table: pd.DataFrame
    auroc: tuple[float, float]
    learnt: tuple[bool, bool]

    def __str__(self) -> str:
        """Say how well each model tells bound from not bound, and where that is no evidence."""
        n = self.table["outcome"].value_counts()
        counts = f"{n.get(BOUND, 0)} bound, {n.get(NOT_BOUND, 0)} not bound"
        said = [f"Of these pairs ({counts}) nothing can be told without some of both."]
        if not np.isnan(self.auroc[0]):
            shares = [f"{100 * share:.0f} %" for share in self.auroc]
            each = f"in {shares[0]} of cases, the second in {shares[1]}"
            beaten = "The first model ranks a bound pair above one that was not bound"
            said = [f"{beaten} {each} ({counts}; 50 % is chance)."]
        which = [w for w, is_so in zip(("first", "second"), self.learnt, strict=True) if is_so]
        if which:
            said.append(
                f"The {' and the '.join(which)} was trained on these pairs: its figure is no "
                "evidence, only a check that it learnt them."
            )
        return " ".join(said)


def moved(found: Comparison, outcomes: Mapping[str, str]) -> pd.DataFrame:
    """Take the tested partners out of a comparison of two screens, with what the bench found.

    Parameters
    ----------
    outcomes : mapping of str to str
        By the partner's id.
    """
    rows = found.table[found.table["id1"].isin(list(outcomes))]
    return rows.assign(outcome=[outcomes[one] for one in rows["id1"]]).reset_index(drop=True)


def in_words(tested: pd.DataFrame) -> str:
    """Say how the tested partners moved from the first screen to the second (plain text).

    Examples
    --------
    >>> in_words(pd.DataFrame({"outcome": ["bound", "bound"], "shift": [5, -1]}))
    'Of 2 partners found bound, 1 rose and 1 fell (median +2 places).'
    """
    said = []
    for outcome, words in ((BOUND, "found bound"), (NOT_BOUND, "found not to bind")):
        shift = tested.loc[tested["outcome"] == outcome, "shift"].dropna().astype(float)
        if shift.empty:
            continue
        rose, fell = int((shift > 0).sum()), int((shift < 0).sum())
        said.append(
            f"Of {counted(len(shift), 'partner')} {words}, {rose} rose and {fell} fell "
            f"(median {shift.median():+.0f} places)."
        )
    return " ".join(said)


def trained_on(datasets: object, notebook: str) -> bool:
    """Tell whether a model's provenance names a notebook among its data sets."""
    return isinstance(datasets, list | tuple) and notebook in datasets


def rescore(
    notebook: Notebook,
    first: tuple[TrainedModel, Embedding],
    second: tuple[TrainedModel, Embedding],
    progress: Progress = silent,
) -> Rescored:
    """Score the pairs of a notebook, bound and not bound, with two models.

    Raises
    ------
    DatasetError
        If it has no such pair.
    """
    pairs = pairs_of(notebook)
    if not len(pairs):
        raise DatasetError(f"Notebook {notebook.name!r} has no pair that was bound or not bound.")
    scores = [
        score(pairs, model, embedding, part(progress, begin, begin + 0.5)).score
        for begin, (model, embedding) in ((0.0, first), (0.5, second))
    ]
    table = pd.DataFrame(
        {
            "query": [pairs.left[i].id for i in pairs.left_row],
            "partner": [pairs.right[i].id for i in pairs.right_row],
            "outcome": [BOUND if label else NOT_BOUND for label in pairs.label],
            "score_first": scores[0],
            "score_second": scores[1],
            "place_first": _places(scores[0]),
            "place_second": _places(scores[1]),
        }
    )
    both = 0 < pairs.label.sum() < len(pairs)
    first_auroc, second_auroc = (
        pooled(pairs.label, s)["auroc"] if both else float("nan") for s in scores
    )
    learnt = [trained_on(m.provenance.get("datasets"), notebook.name) for m, _ in (first, second)]
    return Rescored(
        table.sort_values(["place_second", "place_first"], ignore_index=True),
        (first_auroc, second_auroc),
        (learnt[0], learnt[1]),
    )


def _places(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    return pd.Series(-scores).rank(method="min").to_numpy().astype(np.int64)
