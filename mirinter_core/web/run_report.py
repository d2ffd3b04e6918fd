"""What a finished evaluation found, as the command line shows it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mirinter_core.runs.evaluated import reports_of
from mirinter_core.runs.run import Run
from mirinter_core.tasks import report, report_table
from mirinter_core.web.show import plain


def run_report(run: Run) -> None:
    """Show a table and a verdict for each data set that a finished evaluation measured."""
    for path in reports_of(run):
        found = report.load(path)
        title, *rows = report_table.table(found)
        st.markdown(f"**{plain(report_table.verdict(found))}**")
        st.dataframe(
            pd.DataFrame(rows, columns=["measured", *title[1:]]),
            hide_index=True,
            alt=f"Figures of the recipe and of every rule, {found['dataset']['name']}",
        )
        st.caption(plain(report_table.question(found)))
