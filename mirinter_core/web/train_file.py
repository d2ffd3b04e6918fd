"""The recipe file on the Train page: shown, taken along, and brought back."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from mirinter_core.errors import MirinterError
from mirinter_core.recipe import Recipe
from mirinter_core.runs.asked import RECIPE
from mirinter_core.runs.command import spelled
from mirinter_core.tasks.recipes import require_trainable
from mirinter_core.web.show import plain

_FILE, _BROUGHT, _READ = "train-recipe-file", "train-brought", "train-recipe-read"


@dataclass(frozen=True)
class Brought:
    """A recipe from a file; its tag tells it from any other."""

    recipe: Recipe
    tag: str


def brought() -> Brought | None:
    """Return the recipe that was brought last; read before the widgets it fills are made."""
    file = st.session_state.get(_FILE)
    if file is not None and st.session_state.get(_READ, ("", ""))[0] != file.file_id:
        problem = ""
        try:
            data = file.getvalue()
            st.session_state[_BROUGHT] = Brought(_read(data), sha256(data).hexdigest()[:8])
        except MirinterError as error:
            problem = str(error)
        st.session_state[_READ] = (file.file_id, problem)
    found: Brought | None = st.session_state.get(_BROUGHT)
    return found


def is_new() -> bool:
    """Tell, once, that a recipe has just been brought."""
    file_id, problem = st.session_state.get(_READ, ("", ""))
    seen = st.session_state.get("train-recipe-seen", "")
    if not file_id or problem or seen == file_id:
        return False
    st.session_state["train-recipe-seen"] = file_id
    return True


def recipe_file(recipe: Recipe, datasets: tuple[str, ...], name: str) -> None:
    """Show the recipe and the command that does the same; take a recipe in."""
    with st.expander(
        "Recipe file and command: the same in a shell",
        icon=":material/receipt_long:",
        key="train-file-open",
    ):
        st.markdown(
            "All that was chosen above is this one file. With the same pairs, the same number of "
            "threads and the same kind of machine it gives the same weights, here and in a shell."
        )
        words = ["train", *(datasets or ("DATASET",)), "--recipe", RECIPE, "--name", name or "NAME"]
        st.code(spelled(words), language="bash", wrap_lines=True)
        st.code(recipe.to_json(), language="json", height=260)
        st.download_button(
            "Take the recipe along",
            recipe.to_json(),
            file_name=RECIPE,
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
        )
        st.file_uploader(
            "Bring a recipe: it fills in all of the above",
            type="json",
            key=_FILE,
            max_upload_size=1,
        )
        if problem := st.session_state.get(_READ, ("", ""))[1]:
            st.error(plain(problem, letters=1000), icon=":material/error:")


def _read(data: bytes) -> Recipe:
    recipe = Recipe.from_json(data.decode("utf-8", "replace"))
    require_trainable(recipe)
    return recipe
