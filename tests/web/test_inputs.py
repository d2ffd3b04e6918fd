import numpy as np
import pytest

from mirinter_core.datasets import catalog
from mirinter_core.errors import SequenceError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.web import inputs

TEXTS = [
    f">q{i}\n{''.join(letters)}"
    for i, letters in enumerate(np.random.default_rng(0).choice(list("ACGU"), (300, 22)))
]


@pytest.mark.parametrize("files", [(False,), (True,), (False, True)])
def test_the_checks_of_many_texts_and_files_are_each_one_s_own(files):
    for i, text in enumerate(TEXTS):
        given = (text.encode(), f"{i}.fa") if files[i % len(files)] else (text,)
        for _ in range(2):  # once made, once remembered
            reading, checks = inputs.read_and_check(*given)
            assert [m.id for m in reading.molecules] == [f"q{i}"]
            assert [c.id for c in checks] == [f"q{i}"]
            assert checks[0].molecule is reading.molecules[0]


def test_a_text_of_before_is_remembered():
    assert inputs.read_and_check(TEXTS[0])[1] is inputs.read_and_check(TEXTS[0])[1]


def test_a_file_is_known_by_its_bytes_and_its_name():
    data = TEXTS[0].encode()
    one = inputs.read_and_check(data, "one.fa")
    assert one[1][0].id == "q0"
    assert inputs.read_and_check(data, "one.fa") is one
    assert inputs.read_and_check(TEXTS[1].encode(), "one.fa")[1][0].id == "q1"
    with pytest.raises(SequenceError, match=r"two\.fa"):
        inputs.read_and_check(b"PK\x03\x04rest", "two.fa")


def test_a_text_is_checked_anew_once_other_mirnas_are_known():
    letters = "ACGUACGGACGUACUUACGU"
    assert inputs.read_and_check(letters)[1][0].names == ()
    catalog.save(catalog.from_molecules("mine", [Molecule("mine-1", letters, "miRNA")]))
    assert inputs.read_and_check(letters)[1][0].names == ("mine-1",)
