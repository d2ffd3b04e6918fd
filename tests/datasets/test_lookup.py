import pytest

from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.datasets.lookup import by_id
from mirinter_core.errors import CatalogError
from mirinter_core.home import home
from mirinter_core.molecules.molecule import Molecule

ODD = Molecule("x=1\n<b>", "CCCC", "lncRNA", "odd", "gene", "near MALAT1")


@pytest.fixture
def lnc():
    """A saved catalogue."""
    save(from_molecules("lnc", [Molecule("ENST1", "ACGU", "lncRNA", "MALAT1-201"), ODD]))
    return "lnc"


def test_a_molecule_is_found_by_its_whole_id_only(lnc):
    assert by_id(lnc, "ENST1").letters == "ACGU"
    assert by_id(lnc, "ENST") is None
    assert by_id(lnc, "") is None


def test_what_is_found_is_the_whole_molecule(lnc):
    assert by_id(lnc, ODD.id) == ODD


def test_a_file_is_searched_too(tmp_path):
    path = tmp_path / "lnc.fa"
    path.write_text(">ENST1\nACGU\n>y\nUUUU\n")
    assert by_id(path, "y").letters == "UUUU"
    assert by_id(str(path), "z") is None


def test_a_missing_catalogue_is_said_to_be():
    with pytest.raises(CatalogError, match="no catalogue 'gone'"):
        by_id("gone", "x")


def test_a_damaged_catalogue_is_said_to_be(lnc):
    (home() / "catalogs" / lnc / "molecules.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(CatalogError, match="damaged"):
        by_id(lnc, "x")
