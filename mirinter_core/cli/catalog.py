"""``catalog``: the RNAs that are screened."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mirinter_core.cli.shared_options import (
    AsJson,
    Detach,
    Device,
    EncoderName,
    PoolingName,
    Quiet,
    Threads,
    Verbose,
    WithRuns,
    one_of,
    set_threads,
)
from mirinter_core.cli.terminal_output import Terminal, columns, in_json, plain

if TYPE_CHECKING:
    from mirinter_core.datasets.catalog import CatalogInfo

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Add, fetch, list, embed, remove catalogues."
)
_Name = Annotated[str, typer.Argument(metavar="NAME", help="As shown by `catalog list`.")]


def _sources() -> list[str]:
    from mirinter_core.datasets.source import SOURCES

    return SOURCES.names()


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.")],
    fasta: Annotated[list[Path], typer.Argument(metavar="FASTA...", help="Files, .gz too.")],
    rna_type: Annotated[
        str, typer.Option("--type", help="Type of RNAs whose header does not tell, as lncRNA.")
    ] = "",
    species: Annotated[str, typer.Option(help="Such as human, or Homo sapiens.")] = "",
    source: Annotated[str, typer.Option(help="Where it comes from; the file unless told.")] = "",
    release: Annotated[str, typer.Option(help="Its version.")] = "",
    terms: Annotated[str, typer.Option(help="What it may be used for.")] = "",
    title: Annotated[str, typer.Option(help="A few words for people.")] = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Add FASTA files as one catalogue. Exit 3: some records were refused, all others added."""
    from mirinter_core.cli.sequence_input import end, joined, tell
    from mirinter_core.datasets import catalog as catalogs
    from mirinter_core.datasets import large_fasta
    from mirinter_core.datasets.species import resolve
    from mirinter_core.download import file_sha256

    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    catalogs.check_new(name)
    reading = joined([large_fasta.read(path.expanduser(), type=rna_type) for path in fasta])
    tell(reading, terminal)
    made = catalogs.from_molecules(
        name,
        reading.molecules,
        title=title,
        species=resolve(species).name if species else "",
        source=source or ", ".join(path.name for path in fasta),
        release=release,
        terms=terms,
        sha256=file_sha256(fasta[0].expanduser()) if len(fasta) == 1 else "",
        refused=len(reading.refusals),
    )
    catalogs.save(made)
    print(f"Catalogue {name} has {len(made):,} RNAs ({_types(made.info)}).")
    end(len(reading.refusals), terminal)


@app.command()
def fetch(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="ensembl_ncrna, gencode_lncrna, mirbase_mature or rnacentral.",
            callback=one_of("source", _sources),
        ),
    ],
    species: Annotated[str, typer.Option(help="Such as human, or Homo sapiens.")] = "human",
    name: Annotated[
        str | None, typer.Option(help="What to call it; source, species and release unless told.")
    ] = None,
    mirror: Annotated[
        str | None, typer.Option(help="Base address of a copy of the source.")
    ] = None,
    detach: Detach = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Fetch a public catalogue and add it; a fetch that broke off goes on where it stopped."""
    from mirinter_core.cli.background_run import begin, do, result_of
    from mirinter_core.datasets.catalog import check_new

    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    if name:
        check_new(name)
    asked = {"source": source, "species": species, "name": name, "mirror": mirror}
    if detach:
        begin("fetch_catalog", asked, terminal, title=f"{source}, {species}")
        return
    result = result_of(do("fetch_catalog", asked, terminal, title=f"{source}, {species}"))
    print(f"Catalogue {result['catalog']} has {result['molecules']:,} RNAs.")
    print(plain(f"Release {result['release']}. Terms: {result['terms']}"))
    if result["refused"]:
        terminal.warn(f"{result['refused']:,} records of the source could not be read.")


@app.command("list")
def list_catalogs(as_json: AsJson = False) -> None:
    """List the catalogues there are."""
    from mirinter_core.datasets import catalog as catalogs

    found = [catalogs.info(name) for name in catalogs.names()]
    if as_json:
        print(in_json([asdict(info) for info in found]))
        return
    rows = [(i.name, f"{i.molecules:,}", _types(i), i.species, i.release) for i in found]
    print(columns([("name", "RNAs", "types", "species", "release"), *rows]))


@app.command()
def show(name: _Name, as_json: AsJson = False) -> None:
    """Show what a catalogue is, where it comes from, and under which terms."""
    from mirinter_core.datasets import catalog as catalogs

    info = catalogs.info(name)
    facts = {key: value for key, value in asdict(info).items() if value not in ("", 0, {})}
    if as_json:
        print(in_json(asdict(info)))
        return
    facts["types"] = _types(info)
    print(columns(facts.items()))


@app.command()
def embed(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A catalogue, or a FASTA file.")],
    encoder: EncoderName = "kmer",
    pooling: PoolingName = "mean",
    device: Device = "auto",
    threads: Threads = None,
    detach: Detach = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compute the vectors of a catalogue's RNAs once, so that screens begin at once.

    Stopped or killed, it goes on where it was.
    """
    from mirinter_core.cli.background_run import begin, do, result_of
    from mirinter_core.cli.sequence_input import end, lasting, open_partners

    set_threads(threads)
    terminal = Terminal.open(quiet=quiet, verbose=verbose)
    catalog, refused = open_partners(name, (), terminal)
    asked = {"catalog": lasting(name), "encoder": encoder, "pooling": pooling, "device": device}
    title = f"{catalog.name}, {encoder}"
    if detach:
        begin("embed_catalog", asked, terminal, title=title)
    else:
        made = result_of(do("embed_catalog", asked, terminal, title=title))
        print(
            f"{made['catalog']}: {made['distinct']:,} distinct RNAs of {made['molecules']:,}, "
            f"{made['dim']} numbers each, {made['windows']:,} windows, {made['seconds']:.1f} s."
        )
    end(refused, terminal)


@app.command()
def remove(
    name: _Name,
    with_runs: WithRuns = False,
) -> None:
    """Delete a catalogue of yours, with the vectors that only its RNAs have."""
    from mirinter_core.runs.forget import forget_catalog

    print(forget_catalog(name, with_runs=with_runs))


def _types(info: CatalogInfo) -> str:
    return ", ".join(f"{n:,} {kind or 'of no told type'}" for kind, n in info.types.items())
