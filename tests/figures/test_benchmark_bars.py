from itertools import combinations

import pytest

from mirinter_core.errors import DatasetError
from mirinter_core.figures import theme
from mirinter_core.figures.benchmark_bars import benchmark_bars, reading
from tests.reports import RULES, report

GOOD, BAD = report("small"), report("weak", tells=0.5, variant="max")
RULE = report("baselines", tells=1.2) | {
    "recipe_json": {"seed": 0, "network_options": {"rule": "family-transcript"}}
}


def bars(figure):
    return [trace for trace in figure.data if trace.type == "bar"]


def lines(figure):
    return {
        trace.name: trace for trace in figure.data if trace.type != "bar" and trace.mode == "lines"
    }


def test_the_best_stands_on_top_with_its_value_folds_and_interval():
    figure = benchmark_bars([GOOD, BAD, RULE])
    assert list(figure.layout.yaxis.ticktext) == [
        "weak (max)",
        "family-transcript (rule)",
        "small",
    ]
    top = bars(figure)[-1]
    assert top.y == (2,)
    assert top.base + top.x[0] == pytest.approx(GOOD["mean"]["auprc"])
    folds = next(t for t in figure.data if t.name == "small, folds")
    assert list(folds.x) == [fold["auprc"] for fold in GOOD["folds"]]
    whisker = next(t for t in figure.data if t.name == "small, 95 % interval")
    assert list(whisker.x) == GOOD["interval"]["auprc"]


def test_bars_begin_at_nothing_and_those_of_auroc_at_chance():
    assert {bar.base for bar in bars(benchmark_bars([GOOD, BAD]))} == {0.0}
    assert {bar.base for bar in bars(benchmark_bars([GOOD, BAD], "auroc"))} == {0.5}


def test_every_rule_and_chance_are_lines_and_the_best_is_labelled():
    figure = benchmark_bars([GOOD])
    drawn = {name for names in lines(figure) for name in names.split(", ")}
    assert drawn == {*RULES, "chance"}
    labels = [label.text for label in figure.layout.annotations]
    assert sum("best rule: family-transcript" in label for label in labels) == 1
    assert any(label.startswith("chance") for label in labels)


def test_the_best_rule_cannot_be_left_out():
    names = ", ".join(lines(benchmark_bars([GOOD], shown=["degree"])))
    assert "family-transcript" in names
    assert "degree" in names
    assert "family-copy" not in names


def test_labels_of_lines_do_not_lie_on_each_other():
    close = {f"rule-{i}": 1.0 + i / 50 for i in range(8)}
    labels = benchmark_bars([report(rules=close)]).layout.annotations
    assert len(labels) > 5
    for one, other in combinations(labels, 2):
        assert abs(one.y - other.y) > 0.3


def test_each_bar_is_named_above_it_however_narrow_the_page():
    labels = benchmark_bars([GOOD, BAD]).layout.annotations
    names = {label.text.split("  <b>")[0]: label for label in labels}
    assert 0 < names["weak (max)"].y < 1 < names["small"].y < 2
    assert names["small"].text == f"small  <b>{GOOD['mean']['auprc']:.3f}</b>"


def test_rules_that_are_alike_are_named_or_counted_as_rules():
    alike = [
        label.text for label in benchmark_bars([report(rules={"a": 1, "b": 1})]).layout.annotations
    ]
    assert any(text.startswith("<b>best rule: a, b 0.") for text in alike)
    three = report(rules={"a": 1, "b": 1, "c": 1})
    alike = [label.text for label in benchmark_bars([three]).layout.annotations]
    assert any("a and 2 rules alike" in text for text in alike)


def test_rules_and_models_differ_in_more_than_colour():
    shapes = {bar.marker.pattern.shape for bar in bars(benchmark_bars([GOOD, RULE]))}
    assert shapes == {"", "/"}


def test_the_sentence_names_the_best_rule_when_it_wins():
    said = reading([BAD, RULE])
    assert said.startswith("The rule family-transcript, which needs no model, wins")
    assert "weak (max)" in said
    assert "Chance would reach 0.0" in said


def test_the_sentence_says_how_sure_a_models_lead_is():
    assert "small is best" in (said := reading([GOOD, BAD]))
    assert "5 of 5 folds, hardly by luck" in said
    assert "which could be luck" in reading([report(tells=1.35)])


def test_the_sentence_holds_without_models_rules_or_figures():
    assert reading([RULE]).startswith("No model is shown. The best rule, family-transcript")
    assert "The best model shown, small" in reading([report(rules={})])
    nothing = report(rules={}) | {"mean": {"auprc": None, "prevalence": None}, "folds": []}
    assert reading([nothing]) == "No AUPRC could be measured."
    assert len(bars(benchmark_bars([nothing]))) == 1


def test_reports_of_two_questions_are_not_drawn_in_one_figure():
    with pytest.raises(DatasetError, match="different protocols"):
        benchmark_bars([GOOD, BAD | {"protocol": "pair"}])
    with pytest.raises(DatasetError, match="no report"):
        benchmark_bars([])


@pytest.mark.parametrize("dark", [False, True])
def test_names_are_shown_as_text_and_the_subtitle_says_n_and_protocol(dark):
    figure = benchmark_bars([GOOD | {"variant": "<b>x</b>"}], dark=dark)
    assert "<b>" not in figure.layout.yaxis.ticktext[0]
    subtitle = figure.layout.title.subtitle.text
    assert "n = 10,000 test pairs" in subtitle
    assert "denovo-family (whole seed families held out)" in subtitle
    assert reading([GOOD])[:5] in figure.layout.meta["alt"]
    assert figure.layout.template.layout.font.color == theme.INK[dark]
