import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.pairing.duplex import Duplex, fold
from mirinter_core.pairing.layout import BLANK, GAP, WATSON_CRICK, lay_out

LETTERS = st.text("ACGURN", min_size=12, max_size=70)
QUERIES = st.text("ACGUN", min_size=1, max_size=26)


def letters(strand: str) -> str:
    return strand.replace(GAP, "").replace(BLANK, "")


@given(query=QUERIES, partner=LETTERS, width=st.integers(5, 60))
def test_every_letter_of_the_query_is_drawn_once_and_pairs_stand_above_each_other(
    query, partner, width
):
    duplex = fold(query, partner)
    blocks = lay_out(duplex, query, partner, width=width)
    if not duplex.pairs:
        assert blocks == ()
        return
    top, bottom, bonds = (
        "".join(parts)
        for parts in zip(
            *((b.partner.letters, b.query.letters, b.bonds) for b in blocks), strict=True
        )
    )
    assert len(top) == len(bottom) == len(bonds)
    assert letters(bottom) == query[::-1]
    first = next(b.partner.first for b in blocks if b.partner.first)
    assert partner[first - 1 :].startswith(letters(top))
    bonded = [(t, q) for t, mark, q in zip(top, bonds, bottom, strict=True) if mark != " "]
    assert bonded == [(partner[i - 1], query[j - 1]) for i, j in duplex.pairs]
    assert bonds.count(WATSON_CRICK) == sum(t + q in ("AU", "UA", "CG", "GC") for t, q in bonded)
    assert (GAP, GAP) not in zip(top, bottom, strict=True)


@given(query=QUERIES, partner=LETTERS, width=st.integers(5, 60))
def test_lines_are_of_like_length_and_number_their_outer_letters(query, partner, width):
    blocks = lay_out(fold(query, partner), query, partner, width=width)
    sizes = [len(block.bonds) for block in blocks]
    assert all(0 < size <= width for size in sizes)
    assert len(set(sizes[:-1])) <= 1
    for block in blocks:
        for strand, whole in ((block.partner, partner), (block.query, query)):
            inked = letters(strand.letters)
            if not inked:
                assert (strand.first, strand.last) == (0, 0)
                continue
            assert (whole[strand.first - 1], whole[strand.last - 1]) == (inked[0], inked[-1])
            assert abs(strand.last - strand.first) == len(inked) - 1
        assert block.partner.more_left == (block.partner.first > 1)
        assert block.query.more_right == (block.query.last > 1)
        assert block.query.more_left == (0 < block.query.first < len(query))


def test_the_seed_is_marked_at_letters_2_to_8():
    query, partner = "UAGCUUAUCAGACUGAUGUUGA", "GGUCAACAUCAGUCUGAUAAGCUAGG"
    (block,) = lay_out(fold(query, partner), query, partner, width=60)
    marked = [c for c, here in zip(block.query.letters, block.seed, strict=True) if here]
    assert "".join(marked) == "UAUUCGA"


@pytest.mark.parametrize(
    ("duplex", "partner", "top", "bottom"),
    [
        (Duplex(-1, 1, 4, 1, 3, "GAGG&CUC", "(.((&)))"), "GAGG", "GAGG", "C-UC"),
        (Duplex(-1, 1, 2, 1, 4, "GG&CAAC", "((&)..)"), "GG", "G--G", "CAAC"),
        (Duplex(-1, 1, 5, 1, 3, "GAAUG&CAC", "(...(&).)"), "GAAUG", "GAAUG", "CA--C"),
    ],
)
def test_a_bulge_leaves_a_gap_on_the_other_strand(duplex, partner, top, bottom):
    query = duplex.subseq_dp.split("&")[1]
    (block,) = lay_out(duplex, query, partner, width=60)
    assert block.partner.letters.strip() == top
    assert block.query.letters.strip() == bottom
