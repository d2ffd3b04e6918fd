"""A duplex drawn in letters: what a biologist expects to see on a slide.

The partner runs 5' to 3' on top, the miRNA 3' to 5' below. ``|`` is a Watson-Crick pair, ``:`` a
G-U pair (a dot in the picture), ``-`` keeps the place opposite a bulge, and the seed, letters 2
to 8, is underlined. The whole query is drawn, and as much of the partner as faces it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from xml.sax.saxutils import escape

from mirinter_core.pairing.duplex import Duplex
from mirinter_core.pairing.layout import (
    BLANK,
    GAP,
    WATSON_CRICK,
    WOBBLE,
    Block,
    Strand,
    bond,
    lay_out,
)

_NAME_LETTERS = 40  # longer names are cut in the drawing, with an ellipsis

# The picture brings its own paper, as an image cannot know whether the page is light or dark.
_PAPER, _INK, _FAINT = "#ffffff", "#1a1a1a", "#666666"
_BOND, _WOBBLE, _BAND = "#0072B2", "#D55E00", "#F0E442"  # Okabe-Ito, as in figures/theme
_PITCH, _SIDE = 13, 34  # px: one column; the margin that holds 5' and 3'
_HEAD, _LINE, _FOOT = 34, 122, 98  # px: first line's letters; from line to line; below the last


def duplex_sentence(duplex: Duplex, *, names: tuple[str, str] = ("partner", "query")) -> str:
    """Say the duplex in one sentence, for readers who cannot see it.

    Examples
    --------
    >>> duplex_sentence(Duplex(-4.9, 3, 5, 1, 3, "GGG&CCU", "(((&)))"))
    'query (1 to 3) pairs with partner (3 to 5): 3 pairs, 1 of them G-U, -4.9 kcal/mol.'
    """
    partner, query = (_shown(name) for name in names)
    if not duplex.pairs:
        return f"{query} and {partner} do not pair."
    top, _, bottom = duplex.subseq_dp.partition("&")
    bonds = [bond(top[i - duplex.start1], bottom[j - duplex.start2]) for i, j in duplex.pairs]
    return (
        f"{query} ({duplex.start2} to {duplex.end2}) pairs with {partner} "
        f"({duplex.start1} to {duplex.end1}): {len(bonds)} pairs, {bonds.count(WOBBLE)} of them "
        f"G-U, {duplex.energy:.1f} kcal/mol."
    )


def duplex_text(
    duplex: Duplex,
    query: str,
    partner: str,
    *,
    names: tuple[str, str] = ("partner", "query"),
    width: int = 60,
) -> str:
    """Draw a duplex for a terminal or a text file; needs letters of equal width.

    Parameters
    ----------
    query, partner : str
        The whole RNAs that were folded, 5' to 3'.
    names : (str, str)
        Of partner and query. Control characters are left out, long names cut.
    width : int
        Columns in a line; a longer duplex goes on below.

    Examples
    --------
    >>> duplex = Duplex(-8.1, 3, 8, 2, 6, "GAACCC&GGGUC", "((.(((&)))))")
    >>> print(duplex_text(duplex, "UGGGUC", "CCGAACCCAU"))
    partner  5'  1    CCGAACCCAU    10 3'
                        || |||
    query    3'  6      CU-GGGU     1  5'
    seed                == ===
    """
    if not duplex.pairs:
        return duplex_sentence(duplex, names=names)
    shown = [_shown(name) for name in names]
    name_width = max(len(name) for name in (*shown, "seed"))
    place_width = len(str(max(len(partner), len(query))))

    def line(name: str, marks: str, strand: Strand) -> str:
        left = "..." if strand.more_left else "   "
        right = "..." if strand.more_right else "   "
        return (
            f"{name:<{name_width}}  {marks[0]}' {strand.first or '':>{place_width}} "
            f"{left}{strand.letters}{right} {strand.last or '':<{place_width}} {marks[1]}'"
        )

    def drawn(block: Block) -> str:
        indent = name_width + 2 + 3 + place_width + 1 + 3
        rows = [
            line(shown[0], "53", block.partner),
            " " * indent + block.bonds.rstrip(),
            line(shown[1], "35", block.query),
        ]
        if any(block.seed):
            marks = "".join("=" if here else " " for here in block.seed)
            rows.append(f"{'seed':<{indent}}{marks}".rstrip())
        return "\n".join(rows)

    return "\n\n".join(drawn(block) for block in lay_out(duplex, query, partner, width=width))


def duplex_svg(
    duplex: Duplex,
    query: str,
    partner: str,
    *,
    names: tuple[str, str] = ("partner", "query"),
    width: int = 40,
) -> str:
    """Draw a duplex as a picture that stands alone, on its own light ground.

    Parameters are those of `duplex_text`; the default width stays readable on a telephone. The
    title of the picture is its `duplex_sentence`.
    """
    blocks = lay_out(duplex, query, partner, width=width)
    wide = 2 * _SIDE + _PITCH * (max((len(b.bonds) for b in blocks), default=width))
    high = _HEAD + _LINE * (len(blocks) - 1) + _FOOT if blocks else 44
    shown = [_shown(name) for name in names]
    sentence = escape(duplex_sentence(duplex, names=names))
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
        f'width="{wide}" height="{high}" style="max-width:100%;height:auto" role="img" '
        "font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, monospace\" "
        f'font-size="15" fill="{_INK}">'
    )
    parts = [
        opening,
        f"<title>{sentence}</title>",
        f'<rect width="{wide}" height="{high}" rx="8" fill="{_PAPER}"/>',
        *([] if blocks else [_svg_note(_SIDE, 26, sentence)]),
    ]
    for k, block in enumerate(blocks):
        parts += _svg_block(block, shown, _HEAD + _LINE * k)
    return "\n".join([*parts, "</svg>\n"])


def _shown(name: str) -> str:
    """Make a name fit to be shown: one line, printable, not too long."""
    plain = "".join(letter if letter.isprintable() else " " for letter in name)
    return plain if len(plain) <= _NAME_LETTERS else f"{plain[: _NAME_LETTERS - 1]}…"


def _svg_block(block: Block, names: Sequence[str], y: int) -> list[str]:
    """Draw one line: names outside, positions at the outermost letters, bonds between."""
    xs = [_SIDE + _PITCH * (k + 0.5) for k in range(len(block.bonds))]
    parts = [_svg_note(_SIDE, y - 12, escape(names[0])), _svg_note(_SIDE, y + 88, escape(names[1]))]
    if seed := list(compress(xs, block.seed)):
        left, size = seed[0] - _PITCH / 2, seed[-1] - seed[0] + _PITCH
        parts.append(
            f'<rect x="{left:g}" y="{y + 5}" width="{size:g}" height="54" fill="{_BAND}" '
            'fill-opacity="0.5"/>'
        )
        if len(seed) >= 4:  # a line that ends within the seed has no room for the word
            parts.append(_svg_note(left + size / 2, y + 73, "seed", anchor="middle"))
    parts += _svg_strand("partner", block.partner, xs, (y + 20, y + 2), "53")
    parts += _svg_strand("query", block.query, xs, (y + 54, y + 73), "35")
    return parts + _svg_bonds(block.bonds, xs, y)


def _svg_strand(
    kind: str, strand: Strand, xs: Sequence[float], heights: tuple[int, int], marks: str
) -> list[str]:
    """Draw one strand: letters, ends (with dots where it goes on), first and last position."""
    base, small = heights
    inked = [(x, letter) for x, letter in zip(xs, strand.letters, strict=True) if letter != BLANK]
    places = " ".join(f"{x:g}" for x, _ in inked)
    letters = escape("".join(letter for _, letter in inked))
    left = f"{marks[0]}'{'…' if strand.more_left else ''}"
    right = f"{'…' if strand.more_right else ''}{marks[1]}'"
    outer = [x for x, letter in inked if letter != GAP]
    numbers = dict(zip(outer[:1] + outer[-1:], (strand.first, strand.last), strict=False))
    return [
        f'<text class="{kind}" text-anchor="middle" x="{places}" y="{base}">{letters}</text>',
        f'<text x="4" y="{base}" fill="{_FAINT}">{left}</text>',
        f'<text x="{xs[-1] + _PITCH / 2 + 2:g}" y="{base}" fill="{_FAINT}">{right}</text>',
        *(_svg_note(x, small, str(place), anchor="middle") for x, place in numbers.items()),
    ]


def _svg_bonds(bonds: str, xs: Sequence[float], y: int) -> list[str]:
    """Draw a line for each Watson-Crick pair and a dot for each G-U pair."""
    lines = "".join(
        f"M{x:g} {y + 26}v12" for x, mark in zip(xs, bonds, strict=True) if mark == WATSON_CRICK
    )
    dots = [x for x, mark in zip(xs, bonds, strict=True) if mark == WOBBLE]
    return [
        f'<path class="watson-crick" d="{lines}" stroke="{_BOND}" stroke-width="2"/>',
        *(
            f'<circle class="wobble" cx="{x:g}" cy="{y + 32}" r="3" fill="{_WOBBLE}"/>'
            for x in dots
        ),
    ]


def _svg_note(x: float, y: int, text: str, *, anchor: str = "start") -> str:
    """Write small, faint text; the text is already escaped."""
    return (
        f'<text class="note" x="{x:g}" y="{y}" font-size="11" fill="{_FAINT}" '
        f'text-anchor="{anchor}">{text}</text>'
    )
