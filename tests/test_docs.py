"""What the documents say exists, and what exists is in the documents."""

import re
from pathlib import Path

import pytest

from mirinter_core.cli.app import VERBS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_verb_stands_in_the_readme_and_every_verb_there_exists():
    table = set(re.findall(r"^\| `([a-z]+)` \|", README, flags=re.MULTILINE))
    assert table == set(VERBS)
    called = set(re.findall(r"python -m mirinter_core ([a-z]+)", README))
    assert called <= set(VERBS)


def test_every_page_stands_in_the_readme():
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")}
    named = re.findall(r"\*\*([A-Z][a-z]+(?: [a-z]+)?)\*\* \(", README)
    assert pages == {name.lower().replace(" ", "_") for name in named}


def test_every_file_the_readme_names_is_there():
    named = re.findall(r"\((assets/[^)]+)\)|`(assets/[^`]+|[A-Z][\w.]+\.(?:md|cff))`", README)
    for first, second in named:
        assert (ROOT / (first or second)).exists(), first or second


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_python_in_the_readme_runs(capsys):
    code = re.search(r"```python\n(.*?)```", README, flags=re.DOTALL)[1]
    exec(compile(code, "README.md", "exec"), {})
    assert "score" in capsys.readouterr().out
