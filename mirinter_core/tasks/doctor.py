"""Look at this installation: what works, what is missing, and what to do about it."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mirinter_core import home
from mirinter_core.errors import MirinterError

OK, WARNING, PROBLEM = "ok", "warning", "problem"

_REQUIREMENTS = Path(__file__).parents[2] / "requirements.txt"
_PYTHON = (3, 11)
_SCARCE, _TOO_LITTLE = 2.0, 0.2  # GB free: RNA-FM's weights take 1.6; a run takes some MB
_PEERS = ("RNAhybrid", "IntaRNA")
_MIR_21 = "UAGCUUAUCAGACUGAUGUUGA"
_SETUP = "Run `make setup`."


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Parameters
    ----------
    name : str
        What was looked at.
    status : str
        `OK`, `WARNING` (something will not work or soon not) or `PROBLEM` (nothing will).
    message, remedy : str
        What was found; what to do, empty if nothing.
    """

    name: str
    status: str
    message: str
    remedy: str = ""


def examine() -> tuple[Check, ...]:
    """Look at everything; takes a few seconds and needs no network."""
    checks: tuple[tuple[str, Callable[[], Check]], ...] = (
        ("python", _python),
        ("packages", _packages),
        ("device", _device),
        ("folder", _folder),
        ("catalogue", _catalogue),
        ("model", _model),
        ("weights", _weights),
        ("folding", _folding),
        ("vectors", _vectors),
        ("other tools", _peers),
    )
    return tuple(_examined(name, check) for name, check in checks)


def _examined(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except MirinterError as error:
        return Check(name, PROBLEM, str(error))
    except OSError as error:
        return Check(name, PROBLEM, f"The disk refuses: {error.strerror or error}.")
    except ImportError as error:
        return Check(name, PROBLEM, f"A package cannot be loaded: {error}.", _SETUP)


def _python() -> Check:
    found = platform.python_version()
    if sys.version_info < _PYTHON:
        needed = ".".join(map(str, _PYTHON))
        return Check("python", PROBLEM, f"Python {found}; {needed} or newer is needed.", _SETUP)
    return Check("python", OK, f"Python {found}")


def _packages() -> Check:
    lines = _REQUIREMENTS.read_text("utf-8").splitlines()
    return packages(line for line in lines if line.strip() and not line.startswith("#"))


def packages(requirements: Iterable[str]) -> Check:
    """Compare what is installed with lines of a requirements file."""
    from packaging.requirements import Requirement

    missing, other, n = [], [], 0
    for requirement in map(Requirement, requirements):
        n += 1
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            missing.append(requirement.name)
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            other.append(f"{requirement.name} {found} instead of {requirement.specifier}")
    if missing:
        return Check("packages", PROBLEM, f"Not installed: {', '.join(missing)}.", _SETUP)
    if other:
        return Check("packages", WARNING, f"Of another version: {', '.join(other)}.", _SETUP)
    return Check("packages", OK, f"all {n} as required")


def _device() -> Check:
    import torch

    from mirinter_core.embedding.device import pick

    threads = f"torch {torch.__version__}, {torch.get_num_threads()} threads"
    if pick("auto") == "cuda":
        return Check("device", OK, f"{torch.cuda.get_device_name()} ({threads})")
    return Check("device", OK, f"CPU ({threads}); no CUDA GPU, which only RNA-FM would need")


def _folder() -> Check:
    place = home.home()
    with home.written(place / "doctor.txt") as temporary:
        temporary.write_text("can be written\n", "utf-8")
    home.remove(place / "doctor.txt")
    free = shutil.disk_usage(place).free / 1e9
    message = f"{place} can be written; {free:,.1f} GB free"
    if free > _SCARCE:
        return Check("folder", OK, message)
    remedy = "Free some space, or choose another folder with MIRINTER_HOME."
    return Check("folder", WARNING if free > _TOO_LITTLE else PROBLEM, message, remedy)


def _catalogue() -> Check:
    from mirinter_core.datasets import builtin, catalog

    found = catalog.load(builtin.NAME)
    own = len(catalog.names()) - 1
    return Check("catalogue", OK, f"{found.name} holds {len(found):,} RNAs; {own} of your own")


def _model() -> Check:
    from mirinter_core.models import checkpoint
    from mirinter_core.models.listing import DEFAULT_MODEL
    from mirinter_core.tasks.evidence import Embedding

    model = checkpoint.load(DEFAULT_MODEL)  # anew: what is ready in memory says nothing of the disk
    Embedding.open(model.recipe, "cpu", keep=False).require(model.encoders, model.name)
    return Check("model", OK, f"{model.name} loads ({', '.join(sorted(set(model.encoders)))})")


def _weights() -> Check:
    from mirinter_core.embedding.weights import SOURCES, state

    found = []
    for name in SOURCES:
        known = state(name)
        here = f"{name} {known.revision}" + ("" if known.published else " (not as published)")
        found.append(here if known.present else f"{name} not here (optional)")
    missing = [name for name in SOURCES if not state(name).present]
    remedy = f"To use it: python -m mirinter_core weights fetch {missing[0]}." if missing else ""
    return Check("weights", OK, ", ".join(found), remedy)


def _folding() -> Check:
    from mirinter_core.molecules.alphabet import reverse_complement
    from mirinter_core.pairing.duplex import fold

    duplex = fold(_MIR_21, reverse_complement(_MIR_21))
    if len(duplex.pairs) != len(_MIR_21):
        message = f"ViennaRNA folds miR-21 on its own complement with {len(duplex.pairs)} pairs."
        return Check("folding", PROBLEM, message, _SETUP)
    message = f"ViennaRNA {version('ViennaRNA')} folds a known duplex ({duplex.energy} kcal/mol)"
    return Check("folding", OK, message)


def _vectors() -> Check:
    from mirinter_core.embedding.store import EmbeddingStore

    store = EmbeddingStore(home.home() / "vectors")
    n = sum(map(store.size, store.kinds()))
    damaged = len(list(store.root.glob("*@*/*/damaged-*")))
    if damaged:
        return Check(
            "vectors",
            WARNING,
            f"{n:,} stored; {damaged} damaged files were set aside in {store.root}",
            "Delete the files whose name begins with 'damaged-': nothing is lost but time.",
        )
    return Check("vectors", OK, f"{n:,} stored")


def _peers() -> Check:
    found = [
        f"{name} {'found' if shutil.which(name) else 'not here (optional)'}" for name in _PEERS
    ]
    return Check("other tools", OK, ", ".join(found))
