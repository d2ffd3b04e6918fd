import math

from mirinter_core.figures.course import best_epoch, reading, training_course
from mirinter_core.figures.numbers import numbers

EPOCHS = [
    {"epoch": 1, "loss": 0.7, "validation_auprc": 0.2},
    {"epoch": 2, "loss": 0.5, "validation_auprc": 0.6},
    {"epoch": 3, "loss": 0.4, "validation_auprc": 0.55},
]
RULE = ("family-copy", 0.5)


def traces(figure):
    return {trace.name: trace for trace in figure.data if trace.name}


def test_each_epoch_stands_in_both_panels_and_the_rule_is_a_line_across():
    drawn = traces(training_course(EPOCHS, of=6, rule=RULE))
    assert list(drawn["AUPRC"].y) == [0.2, 0.6, 0.55]
    assert (drawn["loss"].yaxis, list(drawn["loss"].y)) == ("y2", [0.7, 0.5, 0.4])
    assert list(drawn["rule"].y) == [0.5, 0.5]
    assert drawn["rule"].x[1] > 6


def test_without_a_rule_there_is_no_line():
    for rule in (("", math.nan), ("degree", math.nan)):
        assert "rule" not in traces(training_course(EPOCHS, of=6, rule=rule))


def test_the_reading_names_the_best_epoch_and_says_where_a_rule_is_as_good():
    assert best_epoch(EPOCHS)["epoch"] == 2
    assert reading(EPOCHS, RULE).endswith("above the rule family-copy on the same pairs (0.500).")
    assert "is not above the rule" in reading(EPOCHS, ("degree", 0.6))
    assert reading([]) == "No epoch is done yet."


def test_names_are_text_only_and_the_figure_says_what_it_shows():
    figure = training_course([], of=6, name="<b>x</b>", dark=True)
    assert "<b>x" not in figure.layout.title.subtitle.text
    assert "No epoch is done yet" in figure.layout.meta["alt"]
    assert figure.layout.xaxis.title.text
    assert not numbers(training_course(EPOCHS, of=6, rule=RULE)).empty
