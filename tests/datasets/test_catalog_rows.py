import pytest

from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.datasets.catalog_rows import lengths, rows
from mirinter_core.errors import CatalogError
from mirinter_core.home import home
from mirinter_core.molecules.molecule import Molecule

MOLECULES = (
    Molecule("hsa-let-7a-5p", "UGAGGUAGUAGGUUGUAUAGUU", "miRNA", "let-7a-5p", "", "MIMAT0000062"),
    Molecule("ENST1", "ACGUNACGU", "lncRNA", "MALAT1-201", "ENSG1", "<script> '; drop table x"),
    Molecule("ENST2", "ACGU" * 10, "lncRNA", "NEAT1-201", "ENSG2"),
    Molecule("plain", "ACG" * 10),
)


@pytest.fixture(autouse=True)
def mine():
    save(from_molecules("mine", MOLECULES))


def ids(**asked):
    return rows("mine", **asked).table["id"].tolist()


def test_rows_come_page_by_page_in_the_file_s_order_and_say_how_many_there_are():
    assert ids() == [m.id for m in MOLECULES]
    second = rows("mine", start=2, count=1)
    assert (second.found, second.table["id"].tolist()) == (4, ["ENST2"])
    assert second.table["length"].tolist() == [40]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("malat", ["ENST1"]),
        ("ensg", ["ENST1", "ENST2"]),
        ("MIMAT0000062", ["hsa-let-7a-5p"]),
        ("ggtagtagg", ["hsa-let-7a-5p"]),
        ("'; drop", ["ENST1"]),
        ("%", []),
        ("ACG", []),
    ],
)
def test_a_search_finds_a_part_of_id_symbol_gene_description_or_sequence(text, found):
    assert ids(search=text) == found


def test_rows_can_be_of_one_type_and_in_order_of_length():
    assert ids(type="lncRNA", order="longest first") == ["ENST2", "ENST1"]
    assert ids(order="shortest first")[0] == "ENST1"
    assert ids(type="") == ["plain"]


def test_lengths_are_those_of_all_molecules():
    assert sorted(lengths("mine").tolist()) == [9, 22, 30, 40]


def test_a_damaged_catalogue_says_what_to_do():
    (home() / "catalogs" / "mine" / "molecules.parquet").write_bytes(b"no")
    with pytest.raises(CatalogError, match=r"'mine' is damaged.*Remove it"):
        rows("mine")
    with pytest.raises(CatalogError, match="no catalogue 'other'"):
        rows("other")
