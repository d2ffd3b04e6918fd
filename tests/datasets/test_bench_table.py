import pandas as pd
import pytest

from mirinter_core.datasets import bench
from mirinter_core.datasets.bench_table import COLUMNS, read, rows
from mirinter_core.errors import DatasetError
from mirinter_core.tasks.export import as_bytes, workbook
from tests.notebooks import finding
from tests.worlds import seed_world

TABLE = seed_world().table
A, B = TABLE.left[:2]
X, Y = TABLE.right[:2]
BY_ID = {m.id: m for m in (*TABLE.left, *TABLE.right)}


@pytest.fixture
def notebook():
    bench.record("mine", finding(A, X, method="=EMSA", note="first\nsecond", run="r"))
    bench.record("mine", finding(B, X, "unclear"))
    bench.record("mine", finding(A, X, "not bound", note="-5 kcal"))
    return bench.read("mine")


def lettered(query, partner):
    return BY_ID[query], BY_ID[partner]


def test_what_stands_or_all_is_laid_out(notebook):
    assert [r["outcome"] for r in rows(notebook)] == ["unclear", "not bound"]
    every = rows(notebook, history=True)
    assert [r["fate"] for r in every] == ["superseded", "stands", "stands"]
    assert list(every[0]) == list(COLUMNS)


@pytest.mark.parametrize("form", ["tsv", "csv", "xlsx"])
def test_an_export_comes_back_whatever_its_form(notebook, tmp_path, form):
    file = tmp_path / f"bench.{form}"
    table = pd.DataFrame(rows(notebook, history=True))
    file.write_bytes(workbook({"f": table}) if form == "xlsx" else as_bytes(table, {}, form))
    assert read(file) == [entry.finding for entry in notebook.entries]


def test_a_plate_is_filled_in_as_far_as_it_was_measured(tmp_path):
    plate = tmp_path / "plate.tsv"
    plate.write_text(
        "well\tid1\tid2\toutcome\n"
        f"A1\t{X.id}\t{A.id}\tBound\nA2\t{Y.id}\t{A.id}\t\nA3\t\t{A.id}\t\n"
        f"A4\t{Y.id}\t{B.id}\tnot  bound\n"
    )
    found = read(plate, lettered)
    assert [(f.query, f.partner, f.outcome) for f in found] == [
        (A, X, "bound"),
        (B, Y, "not bound"),
    ]


def test_one_row_that_cannot_be_taken_stops_all_and_is_named(tmp_path):
    plate = tmp_path / "plate.tsv"
    plate.write_text(f"id1\tid2\toutcome\n{X.id}\t{A.id}\tbound\n{Y.id}\t{A.id}\tperhaps\n")
    with pytest.raises(
        DatasetError, match=r"Nothing was recorded\. row 3: 'perhaps' is no outcome"
    ):
        read(plate, lettered)
    with pytest.raises(DatasetError, match="row 2: it has no query_letters"):
        read(plate)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id1\tid2\n", "no column 'outcome'"),
        ("id1\tid2\toutcome\na\tb\t\n", "no row with an outcome"),
        ("", "no column 'outcome'"),
    ],
)
def test_a_table_without_outcomes_says_so(tmp_path, text, said):
    (tmp_path / "t.tsv").write_text(text)
    with pytest.raises(DatasetError, match=said):
        read(tmp_path / "t.tsv", lettered)
