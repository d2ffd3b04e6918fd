import shutil

from mirinter_core.datasets.importer import open_dataset

HEADER = "miRNet_ID,miRBase_acc,miRNA_ID,snc_gene,snc_entrez,snc_embl\n"


def test_names_written_small_and_accessions_are_understood(tmp_path):
    (tmp_path / "mir_sncrna.csv").write_text(
        HEADER
        + "1,MIMAT0000062,hsa-let-7a-5p,SNORD1,1,ENSG00000000001\n"
        + "2,MIMAT9999999,hsa-mir-1-3p,SNORD2,2,ENSG00000000002\n"
        + "3,MIMAT0000062,hsa-let-7a-5p,RNU6-9,3,ENSG00000000003\n"
    )
    (tmp_path / "mirna.fa").write_text(">hsa-miR-1-3p\nUGGAAUGUAAAGAAG\n>hsa-mir-1-3p\nAAAAAAAAA\n")
    (tmp_path / "snorna.fa").write_text(
        ">a|SNORD1|CD-snoRNA|RF1\nACGUACGUAC\n>b|SNORD2|CD-snoRNA|RF1\nACGUACGUAA\n"
        ">c|SNORD2|CD-snoRNA|RF1\nACGUACGUAG\n"
    )
    opened = open_dataset(tmp_path)
    table = opened.table
    assert [m.letters for m in table.left] == ["UGAGGUAGUAGGUUGUAUAGUU", "UGGAAUGUAAAGAAG"]
    assert [m.id[0] for m in table.right] == ["a", "b", "c"]
    assert {m.type for m in table.right} == {"snoRNA"}
    said = " ".join(opened.report)
    assert "no sequence for RNU6-9" in said
    assert "1 row with a gene or a symbol of several RNAs" in said
    assert "Some sequences come from catalogue builtin." in said


def test_the_published_table_holds_the_pairs_of_the_joined_one(data, tmp_path):
    shutil.copy(data / "raw" / "mirnet_mir_sncrna.csv.gz", tmp_path)
    for file in ("mirna_mature_human_mirbase22.fa", "snorna_human.fa"):
        shutil.copy(data / "reference" / file, tmp_path)
    opened = open_dataset(tmp_path)
    assert len(opened.table) == 1_368
    assert opened.importer == "mirnet_export"

    def letters(table):
        pairs = zip(table.left_row, table.right_row, strict=True)
        return {(table.left[a].letters, table.right[b].letters) for a, b in pairs}

    ours, joined = letters(opened.table), letters(open_dataset(data / "mirnet").table)
    assert len(ours & joined) > 1_250
