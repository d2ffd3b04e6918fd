import json

import pytest

from mirinter_core import home
from mirinter_core.errors import StorageError
from mirinter_core.tasks.reports import Place, beside, complete, gather, places, rule_of
from tests.measured import beside_model, summary


def test_reports_beside_models_and_those_of_recipes_are_found():
    beside_model(summary())
    found = places()
    assert [p.model for p in found if home.home() in p.path.parents] == ["evidence"]
    assert any(home.ASSETS / "reports" in p.path.parents for p in found)


def test_a_file_that_is_no_report_is_named_and_hides_no_other(tmp_path):
    good, bad, older = (tmp_path / f"{name}.json" for name in ("good", "bad", "older"))
    good.write_text(json.dumps({"format_version": 2, **summary()}))
    bad.write_text("{")
    older.write_text(json.dumps({"format_version": 0}))
    found = gather(Place(path) for path in (bad, good, older))
    assert [kept.place.path for kept in found.reports] == [good]
    assert len(found.refused) == 2
    assert "bad.json is damaged" in found.refused[0]
    assert "make it again" in found.refused[1]


def test_a_report_that_lies_in_two_places_is_kept_once(tmp_path):
    for name, made in (("a", "2026-01-01"), ("b", "2026-01-02")):
        text = {"format_version": 2, **summary(provenance={"made": made})}
        (tmp_path / f"{name}.json").write_text(json.dumps(text))
    found = gather(Place(tmp_path / f"{name}.json", model=name) for name in "ab")
    assert [kept.place.model for kept in found.reports] == ["a"]


def test_a_damaged_report_beside_a_model_leaves_the_others(own_home):
    beside_model(summary())
    (own_home / "models" / "evidence" / "reports" / "a.json").write_text("[]")
    assert [report["protocol"] for report in beside("evidence")] == ["denovo-family"]


@pytest.mark.parametrize(
    "changes",
    [
        {"folds": []},
        {"folds": "five"},
        {"mean": {"auprc": "high"}},
        {"baselines": {"degree": {"mean": {}}}},
        {"baselines": {"degree": None}},
        {"by_type": {"a-b": None}},
        {"by_family": ["known"]},
        {"by_family": {"known": {"mean": {"auprc": 0.5}}}},
        {"views": {"all": {"auprc": "high"}}},
        {"dataset": {"name": "x"}},
        {"curves": {}},
        {"curves": {"thresholds": [1.0], "listed": [[1, 2]], "n_listed": [1]}},
        {"n_pairs": None},
    ],
)
def test_a_report_of_another_form_is_refused_with_what_is_wrong(changes):
    with pytest.raises(StorageError, match="no complete report"):
        complete(summary(**changes), "x.json")
    assert complete(summary(), "x.json")


def test_a_recipe_of_rules_is_told_by_its_rule():
    assert rule_of(summary("baselines")) == "family-transcript"
    assert rule_of(summary()) == ""
