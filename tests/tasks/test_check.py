from mirinter_core.molecules.fasta import read_text
from mirinter_core.molecules.known import KnownMirnas
from mirinter_core.tasks.check import accepted, check

LET7 = "UGAGGUAGUAGGUUGUAUAGUU"
KNOWN = KnownMirnas(read_text(f">hsa-let-7a-5p\n{LET7}", type="miRNA").molecules)


def checked(text):
    return check(read_text(text, type="miRNA"), KNOWN)


def test_a_known_mirna_is_named_whatever_had_to_be_repaired():
    (found,) = checked(">q\ntgaggtagtagg ttgtatagtt")
    assert found.names == ("hsa-let-7a-5p",)
    assert found.seed == "GAGGUAG"
    assert any("T written as U" in repair for repair in found.repairs)
    assert not found.refusal


def test_a_record_that_cannot_be_screened_loses_no_other():
    found = checked(f">a\n{LET7}\n>b\nACNGUCAGUCAGGCUUAACGUA\n>c\nMKTAYIAKQRQISFVKSHFSRQ\n>d\nACG")
    assert [m.id for m in accepted(found)] == ["a"]
    assert {c.id: bool(c.refusal) for c in found} == {"a": False, "b": True, "c": True, "d": True}


def test_a_protein_and_a_strand_are_recognised():
    protein, strand = checked(">p\nMKTAYIAKQRQISFVKSHFSRQ\n>s\nAACTATACAACCTACTACCTCA")[::-1]
    assert [f.kind for f in protein.findings] == ["protein"]
    assert [f.kind for f in strand.findings] == ["dna-strand"]
    assert protein.molecule is None
    assert protein.seed == ""


def test_nothing_pasted_is_a_refusal_that_says_what_to_do():
    (found,) = checked("   ")
    assert "Paste letters" in found.refusal
    assert accepted((found,)) == ()
