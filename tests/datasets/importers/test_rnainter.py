"""On small files in the published form: no real export was at hand."""

from mirinter_core.datasets.importer import open_dataset

COLUMNS = (
    "RNAInterID\tInteractor1.Symbol\tCategory1\tSpecies1\tInteractor2.Symbol\tCategory2\tSpecies2\t"
    "Raw_ID1\tRaw_ID2\tscore\tstrong\tweak\tpredict\n"
)
REST = "\t0.5\tN/A\tN/A\tmiRanda\n"


def row(number, one, two):
    (symbol1, kind1, raw1), (symbol2, kind2, raw2) = one, two
    human = "Homo sapiens"
    cells = (f"RR{number}", symbol1, kind1, human, symbol2, kind2, human, raw1, raw2)
    return "\t".join(cells) + REST


LET7 = ("hsa-let-7a-5p", "miRNA", "miRBase:MIMAT0000062")
LNC = ("H19", "lncRNA", "Ensembl:ENSG00000130600")


def test_ids_are_resolved_beside_it_and_the_mirna_is_the_query(tmp_path):
    (tmp_path / "lncrna.fa").write_text(
        ">ENST1 ncrna chromosome:GRCh38:1:1:2:1 gene:ENSG00000130600.1 gene_biotype:lincRNA "
        "gene_symbol:H19\nACGUACGUACGU\n>OTHER\nGGGGCCCCAAAA\n"
    )
    (tmp_path / "Download_data_RR.txt").write_text(
        COLUMNS
        + row(1, LNC, LET7)
        + row(2, LET7, ("OTHER", "lncRNA", "N/A"))
        + row(3, LET7, ("TP53", "protein", "NCBI:7157"))
        + row(4, LET7, ("NOBODY", "snoRNA", "NCBI:1"))
        + row(5, LNC, ("OTHER", "lncRNA", "N/A"))
    )
    opened = open_dataset(tmp_path)
    table = opened.table
    pairs = [
        (table.left[a].id, table.right[b].id)
        for a, b in zip(table.left_row, table.right_row, strict=True)
    ]
    assert pairs == [("hsa-let-7a-5p", "ENST1"), ("hsa-let-7a-5p", "OTHER"), ("ENST1", "OTHER")]
    said = " ".join(opened.report)
    assert "1 rows with a protein left out: no RNA." in said
    assert "1 pair dropped: no sequence for NOBODY." in said
    assert {m.type for m in table.right} == {"lncRNA"}
