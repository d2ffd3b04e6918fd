from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.molecules.family import seed


@given(st.text("ACGU", max_size=30))
def test_the_seed_is_letters_2_to_8_or_nothing(letters):
    assert seed(letters) == (letters[1:8] if len(letters) >= 8 else "")
    assert len(seed(letters)) in (0, 7)


def test_all_let_7_are_one_family():
    assert seed("UGAGGUAGUAGGUUGUAUAGUU") == seed("UGAGGUAGGAGGUUGUAUAGUU") == "GAGGUAG"
