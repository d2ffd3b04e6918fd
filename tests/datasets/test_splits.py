from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirinter_core.datasets.dataset import RawPairs, checked
from mirinter_core.datasets.leaks import require_kept
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.splits import PROTOCOLS, protocol, shuffled
from mirinter_core.errors import DatasetError
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule
from tests.worlds import letters, seed_world


def mixed(n: int, rng: np.random.Generator):
    """MicroRNAs in families of up to three, hairpins that hold them, and lncRNAs."""
    seeds = [letters(rng, 7) for _ in range(n)]
    mirnas = [
        Molecule(f"m{i}{j}", "U" + s + letters(rng, 14), "miRNA")
        for i, s in enumerate(seeds)
        for j in range(int(rng.integers(1, 4)))
    ]
    hairpins = [
        Molecule(f"h{m.id}", letters(rng, 5) + m.letters + letters(rng, 30), "hairpin")
        for m in mirnas[::2]
    ]
    lncs = [Molecule(f"l{i}", letters(rng, 80), "lncRNA") for i in range(n)]
    partners = [*mirnas, *hairpins, *lncs]
    pairs = [(m.id, partners[int(rng.integers(len(partners)))].id, 1) for m in mirnas * 3]
    pairs = [(a, b, y) for a, b, y in pairs if a != b]
    return full(checked(RawPairs("mixed", mirnas, partners, pairs, "", "")).table)


worlds = st.tuples(st.integers(6, 14), st.integers(0, 2**31))


@settings(max_examples=25)
@given(worlds, st.sampled_from(sorted(set(PROTOCOLS) - {"both-new"})))
def test_every_pair_is_judged_once_and_never_trained_on_then(world, name):
    rng = np.random.default_rng(world[1])
    table = mixed(world[0], rng)
    tested = []
    for split in PROTOCOLS[name].split(table, 4, rng):
        assert not set(split.train.tolist()) & set(split.test.tolist())
        tested += split.test.tolist()
    assert sorted(tested) == list(range(len(table)))


@settings(max_examples=40)
@given(worlds, st.sampled_from(sorted(PROTOCOLS)))
def test_what_is_held_out_cannot_be_told_from_training(world, name):
    rng = np.random.default_rng(world[1])
    table = mixed(world[0], rng)
    require_kept(name, table, list(PROTOCOLS[name].split(table, 4, rng)))


def test_with_both_new_no_pair_is_judged_twice_nor_trained_on():
    table = mixed(14, np.random.default_rng(0))
    tested = []
    for split in PROTOCOLS["both-new"].split(table, 4, np.random.default_rng(1)):
        assert not set(split.train.tolist()) & set(split.test.tolist())
        tested += split.test.tolist()
    assert len(set(tested)) == len(tested) > 0


def test_no_transcript_alike_a_new_partner_stands_in_training():
    rng = np.random.default_rng(5)
    body = [letters(rng, 120) for _ in range(8)]
    partners = [
        Molecule(f"l{i}.{j}", b[j * 20 :] + letters(rng, 30), "lncRNA")
        for i, b in enumerate(body)
        for j in range(3)
    ]
    queries = [Molecule(f"m{i}", letters(rng, 22), "miRNA") for i in range(6)]
    pairs = [(q.id, p.id, 1) for q in queries for p in partners[::2]]
    table = full(checked(RawPairs("w", queries, partners, pairs, "", "")).table)
    for split in PROTOCOLS["new-partner"].split(table, 4, rng):
        genes = [
            {table.right[i].id.split(".")[0] for i in table.right_row[rows]}
            for rows in (split.train, split.test)
        ]
        assert not genes[0] & genes[1]


@settings(max_examples=25)
@given(worlds)
def test_no_family_of_a_test_query_stands_anywhere_in_training(world):
    rng = np.random.default_rng(world[1])
    table = mixed(world[0], rng)
    for split in PROTOCOLS["denovo-family"].split(table, 4, rng):
        held = {seed(table.left[i].letters) for i in table.left_row[split.test]}
        matures = [m.letters for m in table.left if seed(m.letters) in held]
        for side, row in ((table.left, table.left_row), (table.right, table.right_row)):
            for molecule in {side[i] for i in row[split.train]}:
                if molecule.type == "miRNA":
                    assert seed(molecule.letters) not in held
                if molecule.type == "hairpin":
                    assert not any(mature in molecule.letters for mature in matures)


@settings(max_examples=25)
@given(worlds)
def test_no_test_query_stands_anywhere_in_training(world):
    rng = np.random.default_rng(world[1])
    table = mixed(world[0], rng)
    for split in PROTOCOLS["denovo-mirna"].split(table, 4, rng):
        held = {table.left[i].digest for i in table.left_row[split.test]}
        train = {table.left[i].digest for i in table.left_row[split.train]}
        train |= {table.right[i].digest for i in table.right_row[split.train]}
        assert not held & train


def test_a_sequence_under_two_names_cannot_stand_on_both_sides_of_a_split():
    world = seed_world()
    raw = RawPairs(
        "twins",
        [*world.table.left, Molecule("alias", world.table.left[0].letters, "miRNA")],
        world.table.right,
        [
            ("mir-0", "lnc-0", 1),
            ("alias", "lnc-1", 1),
            ("mir-1", "lnc-2", 1),
            ("mir-2", "lnc-0", 1),
        ],
        "",
        "",
    )
    table = full(checked(raw).table)
    for split in PROTOCOLS["denovo-mirna"].split(table, 3, np.random.default_rng(0)):
        train = {table.left[i].digest for i in table.left_row[split.train]}
        assert not train & {table.left[i].digest for i in table.left_row[split.test]}


def test_by_pair_the_share_of_positives_is_kept():
    table = full(seed_world().table)
    shares = [
        table.label[s.test].mean()
        for s in PROTOCOLS["pair"].split(table, 5, np.random.default_rng(0))
    ]
    assert np.ptp(shares) < 0.01


@pytest.mark.parametrize("name", sorted(PROTOCOLS))
def test_the_same_seed_splits_the_same(name):
    table = full(seed_world().table)
    a, b = (list(PROTOCOLS[name].split(table, 3, np.random.default_rng(1))) for _ in range(2))
    assert all(np.array_equal(x.test, y.test) for x, y in zip(a, b, strict=True))


def test_an_unknown_protocol_is_refused_with_the_names_there_are():
    with pytest.raises(DatasetError, match="denovo-family"):
        protocol("random")


def test_shuffling_keeps_the_number_of_positives():
    table = full(seed_world().table)
    label = shuffled(table, np.random.default_rng(0))
    assert label.sum() == table.label.sum()
    assert (label != table.label).any()


def test_families_are_not_held_out_of_queries_that_have_none():
    world = seed_world()
    untyped = tuple(replace(m, type="") for m in world.table.left)
    table = full(replace(world.table, left=untyped))
    for name in ("denovo-family", "denovo-superfamily", "both-new"):
        with pytest.raises(DatasetError, match="No query is typed as miRNA"):
            next(PROTOCOLS[name].split(table, 3, np.random.default_rng(0)))
