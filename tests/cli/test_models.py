import json

import pytest

from mirinter_core.errors import ModelError
from mirinter_core.models import checkpoint


def test_models_are_listed_with_what_they_were_trained_on(do, tiny, own_home):
    line = next(x for x in do("models", "list").stdout.splitlines() if x.startswith("tiny"))
    assert "kmer@1" in line
    assert "seed-world" in line
    assert line.endswith("yours")
    (own_home / "models" / "tiny" / "provenance.json").write_text("{")
    assert "damaged" in do("models", "list").stdout
    rows = json.loads(do("models", "list", "--json").stdout)
    assert "tiny" in [row["name"] for row in rows]


def test_a_model_is_shown_by_its_card_or_as_data(do, tiny, own_home):
    assert do("models", "show", tiny).stdout == "Model tiny has no card.\n"
    (own_home / "models" / tiny / "README.md").write_text("# Model\n\x1b[31mred\n")
    assert do("models", "show", tiny).stdout == "# Model\n [31mred\n"
    facts = json.loads(do("models", "show", tiny, "--json").stdout)
    assert facts["recipe"]["name"] == "quick"
    assert facts["provenance"]["datasets"] == ["seed-world"]


def test_a_model_of_the_users_is_removed_and_no_other(do, tiny):
    assert do("models", "remove", tiny).stdout == "Model tiny is deleted.\n"
    assert tiny not in checkpoint.names()
    with pytest.raises(ModelError, match="shipped models stay"):
        do("models", "remove", "evidence")
    with pytest.raises(ModelError, match="no model 'nope'"):
        do("models", "show", "nope")
