import subprocess
import sys
import time
from pathlib import Path

import pytest

import mirinter_core
from mirinter_core.cli.app import VERBS

ROOT = Path(mirinter_core.__file__).parents[1]


def _run(*words):
    return subprocess.run(
        [sys.executable, "-m", "mirinter_core", *words], cwd=ROOT, capture_output=True, text=True
    )


def test_every_verb_is_a_file_and_every_file_a_verb():
    files = {p.stem for p in (ROOT / "mirinter_core" / "cli").glob("[!_]*.py")}
    assert set(VERBS) == {name for name in files if name != "app" and "_" not in name}


@pytest.mark.parametrize("words", [["--help"], ["runs", "--help"]])
def test_help_is_there_at_once(words):
    begun = time.monotonic()
    answer = _run(*words)
    assert answer.returncode == 0
    assert "Usage" in answer.stdout
    assert time.monotonic() - begun < 2  # 0.15 s on an idle machine; torch alone takes 2


def test_help_does_not_load_what_only_the_verbs_need():
    code = (
        "import sys; sys.argv = ['x', '--help']\nfrom mirinter_core.cli.app import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.exit(bool({'torch', 'pandas', 'numpy', 'duckdb'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_version_is_told():
    assert _run("--version").stdout == f"mirinter {mirinter_core.__version__}\n"


def test_bad_usage_exits_2_and_a_failure_exits_1_with_its_message_on_stderr():
    assert _run("rus").returncode == 2
    assert _run("runs", "show").returncode == 2
    answer = _run("runs", "show", "nope")
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith("Error: No run is called 'nope'")
    assert "Traceback" not in answer.stderr
