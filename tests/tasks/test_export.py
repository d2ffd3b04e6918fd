import json
import os
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from mirinter_core.errors import PartError, StorageError
from mirinter_core.tasks import export
from mirinter_core.tasks.hits import COLUMNS

FACTS = {"mirinter": "0.1.0", "model": "tiny", "packages": {"torch": "2"}}


@pytest.fixture
def table():
    n = 4
    return pd.DataFrame(
        {
            "rank": range(1, n + 1),
            "id1": ["=1+1", "ENST1.1", 'a"b<script>;=,', "@x"],
            "name1": ["-12.5", "", "ü\u4e2d", "+SUM(A1)"],
            "rna_type": ["lncRNA", "lncRNA", "", "control"],
            "length1": [300, 22743, 200, 21],
            "id2": "q",
            "score": [7.899935, 0.1, -0.1 - 0.2, -1e-06],
            "probability": np.nan,
            "percentile": [99.97, 66.667, 33.333, 0.03],
            "p": np.nan,
            "q": np.nan,
            "hub": np.nan,
            "regime": "family new, partner known",
            "seed_class": ["8mer", "6mer", "none", "none"],
            "start1": pd.array([120, 1, None, None], dtype="Int64"),
            "end1": pd.array([127, 6, None, None], dtype="Int64"),
            "E": [-12.5, -16.31, np.nan, np.nan],
            "subseqDP": ["ACGU&ACGU", "AC&GU", None, None],
            "hybridDP": ["((((&))))", "((&))", None, None],
            "windows": 1,
            "known": [True, False, False, False],
            "in_training": False,
            "model": "tiny",
            "catalog": "own",
        }
    )


def _numbers(table):
    return table.select_dtypes("number").astype(float)


@pytest.mark.parametrize(("name", "separator"), [("tsv", "\t"), ("csv", ",")])
def test_a_text_table_reads_back_with_the_same_numbers_to_the_last_digit(table, name, separator):
    text = export.as_bytes(table, FACTS, name).decode()
    back = pd.read_csv(StringIO(text), sep=separator)
    assert list(back.columns) == list(COLUMNS)
    pd.testing.assert_frame_equal(
        back[_numbers(table).columns].astype(float), _numbers(table), check_exact=True
    )
    assert back["name1"][2] == "ü\u4e2d"
    assert back["id1"][2] == 'a"b<script>;=,'
    assert "\r" not in text


def test_text_that_looks_like_a_formula_gets_an_apostrophe_and_a_negative_number_none(table):
    first = export.as_bytes(table, FACTS).decode().splitlines()[1].split("\t")
    row = dict(zip(COLUMNS, first, strict=True))
    assert row["id1"] == "'=1+1"
    assert row["name1"] == "'-12.5"
    assert row["E"] == "-12.5"
    assert row["known"] == "true"
    assert row["in_training"] == "false"
    assert row["probability"] == ""
    assert row["start1"] == "120"


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_cell_begins_like_a_formula(table, begins):
    risky = table.assign(name1=f"{begins}cmd|' /C calc'!A0")
    back = pd.read_csv(BytesIO(export.as_bytes(risky, FACTS, "csv")), keep_default_na=False)
    assert back["name1"].str.startswith("'").all()


def test_a_column_without_any_value_is_written_empty(table):
    nothing = pd.Series([None] * len(table), dtype=object)
    text = export.as_bytes(table.assign(subseqDP=nothing, hybridDP=nothing), FACTS).decode()
    assert "None" not in text
    assert "nan" not in text


def test_json_holds_records_in_their_types_and_the_provenance(table):
    value = json.loads(export.as_bytes(table, FACTS, "json"))
    assert value["provenance"] == FACTS
    assert [list(record) for record in value["records"]] == [list(COLUMNS)] * len(table)
    first, third = value["records"][0], value["records"][2]
    assert first["id1"] == "=1+1"
    assert (first["known"], first["start1"], first["E"]) == (True, 120, -12.5)
    assert third["score"] == -0.1 - 0.2
    assert (third["start1"], third["E"], third["subseqDP"], third["p"]) == (None,) * 4


def test_parquet_reads_back_as_it_was_with_its_provenance(table):
    data = export.as_bytes(table, FACTS, "parquet")
    pd.testing.assert_frame_equal(
        pd.read_parquet(BytesIO(data)), table, check_dtype=False, check_exact=True
    )
    assert json.loads(pq.read_schema(BytesIO(data)).metadata[b"mirinter"]) == FACTS


def test_xlsx_opens_with_text_as_text_and_numbers_as_numbers(table):
    book = openpyxl.load_workbook(BytesIO(export.as_bytes(table, FACTS, "xlsx")))
    assert book.sheetnames == ["hits", "columns", "provenance"]
    rows = list(book["hits"].iter_rows())
    assert [cell.value for cell in rows[0]] == list(COLUMNS)
    first = dict(zip(COLUMNS, rows[1], strict=True))
    for name in ("id1", "name1"):
        assert first[name].data_type == "s"
    assert first["id1"].value == "=1+1"
    assert first["E"].value == -12.5
    assert first["E"].data_type == "n"
    assert first["known"].value is True
    assert first["probability"].value is None
    scores = [row[list(COLUMNS).index("score")].value for row in rows[1:]]
    assert scores[:2] == [7.899935, 0.1]
    assert dict(book["columns"].values)["rank"] == COLUMNS["rank"]
    assert dict(book["provenance"].values)["model"] == "tiny"


def test_what_excel_cannot_hold_is_refused_before_anything_is_written(table, tmp_path):
    with pytest.raises(StorageError, match="32,767"):
        export.as_bytes(table.assign(id1="x" * 40_000), FACTS, "xlsx")
    many = table.iloc[np.zeros(export.XLSX_ROWS + 1, dtype=int)]
    with pytest.raises(StorageError, match=r"1,048,576 rows .* tsv, csv or parquet"):
        export.write(many, FACTS, tmp_path / "hits.xlsx")
    assert list(tmp_path.glob("*")) == []


def test_bed_counts_from_0_and_gff3_from_1_and_both_hold_the_rows_with_a_site(table):
    bed = export.as_bytes(table, FACTS, "bed").decode().splitlines()
    assert bed == ["=1+1\t119\t127\tq:8mer\t1000\t+", "ENST1.1\t0\t6\tq:6mer\t667\t+"]
    gff = export.as_bytes(table, FACTS, "gff3").decode().splitlines()
    assert gff[0] == "##gff-version 3"
    assert gff[2].split("\t")[:8] == [
        *("ENST1.1", "mirinter", "miRNA_target_site", "1", "6", "0.1", "+", ".")
    ]
    assert gff[2].endswith("\tName=q;seed_class=6mer;rank=2;E=-16.31;known=false")


def test_gff3_escapes_what_it_reserves(table):
    odd = table.head(1).assign(id1='>a"b;=&,\t', id2="a;b=c,d&e%")
    line = export.as_bytes(odd, FACTS, "gff3").decode().splitlines()[1].split("\t")
    assert len(line) == 9
    assert line[0] == "%3Ea%22b%3B%3D%26%2C%09"
    assert line[8].startswith("Name=a%3Bb%3Dc%2Cd%26e%25;")


@pytest.mark.parametrize("name", list(export.FORMATS))
def test_the_suffix_tells_the_format_and_no_rows_are_fine(table, tmp_path, name):
    for suffix in export.FORMATS[name].suffixes:
        path = tmp_path / f"hits{suffix.upper()}"
        export.write(table.head(0), FACTS, path)
        assert path.stat().st_size or name == "bed"
        assert export.format_of(path) == name


def test_a_format_nobody_knows_is_refused_with_those_there_are(table, tmp_path):
    with pytest.raises(PartError, match="tsv, csv, parquet"):
        export.write(table, FACTS, tmp_path / "hits", "doc")
    with pytest.raises(PartError, match=r"'hits\.doc' does not tell .* \.tsv, \.csv"):
        export.write(table, FACTS, tmp_path / "hits.doc")


def test_a_folder_is_not_overwritten_and_a_pipe_is_written_into(table, tmp_path):
    (tmp_path / "results.tsv").mkdir()
    with pytest.raises(StorageError, match="is a folder"):
        export.write(table, FACTS, tmp_path / "results.tsv")
    assert (tmp_path / "results.tsv").is_dir()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    export.write(table, FACTS, pipe, "tsv")
    assert os.read(reader, 65536) == export.as_bytes(table, FACTS)
    assert pipe.is_fifo()
    os.close(reader)


def test_a_link_stays_a_link_and_a_full_device_is_told(table, tmp_path):
    (tmp_path / "real.tsv").write_text("old")
    (tmp_path / "link.tsv").symlink_to("real.tsv")
    export.write(table, FACTS, tmp_path / "link.tsv")
    assert (tmp_path / "link.tsv").is_symlink()
    assert (tmp_path / "real.tsv").read_bytes() == export.as_bytes(table, FACTS)
    full = Path("/dev/full")
    if full.exists():
        with pytest.raises(StorageError, match="No space left"):
            export.write(table, FACTS, full, "tsv")
