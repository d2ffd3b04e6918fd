"""A model's card: what it is for, what it was made from, how good it is, and where it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from mirinter_core.datasets.dataset import Dataset, types_of
from mirinter_core.models.trained import TrainedModel

# The hardest question first: it is the one a person with a new microRNA asks.
_PROTOCOLS = {
    "denovo-family": "whole seed families held out: a truly new microRNA",
    "denovo-mirna": 'microRNAs held out, siblings may be known: the paper\'s "de novo"',
    "pair": "cells of the table held out: filling gaps in what is known",
}


def card(
    model: TrainedModel, datasets: Sequence[Dataset], reports: Sequence[Mapping[str, Any]]
) -> str:
    """Write a model's card as Markdown.

    Parameters
    ----------
    reports : sequence of mapping
        Summaries (`mirinter_core.tasks.report`) of the model's recipe; none gives a card that
        says the model was not measured. Those of other recipes stand beside the model's as one
        more baseline.
    """
    own = _hardest_first([r for r in reports if r["recipe"] == model.recipe.name])
    peers = [r for r in reports if r["recipe"] != model.recipe.name]
    sections = [
        f"# Model `{model.name}`",
        f"## What it is for\n\n{_PURPOSE}",
        f"## How it is made\n\n{_making(model)}",
        "## Data\n\n" + "\n".join(_data(dataset) for dataset in datasets),
        f"Data digest `{model.provenance.get('data_digest', '')}`. {_DIGESTS}",
        f"## How good it is\n\n{_verdict(own, peers)}",
        *(_table(report, peers) for report in own),
        f"## Limits\n\n{_limits(datasets)}",
    ]
    return "\n\n".join(sections) + "\n"


_PURPOSE = (
    "Ranks non-coding RNAs as partners of a microRNA. Its score says how much a pair looks like "
    "the pairs that its sources list. It is not a probability, and listed is not bound."
)
_DIGESTS = (
    "The model carries what it remembers of these data (pairs, molecules, families) as digests "
    "of letters, not as a table."
)


def _making(model: TrainedModel) -> str:
    recipe = model.recipe
    left, right = recipe.sides
    return (
        f"Recipe `{recipe.name}`: encoder {left.encoder} ({left.pooling} pooling) for the "
        f"{left.label}, {right.encoder} ({right.pooling} pooling) for the {right.label}; "
        f"network `{recipe.network}`; pair evidence: {', '.join(recipe.pair_evidence) or 'none'}; "
        f"views: {', '.join(recipe.views)}; negatives: {recipe.negatives}; seed {recipe.seed}; "
        f"{recipe.threads} CPU threads; {len(model.history)} epochs."
    )


def _data(dataset: Dataset) -> str:
    types = ", ".join(f"{n:,} {kind}" for kind, n in types_of(dataset.table).items())
    dropped = f" {' '.join(dataset.report)}" if dataset.report else ""
    return (
        f"- **{dataset.name}**: {dataset.source}; terms: {dataset.terms}. Listed: {types}.{dropped}"
    )


def _limits(datasets: Sequence[Dataset]) -> str:
    seen = sorted({kind for dataset in datasets for kind in types_of(dataset.table)})
    return (
        "- Not listed was taken as not interacting. A figure says how well a list is reproduced, "
        "not how often two RNAs bind.\n"
        "- Lists repeat themselves: members of a seed family, and transcripts of a gene, share "
        "their labels. Under `pair`, a rule that copies from siblings is hard to beat.\n"
        "- For a seed family that is not in the data the query's own vector is not used; what "
        "remains is the seed sites and the partner's own tendency to be listed.\n"
        f"- Pair types seen in training: {', '.join(seen) or 'none'}. Others were never measured."
    )


def _hardest_first(reports: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    order = list(_PROTOCOLS)
    return sorted(reports, key=lambda r: (order.index(r["protocol"]), r["dataset"]["name"]))


def _verdict(own: Sequence[Mapping[str, Any]], peers: Sequence[Mapping[str, Any]]) -> str:
    """Say where something simpler does better, all pairs together or per query."""
    if not own:
        return "Not measured yet: run `python -m mirinter_core evaluate` with this recipe."
    lost = []
    for report in own:
        for figure, words in _FIGURES.items():
            beside = _beside(report, peers)
            rules = {name: _figure(found, figure) for name, found in beside.items()}
            name = max(rules, key=rules.__getitem__)
            if rules[name] >= _figure(report, figure):
                lost.append(
                    f"- {report['dataset']['name']} under `{report['protocol']}`, {words}: "
                    f"`{name}` {rules[name]:.3f}, this model {_figure(report, figure):.3f}"
                )
    if not lost:
        return (
            "It beats every baseline below in AUPRC, all pairs together and per query, on every "
            "data set and protocol measured."
        )
    return "**Something simpler does better here:**\n\n" + "\n".join(lost)


def _beside(
    report: Mapping[str, Any], peers: Sequence[Mapping[str, Any]]
) -> dict[str, Mapping[str, Any]]:
    """Return what a report has to stand beside: its rules, and other recipes measured alike."""
    alike = {
        f"recipe {peer['recipe']}": peer
        for peer in peers
        if peer["dataset"] == report["dataset"] and peer["protocol"] == report["protocol"]
    }
    return {**report["baselines"], **alike}


_FIGURES = {"auprc": "AUPRC of all pairs together", "per_query_auprc": "mean AUPRC per query"}


def _table(report: Mapping[str, Any], peers: Sequence[Mapping[str, Any]]) -> str:
    """Write one report's table: the model first, then its baselines."""
    asked = _PROTOCOLS[report["protocol"]]
    head = (
        f"### {report['dataset']['name']}, `{report['protocol']}`\n\n"
        f"{asked[0].upper()}{asked[1:]}. {len(report['folds'])} folds, "
        f"{report['n_pairs']:,} pairs, {report['n_positive']:,} listed (prevalence "
        f"{report['prevalence']:.4f}); mean of folds, AUPRC with its standard deviation.\n\n"
        "| | AUPRC | AUROC | AUPRC per query | precision at 20 per query |\n|---|---|---|---|---|"
    )
    rows = {"**this model**": report, **_beside(report, peers)}
    return "\n".join([head, *(_row(name, measured) for name, measured in rows.items())])


def _row(name: str, measured: Mapping[str, Any]) -> str:
    own = ("auroc", "per_query_auprc", "per_query_precision_at_20")
    auprc = f"{_written(measured, 'auprc')} ± {_written(measured, 'auprc', of='sd')}"
    return " | ".join([f"| {name}", auprc, *(_written(measured, key) for key in own)]) + " |"


def _written(measured: Mapping[str, Any], key: str, *, of: str = "mean") -> str:
    value = measured[of][key]
    return "-" if value is None or isnan(value) else f"{value:.3f}"


def _figure(measured: Mapping[str, Any], key: str) -> float:
    """Return a mean, below all others if it could not be measured."""
    value = measured["mean"][key]
    return -1.0 if value is None or isnan(value) else float(value)
