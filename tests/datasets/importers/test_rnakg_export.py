"""On small files in the published form: no real export was at hand."""

import pytest

from mirinter_core.datasets.importer import open_dataset
from mirinter_core.errors import DatasetError

URS = "https://rnacentral.org/rna/URS000000000{}_9606"
MATURE = "RNA;ncRNA;sncRNA;Small_regulatory_ncRNA;miRNA"
NODES = (
    "URI:ID,:LABEL,Sequence:string\n"
    f"{URS.format(1)},{MATURE},UGAGGUAGUAGGUUG\n"
    f"{URS.format(2)},RNA;ncRNA;lncRNA,ACGTACGTACGT\n"
    f"{URS.format(3)},RNA;Precursor_RNA;ncRNA;sncRNA;Small_regulatory_ncRNA;pre_miRNA;miRNA,GGGGCCCCAAAA\n"
    f"{URS.format(4)},RNA;ncRNA;lncRNA,\n"
    f"{URS.format(5)},RNA;ncRNA;lncRNA,\n"
    f"{URS.format(6)},RNA;ncRNA;lncRNA,MKV!\n"
    "http://purl.obolibrary.org/obo/MONDO_1,Disease,\n"
)


def edges(*pairs):
    rows = "".join(
        f"{URS.format(a)},{kind},{URS.format(b) if isinstance(b, int) else b},12;13\n"
        for a, kind, b in pairs
    )
    return f":START_ID,:TYPE,:END_ID,PubMedID:string[]\n{rows}"


def test_interactions_of_rnas_are_taken_with_the_letters_of_their_nodes(tmp_path):
    (tmp_path / "nodes.csv").write_text(NODES)
    (tmp_path / "own.fa").write_text(">URS0000000004\nCCCCGGGGUUUU\n")
    (tmp_path / "edges.csv").write_text(
        edges(
            (2, "interacts_with", 1),
            (1, "molecularly_interacts_with", 3),
            (1, "interacts_with", 4),
            (1, "interacts_with", 5),
            (1, "interacts_with", 6),
            (1, "causes", 2),
            (1, "interacts_with", "http://purl.obolibrary.org/obo/MONDO_1"),
        )
    )
    opened = open_dataset(tmp_path)
    assert opened.importer == "rnakg_export"
    assert [m.id for m in opened.table.left] == ["URS0000000001_9606"]
    assert [m.type for m in opened.table.right] == ["lncRNA", "hairpin", "lncRNA"]
    assert opened.table.right[0].letters == "ACGUACGUACGU"
    said = " ".join(opened.report)
    assert "1 edges of the relation causes left out." in said
    assert "1 edges with something that is no RNA left out." in said
    assert "2 pairs dropped: no sequence for URS0000000005_9606, URS0000000006_9606." in said
    assert "URS0000000006_9606: " in said


def test_the_views_made_of_it_are_read_too(tmp_path):
    (tmp_path / "nodes.tsv").write_text(
        f"name\ttype\tSequence\n{URS.format(1)}\tmiRNA\tUGAGGUAGUAGGUUG\n"
        f"{URS.format(2)}\tRNA|ncRNA|snoRNA\tACGTACGTACGT\n"
    )
    rows = f"{URS.format(1)}\tinteracts_with\t{URS.format(2)}\n"
    (tmp_path / "edges.tsv").write_text(f"subject\tpredicate\tobject\n{rows}")
    (partner,) = open_dataset(tmp_path / "edges.tsv").table.right
    assert partner.type == "snoRNA"


def test_edges_without_nodes_say_what_is_missing(tmp_path):
    (tmp_path / "edges.csv").write_text(edges((1, "interacts_with", 2)))
    with pytest.raises(DatasetError, match=r"Put nodes\.csv"):
        open_dataset(tmp_path)
