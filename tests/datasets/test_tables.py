import gzip

import pytest

from mirinter_core.datasets.tables import files_at, first_row, rows_of, tables_with
from mirinter_core.errors import DatasetError


def test_tables_are_found_by_their_columns_in_any_order(tmp_path):
    (tmp_path / "one.tsv").write_text("b\tc\ta\n1\t2\t3\n")
    (tmp_path / "two.csv.gz").write_bytes(gzip.compress(b"# said\n\na,b\n1,2\n"))
    (tmp_path / "three.txt").write_text("a c\n")
    (tmp_path / "four.fa").write_text("a\tb\n")
    found = tables_with(tmp_path, ["a", "b"])
    assert [f.name for f in found] == ["one.tsv", "two.csv.gz"]
    assert [list(rows_of(f, ("a", "b"))) for f in found] == [
        [{"a": "3", "b": "1"}],
        [{"a": "1", "b": "2"}],
    ]
    assert tables_with(tmp_path / "four.fa", ["a"]) == (tmp_path / "four.fa",)
    assert files_at(tmp_path / "nothing") == ()


def test_comments_blank_lines_quotes_and_a_byte_order_mark_are_understood(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes('\ufeff#please cite:\r\na,b\r\n\r\n"x, y",2\r\n# more\r\n3,4\r\n'.encode())
    assert first_row(path) == ["a", "b"]
    assert [row["a"] for row in rows_of(path, ("a",))] == ["x, y", "3"]


def test_without_a_header_the_columns_are_the_first_ones(tmp_path):
    path = tmp_path / "t.txt"
    path.write_text("1\t2\t3\n")
    assert list(rows_of(path, ("a", "b"), header=False)) == [{"a": "1", "b": "2"}]


def test_a_row_that_is_too_short_is_refused_by_its_place(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("a\tb\n1\t2\n1\n")
    with pytest.raises(DatasetError, match=r"t\.tsv, row 3: 1 columns where at least 2"):
        list(rows_of(path, ("a", "b")))
    with pytest.raises(DatasetError, match="has no column z"):
        list(rows_of(path, ("a", "z")))


def test_a_damaged_file_is_told(tmp_path):
    path = tmp_path / "t.tsv.gz"
    path.write_bytes(gzip.compress(b"a\tb\n" + b"1\t2\n" * 5000, mtime=0)[:-9])
    with pytest.raises(DatasetError, match="damaged or cut off"):
        list(rows_of(path, ("a", "b")))
    path.write_bytes(b"\x1f\x8bno gzip")
    assert first_row(path) == []
