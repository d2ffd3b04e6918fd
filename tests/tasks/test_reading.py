import numpy as np
import pandas as pd
import pytest

from mirinter_core.tasks.reading import reading


def rows(probability, family="known", q=np.nan, hub=np.nan, site="8mer"):
    n = len(probability)
    return pd.DataFrame(
        {
            "probability": probability,
            "q": np.full(n, q),
            "hub": np.full(n, hub),
            "seed_class": [site] * n,
            "regime": [f"family {family}, partner known"] * n,
        }
    )


@pytest.mark.parametrize(
    ("shares", "family", "q", "verdict"),
    [
        ([0.9] * 10, "known", 0.9, "strong"),
        ([0.9] * 10, "new", 0.9, "tentative"),  # a new family alone is never strong
        ([0.9] * 10, "new", 0.01, "strong"),  # but for pairing beyond chance
        ([0.3] * 10, "known", 0.9, "tentative"),
        ([0.88, *[0.01] * 9], "new", 0.1, "little"),  # one row is no ranking
        ([np.nan] * 10, "new", 0.9, "unknown"),
    ],
)
def test_a_ranking_is_read_by_what_would_be_listed_of_its_first_rows(shares, family, q, verdict):
    assert reading(rows(shares, family, q)).verdict == verdict


def test_the_sentence_adds_the_shares_up_and_says_what_decoys_add():
    said = reading(rows([0.9] * 12, "new", 0.94)).sentence
    assert "Of the first 10 rows about 9 would be listed" in said
    assert "if it is a microRNA like those that were held out" in said
    assert "None of these rows pairs better than shuffled microRNAs do (smallest q 0.94)" in said
    assert "bind" not in said
    assert "shuffled" not in reading(rows([0.9] * 10)).sentence  # no decoys were run


def test_of_a_new_family_rows_that_only_speak_of_the_partner_are_nothing_to_follow_up():
    bare = reading(rows([0.4] * 10, "new", 0.9, site="none"))
    assert bare.verdict == "little"
    assert "no row is one to begin with" in bare.sentence
    hubs = reading(rows([0.4] * 10, "new", 0.9, hub=0.5))
    assert hubs.verdict == "little"
    one_left = pd.concat([rows([0.4], "new", 0.9), rows([0.4] * 9, "new", 0.9, site="none")])
    assert reading(one_left).verdict == "tentative"
    assert "begin with the others" in reading(one_left).sentence
    assert reading(rows([0.4] * 10, "known", 0.9, site="none")).verdict == "tentative"


def test_a_new_family_that_shuffled_letters_match_is_nothing_beyond_chance():
    many, few = {"decoys": 100, "best_as_high": 37}, {"decoys": 100, "best_as_high": 5}
    found = reading(rows([0.9] * 10, "new", 0.45), decoys=many)
    assert found.verdict == "chance"
    assert found.sentence.startswith("Many shuffled microRNAs have a partner as good")
    assert "would be listed" not in found.sentence  # of what shares were measured for
    some = pd.concat([rows([0.9] * 9, "new", 0.45), rows([0.9], "new", 0.45, site="none")])
    for sentence in (found.sentence, reading(some, decoys=many).sentence):
        assert sentence.endswith(
            "Make sure that it is a microRNA before you test any of these rows."
        )
        assert "begin with the others" not in sentence
    tentative = reading(rows([0.9] * 10, "new", 0.45), decoys=few)
    assert tentative.verdict == "tentative"
    assert "About one in 5 random sequences reads so, too." in tentative.sentence
    for other in (reading(rows([0.9] * 10, "new")), reading(rows([0.3] * 10), decoys=few)):
        assert "random sequences" not in other.sentence
    assert reading(rows([0.9] * 10, "new", 0.01), decoys=many).verdict == "strong"
    assert reading(rows([0.9] * 10, "known", 0.01), decoys=many).verdict == "strong"
    assert reading(rows([0.1] * 10, "new", 0.45), decoys=many).verdict == "little"
    assert reading(rows([0.9] * 10, "new"), decoys={"decoys": 1}).verdict == "tentative"


def test_a_known_family_that_shuffled_letters_match_speaks_by_its_relatives_alone():
    many, few = {"decoys": 100, "best_as_high": 74}, {"decoys": 100, "best_as_high": 5}
    found = reading(rows([0.9] * 10, "known", 0.89), decoys=many)
    assert found.verdict == "relatives"
    assert "nothing tells it from 74 of 100 shuffled microRNAs" in found.sentence
    assert "its relatives are listed with them" in found.sentence
    assert reading(rows([0.9] * 10, "known", 0.89), decoys=few).verdict == "strong"
    assert reading(rows([0.3] * 10, "known", 0.89), decoys=many).verdict == "tentative"
    assert reading(rows([0.1] * 10, "known", 0.89), decoys=many).verdict == "little"


def test_hubs_and_rows_without_a_site_are_pointed_out():
    said = reading(rows([0.9] * 10, hub=0.13, site="none")).sentence
    assert "10 without a seed site and 10 that are hubs" in said
    assert "begin with the others" not in reading(rows([0.9] * 10, hub=0.0)).sentence


def test_transcripts_of_one_gene_are_said_to_be_one_for_the_bench():
    said = reading(rows([0.9] * 4), [7, 7, 7, 2]).sentence
    assert "3 of these rows share a gene, a seed family or much of their letters" in said
    assert "counted once where they do, these 4 rows are 2 RNAs for a bench" in said
    assert "share a gene" not in reading(rows([0.9] * 4), [1, 2, 3, 4]).sentence
    assert "share a gene" not in reading(rows([0.9] * 4)).sentence
