import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from mirinter_core.tasks.intervals import MEASURED, Fold, _dense, _prepared, bootstrap
from mirinter_core.tasks.metrics import per_query, pooled


def table(queries=30, partners=80, seed=0, effect=1.0, rounded=False):
    """A full table whose labels belong to families and genes, in two folds by query."""
    rng = np.random.default_rng(seed)
    q, p = np.divmod(np.arange(queries * partners), partners)
    family, gene = q // 3, p // 4
    block = rng.normal(size=(family.max() + 1, gene.max() + 1))[family, gene]
    label = (block > 1.3).astype(np.int8)
    score = effect * block + rng.normal(size=len(q))
    score = np.round(score, 1) if rounded else score
    half = family % 2 == 0
    return [Fold(label[h], score[h], q[h], family[h], gene[h]) for h in (half, ~half)]


@pytest.mark.parametrize("rounded", [False, True])
def test_weights_count_as_copies_of_a_pair(rounded):
    rng = np.random.default_rng(1)
    for fold in table(rounded=rounded):
        query, partner = _dense([fold.query_group])[0], _dense([fold.partner_group])[0]
        whole, own = _prepared(fold, query, partner)
        times = [rng.integers(0, 3, side.max() + 1) for side in (query, partner)]
        copies = times[0][query] * times[1][partner]
        auroc, auprc = whole.measured(*times)
        weight = {"sample_weight": copies}
        assert auroc == pytest.approx(roc_auc_score(fold.label, fold.score, **weight))
        assert auprc == pytest.approx(average_precision_score(fold.label, fold.score, **weight))
        total = weighed = 0.0
        for q in np.unique(fold.query):
            of = fold.query == q
            w = times[1][partner[of]]
            if 0 < w[fold.label[of] == 1].sum() < w.sum():
                ap = average_precision_score(fold.label[of], fold.score[of], sample_weight=w)
                total += times[0][query[of][0]] * ap
                weighed += times[0][query[of][0]]
        assert own.measured(*times) == pytest.approx(total / weighed)


def test_drawn_once_each_the_figures_are_those_of_the_fold():
    for fold in table(rounded=True):
        sides = _dense([fold.query_group])[0], _dense([fold.partner_group])[0]
        whole, own = _prepared(fold, *sides)
        once = [np.ones(side.max() + 1, np.int64) for side in sides]
        found = pooled(fold.label, fold.score)
        assert whole.measured(*once) == pytest.approx((found["auroc"], found["auprc"]))
        expected = per_query(fold.label, fold.score, fold.query)["auprc"]
        assert own.measured(*once) == pytest.approx(expected)


def test_intervals_hold_the_figures_they_are_of():
    folds = table()
    found = bootstrap(folds, rng=np.random.default_rng(0))
    assert tuple(found) == MEASURED
    figures = [pooled(fold.label, fold.score) for fold in folds]
    own = [per_query(fold.label, fold.score, fold.query)["auprc"] for fold in folds]
    points = {"auroc": [f["auroc"] for f in figures], "auprc": [f["auprc"] for f in figures]}
    for name, values in (points | {"per_query_auprc": own}).items():
        low, high = found[name]
        assert low < np.mean(values) < high


def test_to_draw_groups_gives_wider_intervals_than_to_draw_their_members():
    """Labels belong to blocks: their members are not so many observations."""

    def width(folds):
        low, high = bootstrap(folds, n=100, rng=np.random.default_rng(0))["auroc"]
        return high - low

    alone = [
        Fold(f.label, f.score, f.query, f.query, np.arange(len(f.query)) % 80) for f in table()
    ]
    assert width(table()) > 1.2 * width(alone)


def test_the_same_numbers_come_from_the_same_seed():
    first, second = (bootstrap(table(), n=20, rng=np.random.default_rng(4)) for _ in range(2))
    assert first == second


def test_sides_of_one_kind_are_drawn_together():
    folds = table(30, 30)
    apart = bootstrap(folds, n=30, rng=np.random.default_rng(0))
    joined = bootstrap(folds, n=30, rng=np.random.default_rng(0), one_kind=True)
    assert apart != joined


def test_what_cannot_be_measured_has_no_interval():
    none = np.zeros(0, np.intp)
    empty = Fold(none.astype(np.int8), none.astype(float), none, none, none)
    one = Fold(np.zeros(3, np.int8), np.arange(3.0), np.zeros(3, int), np.arange(3), np.arange(3))
    for folds in ([], [empty], [empty, one]):
        found = bootstrap(folds, n=5, rng=np.random.default_rng(0))
        assert np.isnan(list(found.values())).all()
