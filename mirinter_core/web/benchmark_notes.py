"""What the Benchmarks page says where reports are missing or cannot be read."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mirinter_core.web.show import counted, plain

_HERE = ".venv/bin/python -m mirinter_core"
_ASKED = "--protocol denovo-family --detach"
_EXAMPLE = f"""# a data set folder of yours: pairs.tsv and FASTA files
{_HERE} dataset add my-pairs ./my-pairs
{_HERE} evaluate my-pairs --recipe baselines {_ASKED}
{_HERE} evaluate my-pairs --recipe small {_ASKED}"""


def nothing() -> None:
    """Say how to measure something."""
    st.info(
        "Nothing was measured yet, or no report here can be read. Until then nobody knows how far "
        "to trust a ranking.",
        icon=":material/info:",
    )
    st.markdown("Measure a recipe, and the rules that need no model, on your own pairs:")
    st.code(_EXAMPLE, language="bash", wrap_lines=True)
    st.caption(
        "They go on in the background: **Runs** shows how far they are, and opens them here."
    )


def refused(messages: Sequence[str]) -> None:
    """Name the files that are no reports of this version."""
    if not messages:
        return
    title = f"{counted(len(messages), 'report')} could not be read and is left out"
    if len(messages) > 1:
        title = f"{len(messages)} reports could not be read and are left out"
    with st.expander(title, icon=":material/broken_image:"):
        for message in messages:
            st.markdown(f"* {plain(message, letters=1000)}")
