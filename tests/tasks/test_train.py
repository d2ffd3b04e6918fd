import resource
import signal
from dataclasses import replace

import numpy as np
import pytest
import torch
from sklearn.metrics import average_precision_score, roc_auc_score

from mirinter_core.datasets import bench
from mirinter_core.datasets.negatives import full
from mirinter_core.datasets.pairs import join
from mirinter_core.datasets.saved import load
from mirinter_core.datasets.splits import PROTOCOLS, shuffled
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import (
    CancelledError,
    DatasetError,
    ModelError,
    RecipeError,
    StorageError,
)
from mirinter_core.models.recall import KINDS
from mirinter_core.models.unfinished import Unfinished
from mirinter_core.progress import silent
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.card import card
from mirinter_core.tasks.evidence import Embedding, gather
from mirinter_core.tasks.score import score
from mirinter_core.tasks.train import Where, _as_listed, _parts, train, train_on
from tests.gene_worlds import gene_world
from tests.notebooks import finding
from tests.worlds import seed_world


def weights(model):
    return torch.cat([v.flatten().double() for v in model.network.state_dict().values()])


def test_the_same_recipe_data_and_seed_give_the_same_weights(brief):
    recipe, embedding = brief
    table = seed_world().table
    a, b = (train(table, recipe, embedding, name="x") for _ in range(2))
    assert torch.equal(weights(a), weights(b))
    c = train(table, replace(recipe, seed=1), embedding, name="x")
    assert not torch.equal(weights(a), weights(c))


def cut_in(epoch):
    def stop(done, what):
        if what.startswith(f"epoch {epoch} "):
            raise CancelledError("stopped")

    return stop


@pytest.mark.parametrize("kind", ["brief", "weighing"])
def test_cut_short_it_goes_on_and_ends_with_the_same_weights(kind, request, tmp_path):
    recipe, embedding = request.getfixturevalue(kind)
    table = gene_world(8, 6) if kind == "weighing" else seed_world().table
    told = []
    where = Where(keep_in=tmp_path / "training", told=told.append)
    with pytest.raises(CancelledError):
        train(table, recipe, embedding, name="x", where=where, progress=cut_in(3))
    assert [len(history) for history in told] == [1, 2]
    again = train(table, recipe, embedding, name="x", where=where)
    assert [len(history) for history in told[2:4]] == [2, 3]  # what was reached is told first
    whole = train(table, recipe, embedding, name="x")
    assert again.history == whole.history
    assert torch.equal(weights(again), weights(whole))


def test_what_was_reached_is_a_model_of_the_best_epoch(brief, tmp_path):
    recipe, embedding = brief
    table = seed_world().table
    where = Where(keep_in=tmp_path)
    with pytest.raises(ModelError, match="No epoch of this training is done"):
        Unfinished(tmp_path).model("x")
    with pytest.raises(CancelledError):
        train(table, recipe, embedding, name="x", where=where, progress=cut_in(4))
    kept = Unfinished(tmp_path).model("cut")
    assert len(kept.history) == kept.provenance["cut_after"] == 3
    assert kept.memory.pairs == train(table, recipe, embedding, name="x").memory.pairs
    assert np.isfinite(score(table, kept, embedding).score).all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 1}, "its recipe changed"),
        ({"threads": 2}, "its recipe changed"),
        ({}, "its data changed"),
    ],
)
def test_a_training_of_something_else_is_not_gone_on_with(brief, tmp_path, change, said):
    recipe, embedding = brief
    table, where = full(seed_world().table), Where(keep_in=tmp_path)
    with pytest.raises(CancelledError):
        train_on(table, recipe, embedding, name="x", where=where, progress=cut_in(2))
    other = table if change else full(seed_world(seed=1).table)
    with pytest.raises(ModelError, match=f"cannot go on: {said} since it began"):
        train_on(other, replace(recipe, **change), embedding, name="x", where=where)


def test_threads_that_a_recipe_leaves_open_stay_those_it_was_begun_with(brief, tmp_path):
    recipe, embedding = brief
    open_ = replace(recipe, threads=None)
    table, where = seed_world().table, Where(keep_in=tmp_path)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(1)
        with pytest.raises(CancelledError):
            train(table, open_, embedding, name="x", where=where, progress=cut_in(2))
        torch.set_num_threads(2)
        assert train(table, open_, embedding, name="x", where=where).recipe.threads == 1
    finally:
        torch.set_num_threads(before)


def test_a_disk_that_fills_at_a_checkpoint_costs_nothing_that_was_reached(brief, tmp_path):
    recipe, embedding = brief
    table, place = seed_world().table, tmp_path / "training"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def fill(history):
        if len(history) == 2:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))

    try:
        with pytest.raises(StorageError, match=r"Free some space.*unchanged"):
            train(table, recipe, embedding, name="x", where=Where(keep_in=place, told=fill))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert len(Unfinished(place).get().history) == 2
    assert not [p for p in place.iterdir() if ".part-" in p.name]
    again = train(table, recipe, embedding, name="x", where=Where(keep_in=place))
    assert torch.equal(weights(again), weights(train(table, recipe, embedding, name="x")))


def test_training_leaves_torchs_threads_and_random_state_alone(brief):
    recipe, embedding = brief
    torch.manual_seed(3)
    before, threads = torch.get_rng_state().clone(), torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        train(seed_world().table, replace(recipe, threads=1), embedding, name="x")
        assert torch.equal(before, torch.get_rng_state())
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(threads)


def test_copies_with_letters_replaced_are_trained_on_and_never_validated_on(quick):
    recipe, embedding = quick
    table = full(seed_world().table)
    mutating = replace(recipe, mutation=0.1, views=("original", "reversed"))
    rng = np.random.default_rng(0)
    ready = _as_listed(table, mutating, replace(embedding, recipe=mutating), rng, silent)
    plain = _as_listed(table, recipe, embedding, np.random.default_rng(0), silent)
    n = len(table)
    np.testing.assert_array_equal(ready.validation, plain.validation)
    np.testing.assert_array_equal(ready.train, [*plain.train, *range(n, n + len(plain.train))])
    assert ready.memory == plain.memory  # a model remembers no copy
    seen = ready.examples
    for view in ("forward", "reversed"):  # views are made of the copies' letters
        whole, copied = (seen.right[view][seen.right_row[i]] for i in (plain.train[0], n))
        assert not np.array_equal(whole, copied)
    assert not np.array_equal(seen.evidence[plain.train], seen.evidence[n:])
    np.testing.assert_array_equal(seen.evidence[:n], plain.examples.evidence)


def test_vectors_of_copies_leave_no_trace(brief, tmp_path):
    recipe, embedding = brief
    table = seed_world().table
    store = EmbeddingStore(tmp_path)
    train(table, replace(recipe, mutation=0.1), replace(embedding, store=store), name="x")
    (kind,) = store.kinds()
    assert store.digests(kind) == {m.digest for m in (*table.left, *table.right)}


def test_mutation_mixup_and_weights_change_the_weights_and_repeat_by_seed(brief):
    recipe, embedding = brief
    table, found = seed_world().table, []
    for changed in (
        recipe,
        replace(recipe, mutation=0.05),
        replace(recipe, fit=replace(recipe.fit, mixup=0.3)),
    ):
        one, other = (weights(train(table, changed, embedding, name="x")) for _ in range(2))
        assert torch.equal(one, other)
        found.append(one)
    assert not any(torch.equal(found[0], other) for other in found[1:])


def test_a_data_set_can_weigh_more_and_only_one_that_is_there(quick):
    recipe, embedding = quick
    tables = [seed_world().table, replace(seed_world(seed=1).table, sources=("bench",))]
    both = join(tables)
    plain = weights(train(both, recipe, embedding, name="x"))
    heavy = replace(recipe, weights={"bench": 20.0})
    assert not torch.allclose(weights(train(both, heavy, embedding, name="x")), plain, atol=1e-3)
    with pytest.raises(RecipeError, match="weighs pairs of bench, which it is not trained on"):
        train(tables[0], heavy, embedding, name="x")


def test_a_budget_of_time_that_ends_a_training_is_told(brief):
    recipe, embedding = brief
    hasty = replace(recipe, fit=replace(recipe.fit, minutes=1e-6))
    model = train(seed_world().table, hasty, embedding, name="x")
    assert model.provenance["budget_spent"].endswith("after epoch 1: depends on the machine")
    assert "Its training ended with its budget" in card(model, [seed_world()], ())
    assert "budget_spent" not in train(seed_world().table, recipe, embedding, name="x").provenance


@pytest.mark.parametrize("setting", ["mutation", "mixup"])
def test_what_would_change_nothing_of_a_recipe_is_refused(weighing, setting):
    recipe, embedding = weighing
    fit = replace(recipe.fit, mixup=0.2)
    odd = replace(recipe, fit=fit) if setting == "mixup" else replace(recipe, mutation=0.1)
    with pytest.raises(RecipeError, match=f"looks at no vectors: --{setting} would change nothing"):
        train(gene_world(6, 5), odd, embedding, name="x")


def test_a_planted_seed_is_learnt_for_families_never_seen(quick):
    recipe, embedding = quick
    table = full(seed_world(24, 80, seed=1).table)
    split = next(PROTOCOLS["denovo-family"].split(table, 4, np.random.default_rng(0)))
    model = train_on(table.take(split.train), recipe, embedding, name="x")
    test = table.take(split.test)
    scored = score(test, model, embedding)
    assert not model.memory.knows_family([test.left[i] for i in test.left_row]).any()
    assert average_precision_score(test.label, scored.score) > 0.8


@pytest.mark.parametrize("recipe_name", ["small", "kmer-logistic"])
def test_nothing_is_fitted_to_molecules_that_only_the_test_pairs_have(quick, recipe_name):
    """A scaler fitted on all molecules of the table would move with those of the test part."""
    preset = SYSTEMS.get("mirna_ncrna").recipes[recipe_name]
    recipe = replace(preset, fit=replace(preset.fit, epochs=2, batch_size=64), threads=1)
    table = full(seed_world(16, 40).table)
    split = next(PROTOCOLS["new-partner"].split(table, 4, np.random.default_rng(0)))
    unseen = set(table.right_row[split.test].tolist()) - set(table.right_row[split.train].tolist())
    assert unseen
    strange = tuple(
        replace(m, letters="A" * 3000) if i in unseen else m for i, m in enumerate(table.right)
    )
    weights = []
    for right in (table.right, strange):
        part = replace(table, right=right).take(split.train)
        model = train_on(part, recipe, Embedding.open(recipe, "cpu", keep=False), name="x")
        weights.append(model.network.state_dict())
    assert all(torch.equal(weights[0][key], weights[1][key]) for key in weights[0])


def test_a_models_score_is_the_mean_of_its_views(quick):
    paper = SYSTEMS.get("mirna_ncrna").recipes["mirinter-trans-kmer"]
    fit = replace(paper.fit, epochs=1, batch_size=64)
    recipe = replace(paper, fit=fit, threads=1, network_options={"hidden": [8]})
    embedding = Embedding.open(recipe, "cpu", keep=False)
    table = seed_world().table
    found = score(table, train(table, recipe, embedding, name="x"), embedding)
    assert found.views.shape == (4, len(table))
    assert len(np.unique(found.views[:, 0])) == 4
    np.testing.assert_allclose(found.score, found.views.mean(axis=0), atol=1e-6)


@pytest.mark.parametrize(
    ("without", "said"),
    [
        (["foot"], "No kind of evidence is called foot; there are sites, footprint"),
        ([*KINDS], "Keep one"),
    ],
)
def test_kinds_that_there_are_not_and_all_there_are_cannot_be_left_out(weighing, without, said):
    recipe, embedding = weighing
    changed = replace(recipe, network_options={**recipe.network_options, "without": without})
    with pytest.raises(RecipeError, match=said):
        train_on(gene_world(6, 5), changed, embedding, name="x")


@pytest.mark.parametrize("protocol", sorted(PROTOCOLS))
def test_labels_shuffled_teach_nothing(quick, protocol):
    recipe, embedding = quick
    table = full(seed_world(24, 80, seed=2).table)
    rng = np.random.default_rng(0)
    table = replace(table, label=shuffled(table, rng))
    auroc = []
    for split in PROTOCOLS[protocol].split(table, 4, rng):
        model = train_on(table.take(split.train), recipe, embedding, name="x")
        scored = score(table.take(split.test), model, embedding)
        auroc.append(roc_auc_score(table.label[split.test], scored.score))
    assert abs(np.mean(auroc) - 0.5) < 0.1  # 160 positives: the mean's own error is about 0.03


def test_all_views_of_the_papers_network_train(quick):
    paper = SYSTEMS.get("mirna_ncrna").recipes["mirinter-trans-kmer"]
    fit = replace(paper.fit, epochs=1, batch_size=64)
    recipe = replace(paper, fit=fit, threads=1, network_options={"hidden": [16, 16]})
    embedding = Embedding.open(recipe, "cpu", keep=False)
    model = train(seed_world().table, recipe, embedding, name="x")
    assert model.dims == (680, 680, 0)
    assert len(model.history) == 1


def test_no_row_of_a_validation_pair_is_trained_on(quick):
    from mirinter_core.datasets.pairs import both_orders
    from mirinter_core.tasks.train import _parts

    world = seed_world()
    left = tuple(replace(m, type="miRNA") for m in world.table.right)
    table = full(replace(world.table, right=left))
    grown, of = both_orders(table)
    assert len(grown) == 2 * len(table)
    train_rows, validation = _parts(table, of, 0.2, np.random.default_rng(0))
    assert not set(of[train_rows]) & set(of[validation])
    assert sorted([*train_rows, *validation]) == list(range(len(grown)))


def test_evidence_nobody_provides_is_refused(quick):
    recipe, embedding = quick
    odd = replace(embedding, recipe=replace(recipe, pair_evidence=("smell",)))
    with pytest.raises(RecipeError, match="'smell'; there are sites"):
        gather(seed_world().table, odd)


def test_vectors_of_another_encoder_are_refused(quick, quick_model):
    _, embedding = quick
    stranger = replace(quick_model, encoders=("rna_fm@abc", "rna_fm@abc"))
    with pytest.raises(ModelError, match="trained on vectors of rna_fm@abc"):
        score(seed_world().table, stranger, embedding)


def rehearsing(recipe, *protocols, **changes):
    return replace(recipe, rehearsal=protocols, **changes)


def test_a_recipe_that_rehearses_learns_where_argonaute_sits(weighing):
    recipe, embedding = weighing
    table = gene_world(20, 16, seed=1)
    split = next(PROTOCOLS["denovo-family"].split(table, 4, np.random.default_rng(0)))
    model = train_on(
        table.take(split.train), rehearsing(recipe, "pair", "denovo-family"), embedding, name="x"
    )
    test = table.take(split.test)
    assert not model.memory.knows_family([test.left[i] for i in test.left_row]).any()
    assert set(model.memory.books) == {"lncRNA"}
    assert len(model.history) == recipe.fit.epochs
    # Half of the sites are not listed: letters alone reach no more than 0.7 of it.
    assert average_precision_score(test.label, score(test, model, embedding).score) > 0.8


def test_rehearsed_the_same_seed_and_threads_give_the_same_weights(weighing):
    recipe, embedding = weighing
    short = rehearsing(recipe, "pair", "new-partner", fit=replace(recipe.fit, epochs=1))
    table = gene_world(8, 6)
    a, b = (train(table, short, embedding, name="x") for _ in range(2))
    assert torch.equal(weights(a), weights(b))
    np.testing.assert_array_equal(
        score(table, a, embedding).score, score(table, b, embedding).score
    )
    c = train(table, replace(short, seed=1), embedding, name="x")
    assert not torch.equal(weights(a), weights(c))


@pytest.mark.parametrize(
    ("rows", "said"),
    [(1, "1 pairs are too few to be hidden in 5 parts"), (3, "pairs of one class only")],
)
def test_too_few_pairs_to_rehearse_are_refused_in_words(weighing, rows, said):
    recipe, embedding = weighing
    table = gene_world(6, 5).take(np.arange(rows))
    with pytest.raises(DatasetError, match=said):
        train_on(table, recipe, embedding, name="x")


def test_a_rehearsal_nobody_knows_is_refused_before_any_work(weighing):
    recipe, embedding = weighing
    told = []
    with pytest.raises(DatasetError, match="No protocol is called 'denovo'"):
        train_on(
            gene_world(6, 5),
            rehearsing(recipe, "pair", "denovo"),
            embedding,
            name="x",
            progress=lambda share, what: told.append(what),
        )
    assert not told


@pytest.mark.parametrize(
    ("evidence", "rehearsal"),
    [((), ("pair",)), (("sites",), ("pair",)), (("sites", "recall"), ("pair",)), (("recall",), ())],
)
def test_recall_stands_alone_and_goes_with_a_rehearsal(weighing, evidence, rehearsal):
    recipe, embedding = weighing
    mixed = rehearsing(recipe, *rehearsal, pair_evidence=evidence)
    with pytest.raises(RecipeError, match="'recall' stands alone, and goes with a rehearsal"):
        train_on(gene_world(6, 5), mixed, embedding, name="x")


@pytest.mark.parametrize("protocol", sorted(PROTOCOLS))
def test_labels_shuffled_teach_nothing_to_a_model_that_remembers(weighing, protocol):
    recipe, embedding = weighing
    table = gene_world(20, 16, seed=2)
    rng = np.random.default_rng(0)
    table = replace(table, label=shuffled(table, rng))
    auroc = []
    for split in PROTOCOLS[protocol].split(table, 3, rng):
        model = train_on(table.take(split.train), recipe, embedding, name="x")
        scored = score(table.take(split.test), model, embedding)
        auroc.append(roc_auc_score(table.label[split.test], scored.score))
    assert abs(np.mean(auroc) - 0.5) < 0.1


def test_what_the_bench_found_is_learnt_and_never_only_held_out():
    table = seed_world().table
    for i in range(2):  # of which a fifth would be held out to choose the epoch
        outcome = ("bound", "not bound")[i]
        bench.record("mine", finding(table.left[0], table.right[i], outcome))
    joined = join([table, load("mine").table])
    parts = _parts(joined, np.arange(len(joined)), 0.2, np.random.default_rng(0))
    measured = set(np.flatnonzero(joined.is_measured()))
    assert len(measured) == 2
    assert measured <= set(parts[0])
    assert len(parts[1]) > 10
    alone = load("mine").table
    assert len(_parts(alone, np.arange(2), 0.2, np.random.default_rng(0))[1]) > 0
