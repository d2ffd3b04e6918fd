"""What the Help page makes from the program itself, so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Mapping

from mirinter_core.datasets.splits import PROTOCOLS
from mirinter_core.home import ASSETS
from mirinter_core.molecules.alphabet import reverse_complement
from mirinter_core.pairing.drawing import duplex_sentence, duplex_svg
from mirinter_core.pairing.duplex import fold
from mirinter_core.pairing.sites import SITE_CLASSES, Site, find_sites
from mirinter_core.tasks.hits import COLUMNS
from mirinter_core.tasks.meanings import MEANINGS
from mirinter_core.tasks.rule_words import RULE_WORDS
from mirinter_core.web.ranked import TITLES

ABOUT = "about"  # of the page's address: the section that stands first
LET_7A = "UGAGGUAGUAGGUUGUAUAGUU"
_EXAMPLE = "GCCAUACAAGCCACUACCUCAGCG"  # an 8mer and 3' pairing, for the picture
_WORDS = {
    "8mer": "pairs with 2 to 8, and an A faces letter 1",
    "7mer-m8": "pairs with 2 to 8",
    "7mer-A1": "pairs with 2 to 7, and an A faces letter 1",
    "6mer": "pairs with 2 to 7",
    "offset-6mer": "pairs with 3 to 8",
}


def text(name: str) -> str:
    """Read one of the texts in ``assets/help``."""
    return (ASSETS / "help" / f"{name}.md").read_text("utf-8")


def glossary() -> str:
    """List every column of a screen's table with its meaning (Markdown)."""
    shown = {name: f' (in the table: "{title}")' for name, title in TITLES.items()}
    return "\n".join(
        f"* **`{name}`**{shown.get(name, '')} {meaning}" for name, meaning in COLUMNS.items()
    )


def protocols() -> str:
    """List the protocols, the hardest question first: what is held out and asked (Markdown)."""
    return "\n".join(
        f"* **`{name}`** {protocol.asks} Hidden: {protocol.held}."
        for name, protocol in PROTOCOLS.items()
    )


def rules() -> str:
    """Say what each rule without a model does (Markdown)."""
    return "\n".join(f"* **`{name}`** {words}" for name, words in RULE_WORDS.items())


def figures() -> str:
    """List the figures of a report with what each says (Markdown)."""
    return "\n".join(f"* **{meaning.title}** {meaning.says}" for meaning in MEANINGS.values())


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
