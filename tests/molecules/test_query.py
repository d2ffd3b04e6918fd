import pytest

from mirinter_core.errors import SequenceError
from mirinter_core.molecules.fasta import read_path
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.query import LONGEST, SHORTEST, check_query

LET7A = "UGAGGUAGUAGGUUGUAUAGUU"


def test_a_mirna_passes_without_a_finding():
    assert check_query(Molecule("q", LET7A)) == ()


@pytest.mark.parametrize("place", range(2, 9))
def test_an_ambiguous_letter_in_the_seed_is_refused_with_its_place(place):
    letters = LET7A[: place - 1] + "N" + LET7A[place:]
    with pytest.raises(SequenceError, match=f"'N' at position {place} "):
        check_query(Molecule("q", letters))


@pytest.mark.parametrize("place", [1, 9, 22])
def test_an_ambiguous_letter_elsewhere_is_allowed(place):
    check_query(Molecule("q", LET7A[: place - 1] + "R" + LET7A[place:]))


@pytest.mark.parametrize("length", [1, 3, SHORTEST - 1])
def test_a_query_that_is_too_short_is_refused(length):
    with pytest.raises(SequenceError, match=f"'q': {length} nt is too short"):
        check_query(Molecule("q", LET7A[:length]))


def test_unusual_lengths_pass_with_a_finding_and_a_transcript_is_refused():
    assert check_query(Molecule("q", LET7A[:15]))[0].kind == "too-short"
    assert check_query(Molecule("q", (LET7A + "CAGC") * 14))[0].kind in ("hairpin", "too-long")
    with pytest.raises(SequenceError, match="catalogue"):
        check_query(Molecule("q", "ACGU" * LONGEST))


def test_every_known_mature_mirna_and_hairpin_without_gaps_may_be_a_query(data):
    for file in ("mirna_mature_all_species.fa.gz", "mirna_hairpin_mirbase21.fa.gz"):
        for molecule in read_path(data / "reference" / file).molecules[::20]:
            if set(molecule.letters[1:8]) <= set("ACGU"):
                check_query(molecule)
