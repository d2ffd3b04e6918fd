"""Planted leaks: each must be caught by the audit, and kept out by the protocol."""

from dataclasses import replace

import numpy as np
import pytest

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.leaks import PROMISES, Audit, require_kept
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.pairs import PairTable
from mirinter_core.datasets.splits import PROTOCOLS, Split
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.molecule import Molecule
from tests.worlds import letters, seed_world


def table_of(left, right, pairs):
    """A table as it is, with nothing merged: what an unchecked source could hold."""
    return PairTable(
        left=tuple(left),
        right=tuple(right),
        left_row=np.array([a for a, _ in pairs], dtype=np.intp),
        right_row=np.array([b for _, b in pairs], dtype=np.intp),
        label=np.ones(len(pairs), dtype=np.int8),
        source=np.zeros(len(pairs), dtype=np.int16),
        sources=("planted",),
    )


def half(table):
    rows = np.arange(len(table))
    return Split(rows[: len(rows) // 2], rows[len(rows) // 2 :])


@pytest.fixture
def rna():
    rng = np.random.default_rng(0)
    return lambda kind, n=22, start="": Molecule(letters(rng, 8), start + letters(rng, n), kind)


def test_a_clean_split_tells_nothing(rna):
    table = table_of([rna("miRNA"), rna("miRNA")], [rna("lncRNA"), rna("lncRNA")], [(0, 0), (1, 1)])
    found = Audit.of(table).leaks(half(table))
    assert not any(vars(found).values())
    for protocol in PROMISES:
        require_kept(protocol, table, [half(table)])


def test_a_sequence_under_two_names_is_caught(rna):
    one = rna("miRNA")
    alias = replace(one, id="alias")
    table = table_of([one, alias], [rna("lncRNA", 200), rna("lncRNA", 200)], [(0, 0), (1, 1)])
    assert Audit.of(table).leaks(half(table)).queries == 1
    with pytest.raises(DatasetError, match="1 by queries"):
        require_kept("denovo-mirna", table, [half(table)])


def test_a_family_sibling_is_caught(rna):
    family = [rna("miRNA", 14, "UGAGGUAG"), rna("miRNA", 14, "UGAGGUAG")]
    table = table_of(family, [rna("lncRNA", 200), rna("lncRNA", 200)], [(0, 0), (1, 1)])
    with pytest.raises(DatasetError, match="1 by families"):
        require_kept("denovo-family", table, [half(table)])
    require_kept("denovo-mirna", table, [half(table)])  # siblings may be known there


def test_a_near_relative_is_caught(rna):
    near = [rna("miRNA", 14, "UGAGGUAG"), rna("miRNA", 14, "UGAGGUAC")]
    table = table_of(near, [rna("lncRNA", 200), rna("lncRNA", 200)], [(0, 0), (1, 1)])
    with pytest.raises(DatasetError, match="1 by superfamilies"):
        require_kept("denovo-superfamily", table, [half(table)])
    require_kept("denovo-family", table, [half(table)])


def test_a_sister_transcript_is_caught(rna):
    one = rna("lncRNA", 300)
    sister = Molecule("sister", one.letters[40:], "lncRNA")
    table = table_of([rna("miRNA"), rna("miRNA")], [one, sister], [(0, 0), (1, 1)])
    for protocol in ("new-partner", "both-new"):
        with pytest.raises(DatasetError, match="1 by partners"):
            require_kept(protocol, table, [half(table)])
    require_kept("denovo-family", table, [half(table)])


def test_a_sibling_with_a_sister_transcript_is_caught_in_a_block(rna):
    family = [rna("miRNA", 14, "UGAGGUAG"), rna("miRNA", 14, "UGAGGUAG")]
    one = rna("lncRNA", 300)
    sister = Molecule("sister", one.letters[40:], "lncRNA")
    table = table_of(family, [one, sister], [(0, 0), (1, 1)])
    with pytest.raises(DatasetError, match="1 by blocks"):
        require_kept("block", table, [half(table)])


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize("step", [1, -1])
def test_a_view_of_a_training_pair_is_caught(rna, swap, step):
    """The four views that augmented tables are published with: swapped, written backwards, both."""
    a, b = rna("miRNA"), rna("miRNA")
    seen = [Molecule(m.id + "'", m.letters[::step], m.type) for m in (a, b)]
    left, right = [a, b, *seen], [a, b, *seen]
    table = table_of(left, right, [(0, 1), (3, 2) if swap else (2, 3)])
    assert Audit.of(table).leaks(half(table)).pairs == 1
    with pytest.raises(DatasetError, match="1 by pairs"):
        require_kept("pair", table, [half(table)])


def test_the_mature_form_of_a_held_out_hairpin_is_caught(rna):
    mature = rna("miRNA")
    hairpin = Molecule("hairpin", "ACGUA" + mature.letters + "GGACC", "hairpin")
    partners = [rna("lncRNA", 200), rna("lncRNA", 200)]
    for left in ([mature, hairpin], [hairpin, mature]):
        table = table_of(left, partners, [(0, 0), (1, 1)])
        assert Audit.of(table).leaks(half(table)).queries == 1


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_protocol_keeps_its_promise_where_all_of_these_are_planted(name):
    rng = np.random.default_rng(3)
    world = seed_world(16, 24)
    siblings = [
        Molecule(f"{m.id}-sib", m.letters[:8] + letters(rng, 14), "miRNA")
        for m in world.table.left[:8]
    ]
    near = [
        Molecule(f"{m.id}-near", m.letters[:7] + letters(rng, 15), "miRNA")
        for m in world.table.left[8:12]
    ]
    aliases = [replace(m, id=f"{m.id}-alias") for m in world.table.left[:4]]
    sisters = [
        Molecule(f"{m.id}-sister", m.letters[30:] + letters(rng, 20), "lncRNA")
        for m in world.table.right[:10]
    ]
    queries = [*world.table.left, *siblings, *near, *aliases]
    partners = [*world.table.right, *sisters, *siblings]
    pairs = [(q.id, partners[int(rng.integers(len(partners)))].id, 1) for q in queries * 4]
    table = full(checked(RawPairs("w", queries, partners, pairs, "", "")).table)
    splits = list(PROTOCOLS[name].split(table, 4, np.random.default_rng(0)))
    require_kept(name, table, splits)
