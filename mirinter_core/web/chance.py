"""What decoys say of a ranking: whether its first are more than chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from mirinter_core.figures.histogram import null_histogram
from mirinter_core.tasks.null_words import about_line, best_line, found_line
from mirinter_core.web.show import plain, plot


def line(told: Mapping[str, Any]) -> str:
    """Say in a sentence how many partners pair better than decoys do (Markdown).

    Parameters
    ----------
    told : mapping
        The facts of the query's null; empty if no decoys were run.
    """
    if not told:
        return (
            ":material/info: No decoys were run, so whether this is more than chance is not known "
            "(p and q are empty). Under *Advanced* a number of decoys can be given."
        )
    found = found_line(told)
    if "level" not in told:
        return f"Against decoys: {found}."
    if told["transcripts_found"] or told["genes_found"]:
        return f"Against decoys: **{found}**, more than chance by pairing alone."
    return (
        f"Against decoys: **{found}**. Judged without its own family, it finds no more good "
        f"partners than shuffled microRNAs with as many sites do. {best_line(told)}"
    ).rstrip()


def against_decoys(told: Mapping[str, Any], query: str) -> None:
    """Show the query's partners over those of its decoys, and what p rests on."""
    st.subheader("More than chance?", anchor=False)
    about = about_line(told)
    st.markdown(plain(about, letters=2000))
    if "histogram" not in told:
        return
    reading = (
        "Bars: partners of the query by pairing evidence. Dashed line: partners of one decoy, the "
        "mean of all decoys. Where bars stand above the line at the right, the query finds more "
        "good partners than chance."
    )
    st.caption(reading)
    plot(
        lambda dark: null_histogram(told["histogram"], query=query, dark=dark),
        alt=f"Histogram of pairing evidence, query over decoys. {found_line(told)}. {reading}",
        key="decoys",
    )
