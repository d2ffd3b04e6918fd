import gzip
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.errors import SequenceError
from mirinter_core.molecules.alphabet import IUPAC
from mirinter_core.molecules.fasta import read_bytes, read_path, read_text, write
from mirinter_core.molecules.molecule import Molecule

LET7, MIR21 = "UGAGGUAGUAGGUUGUAUAGUU", "UAGCUUAUCAGACUGAUGUUGA"
DNA = LET7.replace("U", "T")

# Without the bar: what looks like a row of GENCODE's is cut at its first one.
VISIBLE = st.characters(exclude_categories=("C", "Z"), exclude_characters="|")
IDS = st.text(VISIBLE, min_size=1, max_size=30)
WORDS = st.lists(IDS, max_size=3).map(" ".join)
LETTERS = st.text("".join(IUPAC), min_size=1, max_size=200)
MOLECULES = st.lists(
    st.builds(Molecule, id=IDS, letters=LETTERS, description=WORDS),
    min_size=1,
    max_size=6,
    unique_by=lambda molecule: molecule.id,
)


def messages(reading):
    return [refusal.message for refusal in reading.refusals]


@given(MOLECULES)
def test_what_is_written_is_read_again(molecules):
    reading = read_text(write(molecules))
    found = [(m.id, m.letters, m.description) for m in reading.molecules]
    assert found == [(m.id, m.letters, m.description) for m in molecules]
    assert (reading.refusals, reading.repairs, reading.notes) == ((), {}, ())


@pytest.mark.parametrize(
    "text",
    [
        LET7,
        DNA,
        DNA.lower(),
        f">q\n{LET7}",
        f"\ufeff>q\r\n{DNA[:10]}\r\n{DNA[10:]}\r\n",
        f">q\r{DNA}\r",
        f"  >q description\n  {DNA[:9]}  \n\n{DNA[9:]}\n\n",
        f">q\n1 {DNA[:10].lower()} {DNA[10:20].lower()} {DNA[20:].lower()}\n",
        f">q\n{LET7[:5]}-{LET7[5:]}.*",
        f"q\t{DNA}",
        f"5'-{LET7}-3'",
        f"   1 {DNA[:10]} {DNA[10:]}",
    ],
)
def test_the_letters_are_the_same_whatever_the_form(text):
    reading = read_text(text)
    assert [m.letters for m in reading.molecules] == [LET7]
    assert not reading.refusals


def test_each_repair_is_reported_by_record_and_a_clean_record_has_none():
    reading = read_text(f">a\n{DNA}\n>b\n{MIR21}\n>c\nugag")
    assert reading.repairs == {
        "a": ("9 T written as U",),
        "c": ("4 small letters written as capitals",),
    }


def test_a_wrapped_fasta_is_no_repair_and_a_wrapped_paste_is():
    assert read_text(f">a\n{LET7[:11]}\n{LET7[11:]}").repairs == {}
    assert list(read_text(f"{LET7[:11]}\n{LET7[11:]}").repairs.values()) == [
        ("1 line break removed",)
    ]


def test_a_refused_record_names_letter_place_and_remedy_and_loses_no_other():
    reading = read_text(f">bad\nUGA!GG\n>good\n{LET7}\n>empty\n>last\n{MIR21}")
    assert [m.id for m in reading.molecules] == ["good", "last"]
    assert [refusal.record for refusal in reading.refusals] == ["bad", "empty"]
    assert "'bad': '!' at position 4" in messages(reading)[0]
    assert "header but no letters" in messages(reading)[1]
    assert reading.refusals[0].text == "UGA!GG"


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "//", "#"])
def test_an_empty_text_is_answered_and_not_raised(text):
    reading = read_text(text)
    assert not reading.molecules
    assert "no sequence" in messages(reading)[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (">p\nMKTAYIAKQRQISFVKSHFSRQ", "looks like a protein"),
        (">p\nMKTAYIAKQRQ", "looks like a protein"),
        ("MKTAYIAKQRQISFVKSHFSRQ", "looks like a protein"),
        ("hsa-miR-21-5p", "looks like a name"),
        ("GAS5", "looks like a name"),
        (f">q {LET7}", "in the header"),
        (f">{LET7}", "in the header"),
        ("@r\nACGU\n+\nIIII", "FASTQ"),
        (f"> \n{LET7}!", "sequence-1"),
    ],
)
def test_what_is_no_sequence_is_answered_with_what_it_is(text, message):
    reading = read_text(text)
    assert not reading.molecules
    assert message in messages(reading)[0]


def test_a_repeated_id_is_kept_once_with_the_same_letters_and_refused_with_others():
    reading = read_text(f">a\n{LET7}\n>a\n{DNA}\n>a\n{MIR21}\n>b\n{LET7}")
    assert [(m.id, m.letters) for m in reading.molecules] == [("a", LET7), ("b", LET7)]
    assert "come before with other letters" in messages(reading)[0]
    assert "kept once: 1 (a)" in reading.notes[0]


@pytest.mark.parametrize(
    "identifier",
    [
        "<script>alert(1)</script>",
        "\"'`",
        "../../etc/passwd",
        "=1+1",
        "\u03b2\u2013x",
        "a\\n",
        "x" * 500,
    ],
)
def test_an_odd_id_is_kept_as_given(identifier):
    reading = read_text(f">{identifier} it\n{LET7}")
    assert [m.id for m in reading.molecules] == [identifier]
    assert read_text(write(reading.molecules)).molecules == reading.molecules


def test_a_huge_id_is_refused_shortly():
    reading = read_text(f">{'x' * 10_000}\n{LET7}\n>b\n{LET7}")
    assert [m.id for m in reading.molecules] == ["b"]
    assert "10,000 letters" in messages(reading)[0]
    assert len(messages(reading)[0]) < 300


def test_control_characters_are_dropped_from_an_id_and_reported():
    reading = read_text(f">a\x00\u202eb\x07 c\n{LET7}")
    assert reading.molecules[0].id == "ab"
    assert reading.repairs["ab"] == ("3 control characters removed from the header",)


def test_a_record_without_a_name_gets_a_number():
    reading = read_text(f">\n{LET7}\n>\n{MIR21}")
    assert [m.id for m in reading.molecules] == ["sequence-1", "sequence-2"]


def test_letters_before_the_first_header_are_a_record_and_comments_are_counted():
    reading = read_text(f"{LET7}\n>b\n# a comment\n{MIR21}")
    assert [m.letters for m in reading.molecules] == [LET7, MIR21]
    assert reading.notes == ("Comment lines (#) skipped: 1.",)


def test_the_type_fills_what_headers_leave_open():
    text = f">a\n{LET7}\n>hsa-miR-21-5p MIMAT0000076 Homo sapiens miR-21-5p\n{MIR21}"
    assert [m.type for m in read_text(text, type="lincRNA").molecules] == ["lncRNA", "miRNA"]
    assert read_text(text, type="my own").molecules[0].type == "my own"


def test_ten_thousand_records_and_a_hundred_thousand_letters_take_a_moment():
    text = "".join(f">q{i}\n{DNA}\n" for i in range(10_000)) + f">long\n{DNA * 5000}"
    start = time.perf_counter()
    reading = read_text(text)
    assert time.perf_counter() - start < 5
    assert len(reading.molecules) == 10_001


@pytest.mark.parametrize(
    "text", ["a" + " " * 3_000_000 + "b", " " * 3_000_000, ">x " + "(" * 300_000]
)
def test_no_text_is_read_in_more_than_linear_time(text):
    start = time.perf_counter()
    read_text(text)
    assert time.perf_counter() - start < 5


@given(st.text(max_size=300))
def test_no_text_raises_and_ids_are_unique(text):
    reading = read_text(text)
    assert reading.molecules or reading.refusals
    assert len({m.id for m in reading.molecules}) == len(reading.molecules)
    assert set(reading.repairs) <= {m.id for m in reading.molecules}


@given(st.text(">ACGTUacgtuN \t\n#;*-.0123456789'x|", max_size=300))
def test_nearly_fasta_never_raises(text):
    assert read_text(text) == read_text(text.replace("\n", "\r\n"))


@pytest.mark.parametrize("letters", ["MYC", "RY", "N"])
def test_few_ambiguous_letters_below_a_header_are_letters_and_alone_a_name(letters):
    assert read_text(f">a\n{letters}").molecules[0].letters == letters
    assert letters == "N" or "looks like a name" in messages(read_text(letters))[0]


def test_a_packed_file_reads_like_the_plain_one(tmp_path):
    text = f">a\n{DNA}\n>b\n{MIR21}\n"
    plain, packed = tmp_path / "x.fa", tmp_path / "x.fa.gz"
    plain.write_text(text)
    half = len(text) // 2  # two members, as bgzip writes
    packed.write_bytes(gzip.compress(text[:half].encode()) + gzip.compress(text[half:].encode()))
    assert read_path(plain) == read_path(packed) == read_text(text)


def test_a_file_that_cannot_be_opened_or_is_too_large_says_what_to_do(tmp_path):
    (tmp_path / "x.fa").write_text(f">a\n{DNA}\n")
    with pytest.raises(SequenceError, match="Check the path"):
        read_path(tmp_path / "none.fa")
    with pytest.raises(SequenceError, match="cannot be read"):
        read_path(tmp_path)
    with pytest.raises(SequenceError, match="at most 10 bytes"):
        read_path(tmp_path / "x.fa", limit=10)


def test_notes_of_the_file_come_before_those_of_the_text():
    reading = read_bytes(f">\xb5\n{DNA}\n>b\n{DNA}\n>b\n{DNA}".encode("cp1252"), source="x.fa")
    assert "Latin-1" in reading.notes[0]
    assert "kept once" in reading.notes[1]
    assert reading.molecules[0].id == "\xb5"


COUNTS = {
    "reference/lncrna_gencode34_subset.fa.gz": 2041,
    "reference/mrna_gencode34_subset.fa.gz": 1105,
    "reference/snorna_human.fa": 1117,
    "reference/mirna_mature_human_mirbase22.fa": 2656,
    "reference/mirna_mature_all_species.fa.gz": 48_885,
    "reference/mirna_hairpin_mirbase21.fa.gz": 28_645,
    "lncrnasnp2/lncrna.fa": 1663,
    "lncrnasnp2/mirna.fa": 258,
    "hairpins/rfam_mirna_families.fa.gz": 81_913,
}


@pytest.mark.parametrize("file", COUNTS)
def test_every_record_of_the_real_files_is_read_and_written_back(data, file):
    reading = read_path(data / file)
    assert len(reading.molecules) == COUNTS[file]
    assert not reading.refusals
    assert read_text(write(reading.molecules)).molecules == reading.molecules


def test_transcripts_have_the_length_their_gencode_header_states(data):
    for molecule in read_path(data / "reference/lncrna_gencode34_subset.fa.gz").molecules:
        assert len(molecule) == int(molecule.description.split("|")[5])


def test_the_type_of_a_catalogue_is_on_every_molecule(data):
    path = data / "lncrnasnp2/lncrna.fa"
    molecules = read_path(path, type="lncRNA").molecules
    assert {m.type for m in molecules} == {"lncRNA"}
    assert [replace(m, type="") for m in molecules] == list(read_path(path).molecules)
