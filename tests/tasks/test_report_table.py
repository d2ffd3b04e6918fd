from mirinter_core.tasks.report_table import COLUMNS, not_run, of_data, question, table, verdict
from tests.reports import report


def with_mean(summary, key, value):
    return {**summary, "mean": {**summary["mean"], key: value}}


def test_the_recipe_comes_first_then_its_interval_then_every_rule():
    summary = report() | {"interval": {"auprc": [0.25, 0.5], "auroc": [None, None]}}
    title, recipe, interval, *rules = table(summary)
    assert len(title) == 1 + len(COLUMNS)
    mean, sd = (summary[key]["auprc"] for key in ("mean", "sd"))
    assert recipe[:3] == ("recipe small", recipe[1], f"{mean:.3f} ± {sd:.3f}")
    assert interval == ("95 % interval", "", "0.250 to 0.500", "", "")
    assert [row[0] for row in rules] == list(summary["baselines"])


def test_what_could_not_be_measured_is_a_dash_and_a_sample_is_told():
    summary = report() | {"variant": "no views"}
    degree = {**summary["baselines"]["degree"], "sample": 7500, "mean": {"auprc": None}}
    rows = {row[0]: row[1:] for row in table({**summary, "baselines": {"degree": degree}})}
    assert rows["degree (on 7,500 pairs)"] == ("-",) * len(COLUMNS)
    assert "recipe small (no views)" in rows


def test_the_question_says_what_was_held_out_and_drawn():
    text = question(report() | {"protocol": "denovo-family", "negatives": 5})
    assert "denovo-family (held out: whole seed families), 5 folds" in text
    assert "5 unlisted drawn for each" in text


def test_the_verdict_names_the_rule_that_wins_pooled_and_per_query():
    summary = report()
    best = {
        key: max(rule["mean"][key] for rule in summary["baselines"].values())
        for key in ("auprc", "per_query_auprc")
    }
    winning = with_mean(summary, "auprc", best["auprc"] + 0.01)
    losing = with_mean(winning, "per_query_auprc", best["per_query_auprc"])
    assert "All pairs together, the recipe beats every rule (AUPRC" in verdict(losing)
    own = "Per query, the rule family-transcript, which needs no model,"
    assert f"{own} does as well (AUPRC per query" in verdict(losing)
    assert f"{own} wins" in verdict(with_mean(losing, "per_query_auprc", 0.01))


def test_a_rule_that_saw_a_sample_wins_nothing():
    summary = report()
    energy = {**summary["baselines"]["degree"], "sample": 7500, "mean": dict.fromkeys(COLUMNS, 1.0)}
    known = verdict(summary)
    assert verdict({**summary, "baselines": {**summary["baselines"], "energy": energy}}) == known


def test_a_recipe_of_rules_says_that_nothing_was_trained():
    rule = {"network": "rule", "network_options": {"rule": "degree"}}
    text = verdict(report("baselines") | {"recipe_json": rule})
    assert text.startswith("Nothing was trained: the recipe's figures are those of degree.")
    assert "All pairs together, family-transcript is the best rule (AUPRC" in text


def test_a_figure_that_was_not_measured_decides_nothing():
    assert "Per query, AUPRC per query could not be measured." in verdict(
        with_mean(report(), "per_query_auprc", None)
    )


def test_rules_that_were_not_run_are_named_with_the_reason():
    missing = {"intarna": "IntaRNA is not installed.", "rnahybrid": "RNAhybrid is not installed"}
    assert not_run(report() | {"not_run": missing}) == [
        "Not run: intarna. IntaRNA is not installed.",
        "Not run: rnahybrid. RNAhybrid is not installed.",
    ]
    assert not_run(report()) == []


def test_what_a_rule_tells_of_the_data_is_said_as_such():
    told = report()
    told["baselines"]["degree"]["of_data"] = {"structural consistency": [0.84, 0.007]}
    assert of_data(told) == [
        (
            f"Structural consistency of {told['dataset']['name']}: 0.840 ± 0.007. It looks at all "
            "labels, and so speaks of the data and of no prediction."
        )
    ]
    assert of_data(report()) == []
