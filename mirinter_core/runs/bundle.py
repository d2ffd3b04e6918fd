"""A run in one file to hand on: inputs, results, how to repeat it, and what to cite."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from mirinter_core import __version__
from mirinter_core.home import home, written
from mirinter_core.runs.command import command_of, without_folder
from mirinter_core.runs.run import BOOKKEEPING, Run
from mirinter_core.tasks import hits
from mirinter_core.tasks.export import as_bytes as as_table
from mirinter_core.tasks.methods import bibliography, methods

_TEXT = frozenset({".json", ".jsonl", ".txt", ".md", ".tsv", ".csv", ".fa", ".fasta", ".bib"})
_HITS = "hits.parquet"
_PROVENANCE = "provenance.json"


def export(run: Run, path: Path) -> None:
    """Write a run's bundle as a zip file, whole or not at all.

    It holds ``inputs/``, ``results/``, ``command.txt``, ``methods.txt``, ``references.bib``,
    ``provenance.json`` and ``request.json``. No path of this machine and no user's name is in
    it: the log stays behind, and files are named without their folders.
    """
    with written(path) as temporary, temporary.open("wb") as file:
        _write(run, file)


def as_bytes(run: Run) -> bytes:
    """Return a run's bundle, for a download; see `export`."""
    buffer = BytesIO()
    _write(run, buffer)
    return buffer.getvalue()


def _write(run: Run, file: IO[bytes]) -> None:
    request = run.request
    hide = _Hiding(request.arguments)
    made = datetime.fromtimestamp(request.created, UTC).timetuple()[:6]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in _papers(run, hide):
            entry = zipfile.ZipInfo(f"mirinter-{run.id}/{name}", made)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, content)


def _papers(run: Run, hide: _Hiding) -> Iterator[tuple[str, bytes]]:
    request = run.request
    facts = _provenance(run)
    asked = {
        "verb": request.verb,
        "arguments": request.arguments,
        "inputs": request.inputs,
        "title": request.title,
        "notes": request.notes,
        "created": datetime.fromtimestamp(request.created, UTC).isoformat(timespec="seconds"),
        "state": run.state.state,
    }
    yield "request.json", hide(_as_json(asked))
    yield "command.txt", hide(command_of(run, inputs_in="inputs", paths=False) + "\n")
    yield _PROVENANCE, hide(_as_json(facts))
    yield "methods.txt", hide(methods(facts) + "\n")
    yield "references.bib", bibliography(facts).encode()
    for path in sorted(p for p in run.folder.rglob("*") if p.is_file()):
        place = path.relative_to(run.folder)
        name = place.as_posix()
        if place.parts[0] in BOOKKEEPING or name == _PROVENANCE or ".part-" in name:
            continue
        content = path.read_bytes()
        if path.suffix in _TEXT:
            content = hide(content.decode("utf-8", "surrogateescape"))
        yield f"{'inputs' if name in request.inputs else 'results'}/{name}", content
        if name == _HITS:  # for those who open it in a spreadsheet
            yield "results/hits.tsv", as_table(hits.load(run.folder).table, facts, "tsv")


def _provenance(run: Run) -> Mapping[str, Any]:
    path = run.folder / _PROVENANCE
    if path.exists():
        return json.loads(path.read_text("utf-8"))
    return {"mirinter": __version__, "verb": run.request.verb}  # not done: no results to explain


def _as_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


class _Hiding:
    """Takes folders of this machine out of texts."""

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        paths = {text: without_folder(text) for text in _texts(arguments)}
        self._names = {path: name for path, name in paths.items() if path != name}
        roots = {str(p) for p in (home(), Path(__file__).parents[2], Path.home(), Path.cwd())}
        longest = sorted((re.escape(r) for r in roots if len(r) > 1), key=len, reverse=True)
        known = rf"(?:{'|'.join(longest)})(?:/|(?![\w.-]))"
        # Folders for temporary files are named after their users: only a file's name stays.
        temporary = rf"{re.escape(tempfile.gettempdir())}/(?:[^/\s\"']+/)*"
        self._roots = re.compile(f"{known}|{temporary}")

    def __call__(self, text: str) -> bytes:
        for path, name in self._names.items():
            text = text.replace(path, name)
        return self._roots.sub("", text).encode("utf-8", "surrogateescape")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
