"""Embed molecules: every distinct RNA once, of any length, and never again once stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirinter_core.embedding.encoder import Encoder, Tokens, Vector
from mirinter_core.embedding.pooling import pooling_named, width
from mirinter_core.embedding.store import EmbeddingStore, VectorKind
from mirinter_core.errors import RecipeError, SequenceError, WeightsError
from mirinter_core.molecules.molecule import Molecule
from mirinter_core.molecules.views import reversed_letters
from mirinter_core.molecules.windows import cut
from mirinter_core.progress import Progress, silent
from mirinter_core.recipe import Side

VIEWS = ("forward", "reversed")
_BATCH_LETTERS = 4096  # to the encoder at once: 10 s of RNA-FM on two cores, 10 MB of tokens
_SHARD_MOLECULES = 256
_SHARD_SECONDS = 20.0  # a killed process loses no more work than this and a batch


@dataclass(frozen=True)
class Vectors:
    """The vectors of a list of molecules; equal letters share a row.

    Parameters
    ----------
    matrix : (n_distinct, width) array of float32
        Values that half precision holds, so that a first and a second time agree.
    rows : (n_molecules,) array of int
        The row of each molecule.
    windows : (n_molecules,) array of int
        In how many windows each molecule was read; 1 for most.
    """

    matrix: NDArray[np.float32]
    rows: NDArray[np.intp]
    windows: NDArray[np.intp]


def kind_of(side: Side, encoder: Encoder, view: str = "forward") -> VectorKind:
    """Say under which kind the store keeps a side's vectors.

    Raises
    ------
    RecipeError
        If the encoder is not the side's, or there is no such view.
    """
    if view not in VIEWS:
        raise RecipeError(f"A molecule has no view {view!r}; there are {', '.join(VIEWS)}.")
    if encoder.name != side.encoder:
        raise RecipeError(
            f"The {side.label} side takes vectors of {side.encoder!r}, not of {encoder.name!r}. "
            "Embed it with the encoder that its recipe names."
        )
    # An encoder without a limit reads every RNA whole, whatever the scheme says.
    windows = "whole" if encoder.max_length is None else side.windows.name
    return VectorKind(encoder.name, encoder.revision, view, windows, side.pooling)


def embed(
    molecules: Sequence[Molecule],
    side: Side,
    *,
    encoder: Encoder,
    view: str = "forward",
    store: EmbeddingStore | None = None,
    progress: Progress = silent,
) -> Vectors:
    """Give each molecule its vector, from the store or computed and stored.

    Goes on where an earlier call was cancelled or killed. Beside the result, memory holds
    one batch and the letters' vectors of the longest molecule.

    Parameters
    ----------
    side : Side
        Encoder, pooling and windows.
    view : "forward" or "reversed"
        Whether letters are read 5' to 3' or 3' to 5'.
    store : EmbeddingStore or None
        None for what nobody will ask for again: decoys.
    progress : Progress
        Told the share done of the letters that were not stored, and the rate.

    Raises
    ------
    SequenceError
        If a molecule has no letters, or one that the encoder does not take; before any work.
    WeightsError
        If the encoder gives something that is no number.
    StorageError
        If vectors cannot be stored; those stored before are kept.
    CancelledError
        From `progress`; what is done is stored.
    """
    kind = kind_of(side, encoder, view)
    distinct = list({m.digest: m for m in molecules}.values())
    _check_letters(distinct, encoder)
    table = _Table(distinct, width(side.pooling, encoder.dim), kind, store)
    stretches = _stretches(table.missing(), side, encoder, reverse=view == "reversed")
    report = _reporter(table, progress)
    try:
        for batch in _batches(stretches):
            tokens = encoder.encode([stretch.letters for stretch in batch])
            table.take(batch, tokens, pooling_named(side.pooling))
            report(sum(s.own.stop - s.own.start for s in batch))
    finally:
        table.keep()
    progress(1.0, f"embedded {len(distinct):,} of {len(distinct):,}")
    row_of = {m.digest: row for row, m in enumerate(distinct)}
    rows = np.array([row_of[m.digest] for m in molecules], np.intp)
    return Vectors(table.matrix, rows, table.windows[rows])


@dataclass(frozen=True)
class _Stretch:
    """One window of one molecule, as the encoder reads it."""

    row: int
    letters: str
    own: slice  # those of its letters whose vectors count
    windows: int  # how many the molecule has
    last: bool


class _Table:
    """The matrix that is being filled, and those of its rows that the store waits for."""

    def __init__(
        self,
        molecules: Sequence[Molecule],
        columns: int,
        kind: VectorKind,
        store: EmbeddingStore | None,
    ) -> None:
        self.molecules = molecules
        self.matrix = np.zeros((len(molecules), columns), np.float32)
        self.windows = np.zeros(len(molecules), np.intp)  # 0: not done
        self.kind = kind
        self.store = store
        self.tokens: list[Tokens] = []  # of the molecule whose windows are not all read
        self.waiting: list[int] = []
        self.since = time.monotonic()
        if store is not None and molecules:
            stored = store.get(kind, [m.digest for m in molecules])
            self.windows[:] = stored.windows
            if stored.found.any():
                self.matrix[:] = stored.matrix

    def missing(self) -> list[tuple[int, Molecule]]:
        """Give the rows to fill: by length, so that batches need little padding.

        Among equal lengths by digest, so that batches, and with them the last digits, do not
        depend on the order of the molecules.
        """
        rows = np.flatnonzero(self.windows == 0).tolist()
        key = [(len(self.molecules[row]), self.molecules[row].digest, row) for row in rows]
        return [(row, self.molecules[row]) for _, _, row in sorted(key)]

    def take(
        self,
        batch: Sequence[_Stretch],
        tokens: Sequence[Tokens],
        pool: Callable[[Tokens], Vector],
    ) -> None:
        """Fill the rows whose last window this batch has read."""
        for stretch, of_letters in zip(batch, tokens, strict=True):
            self.tokens.append(of_letters[stretch.own])
            if stretch.last:
                whole = np.concatenate(self.tokens) if stretch.windows > 1 else self.tokens[0]
                self._fill(stretch, pool(whole))
                self.tokens = []
        waited = time.monotonic() - self.since
        if len(self.waiting) >= _SHARD_MOLECULES or waited > _SHARD_SECONDS:
            self.keep()

    def _fill(self, stretch: _Stretch, vector: Vector) -> None:
        with np.errstate(over="ignore"):  # refused below
            half = vector.astype(np.float16)
        if not np.isfinite(half).all():
            raise WeightsError(
                f"The encoder {self.kind.encoder!r} gave values that are no numbers, or too "
                "large to keep. Its weights are damaged: fetch or add them again."
            )
        self.matrix[stretch.row] = half
        self.windows[stretch.row] = stretch.windows
        self.waiting.append(stretch.row)

    def keep(self) -> None:
        """Store the rows that wait."""
        rows, self.waiting, self.since = self.waiting, [], time.monotonic()
        if self.store is not None and rows:
            digests = [self.molecules[row].digest for row in rows]
            self.store.put(self.kind, digests, self.windows[rows], self.matrix[rows])
            self.store.compact(self.kind)


def _check_letters(molecules: Iterable[Molecule], encoder: Encoder) -> None:
    """Refuse before any work what the encoder would refuse in the middle of it."""
    for molecule in molecules:
        if not molecule.letters:
            raise SequenceError(f"{molecule.id!r} has no letters. Remove it.")
        if strange := set(molecule.letters) - set(encoder.alphabet):
            place = min(molecule.letters.index(letter) for letter in strange)
            raise SequenceError(
                f"{molecule.id!r}: {molecule.letters[place]!r} at position {place + 1:,} is not a "
                f"letter that {encoder.name} takes ({encoder.alphabet}). Correct or remove it."
            )


def _stretches(
    todo: Iterable[tuple[int, Molecule]], side: Side, encoder: Encoder, *, reverse: bool
) -> Iterator[_Stretch]:
    """Cut each molecule into what the encoder takes; windows are cut in the letters it reads."""
    for row, molecule in todo:
        letters = reversed_letters(molecule.letters) if reverse else molecule.letters
        windows = cut(len(letters), side.windows, encoder.max_length)
        for window in windows:
            yield _Stretch(
                row=row,
                letters=letters[window.start : window.end],
                own=slice(window.own_start - window.start, window.own_end - window.start),
                windows=len(windows),
                last=window is windows[-1],
            )


def _batches(stretches: Iterable[_Stretch]) -> Iterator[list[_Stretch]]:
    """Take stretches together up to the batch's letters, at least one at a time."""
    batch: list[_Stretch] = []
    letters = 0
    for stretch in stretches:
        if batch and letters + len(stretch.letters) > _BATCH_LETTERS:
            yield batch
            batch, letters = [], 0
        batch.append(stretch)
        letters += len(stretch.letters)
    if batch:
        yield batch


def _reporter(table: _Table, progress: Progress) -> Callable[[int], None]:
    """Make the function that is told of letters read and tells `progress` how far it is."""
    total = sum(len(molecule) for _, molecule in table.missing())
    begun, read = time.monotonic(), 0

    def report(letters: int) -> None:
        nonlocal read
        read += letters
        rate = read / max(time.monotonic() - begun, 1e-9)
        done, of = np.count_nonzero(table.windows), len(table.windows)
        progress(read / total, f"embedding {done:,} of {of:,} ({rate:,.0f} letters/s)")

    return report
