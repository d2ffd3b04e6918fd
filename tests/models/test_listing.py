import pytest

from mirinter_core import home
from mirinter_core.errors import ModelError
from mirinter_core.models import listing
from tests.finished import world


@pytest.fixture
def model(own_home):
    world()
    return own_home / "models" / "evidence"


def test_a_model_is_told_by_its_files_without_being_loaded(model):
    info = listing.info("evidence")
    assert info.problem == ""
    assert info.is_own
    assert info.recipe.name == "small"
    assert info.weights == (model / "weights.safetensors").stat().st_size
    assert info.encoders == ("kmer@1",)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("recipe.json", "{", "not a recipe"),
        ("provenance.json", "{", "damaged"),
        ("weights.safetensors", "x", "SHA-256 differs"),
        ("weights.safetensors", None, "weights.safetensors is missing"),
        ("memory.parquet", None, "memory.parquet is missing"),
        ("recipe.json", None, "cannot be read"),
    ],
)
def test_a_damaged_model_says_what_is_wrong_and_what_to_do(model, file, content, said):
    path = model / file
    path.unlink()
    if content is not None:
        path.write_text(content)
    problem = listing.info("evidence").problem
    assert said in problem
    assert "Remove the model" in problem
    assert "evidence" in listing.names()


def test_the_shipped_models_are_whole_and_not_the_users():
    shipped = sorted(p.name for p in (home.ASSETS / "models").iterdir())
    assert shipped
    for name in shipped:
        info = listing.info(name)
        assert (info.problem, info.is_own) == ("", False)


def test_a_model_that_is_not_there_is_an_error():
    with pytest.raises(ModelError, match="no model"):
        listing.info("nobody")
