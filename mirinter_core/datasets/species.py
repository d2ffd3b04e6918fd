"""Species, as people and the public sources call them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from mirinter_core.errors import CatalogError

_SCIENTIFIC = re.compile(r"[A-Z][a-z]+( [a-z0-9.-]+){1,3}")


@dataclass(frozen=True)
class Species:
    """A species.

    Parameters
    ----------
    name : str
        Its scientific name.
    common : str
        What people call it; empty for those that are not in the table.
    mirbase : str
        miRBase's short name, the beginning of its ids.
    kingdom : str
        RNAcentral's folder for it.
    """

    name: str
    common: str = ""
    mirbase: str = ""
    kingdom: str = ""

    @property
    def slug(self) -> str:
        """The name as Ensembl and RNAcentral write it in file names."""
        return re.sub(r"[^a-z0-9]+", "_", self.name.lower()).strip("_")


_TABLE = tuple(
    Species(*(part.strip() for part in line.split("|")))
    for line in """
    Homo sapiens|human|hsa|vertebrates
    Mus musculus|mouse|mmu|vertebrates
    Rattus norvegicus|rat|rno|vertebrates
    Pan troglodytes|chimpanzee|ptr|vertebrates
    Gorilla gorilla|gorilla|ggo|vertebrates
    Macaca mulatta|rhesus macaque|mml|vertebrates
    Bos taurus|cow|bta|vertebrates
    Sus scrofa|pig|ssc|vertebrates
    Ovis aries|sheep|oar|vertebrates
    Capra hircus|goat|chi|vertebrates
    Equus caballus|horse|eca|vertebrates
    Canis lupus familiaris|dog|cfa|vertebrates
    Oryctolagus cuniculus|rabbit|ocu|vertebrates
    Cricetulus griseus|chinese hamster|cgr|vertebrates
    Monodelphis domestica|opossum|mdo|vertebrates
    Ornithorhynchus anatinus|platypus|oan|vertebrates
    Gallus gallus|chicken|gga|vertebrates
    Anolis carolinensis|anole lizard|aca|vertebrates
    Xenopus tropicalis|frog|xtr|vertebrates
    Danio rerio|zebrafish|dre|vertebrates
    Oryzias latipes|medaka|ola|vertebrates
    Drosophila melanogaster|fruit fly|dme|metazoa
    Apis mellifera|honey bee|ame|metazoa
    Bombyx mori|silkworm|bmo|metazoa
    Caenorhabditis elegans|worm|cel|metazoa
    Schistosoma mansoni|blood fluke|sma|metazoa
    Arabidopsis thaliana|thale cress|ath|plants
    Oryza sativa|rice|osa|plants
    Zea mays|maize|zma|plants
    Triticum aestivum|wheat|tae|plants
    Glycine max|soybean|gma|plants
    Solanum lycopersicum|tomato|sly|plants
    Medicago truncatula|barrel medic|mtr|plants
    Saccharomyces cerevisiae|yeast||fungi
    Schizosaccharomyces pombe|fission yeast||fungi
    """.strip().splitlines()
)
_SHORT = {species.mirbase: species.name for species in _TABLE if species.mirbase}
_BY_NAME = {word.lower(): species for species in _TABLE for word in (species.name, species.common)}


def resolve(text: str) -> Species:
    """Find the species that a common or scientific name means; any scientific name will do.

    Raises
    ------
    CatalogError
        For what is neither, and for what looks like a slip of the pen, with what may be meant.

    Examples
    --------
    >>> resolve("Human").name, resolve("homo_sapiens").mirbase, resolve("Pan paniscus").slug
    ('Homo sapiens', 'hsa', 'pan_paniscus')
    """
    words = " ".join(text.replace("_", " ").split())
    if found := _BY_NAME.get(words.lower()):
        return found
    scientific = words[:1].upper() + words[1:].lower()
    looks_right = _SCIENTIFIC.fullmatch(scientific) is not None
    # A well-formed name is taken as it stands unless it all but equals a known one.
    near = get_close_matches(words.lower(), _BY_NAME, n=3, cutoff=0.9 if looks_right else 0.6)
    if near or not looks_right:
        hint = f" Did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
        raise CatalogError(
            f"{text[:80]!r} is no species known here.{hint} "
            "Use a common name such as 'human', or a scientific name such as 'Homo sapiens'."
        )
    return Species(scientific)


def by_mirbase(short: str) -> str:
    """Return the scientific name that miRBase's short name means; empty if it is not known here.

    Examples
    --------
    >>> by_mirbase("hsa"), by_mirbase("xyz")
    ('Homo sapiens', '')
    """
    return _SHORT.get(short, "")
