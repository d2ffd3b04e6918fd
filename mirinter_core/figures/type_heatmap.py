"""Which types of pairs are told apart well, and which are not."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from mirinter_core.figures import theme
from mirinter_core.figures.cells import SHARES, write_cells
from mirinter_core.figures.reported import asked, drawn_name, name_of
from mirinter_core.tasks.meanings import MEANINGS, figure_of
from mirinter_core.tasks.reports import Summary

FIGURES = ("auroc", "auprc", "prevalence", "recall_at_fpr_1", "precision_at_100")

_FEW = 50  # listed pairs, below which a figure moves by tenths from fold to fold


def type_heatmap(
    report: Summary, figures: Sequence[str] = FIGURES, *, dark: bool = False
) -> go.Figure:
    """Draw figures of each pair type, the type with most listed pairs on top.

    Parameters
    ----------
    figures : sequence of str
        Shares from 0 to 1. The prevalence stands beside AUPRC, as it is its chance.
    """
    rows = _rows(report)
    kinds = [kind for kind, _ in rows]
    values = np.array(
        [[figure_of(own, key) for key in figures] for _, own in rows], dtype=np.float64
    ).reshape(len(rows), len(figures))
    texts = [["not measured" if math.isnan(v) else f"{v:.3f}" for v in row] for row in values]
    made = go.Figure()
    made.add_heatmap(
        z=values,
        x=[_title(key) for key in figures],
        y=[f"{theme.plain(kind)}<br>(n = {_listed(own):,})" for kind, own in rows],
        text=texts,
        hovertemplate="%{y}<br>%{x}: %{text}<extra></extra>",
        **SHARES,
    )
    write_cells(made, values.tolist(), texts, size=14, dark=dark)
    made.update_xaxes(tickangle=0, tickfont={"size": 12})
    title = f"Pair types: {drawn_name(report)}"
    made.update_layout(
        template=theme.template(dark),
        title=theme.heading(title, *asked(report)),
        xaxis={"title": "Figure (mean of the folds)", "showgrid": False},
        yaxis={"title": "Pair type (listed)", "autorange": "reversed", "showgrid": False},
        height=250 + 44 * max(len(kinds), 1),
        meta={"alt": f"{title}. {' '.join(asked(report))}. {reading(report)}"},
    )
    return made


def reading(report: Summary) -> str:
    """Say in plain words for which type it works best and worst, above each one's chance."""
    rows = _rows(report)
    told = {kind: own for kind, own in rows if not math.isnan(figure_of(own, "auroc"))}
    if not told:
        return "No pair type could be measured."
    by = {kind: figure_of(own, "auroc") for kind, own in told.items()}
    best, worst = max(by, key=by.__getitem__), min(by, key=by.__getitem__)
    if len(by) == 1:
        said = f"All measured pairs are {best}: AUROC {by[best]:.3f}."
    else:
        said = (
            f"{name_of(report)} tells {best} pairs apart best (AUROC {by[best]:.3f}) and {worst} "
            f"worst ({by[worst]:.3f})."
        )
    few = [kind for kind, own in rows if _listed(own) < _FEW]
    if few:
        said += f" Fewer than {_FEW} are listed of {', '.join(few)}: that says little."
    return said


def _rows(report: Summary) -> list[tuple[str, Summary]]:
    return sorted(report["by_type"].items(), key=lambda item: -_listed(item[1]))


def _listed(own: Summary) -> int:
    return int(own.get("positives") or 0)


def _title(key: str) -> str:
    """Name a column, in lines as short as its cells."""
    title = "Listed share" if key == "prevalence" else MEANINGS[key].title
    return (
        title.replace(" at ", "<br>at ").replace(" % ", " %<br>").replace("Listed ", "Listed<br>")
    )
