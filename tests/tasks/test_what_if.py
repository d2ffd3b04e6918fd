import numpy as np
import pytest

from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.score import grid, score
from mirinter_core.tasks.what_if import what_if

LET_7A = Molecule("let-7a", "UGAGGUAGUAGGUUGUAUAGUU", "miRNA")
PARTNER = Molecule("p", "GGCAACUAUACAACCUACUACCUCAAAAGGGCC" * 2, "lncRNA")


@pytest.fixture
def found(gate_model):
    return what_if(LET_7A, PARTNER, *gate_model[:2])


def test_every_letter_is_replaced_by_each_other_one_once(found):
    assert len(found.substitutions) == 3 * len(LET_7A)
    assert len({v.letters for v in found.substitutions}) == 3 * len(LET_7A)
    for v in found.substitutions:
        assert v.letters[v.position - 1] == v.letter != LET_7A.letters[v.position - 1]
        assert v.name == f"{LET_7A.letters[v.position - 1]}{v.position}{v.letter}"
    changes = found.changes()
    assert changes.shape == (4, 22)
    assert all(changes["ACGU".index(own), i] == 0 for i, own in enumerate(LET_7A.letters))


def test_a_variant_scores_as_the_new_molecule_it_is(found, gate_model):
    model, embedding, _ = gate_model
    for v in (found.substitutions[10], found.isomirs[-1]):
        one = Molecule("anything", v.letters, "miRNA")
        assert v.score == score(grid([one], [PARTNER]), model, embedding).score[0]
        assert v.change == pytest.approx(v.score - found.score, abs=1e-6)


def test_letters_before_the_query_come_from_its_hairpins_and_trims_from_itself(found):
    added = [v for v in found.isomirs if v.name.startswith("5' -")]
    assert added
    assert all(v.letters.endswith(LET_7A.letters) and "let-7a" in v.source for v in added)
    trims = {v.name: v.letters for v in found.isomirs if "+" in v.name}
    assert trims == {"5' +1": LET_7A.letters[1:], "5' +2": LET_7A.letters[2:]}
    assert found.note == ""


def test_a_query_of_no_hairpin_is_only_trimmed_and_that_is_said(gate_model):
    new = Molecule("new", "UCCCAACCACGUACGUACGUAC", "miRNA")
    found = what_if(new, PARTNER, *gate_model[:2])
    assert [v.name for v in found.isomirs] == ["5' +1", "5' +2"]
    assert "none of the built-in hairpins" in found.note


def test_only_letters_of_the_seed_change_pairing_evidence_much(gate_model):
    model, embedding, table = gate_model
    row = np.flatnonzero(table.label == 1)[0]
    query, partner = table.left[table.left_row[row]], table.right[table.right_row[row]]
    found = what_if(query, partner, model, embedding)
    changes = np.abs(found.changes(new_family=True)).sum(axis=0)
    assert changes[1:8].mean() > 5 * changes[8:].mean()
    assert found.has_kinds


def test_a_model_without_kinds_has_changes_of_the_score_alone(quick_model, quick):
    found = what_if(LET_7A, PARTNER, quick_model, quick[1])
    assert not found.has_kinds
    assert np.isfinite(found.changes()).all()
    assert found.to_dict()["substitutions"][0]["change_new_family"] is None
