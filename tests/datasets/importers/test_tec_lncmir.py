import shutil

import pytest

from mirinter_core.datasets.importer import open_dataset
from mirinter_core.errors import DatasetError

ROWS = "lnc-1\thsa-miR-1-3p\t1\nlnc-1\thsa-let-7a-5p\t0\n"
FASTA = ">hsa-miR-1-3p\nUGGAAUGUAAAGAAG\n>hsa-let-7a-5p\nUGAGGUAGUAGGUUG\n>lnc-1\nACGUACGUAC\n"


def test_the_published_file_gives_the_pairs_of_lncrnasnp2(data):
    opened = open_dataset(data / "raw" / "tec_lncmir_base_pairs.txt.gz")
    assert opened.table.digest() == open_dataset(data / "lncrnasnp2").table.digest()
    said = " ".join(opened.report)
    assert "15,386 published negatives were not taken" in said
    assert "122 repeated rows, counted once" in said


def test_plain_fasta_files_beside_it_serve_as_well(data, tmp_path):
    shutil.copy(data / "raw" / "tec_lncmir_base_pairs.txt.gz", tmp_path)
    for file in ("lncrna.fa", "mirna.fa"):
        shutil.copy(data / "lncrnasnp2" / file, tmp_path)
    opened = open_dataset(tmp_path)
    assert opened.table.digest() == open_dataset(data / "lncrnasnp2").table.digest()


def test_the_mirna_is_the_query_though_it_stands_second(tmp_path):
    (tmp_path / "base.txt").write_text(ROWS)
    (tmp_path / "all.fa").write_text(FASTA)
    table = open_dataset(tmp_path).table
    assert [m.id for m in (*table.left, *table.right)] == ["hsa-miR-1-3p", "lnc-1"]


def test_without_sequences_it_says_what_is_missing(tmp_path):
    (tmp_path / "base.txt").write_text(ROWS)
    with pytest.raises(DatasetError, match="Put the FASTA files of its lncRNAs and miRNAs"):
        open_dataset(tmp_path / "base.txt")


def test_a_label_that_is_none_is_refused(tmp_path):
    (tmp_path / "base.txt").write_text(ROWS + "lnc-1\thsa-miR-1-3p\t7\n")
    (tmp_path / "all.fa").write_text(FASTA)
    with pytest.raises(DatasetError, match="label '7' is neither 0 nor 1"):
        open_dataset(tmp_path)
