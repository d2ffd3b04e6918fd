"""What the place of a query in a model's space says to a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FAR = 0.95  # further out than so many known microRNAs: take care


def sentence(domain: Mapping[str, Any]) -> str:
    """Say it in a sentence.

    Parameters
    ----------
    domain : mapping
        What `mirinter_core.tasks.domain.Domain` holds, as a screen's provenance does.
    """
    share = f"{100 * domain['further_than']:.0f} %"
    if domain["further_than"] >= FAR:
        return (
            f"In the model's own space it lies further from known microRNAs than {share} of them "
            "lie from each other: take any ranking with care."
        )
    return (
        "In the model's own space it lies where known microRNAs lie (nearest of another family: "
        f"{domain['nearest']}; {share} of known ones have one nearer still). That makes it no "
        "known one: random letters may lie there too."
    )
