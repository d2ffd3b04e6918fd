"""What training says of the places of an atlas: which cells are listed, and where sites count.

A stretch of a transcript where Argonaute was seen to sit makes the sites of every family that
overlap it likely to be listed. Each strong site is therefore judged by the listed and unlisted
sites of other families around it: a learned *footprint*. A listed pair with several sites does
not speak for all of them: which of them it is listed for is itself judged, by turns, from what is
listed around each (expectation and maximisation of a noisy-or).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mirinter_core.models.atlas import SEED_WORDS, Atlas, Numbers, Survey
from mirinter_core.models.company import Company
from mirinter_core.models.surroundings import learned, shares

Cells = NDArray[np.float32]
Counted = tuple[Cells, Cells]  # listed and known
Floats = NDArray[np.float64]

# Letters to either side: sites that overlap, the width of a protected stretch, its neighbourhood.
REACHES = (10, 30, 110)
MIDDLE = REACHES.index(30)

_SITE = 7  # letters
_TURNS = 3  # nothing moves after
_PRIOR = 1.0  # families' worth of the gene's average, where few are seen
_GENE_PRIOR = 20.0  # cells' worth of the average of all genes, for a gene with few
_ELSEWHERE = 0.5  # share of a gene's listing rate without a site that may explain any pair


@dataclass(frozen=True, eq=False)
class Book:
    """Labels over an atlas, and the footprint they leave.

    Parameters
    ----------
    atlas : Atlas
    listed, known : (queries, partners) bool arrays
        Cells that training lists, and cells it knows at all.
    told : (landmarks,) float32 array
        Share of a landmark's cells whose label is known.
    due : (landmarks, reaches) float32 array
        How much of their listing is owed to this place.
    judged : (gene sites, reaches) uint8 array
        How likely the best of such sites in the gene is occupied: see `coarse`.
    any_site : (gene sites,) uint8 array
        How likely any of them is, in the transcript where that is likeliest: see `coarse`.
    support : (gene sites,) uint8 array
        How many families' sites around that judgement rests on.
    surroundings : (words,) float array
        What the letters around listed sites have more of: `mirinter_core.models.surroundings`.
    """

    atlas: Atlas
    listed: NDArray[np.bool_]
    known: NDArray[np.bool_]
    told: NDArray[np.float32]
    due: NDArray[np.float32]
    judged: NDArray[np.uint8]
    any_site: NDArray[np.uint8]
    support: NDArray[np.uint8]
    surroundings: Floats

    @cached_property
    def tally(self) -> Tally:
        """The cells counted by family and gene."""
        return Tally.of(self.atlas, self.listed, self.known)

    @cached_property
    def company(self) -> tuple[Company, Company]:
        """The cells as queries see them and, turned, as partners do."""
        listed, known = self.tally.cells
        of_queries = Company(listed, known, self.atlas.family)
        return of_queries, Company(listed.T, known.T, self.atlas.gene)

    @classmethod
    def empty(cls) -> Book:
        """Make the book of a partner type that never stood in training."""
        nothing = np.zeros((0, 0), dtype=np.bool_)
        return cls.write(Survey.of((), ()), nothing, nothing)

    @classmethod
    def write(cls, survey: Survey, listed: NDArray[np.bool_], known: NDArray[np.bool_]) -> Book:
        """Write down what the known cells say; the others might as well not be there.

        Parameters
        ----------
        listed, known : (queries, partners) bool arrays
            A cell that is not known is not looked at.
        """
        tally = Tally.of(survey.atlas, listed & known, known)
        marks = _Marks.of(survey, tally)
        told = marks.told.astype(np.float64)
        judged, any_site, support = [], [], []
        due = np.stack([marks.due(tally, reach) for reach in REACHES], axis=1)
        ground = survey.ground
        gene = survey.atlas.gene[ground.partner]
        site = ground.place[survey.site]
        for i, reach in enumerate(REACHES):
            weights = told[survey.cell], told[survey.cell] * due[survey.cell, i]
            families, owed = (around(site, w, ground.end, ground.place, reach) for w in weights)
            marks_at = site, ground.code[survey.site]
            own = around_own(marks_at, np.stack(weights), ground.end, marks_at, reach)
            families[survey.site] -= own[0]  # what is listed for a family itself is no footprint
            owed[survey.site] -= own[1]
            likely = judgement(owed, families, tally.with_site[gene])[survey.by_gene]
            judged.append(coarse(np.maximum.reduceat(likely, survey.first_of_gene)))
            if i == MIDDLE:
                found = np.minimum(families[survey.by_gene], 255)
                support.append(np.maximum.reduceat(found, survey.first_of_gene).astype(np.uint8))
                by_partner = np.add.reduceat(
                    np.log1p(-np.minimum(likely, 0.999)), survey.first_of_partner
                )
                first = np.searchsorted(survey.first_of_partner, survey.first_of_gene)
                any_site.append(coarse(1 - np.exp(np.minimum.reduceat(by_partner, first))))
        known_share, owed_share = marks.by_landmark(due)
        return cls(
            atlas=survey.atlas,
            listed=listed & known,
            known=known,
            told=known_share,
            due=owed_share,
            judged=np.stack(judged, axis=1),
            any_site=any_site[0],
            support=support[0],
            surroundings=_surroundings(survey, tally),
        )


def _surroundings(survey: Survey, tally: Tally) -> Floats:
    """Learn from the best site of each family on each partner: an 8mer, or the first."""
    ground, site = survey.ground, survey.site
    partner = ground.partner[site]
    best = np.lexsort((~ground.is_8mer[site], partner, survey.site_family))
    cell = survey.site_family[best] * np.int64(survey.atlas.shape[1]) + partner[best]
    best = best[np.diff(cell, prepend=-1) != 0]
    known = tally.families[1][survey.site_family[best], partner[best]].astype(np.float64)
    listed = tally.families[0][survey.site_family[best], partner[best]]
    best, share = best[known > 0], (listed / np.maximum(known, 1))[known > 0]
    return learned(shares(ground.letters, ground.place[site[best]]), share)


def coarse(share: Floats) -> NDArray[np.uint8]:
    """Write shares of 0 to 1 in a byte, finer near 0."""
    return np.round(np.sqrt(share) * 255).astype(np.uint8)


def fine(byte: NDArray[np.uint8]) -> Floats:
    """Read what `coarse` wrote."""
    return np.square(byte / 255.0)


def judgement(owed: Floats, families: Floats, average: Floats) -> Floats:
    """Judge a site by the families around it, drawn to its gene's average where they are few."""
    return (owed + _PRIOR * average) / (families + _PRIOR)


def around(at: Numbers, weight: Floats, end: int, places: Numbers, reach: int) -> Floats:
    """Sum the weights of sites that begin up to a site's length and `reach` letters away."""
    total = np.concatenate([[0.0], np.cumsum(np.bincount(at, weight, minlength=end))])
    low = np.maximum(places - reach - _SITE + 1, 0)
    high = np.minimum(places + reach + _SITE, end)
    summed: Floats = total[high] - total[low]
    return summed


def around_own(
    at: tuple[Numbers, Numbers],
    weights: Floats,
    end: int,
    asked: tuple[Numbers, Numbers],
    reach: int,
) -> Floats:
    """Sum what `around` sums, of the sites of the asked family alone.

    Parameters
    ----------
    at, asked : (places, seed codes)
        Of the sites that are summed, and of those that are asked about.
    weights : (k, sites) array

    Returns
    -------
    (k, asked) array
    """
    key = at[1] * np.int64(end) + at[0]
    order = np.argsort(key, kind="stable")
    total = np.concatenate([np.zeros((len(weights), 1)), np.cumsum(weights[:, order], axis=1)], 1)
    first = asked[1] * np.int64(end)
    low = first + np.maximum(asked[0] - reach - _SITE + 1, 0)
    high = first + np.minimum(asked[0] + reach + _SITE, end)
    low, high = (np.searchsorted(key[order], edge) for edge in (low, high))
    summed: Floats = total[:, high] - total[:, low]
    return summed


@dataclass(frozen=True)
class Tally:
    """Cells counted; families and genes are the atlas's numbers.

    Parameters
    ----------
    cells : two (queries, partners) float32 arrays
        Listed and known cells, here and below.
    genes : two (queries, genes) float32 arrays
    families : two (families, partners) float32 arrays
    blocks : two (families, genes) float32 arrays
    has_site : (families, genes) bool array
        Whether a transcript of the gene has a strong site.
    with_site, elsewhere : (genes,) float arrays
        Share of families listed where they have a site, and half of that where they have none;
        drawn to the average of all genes where few are known.
    """

    cells: Counted
    genes: Counted
    families: Counted
    blocks: Counted
    has_site: NDArray[np.bool_]
    with_site: Floats
    elsewhere: Floats

    @classmethod
    def of(cls, atlas: Atlas, listed: NDArray[np.bool_], known: NDArray[np.bool_]) -> Tally:
        """Count."""
        cells = listed.astype(np.float32), known.astype(np.float32)
        genes = _by_gene(cells[0], atlas), _by_gene(cells[1], atlas)
        blocks = _by_family(genes[0], atlas), _by_family(genes[1], atlas)
        has_site = sited(atlas, atlas.family_seed)
        return cls(
            cells=cells,
            genes=genes,
            families=(_by_family(cells[0], atlas), _by_family(cells[1], atlas)),
            blocks=blocks,
            has_site=has_site,
            with_site=_rate(blocks, has_site),
            elsewhere=_ELSEWHERE * _rate(blocks, ~has_site),
        )


def _rate(block: Counted, where: NDArray[np.bool_]) -> Floats:
    """Give each gene's listed share of some cells, drawn to that of all genes."""
    listed, known = ((part * where).sum(axis=0, dtype=np.float64) for part in block)
    average = listed.sum() / max(known.sum(), 1)
    rate: Floats = (listed + _GENE_PRIOR * average) / (known + _GENE_PRIOR)
    return rate


def sited(atlas: Atlas, seeds: Numbers) -> NDArray[np.bool_]:
    """Mark the genes that have a strong site of each seed, shape (seeds, genes)."""
    return gene_places(atlas, seeds, np.arange(atlas.genes)[None])[1]


def gene_places(atlas: Atlas, seeds: Numbers, genes: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
    """Find the rows of `Atlas.gene_site` of some seeds in some genes, and whether there are any.

    Parameters
    ----------
    seeds : (n,) int array
    genes : (n or 1, m) int array
        -1 is no gene.
    """
    key = genes * np.int64(SEED_WORDS) + seeds[:, None]
    place = np.minimum(np.searchsorted(atlas.gene_site, key), max(len(atlas.gene_site) - 1, 0))
    if not len(atlas.gene_site):
        return place, np.zeros(key.shape, dtype=np.bool_)
    return place, (atlas.gene_site[place] == key) & (seeds[:, None] >= 0) & (genes >= 0)


@dataclass(frozen=True)
class _Marks:
    """The training families' sites as the known cells see them: `Survey.cell` by `Survey.cell`.

    Parameters
    ----------
    told : (cells,) bool array
        Whether anything is known of the family in the gene.
    rate : (cells,) float array
        Share of its known cells that are listed.
    """

    survey: Survey
    family: Numbers
    gene: Numbers
    told: NDArray[np.bool_]
    rate: Floats

    @classmethod
    def of(cls, survey: Survey, tally: Tally) -> _Marks:
        first = np.unique(survey.cell, return_index=True)[1]
        family = survey.site_family[first]
        gene = survey.atlas.gene[survey.ground.partner[survey.site[first]]]
        known = tally.blocks[1][family, gene].astype(np.float64)
        rate = tally.blocks[0][family, gene] / np.maximum(known, 1)
        return cls(survey, family, gene, known > 0, rate)

    def due(self, tally: Tally, reach: int) -> Floats:
        """Judge, by turns, how much of each cell's listing is owed to this site."""
        survey, cell = self.survey, self.survey.cell
        place, end = survey.ground.place[survey.site], survey.ground.end
        told = self.told.astype(np.float64)
        families = around(place, told[cell], end, place, reach)
        average = tally.with_site[self.gene]
        copies = np.maximum(np.bincount(cell, minlength=len(told)), 1)
        shape = tally.blocks[1].shape
        block = self.family * shape[1] + self.gene
        due = self.rate
        for _ in range(_TURNS + 1):
            owed = around(place, (told * due)[cell], end, place, reach)
            judged = judgement(owed, families, average[cell])
            mean = np.bincount(cell, judged, minlength=len(told)) / copies
            nowhere = np.bincount(
                block, np.log1p(-np.minimum(mean, 0.999)), minlength=shape[0] * shape[1]
            )
            any_site = 1 - np.exp(nowhere[block]) * (1 - tally.elsewhere[self.gene])
            due = self.rate * np.minimum(mean / np.maximum(any_site, 1e-6), 1)
        return due

    def by_landmark(self, due: Floats) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Average `told` and `due` over the genes that share a landmark."""
        survey = self.survey
        n = len(survey.atlas.landmark)
        at = survey.site_landmark >= 0
        mark, cell = survey.site_landmark[at], survey.cell[at]
        copies = np.maximum(np.bincount(mark, minlength=n), 1)
        told = np.bincount(mark, self.told[cell], minlength=n)
        owed = [np.bincount(mark, (self.told * d)[cell], minlength=n) for d in due.T]
        mean = np.stack([o / np.maximum(told, 1e-9) for o in owed], axis=1)
        # Halved before use, as on disk, so that a saved book says the same.
        share = (told / copies).astype(np.float16).astype(np.float32)
        return share, mean.astype(np.float16).astype(np.float32)


def _by_family(cells: Cells, atlas: Atlas) -> Cells:
    total = np.zeros((atlas.families, cells.shape[1]), dtype=np.float32)
    np.add.at(total, atlas.family, cells)
    return total


def _by_gene(cells: Cells, atlas: Atlas) -> Cells:
    total = np.zeros((atlas.genes, len(cells)), dtype=np.float32)
    np.add.at(total, atlas.gene, cells.T)
    return total.T
