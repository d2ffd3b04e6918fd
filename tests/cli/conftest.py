from pathlib import Path

import pytest

from mirinter_core.runs import jobs

LITTLE_JOBS = str(Path(__file__).parents[1] / "runs" / "little_jobs")


@pytest.fixture
def little_jobs(monkeypatch):
    """The jobs of tests/runs/little_jobs can be run in this process."""
    monkeypatch.setattr(jobs, "__path__", [*jobs.__path__, LITTLE_JOBS])
