"""Tables to take along: a button for each format."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from mirinter_core.tasks.export import FORMATS


def table_files(
    what: str, kinds: Sequence[str], make: Callable[[str], bytes], *, file: str, key: str
) -> None:
    """Offer a table in some formats; it is written only when a button is pressed.

    Parameters
    ----------
    what : str
        What the buttons call it.
    kinds : sequence of str
        Of `mirinter_core.tasks.export.FORMATS`.
    make : callable
        Gives the bytes in a format.
    file : str
        Name of the file, without its ending.
    """
    with st.container(horizontal=True):
        for kind in kinds:
            st.download_button(
                f"{what}, {kind.upper()}",
                lambda kind=kind: make(kind),  # type: ignore[misc]
                file_name=f"{file}.{kind}",
                mime=FORMATS[kind].mime,
                key=f"{key}-{kind}",
                on_click="ignore",
                icon=":material/download:",
            )
