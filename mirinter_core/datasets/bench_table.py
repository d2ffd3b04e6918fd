"""Findings as a table: to take along, to correct in a spreadsheet, and to record many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from mirinter_core.datasets import finding as findings
from mirinter_core.datasets.bench import Entry, Notebook
from mirinter_core.datasets.finding import OUTCOMES, Finding
from mirinter_core.datasets.tables import first_row, rows_of
from mirinter_core.datasets.workbook import cells, is_workbook
from mirinter_core.errors import DatasetError, SequenceError
from mirinter_core.molecules.alphabet import clean
from mirinter_core.molecules.molecule import Molecule

# Every column with what it says.
COLUMNS: dict[str, str] = {
    "query": "The microRNA, by the id it was given.",
    "partner": "The partner, by the id it was given.",
    "outcome": "; ".join(f"{name}: {meaning}" for name, meaning in OUTCOMES.items()),
    "date": "Day of the experiment.",
    "method": "The assay.",
    "note": "What else there is to say.",
    "query_type": "Type of the query.",
    "partner_type": "Type of the partner.",
    "partner_name": "The partner's symbol.",
    "run": "The screen it was recorded from.",
    "recorded": "When it was recorded (UTC).",
    "fate": "stands; superseded by a later entry of the pair; or taken back.",
    "entry": "Name of the entry in its notebook.",
    "query_letters": "Letters of the query, 5' to 3'.",
    "partner_letters": "Letters of the partner, 5' to 3'.",
}
_OTHER_NAMES = {"query": "id2", "partner": "id1"}  # as the plate of a short list calls them
_SHOWN = 5  # mistakes told at once

# Gives query and partner by the ids a table names them by, or an error that says why not.
Pairs = Callable[[str, str], tuple[Molecule, Molecule]]


def rows(notebook: Notebook, *, history: bool = False) -> list[dict[str, str]]:
    """Lay findings out, columns of `COLUMNS`; those that stand, or all that was ever recorded."""
    return [_row(e) for e in (notebook.entries if history else notebook.standing)]


def read(file: Path, pair_of: Pairs | None = None) -> list[Finding]:
    """Read findings from a table (TSV, CSV or XLSX) with a column ``outcome``.

    A row without an outcome is passed over, so that the plate of a short list can be filled in as
    far as it was measured.

    Parameters
    ----------
    pair_of : callable or None
        Finds the letters where the table has none; None: it must have them.

    Raises
    ------
    DatasetError
        Naming the rows that cannot be taken: then none is.
    """
    found, wrong = [], []
    for number, row in enumerate(_rows(file), start=2):
        if not row.get("outcome", ""):
            continue
        try:
            found.append(findings.checked(_finding(row, pair_of)))
        except (DatasetError, SequenceError) as error:
            wrong.append(f"row {number}: {error}")
    if wrong:
        more = f" And {len(wrong) - _SHOWN:,} more." if len(wrong) > _SHOWN else ""
        raise DatasetError(f"Nothing was recorded. {' '.join(wrong[:_SHOWN])}{more}")
    if not found:
        raise DatasetError(
            f"{file.name} has no row with an outcome. Its column 'outcome' takes: "
            f"{', '.join(OUTCOMES)}."
        )
    return found


def _row(entry: Entry) -> dict[str, str]:
    f = entry.finding
    values = (
        *(f.query.id, f.partner.id, f.outcome, f.date, f.method, f.note),
        *(f.query.type, f.partner.type, f.partner.name),
        *(f.run, entry.at, entry.fate, entry.id, f.query.letters, f.partner.letters),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _rows(file: Path) -> Iterator[Mapping[str, str]]:
    if is_workbook(file):
        header, *lines = cells(file) or ((),)
        for line in lines:
            yield dict(zip(header, line, strict=False))
        return
    header = tuple(first_row(file))
    if "outcome" not in header:
        raise DatasetError(f"{file.name} has no column 'outcome'.")
    yield from rows_of(file, header)


def _finding(row: Mapping[str, str], pair_of: Pairs | None) -> Finding:
    given = {k: row.get(k) or row.get(other, "") for k, other in _OTHER_NAMES.items()}
    query, partner = _molecules(row, given, pair_of)
    return Finding(
        query=query,
        partner=partner,
        outcome=" ".join(row["outcome"].lower().split()),
        date=row.get("date", "")[:10] or findings.today(),  # a spreadsheet adds the hour
        method=_as_typed(row.get("method", "")),
        note=_as_typed(row.get("note", "")),
        run=row.get("run", ""),
    )


def _molecules(
    row: Mapping[str, str], given: Mapping[str, str], pair_of: Pairs | None
) -> tuple[Molecule, Molecule]:
    if not all(given.values()):
        raise DatasetError("it names no query or no partner.")
    if row.get("query_letters") and row.get("partner_letters"):
        types = {"query": row.get("query_type") or "miRNA", "partner": row.get("partner_type", "")}
        query, partner = (
            Molecule(given[k], clean(row[f"{k}_letters"]).letters, types[k]) for k in given
        )
        return query, Molecule(
            partner.id, partner.letters, partner.type, row.get("partner_name", "")
        )
    if pair_of is None:
        raise DatasetError(
            "it has no query_letters and partner_letters; or name the screen that has them."
        )
    return pair_of(given["query"], given["partner"])


def _as_typed(text: str) -> str:
    """Take the apostrophe away that keeps a text from being run as a formula."""
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@")) else text
