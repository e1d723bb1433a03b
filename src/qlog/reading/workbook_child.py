"""A process of its own: a workbook on stdin, one sheet as CSV on stdout. A hostile workbook ends only this process.

``python -P workbook_child.py SHEET``; exit 0 = done, 3 = the workbook cannot be read, 4 = too large. Nothing is
imported from qlog, and nothing is said about what is in the cells.
"""

import datetime
import io
import sys

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

CANNOT_READ, TOO_LARGE = 3, 4
MEMORY_BYTES = 4 << 30
SECONDS = 300
MAX_COLUMNS = 500
MAX_CSV_CHARACTERS = 500 << 20

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def main() -> int:
    """Write the sheet; a row of the sheet is a line of the CSV, an empty row an empty line."""
    _limit()
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())).get_sheet_by_name(sys.argv[1])
        rows = sheet.iter_rows()
    except (CalamineError, PasswordError, OSError):
        return CANNOT_READ
    if sheet.width > MAX_COLUMNS:
        return TOO_LARGE
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace", newline="")
    before = [""] * (sheet.start[1] if sheet.start else 0)  # rows above the first cell come by themselves
    size = 0
    for row in rows:
        cells = before + [text_of(cell) for cell in row]
        size += sum(map(len, cells)) + len(cells)
        if size > MAX_CSV_CHARACTERS:
            return TOO_LARGE
        out.write(line_of(cells))
    out.flush()
    return 0


def line_of(cells: list[str]) -> str:
    """Return one line of CSV; a row without any text is an empty line."""
    quoted = (f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells)
    return ",".join(quoted) + "\n" if any(cells) else "\n"


def text_of(cell: Cell) -> str:
    """Return a cell as text: whole numbers without a point, dates and times in ISO form."""
    if isinstance(cell, str):
        return " ".join(cell.splitlines())
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)


def _limit() -> None:
    """Bound memory and time where the system can; elsewhere the parent has looked at the sizes, and bounds the time."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no picture of personal data is left behind


if __name__ == "__main__":
    raise SystemExit(main())
