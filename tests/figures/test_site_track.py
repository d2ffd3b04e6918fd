import numpy as np
import pytest

from mirinter_core.figures.site_track import site_track, with_footprint
from mirinter_core.pairing.sites import SITE_CLASSES, Site

SITES = [Site("8mer", 10, 17), Site("6mer", 50, 55), Site("6mer", 70, 75)]


def points(figure):
    return {trace.name: trace for trace in figure.data if trace.mode == "markers"}


def test_each_site_is_drawn_at_its_place_in_the_row_of_its_class():
    figure = site_track(100, SITES)
    drawn = points(figure)
    assert set(drawn) == set(SITE_CLASSES)
    assert list(drawn["8mer"].x) == [13.5]
    assert [list(row) for row in drawn["6mer"].customdata] == [["6mer", 50, 55], ["6mer", 70, 75]]
    rows = {figure.layout.yaxis.tickvals[k]: t for k, t in enumerate(figure.layout.yaxis.ticktext)}
    assert rows[drawn["8mer"].y[0]] == "8mer (1)"
    assert rows[drawn["6mer"].y[0]] == "6mer (2)"


def test_classes_differ_in_colour_symbol_and_row():
    drawn = points(site_track(100, SITES)).values()
    assert len({trace.marker.color for trace in drawn}) == len(SITE_CLASSES)
    assert len({trace.marker.symbol for trace in drawn}) == len(SITE_CLASSES)


def test_the_strongest_class_is_on_top():
    assert site_track(100, SITES).layout.yaxis.ticktext[-1].startswith("8mer")


def test_axes_and_subtitle_say_what_is_drawn():
    figure = site_track(22743, SITES, query="let-7a", partner="<i>XIST</i>")
    assert figure.layout.xaxis.title.text == "Position on the partner (nt)"
    subtitle = figure.layout.title.subtitle.text
    assert "22,743 nt, n = 3 sites" in subtitle
    assert "<i>" not in subtitle
    assert figure.layout.meta["alt"].endswith("n = 3 sites (1 8mer, 2 6mer).")


def test_the_site_shown_in_detail_is_named():
    ring = site_track(100, SITES, chosen=SITES[1], dark=True).data[-1]
    assert (list(ring.x), list(ring.text)) == ([52.5], ["shown"])


@pytest.mark.parametrize("length", [0, 1, 300])
def test_a_partner_without_sites_is_still_a_track(length):
    figure = site_track(length, [])
    assert "n = 0 sites." in figure.layout.meta["alt"]
    assert all(len(trace.x) == 0 for trace in points(figure).values())


def test_the_footprint_is_drawn_below_at_the_middle_of_each_place():
    track = site_track(20, [Site("8mer", 5, 12)])
    figure = with_footprint(track, [0.1] * 4 + [0.7] + [0.2] * 9, [Site("8mer", 5, 12)])
    area = next(t for t in figure.data if t.fill == "tozeroy")
    assert area.yaxis == "y2"
    assert (area.x[4], area.y[4]) == (8, 0.7)
    assert "highest at its 8mer 5 (70%)" in figure.layout.meta["alt"]
    assert len(track.data) < len(figure.data)
    assert figure.layout.meta["alt"].startswith(track.layout.meta["alt"])


def test_where_nothing_is_known_the_footprint_is_blank():
    values, nan = [0.1, float("nan"), 0.4, float("nan"), *[float("nan")] * 10], float("nan")
    figure = with_footprint(site_track(20, []), values, [Site("8mer", 5, 12)])
    drawn = figure.data[-1].y
    assert [v == v for v in drawn[:4]] == [True, False, True, False]
    alt = figure.layout.meta["alt"]
    assert "14% of it has one so near" in alt
    assert "none is near the query's own sites" in alt
    assert with_footprint(site_track(20, []), [nan] * 14, []) == site_track(20, [])


def test_a_long_footprint_keeps_its_peaks():
    values = np.zeros(20_000)
    values[13_333] = 0.9
    area = with_footprint(site_track(20_006, []), values, []).data[-1]
    assert len(area.x) < 1_300
    assert max(area.y) == 0.9


def test_without_a_footprint_the_track_is_as_it_was():
    track = site_track(20, [])
    assert with_footprint(track, [], []) == track
