"""A model's card: what it is for, what it was made from, how good it is, and where it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Protocol

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.models.network import wants_tokens
from mirinter_core.models.trained import TrainedModel
from mirinter_core.models.unfinished import CUT_AFTER
from mirinter_core.recipe import Recipe, Side
from mirinter_core.tasks.best_rule import APART, best_rule
from mirinter_core.tasks.meanings import figure_of
from mirinter_core.tasks.paired import trained_on
from mirinter_core.tasks.reports import Summary, rule_of
from mirinter_core.tasks.standings import alike, completed, folds_in_words
from mirinter_core.tasks.train import SPENT
from mirinter_core.tasks.trust import TOP, types_of_report
from mirinter_core.tasks.variant import variant

_LISTED = "per_query_precision_at_20"


class Described(Protocol):
    """What a card tells of a data set, whether its pairs are at hand or not."""

    @property
    def name(self) -> str: ...  # noqa: D102 - as in `mirinter_core.datasets.dataset.Dataset`
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def terms(self) -> str: ...  # noqa: D102
    @property
    def report(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def types(self) -> Mapping[str, int]: ...  # noqa: D102


def card(model: TrainedModel, datasets: Sequence[Described], reports: Sequence[Summary]) -> str:
    """Write a model's card as Markdown.

    Parameters
    ----------
    reports : sequence of mapping
        Summaries (`mirinter_core.tasks.report`) of the model's recipe, trained on the model's
        data sets; none gives a card that says the model was not measured. Those of other recipes,
        variants and data stand beside the model's as one more baseline; those of rules lend their
        rules.
    """
    own, peers = _sorted_out(model, reports)
    sections = [
        f"# Model `{model.name}`",
        f"## What it is for\n\n{_PURPOSE}",
        f"## How it is made\n\n{_making(model)}",
        "## Data\n\n" + "\n".join(_data(dataset) for dataset in datasets),
        f"Data digest `{model.provenance.get('data_digest', '')}`. {_DIGESTS}",
        f"## How good it is\n\n{_verdict(own, peers)}",
        *([_overview(own)] if own else []),
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
        f"Recipe `{recipe.name}`: encoder {left.encoder} ({_pooling(recipe, left)}) for the "
        f"{left.label}, {right.encoder} ({_pooling(recipe, right)}) for the {right.label}; "
        f"network `{recipe.network}`{_options(recipe)}; "
        f"pair evidence: {', '.join(recipe.pair_evidence) or 'none'}; "
        f"views: {', '.join(recipe.views)}; negatives: {recipe.negatives}; "
        f"{_shown(recipe)}seed {recipe.seed}; {recipe.threads} CPU threads; "
        f"{len(model.history)} epochs.{_cut(model)}"
    )


def _options(recipe: Recipe) -> str:
    """Say the network's options that are not its own."""
    said = (f"{name} {value}" for name, value in recipe.network_options.items())
    return f" ({', '.join(said)})" if recipe.network_options else ""


def _pooling(recipe: Recipe, side: Side) -> str:
    return "pooled by the network" if wants_tokens(recipe) else f"{side.pooling} pooling"


def _shown(recipe: Recipe) -> str:
    """Say how pairs were shown otherwise than they are, if they were."""
    told = {
        "letters replaced in copies": f"{recipe.mutation:g}" if recipe.mutation else "",
        "mixup": f"{recipe.fit.mixup:g}" if recipe.fit.mixup else "",
        "weights": ", ".join(f"{name} {weight:g}" for name, weight in recipe.weights.items()),
    }
    return "".join(f"{what}: {value}; " for what, value in told.items() if value)


def _cut(model: TrainedModel) -> str:
    """Say what ended a training before its epochs were done."""
    if SPENT in model.provenance:
        return f"\n\nIts training ended with its budget: {model.provenance[SPENT]}."
    if CUT_AFTER not in model.provenance:
        return ""
    best = max(model.history, key=lambda epoch: epoch.validation_auprc)
    return (
        f"\n\n**Its training was cut short after epoch {model.provenance[CUT_AFTER]} of "
        f"{model.recipe.fit.epochs}**; these are the weights of epoch {best.epoch}, the best until "
        "then."
    )


def _data(dataset: Described) -> str:
    types = ", ".join(f"{n:,} {kind}" for kind, n in dataset.types.items())
    dropped = f" {' '.join(dataset.report)}" if dataset.report else ""
    return (
        f"- **{dataset.name}**: {dataset.source}; terms: {dataset.terms}. Listed: {types}.{dropped}"
    )


def _limits(datasets: Sequence[Described]) -> str:
    seen = sorted({kind for dataset in datasets for kind in dataset.types})
    return (
        "- Not listed was taken as not interacting. A figure says how well a list is reproduced, "
        "not how often two RNAs bind.\n"
        "- Lists repeat themselves: members of a seed family, and transcripts of a gene, share "
        "their labels. Under `pair`, a rule that copies from siblings is hard to beat.\n"
        "- Of a seed family that is not in the data nothing is remembered: what remains is what "
        "the letters show and what is known of the partner. Of a new gene, the letters alone.\n"
        f"- Pair types seen in training: {', '.join(seen) or 'none'}. Others were never measured."
    )


def _sorted_out(
    model: TrainedModel, reports: Sequence[Summary]
) -> tuple[list[Summary], list[Summary]]:
    """Tell the model's own reports, hardest first and with every rule, from those of others."""
    trained = [report for report in reports if not rule_of(report)]
    mine = model.recipe.name, variant(model.recipe)
    data = set(model.provenance.get("datasets", ()))
    own = [
        r
        for r in trained
        if (r["recipe"], r.get("variant", "")) == mine and data in ({*trained_on(r)}, set())
    ]
    peers = [report for report in trained if report not in own]
    order = list(PROTOCOLS)
    own.sort(
        key=lambda r: (
            order.index(r["protocol"]) if r["protocol"] in order else len(order),
            r["dataset"]["name"],
        )
    )
    return [completed(report, alike(report, reports)) for report in own], peers


def _verdict(own: Sequence[Summary], peers: Sequence[Summary]) -> str:
    """Say where something simpler does better, all pairs together or per query."""
    if not own:
        return "Not measured yet: run `python -m mirinter_core evaluate` with this recipe."
    lost = []
    for report in own:
        for figure, words in _FIGURES.items():
            others = [peer for peer in peers if not _on_other_data(peer, report)]
            name, value = best_rule(_beside(report, others), figure)
            if name and value >= _figure(report, figure):
                lost.append(
                    f"- {report['dataset']['name']} under `{report['protocol']}`, {words}: "
                    f"`{name}` {value:.3f}, this model {_figure(report, figure):.3f}"
                )
    if not lost:
        return (
            "It beats every baseline below in AUPRC, all pairs together and per query, on every "
            "data set and protocol measured."
        )
    return "**Something simpler does better here:**\n\n" + "\n".join(lost)


def _on_other_data(peer: Summary, report: Summary) -> bool:
    """Tell whether a peer is the same recipe trained on other data: no simpler thing."""
    return peer["recipe"] == report["recipe"] and trained_on(peer) != trained_on(report)


def _beside(report: Summary, peers: Sequence[Summary]) -> dict[str, Summary]:
    """Return what a report has to stand beside: its rules, and other recipes measured alike."""
    others = {}
    for peer in alike(report, peers):
        folds = folds_in_words(peer)
        apart = {} if folds == folds_in_words(report) else {APART: folds}
        others[_peer(peer, report)] = {**peer, **apart}
    return {**report["baselines"], **others}


def _peer(peer: Summary, report: Summary) -> str:
    """Name another recipe, or this one where it differs or was trained on other data."""
    different = [peer["variant"]] if peer.get("variant") else []
    if _on_other_data(peer, report):
        different.append(f"trained on {' and '.join(trained_on(peer))}")
    return f"recipe {peer['recipe']}" + (f" ({', '.join(different)})" if different else "")


_FIGURES = {"auprc": "AUPRC of all pairs together", "per_query_auprc": "mean AUPRC per query"}


def _overview(own: Sequence[Summary]) -> str:
    """Write one row for each data set and protocol, the hardest question first."""
    head = (
        f"The hardest question first. *Listed*: of the first {TOP} of a query's ranking, mean over "
        "queries. Best other: of rules that need no model, and of simpler models. A row speaks of "
        "its pair types alone: look for those of the RNAs to be screened.\n\n"
        "| data set | pair types | held out | AUPRC (95 %) | best other | listed | best other "
        "| by chance |\n|---|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *map(_overview_row, own)])


def _overview_row(report: Summary) -> str:
    low, high = report.get("interval", {}).get("auprc") or (None, None)
    interval = "" if None in (low, high) else f" ({low:.3f} to {high:.3f})"
    rules = report["baselines"]
    cells = [
        report["dataset"]["name"],
        ", ".join(types_of_report(report)) or "not told",
        f"{_held(report)} (`{report['protocol']}`)",
        f"{_written(report, 'auprc')}{interval}",
        _named(*best_rule(rules, "auprc"), 1),
        _counted(_figure(report, _LISTED)),
        _named(*best_rule(rules, _LISTED), TOP),
        _counted(_figure(report, "per_query_chance")),
    ]
    return f"| {' | '.join(cells)} |"


def _named(name: str, value: float, times: int) -> str:
    if not name:
        return "-"
    return f"{value * times:.1f} `{name}`" if times > 1 else f"{value:.3f} `{name}`"


def _counted(share: float) -> str:
    return "-" if share < 0 else f"{share * TOP:.1f}"


def _table(report: Summary, peers: Sequence[Summary]) -> str:
    """Write one report's table: the model first, then its baselines."""
    protocol = PROTOCOLS.get(report["protocol"])
    asks = f"{protocol.asks} " if protocol else ""
    head = (
        f"### {report['dataset']['name']}, `{report['protocol']}`\n\n"
        f"{asks}Held out: {_held(report)}. {len(report['folds'])} folds, "
        f"{report['n_pairs']:,} pairs, {report['n_positive']:,} listed (prevalence "
        f"{report['prevalence']:.4f}); mean of folds, AUPRC with its standard deviation.\n\n"
        "| | AUPRC | AUROC | AUPRC per query | precision at 20 per query |\n|---|---|---|---|---|"
    )
    rows = {"**this model**": report, **_beside(report, peers)}
    return "\n".join([head, *(_row(name, measured) for name, measured in rows.items())])


def _held(report: Summary) -> str:
    protocol = PROTOCOLS.get(report["protocol"])
    return protocol.held if protocol else str(report["protocol"])


def _row(name: str, measured: Summary) -> str:
    own = ("auroc", "per_query_auprc", _LISTED)
    auprc = f"{_written(measured, 'auprc')} ± {_written(measured, 'auprc', of='sd')}"
    sample = f" (on {measured['sample']:,} pairs)" if "sample" in measured else ""
    apart = " (in other folds)" if APART in measured else ""
    return (
        " | ".join([f"| {name}{sample}{apart}", auprc, *(_written(measured, k) for k in own)])
        + " |"
    )


def _written(measured: Summary, key: str, *, of: str = "mean") -> str:
    value = figure_of(measured[of], key)
    return "-" if isnan(value) else f"{value:.3f}"


def _figure(measured: Summary, key: str) -> float:
    """Return a mean, below all others if it could not be measured."""
    value = figure_of(measured["mean"], key)
    return -1.0 if isnan(value) else value
