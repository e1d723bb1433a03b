"""Reads one log: blocks of typed checks out, and a report of what became of every row."""

from pathlib import Path

from qlog.reading import reasons
from qlog.reading.catalog import shipped_layouts
from qlog.reading.layout import Layout
from qlog.reading.reader import FileReader, OnBlock
from qlog.reading.report import FileReport
from qlog.reading.rows import Rows, nulls, require_ticket_items
from qlog.reading.sources import LogSource


def read_log(source: LogSource | Path, *, layout: Layout | None = None, on_block: OnBlock) -> FileReport:
    """Read one log; ``on_block`` gets Arrow tables in the schema of CHECKS, rows in the order of the file.

    Never raises for what is in the file: it is refused instead (``report.refused``), and the caller throws away the
    blocks it got. Without ``layout`` the shipped layout that fits is taken.
    """
    if isinstance(source, Path):
        source = LogSource(source, source.name)
    layouts = [layout] if layout else list(shipped_layouts().values())
    return FileReader(source, layouts, on_block, _refine).report()


def _refine(rows: Rows, layout: Layout) -> None:
    require_ticket_items(rows, layout)
    rows.reject(nulls(rows.columns["recipient_number"]), "recipient_number", reasons.RECIPIENT_UNKNOWN)
