import pytest

from mirinter_core.datasets import species
from mirinter_core.datasets.species import resolve
from mirinter_core.errors import CatalogError


@pytest.mark.parametrize(
    "text", ["human", "Human", " homo  sapiens ", "Homo_sapiens", "HOMO SAPIENS"]
)
def test_a_species_is_found_however_it_is_written(text):
    assert resolve(text).name == "Homo sapiens"


def test_any_scientific_name_is_taken_as_it_stands():
    assert resolve("pan paniscus").name == "Pan paniscus"
    assert resolve("Mus musculus castaneus").slug == "mus_musculus_castaneus"
    assert resolve("Drosophila simulans").mirbase == ""


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("Homo sapien", "homo sapiens"), ("mose", "mouse"), ("zebrafsh", "zebrafish")],
)
def test_a_slip_is_refused_with_what_may_be_meant(slip, meant):
    with pytest.raises(CatalogError, match=f"Did you mean .*'{meant}'"):
        resolve(slip)


@pytest.mark.parametrize("text", ["", "  ", "xyzzy42", "../homo", "Homo sapiens/../..", "a" * 1000])
def test_what_is_no_species_is_refused(text):
    with pytest.raises(CatalogError, match="is no species known here"):
        resolve(text)


def test_every_species_of_the_table_resolves_to_itself_by_both_names():
    for row in species._TABLE:
        assert resolve(row.name) == resolve(row.common) == row


@pytest.mark.data
def test_the_short_names_are_mirbases(data):
    import gzip

    text = gzip.decompress((data / "reference" / "mirna_mature_all_species.fa.gz").read_bytes())
    told = {}
    for line in text.decode().splitlines():
        if line.startswith(">"):
            words = line[1:].split()
            told.setdefault(words[0].partition("-")[0], " ".join(words[2:4]))
    for row in species._TABLE:
        if row.mirbase:
            genus = row.name.split()[0]
            assert told[row.mirbase].split()[0] == genus, row.name
