from dataclasses import replace

from mirinter_core.models.calibration import Calibration
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.worth import regime_and_type, worth
from tests.models.test_calibration import CURVE, NEW

CALIBRATED = Calibration({(NEW, "lncRNA"): CURVE})
WHERE = (NEW, "lncRNA")


def test_the_sentence_says_listed_of_100_with_its_interval_and_what_it_rests_on():
    said = worth(0.0, WHERE, CALIBRATED).sentence
    assert "Of 100 pairs scored like this for a real microRNA of a new family" in said
    assert "about 10 were listed (5 to 20; in four of five single families 0 to 30)" in said
    assert "250 held-out pairs" in said
    assert "4 in 100 are listed" in said
    assert "bind" not in said


def test_another_prevalence_re_weights_all_ends_and_is_stated():
    here, rare = worth(0.0, WHERE, CALIBRATED), worth(0.0, WHERE, CALIBRATED, assumed=0.004)
    for end in ("share", "low", "high", "most"):
        assert getattr(rare, end) < getattr(here, end)
    assert rare.low <= rare.share <= rare.high
    assert "would be listed" in rare.sentence
    assert "4 in 100 are listed, re-weighted to 0.4 in 100." in rare.sentence
    assert "re-weighted" not in here.sentence


def test_all_is_said_to_be_all():
    sure = Calibration({WHERE: replace(CURVE, most=tuple(1.0 for _ in CURVE.most))})
    assert "single families 0 to 100)" in worth(0.0, WHERE, sure).sentence


def test_nothing_is_said_where_nothing_was_measured():
    assert worth(0.0, (NEW, "circRNA"), CALIBRATED) is None
    assert worth(0.0, WHERE, None) is None


def test_an_isoform_of_a_gene_that_stood_in_training_is_a_known_partner(gate_model):
    model, _, table = gate_model
    gene = table.right[0]
    isoform = Molecule("new", gene.letters[40:] + "ACGU" * 5, "lncRNA")
    stranger = Molecule("far", "ACGGU" * 60, "lncRNA")
    query = table.left[0]
    new = Molecule("q", "UACGCGUACCAUAGCAAUCGUA", "miRNA")
    assert regime_and_type(query, isoform, model.memory) == (
        "family known, partner known",
        "lncRNA",
    )
    assert regime_and_type(new, isoform, model.memory) == (NEW, "lncRNA")
    assert regime_and_type(new, stranger, model.memory)[0] == "family new, partner new"
    untyped = replace(isoform, type="")
    assert regime_and_type(query, untyped, model.memory) == (
        "family known, partner known",
        "lncRNA",
    )
