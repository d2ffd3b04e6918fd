"""Conformance: every network keeps the promise of its kind."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from mirinter_core.embedding.pooling import SEGMENTS
from mirinter_core.models.examples import Batch, Batches, Examples, Segments, Side
from mirinter_core.models.fit import Lesson, fit, scores
from mirinter_core.models.network import NETWORKS, TOKENS, VECTORS, WANTS, Grows
from mirinter_core.models.recall import COLUMNS, column, of_kinds, of_partner
from mirinter_core.recipe import Fit

SMALL = {
    "attention": {"hidden": [32], "width": 8, "heads": 2, "dropout": 0.0, "hide": 0.0},
    "ffnn": {"hidden": [32, 32]},
    "gate": {"width": 32, "dropout": 0.0, "forget": 0.0, "trees": 3},
    "two_tower": {"width": 32, "match": 8, "dropout": 0.0},
}
BLIND = {"gate"}  # to pooled vectors: they learn from the pair's evidence alone


def world(name: str = "ffnn", n: int = 400, seed: int = 0) -> tuple[Examples, np.ndarray]:
    """Pairs are listed where the two vectors agree in sign in their first number.

    For a network that wants tokens that is the first number of the one stretch that is marked.
    """
    rng = np.random.default_rng(seed)
    left = rng.normal(size=(40, 6)).astype(np.float32)
    right = rng.normal(size=(50, 5)).astype(np.float32)
    a, b = rng.integers(0, 40, n), rng.integers(0, 50, n)
    examples = Examples(
        {"forward": left, "reversed": left[:, ::-1].copy()},
        {"forward": right, "reversed": right[:, ::-1].copy()},
        a,
        b,
        rng.normal(size=(n, 3)).astype(np.float32),
        np.ones(40, dtype=bool),
    )
    label = (left[a, 0] * right[b, 0] > 0).astype(np.int8)
    if WANTS.get(name) == VECTORS:
        return examples, label
    none = {view: np.empty((40, 0), np.float32) for view in examples.left}
    tokens = (
        {view: stretches(m, rng) for view, m in side.items()}
        for side in (examples.left, examples.right)
    )
    return replace(
        examples,
        left=none,
        right={view: np.empty((50, 0), np.float32) for view in examples.right},
        left_tokens=next(tokens),
        right_tokens=next(tokens),
    ), label


def stretches(matrix: np.ndarray, rng: np.random.Generator) -> Segments:
    """Hide each vector, marked, among stretches that say nothing."""
    counts = rng.integers(2, SEGMENTS + 1, len(matrix))
    values = rng.normal(size=(len(matrix), SEGMENTS, 6)).astype(np.float16)
    values[:, :, 5] = 0
    for i, n in enumerate(counts):
        values[i, n:] = np.nan  # nobody may look there
        values[i, rng.integers(n), [0, 5]] = [np.sign(matrix[i, 0]) * 2, 4]
    return Segments(np.nan_to_num(values, nan=60.0), counts)


@pytest.fixture(params=NETWORKS.names())
def name(request):
    return request.param


def test_every_network_has_small_options_here():
    assert set(SMALL) == set(NETWORKS.names())


def test_logits_come_one_a_pair_and_every_weight_learns(name):
    examples, _ = world(name)
    network = NETWORKS.get(name)(examples.dims, **SMALL[name])
    logits = network(Batches(examples, "cpu").of(np.arange(64)))
    assert logits.shape == (64,)
    logits.square().sum().backward()
    dead = [key for key, p in network.named_parameters() if p.grad is None]
    assert not dead


def test_a_network_overfits_what_can_be_learnt(name):
    examples, label = world(name)
    if name in BLIND:
        label = (examples.evidence[:, 0] * examples.evidence[:, 1] > 0).astype(np.int8)
    torch.manual_seed(0)
    network = NETWORKS.get(name)(examples.dims, **SMALL[name])
    rows = np.arange(len(label))
    how = Fit(epochs=60, batch_size=64, learning_rate=5e-3, positive_share=0.5, patience=60)
    lesson = Lesson(Batches(examples, "cpu"), label, rows, rows)
    history = fit(network, lesson, how, rng=np.random.default_rng(0))
    assert history[-1].loss < history[0].loss
    assert max(epoch.validation_auprc for epoch in history) > 0.95


def test_a_pair_alone_gets_the_score_it_gets_in_a_batch(name):
    examples, _ = world(name)
    network = NETWORKS.get(name)(examples.dims, **SMALL[name]).double()
    batches = Batches(examples, "cpu", dtype=torch.float64)
    together = scores(network, batches, np.arange(50))
    alone = [scores(network, batches, np.array([i]))[0] for i in range(50)]
    np.testing.assert_allclose(together, alone, atol=1e-12)


def test_the_last_hidden_layer_has_a_row_a_pair(name):
    examples, _ = world(name)
    network = NETWORKS.get(name)(examples.dims, **SMALL[name]).eval()
    hidden = network.hidden(Batches(examples, "cpu").of(np.arange(7)))
    assert hidden.shape[0] == 7
    assert hidden.ndim == 2


def test_the_four_views_are_the_four_ways_to_read_a_pair():
    examples, _ = world()
    batches = Batches(examples, "cpu")
    row = np.array([3])
    seen = {view: batches.of(row, view) for view in ("original", "order", "reversed", "both")}
    a, b = examples.left_row[3], examples.right_row[3]
    assert torch.equal(
        seen["order"].left.by_pair[0], torch.from_numpy(examples.right["forward"][b])
    )
    assert torch.equal(
        seen["reversed"].left.by_pair[0], torch.from_numpy(examples.left["reversed"][a])
    )
    assert torch.equal(
        seen["both"].left.by_pair[0], torch.from_numpy(examples.right["reversed"][b])
    )
    assert torch.equal(
        seen["original"].right.by_pair[0], torch.from_numpy(examples.right["forward"][b])
    )


def test_tokens_of_views_are_those_of_their_letters_and_are_never_copied_per_pair():
    examples, _ = world("attention")
    assert WANTS.get("attention") == TOKENS
    assert examples.dims == (6, 6, 3)
    batches = Batches(examples, "cpu")
    rows = np.array([3, 3, 7])
    for view, sides, letters in (
        ("original", ("left", "right"), "forward"),
        ("order", ("right", "left"), "forward"),
        ("reversed", ("left", "right"), "reversed"),
        ("both", ("right", "left"), "reversed"),
    ):
        tokens = batches.of(rows, view).tokens
        assert tokens.values is batches.tokens[0]
        for own, side in zip((tokens.left, tokens.right), sides, strict=True):
            held = getattr(examples, f"{side}_tokens")[letters]
            place = getattr(examples, f"{side}_row")[rows]
            np.testing.assert_array_equal(tokens.values[own].numpy(), held.values[place])
            np.testing.assert_array_equal(tokens.counts[own].numpy(), held.counts[place])
    mixed = batches.mixed([(rows, "original"), (rows[:1], "both")]).tokens
    assert mixed.values is batches.tokens[0]
    assert len(mixed.left) == len(mixed.right) == 4


def test_what_lies_behind_the_last_stretch_of_a_short_rna_is_not_looked_at():
    examples, _ = world("attention")
    network = NETWORKS.get("attention")(examples.dims, **SMALL["attention"]).eval()
    tokens = examples.right_tokens["forward"]
    behind = np.arange(SEGMENTS) >= tokens.counts[:, None]
    other = tokens.values.copy()
    other[behind] = -7
    changed = replace(examples, right_tokens={"forward": replace(tokens, values=other)})
    rows = np.arange(50)
    before, after = (network(Batches(e, "cpu").of(rows)) for e in (examples, changed))
    assert torch.equal(before, after)


@pytest.mark.parametrize("name", ["attention"])
def test_a_query_of_an_unknown_family_is_scored_without_its_tokens(name):
    examples, _ = world(name)
    network = NETWORKS.get(name)(examples.dims, **SMALL[name]).eval()
    batch = Batches(examples, "cpu").of(np.arange(20))
    stranger = replace(batch.tokens, left=batch.tokens.left.flip(0))
    unknown = replace(batch, known=torch.zeros_like(batch.known))
    assert torch.equal(network(unknown), network(replace(unknown, tokens=stranger)))
    assert not torch.equal(network(batch), network(replace(batch, tokens=stranger)))


def test_a_query_of_an_unknown_family_is_scored_without_its_vector():
    examples, _ = world()
    network = NETWORKS.get("two_tower")(examples.dims, **SMALL["two_tower"]).eval()
    batch = Batches(examples, "cpu").of(np.arange(20))
    unknown = torch.zeros_like(batch.known)
    one = network(Batch(batch.left, batch.right, batch.evidence, unknown))
    stranger = Side.of_pairs(torch.randn_like(batch.left.by_pair))
    other = network(Batch(stranger, batch.right, batch.evidence, unknown))
    assert torch.equal(one, other)
    assert not torch.equal(one, network(batch))


@pytest.mark.parametrize("hidden", [[], [32, 32]])
@pytest.mark.parametrize("normalise", [False, True])
@pytest.mark.parametrize("evidence", [0, 3])
def test_the_papers_head_sees_a_molecule_once_and_ends_as_if_pair_by_pair(
    hidden, normalise, evidence
):
    examples, label = world()
    examples = replace(examples, evidence=examples.evidence[:, :evidence])
    torch.manual_seed(0)
    network = NETWORKS.get("ffnn")(examples.dims, hidden=hidden, normalise=normalise)
    batch = Batches(examples, "cpu").of(np.arange(len(label)))
    for _ in range(3):  # so that the normalisations have something to remember
        network(batch)
    network.eval()
    joined = torch.cat([batch.left.by_pair, batch.right.by_pair, batch.evidence], dim=1)
    torch.testing.assert_close(network.hidden(batch), network.layers(joined))


def test_a_side_passes_a_molecule_once():
    passed = []
    side = Side(torch.arange(10.0)[:, None], torch.tensor([3, 3, 1, 3]))
    ends = side.through(lambda vectors: passed.append(len(vectors)) or vectors * 2)
    assert passed == [2]
    torch.testing.assert_close(ends, side.by_pair * 2)


def test_the_papers_head_is_the_papers():
    network = NETWORKS.get("ffnn")((1280, 1280, 0))
    linear = [m for m in network.modules() if isinstance(m, torch.nn.Linear)]
    assert [(m.in_features, m.out_features) for m in linear] == [
        (2560, 1024),
        (1024, 1024),
        (1024, 1024),
        (1024, 1024),
        (1024, 1),
    ]
    kinds = [type(m).__name__ for m in network.layers]
    assert kinds == ["Linear", "ReLU", "BatchNorm1d", "Dropout"] * 4
    assert {m.p for m in network.modules() if isinstance(m, torch.nn.Dropout)} == {0.2}


@pytest.mark.parametrize("training", [True, False])
def test_a_gate_never_looks_at_a_kind_that_is_left_out(training):
    evidence = torch.from_numpy(np.random.default_rng(0).normal(size=(50, COLUMNS)))
    hidden = evidence.clone()
    hidden[:, torch.from_numpy(of_kinds(["footprint", "family"]))] = 7.0
    network = NETWORKS.get("gate")(
        (0, 0, COLUMNS), without=["family", "footprint"], **SMALL["gate"]
    )
    side = Side.of_pairs(torch.empty(50, 0))
    network.double().train(training)
    logits = [network(Batch(side, side, told, torch.ones(50) > 0)) for told in (evidence, hidden)]
    torch.testing.assert_close(*logits, rtol=0, atol=0)
    assert logits[0].std() > 0
    assert "never" not in network.state_dict()  # it is part of the recipe


def grow(network: torch.nn.Module, evidence: torch.Tensor, label: np.ndarray) -> None:
    """Let a network grow what it learns at once."""
    assert isinstance(network, Grows)
    network.grow(evidence.float().numpy(), label, None, seed=0, threads=1, progress=lambda *_: None)


def told(n: int = 400) -> tuple[torch.Tensor, np.ndarray, Batch]:
    """Evidence of all kinds, of which two columns of different kinds decide."""
    evidence = torch.from_numpy(np.random.default_rng(0).normal(size=(n, COLUMNS)))
    label = (evidence[:, 0] * evidence[:, -1] > 0).numpy().astype(np.int8)
    side = Side.of_pairs(torch.empty(n, 0))
    return evidence, label, Batch(side, side, evidence, torch.ones(n) > 0)


def test_a_gate_scores_by_layers_and_trees_once_these_are_grown():
    evidence, label, batch = told()
    gate = NETWORKS.get("gate")((0, 0, COLUMNS), **SMALL["gate"] | {"trees": 40}).double().eval()
    layers = gate(batch)
    grow(gate, evidence, label)
    share = label.mean()  # trees speak of odds among the pairs given, layers of balanced batches
    balance = np.log(0.3 / 0.7) - np.log(share / (1 - share))
    bare = gate.trees._summed(evidence) - gate.trees.base
    assert bare.std() > 0.5
    torch.testing.assert_close(gate(batch), 0.4 * layers + 0.6 * gate.trees(evidence))
    assert float(gate.trees.base) == pytest.approx(balance + np.log(share / (1 - share)), abs=0.2)
    learning = gate.train()(batch)  # while it learns, layers alone; nothing is dropped here
    torch.testing.assert_close(learning, gate.logit(gate.hidden(batch)).squeeze(1))


def long_strangers(evidence: torch.Tensor, rows: slice) -> torch.Tensor:
    """Let the partners of some pairs be long ones of which nothing is known."""
    shown = evidence.clone()
    shown[:, column("log length")] = 9.0
    shown[:, column("any gene with a site")] = 0.13
    shown[rows, torch.from_numpy(of_partner())] = torch.nan
    return shown


def test_a_gate_weighs_a_line_where_nothing_is_known_of_a_long_partner():
    evidence, label, batch = told(1200)
    new, known = slice(0, 600), slice(600, 1200)
    shown = long_strangers(evidence, new)
    gate = NETWORKS.get("gate")((0, 0, COLUMNS), **SMALL["gate"] | {"trees": 40}).double().eval()
    layers = gate(replace(batch, evidence=shown))
    grow(gate, shown, label)
    found, rest = gate(replace(batch, evidence=shown)), 0.4 * layers + 0.6 * gate.trees(shown)
    torch.testing.assert_close(found[known], rest[known])
    torch.testing.assert_close(found[new], (0.5 * rest + 0.5 * gate.line(shown))[new])
    assert gate.line(shown)[new].std() > 0
    odds = np.log(0.3 / 0.7) + np.log(label[new].mean() / (1 - label[new].mean()))
    share = np.log(label.mean() / (1 - label.mean()))  # as the trees: of all pairs
    assert float(gate.line(shown)[new].mean()) == pytest.approx(odds - share, abs=0.2)
    learning = gate.train()(replace(batch, evidence=shown))
    assert (
        learning - gate.logit(gate.hidden(replace(batch, evidence=shown))).squeeze(1)
    ).abs().max() < 1e-9


def test_the_line_never_looks_at_a_kind_that_is_left_out_and_needs_no_trees():
    evidence, label, batch = told(1200)
    gate = NETWORKS.get("gate")(
        (0, 0, COLUMNS), without=["family"], **SMALL["gate"] | {"trees": 0}
    ).double()
    shown = long_strangers(evidence, slice(0, 1200))
    grow(gate, shown, label)
    gate.eval()
    assert gate.line.fitted
    other = shown.clone()
    other[:, torch.from_numpy(of_kinds(["family"]))] = 7.0
    scores = [gate(replace(batch, evidence=told)) for told in (shown, other)]
    torch.testing.assert_close(*scores, rtol=0, atol=0)


def test_trees_too_never_look_at_a_kind_that_is_left_out():
    evidence, label, batch = told()
    gate = NETWORKS.get("gate")(
        (0, 0, COLUMNS), without=["family"], **SMALL["gate"] | {"trees": 40}
    ).double()
    grow(gate, evidence, label)
    gate.eval()
    other = evidence.clone()
    other[:, torch.from_numpy(of_kinds(["family"]))] = 7.0
    torch.testing.assert_close(gate(batch), gate(replace(batch, evidence=other)), rtol=0, atol=0)
    columns = gate.trees.column.long().unique() % COLUMNS
    assert not of_kinds(["family"])[columns.numpy()].any()


def test_trees_know_pairs_with_kinds_hidden():
    """Of a pair without the kind that decides they say neither one nor the other."""
    evidence, _, _ = told()
    label = (evidence[:, 0] > 0).numpy().astype(np.int8)
    gate = NETWORKS.get("gate")((0, 0, COLUMNS), **SMALL["gate"] | {"trees": 40}).double().eval()
    grow(gate, evidence, label)
    hidden = evidence.clone()
    hidden[:, torch.from_numpy(of_kinds(["sites"]))] = torch.nan
    shown, blind = gate.trees(evidence), gate.trees(hidden)
    assert shown[label == 1].mean() - shown[label == 0].mean() > 4
    middle = (shown[label == 1].mean() + shown[label == 0].mean()) / 2
    assert (blind.mean() - middle).abs() < 0.5


def test_a_gate_tells_small_shares_apart_from_large_ones_piece_by_piece():
    gate = NETWORKS.get("gate")((0, 0, 1), **SMALL["gate"]).eval()
    knots = gate.knots
    pieces = gate._pieces(torch.tensor([[knots[0] - 1], [knots[3]], [9.0]]))
    assert pieces.shape == (3, 1, len(knots) - 1)
    assert pieces[0].eq(0).all()
    assert pieces[1, 0].tolist() == [1.0] * 3 + [0.0] * (len(knots) - 4)
    assert pieces[2].eq(1).all()
    half = gate._pieces(((knots[0] + knots[1]) / 2).view(1, 1))
    assert half[0, 0, 0] == pytest.approx(0.5)
    assert half.sum() == pytest.approx(0.5)
