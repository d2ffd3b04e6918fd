import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirinter_core.molecules.pasted import split

LET7, MIR21 = "TGAGGTAGTAGGTTGTATAGTT", "TAGCTTATCAGACTGATGTTGA"
LONG = (LET7 + MIR21) * 10


def records(text):
    return [(name, "".join(raw.split())) for name, raw in split(text)[0]]


@pytest.mark.parametrize(
    "text",
    [
        LET7,
        f"\n\n{LET7}\n",
        "TGAGGTAGTA GGTTGTATAG TT",
        "TG AGGTAGTAGG TTGTATAGTT",
        "TGAGGTAGTAG\nGTTGTATAGTT",
        f"# a comment\n{LET7}",
        f"ORIGIN\n{LET7}\n//",
    ],
)
def test_one_short_sequence_is_one_record_without_a_name(text):
    assert records(text) == [("", LET7)]


@given(st.integers(41, 200), st.text("ACGU", min_size=1, max_size=900))
def test_a_long_sequence_wrapped_to_any_width_is_one_record(width, letters):
    text = "\n".join(letters[i : i + width] for i in range(0, len(letters), width))
    assert records(text) == [("", letters)]


@given(st.lists(st.text("ACGTU", min_size=15, max_size=40), min_size=2, max_size=20))
def test_small_rnas_one_a_line_are_a_record_each(lines):
    split_ = records("\n".join(lines))
    rest_of_a_width = len({len(s) for s in lines[:-1]}) == 1 and len(lines[0]) % 10 == 0
    assert split_ == [("", line) for line in lines] or rest_of_a_width


def test_lines_of_very_different_length_are_a_record_each_and_the_note_says_so():
    lines = [LONG[:90], LONG[:50], LONG[:120]]
    assert records("\n".join(lines)) == [("", line) for line in lines]
    assert "3 RNAs, one a line" in split("\n".join(lines))[1][0]


def test_lines_broken_raggedly_by_a_word_processor_are_one_record_and_the_note_says_so():
    text = "\n".join([LONG[:76], LONG[76:150], LONG[150:225], LONG[225:240]])
    assert records(text) == [("", LONG[:240])]
    assert "one RNA over 4 lines" in split(text)[1][0]


@pytest.mark.parametrize(
    "text",
    [
        f"let-7a\t{LET7}\nmiR-21\t{MIR21}",
        f"let-7a {LET7}\nmiR-21 {MIR21}",
        f"let-7a,{LET7}\nmiR-21;{MIR21}",
        f"name\tsequence\nlet-7a\t{LET7}\nmiR-21\t{MIR21}",
        f"let-7a\n{LET7}\nmiR-21\n{MIR21}",
        f"let-7a {LET7[:10]} {LET7[10:]}\n\nmiR-21 {MIR21}\n",
    ],
)
def test_names_on_the_line_or_above_it_are_taken(text):
    assert records(text) == [("let-7a", LET7), ("miR-21", MIR21)]


def test_a_wrapped_sequence_below_a_name_stays_one():
    assert records(f"MALAT1\n{LONG[:60]}\n{LONG[60:120]}\n{LONG[120:130]}") == [
        ("MALAT1", LONG[:130])
    ]


def test_a_name_without_letters_is_given_as_letters_and_loses_no_other():
    assert records(f"miR-21\nlet-7a\n{LET7}\nmiR-1") == [
        ("", "miR-21"),
        ("let-7a", LET7),
        ("", "miR-1"),
    ]


def test_places_before_the_lines_of_a_genbank_sequence_are_no_names():
    text = f"        1 {LET7[:10]} {LET7[10:20]}\n       21 {LET7[20:]}"
    assert records(text) == [("", f"1{LET7[:20]}21{LET7[20:]}")]


def test_numbered_rnas_are_a_record_each():
    assert len(records(f"1 {LET7}\n2 {MIR21}\n3 {LET7}")) == 3


def test_genbank_entries_give_their_names_and_letters():
    entry = "LOCUS       {}   22 bp\nDEFINITION  made up\nORIGIN      \n        1 {}\n//\n"
    text = entry.format("NR_1", LET7) + entry.format("NR_2", MIR21)
    assert records(text) == [("NR_1", f"1{LET7}"), ("NR_2", f"1{MIR21}")]


@pytest.mark.parametrize("text", ["", " \n\n", "//", "# nothing\n;"])
def test_nothing_gives_no_records(text):
    assert split(text) == ([], ())


@given(st.text(max_size=200))
def test_no_letter_of_any_text_is_lost_without_a_note(text):
    found, notes = split(text)
    assert found or notes or not any(map(str.isalpha, text)) or text.lstrip()[:1] in "#;O/"
