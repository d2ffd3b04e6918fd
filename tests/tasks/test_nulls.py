from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from mirinter_core.datasets.catalog import from_molecules
from mirinter_core.molecules.alphabet import reverse_complement
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.shuffle import dinucleotide_shuffle
from mirinter_core.tasks.decoys import decoys_of, site_holders
from mirinter_core.tasks.nulls import (
    benjamini_hochberg,
    bins,
    gene_p,
    null_of,
    nulls,
)
from mirinter_core.tasks.pairing_evidence import pairing_evidence
from mirinter_core.tasks.panel import panel
from mirinter_core.tasks.score import grid, score
from mirinter_core.tasks.screen import screen
from tests.gates import gate
from tests.worlds import letters

LET7 = "UGAGGUAGUAGGUUGUAUAGUU"
NEW = Molecule("new", "UACGCAUUGCAGUCUAGCAAGU", "miRNA")


def transcripts(n, rng, *, shortest=200, longest=900):
    lengths = rng.integers(shortest, longest, n)
    return [Molecule(f"t{i}", letters(rng, int(size)), "lncRNA") for i, size in enumerate(lengths)]


@pytest.fixture(scope="module")
def scorer():
    return gate()[:2]


@pytest.fixture(scope="module")
def memory(scorer):
    return scorer[0].memory


@pytest.fixture(scope="module")
def world():
    return gate()[2]


@pytest.fixture(scope="module")
def there():
    return transcripts(300, np.random.default_rng(3))


@pytest.mark.parametrize("text", [LET7, "ACGU" * 5, "AAAAAAAA", "AC", "UGGGUUUUUGGGGGUUUUGU"])
def test_a_shuffle_keeps_every_pair_of_neighbours(text):
    rng = np.random.default_rng(0)
    for _ in range(20):
        found = dinucleotide_shuffle(text, rng)
        assert Counter(pairwise(found)) == Counter(pairwise(text))
        assert (found[0], found[-1]) == (text[0], text[-1])


def test_all_shuffles_are_equally_likely():
    rng = np.random.default_rng(1)
    found = Counter(dinucleotide_shuffle("ACACGAUAC", rng) for _ in range(6000))
    assert len(found) > 5
    assert stats.chisquare(list(found.values())).pvalue > 1e-3


def test_no_decoy_has_a_seed_that_anybody_knows(memory, there, world):
    made = decoys_of(NEW, 60, site_holders(there), memory, np.random.default_rng(0))
    seeds = [seed(m.letters) for m in made.molecules]
    assert len(set(seeds)) == 60
    known = {seed(m.letters) for m in (*panel(), *world.left, NEW)}
    assert not known & set(seeds)


def test_decoys_have_sites_as_often_as_their_query(memory, there):
    holders = site_holders(there)
    query = next(m for m in panel() if m.id == "hsa-let-7a-5p")
    site = reverse_complement(seed(query.letters))
    made = decoys_of(query, 40, holders, memory, np.random.default_rng(0))
    assert made.of_query == sum(site in m.letters for m in there)
    sites = [reverse_complement(seed(m.letters)) for m in made.molecules]
    assert made.of_each.tolist() == [sum(s in m.letters for m in there) for s in sites]
    assert made.matched == 1.0


def test_a_query_whose_own_shuffles_are_few_gets_those_of_known_mirnas(memory, there):
    poor = Molecule("poor", "AAAAAAAAAAAAAAAAAAAAAC", "miRNA")
    made = decoys_of(poor, 30, site_holders(there), memory, np.random.default_rng(0))
    assert len(made.molecules) == 30
    assert made.own < 30


def test_what_is_remembered_of_a_family_is_no_pairing_evidence(scorer, world):
    known = world.left[0]
    partners = world.right
    hidden = pairing_evidence([known], partners, *scorer)[0]
    plain = score(grid([known], partners), *scorer).score
    assert not np.allclose(hidden, plain)
    again = pairing_evidence([NEW, known], partners[::-1], *scorer)
    np.testing.assert_array_equal(again[1][::-1], hidden)


def test_p_values_of_left_out_decoys_are_uniform(scorer, there):
    rng = np.random.default_rng(5)
    queries = [Molecule(f"r{i}", letters(rng, 22), "miRNA") for i in range(12)]
    found = nulls(queries, there, scorer, decoys=40)
    p = np.concatenate([null.p for null in found])
    assert stats.kstest(p, "uniform").statistic < 0.06
    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.015)
    assert (p < 0.01).mean() == pytest.approx(0.01, abs=0.006)
    assert sum(null.facts["transcripts_found"] for null in found) <= 3


def test_planted_partners_are_found_at_q_below_five_per_cent():
    rng = np.random.default_rng(0)
    partners = transcripts(400, rng)
    decoys = rng.normal(size=(100, 400)) + rng.normal(size=400)  # every partner has its level
    query = decoys[0].copy()
    query[:12] += 12
    null = null_of(query, decoys[1:], partners)
    assert set(np.flatnonzero(null.q < 0.05)) >= set(range(12))
    assert (null.q < 0.05).sum() <= 15
    assert null.facts["transcripts_found"] == null.facts["genes_found"] == (null.q < 0.05).sum()
    assert null.p.min() == pytest.approx(null.facts["smallest_p"], rel=0.3)
    assert null.facts["best_as_high"] == 0


def test_where_all_tie_p_is_in_the_middle():
    partners = transcripts(30, np.random.default_rng(0))
    null = null_of(np.zeros(30), np.zeros((20, 30)), partners)
    assert null.p == pytest.approx(0.5, abs=0.01)
    assert null.facts["best_as_high"] == 20


def test_bins_hold_each_partner_once_and_one_type_each():
    rng = np.random.default_rng(0)
    partners = transcripts(90, rng)
    mixed = [*partners, *(replace(m, id=f"s{m.id}", type="snoRNA") for m in partners[:9])]
    found = bins(mixed, 5)
    assert sorted(np.concatenate(found).tolist()) == list(range(99))
    for rows in found:
        assert len({mixed[i].type for i in rows}) == 1
    lengths = [[len(mixed[i]) for i in rows] for rows in found if mixed[rows[0]].type == "lncRNA"]
    assert all(max(a) <= min(b) for a, b in pairwise(lengths))


def test_q_is_that_of_benjamini_and_hochberg():
    p = np.random.default_rng(0).random(50) ** 3
    np.testing.assert_allclose(benjamini_hochberg(p), stats.false_discovery_control(p))


def test_a_gene_pays_for_the_number_of_its_transcripts():
    partners = [Molecule(str(i), "ACGU", gene=gene) for i, gene in enumerate(["g", "g", "", ""])]
    p = np.array([0.01, 0.5, 0.2, 0.3])
    assert sorted(gene_p(p, partners)) == pytest.approx([1 - 0.99**2, 0.2, 0.3])


def test_a_screen_has_the_same_p_for_the_same_seed_whatever_its_company(scorer, world):
    twin = replace(world.right[0], id="twin", name="")
    catalog = from_molecules("world", [*world.right, twin])
    other = from_molecules("turned", [twin, *world.right[::-1]])
    model, embedding = scorer
    alone = screen([NEW], catalog, model, embedding, decoys=30, evidence=0)
    both = screen([world.left[0], NEW], other, model, embedding, decoys=30, evidence=0)
    ours = both.table[both.table["id2"] == "new"]
    columns = ["id1", "score", "p", "q"]
    pd.testing.assert_frame_equal(
        alone.table[columns].sort_values("id1", ignore_index=True),
        ours[columns].sort_values("id1", ignore_index=True),
    )
    rows = alone.table.set_index("id1")["p"]
    assert rows["twin"] == rows[world.right[0].id]
    assert alone.table["p"].between(alone.nulls[0]["smallest_p"] * 0.99, 1).all()
    changed = screen([NEW], catalog, model, embedding, decoys=30, seed=1, evidence=0)
    assert not changed.table["p"].equals(alone.table["p"])
    assert alone.provenance["decoys"] == 30
    assert [facts["query"] for facts in both.nulls] == [world.left[0].id, "new"]


def test_a_model_whose_evidence_has_no_kinds_is_judged_by_its_plain_score(
    quick, quick_model, world
):
    catalog = from_molecules("world", world.right)
    found = screen([NEW], catalog, quick_model, quick[1], decoys=20, evidence=0)
    assert found.table["p"].notna().all()
    assert found.nulls[0]["speaks_of"] == "plain score"


def test_without_decoys_nothing_is_said_of_chance(scorer, world):
    catalog = from_molecules("world", world.right)
    found = screen([NEW], catalog, *scorer, evidence=0)
    assert found.table[["p", "q", "hub"]].isna().all().all()
    assert "decoys" not in found.provenance
    assert found.nulls == ()


def test_isoforms_are_counted_as_one_gene():
    rng = np.random.default_rng(0)
    partners = [replace(m, gene=f"g{i // 4}") for i, m in enumerate(transcripts(400, rng))]
    decoys = rng.normal(size=(100, 400))
    query = decoys[0].copy()
    query[:8] += 12
    null = null_of(query, decoys[1:], partners)
    assert (null.q[:8] < 0.05).all()
    assert null.facts["genes"] == 100
    assert 2 <= null.facts["genes_found"] <= null.facts["transcripts_found"] - 6
