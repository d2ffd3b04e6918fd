"""Weights of encoders: fetched, or added from a file; converted once; never invented.

A published checkpoint is a pickle, which can run code. It is read once, tensors and
plain arguments only, checked, and kept as safetensors; nothing else is read from then on.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import struct
import zipfile
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mirinter_core import download
from mirinter_core.embedding.architecture import (
    OFFICIAL,
    Architecture,
    check,
    found_in,
    named_as_in_package,
)
from mirinter_core.errors import WeightsError
from mirinter_core.home import find, home, read_json, remove, write_json, written
from mirinter_core.progress import Progress, part, silent

if TYPE_CHECKING:
    from torch import Tensor

FORMAT_VERSION = 1
_TENSORS, _FACTS = "weights.safetensors", "weights.json"
# What torch raises for bytes that are no checkpoint, found by feeding it damaged ones.
_UNREADABLE = (
    pickle.UnpicklingError,
    RuntimeError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    struct.error,
    OSError,
)
_ARCHITECTURE = "mirinter_architecture"  # the key of a converted file's own description


@dataclass(frozen=True)
class Source:
    """Where weights are published.

    Parameters
    ----------
    urls : tuple of str
        The same file, best address first.
    sha256 : str or None
        Of that file, where it is known beforehand.
    terms : str
        Licence, as the authors state it.
    """

    file: str
    urls: tuple[str, ...]
    sha256: str | None
    megabytes: int
    terms: str


SOURCES: Mapping[str, Source] = {
    "rna_fm": Source(
        file="RNA-FM_pretrained.pth",
        # The maintainers point to the first (RNA-FM issue 26); the last is the address in the
        # rna-fm package, which has answered 403.
        urls=(
            "https://huggingface.co/cuhkaih/rnafm/resolve/main/RNA-FM_pretrained.pth",
            "https://hf-mirror.com/cuhkaih/rnafm/resolve/main/RNA-FM_pretrained.pth",
            "https://proj.cse.cuhk.edu.hk/rnafm/api/download?filename=RNA-FM_pretrained.pth",
        ),
        # As pinned by MultiMolecule's conversion tests (revision 91d4a46d of the repository
        # above) and, independently, by several others who fetched 1,194,424,423 bytes.
        sha256="5b5d7d87b37c291ef42c140ef9edf7aea29f255fa2a4fd435f776c52e93d5e99",
        megabytes=1194,
        terms="MIT (the package), Apache-2.0 (the weights' repository)",
    )
}


@dataclass(frozen=True)
class WeightsState:
    """What is known of an encoder's weights on this machine.

    Parameters
    ----------
    present : bool
    revision : str
        First 12 digits of `sha256`, the encoder's revision; empty if absent.
    sha256 : str
        Of the tensors and the architecture, however they are packed.
    source, source_sha256 : str
        Name and checksum of the file they came from.
    published : bool
        Whether that file is the one the authors published, by its checksum.
    """

    name: str
    present: bool
    revision: str = ""
    sha256: str = ""
    source: str = ""
    source_sha256: str = ""
    published: bool = False
    made: str = ""
    architecture: Architecture | None = None


@dataclass(frozen=True)
class Weights:
    """Tensors ready to use, by their names in the package."""

    tensors: dict[str, Tensor]
    architecture: Architecture
    revision: str


def state(name: str) -> WeightsState:
    """Say whether weights are here, and which.

    Raises
    ------
    WeightsError
        If no encoder of that name needs weights.
    """
    _source(name)
    folder = find("weights", name)
    if folder is None or not (folder / _TENSORS).is_file():
        return WeightsState(name, present=False)
    facts = read_json(folder / _FACTS, version=FORMAT_VERSION)
    facts.pop("format_version")
    facts["architecture"] = Architecture(**facts["architecture"])
    return WeightsState(name, present=True, revision=facts["sha256"][:12], **facts)


def fetch(name: str, *, progress: Progress = silent) -> WeightsState:
    """Fetch the published weights and convert them; goes on with a fetch that broke off.

    Raises
    ------
    FetchError
        If no address gives the file; the message says how to add one fetched elsewhere.
    WeightsError
        If the file is not what it should be.
    """
    source = _source(name)
    file = home() / "weights" / f".{name}-download" / source.file
    remedy = (
        f"Fetch {source.file} where there is a network ({source.urls[0]}), then: "
        f"python -m mirinter_core weights add {name} {source.file}"
    )
    download.fetch(
        source.urls, file, sha256=source.sha256, progress=part(progress, 0, 0.9), remedy=remedy
    )
    added = add(name, file, progress=part(progress, 0.9, 1.0))
    remove(file.parent)
    return added


def add(
    name: str, file: Path, *, expected: Architecture | None = None, progress: Progress = silent
) -> WeightsState:
    """Take weights from a file: the published checkpoint, or one converted here or elsewhere.

    Parameters
    ----------
    expected : Architecture or None
        What they must be; None means as published. Tests use smaller ones.

    Raises
    ------
    WeightsError
        If the file is a web page, cut short, of another model, or damaged. Weights that
        were here before stay.
    """
    source = _source(name)
    progress(0.0, f"reading {file.name}")
    found, tensors = _read(file)
    check(tensors, found, expected or OFFICIAL)
    _check_numbers(tensors)
    progress(0.5, f"converting {file.name}")
    digest = download.file_sha256(file)
    facts = {
        "sha256": _digest(tensors, found),
        "source": file.name,
        "source_sha256": digest,
        "published": digest == source.sha256,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "architecture": asdict(found),
    }
    with written(home() / "weights" / name) as temporary:
        temporary.mkdir()
        _save(tensors, found, temporary / _TENSORS)
        write_json(temporary / _FACTS, {"format_version": FORMAT_VERSION, **facts})
    progress(1.0, f"{name} has its weights")
    return state(name)


def load(name: str) -> Weights:
    """Read converted weights, and make sure that they are still what was converted.

    Raises
    ------
    WeightsError
        If they are not here, or not the ones their description speaks of.
    """
    known = state(name)
    folder = find("weights", name)
    commands = (
        f"Fetch them ({_source(name).megabytes:,} MB): python -m mirinter_core weights fetch "
        f"{name}. Or add a file fetched elsewhere: python -m mirinter_core weights add {name} "
        f"{_source(name).file}"
    )
    if not known.present or folder is None:
        raise WeightsError(f"The weights of {name} are not here. {commands}")
    found, tensors = _read_converted(folder / _TENSORS)
    if _digest(tensors, found) != known.sha256:
        raise WeightsError(f"{folder / _TENSORS} is not the file its description means. {commands}")
    return Weights(tensors, found, known.revision)


def _source(name: str) -> Source:
    if name not in SOURCES:
        raise WeightsError(f"{name!r} has no weights. There are: {', '.join(SOURCES)}.")
    return SOURCES[name]


def _read(file: Path) -> tuple[Architecture, dict[str, Tensor]]:
    """Read a checkpoint or a converted file, by what it holds and not by its name."""
    try:
        with file.open("rb") as opened:
            head = opened.read(512)
    except OSError as error:
        raise WeightsError(f"Could not read {file}: {error.strerror}.") from error
    if head.lstrip().startswith(b"<"):
        raise WeightsError(
            f"{file.name} is a web page, not weights: the address it was fetched from answered "
            "with a message. Open it to read why, and fetch the file itself."
        )
    if head[8:9] == b"{":  # safetensors: 8 bytes of length, then JSON
        return _read_converted(file)
    return _read_checkpoint(file)


def _read_checkpoint(file: Path) -> tuple[Architecture, dict[str, Tensor]]:
    """Read fairseq's pickle: tensors and plain arguments, nothing that can run."""
    import torch

    try:
        with torch.serialization.safe_globals([Namespace]):
            # Mapped, since two thirds of the file are the optimiser's and are never touched.
            content = torch.load(
                file, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(file)
            )
    except _UNREADABLE as error:
        why = (str(error) or type(error).__name__).splitlines()[0][:120]
        raise WeightsError(
            f"{file.name} cannot be read as a checkpoint: it is cut short, or another kind of "
            f"file ({why}). Fetch it again."
        ) from error
    if not isinstance(content, dict) or not isinstance(content.get("args"), Namespace):
        raise WeightsError(f"{file.name} is a checkpoint, but not of RNA-FM: it has no 'args'.")
    model = content.get("model")
    if not isinstance(model, dict):
        raise WeightsError(f"{file.name} is a checkpoint, but not of RNA-FM: it has no 'model'.")
    tensors = named_as_in_package(model)
    return found_in(vars(content["args"]), tensors), {
        key: tensor.to(torch.float32) for key, tensor in tensors.items()
    }


def _read_converted(file: Path) -> tuple[Architecture, dict[str, Tensor]]:
    """Read safetensors that were converted by this program."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, framework="pt") as opened:
            described = json.loads((opened.metadata() or {})[_ARCHITECTURE])
            tensors = {key: opened.get_tensor(key) for key in opened.keys()}  # noqa: SIM118
        return Architecture(**described), tensors
    except (SafetensorError, OSError) as error:
        raise WeightsError(
            f"{file} is damaged ({error}). Fetch or add the weights again."
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise WeightsError(
            f"{file.name} was not converted by mirinter: it does not say its architecture. Add the "
            "published checkpoint instead."
        ) from error


def _check_numbers(tensors: Mapping[str, Tensor]) -> None:
    if bad := [name for name, tensor in tensors.items() if not tensor.isfinite().all()]:
        raise WeightsError(f"The weights are damaged: {bad[0]!r} holds values that are no numbers.")


def _digest(tensors: Mapping[str, Tensor], architecture: Architecture) -> str:
    """Give one SHA-256 of the weights, however they are packed."""
    total = hashlib.sha256(json.dumps(asdict(architecture), sort_keys=True).encode())
    for name in sorted(tensors):
        total.update(f"{name} {tuple(tensors[name].shape)}".encode())
        total.update(tensors[name].contiguous().numpy().data)
    return total.hexdigest()


def _save(tensors: Mapping[str, Tensor], architecture: Architecture, place: Path) -> None:
    from safetensors.torch import save_file

    described = {_ARCHITECTURE: json.dumps(asdict(architecture))}
    save_file({name: t.contiguous() for name, t in tensors.items()}, place, metadata=described)
