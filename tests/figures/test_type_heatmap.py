from mirinter_core.figures.type_heatmap import FIGURES, reading, type_heatmap
from tests.reports import report

ONE = report("small")


def test_each_type_is_a_row_with_its_number_of_listed_pairs_most_first():
    cells = type_heatmap(ONE).data[0]
    assert list(cells.y) == ["miRNA-lncRNA<br>(n = 300)", "miRNA-snoRNA<br>(n = 12)"]
    assert len(cells.x) == len(FIGURES)
    assert cells.z[0][1] == ONE["by_type"]["miRNA-lncRNA"]["auprc"]


def test_the_sentence_warns_of_types_with_few_listed_pairs():
    said = reading(ONE)
    assert "best (AUROC" in said
    assert "Fewer than 50 are listed of miRNA-snoRNA" in said


def test_what_was_not_measured_is_said_and_not_zero():
    one = {"by_type": {"a-b": {"auroc": 0.7, "auprc": None, "positives": 60.0}}}
    figure = type_heatmap(ONE | one, dark=True)
    assert "not measured" in [cell.text for cell in figure.layout.annotations]
    assert reading(ONE | one) == "All measured pairs are a-b: AUROC 0.700."


def test_no_types_still_make_a_figure():
    assert "No pair type" in type_heatmap(ONE | {"by_type": {}}).layout.meta["alt"]


def test_a_types_name_is_shown_as_text():
    one = {"by_type": {"<b>x</b>": {"auroc": 0.7, "positives": 60.0}}}
    assert "<b>" not in type_heatmap(ONE | one).data[0].y[0]
