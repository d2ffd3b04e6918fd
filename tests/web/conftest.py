import time
from pathlib import Path
from threading import Thread

import pytest

from mirinter_core.runs import jobs
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create

LITTLE_JOBS = str(Path(__file__).parents[1] / "runs" / "little_jobs")


@pytest.fixture(autouse=True)
def little_jobs(monkeypatch):
    """The jobs of tests/runs/little_jobs can be run in this process."""
    monkeypatch.setattr(jobs, "__path__", [*jobs.__path__, LITTLE_JOBS])


@pytest.fixture
def held():
    """A run under way, half done, until it is cancelled or the test ends."""
    run = create("count", {"steps": 4, "hold_at": 2}, title="counting")
    work = Thread(target=execute, args=(run,), kwargs={"waits": False})
    work.start()
    deadline = time.monotonic() + 60
    while "holding at" not in run.state.what and time.monotonic() < deadline:
        time.sleep(0.02)
    yield run
    if run.folder.is_dir():
        (run.folder / "go").touch()
    work.join(10)
