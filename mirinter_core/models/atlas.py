"""Where the molecules of a training lie among each other: by letters alone, labels apart.

An atlas is made once for the partners of one type. It knows seed families, genes, and every
strong seed site that a family has on a partner. What training *says* of these places is kept in
a `mirinter_core.models.book.Book`, so that the same atlas serves every part of a training whose
labels are hidden in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirinter_core.datasets.groups import by_partner
from mirinter_core.models.likeness import Likeness
from mirinter_core.molecules.family import seed
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.words import encode, mixed, words
from mirinter_core.pairing.sites import site_letters

SEED_WORDS = 4**7  # letters 2 to 8 of a microRNA have so many forms
NO_SEED = -1

_CONTEXT = 15  # letters of a landmark: a site with its surroundings, found again in isoforms
_BEFORE = 4  # of them before the site
_GAP = 256  # letters between two partners laid end to end: wider than any reach

Numbers = NDArray[np.intp]


def seed_codes(molecules: Sequence[Molecule]) -> Numbers:
    """Number the strong site (reverse complement of letters 2 to 8) of each microRNA.

    `NO_SEED` for what is no microRNA, is shorter than 8 letters, or has an ambiguous seed.
    """
    codes = [
        int(words(encode(site_letters(m.letters)), 7)[0])
        if m.type == "miRNA" and seed(m.letters)
        else SEED_WORDS
        for m in molecules
    ]
    found = np.array(codes, dtype=np.intp)
    return np.where(found < SEED_WORDS, found, NO_SEED)


def numbers(molecules: Sequence[Molecule]) -> NDArray[np.uint64]:
    """Give each molecule's digest as a number, of 64 bits: see `mirinter_core.models.memory`."""
    return np.array([int(m.digest[:16], 16) for m in molecules], dtype=np.uint64)


@dataclass(frozen=True)
class Ground:
    """The words of some partners, laid end to end with gaps between.

    Parameters
    ----------
    letters : (end,) uint8 array
        Encoded; 4 in the gaps and for what is no canonical letter.
    start, length : (partners,) int arrays
        Where each begins, and how many letters it has.
    code : (n,) int array
        Every word of 7 canonical letters: a possible strong site.
    place, partner : (n,) int arrays
        Where it begins, and on which partner.
    is_8mer : (n,) bool array
        Whether an A follows, facing letter 1 of the microRNA.
    context : (n,) uint32 array
        Digest of the 15 letters around it.
    is_whole : (n,) bool array
        Whether all 15 are there: what an end cuts off is no landmark.
    """

    letters: NDArray[np.uint8]
    start: Numbers
    length: Numbers
    code: Numbers
    place: Numbers
    partner: Numbers
    is_8mer: NDArray[np.bool_]
    context: NDArray[np.uint32]
    is_whole: NDArray[np.bool_]

    @property
    def end(self) -> int:
        """The place after the last letter and its gap."""
        return int((self.start + self.length).max(initial=0)) + _GAP

    @classmethod
    def of(cls, partners: Sequence[Molecule]) -> Ground:
        """Lay out the partners."""
        letters = [encode(m.letters) for m in partners]
        length = np.array([len(e) for e in letters], dtype=np.intp)
        start = np.cumsum(length + _GAP) - length
        edge = np.full(_GAP, 4, np.uint8)
        joined = np.concatenate([edge, *(part for e in letters for part in (e, edge))])
        code = words(joined, 7).astype(np.intp)
        place = np.flatnonzero(code < SEED_WORDS)
        around = words(joined, _CONTEXT)[place - _BEFORE]
        return cls(
            letters=joined,
            start=start,
            length=length,
            code=code[place],
            place=place,
            partner=np.searchsorted(start, place, side="right") - 1,
            is_8mer=joined[place + 7] == 0,
            context=mixed(around),
            is_whole=around < 4**_CONTEXT,
        )


@dataclass(frozen=True)
class Atlas:
    """The molecules of a training with partners of one type, known by digests and numbers.

    Parameters
    ----------
    query_digest, partner_digest : (queries,), (partners,) uint64 arrays
    seed : (queries,) int array
        See `seed_codes`.
    family : (queries,) int array
        Number of the seed family; what has no seed is a family of its own.
    gene, partner_seed : (partners,) int arrays
        Number of the gene, or of the partners that are alike: `mirinter_core.datasets.groups`;
        and of the seed of those that are microRNAs.
    likeness : Likeness
        Finds the gene of a partner that did not stand in training.
    landmark : (landmarks,) uint32 array, sorted
        Contexts of the training families' strong sites: see `Ground`.
    gene_site : (m,) int array, sorted
        ``gene * SEED_WORDS + code`` of every possible strong site on a gene's transcripts.
    gene_8mer : (m,) bool array
        Whether an A follows one of them.
    """

    query_digest: NDArray[np.uint64]
    partner_digest: NDArray[np.uint64]
    seed: Numbers
    family: Numbers
    gene: Numbers
    partner_seed: Numbers
    likeness: Likeness
    landmark: NDArray[np.uint32]
    gene_site: NDArray[np.int64]
    gene_8mer: NDArray[np.bool_]

    @property
    def shape(self) -> tuple[int, int]:
        """Queries, partners."""
        return len(self.query_digest), len(self.partner_digest)

    @property
    def families(self) -> int:
        """How many seed families there are."""
        return int(self.family.max(initial=-1)) + 1

    @property
    def genes(self) -> int:
        """How many genes there are."""
        return int(self.gene.max(initial=-1)) + 1

    def kin(self, partner: Molecule) -> int:
        """Give the number of a partner of the same gene as one that did not stand in training.

        That is a sibling in seed of a microRNA, or what it is most alike; -1 if there is none.
        """
        code = int(seed_codes([partner])[0])
        siblings = np.flatnonzero((self.partner_seed == code) & (code != NO_SEED))
        return int(siblings[0]) if len(siblings) else self.likeness.nearest(partner)

    @property
    def family_seed(self) -> Numbers:
        """The seed of each family."""
        found = np.full(self.families, NO_SEED)
        found[self.family] = self.seed
        return found


@dataclass(frozen=True)
class Survey:
    """An atlas with the ground it was drawn from: what a book is written from, and not kept.

    Parameters
    ----------
    by_gene : (n,) int array
        Order of the ground's words by partner within gene and code; `first_of_partner` and
        `first_of_gene` mark where a new partner's or gene's words of one code begin in it.
    site : (sites,) int array
        The ground's words that are strong sites of a training family.
    site_family, site_landmark : (sites,) int arrays
        `site_landmark` is -1 where an end of the partner cuts the context off.
    cell : (sites,) int array
        Number of the landmark within the gene: the same place on isoforms is one.
    """

    atlas: Atlas
    ground: Ground
    by_gene: Numbers
    first_of_partner: Numbers
    first_of_gene: Numbers
    site: Numbers
    site_family: Numbers
    site_landmark: Numbers
    cell: Numbers

    @classmethod
    def of(cls, queries: Sequence[Molecule], partners: Sequence[Molecule]) -> Survey:
        """Survey the molecules of a training."""
        ground, gene = Ground.of(partners), by_partner(partners)
        seeds = seed_codes(queries)
        own = [f"{c}" if c >= 0 else m.digest for c, m in zip(seeds, queries, strict=True)]
        family = np.unique(own, return_inverse=True)[1].astype(np.intp)
        family_of = np.full(SEED_WORDS, -1, dtype=np.intp)
        family_of[seeds[seeds >= 0]] = family[seeds >= 0]
        site = np.flatnonzero(family_of[ground.code] >= 0)
        context, whole = ground.context[site].astype(np.int64), ground.is_whole[site]
        landmark = np.unique(context[whole])
        site_landmark = np.where(whole, np.searchsorted(landmark, context), -1)
        gene_code = gene[ground.partner] * np.int64(SEED_WORDS) + ground.code
        by_gene = np.lexsort((ground.partner, gene_code))
        ordered, partner = gene_code[by_gene], ground.partner[by_gene]
        new_gene = np.flatnonzero(np.diff(ordered, prepend=-1))
        new_partner = np.diff(ordered, prepend=-1).astype(bool) | np.diff(
            partner, prepend=-1
        ).astype(bool)
        gene_8mer = np.logical_or.reduceat(ground.is_8mer[by_gene], new_gene)
        # A site without a landmark is a place of its own.
        alone = np.where(whole, context, -1 - np.arange(len(site)))
        place = np.stack([gene[ground.partner[site]], alone])
        cell = np.unique(place, axis=1, return_inverse=True)[1].ravel()
        return cls(
            Atlas(
                query_digest=numbers(queries),
                partner_digest=numbers(partners),
                seed=seeds,
                family=family,
                gene=gene,
                partner_seed=seed_codes(partners),
                likeness=Likeness.of(partners),
                landmark=landmark.astype(np.uint32),
                gene_site=ordered[new_gene],
                gene_8mer=gene_8mer,
            ),
            ground=ground,
            by_gene=by_gene,
            first_of_partner=np.flatnonzero(new_partner),
            first_of_gene=new_gene,
            site=site,
            site_family=family_of[ground.code[site]],
            site_landmark=site_landmark,
            cell=cell,
        )
