"""Train: a model of one's own pairs, what it can be expected to know, and how good it is."""

import streamlit as st

from mirinter_core.web import train_run
from mirinter_core.web.run_address import place_for
from mirinter_core.web.show import errors_shown, header
from mirinter_core.web.train_data import data
from mirinter_core.web.train_file import recipe_file
from mirinter_core.web.train_question import asked, lamp
from mirinter_core.web.train_recipe import recipe
from mirinter_core.web.train_start import begun, name_box


def ask() -> None:
    """Take pairs, a recipe and a question, light the lamp, and begin when told to."""
    header(
        "Train",
        "Make a model of your own pairs. Every step has a default that works: choose the pairs, "
        "look at the lamp, start.",
    )
    st.subheader("1. Pairs to learn from", anchor=False)
    datasets = data()
    st.subheader("2. Model", anchor=False)
    names = tuple(info.name for info in datasets)
    chosen = recipe(names)
    st.subheader("3. How it will be measured", anchor=False)
    question = asked(datasets)
    if datasets:
        with errors_shown():
            lamp(datasets, chosen, question)
    else:
        st.caption("Once pairs are chosen, a lamp shows here what this split gives away.")
    st.subheader("4. Start", anchor=False)
    name = name_box(chosen, datasets)
    recipe_file(chosen, names, name)
    if run := begun(chosen, datasets, question, name):
        train_run.ADDRESS.go_to(run)


opened = None
with errors_shown():
    opened = train_run.ADDRESS.opened()
with place_for(opened), errors_shown():
    if opened is None:
        ask()
    else:
        train_run.show(opened)
