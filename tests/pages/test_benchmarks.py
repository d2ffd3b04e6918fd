from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core import home
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.tasks import trust as figures
from mirinter_core.web import accuracy, measurements
from mirinter_core.web.trust import trust_table
from tests.measured import WORLD, as_run, beside_model, lay_out, summary

PAGE = Path(__file__).parents[2] / "pages" / "benchmarks.py"
TABS = (
    "Bars",
    "Curves",
    "Scores and threshold",
    "Pair types",
    "Is it luck?",
    "As published",
    "Make it again",
)
MARKUP = "<b>x</b> **y** :red[z] $a$"


@pytest.fixture(autouse=True)
def fresh():
    """No page remembers what lay in the folders of another test."""
    measurements.forget()


@pytest.fixture
def measured(own_home):
    lay_out()


def opened(tab="Bars", **address):
    page = AppTest.from_file(PAGE, default_timeout=60)
    page.session_state["view"] = tab
    for key, value in {"data": WORLD, **address}.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def said(page):
    boxes = [*page.error, *page.warning, *page.info, *page.markdown, *page.caption]
    return "\n".join(box.value for box in boxes).replace("\\", "")


def test_the_answer_on_top_holds_the_figures_of_the_report(measured):
    page = opened()
    mean = summary()["mean"]
    rules = summary()["baselines"].values()
    best = max(rule["mean"]["per_query_precision_at_20"] for rule in rules)
    shown = [metric.value for metric in page.metric][:3]
    figures = (mean["per_query_precision_at_20"], best, mean["per_query_chance"])
    assert shown == [f"{20 * figure:.1f}" for figure in figures]
    assert "family it had never seen" in said(page)
    assert "new microRNA?" in said(page)


@pytest.mark.parametrize(
    ("share", "words"), [(0.99, "Better than every other method"), (0.0, "does better")]
)
def test_a_rule_that_does_better_is_said_before_anything_else(own_home, share, words):
    mean = {**summary()["mean"], "per_query_precision_at_20": share}
    beside_model(summary(mean=mean))
    assert words in said(opened())


def test_a_default_model_that_was_not_measured_on_new_families_is_said_to_be_unknown(own_home):
    beside_model(summary(protocol="pair"))
    assert "Not known" in said(opened())


def test_the_table_has_models_rules_and_chance(measured):
    names = opened().dataframe[0].value["name"].tolist()
    assert "● evidence" in names
    assert names[-1] == "· by chance"
    rules = {f"○ {rule}" for rule in summary()["baselines"]}
    assert rules <= set(names)


def test_views_are_counted_as_the_paper_does_where_there_are_several(own_home):
    mean = summary()["mean"]
    beside_model(summary(views={"all": mean, "original": {**mean, "auprc": None}}))
    measurements.forget()
    table = opened().table[1].value
    assert table.loc["evidence", "AUPRC, all"] == f"{mean['auprc']:.3f}"
    assert table.loc["evidence", "AUPRC, original"] == "-"


def test_the_hardest_question_comes_first_and_every_one_is_asked_in_words(measured):
    page = opened()
    boxes = page.selectbox
    assert boxes[1].value == "denovo-family"
    assert PROTOCOLS["denovo-family"].asks in said(page)
    assert boxes[1].options[0].startswith("denovo-family: Does it")


def test_what_is_compared_stands_in_the_address_and_is_found_there_again(measured):
    page = opened(protocol="pair", models=["family-transcript (rule)"])
    assert page.selectbox[1].value == "pair"
    assert page.query_params["data"] == WORLD
    assert page.multiselect[0].value == ["family-transcript (rule)"]
    page.multiselect[0].set_value(["evidence"]).run()
    assert page.query_params["protocol"] == "pair"
    assert page.query_params["models"] == "evidence"


def test_models_stay_drawn_under_another_question_where_other_data_tell_them_apart(own_home):
    report = summary()
    beside_model(report)
    both = {**report["provenance"], "trained_with": [WORLD, "more"]}
    as_run(summary(provenance=both, mean={**report["mean"], "auprc": 0.1}))
    beside_model(summary(protocol="pair"))
    measurements.forget()
    page = opened()
    there = [name for name in page.multiselect[0].options if "(rule)" not in name]
    assert sorted(there) == [
        "evidence, trained on 2 data sets",
        f"evidence, trained on {WORLD} alone",
    ]
    for asked in there:
        other = opened(protocol="pair", models=[asked])
        assert other.multiselect[0].value == ["evidence"]
        assert "not here" not in said(other)
    assert sorted(opened(models=["evidence"]).multiselect[0].value) == sorted(there)


def test_a_table_without_boosting_says_that_it_was_not_measured(measured):
    assert "*boosting*, the strongest rule where it was measured, was not" in said(opened())


def test_an_address_that_names_what_is_not_there_opens_the_usual(measured):
    page = opened(data="nothing", protocol="none", models=["nobody"])
    assert page.selectbox[1].value in PROTOCOLS
    assert not page.error


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("protocol", ["denovo-family", "pair"])
def test_every_view_opens(measured, tab, protocol):
    assert not opened(tab, protocol=protocol).error


@pytest.mark.parametrize("tab", TABS)
def test_every_view_opens_where_nothing_is_chosen(measured, tab):
    page = opened(tab)
    page.multiselect[0].set_value([]).run()
    assert not page.exception
    assert not page.error
    alone = tab in ("As published", "Make it again")
    assert any("Choose at least one" in box.value for box in page.info) != alone


@pytest.mark.parametrize("tab", TABS)
def test_shipped_reports_open_in_every_view(tab):
    page = opened(tab, data="lncrnasnp2")
    assert page.selectbox[0].value == "lncrnasnp2"
    assert not page.error


def test_every_plot_has_its_files(measured):
    page = opened("Curves")
    labels = [button.label for button in page.get("download_button")]
    assert labels.count("HTML") == labels.count("Numbers (TSV)") == 2


def test_a_threshold_is_said_to_be_worth_what_it_is(measured):
    page = opened("Scores and threshold")
    before = [metric.value for metric in page.metric[3:]]
    page.number_input[0].set_value(0.1).run()
    precision, recall, expected = (metric.value for metric in page.metric[3:])
    assert recall == before[1]
    assert precision != before[0]
    assert float(expected) < float(before[2])
    lowest = min(summary()["curves"]["thresholds"])
    page.select_slider[0].set_value(lowest).run()
    assert not page.exception
    assert page.metric[4].value == "100.0 %"


def test_what_the_page_tests_is_decided_by_the_adjusted_p(measured):
    table = opened("Is it luck?").dataframe[-1].value
    assert set(table["verdict"]) <= {"higher", "undecided"}
    decided = table["verdict"] == "higher"
    assert (table.loc[decided, "p_adjusted"] <= 0.05).all()
    assert not (table.loc[~decided, "p_adjusted"] <= 0.05).any()


def test_published_figures_stand_apart_and_are_said_to_be_no_match(measured):
    page = opened("As published")
    assert "other versions of the data, other protocols" in page.warning[0].value
    assert "SPMLMI" in page.table[1].value.index
    assert not any("SPMLMI" in name for name in page.dataframe[0].value["name"])


def test_every_report_says_how_to_make_it_again(measured):
    shown = [box.value for box in opened("Make it again").code]
    commands = [summary()["command"], summary("baselines")["command"]]
    assert shown == [f".venv/bin/{command}" for command in commands]
    assert "a data set of your own" in said(opened("Make it again"))
    shipped = said(opened("Make it again", data="lncrnasnp2"))
    assert "known by the checksum of pairs.tsv" in shipped


def test_a_report_that_cannot_be_read_is_named_and_the_others_are_shown(measured, own_home):
    broken = own_home / "models" / "evidence" / "reports" / "broken.json"
    broken.write_text('{"format_version": 2}')
    page = opened()
    assert "1 report could not be read" in page.expander[-1].label
    assert "broken.json" in said(page)
    assert len(page.dataframe) == 2


def test_where_nothing_was_measured_the_page_says_how_to(own_home, tmp_path, monkeypatch):
    monkeypatch.setattr(home, "ASSETS", tmp_path)
    page = opened()
    assert "Nothing was measured yet" in said(page)
    assert "--recipe baselines" in page.code[0].value


def test_two_reports_of_one_name_are_told_apart(measured):
    other = {**summary()["mean"], "auprc": 0.1}
    as_run(summary(mean=other, provenance={"made": "2026-01-02T03:04:05"}))
    measurements.forget()
    offered = opened().multiselect[0].options
    options = [name for name in offered if "(rule)" not in name]
    assert len(set(options)) == len(options) == 2
    assert "evidence, 2026-01-02 03:04" in options


def test_names_from_reports_are_never_markup(own_home):
    digest = {"name": MARKUP, "data_digest": "d" * 32}
    changes = {"recipe": MARKUP, "variant": MARKUP, "protocol": "strange"}
    beside_model({**summary(), **changes, "dataset": {**digest, "name": WORLD}})
    beside_model({**summary(), **changes, "dataset": digest}, model="other")
    for tab in TABS:
        page = opened(tab, data=WORLD)
        texts = [box.value for box in (*page.markdown, *page.caption, *page.info)]
        assert not any(MARKUP in text for text in texts)
        assert not page.error


@pytest.mark.parametrize("tab", ["Curves", "Scores and threshold"])
def test_a_report_without_curves_says_so_and_draws_nothing(own_home, tab):
    none = {"thresholds": [], "listed": [[]] * 3, "unlisted": [[]] * 3}
    beside_model(summary(curves={**none, "n_listed": [0] * 3, "n_unlisted": [0] * 3}))
    page = opened(tab)
    assert "older mirinter made holds no curves" in said(page)
    assert "nan" not in said(page)
    assert "score alike" not in said(page)


def test_the_same_pairs_under_another_name_are_compared_with_the_rest(measured):
    other = summary("baselines", "pair")
    as_run({**other, "dataset": {**other["dataset"], "name": "mine"}})
    found = measurements.benches(measurements.found().reports)
    (bench,) = [
        b for b in found if b.digest == other["dataset"]["data_digest"][:] and b.protocol == "pair"
    ]
    assert bench.dataset == WORLD
    assert len(found[bench]) == 3


@pytest.mark.parametrize("seed", [0, 1])
def test_the_best_rule_is_one_over_all_rows_wherever_it_is_named(own_home, seed):
    """A rule that only another report holds, in the same folds or in others, counts everywhere."""
    beside_model(summary())
    best = {key: 0.99 for key in summary()["mean"] if isinstance(summary()["mean"][key], float)}
    rule = {"folds": [best] * 3, "mean": best, "sd": dict.fromkeys(best, 0.0)}
    recipe = {**summary("baselines")["recipe_json"], "seed": seed}
    as_run(summary("baselines", baselines={"boosting": rule}, recipe_json=recipe))
    measurements.forget()
    page = opened("Bars")
    badge, answer, under_compare, bars = (m.value for m in page.markdown if "boosting" in m.value)
    assert "`boosting` does better" in badge
    assert "(`boosting`) reached **20**" in answer
    assert under_compare.startswith("The rule boosting, a simpler model of the same pairs, wins")
    assert bars.startswith("The rule boosting, a simpler model of the same pairs, wins with")
    assert page.dataframe[0].value["name"][0] == "○ boosting"
    luck = opened("Is it luck?")
    tested = luck.dataframe[-1].value
    assert ("boosting" in set(tested["higher"])) == (seed == 0)
    assert ("not tested: boosting (" in said(luck)) == (seed == 1)
    known = trust_table(figures.measured(measurements.of_model("evidence"), "denovo-family"))
    assert known["best other, of 20"].tolist() == ["`boosting` 19.8"]
    table = accuracy.measured(measurements.of_model("evidence"))
    assert table["rule_auprc"].tolist() == ["0.990 (boosting)"]


def test_where_no_model_was_measured_the_best_rule_is_shown_and_every_rule_can_be(own_home):
    as_run(summary("baselines", "pair"))
    page = opened(protocol="pair")
    assert "Model **evidence** was not measured here" in said(page)
    table = page.dataframe[0].value
    rules = summary("baselines")["baselines"]
    best = next(name.removeprefix("○ ") for name in table["name"] if name.startswith("○"))
    chosen = page.multiselect[0]
    assert chosen.value == [f"{best} (rule)"]
    assert set(chosen.options) == {f"{rule} (rule)" for rule in rules}
    for tab in TABS:
        page = opened(tab, protocol="pair", models=[f"{rule} (rule)" for rule in list(rules)[:6]])
        assert not page.error


def test_a_rule_can_be_drawn_beside_a_model(measured):
    page = opened("Is it luck?", models=["degree (rule)", "evidence"])
    table = page.dataframe[-1].value
    pair = {"evidence", "degree (rule)"}
    assert any({row.higher, row.lower} == pair for row in table.itertuples())
    assert "degree" not in {*table["higher"], *table["lower"]}
    assert "only its figures are kept" in said(opened("Curves", models=["degree (rule)"]))


def test_what_the_address_names_and_is_not_there_is_said(measured):
    page = opened(data="gone", protocol="none", models=["nobody"])
    texts = [warning.value for warning in page.warning]
    assert any("Data set gone is not here" in text for text in texts)
    assert any("Protocol none is not here" in text for text in texts)
    assert any("nobody" in text for text in texts)
    assert not opened().warning


def test_a_run_in_the_address_is_shown_with_its_report(measured):
    run = as_run(
        summary(
            recipe="evidence",
            protocol="pair",
            provenance={"made": "2026-01-02T03:04:05"},
            mean={**summary(protocol="pair")["mean"], "auprc": 0.123},
        )
    )
    measurements.forget()
    page = opened(run=run.id, data="gone")
    assert page.selectbox[1].value == "pair"
    (chosen,) = page.multiselect[0].value
    assert chosen == "evidence, 2026-01-02 03:04"
    assert "reaches 0.123" in said(page)
    assert f"Shown is what run {run.id} measured" in said(page)
    assert "run" not in page.query_params
    assert not page.warning


def test_a_run_of_rules_is_shown_and_one_whose_report_is_damaged_is_said(measured):
    run = as_run(summary("baselines", "pair"))
    page = opened(run=run.id)
    assert page.multiselect[0].value == ["family-transcript (rule)"]
    for path in run.folder.glob("*-pair.json"):
        path.write_text("{")
    measurements.forget()
    page = opened(run=run.id)
    assert "damaged" in page.warning[0].value
    assert "No run is called" in opened(run="20260101-000000-aaaa").warning[0].value


def test_a_threshold_says_what_it_finds_and_the_top_is_told_apart_from_the_table(measured):
    page = opened("Scores and threshold")
    assert all(", finds " in label for label in page.select_slider[0].options)
    assert page.metric[5].label == "In your first 20"
    page.number_input[2].set_value(10).run()
    assert "no more than 10 partners" in page.warning[0].value
    assert page.metric[5].label == "In your first 10"


def test_rows_of_other_folds_are_marked_and_rows_of_one_are_not(measured):
    assert "folds" not in opened().dataframe[0].value
    joint = {"made": "2026-01-02T03:04:05", "trained_with": [WORLD, "mine"]}
    as_run(summary(provenance=joint, mean={**summary()["mean"], "auprc": 0.1}))
    measurements.forget()
    table = opened().dataframe[0].value
    assert set(table["folds"]) >= {"3 folds, seed 0, split alone"}
    assert any(f"split with mine and {WORLD}" in folds for folds in table["folds"])


def test_an_interval_that_was_not_computed_is_a_dash_and_no_empty_cell(measured):
    more = opened().dataframe[1].value.set_index("name")
    assert " to " in more.loc["● evidence", "interval"]
    assert more.loc["○ degree", "interval"] == "-"


def test_a_copy_of_the_default_model_does_not_hide_its_figures(own_home):
    beside_model(summary(), model="a-copy")
    beside_model(summary())
    page = opened()
    assert "Not known" not in said(page)
    assert page.multiselect[0].value == ["evidence"]


def test_of_the_variants_of_a_recipe_the_best_is_drawn_and_each_can_be(own_home):
    beside_model(summary())
    recipe = summary()["recipe_json"]
    for seed, auprc in enumerate((0.31, 0.42, 0.2)):
        mean = {**summary()["mean"], "auprc": auprc, "per_query_auprc": auprc}
        as_run(summary(mean=mean, variant=f"variant {auprc}", recipe_json={**recipe, "seed": seed}))
    measurements.forget()
    chosen = opened().multiselect[0]
    assert len([name for name in chosen.options if "variant" in name]) == 3
    assert chosen.value == ["evidence", "evidence (variant 0.42)"]


@pytest.mark.parametrize("options", [{"without": ["sites"]}, {"trees": 0}])
def test_what_leaves_something_out_is_drawn_only_if_asked(own_home, options):
    beside_model(summary())
    recipe = summary()["recipe_json"]
    mean = {**summary()["mean"], "auprc": 0.9, "per_query_auprc": 0.9}
    left = {**recipe, "network_options": options}
    as_run(summary(mean=mean, variant="without something", recipe_json=left))
    measurements.forget()
    chosen = opened().multiselect[0]
    assert "evidence (without something)" in chosen.options
    assert chosen.value == ["evidence"]
