import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from mirinter_core.pairing.sites import (
    SITE_CLASSES,
    Site,
    SiteIndex,
    find_sites,
    seed_score,
    supplementary,
)

MIR21 = "UAGCUUAUCAGACUGAUGUUGA"  # seed AGCUUAU; sites around AUAAGCU
PAIRED = {"AU", "UA", "CG", "GC"}
# Two letters make sites frequent; the rest, ambiguous ones among them, keep the edges honest.
LETTERS = st.text("AAAAUUUUCGNR", max_size=60)
QUERIES = st.text("AAAUUUCGN", max_size=24)


@st.composite
def pairs_with_sites(draw):
    """A query, and a partner in which whole and broken matches of its seed are planted."""
    query = draw(st.text("ACGU", min_size=8, max_size=24))
    match = query[1:8][::-1].translate(str.maketrans("ACGU", "UGCA"))
    plants = st.sampled_from([match + "A", match, match[1:] + "A", match[1:], match[:-1]])
    pieces = draw(st.lists(st.one_of(plants, st.text("ACGUR", max_size=5)), max_size=8))
    return query, "".join(pieces)


@pytest.mark.parametrize(
    ("partner", "site"),
    [
        ("GGAUAAGCUAGG", Site("8mer", 3, 10)),
        ("GGAUAAGCUGGG", Site("7mer-m8", 3, 9)),
        ("GGGUAAGCUAGG", Site("7mer-A1", 4, 10)),
        ("GGGUAAGCUGGG", Site("6mer", 4, 9)),
        ("GGAUAAGCGAGG", Site("offset-6mer", 3, 8)),
        ("AUAAGCUA", Site("8mer", 1, 8)),
        ("AUAAGCU", Site("7mer-m8", 1, 7)),
        ("UAAGCUA", Site("7mer-A1", 1, 7)),
        ("UAAGCU", Site("6mer", 1, 6)),
        ("AUAAGC", Site("offset-6mer", 1, 6)),
    ],
)
def test_each_class_is_found_where_it_stands(partner, site):
    assert find_sites(MIR21, partner) == (site,)
    best = SiteIndex([partner]).best(MIR21)
    assert (best.kind[0], best.start[0], best.end[0]) == (site.kind, site.start, site.end)


@pytest.mark.parametrize("partner", ["", "AUAAG", "GGAUAGGCUAGG", "GGAUAAUCUAGG", "GGAUNAGCUAGG"])
def test_a_broken_or_ambiguous_seed_match_is_no_site(partner):
    assert find_sites(MIR21, partner) == ()
    assert SiteIndex([partner]).best(MIR21).kind[0] == "none"
    assert not SiteIndex([partner]).counts(MIR21).any()


def test_a_g_u_pair_does_not_make_a_site():
    assert find_sites(MIR21, "GGAUAAGUUAGG") == ()


def test_an_ambiguous_letter_in_the_query_matches_nothing_not_even_itself():
    assert find_sites(MIR21[:3] + "N" + MIR21[4:], "GGAUAANCUAGG") == ()
    without_8 = MIR21[:7] + "N" + MIR21[8:]
    assert find_sites(without_8, "GGNUAAGCUAGG") == (Site("7mer-A1", 4, 10),)


def test_a_query_without_a_whole_seed_has_no_sites():
    index = SiteIndex(["GGAUAAGCUAGG"])
    assert find_sites(MIR21[:7], "GGAUAAGCUAGG") == ()
    assert index.counts(MIR21[:7]).tolist() == [[0, 0, 0, 0, 0]]
    assert index.best("").kind.tolist() == ["none"]


def test_an_8mer_is_counted_in_every_class_it_contains():
    partners = ["GGAUAAGCUAGG", "GGAUAAGCUGGG", "GGGUAAGCUAGG", "GGGUAAGCUGGG", "GGAUAAGCGAGG"]
    counts = SiteIndex(partners).counts(MIR21)
    assert counts.dtype == np.int32
    assert counts.tolist() == [
        [1, 1, 1, 1, 1],
        [0, 1, 0, 1, 1],
        [0, 0, 1, 1, 0],
        [0, 0, 0, 1, 0],
        [0, 0, 0, 0, 1],
    ]
    assert seed_score(counts).tolist() == [7.5, 3.0, 2.0, 0.5, 0.0]


def test_no_site_lies_across_two_partners():
    index = SiteIndex(["GGAUAA", "GCUAGG", "", "AUAAGCU", "A"])
    assert index.counts(MIR21)[:3].sum() == 0
    assert index.best(MIR21).kind.tolist() == ["none", "none", "none", "7mer-m8", "none"]


def test_a_tie_goes_to_the_site_nearest_the_5_prime_end():
    partner = "UAAGCUGGGAUAAGCUGGGAUAAGCUG"
    best = SiteIndex([partner]).best(MIR21)
    assert (best.kind[0], best.start[0], best.end[0]) == ("7mer-m8", 10, 16)


def test_an_index_of_nothing_answers_with_no_rows():
    index = SiteIndex([])
    assert len(index) == 0
    assert index.counts(MIR21).shape == (0, 5)
    assert index.best(MIR21).kind.shape == (0,)


@given(planted=pairs_with_sites(), others=st.lists(LETTERS, max_size=3))
def test_the_index_finds_what_a_plain_scan_finds(planted, others):
    query, partners = planted[0], [others[0] if others else "", planted[1], *others]
    index = SiteIndex(partners)
    counts, best = index.counts(query), index.best(query)
    for row, partner in enumerate(partners):
        sites = find_sites(query, partner)
        each = [sum(site.kind == kind for site in sites) for kind in SITE_CLASSES]
        eight, m8, a1, _, offset = each
        nested = [eight, eight + m8, eight + a1, sum(each) - offset, eight + m8 + offset]
        assert counts[row].tolist() == nested
        first = sites[0] if sites else Site("none", 0, 0)
        assert Site(str(best.kind[row]), int(best.start[row]), int(best.end[row])) == first


@given(query=QUERIES, partner=LETTERS)
def test_short_and_ambiguous_queries_are_answered_as_the_scan_answers_them(query, partner):
    sites = find_sites(query, partner)
    best = SiteIndex([partner]).best(query)
    assert best.kind[0] == (sites[0].kind if sites else "none")


@given(pairs_with_sites())
def test_every_site_pairs_the_letters_its_class_promises(planted):
    query, partner = planted
    promised = {
        "8mer": range(2, 9),
        "7mer-m8": range(2, 9),
        "7mer-A1": range(2, 8),
        "6mer": range(2, 8),
        "offset-6mer": range(3, 9),
    }
    for site in find_sites(query, partner):
        for letter in promised[site.kind]:
            at = site.facing(letter)
            assert site.start <= at <= site.end
            assert partner[at - 1] + query[letter - 1] in PAIRED
        if site.kind in ("8mer", "7mer-A1"):
            assert site.facing(1) == site.end
            assert partner[site.end - 1] == "A"


@given(query=QUERIES, partners=st.lists(LETTERS, min_size=1, max_size=6), cut=st.integers(0, 6))
def test_an_index_built_in_chunks_and_pickled_gives_the_same_rows(query, partners, cut):
    whole = SiteIndex(partners).counts(query)
    chunks = [pickle.loads(pickle.dumps(SiteIndex(p))) for p in (partners[:cut], partners[cut:])]  # noqa: S301
    assert np.array_equal(np.concatenate([chunk.counts(query) for chunk in chunks]), whole)


def test_supplementary_pairing_is_measured_over_letters_13_to_16():
    seed = "AUAAGCUA"  # faces letters 8 to 1
    site = Site("8mer", 15, 22)
    assert supplementary(MIR21, "UCAACAUCAGUCUG" + seed, site) == 14  # all of letters 9 to 22
    assert supplementary(MIR21, "GGGGGGUCAGUGGG" + seed, site) == 5  # 12 to 16 and no more
    assert supplementary(MIR21, "GGGGUCAGUGGGGG" + seed, site) == 5  # the same, 2 nt upstream
    assert supplementary(MIR21, "GGUCAGUGGGGGGG" + seed, site) < 4  # 4 nt is too far
    assert supplementary(MIR21, seed, Site("8mer", 1, 8)) == 0


@given(pairs_with_sites())
def test_supplementary_pairing_is_never_longer_than_the_letters_beyond_the_seed(planted):
    query, partner = planted
    for site in find_sites(query, partner):
        assert 0 <= supplementary(query, partner, site) <= max(len(query) - 8, 0)


def read(path: Path) -> dict[str, str]:
    records = [record.partition("\n") for record in path.read_text().split(">")[1:]]
    return {header.split()[0]: letters.replace("\n", "") for header, _, letters in records}


@pytest.mark.data
def test_seed_sites_rank_listed_pairs_as_well_as_published_here(data):
    partners, queries = (read(data / "lncrnasnp2" / f"{n}.fa") for n in ("lncrna", "mirna"))
    index = SiteIndex(list(partners.values()))
    scores = np.stack([seed_score(index.counts(query)) for query in queries.values()])
    row, column = ({name: k for k, name in enumerate(side)} for side in (queries, partners))
    listed = np.zeros(scores.shape, bool)
    pairs = (data / "lncrnasnp2" / "pairs.tsv").read_text().splitlines()[1:]
    for mirna, lncrna in (line.split("\t") for line in pairs):
        listed[row[mirna], column[lncrna]] = True
    assert scores.shape == (258, 1663)
    assert listed.sum() == 15264
    # The rule `seed-sites` of the baselines, measured independently: 0.646 / 0.089.
    assert roc_auc_score(listed.ravel(), scores.ravel()) == pytest.approx(0.646, abs=0.001)
    assert average_precision_score(listed.ravel(), scores.ravel()) == pytest.approx(
        0.089, abs=0.001
    )


@pytest.mark.data
def test_the_index_agrees_with_the_scan_on_real_transcripts(data):
    partners = list(read(data / "lncrnasnp2" / "lncrna.fa").values())[:60]
    best = SiteIndex(partners).best(MIR21)
    for row, partner in enumerate(partners):
        first = (*find_sites(MIR21, partner), Site("none", 0, 0))[0]
        assert (best.kind[row], best.start[row], best.end[row]) == (
            first.kind,
            first.start,
            first.end,
        )
