"""Calibrate a model: turn its scores into shares, by pairs that were held out from its kind.

Each regime has the protocol that hides as much; its held-out scores come from models trained as
this one on the other folds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mirinter_core import home
from mirinter_core.datasets.groups import by_family
from mirinter_core.datasets.negatives import with_negatives
from mirinter_core.datasets.pairs import PairTable, join
from mirinter_core.errors import DatasetError
from mirinter_core.models.calibration import PROTOCOL_OF, Calibration, Curve
from mirinter_core.models.trained import TrainedModel
from mirinter_core.progress import Progress, part, silent, within
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.evaluate import Question, evaluate
from mirinter_core.tasks.report import Report, with_scores

_FIRST, _GROWTH = 2**-12, 1.5  # share of the pairs in the best bin, and how much wider each next is
_SMALLEST = 30  # pairs of the best bin
_FEWEST = 50  # listed pairs below which a curve would say more than is known
_RESAMPLES = 500
_FAMILY_PAIRS, _FAMILIES = 5, 10  # pairs that make a family's share, and families that make a range


def held_out(
    model: TrainedModel,
    tables: Sequence[PairTable],
    folder: Path,
    *,
    device: str = "cpu",
    progress: Progress = silent,
) -> tuple[Report, ...]:
    """Measure a model's recipe under the protocols that calibrate it.

    Parameters
    ----------
    tables : sequence of PairTable
        The listed pairs it was trained on.
    folder : Path
        Where reports are kept, and those that lie there are taken from; folds that are done too.

    Raises
    ------
    DatasetError
        If the model was trained on other pairs, or a report that lies there is of another recipe.
    """
    _require_its_own(model, tables)
    found: list[Report] = []
    protocols = tuple(PROTOCOL_OF.values())
    for i, protocol in enumerate(protocols):
        bar = within(part(progress, i / len(protocols), (i + 1) / len(protocols)), protocol)
        files = [folder / f"{source}-{protocol}.json" for t in tables for source in t.sources]
        if not all(file.with_suffix(".parquet").is_file() for file in files):
            kept = folder / f"{protocol}.folds"
            for report in evaluate(
                tables, model.recipe, Question(protocol), device=device, keep_in=kept, progress=bar
            ):
                report.save(folder / f"{report.name}.json")
            home.remove(kept)
        found += [with_scores(file) for file in files]
    for report in found:
        of = Recipe.from_json(json.dumps(report.summary["recipe_json"]))
        if of.to_json() != model.recipe.to_json():  # fields it was written without have defaults
            raise DatasetError(
                f"{report.name} in {folder} is a report of another recipe than that of "
                f"{model.name}. Name another folder."
            )
    progress(1.0, "measured")
    return tuple(found)


def calibrate(
    reports: Sequence[Report], tables: Sequence[PairTable], *, seed: int = 0
) -> Calibration:
    """Fit the curves of a model from its reports.

    Parameters
    ----------
    reports : sequence of Report
        With the scores of all held-out pairs; of protocols that calibrate nothing are passed over.
        Those of several data sets are pooled. Of each the pairs count that were of the regime: a
        microRNA that is held out without siblings is of a new family, whatever the protocol.
    tables : sequence of PairTable
        The data sets they were measured on: types and families are read from their molecules.

    Raises
    ------
    DatasetError
        If a report is not of these tables, does not tell regimes, or too little is listed for
        any curve.
    """
    shares = _shares(tables)
    family = _families(tables)
    curves: dict[tuple[str, str], Curve] = {}
    for name, protocol in PROTOCOL_OF.items():
        mine = sorted((r for r in reports if r.summary["protocol"] == protocol), key=_dataset)
        if not mine:
            continue
        every = pd.concat([_rows(r, shares, family) for r in mine], ignore_index=True)
        for kind, rows in every[every["regime"] == name].groupby("kind", sort=True):
            if rows["label"].sum() >= _FEWEST and not rows["label"].all():
                rng, where = np.random.default_rng(seed), " and ".join(rows["source"].unique())
                curves[name, str(kind)] = fitted(rows, (protocol, where), rng)
    if not curves:
        raise DatasetError(
            f"In no regime are {_FEWEST} pairs of a type listed: too few to say what a score is "
            "worth. Nothing was changed."
        )
    return Calibration(curves)


def fitted(rows: pd.DataFrame, where: tuple[str, str], rng: np.random.Generator) -> Curve:
    """Fit one curve: isotonic regression, its interval from a bootstrap over families.

    Parameters
    ----------
    rows : DataFrame
        Columns score, label, family (any hashable) of held-out pairs.
    where : (str, str)
        Protocol and data set.

    References
    ----------
    Zadrozny and Elkan 2002, doi:10.1145/775047.775151 (isotonic calibration).
    """
    rows = rows.sort_values("score", ascending=False, ignore_index=True)
    bins = _bins(len(rows))
    family = np.unique(rows["family"].to_numpy(), return_inverse=True)[1]
    shape = (int(family.max()) + 1, int(bins[-1]) + 1)
    cell = family * shape[1] + bins
    pairs = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    listed = np.bincount(cell, rows["label"], minlength=shape[0] * shape[1]).reshape(shape)
    score = rows["score"].groupby(bins).median().to_numpy(dtype=np.float64)[::-1]
    share = _rising(listed.sum(axis=0), pairs.sum(axis=0))
    drawn = rng.multinomial(shape[0], np.full(shape[0], 1 / shape[0]), size=_RESAMPLES)
    again = np.array([_rising(w @ listed, w @ pairs) for w in drawn])
    low, high = np.quantile(again, [0.025, 0.975], axis=0)
    least, most = _between_families(listed, pairs)
    # Of knots with equal scores the last stands: a curve has one share for a score.
    kept = np.append(np.diff(score) > 0, True)
    found = {
        "share": share,
        "low": np.minimum(low, share),
        "high": np.maximum(high, share),
        "least": np.minimum(least, share),
        "most": np.maximum(most, share),
    }
    return Curve(
        protocol=where[0],
        dataset=where[1],
        n=len(rows),
        listed=int(rows["label"].sum()),
        families=shape[0],
        score=tuple(np.round(score[kept], 6).tolist()),
        pairs=tuple(pairs.sum(axis=0)[::-1][kept].tolist()),
        **{name: tuple(np.round(values[kept], 6).tolist()) for name, values in found.items()},
    )


def _bins(n: int) -> NDArray[np.intp]:
    """Part pairs, the best first, into bins: fine at the top, where people look."""
    edges, width, at = [], max(n * _FIRST, float(_SMALLEST)), 0.0
    while at + width < n:
        at += width
        edges.append(round(at))
        width *= _GROWTH
    return np.searchsorted(np.array(edges, dtype=np.intp), np.arange(n), side="right")


def _between_families(
    listed: NDArray[np.number], pairs: NDArray[np.number]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the range that holds four in five families' own shares, bin by bin, rising.

    A bin in which too few families have pairs enough is judged with those around it.
    """
    n = listed.shape[1]
    ends = np.empty((2, n))
    for i in range(n):
        for reach in range(n):
            near = slice(max(i - reach, 0), i + reach + 1)
            own, of = listed[:, near].sum(axis=1), pairs[:, near].sum(axis=1)
            told = of >= _FAMILY_PAIRS
            if told.sum() >= _FAMILIES or reach == n - 1:
                break
        rate = own[told] / of[told] if told.any() else np.array([0.0, 1.0])
        ends[:, n - 1 - i] = np.quantile(rate, [0.1, 0.9])
    least = np.minimum.accumulate(ends[0][::-1])[::-1]
    return least, np.maximum.accumulate(ends[1])


def _rising(listed: NDArray[np.number], pairs: NDArray[np.number]) -> NDArray[np.float64]:
    """Give the listed share of bins (the best first) as a curve that rises with the score.

    Half a listed pair is added to each end of the scale, so that no share is 0 or 1.
    """
    from scipy.optimize import isotonic_regression  # a fifth of a second to import

    raw = (listed[::-1] + 0.5) / (pairs[::-1] + 1.0)
    rising: NDArray[np.float64] = isotonic_regression(raw, weights=pairs[::-1] + 1e-9).x
    return rising


def _dataset(report: Report) -> str:
    return str(report.summary["dataset"]["name"])


def _require_its_own(model: TrainedModel, tables: Sequence[PairTable]) -> None:
    """Refuse pairs that a model was not trained on: their shares would not be its own."""
    rng = np.random.default_rng(model.recipe.seed)
    given = with_negatives(join(tables), model.recipe.negatives, rng).digest()
    if given != model.provenance.get("data_digest"):
        named = ", ".join(model.provenance.get("datasets", []))
        raise DatasetError(
            f"Model {model.name} was trained on other pairs than those given. Give what it was "
            f"trained on, in that order: {named or 'not told'}."
        )


def _shares(tables: Sequence[PairTable]) -> Mapping[str, PairTable]:
    """Give each data set's share of all pairs, as it was measured: see `summary`."""
    if not tables:
        return {}
    table = with_negatives(join(tables), "full", np.random.default_rng(0))
    return {
        name: table.take(np.flatnonzero(table.source == i)).compact()
        for i, name in enumerate(table.sources)
    }


def _families(tables: Sequence[PairTable]) -> Mapping[str, int]:
    """Number the seed families of all queries, by digest."""
    queries = [m for table in tables for m in table.left]
    return dict(zip((m.digest[:16] for m in queries), by_family(queries).tolist(), strict=True))


def _rows(
    report: Report, shares: Mapping[str, PairTable], family: Mapping[str, int]
) -> pd.DataFrame:
    """Take a report's rows, with the family of each query and the type of each partner."""
    source, rows = _dataset(report), report.scores
    if source not in shares:
        raise DatasetError(f"Data set {source} of a report was not given; give it too.")
    if shares[source].digest() != report.summary["dataset"]["data_digest"]:
        raise DatasetError(
            f"{report.name} was measured on other pairs than those of {source} as it is given. "
            "Name another folder for the reports, to measure again."
        )
    if "regime" not in rows:
        raise DatasetError(
            f"{report.name} was made by an earlier mirinter and does not tell what was known of "
            "each pair. Name another folder for the reports, to measure again."
        )
    kind = {m.digest[:16]: m.type for m in shares[source].right}
    return rows.assign(
        family=rows["query"].map(family), kind=rows["partner"].map(kind), source=source
    )
