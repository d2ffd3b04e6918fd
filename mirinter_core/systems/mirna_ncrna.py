"""The first system: which non-coding RNAs a microRNA may bind."""

from __future__ import annotations

from dataclasses import replace

from mirinter_core.recipe import RULE, Fit, Recipe, Side
from mirinter_core.system import System


def _sides(encoder: str, pooling: str) -> tuple[Side, Side]:
    return (
        Side(label="miRNA", encoder=encoder, pooling=pooling),
        Side(label="partner", encoder=encoder, pooling=pooling),
    )


# Two minutes on two cores for lncRNASNP2: small networks need fewer, larger steps than the paper's.
_QUICK = Fit(
    epochs=6,
    warmup_epochs=1,
    batch_size=1024,
    learning_rate=3e-3,
    weight_decay=1e-5,
    patience=3,
)

_SMALL = Recipe(
    name="small",
    sides=_sides("kmer", "mean"),
    network="two_tower",
    pair_evidence=("sites",),
    fit=_QUICK,
)

# What is known of other pairs is weighed by a gate that has met every way of not knowing it.
_EVIDENCE = Recipe(
    name="evidence",
    sides=_sides("kmer", "mean"),
    network="gate",
    network_options={"trees": 200},
    pair_evidence=("recall",),
    rehearsal=(
        "pair",
        "denovo-mirna",
        "denovo-family",
        "denovo-superfamily",
        "new-partner",
        "block",
        "both-new",
    ),
    fit=replace(_QUICK, epochs=5, learning_rate=1e-3, weight_decay=1e-3),
)

# The paper's own settings: Nicolini et al., miRInter-Trans, sections 2.2 to 2.4.
_PAPER = Recipe(
    name="mirinter-trans",
    sides=_sides("rna_fm", "mean-max"),
    network="ffnn",
    views=("original", "order", "reversed", "both"),
)

# Frequencies of k-mers are small numbers: the paper's head learns from them only standardised.
_PAPER_KMER = Recipe(
    name="mirinter-trans-kmer",
    sides=_sides("kmer", "mean-max"),
    network="ffnn",
    network_options={"normalise": True},
    views=("original", "order", "reversed", "both"),
)

# Which stretches of a molecule count is learnt with the head; sides' poolings are not used.
_ATTENTION = Recipe(
    name="mirinter-attention",
    sides=_sides("kmer", "mean"),
    network="attention",
    pair_evidence=("sites",),
    fit=replace(_QUICK, learning_rate=1e-3, weight_decay=1e-4),
)

_LOGISTIC = Recipe(
    name="kmer-logistic",
    sides=_sides("kmer", "mean"),
    network="ffnn",
    network_options={"hidden": [], "normalise": True},
    fit=_QUICK,
)

# Nothing is trained: siblings and isoforms are copied, and every report's rules stand beside.
_BASELINES = Recipe(
    name="baselines",
    sides=_sides("kmer", "mean"),
    network=RULE,
    network_options={"rule": "family-transcript"},
)

_BASELINES_SLOW = Recipe(
    name="baselines-slow",
    sides=_sides("kmer", "mean"),
    network=RULE,
    network_options={"rule": "boosting", "slow": True},
)

# The strongest slow rule by itself, to stand beside a model in the folds that the model had.
_BOOSTING = Recipe(
    name="boosting",
    sides=_sides("kmer", "mean"),
    network=RULE,
    network_options={"rule": "boosting", "slow": ["boosting"]},
)

# One slow rule by itself: labels alone, as SPMLMI takes them. A minute a report, not hours.
_PERTURBATION = Recipe(
    name="structural-perturbation",
    sides=_sides("kmer", "mean"),
    network=RULE,
    network_options={"rule": "structural-perturbation", "slow": ["structural-perturbation"]},
)

SYSTEM = System(
    question="Which non-coding RNAs may this microRNA bind?",
    query_types=("miRNA", "hairpin"),
    partner_types=(),
    recipes={
        recipe.name: recipe
        for recipe in (
            _EVIDENCE,
            _SMALL,
            _PAPER,
            _PAPER_KMER,
            _ATTENTION,
            _LOGISTIC,
            _BASELINES,
            _BASELINES_SLOW,
            _BOOSTING,
            _PERTURBATION,
        )
    },
)
