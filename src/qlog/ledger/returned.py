"""One returned workbook -> its entries, and every cell that could not be read, by its place and never by its value."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from qlog.dates import parse_month as read_month
from qlog.export.workbook.entered import IDENTITY
from qlog.ledger.forms import CODE, FORMS, NUMBER, UNIT, Field, Form, read_entry
from qlog.months import parse_month
from qlog.reading.report import RefusedError
from qlog.reading.spreadsheet import document_properties, merged_areas, sheet_as_csv, sheet_names

_SEARCHED_ROWS: Final = 30  # the header stands in the fifth; rows may have been put above it
_PAYER: Final = re.compile(r"[0-9]{8}")
_PERSON: Final = re.compile(r"[0-9]{7}")
_INSTITUTION: Final = re.compile(r"[0-9]{10}")
_TITLE_MONTH: Final = re.compile(r"\d{4}年\d{1,2}月")


@dataclass(frozen=True, repr=False)
class Noted:
    """One entry and its place."""

    sheet: str
    cell: str
    unit: str
    recipient_number: str
    institution_code: str
    field: str
    value: str


@dataclass(frozen=True)
class Problem:
    """What could not be read: where (cell "" = the whole sheet), and why, a key of :data:`REASONS`."""

    sheet: str
    cell: str
    reason: str
    header: str = ""  # of the column, if it is about one


@dataclass
class Returned:
    """One workbook as read."""

    payer_number: str
    month: str
    entries: list[Noted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_returned(content: bytes) -> Returned:
    """Read the entries of one workbook (not encrypted). Raises RefusedError if it is none of ours or cannot be read."""
    sheets = sheet_names(content)
    returned = Returned(*_identity(content))
    for form in FORMS:
        if form.sheet not in sheets:
            returned.problems.append(Problem(form.sheet, "", "no_sheet"))
            continue
        text = sheet_as_csv(content, form.sheet).decode("utf-8")
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))]
        _read_sheet(form, rows, merged_areas(content, form.sheet), returned)
    return returned


def _identity(content: bytes) -> tuple[str, str]:
    properties = document_properties(content)
    payer, month = (properties.get(name, "") for name in IDENTITY)
    if not _PAYER.fullmatch(payer) or parse_month(month) is None:
        raise RefusedError(
            ja="どの福祉事務所の何月のブックか、分かりません。qlog のブックに記入して保存してください。",
            en="it does not say of which office and month it is: fill in a workbook qlog made, and save it as it is",
        )
    return payer, month


def _read_sheet(form: Form, rows: list[list[str]], merged: Sequence[str], returned: Returned) -> None:
    head = _header(rows)
    if head is None:
        returned.problems.append(Problem(form.sheet, "", "no_header"))
        return
    title = next((found[0] for row in rows[:head] for cell in row if (found := _TITLE_MONTH.search(cell))), None)
    if title is not None and read_month(title) != returned.month:
        returned.problems.append(Problem(form.sheet, "", "other_month"))
        return
    columns = _columns(form, rows[head], returned.problems)
    if any(key not in columns for key in form.keys):
        return
    seen = _merged_cells(merged, head)
    for at, row in enumerate(rows[head + 1 :], start=head + 1):
        _read_row(form, columns, (at, row), seen, returned)


def _header(rows: list[list[str]]) -> int | None:
    found = (at for at, row in enumerate(rows[:_SEARCHED_ROWS]) if NUMBER in map(_plain, row))
    return next(found, None)


def _columns(form: Form, header: list[str], problems: list[Problem]) -> dict[str, int]:
    """Return header -> position; what is missing or stands there twice is listed."""
    plain = [_plain(cell) for cell in header]
    columns = {}
    for name in (*form.keys, *(one.header for one in form.fields)):
        if plain.count(name) == 1:
            columns[name] = plain.index(name)
        else:
            kind = "key" if name in form.keys else "column"
            problems.append(Problem(form.sheet, "", f"{'twice' if name in plain else 'no'}_{kind}", name))
    return columns


def _plain(text: str) -> str:
    return "".join(text.split())


def _merged_cells(areas: Sequence[str], head: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Return row and column (from 0) of every cell that a merged area below the header took in -> its first cell."""
    taken = {}
    for area in areas:
        left, top, right, bottom = (bound or 1 for bound in range_boundaries(area))
        for row in range(max(top - 1, head + 1), min(bottom, top + 2_000)):
            for column in range(left - 1, min(right, left + 500)):
                taken[row, column] = (top - 1, left - 1)
    return taken


def _read_row(
    form: Form,
    columns: dict[str, int],
    numbered: tuple[int, list[str]],
    merged: dict[tuple[int, int], tuple[int, int]],
    returned: Returned,
) -> None:
    at, row = numbered
    for one in form.fields:
        column = columns.get(one.header)
        if column is not None and (at, column) in merged and merged[at, column] != (at, column):
            returned.problems.append(Problem(form.sheet, _address(at, column), "merged", one.header))
    written = [(one, columns[one.header], row[columns[one.header]]) for one in _written(form, columns, row)]
    if not written:
        return
    person, code, unit = _keys(form, columns, row)
    wrong = _wrong_key(person, code, unit)
    if wrong is not None or unit is None:
        for one, column, _ in written:
            returned.problems.append(Problem(form.sheet, _address(at, column), wrong or "unit", one.header))
        return
    for one, column, text in written:
        value, cell = read_entry(one.entry, text), _address(at, column)
        if value is None:
            returned.problems.append(Problem(form.sheet, cell, one.entry.kind, one.header))
        else:
            returned.entries.append(Noted(form.sheet, cell, unit, person, code, one.name, value))


def _written(form: Form, columns: dict[str, int], row: list[str]) -> Iterator[Field]:
    for one in form.fields:
        at = columns.get(one.header)
        if at is not None and at < len(row) and row[at]:
            yield one


def _keys(form: Form, columns: dict[str, int], row: list[str]) -> tuple[str, str, str | None]:
    cells = {name: row[columns[name]] if columns[name] < len(row) else "" for name in form.keys}
    return cells[NUMBER], cells[CODE], form.unit(cells.get(UNIT))


def _wrong_key(person: str, code: str, unit: str | None) -> str | None:
    if not _PERSON.fullmatch(person):
        return "person"
    if unit is None:
        return "unit"
    return None if (not code if unit == "recipient" else _INSTITUTION.fullmatch(code)) else "institution"


def _address(row: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{row + 1}"
