import re

import plotly.graph_objects as go

from mirinter_core.web.figure_files import as_page


def test_a_figure_s_page_holds_all_it_needs_and_stands_on_white():
    page = as_page(go.Figure(go.Scatter(x=[1], y=[2]))).decode()
    assert '"paper_bgcolor":"#FFFFFF"' in page
    assert "Plotly.newPlot" in page
    assert not re.search(r"<(script|link)[^>]+(src|href)=", page)
