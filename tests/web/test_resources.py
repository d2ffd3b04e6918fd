from mirinter_core.datasets import catalog
from mirinter_core.home import home
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.web import resources


def test_known_mirnas_are_the_builtin_ones_and_those_of_every_mirna_catalogue():
    before = len(resources.known_mirnas())
    own = [Molecule("mine-1", "ACGUACGUACGUACGUACGU", "miRNA"), Molecule("x", "ACGU" * 9, "lncRNA")]
    catalog.save(catalog.from_molecules("mine", own))
    after = resources.known_mirnas()
    assert len(after) == before + 1
    assert after.names("ACGUACGUACGUACGUACGU") == ("mine-1",)


def test_a_damaged_catalogue_does_not_hide_the_others():
    (home() / "catalogs" / "broken").mkdir(parents=True)
    assert "broken" not in resources.catalog_infos()
    assert next(iter(resources.catalog_infos())) == "builtin"


def test_a_model_that_is_not_there_has_neither_memory_nor_reports():
    assert resources.memory("nobody") is None
    assert resources.reports("nobody") == []
