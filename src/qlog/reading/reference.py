"""Reads the office's own lists: tickets, other law, caseworkers, names of institutions, changed numbers."""

from pathlib import Path

import pyarrow as pa

from qlog.errors import Message
from qlog.reading.catalog import reference_layout
from qlog.reading.layout import Layout
from qlog.reading.reader import FileReader, Pass
from qlog.reading.report import FileReport
from qlog.reading.rows import Rows, reject_reversed
from qlog.reading.sources import LogSource, expand


def read_reference(kind: str, path: Path, *, layout: Layout | None = None) -> tuple[pa.Table, FileReport]:
    """Read one list of ``kind`` (a key of REFERENCE_TABLES); the table has exactly that schema.

    Of a workbook the first sheet that fits and has rows is read. A column the file does not have is null. A list
    may be empty: a header alone is a warning. A refused file gives an empty table and ``report.refused``.
    """
    chosen = layout or reference_layout(kind)
    read = [_read(source, chosen) for source in expand(path, path.name)]
    fitting = [(table, report) for table, report in read if report.refused is None]
    filled = [(table, report) for table, report in fitting if report.data_rows]
    return (filled or fitting or read)[0]


def _read(source: LogSource, layout: Layout) -> tuple[pa.Table, FileReport]:
    wanted = layout.target.arrow_schema()
    blocks: list[pa.Table] = []
    report = FileReader(source, [layout], blocks.append, DateOrder).report()
    taken = report.refused is None and blocks
    return pa.concat_tables(blocks).cast(wanted) if taken else wanted.empty_table(), report


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
