import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from mirinter_core.molecules.family import seed
from mirinter_core.molecules.fasta import read_path
from mirinter_core.molecules.known import KnownMirnas, Near
from mirinter_core.molecules.molecule import Molecule

LET7A, LET7C = "UGAGGUAGUAGGUUGUAUAGUU", "UGAGGUAGUAGGUUGUAUGGUU"
MIR21, MIR98 = "UAGCUUAUCAGACUGAUGUUGA", "UGAGGUAGUAAGUUGUAUUGUU"
KNOWN = KnownMirnas(
    [
        Molecule("hsa-let-7a-5p", LET7A, description="MIMAT0000062 Homo sapiens let-7a-5p"),
        Molecule("hsa-miR-21-5p", MIR21, name="miR-21-5p"),
        Molecule("mmu-let-7a-5p", LET7A),
        Molecule("hsa-let-7c-5p", LET7C),
        Molecule("hsa-miR-98-5p", MIR98),
    ]
)


def test_letter_identical_mirnas_are_one_with_all_their_names():
    assert len(KNOWN) == 4
    assert KNOWN.names(LET7A) == ("hsa-let-7a-5p", "mmu-let-7a-5p")
    assert KNOWN.names(LET7A[:-1]) == ()


def test_the_nearest_come_first_and_are_marked_by_family():
    assert KNOWN.nearest(LET7A[:-1]) == [
        Near("hsa-let-7a-5p", 1, True, LET7A),
        Near("hsa-let-7c-5p", 2, True, LET7C),
        Near("hsa-miR-98-5p", 3, True, MIR98),
    ]
    assert KNOWN.nearest(LET7A)[0].edits == 0
    assert not KNOWN.nearest(MIR21[0] + "C" + MIR21[2:])[0].same_family


def test_among_equals_the_query_s_family_comes_first():
    known = KnownMirnas([Molecule("x", "UCAGGUAGUAGGUUGU"), Molecule("y", "UGAGGUAGUAGGUUGA")])
    assert [near.id for near in known.nearest("UGAGGUAGUAGGUUGU")] == ["y", "x"]


@given(
    st.lists(st.text("ACGU", min_size=1, max_size=12), min_size=1, max_size=150, unique=True),
    st.text("ACGU", min_size=1, max_size=12),
    st.integers(1, 5),
)
def test_the_nearest_are_those_of_an_exhaustive_search(all_letters, query, n):
    known = KnownMirnas([Molecule(f"m{i}", letters) for i, letters in enumerate(all_letters)])
    expected = sorted(
        (Levenshtein.distance(query, other), not seed(query) or seed(query) != seed(other), i)
        for i, other in enumerate(all_letters)
    )[:n]
    found = known.nearest(query, n)
    assert [(x.edits, not x.same_family, x.id) for x in found] == [
        (edits, stranger, f"m{i}") for edits, stranger, i in expected
    ]


def test_a_family_is_all_names_with_the_seed():
    family = KNOWN.family("AGAGGUAGAAAAAAA")
    assert family == ("hsa-let-7a-5p", "mmu-let-7a-5p", "hsa-let-7c-5p", "hsa-miR-98-5p")
    assert KNOWN.family("UGAGG") == ()
    assert KNOWN.family("CCCCCCCCCCCC") == ()


def test_the_arms_in_a_hairpin_are_found_with_their_places():
    arms = KNOWN.inside(f"GG{MIR21}ACGU{LET7A}")
    assert [(arm.id, arm.start, arm.end) for arm in arms] == [
        ("hsa-miR-21-5p", 3, 24),
        ("hsa-let-7a-5p", 29, 50),
    ]
    assert KNOWN.inside(MIR21) == ()


@pytest.mark.parametrize(
    "name",
    [
        "hsa-let-7a-5p",
        "HSA-LET-7A-5P",
        "let-7a-5p",
        "let-7a",
        "let7a",
        "hsa let-7a",
        "MIMAT0000062",
    ],
)
def test_a_mirna_is_found_by_any_of_its_names(name):
    assert KNOWN.called(name)[0].id == "hsa-let-7a-5p"


@pytest.mark.parametrize("name", ["miR-21", "mir21", "MIR_21", "microRNA-21", "miR-21-5p"])
def test_spellings_of_mir_are_one(name):
    assert [m.id for m in KNOWN.called(name)] == ["hsa-miR-21-5p"]


@pytest.mark.parametrize("name", ["miR-2", "let-7", "", "MALAT1"])
def test_another_name_finds_nothing(name):
    assert KNOWN.called(name) == ()


def test_no_known_mirnas_answer_nothing():
    known = KnownMirnas([])
    assert (len(known), known.nearest(LET7A), known.inside(LET7A)) == (0, [], ())


def test_all_species_are_searched_in_well_under_a_second(data):
    known = KnownMirnas(read_path(data / "reference/mirna_mature_all_species.fa.gz").molecules)
    start = time.perf_counter()
    nearest = known.nearest("UAGCUUAUCAGACUGAUGUUGC")
    assert time.perf_counter() - start < 1
    assert nearest[0].edits == 1
    assert "hsa-miR-21-5p" in known.names(nearest[0].letters)
    assert known.called("MIMAT0000076")[0].id == "hsa-miR-21-5p"


def test_names_that_share_letters_are_kept_on_the_real_set(data):
    molecules = read_path(data / "reference/mirna_mature_human_mirbase22.fa").molecules
    known = KnownMirnas(molecules)
    shared = [m for m in molecules if len(known.names(m.letters)) > 1]
    assert len(molecules) - len(known) == 24
    assert all(m.id in known.names(m.letters) for m in molecules)
    assert len(shared) - len({m.letters for m in shared}) == 24
