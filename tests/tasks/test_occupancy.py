from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.splits import PROTOCOLS, Split, shuffled
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.tasks.ground import Ground
from mirinter_core.tasks.occupancy import landscape, occupancy
from tests.gene_worlds import gene_world
from tests.worlds import letters

GROUND = Ground.of(gene_world())
PLACES = landscape(GROUND, 30)


def ranked(ground, split):
    best = occupancy(ground, split, landscape(ground, 30)).best
    table = ground.table
    cell = ground.family[table.left_row[split.test]], table.right_row[split.test]
    with_site = best[cell] > 0
    return roc_auc_score(table.label[split.test][with_site], best[cell][with_site])


def test_of_two_sites_that_beside_listed_families_is_the_likelier():
    for split in PROTOCOLS["denovo-family"].split(GROUND.table, 4, np.random.default_rng(0)):
        assert ranked(GROUND, split) > 0.9


def test_labels_moved_between_pairs_leave_no_footprint():
    label = shuffled(GROUND.table, np.random.default_rng(0))
    noise = Ground.of(replace(GROUND.table, label=label))
    splits = PROTOCOLS["denovo-family"].split(noise.table, 4, np.random.default_rng(0))
    assert np.mean([ranked(noise, split) for split in splits]) == pytest.approx(0.5, abs=0.06)


def test_a_family_with_two_sites_is_listed_for_the_one_beside_listed_families():
    rng = np.random.default_rng(0)
    sites = ["AAGCUAC", "CCGAUAG", "GGUAUCC", "UUCGAGC", "GACUUAC"]  # what stands on the partner
    mirnas = [_mirna(f"m{i}", site, rng) for i, site in enumerate(sites)]
    taken = letters(rng, 5).join((sites[0], sites[1], sites[2]))
    free = letters(rng, 5).join((sites[3], sites[0]))  # m0 has a site here too
    body = "".join(letters(rng, 200) + part for part in (taken, free, sites[4], ""))
    decoys = [Molecule(f"d{i}", letters(rng, 300), "lncRNA") for i in range(3)]
    pairs = [("m0", "l", 1), ("m1", "l", 1), *((f"m{i}", "d0", 1) for i in (2, 3, 4))]
    world = RawPairs("w", mirnas, [Molecule("l", body, "lncRNA"), *decoys], pairs, "", "")
    ground = Ground.of(full(checked(world).table))
    table = ground.table
    asked = np.flatnonzero([table.left[a].id in ("m2", "m3") for a in table.left_row])
    split = Split(np.setdiff1d(np.arange(len(table)), asked), asked)
    found = occupancy(ground, split, landscape(ground, 30))
    partner = [m.id for m in table.right].index("l")
    best = {
        m.id: found.best[family, partner]
        for m, family in zip(table.left, ground.family, strict=True)
    }
    assert best["m2"] > 1.1 * best["m3"]


def test_a_family_without_a_site_is_judged_by_how_often_such_are_listed():
    split = next(iter(PROTOCOLS["denovo-family"].split(GROUND.table, 4, np.random.default_rng(0))))
    found = occupancy(GROUND, split, PLACES)
    without = found.best == 0
    assert without.any()
    assert (found.listed[without] < found.listed[~without].min()).all()
    assert ((found.listed >= 0) & (found.listed <= 1)).all()


def test_partners_without_any_site_are_no_error():
    mirnas = [Molecule(f"m{i}", "U" + "ACG" * 7, "miRNA") for i in range(1)]
    partners = [Molecule(f"l{i}", "A" * (20 + i), "lncRNA") for i in range(3)]
    world = RawPairs("w", mirnas, partners, [("m0", "l0", 1)], "", "")
    ground = Ground.of(full(checked(world).table))
    every = np.arange(len(ground.table))
    found = occupancy(ground, Split(every, every), landscape(ground, 10))
    assert (found.best == 0).all()
    assert np.isfinite(found.listed).all()


def _mirna(name, site, rng):
    paired = {"A": "U", "C": "G", "G": "C", "U": "A"}
    seed = "".join(paired[x] for x in reversed(site))
    return Molecule(name, f"U{seed}{letters(rng, 14)}", "miRNA")
