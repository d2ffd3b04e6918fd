import re
from pathlib import Path

import pytest
import typer
from streamlit.testing.v1 import AppTest

from mirinter_core.cli import app as cli
from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.pairing.sites import SITE_CLASSES, find_sites
from mirinter_core.tasks.baselines import RULES
from mirinter_core.tasks.hits import COLUMNS
from mirinter_core.tasks.meanings import MEANINGS
from mirinter_core.tasks.rule_words import RULE_WORDS
from mirinter_core.tasks.slow_rule import slow_rules
from mirinter_core.web import help_view
from mirinter_core.web.help_view import ABOUT
from mirinter_core.web.ranked import TITLES

PAGE = Path(__file__).parents[2] / "pages" / "help.py"
COMMANDS = re.findall(r"^python -m mirinter_core (.+)$", help_view.text("shell"), re.M)


@pytest.fixture
def page():
    found = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not found.exception
    return found


def test_every_column_is_explained(page):
    text = "\n".join(m.value for m in page.markdown)
    for name, meaning in COLUMNS.items():
        shown = f' (in the table: "{TITLES[name]}")' if name in TITLES else ""
        assert f"**`{name}`**{shown} {meaning}" in text


def test_every_section_is_linked_from_the_top(page):
    links = re.findall(r"\(#([a-z-]+)\)", page.markdown[1].value)
    assert links == [h.proto.anchor for h in page.header]


@pytest.mark.parametrize(("asked", "first"), [("score", "score"), ("none", "five-minutes")])
def test_the_section_that_is_asked_for_stands_first(asked, first):
    page = AppTest.from_file(PAGE, default_timeout=60)
    page.query_params[ABOUT] = asked
    anchors = [h.proto.anchor for h in page.run().header]
    assert anchors[0] == first
    assert len(anchors) == len(set(anchors)) == page.markdown[1].value.count("](#")


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


def test_every_question_and_figure_of_the_benchmarks_is_explained(page):
    text = "\n".join(m.value for m in page.markdown)
    for name, protocol in PROTOCOLS.items():
        assert f"**`{name}`** {protocol.asks}" in text
    for meaning in MEANINGS.values():
        assert f"**{meaning.title}** {meaning.says}" in text


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


def test_every_rule_a_report_may_hold_is_explained(page):
    text = "\n".join(m.value for m in page.markdown)
    assert set(RULE_WORDS) == {*RULES, *slow_rules()}
    for name, words in RULE_WORDS.items():
        assert f"**`{name}`** {words}" in text
