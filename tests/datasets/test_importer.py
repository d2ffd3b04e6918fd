import pytest

from mirinter_core.datasets.importer import IMPORTERS, open_dataset
from mirinter_core.errors import DatasetError
from tests.worlds import seed_world, write_folder


@pytest.mark.parametrize("name", IMPORTERS.names())
def test_an_importer_says_what_it_reads_and_leaves_other_places_alone(name, tmp_path):
    importer = IMPORTERS.get(name)
    assert importer.form
    assert not importer.recognises(tmp_path)
    (tmp_path / "note.tsv").write_text("something\telse\n")
    assert not importer.recognises(tmp_path)


def test_a_folder_comes_back_as_it_was_written(tmp_path):
    world = seed_world()
    write_folder(world, tmp_path / "world")
    opened = open_dataset(tmp_path / "world")
    assert opened.name == "world"
    assert opened.table.digest() == world.table.digest()
    assert {m.type for m in opened.table.left} == {"miRNA"}
    assert {m.type for m in opened.table.right} == {"lncRNA"}


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


def test_a_folder_without_sequences_is_refused(tmp_path):
    (tmp_path / "pairs.tsv").write_text("a\tb\nx\ty\n")
    with pytest.raises(DatasetError, match="no FASTA file"):
        open_dataset(tmp_path)


def test_a_place_that_is_not_there_or_not_a_data_set_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="There is no data set at"):
        open_dataset(tmp_path / "nowhere")
    with pytest.raises(DatasetError, match="Known forms"):
        open_dataset(tmp_path)


def test_the_real_data_sets_are_recognised(data):
    names = [open_dataset(data / folder).name for folder in ("lncrnasnp2", "rnakg", "mirnet")]
    assert names == ["lncrnasnp2", "rnakg-mirna-mirna", "mirnet-mirna-snorna"]


def test_short_queries_that_are_told_to_be_nothing_else_are_micrornas(tmp_path):
    write_folder(seed_world(), tmp_path)
    (tmp_path / "mirna.fa").rename(tmp_path / "mine.fa")
    pairs = (tmp_path / "pairs.tsv").read_text().replace("mirna\tlncrna", "query\tpartner")
    (tmp_path / "pairs.tsv").write_text(pairs)
    assert {m.type for m in open_dataset(tmp_path).table.left} == {"miRNA"}
