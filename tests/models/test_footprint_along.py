import numpy as np

from mirinter_core.models.book import REACHES
from mirinter_core.models.recall import column, describe, footprint_along
from mirinter_core.models.scene import Partners, Queries
from mirinter_core.molecules.molecule import Molecule


def test_the_best_of_a_querys_sites_is_what_the_pair_is_described_by(gate_model):
    model, _, table = gate_model
    book = model.memory.books["lncRNA"]
    queries, partners = Queries.of(book.atlas, table.left), Partners.of(book.atlas, table.right)
    seen = 0
    for p in range(3):
        along = footprint_along(book, partners, p)
        assert along.judged.shape == (len(table.right[p]) - 6, len(REACHES))
        for q in range(len(table.left)):
            one = np.array([q]), np.array([p])
            row = describe(book, queries, partners, one)[0]
            sites = partners.sites(int(queries.seed[q]))
            own = sites[partners.ground.partner[sites] == p]
            places = partners.ground.place[own] - partners.ground.start[p]
            for i, reach in enumerate(REACHES):
                expected = along.judged[places, i].max(initial=0)
                assert np.isclose(row[column(f"own site, {reach} nt")], expected, atol=1e-6)
            most = along.families[places, 1].max(initial=0)
            assert np.isclose(row[column("families around own site")], np.log1p(most), atol=1e-6)
            seen += len(own)
    assert seen > 10


def test_a_partner_without_a_word_of_plain_letters_is_judged_by_the_average(gate_model):
    book = gate_model[0].memory.books["lncRNA"]
    partners = Partners.of(book.atlas, [Molecule("x", "NNNNNNUACCUCNNNNNNN", "lncRNA")])
    along = footprint_along(book, partners, 0)
    assert along.judged.shape == (13, len(REACHES))
    assert (along.families == 0).all()
    assert np.isfinite(along.judged).all()


def test_a_partner_shorter_than_a_site_has_no_places(gate_model):
    book = gate_model[0].memory.books["lncRNA"]
    partners = Partners.of(book.atlas, [Molecule("x", "ACGUA", "lncRNA")])
    assert len(footprint_along(book, partners, 0).judged) == 0
