import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("MIRINTER_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """Every test has its own, empty MIRINTER_HOME."""
    home = tmp_path / "home"
    monkeypatch.setenv("MIRINTER_HOME", str(home))
    return home


@pytest.fixture
def data() -> Path:
    """The folder of real data; tests that need it skip where it is not."""
    if not DATA.is_dir():
        pytest.skip(f"the real data are not at {DATA} (set MIRINTER_TEST_DATA)")
    return DATA
