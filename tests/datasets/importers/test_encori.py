"""On small files in the published form: no real export was at hand."""

import pytest

from mirinter_core.datasets.importer import open_dataset

COLUMNS = [
    *("miRNAid", "miRNAname", "geneID", "geneName", "geneType", "chromosome", "narrowStart"),
    *("narrowEnd", "broadStart", "broadEnd", "strand", "clipExpNum", "degraExpNum", "RBP", "PITA"),
    *("RNA22", "miRmap", "microT", "miRanda", "PicTar", "TargetScan", "TDMDScore", "phyloP"),
    *("pancancerNum", "cellline/tissue"),
]
CITE = "#please cite:\n#1.Li JH, et al. starBase v2.0 ... Nucleic Acids Res. 2014\n"


def site(mirna, gene, start):
    accession = {"hsa-let-7a-5p": "MIMAT0000062", "hsa-miR-9-9p": "MIMAT9999999"}[mirna]
    cells = [accession, mirna, gene, "GENE1", "lincRNA", "chr1", str(start)]
    return "\t".join([*cells, *["0"] * (len(COLUMNS) - len(cells))]) + "\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "gencode.fa").write_text(
        ">ENST00000001.2|ENSG00000009.5|-|-|GENE1-201|GENE1|12|\nACGUACGUACGU\n"
        ">ENST00000002.1|ENSG00000009.5|-|-|GENE1-202|GENE1|12|\nGGGGCCCCAAAA\n"
    )
    return tmp_path


ROWS = (
    site("hsa-let-7a-5p", "ENSG00000009", 1)
    + site("hsa-let-7a-5p", "ENSG00000009", 99)
    + site("hsa-miR-9-9p", "ENSG00000009", 5)
)


@pytest.mark.parametrize("header", ["\t".join(COLUMNS) + "\n", ""])
def test_a_gene_stands_for_its_transcripts_that_lie_beside_it(folder, header):
    (folder / "encori.txt").write_text(CITE + header + ROWS)
    opened = open_dataset(folder)
    assert opened.importer == "encori"
    assert [m.id for m in opened.table.left] == ["hsa-let-7a-5p"]
    assert [m.id for m in opened.table.right] == ["ENST00000001.2", "ENST00000002.1"]
    assert {m.type for m in opened.table.right} == {"lncRNA"}
    said = " ".join(opened.report)
    assert "1 rows tell of another site of a pair" in said
    assert "each stands for all of them that were found, 2 pairs together" in said
    assert "1 pair dropped: no sequence for hsa-miR-9-9p" in said


def test_several_exports_of_a_folder_are_one_data_set(folder):
    for i, row in enumerate(ROWS.splitlines()):
        (folder / f"part-{i}.tsv").write_text(CITE + "\t".join(COLUMNS) + "\n" + row + "\n")
    assert len(open_dataset(folder).table) == 2
    assert len(open_dataset(folder / "part-0.tsv").table) == 2
