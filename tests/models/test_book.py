from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.models.atlas import Survey
from mirinter_core.models.book import (
    MIDDLE,
    REACHES,
    Book,
    Tally,
    around,
    coarse,
    fine,
    gene_places,
    judgement,
    sited,
)
from mirinter_core.molecules.alphabet import reverse_complement
from mirinter_core.molecules.molecule import Molecule
from tests.books import marked, written
from tests.gene_worlds import gene_world
from tests.worlds import letters

TABLE = gene_world(16, 12)
SURVEY = Survey.of(TABLE.left, TABLE.right)
BOOK = Book.write(SURVEY, *marked(TABLE))
HELD = ("listed", "known", "told", "due", "judged", "any_site", "support")


def same(one, other):
    for name in HELD:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def names_by_gene():
    return [TABLE.right[i].id.split("-")[1] for i in range(len(TABLE.right))]


@given(st.lists(st.tuples(st.integers(0, 299), st.integers(0, 3))), st.integers(0, 120))
def test_around_sums_the_sites_that_begin_within_reach(sites, reach):
    at = np.array([place for place, _ in sites], dtype=np.intp)
    weight = np.array([w for _, w in sites], dtype=np.float64)
    places = np.arange(0, 300, 7)
    found = around(at, weight, 300, places, reach)
    expected = [weight[np.abs(at - place) < reach + 7].sum() for place in places]
    np.testing.assert_allclose(found, expected)


@given(st.floats(0, 1))
def test_a_share_in_a_byte_is_near_and_finer_near_0(share):
    found = fine(coarse(np.array([share])))[0]
    assert found == pytest.approx(share, abs=0.004 * np.sqrt(share) + 5e-6)


def test_nothing_and_everything_are_kept_as_they_are():
    np.testing.assert_array_equal(fine(coarse(np.array([0.0, 1.0]))), [0.0, 1.0])


def test_where_no_family_is_known_a_site_is_judged_as_its_gene():
    average = np.array([0.1, 0.6])
    np.testing.assert_array_equal(judgement(np.zeros(2), np.zeros(2), average), average)
    assert judgement(np.array([50.0]), np.array([50.0]), np.array([0.1]))[0] > 0.95


def test_cells_are_counted_by_family_and_gene():
    tally, atlas = BOOK.tally, BOOK.atlas
    family = [m.id.split("-")[1] for m in TABLE.left]
    for f in range(0, atlas.families, 3):
        for g in range(0, atlas.genes, 2):
            rows = [
                r
                for r in range(len(TABLE))
                if atlas.family[TABLE.left_row[r]] == f and atlas.gene[TABLE.right_row[r]] == g
            ]
            assert tally.blocks[0][f, g] == TABLE.label[rows].sum()
            assert tally.blocks[1][f, g] == len(rows) == 4
    assert len({(n, f) for n, f in zip(family, atlas.family.tolist(), strict=True)}) == 16
    assert len(set(zip(names_by_gene(), atlas.gene.tolist(), strict=True))) == 12
    for part in (tally.cells, tally.genes, tally.families, tally.blocks):
        assert part[0].sum() == TABLE.label.sum()
        assert part[1].sum() == len(TABLE)
        assert (part[0] <= part[1]).all()


def test_a_gene_has_a_site_if_one_of_its_transcripts_has():
    has = sited(BOOK.atlas, BOOK.atlas.seed)
    for q, query in enumerate(TABLE.left):
        site = reverse_complement(query.letters[1:8])
        for p, partner in enumerate(TABLE.right):
            if site in partner.letters:
                assert has[q, BOOK.atlas.gene[p]]
    assert not sited(BOOK.atlas, np.array([-1])).any()
    assert not gene_places(BOOK.atlas, BOOK.atlas.seed, np.array([[-1]]))[1].any()


def test_families_are_listed_more_often_where_they_have_a_site():
    tally = BOOK.tally
    assert (tally.with_site > 4 * tally.elsewhere).all()


def test_cells_that_are_not_known_might_as_well_not_be_there():
    rng = np.random.default_rng(0)
    listed, known = marked(TABLE, rng.permutation(len(TABLE))[: len(TABLE) // 2])
    noise = rng.random(listed.shape) < 0.5
    same(Book.write(SURVEY, listed, known), Book.write(SURVEY, listed | (noise & ~known), known))


def test_a_site_among_listed_ones_is_judged_likelier_than_one_among_unlisted_ones():
    bound, free = [], []
    for row in range(len(TABLE)):
        query, partner = TABLE.left[TABLE.left_row[row]], TABLE.right[TABLE.right_row[row]]
        gene = BOOK.atlas.gene[TABLE.right_row[row]]
        seed = BOOK.atlas.seed[TABLE.left_row[row]]
        place, there = gene_places(BOOK.atlas, np.array([seed]), np.array([[gene]]))
        if there[0, 0] and reverse_complement(query.letters[1:8]) in partner.letters:
            judged = fine(BOOK.judged[place[0, 0], MIDDLE])
            (bound if TABLE.label[row] else free).append(judged)
    assert np.median(bound) > 3 * np.median(free)
    assert np.quantile(bound, 0.1) > np.quantile(free, 0.9)


def alone(labels):
    """One site of one family, far from any other; families without sites fill the gene's row."""
    rng = np.random.default_rng(4)
    queries = [Molecule(f"m{i}", "U" + "ACGU"[i] * 7 + "ACGUACGUAC", "miRNA") for i in range(2)]
    queries.append(Molecule("m2", "UGAGGUAGUAGGUUGUAUAGUU", "miRNA"))
    body = "CACACACACA" * 20
    partner = Molecule("p", body + "CUACCUC" + body + letters(rng, 3), "lncRNA")
    survey = Survey.of(queries, [partner])
    listed = np.array(labels, dtype=bool)[:, None]
    return Book.write(survey, listed, np.ones_like(listed))


def test_a_site_alone_says_what_its_gene_says():
    for labels in ((0, 0, 0), (0, 0, 1), (1, 1, 0)):
        book = alone(labels)
        place, there = gene_places(book.atlas, book.atlas.seed[[2]], np.array([[0]]))
        assert there.all()
        assert set(book.judged[place[0, 0]]) == set(coarse(book.tally.with_site[:1]))
        assert book.support[place[0, 0]] == 0


def test_a_listing_is_owed_to_the_site_among_listed_ones():
    """One family has a site among three that are listed, and one among three that are not."""
    rng = np.random.default_rng(1)
    seeds = [letters(rng, 7) for _ in range(7)]
    queries = [Molecule(f"m{i}", f"U{s}{letters(rng, 14)}", "miRNA") for i, s in enumerate(seeds)]
    sites = [reverse_complement(s) + letters(rng, 4) for s in seeds]
    gap = letters(rng, 300)
    body = "".join([gap, *sites[:4], gap[::-1], *sites[4:], sites[0], gap])
    survey = Survey.of(queries, [Molecule("p", body, "lncRNA")])
    listed = np.array([1, 1, 1, 1, 0, 0, 0], dtype=bool)[:, None]
    book = Book.write(survey, listed, np.ones_like(listed))
    own = survey.site_family == book.atlas.family[0]
    first, second = survey.site_landmark[own]
    assert (book.due[first] > 2 * book.due[second]).all()
    assert (book.told[[first, second]] == 1).all()


def test_what_lies_out_of_reach_has_no_say():
    """One family has a site 60 nt from a listed one, and one alone; a third is not listed."""
    rng = np.random.default_rng(0)
    seeds = [letters(rng, 7) for _ in range(3)]
    queries = [Molecule(f"m{i}", f"U{s}{letters(rng, 14)}", "miRNA") for i, s in enumerate(seeds)]
    own, other, third = (reverse_complement(s) for s in seeds)
    gap = letters(rng, 300)
    body = "".join([gap, own, gap[:53], other, gap, own, gap[::-1], third, gap])
    survey = Survey.of(queries, [Molecule("p", body, "lncRNA")])
    listed = np.array([[True], [True], [False]])
    book = Book.write(survey, listed, np.ones_like(listed))
    first, second = book.due[survey.site_landmark[survey.site_family == book.atlas.family[0]]]
    near, far = REACHES.index(10), REACHES.index(110)
    assert first[near] == second[near] > 0
    assert first[far] > second[far]


def test_support_counts_the_families_around_a_site():
    # Four families stand within 110 nt of each other; isoforms hold the same places.
    place, there = gene_places(
        BOOK.atlas, BOOK.atlas.seed, np.broadcast_to(np.arange(BOOK.atlas.genes), (32, 12))
    )
    found = BOOK.support[place[there]]
    assert np.median(found) == 3
    assert found.max() <= 15


def test_isoforms_are_not_counted_twice():
    one = [i for i, m in enumerate(TABLE.right) if m.id.endswith("-0")]
    rows = np.flatnonzero(np.isin(TABLE.right_row, one))
    alone = written(TABLE.take(rows).compact())
    place = np.searchsorted(BOOK.atlas.gene_site, alone.atlas.gene_site)
    shared = alone.support > 0
    assert shared.any()
    assert (BOOK.support[place][shared] <= alone.support[shared] + 1).all()


def test_any_site_is_at_least_as_likely_as_the_best_and_no_more_than_all():
    judged = fine(BOOK.judged[:, MIDDLE])
    assert (fine(BOOK.any_site) >= judged - 0.01).all()


def test_what_is_told_of_a_landmark_is_a_share():
    assert BOOK.due.shape == (len(BOOK.atlas.landmark), len(REACHES))
    assert (BOOK.told == 1).all()  # every cell of this table is known
    assert BOOK.due.min() >= 0
    assert BOOK.due.max() <= 1
    nothing = Book.write(SURVEY, *np.zeros((2, *SURVEY.atlas.shape), dtype=bool))
    assert not nothing.told.any()
    assert not nothing.due.any()


def test_the_book_of_a_type_never_seen_is_empty():
    book = Book.empty()
    assert book.atlas.shape == (0, 0)
    assert len(book.told) == len(book.support) == 0
    assert book.tally.cells[0].shape == (0, 0)


def test_the_tally_is_that_of_the_known_cells():
    rows = np.arange(0, len(TABLE), 3)
    book = written(TABLE, rows)
    again = Tally.of(book.atlas, *marked(TABLE, rows))
    for one, other in zip(book.tally.blocks, again.blocks, strict=True):
        np.testing.assert_array_equal(one, other)
    assert replace(book) is not book
