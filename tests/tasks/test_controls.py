"""Positive controls: transcripts with a site planted for one microRNA, and the site broken."""

from collections import defaultdict

import numpy as np
import pytest

from mirinter_core.datasets import builtin
from mirinter_core.datasets.catalog import open_catalog
from mirinter_core.tasks.ready import ready
from mirinter_core.tasks.screen import screen

PLANTED = builtin.planted()
QUERIES = {m.id: m for m in builtin.facts()}


@pytest.fixture(scope="module")
def found(own_folder):
    """Score and best site of the shipped model, by microRNA and control."""
    model, embedding = ready()
    names = sorted({control.mirna for control in PLANTED})
    catalog = open_catalog("builtin").select(types=("control",))
    hits = screen([QUERIES[name] for name in names], catalog, model, embedding, evidence=0)
    return hits.table.set_index(["id2", "id1"])


@pytest.fixture(scope="module")
def own_folder(tmp_path_factory):
    """Vectors of this module alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIRINTER_HOME", str(tmp_path_factory.mktemp("home")))
        yield


def by_mirna():
    forms = defaultdict(dict)
    for control in PLANTED:
        forms[control.mirna][control.variant] = control
    return forms


@pytest.mark.parametrize("variant", ["8mer", "7mer-m8", "7mer-A1"])
def test_a_planted_site_ranks_above_its_broken_seed(found, variant):
    above = [
        found.loc[(name, forms[variant].molecule.id), "score"]
        > found.loc[(name, forms["broken"].molecule.id), "score"]
        for name, forms in by_mirna().items()
    ]
    assert len(above) >= 30
    assert np.mean(above) >= 0.95


def test_the_site_that_is_told_is_the_planted_one(found):
    for control in PLANTED:
        row = found.loc[(control.mirna, control.molecule.id)]
        if control.variant == "broken":
            assert row["seed_class"] == "none"
        else:
            told = row["seed_class"], row["start1"], row["end1"]
            assert told == (control.kind, control.start, control.end), control.molecule.id
