"""The views of a pair: as it is, the two sides swapped, the letters reversed, or both."""

from __future__ import annotations

from mirinter_core.errors import RecipeError
from mirinter_core.recipe import VIEWS


def reversed_letters(letters: str) -> str:
    """Write the letters 3' to 5'. This is not the reverse complement."""
    return letters[::-1]


def swaps(view: str) -> bool:
    """Tell whether a view puts the partner first and the query second."""
    return _checked(view) in ("order", "both")


def reverses(view: str) -> bool:
    """Tell whether a view reverses the letters of both molecules."""
    return _checked(view) in ("reversed", "both")


def _checked(view: str) -> str:
    if view not in VIEWS:
        raise RecipeError(f"No view is called {view!r}; there are {', '.join(VIEWS)}.")
    return view
