from dataclasses import replace

import pytest

from mirinter_core.datasets.finding import OUTCOMES, as_facts, checked, from_facts, pair_of, today
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule
from tests.notebooks import finding

MIR = Molecule("mir", "UGAGGUAGUAGGUUGUAUAGUU", "miRNA")
LNC = Molecule("lnc", "ACGU" * 20, "lncRNA", name="LNC1")


def test_a_finding_comes_back_from_its_facts():
    found = finding(MIR, LNC, "unclear", method="EMSA", note="twice", run="r")
    assert from_facts(as_facts(found)) == found


def test_a_pair_is_the_same_whoever_is_the_query():
    assert pair_of(MIR, LNC) == pair_of(replace(LNC, id="other"), MIR)


def test_texts_are_trimmed_and_today_can_be_recorded():
    right = checked(finding(MIR, LNC, date=f" {today()} ", method=" a  b\n", note=" n \n"))
    assert (right.date, right.method, right.note) == (today(), "a b", "n")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outcome": "maybe"}, "no outcome. There are: bound, not bound, unclear"),
        ({"date": "31.1.2026"}, "no day"),
        ({"date": "2999-01-01"}, "in the future"),
        ({"method": "m" * 101}, "method has 101 letters"),
        ({"note": "n" * 2001}, "note has 2,001 letters"),
        ({"partner": Molecule("n", "N" * 30)}, "partner 'n' cannot be recorded"),
        ({"partner": replace(MIR, id="again")}, "same letters"),
    ],
)
def test_what_cannot_be_recorded_says_why(changed, said):
    with pytest.raises(DatasetError, match=said):
        checked(replace(finding(MIR, LNC), **changed))


def test_only_bound_and_not_bound_have_a_label():
    assert [finding(MIR, LNC, outcome).label for outcome in OUTCOMES] == [1, 0, None]
