import pytest

from mirinter_core.tasks.trust import measured, protocol_for, untold

NEW = "denovo-family"
REPORT = {
    "dataset": {"name": "pairs"},
    "protocol": "denovo-family",
    "prevalence": 0.5,  # of all pairs: says nothing of one query's
    "mean": {
        "per_query_precision_at_20": 0.15,
        "per_query_chance": 0.02,
        "per_query_partners": 250.0,
    },
}


@pytest.mark.parametrize(
    ("family_known", "query_seen", "expected"),
    [
        (False, False, "denovo-family"),
        (True, False, "denovo-mirna"),
        (True, True, "pair"),
    ],
)
def test_a_query_is_judged_by_test_queries_as_new_as_itself(family_known, query_seen, expected):
    assert protocol_for(family_known=family_known, query_seen=query_seen) == expected


def test_the_figures_count_listed_partners_beside_chance():
    (found,) = measured([REPORT, {**REPORT, "protocol": "pair"}], "denovo-family")
    assert found.dataset == "pairs"
    assert found.listed == pytest.approx(3.0)
    assert found.by_chance == pytest.approx(0.4)
    assert found.partners == 250.0


def test_a_known_family_is_judged_by_queries_of_known_families_alone():
    def apart(known, new):
        told = {"known": known, "new": new}
        return {
            "mean": {"per_query_precision_at_20": 0.3},
            "folds": [{}] * 5,
            "by_family": {
                name: {"mean": {"per_query_precision_at_20": v}, "sd": {}, "folds": [{}] * 5}
                for name, v in told.items()
            },
        }

    rules = {
        "degree": apart(0.2, 0.9),
        "seed-sites": {"mean": {"per_query_precision_at_20": 0.8}},  # of all queries: no peer
    }
    report = {**REPORT, **apart(0.5, 0.1), "protocol": "denovo-mirna", "baselines": rules}
    (found,) = measured([report], "denovo-mirna")
    assert found.listed == pytest.approx(10)
    assert found.of_known
    assert (found.rule, found.by_rule) == ("degree", pytest.approx(4))
    (other,) = measured([{**report, "protocol": NEW}], NEW)
    assert other.listed == pytest.approx(6)
    assert not other.of_known


def test_shares_of_the_first_and_the_first_five_stand_beside_those_of_twenty():
    more = {"per_query_precision_at_1": 0.5, "per_query_precision_at_5": None}
    (found,) = measured([{**REPORT, "mean": {**REPORT["mean"], **more}}], NEW)
    assert found.precision == {1: 0.5, 20: 0.15}


@pytest.mark.parametrize("mean", [{}, {"per_query_chance": None, "per_query_partners": None}])
def test_a_report_that_did_not_measure_chance_gives_none(mean):
    report = {**REPORT, "mean": {"per_query_precision_at_20": 0.15, **mean}}
    (found,) = measured([report], "denovo-family")
    assert found.listed == pytest.approx(3.0)
    assert (found.by_chance, found.partners) == (None, None)


def test_what_was_not_measured_gives_no_figure():
    assert measured([REPORT], "pair") == ()
    assert (
        measured([{**REPORT, "mean": {"per_query_precision_at_20": None}}], "denovo-family") == ()
    )


@pytest.mark.parametrize(
    ("share", "loses"), [(0.14, False), (0.1499, True), (0.15, True), (0.2, True)]
)
def test_the_best_rule_without_a_model_stands_beside_the_figure(share, loses):
    rules = {
        "degree": {"mean": {"per_query_precision_at_20": share}},
        "seed-sites": {"mean": {"per_query_precision_at_20": 0.01}},
        "broken": {"mean": {"per_query_precision_at_20": None}},
    }
    (found,) = measured([{**REPORT, "baselines": rules}], "denovo-family")
    assert found.rule == "degree"
    assert found.by_rule == pytest.approx(share * 20)
    assert found.loses == loses


@pytest.mark.parametrize(("spread", "level"), [(0.02, False), (0.2, True)])
def test_what_lies_within_the_spread_of_folds_is_not_told_apart(spread, level):
    figures = {"sd": {"per_query_precision_at_20": spread}, "folds": [{}] * 5}
    rules = {"degree": {"mean": {"per_query_precision_at_20": 0.11}, **figures}}
    (found,) = measured([{**REPORT, "baselines": rules, **figures}], "denovo-family")
    assert found.error == pytest.approx(20 * spread * (2 / 5) ** 0.5)
    assert (found.level, found.loses) == (level, level)


BY_TYPE = {
    "hairpin-hairpin": {"positives": 5.0},
    "miRNA-hairpin": {"positives": 12.0},
    "miRNA-miRNA": {"positives": 11.0},
    "miRNA-piRNA": {"positives": 0.0},
}


def test_a_measurement_names_the_types_of_partners_it_speaks_of():
    (found,) = measured([{**REPORT, "by_type": BY_TYPE}], "denovo-family")
    assert found.types == ("miRNA-hairpin", "miRNA-miRNA", "hairpin-hairpin")
    assert found.partner_types == ("hairpin", "miRNA")
    (turned,) = measured([{**REPORT, "by_type": {"lncRNA-miRNA": {"positives": 1}}}], NEW)
    assert turned.partner_types == ("lncRNA",)


def test_types_that_nothing_was_measured_on_are_told_where_that_is_known():
    found = measured([{**REPORT, "by_type": BY_TYPE}], NEW)
    assert untold(found, ["hairpin", "mRNA", "lncRNA"]) == ("mRNA", "lncRNA")
    assert untold(measured([REPORT], NEW), ["mRNA"]) == ()
