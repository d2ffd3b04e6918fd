"""Rules that need no model: what every figure has to stand beside.

Each looks at the labels of the training rows only, and scores the test rows. Definitions:
`degree` and the copies, ties broken by degree, follow the measurements this project began with.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.pairs import PairTable
from mirinter_core.datasets.splits import Split
from mirinter_core.models.recall import column
from mirinter_core.recipe import Recipe
from mirinter_core.tasks.evidence import recalled
from mirinter_core.tasks.ground import Counts, Ground, Rule, Scores, own_order
from mirinter_core.tasks.rehearsal import remembered
from mirinter_core.tasks.slow_rule import slow_rules

_TIE = 0.001  # breaks ties of a rule by degree without overruling it


def degree(ground: Ground, split: Split) -> Scores:
    """Say how often partner and query are listed in training: no sequence is looked at.

    log(rate + 0.001) of the partner plus that of the query; a rate is positives over known cells.
    """
    table = ground.table
    return _log_rate(table.right_row, len(table.right), table, split) + _log_rate(
        table.left_row, len(table.left), table, split
    )


def family_copy(ground: Ground, split: Split) -> Scores:
    """Count the query's seed siblings that are listed with the partner in training."""
    return _of_test(_siblings(ground, ground.known(split)[0]), ground, split)


def family_degree(ground: Ground, split: Split) -> Scores:
    """Copy from siblings, ties broken by degree."""
    return family_copy(ground, split) + _TIE * degree(ground, split)


def transcript_copy(ground: Ground, split: Split) -> Scores:
    """Copy from the partner's isoforms and look-alikes, ties broken by degree."""
    return _copied(ground, split) + _TIE * degree(ground, split)


def family_transcript(ground: Ground, split: Split) -> Scores:
    """Copy from siblings and from isoforms, ties broken by degree: memory alone, no model."""
    listed, known = ground.known(split)
    family = _share(_siblings(ground, listed), _siblings(ground, known))
    copied = _of_test(family, ground, split) + _copied(ground, split)
    return copied + _TIE * degree(ground, split)


def seed_sites(ground: Ground, split: Split) -> Scores:
    """Say how many seed sites the partner has; nothing is learnt."""
    return ground.sites[split.test]


def seed_degree(ground: Ground, split: Split) -> Scores:
    """Seed sites, and twice the degree."""
    return seed_sites(ground, split) + 2 * degree(ground, split)


def site_neighbourhood(ground: Ground, split: Split) -> Scores:
    """Say how often sites around the pair's best site are listed, ties broken by degree.

    The partner's sites, and those of what is known of its gene: `mirinter_core.models.book`. 0
    where there is none. Labels moved between families bring it to chance.
    """
    table = ground.table
    columns = recalled(table.take(split.test), remembered(own_order(ground, split.train)))
    sites = [columns[:, column(f"{whose} site, 30 nt")] for whose in ("own", "gene's")]
    return np.nan_to_num(sites).max(axis=0) + _TIE * degree(ground, split)


RULES: dict[str, Rule] = {
    "degree": degree,
    "family-copy": family_copy,
    "family-degree": family_degree,
    "transcript-copy": transcript_copy,
    "family-transcript": family_transcript,
    "seed-sites": seed_sites,
    "seed-degree": seed_degree,
    "site-neighbourhood": site_neighbourhood,
}


def rules_beside(recipe: Recipe) -> tuple[dict[str, Rule], dict[str, str]]:
    """Choose the rules that a recipe's report holds: of the slow ones those it asks for.

    ``network_options["slow"]`` lists their names, or is true for all.

    Returns
    -------
    rules : dict of str to Rule
    missing : dict of str to str
        Why a rule that was asked for cannot run here, with the remedy.
    """
    asked = recipe.network_options.get("slow")
    if not asked:
        return RULES, {}
    slow = {name: rule for name, rule in slow_rules().items() if asked is True or name in asked}
    missing = {name: why for name, rule in slow.items() if (why := rule.missing())}
    return RULES | {n: rule for n, rule in slow.items() if n not in missing}, missing


def _siblings(ground: Ground, cells: Counts) -> Counts:
    """Sum the cells of each query's seed siblings, itself excluded."""
    family = ground.family
    total = np.zeros((int(family.max()) + 1, cells.shape[1]))
    np.add.at(total, family, cells)
    return total[family] - cells


def _copied(ground: Ground, split: Split) -> Scores:
    """Average what the partner's look-alikes are listed as, weighed by what they share."""
    listed, known = ground.known(split)
    like = ground.partner_alike
    return _of_test(_share((like @ listed.T).T, (like @ known.T).T), ground, split)


def _share(listed: Counts, known: Counts) -> Counts:
    """Divide, with 0 where nothing is known."""
    return np.divide(listed, known, out=np.zeros_like(listed), where=known > 0)


def _of_test(cells: Counts, ground: Ground, split: Split) -> Scores:
    return cells[ground.table.left_row[split.test], ground.table.right_row[split.test]]


def _log_rate(row: NDArray[np.intp], n: int, table: PairTable, split: Split) -> Scores:
    """Return log(positives over known cells + 0.001) of each test pair's molecule."""
    known = np.bincount(row[split.train], minlength=n)
    listed = np.bincount(row[split.train], weights=table.label[split.train], minlength=n)
    rate = listed / np.maximum(known, 1)
    log_rate: Scores = np.log(rate + 0.001)[row[split.test]]
    return log_rate
