from dataclasses import replace

import pytest

from mirinter_core.figures.contribution_bars import contribution_bars, reading
from mirinter_core.figures.numbers import numbers
from mirinter_core.tasks.contributions import Contribution, Contributions

FOUND = Contributions(
    base=-1.0,
    parts=(
        Contribution("sites", 0.5, "1 strong site"),
        Contribution("footprint", 2.0, ""),
        Contribution("partner", -0.75, ""),
        Contribution("family", 0.0, ""),
    ),
    score=0.75,
)


def test_each_step_begins_where_the_last_one_ended():
    bars = contribution_bars(FOUND).data
    ends = [bar.base + bar.x[0] for bar in bars]
    assert [bar.base for bar in bars[1:5]] == ends[:4]
    assert ends[4] == pytest.approx(ends[5]) == 0.75
    assert [bar.y[0] for bar in bars] == [
        *("Nothing known", "Sites", "Footprint", "Partner", "Family", "Score")
    ]


def test_against_is_told_by_sign_and_hatching_as_well_as_by_colour():
    bars = {bar.name: bar for bar in contribution_bars(FOUND, dark=True).data}
    assert (bars["Partner"].text[0], bars["Partner"].marker.pattern.shape) == ("-0.75", "/")
    assert (bars["Sites"].text[0], bars["Sites"].marker.pattern.shape) == ("+0.50", "")
    assert bars["Partner"].marker.color != bars["Sites"].marker.color


def test_the_reading_names_the_strongest_kind_and_the_sum():
    said = reading(FOUND)
    assert said.startswith("Footprint speaks most, for the pair.")
    assert "-1.00 with nothing known" in said
    assert "together 0.75" in said
    sites = replace(FOUND, parts=tuple(replace(p, value=2.0) for p in FOUND.parts[:1]), score=1.0)
    assert reading(sites).startswith("Sites speak most, for the pair.")


def test_names_are_text_and_the_numbers_can_be_taken_along():
    figure = contribution_bars(FOUND, query="<i>q</i>", partner="p")
    assert "<i>" not in figure.layout.title.subtitle.text
    assert "Footprint speaks most" in figure.layout.meta["alt"]
    assert len(numbers(figure)) == 6
