"""Reports of made-up scores, measured by the app's own code."""

import json

import numpy as np

from mirinter_core.tasks.crossed import crossed, reliability
from mirinter_core.tasks.curves import Curves, curves
from mirinter_core.tasks.metrics import per_query, pooled, spread

RULES = {"degree": 0.8, "family-copy": 0.0, "family-transcript": 1.2}  # how much each tells


def scored_folds(n=20_000, *, folds=3, tells=2.0, scales=(1.0,) * 9, seed=0):
    """Labels of which 3.6 % are listed, and scores that tell them by so many deviations."""
    rng = np.random.default_rng(seed)
    labels = [(rng.random(n) < 0.036).astype(np.int8) for _ in range(folds)]
    noise = np.random.default_rng([seed, int(tells * 100)])
    return [
        (label, (noise.normal(size=n) + tells * label) * scale)
        for label, scale in zip(labels, scales, strict=False)
    ]


def read(folds):
    """The curves of folds as they come back from a file."""
    return Curves.read(json.loads(json.dumps(curves(folds))))


def _figures(folds, *, queries=20):
    each = []
    for (label, score), cross in zip(folds, crossed(folds), strict=True):
        own = per_query(label, score, np.arange(len(label)) % queries)
        each.append(pooled(label, score) | cross | {f"per_query_{k}": v for k, v in own.items()})
    mean, sd = spread(each)
    return {"folds": each, "mean": mean, "sd": sd}


def report(recipe="small", *, tells=2.0, rules=None, n=2000, folds=5, seed=0, **changes):
    """A report as `evaluate` writes it, of a ranking that tells listed pairs so well."""
    scored = scored_folds(n, folds=folds, tells=tells, seed=seed)
    own = _figures(scored)
    label = np.concatenate([label for label, _ in scored])
    rules = RULES if rules is None else rules
    mean = own["mean"]
    return {
        "dataset": {"name": "lncrnasnp2", "data_digest": "d" * 32},
        "recipe": recipe,
        "recipe_json": {"seed": 0},
        "variant": "",
        "protocol": "denovo-family",
        "negatives": "full",
        "n_pairs": len(label),
        "n_positive": int(label.sum()),
        "prevalence": float(label.mean()),
        **own,
        "interval": {"auprc": [mean["auprc"] - 0.05, mean["auprc"] + 0.04]},
        "baselines": {
            name: _figures(scored_folds(n, folds=folds, tells=how, seed=seed))
            for name, how in rules.items()
        },
        "by_type": {
            "miRNA-lncRNA": spread([pooled(*fold) for fold in scored])[0] | {"positives": 300.0},
            "miRNA-snoRNA": spread([pooled(*fold) for fold in scored[:1]])[0] | {"positives": 12.0},
        },
        "curves": curves(scored),
        "reliability": reliability(scored),
        **changes,
    }
