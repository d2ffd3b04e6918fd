"""What the Models page shows of one model."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mirinter_core import home
from mirinter_core.models import listing
from mirinter_core.models.listing import CARD, DEFAULT_MODEL, WEIGHTS, ModelInfo
from mirinter_core.tasks.trust import TOP, measured
from mirinter_core.tasks.verdict import LOSES, UNMEASURED
from mirinter_core.web import measurements, verdicts
from mirinter_core.web.accuracy import accuracy
from mirinter_core.web.benchmark_answer import NEW, by_type
from mirinter_core.web.show import counted, errors_shown, formatted, plain
from mirinter_core.web.trust import trust, where_lost

_TITLE = re.compile(r"\A# .*\n")
_DEEPER = re.compile(r"^(#{1,4} )", re.MULTILINE)
_CHAPTER, _TABLE = (re.compile(rf"^(?={mark} )", re.MULTILINE) for mark in ("##", "###"))
SAID = "models-said"  # what was done, to be said once the page has been run again


def models() -> list[ModelInfo]:
    """Read what models there are, the default first; a damaged one is among them."""
    found = [_info(name, str(home.home()), _stamp(name)) for name in listing.names()]
    return sorted(found, key=lambda model: (model.name != DEFAULT_MODEL, model.name))


def overview(found: Sequence[ModelInfo]) -> None:
    """Show all models, one a row."""
    st.dataframe(
        pd.DataFrame([_row(model) for model in found]),
        hide_index=True,
        height="content",
        column_config={
            "name": st.column_config.TextColumn("Name", pinned=True),
            "state": st.column_config.TextColumn("State", help="Whether its files are whole."),
            "verdict": st.column_config.TextColumn(
                "Beside rules",
                help="Whether a rule that needs no model does as well or better on any data it was "
                "measured on.",
            ),
            "listed": st.column_config.TextColumn(
                f"Listed in the first {TOP}, new family",
                help=f"Of the first {TOP} partners of a microRNA of a family never seen, by type "
                "of partner; in brackets the best of rules and simpler models.",
                width="large",
            ),
            "whose": st.column_config.TextColumn("Whose"),
            "recipe": st.column_config.TextColumn("Recipe"),
            "datasets": st.column_config.TextColumn("Trained on", width="medium"),
            "made": st.column_config.TextColumn("Made"),
            "size": st.column_config.NumberColumn("Weights (MB)", format="%.1f"),
        },
        alt="All models: whether they are whole, how good they are, and what they were made from.",
    )


def show(model: ModelInfo) -> None:
    """Show one model: how far to trust it, its figures, its card, its files."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(plain(model.name), anchor=False, width="content")
        if model.name == DEFAULT_MODEL:
            st.badge("default", icon=":material/star:", color="blue")
        st.badge("yours" if model.is_own else "comes with mirinter", color="gray")
        if model.problem:
            st.badge("damaged", icon=":material/broken_image:", color="red")
        else:
            verdicts.badge(verdicts.verdict_of(model.name))
    if model.problem:
        st.error(plain(model.problem, letters=1000), icon=":material/error:")
    else:
        _answer(model)
    _actions(model)
    card, figures, files = st.tabs(["Card", "Figures", "Files"], bind="query-params", key="of")
    if card.open:
        with card, errors_shown():
            _card(model)
    if figures.open:
        with figures, errors_shown():
            accuracy(measurements.of_model(model.name))
            st.page_link(
                "pages/benchmarks.py", label="All plots and tests", icon=":material/leaderboard:"
            )
    if files.open:
        with files, errors_shown():
            _files(model)


def _answer(model: ModelInfo) -> None:
    """Say what a new user asks first, by type of partner, and where a rule does better."""
    judged = verdicts.verdict_of(model.name)
    verdicts.warn(model.name)
    found = measured(measurements.of_model(model.name), NEW)
    if not found:
        if judged.state != UNMEASURED:
            trust(model.name, NEW)
        return
    st.markdown("**Would it find partners of my new microRNA?** It depends on what is ranked:")
    by_type(found)
    if judged.state != LOSES and (lost := where_lost(found)):
        st.warning(lost, icon=":material/warning:")


def _actions(model: ModelInfo) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            "pages/screen.py",
            label="Use on Screen",
            icon=":material/search:",
            disabled=bool(model.problem),
            query_params={"with": model.name},
        )
        if text := _text(model):
            st.download_button(
                "Card (Markdown)",
                text,
                file_name=f"mirinter-model-{model.name}.md",
                mime="text/markdown",
                icon=":material/download:",
                on_click="ignore",
            )
        if model.is_own and st.button(
            "Remove", icon=":material/delete:", key=f"unmodel-{model.name}"
        ):
            _confirm(model)


def _card(model: ModelInfo) -> None:
    text = _text(model)
    if not text.strip():
        st.info("This model has no card: what it is for and how good it is, nobody wrote down.")
        return
    st.html("<style>.st-key-model-card table { display: block; overflow-x: auto; }</style>")
    with st.container(border=True, key="model-card"):
        text = _TITLE.sub("", text)  # the page has a title already
        # A model may come from anywhere: what its card would load or link is not loaded.
        text = formatted(text) if model.is_own else text
        for tables, part in _folded(text):
            if tables:
                with st.expander(
                    f"Every figure, question by question ({counted(tables, 'table')})"
                ):
                    st.markdown(_DEEPER.sub(r"##\1", part))
            else:
                st.markdown(_DEEPER.sub(r"##\1", part))


def _folded(text: str) -> list[tuple[int, str]]:
    """Part a card into what is read first and the tables that are looked up, with their number."""
    parts: list[tuple[int, str]] = []
    for chapter in _CHAPTER.split(text):
        head, *tables = _TABLE.split(chapter)
        parts += [(0, head), (len(tables), "".join(tables))]
    return [(n, part) for n, part in parts if part.strip()]


def _files(model: ModelInfo) -> None:
    """Show what tells this model from any other, and where it comes from."""
    facts = {
        "Folder": str(model.folder),
        "Weights": f"{WEIGHTS}, {model.weights:,} bytes" if model.weights else "missing",
        "SHA-256 of the weights": str(model.facts.get("weights_sha256", "")),
        "Digest of the data": str(model.facts.get("data_digest", "")),
        "Encoders": ", ".join(model.encoders),
        "Trained on": ", ".join(model.datasets),
        "Made": _made(model),
    }
    st.markdown("\n".join(f"* **{n}**: {plain(value)}" for n, value in facts.items() if value))
    if model.recipe:
        with st.expander("Recipe: all that was chosen", icon=":material/receipt_long:"):
            st.code(model.recipe.to_json(), language="json")
    if model.facts:
        with st.expander("Provenance: versions, machine, training", icon=":material/history:"):
            st.json(dict(model.facts), expanded=1)


@st.dialog("Remove this model?")
def _confirm(model: ModelInfo) -> None:
    from mirinter_core.tasks.forget import forget_model  # brings torch, two seconds

    st.markdown(
        f"**{plain(model.name)}** goes with its weights, its memory and its reports. Runs made "
        "with it keep their results. This cannot be undone."
    )
    if st.button("Remove it", type="primary", key=f"really-unmodel-{model.name}"):
        with errors_shown():
            forget_model(model.name)
            measurements.forget()
            st.session_state[SAID] = f"Model {model.name} is removed."
            st.rerun()


def _row(model: ModelInfo) -> dict[str, object]:
    return {
        "name": model.name,
        "state": "damaged" if model.problem else "whole",
        "verdict": "" if model.problem else verdicts.verdict_of(model.name).state,
        "listed": _listed(model),
        "whose": "yours" if model.is_own else "comes with mirinter",
        "recipe": model.recipe.name if model.recipe else "",
        "datasets": ", ".join(model.datasets),
        "made": _made(model),
        "size": model.weights / 1e6,
    }


def _listed(model: ModelInfo) -> str:
    found = measured(measurements.of_model(model.name), NEW)
    each = (
        f"{', '.join(m.partner_types) or m.dataset} {m.listed:.1f}"
        + ("" if m.by_rule is None else f" ({m.by_rule:.1f})")
        for m in found
    )
    return "; ".join(each) or "not measured"


def _made(model: ModelInfo) -> str:
    return str(model.facts.get("made", ""))[:10]


def _text(model: ModelInfo) -> str:
    path = model.folder / CARD
    return path.read_text("utf-8", errors="replace") if path.is_file() else ""


def _stamp(name: str) -> tuple[tuple[str, int, int], ...]:
    """Tell one state of a model's files from another: its weights are read to be checked."""
    folder = home.find(listing.KIND, name)
    files = sorted(p for p in folder.iterdir() if p.is_file()) if folder else []
    return tuple((p.name, (s := p.stat()).st_mtime_ns, s.st_size) for p in files)


@st.cache_resource(max_entries=64, show_spinner="Checking models")
def _info(name: str, home_: str, stamp: tuple[tuple[str, int, int], ...]) -> ModelInfo:  # noqa: ARG001
    return listing.info(name)
