from dataclasses import replace

import pytest

from mirinter_core.tasks.trust import Measured
from mirinter_core.web.benchmark_answer import never, sentence, types_table

FOUND = Measured(
    "pairs", "denovo-family", 5.8, by_chance=0.7, partners=1663.0, rule="site-copy", by_rule=11.9
)


def test_the_answer_names_what_was_listed_by_chance_and_by_the_best_rule():
    text = sentence(FOUND)
    assert "Of the first 20 partners" in text
    assert "about **6** were listed" in text
    assert "by chance 0.7" in text
    assert "(`site-copy`) reached **12**" in text


@pytest.mark.parametrize(("own", "rule"), [(5.8, 6.1), (0.4, 0.3), (12.5, 12.4)])
def test_numbers_that_differ_are_written_so_that_they_do(own, rule):
    text = sentence(replace(FOUND, listed=own, by_rule=rule))
    assert f"**{own}**" in text
    assert f"**{rule}**" in text


def test_where_few_can_be_found_the_answer_says_how_many():
    assert "to be found" not in sentence(FOUND)
    few = sentence(replace(FOUND, by_chance=0.2, partners=300.0))
    assert "about 3 to be found" in few


def test_what_was_not_measured_is_left_out():
    text = sentence(replace(FOUND, by_chance=None, rule="", by_rule=None))
    assert "chance" not in text
    assert "rule" not in text


def test_the_answer_is_given_by_type_of_partner():
    found = [
        replace(FOUND, types=("miRNA-lncRNA",)),
        replace(FOUND, by_rule=None, by_chance=None, types=("miRNA-hairpin", "miRNA-miRNA")),
    ]
    table = types_table(found)
    assert list(table.index) == ["lncRNA", "hairpin and miRNA"]
    assert table.iloc[0]["Best other"] == "11.9"
    assert table.iloc[0]["To find"] == "58"
    assert table.iloc[1]["Best other"] == "-"
    assert "first 20 lncRNA partners" in sentence(found[0])
    twice = types_table([found[0], replace(found[0], dataset="mine")])
    assert list(twice.index) == ["lncRNA (pairs)", "lncRNA (mine)"]


def test_types_of_a_catalogue_that_were_never_measured_are_named():
    found = [replace(FOUND, types=("miRNA-lncRNA",))]
    said = never(found, {"mine": ["lncRNA", "mRNA"], "builtin": ["lncRNA", "control"]})
    assert said == "**Never measured**, though catalogues here hold them: mRNA (in mine)."
    assert never(found, {"mine": ["lncRNA"]}) == ""
