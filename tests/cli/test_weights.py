import json

import pytest

from mirinter_core.embedding.weights import SOURCES
from mirinter_core.errors import WeightsError


def test_weights_are_listed_and_missing_ones_are_no_error(do):
    answer = do("weights", "list")
    assert answer.exit_code == 0
    assert "not here" in answer.stdout
    rows = json.loads(do("weights", "list", "--json").stdout)
    assert [(row["name"], row["present"]) for row in rows] == [(name, False) for name in SOURCES]


def test_a_file_that_is_no_checkpoint_is_refused_with_the_reason(do, tmp_path):
    page = tmp_path / "weights.pth"
    page.write_text("<html>403</html>")
    with pytest.raises(WeightsError, match="is a web page"):
        do("weights", "add", "rna_fm", page)
    with pytest.raises(WeightsError, match="Could not read"):
        do("weights", "add", "rna_fm", tmp_path / "nowhere.pth")


def test_weights_of_another_architecture_are_refused(do, small_checkpoint):
    with pytest.raises(WeightsError):
        do("weights", "add", "rna_fm", small_checkpoint)


def test_weights_nobody_needs_are_bad_usage(do):
    answer = do("weights", "fetch", "kmer")
    assert answer.exit_code == 2
    assert "rna_fm" in answer.stderr
