from dataclasses import replace

import pytest

from mirinter_core.tasks.rule_words import RULE_WORDS
from mirinter_core.tasks.trust import Measured, measured
from mirinter_core.web import trust
from mirinter_core.web.measurements import of_model
from tests.measured import beside_model, summary

FOUND = Measured("pairs", "denovo-family", 3.0, by_chance=0.412, partners=249.6)


def row(found):
    """What the table tells of one measurement."""
    table = trust.trust_table([found])
    return [table.index[0], *table.iloc[0]]


def told(model, protocol):
    """Who is in the table of a model, and what it says."""
    table = trust.trust_table(measured(of_model(model), protocol))
    return table.reset_index().to_numpy().tolist()


def test_a_figure_stands_beside_chance_and_what_there_was_to_find():
    found = replace(FOUND, precision={1: 0.5, 5: 0.25})
    assert row(found) == ["pairs, 250 ranked", "50 %", "25 %", "**3.0** (15 %)", "0.4", "-", "5.1"]


def test_what_an_older_report_lacks_is_said_not_to_be_measured():
    older = replace(FOUND, by_chance=None, partners=None)
    assert row(older) == ["pairs", "-", "-", "**3.0** (15 %)", "-", "-", "-"]


@pytest.mark.parametrize("has_chance", [True, False])
def test_the_line_of_a_model_is_made_of_its_reports(own_home, has_chance):
    mean = {"per_query_precision_at_20": 0.15}
    if has_chance:
        mean |= {"per_query_chance": 0.05, "per_query_partners": 1234.0}
    beside_model(summary(mean=mean, prevalence=0.9), model="mine")
    line, _ = trust.what_is_known("mine", "denovo-family")
    assert "measured with whole seed families hidden from it" in line
    ((who, *_, found, chance, _, _),) = told("mine", "denovo-family")
    assert found == "**3.0** (15 %)"  # the share of all pairs says nothing of one query's
    assert (", 1,234 ranked" in who) == has_chance
    assert chance == ("1.0" if has_chance else "-")


def test_a_model_that_was_not_measured_so_is_a_list_to_check(own_home):
    beside_model(summary(), model="mine")
    assert "take its ranking as a list to check" in trust.what_is_known("mine", "pair")[0]


def test_the_words_below_the_table_say_what_listed_is_and_what_each_rule_does():
    said = trust.words_of([replace(FOUND, rule="degree", by_rule=3.2), FOUND])
    assert "stands in the data set named at the left" in said
    assert said.count(f"`degree`: {RULE_WORDS['degree']}") == 1
    assert "`degree`" not in trust.words_of([FOUND])


def test_a_rule_that_does_better_is_named_with_its_figure():
    beaten = replace(FOUND, rule="degree", by_rule=3.2)
    assert row(beaten)[5] == "`degree` 3.2"


@pytest.mark.parametrize(("of_rule", "said"), [(0.4, "as well or better"), (0.151, "as well")])
def test_the_line_of_a_model_says_among_which_partners_a_rule_does_better_or_as_well(
    own_home, of_rule, said
):
    mean = {"per_query_precision_at_20": 0.15}
    rules = summary()["baselines"]
    rules = {"degree": rules["degree"] | {"mean": {"per_query_precision_at_20": of_rule}}}
    types = {"miRNA-lncRNA": {"positives": 9.0}}
    beside_model(summary(mean=mean, baselines=rules, by_type=types), model="mine")
    line, _ = trust.what_is_known("mine", "denovo-family")
    assert f"**Among lncRNA `degree` does {said}.**" in line


def test_only_what_was_measured_on_the_types_to_be_ranked_is_told_and_the_rest_is_not_known():
    line, _ = trust.what_is_known("evidence", "denovo-family", ["snoRNA", "mRNA", "tRNA"])
    assert "lncRNA" not in line
    assert "Never measured among mRNA and tRNA" in line
    line, _ = trust.what_is_known("evidence", "denovo-family", ["mRNA"])
    assert "never measured on partners like these (mRNA), only on lncRNA" in line


def test_partners_whose_type_is_not_told_are_judged_as_what_they_are_taken_for(own_home):
    line, _ = trust.what_is_known("evidence", "denovo-family", [""])
    assert "Never" not in line
    assert "RNAs of 200 nt and more whose type is not told are taken for lncRNAs" in line
    beside_model(summary(by_type={"miRNA-snoRNA": {"positives": 9.0}}), model="mine")
    line, _ = trust.what_is_known("mine", "denovo-family", ["", "snoRNA"])
    assert "Never measured among RNAs whose type is not told" in line


def test_a_report_that_does_not_tell_its_types_is_not_taken_for_silence(own_home):
    beside_model(summary(by_type={}), model="mine")
    line, _ = trust.what_is_known("mine", "denovo-family", ["mRNA"])
    assert "How far to trust it" in line
    assert "Never" not in line
