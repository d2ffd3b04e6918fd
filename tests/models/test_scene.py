import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.models.atlas import Survey
from mirinter_core.models.scene import UNKNOWN, Partners, Queries
from mirinter_core.molecules.alphabet import reverse_complement
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.sites import find_sites
from tests.gene_worlds import gene_world
from tests.worlds import letters

SEEDS = ("GAGGUAG", "AAUACUG")
TABLE = gene_world(10, 6)
ATLAS = Survey.of(TABLE.left, TABLE.right).atlas
TAIL = "ACGUACGUACGUAC"


def query(seed, kind="miRNA"):
    return Molecule(seed, f"U{seed}{TAIL}", kind)


def test_a_query_is_known_by_its_letters_whatever_it_is_called():
    renamed = [Molecule("x", m.letters, "miRNA") for m in TABLE.left[::-1]]
    found = Queries.of(ATLAS, renamed)
    np.testing.assert_array_equal(found.row, np.arange(len(TABLE.left))[::-1])
    np.testing.assert_array_equal(found.family, ATLAS.family[::-1])


def test_a_new_sibling_has_its_family_and_no_row():
    found = Queries.of(ATLAS, [query(TABLE.left[3].letters[1:8]), query("GGGGGGG")])
    assert found.row.tolist() == [UNKNOWN, UNKNOWN]
    assert found.family.tolist() == [ATLAS.family[3], UNKNOWN]


@pytest.mark.parametrize("text", ["UACG", "UNNNNNNNNNN", "", "UACGNACGACG"])
def test_a_query_without_a_seed_has_no_kin(text):
    found = Queries.of(ATLAS, [Molecule("q", text, "miRNA")])
    assert found.row[0] == found.family[0] == found.seed[0] == UNKNOWN
    assert not found.near.any()


def test_what_is_no_microrna_has_no_family_even_if_its_letters_begin_like_one():
    found = Queries.of(ATLAS, [query(TABLE.left[0].letters[1:8], "hairpin")])
    assert found.family.tolist() == [UNKNOWN]


@given(st.text("ACGU", min_size=7, max_size=7), st.integers(0, 6), st.sampled_from("ACGU"))
def test_near_are_the_seeds_one_letter_off_or_shifted_by_one(seed, at, letter):
    changed = seed[:at] + letter + seed[at + 1 :]
    kin = [seed, changed, seed[1:] + letter, letter + seed[:-1]]
    far = "".join("ACGU"[("ACGU".index(c) + 2) % 4] for c in seed[:3]) + seed[3:]
    atlas = Survey.of([query(s) for s in dict.fromkeys([*kin, far])], TABLE.right).atlas
    found = Queries.of(atlas, [query(seed)])
    family = {s: atlas.family[i] for i, s in enumerate(dict.fromkeys([*kin, far]))}
    near = {s for s, f in family.items() if found.near[0, f]}
    shifted = far in (seed[1:] + far[-1], far[0] + seed[:-1])
    assert near == ({*kin} - {seed}) | ({far} if shifted else set())


def test_a_partner_is_known_by_its_letters_and_a_new_isoform_by_its_gene():
    rng = np.random.default_rng(0)
    isoform = Molecule("new", letters(rng, 70) + TABLE.right[4].letters[100:], "lncRNA")
    asked = [TABLE.right[5], isoform, Molecule("stranger", letters(rng, 500), "lncRNA")]
    found = Partners.of(ATLAS, [Molecule("x", m.letters, m.type) for m in asked])
    assert found.row.tolist() == [5, UNKNOWN, UNKNOWN]
    assert found.gene.tolist() == [ATLAS.gene[5], ATLAS.gene[4], UNKNOWN]


def test_a_partner_that_is_a_new_microrna_is_known_by_its_seed():
    rng = np.random.default_rng(0)
    known = [Molecule(f"m{i}", f"U{s}{letters(rng, 14)}", "miRNA") for i, s in enumerate(SEEDS)]
    atlas = Survey.of(known, known).atlas
    sibling = Molecule("new", f"A{SEEDS[1]}{letters(rng, 15)}", "miRNA")
    stranger = Molecule("far", "AGGGGGGG" + letters(rng, 14), "miRNA")
    found = Partners.of(atlas, [sibling, stranger])
    assert found.row.tolist() == [UNKNOWN, UNKNOWN]
    assert found.gene.tolist() == [atlas.gene[1], UNKNOWN]
    assert atlas.kin(Molecule("lnc", sibling.letters, "lncRNA")) == UNKNOWN


def test_landmarks_of_a_known_partner_are_found_again_on_a_new_isoform():
    body = TABLE.right[0].letters
    known = Partners.of(ATLAS, [TABLE.right[0]])
    new = Partners.of(ATLAS, [Molecule("new", "ACCA" * 5 + body[100:], "lncRNA")])
    places = known.ground.place[known.mark_word] - known.ground.start[0]
    assert len(places)
    expected = dict(zip((places - 80).tolist(), known.mark.tolist(), strict=True))
    own = new.ground.place[new.mark_word] - new.ground.start[0]
    found = dict(zip(own.tolist(), new.mark.tolist(), strict=True))
    assert {at: mark for at, mark in expected.items() if at >= 24}.items() <= found.items()


def test_an_ambiguous_letter_beside_a_site_is_no_landmark():
    body = TABLE.right[0].letters
    known = Partners.of(ATLAS, [TABLE.right[0]])
    first = int(known.ground.place[known.mark_word][0] - known.ground.start[0])
    hidden = body[: first - 2] + "N" + body[first - 1 :]
    found = Partners.of(ATLAS, [Molecule("n", hidden, "lncRNA")])
    assert first not in (found.ground.place[found.mark_word] - found.ground.start[0])


def test_sites_and_counts_are_those_that_site_search_finds():
    scene = Partners.of(ATLAS, TABLE.right)
    queries = Queries.of(ATLAS, TABLE.left)
    for i in range(0, len(TABLE.left), 5):
        own = TABLE.left[i]
        word = scene.sites(int(queries.seed[i]))
        ground = scene.ground
        place = ground.place[word] - ground.start[ground.partner[word]] + 1
        strong = [
            (p, s.start)
            for p, m in enumerate(TABLE.right)
            for s in find_sites(own.letters, m.letters)
            if s.kind in ("8mer", "7mer-m8")
        ]
        found = zip(ground.partner[word].tolist(), place.tolist(), strict=True)
        assert sorted(found) == sorted(strong)
        assert scene.counts(own)[:, 1].sum() == len(strong)


def test_a_query_too_short_for_a_seed_has_no_sites():
    assert not Partners.of(ATLAS, TABLE.right).counts(Molecule("q", "UACGUAC", "miRNA")).any()


@given(st.text("ACGUN", max_size=30), st.text("ACGUN", max_size=60))
def test_complementary_words_are_counted_once_each(query, partner):
    scene = Partners.of(ATLAS, [Molecule("p", partner, "lncRNA")])
    words = {query[i : i + 8] for i in range(len(query) - 7)}
    expected = sum(
        reverse_complement(word) in partner for word in words if not set(word) - set("ACGU")
    )
    assert scene.complementary([Molecule("q", query, "miRNA")])[0, 0] == expected


def test_letters_are_shares_of_those_that_can_be_read():
    texts = ("AACG", "NNNN", "", "UUUN")
    share = Partners.of(ATLAS, [Molecule("p", t, "lncRNA") for t in texts]).letter_share
    np.testing.assert_allclose(share, [[0.5, 0.25, 0.25, 0], [0] * 4, [0] * 4, [0, 0, 0, 1]])


def test_nothing_is_found_where_nothing_is_known():
    atlas = Survey.of((), ()).atlas
    queries, partners = Queries.of(atlas, TABLE.left), Partners.of(atlas, TABLE.right)
    for values in (queries.row, queries.family, partners.row, partners.gene):
        assert set(values.tolist()) == {UNKNOWN}
    assert len(partners.mark) == 0
