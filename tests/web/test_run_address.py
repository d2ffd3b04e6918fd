from streamlit.testing.v1 import AppTest

from mirinter_core.runs.run import create, remove

SCRIPT = """
import streamlit as st
from mirinter_core.errors import RunError
from mirinter_core.web.run_address import RunAddress

address = RunAddress("map", "map")
try:
    run = address.opened()
    st.text(run.id if run else "none")
except RunError as error:
    st.error(str(error))
st.button("New", on_click=address.forget)
"""


def page(**address):
    opened = AppTest.from_string(SCRIPT)
    for name, value in address.items():
        opened.query_params[name] = value
    return opened.run()


def left_and_come_back(opened):
    opened.query_params.clear()
    return opened.run()


def test_a_tab_comes_back_to_the_run_it_looked_at_last():
    run = create("map", {})
    opened = page(run=run.id)
    assert opened.text[0].value == run.id
    assert left_and_come_back(opened).text[0].value == run.id
    assert opened.query_params["run"] == run.id


def test_a_new_one_is_begun_without_the_old():
    opened = page(run=create("map", {}).id)
    opened.button[0].click().run()
    assert opened.text[0].value == "none"
    assert "run" not in opened.query_params


def test_what_was_removed_meanwhile_is_no_error_unless_the_address_names_it():
    run = create("map", {})
    opened = page(run=run.id)
    remove(run)
    assert "No run is called" in opened.run().error[0].value
    assert left_and_come_back(opened).text[0].value == "none"


def test_a_run_of_another_verb_is_refused_with_its_way():
    assert "is no map. The Runs page" in page(run=create("screen", {}).id).error[0].value
