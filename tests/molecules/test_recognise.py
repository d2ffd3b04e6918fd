import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.molecules.fasta import read_path
from mirinter_core.molecules.known import KnownMirnas
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.recognise import (
    findings,
    looks_like_hairpin,
    looks_repetitive,
)

LET7A, MIR21 = "UGAGGUAGUAGGUUGUAUAGUU", "UAGCUUAUCAGACUGAUGUUGA"
HSA_MIR_21 = "UGUCGGGUAGCUUAUCAGACUGAUGUUGACUGUUGAAUCUCAUGGCAACACCAGUCGAUGGGCUGUCUGACA"
KNOWN = KnownMirnas([Molecule("hsa-let-7a-5p", LET7A), Molecule("hsa-miR-21-5p", MIR21)])


def kinds(query, known=KNOWN):
    return [finding.kind for finding in findings(query, known)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (LET7A, []),
        (LET7A.lower().replace("u", "t"), []),
        (HSA_MIR_21, ["hairpin"]),
        ("AACTATACAACCTACTACCTCA", ["dna-strand"]),
        (LET7A[::-1], ["reversed"]),
        ("MKTAYIAKQRQISFVKSHFSRQ", ["protein"]),
        ("A" * 22, ["low-complexity"]),
        ("ACACACACACACACACACACAC", ["low-complexity"]),
        (LET7A[:11] + "N" + LET7A[12:], ["ambiguous"]),
        ("let-7a", ["name"]),
        ("MALAT1", ["name"]),
        ("UGAGGUAGUA", ["too-short"]),
        (LET7A + MIR21[:14], ["too-long"]),
        ("UGA!GG", []),
        (Molecule("q", HSA_MIR_21), ["hairpin"]),
    ],
)
def test_a_query_is_recognised(query, expected):
    assert kinds(query) == expected


@pytest.mark.parametrize(
    ("query", "remedy"),
    [
        ("let-7a", f"hsa-let-7a-5p is {LET7A}"),
        ("MALAT1", "Paste its letters"),
        (HSA_MIR_21, "hsa-miR-21-5p at letters 8-29"),
        ("AACTATACAACCTACTACCTCA", LET7A),
    ],
)
def test_the_remedy_holds_what_is_known(query, remedy):
    assert remedy in findings(query, KNOWN)[0].remedy


def test_letters_that_stand_for_several_are_named_with_their_places():
    (found,) = findings(LET7A[:11] + "N" + LET7A[12:], KNOWN)
    assert found.message == "Not every letter is known: N at letter 12."
    (found,) = findings(LET7A[:11] + "NRNYNNN" + LET7A[18:], KNOWN)
    assert found.message.endswith("N at letter 14, Y at letter 15, N at letter 16 and 2 more.")


def test_nothing_needs_the_known_mirnas():
    assert kinds("let-7a", None) == ["name"]
    assert kinds(HSA_MIR_21, None) == ["hairpin"]
    assert kinds("AACTATACAACCTACTACCTCA", None) == []


@given(st.text("ACGURYN", max_size=500))
def test_every_finding_has_a_message_and_a_remedy(letters):
    for finding in findings(Molecule("q", letters), KNOWN):
        assert finding.message
        assert finding.remedy


@given(st.text("ACGU", min_size=25, max_size=150))
def test_a_perfect_hairpin_is_seen_and_bare_arms_are_not_needed(arm):
    pair = {"A": "U", "C": "G", "G": "C", "U": "A"}
    assert looks_like_hairpin(arm + "GAAA" + "".join(pair[c] for c in reversed(arm)))


def test_human_hairpins_are_seen_and_stretches_of_lncrna_are_not(data):
    def share(letters):
        fit = [looks_like_hairpin(s) for s in letters if 45 <= len(s) <= 200]
        return sum(fit) / len(fit)

    hairpins = read_path(data / "reference/mirna_hairpin_mirbase21.fa.gz").molecules
    lncrna = "".join(m.letters for m in read_path(data / "lncrnasnp2/lncrna.fa").molecules)
    rng = np.random.default_rng(0)
    starts, lengths = rng.integers(0, len(lncrna) - 200, 2000), rng.integers(45, 200, 2000)
    assert share(m.letters for m in hairpins if m.id.startswith("hsa-")) > 0.7
    assert share(lncrna[i : i + n] for i, n in zip(starts, lengths, strict=True)) < 0.08


def test_hardly_any_known_human_mirna_has_a_finding(data):
    known = KnownMirnas(read_path(data / "reference/mirna_mature_human_mirbase22.fa").molecules)
    molecules = read_path(data / "reference/mirna_mature_human_mirbase22.fa").molecules
    assert sum(bool(findings(m, known)) for m in molecules) < 0.005 * len(molecules)


@pytest.mark.parametrize("letters", ["", "A", "ACGU", LET7A, HSA_MIR_21])
def test_an_ordinary_sequence_is_not_repetitive(letters):
    assert not looks_repetitive(letters)
