import os

import pytest

from mirinter_core.embedding.weights import add
from mirinter_core.errors import MirinterError
from mirinter_core.models import checkpoint
from mirinter_core.tasks.ready import ready, stamp


def test_a_model_is_loaded_once_until_its_files_change(quick_model):
    checkpoint.save(quick_model, "# card")
    first, before = ready("quick", "cpu"), stamp("quick")
    assert ready("quick", "cpu") is first
    checkpoint.remove("quick")
    checkpoint.save(quick_model, "# card")
    assert stamp("quick") != before
    assert ready("quick", "cpu") is not first


def test_a_model_without_provenance_is_refused_in_words(quick_model, own_home):
    checkpoint.save(quick_model, "# card")
    (own_home / "models" / "quick" / "provenance.json").unlink()
    with pytest.raises(MirinterError, match=r"provenance\.json is missing"):
        ready("quick", "cpu")


def test_a_model_that_is_not_there_is_refused_in_words():
    with pytest.raises(MirinterError, match="no model 'nobody'"):
        ready("nobody", "cpu")


def test_replaced_weights_make_a_model_be_loaded_anew(quick_model, small, small_checkpoint):
    checkpoint.save(quick_model, "# card")
    first, bare = ready("quick", "cpu"), stamp("quick")
    add("rna_fm", small_checkpoint, expected=small)
    added = stamp("quick")
    assert added != bare
    assert ready("quick", "cpu") is not first
    add("rna_fm", small_checkpoint, expected=small)
    assert stamp("quick") != added


def test_a_file_touched_is_another_state(quick_model, own_home):
    checkpoint.save(quick_model, "# card")
    before = stamp("quick")
    os.utime(own_home / "models" / "quick" / "provenance.json", (0, 0))
    assert stamp("quick") != before
