"""The leak lamp: what a split gives away, and what is to be beaten on it, before any training.

The folds are those that `mirinter_core.tasks.evaluate` will judge by, so that what is said here
holds for the report to come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from mirinter_core.datasets.leaks import PROMISES, Audit, Leaks
from mirinter_core.datasets.pairs import PairTable
from mirinter_core.datasets.splits import Split
from mirinter_core.progress import Progress, part, silent
from mirinter_core.tasks.baselines import RULES
from mirinter_core.tasks.evaluate import Question, dealt
from mirinter_core.tasks.ground import Ground, ruled
from mirinter_core.tasks.metrics import per_query, pooled, spread

FEW = 10  # listed pairs of a fold, below which one pair more or less moves every figure
COPIES = "blocks"  # of `Leaks`: a sibling of the query with an isoform of the partner is known
_CELLS = 200_000  # test pairs the rules are asked for: some 10 s on one core
_AUDITED = 0.15  # of the progress

GREEN, AMBER, RED = "green", "amber", "red"


@dataclass(frozen=True)
class Standing:
    """What a rule without a model reaches, mean of folds; NaN where that cannot be measured."""

    auprc: float
    per_query: float


@dataclass(frozen=True)
class Lamp:
    """What training would tell of the test pairs, and what is to be beaten.

    Parameters
    ----------
    question : Question
        Protocol, folds, and which negatives are tested.
    pairs, listed : int
        Test pairs of all folds, and those of them that are listed.
    fewest : int
        Listed pairs of the fold that has least.
    told : mapping of str to int
        Test pairs of which training tells something, by the names of
        `mirinter_core.datasets.leaks.Leaks`.
    rules : mapping of str to Standing
        The best AUPRC first.
    chance : Standing
        Of a ranking drawn at random.
    looked : int
        Folds in which the rules were measured; all, but for large tables.
    """

    question: Question
    pairs: int
    listed: int
    fewest: int
    told: Mapping[str, int]
    rules: Mapping[str, Standing]
    chance: Standing
    looked: int

    @property
    def promised(self) -> tuple[str, ...]:
        """What the protocol promises that training does not tell."""
        return PROMISES[self.question.protocol]

    @property
    def colour(self) -> str:
        """The lamp: red where figures would mislead, amber where copies are left, else green."""
        if self.fewest < FEW or any(self.told[name] for name in self.promised):
            return RED
        return AMBER if self.told[COPIES] else GREEN

    def share(self, name: str) -> float:
        """Give the share of the test pairs of which training tells this, 0 to 1."""
        return self.told[name] / self.pairs

    @property
    def best(self) -> tuple[str, float]:
        """The best rule of all pairs together, and its AUPRC."""
        return self._first("auprc")

    @property
    def best_per_query(self) -> tuple[str, float]:
        """The best rule within each query's own ranking, and its mean AUPRC."""
        return self._first("per_query")

    def _first(self, figure: str) -> tuple[str, float]:
        known = {n: v for n, s in self.rules.items() if not np.isnan(v := getattr(s, figure))}
        return max(known.items(), key=lambda item: item[1], default=("", float("nan")))


def lamp(
    tables: Sequence[PairTable],
    question: Question,
    *,
    seed: int = 0,
    progress: Progress = silent,
) -> Lamp:
    """Look at the folds of an evaluation before it is made.

    Parameters
    ----------
    tables : sequence of PairTable
        The listed pairs of the data sets; they are looked at together.
    seed : int
        The recipe's: it decides the folds.

    Raises
    ------
    DatasetError
        If the pairs are too few for the folds, or the protocol breaks its promise on them.
    """
    progress(0.0, "dealing the pairs into folds")
    table, splits = dealt(tables, question, seed)
    progress(0.05, "looking for relatives")
    audit = Audit.of(table)
    leaks = [audit.leaks(split) for split in splits]
    listed = [int(table.label[split.test].sum()) for split in splits]
    looked = min(len(splits), max(1, _CELLS * len(splits) // sum(len(s.test) for s in splits)))
    rules, chance = _standings(table, splits[:looked], part(progress, _AUDITED, 1.0))
    return Lamp(
        question=question,
        pairs=sum(len(split.test) for split in splits),
        listed=sum(listed),
        fewest=min(listed),
        told={f.name: sum(getattr(one, f.name) for one in leaks) for f in fields(Leaks)},
        rules=rules,
        chance=chance,
        looked=looked,
    )


def _standings(
    table: PairTable, splits: Sequence[Split], progress: Progress
) -> tuple[dict[str, Standing], Standing]:
    """Measure every rule, the best first, and chance."""
    ground = Ground.of(table)
    steps = len(RULES) * len(splits)
    found: dict[str, Standing] = {}
    by_chance: list[dict[str, float]] = []
    for i, (name, rule) in enumerate(RULES.items()):
        folds = []
        for j, split in enumerate(splits):
            progress((i * len(splits) + j) / steps, f"rule {name}, fold {j + 1} of {len(splits)}")
            label, score = table.label[split.test], ruled(rule, ground, split)
            every = pooled(label, score)
            own = per_query(label, score, table.left_row[split.test])
            folds.append({"auprc": every["auprc"], "per_query": own["auprc"]})
            by_chance.append({"auprc": every["prevalence"], "per_query": own["chance"]})
        found[name] = Standing(**spread(folds)[0])
    progress(1.0, "looked at")
    ranked = sorted(found.items(), key=lambda item: -np.nan_to_num(item[1].auprc, nan=-1.0))
    return dict(ranked), Standing(**spread(by_chance)[0])
