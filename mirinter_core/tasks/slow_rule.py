"""What a slow rule is: a way to score pairs that takes minutes, or a program of its own.

A file of `mirinter_core.tasks.slow_rules` defines one as ``RULE``; reports call it by its file's
name with dashes. Like any rule it looks at the labels of the training rows only. It may take
minutes a fold, and fixes its own seed, so that it always gives the same scores.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mirinter_core.datasets.splits import Split
from mirinter_core.registry import Registry
from mirinter_core.tasks.ground import Ground, Rule, Scores

DataFigures = dict[str, tuple[float, float]]  # mean and standard deviation, by what is measured


def _nothing() -> str:
    return ""


def _no_figures(_: Ground) -> DataFigures:
    return {}


@dataclass(frozen=True)
class SlowRule:
    """A rule, and what a report must say beside its figures.

    Parameters
    ----------
    score : Rule
        A score of NaN says that the pair was not measured: figures are of the others.
    sample : str
        Which test pairs are measured, to follow "measured on"; empty if all are.
    missing : callable
        Says what the rule needs that is not installed here, with the remedy; empty if nothing.
    of_data : callable
        Gives figures of a data set as a whole, all labels looked at, that go with the rule's.
    """

    score: Rule
    sample: str = ""
    missing: Callable[[], str] = _nothing
    of_data: Callable[[Ground], DataFigures] = _no_figures

    def __call__(self, ground: Ground, split: Split) -> Scores:
        """Score a split's test rows."""
        return self.score(ground, split)


SLOW_RULES: Registry[SlowRule] = Registry("mirinter_core.tasks.slow_rules", "RULE")


def slow_rules() -> dict[str, SlowRule]:
    """Give the rules by the name reports use, whether or not they can run here."""
    return {name.replace("_", "-"): SLOW_RULES.get(name) for name in SLOW_RULES.names()}
