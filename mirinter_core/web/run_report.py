"""What a finished evaluation found, as the command line shows it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mirinter_core.errors import StorageError
from mirinter_core.runs.evaluated import reports_of
from mirinter_core.runs.run import Run
from mirinter_core.tasks import report, report_table
from mirinter_core.tasks.reports import Summary, complete
from mirinter_core.web.show import plain


def run_report(run: Run) -> None:
    """Show a table and a verdict for each data set that a finished evaluation measured."""
    for path in reports_of(run):
        try:
            report_shown(complete(report.load(path), str(path)))
        except StorageError as error:  # one damaged report hides no other, nor what can be done
            st.error(plain(str(error), letters=1000), icon=":material/broken_image:")


def report_shown(found: Summary) -> None:
    """Show one report: a verdict, and a table of the recipe and every rule."""
    title, *rows = report_table.table(found)
    st.markdown(f"**{plain(report_table.verdict(found), letters=1000)}**")
    st.dataframe(
        pd.DataFrame(rows, columns=["measured", *title[1:]]),
        hide_index=True,
        alt=f"Figures of the recipe and of every rule, {found['dataset']['name']}",
    )
    st.caption(plain(report_table.question(found), letters=1000))
    for sentence in (*report_table.of_data(found), *report_table.not_run(found)):
        st.caption(plain(sentence, letters=1000))
