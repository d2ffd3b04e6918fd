"""A report as a table and in words: the recipe, and where it stands among rules without a model."""

from __future__ import annotations

from math import isnan

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.tasks.best_rule import best_rule
from mirinter_core.tasks.meanings import MEANINGS, figure_of
from mirinter_core.tasks.reports import Summary, rule_of
from mirinter_core.tasks.rule_words import apart

COLUMNS = ("auroc", "auprc", "per_query_auprc", "per_query_precision_at_20")
_DECIDING = {"auprc": "All pairs together", "per_query_auprc": "Per query"}


def question(summary: Summary) -> str:
    """Say in one line what was measured, on what, and how to read its figures."""
    held = PROTOCOLS.get(summary["protocol"])
    out = f" (held out: {held.held})" if held else ""
    negatives = summary["negatives"]
    drawn = "" if negatives == "full" else f", {negatives} unlisted drawn for each"
    return (
        f"{summary['dataset']['name']}, {summary['protocol']}{out}, {len(summary['folds'])} folds: "
        f"{summary['n_pairs']:,} pairs, {summary['n_positive']:,} listed{drawn} (prevalence "
        f"{summary['prevalence']:.4f}); mean ± standard deviation of folds"
    )


def table(summary: Summary) -> list[tuple[str, ...]]:
    """Lay a report out in rows: titles, the recipe, its interval, then every rule."""
    rows = [
        ("", *(MEANINGS[key].title for key in COLUMNS)),
        (name(summary), *_figures(summary)),
        ("95 % interval", *_interval(summary)),
    ]
    for rule, found in summary["baselines"].items():
        sample = f" (on {found['sample']:,} pairs)" if "sample" in found else ""
        rows.append((f"{rule}{sample}", *_figures(found)))
    return rows


def name(summary: Summary) -> str:
    """Name the recipe, with what differs from the preset of its name."""
    variant = summary.get("variant")
    return f"recipe {summary['recipe']}" + (f" ({variant})" if variant else "")


def verdict(summary: Summary) -> str:
    """Say whether the recipe beats every rule, or which rule wins.

    A rule that was measured on a sample is not compared.
    """
    parts = [f"{where}, {_decided(summary, key)}" for key, where in _DECIDING.items()]
    if own := rule_of(summary):
        parts.insert(0, f"Nothing was trained: the recipe's figures are those of {own}.")
    return " ".join(parts)


def of_data(summary: Summary) -> list[str]:
    """Say what rules tell of the data set itself, a sentence each."""
    return [
        f"{called[0].upper()}{called[1:]} of {summary['dataset']['name']}: {_written(mean, sd)}. "
        "It looks at all labels, and so speaks of the data and of no prediction."
        for rule in summary["baselines"].values()
        for called, (mean, sd) in rule.get("of_data", {}).items()
    ]


def not_run(summary: Summary) -> list[str]:
    """Say which rules were not run and why, a sentence each."""
    return [
        f"Not run: {rule}. {str(why).rstrip('.')}."
        for rule, why in (summary.get("not_run") or {}).items()
    ]


def _decided(summary: Summary, key: str) -> str:
    is_rule = bool(rule_of(summary))
    own = figure_of(summary["mean"], key)
    best, value = best_rule(summary["baselines"], key)
    title = MEANINGS[key].title
    if not best or (isnan(own) and not is_rule):
        return f"{title} could not be measured."
    if is_rule:
        return f"{best} is the best rule ({title} {value:.3f})."
    if own > value:
        return f"the recipe beats every rule ({title} {own:.3f}; next {best}, {value:.3f})."
    wins = "wins" if value > own else "does as well"
    both = f"{title} {value:.3f}; the recipe {own:.3f}"
    return f"the rule {best}, {apart(best)}, {wins} ({both})."


def _figures(measured: Summary) -> list[str]:
    mean, sd = measured["mean"], measured["sd"]
    return [_written(figure_of(mean, key), figure_of(sd, key)) for key in COLUMNS]


def _written(mean: float, sd: float) -> str:
    if isnan(mean):
        return "-"
    return f"{mean:.3f}" if isnan(sd) else f"{mean:.3f} ± {sd:.3f}"


def _interval(summary: Summary) -> list[str]:
    ends = [summary.get("interval", {}).get(key, (None, None)) for key in COLUMNS]
    known = (None not in pair and not any(map(isnan, pair)) for pair in ends)
    return [f"{a:.3f} to {b:.3f}" if told else "" for told, (a, b) in zip(known, ends, strict=True)]
