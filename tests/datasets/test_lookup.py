import pytest

from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.datasets.lookup import by_id, matching
from mirinter_core.errors import CatalogError
from mirinter_core.home import home
from mirinter_core.molecules.molecule import Molecule

MOLECULES = [
    Molecule("ENST1", "ACGU", "lncRNA", "MALAT1-201", "ENSG1"),
    Molecule("MALAT1", "GGGG", "lncRNA"),
    Molecule("x=1\n<b>", "CCCC", "lncRNA", "odd", description="near MALAT1"),
    Molecule("y", "UUUU", "snoRNA"),
]


@pytest.fixture(params=["saved", "file"])
def lnc(request, tmp_path):
    """A catalogue, saved or as a FASTA file."""
    if request.param == "saved":
        save(from_molecules("lnc", MOLECULES))
        return "lnc"
    path = tmp_path / "lnc.fa"
    path.write_text(">ENST1\nACGU\n>MALAT1 a malat1 too\nGGGG\n>y\nUUUU\n")
    return str(path)


def test_a_molecule_is_found_by_its_whole_id_only(lnc):
    assert by_id(lnc, "ENST1").letters == "ACGU"
    assert by_id(lnc, "ENST") is None


def test_a_search_puts_what_is_called_so_first_and_counts_all():
    save(from_molecules("lnc", MOLECULES))
    found, n = matching("lnc", " malat1 ")
    assert [m.id for m in found] == ["MALAT1", "ENST1", "x=1\n<b>"]
    assert n == 3
    assert len(matching("lnc", "malat1", limit=1)[0]) == 1
    assert matching("lnc", "") == ([], 0)
    assert matching("lnc", "nothing of the kind") == ([], 0)


def test_what_is_found_is_the_whole_molecule():
    save(from_molecules("lnc", MOLECULES))
    assert matching("lnc", "odd")[0] == [MOLECULES[2]]
    assert by_id("lnc", "x=1\n<b>") == MOLECULES[2]


def test_a_file_is_searched_too(lnc):
    assert {m.letters for m in matching(lnc, "MALAT1")[0]} >= {"GGGG"}


def test_a_missing_catalogue_is_said_to_be():
    with pytest.raises(CatalogError, match="no catalogue 'gone'"):
        by_id("gone", "x")


def test_a_damaged_catalogue_is_said_to_be():
    save(from_molecules("lnc", MOLECULES))
    (home() / "catalogs" / "lnc" / "molecules.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(CatalogError, match="damaged"):
        matching("lnc", "x")
