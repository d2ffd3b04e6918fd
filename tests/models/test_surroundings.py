from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirinter_core.models.atlas import Survey
from mirinter_core.models.book import Book
from mirinter_core.models.surroundings import NEAR, SITE, WIDE, WIDTH, judged, learned, shares
from mirinter_core.molecules.alphabet import reverse_complement
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.words import encode
from tests.books import marked, told, written
from tests.gene_worlds import gene_world
from tests.worlds import letters

NAME = "letters around the site"
_GAP = np.full(WIDE, 4, np.uint8)


def laid(text):
    return np.concatenate([_GAP, encode(text), _GAP])


def by_hand(text, k):
    """Shares of the words of k letters in a stretch, in the order of their codes."""
    found = Counter(text[i : i + k] for i in range(len(text) - k + 1))
    names = [a + b + c for a in "ACGU" for b in "ACGU" for c in "ACGU"]
    names = list(dict.fromkeys(name[:k] for name in names))
    counts = np.array([found[name] for name in names], dtype=float)
    return counts / max(counts.sum(), 1)


@settings(max_examples=30)
@given(st.text("ACGUN", min_size=SITE, max_size=300), st.integers(0, 10**6))
def test_shares_are_those_counted_by_hand(text, at):
    place = at % (len(text) - SITE + 1)
    (row,) = shares(laid(text), np.array([WIDE + place]))
    before, after = text[max(place - NEAR, 0) : place], text[place + SITE : place + SITE + NEAR]
    wide = text[max(place - WIDE, 0) : place + SITE + WIDE]
    hand = [by_hand(side, k) for k in (1, 2) for side in (before, after)]
    np.testing.assert_allclose(row, np.concatenate([*hand, by_hand(wide, 3)]), atol=1e-6)


def test_what_listed_sites_have_more_of_is_learned():
    rng = np.random.default_rng(0)
    words = rng.random((4000, WIDTH)).astype(np.float32)
    listed = (words[:, 3] + 0.2 * rng.normal(size=4000) > 0.6).astype(float)
    learnt = learned(words, listed)
    assert np.argmax(np.abs(learnt[:-1])) == 3
    assert judged(learnt, words).mean() == pytest.approx(0, abs=1e-6)
    assert judged(learnt, words)[listed == 1].mean() > judged(learnt, words)[listed == 0].mean()


@pytest.mark.parametrize("listed", [0.0, 1.0])
def test_nothing_is_learned_where_all_sites_are_alike(listed):
    words = np.random.default_rng(0).random((9, WIDTH)).astype(np.float32)
    assert not learned(words, np.full(9, listed)).any()
    assert not learned(words[:0], np.empty(0)).any()


def planted(n=60):
    """A microRNA with a site on every partner, listed where A and U surround it."""
    rng = np.random.default_rng(1)
    query = Molecule("q", "U" + "ACGGCAU" + letters(rng, 14), "miRNA")
    site = reverse_complement("ACGGCAU")
    flank = [rng.choice(list("AAUUUACGU" if i % 2 else "GGCCCGACU"), 240) for i in range(n)]
    partners = tuple(
        Molecule(f"p{i}", "".join(f[:120]) + site + "".join(f[120:]), "lncRNA")
        for i, f in enumerate(flank)
    )
    label = (np.arange(n) % 2).astype(np.int8)
    return query, partners, label


def test_a_new_partner_s_site_is_judged_by_its_surroundings():
    query, partners, label = planted()
    seen = slice(0, 40)
    listed = label[seen][None] == 1
    book = Book.write(Survey.of([query], partners[seen]), listed, np.ones_like(listed))
    found = told(book, [query], partners[40:])[NAME].to_numpy()
    assert found[label[40:] == 1].min() > found[label[40:] == 0].max()


def test_a_pair_without_a_strong_site_has_no_surroundings_and_of_two_the_better_counts():
    table = gene_world(10, 8)
    book = written(table)
    query = table.left[0]
    site = reverse_complement(query.letters[1:8])
    rng = np.random.default_rng(2)
    one, other = (letters(rng, 150) for _ in range(2))
    texts = [one + site + one, other + site + other]
    alone = [Molecule(f"a{i}", text, "lncRNA") for i, text in enumerate(texts)]
    both = Molecule("both", texts[0] + "N" * WIDE + texts[1], "lncRNA")
    none = Molecule("none", "".join(texts).replace(site, "N" * SITE), "lncRNA")
    found = told(book, [query], [*alone, both, none])[NAME].to_numpy()
    assert found[2] == pytest.approx(found[:2].max(), abs=1e-5)
    assert np.isnan(found[3])


def test_cells_that_are_not_known_teach_nothing():
    table = gene_world(10, 8)
    rows = np.arange(0, len(table), 2)
    changed = table.label.copy()
    changed[1::2] = 1 - changed[1::2]
    other = written(replace(table, label=changed), rows)
    np.testing.assert_array_equal(written(table, rows).surroundings, other.surroundings)
    assert marked(table, rows)[1].sum() == len(rows)
