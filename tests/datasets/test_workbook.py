from zipfile import ZipFile

import pytest
import xlsxwriter

from mirinter_core.datasets.workbook import cells, first_cells, is_workbook
from mirinter_core.errors import DatasetError


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "pairs.csv"  # the ending says nothing
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet()
        sheet.write_row(0, 0, ["a ", "b"])
        sheet.write_string(2, 0, "=1+1")
        sheet.write_number(2, 1, 7)
        sheet.write_formula(3, 0, "=1+2", value="3")
    return path


def test_a_spreadsheet_is_told_by_its_content(book, tmp_path):
    assert is_workbook(book)
    (tmp_path / "text.xlsx").write_text("a,b\n")
    assert not is_workbook(tmp_path / "text.xlsx")
    assert not is_workbook(tmp_path / "nothing.xls")
    assert not is_workbook(tmp_path)


def test_rows_are_texts_without_blanks_at_their_ends_and_empty_rows(book):
    # A formula is not run: what the file holds as its value is read.
    assert [row[0] for row in cells(book)] == ["a", "=1+1", "3"]
    assert cells(book)[1] == ("=1+1", "7")
    assert first_cells(book, 1) == (("a", "b"),)


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_damaged_spreadsheet_is_told(tmp_path, start):
    path = tmp_path / "damaged.xls"
    path.write_bytes(start + b"\0rest" * 200)
    with pytest.raises(DatasetError, match=r"damaged\.xls is a damaged spreadsheet"):
        cells(path)
    assert first_cells(path) == ()


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused(book, monkeypatch):
    monkeypatch.setattr("mirinter_core.datasets.workbook._MOST", 100)
    with pytest.raises(DatasetError, match="unpacks to more than"):
        cells(book)


def test_a_zip_that_is_no_spreadsheet_is_told(tmp_path):
    path = tmp_path / "other.zip"
    with ZipFile(path, "w") as file:
        file.writestr("a.txt", "hello")
    with pytest.raises(DatasetError, match="damaged spreadsheet"):
        cells(path)


def test_an_old_spreadsheet_of_fasta_lines_is_read(data):
    rows = cells(data / "raw" / "gcncrf_mirna.xls")
    assert rows[0] == (">hsa-miR-377-3p",)
    assert len(rows) == 516
