"""Figures that need something fitted: a threshold, a calibration.

What is fitted for a fold sees the held-out scores of the other folds only, never its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mirinter_core.tasks.ranking import Figure, Labels, Scores, Steps, counted

CROSSED = ("mcc", "f1", "threshold", "brier")

_NAN = float("nan")
_PROMISES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def reliability(folds: Sequence[tuple[Labels, Scores]]) -> list[dict[str, float]]:
    """Compare what scores promise with what is listed, in bins of the promise.

    Scores are turned into shares by isotonic regression on the other folds, as for ``brier``.

    Returns
    -------
    list of dict
        One a bin, the lowest first: mean ``promised`` share, ``listed`` share, ``pairs``; bins
        halve towards 0, where most pairs are.
    """
    promised, label = [np.empty(0)], [np.empty(0)]
    for own, others in _left_out(folds):
        if others.tells:
            promised.append(_calibrated(own[1], others))
            label.append(own[0].astype(np.float64))
    share, listed = np.concatenate(promised), np.concatenate(label)
    place = np.digitize(share, _PROMISES)
    return [
        {
            "promised": float(share[place == i].mean()),
            "listed": float(listed[place == i].mean()),
            "pairs": float((place == i).sum()),
        }
        for i in np.unique(place).tolist()
    ]


def crossed(folds: Sequence[tuple[Labels, Scores]]) -> list[dict[str, float]]:
    """Measure decisions and probabilities on each fold, fitted on the others.

    Returns
    -------
    list of dict
        One a fold: ``threshold`` (a pair that scores at least this is called listed: the best
        by MCC on the other folds); ``mcc`` and ``f1`` of those calls; ``brier`` (mean squared
        error of scores turned into probabilities by isotonic regression on the other folds; at
        the prevalence of the test table). NaN where the others, for ``mcc`` and ``f1`` also
        where the fold itself, have labels of one class.
    """
    return [_measured(*own, others) for own, others in _left_out(folds)]


def _left_out(
    folds: Sequence[tuple[Labels, Scores]],
) -> Iterator[tuple[tuple[Labels, Scores], Steps]]:
    """Give each fold, sorted from the best score, and the steps of all the others."""
    if not folds:
        return
    fold = np.repeat(np.arange(len(folds)), [len(label) for label, _ in folds])
    label = np.concatenate([label for label, _ in folds])
    score = np.concatenate([score for _, score in folds])
    order = np.argsort(-score)  # once for all folds: leaving some out keeps the order
    fold, label, score = fold[order], label[order], score[order]
    for i in range(len(folds)):
        own = fold == i
        yield (label[own], score[own]), counted(label[~own], score[~own])


def matthews(listed: NDArray[np.number], unlisted: NDArray[np.number], of: Steps) -> Figure:
    """Correlate calls with labels: 1 perfect, 0 no better than chance.

    Parameters
    ----------
    listed, unlisted : (n,) arrays
        Listed and unlisted pairs that are called listed.
    of : Steps
        Of all pairs.

    References
    ----------
    Matthews 1975, doi:10.1016/0005-2795(75)90109-9.
    """
    p, q = float(of.n_listed), float(of.n_unlisted)
    called = (listed + unlisted).astype(np.float64)
    under = np.sqrt(p * q * called * (p + q - called))
    over = listed * q - unlisted * p
    return np.divide(over, under, out=np.zeros_like(under), where=under > 0)


def _measured(label: Labels, score: Scores, others: Steps) -> dict[str, float]:
    """Measure one fold, sorted from the best score."""
    found = dict.fromkeys(CROSSED, _NAN)
    if not others.tells or not len(label):
        return found
    best = int(np.argmax(matthews(others.listed, others.unlisted, others)))
    found["threshold"] = float(others.threshold[best])
    found["brier"] = float(np.mean((_calibrated(score, others) - label) ** 2))
    own = counted(label, score)
    if own.tells:
        called = score >= others.threshold[best]
        true, false = float(label[called].sum()), float((1 - label[called]).sum())
        found["mcc"] = float(matthews(np.array([true]), np.array([false]), own)[0])
        found["f1"] = 2 * true / (true + false + own.n_listed)
    return found


def _calibrated(score: Scores, others: Steps) -> Figure:
    """Turn scores into the listed share among pairs of like score in the other folds."""
    from scipy.optimize import isotonic_regression  # a fifth of a second to import

    listed = np.diff(others.listed, prepend=0)[::-1]
    pairs = np.diff(others.listed + others.unlisted, prepend=0)[::-1]
    rising = isotonic_regression(listed / pairs, weights=pairs.astype(np.float64)).x
    calibrated: Figure = np.interp(score, others.threshold[::-1], rising)
    return calibrated
