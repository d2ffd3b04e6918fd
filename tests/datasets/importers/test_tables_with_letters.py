"""miRNet's and RNA-KG's tables that hold the sequences themselves."""

import pytest

from mirinter_core.datasets.importer import open_dataset

MIRNET = "mirna\tmirna_seq\tsnorna\tsnorna_type\tsnorna_seq\n"
RNAKG = "name_a\ttype_a\tseq_a\tname_b\ttype_b\tseq_b\n"


def test_letters_are_cleaned_and_those_that_cannot_be_are_told(tmp_path):
    (tmp_path / "t.tsv").write_text(
        MIRNET
        + "m1\tTGAGGTAGTAGG\ts1\tCD-snoRNA\tacguacguac\n"
        + "m1\tTGAGGTAGTAGG\ts2\tCD-snoRNA\tACG!ACGUAC\n"
        + "m1\tTGAGGTAGTAGC\ts1\tCD-snoRNA\tACGUACGUAC\n"
    )
    opened = open_dataset(tmp_path)
    assert opened.importer == "mirnet_mirna_snorna"
    assert [(m.letters, m.type) for m in opened.table.left] == [("UGAGGUAGUAGG", "miRNA")]
    assert len(opened.table) == 1
    said = " ".join(opened.report)
    assert "s2: " in said
    assert "'!'" in said
    assert "1 pair dropped: no sequence for s2." in said
    assert "1 row dropped, as the id has come before with other letters" in said


@pytest.mark.parametrize("turned", [False, True])
def test_the_mature_one_of_a_pair_is_the_query(tmp_path, turned):
    sides = ["x-mir-1\thairpin\tACGUACGUACGUACGU", "x-miR-1\tmature\tUGAGGUAGUAGG"]
    row = "\t".join(reversed(sides) if turned else sides)
    (tmp_path / "t.tsv").write_text(f"{RNAKG}{row}\n")
    table = open_dataset(tmp_path).table
    assert [m.type for m in (*table.left, *table.right)] == ["miRNA", "hairpin"]
    assert table.left[0].id == "x-miR-1 miRNA"
