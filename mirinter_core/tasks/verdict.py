"""What was found of a model in one word and a sentence, for wherever it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.tasks.best_rule import best_rule
from mirinter_core.tasks.meanings import figure_of
from mirinter_core.tasks.reports import Summary

UNMEASURED, LOSES, WINS = "not measured", "a rule does better", "better than every rule"
_FIGURES = {"auprc": "all pairs together", "per_query_auprc": "within each query's ranking"}


@dataclass(frozen=True)
class Loss:
    """Where a rule that needs no model does as well or better: AUPRC of both."""

    dataset: str
    protocol: str
    figure: str
    rule: str
    by_rule: float
    by_model: float

    @property
    def sentence(self) -> str:
        """Say it."""
        held = PROTOCOLS[self.protocol].held if self.protocol in PROTOCOLS else self.protocol
        return (
            f"On {self.dataset} with {held} hidden, {_FIGURES[self.figure]}, the rule {self.rule}, "
            f"which needs no model, reaches AUPRC {self.by_rule:.3f}, this model "
            f"{self.by_model:.3f}."
        )


@dataclass(frozen=True)
class Verdict:
    """How a model stands beside rules that need no model.

    Parameters
    ----------
    state : str
        `UNMEASURED`, `LOSES` (somewhere) or `WINS` (everywhere it was measured).
    measured : int
        Reports it rests on.
    losses : tuple of Loss
        The worst first.
    """

    state: str
    measured: int = 0
    losses: tuple[Loss, ...] = ()

    @property
    def sentence(self) -> str:
        """Say what to make of the model."""
        if self.state == UNMEASURED:
            return (
                "Nobody measured this model: how good its ranking is, is not known. Take it as a "
                "list to check."
            )
        if self.state == WINS:
            reports = "report" if self.measured == 1 else "reports"
            return (
                f"Better than every quick rule that needs no model, in {self.measured} {reports}. "
                "Slower methods, such as boosted trees, stand beside it on Benchmarks."
            )
        more = len(self.losses) - 1
        if not more:
            return self.losses[0].sentence
        figures = "figure" if more == 1 else "figures"
        return f"{self.losses[0].sentence} A rule is ahead in {more} more {figures}."


def verdict(reports: Sequence[Summary]) -> Verdict:
    """Judge a model by its reports, beside every rule in them.

    Parameters
    ----------
    reports : sequence of mapping
        Of the model itself.
    """
    losses, told = [], 0
    for report in reports:
        found = [_loss(report, figure) for figure in _FIGURES]
        told += any(not isnan(figure_of(report["mean"], figure)) for figure in _FIGURES)
        losses += [loss for loss in found if loss]
    if not told:
        return Verdict(UNMEASURED)
    losses.sort(key=lambda loss: loss.by_model - loss.by_rule)
    return Verdict(LOSES if losses else WINS, told, tuple(losses))


def _loss(report: Summary, figure: str) -> Loss | None:
    own = figure_of(report["mean"], figure)
    rule, value = best_rule(report["baselines"], figure)
    if not rule or isnan(own) or own > value:
        return None
    return Loss(report["dataset"]["name"], report["protocol"], figure, rule, value, own)
