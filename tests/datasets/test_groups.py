from dataclasses import replace

import numpy as np

from mirinter_core.datasets.groups import (
    by_family,
    by_letters,
    by_partner,
    by_superfamily,
    matures_inside,
)
from mirinter_core.datasets.importer import open_dataset
from mirinter_core.molecules.molecule import Molecule
from tests.worlds import letters


def mirna(name, seed, rng):
    return Molecule(name, "U" + seed + letters(rng, 14), "miRNA")


def test_a_sequence_under_two_names_is_one_group():
    rng = np.random.default_rng(0)
    one = mirna("a", "GAGGUAG", rng)
    found = by_letters([one, replace(one, id="alias"), mirna("b", "GAGGUAG", rng)])
    assert found[0] == found[1] != found[2]


def test_families_are_those_of_the_seed_and_only_micrornas_have_one():
    rng = np.random.default_rng(0)
    same = [mirna("a", "GAGGUAG", rng), mirna("b", "GAGGUAG", rng), mirna("c", "AAAGUGC", rng)]
    transcript = Molecule("t", "UGAGGUAG" + letters(rng, 300), "lncRNA")
    found = by_family([*same, transcript])
    assert found[0] == found[1]
    assert len(set(found.tolist())) == 3


def test_near_seeds_are_one_superfamily_and_so_are_relatives_of_relatives():
    rng = np.random.default_rng(0)
    changed, shifted, far = "GAGGUAC", "AGGUACA", "CCCCCCC"
    found = by_superfamily(
        [mirna(s, s, rng) for s in ("GAGGUAG", changed, shifted, far, "UCCCCCC")]
    )
    assert found[0] == found[1] == found[2]  # one letter off, then shifted by one
    assert found[3] == found[4] != found[0]


def test_two_letters_off_is_no_relative():
    rng = np.random.default_rng(0)
    found = by_superfamily([mirna("a", "GAGGUAG", rng), mirna("b", "GACGUAC", rng)])
    assert found[0] != found[1]


def test_partners_of_a_gene_or_with_common_words_are_one_group():
    rng = np.random.default_rng(0)
    body = letters(rng, 300)
    partners = [
        Molecule("iso1", body, "lncRNA"),
        Molecule("iso2", body[100:] + letters(rng, 100), "lncRNA"),
        Molecule("gene1", letters(rng, 200), "lncRNA", gene="ENSG1"),
        Molecule("gene2", letters(rng, 200), "lncRNA", gene="ENSG1"),
        Molecule("alone", letters(rng, 200), "lncRNA"),
    ]
    found = by_partner(partners)
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert len(set(found.tolist())) == 3


def test_a_hairpin_holds_its_mature_form_and_no_other():
    rng = np.random.default_rng(0)
    mature, other = mirna("m", "GAGGUAG", rng), mirna("o", "AAAGUGC", rng)
    hairpin = Molecule("h", letters(rng, 10) + mature.letters + letters(rng, 30), "hairpin")
    assert matures_inside([mature, other, hairpin]) == [(2, 0)]


def test_the_groups_of_real_data_are_as_many_as_measured_before(data):
    table = open_dataset(data / "lncrnasnp2").table
    counted = [len(set(g.tolist())) for g in (by_family(table.left), by_superfamily(table.left))]
    assert counted == [148, 105]
    assert len(set(by_partner(table.right).tolist())) == 765
