import json

import pandas as pd
import pytest

from mirinter_core.errors import StorageError
from mirinter_core.tasks import report
from mirinter_core.tasks.curves import Curves
from mirinter_core.tasks.report import Report
from tests import reports

SCORES = pd.DataFrame({"query": ["a"], "partner": ["b"], "label": [1], "fold": [0], "score": [0.5]})


def test_a_report_comes_back_as_it_was_written(tmp_path):
    summary = {**reports.report(), "views": {"all": {"auprc": 0.5}}}
    Report(summary, SCORES).save(tmp_path / "r.json")
    found = dict(report.load(tmp_path / "r.json"))
    assert found.pop("format_version") == report.FORMAT_VERSION
    assert found == json.loads(json.dumps(summary))
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "r.parquet"), SCORES)


def test_what_could_not_be_measured_is_null_not_nan(tmp_path):
    summary = reports.report() | {"mean": {"auprc": float("nan"), "auroc": float("inf")}}
    Report(summary, SCORES).save(tmp_path / "r.json", scores=False)
    assert json.loads((tmp_path / "r.json").read_text())["mean"] == {"auprc": None, "auroc": None}
    assert not (tmp_path / "r.parquet").exists()


def test_a_report_of_format_1_loads_and_what_it_lacks_is_empty(tmp_path):
    new = ("recipe_json", "variant", "interval", "views", "curves")
    old = {key: value for key, value in reports.report(folds=3).items() if key not in new}
    (tmp_path / "r.json").write_text(json.dumps({"format_version": 1, **old}))
    found = report.load(tmp_path / "r.json")
    assert found["mean"] == old["mean"]
    assert [found[key] for key in new[:4]] == [{}, "", {}, {}]
    assert Curves.read(found["curves"]).listed.shape == (3, 0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"format_version": 3}', "has format 3; this mirinter reads format 2"),
        ('{"format_version": 2, "mean": {}}', "is no report, or damaged: it lacks 'dataset'"),
        ("{", "is damaged"),
        ("[]", "is damaged"),
        (None, "is missing"),
    ],
)
def test_what_is_no_report_is_refused_with_its_name(tmp_path, content, message):
    if content is not None:
        (tmp_path / "r.json").write_text(content)
    with pytest.raises(StorageError, match=f"r.json {message}"):
        report.load(tmp_path / "r.json")
