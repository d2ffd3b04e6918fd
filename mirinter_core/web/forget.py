"""Drop from memory what pages remember, so that nothing outlives its deletion there."""

from __future__ import annotations

import streamlit as st

from mirinter_core.web import catalog_view, inputs, resources


def forget_memory() -> None:
    """Drop every sequence and result that pages hold for all tabs; to be called after a deletion.

    Not everything that Streamlit keeps: that would begin again what a server does once in its
    life. What a tab's own boxes hold stays until the tab is closed.
    """
    st.cache_data.clear()  # rows, explanations, lengths
    inputs.forget()
    resources.forget()
    catalog_view.forget()
