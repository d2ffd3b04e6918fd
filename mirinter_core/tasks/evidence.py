"""Fill the narrow waist: from molecules and pairs to what a network sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mirinter_core import home
from mirinter_core.datasets.pairs import PairTable
from mirinter_core.embedding.embedder import embed
from mirinter_core.embedding.encoder import ENCODERS, Encoder
from mirinter_core.embedding.pooling import SEGMENTED, SEGMENTS
from mirinter_core.embedding.store import EmbeddingStore
from mirinter_core.errors import ModelError, RecipeError
from mirinter_core.models.book import Book
from mirinter_core.models.examples import Examples, Matrix, Segments
from mirinter_core.models.memory import Memory
from mirinter_core.models.network import wants_tokens
from mirinter_core.models.recall import COLUMNS, KINDS, describe
from mirinter_core.models.scene import Partners, Queries
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.views import reverses
from mirinter_core.pairing.sites import SITE_CLASSES, SiteIndex
from mirinter_core.progress import Progress, part, silent
from mirinter_core.recipe import RULE, Recipe


@dataclass(frozen=True)
class Embedding:
    """A recipe's encoders, built once, and the store their vectors are kept in.

    Parameters
    ----------
    store : EmbeddingStore or None
        None keeps nothing, for molecules that should leave no trace.
    """

    recipe: Recipe
    encoders: tuple[Encoder, Encoder]
    store: EmbeddingStore | None

    @classmethod
    def open(cls, recipe: Recipe, device: str, *, keep: bool = True) -> Embedding:
        """Build the encoders of a recipe; WeightsError if their weights are not at hand."""
        built = {s.encoder: ENCODERS.get(s.encoder)(device=device) for s in recipe.sides}
        left, right = recipe.sides
        store = EmbeddingStore(home.home() / "vectors") if keep else None
        return cls(recipe, (built[left.encoder], built[right.encoder]), store)

    @property
    def names(self) -> tuple[str, str]:
        """``NAME@REVISION`` of the query's and the partner's encoder."""
        left, right = self.encoders
        return f"{left.name}@{left.revision}", f"{right.name}@{right.revision}"

    def require(self, names: tuple[str, str], model: str) -> None:
        """Refuse to score with vectors other than those a model was trained on."""
        if self.names != names:
            raise ModelError(
                f"Model {model} was trained on vectors of {' and '.join(dict.fromkeys(names))}, "
                f"but {' and '.join(dict.fromkeys(self.names))} is at hand. "
                "Install those weights, or train again."
            )


@dataclass(frozen=True)
class Evidence:
    """Examples with the number of windows each partner was read in."""

    examples: Examples
    right_windows: NDArray[np.intp]


def gather(
    table: PairTable,
    embedding: Embedding,
    memory: Memory | None = None,
    progress: Progress = silent,
    *,
    private: frozenset[str] = frozenset(),
    described: Matrix | None = None,
) -> Evidence:
    """Collect everything a recipe's network wants to see of the pairs of a table.

    Parameters
    ----------
    memory : Memory or None
        Of the model that will score; None while training, when every query may be shown.
    private : frozenset of str
        Digests of molecules whose vectors must leave no trace on disk, on whichever side: a
        pasted query may be unpublished.
    described : (n, e) float32 array or None
        The pairs' evidence where it was collected already: `mirinter_core.tasks.rehearsal`.
    """
    recipe = embedding.recipe
    directions = sorted({"reversed" if reverses(view) else "forward" for view in recipe.views})
    left: dict[str, Matrix] = {}
    right: dict[str, Matrix] = {}
    windows: list[NDArray[np.intp]] = []
    sides = ((left, table.left, 0), (right, table.right, 1))
    for i, (vectors, molecules, which) in enumerate(sides):
        for j, direction in enumerate(directions):
            start = (i + j / len(directions)) / 2
            bar = part(progress, start, start + 0.5 / len(directions))
            matrix, counts = _vectors(molecules, (which, direction), embedding, private, bar)
            vectors[direction] = matrix
        windows.append(counts)
    if described is None:
        each = [_evidence(name)(table, memory) for name in recipe.pair_evidence]
        described = np.concatenate([np.empty((len(table), 0), np.float32), *each], axis=1)
    known = np.ones(len(table.left), dtype=np.bool_)
    if memory is not None:
        known = memory.knows_family(table.left)
    examples = Examples(
        left=left,
        right=right,
        left_row=table.left_row,
        right_row=table.right_row,
        evidence=described,
        family_known=known,
    )
    if wants_tokens(recipe):
        examples = _by_tokens(examples, table, recipe)
    return Evidence(examples, windows[1])


def _in_segments(matrix: Matrix, counts: NDArray[np.intp]) -> Segments:
    """Read segments that lie end to end; half precision holds their values as they are."""
    dim = matrix.shape[1] // SEGMENTS
    return Segments(matrix.astype(np.float16).reshape(len(matrix), SEGMENTS, dim), counts)


def _by_tokens(examples: Examples, table: PairTable, recipe: Recipe) -> Examples:
    """Show segments of letters where pooled vectors stood: see `Examples.left_tokens`."""
    if len({side.encoder for side in recipe.sides}) > 1:
        raise RecipeError(
            f"Recipe {recipe.name!r} has two encoders, and its network pools tokens of one. "
            "Name the same encoder on both sides."
        )
    tokens, none = [], []
    for vectors, molecules in ((examples.left, table.left), (examples.right, table.right)):
        counts = np.array([min(len(m), SEGMENTS) for m in molecules], dtype=np.intp)
        tokens.append({view: _in_segments(matrix, counts) for view, matrix in vectors.items()})
        none.append({view: m[:, :0].copy() for view, m in vectors.items()})
    (left, right), (left_tokens, right_tokens) = none, tokens
    return replace(
        examples, left=left, right=right, left_tokens=left_tokens, right_tokens=right_tokens
    )


def _vectors(
    molecules: Sequence[Molecule],
    which: tuple[int, str],
    embedding: Embedding,
    private: frozenset[str],
    progress: Progress,
) -> tuple[Matrix, NDArray[np.intp]]:
    """Embed one side read in one direction: a row and a number of windows for each molecule."""
    number, direction = which
    side, encoder = embedding.recipe.sides[number], embedding.encoders[number]
    kept = embedding.store
    if wants_tokens(embedding.recipe):
        side = replace(side, pooling=SEGMENTED)
        # Without weights letters are read again sooner than so many numbers are looked up.
        kept = None if encoder.max_length is None else kept
    secret = np.array([m.digest in private for m in molecules], dtype=np.bool_)
    parts = []
    for rows, store in ((np.flatnonzero(~secret), kept), (np.flatnonzero(secret), None)):
        got = embed(
            [molecules[i] for i in rows.tolist()],
            side,
            encoder=encoder,
            view=direction,
            store=store,
            progress=progress,
        )
        parts.append((rows, got.matrix[got.rows], got.windows))
    order = np.argsort(np.concatenate([rows for rows, _, _ in parts]))
    matrix = np.concatenate([vectors for _, vectors, _ in parts])[order]
    return matrix, np.concatenate([windows for _, _, windows in parts])[order]


def _evidence(name: str) -> Callable[[PairTable, Memory | None], Matrix]:
    if name not in PAIR_EVIDENCE:
        raise RecipeError(
            f"No pair evidence is called {name!r}; there are {', '.join(PAIR_EVIDENCE)}."
        )
    return PAIR_EVIDENCE[name]


def site_counts(table: PairTable) -> NDArray[np.int32]:
    """Count the seed sites of each pair, shape (n, 5), classes as in `SITE_CLASSES`.

    A stretch is counted in each class it contains.
    """
    index = SiteIndex([m.letters for m in table.right])
    counts = np.zeros((len(table), len(SITE_CLASSES)), dtype=np.int32)
    order = np.argsort(table.left_row, kind="stable")
    firsts = np.searchsorted(table.left_row[order], np.arange(len(table.left) + 1))
    for i, query in enumerate(table.left):
        rows = order[firsts[i] : firsts[i + 1]]
        if len(rows):
            counts[rows] = index.counts(query.letters)[table.right_row[rows]]
    return counts


def recalled(table: PairTable, memory: Memory | None) -> Matrix:
    """Describe each pair by what a model remembers: `mirinter_core.models.recall`."""
    out = np.empty((len(table), COLUMNS), dtype=np.float32)
    names = [memory.book(m) if memory else "" for m in table.right]
    name_of = np.array(names, dtype=object)[table.right_row]
    books = memory.books if memory else {}
    for name in sorted(set(name_of)):
        rows = np.flatnonzero(name_of == name)
        own = table.take(rows).compact()
        book = books.get(name) or Book.empty()
        scene = Queries.of(book.atlas, own.left), Partners.of(book.atlas, own.right)
        out[rows] = describe(book, *scene, (own.left_row, own.right_row))
    return out


def _sites(table: PairTable, _: Memory | None) -> Matrix:
    """What the network sees of seed sites, shape (n, 16).

    Per class log(1 + count), presence, and count per 1,000 nt; then log length (nt).
    """
    counts = site_counts(table)
    length = np.array([len(m) for m in table.right], dtype=np.float32)[table.right_row, None]
    return np.concatenate(
        [np.log1p(counts), counts > 0, counts / length * 1000, np.log(length)], axis=1
    ).astype(np.float32)


_RECALL = "recall"
PAIR_EVIDENCE: dict[str, Callable[[PairTable, Memory | None], Matrix]] = {
    "sites": _sites,
    _RECALL: recalled,
}


def weighs_kinds(recipe: Recipe) -> bool:
    """Tell whether a recipe weighs kinds of evidence, any of which can be hidden.

    Raises
    ------
    RecipeError
        If it weighs them beside something else, or without rehearsing: pairs would be described
        in training otherwise than when they are asked about. Or if it leaves out a kind that
        there is not.
    """
    recalls = _RECALL in recipe.pair_evidence
    if recalls != bool(recipe.rehearsal) or (recalls and len(recipe.pair_evidence) > 1):
        raise RecipeError(
            f"Recipe {recipe.name!r} has the pair evidence "
            f"{', '.join(recipe.pair_evidence) or 'none'} and "
            f"{'rehearses pairs' if recipe.rehearsal else 'rehearses none'}. {_RECALL!r} stands "
            "alone, and goes with a rehearsal. Make the two agree."
        )
    _require_kinds(recipe)
    return recalls


def looked_at(recipe: Recipe) -> dict[str, list[str]]:
    """Say for a result's provenance what a recipe looks at: encoders' vectors, or evidence."""
    if recipe.network == RULE:
        return {"encoder": []}
    if weighs_kinds(recipe):
        without = recipe.network_options.get("without", ())
        return {"encoder": [], "weighs": [kind for kind in KINDS if kind not in without]}
    return {"encoder": sorted({side.encoder for side in recipe.sides})}


def _require_kinds(recipe: Recipe) -> None:
    """Refuse to leave out kinds of evidence that there are not, or all there are."""
    without = set(recipe.network_options.get("without", ()))
    if unknown := without - set(KINDS):
        raise RecipeError(
            f"No kind of evidence is called {', '.join(sorted(unknown))}; there are "
            f"{', '.join(KINDS)}."
        )
    if without == set(KINDS):
        raise RecipeError("Without any kind of evidence nothing is left to weigh. Keep one.")
