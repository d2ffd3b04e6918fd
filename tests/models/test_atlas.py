import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.models.atlas import NO_SEED, SEED_WORDS, Ground, Survey, seed_codes
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.sites import find_sites
from tests.gene_worlds import gene_world
from tests.worlds import letters

TABLE = gene_world(10, 6)
SURVEY = Survey.of(TABLE.left, TABLE.right)
TEXTS = st.lists(st.text("ACGUN", max_size=60), max_size=5)


def number(word):
    return sum("ACGU".index(letter) * 4**i for i, letter in enumerate(reversed(word)))


def molecule(text, kind="lncRNA"):
    return Molecule(text, text, kind)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("UGAGGUAGUAGGUUGUAUAGUU", "miRNA", number("CUACCUC")),
        ("UGAGGUAG", "miRNA", number("CUACCUC")),
        ("NGAGGUAGN", "miRNA", number("CUACCUC")),
        ("UGAGGUA", "miRNA", NO_SEED),
        ("UGANGUAGUAGG", "miRNA", NO_SEED),
        ("UGAGGUAGUAGGUUGUAUAGUU", "hairpin", NO_SEED),
        ("", "miRNA", NO_SEED),
    ],
)
def test_a_seed_is_known_by_the_site_that_it_pairs_with(text, kind, expected):
    assert seed_codes([Molecule("m", text, kind)]).tolist() == [expected]


@given(TEXTS)
def test_the_ground_holds_every_word_of_each_partner_and_none_across_two(texts):
    ground = Ground.of([molecule(t) for t in texts])
    found = zip(
        ground.partner, ground.place - ground.start[ground.partner], ground.code, strict=True
    )
    expected = [
        (i, at, number(text[at : at + 7]))
        for i, text in enumerate(texts)
        for at in range(len(text) - 6)
        if "N" not in text[at : at + 7]
    ]
    assert [tuple(map(int, row)) for row in found] == expected


@given(TEXTS)
def test_an_a_must_follow_an_8mer_and_all_15_letters_a_landmark(texts):
    ground = Ground.of([molecule(t) for t in texts])
    for i, at, is_8mer, is_whole in zip(
        ground.partner,
        ground.place - ground.start[ground.partner],
        ground.is_8mer,
        ground.is_whole,
        strict=True,
    ):
        text = texts[i]
        assert is_8mer == (text[at + 7 : at + 8] == "A")
        around = text[at - 4 : at + 11] if at >= 4 else ""
        assert is_whole == (len(around) == 15 and "N" not in around)


def test_a_landmark_has_4_letters_before_its_site_and_4_after():
    ground = Ground.of([molecule("ACGU" * 10)])
    whole = ground.place[ground.is_whole] - ground.start[0]
    assert whole.tolist() == list(range(4, 40 - 10))


def test_the_same_surroundings_have_the_same_context_on_any_partner():
    rng = np.random.default_rng(0)
    place = letters(rng, 15)
    ground = Ground.of([molecule(letters(rng, n) + place + letters(rng, 9)) for n in (30, 44)])
    own = ground.start[ground.partner] + np.array([30, 44])[ground.partner] + 4
    first, second = ground.context[ground.place == own]
    assert first == second
    assert (ground.context == first).sum() == 2


def test_the_sites_are_those_that_site_search_finds():
    ground = SURVEY.ground
    partner = ground.partner[SURVEY.site]
    place = ground.place[SURVEY.site] - ground.start[partner] + 1
    found = set(zip(SURVEY.site_family.tolist(), partner.tolist(), place.tolist(), strict=True))
    expected = {
        (int(SURVEY.atlas.family[q]), p, site.start)
        for q, query in enumerate(TABLE.left)
        for p, other in enumerate(TABLE.right)
        for site in find_sites(query.letters, other.letters)
        if site.kind in ("8mer", "7mer-m8")
    }
    assert found == expected


def test_a_gene_has_the_words_of_all_its_transcripts():
    atlas = SURVEY.atlas
    words, with_a = set(), set()
    for gene, partner in zip(atlas.gene.tolist(), TABLE.right, strict=True):
        for at in range(len(partner) - 6):
            key = gene * SEED_WORDS + number(partner.letters[at : at + 7])
            words.add(key)
            if partner.letters[at + 7 : at + 8] == "A":
                with_a.add(key)
    assert atlas.gene_site.tolist() == sorted(words)
    assert set(atlas.gene_site[atlas.gene_8mer].tolist()) == with_a


def test_siblings_are_a_family_and_what_has_no_seed_is_one_of_its_own():
    start = "UACGUACGA"
    queries = [
        molecule(start + "CCC", "miRNA"),
        molecule(start + "GGG", "miRNA"),
        molecule("ACGUN" * 4, "miRNA"),
        molecule("NACGU" * 4, "miRNA"),
    ]
    atlas = Survey.of(queries, TABLE.right).atlas
    first, second, third, fourth = atlas.family.tolist()
    assert first == second
    assert len({first, third, fourth}) == atlas.families == 3
    assert atlas.family_seed[[first, third, fourth]].tolist() == [atlas.seed[0], NO_SEED, NO_SEED]


def test_one_place_on_two_transcripts_of_a_gene_is_one_cell():
    # The second transcript of each gene begins 60 letters later: all else of the first is shared.
    ground, site = SURVEY.ground, SURVEY.site
    partner = ground.partner[site]
    place = ground.place[site] - ground.start[partner] + 60 * (partner % 2)
    for cell in np.unique(SURVEY.cell):
        own = SURVEY.cell == cell
        assert len(np.unique(SURVEY.atlas.gene[partner[own]])) == 1
        assert len(np.unique(place[own])) == 1
        assert len(np.unique(SURVEY.site_family[own])) == 1
    shared = (SURVEY.site_landmark >= 0) & (place > 64) & (place < 500)
    assert (np.bincount(SURVEY.cell)[SURVEY.cell[shared]] == 2).all()


def test_a_survey_of_nothing_is_empty():
    atlas = Survey.of((), ()).atlas
    assert atlas.shape == (0, 0)
    assert atlas.families == atlas.genes == 0
