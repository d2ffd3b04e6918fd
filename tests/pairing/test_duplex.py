import pytest
import RNA
from hypothesis import given, settings
from hypothesis import strategies as st

from mirinter_core.pairing.duplex import Duplex, fold
from mirinter_core.pairing.sites import Site, find_sites

MIR21 = "UAGCUUAUCAGACUGAUGUUGA"
PAIRING = {"AU", "UA", "CG", "GC", "GU", "UG"}
LETTERS = st.text("AAACCCGGGUUUNR", max_size=90)
QUERIES = st.text("ACGUACGUN", max_size=26)


def check(duplex: Duplex, query: str, partner: str) -> None:
    """What must hold of every duplex, whatever folded it."""
    assert duplex.energy <= 0
    if duplex.energy == 0:
        assert duplex == Duplex()
        assert duplex.pairs == ()
        return
    top, bottom = duplex.hybrid_dp.split("&")
    assert duplex.subseq_dp == (
        f"{partner[duplex.start1 - 1 : duplex.end1]}&{query[duplex.start2 - 1 : duplex.end2]}"
    )
    assert [len(part) for part in duplex.subseq_dp.split("&")] == [len(top), len(bottom)]
    assert top[0] == top[-1] == "("
    assert bottom[0] == bottom[-1] == ")"
    assert set(top) <= {"(", "."}
    assert set(bottom) <= {")", "."}
    assert duplex.pairs[0] == (duplex.start1, duplex.end2)
    assert duplex.pairs[-1] == (duplex.end1, duplex.start2)
    assert all(partner[i - 1] + query[j - 1] in PAIRING for i, j in duplex.pairs)
    assert list(duplex.pairs) == sorted(duplex.pairs)
    assert [j for _, j in duplex.pairs] == sorted((j for _, j in duplex.pairs), reverse=True)


def test_a_perfect_complement_pairs_from_end_to_end():
    partner = "GGGGG" + "UCAACAUCAGUCUGAUAAGCUA" + "GGGGG"
    duplex = fold(MIR21, partner)
    assert (duplex.start1, duplex.end1, duplex.start2, duplex.end2) == (6, 27, 1, 22)
    assert duplex.hybrid_dp == "(" * 22 + "&" + ")" * 22
    assert duplex.energy == pytest.approx(-37.1, abs=1.5)
    check(duplex, MIR21, partner)


@given(query=QUERIES, partner=LETTERS)
def test_every_pair_of_a_duplex_is_complementary_at_its_own_position(query, partner):
    check(fold(query, partner), query, partner)


@given(query=QUERIES.filter(lambda q: len(q) >= 8), partner=LETTERS, flank=LETTERS)
def test_every_duplex_at_a_site_is_as_true_and_says_whether_it_holds_the_site(
    query, partner, flank
):
    match = query[1:8].translate(str.maketrans("ACGU", "UGCA"))[::-1]
    planted = flank + match + "A" + partner
    for site in find_sites(query, planted)[:2]:
        duplex = fold(query, planted, around=site)
        check(duplex, query, planted)
        held = all((site.facing(k), k) in duplex.pairs for k in range(3, 8))
        assert duplex.holds(site) == held
        assert fold(query, planted, around=site) == duplex


@given(query=QUERIES, partner=LETTERS)
@settings(max_examples=30)
def test_the_energy_of_the_whole_fold_is_viennarnas_optimum(query, partner):
    clean = [letters.replace("R", "N") for letters in (partner, query)]
    expected = RNA.duplexfold(*clean).energy if all(clean) else 0.0
    assert fold(query, partner).energy == pytest.approx(min(expected, 0.0), abs=0.01)


def test_a_stronger_duplex_elsewhere_does_not_hide_the_site():
    strong = "UCAACAUCAGUCUGAUAAGCUA"
    partner = "A" * 60 + "AUAAGCUA" + "A" * 60 + strong
    weak = Site("8mer", 61, 68)
    duplex = fold(MIR21, partner, around=weak)
    assert duplex.holds(weak)
    assert fold(MIR21, partner).start1 > 120


def test_a_stronger_register_within_reach_does_not_hide_the_site_either():
    partner = "UGCUCAGAGAUCGAUAGGUACAUCGCUAAGCUCU"
    site = find_sites(MIR21, partner)[0]
    duplex = fold(MIR21, partner, around=site)
    assert duplex.holds(site)
    assert duplex.energy == pytest.approx(-9.1, abs=0.01)
    assert fold(MIR21, partner).energy == pytest.approx(-11.1, abs=0.01)


def test_a_duplex_that_leaves_part_of_the_site_says_so():
    partner = "CGGCAAGUGAAUCUAUAGCACCACAGUAAGCUAC"
    site = find_sites(MIR21, partner)[0]
    duplex = fold(MIR21, partner, around=site)
    check(duplex, MIR21, partner)
    assert not duplex.holds(site)  # letter 7 of the miRNA pairs elsewhere
    assert duplex.end1 == site.end


@pytest.mark.parametrize(
    ("query", "partner"),
    [("", "ACGU"), ("ACGU", ""), ("AAAAAAAA", "AAAAAAAAAA"), (MIR21, "N" * 40), ("A", "U")],
)
def test_what_does_not_pair_has_no_energy_and_no_positions(query, partner):
    assert fold(query, partner) == Duplex()


def test_an_ambiguous_letter_is_kept_in_the_letters_and_pairs_with_nothing():
    partner = "UCAACAUCAGUCRGAUAAGCUA"
    duplex = fold(MIR21, partner)
    check(duplex, MIR21, partner)
    assert "R" in duplex.subseq_dp
    assert 13 not in [i for i, _ in duplex.pairs]


def test_a_site_at_either_end_of_the_partner_is_folded():
    for partner in ("AUAAGCUA" + "C" * 40, "C" * 40 + "AUAAGCUA", "C" * 40 + "AUAAGC"):
        site = find_sites(MIR21, partner)[0]
        check(fold(MIR21, partner, around=site), MIR21, partner)
