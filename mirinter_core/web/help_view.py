"""What the Help page makes from the program itself, so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from mirinter_core.home import ASSETS
from mirinter_core.molecules.alphabet import reverse_complement
from mirinter_core.pairing.drawing import duplex_sentence, duplex_svg
from mirinter_core.pairing.duplex import fold
from mirinter_core.pairing.sites import SITE_CLASSES, Site, find_sites
from mirinter_core.tasks.hits import COLUMNS

LET_7A = "UGAGGUAGUAGGUUGUAUAGUU"
_EXAMPLE = "GCCAUACAAGCCACUACCUCAGCG"  # an 8mer and 3' pairing, for the picture
_WORDS = {
    "8mer": "pairs with 2 to 8, and an A faces letter 1",
    "7mer-m8": "pairs with 2 to 8",
    "7mer-A1": "pairs with 2 to 7, and an A faces letter 1",
    "6mer": "pairs with 2 to 7",
    "offset-6mer": "pairs with 3 to 8",
}
# The hardest first: it is what a person with a new miRNA asks.
_PROTOCOLS = {
    "denovo-superfamily": "seed families with their near relatives",
    "denovo-family": "whole seed families: a new miRNA",
    "both-new": "families and genes at once",
    "new-partner": "whole genes: a new partner",
    "block": "families x genes together",
    "denovo-mirna": "whole miRNAs (siblings may be known)",
    "pair": "single pairs (siblings known)",
}
_TOP = 20
_AT_TOP = "per_query_precision_at_20"


def text(name: str) -> str:
    """Read one of the texts in ``assets/help``."""
    return (ASSETS / "help" / f"{name}.md").read_text("utf-8")


def glossary() -> str:
    """List every column of a screen's table with its meaning (Markdown)."""
    return "\n".join(f"* **`{name}`** {meaning}" for name, meaning in COLUMNS.items())


def site_drawing() -> str:
    """Draw one site of each class above the miRNA, found by the same code as in a screen."""
    wide = max(map(len, SITE_CLASSES))
    rows = [f"{'':{wide}}   5'            3'"]
    for kind, partner in site_examples().items():
        site = find_sites(LET_7A, partner)[0]
        before = "." * (2 + 8 - _first_faced(site))
        letters = f"{before}{partner[site.start - 1 : site.end]}"
        rows.append(f"{kind:{wide}}   {letters:.<12}     {_WORDS[kind]}")
    seed = LET_7A[:8][::-1]
    rows += [
        f"{'':{wide}}     |||||||",
        f"{'let-7a-5p':{wide}}   ..{seed}       {LET_7A[1:8]} is its seed, read 5' to 3'",
        f"{'letter':{wide}}     87654321",
        f"{'':{wide}}   3'        5'",
    ]
    return "\n".join(rows)


def site_examples() -> Mapping[str, str]:
    """Make a partner with one site of each class, by breaking an 8mer letter by letter."""
    whole = f"{reverse_complement(LET_7A[1:8])}A"
    return {
        "8mer": f"GG{whole}GG",
        "7mer-m8": f"GG{whole[:7]}GGG",
        "7mer-A1": f"GGG{whole[1:]}GG",
        "6mer": f"GGG{whole[1:7]}GGG",
        "offset-6mer": f"GG{whole[:6]}GGGG",
    }


def _first_faced(site: Site) -> int:
    """Tell which letter of the miRNA the site's first letter faces."""
    return site.facing(0) - site.start


def duplex_picture() -> tuple[str, str]:
    """Draw a duplex as on the Pair page: SVG, and what it shows in a sentence."""
    duplex = fold(LET_7A, _EXAMPLE, around=find_sites(LET_7A, _EXAMPLE)[0])
    names = ("a partner", "let-7a-5p")
    return (
        duplex_svg(duplex, LET_7A, _EXAMPLE, names=names),
        duplex_sentence(duplex, names=names),
    )


def measured(reports: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Lay out what was measured of a model: one row a data set and protocol, hardest first."""
    rows = [_measured(report) for report in reports]
    table = pd.DataFrame(rows, columns=list(MEASURED))
    order = {words: i for i, words in enumerate(_PROTOCOLS.values())}
    key = table["held_out"].map(order).fillna(len(order))
    return table.iloc[key.argsort(kind="stable")].reset_index(drop=True)


MEASURED = {
    "dataset": "Data set",
    "held_out": "Hidden from the model",
    "listed": f"Listed in the first {_TOP}",
    "rule_listed": "by the best rule",
    "chance": "by chance",
    "partners": "partners tested per query (about)",
    "auprc": "AUPRC ± sd of folds",
    "rule_auprc": "AUPRC of the best rule",
}


def _measured(report: Mapping[str, Any]) -> dict[str, Any]:
    mean, sd = report["mean"], report.get("sd", {})
    chance, partners = mean.get("per_query_chance"), mean.get("per_query_partners")
    top, (rule_top, rule) = mean.get(_AT_TOP), _best_rule(report, _AT_TOP)
    rule_auprc, other = _best_rule(report, "auprc")
    return {
        "dataset": report["dataset"]["name"],
        "held_out": _PROTOCOLS.get(report["protocol"], report["protocol"]),
        "listed": None if top is None else top * _TOP,
        "rule_listed": f"{rule_top * _TOP:.1f} ({rule})" if rule else "",
        "chance": None if chance is None else chance * _TOP,
        "partners": None if partners is None else round(partners),
        "auprc": _spread(mean.get("auprc"), sd.get("auprc")),
        "rule_auprc": f"{rule_auprc:.3f} ({other})" if other else "",
    }


def _best_rule(report: Mapping[str, Any], figure: str) -> tuple[float, str]:
    """Find the rule that does best without a model: its figure and name; no name if none has."""
    found = {name: rule["mean"].get(figure) for name, rule in report["baselines"].items()}
    return max(((v, name) for name, v in found.items() if v is not None), default=(0.0, ""))


def _spread(mean: float | None, sd: float | None) -> str:
    if mean is None:
        return ""
    return f"{mean:.3f}" if sd is None else f"{mean:.3f} ± {sd:.3f}"
