import re
import tomllib
from pathlib import Path

import plotly.graph_objects as go
import pytest

from mirinter_core.figures import theme
from mirinter_core.pairing import drawing

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("dark", [False, True])
def test_the_template_fits_a_figure_and_leaves_the_page_as_ground(dark):
    figure = go.Figure(layout={"template": theme.template(dark)})
    layout = figure.layout.template.layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.font.color == theme.INK[dark]


@pytest.mark.parametrize("dark", [False, True])
def test_ground_and_ink_are_those_of_the_page(dark):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    page = config["theme"]["dark" if dark else "light"]
    assert (theme.GROUND[dark], theme.INK[dark]) == (page["backgroundColor"], page["textColor"])


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_is_readable_on_its_ground(dark):
    assert contrast(theme.INK[dark], theme.GROUND[dark]) > 7
    subtitle = theme.template(dark).layout.title.subtitle.font.color
    assert contrast(subtitle, theme.GROUND[dark]) > 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("colour", theme.COLOURS)
def test_no_colour_is_lost_on_light_or_dark_ground(colour, dark):
    assert contrast(colour, theme.GROUND[dark]) > 2


def test_the_duplex_is_drawn_in_the_colours_of_the_figures():
    used = {drawing._BOND, drawing._WOBBLE, drawing._BAND}
    assert used <= {theme.BLUE, theme.VERMILION, theme.YELLOW}


@pytest.mark.parametrize("text", ["<script>x</script>", '<a href="x">', "a\nb\x00", "x" * 10000])
def test_a_users_text_is_shown_as_text_and_cut(text):
    shown = theme.plain(text)
    assert not re.search(r"[<>\n\x00\"]", shown)
    assert len(shown) < 100


def test_names_that_differ_at_their_ends_stay_apart_when_cut():
    names = [f"{'recipe with a long name ' * 3}({end})" for end in ("views off", "all views")]
    shown = [theme.plain(name, letters=36, tail=16) for name in names]
    assert len(set(shown)) == 2
    assert [len(name) for name in shown] == [36, 36]
    assert all(name.startswith("recipe with") for name in shown)
    assert shown[1].endswith("all views)")
    assert theme.plain("short", letters=36, tail=16) == "short"
