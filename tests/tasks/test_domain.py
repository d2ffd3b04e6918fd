from dataclasses import asdict

import pytest

from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.domain import domain, reference
from mirinter_core.tasks.domain_words import FAR, sentence
from mirinter_core.tasks.panel import panel


@pytest.fixture(scope="module")
def known(gate_model):
    model, embedding, _ = gate_model
    return model, embedding, reference(model, embedding)


def test_known_micrornas_of_other_families_lie_among_each_other(known):
    model, embedding, places = known
    others = [m for m in panel() if m not in places.molecules][:40]
    found = domain(others, model, embedding, places)
    assert sum(d.further_than >= FAR for d in found) <= 8
    assert all(0 <= d.further_than <= 1 and d.distance >= 0 for d in found)


def test_what_is_no_microrna_lies_further_out_and_is_told_to_be_taken_with_care(known):
    model, embedding, places = known
    usual = domain(places.molecules[:30], model, embedding, places)
    odd = domain([Molecule("poly", "A" * 22, "miRNA")], model, embedding, places)[0]
    assert odd.distance > sorted(d.distance for d in usual)[20]
    assert ("with care" in sentence(asdict(odd))) == (odd.further_than >= FAR)


def test_a_place_does_not_depend_on_the_other_queries(known):
    model, embedding, places = known
    a, b = panel()[3], panel()[50]
    together = domain([a, b], model, embedding, places)
    assert domain([b], model, embedding, places)[0].distance == pytest.approx(together[1].distance)


def test_the_nearest_is_never_a_sibling(known):
    model, embedding, places = known
    for query, found in zip(
        places.molecules[:20], domain(places.molecules[:20], model, embedding, places), strict=True
    ):
        assert found.nearest != query.id
