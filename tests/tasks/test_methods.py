import re

from mirinter_core.provenance import provenance
from mirinter_core.tasks.evidence import looked_at
from mirinter_core.tasks.methods import BIBTEX, bibliography, methods
from mirinter_core.tasks.recipes import Changes, changed, preset

SCREEN = provenance(
    model="small",
    encoder=["kmer"],
    catalog="lncrnas",
    catalog_release="release 47",
    partners=1663,
    queries=1,
    evidence=200,
    decoys=500,
    seed=7,
)


def test_the_paragraph_states_what_the_result_was_made_with():
    text = methods(SCREEN)
    for fact in ("1,663 partner RNAs (lncrnas, release 47)", "One query sequence was", "small"):
        assert fact in text
    for fact in ("500 decoys", "seed 7", "Bartel, 2009", "ViennaRNA 2.", "not probabilities"):
        assert fact in text
    assert "RNA-FM" not in text


def test_what_was_not_used_is_not_cited():
    assert set(re.findall(r"@\w+{(\w+),", bibliography(SCREEN))) == {
        "nicolini",
        "bartel2009",
        "lorenz2011",
    }
    assert bibliography(provenance(verb="fetch_catalog")) == ""
    assert methods({"mirinter": "1.2"}) == "The work was done with mirinter 1.2."
    plain = {**SCREEN, "evidence": 0, "decoys": 0, "calibrated": True}
    assert "Vienna" not in methods(plain)
    assert "P values" not in methods(plain)
    assert "not probabilities" not in methods(plain)


def test_rna_fm_is_cited_when_it_was_used():
    used = {**SCREEN, "encoder": "rna_fm", "queries": 3}
    assert "Chen et al., 2022" in methods(used)
    assert "chen2022" in bibliography(used)
    assert "3 query sequences were" in methods(used)


def test_an_evaluation_says_what_was_held_out_and_what_was_trained():
    facts = {"verb": "evaluate", "mirinter": "1", "recipe": "small", "protocol": "block"}
    facts |= {"folds": 5, "negatives": 3, "datasets": ["a", "b"], "seed": 0, "encoder": "rna_fm"}
    text = methods(facts)
    assert "recipe small (RNAs represented by RNA-FM" in text
    assert "on a and b with mirinter 1 by 5-fold" in text
    assert "held out: a seed family with a partner gene" in text
    assert "3 unlisted per listed" in text
    assert "chen2022" in bibliography(facts)
    assert "represented" not in methods({**facts, "encoder": []})
    assert methods({"verb": "evaluate", "mirinter": "1"}) == "The work was done with mirinter 1."


def test_every_entry_is_closed_and_called_by_its_key():
    for key, entry in BIBTEX.items():
        assert re.match(rf"@\w+{{{key},\n", entry)
        assert entry.count("{") == entry.count("}")


def test_a_model_that_weighs_evidence_is_not_said_to_have_looked_at_vectors():
    for facts in (SCREEN, {"verb": "evaluate", "protocol": "pair", "recipe": "evidence"}):
        rest = {"folds": 5, "negatives": "full", "datasets": ["a"]}
        facts = {**rest, **facts, **looked_at(preset("evidence"))}
        assert "pairs described by seed sites and the letters around them; listed" in methods(facts)
        assert "represented" not in methods(facts)
    left = changed(preset("evidence"), Changes(without=("footprint", "family")))
    told = methods({**SCREEN, **looked_at(left)})
    assert "seed sites" in told
    assert "microRNA's relatives" not in told


def test_what_a_recipe_looks_at_is_told_by_its_encoders_if_it_looks_at_vectors():
    assert looked_at(preset("small")) == {"encoder": ["kmer"]}
    assert looked_at(preset("mirinter-trans")) == {"encoder": ["rna_fm"]}
    assert looked_at(preset("baselines")) == {"encoder": []}
