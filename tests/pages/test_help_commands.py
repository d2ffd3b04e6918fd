"""Every command that the help shows can be given as it stands there."""

import gzip
import re
import shlex

import pytest
import typer

from mirinter_core.cli import app as cli
from mirinter_core.cli.sequence_input import read_one
from mirinter_core.cli.terminal_output import Terminal
from mirinter_core.home import ASSETS

MISTYPED = typer.BadParameter.__base__  # the error of any bad usage, which typer does not export
TEXTS = sorted((ASSETS / "help").glob("*.md"))
LINES = [
    (path.name, line)
    for path in TEXTS
    for line in re.findall(r"python -m mirinter_core ([^`\n]+)", path.read_text("utf-8"))
]


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The files that the commands name, in the folder where they would be given."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mirnas.fa").write_text(">a\nUGAGGUAGUAGGUUGUAUAGUU\n")
    (tmp_path / "partner.fa").write_text(">p\nAAAACUAUACAACCUACUACCUCAAAAGGG\n")
    (tmp_path / "lncrnas.fa.gz").write_bytes(gzip.compress(b">l\nACGUACGUACGU\n"))


def parsed(line: str) -> typer.Context:
    """Parse a line as the program would, down to the command that would be done."""
    words, command = shlex.split(line), typer.main.get_command(cli.app)
    context = command.make_context("mirinter", words)
    while hasattr(context.command, "resolve_command"):
        words = [*context._protected_args, *context.args]
        name, command, rest = context.command.resolve_command(context, words)
        context = command.make_context(name, rest, parent=context)
    return context


def test_the_help_shows_commands():
    assert {"shell.md"} <= {name for name, _ in LINES}
    assert len(LINES) > 10


@pytest.mark.parametrize(("name", "line"), LINES)
def test_verb_arguments_and_options_exist(files, name, line):
    assert parsed(line).command.name


@pytest.mark.parametrize("line", ["nonsense", "pair one", "doctor --nonsense", "runs nonsense"])
def test_a_line_that_cannot_be_given_would_be_noticed(line):
    with pytest.raises(MISTYPED):
        parsed(line)


@pytest.mark.parametrize("line", [line for _, line in LINES if line.startswith("pair ")])
def test_both_molecules_of_a_pair_can_be_read(files, line):
    given = parsed(line).params
    terminal = Terminal.open(quiet=True, verbose=False)
    assert read_one(given["query"], "query", terminal).letters
    assert read_one(given["partner"], "partner", terminal).letters
