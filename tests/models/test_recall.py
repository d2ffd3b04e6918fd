import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirinter_core.models.atlas import Survey
from mirinter_core.models.book import REACHES, Book, sited
from mirinter_core.models.recall import KINDS, column, of_partner
from mirinter_core.models.scene import Queries
from mirinter_core.molecules.alphabet import reverse_complement
from mirinter_core.molecules.molecule import Molecule
from tests.books import COLUMNS, told, told_rows, written
from tests.gene_worlds import gene_world
from tests.worlds import letters

TABLE = gene_world(10, 8)
BOOK = written(TABLE)
KNOWN = np.sort(np.random.default_rng(0).permutation(len(TABLE))[: 2 * len(TABLE) // 3])
PART = written(TABLE, KNOWN)
OTHERS = [name for kind, names in KINDS.items() if kind != "sites" for name in names]


def new(seed, i=0, kind="miRNA"):
    return Molecule(f"new{i}", f"U{seed}{letters(np.random.default_rng(i), 14)}", kind)


def counted(row):
    """Every rate of one pair, counted cell by cell as a person would."""
    atlas, label = PART.atlas, TABLE.label
    q, p = TABLE.left_row[row], TABLE.right_row[row]
    others = KNOWN[row != KNOWN]
    x, y = TABLE.left_row[others], TABLE.right_row[others]
    family, gene = atlas.family[x], atlas.gene[y]
    has_site = sited(atlas, atlas.family_seed)
    at_site = has_site[family, gene]
    kin, near = family == atlas.family[q], Queries.of(atlas, [TABLE.left[q]]).near[0]
    relative, own_gene = near[family] > 0, gene == atlas.gene[p]

    def share(where):
        found = label[others][where]
        return found.mean() if len(found) else np.nan

    def log_known(where):
        return np.log1p(where.sum())

    return {
        "partner": share(y == p),
        "log known of the partner": log_known(y == p),
        "gene": share(own_gene),
        "gene with a site": share(own_gene & at_site),
        "log known with a site": log_known(own_gene & at_site),
        "gene without": share(own_gene & ~at_site),
        "any gene with a site": share(at_site),
        "any gene without": share(~at_site),
        "query": share(x == q),
        "query with a site": share((x == q) & at_site),
        "query without": share((x == q) & ~at_site),
        "family with a site": share(kin & at_site),
        "family without": share(kin & ~at_site),
        "siblings, partner": share(kin & (x != q) & (y == p)),
        "log known siblings": log_known(kin & (x != q) & (y == p)),
        "family, gene": share(kin & own_gene),
        "log known, family and gene": log_known(kin & own_gene),
        "query, gene": share((x == q) & own_gene),
        "near relatives, partner": share(relative & (y == p)),
        "near relatives, gene": share(relative & own_gene),
        "log listed near relatives": np.log1p(label[others][relative & own_gene].sum()),
    }


def test_columns_have_their_place_by_name():
    assert len(set(COLUMNS)) == len(COLUMNS)
    assert [column(name) for name in COLUMNS] == list(range(len(COLUMNS)))


def test_rates_are_those_counted_by_hand_without_the_pairs_own_cell():
    rows = np.arange(0, len(TABLE), 5)
    found = told_rows(PART, TABLE, rows)
    for i, row in enumerate(rows.tolist()):
        expected = counted(row)
        assert set(expected) == {*KINDS["partner"], *KINDS["family"]}
        got = found.loc[i, list(expected)].to_numpy()
        np.testing.assert_allclose(got, list(expected.values()), rtol=1e-5, err_msg=str(row))


@settings(max_examples=25)
@given(st.integers(0, len(TABLE) - 1))
def test_what_is_said_of_partner_family_and_pattern_never_looks_at_the_pairs_own_cell(row):
    label = TABLE.label.copy()
    label[row] = 1 - label[row]
    flipped = written(replace(TABLE, label=label))
    letters_alone = [name for name in KINDS["sites"] if name != "letters around the site"]
    names = [*letters_alone, *KINDS["partner"], *KINDS["family"]]
    before, after = (told_rows(b, TABLE, np.array([row])) for b in (BOOK, flipped))
    np.testing.assert_array_equal(before[names], after[names])
    pattern = list(KINDS["pattern"])  # sums of many cells, in another order where one is taken out
    np.testing.assert_allclose(before[pattern], after[pattern], rtol=1e-4)


@settings(max_examples=25)
@given(st.integers(0, len(TABLE) - 1))
def test_a_book_that_does_not_know_a_cell_describes_it_whatever_its_label(row):
    others = np.delete(np.arange(len(TABLE)), row)
    label = TABLE.label.copy()
    label[row] = 1 - label[row]
    before, after = (
        told_rows(written(t, others), TABLE, np.array([row]))
        for t in (TABLE, replace(TABLE, label=label))
    )
    np.testing.assert_array_equal(before, after)


def test_the_mark_of_the_own_family_on_a_site_is_not_counted_for_it():
    """With no other family known, a site says what its gene says, whether it is listed or not."""
    own = int(TABLE.left_row[0])
    rows = np.flatnonzero(BOOK.atlas.family[TABLE.left_row] == BOOK.atlas.family[own])
    found = told_rows(written(TABLE, rows), TABLE, rows)
    sited_rows = found["log 7mer-m8"] > 0
    assert sited_rows.any()
    assert (found.loc[sited_rows, "families around own site"] == 0).all()
    average = written(TABLE, rows).tally.with_site[BOOK.atlas.gene[TABLE.right_row[rows]]]
    np.testing.assert_allclose(found["own site, 30 nt"][sited_rows], average[sited_rows], rtol=1e-6)


def test_a_second_site_of_the_own_family_nearby_is_not_counted_either():
    """Two sites of one family side by side, and none of another, are judged as their gene is."""
    rng = np.random.default_rng(5)
    queries = [new("GAGGUAG", 1), new("AAUACUG", 2)]
    site = reverse_complement("GAGGUAG")
    both = letters(rng, 60).replace(site, "A" * 7) + site + letters(rng, 20) + site
    partners = [Molecule("x", both + letters(rng, 60), "lncRNA")]
    listed = np.array([[True], [False]])
    book = Book.write(Survey.of(queries, partners), listed, np.ones_like(listed))
    found = told(book, queries[:1], partners).iloc[0]
    assert found["log 7mer-m8"] == pytest.approx(np.log1p(2))
    average = book.tally.with_site[0]
    for reach in REACHES:
        assert found[f"own site, {reach} nt"] == pytest.approx(average, rel=1e-6)
        assert found[f"gene's site, {reach} nt"] == pytest.approx(average, abs=2e-3)
    assert found["families around own site"] == found["families around gene's site"] == 0


def test_a_site_of_a_new_family_among_listed_ones_is_told_from_one_among_unlisted_ones():
    listed, unlisted = [], []
    family = BOOK.atlas.family[TABLE.left_row]
    for own in range(BOOK.atlas.families):
        rest = np.flatnonzero(family != own)
        rows = np.flatnonzero(family == own)
        found = told_rows(written(TABLE, rest), TABLE, rows)
        sites = (found["log 7mer-m8"] > 0).to_numpy()
        for label, into in ((1, listed), (0, unlisted)):
            into += found["own site, 30 nt"][sites & (TABLE.label[rows] == label)].tolist()
    assert np.median(listed) > 2 * np.median(unlisted)


def test_of_a_new_family_nothing_is_said_but_what_its_relatives_are_listed_for():
    found = told(BOOK, [new("GGGGGGG")], TABLE.right)
    rates = [n for n in KINDS["family"] if not n.startswith("log")]
    assert found[rates].isna().all(axis=None)
    assert (found[[n for n in KINDS["family"] if n.startswith("log")]] == 0).all(axis=None)
    assert found[list(KINDS["partner"])].notna().all(axis=None)


def test_a_new_sibling_is_told_what_its_family_is_listed_for():
    sibling = new(TABLE.left[0].letters[1:8])
    found = told(BOOK, [sibling], TABLE.right)
    cells = BOOK.listed[[0, 1]].mean(axis=0)
    np.testing.assert_allclose(found["siblings, partner"], cells, rtol=1e-6)
    assert found[["query", "query, gene"]].isna().all(axis=None)


def test_a_near_relative_speaks_for_a_new_family():
    known = TABLE.left[0].letters[1:8]
    found = told(BOOK, [new(known[1:] + "A"), new(known[1:] + "C")], TABLE.right)
    assert found["near relatives, partner"].notna().any()
    assert (found["log listed near relatives"] > 0).any()


def test_an_isoform_that_was_never_in_training_gets_its_genes_evidence():
    rng = np.random.default_rng(3)
    query = new(TABLE.left[2].letters[1:8])
    for i in range(0, len(TABLE.right), 2):
        known = TABLE.right[i]
        isoform = Molecule("new", letters(rng, 50) + known.letters[150:], "lncRNA")
        one, other = (told(BOOK, [query], [m]).iloc[0] for m in (known, isoform))
        of_gene = [n for n in OTHERS if "gene" in n and n != "families around own site"]
        np.testing.assert_array_equal(one[of_gene], other[of_gene])
        assert np.isnan(other["partner"])
        assert not np.isnan(one["partner"])


def test_an_isoform_is_judged_by_the_landmarks_of_its_gene():
    row = int(np.flatnonzero(TABLE.label == 1)[0])
    query, known = TABLE.left[TABLE.left_row[row]], TABLE.right[TABLE.right_row[row]]
    site = known.letters.index(reverse_complement(query.letters[1:8]))
    isoform = Molecule("new", known.letters[max(site - 120, 0) : site + 130], "lncRNA")
    one, other = (told(BOOK, [query], [m]).iloc[0] for m in (known, isoform))
    assert other["families around own site"] == one["families around own site"] > 0
    assert other["own site, 30 nt"] == pytest.approx(one["own site, 30 nt"], rel=1e-5)


def test_of_a_type_never_seen_letters_alone_are_told():
    found = told(Book.empty(), TABLE.left[:3], TABLE.right[:4])
    plain = [name for name in KINDS["sites"] if name != "letters around the site"]
    np.testing.assert_array_equal(found[plain], told(BOOK, TABLE.left[:3], TABLE.right[:4])[plain])
    assert found["letters around the site"].isin([0, np.nan]).all()
    assert (found[OTHERS].isna() | (found[OTHERS] == 0)).all(axis=None)


def test_what_is_known_only_where_the_partner_or_its_gene_is_marks_strangers():
    rng = np.random.default_rng(5)
    strangers = [Molecule(f"s{i}", letters(rng, 900), "lncRNA") for i in range(3)]
    isoform = Molecule("new", letters(rng, 50) + TABLE.right[0].letters[150:], "lncRNA")
    names = [name for name, of in zip(COLUMNS, of_partner(), strict=True) if of]
    queries = [TABLE.left[0], new("ACGUACG")]
    for book in (BOOK, Book.empty()):
        assert told(book, queries, strangers)[names].isna().all(axis=None)
    for known in (TABLE.right[0], isoform):
        assert told(BOOK, queries, [known])[names].notna().any(axis=1).all()
    rest = [name for name in COLUMNS if name not in names and name != "letters around the site"]
    assert told(BOOK, queries[:1], strangers)[rest].notna().all(axis=None)


@settings(max_examples=25)
@given(st.permutations(range(len(TABLE.right))), st.integers(1, 16), st.integers(0, 19))
def test_a_pair_is_described_the_same_in_any_company(order, n, query):
    alone = told(BOOK, [TABLE.left[query]], TABLE.right)
    company = [TABLE.right[i] for i in order[:n]]
    strangers = [Molecule("s", letters(np.random.default_rng(n), 90), "lncRNA")]
    queries = [new("ACGUACG"), TABLE.left[query]]
    found = told(BOOK, queries, [*strangers, *company])[n + 2 :]
    np.testing.assert_array_equal(found, alone.iloc[order[:n]])


@pytest.mark.parametrize(
    ("query", "partner"),
    [
        ("UACGUAC", "ACGU" * 30),
        ("UACG", "ACGU"),
        ("UACGNACGACGUU", "ACGU" * 30),
        ("UACGGACGACGUU", "N" * 40),
        ("UACGGACGACGUU", "A"),
        ("N" * 22, "ACGN" * 30),
    ],
)
def test_odd_molecules_are_described_in_numbers_or_not_at_all(query, partner):
    for kind in ("miRNA", "hairpin", ""):
        found = told(BOOK, [Molecule("q", query, kind)], [Molecule("p", partner, "lncRNA")])
        assert not np.isinf(found).any(axis=None)
        assert (found["log 7mer-m8"] == 0).all()
        assert found["log length"].notna().all()


def test_a_partner_that_is_a_microrna_may_have_its_seed_in_the_query():
    partner = new("GGAGGAG")
    query = Molecule("q", "UACGU" + reverse_complement("GGAGGAG") + "ACGUACGU", "miRNA")
    found = told(Book.empty(), [query, new("ACACACA", 1)], [partner])
    assert found["partner's seed in the query"].tolist() == [1, 0]
    as_lncrna = told(Book.empty(), [query], [replace(partner, type="lncRNA")])
    assert as_lncrna["partner's seed in the query"].tolist() == [0]


def peak(length):
    """Most bytes held at once while a pair with a partner of so many letters is described."""
    partner = [Molecule("p", letters(np.random.default_rng(0), length), "lncRNA")]
    told(BOOK, TABLE.left[:1], partner)  # what is made once is made
    tracemalloc.start()
    told(BOOK, TABLE.left[:1], partner)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_grows_with_the_letters_of_the_partner_and_not_with_their_square():
    small, middle, large = peak(20_000), peak(40_000), peak(80_000)
    assert large - middle < 2.3 * (middle - small)
    assert large < 400 * 80_000
