import pytest

from mirinter_core.tasks.null_words import about_line, best_line, found_line

TOLD = {
    "decoys": 100,
    "level": 0.05,
    "transcripts": 1663,
    "transcripts_found": 0,
    "genes": 1663,
    "genes_found": 0,
    "partners_with_site": 139,
    "partners_with_site_of_decoys": [112, 132, 172],
    "matched": 1.0,
    "matched_within": 1.5,
    "smallest_p": 3e-5,
    "smallest_p_of_the_fewest": 3.01e-5,
    "speaks_of": "pairing evidence",
}


def test_nothing_found_is_said_plainly():
    assert found_line(TOLD) == "no partner at q < 0.05"


def test_partners_are_counted_where_no_gene_is_told_and_genes_where_one_is():
    found = TOLD | {"transcripts_found": 1, "genes_found": 1}
    assert found_line(found) == "1 partner at q < 0.05"
    assert found_line(found | {"genes": 900}) == "1 gene (1 transcript) at q < 0.05"


def test_a_query_without_a_seed_is_told_why_it_has_no_p():
    assert "no p" in found_line({"decoys": 0})
    assert "no seed" in about_line({"decoys": 0})


def test_what_p_speaks_of_and_how_small_it_can_be_is_said():
    text = about_line(TOLD)
    assert "pairing alone" in text
    assert "is 0.00003." in text
    assert "rough" not in text
    assert "at least" not in text
    plain = about_line(TOLD | {"speaks_of": "plain score"})
    assert "plain score" in plain


def test_a_poor_match_and_a_coarse_p_are_confessed():
    poor = about_line(TOLD | {"matched": 0.2, "smallest_p": 1e-3, "smallest_p_of_the_fewest": 0.1})
    assert "Only 20% of them" in poor
    assert "0.001 to 0.1" in poor
    assert "at least 34 must reach it" in poor


@pytest.mark.parametrize(("n", "said"), [(0, "none has"), (1, "1 has"), (40, "40 have")])
def test_how_often_a_shuffled_microrna_does_as_well_is_said(n, said):
    assert said in best_line({"decoys": 100, "best_as_high": n})
    assert best_line(TOLD) == ""
