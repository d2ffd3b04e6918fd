import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.errors import SequenceError
from mirinter_core.molecules.record import LONGEST_ID, printable, read_letters, shortened


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))))
def test_what_can_be_seen_in_a_header_is_kept(header):
    assert printable(header) == (header, ())


@given(st.text(max_size=50))
def test_a_printable_header_stays_printable(header):
    kept, repairs = printable(header)
    assert printable(kept) == (kept, ())
    assert bool(repairs) == (kept != header)


def test_the_longest_id_is_taken_and_one_letter_more_is_not():
    assert read_letters("x" * LONGEST_ID, "", "ACGU").letters == "ACGU"
    with pytest.raises(SequenceError, match="501 letters"):
        read_letters("x" * (LONGEST_ID + 1), "", "ACGU")


@given(st.text(max_size=200))
def test_a_shown_name_is_short_and_a_short_one_is_whole(name):
    assert len(shortened(name)) <= 60
    assert shortened(name) == name or len(name) > 60
