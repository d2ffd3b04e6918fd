import pytest
import xlsxwriter

from mirinter_core.datasets.importer import open_dataset
from mirinter_core.errors import DatasetError


def written(path, rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    return path


def test_the_published_files_give_the_pairs_of_lncrnasnp2(data):
    opened = open_dataset(data / "raw" / "gcncrf_positive_pairs.csv")
    assert opened.table.digest() == open_dataset(data / "lncrnasnp2").table.digest()
    assert (len(opened.table.left), len(opened.table.right), len(opened.table)) == (
        258,
        1_663,
        15_264,
    )
    assert {m.type for m in opened.table.left} == {"miRNA"}
    assert any("106 pairs name a lncRNA that has no sequence" in line for line in opened.report)


@pytest.mark.parametrize(
    ("sequences", "pairs"),
    [
        (("lnc-11", "lnc-25"), 2),  # one unnamed sequence is one figure away: it is meant
        (("lnc-11", "lnc-25", "lnc-34"), 1),  # two are: nothing is guessed
        (("lnc-11", "lnc-42"), 1),  # none is
    ],
)
def test_a_misprinted_id_is_read_only_as_the_one_id_that_can_be_meant(tmp_path, sequences, pairs):
    written(tmp_path / "pairs.xlsx", [("hsa-miR-1-3p", "lnc-11"), ("hsa-miR-1-3p", "lnc-24")])
    letters = {"hsa-miR-1-3p": "TGGAATGTAAAGAAG"}
    letters |= {id_: "ACGTTGCA" * (i + 2) for i, id_ in enumerate(sequences)}
    lines = [(line,) for id_, seq in letters.items() for line in (f">{id_}", seq)]
    written(tmp_path / "sequences.xls", lines)
    opened = open_dataset(tmp_path)
    assert len(opened.table) == pairs
    told = any("lnc-24 as lnc-25" in line for line in opened.report)
    assert told == (pairs == 2)


def test_spreadsheets_of_any_name_are_read_and_rows_that_are_no_pairs_told(tmp_path):
    written(
        tmp_path / "pairs.csv",
        [("hsa-miR-1-3p", "lnc-1"), ("end", ""), ("hsa-miR-1-3p", "lnc-unheard-of")],
    )
    fasta = (">hsa-miR-1-3p ", "TGGAATGTAAAGAAG", ">lnc-1", "ACGTACGTAC")
    written(tmp_path / "sequences.xls", [(line,) for line in fasta])
    opened = open_dataset(tmp_path)
    assert opened.importer == "gcncrf"
    assert len(opened.table) == 1
    said = " ".join(opened.report)
    assert "pairs.csv, row 2 is no pair and was left out" in said
    assert "no sequence for lnc-unheard-of" in said


def test_without_sequences_it_says_what_is_missing(tmp_path):
    path = written(tmp_path / "pairs.xlsx", [("hsa-miR-1-3p", "lnc-1")])
    with pytest.raises(DatasetError, match="no sequences lie beside it"):
        open_dataset(path)


def test_a_damaged_spreadsheet_that_was_named_is_told(tmp_path):
    (tmp_path / "pairs.csv").write_bytes(b"PK\x03\x04" + b"\0" * 99)
    with pytest.raises(DatasetError, match="damaged spreadsheet"):
        open_dataset(tmp_path / "pairs.csv")
