import shutil

from streamlit.testing.v1 import AppTest

from mirinter_core.home import home
from mirinter_core.runs import start
from mirinter_core.runs.run import all_runs
from tests.finished import screened, world


def _page(run_id):
    def page(run_id):
        from mirinter_core.runs.run import load
        from mirinter_core.web.screen_again import screen_again

        screen_again(load(run_id))

    return AppTest.from_function(page, args=(run_id,), default_timeout=30).run()


def test_every_other_model_is_offered_and_its_screen_is_begun(monkeypatch):
    run = screened(world().left[0])
    own = home() / "models"
    shutil.copytree(own / "evidence", own / "ours")
    begun = []
    monkeypatch.setattr(start, "_spawn", lambda run: begun.append(run.id) or (2**22 + 1, 0.0))
    page = _page(run.id)
    assert list(page.selectbox(key="again-model").options) == ["ours"]
    page.button(key="again").click().run()
    new = all_runs()[0]
    assert begun == [new.id]
    assert new.request.arguments["model"] == "ours"


def test_without_another_model_it_says_what_to_do(monkeypatch):
    run = screened(world().left[0])
    monkeypatch.setattr("mirinter_core.web.screen_again.models", lambda: ["evidence"])
    page = _page(run.id)
    assert "no other model" in page.caption[0].value
    assert not page.button
