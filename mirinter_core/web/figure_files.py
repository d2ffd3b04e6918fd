"""A figure with its sentence above and its files below: PNG, SVG, HTML, and its numbers."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st
import streamlit.components.v2 as components

from mirinter_core.figures import theme
from mirinter_core.figures.numbers import numbers
from mirinter_core.tasks import export
from mirinter_core.web.show import is_dark, plain, plot

_CSS = """
div { display: flex; gap: 0.5rem; font-family: var(--st-font); font-size: 0.875rem; }
button {
  font: inherit; line-height: 1.6; color: var(--st-text-color); cursor: pointer;
  background: var(--st-background-color); border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius); padding: 0.25rem 0.75rem; min-height: 2.5rem;
}
button:hover, button:focus-visible {
  color: var(--st-primary-color); border-color: var(--st-primary-color);
}
"""
_HTML = """
<div><button data-format="png">PNG</button><button data-format="svg">SVG</button></div>
"""
# The browser draws the picture from the plot on the page, as the plot's own camera button does:
# no other program and no network is needed.
_JS = """
export default function ({ parentElement, data }) {
  for (const button of parentElement.querySelectorAll("button")) {
    button.ariaLabel = `${button.dataset.format.toUpperCase()} of: ${data.title}`;
    button.onclick = () => {
      const plot = document.querySelector(`.st-key-${data.key} .js-plotly-plot`);
      const camera = plot?.querySelector('[data-title^="Download plot"]');
      if (!camera) return;
      const before = plot._context.toImageButtonOptions;
      plot._context.toImageButtonOptions = {
        ...before, format: button.dataset.format, filename: data.file, scale: 2,
      };
      camera.click();
      plot._context.toImageButtonOptions = before;
    };
  }
}
"""
_save_picture = components.component("figure_picture", html=_HTML, css=_CSS, js=_JS)


def figure(figure_of: Callable[[bool], go.Figure], sentence: str, *, key: str, file: str) -> None:
    """Show a figure, what it says in a sentence, and its files.

    Parameters
    ----------
    figure_of : callable
        Makes the figure; told whether the ground is dark. Its alternative text lies in ``meta``.
    sentence : str
        In plain words; may name what users named.
    key : str
        Of the page's elements; letters and hyphens.
    file : str
        Name of the files, without ending.
    """
    made = figure_of(is_dark())
    made.update_layout(paper_bgcolor=theme.GROUND[is_dark()])  # a picture has no page behind it
    st.markdown(plain(sentence, letters=2000))
    alt = str(made.layout.meta["alt"])
    plot(lambda _dark: made, alt=alt, key=key)
    files(made, figure_of, key=key, file=file)


def files(made: go.Figure, figure_of: Callable[[bool], go.Figure], *, key: str, file: str) -> None:
    """Offer the files of a figure that stands above under the same key; parameters as `figure`."""
    alt = str(made.layout.meta["alt"])
    with st.container(horizontal=True, gap="small", key=f"files-{key}"):
        _save_picture(
            key=f"{key}-picture",
            data={"key": key, "file": file, "title": alt.split(". ")[0]},
            width="content",
        )
        _download("HTML", lambda: as_page(figure_of(False)), f"{file}.html", "text/html")
        _download(
            "Numbers (TSV)",
            lambda: export.as_bytes(numbers(made), {}, "tsv"),
            f"{file}.tsv",
            "text/tab-separated-values",
        )


def as_page(made: go.Figure) -> bytes:
    """Write a figure as a page of its own that needs no network; on a white ground."""
    made.update_layout(paper_bgcolor=theme.GROUND[False])
    page: str = made.to_html(include_plotlyjs=True, config={"displaylogo": False})
    return page.encode("utf-8")


def _download(label: str, data: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(
        label, data, file_name=name, mime=mime, key=f"file-{name}", on_click="ignore"
    )
