"""The folders where things lie, and writing to them whole or not at all.

``MIRINTER_HOME`` (default ``~/.mirinter``) belongs to the user; ``assets/`` beside
the package has the same form, is read-only, and is looked at second.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from mirinter_core.errors import MirinterError, StorageError

ASSETS = Path(__file__).parents[1] / "assets"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TEMPORARY = ".part-"
# A list of numbers, one a line, as `json` indents it: no other text begins so within a string.
_NUMBERS = re.compile(r"\[\n\s+([-\d.eE+]+(?:,\n\s+[-\d.eE+]+)*)\n\s*\]")


def home() -> Path:
    """Return the user's folder; it need not exist yet."""
    return Path(os.environ.get("MIRINTER_HOME") or "~/.mirinter").expanduser().resolve()


def checked_name(name: str, error: type[MirinterError] = StorageError) -> str:
    """Return the name if it can be a folder's name on every system.

    Raises
    ------
    MirinterError
        Of the class given, for names that are empty, too long, or hold anything but
        letters, digits, ``.``, ``_`` and ``-``.
    """
    if not _NAME.fullmatch(name):
        raise error(
            f"{name[:80]!r} cannot be a name: use 1 to 64 letters, digits, '.', '_' or '-', "
            "beginning with a letter or digit."
        )
    return name


def find(kind: str, name: str) -> Path | None:
    """Return the folder of that kind and name: the user's own first, then the shipped one."""
    if not _NAME.fullmatch(name):
        return None
    return next((p for root in (home(), ASSETS) if (p := root / kind / name).is_dir()), None)


def names(kind: str) -> list[str]:
    """List the names of all folders of a kind, the user's and the shipped ones."""
    folders = [
        p for root in (home(), ASSETS) if (root / kind).is_dir() for p in (root / kind).iterdir()
    ]
    return sorted({p.name for p in folders if p.is_dir() and _NAME.fullmatch(p.name)})


@contextmanager
def written(path: Path, *, new: bool = False) -> Iterator[Path]:
    """Give a temporary place beside `path`; rename it there if the block succeeds.

    A file or a folder may be made at the temporary place. A reader sees the old
    content or the new, never a piece (of a folder, for a moment, neither); a killed writer
    leaves only a file whose name begins with ``.part-``.

    Parameters
    ----------
    new : bool
        Whether it is a folder that must not be there yet: of two who make it at once the first
        has it, and the second is told.

    Raises
    ------
    StorageError
        If the disk is full or cannot be written, or what is to be new is there; nothing is left
        behind.
    """
    temporary = path.with_name(f"{_TEMPORARY}{uuid4().hex}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        if new:
            _put(temporary, path)
        else:
            _replace(temporary, path)
    except OSError as error:
        raise StorageError(
            f"Could not write {path}: {error.strerror or error}. {_remedy(error)} "
            "What was there before is unchanged."
        ) from error
    finally:
        with suppress(OSError):  # what is wrong has been said
            remove(temporary)


def _put(new: Path, path: Path) -> None:
    """Rename a folder to where none may be; the system makes sure of it in one step."""
    try:
        new.rename(path)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        raise StorageError(
            f"{path.name!r} was made by someone else a moment ago, and stays. "
            "Remove it first or take another name."
        ) from error


def _remedy(error: OSError) -> str:
    """Say what helps against a disk's refusal."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "Free some space, or choose another folder with MIRINTER_HOME."
    return "Choose a folder that can be written, for your data with MIRINTER_HOME."


def _replace(new: Path, path: Path) -> None:
    """Put `new` where `path` is; folders cannot be renamed over one another."""
    if path.exists() and not (path.is_dir() if new.is_dir() else path.is_file()):
        raise StorageError(  # `-o results/` must not cost a folder, nor `-o /dev/null` a device
            f"{path} is a folder or a device, and stays. Give the name of a file."
        )
    if not path.is_dir():
        new.replace(path)
        return
    old = path.with_name(f"{_TEMPORARY}{uuid4().hex}-old")
    path.rename(old)
    try:
        new.rename(path)
    except OSError:
        old.rename(path)
        raise
    remove(old)


def remove(path: Path) -> None:
    """Delete a file or a folder with all it holds; a missing one is fine."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()


def remove_for_good(folder: Path) -> None:
    """Delete a folder that must not stay.

    Raises
    ------
    StorageError
        If the disk does not let go of it.
    """
    remove(folder)
    if folder.exists():
        raise StorageError(
            f"Not all of {folder} could be deleted. Check who owns its files and try again."
        )


def write_json(path: Path, value: Any) -> None:
    """Write a value as JSON, whole or not at all; a list of numbers stays on one line."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    text = _NUMBERS.sub(lambda found: "[" + " ".join(found[1].split()) + "]", text)
    with written(path) as temporary:
        temporary.write_text(text + "\n", "utf-8")


def read_json(path: Path, *, version: int, older: Collection[int] = ()) -> dict[str, Any]:
    """Read a JSON object and check its ``format_version``.

    Parameters
    ----------
    older : collection of int
        Versions that the caller understands too.

    Raises
    ------
    StorageError
        If the file is missing, damaged, or written by a newer or an older mirinter.
    """
    try:
        value: dict[str, Any] = json.loads(path.read_text("utf-8"))
        found = value["format_version"]
    except FileNotFoundError as error:
        raise StorageError(f"{path} is missing.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageError(
            f"{path} is damaged: {error}. Make it again or remove its folder."
        ) from error
    if found != version and found not in older:
        is_older = isinstance(found, int) and found < version
        remedy = "It is of an older mirinter: make it again." if is_older else "Update mirinter."
        raise StorageError(
            f"{path} has format {found}; this mirinter reads format {version}. {remedy}"
        )
    return value
