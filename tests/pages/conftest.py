import pytest


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A page waits for a short run to its end, however slow the machine is."""
    monkeypatch.setattr("mirinter_core.web.submit._PATIENCE", 60.0)
