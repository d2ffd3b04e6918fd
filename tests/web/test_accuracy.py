import pytest

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.web.accuracy import measured

HELD = {name: f"{protocol.held} ({name})" for name, protocol in PROTOCOLS.items()}
REPORT = {
    "dataset": {"name": "lncrnasnp2"},
    "protocol": "denovo-family",
    "prevalence": 0.036,
    "mean": {
        "auprc": 0.301,
        "auroc": 0.8,
        "per_query_precision_at_20": 0.25,
        "per_query_chance": 0.05,
        "per_query_partners": 249.6,
    },
    "sd": {"auprc": 0.02},
    "interval": {"auprc": [0.25, 0.35]},
    "baselines": {
        "degree": {"mean": {"auprc": 0.125, "per_query_precision_at_20": 0.31}},
        "seed-degree": {"mean": {"auprc": 0.148}},
        "family-copy": {"mean": {"auprc": None}},
        "duplex-energy": {"mean": {"auprc": 0.9, "per_query_precision_at_20": 0.9}, "sample": 9},
    },
}


def test_what_was_measured_is_taken_from_the_reports():
    row = measured([REPORT]).iloc[0]
    assert row["held_out"] == HELD["denovo-family"]
    assert row["listed"] == pytest.approx(5.0)
    assert row["chance"] == pytest.approx(1.0)
    assert row["partners"] == 250
    assert (row["auprc"], row["rule_auprc"]) == ("0.301 ± 0.020", "0.148 (seed-degree)")
    assert row["rule_listed"] == "6.2 (degree)"


def test_chance_is_left_out_where_a_report_did_not_measure_it():
    older = {**REPORT, "mean": {"per_query_precision_at_20": 0.25}}
    table = measured([REPORT, older])
    assert table["chance"].notna().tolist() == [True, False]
    assert table["partners"].notna().tolist() == [True, False]


def test_a_model_without_reports_is_said_to_be_unmeasured():
    assert measured([]).empty


def test_reports_come_from_the_hardest_protocol_to_the_easiest():
    protocols = ["pair", "something-else", "denovo-family"]
    table = measured([{**REPORT, "protocol": name} for name in protocols])
    assert table["held_out"].tolist() == [
        HELD["denovo-family"],
        HELD["pair"],
        "something-else",
    ]


def test_the_interval_is_written_out():
    assert measured([REPORT]).iloc[0]["interval"] == "0.250 to 0.350"
