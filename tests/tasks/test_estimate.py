import pytest

from mirinter_core.datasets.catalog import open_catalog
from mirinter_core.embedding.embedder import embed
from mirinter_core.errors import SequenceError
from mirinter_core.systems.mirna_ncrna import SYSTEM
from mirinter_core.tasks.estimate import (
    MOST_PAIRS,
    estimate,
    evidence_rows,
    fitting_decoys,
    letters_to_embed,
    refuse_too_large,
    seconds_beside,
)
from mirinter_core.tasks.evidence import Embedding


@pytest.fixture(scope="module")
def catalog():
    return open_catalog("builtin")


def seconds(catalog, queries=1, new_letters=0, evidence=200, encoder="kmer", device="cpu"):
    found = estimate(
        queries, catalog, new_letters, evidence=evidence, encoder=encoder, device=device
    )
    assert found.pairs == queries * len(catalog)
    return found.seconds


def test_the_builtin_catalogue_is_screened_at_once(catalog):
    assert seconds(catalog, new_letters=catalog.info.letters) < 2


def test_more_work_takes_longer(catalog):
    base = seconds(catalog)
    assert seconds(catalog, queries=50) > base
    assert seconds(catalog, evidence=700) > base
    slow = seconds(catalog, new_letters=100_000, encoder="rna_fm")
    assert slow > seconds(catalog, new_letters=100_000, encoder="rna_fm", device="cuda") > base


def test_an_encoder_that_nobody_measured_is_taken_as_slow(catalog):
    assert seconds(catalog, new_letters=100_000, encoder="new") > 60


def test_letters_are_to_be_embedded_until_they_are(catalog):
    partners = catalog.select(types=["snoRNA"])
    embedding = Embedding.open(SYSTEM.recipes["small"], "cpu")
    distinct = {m.digest: len(m) for m in partners.molecules}
    assert letters_to_embed(partners, embedding) == sum(distinct.values())
    side, encoder = embedding.recipe.sides[1], embedding.encoders[1]
    embed(partners.molecules[:-1], side, encoder=encoder, store=embedding.store)
    assert letters_to_embed(partners, embedding) == len(partners.molecules[-1])
    forgetful = Embedding.open(SYSTEM.recipes["small"], "cpu", keep=False)
    assert letters_to_embed(partners, forgetful) == sum(distinct.values())


def test_a_screen_that_does_not_fit_into_memory_is_refused_with_the_number_that_does():
    refuse_too_large(MOST_PAIRS // 100, 100)
    with pytest.raises(SequenceError, match="at most 1,272 queries at once"):
        refuse_too_large(10_000, 786)


def test_many_queries_get_fewer_duplexes_each_but_never_none():
    assert [evidence_rows(n) for n in (1, 5, 10, 10_000)] == [200, 200, 100, 10]


def test_decoys_fit_by_count_of_pairs_and_letters():
    assert fitting_decoys(1, 1663, 1_900_000) == 100
    assert 20 <= fitting_decoys(5, 1663, 1_900_000) < 100
    assert fitting_decoys(100, 1663, 1_900_000) == 0
    assert fitting_decoys(1, 50_000, 60_000_000) == 0
    assert fitting_decoys(0, 0, 0) == 100


def test_what_is_scored_beside_costs_only_where_there_is_any():
    assert seconds_beside(0, 10**9) == 0
    assert seconds_beside(166_300, 1_900_000) == pytest.approx(7, abs=1)  # measured: 6 to 8
