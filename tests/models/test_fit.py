from dataclasses import replace

import numpy as np
import pytest
import torch

from mirinter_core.errors import CancelledError, DatasetError, StorageError
from mirinter_core.models.examples import Batches, Examples
from mirinter_core.models.fit import Lesson, _rate, _Sampler, fit, loss_of
from mirinter_core.models.network import NETWORKS
from mirinter_core.models.reached import Reached
from mirinter_core.progress import silent
from mirinter_core.recipe import Fit


def lesson(label: np.ndarray, views=("original",)) -> Lesson:
    rng = np.random.default_rng(0)
    n = len(label)
    examples = Examples(
        {"forward": rng.normal(size=(n, 4)).astype(np.float32)},
        {"forward": rng.normal(size=(n, 4)).astype(np.float32)},
        np.arange(n),
        np.arange(n),
        np.zeros((n, 1), np.float32),
        np.ones(n, dtype=bool),
    )
    rows = np.arange(n)
    return Lesson(Batches(examples, "cpu"), label, rows[: n // 2], rows[n // 2 :], views)


LABEL = np.array(([1] + [0] * 9) * 40, dtype=np.int8)


def network():
    torch.manual_seed(0)
    return NETWORKS.get("ffnn")((4, 4, 1), hidden=[8])


def test_a_batch_has_the_share_of_positives_asked_for_and_an_epoch_each_negative_once():
    sampler = _Sampler(lesson(LABEL), Fit(batch_size=20, positive_share=0.3))
    negatives = []
    for ((rows, _),) in sampler.epoch(np.random.default_rng(0)):
        assert len(rows) == 20
        assert LABEL[rows].sum() == 6
        negatives += rows[LABEL[rows] == 0].tolist()
    assert len(set(negatives)) == len(negatives) == 180 // 14 * 14


def test_an_epoch_shows_each_negative_once_in_every_view_and_mixes_them():
    sampler = _Sampler(lesson(LABEL, ("original", "order")), Fit(batch_size=20))
    batches = list(sampler.epoch(np.random.default_rng(0)))
    assert all(sum(len(rows) for rows, _ in batch) == 20 for batch in batches)
    assert sum(min(len(rows) for rows, _ in batch) > 2 for batch in batches) > 0.9 * len(batches)
    seen = [(i, view) for batch in batches for rows, view in batch for i in rows if not LABEL[i]]
    assert len(set(seen)) == len(seen) == 360 // 14 * 14


def test_small_data_are_passed_until_a_network_has_learnt_something():
    few = _Sampler(lesson(LABEL), Fit(batch_size=20, epochs=4))
    assert few.steps * 4 == 300
    assert len(list(few.epoch(np.random.default_rng(0)))) == few.steps
    assert _Sampler(lesson(LABEL), Fit(batch_size=20, epochs=4, epoch_steps=3)).steps == 3


def test_a_budget_of_steps_goes_on_through_the_negatives_where_the_last_epoch_ended():
    sampler = _Sampler(lesson(LABEL), Fit(batch_size=20, epoch_steps=3))
    rng = np.random.default_rng(0)
    seen = [i for _ in range(4) for ((rows, _),) in sampler.epoch(rng) for i in rows]
    negatives = [i for i in seen if not LABEL[i]]
    assert len(set(negatives)) == len(negatives) == 12 * 14


def test_views_in_one_batch_are_what_each_gives_alone():
    batches = lesson(LABEL).batches
    drawn = [(np.array([3, 5]), "original"), (np.array([7]), "order")]
    mixed = batches.mixed(drawn)
    alone = [batches.of(*each) for each in drawn]
    for seen in (
        lambda batch: batch.left.by_pair,
        lambda batch: batch.right.by_pair,
        lambda batch: batch.evidence,
        lambda batch: batch.known,
    ):
        assert torch.equal(seen(mixed), torch.cat([seen(batch) for batch in alone]))


def test_the_rate_warms_up_and_decays_to_nothing():
    how = Fit(epochs=50, warmup_epochs=4)
    assert _rate(0, how) < 0.01
    assert _rate(4, how) == 1.0
    assert 0.4 < _rate(27, how) < 0.6
    assert _rate(50, how) == pytest.approx(0.0, abs=1e-9)


def test_the_network_is_left_at_its_best_epoch_and_stops_when_nothing_improves():
    how = Fit(epochs=40, batch_size=40, patience=3, learning_rate=0.01)
    history = fit(network(), lesson(LABEL), how, rng=np.random.default_rng(0))
    best = max(history, key=lambda e: e.validation_auprc)
    assert history[-1].epoch - best.epoch <= 3
    assert len(history) < 40


def test_the_same_seed_gives_the_same_weights():
    weights = []
    for _ in range(2):
        net = network()
        torch.manual_seed(1)
        fit(net, lesson(LABEL), Fit(epochs=2, batch_size=40), rng=np.random.default_rng(5))
        weights.append(torch.cat([p.flatten() for p in net.parameters()]))
    assert torch.equal(*weights)


@pytest.mark.parametrize("label", [np.zeros(40, np.int8), np.ones(40, np.int8)])
def test_one_class_only_is_refused(label):
    with pytest.raises(DatasetError, match="of one class only"):
        fit(network(), lesson(label), Fit(epochs=1), rng=np.random.default_rng(0))


def test_a_progress_callback_stops_the_training():
    def stop(done, what):
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        fit(network(), lesson(LABEL), Fit(), rng=np.random.default_rng(0), progress=stop)


class Folder:
    """Keeps what is reached in a file, and breaks the training off where it is told to."""

    def __init__(self, path):
        self.path = path

    def get(self):
        return Reached.read(self.path) if self.path.exists() else None

    def put(self, reached):
        reached.write(self.path)


def cut_in(epoch):
    def stop(done, what):
        if what.startswith(f"epoch {epoch} "):
            raise CancelledError("stopped")

    return stop


@pytest.mark.parametrize("views", [("original",), ("original", "order")])
@pytest.mark.parametrize(("steps", "mixup"), [(None, 0.0), (5, 0.4)])
def test_cut_in_any_epoch_a_training_goes_on_to_the_same_weights(tmp_path, views, steps, mixup):
    how = Fit(epochs=4, batch_size=40, learning_rate=0.01, epoch_steps=steps, mixup=mixup)

    def trained(keep=None, progress=silent):
        net = NETWORKS.get("ffnn")((4, 4, 1), hidden=[8])
        net.load_state_dict(network().state_dict())
        torch.manual_seed(1)  # what dropout draws
        rng = np.random.default_rng(5)
        history = fit(net, lesson(LABEL, views), how, rng=rng, keep=keep, progress=progress)
        return history, torch.cat([v.flatten().double() for v in net.state_dict().values()])

    whole = trained()
    for cut in (1, 2, 3, 4):
        keep = Folder(tmp_path / f"{cut}.safetensors")
        for _ in range(2):  # twice, in the same epoch
            with pytest.raises(CancelledError):
                trained(keep, cut_in(cut))
        assert keep.path.exists() == (cut > 1)
        history, weights = trained(keep)
        assert history == whole[0]
        assert torch.equal(weights, whole[1])
    done = trained(keep, cut_in(1))  # nothing is left to do
    assert done[0] == whole[0]
    assert torch.equal(done[1], whole[1])


def test_what_is_reached_is_damaged_or_of_another_format_in_words(tmp_path):
    keep = Folder(tmp_path / "reached.safetensors")
    fit(network(), lesson(LABEL), Fit(epochs=1), rng=np.random.default_rng(0), keep=keep)
    whole = keep.path.read_bytes()
    keep.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StorageError, match=r"reached\.safetensors is damaged"):
        keep.get()
    keep.path.write_bytes(whole.replace(b'format_version\\": 1', b'format_version\\": 9', 1))
    with pytest.raises(StorageError, match="has format 9; this mirinter reads format 1"):
        keep.get()


def test_a_pair_of_weight_two_counts_as_one_that_stands_there_twice():
    logits, target = torch.randn(6), torch.tensor([1.0, 0, 1, 0, 0, 1])
    weight = torch.tensor([1.0, 2, 1, 1, 2, 1])
    twice = torch.tensor([0, 1, 1, 2, 3, 4, 4, 5])
    found = loss_of(logits, target, weight)
    torch.testing.assert_close(found, loss_of(logits[twice], target[twice], None))
    torch.testing.assert_close(loss_of(logits, target, 7 * weight), found)  # their mean is no step
    assert not torch.isclose(found, loss_of(logits, target, None))


def trained_weights(how, **taught):
    net = network()
    torch.manual_seed(1)
    fit(net, replace(lesson(LABEL), **taught), how, rng=np.random.default_rng(5))
    return torch.cat([p.flatten() for p in net.parameters()])


def test_weights_that_are_all_alike_change_nothing_and_others_do():
    how = Fit(epochs=2, batch_size=40)
    plain = trained_weights(how)
    alike = trained_weights(how, weight=np.full(len(LABEL), 3, np.float32))
    torch.testing.assert_close(alike, plain)
    heavy = np.where(np.arange(len(LABEL)) % 2, 9, 1).astype(np.float32)
    assert not torch.allclose(trained_weights(how, weight=heavy), plain, atol=1e-3)


def test_mixup_is_drawn_from_the_seed_and_none_is_drawn_unless_asked():
    how = Fit(epochs=2, batch_size=40)
    mixed = replace(how, mixup=0.4)
    assert torch.equal(trained_weights(mixed), trained_weights(mixed))
    assert not torch.equal(trained_weights(mixed), trained_weights(how))
    assert torch.equal(trained_weights(replace(how, mixup=0.0)), trained_weights(how))


def test_a_budget_of_minutes_ends_after_the_epoch_that_passes_it():
    def epochs(minutes):
        how = Fit(epochs=6, batch_size=40, patience=6, minutes=minutes)
        return len(fit(network(), lesson(LABEL), how, rng=np.random.default_rng(0)))

    assert epochs(1e-9) == 1
    assert epochs(60) == 6


def test_a_training_that_goes_astray_is_refused_in_words():
    taught = lesson(LABEL)
    taught.batches.evidence[0] = torch.nan
    with pytest.raises(DatasetError, match="Training went astray in epoch 1"):
        fit(network(), taught, Fit(epochs=1), rng=np.random.default_rng(0))
