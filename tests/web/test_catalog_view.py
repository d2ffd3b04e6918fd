import pytest

from mirinter_core.datasets import catalog
from mirinter_core.datasets.catalog import CatalogInfo, from_molecules, save
from mirinter_core.molecules.fasta import read_text
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.web import catalog_view


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("lncRNA.v34.fa.gz", "lncRNA.v34"),
        ("C:\\data\\x.fasta", "x"),
        ("../../../etc/passwd", "passwd"),
        ("<script>.fa", "script"),
        ("...", "catalogue"),
        ("miRNAs äöü.txt", "miRNAs"),
        ("builtin.fa", "builtin-2"),
        ("x" * 200, "x" * 60),
    ],
)
def test_the_name_that_is_suggested_can_be_taken(file, name):
    assert catalog_view.name_for(file) == name
    catalog.check_new(name)


def test_what_was_refused_and_repaired_can_be_taken_along_and_runs_no_formula():
    reading = read_text(">=1+1\nACGT 12\n>b\nMEEPQSDPSV\n")
    refused = catalog_view.as_tsv(catalog_view.refused(reading)).decode()
    repaired = catalog_view.as_tsv(catalog_view.repaired(reading)).decode()
    assert refused.startswith("record\twhy\tbegins\nb\t")
    assert "\n'=1+1\t" in repaired
    assert "T written as U" in repaired


def test_what_is_not_known_of_a_catalogue_is_not_said():
    assert catalog_view.facts(CatalogInfo(name="x", species="Mus musculus")) == {
        "Whose": "yours",
        "Species": "Mus musculus",
    }


def test_a_catalogue_made_anew_under_its_name_is_counted_anew():
    save(from_molecules("mine", [Molecule("a", "ACGU")]))
    assert catalog_view.vectors(catalog.info("mine"))[0] == 1
    catalog.remove("mine")
    save(from_molecules("mine", [Molecule("a", "ACGU"), Molecule("b", "ACGG")]))
    assert catalog_view.vectors(catalog.info("mine"))[0] == 2
    assert len(catalog_view.lengths(catalog.info("mine"))) == 2
