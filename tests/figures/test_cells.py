import plotly.graph_objects as go
import pytest
from plotly.colors import get_colorscale, sample_colorscale

from mirinter_core.figures import theme
from mirinter_core.figures.cells import write_cells


def _luminance(rgb):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("value", [k / 20 for k in range(21)])
def test_text_reads_on_every_cell(value):
    figure = go.Figure()
    write_cells(figure, [[value]], [["x"]], size=12, dark=False)
    ink = figure.layout.annotations[0].font.color
    (cell,) = sample_colorscale(get_colorscale(theme.SEQUENTIAL), [value], colortype="tuple")
    text = [int(ink[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    high, low = sorted((_luminance(cell), _luminance(text)), reverse=True)
    assert (high + 0.05) / (low + 0.05) > 4.5


def test_a_cell_without_a_value_is_written_in_the_pages_ink():
    figure = go.Figure()
    write_cells(figure, [[float("nan")]], [["none"]], size=12, dark=True)
    assert figure.layout.annotations[0].font.color == theme.INK[True]
