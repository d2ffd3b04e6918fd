import gzip

import pytest

from mirinter_core.datasets import catalog
from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.datasets.sequences import Finder
from mirinter_core.errors import SequenceError
from mirinter_core.molecules.molecule import Molecule

GENCODE = (
    ">ENST00000001.2|ENSG00000009.5|-|-|GENE1-201|GENE1|12|\nACGTACGTACGT\n"
    ">ENST00000002.1|ENSG00000009.5|-|-|GENE1-202|GENE1|12|\nGGGGCCCCAAAA\n"
)
MIRNA = ">hsa-miR-1-3p MIMAT0000416 Homo sapiens miR-1-3p\nUGGAAUGUAAAGAAGUAUGUAU\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lncrna.fa.gz").write_bytes(gzip.compress(GENCODE.encode()))
    (tmp_path / "mirna.fa").write_text(MIRNA)
    return tmp_path


def found(finder, *keys, **given):
    return [m.id for m in finder.find(*keys, **given)]


def test_an_id_means_one_molecule_with_its_version_or_without(folder):
    finder = Finder(folder, catalogs=False)
    assert found(finder, "ENST00000001.2") == ["ENST00000001.2"]
    assert found(finder, "ENST00000001") == ["ENST00000001.2"]
    assert found(finder, "ENST00000001.7") == ["ENST00000001.2"]
    assert found(finder, "MIMAT0000416") == ["hsa-miR-1-3p"]
    assert found(finder, "nobody", "hsa-miR-1-3p") == ["hsa-miR-1-3p"]
    assert found(finder, "", "nobody", "HSA-MIR-1-3P") == []


@pytest.mark.parametrize("key", ["ENSG00000009.5", "ENSG00000009", "GENE1"])
def test_a_gene_means_all_its_transcripts_that_are_there(folder, key):
    finder = Finder(folder, catalogs=False)
    assert found(finder, key) == ["ENST00000001.2", "ENST00000002.1"]
    assert {m.type for m in finder.find(key)} == {"lncRNA"}  # as the file's name says


def test_what_lies_beside_a_table_comes_before_the_catalogues_and_these_are_named(folder):
    save(from_molecules("mine", [Molecule("hsa-miR-1-3p", "CCCCCCCCCC"), Molecule("z", "A" * 9)]))
    finder = Finder(folder, catalogs=True)
    assert finder.find("hsa-miR-1-3p")[0].letters == "UGGAAUGUAAAGAAGUAUGUAU"
    assert finder.notes() == ("lncrna.fa.gz: 1 records repaired (T written as U in 1).",)
    assert found(finder, "z") == ["z"]
    assert found(finder, "MIMAT0000062") == ["hsa-let-7a-5p"]
    assert finder.notes()[-1] == "Some sequences come from catalogue mine, builtin."
    assert found(Finder(folder, catalogs=False), "z") == []


def test_the_type_decides_between_molecules_of_one_id_and_fills_what_is_not_told(folder):
    (folder / "hairpin.fa").write_text(">x-lin-4\nACGUACGUACGUACGU\n>y\nACGUACGUAA\n")
    (folder / "mature.fa").write_text(">x-lin-4\nACGUACGUAC\n")
    (folder / "own.fa").write_text(">q\nACGUACGUAG\n")
    finder = Finder(folder, catalogs=False)
    assert finder.find("x-lin-4", type="mature")[0].letters == "ACGUACGUAC"
    assert finder.find("x-lin-4", type="hairpin")[0].letters == "ACGUACGUACGUACGU"
    assert not any("x-lin-4" in note for note in finder.notes())
    assert finder.find("x-lin-4")[0].letters == "ACGUACGUACGUACGU"
    assert any(
        "several sequences in the FASTA files; the first was taken: x-lin-4" in n
        for n in finder.notes()
    )
    assert finder.find("q", type="lincRNA")[0].type == "lncRNA"


def test_refused_records_are_told_a_few_in_full(folder):
    (folder / "bad.fa").write_text("".join(f">b{i}\nAC!GU\n" for i in range(9)))
    notes = Finder(folder, catalogs=False).notes()
    assert sum("bad.fa: Record" in note for note in notes) == 3
    assert any("9 records refused in all" in note for note in notes)


def test_a_damaged_file_beside_a_table_is_told(folder):
    (folder / "cut.fa.gz").write_bytes(gzip.compress(GENCODE.encode(), mtime=0)[:-9])
    with pytest.raises(SequenceError, match=r"cut\.fa\.gz"):
        Finder(folder, catalogs=False)


def test_a_damaged_or_too_large_catalogue_is_passed_over_and_told(folder, own_home, monkeypatch):
    save(from_molecules("mine", [Molecule("z", "A" * 9)]))
    (own_home / "catalogs" / "mine" / "catalog.json").write_text("{")
    monkeypatch.setattr("mirinter_core.datasets.sequences._MOST", 10)
    finder = Finder(folder, catalogs=True)
    assert found(finder, "hsa-let-7a-5p") == []
    said = " ".join(finder.notes())
    assert "Not searched for sequences: Catalogue 'mine' is damaged" in said
    assert f"builtin was not searched: it has {catalog.info('builtin').molecules:,}" in said


def test_spreadsheets_of_fasta_lines_are_files_of_sequences(data):
    finder = Finder(data / "raw", catalogs=False)
    assert [f.name for f in finder.files] == ["gcncrf_lncrna.xls", "gcncrf_mirna.xls"]
    assert len(finder.molecules) == 1_663 + 258
    assert {m.type for m in finder.molecules} == {"lncRNA", "miRNA"}
