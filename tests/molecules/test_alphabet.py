import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.errors import SequenceError
from mirinter_core.molecules.alphabet import (
    IUPAC,
    clean,
    looks_like_protein,
    reverse_complement,
)

LET7 = "UGAGGUAGUAGGUUGUAUAGUU"
RNAS = st.text("ACGU", min_size=1, max_size=60)
ANY_RNAS = st.text("".join(IUPAC), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("raw", "repairs"),
    [
        (LET7, ()),
        (LET7.replace("U", "T"), ("9 T written as U",)),
        (LET7.lower(), ("22 small letters written as capitals",)),
        ("UGAGGUAGUA GGUUGUAUAG UU", ("2 blanks removed",)),
        ("UGAGGUAGUA\u00a0GGUUGUAUAG\u200bUU", ("2 blanks removed",)),
        ("UGAGGUAGUA\r\nGGUUGUAUAGUU\n", ("3 line breaks removed",)),
        ("1UGAGGUAGUAGGUUGUAUAGUU22", ("3 digits removed",)),
        (
            "1 UGAGGUAGUA 11 GGUUGUAUAG\n21 UU",
            ("4 blanks removed", "1 line break removed", "5 digits removed"),
        ),
        (
            "UGAGGUAGUA4GGUUGUAUAGUU",
            ("1 digit removed, between letters 10 and 11: see that no letter is missing there",),
        ),
        ("UGAGGUAGUA-GGUUGU..AUAGUU", ("3 gaps removed",)),
        ("UGAGGUAGUA\u2013GGUUGUAUAGUU", ("1 gap removed",)),
        (f'"{LET7}"', ("2 quotation marks removed",)),
        (f"{LET7}*", ("'*' at the end removed",)),
        (f"5'-{LET7}-3'", ("5' and 3' marks removed",)),
        (f"5\u2032 p{LET7}OH 3\u2032", ("5' and 3' marks removed",)),
    ],
)
def test_every_form_gives_the_same_letters_and_says_what_was_done(raw, repairs):
    assert (clean(raw).letters, clean(raw).repairs) == (LET7, repairs)


@given(RNAS, st.data())
def test_repairable_text_never_changes_the_letters(letters, data):
    noise = st.text(" \t\n-.0123456789", max_size=3)
    messy = "".join(
        data.draw(noise) + (letter.lower() if data.draw(st.booleans()) else letter)
        for letter in letters.replace("U", "T")
    )
    assert clean(messy).letters == letters


@given(ANY_RNAS)
def test_clean_letters_stay_as_they_are(letters):
    assert clean(letters).letters == letters
    assert clean(clean(letters.lower()).letters).repairs == ()


@given(RNAS, RNAS, st.sampled_from("EFILPQJOZXefx!?\u03b2\u4e2d\x00"))
def test_a_wrong_letter_is_refused_with_its_place_among_the_letters(before, after, wrong):
    with pytest.raises(SequenceError) as refused:
        clean(f"12 {before[:1]}-\n{before[1:]}{wrong}{after}")
    assert f"at position {len(before) + 1} " in str(refused.value)
    assert repr(wrong) in str(refused.value)


@pytest.mark.parametrize(
    ("raw", "remedy"),
    [
        ("MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ", "looks like a protein"),
        ("UGAGGUAXUAGG", "Write N"),
        ("UGAG*GUAGUAGG", "correct or remove"),
        (f"3'-{LET7}-5'", "5' to 3'"),
        (" -12\n", "no letters"),
        ("", "no letters"),
    ],
)
def test_a_refusal_says_what_to_do(raw, remedy):
    with pytest.raises(SequenceError, match=remedy):
        clean(raw)


@given(ANY_RNAS)
def test_the_reverse_complement_of_the_reverse_complement_is_the_sequence(letters):
    assert reverse_complement(reverse_complement(letters)) == letters


def test_a_complement_may_be_what_pairs_with_the_letter():
    pairs = {"A": "U", "C": "G", "G": "C", "U": "A"}
    for letter, may_be in IUPAC.items():
        partner = IUPAC[reverse_complement(letter)]
        assert sorted(partner) == sorted(pairs[c] for c in may_be)


@pytest.mark.parametrize(
    "text",
    [LET7, "ACGTNNNNNNNNNNACGTRY", "this is a sentence about genes", "MKTA", "hsa-miR-21-5p", ""],
)
def test_what_is_no_protein_is_not_called_one(text):
    assert not looks_like_protein(text)


def test_a_protein_in_numbered_blocks_is_recognised():
    assert looks_like_protein("1 mktayiakqr qisfvkshfs\n21 rqleerlgli evqapilsrv\n")
