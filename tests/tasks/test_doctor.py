import pytest

from mirinter_core.models.listing import DEFAULT_MODEL
from mirinter_core.tasks.doctor import OK, PROBLEM, WARNING, examine, packages


def _found(name):
    return {check.name: check for check in examine()}[name]


def test_every_check_has_a_known_status_and_what_is_wrong_a_remedy():
    checks = examine()
    assert {check.status for check in checks} <= {OK, WARNING, PROBLEM}
    assert len({check.name for check in checks}) == len(checks)
    for name in ("python", "packages", "device", "folder", "catalogue", "folding", "vectors"):
        assert _found(name).status == OK, _found(name)


def test_missing_weights_and_tools_are_no_problem(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert _found("weights").status == OK
    assert "weights fetch rna_fm" in _found("weights").remedy
    assert _found("other tools").status == OK
    assert "IntaRNA not here" in _found("other tools").message


def test_a_damaged_model_is_a_problem(own_home):
    folder = own_home / "models" / DEFAULT_MODEL
    folder.mkdir(parents=True)
    (folder / "provenance.json").write_text("{}")
    (folder / "recipe.json").write_text("{}")
    assert _found("model").status == PROBLEM


def test_a_folder_that_cannot_be_written_is_a_problem_and_none_is_left_in_one_that_can(
    own_home, tmp_path, monkeypatch
):
    assert _found("folder").status == OK
    assert list(own_home.iterdir()) == []
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MIRINTER_HOME", str(tmp_path / "file"))
    assert _found("folder").status == PROBLEM


def test_damaged_vectors_are_told(own_home):
    folder = own_home / "vectors" / "kmer@1" / "forward-whole-mean"
    folder.mkdir(parents=True)
    (folder / "part-0.parquet").write_bytes(b"cut short")
    check = _found("vectors")
    assert check.status == WARNING
    assert "1 damaged" in check.message


@pytest.mark.parametrize(
    ("lines", "status", "word"),
    [
        (["typer", "torch>=2"], OK, "all 2"),
        (["typer==0.0.1"], WARNING, "typer"),
        (["no-such-package~=1.0", "typer"], PROBLEM, "no-such-package"),
    ],
)
def test_packages_are_compared_with_the_requirements(lines, status, word):
    check = packages(lines)
    assert check.status == status
    assert word in check.message
