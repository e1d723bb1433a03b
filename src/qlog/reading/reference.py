"""Reads the office's own lists: tickets, other law, caseworkers, names of institutions, changed numbers."""

from pathlib import Path

import pyarrow as pa

from qlog import schema
from qlog.errors import Message
from qlog.reading.catalog import reference_layout
from qlog.reading.layout import Layout
from qlog.reading.reader import FileReader, Pass
from qlog.reading.report import FileReport
from qlog.reading.rows import Rows, reject_reversed
from qlog.reading.sources import LogSource


def read_reference(kind: str, path: Path, *, layout: Layout | None = None) -> tuple[pa.Table, FileReport]:
    """Read one list of ``kind`` (a key of REFERENCE_TABLES); the table has exactly that schema.

    A column the file does not have is null. A refused file gives an empty table and ``report.refused``.
    """
    wanted = schema.REFERENCE_TABLES[kind].arrow_schema()
    blocks: list[pa.Table] = []
    layouts = [layout or reference_layout(kind)]
    report = FileReader(LogSource(path, path.name), layouts, blocks.append, DateOrder).report()
    if report.refused is not None or not blocks:
        return wanted.empty_table(), report
    return pa.concat_tables(blocks), report


class DateOrder:
    """Rejects rows whose last day is before their first."""

    def __init__(self, _file: Pass) -> None:
        pass

    def __call__(self, rows: Rows) -> None:
        """Judge the rows of a block."""
        if {"valid_from", "valid_to"} <= rows.columns.keys():
            reject_reversed(rows)

    def warnings(self) -> list[Message]:
        """Nothing is assumed."""
        return []
