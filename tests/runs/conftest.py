import time
from contextlib import suppress
from pathlib import Path

import pytest

import mirinter_core
from mirinter_core.errors import RunError
from mirinter_core.runs import jobs
from mirinter_core.runs.run import all_runs
from mirinter_core.runs.stop import cancel

TEST_JOBS = str(Path(__file__).parent / "little_jobs")
ROOT = str(Path(mirinter_core.__file__).parents[1])


@pytest.fixture(autouse=True)
def own_jobs(tmp_path, monkeypatch):
    """The jobs of tests/runs/little_jobs can be run, in this process and in those it spawns."""
    monkeypatch.setattr(jobs, "__path__", [*jobs.__path__, TEST_JOBS])
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        f"import sys\nsys.path.append({ROOT!r})\n"
        f"from mirinter_core.runs import jobs\njobs.__path__.append({TEST_JOBS!r})\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(site))


@pytest.fixture
def until():
    """Wait until something is true, for two minutes at most: a busy machine is no fault."""

    def wait(what):
        deadline = time.monotonic() + 120
        while not (value := what()):
            assert time.monotonic() < deadline, "it never came true"
            time.sleep(0.02)
        return value

    return wait


@pytest.fixture
def ended():
    """Cancel what the test left running."""
    yield
    for run in all_runs():
        with suppress(RunError):  # over
            cancel(run, grace=0)
