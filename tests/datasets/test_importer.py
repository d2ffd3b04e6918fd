import gzip

import pytest

from mirinter_core.datasets import saved
from mirinter_core.datasets.importer import IMPORTERS, is_published, open_dataset
from mirinter_core.errors import DatasetError, PartError
from tests.worlds import seed_world, write_folder


@pytest.mark.parametrize("name", IMPORTERS.names())
def test_an_importer_says_what_it_reads_and_leaves_other_places_alone(name, tmp_path):
    importer = IMPORTERS.get(name)
    assert importer.form
    assert importer.source
    assert importer.terms
    assert all(len(sha) == 64 for sha in importer.published)
    assert not importer.tables(tmp_path)
    (tmp_path / "note.tsv").write_text("something\telse\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "damaged.csv.gz").write_bytes(gzip.compress(b"a,b\n" * 99)[:-9])
    (tmp_path / "picture.txt").write_bytes(b"\x00\xff\x01" * 99)
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04 no book")
    assert not importer.tables(tmp_path)
    assert not any(importer.tables(tmp_path / f) for f in ("note.tsv", "empty.csv", "picture.txt"))


def test_a_folder_comes_back_as_it_was_written(tmp_path):
    world = seed_world()
    write_folder(world, tmp_path / "world")
    opened = open_dataset(tmp_path / "world")
    assert opened.name == "world"
    assert opened.importer == "folder"
    assert list(opened.files) == ["pairs.tsv", "lncrna.fa", "mirna.fa"]
    assert opened.report == ()
    assert opened.table.digest() == world.table.digest()
    assert {m.type for m in opened.table.left} == {"miRNA"}
    assert {m.type for m in opened.table.right} == {"lncRNA"}
    assert open_dataset(tmp_path / "world" / "pairs.tsv").table.digest() == world.table.digest()


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ("mirna\tlncrna\n", "needs a header"),
        ("mirna\n", "needs a header"),
        ("mirna\tlncrna\tlabel\nmir-0\tlnc-0\tyes\n", "line 2: label 'yes'"),
        ("mirna\tlncrna\tlabel\nmir-0\tlnc-0\n", "line 2: 2 columns"),
        ("mirna\tlncrna\nnobody\tlnc-0\n", "no sequence for nobody"),
    ],
)
def test_a_bad_table_is_refused_by_file_and_line(tmp_path, pairs, said):
    write_folder(seed_world(), tmp_path)
    (tmp_path / "pairs.tsv").write_text(pairs)
    with pytest.raises(DatasetError, match=said):
        open_dataset(tmp_path)


def test_records_that_cannot_be_read_are_told(tmp_path):
    write_folder(seed_world(), tmp_path)
    with (tmp_path / "mirna.fa").open("a") as file:
        file.write(">bad\nACGU!CGU\n")
    assert any("'!'" in line for line in open_dataset(tmp_path).report)


def test_an_id_with_two_sequences_is_told_and_the_first_file_counts(tmp_path):
    write_folder(seed_world(), tmp_path)
    (tmp_path / "zzz.fa").write_text(">mir-0\nAAAAACCCCCGGGGG\n>unused\nACGUACGUAC\n")
    opened = open_dataset(tmp_path)
    assert opened.table.digest() == seed_world().table.digest()
    assert any("1 id with several sequences in the FASTA files" in line for line in opened.report)


def test_a_folder_without_sequences_is_refused(tmp_path):
    (tmp_path / "pairs.tsv").write_text("a\tb\nx\ty\n")
    with pytest.raises(DatasetError, match="no FASTA file"):
        open_dataset(tmp_path)


def test_a_place_that_is_not_there_or_not_a_data_set_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="There is no data set at"):
        open_dataset(tmp_path / "nowhere")
    with pytest.raises(DatasetError, match=r"not a data set of a known form\. Give a folder"):
        open_dataset(tmp_path)
    with pytest.raises(PartError, match="nothing"):
        open_dataset(tmp_path, "nothing")
    with pytest.raises(DatasetError, match="is not of the form 'encori'"):
        open_dataset(tmp_path, "encori")


def test_the_real_data_sets_are_recognised(data):
    opened = [open_dataset(data / folder) for folder in ("lncrnasnp2", "rnakg", "mirnet")]
    assert [(d.name, len(d.table)) for d in opened] == [
        ("lncrnasnp2", 15_264),
        ("rnakg-mirna-mirna", 2_062),
        ("mirnet-mirna-snorna", 1_446),
    ]
    assert (len(opened[0].table.left), len(opened[0].table.right)) == (258, 1_663)


def test_a_folder_of_several_forms_names_the_file_to_give(data):
    with pytest.raises(DatasetError) as refusal:
        open_dataset(data / "raw")
    said = str(refusal.value)
    assert "tables of 4 forms" in said
    assert "gcncrf_positive_pairs.csv (--importer gcncrf)" in said
    assert "tec_lncmir_base_pairs.txt.gz (--importer tec_lncmir)" in said
    assert open_dataset(data / "raw", "tec_lncmir").importer == "tec_lncmir"


def test_other_tables_of_a_folder_of_pairs_are_not_read(tmp_path):
    write_folder(seed_world(), tmp_path)
    (tmp_path / "other.tsv").write_text("seq1\tseq2\nACGUACGUAC\tACGUACGUAA\n")
    assert open_dataset(tmp_path).importer == "folder"


def test_a_saved_name_wins_over_a_folder_unless_an_importer_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_folder(seed_world(seed=1), tmp_path / "mine")
    saved.save(seed_world(seed=2), "mine")
    assert open_dataset("mine").table.digest() == seed_world(seed=2).table.digest()
    assert open_dataset("mine", "folder").table.digest() == seed_world(seed=1).table.digest()


def test_published_files_are_known_by_their_checksum(data):
    files = open_dataset(data / "raw", "gcncrf").files
    assert len(files) == 3
    assert all(is_published("gcncrf", sha) for sha in files.values())
    assert not is_published("gcncrf", "0" * 64)
    assert not is_published("no-longer-there", "0" * 64)


def test_short_queries_that_are_told_to_be_nothing_else_are_micrornas(tmp_path):
    write_folder(seed_world(), tmp_path)
    (tmp_path / "mirna.fa").rename(tmp_path / "mine.fa")
    pairs = (tmp_path / "pairs.tsv").read_text().replace("mirna\tlncrna", "query\tpartner")
    (tmp_path / "pairs.tsv").write_text(pairs)
    assert {m.type for m in open_dataset(tmp_path).table.left} == {"miRNA"}
