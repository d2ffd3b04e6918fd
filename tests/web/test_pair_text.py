import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from mirinter_core.molecules.molecule import Molecule
from mirinter_core.pairing.duplex import fold
from mirinter_core.pairing.sites import Site, find_sites
from mirinter_core.runs.run import Run
from mirinter_core.tasks.explain import Explanation, SiteEvidence
from mirinter_core.tasks.site_worth import SiteWorth
from mirinter_core.web import pair_text
from mirinter_core.web.pair_row import Chosen, Row

QUERY = Molecule("hsa-miR-21-5p", "UAGCUUAUCAGACUGAUGUUGA", "miRNA")
PARTNER = Molecule("ENST1", "GGAUAAGCUAGG" * 30, "lncRNA", "MALAT1-201")


def _explained(partner=PARTNER, **facts):
    sites = find_sites(QUERY.letters, partner.letters)
    evidence = tuple(
        SiteEvidence(s, 3, 0.25, fold(QUERY.letters, partner.letters, around=s)) for s in sites[:2]
    )
    given = {
        "score": 2.3456,
        "windows": 1,
        "family_known": True,
        "partner_known": False,
        "listed": False,
        "sites": sites,
        "evidence": evidence,
        "duplex": fold(QUERY.letters, partner.letters),
        "provenance": {"model": "evidence", "mirinter": "1"},
    }
    return Explanation(query=QUERY, partner=partner, **{**given, **facts})


ROW = Row(Run("x", Path()), {"rank": 1203}, 20_000)


def test_a_report_from_a_ranking_no_better_than_chance_says_so():
    assert "Nothing beyond chance" not in pair_text.report(_explained(), ROW)
    assert "Nothing beyond chance" in pair_text.report(_explained(), replace(ROW, doubtful=True))


def test_the_sentence_gives_rank_and_score_of_the_pair():
    said = pair_text.sentence(_explained(), ROW)
    assert said.startswith("MALAT1-201 (ENST1) stands at rank 1,203 of 20,000 partners")
    assert "score of 2.35" in said
    assert "rank " not in pair_text.sentence(_explained(), None)


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("family", [True, False])
@pytest.mark.parametrize("partner", [True, False])
def test_no_words_promise_binding_or_a_probability(listed, family, partner):
    found = _explained(listed=listed, family_known=family, partner_known=partner)
    said = pair_text.report(found, ROW) + pair_text.sentence(found, None)
    assert "bind" not in said
    assert "score is a probability" not in said
    assert ("memory as much as prediction" in said) == listed
    assert ("not listed" in said) != listed
    assert ("knew neither" in said) == (not family and not partner)


def test_all_sites_are_listed_and_only_the_first_in_full():
    found = _explained()
    table = pair_text.sites_table(found)
    assert list(table.columns) == list(pair_text.SITE_COLUMNS)
    assert len(table) == len(found.sites) == 30
    assert table["E"].notna().sum() == 2
    assert table["supplementary"].tolist()[:2] == [3, 3]


@pytest.mark.parametrize(("adds", "said"), [((0.2, 1.25), True), ((1.25, 0.2), False)])
def test_the_site_that_adds_most_is_named_where_a_stronger_class_adds_less(adds, said):
    found = _explained()
    worths = [SiteWorth(0.5, 3.0, 1.0, one, one) for one in adds]
    judged = tuple(replace(e, worth=worth) for e, worth in zip(found.evidence, worths, strict=True))
    first, second = judged
    found = replace(found, evidence=judged)
    assert (found.heavier is second) == said
    line = f"{second.site.kind} at {second.site.start:,}: +1.25."
    assert (line in pair_text.report(found, None)) == said
    assert f"adds {adds[0]:+.2f}" in pair_text.site_name(first)
    assert _explained().heavier is None


def test_a_pair_without_sites_has_an_empty_table_and_still_a_report():
    found = _explained(Molecule("x", "GGGGCCCC" * 4))
    assert pair_text.sites_table(found).empty
    assert "No seed site." in pair_text.report(found, None)
    assert "no seed site" in pair_text.site_sentence(found, None)


@pytest.mark.parametrize("length", [1, 59, 60, 61, 305])
def test_marks_stand_under_their_letters(length):
    letters = ("ACGU" * 100)[:length]
    sites = [Site("6mer", max(1, length - 5), length)]
    lines = pair_text.marked_letters(letters, sites, (1, 1)).splitlines()
    digits = len(str(length)) + 1
    written = [line for line in lines if line[digits - 2].isdigit()]
    assert "".join(line[digits : digits + 60].rstrip() for line in written) == letters
    assert int(written[-1].split()[-1]) == length
    assert "".join(lines).count("=") == 1
    assert lines[1][digits] == "="
    assert "".join(lines).count("-") == (length - max(1, length - 5) + 1) - (length < 7)


def test_the_command_repeats_the_pair():
    typed = Chosen(QUERY, PARTNER, "my model")
    words = shlex.split(pair_text.command(typed, PARTNER))
    assert words[3:] == ["pair", QUERY.letters, PARTNER.letters, "--model", "my model"]
    held = Chosen(QUERY, PARTNER, "evidence", catalog="lnc")
    assert "lnc:ENST1" in shlex.split(pair_text.command(held, PARTNER))
