import math

from mirinter_core.tasks.crossed import CROSSED
from mirinter_core.tasks.meanings import MEANINGS, chance, figure_of
from mirinter_core.tasks.metrics import PER_QUERY, POOLED

_CONTEXT = {
    "prevalence",
    "threshold",
    *(f"per_query_{k}" for k in ("chance", "partners", "queries")),
}


def test_every_figure_that_is_measured_has_a_meaning():
    measured = {*POOLED, *CROSSED, *(f"per_query_{key}" for key in PER_QUERY)}
    assert set(MEANINGS) == measured - _CONTEXT


def test_chance_is_a_number_or_a_figure_of_the_same_test():
    assert chance({"prevalence": 0.04}, "auprc") == 0.04
    assert chance({}, "auroc") == 0.5
    assert math.isnan(chance({}, "f1"))
    assert math.isnan(figure_of({"auprc": None}, "auprc"))
