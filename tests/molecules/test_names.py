import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.molecules.fasta import read_path
from mirinter_core.molecules.names import looks_like_name, looks_like_rna


@pytest.mark.parametrize(
    "name",
    [
        *("hsa-miR-21-5p", "hsa-let-7a", "miR-21", "mir21", "let-7a", "let 7a", "microRNA-155"),
        *("MIMAT0000076", "MI0000077", "ENST00000473358.1", "URS0000000001_9606", "NR_002819.4"),
        *(
            "MALAT1",
            "H19",
            "GAS5",
            "TUG1",
            "XIST",
            "HOTAIR",
            "SNORD3A",
            "U6",
            "7SK",
            "ebv-miR-BART1-5p",
        ),
        *("MYC", "bantam", "linc-ROR", "RNU6-1"),
    ],
)
def test_names_are_names(name):
    assert looks_like_name(name)
    assert looks_like_name(f" {name}\n")


@given(st.text("ACGTUacgtu", min_size=3, max_size=60))
def test_no_sequence_is_called_a_name(letters):
    assert not looks_like_name(letters)
    assert looks_like_rna(letters)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "NNNNNN",
        "ACGUACGUN",
        "UGAGGUAXUAGG",
        "TGAGGTAGTA GGTTGTATAG TT",
        "1 tgaggtag",
        ">q",
    ],
)
def test_what_may_be_letters_is_no_name(text):
    assert not looks_like_name(text)


def test_every_name_of_mirbase_is_a_name_and_no_sequence_is(data):
    for molecule in read_path(data / "reference/mirna_mature_human_mirbase22.fa").molecules:
        assert looks_like_name(molecule.id)
        assert not looks_like_name(molecule.letters)
