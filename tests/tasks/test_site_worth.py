from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.models.recall import KINDS, column
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.sites import Site, find_sites
from mirinter_core.tasks.explain import explain, local_au
from mirinter_core.tasks.site_worth import footprint_of, site_worths
from mirinter_core.tasks.weighing import Weighed


@pytest.fixture
def sited(gate_model):
    """The first listed pair whose partner has just one strong site of its query."""
    model, embedding, table = gate_model
    for row in np.flatnonzero(table.label == 1):
        query, partner = table.left[table.left_row[row]], table.right[table.right_row[row]]
        strong = [s for s in find_sites(query.letters, partner.letters) if s.kind in STRONG]
        if len(strong) == 1:
            return Weighed.of(query, partner, model, embedding), strong[0]
    raise AssertionError


STRONG = ("8mer", "7mer-m8")


def test_a_site_where_others_are_listed_adds_to_the_score(sited):
    pair, site = sited
    (worth,) = site_worths(pair, [site])
    assert worth.adds_new_family > 0.1
    assert worth.families > 0
    assert 0 <= worth.listed <= worth.families


def test_the_judgement_is_that_of_the_described_pair(sited):
    pair, site = sited
    (worth,) = site_worths(pair, [site])
    assert worth.occupied == pytest.approx(pair.described[0][column("own site, 30 nt")], abs=1e-4)
    assert footprint_of(pair).judged[site.facing(8) - 1, 1] == pytest.approx(
        worth.occupied, abs=1e-4
    )


def test_masking_a_site_leaves_what_is_known_of_partner_and_family(sited):
    pair, site = sited
    query, partner = pair.orders[0]
    letters = partner.letters
    at = site.facing(5) - 1
    masked = replace(partner, letters=f"{letters[:at]}N{letters[at + 1 :]}")
    changed = pair.changed([(query, partner), (query, masked)])[:, 0]
    np.testing.assert_array_equal(changed[0], pair.described[0])
    for kind in ("partner", "family"):
        for name in KINDS[kind]:
            np.testing.assert_array_equal(changed[1, column(name)], changed[0, column(name)])
    assert changed[1, column("log 7mer-m8")] == 0
    assert changed[1, column("own site, 30 nt")] == 0
    assert changed[1, column("site in the gene")] == 0


def test_a_site_that_hangs_over_the_end_is_not_judged(gate_model):
    model, embedding, table = gate_model
    query = table.left[0]
    partner = Molecule(
        "p",
        "".join({"A": "U", "C": "G", "G": "C", "U": "A"}[c] for c in query.letters[6:0:-1])
        + "CCGGAC" * 12,
        "lncRNA",
    )
    site = find_sites(query.letters, partner.letters)[0]
    assert site.facing(8) < 1
    (worth,) = site_worths(Weighed.of(query, partner, model, embedding), [site])
    assert worth.occupied is None
    assert worth.families == 0


def test_local_au_counts_what_lies_around_and_not_the_site():
    site = Site("6mer", 4, 9)
    assert local_au("AAUCCCCCCGGAA", site) == pytest.approx(5 / 7, abs=1e-3)
    assert local_au("CCCCCC", Site("6mer", 1, 6)) is None
    assert local_au(f"{'G' * 40}AUAUAU{'A' * 30}G", Site("6mer", 41, 46)) == 0.5
    assert local_au("NNACCCCCC", Site("6mer", 4, 9)) == 1.0


def test_an_explanation_holds_what_each_site_is_worth(sited):
    pair, site = sited
    found = explain(*pair.orders[0], pair.model, gate_embedding(pair))
    first = found.evidence[0]
    assert first.site == site
    assert first.worth == site_worths(pair, [site])[0]
    assert found.to_dict()["evidence"][0]["worth"]["adds"] == first.worth.adds
    assert found.contributions.score == found.score


def gate_embedding(pair):
    from tests.gates import gate

    return gate()[1]
