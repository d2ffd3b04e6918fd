import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirinter_core.pairing.drawing import duplex_sentence, duplex_svg, duplex_text
from mirinter_core.pairing.duplex import Duplex, fold

MIR21 = "UAGCUUAUCAGACUGAUGUUGA"
SITE = "CCUUAACAUCGGGAGUCUGAUAAGCUACC"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ("<script>alert('x')</script>", "a\"b' & \n\x00\x1b]0;\u202e</title></svg>" + "z" * 10000)


def texts(svg: str, kind: str) -> str:
    nodes = ET.fromstring(svg).iter(f"{SVG}text")
    return "".join(node.text or "" for node in nodes if node.get("class") == kind)


def test_the_drawing_reads_as_on_a_slide():
    assert duplex_text(fold(MIR21, SITE), MIR21, SITE, names=("RNA", "miR-21")).splitlines() == [
        "RNA     5'  1    CCUUAACAUCGGGAGUCUGAUAAGCUACC    29 3'",
        "                   |:||||||   ||||||||||||||",
        "miR-21  3' 22      AGUUGUAG---UCAGACUAUUCGAU      1  5'",
        "seed                                =======",
    ]


@given(
    query=st.text("ACGUN", min_size=1, max_size=26),
    partner=st.text("ACGUR", min_size=8, max_size=80),
    width=st.integers(6, 60),
)
@settings(max_examples=60)
def test_stripped_of_its_marks_the_drawing_gives_the_letters_back(query, partner, width):
    duplex = fold(query, partner)
    if not duplex.pairs:
        return
    text = duplex_text(duplex, query, partner, names=("p", "q"), width=width)
    lines = {
        name: re.findall(rf"^{name} .*' +\d* [. ]{{3}}([ACGURN -]*)[. ]{{3}} ", text, re.M)
        for name in "pq"
    }
    drawn = {name: re.sub("[ -]", "", "".join(found)) for name, found in lines.items()}
    svg = duplex_svg(duplex, query, partner, width=width)
    assert drawn["q"] == query[::-1] == texts(svg, "query").replace("-", "")
    assert drawn["p"] in partner
    assert drawn["p"] == texts(svg, "partner").replace("-", "")
    assert duplex.subseq_dp.split("&")[0] in drawn["p"]


def test_bonds_stand_between_the_letters_they_join():
    top, bonds, bottom, _ = duplex_text(fold(MIR21, SITE), MIR21, SITE).splitlines()
    for at, mark in enumerate(bonds):
        if mark != " ":
            assert (top[at] + bottom[at] in ("AU", "UA", "CG", "GC")) == (mark == "|")


def test_the_picture_draws_a_line_or_a_dot_for_each_pair():
    duplex = fold(MIR21, SITE)
    tree = ET.fromstring(duplex_svg(duplex, MIR21, SITE))
    lines = "".join(path.get("d", "") for path in tree.iter(f"{SVG}path")).count("M")
    dots = len(list(tree.iter(f"{SVG}circle")))
    assert lines + dots == len(duplex.pairs)
    assert dots == 1


def test_the_picture_stands_alone_with_a_title_and_its_own_ground():
    svg = duplex_svg(fold(MIR21, SITE), MIR21, SITE)
    tree = ET.fromstring(svg)
    assert tree.findtext(f"{SVG}title") == duplex_sentence(fold(MIR21, SITE))
    ground = tree.find(f"{SVG}rect")
    assert ground is not None
    assert (ground.get("width"), ground.get("height")) == (tree.get("width"), tree.get("height"))
    assert "href" not in svg
    assert "url(" not in svg


@pytest.mark.parametrize("folded", [True, False])
def test_hostile_names_stay_text(folded):
    duplex = fold(MIR21, SITE) if folded else Duplex()
    svg = duplex_svg(duplex, MIR21, SITE, names=HOSTILE)
    tree = ET.fromstring(svg)
    assert not list(tree.iter(f"{SVG}script"))
    assert "<script>" in "".join(tree.itertext())
    assert len(svg) < 10000
    text = duplex_text(duplex, MIR21, SITE, names=HOSTILE)
    assert "\x1b" not in text
    assert "\x00" not in text
    assert len(text.splitlines()) == (4 if folded else 1)


def test_what_does_not_pair_is_said_not_drawn():
    assert duplex_text(Duplex(), MIR21, "AAAA") == "query and partner do not pair."
    assert "query and partner do not pair." in texts(duplex_svg(Duplex(), MIR21, "AAAA"), "note")


def test_the_sentence_tells_positions_pairs_and_energy():
    sentence = duplex_sentence(fold(MIR21, SITE), names=("XIST", "miR-21"))
    assert re.fullmatch(
        r"miR-21 \(1 to 22\) pairs with XIST \(3 to 27\): 22 pairs, 1 of them G-U, "
        r"-\d\d\.\d kcal/mol\.",
        sentence,
    )


def test_a_long_drawing_goes_on_below():
    lines = duplex_text(fold(MIR21, SITE), MIR21, SITE, width=15).split("\n\n")
    assert len(lines) == 2
    tree = ET.fromstring(duplex_svg(fold(MIR21, SITE), MIR21, SITE, width=15))
    assert int(tree.get("width", "0")) < 300
