"""The workbook of the month, and the same cells written by XlsxWriter without formats."""

import io
import pickle
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

import qlog
from qlog.export.office import build_office_month
from qlog.export.workbook import build_workbook

Cells = list[tuple[int, int, Any, Any]]  # row, column, value or formula, value of the formula


def prepare(folder: Path, office_month: Path, cells: Path, edition: str) -> None:
    """Keep what the workbook of the first office shows, and every cell of that workbook."""
    findings = qlog.analyze(qlog.read_logs(folder))
    shown = build_office_month(findings, findings.payers[0], date(2026, 11, 20))
    office_month.write_bytes(pickle.dumps(shown))
    content = build_workbook(shown, edition=edition)  # type: ignore[arg-type]
    cells.write_bytes(pickle.dumps(_cells(content)))
    print(f"{shown.visits.num_rows:,} visits")


def _cells(content: bytes) -> dict[str, Cells]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # print areas that are formulas
        formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return {
        sheet.title: [
            (row, column, _plain(cell), _plain(value))
            for row, (cells, given) in enumerate(
                zip(sheet.iter_rows(values_only=True), values[sheet.title].iter_rows(values_only=True), strict=True)
            )
            for column, (cell, value) in enumerate(zip(cells, given, strict=True))
            if cell is not None
        ]
        for sheet in formulas.worksheets
    }


def _plain(cell: object) -> object:
    """Return the text of an array formula; a formula is text with = in front."""
    return getattr(cell, "text", cell)


def write_bare(sheets: dict[str, Cells]) -> bytes:
    """Write the cells and nothing else."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for title, cells in sheets.items():
        sheet = book.add_worksheet(title)
        for row, column, cell, value in cells:
            if isinstance(cell, str) and cell.startswith("="):
                sheet.write_formula(row, column, cell, None, "" if value is None else value)
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell)
            elif isinstance(cell, bool):
                sheet.write_boolean(row, column, cell)
            elif isinstance(cell, int | float):
                sheet.write_number(row, column, cell)
            else:
                sheet.write_datetime(row, column, cell)
    book.close()
    return stream.getvalue()
