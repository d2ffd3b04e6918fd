from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.figures.numbers import numbers
from mirinter_core.figures.what_if_map import reading, what_if_map
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.what_if import Variant, WhatIf

QUERY = Molecule("<b>q</b>", "ACGUACGUACGU", "miRNA")


def made(query=QUERY):
    """Every change in the seed costs its position, every other one nothing."""
    variants = tuple(
        Variant(
            name=f"{own}{i}{new}",
            letters="",
            position=i,
            letter=new,
            source="",
            score=0.0,
            change=-float(i) if 2 <= i <= 8 else 0.0,
            change_new_family=1.0 if i == 3 else 0.0,
            family_known=False,
        )
        for i, own in enumerate(query.letters, start=1)
        for new in "ACGU"
        if new != own
    )
    return WhatIf(query, Molecule("p", "ACGU" * 9, "lncRNA"), 2.0, variants, (), "")


def test_every_change_stands_in_the_cell_of_its_position_and_letter():
    heat = what_if_map(made()).data[0]
    assert heat.z.shape == (4, 12)
    assert list(heat.y) == list("ACGU")
    assert heat.x[1] == "2<br>C"
    assert heat.z[0][1] == -2.0
    assert heat.zmin == -heat.zmax == -8.0


def test_each_cell_says_its_number_so_that_colour_is_not_alone():
    texts = [a.text for a in what_if_map(made()).layout.annotations]
    assert texts.count("·") == 12
    assert "-8.0" in texts
    assert "0" in texts


def test_the_seed_is_framed_and_named():
    layout = what_if_map(made(), dark=True).layout
    assert (layout.shapes[0].x0, layout.shapes[0].x1) == (0.5, 7.5)
    assert any(a.text == "seed" for a in layout.annotations)


def test_the_reading_compares_the_seed_with_the_rest():
    said = reading(made())
    assert "in the seed moves the score by -5.0 on average, one elsewhere by +0.0" in said
    assert "costs most (-8.0)" in said
    assert "gains most (+1.0)" in reading(made(), new_family=True)


def test_a_gain_that_another_family_brings_is_told_by_its_cause():
    found = made()
    gain = [replace(v, change=3.0, family_known=v.letter == "A") for v in found.substitutions[3:4]]
    others = tuple(v for v in found.substitutions if v.name != gain[0].name)
    said = reading(replace(found, substitutions=(*gain, *others)))
    assert said.endswith("gains most (+3.0: it makes the seed of a family the model knows).")
    assert "it makes" not in reading(found, new_family=True)


def test_what_users_wrote_is_text_and_numbers_can_be_taken_along():
    figure = what_if_map(made())
    assert "<b>" not in figure.layout.title.subtitle.text
    assert "12" in figure.layout.meta["alt"] or "36 substitutions" in figure.layout.meta["alt"]
    table = numbers(figure)
    assert len(table) == 48
    assert np.isfinite(table["value"]).all()


@pytest.mark.parametrize("letters", ["ACGUACGU", "ACGUACGUA"])
def test_short_queries_are_drawn(letters):
    assert what_if_map(made(Molecule("q", letters, "miRNA"))).data
