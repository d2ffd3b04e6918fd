import re
from pathlib import Path

import pytest
import typer
from streamlit.testing.v1 import AppTest

from mirinter_core.cli import app as cli
from mirinter_core.pairing.sites import SITE_CLASSES, find_sites
from mirinter_core.tasks.hits import COLUMNS
from mirinter_core.web import help_view

PAGE = Path(__file__).parents[2] / "pages" / "help.py"
COMMANDS = re.findall(r"^python -m mirinter_core (.+)$", help_view.text("shell"), re.M)
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
    "baselines": {
        "degree": {"mean": {"auprc": 0.125, "per_query_precision_at_20": 0.31}},
        "seed-degree": {"mean": {"auprc": 0.148}},
        "family-copy": {"mean": {"auprc": None}},
    },
}


@pytest.fixture
def page():
    found = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not found.exception
    return found


def test_every_column_is_explained(page):
    text = "\n".join(m.value for m in page.markdown)
    for name, meaning in COLUMNS.items():
        assert f"**`{name}`** {meaning}" in text


def test_every_section_is_linked_from_the_top(page):
    links = re.findall(r"\(#([a-z-]+)\)", page.markdown[1].value)
    assert links == [h.proto.anchor for h in page.header]


def test_every_verb_of_the_command_line_is_named(page):
    text = "\n".join(m.value for m in page.markdown)
    assert all(f"**`{verb}`**" in text for verb in cli.VERBS)


def test_each_site_class_is_drawn_from_a_partner_that_has_it():
    examples = help_view.site_examples()
    assert tuple(examples) == SITE_CLASSES
    drawn = help_view.site_drawing().splitlines()
    bars = next(line for line in drawn if "|||||||" in line).index("|")
    for kind, partner in examples.items():
        site = find_sites(help_view.LET_7A, partner)[0]
        assert site.kind == kind
        line = next(line for line in drawn if line.startswith(f"{kind} "))
        letters = partner[site.start - 1 : site.end]
        assert line.index(letters) - bars == 8 - (site.facing(0) - site.start)


def test_what_was_measured_is_taken_from_the_reports():
    row = help_view.measured([REPORT]).iloc[0]
    assert row["held_out"] == "whole seed families: a new miRNA"
    assert row["listed"] == pytest.approx(5.0)
    assert row["chance"] == pytest.approx(1.0)
    assert row["partners"] == 250
    assert (row["auprc"], row["rule_auprc"]) == ("0.301 ± 0.020", "0.148 (seed-degree)")
    assert row["rule_listed"] == "6.2 (degree)"


def test_chance_is_left_out_where_a_report_did_not_measure_it():
    older = {**REPORT, "mean": {"per_query_precision_at_20": 0.25}}
    table = help_view.measured([REPORT, older])
    assert table["chance"].notna().tolist() == [True, False]
    assert table["partners"].notna().tolist() == [True, False]


def test_a_model_without_reports_is_said_to_be_unmeasured():
    assert help_view.measured([]).empty


def test_reports_come_from_the_hardest_protocol_to_the_easiest():
    protocols = ["pair", "something-else", "denovo-family"]
    table = help_view.measured([{**REPORT, "protocol": name} for name in protocols])
    assert table["held_out"].tolist() == [
        "whole seed families: a new miRNA",
        "single pairs (siblings known)",
        "something-else",
    ]


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_in_the_help_can_be_given(line):
    verb, *words = line.split()
    main = typer.main.get_command(cli.app)
    with main.make_context("x", [verb], resilient_parsing=True) as context:
        _, command, _ = main.resolve_command(context, [verb])
    options = [word for word in words if word.startswith("-")]
    if hasattr(command, "commands"):
        command = command.commands[words[0]]
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(options) <= known
