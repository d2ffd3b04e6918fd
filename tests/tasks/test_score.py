"""What a score promises: it speaks of two molecules, and of nothing around them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.negatives import full
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.evidence import gather
from mirinter_core.tasks.score import grid, score
from mirinter_core.tasks.train import train
from tests.gene_worlds import gene_world
from tests.worlds import letters

TABLE = gene_world(16, 12)
SIZES = len(TABLE.left), len(TABLE.right)
FEW = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def scored(weighing, weighing_model):
    """Score every query with every partner, as a matrix."""

    def matrix(queries, partners, model=weighing_model):
        found = score(grid(queries, partners), model, weighing[1]).score
        return found.reshape(len(queries), len(partners))

    return matrix


@pytest.fixture(scope="module")
def whole(scored):
    return scored(TABLE.left, TABLE.right)


@pytest.fixture(scope="module")
def mirna_model(weighing):
    """A model of pairs of microRNAs: either may be the query."""
    recipe, embedding = weighing
    rng = np.random.default_rng(0)
    mirnas = [Molecule(f"m{i}", letters(rng, 22), "miRNA") for i in range(24)]
    pairs = [
        (a.id, b.id, 1) for i, a in enumerate(mirnas) for b in mirnas[:i] if rng.random() < 0.2
    ]
    table = full(checked(RawPairs("w", mirnas, mirnas, pairs, "", "")).table)
    return train(table, replace(recipe, rehearsal=("pair",)), embedding, name="x"), mirnas


def test_the_model_under_test_tells_pairs_apart(whole):
    listed = np.zeros(SIZES, dtype=bool)
    listed[TABLE.left_row, TABLE.right_row] = TABLE.label == 1
    assert np.median(whole[listed]) > np.quantile(whole[~listed], 0.9)
    assert len(np.unique(whole)) > 300


@FEW
@given(st.permutations(range(SIZES[1])), st.permutations(range(SIZES[0])))
def test_the_order_of_partners_and_queries_does_not_matter(scored, whole, order, queries):
    found = scored([TABLE.left[i] for i in queries[:5]], [TABLE.right[i] for i in order])
    np.testing.assert_array_equal(found, whole[np.ix_(queries[:5], order)])


@FEW
@given(
    st.sets(st.integers(0, SIZES[1] - 1), min_size=1, max_size=6),
    st.lists(st.text("ACGUN", min_size=1, max_size=400), max_size=3),
    st.integers(0, SIZES[0] - 1),
)
def test_neighbours_in_the_catalogue_do_not_matter(scored, whole, kept, strangers, query):
    kept = sorted(kept)
    known = [TABLE.right[i] for i in kept]
    around = [
        Molecule(f"s{i}", text, kind)
        for i, (text, kind) in enumerate(zip(strangers, ("lncRNA", "snoRNA", ""), strict=False))
    ]
    table = grid([TABLE.left[query]], [*around, *known])
    found = scored(table.left, table.right)[0, -len(known) :]
    np.testing.assert_array_equal(found, whole[query, kept])


def test_a_pair_alone_scores_as_it_does_among_others(weighing, weighing_model, whole):
    for row in range(0, len(TABLE), 41):
        pair = TABLE.take(np.array([row])).compact()
        alone = score(pair, weighing_model, weighing[1]).score
        assert alone == whole[TABLE.left_row[row], TABLE.right_row[row]]


@FEW
@given(st.sets(st.integers(0, len(TABLE) - 1), min_size=1, max_size=40))
def test_the_other_pairs_of_a_batch_do_not_matter(weighing, weighing_model, whole, rows):
    part = TABLE.take(np.array(sorted(rows)))
    found = score(part, weighing_model, weighing[1]).score
    np.testing.assert_array_equal(found, whole[part.left_row, part.right_row])


def test_names_genes_and_descriptions_do_not_matter(scored, whole):
    def renamed(molecules):
        return [
            Molecule(f"x{i}", m.letters, m.type, f"name{i}", "ONEGENE", "said of it")
            for i, m in enumerate(molecules)
        ]

    found = scored(renamed(TABLE.left[:6]), renamed(TABLE.right))
    np.testing.assert_array_equal(found, whole[:6])


@FEW
@given(st.lists(st.integers(0, 23), min_size=2, max_size=8, unique=True), st.booleans())
def test_two_of_one_type_may_be_swapped(weighing, mirna_model, chosen, new):
    model, mirnas = mirna_model
    some = [mirnas[i] for i in chosen]
    if new:
        some[0] = Molecule("new", "UGAGGUAGUAGGUUGUAUAGUU", "miRNA")
    table = grid(some[:1], some[1:])
    turned = replace(
        table,
        left=table.right,
        right=table.left,
        left_row=table.right_row,
        right_row=table.left_row,
    )
    one, other = (score(t, model, weighing[1]).score for t in (table, turned))
    np.testing.assert_array_equal(one, other)


def test_a_transcript_of_30000_letters_is_scored(scored):
    long = Molecule("long", letters(np.random.default_rng(0), 30_000), "lncRNA")
    assert np.isfinite(scored(TABLE.left[:3], [long])).all()


@pytest.mark.parametrize("kind", ["snoRNA", "circRNA", "miRNA"])
def test_a_partner_of_a_type_never_seen_is_scored_by_letters_alone(scored, weighing_model, kind):
    partner = replace(TABLE.right[0], type=kind)
    nothing = replace(weighing_model, memory=replace(weighing_model.memory, books={}))
    found = scored(TABLE.left, [partner])
    assert np.isfinite(found).all()
    np.testing.assert_array_equal(found, scored(TABLE.left, [partner], nothing))


def test_a_long_partner_of_no_type_is_taken_for_the_lncrna_it_is(scored, whole):
    found = scored(TABLE.left, [replace(TABLE.right[0], type="")])
    np.testing.assert_array_equal(found, whole[:, :1])


@FEW
@given(
    st.text("ACGUN", min_size=1, max_size=30),
    st.text("ACGUN", min_size=1, max_size=300),
    st.sampled_from(["miRNA", "hairpin", ""]),
    st.sampled_from(["lncRNA", "snoRNA", ""]),
)
def test_any_letters_are_scored_ambiguous_and_few_ones_too(scored, query, partner, one, other):
    asked = [Molecule("q", query, one)], [Molecule("p", partner, other)]
    assert np.isfinite(scored(*asked)).all()


@pytest.mark.parametrize(
    "query",
    [
        Molecule("short", "UGAGGUA", "miRNA"),
        Molecule("hairpin", letters(np.random.default_rng(1), 80), "hairpin"),
        Molecule("unread", "N" * 22, "miRNA"),
    ],
    ids=lambda m: m.id,
)
def test_a_query_without_a_seed_is_scored(scored, query):
    assert np.isfinite(scored([query], TABLE.right)).all()


def test_an_isoform_that_was_never_in_training_scores_as_its_gene_does(scored, whole):
    rng = np.random.default_rng(3)
    isoforms = [
        Molecule(f"new{i}", letters(rng, 40) + m.letters[100:], "lncRNA")
        for i, m in enumerate(TABLE.right)
    ]
    known = scored(TABLE.left, isoforms)
    strangers = scored(
        TABLE.left, [Molecule(m.id, letters(rng, len(m)), "lncRNA") for m in isoforms]
    )
    assert np.corrcoef(known.ravel(), whole.ravel())[0, 1] > 0.9
    assert np.corrcoef(strangers.ravel(), whole.ravel())[0, 1] < 0.3


@FEW
@given(st.integers(0, len(TABLE) - 1), st.sampled_from([0, 1]))
def test_the_label_a_table_holds_is_not_looked_at(weighing, weighing_model, row, label):
    told = TABLE.take(np.array([row]))
    found = [
        score(replace(told, label=np.array([y], np.int8)), weighing_model, weighing[1]).score
        for y in (label, 1 - label)
    ]
    np.testing.assert_array_equal(*found)


def test_a_gate_looks_at_evidence_and_not_at_vectors(weighing, weighing_model):
    examples = gather(TABLE, weighing[1], weighing_model.memory).examples
    rng = np.random.default_rng(0)
    noise = {"forward": rng.normal(size=examples.right["forward"].shape).astype(np.float32)}
    np.testing.assert_array_equal(
        weighing_model.score(examples), weighing_model.score(replace(examples, right=noise))
    )
