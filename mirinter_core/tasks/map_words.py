"""What a map says, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mirinter_core.tasks.layout import LAYOUTS
from mirinter_core.tasks.map_points import LISTED, PAIRS

Facts = Mapping[str, Any]

_CLEARLY, _PARTLY = 0.5, 0.1  # of the way from chance to purity


def drawn_how(facts: Facts) -> str:
    """Say how many of how many are shown, and how they were drawn."""
    n, of = facts["points"], facts["all_points"]
    if facts["of"] == PAIRS:
        whole = " held-out" if "held_out" in facts else ""
        listed = f"{facts['listed']:,} of {facts['all_listed']:,} listed pairs"
        others = f"{n - facts['listed']:,} of {of - facts['all_listed']:,} unlisted ones"
        return (
            f"{n:,} of {of:,}{whole} pairs, stratified by label and pair type: {listed}, {others}"
        )
    if n == of:
        return f"all {of:,} distinct RNAs"
    return f"{n:,} of {of:,} distinct RNAs, stratified by type"


def space(facts: Facts) -> str:
    """Say what the space is that the map is drawn of."""
    dim, kept = facts["dim"], facts["kept_dim"]
    if facts["of"] == PAIRS:
        kind = "recipe" if "held_out" in facts else "model"
        what = f"the last hidden layer of {kind} {facts['model']}, {dim:,} numbers a pair"
    else:
        what = f"{facts['encoder']} vectors, {facts['pooling']} pooling, {dim:,} numbers an RNA"
    if facts["unit"]:
        what += ", seen from their mean by direction alone (cosine)"
    if kept == dim:
        return what
    return (
        f"{what}, of which the first {kept} principal components are taken "
        f"({100 * facts['kept_variance']:.1f} % of the variance)"
    )


def method(facts: Facts) -> str:
    """Name the method with its preset and parameters."""
    layout = LAYOUTS.get(facts["method"])
    values = ", ".join(f"{k.replace('_', ' ')} {v:g}" for k, v in facts["parameters"].items())
    return f"{layout.title}, {facts['preset']}{f' ({values})' if values else ''}"


def trust(facts: Facts) -> str:
    """Say how far the neighbourhoods on the map can be believed."""
    found = facts["quality"].get("trustworthiness")
    if found is None:
        return "There are too few points to say how far the map can be believed."
    word = (
        "Neighbours on the map are almost always neighbours in truth"
        if found >= 0.95
        else "Most neighbours on the map are neighbours in truth"
        if found >= 0.85
        else "Many neighbours on the map are not neighbours in truth: look at distances in the "
        "space before believing it"
    )
    measured = f"{facts['quality']['sample']:,} points"
    return f"{word}: trustworthiness {found:.3f} (1 is perfect; {measured})."


def separation(facts: Facts) -> str:
    """Say whether the group in question stands apart, in the space and on the map."""
    found = facts["quality"]
    if "purity" not in found:
        return "All points are of one kind, so nothing can be told apart."
    share, pure = found["share"], found["purity"]
    reached = (pure["space"] - share) / max(1 - share, 1e-9)
    pairs = facts["of"] == PAIRS
    who = "Listed pairs" if pairs else f"RNAs of type {found['subject'] or 'not told'}"
    verdict = (
        "stand apart"
        if reached >= _CLEARLY
        else "stand apart in part"
        if reached >= _PARTLY
        else "do not stand apart"
    )
    member = "are listed" if pairs else "are too"
    line = (
        f"{who} {verdict}: of the {found['neighbours']} nearest neighbours of one, "
        f"{100 * pure['space']:.0f} % {member} ({100 * pure['map']:.0f} % on the map), where "
        f"{100 * share:.0f} % of all points are."
    )
    if (strangers := pure.get("strangers")) is not None:
        line += (
            f" Of neighbours that are neither of its family nor of its partner's gene, "
            f"{100 * strangers:.0f} % are."
        )
    if (silhouette := found["silhouette"]["space"]) is not None:
        line += f" Silhouette {silhouette:.2f} ({found['silhouette']['map']:.2f} on the map)."
    return line


def memory(facts: Facts) -> str:
    """Say whether a model's own training pairs are shown; empty if there is nothing to say."""
    if facts["of"] == PAIRS and "held_out" in facts:
        return (
            f"None of these pairs was shown to the model: recipe {facts['model']} was trained "
            f"without them, on {facts['folds'] - 1} of {facts['folds']} parts as "
            f"{facts['held_out']} cuts them. What stands apart here was not remembered."
        )
    if facts["of"] != PAIRS or not facts["known"]:
        return ""
    known, listed = facts["known"], facts["listed"]
    who = f"All {listed:,}" if known == listed else f"{known:,} of the {listed:,}"
    return (
        f"{who} {LISTED} pairs here were shown to the model in training, so their standing apart "
        "is memory as well as insight. What it finds among hidden pairs stands on Benchmarks."
    )
