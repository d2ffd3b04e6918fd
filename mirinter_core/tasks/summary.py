"""From the scores of held-out pairs to reports, one a data set, with every rule beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core.datasets.groups import by_family, by_partner
from mirinter_core.datasets.pairs import PairTable
from mirinter_core.datasets.splits import Split
from mirinter_core.models.calibration import regime
from mirinter_core.models.memory import Memory
from mirinter_core.progress import Progress, part, within
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.baselines import RULES, rules_beside
from mirinter_core.tasks.crossed import crossed, reliability
from mirinter_core.tasks.curves import curves
from mirinter_core.tasks.ground import Ground, Rule, Scores, ruled
from mirinter_core.tasks.intervals import Fold, bootstrap
from mirinter_core.tasks.kept_folds import KeptFolds, ViewScores
from mirinter_core.tasks.metrics import per_query, pooled, spread
from mirinter_core.tasks.report import Report
from mirinter_core.tasks.slow_rule import SlowRule
from mirinter_core.tasks.variant import variant

Figures = dict[str, float]


@dataclass(frozen=True)
class Measurement:
    """What was held out from what, and asked of which recipe.

    Parameters
    ----------
    splits : tuple of Split
        Rows of `table`; the test rows are those that were scored.
    facts : mapping
        Provenance.
    """

    table: PairTable
    splits: tuple[Split, ...]
    recipe: Recipe
    protocol: str
    negatives: str | int
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """What a fold's training rows tell of its test rows, as a model trained on them would.

    Parameters
    ----------
    family : (test rows,) bool array
        Whether the query's seed family stood there.
    partner : (test rows,) bool array
        Whether the partner's letters did: protocols that hide partners hide their genes too.
    """

    family: NDArray[np.bool_]
    partner: NDArray[np.bool_]

    @classmethod
    def of(cls, table: PairTable, split: Split) -> Known:
        """Look the test rows of a split up."""
        memory = Memory.of(table.take(split.train))
        return cls(
            memory.knows_family(table.left)[table.left_row[split.test]],
            memory.saw(table.right)[table.right_row[split.test]],
        )

    def take(self, mine: NDArray[np.bool_]) -> Known:
        """Take some of the test rows."""
        return Known(self.family[mine], self.partner[mine])

    @property
    def regimes(self) -> NDArray[np.str_]:
        """Name the regime of each row."""
        both = (False, True)
        names = [[regime(family_known=f, partner_known=p) for p in both] for f in both]
        return np.array(names)[self.family.astype(np.intp), self.partner.astype(np.intp)]


def summarise(
    measurement: Measurement,
    scored: Sequence[ViewScores] | None,
    progress: Progress,
    *,
    kept: KeptFolds,
) -> tuple[Report, ...]:
    """Make a report for each data set of the table.

    Parameters
    ----------
    scored : sequence of (views, test rows) arrays or None
        Each fold's test scores; None for a recipe whose scores are those of a rule.
    kept : KeptFolds
        Where the folds of slow rules are kept.
    """
    table = measurement.table
    n = len(table.sources)
    known = [Known.of(table, split) for split in measurement.splits]
    reports = []
    for source in range(n):
        own, views = _within(measurement, scored, source)
        tests = (table.source[split.test] == source for split in measurement.splits)
        told = [one.take(mine) for one, mine in zip(known, tests, strict=True)]
        bar = part(progress, source / n, (source + 1) / n)
        reports.append(_report(own, views, told, kept.part(str(source)), bar))
    progress(1.0, "measured")
    return tuple(reports)


def _within(
    measurement: Measurement, scored: Sequence[ViewScores] | None, source: int
) -> tuple[Measurement, list[ViewScores] | None]:
    """Take one data set's share of every fold, with its own molecules only.

    A rule must not be worse for the RNAs of another set, which may chain genes that are apart.
    """
    table = measurement.table
    mine = table.source == source
    place = np.cumsum(mine) - 1
    splits = tuple(
        Split(place[s.train[mine[s.train]]], place[s.test[mine[s.test]]])
        for s in measurement.splits
    )
    own = replace(
        table.take(np.flatnonzero(mine)).compact(),
        source=np.zeros(int(mine.sum()), dtype=np.int16),
        sources=(table.sources[source],),
    )
    views = None
    if scored is not None:
        tests = (s.test for s in measurement.splits)
        views = [v[:, mine[test]] for v, test in zip(scored, tests, strict=True)]
    return replace(measurement, table=own, splits=splits), views


def _report(
    own: Measurement,
    views: list[ViewScores] | None,
    known: Sequence[Known],
    kept: KeptFolds,
    progress: Progress,
) -> Report:
    table, recipe = own.table, own.recipe
    rules, missing = rules_beside(recipe)
    ground = Ground.of(table)
    baselines: dict[str, Any] = {}
    by_rule: dict[str, list[Scores]] = {}
    for i, (name, rule) in enumerate(rules.items()):
        bar = part(progress, i / (len(rules) + 1), (i + 1) / (len(rules) + 1))
        place = KeptFolds() if name in RULES else kept.part(name)
        by_rule[name] = scored_by(rule, ground, own.splits, place, within(bar, f"rule {name}"))
        baselines[name] = _baseline(table, own.splits, by_rule[name])
        baselines[name] |= _by_family(table, own.splits, by_rule[name], known)
        if isinstance(rule, SlowRule):
            baselines[name] |= _beside(rule, ground)
    progress(len(rules) / (len(rules) + 1), "intervals")
    if views is None:
        scores = by_rule[str(recipe.network_options["rule"])]
    else:
        scores = [np.round(v.mean(axis=0), 6) for v in views]
    tested = np.concatenate([s.test for s in own.splits])
    measured = _figures(table, own.splits, scores)
    mean, sd = spread(measured)
    labelled = [(table.label[s.test], score) for s, score in zip(own.splits, scores, strict=True)]
    summary = {
        "dataset": {"name": table.sources[0], "data_digest": table.digest()},
        "recipe": recipe.name,
        "recipe_json": json.loads(recipe.to_json()),
        "variant": variant(recipe),
        "protocol": own.protocol,
        "negatives": own.negatives,
        "n_pairs": len(tested),
        "n_positive": int(table.label[tested].sum()),
        "prevalence": float(table.label[tested].mean()),
        "folds": measured,
        "mean": mean,
        "sd": sd,
        "interval": _interval(own, scores),
        "baselines": baselines,
        "not_run": missing,
        "copied": _copied(table, own.splits, by_rule),
        "per_query": {
            "auprc": mean["per_query_auprc"],
            "precision_at_20": mean["per_query_precision_at_20"],
        },
        "by_type": _by_type(table, own.splits, scores),
        **_by_family(table, own.splits, scores, known),
        "views": _views(table, own, views) if views is not None else {},
        "curves": curves(labelled),
        "reliability": reliability(labelled),
        "provenance": dict(own.facts),
    }
    return Report(summary, _rows(table, own.splits, scores, known))


def _beside(rule: SlowRule, ground: Ground) -> dict[str, Any]:
    """Say what a slow rule's figures must not stand without."""
    figures = {name: list(measured) for name, measured in rule.of_data(ground).items()}
    told = {"sample_of": rule.sample, "of_data": figures}
    return {key: value for key, value in told.items() if value}


def scored_by(
    rule: Rule, ground: Ground, splits: Sequence[Split], kept: KeptFolds, progress: Progress
) -> list[Scores]:
    """Score every fold by a rule."""
    scores = []
    for i, split in enumerate(splits):
        progress(i / len(splits), f"fold {i + 1} of {len(splits)}")
        found = kept.get(f"rule{i}", len(split.test))
        if found is None:
            found = ruled(rule, ground, split)[None]
            kept.put(f"rule{i}", found)
        scores.append(found[0])
    return scores


def _figures(table: PairTable, splits: Sequence[Split], scores: Sequence[Scores]) -> list[Figures]:
    """Measure each fold, all pairs together and per query.

    A rule may have scored a sample only: pairs without a score are left out.
    """
    folds = []
    for split, score in zip(splits, scores, strict=True):
        told = np.isfinite(score)
        test = split.test[told]
        folds.append((table.label[test], score[told], table.left_row[test]))
    decided = crossed([(label, score) for label, score, _ in folds])
    return [
        pooled(label, score)
        | fitted
        | {f"per_query_{key}": v for key, v in per_query(label, score, query).items()}
        for (label, score, query), fitted in zip(folds, decided, strict=True)
    ]


def _baseline(
    table: PairTable, splits: Sequence[Split], scores: Sequence[Scores]
) -> dict[str, Any]:
    folds = _figures(table, splits, scores)
    mean, sd = spread(folds)
    found = {
        "folds": folds,
        "mean": mean,
        "sd": sd,
        "auroc": mean["auroc"],
        "auprc": mean["auprc"],
    }
    told = sum(int(np.isfinite(score).sum()) for score in scores)
    if told < sum(map(len, scores)):
        found["sample"] = told
    return found


def _copied(
    table: PairTable, splits: Sequence[Split], by_rule: Mapping[str, Sequence[Scores]]
) -> float:
    """Give the share of listed test pairs that a sibling or isoform in training gives away."""
    rules = (by_rule["family-copy"], by_rule["transcript-copy"])
    given = [(family > 0) | (isoform > 0) for family, isoform in zip(*rules, strict=True)]
    listed = np.concatenate([table.label[s.test] == 1 for s in splits])
    return float(np.concatenate(given)[listed].mean()) if listed.any() else float("nan")


def _interval(own: Measurement, scores: Sequence[Scores]) -> dict[str, list[float]]:
    """Bootstrap over seed families and groups of partners."""
    table = own.table
    molecules = (*table.left, *table.right)
    family, group = by_family(molecules), by_partner(molecules)
    same = table.same_kind()
    one_kind = bool(same.all())
    left = (group if one_kind else family)[: len(table.left)][table.left_row]
    right = group[len(table.left) :][table.right_row]
    folds = [
        Fold(table.label[s.test], score, table.left_row[s.test], left[s.test], right[s.test])
        for s, score in zip(own.splits, scores, strict=True)
    ]
    found = bootstrap(folds, rng=np.random.default_rng(own.recipe.seed), one_kind=one_kind)
    return {key: list(ends) for key, ends in found.items()}


def _by_type(
    table: PairTable, splits: Sequence[Split], scores: Sequence[Scores]
) -> dict[str, Figures]:
    """Measure each pair type, averaged over folds."""
    left = np.array([m.type or "RNA" for m in table.left])[table.left_row]
    right = np.array([m.type or "RNA" for m in table.right])[table.right_row]
    kinds = np.char.add(np.char.add(left, "-"), right)
    measured = {}
    for kind in np.unique(kinds):
        folds, positives = [], 0
        for split, score in zip(splits, scores, strict=True):
            own = kinds[split.test] == kind
            label = table.label[split.test[own]]
            folds.append(pooled(label, score[own]))
            positives += int(label.sum())
        measured[str(kind)] = spread(folds)[0] | {"positives": float(positives)}
    return measured


def _by_family(
    table: PairTable,
    splits: Sequence[Split],
    scores: Sequence[Scores],
    known: Sequence[Known],
) -> dict[str, Any]:
    """Measure queries of known and of new families apart, where a protocol holds out both."""
    if len(np.unique(np.concatenate([one.family for one in known]))) < 2:
        return {}
    found = {}
    for name, is_known in (("known", True), ("new", False)):
        folds = []
        for split, score, one in zip(splits, scores, known, strict=True):
            own = (one.family == is_known) & np.isfinite(score)
            test = split.test[own]
            measured = per_query(table.label[test], score[own], table.left_row[test])
            folds.append({f"per_query_{key}": value for key, value in measured.items()})
        mean, sd = spread(folds)
        found[name] = {"folds": folds, "mean": mean, "sd": sd}
    return {"by_family": found}


def _views(table: PairTable, own: Measurement, views: Sequence[ViewScores]) -> dict[str, Figures]:
    """Measure as the paper does, with every view of a test pair a row of its own."""
    names = own.recipe.views
    if len(names) < 2:
        return {}
    labels = [table.label[s.test] for s in own.splits]
    rows = zip(labels, views, strict=True)
    every = [pooled(np.tile(label, len(names)), v.ravel()) for label, v in rows]
    found = {"all": spread(every)[0]}
    for i, name in enumerate(names):
        folds = [pooled(label, v[i]) for label, v in zip(labels, views, strict=True)]
        found[name] = spread(folds)[0]
    return found


def _rows(
    table: PairTable,
    splits: Sequence[Split],
    scores: Sequence[Scores],
    known: Sequence[Known],
) -> pd.DataFrame:
    """List every test row with its score, and what was known of it."""
    query = np.array([m.digest[:16] for m in table.left])
    partner = np.array([m.digest[:16] for m in table.right])
    parts: list[NDArray[Any]] = [s.test for s in splits]
    test = np.concatenate(parts)
    return pd.DataFrame(
        {
            "query": query[table.left_row[test]],
            "partner": partner[table.right_row[test]],
            "label": table.label[test],
            "fold": np.repeat(np.arange(len(parts), dtype=np.int16), [len(p) for p in parts]),
            "score": np.concatenate(scores).astype(np.float32),
            "regime": np.concatenate([one.regimes for one in known]),
        }
    )
