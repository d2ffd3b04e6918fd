import inspect
import shlex

import pytest

from mirinter_core.runs.command import command_of
from mirinter_core.runs.job import COMMANDS, JOBS, option
from mirinter_core.runs.run import create

ASKED = {
    "count": {"steps": 3},
    "embed_catalog": {
        "catalog": "my-lnc",
        "encoder": "kmer",
        "pooling": "mean-max",
        "device": "cpu",
    },
    "fetch_catalog": {"source": "ensembl", "species": "mouse"},
}


@pytest.mark.parametrize("name", JOBS.names())
def test_every_job_does_work_and_says_its_command(name):
    assert len(inspect.signature(JOBS.get(name)).parameters) == 2
    assert len(inspect.signature(COMMANDS.get(name)).parameters) == 1


@pytest.mark.parametrize(
    ("verb", "command"),
    [
        ("count", "count -q input.fa --steps 3"),
        (
            "embed_catalog",
            "catalog embed my-lnc --encoder kmer --pooling mean-max --device cpu",
        ),
        ("fetch_catalog", "catalog fetch ensembl --species mouse"),
    ],
)
def test_a_command_names_what_was_asked(verb, command):
    run = create(verb, ASKED[verb])
    assert command_of(run) == f"python -m mirinter_core {command}"


def test_a_command_survives_the_shell_and_tells_folders_only_when_asked():
    run = create("embed_catalog", {"catalog": "/lab data/it's $HOME.fa"})
    words = shlex.split(command_of(run))
    assert words[-1] == "/lab data/it's $HOME.fa"
    assert shlex.split(command_of(run, paths=False))[-1] == "it's $HOME.fa"


def test_inputs_are_named_where_they_lie():
    run = create("count", {}, inputs={"input.fa": ">q\nA\n"})
    assert "-q inputs/input.fa" in command_of(run, inputs_in="inputs", paths=False)


def test_options_not_asked_for_are_not_said():
    assert option("--top", 0) == ["--top", "0"]
    assert option("--quiet", value=False) == option("--name", "") == option("--name", None) == []
    assert option("--quiet", value=True) == ["--quiet"]
    twice = ["--without", "sites", "--without", "family"]
    assert option("--without", ["sites", "family"]) == twice
    assert option("--without", []) == []
