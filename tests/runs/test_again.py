import pytest

from mirinter_core.errors import ModelError, RunError
from mirinter_core.home import home
from mirinter_core.runs.again import again
from mirinter_core.runs.execute import execute
from mirinter_core.runs.run import create
from tests.finished import screened, world


def test_the_same_screen_is_written_down_with_another_model():
    run = screened(*world().left[:2], title="mine")
    (home() / "models" / "evidence").rename(home() / "models" / "other")
    new = again(run, "other")
    assert new.state.state == "queued"
    assert new.request.arguments == {**run.request.arguments, "model": "other"}
    assert new.request.title == "mine, model other"
    assert new.path("input.fa").read_bytes() == run.path("input.fa").read_bytes()
    assert execute(new, waits=False).state == "done"


def test_what_is_no_screen_or_no_model_is_refused():
    run = screened(world().left[0])
    with pytest.raises(ModelError, match="no model 'none'"):
        again(run, "none")
    with pytest.raises(RunError, match="is no screen"):
        again(create("embed_catalog", {}), "evidence")
