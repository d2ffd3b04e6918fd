import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import mirinter_core
from mirinter_core.cli.app import app
from mirinter_core.models import checkpoint
from mirinter_core.runs import jobs
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.evidence import Embedding
from mirinter_core.tasks.train import train
from tests.worlds import seed_world, write_folder

ROOT = Path(mirinter_core.__file__).parents[1]
LITTLE_JOBS = str(Path(__file__).parents[1] / "runs" / "little_jobs")


@pytest.fixture
def little_jobs(monkeypatch):
    """The jobs of tests/runs/little_jobs can be run in this process."""
    monkeypatch.setattr(jobs, "__path__", [*jobs.__path__, LITTLE_JOBS])


@pytest.fixture(scope="session")
def recipe_file(tmp_path_factory):
    """A recipe that trains at once: how well is never asked here."""
    small = SYSTEMS.get("mirna_ncrna").recipes["small"]
    fit = replace(small.fit, epochs=2, epoch_steps=5, batch_size=64)
    options = {"width": 16, "match": 4}
    recipe = replace(small, name="quick", fit=fit, threads=1, network_options=options)
    path = tmp_path_factory.mktemp("recipe") / "quick.json"
    path.write_text(recipe.to_json())
    return path


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """A small data set as a plain folder."""
    folder = tmp_path_factory.mktemp("data") / "world"
    write_folder(seed_world(), folder)
    return folder


@pytest.fixture(scope="session")
def trained(tmp_path_factory, recipe_file):
    recipe = SYSTEMS.get("mirna_ncrna").recipes["small"].from_json(recipe_file.read_text())
    embedding = Embedding.open(recipe, "cpu", keep=False)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    folder.mkdir()
    checkpoint.write(train(seed_world().table, recipe, embedding, name="tiny"), folder)
    return folder


@pytest.fixture
def tiny(trained, own_home):
    """The name of a model of the user's."""
    shutil.copytree(trained, own_home / "models" / "tiny")
    return "tiny"


@pytest.fixture
def do():
    """Do a verb in this process; the errors a user meets are raised."""

    def run(*words, stdin=None):
        wide = {"COLUMNS": "300"}  # else messages of bad usage are broken into lines
        answer = CliRunner(env=wide).invoke(app, [str(word) for word in words], input=stdin)
        if answer.exception and not isinstance(answer.exception, SystemExit):
            raise answer.exception
        return answer

    return run


@pytest.fixture
def start():
    """Start the command line in a process of its own; it is ended with the test."""
    begun = []

    def run(*words, **options):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        command = [sys.executable, "-m", "mirinter_core", *map(str, words)]
        begun.append(subprocess.Popen(command, cwd=ROOT, text=True, **(pipes | options)))
        return begun[-1]

    yield run
    for process in begun:
        with process:
            process.kill()
