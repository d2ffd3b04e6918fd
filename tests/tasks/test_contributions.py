from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mirinter_core.datasets.catalog import from_molecules
from mirinter_core.errors import ModelError
from mirinter_core.models.calibration import Calibration, Curve
from mirinter_core.models.recall import KINDS, column, hidden
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.contributions import Contribution, Contributions, contributions
from mirinter_core.tasks.evidence import weighs_kinds
from mirinter_core.tasks.explain import explain
from mirinter_core.tasks.pairing_evidence import pairing_evidence
from mirinter_core.tasks.score import grid, score
from mirinter_core.tasks.screen import screen
from mirinter_core.tasks.weighing import Weighed, of_new_family


@pytest.fixture
def pair(gate_model):
    """A listed pair with a site: its query, its partner, and a stranger with the same letters."""
    model, embedding, table = gate_model
    row = np.flatnonzero(table.label == 1)[0]
    query, partner = table.left[table.left_row[row]], table.right[table.right_row[row]]
    return query, partner, model, embedding


def test_contributions_add_up_to_the_score_less_that_of_nothing_known(pair):
    found = contributions(Weighed.of(*pair))
    assert [part.kind for part in found.parts] == list(KINDS)
    total = sum(part.value for part in found.parts)
    assert total == pytest.approx(found.score - found.base, abs=1e-7)
    query, partner, model, embedding = pair
    assert found.score == score(grid([query], [partner]), model, embedding).score[0]


@given(st.lists(st.floats(-9, 9), min_size=2, max_size=6), st.sampled_from([2, 3]))
@example([0.975, 1.0], 2)  # a half, which the two ways to round take apart
@example([-0.001, 1.0], 2)  # rounds to -0.0, which would be shown
def test_what_is_shown_of_the_parts_adds_up_as_well(values, digits):
    base, *others = values
    parts = tuple(Contribution("sites", value, "") for value in others)
    told = Contributions(base, parts, base + sum(others)).rounded(digits)
    numbers = [told.base, *(p.value for p in told.parts), told.score]
    assert "-0.0" not in map(str, numbers)
    shown = [round(v * 10**digits) for v in numbers[:-1]]
    assert sum(shown) == round(told.score * 10**digits)
    for part, own in zip(told.parts, others, strict=True):
        assert part.value == pytest.approx(own, abs=1.01 * 10**-digits)


def test_the_base_is_the_same_for_every_pair(pair, gate_model):
    query, partner, model, embedding = pair
    other = gate_model[2].right[5]
    bases = {contributions(Weighed.of(query, p, model, embedding)).base for p in (partner, other)}
    assert len(bases) == 1


def test_a_kind_of_which_nothing_is_known_gives_nothing(pair):
    weighed = Weighed.of(*pair)
    blind = replace(
        weighed, examples=replace(weighed.examples, evidence=hidden(weighed.described, ["family"]))
    )
    values = {part.kind: part.value for part in contributions(blind).parts}
    assert values["family"] == 0
    assert values["sites"] != 0


def test_both_orders_of_a_pair_of_one_type_are_averaged_as_in_the_score(gate_model):
    model, embedding, table = gate_model
    a, b = table.left[0], table.left[3]
    one, other = (contributions(Weighed.of(*p, model, embedding)) for p in ((a, b), (b, a)))
    assert one.score == other.score
    for x, y in zip(one.parts, other.parts, strict=True):
        assert x.value == pytest.approx(y.value, abs=1e-8)
    assert one.score == score(grid([a], [b]), model, embedding).score[0]


def test_the_line_for_strangers_has_no_part_in_what_a_known_partner_is_made_of(pair):
    query, partner, model, embedding = pair
    silent = replace(model, network=deepcopy(model.network))
    silent.network.line.weight.zero_()
    new = Molecule("new", "U" + "ACGUUGCA" * 2 + "GGACG", "miRNA")  # nothing known but the partner
    for asked in (query, new):
        one, other = (
            contributions(Weighed.of(asked, partner, m, embedding)) for m in (model, silent)
        )
        assert one == other
    stranger = Molecule("none", "GACUUAGCCA" * 90, "lncRNA")
    one, other = (contributions(Weighed.of(new, stranger, m, embedding)) for m in (model, silent))
    assert one.score != other.score


def test_the_facts_are_those_the_model_was_shown(pair):
    weighed = Weighed.of(*pair)
    told = {part.kind: part.facts for part in contributions(weighed).parts}
    row = weighed.described[0]
    strong = round(float(np.expm1(row[column("log 7mer-m8")])))
    assert told["sites"].startswith(f"{strong} strong site")
    assert "expected by chance" in told["sites"]
    known = round(float(np.expm1(row[column("log known of the partner")])))
    assert f"of {known} other microRNAs known with it" in told["partner"]
    assert told["family"].startswith("1 sibling known, 1 of them listed")


def test_a_stranger_is_said_to_be_one(pair):
    _, _, model, embedding = pair
    query = Molecule("new", "UCCCCCCCACGUACGUACGUAC", "miRNA")
    partner = Molecule("none", "GACU" * 30, "lncRNA")
    told = {
        p.kind: p.facts for p in contributions(Weighed.of(query, partner, model, embedding)).parts
    }
    assert "no 8mer or 7mer-m8 site" in told["sites"]
    assert told["footprint"].startswith("no strong site to judge")
    assert told["partner"] == "neither the partner nor its gene is known to the model"
    assert told["family"] == "no member of the seed family is known to the model"


def test_a_model_that_weighs_other_evidence_is_refused_in_words(pair):
    query, partner, model, embedding = pair
    left, right, evidence = model.dims
    older = replace(model, dims=(left, right, evidence - 2))
    with pytest.raises(ModelError, match=f"weighs {evidence - 2} numbers.*Train it again"):
        score(grid([query], [partner]), older, embedding)


def test_what_is_said_of_patterns_names_whose_lists_are_shared(pair):
    told = {part.kind: part.facts for part in contributions(Weighed.of(*pair)).parts}
    assert "other families that share its listed partners" in told["pattern"]
    query, partner, model, embedding = pair
    new = replace(query, letters="GGAGUCCA" + query.letters[8:])
    told = {
        part.kind: part for part in contributions(Weighed.of(new, partner, model, embedding)).parts
    }
    assert told["pattern"].facts.startswith("no listed pair known of the query, or of")
    assert told["pattern"].value == 0


def test_a_model_without_kinds_gives_none_and_says_so(quick_model, quick):
    assert not weighs_kinds(quick_model.recipe)
    query = Molecule("q", "UGAGGUAGUAGGUUGUAUAGUU", "miRNA")
    partner = Molecule("p", "AAAACUAUACAACCUACUACCUCAAAAGGG", "lncRNA")
    found = explain(query, partner, quick_model, quick[1])
    assert found.contributions is None
    assert "no contributions" in found.note
    assert found.evidence[0].worth is None


@pytest.mark.parametrize("other", ["lncRNA", "miRNA"])
def test_a_new_family_is_scored_as_decoys_are(gate_model, other):
    model, embedding, table = gate_model
    query, partner = table.left[0], table.right[1] if other == "lncRNA" else table.left[5]
    pair = Weighed.of(query, partner, model, embedding)
    alone = pairing_evidence([query], [partner], model, embedding)[0, 0]
    assert pair.score(of_new_family(pair.described[None]))[0] == alone


def test_a_pair_is_explained_with_the_probability_and_regime_of_the_screen(gate_model):
    model, embedding, table = gate_model
    curve = Curve(
        *("denovo-family", "world", 100, 20, 5),
        score=(-5.0, 20.0),
        share=(0.1, 0.9),
        low=(0.0, 0.8),
        high=(0.2, 1.0),
        least=(0.0, 0.5),
        most=(0.5, 1.0),
        pairs=(50, 50),
    )
    where = "family known, partner known"
    calibrated = replace(model, calibration=Calibration({(where, "lncRNA"): curve}))
    partners = from_molecules("some", table.right[:4])
    rows = screen([table.left[0]], partners, calibrated, embedding, evidence=0).table
    for _, row in rows.iterrows():
        partner = next(m for m in table.right if m.id == row["id1"])
        found = explain(table.left[0], partner, calibrated, embedding)
        assert (found.regime, found.probability) == (row["regime"], row["probability"])
        assert found.score == row["score"]


def test_a_known_family_is_not_called_unknown_where_the_partner_is(pair):
    query, _, model, embedding = pair
    letters = "".join(np.random.default_rng(5).choice(list("ACGU"), 900))
    stranger = Weighed.of(query, Molecule("new", letters, "lncRNA"), model, embedding)
    told = {part.kind: part.facts for part in contributions(stranger).parts}
    assert "neither the partner nor its gene" in told["partner"]
    assert "no member of the seed family" not in told["family"]
    hidden_query = replace(query, letters="GGAGUCCA" + query.letters[8:])
    nobody = Weighed.of(hidden_query, Molecule("new", letters, "lncRNA"), model, embedding)
    said = {part.kind: part.facts for part in contributions(nobody).parts}
    assert said["family"] == "no member of the seed family is known to the model"


def test_a_new_member_of_a_known_family_is_told_what_the_family_is_listed_with(pair):
    query, _, model, embedding = pair
    member = replace(query, letters=query.letters[:8] + query.letters[8:][::-1] + "A")
    letters = "".join(np.random.default_rng(5).choice(list("ACGU"), 900))
    new = Weighed.of(member, Molecule("new", letters, "lncRNA"), model, embedding)
    told = {part.kind: part.facts for part in contributions(new).parts}
    assert told["family"].startswith("the seed family is listed with ")
    assert told["family"].endswith("but nothing is known of it with this gene")
