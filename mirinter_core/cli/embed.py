"""``embed``: the vectors of the RNAs of a FASTA file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mirinter_core.cli.shared_options import (
    Device,
    EncoderName,
    PoolingName,
    Quiet,
    Threads,
    Verbose,
    set_threads,
)
from mirinter_core.cli.terminal_output import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mirinter_core.embedding.embedder import Vectors
    from mirinter_core.molecules.molecule import Molecule

app = typer.Typer(add_completion=False)


@app.command()
def embed(
    fasta: Annotated[
        str, typer.Argument(metavar="FASTA", help="A FASTA file (.gz too), or a catalogue.")
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", help="Parquet file: id, digest, length, windows and vector."
        ),
    ],
    encoder: EncoderName = "kmer",
    pooling: PoolingName = "mean",
    view: Annotated[
        Literal["forward", "reversed"], typer.Option(help="Letters 5' to 3', or 3' to 5'.")
    ] = "forward",
    device: Device = "auto",
    threads: Threads = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write one vector for each RNA. Exit 3: some records were refused, all others embedded.

    Vectors are kept by content for the next time; stopped or killed, it goes on where it was.
    """
    from mirinter_core.cli.sequence_input import end, open_partners
    from mirinter_core.embedding.device import pick
    from mirinter_core.embedding.embedder import embed as embed_molecules
    from mirinter_core.embedding.encoder import ENCODERS
    from mirinter_core.embedding.store import EmbeddingStore
    from mirinter_core.home import home
    from mirinter_core.recipe import Side

    set_threads(threads)
    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    if output.is_dir():
        raise typer.BadParameter(f"{output} is a folder.", param_hint="--output")
    if output.suffix.lower() != ".parquet":
        raise typer.BadParameter(
            "Vectors are written as Parquet: name a file that ends in .parquet.",
            param_hint="--output",
        )
    catalog, refused = open_partners(fasta, (), terminal)
    built = ENCODERS.get(encoder)(device=pick(device))
    with terminal.bar() as progress:
        vectors = embed_molecules(
            catalog.molecules,
            Side(label="RNA", encoder=encoder, pooling=pooling),
            encoder=built,
            view=view,
            store=EmbeddingStore(home() / "vectors"),
            progress=progress,
        )
    facts = {"encoder": built.name, "revision": built.revision, "pooling": pooling, "view": view}
    _write(catalog.molecules, vectors, facts, output)
    terminal.note(f"{output}: {len(catalog):,} vectors of {vectors.matrix.shape[1]} numbers.")
    end(refused, terminal)


def _write(
    molecules: Sequence[Molecule], vectors: Vectors, facts: dict[str, str], output: Path
) -> None:
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    from mirinter_core.home import written
    from mirinter_core.provenance import provenance

    flat = pa.array(vectors.matrix[vectors.rows].ravel())
    table = pa.table(
        {
            "id": [m.id for m in molecules],
            "digest": [m.digest for m in molecules],
            "length": pa.array(map(len, molecules), pa.int64()),
            "windows": pa.array(vectors.windows, pa.int64()),
            "vector": pa.FixedSizeListArray.from_arrays(flat, vectors.matrix.shape[1]),
        },
        metadata={"mirinter": json.dumps(provenance(**facts)), "format_version": "1"},
    )
    with written(output) as temporary:
        pq.write_table(table, temporary)
