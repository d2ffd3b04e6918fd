from pathlib import Path

from mirinter_core.tasks.reports import Kept, Place
from mirinter_core.web.measurements import named
from tests.reports import report


def kept(made="", data=(), **facts):
    provenance = {"made": made, "trained_with": list(data)}
    return Kept({**report(), "provenance": provenance, **facts}, Place(Path("x.json")))


def test_reports_of_one_recipe_are_told_apart_by_what_it_was_trained_on():
    found = named([kept(data=["a"]), kept(data=["a", "b", "c"])])
    assert [name.partition(", ")[2] for name in found] == [
        "trained on a alone",
        "trained on 3 data sets",
    ]


def test_reports_that_differ_in_nothing_else_are_told_apart_by_their_date():
    found = named([kept("2026-11-22T04:02:10", ["a"]), kept("2026-11-23T01:00:00", ["a"])])
    assert [name.partition(", ")[2] for name in found] == ["2026-11-22 04:02", "2026-11-23 01:00"]


def test_one_report_needs_no_more_than_its_name():
    (name,) = named([kept(data=["a"])])
    assert "," not in name
