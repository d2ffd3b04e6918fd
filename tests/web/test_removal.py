import pytest
from streamlit.testing.v1 import AppTest

from mirinter_core.datasets import catalog
from mirinter_core.datasets.catalog import from_molecules, save
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.runs.run import all_runs, create


def page():
    from mirinter_core.runs.forget import forget_catalog, runs_of_catalog
    from mirinter_core.web import removal

    removal.confirm(
        "mine",
        "its sequences.",
        runs_of_catalog("mine"),
        forget_catalog,
        in_runs=", which name its RNAs",
        held=("read",),
    )


@pytest.fixture
def asked():
    """The question about a catalogue, before anything is clicked."""
    save(from_molecules("mine", [Molecule("a", "ACGUACGU")]))
    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["read"] = "ACGUACGU"
    return app


def confirmed(app):
    app.button(key="really-remove-mine").click().run()
    return app.session_state["catalogue-said"]


def test_nothing_goes_before_it_is_confirmed(asked):
    asked.run()
    assert "**mine** goes from this machine: its sequences." in asked.markdown[0].value
    assert "mine" in catalog.names()
    assert not asked.checkbox


def test_what_is_removed_leaves_no_trace_in_the_tab(asked):
    said = confirmed(asked.run())
    assert said == "Removed catalogue mine, 1 molecules. Vectors deleted: 0."
    assert "read" not in asked.session_state
    assert "mine" not in catalog.names()


@pytest.mark.parametrize(("ticked", "fate"), [(True, "deleted"), (False, "kept")])
def test_runs_go_only_if_asked_to_and_their_fate_is_told(asked, ticked, fate):
    create("screen", {"catalog": "mine"})
    asked.run()
    assert asked.checkbox[0].label == "Also delete 1 run made with it, which name its RNAs"
    if ticked:
        asked.checkbox[0].check().run()
    assert confirmed(asked).endswith(f"1 run made with it {fate}.")
    assert bool(all_runs()) != ticked
